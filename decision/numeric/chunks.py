"""The stream of goals, cut into numbered chunks, and what is kept of a chunk.

Chunk `k` is drawn by a generator seeded by the seed and `k` alone, so it is the same whoever computes it and when. Of a
chunk only sums are kept. A goal that single precision cannot decide is looked at in double precision, then in
rationals; if there are more of the last kind than `EXACT_LIMIT`, or a number is not finite, the goal is *ambiguous*.
"""

import hashlib
import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

from decision.goals.laws import Law
from decision.language.evaluate import evaluate_all, holds
from decision.language.events import All, AnyOf, Compare, Event, Not
from decision.language.quantities import Quantity
from decision.numeric.affine import DOUBLE
from decision.numeric.compiler import compiled
from decision.numeric.forms import Numbers, Whole
from decision.numeric.groups import Group, Split, coordinates_of, plain_events, split, weighted
from decision.numeric.program import Array, Program
from decision.numeric.source import Blocks, Source, Way, source
from decision.numeric.tilts import Tilt, tilt

__all__ = ["Chunk", "Job", "chunk", "chunk_size", "job_of", "stream", "way_of"]

EXACT_LIMIT = 4096
"""Goals of a chunk that are evaluated in rationals, at most."""

SELDOM = 1 / 6
"""Share of coordinates looked at for every goal up to which numbers are hashed: a hash takes as long as six draws."""

FIRST = 1024
BLOCK_CELLS = 2**18
"""Numbers in a block: what fits a processor's cache."""


@dataclass(frozen=True)
class Chunk:
    """Sums over a chunk.

    Attributes
    ----------
    size, ambiguous : int
    sums : tuple of (int, float, float)
        For each group, over the goals that are not ambiguous: how many satisfy its condition, the sum of `z`, and of
        its square.
    error : tuple of float
        For each group a bound on the rounding error of each `z`.
    """

    size: int
    ambiguous: int
    sums: tuple[tuple[int, float, float], ...]
    error: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Job:
    """All that chunks are computed from.

    Attributes
    ----------
    parts : Split
    source : Source
    seed : int
    block : int
        Goals that are evaluated at once.
    key : str
        Digest of the rest.
    first : int
        Goals in the first chunk.
    tilt : Tilt or None
        The law that goals are drawn from in place of the law, weighted.
    """

    parts: Split
    source: Source
    seed: int
    block: int
    key: str
    first: int = FIRST
    tilt: Tilt | None = None

    @property
    def single(self) -> bool:
        """Whether sixteen bits may be looked at first, in single precision: where only events are asked for."""
        return self.source.sixteen is not None and not self.parts.values

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Job) and self.key == other.key


