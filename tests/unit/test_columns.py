"""Group elements as columns: all ways to act on a thesis, or a sample of them, and images of a goal under them."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest

from decision import Exchangeable, Pr, ReflectionSymmetric, u
from decision.engines.columns import (
    candidate_columns,
    cyclic_subgroups,
    images,
    involutions,
    orbit_of_goal,
    powers,
)
from decision.engines.program import Program
from decision.goals.claims import claims
from decision.goals.groups import compose, identity
from decision.language.evaluate import integrand

NAMES = "abcde"
A, B, C, D, E_ = (u(w) for w in NAMES)
BEST = Pr((A >= B) & (A >= C) & (A >= D) & (A >= E_)) >= "1/5"


def program(thesis=BEST, *more):
    return Program(claims(thesis, [Exchangeable(), *more])[0])


def mean_over(made, elements, goal):
    """The average of the integrand over the images of a goal."""
    names = made.coordinates
    rows = [made.transform(goal[None, :], g)[0] for g in elements]
    values = [integrand(made.claim.thesis, {w: Fraction(x) for w, x in zip(names, row, strict=True)}) for row in rows]
    return sum(values) / len(values)


@pytest.mark.parametrize(
    ("thesis", "count"),
    [(BEST, 5), (Pr(A + B >= C + D + E_) >= 0, 10), (Pr((A >= B) & (A >= C)) >= Pr((D >= B) & (D >= E_)), 120)],
)
def test_complete_columns_average_like_the_whole_group(thesis, count):
    made = program(thesis)
    found = candidate_columns(made, 1000, np.random.default_rng(0))
    assert found.complete
    assert len(found.elements) == count
    everything = [tuple(p) for p in permutations(range(5))]
    for goal in ([0.0, 1.0, 2.0, 3.0, 5.0], [1.0, 1.0, 0.0, 2.0, 2.0]):
        row = np.array(goal)
        listed = [identity(5).__class__(p, (1,) * 5) for p in everything]
        assert mean_over(made, found.elements, row) == mean_over(made, listed, row)


def test_beyond_the_limit_columns_are_a_sample_of_the_group():
    made = program(Pr(A + 2 * B + 3 * C + 5 * D >= 8 * E_) >= 0)  # every one of 120 permutations is another function
    found = candidate_columns(made, 40, np.random.default_rng(0))
    assert not found.complete
    assert found.elements[0] == identity(5)
    assert set(made.group.generators) <= set(found.elements)
    assert len(set(found.elements)) == len(found.elements) > 20
    assert all(sorted(g.source) == list(range(5)) and set(g.sign) == {1} for g in found.elements)


def test_images_are_the_goals_moved_by_each_column():
    """With flips about a centre that is a coordinate itself."""
    made = program(Pr(A + 2 * B >= C) >= 0, ReflectionSymmetric())
    found = candidate_columns(made, 1000, np.random.default_rng(0))
    assert found.sign is not None
    goal = np.arange(1.0, made.size + 1.0) ** 2
    moved = images(made, goal, found)
    for row, g in zip(moved, found.elements, strict=True):
        assert np.array_equal(row, made.transform(goal[None, :], g)[0])


def test_an_orbit_of_a_goal_is_closed_and_has_the_size_it_should():
    made = program()
    assert len(orbit_of_goal(made, np.array([0.0, 0, 1, 1, 1]), 1000)) == 10
    assert len(orbit_of_goal(made, np.array([-0.0, 0, 0, 0, 0]), 1000)) == 1
    assert len(orbit_of_goal(made, np.arange(5.0), 120)) == 120
    assert orbit_of_goal(made, np.arange(5.0), 119) is None


def test_involutions_undo_themselves_and_come_with_few_pairs_first():
    made = program()
    found = involutions(made, 1000)
    assert len(found) == len(set(found)) == 25  # 10 with one pair of five outcomes, 15 with two
    assert all(compose(g, g) == identity(5) != g for g in found)
    moved = [sum(i != j for i, j in enumerate(g.source)) for g in found]
    assert moved == sorted(moved)
    assert involutions(made, 24) == []


def test_cyclic_groups_are_groups():
    made = program()
    for listed in cyclic_subgroups(made, [identity(5), *made.group.generators]):
        assert listed[0] == identity(5)
        assert {compose(g, h) for g in listed for h in listed} == set(listed)
    shift = identity(5).__class__((1, 2, 3, 4, 0), (1,) * 5)
    assert len(powers(shift, 12)) == 5
    assert len(powers(shift, 3)) == 4
