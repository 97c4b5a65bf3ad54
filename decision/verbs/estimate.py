"""`estimate`: a quantity under one law by sampling, with an interval that is valid whenever sampling stops."""

import math
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tqdm import tqdm

from decision.errors import InvalidType, InvalidValue
from decision.exact import Rational, rational
from decision.goals.assumptions import Assumption
from decision.goals.laws import Law
from decision.language.quantities import Quantity
from decision.numeric.averaging import averaged
from decision.numeric.checkpoints import read, write
from decision.numeric.chunks import Job, job_of
from decision.numeric.estimates import Aim, Estimate, Running, known
from decision.numeric.runner import chunks, pool_of
from decision.validation import check_confidence, check_count, check_type

__all__ = ["Estimate", "estimate"]

DEFAULT_SAMPLES = 2**20
PATIENCE = 4
"""With `precision` alone, sampling ends after this many times the goals that the largest variance would need."""

NO_HIT = 2**24
"""Goals after which a condition that never held is given up."""

SAVE_EVERY = 5.0


def estimate(
    quantity: Any,
    *,
    goals: Law,
    precision: Rational | None = None,
    confidence: Rational = "0.99",
    time_limit: float | None = None,
    samples: int | None = None,
    seed: int = 0,
    progress: bool = True,
    executor: Any = None,
    checkpoint: str | os.PathLike[str] | None = None,
    average_over: Assumption | Sequence[Assumption] | None = None,
    rare: bool = False,
) -> Estimate:
    """Estimate a quantity by drawing goals from a law.

    The interval is a confidence sequence: with the stated probability it contains the truth at every time at once, so
    it may be watched, and sampling stopped for any reason, without spoiling it :cite:p:`WaudbySmithRamdas2024`. An
    estimate is never a verdict.

    Parameters
    ----------
    quantity : Quantity
        Probabilities and expectations, conditional ones too, and rational combinations of them.
    goals : Law
        Where goals come from, such as ``iid(Uniform(0, 1))``.
    precision : rational, optional
        Stop when the interval is at most twice this wide. Goals whose comparisons cannot be decided may make that
        impossible; then sampling ends when more goals would not help, and the interval is wider.
    confidence : rational, optional
        Of the interval, between 0 and 1.
    time_limit : float, optional
        Seconds after which to stop. How many goals are drawn by then depends on the machine, so the result does too.
    samples : int, optional
        Number of goals after which to stop; 1,048,576 if neither this, `precision` nor `time_limit` is given.
    seed : int, optional
        With the same seed, and no time limit, the result is the same whatever the number and kind of workers.
    progress : bool, optional
        Show a bar on a terminal.
    executor : concurrent.futures.Executor or dask.distributed.Client, optional
        Who computes; by default a thread for each processor. Work lost with a worker is done again.
    checkpoint : path, optional
        File to which progress is saved, and from which it resumes if it exists.
    average_over : Assumption or sequence of them, optional
        Symmetries of the law, such as ``Exchangeable()``, or ``ReflectionSymmetric()`` for antithetic goals. For each
        goal drawn the quantity is averaged over its whole orbit, which never makes the variance larger and costs an
        evaluation for each image; see `decision.numeric.averaging` for where that pays.
    rare : bool, optional
        Draw goals where the events happen, and weight them, so that a probability of 1e-8 is found from some thousand
        goals. It helps where a comparison, or several together, is far in the tail of the law; see
        `decision.numeric.tilts`. For unconditional probabilities, under normal, exponential, Laplace or uniform laws.

    Returns
    -------
    Estimate
        After Ctrl-C too, with the interval so far.

    Raises
    ------
    InvalidValue
        If an expectation has neither a known range nor a finite bound on its variance; if a condition never holds; if
        the law lacks a symmetry of `average_over`; if `rare` is asked for something that is no plain probability.
    InvalidType
        If the law has symbols or cannot be sampled, or not as `rare` needs it.

    Examples
    --------
    >>> from decision import Choice, Exponential, Pr, Uniform, estimate, iid, u
    >>> menu = Choice({"sure": {"a": 1}, "coin": {"b": "1/2", "c": "1/2"}, "coin2": {"d": "1/2", "e": "1/2"}})
    >>> found = estimate(Pr(menu.best("sure")), goals=iid(Uniform(0, 1)), precision="0.005")
    >>> found.lower <= 23 / 60 <= found.upper, found.upper - found.lower <= 0.01
    (True, True)
    >>> found = estimate(Pr(u("a") + u("b") >= 30), goals=iid(Exponential(1)), samples=20_000, rare=True)
    >>> found.lower <= 31 * math.exp(-30) <= found.upper < 4e-12
    True
    """
    check_type(quantity, Quantity, "quantity", "write a quantity such as Pr(event)")
    check_type(goals, Law, "goals", "write a law such as iid(Uniform(0, 1))")
    limits = _limits(precision, samples, time_limit)
    chance = check_confidence(confidence)
    check_type(rare, bool, "rare", "write True or False")
    if average_over is not None:
        quantity = averaged(quantity, goals, average_over)
    job = job_of(quantity, goals, check_count(seed, "seed", 0), rare=rare)
    if not job.parts.groups:
        return known(job.parts.constant, seed, chance)
    work = _Work(job, chance, limits, checkpoint)
    pool_of(executor).close()  # refuses a wrong executor before anything else
    with closing(chunks(job, work.running.chunks, work.left(), executor)) as stream, _bar(limits, progress) as bar:
        work.draw(stream, bar)
    return work.result()


