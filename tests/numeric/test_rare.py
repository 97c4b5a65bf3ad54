"""Rare events: intervals around known tiny probabilities, the bound on the weights, and what is refused."""

import re
from collections.abc import Callable
from fractions import Fraction
from math import exp, sqrt
from typing import Any

import numpy as np
import pytest
from scipy import integrate
from scipy.special import ndtr

from decision import (
    Cauchy,
    Discrete,
    E,
    Exponential,
    InvalidType,
    InvalidValue,
    Laplace,
    Normal,
    Pr,
    ReflectionSymmetric,
    Uniform,
    estimate,
    features,
    gaussian,
    iid,
    independent,
    maximum,
    measure,
    mixture,
    pick,
    u,
)
from decision.goals.laws import Law
from decision.goals.marginals import Marginal
from decision.language.evaluate import holds
from decision.language.events import Event
from decision.language.quantities import Quantity
from decision.numeric.chunks import chunk, job_of
from decision.numeric.cumulants import cumulant_of
from decision.numeric.estimates import Running
from decision.numeric.halfspaces import MOST_CASES, cases
from decision.numeric.tilts import tilt
from tests.numeric.test_averaging import AIMS
from tests.numeric.test_estimate import allowed

A, B, C = u("a"), u("b"), u("c")
NORMAL, EXPONENTIAL, UNIFORM = iid(Normal(0, 1)), iid(Exponential(1)), iid(Uniform(0, 1))
SIX = float(ndtr(-6.0))

KNOWN: dict[str, tuple[Quantity, Law, float]] = {
    "normal tail": (Pr(A >= 6), NORMAL, SIX),
    "normal sum": (Pr(A + B > 9), iid(Normal(1, 1)), float(ndtr(-7 / sqrt(2)))),
    "normal corner": (Pr((A >= 4) & (B >= 4)), NORMAL, float(ndtr(-4.0)) ** 2),
    "both tails": (Pr((A >= 6) | (A <= -6)), NORMAL, 2 * SIX),
    "maximum": (Pr(maximum(A, B, C) >= 6), NORMAL, 1 - (1 - SIX) ** 3),
    "minimum": (Pr(~(maximum(-A, -B) > -4)), NORMAL, float(ndtr(-4.0)) ** 2),
    "difference of two": (Pr(A >= 6) - Pr(B >= 6) / 4, NORMAL, SIX * 3 / 4),
    "correlated": (Pr(A - B >= 8), gaussian(1, [[2, 1], [1, 3]], ["a", "b"]), float(ndtr(-8 / sqrt(3)))),
    "features": (Pr(A >= 6), features(NORMAL, {"a": {"f": 1}, "b": {"g": 1}}), SIX),
    "exponential sum": (Pr(A + B >= 30), EXPONENTIAL, 31 * exp(-30)),
    "exponential margin": (Pr(A >= B + 20), EXPONENTIAL, exp(-20) / 2),
    "exponential near 0": (Pr(A <= "1/100000000"), EXPONENTIAL, 1e-8),
    "uniform corner": (Pr(A + B + C >= "299/100"), UNIFORM, 1e-6 / 6),
    "uniform shifted": (Pr(A + B <= "-999/500"), iid(Uniform(-1, 1)), 1e-6 / 2),
    "laplace difference": (Pr(A - B >= 25), iid(Laplace(3, 1)), exp(-25) * (25 / 4 + 1 / 2)),
    "two laws": (Pr(A - B >= 20), independent({"a": Exponential(1), "b": Exponential(2)}), exp(-20) * 2 / 3),
    "not rare": (Pr(A >= B), NORMAL, 0.5),
    "impossible": (Pr(A + B > 2), UNIFORM, 0.0),
}


@pytest.mark.parametrize("name", KNOWN)
def test_known_values(name: str):
    quantity, law, truth = KNOWN[name]
    found = estimate(quantity, goals=law, rare=True, samples=30_000, confidence="0.999999", progress=False)
    assert found.lower <= truth <= found.upper
    # narrow in proportion to the truth, where plain sampling would have seen nothing
    assert found.upper - found.lower <= (truth or 1e-9)


@pytest.mark.parametrize("name", ["exponential sum", "exponential margin", "uniform corner", "uniform shifted"])
def test_known_values_are_what_measure_says(name: str):
    quantity, law, truth = KNOWN[name]
    assert float(measure(quantity, goals=law).value) == pytest.approx(truth, rel=1e-12)


