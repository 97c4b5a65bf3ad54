"""Estimates of known quantities: coverage at all looks at once, near ties, stopping, and refused input."""

import math
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from decision import (
    Cauchy,
    Choice,
    Discrete,
    E,
    Exponential,
    InvalidType,
    InvalidValue,
    Laplace,
    Normal,
    Pr,
    Uniform,
    estimate,
    features,
    gaussian,
    iid,
    maximum,
    mixture,
    orbit,
    pick,
    u,
)
from decision.goals.laws import Law, PosteriorLaw
from decision.language.events import Event
from decision.language.quantities import Quantity
from decision.numeric.chunks import chunk, job_of
from decision.numeric.estimates import Aim, Running

MENU = Choice({"sure": {"a": 1}, "coin": {"b": "1/2", "c": "1/2"}, "coin2": {"d": "1/2", "e": "1/2"}})
BEST = Pr(MENU.best("sure"))

KNOWN: dict[str, tuple[Quantity, Law, float]] = {
    "uniform": (BEST, iid(Uniform(0, 1)), 23 / 60),
    "normal": (BEST, iid(Normal(0, 1)), 1 / 4 + math.asin(2 / 3) / (2 * math.pi)),
    "cauchy": (BEST, iid(Cauchy(0, 1)), 1 / 3),
    "rare": (Pr(u("a") >= "199/200"), iid(Uniform(0, 1)), 0.005),
    "certain but for a little": (Pr(u("a") <= "199/200"), iid(Uniform(0, 1)), 0.995),
    "ties": (Pr(u("a") >= u("b")), iid(Discrete({0: "1/3", "1/3": "1/3", 1: "1/3"})), 2 / 3),
    "orbit": (Pr(u("a") >= u("b")), orbit({"a": 0, "b": 1, "c": 1}), 2 / 3),
    "conditional": (Pr(u("a") >= u("b"), given=u("a") >= u("c")), iid(Exponential(1)), 2 / 3),
    "posterior": (Pr(u("a") >= u("b")), iid(Uniform(0, 1)).given(u("a") >= u("c")), 2 / 3),
    "difference": (Pr(u("a") > u("b")) - Pr(u("c") > u("b"), given=u("a") > u("c")) / 2, iid(Cauchy(0, 1)), 1 / 3),
    "bounded mean": (E(maximum(u("a"), u("b"))), iid(Uniform(-1, 1)), 1 / 3),
    "normal mean": (E(maximum(u("a"), u("b"))), iid(Normal(5, 2)), 5 + 2 / math.sqrt(math.pi)),
    "exponential mean": (E(maximum(u("a"), u("b")) - u("c")), iid(Exponential("1/2")), 1.0),
    "laplace mean": (E(maximum(u("a"), 0)), iid(Laplace(0, 1)), 0.5),
    "mean of a pick": (
        E(pick([u("x"), u("y")], [u("a"), u("b")])),
        gaussian(0, [[1, 0, 1, 0], [0, 1, 0, 1], [1, 0, 1, 0], [0, 1, 0, 1]], ["x", "y", "a", "b"]),
        1 / math.sqrt(math.pi),
    ),
    "features": (Pr(u("a") >= u("b")), features(iid(Normal(0, 1)), {"a": {"f": 1}, "b": {"f": 1, "g": 2}}), 0.5),
}


def missed_at_some_look(quantity: Quantity, law: Law, truth: float, confidence: str, seed: int, aim: Aim) -> bool:
    """The worst a user can do: look after every chunk, and stop when the interval misses the truth."""
    job = job_of(quantity, law, seed)
    level = math.log(2 * len(job.parts.groups) / float(1 - Fraction(confidence)))
    running = Running.fresh(job)
    for k in range(4):
        running = running.after(job, chunk(job, k), aim, level)
        found = running.estimate(job, Fraction(confidence), level)
        if not found.lower <= truth <= found.upper:
            return True
    return False


