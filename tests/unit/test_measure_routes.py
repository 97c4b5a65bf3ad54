"""`measure` by several algorithms: each agrees with enumeration by hand, another algorithm, or independent samples."""

from fractions import Fraction
from itertools import permutations
from math import exp

import numpy as np
import pytest
import sympy

from decision import (
    Beta,
    Cauchy,
    Choice,
    Discrete,
    E,
    Exponential,
    Laplace,
    Mixture,
    PiecewiseUniform,
    PowerFunction,
    Pr,
    Uniform,
    features,
    finite,
    gaussian,
    iid,
    independent,
    maximum,
    measure,
    minimum,
    mixture,
    orbit,
    u,
)
from decision.engines.measure.enumeration import enumeration
from decision.engines.measure.independence import independence
from decision.engines.measure.integral import integral_of
from decision.engines.measure.piecewise import expression, integral
from decision.engines.measure.symmetry import symmetry
from decision.engines.measure.transforms import cdf, transform_of
from decision.goals.rejection import truth
from decision.language.evaluate import holds

UNIT = iid(Uniform(0, 1))


MARGINALS = [
    Uniform(-1, 2),
    PowerFunction(2),
    Beta(2, 3),
    PiecewiseUniform([("1/3", 0, 1), ("2/3", 3, 5)]),
    Exponential(2),
    Laplace("1/2", 3),
    Mixture([("1/4", Uniform(0, 1)), ("3/4", Exponential(1))]),
]


@pytest.mark.parametrize("marginal", MARGINALS, ids=repr)
def test_the_law_of_a_sum_has_its_mean_and_mass(marginal):
    law = iid(marginal)
    value = 2 * u("a") - u("b") / 3 + u("c") / 2 - 1
    above = measure(Pr(value >= "1/2"), goals=law)
    below = measure(Pr(value < "1/2"), goals=law)
    assert sympy.simplify(_sympy(above.value + below.value)) == 1
    plus, minus = (measure(E(maximum(v, 0)), goals=law).value for v in (value, -value))
    assert sympy.simplify(_sympy(plus - minus - measure(E(value), goals=law).value)) == 0


def _sympy(value):
    return sympy.Rational(value.numerator, value.denominator) if isinstance(value, Fraction) else value


@pytest.mark.parametrize("marginal", MARGINALS, ids=repr)
@pytest.mark.parametrize("negative", [False, True])
def test_partitions_sum_to_one(marginal, negative):
    sign = -1 if negative else 1
    values = [sign * u("a"), (u("b") + u("c")) / 2, u("d") - u("e") / 3 + 1, sign * u("f") / 2]
    total = sum(
        (_sympy(measure(Pr(v >= maximum(*(w for w in values if w != v))), goals=iid(marginal)).value) for v in values),
        sympy.Integer(0),
    )
    assert sympy.simplify(total) == 1


def test_rankings_agree_with_all_permutations():
    names = ["a", "b", "c", "d"]
    events = [
        (u("a") >= u("b")) & (u("c") >= u("d")),
        (maximum(u("a"), u("b")) > u("c")) | (u("d") < minimum(u("a"), u("c"))),
        ~((u("a") >= maximum(u("b"), u("c"))) & (u("d") > u("b"))),
        (u("a") <= u("b")) & (u("b") <= u("c")) & (u("c") <= u("d")),
    ]
    for event in events:
        goals = [dict(zip(names, map(Fraction, row), strict=True)) for row in permutations(range(4))]
        share = Fraction(sum(holds(event, goal) for goal in goals), len(goals))
        for law in (UNIT, orbit(dict.fromkeys(names, 0) | {"b": 1, "c": 2, "d": 3}), iid(Cauchy(0, 1))):
            found = symmetry(integral_of(law, event, None, 16))
            assert found is not None
            assert found.value == share
        assert enumeration(integral_of(orbit(goals[5]), event, None, 16)).value == share


