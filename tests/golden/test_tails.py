"""A sure outcome against two lotteries: how the bias towards leaving less to chance depends on the tails."""

from fractions import Fraction
from math import asin, pi

import pytest

from decision import (
    Cauchy,
    Choice,
    Enclosure,
    Laplace,
    Mixture,
    Normal,
    PiecewiseUniform,
    Pr,
    Stable,
    Uniform,
    gaussian,
    iid,
    independent,
    measure,
)
from decision.engines.measure.arithmetic import ball, enclosure


def spread(name, k):
    return {f"{name}{i}": Fraction(1, k) for i in range(k)}


def chance(k):
    return Choice({"sure": {"w": 1}, "c": spread("c", k), "d": spread("d", k)})


def sure(k, marginal):
    return measure(Pr(chance(k).best("sure")), goals=iid(marginal))


@pytest.mark.parametrize("k", [1, 2, 5, 100])
def test_normal(k):
    found = sure(k, Normal(0, 1))
    assert float(found.value) == pytest.approx(1 / 4 + asin(k / (k + 1)) / (2 * pi), abs=1e-14)  # rounding of floats
    assert found == sure(k, Normal(7, 3))


@pytest.mark.parametrize("k", [1, 2, 5, 100])
def test_cauchy_has_no_bias(k):
    assert sure(k, Cauchy(0, 1)).value == Fraction(1, 3)
    assert sure(k, Stable(1, 4, "1/2")).value == Fraction(1, 3)


def test_uniform():
    assert sure(2, Uniform(0, 1)).value == Fraction(23, 60)


def test_heavier_tails_than_cauchy_reverse_the_bias():
    found = sure(2, Stable("1/2"))
    assert float(found) == pytest.approx(0.316, abs=5e-4)  # simulated, three decimals
    assert found.radius <= Fraction(1, 10**15)


def test_the_bias_falls_with_the_weight_of_the_tails():
    values = [float(sure(2, Stable(index))) for index in ("1/3", "1/2", 1, "3/2", "19/10", 2)]
    assert values == sorted(values)
    assert values[-1] == pytest.approx(float(sure(2, Normal(0, 1)).value), abs=1e-14)


def test_rare_large_utilities_lower_the_bias_of_normal_ones():
    rare = sure(2, Mixture([("9/10", Normal(0, 1)), ("1/10", Normal(0, 100))]))
    assert 1 / 3 < float(rare) < float(sure(2, Normal(0, 1)))


def levels(count):
    """U(-1, 1); with probability .1 at each level k, +-U[8^k, 1.1 * 8^k] instead; the highest level counts."""
    left, parts = Fraction(1), []
    for k in range(count, 0, -1):
        weight, low = left / 10, Fraction(8) ** k
        parts += [(weight / 2, low, low * Fraction(11, 10)), (weight / 2, -low * Fraction(11, 10), -low)]
        left -= weight
    return PiecewiseUniform([(left, -1, 1), *parts])


@pytest.mark.parametrize(("count", "simulated"), [(1, 0.355), (2, 0.3375), (3, 0.3265)])
def test_piecewise_uniform_heavy_tails(count, simulated):
    # 4 million draws: a standard error of .00024
    assert float(sure(2, levels(count))) == pytest.approx(simulated, abs=0.0012)


@pytest.mark.parametrize("law", [Normal(0, 1), Stable("1/2"), Stable("7/4"), Laplace(0, 1)], ids=repr)
def test_the_regions_of_a_menu_add_up_to_one(law):
    found = [measure(Pr(chance(2).best(option)), goals=iid(law)) for option in ("sure", "c", "d")]
    balls = [(x.midpoint, x.radius) if isinstance(x, Enclosure) else enclosure(ball(x.value)) for x in found]
    assert abs(sum(middle for middle, _ in balls) - 1) <= sum(radius for _, radius in balls) <= Fraction(1, 10**14)


def test_an_enclosure_is_refined_inside_itself():
    found = sure(2, Stable("3/4"))
    finer = found.refine(40)
    assert found.lower <= finer.lower <= finer.upper <= found.upper
    assert finer.radius <= Fraction(1, 10**40)


def test_one_of_many_disjoint_options():
    menu = Choice({f"o{i}": spread(f"o{i}", 1 + i % 2) for i in range(20)})
    found = measure(Pr(menu.best("o0")), goals=iid(Normal(0, 1)))
    other = measure(Pr(menu.best("o1")), goals=iid(Normal(0, 1)))
    assert 10 * (found.lower + other.lower) <= 1 <= 10 * (found.upper + other.upper)


def test_a_uniform_against_a_normal_utility():
    law = independent({"a": Uniform(0, 1), "b": Normal(0, 1)})
    menu = Choice({"a": {"a": 1}, "b": {"b": 1}})
    found = measure(Pr(menu.best("a")), goals=law)
    # E Phi(U) = [x Phi(x) + phi(x)] from 0 to 1
    assert float(found) == pytest.approx(0.8413447460685429 + 0.24197072451914337 - 0.3989422804014327, abs=1e-14)


def test_correlated_options():
    law = gaussian(0, outcomes=["a", "b", "c", "d", "e", "f"], correlation="1/3")
    menu = Choice({w: {w: 1} for w in law.outcomes})
    assert measure(Pr(menu.best("a")), goals=law).value == Fraction(1, 6)


@pytest.mark.parametrize("size", [20, pytest.param(100, marks=pytest.mark.slow)])
def test_many_options_in_general_position_are_refused(size):
    names = [f"w{i}" for i in range(size)]
    cov = [[2 * size if i == j else (i * j) % 5 for j in range(size)] for i in range(size)]
    law = gaussian(0, cov, names)
    menu = Choice({w: {w: 1} for w in names})
    with pytest.raises(ValueError, match="estimate"):
        measure(Pr(menu.best("w0")), goals=law)
