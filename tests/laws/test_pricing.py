"""What z3 is asked about a claim means the same as the claim: every kind of value and event, every rule for ties."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from fractions import Fraction
from itertools import product

import pytest
import z3

from decision.engines.clock import Clock
from decision.engines.phi import Level
from decision.engines.pricing import UNKNOWN, interruptible, price
from decision.engines.program import Program
from decision.language.evaluate import integrand
from decision.language.reading import claim_from_json
from tests.certificates import random_documents

ONCE = Level(((Fraction(1), 0),))
GRID = [Fraction(n, 2) for n in range(-4, 5)]


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_a_goal_is_found_exactly_where_the_integrand_is_negative(seed, strict):
    """Or not positive, where the level has to be; no goal on a grid may contradict that there is none."""
    rng, seen = random.Random(seed), Counter()
    for _ in range(12):
        claim = claim_from_json(random_documents.random_claim(rng))
        found = price(Program(claim), [ONCE], strict=strict, clock=Clock(time.monotonic() + 60))
        assert found != UNKNOWN
        seen[found is None] += 1
        if found is not None:
            value = integrand(claim.thesis, dict(zip(claim.outcomes, found, strict=True)))
            assert value < 0 or (strict and value == 0)
            continue
        for goal in product(GRID, repeat=len(claim.outcomes)):
            value = integrand(claim.thesis, dict(zip(claim.outcomes, goal, strict=True)))
            assert value > 0 or (value == 0 and not strict), goal
    assert seen[False] > 3


def test_nothing_is_asked_once_the_time_is_over():
    claim = claim_from_json(random_documents.random_claim(random.Random(1)))
    assert price(Program(claim), [ONCE], strict=False, clock=Clock(time.monotonic() - 1)) == UNKNOWN


def hard():
    """Twelve pigeons in eleven holes, which takes z3 far longer than any test."""
    solver = z3.Solver()
    sits = [[z3.Bool(f"p{i}h{j}") for j in range(11)] for i in range(12)]
    solver.add(*(z3.Or(row) for row in sits))
    solver.add(*(z3.Not(z3.And(sits[i][j], sits[k][j])) for j in range(11) for i in range(12) for k in range(i)))
    return solver


def test_a_signal_interrupts_a_question_that_is_being_answered():
    cancel = threading.Event()
    timer = threading.Timer(0.3, cancel.set)
    timer.start()
    start = time.monotonic()
    with interruptible(Clock(start + 300, cancel)):
        assert hard().check() == z3.unknown
    timer.join()
    assert time.monotonic() - start < 60  # an uninterrupted answer takes minutes


def test_whoever_watches_for_the_signal_is_gone_afterwards():
    before = threading.active_count()
    with interruptible(Clock(time.monotonic() + 300, threading.Event())):
        assert threading.active_count() == before + 1
    assert threading.active_count() == before
    with interruptible(Clock(time.monotonic() + 300)):
        assert threading.active_count() == before
