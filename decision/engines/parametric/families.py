"""Functions of one parameter that are rational on each of finitely many cells, found by an exact computation.

The computation is carried out at a sample point in a `Chart`, which tells how far its result is valid; then at a sample
point of what is left, until the whole range is covered. Cells with the same function are joined.
"""

# python-flint is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import fmpq

from decision.algebraic import Root, between, roots_between
from decision.engines.parametric.germs import Chart, Germ, Unlucky

__all__ = ["Cell", "Family", "covered", "joined"]

TRIES = 50


@dataclass(frozen=True)
class Cell:
    """An open interval of the parameter, and the quotient of polynomials that a quantity is there.

    Attributes
    ----------
    low, high : Root
    samples : tuple of Fraction
        Where the computation was carried out.
    top, bottom : flint.fmpq_poly
    """

    low: Root
    high: Root
    samples: tuple[Fraction, ...]
    top: Any
    bottom: Any

    def at(self, point: Fraction) -> Fraction:
        """The value at a number."""
        x = fmpq(point.numerator, point.denominator)
        value = self.top(x) / self.bottom(x)
        return Fraction(int(value.p), int(value.q))

    def contains(self, point: Fraction) -> bool:
        """Whether a number is inside."""
        return self.low.less(point) and not self.high.less(point) and self.high.rational != point

    def expression(self, symbol: Any) -> Any:
        """The function as a sympy expression, factored."""
        return Germ(Chart("", self.samples[0]), self.top, self.bottom).expression(symbol)


@dataclass(frozen=True)
class Family:
    """A function of a parameter between two numbers.

    Attributes
    ----------
    name : str
        The symbol.
    cells : tuple of Cell
        From left to right; together all of the range but their common ends.
    points : tuple of (Root, Fraction or None)
        Where compared values coincide, which a formula for the neighbourhood may miss: the value there; None if the
        number is irrational, and the value was not computed.
    """

    name: str
    cells: tuple[Cell, ...]
    points: tuple[tuple[Root, Fraction | None], ...]

    def at(self, point: Fraction) -> Fraction:
        """The value at a rational number in the range."""
        for place, value in self.points:
            if place.rational == point and value is not None:
                return value
        cell = next(c for c in self.cells if c.contains(point) or c.high.rational == point)
        return cell.at(point)

    @property
    def json(self) -> dict[str, Any]:
        """Cells and points as text."""
        cells = [
            {
                "low": str(c.low),
                "high": str(c.high),
                "samples": [str(x) for x in c.samples],
                "numerator": [str(q) for q in c.top.coeffs()],
                "denominator": [str(q) for q in c.bottom.coeffs()],
            }
            for c in self.cells
        ]
        return {"symbol": self.name, "cells": cells, "points": [[str(r), str(x)] for r, x in self.points]}

    @property
    def jumps(self) -> tuple[tuple[Root, Fraction | None], ...]:
        """The points at which the value differs, or may differ, from that of the cells beside them."""
        return tuple((r, x) for r, x in self.points if x is None or x != self._beside(r).at(_number(r)))

    def _beside(self, place: Root) -> Cell:
        return next(c for c in self.cells if not c.high < place)

    def expression(self, symbol: Any) -> Any:
        """The function as a sympy expression: `Piecewise` if one formula does not serve the whole range."""
        import sympy

        if len(self.cells) == 1 and not self.jumps:
            return self.cells[0].expression(symbol)
        rows: list[tuple[Any, Any]] = []
        for place, value in self.jumps:
            at: Any = sympy.Rational(value.numerator, value.denominator) if value is not None else sympy.nan
            rows.append((at, sympy.Eq(symbol, place.expression)))
        first, last = self.cells[0].low.expression, self.cells[-1].high.expression
        for k, cell in enumerate(self.cells):
            above = symbol > first if k == 0 else sympy.true
            below = symbol < last if k == len(self.cells) - 1 else symbol <= cell.high.expression
            rows.append((cell.expression(symbol), sympy.And(above, below)))
        return sympy.Piecewise(*rows)


def _number(place: Root) -> Fraction:
    """The rational number that a root is."""
    assert place.rational is not None
    return place.rational


def covered(compute: Callable[[Chart], Germ], name: str, low: Root, high: Root) -> tuple[Cell, ...]:
    """Cells for a computation over an open range, from left to right; neighbours may have the same function.

    Parameters
    ----------
    compute : function of a Chart
        Uses nothing of the parameter but field operations and comparisons in the chart.
    name : str
        The parameter.
    low, high : Root

    Examples
    --------
    >>> from decision.algebraic import rational_root
    >>> ends = rational_root(Fraction(0)), rational_root(Fraction(1))
    >>> [(c.low, c.high) for c in covered(lambda chart: max(chart.variable, 1 - chart.variable), "p", *ends)]
    [(0, 1/2), (1/2, 1)]
    """
    found: list[Cell] = []
    waiting = [(low, high)]
    while waiting:
        left, right = waiting.pop()
        cell = _cell(compute, name, left, right)
        found.append(cell)
        waiting += [(a, b) for a, b in ((left, cell.low), (cell.high, right)) if a < b]
    found.sort(key=lambda c: c.samples[0])
    return tuple(found)


def _cell(compute: Callable[[Chart], Germ], name: str, low: Root, high: Root) -> Cell:
    """The cell around a sample point, cut to a range."""
    left, right = low, high
    for _ in range(TRIES):
        sample = between(left, right)
        chart = Chart(name, sample)
        try:
            germ = compute(chart)
        except Unlucky:
            right = Root((-sample.numerator, sample.denominator), sample, sample)
            continue
        left, right = low, high
        for root in roots_between(chart.conditions, None, None):
            if root.less(sample):
                left = max(left, root, key=_Key)
            else:
                right = min(right, root, key=_Key)
        return Cell(left, right, (sample,), germ.top, germ.bottom)
    raise Unlucky(f"{name}: no sample point between {low} and {high} suits the computation")


class _Key:
    """Orders roots for `max` and `min`."""

    def __init__(self, root: Root) -> None:
        self.root = root

    def __lt__(self, other: "_Key") -> bool:
        return self.root < other.root

    def __gt__(self, other: "_Key") -> bool:
        return other.root < self.root


def joined(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Neighbours with the same function as one cell."""
    out: list[Cell] = []
    for cell in cells:
        if out and out[-1].top == cell.top and out[-1].bottom == cell.bottom:
            last = out.pop()
            cell = Cell(last.low, cell.high, (*last.samples, *cell.samples), cell.top, cell.bottom)
        out.append(cell)
    return tuple(out)
