"""Seeded random laws of a goal, each with a sampler of its own that only uses numpy.

Samples are rounded to multiples of 2**-20, so lotteries scaled to whole numbers are compared without rounding, and
utilities that are equal by the law are equal in the sample. This makes ties where there are none about once in a
million draws: `ROUNDING` allows for that.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from decision import (
    Beta,
    Cauchy,
    Discrete,
    Exponential,
    Laplace,
    Mixture,
    Normal,
    PiecewiseUniform,
    PowerFunction,
    Stable,
    Uniform,
    empirical,
    features,
    finite,
    gaussian,
    iid,
    independent,
    mixture,
    orbit,
    u,
)

ROUNDING = 2e-5
UNIT = 2.0**20

Rng = np.random.Generator
Draw = Callable[[Rng, int], np.ndarray]
"""Goals as rows, one column for each world."""


@dataclass(frozen=True)
class Drawn:
    """A law of the goal and a sampler that was written down beside it."""

    law: Any
    draw: Draw
    mean: bool = True  # whether means and variances exist


@dataclass(frozen=True)
class One:
    """A law of one utility and its sampler."""

    marginal: Any
    draw: Draw
    mean: bool = True


def rounded(x: np.ndarray) -> np.ndarray:
    """Multiples of 2**-20; numbers too large for that are left alone."""
    return np.where(np.abs(x) < UNIT, np.rint(x * UNIT) / UNIT, x)


def small(source: random.Random, low: int = -4, high: int = 4) -> Fraction:
    return Fraction(source.randint(low, high), source.choice([1, 1, 2]))


def shares(source: random.Random, count: int) -> list[Fraction]:
    weights = [source.randint(1, 4) for _ in range(count)]
    return [Fraction(w, sum(weights)) for w in weights]


def floats(numbers: Sequence[Fraction]) -> np.ndarray:
    weights = np.array([float(q) for q in numbers])
    return weights / weights.sum()


# --- one utility ------------------------------------------------------------------


def uniform(source: random.Random) -> One:
    low = small(source)
    high = low + source.randint(1, 4)
    return One(Uniform(low, high), lambda rng, n: rng.uniform(float(low), float(high), n))


def normal(source: random.Random) -> One:
    mean, sd = small(source), source.randint(1, 4)
    return One(Normal(mean, sd), lambda rng, n: rng.normal(float(mean), sd, n))


def exponential(source: random.Random) -> One:
    rate = Fraction(source.randint(1, 3), 2)
    return One(Exponential(rate), lambda rng, n: rng.exponential(1 / float(rate), n))


def laplace(source: random.Random) -> One:
    center, scale = small(source), source.randint(1, 3)
    return One(Laplace(center, scale), lambda rng, n: rng.laplace(float(center), scale, n))


def cauchy(source: random.Random) -> One:
    center, scale = small(source), source.randint(1, 3)
    return One(Cauchy(center, scale), lambda rng, n: float(center) + scale * rng.standard_cauchy(n), mean=False)


def stable(source: random.Random) -> One:
    """Chambers, Mallows and Stuck's formula for the symmetric case."""
    alpha, scale = source.choice([Fraction(1, 2), Fraction(3, 2), Fraction(2)]), source.randint(1, 2)
    a = float(alpha)

    def draw(rng: Rng, n: int) -> np.ndarray:
        angle, wait = rng.uniform(-np.pi / 2, np.pi / 2, n), rng.exponential(1, n)
        ratio = np.cos((1 - a) * angle) / wait
        return scale * np.sin(a * angle) / np.cos(angle) ** (1 / a) * ratio ** ((1 - a) / a)

    return One(Stable(alpha, 0, scale), draw, mean=alpha == 2)


def power(source: random.Random) -> One:
    exponent = source.randint(1, 3)
    return One(PowerFunction(exponent), lambda rng, n: rng.random(n) ** (1 / exponent))


def beta(source: random.Random) -> One:
    a, b = source.randint(1, 3), source.randint(1, 3)
    return One(Beta(a, b), lambda rng, n: rng.beta(a, b, n))


def discrete(source: random.Random) -> One:
    values = source.sample(range(-2, 4), source.choice([2, 3]))
    weights = shares(source, len(values))
    listed = dict(zip(values, weights, strict=True))
    return One(Discrete(listed), lambda rng, n: rng.choice(np.array(values, float), n, p=floats(weights)))


def steps(source: random.Random) -> One:
    lows = [small(source) for _ in range(source.choice([2, 2, 3]))]
    rows = [(q, low, low + source.randint(1, 2)) for q, low in zip(shares(source, len(lows)), lows, strict=True)]
    starts = np.array([float(low) for _, low, _ in rows])
    widths = np.array([float(high - low) for _, low, high in rows])

    def draw(rng: Rng, n: int) -> np.ndarray:
        k = rng.choice(len(rows), n, p=floats([q for q, _, _ in rows]))
        return starts[k] + widths[k] * rng.random(n)

    return One(PiecewiseUniform(rows), draw)


def mixed(source: random.Random) -> One:
    """Two laws, one of which may have atoms."""
    kinds = source.choice([(uniform, discrete), (uniform, exponential), (normal, normal), (laplace, discrete)])
    parts, weights = [kind(source) for kind in kinds], shares(source, 2)

    def draw(rng: Rng, n: int) -> np.ndarray:
        return np.where(rng.random(n) < float(weights[0]), *(p.draw(rng, n) for p in parts))

    return One(Mixture([(q, p.marginal) for q, p in zip(weights, parts, strict=True)]), draw)


