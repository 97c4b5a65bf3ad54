"""What is written as `.efg` is read back as it was, whatever the names and numbers."""

from fractions import Fraction
from itertools import count
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from decision import Chance, Decision, Outcome
from decision.interop.efg import from_efg, to_efg
from decision.interop.efg_format import parse, quoted
from decision.problems.tree import Node

WORDS = st.text(st.characters(exclude_characters=":\\", codec="utf-8"), min_size=1, max_size=6)
NUMBERS = st.fractions(max_denominator=10**6) | st.decimals(
    min_value=-1000, max_value=1000, places=5, allow_nan=False, allow_infinity=False
).map(lambda d: Fraction(str(d)))


@st.composite
def trees(draw: Any) -> tuple[Node, dict[str, Fraction]]:
    """Return a tree of the present self in which nothing hangs twice, and a goal for its outcomes."""
    numbers = count()
    goal: dict[str, Fraction] = {}

    # names are told apart by a number, and are none that the reader would make up: those have no '#'
    def name() -> str:
        return f"{draw(WORDS)}#{next(numbers)}"

    def grown(depth: int) -> Node:
        kind = draw(st.sampled_from(["outcome", "chance", "decision", "hidden"] if depth else ["outcome"]))
        if kind == "outcome":
            world = draw(st.sampled_from([*goal, None])) or name()
            goal.setdefault(world, draw(NUMBERS))
            return Outcome(world)
        branches = draw(st.lists(WORDS, min_size=1, max_size=3, unique=True))
        if kind == "decision":
            label = name() if draw(st.booleans()) else None
            return Decision(name(), {b: grown(depth - 1) for b in branches}, information=label)
        parts = draw(st.lists(st.integers(1, 9), min_size=len(branches), max_size=len(branches)))
        weights = [Fraction(k, sum(parts)) for k in parts]
        label, options = name(), draw(st.lists(WORDS, min_size=1, max_size=2, unique=True))
        below = [
            Decision(name(), {o: grown(depth - 2) for o in options}, information=label)
            if kind == "hidden" and depth > 1
            else grown(depth - 1)
            for _ in branches
        ]
        return Chance(name(), dict(zip(branches, zip(weights, below, strict=True), strict=True)))

    return grown(draw(st.integers(0, 4))), goal


@given(trees(), WORDS, WORDS)
def test_a_tree_comes_back(drawn: tuple[Node, dict[str, Fraction]], title: str, player: str) -> None:
    tree, goal = drawn
    text = to_efg(tree, goal, title=title, player=player)
    game = from_efg(text)
    assert game.tree == tree
    assert game.goal == {n.name: goal[n.name] for n in tree.nodes() if isinstance(n, Outcome)}
    assert (game.title, game.player) == (title, player)
    assert to_efg(game.tree, game.goal, title=title, player=player) == text


@given(st.text(st.characters(exclude_characters="\\", codec="utf-8"), max_size=20))
def test_any_title_comes_back(title: str) -> None:
    assert parse(f'EFG 2 R {quoted(title, "title")} {{ "A" }} t "" 0').title == title


@given(NUMBERS)
def test_any_rational_comes_back(number: Fraction) -> None:
    assert from_efg(to_efg(Outcome("w"), {"w": number})).goal == {"w": number}
