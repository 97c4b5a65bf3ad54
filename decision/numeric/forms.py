# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false
# (scipy.sparse has no types)
"""Linear forms of drawn numbers, evaluated no further than is needed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

__all__ = ["Array", "Forms", "Numbers", "Whole", "climbed", "folded"]

Array = NDArray[Any]

KEPT = 0.5
"""Goals are sorted out where at most this share of them is left."""


class Numbers(Protocol):
    """Drawn numbers of a block of goals, in columns."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Coordinates and goals."""
        ...

    def some(self, rows: Array | None, columns: Array | None) -> Array:
        """Those of some coordinates and goals; None stands for all."""
        ...


@dataclass(frozen=True)
class Whole:
    """Numbers that are all there."""

    numbers: Array

    @property
    def shape(self) -> tuple[int, ...]:
        """Coordinates and goals."""
        return self.numbers.shape

    def some(self, rows: Array | None, columns: Array | None) -> Array:
        """Those of some coordinates and goals."""
        return part(self.numbers, rows, columns)


def part(table: Array, rows: Array | None, columns: Array | None) -> Array:
    """Some rows and columns of a table; None stands for all.

    Examples
    --------
    >>> part(np.arange(6).reshape(2, 3), np.array([1]), np.array([0, 2])).tolist()
    [[3, 5]]
    """
    if rows is None:
        return table if columns is None else table[:, columns]
    return table[rows] if columns is None else table[rows[:, None], columns]


@dataclass(frozen=True)
class Forms:
    """Some rows of a program.

    Attributes
    ----------
    rows : tuple of int
    matrix : array or CSR array
        Their coefficients, of the coordinates that have any.
    needed : array of int or None
        These coordinates; None if they are all.
    constants : array of shape (rows, 1) or None
    """

    rows: tuple[int, ...]
    matrix: Any
    needed: Array | None
    constants: Array | None

    @classmethod
    def of(cls, matrix: Any, constants: Array, rows: Sequence[int]) -> "Forms":
        """Some rows of a matrix and their constants."""
        listed = np.array(rows, dtype=np.intp)
        chosen, shift = matrix[listed], constants[listed]
        needed = np.unique(chosen.indices) if sparse.issparse(chosen) else np.flatnonzero(chosen.any(axis=0))
        few = len(needed) < matrix.shape[1]
        return cls(
            tuple(rows),
            chosen[:, needed] if few else chosen,
            needed if few else None,
            shift[:, None] if shift.any() else None,
        )

    def at(self, numbers: Numbers, goals: Array | None = None) -> Array:
        """The forms at some goals of a block."""
        found = np.asarray(self.matrix @ numbers.some(self.needed, goals))
        if self.constants is not None:
            found += self.constants
        return found

    @cached_property
    def place(self) -> dict[int, int]:
        """Where each row is."""
        return {row: k for k, row in enumerate(self.rows)}


def climbed(ladder: Sequence[Forms], fold: str, numbers: Numbers) -> Array:
    """Fold groups of forms; goals that a group decides are left out of the next ones."""
    found = edge = _proved(fold, ladder[0].at(numbers))
    goals: Array | None = None
    for forms in ladder[1:]:
        going = np.flatnonzero(~(edge < -1) if fold == "min" else ~(edge > 1))
        if len(going) <= KEPT * len(edge):
            goals, edge = going if goals is None else goals[going], edge[going]
        edge = _proved(fold, np.stack([edge, _proved(fold, forms.at(numbers, goals))]))
        found[slice(None) if goals is None else goals] = edge
    return found


def _proved(fold: str, rows: Array) -> Array:
    """Fold rows; where one decides, numbers that are not known do not count."""
    edge = folded(fold, rows)
    unknown = np.isnan(edge)
    if unknown.any():
        others = rows[:, unknown]
        known = np.fmin.reduce(others) if fold == "min" else np.fmax.reduce(others)
        edge[unknown] = np.where(known < -1 if fold == "min" else known > 1, known, np.nan)
    return edge


def folded(fold: str, rows: Sequence[Array] | Array) -> Array:
    """Least or largest of some rows."""
    if len(rows) == 1:
        return rows[0]
    return np.min(rows, axis=0) if fold == "min" else np.max(rows, axis=0)
