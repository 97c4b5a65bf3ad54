"""A time limit and a cancel end the search with UNDECIDED and what was found, never with an exception."""

import random
import threading
import time
from fractions import Fraction

import numpy as np
import pytest

from decision import Choice, E, Exchangeable, InvalidType, NoTies, Pr, Status, decide, maximum, u
from decision.engines.clock import Clock
from decision.engines.forms import expand
from decision.engines.program import Program
from decision.engines.proofs import Prover, Sample
from decision.goals.claims import claims


def hard_thesis():
    """A true claim on eight exchangeable worlds without short proof (seed 6 of benchmarks/random_claims.py)."""
    rng = random.Random(6)
    menu = {}
    for o in range(3):
        weights = [rng.randrange(6) for _ in range(8)]
        weights[rng.randrange(8)] += 1
        menu[f"o{o}"] = {f"w{i}": Fraction(k, sum(weights)) for i, k in enumerate(weights) if k}
    choice = Choice(menu)
    return Pr(choice.best("o0")) >= Pr(choice.best("o1"))


def test_time_limit_returns_undecided_with_a_reason():
    start = time.monotonic()
    verdict = decide(hard_thesis(), given=[Exchangeable(), NoTies()], time_limit=1)
    assert verdict.status is Status.UNDECIDED
    assert verdict.reason
    assert time.monotonic() - start < 30  # the limit is looked at between steps; a step takes seconds at most


def test_cancel_from_another_thread_returns_undecided():
    cancel = threading.Event()
    timer = threading.Timer(1.0, cancel.set)
    timer.start()
    verdict = decide(hard_thesis(), given=[Exchangeable(), NoTies()], time_limit=300, cancel=cancel)
    timer.join()
    assert verdict.status is Status.UNDECIDED


def test_undecided_verdict_cannot_be_saved(tmp_path):
    verdict = decide(hard_thesis(), given=[Exchangeable(), NoTies()], time_limit=0.01)
    with pytest.raises(InvalidType, match="time_limit"):
        verdict.save(tmp_path / "claim.json")
    assert not list(tmp_path.iterdir())


def test_clock_within_never_extends():
    clock = Clock(time.monotonic() + 1)
    assert clock.within(100).deadline == clock.deadline
    assert clock.within(0).expired


def test_nothing_is_proved_once_the_time_is_over():
    """A form of many maxima has a great many cases; the prover looks at the clock in each."""
    best = maximum(u("a"), u("b"))
    program = Program(claims(E(best) >= E(u("a")), [])[0])
    form = expand(program, best - u("a"), 0)
    sample = Sample(program, np.array([[0.0, 1.0], [1.0, 0.0]]))

    def proof(seconds):
        return Prover(program, [], sample, np.arange(2), Clock(time.monotonic() + seconds)).prove(form, strict=False)

    assert proof(60) is not None
    assert proof(-1) is None
