"""A block of rewards: all at once while that is fast, the rest one by one, and the certified bounds of each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from decision.numeric.packed import Floats, PackedMDP
from decision.numeric.rounding import SLACK, UNIT, Frame

__all__ = ["BLOCK", "Solved", "solve_block"]

BLOCK = 64
"""Rewards of one task: fixed, so that results do not depend on the number of threads."""

CYCLE = 30
"""Length of a GMRES cycle."""

NEAR = 0.25
"""A reward that differs from the one before by less than this, in span, starts from its values."""

FEW, LARGE = 12, 200_000
"""Fewer rewards, or more states, than are worth a tile."""

Column = tuple[Floats, Any, float, float]
"""`v`, chosen rows, least and largest `T v - v`."""


@dataclass(frozen=True)
class Solved:
    """Where results go: arrays of all rewards."""

    values: Floats
    rows: Any
    radius: Floats

    def take(self, frame: Frame, k: int, column: Column, largest_reward: float) -> None:
        """Certify a column and store it."""
        v, choice, least, largest = column
        error = frame.error(float(np.abs(v).max(initial=0)), largest_reward)
        low, high = frame.shifts(least, largest, error)
        middle = (low + high) / 2
        np.add(v, middle, out=self.values[k])
        self.rows[k] = choice
        size = float(np.abs(self.values[k]).max(initial=0))
        self.radius[k] = ((high - low) / 2 * SLACK + 2 * UNIT * (size + abs(middle))) * SLACK


def solve_block(
    model: PackedMDP, frame: Frame, tolerance: float, engine: str, rewards: Floats, out: Solved, block: slice
) -> None:
    """Optimal values for the rewards of a block."""
    compiled = engine == "numba"
    here = rewards[block]
    sizes = np.abs(here).max(axis=1, initial=0)
    wanted = np.array([frame.wanted(tolerance, frame.error(r / (1 - frame.discount), r)) for r in sizes])
    start = here if frame.anchored else here + frame.discount / (1 - frame.discount) * here.mean(axis=1, keepdims=True)
    done = np.zeros(len(here), dtype=bool)
    if compiled and len(here) >= FEW and model.size <= LARGE:
        start, done = _tile(model, frame, here, start, wanted, sizes, out, block.start)
    if done.all():
        return
    solve = _compiled(model, frame) if compiled else _plain(model, frame)
    before, values = None, None
    for k in np.flatnonzero(~done):
        begin = start[k]
        if before is not None and values is not None and np.ptp(here[k] - before) < NEAR * np.ptp(here[k]):
            begin = values
        column = solve(here[k], begin, float(wanted[k]))
        out.take(frame, block.start + int(k), column, float(sizes[k]))
        before, values = here[k], column[0]


def _tile(
    model: PackedMDP,
    frame: Frame,
    rewards: Floats,
    start: Floats,
    wanted: Floats,
    sizes: Floats,
    out: Solved,
    offset: int,
) -> tuple[Floats, Any]:
    """Solve what is fast to solve together; where the others are now, and which are done."""
    from decision.numeric.tiles import WIDTH, choose, solve_tile

    rows, count = model.transitions, len(rewards)
    padded = np.minimum(np.arange(WIDTH), count - 1)
    reward, v = np.ascontiguousarray(rewards[padded].T), np.ascontiguousarray(start[padded].T)
    u, least, largest = np.empty_like(v), np.empty(WIDTH), np.empty(WIDTH)
    process = (model.first, rows.indptr, rows.indices, rows.data)
    sweeps = solve_tile(*process, reward, frame.discount, wanted[padded], frame.anchored, v, u, least, largest)
    last, after = (v, u) if sweeps % 2 else (u, v)
    done = frame.spread(least, largest)[:count] <= wanted
    if done.any():
        choice = np.empty(v.shape, dtype=np.int32)
        choose(*process, last, choice)
        for k in np.flatnonzero(done):
            column = (last[:, k], choice[:, k], float(least[k]), float(largest[k]))
            out.take(frame, offset + int(k), column, float(sizes[k]))
    return np.ascontiguousarray(after.T[:count]), done


def _plain(model: PackedMDP, frame: Frame) -> Callable[[Floats, Floats, float], Column]:
    from decision.numeric.plain import solve_column

    return lambda reward, start, wanted: solve_column(model, frame, reward, start, wanted)


def _compiled(model: PackedMDP, frame: Frame) -> Callable[[Floats, Floats, float], Column]:
    """A solver with its own working memory."""
    from decision.numeric.kernels import solve_column

    n, rows = model.size, model.transitions
    v, u, choice, loop = np.empty(n), np.empty(n), np.empty(n, dtype=np.int32), np.empty(n)
    start, basis = np.empty(n + 1, dtype=rows.indptr.dtype), np.empty((CYCLE + 1, n))
    entries = int(np.maximum.reduceat(np.diff(rows.indptr), model.first[:-1]).sum())
    target, weight = np.empty(entries, dtype=rows.indices.dtype), np.empty(entries)
    process = (model.first, rows.indptr, rows.indices, rows.data)

    def solve(reward: Floats, begin: Floats, wanted: float) -> Column:
        v[:] = begin
        least, largest = solve_column(
            *process, reward, frame.discount, wanted, frame.anchored, v, u, choice, start, target, weight, loop, basis
        )
        return v, choice, least, largest

    return solve