def missed_at_some_look(quantity: Quantity, law: Law, truth: float, seed: int, width: float) -> bool:
    job = job_of(quantity, law, seed, rare=True)
    level, running = float(np.log(2 / 0.05)), Running.fresh(job)
    aim = AIMS[seed % 3]
    aim = type(aim)(None if aim.precision is None else width, aim.samples)
    for k in range(4):
        running = running.after(job, chunk(job, k), aim, level)
        found = running.estimate(job, 1 - 1 / 20, level)
        if not found.lower <= truth <= found.upper:
            return True
    return False


def misses(runs: int) -> int:
    known = list(KNOWN.values())
    return sum(
        missed_at_some_look(*known[seed % len(known)], seed, known[seed % len(known)][2] / 10 or 0.1)
        for seed in range(runs)
    )


def test_intervals_hold_at_all_looks():
    assert misses(36) <= allowed(36, 0.05)


@pytest.mark.slow
def test_intervals_hold_at_all_looks_of_many_runs():
    assert misses(1800) <= allowed(1800, 0.05)


@pytest.mark.parametrize("name", KNOWN)
def test_weights_are_bounded_on_the_event_and_average_to_one(name: str):
    quantity, law, _ = KNOWN[name]
    job = job_of(quantity, law, 0, rare=True)
    assert job.tilt is not None
    drawn = job.source.draw(np.random.default_rng(0), 400)
    weights, _ = job.tilt.weights(drawn)
    for column, weight in zip(drawn.T, weights, strict=True):
        goal = job.source.frame.goal(column.tolist())
        if any(holds(e, goal) for e in job.parts.events):
            assert weight <= job.tilt.bound


@pytest.mark.parametrize(
    "marginal", [Normal(1, 2), Exponential(3), Laplace(-1, "1/2"), Uniform(-2, 5), Uniform(0, "1/10")], ids=repr
)
@pytest.mark.parametrize("t", [-1.7, -1e-5, 0.0, 1e-5, 0.4, 1.9])
def test_cumulants_against_integrals_and_draws(marginal: Marginal, t: float):
    density: dict[str, Callable[[float], float]] = {
        "Normal": lambda x: exp(-((x - 1) ** 2) / 8) / sqrt(8 * np.pi),
        "Exponential": lambda x: 3 * exp(-3 * x) if x > 0 else 0.0,
        "Laplace": lambda x: exp(-2 * abs(x + 1)),
        "Uniform": lambda x: 1 / (high - low) if low <= x <= high else 0.0,
    }
    low, high = (float(x) for x in marginal.support) if marginal.support[1] is not None else (-300.0, 300.0)
    if marginal.support[0] is not None:
        low = float(marginal.support[0])
    f = density[type(marginal).__name__]
    cut = [x for x in (-20.0, -1.0, 20.0) if low < x < high]
    total, mean = (
        integrate.quad(lambda x, n=n: x**n * exp(t * x) * f(x), low, high, points=cut or None, limit=500)[0]
        for n in (0, 1)
    )
    cumulant = cumulant_of(iid(marginal), ["a"])
    value, slope = cumulant.value(np.array([t]))
    assert value == pytest.approx(np.log(total), abs=1e-7)
    assert slope[0] == pytest.approx(mean / total, abs=1e-6)
    drawn = cumulant.draw(np.random.default_rng(0), np.array([t]), 40_000)[0]
    # five standard errors
    assert abs(drawn.mean() - slope[0]) < 5 * drawn.std() / 200


def test_a_tilt_beyond_the_domain_is_infinite():
    for law in (EXPONENTIAL, iid(Laplace(0, 1))):
        assert cumulant_of(law, ["a"]).value(np.array([1.5]))[0] == np.inf


RANDOM_EVENTS: list[Event] = [
    (maximum(A, B) >= 1) & (C > A),
    maximum(A, maximum(B, 1 - C) - A) > 1,
    ~((A > B) & (maximum(B, C) > 0)) | (C > A + B + 1),
    ~((A > B) | (B > 1) | (maximum(A, C) > 1)),
    pick([A, B], [B, C]) >= 1,
    maximum(A, B) - maximum(C, A) <= 1,
    pick([A, B], [maximum(B, C), A], ties="uniform") - A >= 0,
]


