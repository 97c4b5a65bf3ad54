"""The supermartingales behind the intervals, checked by exact enumeration of two- and three-point variables."""

from fractions import Fraction
from itertools import product
from math import exp, log, log1p

import numpy as np
import pytest

from decision.numeric.sequences import Bounded, Plan, Side, Spread

LEVEL = log(1 / 0.05)


@pytest.mark.parametrize("mean", [0.01, 0.3, 0.5, 0.9])
@pytest.mark.parametrize("center", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("bet", [0.01, 0.25, 0.5])
def test_exponent_for_bounded_variables_has_expectation_at_most_one(mean: float, center: float, bet: float):
    penalty = -log1p(-bet) - bet
    expected = sum(q * exp(bet * (z - mean) - penalty * (z - center) ** 2) for z, q in ((1, mean), (0, 1 - mean)))
    assert expected <= 1 + 1e-12


@pytest.mark.parametrize("far", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("bet", [0.01, 0.25, 0.5, 2.0])
@pytest.mark.parametrize("sign", [1, -1])
def test_exponent_for_bounded_variance_has_expectation_at_most_one(far: float, bet: float, sign: int):
    # two points, mean 0 and variance 1
    points = ((sign * (far / (1 - far)) ** 0.5, 1 - far), (-sign * ((1 - far) / far) ** 0.5, far))
    expected = sum(q * exp(bet * z - bet**2 * (z**2 + 2) / 6) for z, q in points)
    assert expected <= 1 + 1e-12


def chance_of_a_miss(side: Side, mean: Fraction, low: int, draws: int) -> float:
    """Probability that the lower bound exceeds the mean at some of the first `draws` looks; `z` is 1 or `low`."""
    up = (mean - low) / (1 - low)
    missed = 0.0
    for path in product((1, low), repeat=draws):
        now = side
        for k, z in enumerate(path):
            now = now.after(1, z, z * z, Plan(None, None, k + 1), level=LEVEL)
            if now.lower(LEVEL) > mean:
                ups = path.count(1)
                missed += float(up**ups * (1 - up) ** (draws - ups))
                break
    return missed


@pytest.mark.parametrize("mean", [Fraction(1, 100), Fraction(1, 10), Fraction(1, 2)])
def test_misses_at_any_look_are_rarer_than_alpha(mean: Fraction):
    assert chance_of_a_miss(Bounded(), mean, 0, 11) <= 0.05
    assert chance_of_a_miss(Spread(), mean, -1, 10) <= 0.05


def test_bounds_narrow_like_the_inverse_root():
    rng = np.random.default_rng(0)
    widths = []
    for draws in (10_000, 1_000_000):
        z = rng.random(draws)
        plan = Plan(None, draws, draws)
        side = Bounded().after(100, z[:100].sum(), (z[:100] ** 2).sum(), plan, level=LEVEL)
        side = side.after(draws - 100, z[100:].sum(), (z[100:] ** 2).sum(), plan, level=LEVEL)
        widths.append(0.5 - side.lower(LEVEL))
        # the best bet gives sqrt(2 log(1 / alpha)) standard errors; sampling moves the bound by some of them
        assert widths[-1] < (2.45 + 3) * (1 / 12 / draws) ** 0.5
    assert widths[1] < widths[0] / 4


def test_a_bounded_mean_is_never_said_to_be_outside_the_range():
    side = Bounded().after(10, 0.0, 0.0, Plan(None, 10, 10), level=LEVEL)
    assert side.lower(LEVEL) == 0
    assert Bounded().lower(LEVEL) == 0
    assert Spread().lower(LEVEL) == float("-inf")
