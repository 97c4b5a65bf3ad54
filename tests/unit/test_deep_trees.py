"""Trees of depth 5,000 compile, print, compare, pickle and are copied in linear time, and never by recursion."""

import copy
import itertools
import pickle
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import pytest

from decision import Chance, Decision, Myopic, Outcome, Plan, Resolute, Sophisticated, latex
from decision.language.evaluate import evaluate

DEPTH = 5_000


@contextmanager
def limit(seconds: int) -> Iterator[None]:
    """Stop what takes longer: work that grows with the square of the depth would take minutes."""

    def stop(*_: Any) -> None:
        raise TimeoutError(f"more than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def chain(links: Iterator[Callable[[int, Any], Any]]) -> Any:
    tree: Any = Outcome("end")
    for k, link in zip(range(DEPTH), links, strict=False):
        tree = link(k, tree)
    return tree


def choice(chooser: str) -> Callable[[int, Any], Any]:
    return lambda k, below: Decision(f"d{k}", {"stop": Outcome(f"w{k % 7}"), "go": below}, chooser=chooser)


def toss(k: int, below: Any) -> Any:
    return Chance(f"c{k}", {"stop": ("1/2", Outcome(f"w{k % 7}")), "go": ("1/2", below)})


CHAINS: dict[str, Callable[[], Any]] = {
    "alternating-choosers": lambda: chain(itertools.cycle([choice("now"), choice("changed")])),
    "chance-and-decision": lambda: chain(itertools.cycle([toss, choice("now")])),
    "one-chooser": lambda: chain(itertools.repeat(choice("now"))),
    "only-chance": lambda: chain(itertools.repeat(toss)),
}


def walked(tree: Any, rule: str, goal: dict[str, Fraction]) -> Fraction:
    """Value of a chain to the present self, from its end, without recursion."""
    path = [tree]
    while path[-1].children:
        path.append(path[-1].children[-1])

    def worth(w: Any, s: str) -> Fraction:
        return goal[w.name if s == "now" else f"{s}:{w.name}"]

    planner = path[0].chooser if path[0].kind == "decision" else "now"
    real = {s: worth(path[-1], s) for s in ("now", "changed")}
    ideal = dict(real)
    for node in reversed(path[:-1]):
        stop = {s: worth(node.children[0], s) for s in real}
        if node.kind == "chance":
            real = {s: (stop[s] + real[s]) / 2 for s in real}
            ideal = {s: (stop[s] + ideal[s]) / 2 for s in real}
            continue
        judge = planner if rule == "resolute" else node.chooser
        by = (stop[judge], (ideal if rule == "myopic" else real)[judge])
        real = {s: max(stop[s], real[s]) if by[0] == by[1] else stop[s] if by[0] > by[1] else real[s] for s in real}
        ideal = {s: max(stop[s], ideal[s]) for s in real}
    return real["now"]


@pytest.mark.parametrize("rule", [Sophisticated(), Resolute(), Myopic()], ids=lambda r: type(r).__name__.lower())
@pytest.mark.parametrize("name", CHAINS)
def test_deep_trees_compile_and_evaluate(name: str, rule: Any) -> None:
    tree = CHAINS[name]()
    with limit(20):  # linear work takes about a second
        whole = Plan(tree, rule=rule).payoff(self="now")
    for k in range(3):
        names = [*(f"w{i}" for i in range(7)), "end"]
        goal = {w: Fraction((3 * i + k * i * i) % 5) for i, w in enumerate(names)}
        goal |= {f"changed:{w}": Fraction((2 * i + k + i * i) % 7) for i, w in enumerate(names)}
        assert evaluate(whole, goal) == walked(tree, type(rule).__name__.lower(), goal)


@pytest.mark.parametrize("name", CHAINS)
def test_deep_trees_print_compare_and_hash(name: str) -> None:
    tree, again = CHAINS[name](), CHAINS[name]()
    assert pickle.loads(pickle.dumps(tree)) == copy.deepcopy(tree) == tree
    assert tree == again
    assert hash(tree) == hash(again)
    assert tree != tree.children[-1]
    assert len(repr(tree)) < 1_000
    assert 100 < str(tree).count("\n") < 20_000  # all of it, or as much as anybody reads
    assert sum(node.kind != "outcome" for node in tree.nodes()) == DEPTH


@pytest.mark.parametrize("rule", [Sophisticated(), Resolute(), Myopic()], ids=lambda r: type(r).__name__.lower())
def test_deep_trees_with_a_world_at_each_node(rule: Any) -> None:
    """No maximum is copied from level to level."""

    def link(chooser: str) -> Callable[[int, Any], Any]:
        return lambda k, below: Decision(f"d{k}", {"stop": Outcome(f"w{k}"), "go": below}, chooser=chooser)

    tree = chain(itertools.cycle([link("now"), link("changed")]))
    with limit(20):
        whole = Plan(tree, rule=rule).payoff(self="now")
    names = [*(f"w{k}" for k in range(DEPTH)), "end"]
    goal = {w: Fraction(k * k % 101) for k, w in enumerate(names)}
    goal |= {f"changed:{w}": Fraction(k * k * k % 103) for k, w in enumerate(names)}
    assert evaluate(whole, goal) == walked(tree, type(rule).__name__.lower(), goal)


def test_a_long_chance_with_a_world_at_each_node() -> None:
    tree = chain(
        itertools.repeat(lambda k, below: Chance(f"c{k}", {"a": ("1/2", Outcome(f"w{k}")), "b": ("1/2", below)}))
    )
    with limit(20):
        whole = Plan(tree, rule=Sophisticated()).payoff()
    goal = {"end": Fraction(1), **{f"w{k}": Fraction(0) for k in range(DEPTH)}, f"w{DEPTH - 2}": Fraction(1)}
    assert evaluate(whole, goal) == Fraction(1, 4) + Fraction(1, 2**DEPTH)


def test_deep_values_are_values() -> None:
    first, second = (Plan(CHAINS["alternating-choosers"](), rule=Myopic()).payoff(self="now") for _ in range(2))
    assert first is not second
    assert first == second
    assert hash(first) == hash(second)
    assert first != first + 1
    assert pickle.loads(pickle.dumps(first)) == copy.deepcopy(first) == first
    assert 10 < len(repr(first)) < 10_000
    assert 10 < len(latex(first)) < 20_000
    assert (first >= 0) == (second >= 0)


@pytest.mark.parametrize("name", CHAINS)
def test_deep_plans_name_their_nodes(name: str) -> None:
    found = Plan(CHAINS[name](), rule=Sophisticated())
    assert found.at("d1" if name != "only-chance" else "c1").node.name in ("d1", "c1")
    assert len(repr(found)) < 1_000
