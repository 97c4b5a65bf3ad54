"""One reward after another: a start, a solver, and the rounding error of the residual it leaves."""

from collections.abc import Callable
from typing import Any

import numpy as np

from decision.numeric.packed import Floats, PackedMDP
from decision.numeric.rounding import Frame

__all__ = ["solver"]

VECTORS = 30
"""Length of a GMRES cycle."""

Solve = Callable[[Floats, float], tuple[Floats, Any, float, float, float]]
"""From reward and tolerance to `v`, chosen rows, least and largest residual, rounding error of the residual."""


def solver(engine: str, model: PackedMDP, frame: Frame) -> Solve:
    """A solver with its own working memory."""
    iterate = _compiled(model, frame) if engine == "numba" else _plain(model, frame)

    def solve(reward: Floats, tolerance: float) -> tuple[Floats, Any, float, float, float]:
        largest = np.abs(reward).max(initial=0)
        rough = frame.error(largest / (1 - frame.discount), largest)
        start = reward if frame.anchored else reward + frame.discount * reward.min() / (1 - frame.discount)
        v, choice, low, high = iterate(reward, start, frame.wanted(tolerance, rough))
        return v, choice, low, high, float(frame.error(np.abs(v).max(initial=0), largest))

    return solve


def _plain(model: PackedMDP, frame: Frame) -> Any:
    from decision.numeric.plain import solve_column

    return lambda reward, start, wanted: solve_column(model, frame, reward, start, float(wanted))


def _compiled(model: PackedMDP, frame: Frame) -> Any:
    from decision.numeric.kernels import solve_column

    n, rows = model.size, model.transitions
    v, u, choice = np.empty(n), np.empty(n), np.empty(n, dtype=np.int32)
    start = np.empty(n + 1, dtype=rows.indptr.dtype)
    entries = int(np.maximum.reduceat(np.diff(rows.indptr), model.first[:-1]).sum())
    target, weight, loop = np.empty(entries, dtype=rows.indices.dtype), np.empty(entries), np.empty(n)
    basis = np.empty((VECTORS + 1, n))

    def iterate(reward: Floats, begin: Floats, wanted: float) -> tuple[Floats, Any, float, float]:
        v[:] = begin
        least, largest = solve_column(
            model.first, rows.indptr, rows.indices, rows.data, reward, frame.discount, float(wanted), frame.anchored,
            v, u, choice, start, target, weight, loop, basis,
        )  # fmt: skip
        return v, choice, least, largest

    return iterate
