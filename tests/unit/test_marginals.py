"""Marginals: draws against scipy, facts against their own densities, and input that is refused."""

import re
from fractions import Fraction

import numpy as np
import pytest
import scipy.stats
import sympy

from decision import (
    Beta,
    Cauchy,
    Discrete,
    Exponential,
    InvalidType,
    InvalidValue,
    Laplace,
    Mixture,
    Normal,
    PiecewiseUniform,
    PowerFunction,
    Stable,
    Uniform,
)

DRAWS = 20_000

CONTINUOUS = {
    "uniform": (Uniform(-1, 3), scipy.stats.uniform(-1, 4)),
    "normal": (Normal(1, 4), scipy.stats.norm(1, 4)),
    "exponential": (Exponential("1/2"), scipy.stats.expon(scale=2)),
    "laplace": (Laplace(1, 2), scipy.stats.laplace(1, 2)),
    "cauchy": (Cauchy(-1, 2), scipy.stats.cauchy(-1, 2)),
    "power function": (PowerFunction("1/3"), scipy.stats.powerlaw(1 / 3)),
    "beta": (Beta(2, 5), scipy.stats.beta(2, 5)),
    "stable below 1": (Stable("1/2"), scipy.stats.levy_stable(0.5, 0)),
    "stable above 1": (Stable("3/2", 1, 2), scipy.stats.levy_stable(1.5, 0, 1, 2)),
    "stable, Cauchy": (Stable(1, 2, 3), scipy.stats.cauchy(2, 3)),
    "stable, normal": (Stable(2, 0, 3), scipy.stats.norm(0, 3 * 2**0.5)),
}


def p_value(sample, reference):
    if "levy" in type(reference.dist).__name__:  # its distribution function is slow: compare 300 quantile bins instead
        probes = np.linspace(-30, 30, 41)
        counts, _ = np.histogram(sample, [-np.inf, *probes, np.inf])
        expected = np.diff([0.0, *reference.cdf(probes), 1.0]) * len(sample)
        return scipy.stats.chisquare(counts, expected * counts.sum() / expected.sum()).pvalue
    return scipy.stats.kstest(sample, reference.cdf).pvalue


@pytest.mark.parametrize("name", CONTINUOUS)
def test_draws_have_the_law_scipy_says(name):
    marginal, reference = CONTINUOUS[name]
    sample = marginal.sample(np.random.default_rng(1), DRAWS)
    assert sample.dtype == np.float64
    assert p_value(sample, reference) > 0.001


def test_the_test_of_draws_can_fail():
    sample = Stable("3/2", 1, 2).sample(np.random.default_rng(1), DRAWS)
    assert p_value(sample, scipy.stats.levy_stable(1.4, 0, 1, 2)) < 0.001


