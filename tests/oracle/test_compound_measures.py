"""Compound events about maxima and choices of others: the measure is the share of independent draws."""

from __future__ import annotations

import random

import numpy as np
import pytest

from decision import (
    Exponential,
    InvalidValue,
    Laplace,
    Mixture,
    Normal,
    PowerFunction,
    Pr,
    Uniform,
    iid,
    maximum,
    measure,
    minimum,
    pick,
    u,
)
from decision.goals.rejection import truth

A, B, C = u("a"), u("b"), u("c")
VALUES = [A, B, C, A - B, 2 * A - C, maximum(A, B), maximum(A, C), minimum(A, B)]
VALUES += [pick([A, B], [C, A], ties="best"), pick([A - C, B], [B, C], ties="worst")]
LAWS = {
    "uniform": iid(Uniform(0, 1)),
    "power": iid(PowerFunction(2)),
    "exponential": iid(Exponential(1)),
    "laplace": iid(Laplace(0, 1)),
    "normal": iid(Normal(0, 1)),
    "normal-mixture": iid(Mixture([("1/2", Normal(0, 1)), ("1/2", Normal(1, 2))])),
}
DRAWS = 60_000


def compound(rng):
    def comparison():
        left, right = rng.sample(VALUES, 2)
        right += rng.choice([0, 0, 1])
        return left >= right if rng.random() < 0.5 else left > right

    event = comparison()
    for _ in range(rng.randint(1, 2)):
        event = event & comparison() if rng.random() < 0.5 else event | comparison()
        event = ~event if rng.random() < 0.3 else event
    return event


@pytest.mark.parametrize("name", LAWS)
def test_measures_are_shares_of_draws(name):
    """Within five and a half standard errors; seeded, so it stays as it is found. Few events have no exact route."""
    rng, law = random.Random(name), LAWS[name]
    sample = dict(zip("abc", law.sample(np.random.default_rng(1), DRAWS, "abc").T, strict=True))
    refused = 0
    for _ in range(10):
        event = compound(rng)
        share = truth(event, sample, DRAWS).mean()
        try:
            found = float(measure(Pr(event), goals=law))
        except InvalidValue:
            refused += 1
            continue
        assert abs(found - share) <= 5.5 * (max(share * (1 - share), 1e-4) / DRAWS) ** 0.5, event
    assert refused <= 2
