"""How far a value can be from its mean: bounds that estimates rest on, against many draws and known values."""

from __future__ import annotations

import random
from fractions import Fraction
from math import inf

import numpy as np
import pytest

from decision import (
    Cauchy,
    Discrete,
    E,
    Exponential,
    Laplace,
    Mixture,
    Normal,
    Stable,
    Uniform,
    empirical,
    finite,
    gaussian,
    iid,
    independent,
    maximum,
    measure,
    minimum,
    mixture,
    orbit,
    pick,
    u,
)
from decision.goals.rejection import _columns
from decision.numeric.moments import center, deviation, value_range

A, B, C = u("a"), u("b"), u("c")
NAMES = ["a", "b", "c"]
GOALS = [("1/4", {"a": 0, "b": 1, "c": -2}), ("1/2", {"a": 3, "b": 0, "c": 1}), ("1/4", {"a": -1, "b": 1, "c": 1})]
LAWS = {
    "uniform": iid(Uniform(-1, 2)),
    "normal": iid(Normal(1, 2)),
    "exponential": iid(Exponential(2)),
    "laplace": iid(Laplace(1, 3)),
    "stable-2": iid(Stable(2, 1, 1)),
    "mixture-of-marginals": iid(Mixture([("1/3", Normal(-2, 1)), ("2/3", Exponential(1))])),
    "unlike": independent({"a": Uniform(0, 1), "b": Normal(0, 3), "c": Discrete({0: "1/2", 5: "1/2"})}),
    "gaussian": gaussian(2, outcomes=NAMES, correlation="1/2"),
    "finite": finite(GOALS),
    "orbit": orbit({"a": 0, "b": 1, "c": 5}),
    "data": empirical(np.array([[0.0, 1.0, 2.0], [4.0, -1.0, 0.5]]), NAMES),
    "mixture": mixture([("1/2", iid(Uniform(0, 1))), ("1/2", iid(Uniform(3, 5)))]),
}
DRAWS = 100_000


def some_value(rng):
    parts = [A, B, C, 2 * A - C, 1 - B, A / 2 + B / 2]
    kind = rng.randrange(4)
    if kind == 0:
        return rng.choice(parts) - 3 * rng.choice(parts)
    if kind == 1:
        return maximum(*rng.sample(parts, 3)) - rng.choice(parts)
    if kind == 2:
        return 2 * minimum(*rng.sample(parts, 2)) + maximum(*rng.sample(parts, 2)) + 1
    return pick(rng.sample(parts, 3), rng.sample(parts, 3), ties=rng.choice(["best", "worst", "uniform"]))


@pytest.mark.parametrize("name", LAWS)
def test_no_value_varies_more_or_lies_elsewhere(name):
    """The deviation of the draws is itself known to 2 % here: the fourth moments of these laws are small."""
    law, rng = LAWS[name], random.Random(name)
    sample = dict(zip(NAMES, law.sample(np.random.default_rng(3), DRAWS, NAMES).T, strict=True))
    for _ in range(15):
        value = some_value(rng)
        ((drawn, _),) = _columns([value], sample, DRAWS)
        bound, ends = deviation(value, law), value_range(value, law)
        assert bound is not None
        assert drawn.std() <= bound * 1.02 + 1e-9, value
        if ends is not None:
            assert float(ends[0]) - 1e-9 <= drawn.min() <= drawn.max() <= float(ends[1]) + 1e-9, value
        assert abs(float(center(value, law))) < inf


@pytest.mark.parametrize(
    ("law", "variance"),
    [
        (Normal(5, 2), 4),
        (Exponential(2), Fraction(1, 4)),
        (Laplace(1, 3), 18),
        (Stable(2, 1, 3), 18),
        (Mixture([("1/2", Normal(-1, 1)), ("1/2", Normal(1, 1))]), 2),
    ],
)
def test_the_deviation_of_one_unbounded_utility_is_exact(law, variance):
    assert deviation(3 * A + 7, iid(law)) == pytest.approx(3 * float(variance) ** 0.5)


def test_heavy_tails_have_no_deviation_and_no_range():
    for law in (Cauchy(0, 1), Stable("3/2"), Mixture([("1/2", Cauchy(0, 1)), ("1/2", Uniform(0, 1))])):
        assert deviation(A, iid(law)) is None
        assert deviation(maximum(A, B), iid(law)) is None
        assert value_range(A, iid(law)) is None


@pytest.mark.parametrize("name", [n for n in LAWS if n != "mixture-of-marginals"])
def test_the_mean_of_a_linear_value(name):
    """By `measure`, against the mean of many draws: within five standard errors."""
    value, law = 2 * A - B + Fraction(1, 2), LAWS[name]
    sample = dict(zip(NAMES, law.sample(np.random.default_rng(5), DRAWS, NAMES).T, strict=True))
    drawn = 2 * sample["a"] - sample["b"] + 0.5
    exact = float(measure(E(value), goals=law))
    assert abs(exact - drawn.mean()) <= 5 * drawn.std() / DRAWS**0.5 + 1e-9
