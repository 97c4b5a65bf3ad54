"""Vertices of a polyhedron in a box, found basis by basis in integer arithmetic.

A polyhedron `{x : A x + b >= 0}` cut by a grid (each coordinate has *knots*) has a vertex for every choice of rows `R`
that are tight and as many coordinates `K` that they determine, the other coordinates `N` being at knots. Each pair
`(R, K)` whose minor `B = A[R, K]` is regular is one *basis*, written as a dictionary (:cite:p:`AvisFukuda1992`):

    |B| y_i = sum_l T[i, l] z_l + T[i, last],     |B| > 0, T integer

where `z` are the coordinates in `N` and the slacks of `R`, and `y` those of `K` and the other slacks. Pivots are exact
divisions (Bareiss). Every basis is visited once, by a spanning tree: the parent of `(R, K)` drops the last row and the
largest coordinate that leaves a regular minor.

Vertices at which more constraints are tight than needed belong to several bases. All rows are therefore thought of as
relaxed by infinitesimals `e_1 >> e_2 >> ... > 0`, `A_i x + b_i + e_i >= 0`, which makes the polyhedron simple: where
a basic variable is exactly at a knot, or a slack is exactly 0, its `tie` says on which side the relaxed one lies.
"""

# numpy arrays of Python integers are untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["SMALL", "Basis", "Integers", "bases"]

Integers = NDArray[Any]
"""Exact integers: 64 bits where they surely fit, Python's otherwise."""

SMALL = 2**62


@dataclass(frozen=True)
class Basis:
    """One dictionary.

    Attributes
    ----------
    table : array (rows, coordinates + 1)
        `T`; the last column is constant.
    minor : int
        `|det B|`.
    basic, free : tuple of int
        Labels of the variables `y` and `z`: a coordinate is its position, the slack of row `i` is `coordinates + i`.
    """

    table: Integers
    minor: int
    basic: tuple[int, ...]
    free: tuple[int, ...]

    @cached_property
    def size(self) -> int:
        """Number of coordinates."""
        return len(self.free)

    def ties(self) -> list[int]:
        """For each basic variable 1 or -1: where it lies, relaxed, if it is exactly at a knot or at 0."""
        tight = sorted((label, k) for k, label in enumerate(self.free) if label >= self.size)
        out: list[int] = []
        for label, row in zip(self.basic, self.table.tolist(), strict=True):
            own = label if label >= self.size else None
            first = next(((other, k) for other, k in tight if row[k]), None)
            if first is None or (own is not None and own < first[0]):
                out.append(1)
            else:
                out.append(-1 if row[first[1]] > 0 else 1)
        return out

    def objective(self, form: Sequence[int]) -> list[int]:
        """`|det B|` times an affine function of the coordinates, as one of the free variables; constants last."""
        slopes, total = form[:-1], [0] * self.size + [self.minor * form[-1]]
        for label, row in zip(self.basic, self.table.tolist(), strict=True):
            if label < self.size and slopes[label]:
                total = [t + slopes[label] * a for t, a in zip(total, row, strict=True)]
        for k, label in enumerate(self.free):
            if label < self.size:
                total[k] += self.minor * slopes[label]
        return total


def bases(rows: Sequence[Sequence[int]], size: int) -> Iterator[Basis]:
    """Every basis of integer rows `(slopes, constant)`, once; first the one without tight rows.

    Examples
    --------
    >>> [(b.minor, b.basic) for b in bases([[1, -2, 0]], 2)]
    [(1, (2,)), (2, (1,)), (1, (0,))]
    """
    table = _fitting(np.array([list(r) for r in rows], dtype=object).reshape(len(rows), size + 1))
    stack = [(Basis(table, 1, tuple(range(size, size + len(rows))), tuple(range(size))), 0)]
    while stack:
        basis, start = stack.pop()
        yield basis
        stack += [(_pivot(basis, r, s), r + 1) for r, s in _children(basis, start)]


def _children(basis: Basis, start: int) -> Iterator[tuple[int, int]]:
    """Row and column of each pivot that leads to a basis of which this one is the parent."""
    nonzero = (basis.table[:, :-1] != 0).tolist()
    pivoted = [(label, nonzero[i]) for i, label in enumerate(basis.basic) if label < basis.size]
    for s, label in enumerate(basis.free):
        if label < basis.size and not any(row[s] for other, row in pivoted if other > label):
            yield from ((r, s) for r in range(start, len(basis.basic)) if nonzero[r][s])


def _pivot(basis: Basis, r: int, s: int) -> Basis:
    """The coordinate in column `s` becomes basic, the slack in row `r` becomes 0."""
    table = basis.table
    pivot = int(table[r, s])
    column, row = table[:, s].copy(), table[r].copy()
    new = (pivot * table - np.multiply.outer(column, row)) // basis.minor
    new[:, s] = column
    new[r] = -row
    new[r, s] = basis.minor
    if pivot < 0:
        new = -new
    basic, free = list(basis.basic), list(basis.free)
    basic[r], free[s] = free[s], basic[r]
    return Basis(_fitting(new), abs(pivot), tuple(basic), tuple(free))


def _fitting(table: Integers) -> Integers:
    """64-bit integers if the next pivot cannot leave their range, else Python's."""
    largest = int(np.abs(table).max()) if table.size else 0
    return table.astype(np.int64 if 2 * largest * largest < SMALL else object)
