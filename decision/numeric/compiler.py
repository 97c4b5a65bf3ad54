# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false
# (scipy.sparse has no types)
"""From expressions to array code, see `decision.numeric.program` for what it computes."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from scipy import sparse

from decision.language.events import All, AnyOf, Compare, Event, Not
from decision.language.values import Maximum, Node, Pick, Ties, Value
from decision.language.walk import nodes
from decision.numeric.affine import DOUBLE, Form, Precision, form, scaled
from decision.numeric.frame import Frame
from decision.numeric.program import Margin, Program, Row, Step
from decision.numeric.settle import settled

__all__ = ["compiled"]

SPARSE = 0.1
"""Below this share of nonzero coefficients, forms are summed term by term instead of by dense products."""


class _Compiler:
    def __init__(self, frame: Frame, precision: Precision) -> None:
        self.frame, self.precision = frame, precision
        self.forms: list[Form] = []
        self.slots: dict[Node, int] = {}
        self.known: dict[int, Form] = {}
        self.steps: list[Step] = []
        self.shifts: list[int] = []
        self.units: list[float] = []

    def add(self, one: Form, shift: int = 0, unit: float = 1.0) -> Row:
        """A row for a form, plus a number; divided by a unit."""
        self.forms.append(one)
        self.shifts.append(shift)
        self.units.append(unit)
        slope, offset = one.error / unit
        parts = tuple((s, float(q) / unit) for s, q in one.parts)
        return Row(len(self.forms) - 1, parts, float(slope), float(offset))

    def form(self, value: Value, multiple: int = 1) -> Form:
        return form(value, self.frame, self.slots, self.known, self.precision, multiple=multiple)

    def prepare(self, values: Sequence[Value]) -> None:
        """Compile the nodes below some values."""
        for node in nodes(values):
            if node not in self.slots:
                self.node(node)

    def node(self, node: Node) -> None:
        multiple = 1
        if isinstance(node, Pick) and node.ties == "uniform":
            multiple = lcm(*range(1, len(node.pay) + 1))
        pay = self.level(node.arguments if isinstance(node, Maximum) else node.pay, multiple)
        by = self.level(node.by) if isinstance(node, Pick) else []
        ties: Ties = node.ties if isinstance(node, Pick) else "best"
        slot = len(self.steps)
        self.steps.append(Step(tuple(self.add(f) for f in pay), self.chooser(by), ties))
        self.slots[node] = slot
        size = np.max([f.size for f in pay], axis=0)
        error = np.max([f.error for f in pay], axis=0)
        self.known[slot] = Form((), (), Fraction(0), pay[0].scale, size, error)

    def chooser(self, by: Sequence[Form]) -> tuple[Row, ...]:
        """Rows that are compared with each other, each with the largest error among them."""
        rows = [self.add(f) for f in by]
        slope, offset = (max((getattr(r, name) for r in rows), default=0.0) for name in ("slope", "offset"))
        return tuple(replace(r, slope=slope, offset=offset) for r in rows)

    def level(self, values: Sequence[Value], multiple: int = 1) -> list[Form]:
        """Forms of several values, at one scale."""
        forms = [self.form(v, multiple) for v in values]
        common = Fraction(lcm(*(int(f.scale) for f in forms))) if self.frame.whole else Fraction(1)
        return [scaled(f, common / f.scale, self.frame, self.known, self.precision) for f in forms]

    def event(self, event: Event) -> Margin:
        match event:
            case Compare():
                return self.compare(event)
            case Not(inner):
                return Margin("not", (), (self.event(inner),))
            case All(events) | AnyOf(events):
                parts = [self.event(e) for e in events]
                fold = "min" if isinstance(event, All) else "max"
                single = [p for p in parts if p.fold in ("min", "max") and len(p.rows) == 1 and not p.parts]
                rows = tuple(p.rows[0] for p in single)
                return Margin(fold, rows, tuple(p for p in parts if p not in single))
            case _:
                raise TypeError(f"unknown event {type(event).__name__}")

    def compare(self, event: Compare) -> Margin:
        found = settled(event)
        if not isinstance(found, Compare):
            return self.event(found)
        difference = found.left - found.right
        self.prepare([difference])
        one = self.form(difference)
        if self.frame.whole:
            whole = scaled(one, Fraction(4), self.frame, self.known, self.precision)
            if not whole.error.any():
                return Margin("min", (self.add(whole, -2 if found.strict else 2),), ())
        if one.error[0]:
            return Margin("min", (self.add(one),), ())
        # in units of its error; one more rounding is relative and stays within the three terms to spare
        row = self.add(one, unit=float(one.error[1]))
        return Margin("min", (Row(row.linear, row.parts, 0.0, row.offset),), ())

    def matrix(self, dtype: type[np.floating[Any]], *, ordered: bool) -> Any:
        """Linear parts; summed in a fixed order where the sums themselves are wanted."""
        width = len(self.frame.names)
        entries = [(r, j, float(q)) for r, f in enumerate(self.forms) for j, q in f.linear]
        rows, columns, data = (np.array(column) for column in zip(*entries, strict=True)) if entries else ([], [], [])
        if entries:
            data = data / np.array(self.units)[rows]
        table = sparse.csr_array((data, (rows, columns)), shape=(len(self.forms), width), dtype=dtype)
        dense = len(entries) > SPARSE * len(self.forms) * width
        return table.toarray() if dense and not ordered else table


def compiled(events: Sequence[Event], values: Sequence[Value], frame: Frame, precision: Precision = DOUBLE) -> Program:
    """Compile events and values.

    Examples
    --------
    >>> from decision import u
    >>> from decision.numeric.frame import Axis
    >>> frame = Frame(("a", "b"), (Axis(bound=1.0), Axis(bound=1.0)))
    >>> program = compiled([u("a") >= u("b")], [u("a") + u("b")], frame)
    >>> block = program(np.array([[0.25, 0.5], [0.5, 0.25]]))
    >>> (block.margins[0] > 1).tolist(), block.values[0].tolist()
    ([False, True], [0.75, 0.75])
    """
    work = _Compiler(frame, precision)
    work.prepare(values)
    rows: list[tuple[Row, float]] = []
    for value in values:
        one = work.form(value)
        rows.append((work.add(one), float(one.scale)))
    margins = tuple(work.event(e) for e in events)
    dtype = np.float32 if precision.roundoff > DOUBLE.roundoff else np.float64
    shifted = [(float(f.constant) + s) / unit for f, s, unit in zip(work.forms, work.shifts, work.units, strict=True)]
    matrix = work.matrix(dtype, ordered=bool(values))
    return Program(matrix, np.array(shifted, dtype=dtype), tuple(work.steps), margins, tuple(rows), frame.unbounded)
