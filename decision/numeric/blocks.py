"""A block of rewards: all at once while that is fast, the rest one by one, and the certified bounds of each."""

# numba is untyped
# pyright: reportUnknownVariableType=false

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from decision.numeric.packed import Floats, PackedMDP
from decision.numeric.rounding import SLACK, UNIT, Frame

__all__ = ["CYCLE", "FEW", "LARGE", "Solved", "block_size", "solve_block"]

SWEEPS, SMALL = 200, 1200
"""Sweeps of all rewards together beyond which one by one is faster: of a process, and of a small one."""

ENTRIES = 200_000
"""Entries read in all sweeps of a process between small and not."""

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


def block_size(states: int) -> int:
    """Rewards of one task. It depends on the process alone, so that results do not depend on the number of threads."""
    return 64 * min(64, max(1, 4096 // states))


def solve_block(
    model: PackedMDP, frame: Frame, tolerance: float, engine: str, rewards: Floats, out: Solved, block: slice
) -> None:
    """Optimal values for the rewards of a block, with certified errors."""
    here, values, rows = rewards[block], out.values[block], out.rows[block]
    sizes = np.abs(here).max(axis=1, initial=0)
    wanted = frame.wanted(tolerance, frame.error(sizes / (1 - frame.discount), sizes))
    values[:] = here
    if not frame.anchored:
        values += frame.discount / (1 - frame.discount) * here.mean(axis=1, keepdims=True)
    least, largest, done = np.empty(len(here)), np.empty(len(here)), np.zeros(len(here), dtype=bool)
    compiled = engine == "numba"
    if compiled and len(here) >= FEW and model.size <= LARGE:
        _together(model, frame, here, wanted, values, rows, least, largest, done)
    if not done.all():
        solve = _compiled(model, frame) if compiled else _plain(model, frame)
        before = None
        for k in np.flatnonzero(~done):
            near = before is not None and np.ptp(here[k] - here[before]) < NEAR * np.ptp(here[k])
            start = values[before] if near else values[k]
            values[k], rows[k], least[k], largest[k] = solve(here[k], start, float(wanted[k]))
            before = k
    out.radius[block] = _certified(frame, values, least, largest, sizes)


def _certified(frame: Frame, values: Floats, least: Floats, largest: Floats, sizes: Floats) -> Floats:
    """Move the values to the mid-point of their bounds; half the distance of the bounds."""
    error = frame.error(np.abs(values).max(axis=1, initial=0), sizes)
    low, high = frame.shifts(least, largest, error)
    middle = (low + high) / 2
    values += middle[:, None]
    size = np.abs(values).max(axis=1, initial=0)
    return ((high - low) / 2 * SLACK + 2 * UNIT * (size + np.abs(middle))) * SLACK


def _together(model: PackedMDP, frame: Frame, rewards: Floats, wanted: Floats, *results: Any) -> None:
    """Solve what is fast to solve together."""
    from decision.numeric.tiles import solve_tiles

    rows = model.transitions
    most = max(SWEEPS, min(SMALL, ENTRIES // max(1, rows.nnz)))
    process = (model.first, rows.indptr, rows.indices, rows.data)
    solve_tiles(*process, rewards, frame.discount, wanted, frame.anchored, most, *results)


def _plain(model: PackedMDP, frame: Frame) -> Callable[[Floats, Floats, float], Column]:
    from decision.numeric.plain import solve_column

    return lambda reward, start, wanted: solve_column(model, frame, reward, start, wanted)


def _compiled(model: PackedMDP, frame: Frame) -> Callable[[Floats, Floats, float], Column]:
    """A solver with its own working memory."""
    from decision.numeric.kernels import Process, solve_column

    process, n = Process.of(model), model.size
    policy, v, u, basis = process.room(), np.empty(n), np.empty(n), np.empty((CYCLE + 1, n))

    def solve(reward: Floats, begin: Floats, wanted: float) -> Column:
        v[:] = begin
        least, largest = solve_column(process, policy, reward, frame.discount, wanted, frame.anchored, v, u, basis)
        return v, policy.choice, least, largest

    return solve
