"""Hypothesis strategies for expressions: trees, built by the public constructors or evaluated naively."""

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from decision import indifferent, maximum, minimum, pick, u

NAMES = ["a", "b", "c", "d"]
Goal = dict[str, Fraction]
Tree = tuple[Any, ...]

numbers = st.fractions(min_value=-3, max_value=3, max_denominator=6)
goals = st.fixed_dictionaries({w: st.one_of(st.integers(-2, 2).map(Fraction), numbers) for w in NAMES})
leaves = st.one_of(st.sampled_from(NAMES).map(lambda w: ("u", w)), numbers.map(lambda q: ("number", q)))


def _larger(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    some = st.lists(inner, min_size=1, max_size=3)
    pairs = st.lists(st.tuples(inner, inner), min_size=1, max_size=3)
    return st.one_of(
        st.tuples(st.just("+"), inner, inner),
        st.tuples(st.just("-"), inner, inner),
        st.tuples(st.just("*"), numbers, inner),
        st.tuples(st.just("/"), numbers.filter(bool), inner),
        st.tuples(st.just("neg"), inner),
        st.tuples(st.just("max"), some),
        st.tuples(st.just("min"), some),
        st.tuples(st.just("pick"), pairs, st.sampled_from(["best", "worst", "uniform"])),
    )


value_trees = st.recursive(leaves, _larger, max_leaves=12)


def _compound(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    return st.one_of(
        st.tuples(st.just("&"), inner, inner),
        st.tuples(st.just("|"), inner, inner),
        st.tuples(st.just("~"), inner),
    )


small_trees = st.recursive(leaves, _larger, max_leaves=5)
comparison_trees = st.tuples(st.sampled_from([">=", ">", "<=", "<", "indifferent"]), small_trees, small_trees)
event_trees = st.recursive(comparison_trees, _compound, max_leaves=5)


def build(tree: Tree) -> Any:
    """Return the value of a tree, through the public constructors."""
    match tree:
        case ("u", name):
            return u(name)
        case ("number", q):
            return u("a") * 0 + q
        case ("+", x, y):
            return build(x) + build(y)
        case ("-", x, y):
            return build(x) - build(y)
        case ("*", q, x):
            return q * build(x)
        case ("/", q, x):
            return build(x) / q
        case ("neg", x):
            return -build(x)
        case ("max", some):
            return maximum(*map(build, some))
        case ("min", some):
            return minimum(*map(build, some))
        case ("pick", pairs, ties):
            return pick([build(b) for b, _ in pairs], [build(p) for _, p in pairs], ties=ties)
    raise AssertionError(tree)


def build_event(tree: Tree) -> Any:
    """Return the event of a tree, through the public operators."""
    match tree:
        case ("&", x, y):
            return build_event(x) & build_event(y)
        case ("|", x, y):
            return build_event(x) | build_event(y)
        case ("~", x):
            return ~build_event(x)
        case (">=", x, y):
            return build(x) >= build(y)
        case (">", x, y):
            return build(x) > build(y)
        case ("<=", x, y):
            return build(x) <= build(y)
        case ("<", x, y):
            return build(x) < build(y)
        case ("indifferent", x, y):
            return indifferent(build(x), build(y))
    raise AssertionError(tree)


def worth(tree: Tree, goal: Goal) -> Fraction:
    """Evaluate a tree naively."""
    match tree:
        case ("u", name):
            return goal[name]
        case ("number", q):
            return q
        case ("+", x, y):
            return worth(x, goal) + worth(y, goal)
        case ("-", x, y):
            return worth(x, goal) - worth(y, goal)
        case ("*", q, x):
            return q * worth(x, goal)
        case ("/", q, x):
            return worth(x, goal) / q
        case ("neg", x):
            return -worth(x, goal)
        case ("max", some):
            return max(worth(x, goal) for x in some)
        case ("min", some):
            return min(worth(x, goal) for x in some)
        case ("pick", pairs, ties):
            top = max(worth(b, goal) for b, _ in pairs)
            paid = [worth(p, goal) for b, p in pairs if worth(b, goal) == top]
            return {"best": max(paid), "worst": min(paid), "uniform": sum(paid, Fraction(0)) / len(paid)}[ties]
    raise AssertionError(tree)


def occurs(tree: Tree, goal: Goal) -> bool:
    """Say naively whether an event holds at a goal."""
    match tree:
        case ("&", x, y):
            return occurs(x, goal) and occurs(y, goal)
        case ("|", x, y):
            return occurs(x, goal) or occurs(y, goal)
        case ("~", x):
            return not occurs(x, goal)
        case (relation, x, y):
            left, right = worth(x, goal), worth(y, goal)
            return {
                ">=": left >= right,
                ">": left > right,
                "<=": left <= right,
                "<": left < right,
                "indifferent": left == right,
            }[relation]
    raise AssertionError(tree)
