"""`measure` on random pairs of a menu and a law, against samples drawn by numpy alone; partitions sum to 1.

Of every pair: each option's chance to be (uniquely) best, the chance that none is uniquely best, the expected value of
the menu where means exist, and a conditional chance. What `measure` refuses is counted, and may be no more than a
stated share.
"""

import random
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import lcm

import numpy as np
import pytest

from decision import Choice, E, Enclosure, InvalidValue, Pr, measure, u
from decision.engines.measure.arithmetic import ball, enclosure
from tests.laws.random_laws import KINDS, ROUNDING, Drawn

MOST_REFUSED = 0.15


@dataclass(frozen=True)
class Pair:
    """A menu with its lotteries as whole numbers, and a law with its sampler."""

    menu: Choice
    worlds: list[str]
    lotteries: np.ndarray
    scale: int
    drawn: Drawn


def pair(seed: int) -> Pair:
    source = random.Random(f"pair {seed}")
    worlds = [f"w{i}" for i in range(source.randint(3, 6))]
    rows: list[list[Fraction]] = []
    for k in range(source.randint(2, 4)):
        weights = [source.choice([0, 0, 0, 1, 1, 2]) for _ in worlds]
        weights[k % len(worlds)] += 1
        row = [Fraction(w, sum(weights)) for w in weights]
        rows.append(source.choice(rows) if rows and source.random() < 0.05 else row)
    scale = lcm(*(q.denominator for row in rows for q in row))
    menu = Choice({f"o{k}": {w: q for w, q in zip(worlds, row, strict=True) if q} for k, row in enumerate(rows)})
    lotteries = np.array([[int(q * scale) for q in row] for row in rows], float)
    return Pair(menu, worlds, lotteries, scale, KINDS[seed % len(KINDS)](source, worlds))


def measured(quantity, law):
    """The interval in which the number provably is; None if it is refused."""
    try:
        found = measure(quantity, goals=law)
    except InvalidValue as refusal:
        if "no exact route" in str(refusal) or "too many to measure" in str(refusal):
            return None
        raise
    if isinstance(found, Enclosure):
        return found.lower, found.upper
    if isinstance(found.value, Fraction):
        return found.value, found.value
    middle, radius = enclosure(ball(found.value))
    return middle - radius, middle + radius


def deviation(bounds, sample: np.ndarray) -> float:
    """How many standard errors the mean of a sample is away."""
    middle = float(bounds[0] + bounds[1]) / 2
    variance = middle * (1 - middle) if sample.dtype == bool else sample.var()
    error = np.sqrt(max(variance, 1 / len(sample)) / len(sample))
    return max(abs(sample.mean() - middle) - ROUNDING * (1 + abs(middle)), 0) / error


def compared(seed: int, draws: int) -> tuple[str, float]:
    """What a pair gives: "agrees" with its largest deviation, or "refused"."""
    case = pair(seed)
    law, menu, options = case.drawn.law, case.menu, case.menu.options
    unique = [measured(Pr(menu.uniquely_best(o)), law) for o in options]
    weak = [measured(Pr(menu.best(o)), law) for o in options]
    tied = measured(Pr(~reduce(lambda a, b: a | b, [menu.uniquely_best(o) for o in options])), law)
    if None in unique or None in weak or tied is None:
        return "refused", 0.0
    _check_sum([*unique, tied])
    goals = case.drawn.draw(np.random.default_rng(seed), draws)
    values = goals @ case.lotteries.T
    at_top = values == values.max(axis=1, keepdims=True)
    alone = at_top.sum(axis=1) == 1
    found = [deviation(b, at_top[:, k]) for k, b in enumerate(weak)]
    found += [deviation(b, at_top[:, k] & alone) for k, b in enumerate(unique)]
    found.append(deviation(tied, ~alone))
    found += _conditional(case, goals, at_top)
    if case.drawn.mean:
        value = measured(E(menu.value()), law)
        found += [] if value is None else [deviation(value, values.max(axis=1) / case.scale)]
    assert max(found) <= 5, (seed, law, menu, found)
    return "agrees", max(found)


def _check_sum(bounds) -> None:
    """1 is in the sum of the intervals: where all numbers are rational, they sum to 1."""
    assert sum(b[0] for b in bounds) <= 1 <= sum(b[1] for b in bounds)


def _conditional(case: Pair, goals: np.ndarray, at_top: np.ndarray) -> list[float]:
    """The first option's chance to be best, given that the last world is better than the first."""
    kept = goals[:, -1] > goals[:, 0]
    if kept.mean() < 0.01:
        return []
    better = u(case.worlds[-1]) > u(case.worlds[0])
    chance = measured(Pr(case.menu.best(case.menu.options[0]), given=better), case.drawn.law)
    return [] if chance is None else [deviation(chance, at_top[kept, 0])]


def agreement(seeds, draws: int) -> None:
    found = [compared(seed, draws) for seed in seeds]
    counts = Counter(how for how, _ in found)
    print(f"\n{dict(counts)}, largest deviation {max(d for _, d in found):.2f} standard errors")
    assert counts["refused"] <= MOST_REFUSED * len(found)


def test_random_pairs_agree_with_samples() -> None:
    agreement(range(40, 80), 200_000)


@pytest.mark.slow
def test_many_random_pairs_agree_with_a_million_draws() -> None:
    agreement(range(1000, 1500), 1_000_000)
