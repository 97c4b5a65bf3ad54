"""Estimates of compound events and of values under laws of every kind: the interval holds the exact value."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from decision import (
    Discrete,
    E,
    Exponential,
    Normal,
    Pr,
    Uniform,
    empirical,
    estimate,
    finite,
    iid,
    independent,
    maximum,
    measure,
    orbit,
    pick,
    u,
)

A, B, C = u("a"), u("b"), u("c")
QUANTITIES = {
    "all": Pr((A >= B) & (B >= C)),
    "any": Pr((A > B) | (A > C)),
    "not-all": Pr(~((A >= B) & (A >= C))),
    "not-any": Pr(~((A > 2 * B) | (C > B))),
    "nested": Pr(((A >= B) | ~((B >= C) & (A > C))) & (C >= A - 1)),
    "maximum": E(maximum(A, B) - C / 2),
    "choice": E(pick([A, B], [C, A], ties="uniform")) - Pr(A > B),
    "sum": Pr(A + B >= 2 * C) * 3 - Pr(maximum(A, B) > C),
}
LAWS = {
    "uniform": iid(Uniform(0, 1)),
    "normal": iid(Normal(0, 1)),
    "unlike": independent({"a": Uniform(0, 1), "b": Exponential(1), "c": Uniform(-1, 1)}),
    "with-ties": independent({"a": Uniform(0, 2), "b": Discrete({0: "1/2", 1: "1/2"}), "c": Discrete({1: 1})}),
    "finite": finite([("1/3", {"a": 0, "b": 1, "c": 1}), ("2/3", {"a": 2, "b": "1/3", "c": "1/3"})]),
    "orbit": orbit({"a": 0, "b": "1/3", "c": 2}),
    "data": empirical(np.array([[0.0, 1.0, 0.1], [0.5, 0.1, 2.0], [1.0, 1.0, 1.0]]), ["a", "b", "c"]),
}


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("name", QUANTITIES)
def test_the_interval_holds_the_measure(name, law):
    """At confidence 1 - 1e-6, seeded."""
    quantity, goals = QUANTITIES[name], LAWS[law]
    found = estimate(quantity, goals=goals, samples=4_000, confidence="0.999999", seed=3)
    exact = float(measure(quantity, goals=goals))
    assert found.lower - 1e-9 <= exact <= found.upper + 1e-9
    assert found.lower < found.upper or found.samples == 0


def test_ties_of_rounded_numbers_are_decided_exactly():
    """A third of the mass is where `3 b = 1`, which floats miss."""
    event = Pr(3 * B >= 1)
    found = estimate(event, goals=finite([("1/3", {"b": "1/3"}), ("2/3", {"b": 0})]), samples=20_000, seed=1)
    assert found.lower <= Fraction(1, 3) <= found.upper
