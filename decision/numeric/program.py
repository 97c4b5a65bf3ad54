"""Compiled expressions at a whole block of goals.

Every event becomes one number for each goal, its *margin*: a comparison's difference in units of its own error bound,
the least margin for `and`, the largest for `or`, the negative for `not`. These operations do not increase errors, so a
margin above 1 proves that the event holds, one below -1 that it does not; between them it is open. Where all
numbers are small integers arithmetic is exact, margins are even integers and never between -2 and 2.

Of many comparisons that are folded, a few are looked at first, and the others only at goals where these prove nothing:
the margin of such a goal is then no longer the least, but still says what the least would.

A pick whose chooser's best options cannot be told apart, and which are worth different amounts, is open too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from decision.language.values import Ties
from decision.numeric.forms import Array, Forms, Numbers, Whole, climbed, folded

__all__ = ["Array", "Block", "Margin", "Program", "Row", "Step"]

MANY, FEW = 48, 16
"""So many folded comparisons are looked at in groups, the first of which has so many."""


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

    @cached_property
    def plain(self) -> tuple[int, ...]:
        """Linear parts that are margins as they are."""
        return tuple(r.linear for r in self.rows if not r.parts and not r.slope)

    @cached_property
    def others(self) -> tuple[Row, ...]:
        """The other rows."""
        return tuple(r for r in self.rows if r.parts or r.slope)


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

    def __call__(self, drawn: Array | Numbers) -> Block:
        """Evaluate at goals in the columns of an array of drawn numbers."""
        return _Run(self, Whole(drawn) if isinstance(drawn, np.ndarray) else drawn).block()

    @cached_property
    def ladders(self) -> dict[int, tuple[Forms, ...]]:
        """For margins of many comparisons, by the first: all of them in groups of growing size."""
        found: dict[int, tuple[Forms, ...]] = {}
        left = list(self.margins)
        while left:
            margin = left.pop()
            left += margin.parts
            if len(margin.plain) >= MANY:
                ends = [0, *(k for n in range(16) if (k := FEW * (4**n - 1) // 3) and k < len(margin.plain))]
                groups = [margin.plain[a:b] for a, b in zip(ends, [*ends[1:], len(margin.plain)], strict=True)]
                found[margin.plain[0]] = tuple(self._forms(rows) for rows in groups)
        return found

    @cached_property
    def first(self) -> Forms:
        """What is evaluated at every goal."""
        later = {row for forms in self.ladders.values() for part in forms for row in part.rows}
        return self._forms([row for row in range(len(self.constants)) if row not in later])

    @cached_property
    def reach(self) -> int:
        """Coordinates looked at for every goal, counted for each group of forms."""
        always = [self.first, *(forms[0] for forms in self.ladders.values())]
        width = int(self.matrix.shape[1])
        return sum(width if forms.needed is None else len(forms.needed) for forms in always)

    def _forms(self, rows: Sequence[int]) -> Forms:
        return Forms.of(self.matrix, self.constants, rows)


class _Run:
    """One evaluation."""

    def __init__(self, program: Program, numbers: Numbers) -> None:
        self.program, self.numbers, self.size = program, numbers, int(numbers.shape[1])
        self.linear, self.place = program.first.at(numbers), program.first.place
        self.norm: Array | None = None
        if program.unbounded:
            self.norm = np.abs(numbers.some(np.array(program.unbounded), None)).max(axis=0)
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
        total = self.linear[self.place[row.linear]]
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
        return folded(margin.fold, found)

    def rows(self, margin: Margin) -> Array:
        found = [self.row(r) / self.error(r) if r.slope else self.row(r) for r in margin.others]
        if margin.plain:
            found.append(self.plain(margin))
        return folded(margin.fold, found)

    def plain(self, margin: Margin) -> Array:
        ladder = self.program.ladders.get(margin.plain[0])
        if ladder is not None:
            return climbed(ladder, margin.fold, self.numbers)
        first, last = self.place[margin.plain[0]], self.place[margin.plain[-1]] + 1
        close = last - first == len(margin.plain)
        return folded(
            margin.fold, self.linear[first:last] if close else self.linear[[self.place[k] for k in margin.plain]]
        )
