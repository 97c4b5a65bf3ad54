"""Averages over symmetries: the same quantity, no larger variance, and symmetries that the law lacks are refused."""

import math
import re
from collections.abc import Callable
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest

from decision import (
    Cauchy,
    Choice,
    Discrete,
    E,
    Exchangeable,
    Exponential,
    InvalidType,
    InvalidValue,
    Invariant,
    Normal,
    NoTies,
    Pr,
    ReflectionSymmetric,
    Uniform,
    estimate,
    finite,
    gaussian,
    iid,
    independent,
    maximum,
    measure,
    orbit,
    pick,
    u,
)
from decision.goals.assumptions import Assumption
from decision.goals.laws import Law
from decision.language.quantities import Quantity
from decision.numeric.averaging import averaged
from decision.numeric.estimates import Aim
from tests.numeric.test_estimate import allowed, missed_at_some_look

MENU = Choice({"sure": {"a": 1}, "coin": {"b": "1/2", "c": "1/2"}, "coin2": {"d": "1/2", "e": "1/2"}})
BEST = Pr(MENU.best("sure"))
SINGLE = Choice({w: {w: 1} for w in "abcd"})
MIRROR = [Exchangeable(), ReflectionSymmetric()]
LAW = iid(Uniform(0, 1))

KNOWN: dict[str, tuple[Quantity, Law, Any, float]] = {
    "sure best under exchange": (BEST, LAW, Exchangeable(), 23 / 60),
    "sure best under reflection": (BEST, iid(Normal(0, 1)), ReflectionSymmetric(), 0.25 + math.asin(2 / 3) / math.tau),
    "sure best under both": (BEST, LAW, MIRROR, 23 / 60),
    "ties": (Pr(u("a") >= u("b")), iid(Discrete({0: "1/3", "1/3": "1/3", 1: "1/3"})), Exchangeable(), 2 / 3),
    "orbit law": (Pr(u("a") >= u("b")), orbit({"a": 0, "b": 1, "c": 1}), Exchangeable(), 2 / 3),
    "a condition that is symmetric": (
        Pr(u("a") >= u("b"), given=u("c") >= maximum(u("a"), u("b"))),
        iid(Exponential(1)),
        Exchangeable(blocks=[["a", "b"]]),
        1 / 2,
    ),
    "posterior": (
        Pr(u("a") > "1/2"),
        LAW.given(u("c") >= maximum(u("a"), u("b"))),
        Invariant([{"a": "b", "b": "a"}]),
        5 / 16,
    ),
    "mean of a maximum": (E(maximum(u("a"), u("b"))), LAW, ReflectionSymmetric(), 2 / 3),
    "normal mean": (E(maximum(u("a"), u("b"))), iid(Normal(5, 2)), ReflectionSymmetric(), 5 + 2 / math.sqrt(math.pi)),
    "pick": (
        E(pick([u("x"), u("y")], [u("a"), u("b")])),
        gaussian(0, [[1, 0, 1, 0], [0, 1, 0, 1], [1, 0, 1, 0], [0, 1, 0, 1]], ["x", "y", "a", "b"]),
        Invariant([{"a": "b", "b": "a", "x": "y", "y": "x"}]),
        1 / math.sqrt(math.pi),
    ),
}


@pytest.mark.parametrize("name", KNOWN)
def test_known_values(name: str):
    quantity, law, over, truth = KNOWN[name]
    found = estimate(
        quantity, goals=law, average_over=over, samples=20_000, confidence="0.999999", seed=1, progress=False
    )
    assert found.lower <= truth <= found.upper
    plain = estimate(quantity, goals=law, samples=20_000, confidence="0.999999", seed=1, progress=False)
    # standard errors of 20,000 goals are themselves known to a few per cent
    assert found.standard_error <= 1.1 * plain.standard_error


def test_exactly_measured_quantities_keep_their_value():
    thesis = Pr(MENU.best("coin")) + E(maximum(u("a"), u("b"))) / 3 - Pr(u("a") + u("b") >= u("c"))
    over: list[Assumption] = [Exchangeable(blocks=[["a", "b", "c"]]), ReflectionSymmetric()]
    changed = averaged(thesis, LAW, over)
    assert len(changed.terms) > len(thesis.terms)
    assert measure(changed, goals=LAW).value == measure(thesis, goals=LAW).value


def test_the_average_is_the_mean_over_all_permutations():
    atoms = [{"a": 0, "b": 1, "c": 4}, {"a": 2, "b": 2, "c": 3}]
    law = finite([(Fraction(1, 12), dict(zip("abc", p, strict=True))) for x in atoms for p in permutations(x.values())])
    event = (u("a") >= u("b")) & (u("a") + 1 > u("c"))
    for goal in atoms:
        point = finite([(1, goal)])
        images = [finite([(1, dict(zip("abc", p, strict=True)))]) for p in permutations(goal.values())]
        mean = sum(measure(Pr(event), goals=image).value for image in images) / 6
        assert measure(averaged(Pr(event), law, Exchangeable()), goals=point).value == mean


