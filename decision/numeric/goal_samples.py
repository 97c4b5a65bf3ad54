"""Means over goals on a large process: goals are drawn in numbered chunks, solved, and summed up.

As in `estimate`, chunk `k` is drawn by a generator seeded by the seed and `k` alone, and chunks enter in their order,
so results do not depend on the number of threads. Two calls with the same law and seed see the same goals: differences
between neighbouring discounts or processes are then much better known than the two values.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from math import log
from typing import Any, Required, TypedDict

import numpy as np
from numpy.typing import NDArray

from decision.errors import InvalidValue
from decision.exact import Rational
from decision.goals.laws import Law
from decision.numeric import memory
from decision.numeric.chunks import Chunk, Job, chunk_size, stream
from decision.numeric.estimates import Aim, Estimate, Running
from decision.numeric.groups import Group, Split
from decision.numeric.packed import PackedMDP
from decision.numeric.runner import in_order
from decision.numeric.source import Source, source, support
from decision.numeric.values import Values, optimal_values
from decision.validation import check_confidence, check_count, check_type

__all__ = ["Sampling", "SamplingOptions", "bounded_sums"]

Array = NDArray[Any]
GOALS = 64
"""Goals that are solved at once."""


class SamplingOptions(TypedDict, total=False):
    """What the functions that average over goals have in common; see `Sampling`."""

    goals: Required[Law]
    discount: Required[float]
    samples: int
    tolerance: float
    confidence: Rational
    seed: int
    threads: int | None


@dataclass(frozen=True, kw_only=True)
class Sampling:
    """How goals are drawn and solved.

    Parameters
    ----------
    goals : Law
        Of the rewards of states, which are named as in ``model.states``, or by their numbers.
    discount, tolerance
        As in `optimal_values`.
    samples : int, optional
        Number of goals.
    confidence : rational, optional
        That all intervals of one call contain the truth.
    seed : int, optional
    threads : int, optional
        All processors by default. The result does not depend on it.
    """

    model: PackedMDP
    goals: Law
    discount: float
    samples: int = 1000
    tolerance: float = 1e-6
    confidence: Rational = "0.99"
    seed: int = 0
    threads: int | None = None

    def __post_init__(self) -> None:
        check_type(self.model, PackedMDP, "model", "write pack(mdp)")
        check_type(self.goals, Law, "goals", "write a law such as iid(Uniform(0, 1))")
        check_count(self.samples, "samples", 1)
        check_count(self.seed, "seed", 0)
        check_confidence(self.confidence)
        memory.check((GOALS, self.model.size), self.model, 1)

    @property
    def source(self) -> Source:
        """Goals of all states."""
        return source(self.goals, [self.name(k) for k in range(self.model.size)])

    def name(self, place: int) -> str:
        """What the law calls a state."""
        return str(place) if self.model.states is None else self.model.states[place]

    def reward_range(self, what: str) -> tuple[Fraction, Fraction]:
        """Least and largest reward possible, 0 included where the process ends; apart, even if all are the same.

        Raises
        ------
        InvalidValue
            If the law does not bound the rewards.
        """
        ends = [support(self.goals, name) for name in self.source.frame.names]
        known = [pair for pair in ends if pair is not None]
        if len(known) < len(ends):
            raise InvalidValue(
                f"goals = {self.goals!r} does not bound the rewards; {what} is estimated for bounded ones"
            )
        if self.model.terminal:
            known.append((Fraction(0), Fraction(0)))
        low, high = min(a for a, _ in known), max(b for _, b in known)
        return low, high if high > low else low + 1

    def estimates(
        self, low: Fraction, high: Fraction, count: int, sums: Callable[[Values], Sequence[Chunk]]
    ) -> list[Estimate]:
        """Intervals for the means of `count` variables between `low` and `high`.

        Parameters
        ----------
        low, high : Fraction
        count : int
        sums : callable
            For solved goals a chunk for each variable, with sums of `(variable - low) / (high - low)`.
        """
        parts = Split(self.goals, (), (), (Group(None, (), None, low, high - low, True),), Fraction(0))
        job, exact = Job(parts, self.source, self.seed, GOALS // 8, "", GOALS), check_confidence(self.confidence)
        level = log(2 * count / float(1 - exact))
        running = [Running.fresh(job) for _ in range(count)]
        aim, lanes = Aim(None, self.samples), memory.lanes(GOALS, self.model, self.threads)

        def summed(task: tuple[int, int]) -> Sequence[Chunk]:
            return sums(self._solved(job, *task))

        with ThreadPoolExecutor(lanes) as pool, closing(in_order(summed, self._tasks(job), pool)) as found:
            for chunks in found:
                running = [r.after(job, c, aim, level) for r, c in zip(running, chunks, strict=True)]
        return [r.estimate(job, exact, level) for r in running]

    def _tasks(self, job: Job) -> Iterator[tuple[int, int]]:
        """Chunk numbers and sizes."""
        number, left = 0, self.samples
        while left:
            size = min(left, chunk_size(job, number))
            yield number, size
            number, left = number + 1, left - size

    def _solved(self, job: Job, number: int, size: int) -> Values:
        rng, _ = stream(job, number)
        frame = job.source.frame
        x = job.source.draw(rng, size).T
        low, width = (np.array([float(getattr(a, name)) for a in frame.axes]) for name in ("low", "width"))
        rewards = np.ascontiguousarray(low + width * x)
        return optimal_values(self.model, rewards, discount=self.discount, tolerance=self.tolerance, threads=1)


def bounded_sums(y: Array, low: Fraction, high: Fraction, error: float) -> Chunk:
    """Sums of a variable between `low` and `high` that is known up to `error` for each goal.

    Examples
    --------
    >>> bounded_sums(np.array([0.0, 2.0]), Fraction(-2), Fraction(2), 0.0).sums
    ((2, 1.5, 1.25),)
    """
    scale = float(high - low)
    z = np.clip((y - float(low)) / scale, 0.0, 1.0)
    # beyond the bound on `y`, a few roundings in numbers of the size of the ends
    return Chunk(len(z), 0, ((len(z), float(z.sum()), float((z * z).sum())),), (error / scale + 2.0**-40,))
