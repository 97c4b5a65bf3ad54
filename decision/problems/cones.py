"""Faces of polyhedral cones given by integer inequalities, in exact arithmetic guided by floats.

Of `rows · r >= 0` one inequality is redundant iff its row is a nonnegative combination of the others; otherwise some
`r` satisfies all others and violates it. Nonnegative least squares in floats finds the combination or, as its residual,
the violation; integers verify either; z3 settles what floats cannot tell apart.
"""

# scipy and z3 are untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from decision.problems.hulls import solved

__all__ = ["Cone", "Integers", "inner", "primitive", "simplified"]

Integers = tuple[int, ...]
Floats = NDArray[np.float64]

OUTSIDE = 1e-7  # see `hulls`
GRIDS = (2**8, 2**16, 2**32, 2**64)


def primitive(row: Sequence[Fraction]) -> Integers:
    """The smallest positive multiple with integer entries.

    Examples
    --------
    >>> primitive([Fraction(1, 2), Fraction(-1, 3)])
    (3, -2)
    """
    common = lcm(*(q.denominator for q in row))
    whole = [int(q * common) for q in row]
    shared = gcd(*whole) or 1
    return tuple(x // shared for x in whole)


def inner(p: Integers, q: Integers) -> int:
    """Inner product."""
    return sum(a * b for a, b in zip(p, q, strict=True))


def simplified(point: Integers, rows: Sequence[Integers]) -> Integers:
    """A point with small entries near the direction of one at which all rows are positive, with the same property."""
    largest = max(map(abs, point), default=0)
    for grid in GRIDS:
        if largest <= grid:
            break
        near = tuple((2 * x * grid + largest) // (2 * largest) for x in point)
        if all(inner(row, near) > 0 for row in rows):
            return near
    return point


class Cone:
    """The points at which no row is negative; rows point in different directions.

    Examples
    --------
    >>> cone = Cone([(1, 0), (0, 1), (1, 1)])
    >>> cone.beyond(2, (1, 1)) is None
    True
    >>> p = cone.beyond(0, (1, 1))
    >>> p[0] < 0, p[1] > 0, p[0] + p[1] > 0
    (True, True, True)
    """

    def __init__(self, rows: Sequence[Integers]) -> None:
        self.rows = list(rows)
        self._columns = _unit(self.rows).T

    def beyond(self, index: int, inside: Integers) -> Integers | None:
        """A point at which one row is negative and all others are positive; None if that inequality is redundant.

        Parameters
        ----------
        index : int
            Which row.
        inside : tuple of int
            A point at which all rows are positive.
        """
        row, others = self.rows[index], [r for k, r in enumerate(self.rows) if k != index]
        if not others:
            return tuple(-x for x in row)
        columns, target = np.delete(self._columns, index, axis=1), self._columns[:, index]
        weights, residual = nnls(columns, target)
        if residual > OUTSIDE:
            found = _shifted(columns @ weights - target, row, others, inside)
        elif _combines(row, [others[k] for k, w in enumerate(weights) if w > 1e-9]):
            return None
        else:
            found = None
        return found or _beyond_by_z3(row, others, inside)


def _combines(row: Integers, others: Sequence[Integers]) -> bool:
    """Whether a row is a nonnegative combination of independent rows."""
    found = solved([[Fraction(r[i]) for r in others] for i in range(len(row))], [Fraction(x) for x in row])
    return found is not None and min(found, default=Fraction(0)) >= 0


def _unit(rows: Sequence[Integers]) -> Floats:
    largest = [max(map(abs, r)) for r in rows]
    return np.array([[float(Fraction(x, m)) for x in r] for r, m in zip(rows, largest, strict=True)])


def _shifted(slope: Floats, row: Integers, others: Sequence[Integers], inside: Integers) -> Integers | None:
    """Round a violation and move it towards the inside, so that the other rows become positive."""
    slope = slope / np.abs(slope).max()
    for grid in GRIDS[1:]:
        rounded = tuple(round(Fraction(float(x)) * grid) for x in slope)
        point = _toward(rounded, row, inside)
        if point is not None and all(inner(r, point) > 0 for r in others):
            return point
    return None


def _toward(violation: Integers, row: Integers, inside: Integers) -> Integers | None:
    """Half-way, measured by the row, from a violation to the row's boundary."""
    below, above = inner(row, violation), inner(row, inside)
    if below >= 0:
        return None
    return _reduced(tuple(2 * above * v - below * x for v, x in zip(violation, inside, strict=True)))


def _reduced(point: Integers) -> Integers:
    shared = gcd(*point) or 1
    return tuple(x // shared for x in point)


def _beyond_by_z3(row: Integers, others: Sequence[Integers], inside: Integers) -> Integers | None:
    import z3

    point: list[Any] = [z3.Real(f"r{i}") for i in range(len(row))]

    def height(r: Integers) -> Any:
        return z3.Sum([z3.RealVal(0), *(x * p for x, p in zip(r, point, strict=True) if x)])

    solver = z3.SolverFor("QF_LRA")
    solver.add(height(row) <= -1, *(height(r) >= 0 for r in others))
    if solver.check() != z3.sat:
        return None
    found: list[Any] = [solver.model().eval(p, model_completion=True) for p in point]
    exact = primitive([Fraction(q.numerator_as_long(), q.denominator_as_long()) for q in found])
    return _toward(exact, row, inside)
