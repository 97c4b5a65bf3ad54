"""Compiled expressions at a whole block of goals.

Every event becomes one number for each goal, its *margin*: a comparison's difference in units of its own error bound,
the least margin for `and`, the largest for `or`, the negative for `not`. These operations do not increase errors, so a
margin above 1 proves that the event holds, one below -1 that it does not; between them it is open. Where all
numbers are small integers arithmetic is exact, margins are even integers and never between -2 and 2.

A pick whose chooser's best options cannot be told apart, and which are worth different amounts, is open too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from decision.language.values import Ties

__all__ = ["Array", "Block", "Margin", "Program", "Row", "Step"]

Array = NDArray[Any]


@dataclass(frozen=True)
class Row:
    """An affine form as it is evaluated: a row of the linear parts, node slots, and what its result is divided by."""

    linear: int
    parts: tuple[tuple[int, float], ...]
    slope: float
    offset: float


@dataclass(frozen=True)
class Step:
    """A node: the largest of some rows, or the pay where the chooser's row is largest."""

    pay: tuple[Row, ...]
    by: tuple[Row, ...] = ()
    ties: Ties = "best"


@dataclass(frozen=True)
class Margin:
    """How an event's margin is found: from rows and from margins of parts, folded."""

    fold: str
    rows: tuple[Row, ...]
    parts: tuple["Margin", ...]


@dataclass(frozen=True)
class Block:
    """What a program found for a block of goals.

    Attributes
    ----------
    margins, values : list of array
        One for each event and value.
    errors : list of float
        Bound on the rounding error of each value, over the block.
    open : array of bool or None
        Goals at which a pick is open.
    """

    margins: list[Array]
    values: list[Array]
    errors: list[float]
    open: Array | None


@dataclass(frozen=True)
class Program:
    """Compiled expressions.

    Attributes
    ----------
    matrix : array or CSR array
        Linear parts of all forms.
    constants : array
    steps : tuple of Step
    margins : tuple of Margin
    values : tuple of (Row, float)
        Each value with its scale.
    unbounded : tuple of int
        Rows of drawn numbers whose size enters the error bounds.
    """

    matrix: Any
    constants: Array
    steps: tuple[Step, ...]
    margins: tuple[Margin, ...]
    values: tuple[tuple[Row, float], ...]
    unbounded: tuple[int, ...]

    def __call__(self, drawn: Array) -> Block:
        """Evaluate at goals in the columns of an array of drawn numbers."""
        return _Run(self, drawn).block()

    @cached_property
    def shifted(self) -> bool:
        """Whether any form has a constant."""
        return bool(self.constants.any())


class _Run:
    """One evaluation."""

    def __init__(self, program: Program, drawn: Array) -> None:
        self.program, self.size = program, int(drawn.shape[1])
        self.linear: Array = np.asarray(program.matrix @ drawn)
        if program.shifted:
            self.linear += program.constants[:, None]
        self.norm: Array | None = None
        if program.unbounded:
            self.norm = np.abs(drawn[list(program.unbounded)]).max(axis=0)
        self.open: Array | None = None
        self.slots: list[Array] = []

    def block(self) -> Block:
        with np.errstate(all="ignore"):  # overflow and NaN leave margins that are open
            for step in self.program.steps:
                self.slots.append(self.step(step))
            margins = [self.margin(m) for m in self.program.margins]
            values = [self.row(row) / scale for row, scale in self.program.values]
        norm = 0.0 if self.norm is None else float(self.norm.max(initial=0.0))
        errors = [(row.slope * norm + row.offset) / scale for row, scale in self.program.values]
        return Block(margins, values, errors, self.open)

    def row(self, row: Row) -> Array:
        total = self.linear[row.linear]
        if not row.parts:
            return total
        for slot, q in row.parts:
            total = total + self.slots[slot] * self.linear.dtype.type(q)
        return total

    def error(self, row: Row) -> Any:
        return row.offset if self.norm is None or not row.slope else row.slope * self.norm + row.offset

    def step(self, step: Step) -> Array:
        pay = [self.row(r) for r in step.pay]
        if not step.by:
            return np.maximum.reduce(pay)
        by = [self.row(r) for r in step.by]
        best = np.maximum.reduce(by)
        chosen = [b >= best - 2 * self.error(r) for b, r in zip(by, step.by, strict=True)]
        high: Array = np.maximum.reduce([np.where(c, p, -np.inf) for c, p in zip(chosen, pay, strict=True)])
        low: Array = np.minimum.reduce([np.where(c, p, np.inf) for c, p in zip(chosen, pay, strict=True)])
        if any(r.slope or r.offset for r in step.by):
            unsure = ~(high == low)
            self.open = unsure if self.open is None else self.open | unsure
        if step.ties == "uniform":
            total = np.add.reduce([np.where(c, p, 0) for c, p in zip(chosen, pay, strict=True)])
            return np.where(high == low, high, total / np.add.reduce(chosen, dtype=total.dtype))
        return high if step.ties == "best" else low

    def margin(self, margin: Margin) -> Array:
        found: list[Array] = []
        if margin.rows:
            found.append(self.rows(margin))
        found.extend(self.margin(part) for part in margin.parts)
        if margin.fold == "not":
            return -found[0]
        if not found:
            return np.full(self.size, np.inf if margin.fold == "min" else -np.inf)
        return _folded(margin.fold, found)

    def rows(self, margin: Margin) -> Array:
        plain = [r for r in margin.rows if not r.parts and not r.slope]
        others = [self.row(r) / self.error(r) if r.slope else self.row(r) for r in margin.rows if r.parts or r.slope]
        if plain:
            first, last = plain[0].linear, plain[-1].linear + 1
            rows = self.linear[first:last] if last - first == len(plain) else self.linear[[r.linear for r in plain]]
            others.append(_folded(margin.fold, rows))
        return _folded(margin.fold, others)


def _folded(fold: str, rows: Sequence[Array] | Array) -> Array:
    """Least or largest of some rows."""
    if len(rows) == 1:
        return rows[0]
    return np.min(rows, axis=0) if fold == "min" else np.max(rows, axis=0)
