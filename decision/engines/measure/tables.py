"""Events and values at many goals at once, in exact integer arithmetic.

Goals are columns of whole numbers in a common unit, and every value is a column of whole numbers in a unit of its own,
so comparisons are exact and cost little more than in floats. `decision.language.evaluate` says what is computed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from decision.language.events import All, AnyOf, Compare, Event, Not
from decision.language.values import Maximum, Node, Pick, Value
from decision.language.walk import nodes

__all__ = ["Column", "Table"]

Whole = NDArray[np.object_]
Truth = NDArray[np.bool_]


@dataclass(frozen=True)
class Column:
    """Numbers `whole / unit`, one for each goal."""

    whole: Whole
    unit: int

    def over(self, unit: int) -> Whole:
        """The whole numbers in a unit that is a multiple of the present one."""
        return self.whole * (unit // self.unit)


class Table:
    """Goals by columns.

    Examples
    --------
    >>> from decision import maximum, u
    >>> table = Table({"a": [Fraction(1), Fraction(0)], "b": [Fraction(1, 2), Fraction(1, 3)]}, 2)
    >>> table.holds(u("a") >= u("b")).tolist()
    [True, False]
    >>> column = table.value(maximum(u("a"), u("b")))
    >>> [Fraction(x, column.unit) for x in column.whole]
    [Fraction(1, 1), Fraction(1, 3)]
    """

    def __init__(self, columns: Mapping[str, Sequence[Fraction]], size: int) -> None:
        self.size = size
        self.columns = {w: column_of(column) for w, column in columns.items()}
        self.done: dict[Node, Column] = {}

    def holds(self, event: Event) -> Truth:
        """Whether the event contains each goal."""
        match event:
            case Compare(left, right, strict):
                a, b = _together([self.value(left), self.value(right)])[0]
                return np.asarray(a > b if strict else a >= b, dtype=bool)
            case All(events):
                return np.logical_and.reduce([np.ones(self.size, dtype=bool), *map(self.holds, events)])
            case AnyOf(events):
                return np.logical_or.reduce([np.zeros(self.size, dtype=bool), *map(self.holds, events)])
            case Not(inner):
                return ~self.holds(inner)
            case _:
                raise TypeError(f"unknown event {type(event).__name__}")

    def value(self, value: Value) -> Column:
        """The value at each goal."""
        for node in nodes([value]):
            if node not in self.done:
                self.done[node] = self._node(node)
        terms = [(q, self.columns[w]) for w, q in value.coefficients] + [(q, self.done[n]) for n, q in value.nodes]
        unit = lcm(value.constant.denominator, *(q.denominator * column.unit for q, column in terms))
        total: Any = np.full(self.size, int(value.constant * unit), dtype=object)
        for q, column in terms:
            total = total + column.whole * int(q * (unit // column.unit))
        return Column(total, unit)

    def _node(self, node: Node) -> Column:
        if isinstance(node, Maximum):
            arguments, unit = _together([self.value(v) for v in node.arguments])
            return Column(np.maximum.reduce(arguments), unit)
        return self._picked(node)

    def _picked(self, node: Pick) -> Column:
        by, _ = _together([self.value(v) for v in node.by])
        pay, unit = _together([self.value(v) for v in node.pay])
        top = np.maximum.reduce(by)
        best = np.stack([np.asarray(b == top, dtype=bool) for b in by])
        if node.ties == "uniform":
            every = lcm(*range(1, len(by) + 1))
            shares = np.array([every // int(n) for n in best.sum(axis=0)], dtype=object)
            chosen = np.where(best, np.stack(pay), 0).sum(axis=0)
            return Column(chosen * shares, unit * every)
        stacked = np.stack(pay)
        outside = stacked.min(axis=0) if node.ties == "best" else stacked.max(axis=0)
        reduce = np.maximum.reduce if node.ties == "best" else np.minimum.reduce
        return Column(reduce(np.where(best, stacked, outside)), unit)


def column_of(numbers: Sequence[Fraction]) -> Column:
    """Rational numbers in a common unit."""
    unit = lcm(*{x.denominator for x in numbers})
    return Column(np.array([x.numerator * (unit // x.denominator) for x in numbers], dtype=object), unit)


def _together(columns: Sequence[Column]) -> tuple[list[Whole], int]:
    """Columns in one unit."""
    unit = lcm(*(c.unit for c in columns))
    return [c.over(unit) for c in columns], unit
