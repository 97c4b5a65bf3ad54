"""Proschan's theorem on menus: each hypothesis is looked at, and the one that fails is named."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from decision import IID, Choice, E, LogConcave, Pr, Symmetric, u
from decision.engines.chance import check_proschan, majorises
from decision.goals.claims import claims

MENU = Choice({"sure": {"a": 1}, "x": {"b": "1/2", "c": "1/2"}, "y": {"d": "1/2", "e": "1/2"}})
ALL = [IID(), Symmetric(), LogConcave()]
SURE, COIN = Pr(MENU.best("sure")), Pr(MENU.best("x"))
A, B, C = u("a"), u("b"), u("c")


def failed(thesis, given=ALL):
    return check_proschan(claims(thesis, given)[0]).failed


def test_the_favoured_option_comes_first():
    found = check_proschan(claims(SURE >= COIN, ALL)[0])
    assert found.applies
    assert found.options[:2] == (MENU.value("sure"), MENU.value("x"))
    assert set(found.options) == {MENU.value(o) for o in MENU.options}


@pytest.mark.parametrize(
    ("missing", "clause"), [(0, "independent and identically"), (1, "symmetric"), (2, "log-concave")]
)
def test_a_missing_assumption_is_named(missing, clause):
    assert clause in failed(SURE >= COIN, [a for n, a in enumerate(ALL) if n != missing])


SHARED = Choice({"sure": {"a": 1}, "x": {"b": "1/2", "c": "1/2"}, "y": {"c": "1/2", "d": "1/2"}})
OTHER = Choice({"sure": {"a": 1}, "x": {"b": "1/2", "c": "1/2"}})
NO_MENU = "two options of one menu are best"


@pytest.mark.parametrize(
    ("thesis", "clause"),
    [
        (COIN >= SURE, "majorises the second's"),
        (Pr(SHARED.best("sure")) >= Pr(SHARED.best("x")), "lotteries over disjoint outcomes"),
        (Pr(A + B >= C) >= Pr(C >= A + B), "lotteries over disjoint outcomes"),
        (SURE >= "1/3", NO_MENU),
        (SURE > COIN, NO_MENU),
        (SURE >= COIN + "1/9", NO_MENU),
        (2 * SURE >= COIN, NO_MENU),
        (E(A) >= E(B), NO_MENU),
        (Pr(OTHER.best("x")) <= SURE, NO_MENU),
        (Pr(MENU.uniquely_best("x")) <= SURE, NO_MENU),
        (Pr(A >= B) >= Pr(C >= B), NO_MENU),
        (Pr((A >= B) & (C >= B)) >= Pr(B >= A), NO_MENU),
        (Pr((A >= B) | (A >= C)) >= Pr(B >= A), NO_MENU),
        (Pr((A >= B) & ~(A >= C)) >= Pr(B >= A), NO_MENU),
    ],
)
def test_what_the_theorem_does_not_say(thesis, clause):
    assert clause in failed(thesis)


def test_a_constant_in_favour_of_the_thesis_does_no_harm():
    assert not failed(SURE + "1/9" >= COIN)


def test_majorisation_is_the_order_of_partial_sums():
    """Averaging two weights never gains majorisation, and concentrating all on one always has it."""
    rng = random.Random(2)
    for _ in range(100):
        parts = [Fraction(rng.randint(1, 5)) for _ in range(rng.randint(2, 5))]
        weights = [q / sum(parts) for q in parts]
        i, j = rng.sample(range(len(weights)), 2)
        flat = [(weights[i] + weights[j]) / 2 if n in (i, j) else q for n, q in enumerate(weights)]
        assert majorises(weights, flat)
        assert majorises(flat, weights) == (weights[i] == weights[j])
        assert majorises([Fraction(1)], weights)
        assert majorises(weights, rng.sample(weights, len(weights)))
        assert not majorises(weights, [*weights, Fraction(1)])
