"""Probabilities and POWER of decision processes under iid utilities, by volumes, against published and derived values.

Sources: Turner et al. 2021 for POWER of the states of figure 1; the other numbers are derived by enumeration or, where
a tolerance stands, were simulated with four million goals.
"""

from fractions import Fraction

import pytest

from decision import POWER, Exponential, Laplace, PowerFunction, Pr, Uniform, iid, measure
from tests.golden.mdps import FIGURE_1, SHAH, WAIT, graph

F = Fraction
UNIFORM = iid(Uniform(0, 1))
ACTIONS = ("nil", "lL", "rR")
DISCOUNTS = (F(1, 10), F(1, 2), F(9, 10))


def optimal(discount, law, criterion="discounted"):
    mdp = graph(FIGURE_1, discount)
    return [measure(Pr(mdp.optimal("star", a, criterion=criterion)), goals=law).value for a in ACTIONS]


def test_figure_1_near_discount_1() -> None:
    assert optimal("1/2", UNIFORM, "blackwell") == [F(113, 480), F(47, 160), F(113, 240)]


@pytest.mark.parametrize(
    ("discount", "simulated"), [("1/10", (0.3337, 0.3316, 0.3347)), ("9/10", (0.2598, 0.2891, 0.4510))]
)
def test_figure_1_at_a_discount(discount, simulated) -> None:
    exact = optimal(discount, UNIFORM)
    assert sum(exact) == 1
    # five standard errors of four million draws, and half of the last digit given
    assert all(abs(float(p) - q) < 5 * 0.5 / 2000 + 5e-5 for p, q in zip(exact, simulated, strict=True))


@pytest.mark.parametrize("discount", DISCOUNTS, ids=str)
def test_power_of_figure_1(discount) -> None:
    mdp = graph(FIGURE_1, discount)
    g = F(discount)
    expected = {"nil": F(1, 2), "lSW": (4 + 3 * g) / (6 * (1 + g)), "rSE": F(2, 3), "lNW": (3 + 4 * g) / (6 * (1 + g))}
    assert {s: measure(POWER(mdp, s), goals=UNIFORM).value for s in expected} == expected


def test_power_of_the_start_at_the_ends() -> None:
    mdp = graph(FIGURE_1, "1/2")
    assert measure(POWER(mdp, "star", criterion="average"), goals=UNIFORM).value == F(517, 640)
    assert measure(POWER(graph(FIGURE_1, 0), "star"), goals=UNIFORM).value == F(3, 4)


@pytest.mark.slow
def test_both_forms_of_power_agree() -> None:
    mdp = graph(FIGURE_1, "9/10")
    for law in (UNIFORM, iid(Laplace(0, 1))):
        state, following = (measure(POWER(mdp, "star", form=form), goals=law).value for form in ("state", "next"))
        assert state == following


@pytest.mark.parametrize("discount", DISCOUNTS, ids=str)
def test_waiting(discount) -> None:
    mdp, g = graph(WAIT, discount), F(discount)
    assert measure(Pr(mdp.optimal("start", "wait")), goals=UNIFORM).value == F(1, 2) + g / 6
    assert measure(POWER(mdp, "start"), goals=UNIFORM).value == F(2, 3) + g**2 / 12


def test_reachability_counts() -> None:
    mdp = graph(SHAH, "1/2")
    power = {s: measure(POWER(mdp, s, criterion="average"), goals=UNIFORM).value for s in ("A", "B")}
    assert power == {"A": F(2, 3), "B": F(1, 2)}


def test_the_law_decides_which_action_is_modal() -> None:
    """At discount 3/10 most goals go right if utilities are uniform, and up if most outcomes are good."""
    uniform, skewed = optimal("3/10", UNIFORM), optimal("3/10", iid(PowerFunction(2)))
    assert sum(uniform) == sum(skewed) == 1
    assert max(uniform) == uniform[2]
    assert max(skewed) == skewed[0]


@pytest.mark.parametrize("law", [Exponential(1), Laplace(0, 1)], ids=repr)
def test_one_action_is_best_under_unbounded_utilities(law) -> None:
    assert sum(optimal("9/10", iid(law))) == 1