@dataclass(frozen=True)
class Limits:
    """When to stop."""

    precision: float | None
    samples: int | None
    seconds: float | None

    @property
    def aim(self) -> Aim:
        """What bets should aim for."""
        return Aim(self.precision, None if self.precision is not None else self.samples)


class _Work:
    def __init__(
        self, job: Job, confidence: Fraction, limits: Limits, checkpoint: str | os.PathLike[str] | None
    ) -> None:
        self.job, self.confidence, self.limits, self.checkpoint = job, confidence, limits, checkpoint
        # two sides for each group share what may go wrong
        self.level = math.log(2 * len(job.parts.groups) / float(1 - confidence))
        self.running = Running.fresh(job) if checkpoint is None else read(checkpoint, job, confidence)
        self.begun = self.saved = time.monotonic()

    def left(self) -> int | None:
        return None if self.limits.samples is None else max(0, self.limits.samples - self.running.samples)

    def draw(self, stream: Iterator[Any], bar: Any) -> None:
        """Take in chunks until it is time to stop."""
        try:
            while not self.done():
                found = next(stream, None)
                if found is None:
                    break
                self.running = self.running.after(self.job, found, self.limits.aim, self.level)
                self.look(bar, found.size)
        except KeyboardInterrupt:
            if not self.running.chunks:
                raise
        finally:
            if self.checkpoint is not None and self.running.chunks:
                write(self.checkpoint, self.job, self.confidence, self.running)

    def look(self, bar: Any, drawn: int) -> None:
        bar.update(drawn)
        if not bar.disable:
            now = self.result()
            bar.set_postfix_str(f"[{now.lower:.6g}, {now.upper:.6g}]", refresh=False)
        if self.checkpoint is not None and time.monotonic() - self.saved > SAVE_EVERY:
            write(self.checkpoint, self.job, self.confidence, self.running)
            self.saved = time.monotonic()

    def done(self) -> bool:
        limits, running = self.limits, self.running
        if limits.seconds is not None and running.chunks and time.monotonic() - self.begun >= limits.seconds:
            return True
        if limits.precision is None or not running.chunks:
            return False
        now = self.result()
        if now.upper - now.lower <= 2 * limits.precision:
            return True
        if running.samples >= NO_HIT and any(not t.count for t in running.tallies):
            raise InvalidValue(
                f"quantity has a condition that held at none of {running.samples:,} goals; "
                "condition on a likelier event, or measure the quantity exactly"
            )
        return all(t.count >= self.needed(float(g.scale)) for t, g in zip(running.tallies, self.groups, strict=True))

    @property
    def groups(self) -> Any:
        return self.job.parts.groups

    def needed(self, scale: float) -> float:
        """Goals at which the interval is narrow enough even if the variance is the largest possible."""
        assert self.limits.precision is not None
        width = self.limits.precision / (scale * len(self.groups))
        return PATIENCE * (2 * self.level / width**2 + 2 * self.level / width)

    def result(self) -> Estimate:
        return self.running.estimate(self.job, self.confidence, self.level)


def _bar(limits: Limits, progress: bool) -> Any:
    """A bar on standard error; none unless that is a terminal."""
    return tqdm(total=limits.samples, unit=" goals", unit_scale=True, disable=None if progress else True)


def _limits(precision: Any, samples: Any, time_limit: Any) -> Limits:
    width = None
    if precision is not None:
        exact = rational(precision, "precision")
        if exact <= 0:
            raise InvalidValue(f"precision = {precision!r} is not positive; write for example '0.001'")
        width = float(exact)
    if samples is not None:
        samples = check_count(samples, "samples", 1)
    seconds = None
    if time_limit is not None:
        if isinstance(time_limit, bool) or not isinstance(time_limit, int | float):
            raise InvalidType(f"time_limit = {time_limit!r} is not a number of seconds; write for example 60")
        if not 0 < time_limit < math.inf:
            raise InvalidValue(f"time_limit = {time_limit!r} must be a positive, finite number of seconds")
        seconds = float(time_limit)
    if width is None and samples is None and seconds is None:
        samples = DEFAULT_SAMPLES
    return Limits(width, samples, seconds)