def test_symmetry_needs_exchangeable_values_without_ties():
    ranked = (u("a") >= u("b")) & (u("a") >= u("c"))
    for law in (
        independent({"a": Uniform(0, 1), "b": Uniform(0, 1), "c": Uniform(0, 2)}),
        iid(Discrete({0: "1/2", 1: "1/2"})),
        orbit({"a": 0, "b": 0, "c": 1}),
        gaussian(0, [[1, 0, 0], [0, 1, "1/2"], [0, "1/2", 1]], ["a", "b", "c"]),
        gaussian([1, 0, 0], [[1, 0, 0], [0, 1, 0], [0, 0, 1]], ["a", "b", "c"]),
    ):
        assert symmetry(integral_of(law, ranked, None, 16)) is None
    assert symmetry(integral_of(UNIT, 2 * u("a") >= u("b"), None, 16)) is None
    assert symmetry(integral_of(UNIT, (u("a") + u("b") >= u("a") + 2 * u("c")) & ranked, None, 16)) is None


def test_independence_agrees_with_enumeration_on_a_fine_grid():
    """A step law and the law of its cells: the difference is at most the probability of sharing a cell."""
    size = 24
    grid = iid(Discrete({Fraction(2 * i + 1, 2 * size): Fraction(1, size) for i in range(size)}))
    event = u("a") >= (u("b") + u("c")) / 2
    fine = enumeration(integral_of(grid, event, None, 16)).value
    exact = independence(integral_of(UNIT, event, None, 16)).value
    assert abs(fine - exact) <= Fraction(2, size)


def test_distribution_functions_at_points():
    two = cdf(transform_of(UNIT, u("a") + u("b")))
    assert [two.at(Fraction(x, 2)).get(Fraction(0), 0) for x in range(5)] == [
        0,
        *map(Fraction, ("1/8", "1/2", "7/8")),
        1,
    ]
    wait = cdf(transform_of(iid(Exponential(1)), u("a") + u("b")))
    assert abs(float(expression(wait.at(Fraction(2)))) - (1 - 3 * exp(-2))) < 1e-12
    both = cdf(transform_of(iid(Laplace(0, 1)), u("a")))
    assert float(expression(both.at(Fraction(-1)))) == pytest.approx(exp(-1) / 2)
    assert integral(two.__class__((Fraction(0), Fraction(1)), ({}, two.on(Fraction(0)), {}))) == {0: Fraction(1, 6)}


SPIKE = Mixture([("1/2", Discrete({0: "1/3", 1: "2/3"})), ("1/2", Uniform(0, 2))])
RANDOM_LAWS = [
    UNIT,
    iid(Exponential(1)),
    iid(Laplace(1, 2)),
    iid(PowerFunction(3)),
    independent(dict.fromkeys("abcdefg", Uniform(0, 1)) | dict.fromkeys("abc", SPIKE)),
    iid(Discrete({0: "1/2", 1: "1/3", 3: "1/6"})),
    independent(dict(zip("abcdefg", MARGINALS, strict=True))),
    orbit(dict(zip("abcdefg", (0, 1, 1, 1, 5, 5, 8), strict=True))),
    finite([("1/4", dict.fromkeys("abcdefg", 1)), ("3/4", dict(zip("abcdefg", (3, 1, 4, 1, 5, 9, 2), strict=True)))]),
    mixture([("1/3", UNIT), ("2/3", orbit(dict(zip("abcdefg", (0, 1, 1, 1, 5, 5, 8), strict=True))))]),
    features(iid(Uniform(0, 1)), {w: {f"f{w}": 1, "all": 1} for w in "abcdefg"}),
]


@pytest.mark.parametrize("law", RANDOM_LAWS, ids=lambda law: repr(law)[:40])
def test_random_menus_agree_with_independent_samples(law):
    rng = np.random.default_rng(11)
    draws = 200_000
    goals = law.sample(np.random.default_rng(12), draws, list("abcdefg"))
    columns = dict(zip("abcdefg", goals.T, strict=True))
    for _ in range(3):
        cuts = rng.permutation(list("abcdefg"))
        menu = Choice({"x": _lottery(rng, cuts[:1]), "y": _lottery(rng, cuts[1:3]), "z": _lottery(rng, cuts[3:6])})
        for event in (
            menu.best("x"),
            menu.uniquely_best("y"),
            menu.worst("z"),
            menu.value("x") > menu.value("z") + "1/7",
        ):
            found = measure(Pr(event), goals=law)
            share = truth(event, columns, draws).mean()
            assert abs(share - float(found)) <= 5 * max(share * (1 - share), 1e-6) ** 0.5 / draws**0.5 + 1e-12, event


def _lottery(rng, names):
    parts = rng.integers(1, 6, len(names))
    return {str(w): Fraction(int(n), int(parts.sum())) for w, n in zip(names, parts, strict=True)}