@pytest.mark.parametrize("event", RANDOM_EVENTS, ids=repr)
def test_some_case_applies_wherever_the_event_holds(event: Event):
    found = cases(event)
    seen = 0
    for row in np.random.default_rng(0).integers(-2, 3, (300, 3)).tolist():
        goal = dict(zip("abc", row, strict=True))
        if holds(event, goal):
            seen += 1
            assert any(all(holds(v >= 0, goal) for v in case) for case in found)
    assert seen > 0


def test_more_cases_than_are_counted_are_left_out_of_conjunctions_only():
    wide = maximum(*(u(f"w{k}") for k in range(20))) >= 6
    other = maximum(*(u(f"v{k}") for k in range(20))) >= 6
    assert len(cases(wide & other)) == 20
    with pytest.raises(InvalidValue, match=f"more than {MOST_CASES} cases"):
        cases(maximum(*(u(f"w{k}") for k in range(300))) >= 6)


def test_the_tilt_is_the_best_one():
    found = tilt(NORMAL, ["a", "b"], [(A >= 3) & (B >= 4) & (A + B >= -1)])
    assert found.slopes[0] == pytest.approx([3, 4], abs=1e-3)
    assert found.bound == pytest.approx(exp(-12.5), rel=1e-6)


def test_rare_goes_with_averages():
    quantity = Pr((A >= 4) & (B >= 3)) - Pr((A <= -4) & (B <= -3))
    assert estimate(quantity, goals=NORMAL, rare=True, average_over=ReflectionSymmetric()).samples == 0
    found = estimate(
        Pr(A >= 6), goals=NORMAL, rare=True, average_over=ReflectionSymmetric(), samples=20_000, progress=False
    )
    assert found.lower <= SIX <= found.upper < 1.2 * SIX


@pytest.mark.parametrize(
    ("event", "law", "truth"),
    [
        (A <= 0, UNIFORM, 0.0),
        (A * 10**15 <= 1, UNIFORM, 1e-15),
        (A * 10**15 >= 10**15 - 1, UNIFORM, 1e-15),
        (A * 10**13 >= 10**21 + 10**5 - 1, iid(Uniform(10**8, 10**8 + Fraction(1, 10**8))), 1e-5),
    ],
    ids=repr,
)
def test_events_that_floats_are_too_coarse_for(event: Event, law: Law, truth: float):
    found = estimate(Pr(event), goals=law, rare=True, samples=300_000, progress=False)
    assert found.lower <= truth <= found.upper


def test_an_event_that_no_case_allows_is_as_good_as_impossible():
    found = estimate(Pr((A > 0) & (maximum(3, 4) >= 5)), goals=NORMAL, rare=True, samples=2000, progress=False)
    assert found.lower == 0 <= found.upper < 1e-200


def test_small_intervals_are_shown_in_scientific_notation():
    found = estimate(Pr(A >= 6), goals=NORMAL, rare=True, samples=20_000, progress=False)
    assert re.match(r"9\.\d+e-10 in \[9\.\d+e-10, 1\.\d+e-09\]", repr(found))


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: estimate(Pr(A >= 9), goals=iid(Cauchy(0, 1)), rare=True), InvalidType, "cannot be tilted"),
        (lambda: estimate(Pr(A >= 1), goals=iid(Discrete({0: "1/2", 1: "1/2"})), rare=True), InvalidType, "tilted"),
        (lambda: estimate(Pr(A >= 9), goals=mixture([(1, NORMAL)]), rare=True), InvalidType, "cannot be tilted"),
        (lambda: estimate(E(maximum(A, B)), goals=UNIFORM, rare=True), InvalidValue, "rare=True estimates"),
        (lambda: estimate(Pr(A >= 9, given=B > 0), goals=NORMAL, rare=True), InvalidValue, "rare=True estimates"),
        (lambda: estimate(Pr(A >= 9), goals=NORMAL.given(A > B), rare=True), InvalidValue, "rare=True estimates"),
        (lambda: estimate(Pr(A >= 9), goals=NORMAL, rare=1), InvalidType, "rare"),
    ],
    ids=lambda x: None if callable(x) else str(getattr(x, "__name__", x)),
)
def test_input_that_is_refused(call: Callable[[], Any], error: type[Exception], words: str):
    with pytest.raises(error, match=re.escape(words)):
        call()
