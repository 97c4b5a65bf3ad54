"""Cones of stable utilities against simulation, scipy and a second formula."""

from fractions import Fraction

import numpy as np
import pytest
from flint import arb
from scipy.stats import levy_stable

from decision import Cauchy, Choice, E, Pr, Stable, iid, independent, maximum, measure, u
from decision.engines.measure.contests import independence_by_quadrature
from decision.engines.measure.integral import integral_of
from decision.engines.measure.reals import exactly
from decision.engines.measure.stable import stable_cdf
from decision.engines.measure.stable_cones import stable_cone

F = Fraction
DRAWS = 400_000


@pytest.mark.parametrize("index", ["1/2", "1", "3/2"])
def test_overlapping_lotteries_agree_with_simulation(index):
    law = independent({"a": Stable(index), "b": Stable(index, 0, 2), "c": Stable(index, 0, "1/2"), "d": Stable(index)})
    menu = Choice(
        {
            "mix": {"a": "1/2", "b": "1/4", "c": "1/4"},
            "a": {"a": 1},
            "b": {"b": "2/3", "d": "1/3"},
            "c": {"c": "1/2", "d": "1/2"},
        }
    )
    draws = law.sample(np.random.default_rng(5), DRAWS, ["a", "b", "c", "d"])
    lotteries = np.array([[0.5, 0.25, 0.25, 0], [1, 0, 0, 0], [0, 2 / 3, 0, 1 / 3], [0, 0, 0.5, 0.5]])
    shares = np.bincount((draws @ lotteries.T).argmax(axis=1), minlength=4) / DRAWS
    found = [measure(Pr(menu.best(option)), goals=law) for option in menu.options]
    for share, answer in zip(shares, found, strict=True):
        p = float(answer)
        assert abs(share - p) < 5 * (p * (1 - p) / DRAWS) ** 0.5
    assert sum(x.lower for x in found) <= 1 <= sum(x.upper for x in found)
    assert all(x.radius <= F(1, 10**15) for x in found)


def test_cauchy_by_frullani_and_by_density():
    """The cone formula, and the integral of a density times distribution functions, share no step."""
    law = independent({"a": Cauchy(0, 1), "b": Cauchy(0, 3), "c": Cauchy(0, "1/5")})
    event = (u("a") >= u("b")) & (u("a") >= u("c"))
    second = independence_by_quadrature(integral_of(law, event, None, 16))
    first = measure(Pr(event), goals=law)
    assert "scales" not in first.route
    middle, radius = F(first.midpoint), F(first.radius)
    assert abs(float(middle) - float(second.value)) < 1e-15
    assert radius < F(1, 10**15)


def test_a_normal_law_is_stable_of_index_two():
    rows = [(F(1), F(-1, 2), F(-1, 2), F(0)), (F(1), F(0), F(0), F(-1))]
    # the arcsine of the correlation: covariance 1, variances 3/2 and 2
    arcsine = arb(1) / 4 + (arb(1) / arb(3).sqrt()).asin() / (2 * arb.pi())
    assert stable_cone(rows, F(2), 15).ball.overlaps(arcsine)


def test_equal_scales_are_recognised_exactly():
    none, half = F(0), F(1, 2)
    means = [(F(1), -half, -half, none, none), (F(1), none, none, -half, -half)]
    assert stable_cone(means, F(1), 15).exact == F(1, 3)
    assert stable_cone(means, F(1, 2), 15).exact is None
    quarters = [(F(1), -F(1, 4), -F(1, 4), none, none), (F(1), none, none, -F(1, 4), -F(1, 4))]
    assert stable_cone(quarters, F(1, 2), 15).exact == F(1, 3)  # 2 sqrt(1/4) = 1


@pytest.mark.parametrize("index", [F(1, 2), F(4, 5), F(3, 2), F(9, 5)])
@pytest.mark.parametrize("x", [F(1, 3), F(1), F(-4)])
def test_distribution_function_agrees_with_scipy(index, x):
    found = stable_cdf(exactly(x), index, 15)
    assert float(found.ball) == pytest.approx(
        levy_stable.cdf(float(x), float(index), 0), abs=1e-7
    )  # scipy's quadrature


def test_one_comparison_with_something_added():
    assert measure(Pr(u("a") - u("b") >= 2), goals=iid(Cauchy(0, 1))).value == F(1, 4)
    shifted = measure(Pr(u("a") >= u("b")), goals=independent({"a": Stable("3/2", 1), "b": Stable("3/2")}))
    assert float(shifted) == pytest.approx(levy_stable.cdf(1, 1.5, 0, scale=2 ** (2 / 3)), abs=1e-7)


@pytest.mark.parametrize("values", [("a", "b"), ("a", "b", "c")])
def test_expected_largest_for_index_two_is_the_normal_one(values):
    largest = maximum(*(u(w) for w in values))
    # stable of index 2 and scale 1 is normal of variance 2
    expected = {2: (2 / np.pi) ** 0.5, 3: 1.5 * (2 / np.pi) ** 0.5}[len(values)]
    assert float(measure(E(largest), goals=iid(Stable(2)))) == pytest.approx(expected, abs=1e-12)
    near = float(measure(E(largest), goals=iid(Stable("19999/10000"))))
    assert near == pytest.approx(expected, rel=1e-3)  # continuous in the index


def test_the_largest_of_cauchy_utilities_has_no_mean_to_give():
    with pytest.raises(ValueError, match="no exact route"):
        measure(E(maximum(u("a"), u("b"))), goals=iid(Cauchy(0, 1)))
