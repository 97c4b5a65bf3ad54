"""Which laws the checker sees to be in a class: moments, shapes of marginals, ties."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from itertools import pairwise

import pytest

from decision.checker import check_document
from tests.certificates.building_blocks import atom, claim, document, e, fails, linear, pr, thesis

ALWAYS = {"ge": [0, 0]}


def member(law, *assumptions, values=(), names="a"):
    """The report on a thesis that every law violates: what is accepted is in the class."""
    listed = [*(linear(**{w: "1"}) for w in names), *values]
    return check_document(
        document((claim(names, listed, [ALWAYS], thesis(["1", pr(0)], constant="2"), *assumptions), fails(law)))
    )


# --- moments ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("relation", "mean", "accepted"),
    [
        ("=", "1", True),
        ("=", "2", False),
        ("=", "0", False),
        (">=", "1", True),
        (">=", "2", True),
        (">=", "0", False),
        (">", "1", False),
        (">", "2", True),
        (">", "0", False),
    ],
)
@pytest.mark.parametrize("spread", ["point", "noise", "interval"])
def test_a_moment_has_to_hold_exactly(relation, mean, accepted, spread):
    """`E a RELATION 1`, under a point, a point with noise and an interval of the same mean."""
    law = {
        "point": atom(a=mean),
        "noise": {**atom(a=mean), "radius": "3"},
        "interval": {"marginals": {"a": [["1", str(int(mean) - 1), str(int(mean) + 1)]]}, "constants": {}},
    }[spread]
    report = member(law, {"moment": thesis(["1", e(0)], constant="1", relation=relation)})
    assert report.accepted is accepted
    assert accepted or "assumption 0 (moment)" in report.reason


@pytest.mark.parametrize(("relation", "accepted"), [(">=", True), (">", True), ("=", False)])
def test_a_moment_that_is_only_enclosed_holds_where_the_worst_case_does(relation, accepted):
    """`E max(a, 0)` lies between 0 and 1 for noise around 0, whatever it is; so it is at least, and above, -1/2."""
    largest = [linear(), {"max": [0, 1]}]
    moment = {"moment": thesis(["1", e(2)], constant="-1/2", relation=relation)}
    assert member({**atom(a="0"), "radius": "1"}, moment, values=largest).accepted is accepted


@pytest.mark.parametrize("constant", ["1/8", "1/4", "1/2"])
def test_a_moment_that_is_true_but_not_seen_is_refused(constant):
    """`E max(a, 0) = 1/4` there: the box is not cut for a member, so nothing above 0 is shown."""
    largest = [linear(), {"max": [0, 1]}]
    moment = {"moment": thesis(["1", e(2)], constant=constant)}
    assert "assumption 0 (moment)" in member({**atom(a="0"), "radius": "1"}, moment, values=largest).reason


# --- unimodal marginals -----------------------------------------------------------------------------------------------

UNIMODAL = {"structure": "unimodal", "over": ["a"]}
SHAPES = {
    "interval": ([["1", "0", "1"]], True),
    "stairs-up": ([["1/4", "0", "1"], ["3/4", "1", "2"]], True),
    "stairs-down": ([["3/4", "0", "1"], ["1/4", "1", "2"]], True),
    "up-and-down": ([["1/4", "0", "1"], ["1/2", "1", "2"], ["1/4", "2", "3"]], True),
    "flat": ([["1/2", "1", "2"], ["1/2", "0", "1"]], True),
    "listed-twice": ([["1/2", "0", "1"], ["1/2", "0", "1"]], True),
    "thin-but-high": ([["1/3", "0", "4"], ["1/3", "4", "5"], ["1/3", "5", "9"]], True),
    "valley": ([["3/8", "0", "1"], ["1/4", "1", "2"], ["3/8", "2", "3"]], False),
    "wide-valley": ([["1/4", "0", "1"], ["1/2", "1", "4"], ["1/4", "4", "5"]], False),
    "gap": ([["1/2", "0", "1"], ["1/2", "2", "3"]], False),
    "overlap": ([["1/2", "0", "2"], ["1/2", "1", "3"]], False),
    "point": ([["1", "0", "0"]], False),
    "point-beside-an-interval": ([["1/2", "0", "0"], ["1/2", "0", "1"]], False),
}


@pytest.mark.parametrize("name", SHAPES)
def test_unimodal_shapes(name):
    pieces, accepted = SHAPES[name]
    report = member({"marginals": {"a": pieces}, "constants": {}}, UNIMODAL)
    assert report.accepted is accepted
    assert accepted or "assumption 0 (unimodal)" in report.reason


def test_random_stairs_are_unimodal_if_no_step_up_follows_one_down():
    rng, seen = random.Random(4), Counter()
    for _ in range(150):
        ends = sorted(rng.sample(range(12), rng.randint(2, 5)))
        weights = [Fraction(rng.randint(1, 4)) for _ in ends[1:]]
        heights = [q / (high - low) for q, (low, high) in zip(weights, pairwise(ends), strict=True)]
        steps = [b - a for a, b in pairwise(heights)]
        expected = not any(down < 0 < up for n, down in enumerate(steps) for up in steps[n:])
        pieces = [
            [str(q / sum(weights)), str(low), str(high)] for q, (low, high) in zip(weights, pairwise(ends), strict=True)
        ]
        rng.shuffle(pieces)
        assert member({"marginals": {"a": pieces}, "constants": {}}, UNIMODAL).accepted is expected, pieces
        seen[expected] += 1
    assert min(seen.values()) > 20


def test_noise_around_one_goal_is_unimodal_and_around_two_apart_is_not():
    two = {"atoms": [["1/2", {"a": "0"}], ["1/2", {"a": "2"}]]}
    assert member({**atom(a="0"), "radius": "1"}, UNIMODAL).accepted
    assert member({**two, "radius": "1"}, UNIMODAL).accepted
    assert not member({**two, "radius": "1/2"}, UNIMODAL).accepted
    assert not member({**two, "radius": "3/2"}, UNIMODAL).accepted


# --- other structures -------------------------------------------------------------------------------------------------

UNIT, WIDE, STAIRS = [["1", "0", "1"]], [["1", "-1", "2"]], [["1/2", "0", "1/4"], ["1/2", "1/4", "1"]]
STRUCTURES = {
    "iid": (UNIT, UNIT, True),
    "iid-of-unlike": (UNIT, WIDE, False),
    "independent-of-unlike": (UNIT, WIDE, True),
    "symmetric": (UNIT, WIDE, True),
    "symmetric-of-skew": (UNIT, STAIRS, False),
    "log_concave": (UNIT, WIDE, True),
    "log_concave-of-two-pieces": (UNIT, STAIRS, False),
    "log_concave-of-a-point": (UNIT, [["1", "0", "0"]], False),
    "continuous": (UNIT, STAIRS, True),
    "continuous-of-a-point": (UNIT, [["1/2", "0", "0"], ["1/2", "1", "2"]], False),
    "gaussian": (UNIT, UNIT, False),
    "spherical": (UNIT, UNIT, False),
}


@pytest.mark.parametrize("name", STRUCTURES)
def test_structures_of_independent_marginals(name):
    first, second, accepted = STRUCTURES[name]
    word = name.split("-")[0]
    center = {"center": "1/2"} if word in ("symmetric", "spherical") else {}
    law = {"marginals": {"a": first, "b": second}, "constants": {}}
    report = member(law, {"structure": word, "over": ["a", "b"], **center}, names="ab")
    assert report.accepted is accepted
    assert accepted or f"assumption 0 ({word})" in report.reason


def test_the_invariances_of_independent_marginals():
    """A permutation needs equal laws; a flip needs laws that mirror each other about its centre."""
    law = {"marginals": {"a": UNIT, "b": UNIT, "c": [["1", "1", "2"]]}, "constants": {}}
    for generator, accepted in [
        ({"a": ["+", "b"], "b": ["+", "a"]}, True),
        ({"a": ["+", "c"], "c": ["+", "a"]}, False),
        ({"a": ["-", "a", "1/2"]}, True),
        ({"a": ["-", "a", "0"]}, False),
        ({"a": ["-", "c", "1"], "c": ["-", "a", "1"]}, True),
    ]:
        assert member(law, {"invariant": [generator]}, names="abc").accepted is accepted, generator
