"""Modified policy iteration for one reward with numpy and scipy, where numba is not installed."""

# scipy is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import gmres, spsolve

from decision.numeric.packed import Floats, PackedMDP
from decision.numeric.rounding import Frame

__all__ = ["solve_column"]

SWEEPS = 20
PATIENCE = 2000
SMALL = 1000
"""States up to which equations are solved by elimination; for more, in so many cycles of GMRES of such a length."""
CYCLE, CYCLES = 30, 10


def solve_column(model: PackedMDP, frame: Frame, reward: Floats, v: Floats, wanted: float) -> tuple[Any, ...]:
    """The last `v`, the chosen rows, and the least and the largest `T v - v`."""
    lowest, stalled = np.inf, 0
    while True:
        u, choice = improved(model, frame.discount, reward, v)
        least, largest = (u - v).min(), (u - v).max()
        now = frame.spread(least, largest)
        lowest, stalled = (now, 0) if now < 0.9 * lowest else (lowest, stalled + 1)
        if not now > wanted or stalled > PATIENCE:
            return v, choice, least, largest
        rows = model.transitions[choice]
        for _ in range(SWEEPS):
            v = u
            u = reward + frame.discount * (rows @ v)
            change = u - v
            if not frame.anchored:
                u += frame.discount * (change.min() + change.max()) / (2 * (1 - frame.discount))
            if frame.spread(change.min(), change.max()) <= max(0.1 * now, 0.5 * wanted):
                break
        else:
            u = solved(rows, frame.discount, reward, u)
        v = u


def solved(rows: Any, discount: float, reward: Floats, start: Floats) -> Floats:
    """Values of the policy with these rows, where plain sweeps from a start are slow."""
    system = (sparse.eye_array(start.size) - discount * rows).tocsc()
    if start.size <= SMALL:
        return np.asarray(spsolve(system, reward))
    aim = 0.1 * float(np.linalg.norm(reward - system @ start))
    return gmres(system, reward, x0=start, rtol=0.0, atol=aim, restart=CYCLE, maxiter=CYCLES)[0]


def improved(model: PackedMDP, discount: float, reward: Floats, v: Floats) -> tuple[Floats, Any]:
    """`T v`, and the rows that attain it: the first of equals."""
    worth = model.transitions @ v
    first = model.first[:-1]
    best = np.maximum.reduceat(worth, first)
    hits = np.flatnonzero(worth == best[model.state])
    choice = hits[np.searchsorted(model.state[hits], np.arange(model.size))]
    return reward + discount * best, choice
