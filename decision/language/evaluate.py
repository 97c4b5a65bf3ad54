"""Direct evaluation of expressions at one goal, in exact arithmetic.

The meaning of the language; engines and tests are held against it.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from decision.language.events import All, AnyOf, Compare, Event, Not
from decision.language.theses import Inequality
from decision.language.values import Maximum, Node, Pick, Value
from decision.language.walk import nodes

__all__ = ["evaluate", "evaluate_all", "holds", "integrand"]

Goal = Mapping[str, Fraction]


def evaluate(value: Value, goal: Goal) -> Fraction:
    """The value at a goal.

    Examples
    --------
    >>> from decision import maximum, u
    >>> evaluate(maximum(u("a"), u("b")) / 2, {"a": Fraction(1), "b": Fraction(3)})
    Fraction(3, 2)
    """
    return evaluate_all([value], goal)[0]


def evaluate_all(values: Sequence[Value], goal: Goal) -> list[Fraction]:
    """Several values at a goal; what they share is evaluated once.

    Examples
    --------
    >>> from decision import maximum, u
    >>> evaluate_all([u("a"), maximum(u("a"), u("b"))], {"a": Fraction(1), "b": Fraction(3)})
    [Fraction(1, 1), Fraction(3, 1)]
    """
    done: dict[Node, Fraction] = {}
    for node in nodes(values):
        done[node] = _node(node, goal, done)
    return [_affine(value, goal, done) for value in values]


def holds(event: Event, goal: Goal) -> bool:
    """Whether the event contains the goal.

    Examples
    --------
    >>> from decision import u
    >>> holds(u("a") > u("b"), {"a": Fraction(1), "b": Fraction(1)})
    False
    """
    match event:
        case Compare(left, right, strict):
            a, b = evaluate(left, goal), evaluate(right, goal)
            return a > b or (a == b and not strict)
        case All(events):
            return all(holds(e, goal) for e in events)
        case AnyOf(events):
            return any(holds(e, goal) for e in events)
        case Not(inner):
            return not holds(inner, goal)
        case _:
            raise TypeError(f"unknown event {type(event).__name__}")


def integrand(inequality: Inequality, goal: Goal) -> Fraction:
    """`h(u)`, the function whose expectation the inequality compares with 0."""
    total = -inequality.constant
    for term in inequality.terms:
        if term.event is None or holds(term.event, goal):
            total += term.weight * (1 if term.value is None else evaluate(term.value, goal))
    return total


def _affine(value: Value, goal: Goal, done: Mapping[Node, Fraction]) -> Fraction:
    return value.constant + sum(q * goal[w] for w, q in value.coefficients) + sum(q * done[n] for n, q in value.nodes)


def _node(node: Node, goal: Goal, done: Mapping[Node, Fraction]) -> Fraction:
    if isinstance(node, Maximum):
        return max(_affine(v, goal, done) for v in node.arguments)
    by = [_affine(v, goal, done) for v in node.by]
    best = max(by)
    return _among([_affine(v, goal, done) for v, b in zip(node.pay, by, strict=True) if b == best], node)


def _among(pay: Sequence[Fraction], node: Pick) -> Fraction:
    if node.ties == "uniform":
        return sum(pay, Fraction(0)) / len(pay)
    return max(pay) if node.ties == "best" else min(pay)
