"""`orbit_counts` against a plain enumeration of all distinct permutations of a goal."""

from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decision import Choice, DecisionError, maximum, orbit_counts, pick, u
from tests.laws.expressions import NAMES, Goal, Tree, build, build_event, event_trees, occurs, small_trees, worth

values = st.sampled_from([Fraction(x) for x in (0, 0, 1, 2, -1)] + [Fraction(1, 3)])
repeated = st.fixed_dictionaries(dict.fromkeys(NAMES, values))


def orbit(goal: Goal) -> list[Goal]:
    """Return all distinct permutations of a goal."""
    return [dict(zip(goal, p, strict=True)) for p in sorted(set(permutations(goal.values())))]


def counted(pairs: list[tuple[Any, Any]]) -> tuple[int, int, int]:
    """Count the pairs that are greater, equal, less."""
    return (sum(x > y for x, y in pairs), sum(x == y for x, y in pairs), sum(x < y for x, y in pairs))


@settings(max_examples=80)
@given(small_trees, small_trees, repeated)
def test_values(first: Tree, second: Tree, goal: Goal) -> None:
    points = orbit(goal)
    found = orbit_counts(build(first), build(second), goal=goal)
    assert found == counted([(worth(first, g), worth(second, g)) for g in points])
    assert sum(found) == len(points)
    assert orbit_counts(build(second), build(first), goal=goal) == found[::-1]


@settings(max_examples=80)
@given(event_trees, event_trees, repeated)
def test_events(first: Tree, second: Tree, goal: Goal) -> None:
    points = orbit(goal)
    found = orbit_counts(build_event(first), build_event(second), goal=goal)
    assert found == counted([(occurs(first, g), occurs(second, g)) for g in points])
    assert sum(found) == len(points)
    assert orbit_counts(build_event(second), build_event(first), goal=goal) == found[::-1]


@given(repeated, st.permutations(NAMES))
def test_the_goal_counts_only_as_an_orbit(goal: Goal, order: list[str]) -> None:
    moved = dict(zip(order, goal.values(), strict=True))
    first, second = maximum(u("a"), u("b") - "1/2"), pick([u("c"), u("d")], [u("d"), u("a")], ties="uniform")
    assert orbit_counts(first, second, goal=goal) == orbit_counts(first, second, goal=moved)


@settings(max_examples=40)
@given(repeated, st.integers(1, 5), st.integers(-3, 3))
def test_positive_affine_change_of_the_goal(goal: Goal, scale: int, shift: int) -> None:
    changed = {w: scale * x + shift for w, x in goal.items()}
    first, second = maximum(u("a"), u("b")), (u("c") + u("d")) / 2
    assert orbit_counts(first, second, goal=goal) == orbit_counts(first, second, goal=changed)


def test_larger_orbits_are_not_listed_twice() -> None:
    goal = {f"w{i}": i // 2 for i in range(8)}
    menu = Choice({w: {w: 1} for w in goal})
    counts = orbit_counts(menu.best("w0"), menu.best("w1"), goal=goal)
    assert sum(counts) == 2520  # 8! / 2!^4
    assert counts[0] == counts[2]


def test_refusals() -> None:
    for bad in (
        lambda: orbit_counts(u("a"), u("b"), goal={"a": 1}),
        lambda: orbit_counts(u("a"), u("b"), goal={"a": 0.5, "b": 1}),
        lambda: orbit_counts(u("a"), 3, goal={"a": 1, "b": 2}),  # type: ignore[arg-type]
    ):
        with pytest.raises(DecisionError) as error:
            bad()
        assert len(str(error.value)) > 20