ONE = (uniform, normal, exponential, laplace, cauchy, stable, power, beta, discrete, steps, mixed)
POLYNOMIAL = (uniform, uniform, power, beta, steps, discrete, exponential, laplace)


# --- whole goals ------------------------------------------------------------------


def alike(source: random.Random, worlds: Sequence[str]) -> Drawn:
    one = source.choice(ONE if len(worlds) < 5 else ONE[:-1])(source)  # goals with atoms take many cases
    return Drawn(iid(one.marginal), _columns([one] * len(worlds)), one.mean)


def different(source: random.Random, worlds: Sequence[str]) -> Drawn:
    """Polynomial and exponential densities mix freely; so do normal ones with each other."""
    kinds = source.choice([POLYNOMIAL, POLYNOMIAL, POLYNOMIAL, (normal,), (normal,), (cauchy,), ONE])
    ones = [source.choice(kinds)(source) for _ in worlds]
    law = independent({w: one.marginal for w, one in zip(worlds, ones, strict=True)})
    return Drawn(law, _columns(ones), all(one.mean for one in ones))


def _columns(ones: Sequence[One]) -> Draw:
    return lambda rng, n: rounded(np.stack([one.draw(rng, n) for one in ones], axis=1))


def jointly_normal(source: random.Random, worlds: Sequence[str]) -> Drawn:
    """Whole-number loadings on standard normal factors; with few factors the covariance is singular."""
    factors = source.choice([2, len(worlds), len(worlds) + 1])
    rows = [[source.randint(-2, 2) for _ in range(factors)] for _ in worlds]
    common = small(source) if source.random() < 0.7 else None
    means = [small(source) if common is None else common for _ in worlds]
    cov = [[sum(a * b for a, b in zip(x, y, strict=True)) for y in rows] for x in rows]
    loadings, center = np.array(rows, float), np.array([float(m) for m in means])

    def draw(rng: Rng, n: int) -> np.ndarray:
        return rounded(rng.standard_normal((n, factors))) @ loadings.T + center

    return Drawn(gaussian(means, cov, worlds), draw)


def listed(source: random.Random, worlds: Sequence[str]) -> Drawn:
    """Few goals, with ties: named, the permutations of one, or rows of data."""
    kind = source.choice(["finite", "orbit", "empirical"])
    if kind == "orbit":
        goal = np.array([source.randint(0, 3) for _ in worlds], float)
        law = orbit({w: int(x) for w, x in zip(worlds, goal, strict=True)})
        return Drawn(law, lambda rng, n: rng.permuted(np.tile(goal, (n, 1)), axis=1))
    rows = [[source.randint(-2, 3) for _ in worlds] for _ in range(source.randint(2, 6))]
    table = np.array(rows, float)
    if kind == "empirical":
        return Drawn(empirical(table, worlds), lambda rng, n: table[rng.integers(len(table), size=n)])
    weights = shares(source, len(rows))
    law = finite([(q, dict(zip(worlds, row, strict=True))) for q, row in zip(weights, rows, strict=True)])
    return Drawn(law, lambda rng, n: table[rng.choice(len(table), n, p=floats(weights))])


def by_features(source: random.Random, worlds: Sequence[str]) -> Drawn:
    names = ["f", "g", "h"]
    weights = source.choice([alike, different, jointly_normal])(source, names)
    rows = [[source.randint(-1, 2) for _ in names] for _ in worlds]
    law = features(weights.law, {w: dict(zip(names, row, strict=True)) for w, row in zip(worlds, rows, strict=True)})
    loadings = np.array(rows, float)
    return Drawn(law, lambda rng, n: weights.draw(rng, n) @ loadings.T, weights.mean)


def one_of_two(source: random.Random, worlds: Sequence[str]) -> Drawn:
    parts = [source.choice([alike, different, listed, jointly_normal])(source, worlds) for _ in range(2)]
    weights = shares(source, 2)

    def draw(rng: Rng, n: int) -> np.ndarray:
        return np.where(rng.random((n, 1)) < float(weights[0]), *(p.draw(rng, n) for p in parts))

    law = mixture([(q, p.law) for q, p in zip(weights, parts, strict=True)])
    return Drawn(law, draw, all(p.mean for p in parts))


def conditioned(source: random.Random, worlds: Sequence[str]) -> Drawn:
    """A law given that one utility exceeds another, by rejection."""
    prior = source.choice([alike, different, jointly_normal, listed])(source, worlds)
    seen = prior.draw(np.random.default_rng(0), 1000).mean(axis=0).argsort()
    first, second = source.sample(range(len(worlds)), 2)
    if (prior.draw(np.random.default_rng(0), 1000)[:, [first, second]] @ [1, -1] > 0).mean() < 0.05:
        first, second = int(seen[-1]), int(seen[0])
    weak = source.random() < 0.5
    one, other = u(worlds[first]), u(worlds[second])
    condition = one >= other if weak else one > other

    def draw(rng: Rng, n: int) -> np.ndarray:
        kept = np.empty((0, len(worlds)))
        for _ in range(40):
            goals = prior.draw(rng, n)
            true = goals[:, first] >= goals[:, second] if weak else goals[:, first] > goals[:, second]
            kept = np.concatenate([kept, goals[true]])
            if len(kept) >= n:
                break
        return kept[:n]

    return Drawn(prior.law.given(condition), draw, prior.mean)


KINDS = (alike, different, jointly_normal, listed, by_features, one_of_two, conditioned)