def test_draws_of_tables_and_mixtures_have_their_weights():
    rng = np.random.default_rng(2)
    coin = Discrete({0: "1/4", 2: "3/4"}).sample(rng, DRAWS)
    assert set(coin) == {0.0, 2.0}
    assert abs((coin == 2).mean() - 0.75) < 5 * (0.1875 / DRAWS) ** 0.5
    steps = PiecewiseUniform([("1/5", 0, 1), ("4/5", 2, 3)]).sample(rng, DRAWS)
    assert abs((steps > 1.5).mean() - 0.8) < 5 * (0.16 / DRAWS) ** 0.5
    assert scipy.stats.kstest(steps[steps > 1.5] - 2, "uniform").pvalue > 0.001
    both = Mixture([("1/3", Normal(-100, 1)), ("2/3", Exponential(1))]).sample(rng, (DRAWS // 2, 2))
    assert both.shape == (DRAWS // 2, 2)
    assert abs((both < -50).mean() - 1 / 3) < 5 * (2 / 9 / DRAWS) ** 0.5


@pytest.mark.parametrize(
    "marginal",
    [
        Uniform("1/3", 2),
        PowerFunction(4),
        Beta(3, 2),
        PiecewiseUniform([("1/4", 0, 2), ("3/4", 1, 5)]),
        Mixture([("1/2", Uniform(0, 1)), ("1/2", Beta(2, 2))]),
    ],
    ids=repr,
)
def test_polynomial_densities_integrate_to_1_and_to_the_mean(marginal):
    assert sum(p.mass for p in marginal.pieces) == 1
    assert sum(p.moment(1) for p in marginal.pieces) == marginal.mean
    assert (marginal.pieces[0].low, marginal.pieces[-1].high) == marginal.support
    assert all(a.high <= b.low for a, b in zip(marginal.pieces, marginal.pieces[1:], strict=False))


def test_shape_is_known_exactly():
    assert PiecewiseUniform([("1/2", 0, 1), ("1/2", 2, 3)]).unimodal is False
    assert PiecewiseUniform([("1/4", 0, 1), ("1/2", 1, 2), ("1/4", 2, 3)]).unimodal is True
    assert PiecewiseUniform([("1/4", 0, 1), ("1/2", 1, 2), ("1/4", 2, 3)]).log_concave is False
    assert PiecewiseUniform([("1/2", 0, 1), ("1/2", 1, 2)]).log_concave is True
    assert PowerFunction("1/2").log_concave is False
    assert Stable("3/2").log_concave is False
    assert Stable(2).log_concave is True
    assert Mixture([("1/2", Normal(0, 1)), ("1/2", Cauchy(0, 3))]).unimodal is True
    assert Mixture([("1/2", Normal(0, 1)), ("1/2", Normal(9, 1))]).unimodal is False
    assert PiecewiseUniform([("1/2", 0, 1), ("1/2", 2, 4)]).center is None
    assert Discrete({0: "1/2", 1: "1/4", 2: "1/4"}).center is None


def test_the_law_of_facts_9a_is_symmetric_and_has_its_weights():
    levels = [(Fraction(1, 10) * Fraction(9, 10) ** (2 - k), 8**k, Fraction(11, 10) * 8**k) for k in (1, 2)]
    rows = [
        (Fraction(81, 100), -1, 1),
        *((q / 2, a, b) for q, a, b in levels),
        *((q / 2, -b, -a) for q, a, b in levels),
    ]
    law = PiecewiseUniform(rows)
    assert law.center == law.mean == 0
    assert law.unimodal is False


def test_symbols_stay_until_numbers_are_given():
    a = sympy.Symbol("a")
    law = PowerFunction(a)
    assert law.symbols == ("a",)
    assert law.mean.subs(a, 2) == sympy.Rational(2, 3)
    assert law.substitute({"a": "1/2"}) == PowerFunction("1/2")
    with pytest.raises(InvalidType, match="a"):
        law.sample(np.random.default_rng(0), 3)
    with pytest.raises(InvalidValue, match="exponent"):
        law.substitute({"a": -1})
    p = sympy.Symbol("p")
    assert Discrete({0: p, 1: 1 - p}).substitute({"p": "1/3"}) == Discrete({0: "1/3", 1: "2/3"})


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: Uniform(1, 1), InvalidValue, "low = 1 is not below high = 1"),
        (lambda: Uniform(0.5, 1), InvalidType, "low = 0.5 is a float"),
        (lambda: Normal(0, 0), InvalidValue, "sd = 0 is not positive"),
        (lambda: Exponential(-1), InvalidValue, "rate = -1 is not positive"),
        (lambda: Stable("5/2"), InvalidValue, "alpha = 5/2 is greater than 2"),
        (lambda: Beta("1/2", 1), InvalidValue, "a = 1/2 is not a positive whole number.*no exact mode"),
        (lambda: Beta(0.5, 1), InvalidType, "a = 0.5 is a float"),
        (lambda: Beta(sympy.Symbol("a"), 1), InvalidType, "a = a is symbolic"),
        (lambda: Discrete({0: "1/2", 1: "1/3"}), InvalidValue, "sum to 5/6, not 1"),
        (lambda: Discrete({0: "3/2", 1: "-1/2"}), InvalidValue, "-1/2 is negative"),
        (lambda: Discrete({1: "1/2", "2/2": "1/2"}), InvalidValue, "one value twice"),
        (lambda: Discrete({}), InvalidValue, "empty"),
        (lambda: PiecewiseUniform([("1/2", 0, 1)]), InvalidValue, "sum to 1/2, not 1"),
        (lambda: PiecewiseUniform([(1, 2, 1)]), InvalidValue, "low = 2 is not below high = 1"),
        (lambda: PiecewiseUniform([(1, 2)]), InvalidValue, r"\(weight, low, high\)"),
        (lambda: Mixture([("1/2", Normal(0, 1))]), InvalidValue, "sum to 1/2, not 1"),
        (lambda: Mixture([(1, "normal")]), InvalidType, "normal"),
    ],
)
def test_bad_parameters_are_refused(make, error, message):
    with pytest.raises(error, match=re.compile(message, re.DOTALL)):
        make()


@pytest.mark.parametrize("name", CONTINUOUS)
def test_repr_rebuilds(name):
    marginal = CONTINUOUS[name][0]
    assert eval(repr(marginal)) == marginal
