"""The running estimate: sums so far, the bets on both sides of each group, and the interval they give."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from typing import Any

from decision.numeric.chunks import Chunk, Job, chunk_size
from decision.numeric.groups import Group
from decision.numeric.sequences import Bounded, Plan, Side, Spread

__all__ = ["Aim", "Estimate", "Running", "known"]

SLACK = 2.0**-40
"""Added on both sides, in units of a group's scale: covers the rounding of sums and of the bounds' own arithmetic."""

TINY = 1e-6
"""Intervals narrower than this are shown in scientific notation."""


@dataclass(frozen=True, repr=False)
class Estimate:
    """A sampled value with an interval that contains the truth with the stated confidence.

    Attributes
    ----------
    value : float
        Mean over the goals drawn.
    lower, upper : float
        Valid whenever and for whatever reason sampling stopped; ambiguous goals count against both.
    samples : int
        Goals drawn.
    seed : int
    confidence : Fraction
        Probability, before drawing, that the interval will contain the truth at every time.
    standard_error : float
    ambiguous : float
        Share of goals at which an event could not be decided.

    Examples
    --------
    >>> from decision import Pr, Uniform, estimate, iid, u
    >>> found = estimate(Pr(u("a") >= u("b")), goals=iid(Uniform(0, 1)), samples=10_000)
    >>> found.lower <= 0.5 <= found.upper, found.samples
    (True, 10000)
    """

    value: float
    lower: float
    upper: float
    samples: int
    seed: int
    confidence: Fraction
    standard_error: float
    ambiguous: float

    def __float__(self) -> float:
        return self.value

    def __repr__(self) -> str:
        width, size = self.upper - self.lower, max(abs(self.lower), abs(self.upper))
        if 0 < width < TINY:
            kind = f".{max(2, math.ceil(math.log10(size / width)) + 1)}e"
        else:
            kind = f".{max(2, min(12, 2 - math.floor(math.log10(width)))) if width > 0 else 6}f"
        shown = f"{self.value:{kind}} in [{self.lower:{kind}}, {self.upper:{kind}}]"
        doubt = f", {self.ambiguous:.1e} ambiguous" if self.ambiguous else ""
        return f"{shown} ({float(self.confidence):.4g} confidence, {self.samples:,} goals, seed {self.seed}{doubt})"


def _outward(exact: Fraction, way: float) -> float:
    """The nearest float that is not on the wrong side."""
    near = float(exact)
    return near if (Fraction(near) - exact) * int(math.copysign(1, way)) >= 0 else math.nextafter(near, way)


def known(value: Fraction, seed: int, confidence: Fraction) -> Estimate:
    """What is known without drawing a goal, up to the rounding of floats.

    Examples
    --------
    >>> found = known(Fraction(1, 3), 0, Fraction(99, 100))
    >>> Fraction(found.lower) < Fraction(1, 3) < Fraction(found.upper)
    True
    """
    ends = _outward(value, -math.inf), _outward(value, math.inf)
    return Estimate(float(value), *ends, 0, seed, confidence, 0.0, 0.0)


@dataclass(frozen=True)
class Aim:
    """When sampling is meant to end: at a half-width, or at a number of goals."""

    precision: float | None
    samples: int | None


@dataclass(frozen=True)
class Tally:
    """Sums of one group, and the bets below and above."""

    count: int
    total: float
    squares: float
    below: Side
    above: Side


@dataclass(frozen=True)
class Running:
    """What is known after some chunks.

    Attributes
    ----------
    chunks, samples, ambiguous : int
    tallies : tuple of Tally
        One for each group.
    error : tuple of float
        Largest rounding error of each group's `z`.
    """

    chunks: int
    samples: int
    ambiguous: int
    tallies: tuple[Tally, ...]
    error: tuple[float, ...]

    @classmethod
    def fresh(cls, job: Job) -> "Running":
        """Nothing drawn yet."""
        sides: list[Side] = [Bounded() if g.bounded else Spread() for g in job.parts.groups]
        return cls(0, 0, 0, tuple(Tally(0, 0.0, 0.0, s, s) for s in sides), tuple(0.0 for _ in sides))

    def after(self, job: Job, chunk: Chunk, aim: Aim, level: float) -> "Running":
        """The state after the next chunk."""
        tallies = tuple(
            self._tally(tally, group, sums, chunk, self._plan(job, tally, group, aim), level)
            for tally, group, sums in zip(self.tallies, job.parts.groups, chunk.sums, strict=True)
        )
        error = tuple(max(a, b) for a, b in zip(self.error, chunk.error, strict=True))
        return Running(self.chunks + 1, self.samples + chunk.size, self.ambiguous + chunk.ambiguous, tallies, error)

    def _plan(self, job: Job, tally: Tally, group: Group, aim: Aim) -> Plan:
        """Made of what is known before the chunk."""
        rate = (tally.count + 1) / (self.samples + 1)
        coming = (self.samples + chunk_size(job, self.chunks)) * rate
        draws = None if aim.samples is None else aim.samples * rate
        width = None
        if aim.precision is not None:
            width = aim.precision / (float(group.scale) * len(self.tallies))
        return Plan(width, draws, coming)

    @staticmethod
    def _tally(
        tally: Tally, group: Group, sums: tuple[int, float, float], chunk: Chunk, plan: Plan, level: float
    ) -> Tally:
        count, total, squares = sums
        # an ambiguous goal counts as 0 below and as 1 above, see `decision.numeric.groups`
        reach = count + chunk.ambiguous
        mirror = (count - total, count - 2 * total + squares) if group.bounded else (-total, squares)
        below = tally.below.after(reach, total, squares, plan, level=level) if reach else tally.below
        above = tally.above.after(reach, *mirror, plan, level=level) if reach else tally.above
        return Tally(tally.count + count, tally.total + total, tally.squares + squares, below, above)

    def estimate(self, job: Job, confidence: Fraction, level: float) -> Estimate:
        """The interval, and the mean, as they are now."""
        value, lower, upper = float(job.parts.constant), job.parts.constant, job.parts.constant
        variance = 0.0
        for tally, group, error in zip(self.tallies, job.parts.groups, self.error, strict=True):
            shift, scale = float(group.shift), float(group.scale)
            doubt = self.ambiguous if group.bounded else 0
            count = tally.count + doubt
            mean = (tally.total + doubt / 2) / count if count else math.nan
            low, high = tally.below.lower(level), -tally.above.lower(level) + (1 if group.bounded else 0)
            slack = SLACK * (1 + (0 if math.isnan(mean) else abs(mean))) + error
            low, high = low - slack, high + slack
            if group.bounded:
                low, high = max(low, 0.0), min(high, 1.0)
            value += shift + scale * mean
            lower, upper = (x + group.shift + group.scale * Fraction(z) for x, z in ((lower, low), (upper, high)))
            if count:
                variance += scale**2 * max(tally.squares / count - (tally.total / count) ** 2, 0.0) / count
        below, above = _outward(lower, -math.inf), _outward(upper, math.inf)
        return Estimate(
            value if math.isnan(value) else min(max(value, below), above),
            below,
            above,
            self.samples,
            job.seed,
            confidence,
            math.sqrt(variance),
            self.ambiguous / self.samples if self.samples else 0.0,
        )

    def to_json(self) -> dict[str, Any]:
        """Plain numbers, from which `from_json` makes the same state."""
        return asdict(self)

    @classmethod
    def from_json(cls, job: Job, state: Mapping[str, Any]) -> "Running":
        """The state that `to_json` wrote."""
        tallies = tuple(
            replace(
                fresh,
                **{
                    name: type(fresh.below)(**value) if name in ("below", "above") else value
                    for name, value in written.items()
                },
            )
            for fresh, written in zip(cls.fresh(job).tallies, state["tallies"], strict=True)
        )
        return cls(state["chunks"], state["samples"], state["ambiguous"], tallies, tuple(state["error"]))
