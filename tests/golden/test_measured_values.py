"""Exact probabilities and powers, from the literature or derived by hand (each one line), under named laws."""

from fractions import Fraction
from math import asin, pi

import pytest

from decision import (
    POWER,
    Cauchy,
    Choice,
    Decision,
    E,
    Exponential,
    Laplace,
    Normal,
    Outcome,
    PiecewiseUniform,
    Plan,
    Pr,
    Sophisticated,
    Stable,
    Uniform,
    iid,
    maximum,
    measure,
    orbit,
    u,
)
from tests.golden.mdps import FIGURE_1, SHAH, WAIT, graph, star

UNIT = iid(Uniform(0, 1))
DISCOUNTS = [Fraction(1, 10), Fraction(1, 2), Fraction(9, 10)]


def exact(quantity, law=UNIT):
    found = measure(quantity, goals=law).value
    assert isinstance(found, Fraction)
    return found


def spread(prefix, k):
    return {f"{prefix}{i}": Fraction(1, k) for i in range(k)}


def sure_against_two(k):
    return Pr(Choice({"sure": {"w": 1}, "c": spread("c", k), "d": spread("d", k)}).best("sure"))


def levels(count):
    """FACTS 9a: base U(-1, 1); level k, with 8**k <= |value| <= 1.1 * 8**k, replaces lower ones with probability .1."""
    tenth = Fraction(1, 10)
    rows = [((1 - tenth) ** count, Fraction(-1), Fraction(1))]
    for k in range(1, count + 1):
        weight, low, high = tenth * (1 - tenth) ** (count - k) / 2, Fraction(8**k), Fraction(11 * 8**k, 10)
        rows += [(weight, low, high), (weight, -high, -low)]
    return iid(PiecewiseUniform(rows))


# --- one-shot choice --------------------------------------------------------------


def test_the_bias_against_chance_depends_on_the_tails_and_ends_at_cauchy():
    """FACTS 5 to 8: above 1/3 with light tails, 1/3 for Cauchy, below for heavier ones; thinner tails, more bias."""
    laws = [Uniform(0, 1), Normal(0, 1), Laplace(0, 1), Stable("3/2"), Cauchy(0, 1), Stable("1/2")]
    found = [measure(sure_against_two(2), goals=iid(m)) for m in laws]
    assert [found[0].value, found[4].value] == [Fraction(23, 60), Fraction(1, 3)]
    assert float(found[1]) == pytest.approx(0.25 + asin(2 / 3) / (2 * pi), abs=1e-15)
    assert float(found[5]) == pytest.approx(0.316, abs=5e-4)
    assert [float(x) for x in found] == sorted([float(x) for x in found], reverse=True)


@pytest.mark.parametrize("k", [1, 2, 5, 100])
def test_normal_utilities_have_the_arcsine_formula(k):
    """FACTS 6."""
    assert float(measure(sure_against_two(k), goals=iid(Normal(3, 2)))) == pytest.approx(
        0.25 + asin(k / (k + 1)) / (2 * pi), abs=1e-15
    )


@pytest.mark.parametrize(("count", "expected"), [(1, 0.355), (2, 0.3375), (3, 0.3265), (4, 0.3204)])
def test_symmetric_laws_with_heavy_levels_reverse_the_bias(count, expected):
    """FACTS 9a (simulated there, 4 million draws, rounded): below 1/3 from three levels on, here exactly."""
    found = exact(sure_against_two(2), levels(count))
    assert abs(float(found) - expected) < 1e-3
    assert (found < Fraction(1, 3)) == (count >= 3)


def test_an_option_inside_the_hull_is_never_uniquely_best():
    """FACTS 11."""
    menu = Choice({"a": {"x": 1}, "b": {"y": 1}, "mid": {"x": "1/2", "y": "1/2"}, "other": {"z": 1}})
    for law in (UNIT, iid(Normal(0, 1)), iid(Exponential(1)), orbit({"x": 0, "y": 1, "z": 1})):
        assert exact(Pr(menu.uniquely_best("mid")), law) == 0


def test_information_that_is_free_is_worth_what_a_second_look_is_worth():
    """E max(X, Y) - max(E X, E Y) = 2/3 - 1/2 for two uniform utilities (Good 1967)."""
    assert exact(E(maximum(u("a"), u("b"))) - E(u("a"))) == Fraction(1, 6)


