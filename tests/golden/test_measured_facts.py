"""Statements about named laws that the tables of values leave open: parity, levels, functions of the discount.

Each expected number is computed here in another way, or published.
"""

from fractions import Fraction
from itertools import pairwise

import pytest
import sympy

from decision import (
    POWER,
    Cauchy,
    Choice,
    Discrete,
    E,
    Laplace,
    Mixture,
    Normal,
    PiecewiseUniform,
    Pr,
    Uniform,
    gaussian,
    iid,
    maximum,
    measure,
    u,
)
from tests.golden.mdps import FIGURE_1, WAIT, graph, star
from tests.golden.test_measured_values import exact, levels, sure_against_two

UNIT = iid(Uniform(0, 1))
g = sympy.Symbol("g")


# --- one-shot choice --------------------------------------------------------------


@pytest.mark.parametrize(
    "law",
    [
        UNIT,
        iid(Laplace(1, 2)),
        iid(PiecewiseUniform([("1/4", -3, -2), ("1/2", -1, 1), ("1/4", 2, 3)])),
        iid(Normal(2, 3)),
        iid(Cauchy(0, 1)),
        gaussian(1, [[2, 1, 0, 0], [1, 3, 0, 0], [0, 0, 1, "-1/2"], [0, 0, "-1/2", 1]], ["a", "b", "c", "d"]),
    ],
    ids=lambda law: repr(law)[:24],
)
def test_best_as_often_as_worst(law):
    """FACTS 3: under a reflection `best` becomes `worst`; both exclude each other, so neither exceeds 1/2."""
    menu = Choice({"x": {"a": 1}, "y": {"b": "1/2", "c": "1/2"}, "z": {"d": 1}})
    for option in menu.options:
        best, worst = (float(measure(Pr(e(option)), goals=law)) for e in (menu.uniquely_best, menu.uniquely_worst))
        assert best == pytest.approx(worst, abs=1e-15)
        assert 0 < best <= 0.5


def mean_cdf(rows, t):
    """Distribution function at `t` of the mean of two independent utilities that are uniform in pieces."""
    total = Fraction(0)
    for p, a, b in rows:
        for q, c, d in rows:
            corners = [(a + c, 1), (a + d, -1), (b + c, -1), (b + d, 1)]
            area = sum(sign * max(2 * t - corner, Fraction(0)) ** 2 for corner, sign in corners)
            total += p * q * area / (2 * (b - a) * (d - c))
    return total


@pytest.mark.parametrize("count", [1, 2, 3, pytest.param(6, marks=pytest.mark.slow)])
def test_levels_by_integrating_polynomials(count):
    """FACTS 9a: `E F(X)**2` with `F` quadratic between breaks, so Boole's rule is exact."""
    rows = levels(count).common.parts
    ends = sorted({(x + y) / 2 for _, a, b in rows for x in (a, b) for _, c, d in rows for y in (c, d)})
    total = Fraction(0)
    for p, a, b in rows:
        inside = [a, *(x for x in ends if a < x < b), b]
        for low, high in pairwise(inside):
            values = [mean_cdf(rows, low + k * (high - low) / 4) ** 2 for k in range(5)]
            weights = (7, 32, 12, 32, 7)
            total += p / (b - a) * (high - low) * sum(w * v for w, v in zip(weights, values, strict=True)) / 90
    assert exact(sure_against_two(2), levels(count)) == total


def test_die_or_live():
    """FACTS 10: a life that leaves `n` sure worlds open against death."""
    for n in (1, 2, 7):
        live = maximum(*(u(f"w{i}") for i in range(n)))
        for law in (UNIT, iid(Normal(0, 1)), iid(Cauchy(0, 1))):
            assert exact(Pr(live > u("death")), law) == Fraction(n, n + 1)


def test_inside_the_hull_with_atoms():
    """FACTS 11: ties at atoms make it best, never uniquely best."""
    menu = Choice({"a": {"x": 1}, "b": {"y": 1}, "mid": {"x": "1/2", "y": "1/2"}})
    law = iid(Mixture([("1/2", Discrete({1: 1})), ("1/2", Uniform(0, 2))]))
    assert exact(Pr(menu.uniquely_best("mid")), law) == 0
    assert exact(Pr(menu.best("mid")), law) == Fraction(1, 4)


# --- decision processes, as functions of the discount ------------------------------


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("nil", sympy.Rational(1, 2)),
        ("lSW", (4 + 3 * g) / (6 * (1 + g))),
        ("rSE", sympy.Rational(2, 3)),
        ("lNW", (3 + 4 * g) / (6 * (1 + g))),
    ],
)
def test_power_of_figure_1_as_a_function(state, expected):
    """Turner et al. 2021."""
    found = measure(POWER(graph(FIGURE_1, g), state), goals=UNIT).value
    assert sympy.simplify(sympy.sympify(found) - expected) == 0


def test_waiting_as_a_function():
    mdp = graph(WAIT, g)
    chance, power = (measure(q, goals=UNIT).value for q in (Pr(mdp.optimal("start", "wait")), POWER(mdp, "start")))
    assert sympy.expand(chance - (sympy.Rational(1, 2) + g / 6)) == 0
    assert sympy.expand(power - (sympy.Rational(2, 3) + g**2 / 12)) == 0


@pytest.mark.parametrize("n", [2, 3])
def test_self_loops_at_every_discount(n):
    assert exact(POWER(star(n, g), "s")) == Fraction(n, n + 1)


def test_power_is_the_expected_best_next_state():
    """`POWER(s) = (1 - g) E max_a E V*(s')` and `<= E max R` (Turner et al. 2021)."""
    mdp = graph(FIGURE_1, "1/3")
    states = FIGURE_1["rR"]
    following = maximum(*(mdp.value(s) for s in states))
    assert exact(POWER(mdp, "rR")) == Fraction(2, 3) * exact(E(following))
    assert exact(POWER(mdp, "rR")) <= exact(E(maximum(*(u(w) for w in FIGURE_1))))