def job_of(quantity: Quantity, law: Law, seed: int, *, rare: bool = False) -> Job:
    """Prepare a quantity under a law for sampling."""
    parts = split(quantity, law)
    names = coordinates_of(parts.events, parts.values)
    found, tilted = source(parts.law, names), None
    if rare and parts.groups:
        tilted = tilt(parts.law, names, plain_events(parts))
        parts, found = weighted(parts, Fraction(tilted.bound)), source(tilted, names)
    cells = max(1, BLOCK_CELLS // max(1, len(found.frame.names)))
    least = 256 if found.sixteen is None else 1024
    block = min(8192, max(least, 1 << (cells.bit_length() - 1)))
    return Job(parts, found, seed, block, _key(parts, found, seed, block), tilt=tilted)


def _key(parts: Split, found: Source, seed: int, block: int) -> str:
    """Digest of what is computed; some goals stand for what a law's text leaves out, such as data."""
    probe = found.law.sample(np.random.default_rng(0), 64, found.frame.names)
    said = [_said(e) for e in parts.events], [v.digest for v in parts.values], parts.groups, parts.constant
    text = repr((said, found.frame.names, repr(found.law), seed, block))
    return hashlib.sha256(text.encode() + probe.tobytes()).hexdigest()


def _said(event: Event) -> Any:
    match event:
        case Compare(left, right, strict):
            return left.digest, right.digest, strict
        case All(events) | AnyOf(events):
            return type(event).__name__, [_said(e) for e in events]
        case Not(inner):
            return "not", _said(inner)
        case _:
            raise TypeError(f"unknown event {type(event).__name__}")


def chunk_size(job: Job, number: int) -> int:
    """Goals in a chunk: the first ones are smaller, so that sampling can end soon after it may.

    Examples
    --------
    >>> from decision import Pr, Uniform, iid, u
    >>> job = job_of(Pr(u("a") >= u("b")), iid(Uniform(0, 1)), 0)
    >>> [chunk_size(job, k) for k in (0, 1, 2, 3, 4, 100, 1000)]
    [1024, 1024, 2048, 2048, 3072, 52224, 65536]
    """
    return min(8 * job.block, job.first * (1 + number // 2))


@lru_cache(maxsize=8)
def _programs(job: Job) -> tuple[Program, Program]:
    """The program that all goals see, and the one in double precision for those that it leaves open."""
    parts, goals = job.parts, job.source
    double = compiled(parts.events, parts.values, goals.frame, DOUBLE)
    if not job.single or goals.sixteen is None:
        return double, double
    coarse = compiled(parts.events, parts.values, goals.coarse, goals.sixteen.precision)
    return coarse if coarse.reach <= goals.sixteen.most else double, double


def way_of(job: Job) -> Way:
    """How the goals of a job are drawn."""
    first, double = _programs(job)
    if first is double:
        return "plain"
    return "hashed" if first.reach <= SELDOM * len(job.source.frame.names) else "sixteen"


def chunk(job: Job, number: int, size: int | None = None) -> Chunk:
    """Compute a chunk, or its first `size` goals."""
    whole = chunk_size(job, number) if size is None else size
    rng, key = stream(job, number)
    found: list[Chunk] = []
    left: list[Array] = []
    block = Blocks(job.source, min(job.block, whole), way_of(job))
    for start in range(0, whole, job.block):
        block.draw(rng, min(job.block, whole - start), start, key)
        part, open_ = _first_look(job, block.numbers)
        found.append(part)
        if open_.size:
            left.append(block.closer(open_, start, key))
    if left:
        found.append(_second_look(job, np.concatenate(left, axis=1)))
    groups = range(len(job.parts.groups))
    return Chunk(
        whole,
        sum(part.ambiguous for part in found),
        tuple(
            (
                sum(part.sums[g][0] for part in found),
                math.fsum(part.sums[g][1] for part in found),
                math.fsum(part.sums[g][2] for part in found),
            )
            for g in groups
        ),
        tuple(max(part.error[g] for part in found) for g in groups),
    )


def stream(job: Job, number: int) -> tuple[np.random.Generator, int]:
    """The generator of a chunk, and the key of further bits of its numbers."""
    seed = np.random.SeedSequence(job.seed, spawn_key=(number,))
    return np.random.Generator(np.random.SFC64(seed)), int(seed.generate_state(3, np.uint64)[2])


@dataclass
class _Truths:
    """Events and values at a block of goals, and where they are not known."""

    events: list[Array]
    values: list[Array]
    errors: list[float]
    open: Array
    weights: Array | None = None
    inexact: float = 0.0
    """Relative error of the weights."""


def _look(job: Job, program: Program, drawn: Numbers) -> _Truths:
    block = program(drawn)
    open_ = np.flatnonzero(_open(block.margins, block.open, drawn.shape[1]))
    truths = _Truths([m > 0 for m in block.margins], block.values, block.errors, open_)
    if job.tilt is not None:
        truths.weights, truths.inexact = job.tilt.weights(drawn.some(None, None))
    return truths


def _first_look(job: Job, drawn: Numbers) -> tuple[Chunk, Array]:
    """Sums over the goals of a block that are decided at once, and the places of the others."""
    truths = _look(job, _programs(job)[0], drawn)
    return _summed(job, truths, drawn.shape[1], 0), truths.open


def _second_look(job: Job, drawn: Array) -> Chunk:
    """Sums over goals that were left: decided in double precision, in rationals, or not at all."""
    truths = _look(job, _programs(job)[1], Whole(drawn))
    truths.open = _exactly(job, drawn, truths)
    return _summed(job, truths, drawn.shape[1], truths.open.size)


def _summed(job: Job, truths: _Truths, size: int, ambiguous: int) -> Chunk:
    keep: Array | None = None
    if truths.open.size:
        keep = np.ones(size, dtype=bool)
        keep[truths.open] = False
    sums = tuple(_sums(group, truths, keep, size) for group in job.parts.groups)
    errors = tuple(
        truths.inexact if g.value is None else truths.errors[g.value] / float(g.scale) for g in job.parts.groups
    )
    return Chunk(size, ambiguous, sums, errors)


def _open(margins: list[Array], picks: Array | None, size: int) -> Array:
    found = np.zeros(size, dtype=bool) if picks is None else picks
    for margin in margins:
        found = found | ~(np.abs(margin) > 1)
    return found


def _exactly(job: Job, drawn: Array, truths: _Truths) -> Array:
    """Evaluate in rationals what is still open, in place; returns the places of ambiguous goals."""
    parts, frame, places = job.parts, job.source.frame, truths.open
    finite = np.isfinite(drawn[:, places]).all(axis=0)
    limit = EXACT_LIMIT if all(g.bounded for g in parts.groups) else len(places)  # without bounds none may be left out
    chosen = np.flatnonzero(finite)[:limit]
    for k in places[chosen].tolist():
        goal = frame.goal(drawn[:, k].tolist())
        for event, known in zip(parts.events, truths.events, strict=True):
            known[k] = holds(event, goal)
        for known, exact in zip(truths.values, evaluate_all(parts.values, goal), strict=True):
            known[k] = float(exact)
    return np.delete(places, chosen)


def _sums(group: Group, truths: _Truths, keep: Array | None, size: int) -> tuple[int, float, float]:
    hits = keep if group.given is None else truths.events[group.given]
    if group.given is not None and keep is not None:
        hits = hits & keep
    count = size if hits is None else int(np.count_nonzero(hits))
    if group.value is None and len(group.weights) == 1 and truths.weights is None:
        ((place, weight),) = group.weights
        event = truths.events[place] if hits is None else truths.events[place] & hits
        total = int(np.count_nonzero(event))
        total = total if weight > 0 else count - total
        return count, float(total), float(total)
    z = _normal(group, truths) if hits is None else _normal(group, truths)[hits]
    return count, float(z.sum()), float((z * z).sum())


def _normal(group: Group, truths: _Truths) -> Array:
    alike: dict[Fraction, list[Array]] = {}
    for place, weight in group.weights:
        alike.setdefault(weight, []).append(truths.events[place])
    total: Any = 0.0
    for weight, events in alike.items():
        total = total + float(weight) * _how_many(events)
    if group.value is not None:
        total = total + truths.values[group.value]
    if truths.weights is not None:
        total = total * truths.weights
    z = (total - float(group.shift)) / float(group.scale)
    return np.clip(z, 0.0, 1.0) if group.bounded else z


def _how_many(events: list[Array]) -> Array:
    """How many events hold at each goal, in small integers."""
    total = events[0].astype(np.uint8 if len(events) < 2**8 else np.uint32)
    for event in events[1:]:
        total += event
    return total
