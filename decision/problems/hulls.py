"""Vertices of the convex hull of finitely many rational points, each with a direction that singles it out.

A point is a vertex iff some linear form is greater there than at every other point; otherwise it is a convex
combination of vertices. Floats propose (nonnegative least squares: its support is the combination, its residual the
direction), rationals verify; z3 settles what floats cannot tell apart. Points are compared with the vertices found so
far only, and every point outside their hull leads to a new vertex (:cite:p:`Clarkson1994`).
"""

# scipy, python-flint and z3 are untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat
from numpy.typing import NDArray
from scipy.optimize import nnls

__all__ = ["Extreme", "Point", "combination", "dot", "extreme_points", "separation", "solved", "surrounding"]

Point = tuple[Fraction, ...]
Floats = NDArray[np.float64]

OUTSIDE = 1e-7  # residuals below are rounding; what lies between this and zero is left to the exact check
GRID = 2**12


@dataclass(frozen=True)
class Extreme:
    """A vertex: its place in the list, and a direction in which it is strictly the farthest."""

    index: int
    direction: Point


def dot(p: Sequence[Fraction], q: Sequence[Fraction]) -> Fraction:
    """Inner product."""
    return sum((a * b for a, b in zip(p, q, strict=True) if a and b), Fraction(0))


def extreme_points(points: Sequence[Point], *, seed: int = 0) -> list[Extreme]:
    """The vertices among distinct points, in their order.

    Examples
    --------
    >>> F = Fraction
    >>> [e.index for e in extreme_points([(F(0), F(0)), (F(1), F(0)), (F(0), F(1)), (F(1, 3), F(1, 3))])]
    [0, 1, 2]
    """
    if len(points) <= 1:
        return [Extreme(0, tuple(Fraction(0) for _ in p)) for p in points]
    table = np.array([[float(x) for x in p] for p in points])
    scale = np.abs(table).max() or 1.0
    known = _candidates(table / scale, seed)
    for index, point in enumerate(points):
        while index not in known and (direction := separation(point, [points[k] for k in known])) is not None:
            known.append(_farthest(points, direction, seed))
    found: list[Extreme] = []
    for k in sorted(set(known)):
        direction = separation(points[k], [points[j] for j in set(known) if j != k])
        if direction is not None:
            found.append(Extreme(k, direction))
    return found


def _candidates(table: Floats, seed: int) -> list[int]:
    """Points that are farthest in some random direction; floats only propose them."""
    directions = np.random.default_rng(seed).standard_normal((table.shape[1], 4 * table.shape[1]))
    return sorted({int(i) for i in (table @ directions).argmax(axis=0)})


def _farthest(points: Sequence[Point], direction: Point, seed: int) -> int:
    """The farthest point in a direction; ties are broken by further random directions, then by order."""
    values = [dot(p, direction) for p in points]
    top = max(values)
    best = [i for i, v in enumerate(values) if v == top]
    source = np.random.default_rng(seed)
    for _ in direction:
        if len(best) == 1:
            break
        second = [Fraction(int(x)) for x in source.integers(-GRID, GRID, len(direction))]
        values = [dot(points[i], second) for i in best]
        top = max(values)
        best = [i for i, v in zip(best, values, strict=True) if v == top]
    return best[0]


def separation(point: Point, others: Sequence[Point]) -> Point | None:
    """A direction in which the point is strictly farther than all others, or None if it is in their hull."""
    if not others:
        return tuple(Fraction(0) for _ in point)
    slope, support = _proposal(point, others)
    if slope is not None:
        for grid in (GRID, GRID**2, GRID**4):
            direction = _rounded(slope, grid)
            height = dot(direction, point)
            if all(dot(direction, p) < height for p in others):
                return direction
    elif combination(point, [others[j] for j in support]) is not None:
        return None
    return _separation_by_z3(point, others)


def surrounding(point: Point, others: Sequence[Point]) -> list[int] | None:
    """Places of affinely independent points whose hull has the point in it, or None if floats find none."""
    slope, support = _proposal(point, others)
    found = slope is None and combination(point, [others[j] for j in support]) is not None
    return support if found else None


def _proposal(point: Point, others: Sequence[Point]) -> tuple[Floats | None, list[int]]:
    """By nonnegative least squares: a direction from the hull to the point, or None, and the points nearest to it."""
    columns = np.array([[float(x) for x in p] for p in others]).T
    target = np.array([float(x) for x in point])
    scale = max(np.abs(columns).max(), np.abs(target).max()) or 1.0
    system = np.vstack([columns / scale, np.ones(len(others))])
    right = np.append(target / scale, 1.0)
    weights, residual = nnls(system, right)
    support = [j for j, w in enumerate(weights) if w > 1e-9]
    return (right - system @ weights)[:-1] if residual > OUTSIDE else None, support


def _rounded(slope: Floats, grid: int) -> Point:
    """A direction with small integer entries."""
    largest = np.abs(slope).max() or 1.0
    return tuple(Fraction(round(float(x) * grid)) for x in slope / largest)


def combination(point: Point, others: Sequence[Point]) -> list[Fraction] | None:
    """Weights of a convex combination that is the point, if the others are affinely independent and there is one."""
    rows = [[p[i] for p in others] for i in range(len(point))] + [[Fraction(1)] * len(others)]
    weights = solved(rows, [*point, Fraction(1)])
    return weights if weights is not None and all(w >= 0 for w in weights) else None


def solved(rows: Sequence[Sequence[Fraction]], right: Sequence[Fraction]) -> list[Fraction] | None:
    """The unique solution of a linear system, or None."""
    unknowns = len(rows[0]) if rows else 0
    if not unknowns:
        return None if any(right) else []
    entries = [fmpq(q.numerator, q.denominator) for r, b in zip(rows, right, strict=True) for q in (*r, b)]
    reduced, rank = fmpq_mat(len(rows), unknowns + 1, entries).rref()
    if rank != unknowns or any(reduced[i, i] != 1 for i in range(unknowns)):
        return None
    return [Fraction(int(reduced[i, unknowns].p), int(reduced[i, unknowns].q)) for i in range(unknowns)]


def _separation_by_z3(point: Point, others: Sequence[Point]) -> Point | None:
    import z3

    slope: list[Any] = [z3.Real(f"w{i}") for i in range(len(point))]
    solver = z3.SolverFor("QF_LRA")
    for p in others:
        gap = [(z3.Q(d.numerator, d.denominator), w) for w, a, b in zip(slope, point, p, strict=True) if (d := a - b)]
        height: Any = z3.Sum([z3.RealVal(0), *(q * w for q, w in gap)])
        solver.add(height >= 1)
    if solver.check() != z3.sat:
        return None
    found: list[Any] = [solver.model().eval(w, model_completion=True) for w in slope]
    return tuple(Fraction(q.numerator_as_long(), q.denominator_as_long()) for q in found)