def allowed(runs: int, alpha: float) -> float:
    """Misses are binomial with at most this alpha: four standard deviations, exceeded with probability 3e-5."""
    return runs * alpha + 4 * math.sqrt(runs * alpha * (1 - alpha))


AIMS = (Aim(None, 6144), Aim(0.02, None), Aim(None, None))


def misses(runs: int, confidence: str) -> int:
    cases = list(KNOWN.values())
    return sum(
        missed_at_some_look(*cases[seed % len(cases)], confidence, seed, AIMS[seed // len(cases) % 3])
        for seed in range(runs)
    )


@pytest.mark.parametrize("confidence", ["0.95", "0.99"])
def test_intervals_hold_at_all_looks(confidence: str):
    assert misses(200, confidence) <= allowed(200, 1 - float(confidence))


@pytest.mark.slow
@pytest.mark.parametrize("confidence", ["0.95", "0.99"])
def test_intervals_hold_at_all_looks_of_many_runs(confidence: str):
    assert misses(2000, confidence) <= allowed(2000, 1 - float(confidence))


@pytest.mark.slow
@pytest.mark.parametrize("confidence", ["0.95", "0.99"])
def test_intervals_hold_when_sampling_stops_at_a_precision(confidence: str):
    quantity, law, truth = KNOWN["uniform"]
    found = [
        estimate(quantity, goals=law, precision="0.02", confidence=confidence, seed=s, progress=False)
        for s in range(2000)
    ]
    assert sum(not x.lower <= truth <= x.upper for x in found) <= allowed(2000, 1 - float(confidence))


@pytest.mark.parametrize("name", KNOWN)
def test_known_values(name: str):
    quantity, law, truth = KNOWN[name]
    found = estimate(quantity, goals=law, samples=30_000, confidence="0.999999", progress=False)
    assert found.lower <= truth <= found.upper
    assert found.lower <= found.value <= found.upper
    # five standard errors: one case in two million
    assert abs(found.value - truth) < 5 * found.standard_error
    assert found.samples == 30_000


def test_precision_is_reached_and_not_overshot_by_much():
    found = estimate(BEST, goals=iid(Uniform(0, 1)), precision="0.005", progress=False)
    assert 0.008 < found.upper - found.lower <= 0.01


def test_near_ties_are_decided_exactly():
    big = 10**15  # double precision cannot tell the two sides apart
    event = maximum(big * u("a") + u("b"), big * u("a") + u("c")) >= big * u("a") + "1/2"
    found = estimate(Pr(event), goals=iid(Uniform(0, 1)), samples=2000, progress=False)
    assert found.ambiguous == 0
    assert found.lower <= 0.75 <= found.upper


@pytest.mark.parametrize("rare", [False, True])
@pytest.mark.parametrize(
    ("event", "law", "truth"),
    [
        (u("b") >= 3 * u("a"), gaussian(0, [[1, 3], [3, 9]], ["a", "b"]), 1),
        ((u("c") > u("a") + u("b")) & (u("a") > 0), gaussian(0, [[2, 1, 3], [1, 2, 3], [3, 3, 6]], ["a", "b", "c"]), 0),
        (3 * u("a") >= 1, gaussian(["1/3", 0], [[0, 0], [0, 1]], ["a", "b"]), 1),
        (u("b") > 3 * u("a"), gaussian(0, [[1, 3], [3, 9]], ["a", "b"]).given(u("a") > 0), 0),
        (u("y") >= 3 * u("x"), features(gaussian(0, [[1, 3], [3, 9]], ["a", "b"]), {"x": {"a": 1}, "y": {"b": 1}}), 1),
    ],
    ids=["line", "plane", "point", "posterior", "features"],
)
def test_normal_utilities_that_others_determine_tie_exactly(event: Event, law: Law, truth: int, rare: bool):
    if rare and isinstance(law, PosteriorLaw):
        law = law.prior
    found = estimate(Pr(event), goals=law, samples=1000, rare=rare, progress=False)
    assert found.lower <= truth <= found.upper


@pytest.mark.parametrize(
    "part",
    [
        gaussian(0, [[1, 3], [3, 9]], ["a", "b"]),
        gaussian(0, [[1, 3], [3, 9]], ["a", "b"]).given(u("a") > 0),
        features(iid(Normal(0, 1)), {"a": {"f": 1}, "b": {"f": 3}}),
    ],
    ids=["normal", "posterior", "features"],
)
def test_ties_in_a_part_of_a_mixture_are_refused(part: Law):
    law = mixture([("1/2", part), ("1/2", iid(Normal(0, 1)))])
    with pytest.raises(InvalidValue, match="estimate under each part"):
        estimate(Pr(u("b") >= 3 * u("a")), goals=law, progress=False)
    found = estimate(Pr(u("b") >= 2 * u("a")), goals=law, samples=100, progress=False)
    assert found.samples == 100


def test_what_stays_undecided_widens_the_interval(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("decision.numeric.chunks.EXACT_LIMIT", 512)
    big = 10**15
    event = maximum(big * u("a") + u("b"), big * u("a") + u("c")) >= big * u("a") + "1/2"
    found = estimate(Pr(event), goals=iid(Uniform(0, 1)), samples=2048, progress=False)
    assert found.ambiguous == 0.5
    assert found.lower <= 0.75 / 2 + 0.05
    assert found.upper >= 0.75 / 2 + 0.5 - 0.05
    assert found.lower <= 0.75 <= found.upper


def test_a_constant_quantity_needs_no_goals():
    found = estimate(Pr(u("a") >= u("a")) * "1/3", goals=iid(Uniform(0, 1)))
    assert found.samples == 0
    assert Fraction(found.lower) < Fraction(1, 3) < Fraction(found.upper)
    assert found.upper - found.lower < 1e-16


def test_time_limit_stops():
    found = estimate(BEST, goals=iid(Uniform(0, 1)), time_limit=0.2, progress=False)
    assert found.samples > 0
    assert found.lower <= 23 / 60 <= found.upper


LAW = iid(Uniform(0, 1))


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: estimate(u("a") >= u("b"), goals=LAW), InvalidType, "quantity"),
        (lambda: estimate(BEST, goals=[LAW]), InvalidType, "goals"),
        (lambda: estimate(BEST, goals=LAW, precision=0.01), InvalidType, "float"),
        (lambda: estimate(BEST, goals=LAW, precision=0), InvalidValue, "positive"),
        (lambda: estimate(BEST, goals=LAW, confidence=1), InvalidValue, "strictly between 0 and 1"),
        (lambda: estimate(BEST, goals=LAW, samples=0), InvalidValue, "at least 1"),
        (lambda: estimate(BEST, goals=LAW, samples=1e6), InvalidType, "whole number"),
        (lambda: estimate(BEST, goals=LAW, seed=-1), InvalidValue, "at least 0"),
        (lambda: estimate(BEST, goals=LAW, time_limit=math.nan), InvalidValue, "finite"),
        (lambda: estimate(BEST, goals=LAW, time_limit="1"), InvalidType, "seconds"),
        (lambda: estimate(BEST, goals=LAW, executor=4), InvalidType, "concurrent.futures"),
        (lambda: estimate(E(u("a")), goals=iid(Cauchy(0, 1))), InvalidValue, "no finite variance"),
        (lambda: estimate(E(u("a"), given=u("a") > 0), goals=iid(Normal(0, 1))), InvalidValue, "conditional"),
        (lambda: estimate(Pr(u("a") > 0, given=u("a") > u("a")), goals=LAW), InvalidValue, "never holds"),
    ],
    ids=lambda x: None if callable(x) else str(getattr(x, "__name__", x)),
)
def test_input_that_is_refused(call: Callable[[], Any], error: type[Exception], words: str):
    with pytest.raises(error, match=re.escape(words)):
        call()


def test_a_condition_that_never_holds_is_given_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("decision.verbs.estimate.NO_HIT", 10_000)
    with pytest.raises(InvalidValue, match="held at none"):
        estimate(Pr(u("a") > 0, given=u("a") > 2), goals=LAW, precision="0.1", progress=False)