# --- sequential choice ------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 2, 3])
def test_same_worlds_after_both_branches(n):
    """FACTS 15: keeping one's desires is never worse, and strictly better with probability (n - 1) / n."""
    later = {f"x{i}": Outcome(f"w{i}") for i in range(n)}
    branches = {"keep": Decision("later", later), "change": Decision("then", later, chooser="changed")}
    plan = Plan(Decision("now", branches), rule=Sophisticated())
    assert exact(Pr(plan.best("keep"))) == 1
    assert exact(Pr(plan.value("keep") > plan.value("change"))) == Fraction(n - 1, n)


# --- decision processes -----------------------------------------------------------


@pytest.mark.parametrize("g", DISCOUNTS, ids=str)
def test_power_of_the_figure_1_states(g):
    """Turner et al. 2021 (nil, lSW, rSE), and by the same one-dimensional integral lNW."""
    mdp = graph(FIGURE_1, g)
    expected = {
        "nil": Fraction(1, 2),
        "lSW": (4 + 3 * g) / (6 * (1 + g)),
        "rSE": Fraction(2, 3),
        "lNW": (3 + 4 * g) / (6 * (1 + g)),
    }
    assert {s: exact(POWER(mdp, s)) for s in expected} == expected


def test_power_of_the_figure_1_start_at_both_limits():
    assert exact(POWER(graph(FIGURE_1, 0), "star")) == Fraction(3, 4)
    assert exact(POWER(graph(FIGURE_1, "1/2"), "star", criterion="average")) == Fraction(517, 640)


def test_first_actions_at_the_figure_1_start_near_discount_1():
    """FACTS: 113/480, 47/160, 113/240; ties have probability 0, so they sum to 1."""
    mdp = graph(FIGURE_1, "1/2")
    found = [exact(Pr(mdp.optimal("star", a, criterion="blackwell"))) for a in ("nil", "lL", "rR")]
    assert found == [Fraction(113, 480), Fraction(47, 160), Fraction(113, 240)]


@pytest.mark.parametrize(
    ("g", "expected"), [("1/10", (0.3337, 0.3316, 0.3347)), ("9/10", (0.2598, 0.2891, 0.4510))], ids=["1/10", "9/10"]
)
def test_first_actions_at_the_figure_1_start(g, expected):
    """FACTS, by simulation with 4 million goals: within five standard errors."""
    mdp = graph(FIGURE_1, g)
    found = [exact(Pr(mdp.optimal("star", a))) for a in ("nil", "lL", "rR")]
    assert sum(found) == 1
    assert [float(x) for x in found] == pytest.approx(expected, abs=5 * 0.5 / 2000 + 5e-5)


@pytest.mark.parametrize("g", [*DISCOUNTS, Fraction(99, 100)], ids=str)
@pytest.mark.parametrize("n", [1, 3, 6])
def test_self_loops(n, g):
    """Turner et al. 2021: POWER n / (n + 1) at every discount; each is best equally often."""
    mdp = star(n, g)
    assert exact(POWER(mdp, "s")) == Fraction(n, n + 1)
    assert exact(Pr(mdp.optimal("s", "end0"))) == Fraction(1, n)


@pytest.mark.parametrize("g", DISCOUNTS, ids=str)
def test_waiting(g):
    """FACTS: Pr(wait) = 1/2 + g/6 and POWER(start) = 2/3 + g**2 / 12."""
    mdp = graph(WAIT, g)
    assert exact(Pr(mdp.optimal("start", "wait"))) == Fraction(1, 2) + g / 6
    assert exact(POWER(mdp, "start")) == Fraction(2, 3) + g**2 / 12


def test_reachability_is_not_ignored():
    """FACTS, Shah's example: limits 1/4, 1/4, 1/2, and POWER 2/3 and 1/2."""
    mdp = graph(SHAH, "1/2")
    stay, back, on = (exact(Pr(mdp.optimal("S", a, criterion="blackwell"))) for a in ("S", "Z", "A"))
    assert (stay, back, on) == (Fraction(1, 4), Fraction(1, 4), Fraction(1, 2))
    limit = [exact(POWER(mdp, s, criterion="average")) for s in ("A", "B")]
    assert limit == [Fraction(2, 3), Fraction(1, 2)]


def test_power_is_affine_and_bounded_by_the_best_reward():
    """POWER of a D + c is a POWER + c; POWER <= E max R (Turner et al. 2021, 5.4)."""
    mdp = graph(FIGURE_1, "1/2")
    assert exact(POWER(mdp, "star"), iid(Uniform(-1, 4))) == 5 * exact(POWER(mdp, "star")) - 1
    for s in ("star", "lL"):
        assert exact(POWER(mdp, s)) <= exact(E(maximum(*(u(w) for w in FIGURE_1))))