def test_which_option_is_best_is_no_longer_random():
    found = estimate(Pr(SINGLE.best("a")), goals=LAW, average_over=Exchangeable(), samples=20_000, progress=False)
    assert found.standard_error < 1e-9
    # a bounded mean without variance is known up to about 4 log(2 / 0.01) / samples on either side; plainly it is 0.02
    assert found.lower <= 1 / 4 <= found.upper < found.lower + 0.0025


def test_a_constant_that_is_no_float_lies_inside():
    found = estimate(E(u("a")), goals=iid(Uniform(0, "2/3")), average_over=ReflectionSymmetric())
    assert Fraction(found.lower) < Fraction(1, 3) < Fraction(found.upper)


@pytest.mark.parametrize(
    ("quantity", "over"),
    [(E(u("a")), ReflectionSymmetric()), (E(u("a") - u("b")), Exchangeable()), (E(maximum(u("a"), 0)), Exchangeable())],
    ids=repr,
)
def test_an_expectation_that_does_not_exist_is_not_averaged_away(quantity: Quantity, over: Assumption):
    with pytest.raises(InvalidValue, match="no finite variance is known"):
        estimate(quantity, goals=iid(Cauchy(0, 1)), average_over=over)


def test_what_cancels_needs_no_goals():
    difference = Pr(MENU.best("coin")) - Pr(MENU.best("coin2"))
    assert estimate(difference, goals=LAW, average_over=Exchangeable()).samples == 0
    found = estimate(E(3 * u("a") - u("b")), goals=LAW, average_over=ReflectionSymmetric())
    assert (found.lower, found.upper, found.samples) == (1.0, 1.0, 0)


def test_antithetic_goals_halve_the_variance_of_excluding_events_more_than_twice():
    """A rare event and its mirror image exclude one another: variance `p (1 - 2 p) / 2` for one pair."""
    event = u("a") >= "9/10"
    single, pair = (
        estimate(Pr(event), goals=LAW, average_over=over, samples=200_000, progress=False)
        for over in (None, ReflectionSymmetric())
    )
    assert (pair.standard_error / single.standard_error) ** 2 == pytest.approx(0.8 / 2 / 0.9, rel=0.03)


AIMS = (Aim(None, 6144), Aim(0.02, None), Aim(None, None))


def misses(runs: int) -> int:
    cases = [(averaged(q, law, over), law, truth) for q, law, over, truth in KNOWN.values()]
    return sum(
        missed_at_some_look(*cases[seed % len(cases)], "0.95", seed, AIMS[seed // len(cases) % 3])
        for seed in range(runs)
    )


def test_intervals_hold_at_all_looks():
    assert misses(30) <= allowed(30, 0.05)


@pytest.mark.slow
def test_intervals_hold_at_all_looks_of_many_runs():
    assert misses(1500) <= allowed(1500, 0.05)


WIDE = Choice({f"o{k}": {f"w{k}": 1} for k in range(9)})
MANY = WIDE.best("o0") & (u("w1") > u("w2")) & (u("w3") + u("w4") > u("w5"))


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: averaged(BEST, iid(Exponential(1)), ReflectionSymmetric()), InvalidValue, "not known to satisfy"),
        (lambda: averaged(BEST, LAW, ReflectionSymmetric(center=0)), InvalidValue, "not known to satisfy"),
        (
            lambda: averaged(
                Pr(u("a") > u("b")), independent({"a": Uniform(0, 1), "b": Uniform(0, 2)}), Exchangeable()
            ),
            InvalidValue,
            "not known to satisfy",
        ),
        (lambda: averaged(BEST, LAW, NoTies()), InvalidValue, "not an invariance"),
        (lambda: averaged(BEST, LAW, "exchangeable"), InvalidType, "average_over"),
        (lambda: averaged(Pr(u("a") > 0, given=u("a") > u("b")), LAW, Exchangeable()), InvalidValue, "condition"),
        (
            lambda: averaged(
                Pr(WIDE.best("o0") & (u("w1") > u("w2")) & (u("w3") + u("w4") > u("w5"))), LAW, Exchangeable()
            ),
            InvalidValue,
            "1,000 images",
        ),
    ],
    ids=lambda x: None if callable(x) else str(getattr(x, "__name__", x)),
)
def test_input_that_is_refused(call: Callable[[], Any], error: type[Exception], words: str):
    with pytest.raises(error, match=re.escape(words)):
        call()
