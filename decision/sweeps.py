"""What `sweep` answers: a table with one answer for each point of a grid, and on which side of a number each lies."""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from html import escape
from importlib import import_module
from itertools import product
from typing import TYPE_CHECKING, Any

from decision.exact import Rational, rational
from decision.measured import Enclosure, Exact
from decision.numeric.estimates import Estimate

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Answer", "Row", "Side", "Sweep"]

Answer = Exact | Enclosure | Estimate


class Side(Enum):
    """Where an answer lies, seen from a number."""

    ABOVE = "above"
    BELOW = "below"
    EQUAL = "equal"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Row:
    """One point of a sweep: the value of each parameter, and the answer there."""

    label: tuple[Any, ...]
    answer: Answer

    @property
    def interval(self) -> tuple[float, float]:
        """Where the value lies: for certain, or with the estimate's confidence."""
        if isinstance(self.answer, Exact):
            return float(self.answer), float(self.answer)
        return float(self.answer.lower), float(self.answer.upper)

    def side(self, threshold: Rational) -> Side:
        """On which side of a number the whole interval lies; `Side.UNDECIDED` if it contains the number.

        Only an exact answer is ever `Side.EQUAL`.

        Examples
        --------
        >>> from decision import Pr, Uniform, iid, measure, u
        >>> row = Row(("x",), measure(Pr(u("a") > u("b")), goals=iid(Uniform(0, 1))))
        >>> row.side("1/3").value, row.side("1/2").value
        ('above', 'equal')
        """
        t = rational(threshold, "threshold")
        if isinstance(self.answer, Exact):
            value = self.answer.value
            return Side.EQUAL if value == t else Side.ABOVE if value > t else Side.BELOW
        if Fraction(self.answer.lower) > t:
            return Side.ABOVE
        return Side.BELOW if Fraction(self.answer.upper) < t else Side.UNDECIDED


@dataclass(frozen=True, repr=False)
class Sweep:
    """A table of answers; made by `sweep`.

    Attributes
    ----------
    parameters : tuple of str
    axes : tuple of tuple
        The values of each parameter.
    answers : tuple of (Exact, Enclosure, Estimate or None)
        One for each combination, the last parameter changing fastest; None where the sweep was interrupted before.
    """

    parameters: tuple[str, ...]
    axes: tuple[tuple[Any, ...], ...]
    answers: tuple[Answer | None, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """The cells that were computed."""
        grid = zip(product(*self.axes), self.answers, strict=True)
        return tuple(Row(label, answer) for label, answer in grid if answer is not None)

    @property
    def complete(self) -> bool:
        """Whether every cell was computed."""
        return all(answer is not None for answer in self.answers)

    def plot(self, **options: Any) -> "Figure":
        """A curve over one parameter, a heat map over two; see `decision.plotting.sweeps.plot_sweep`."""
        return import_module("decision.plotting.sweeps").plot_sweep(self, **options)

    def cells(self) -> list[list[str]]:
        """The table as text, its head first."""
        return [[*self.parameters, "value"], *([*map(str, r.label), repr(r.answer)] for r in self.rows)]

    def __repr__(self) -> str:
        cells = self.cells()
        widths = [max(len(row[k]) for row in cells) for k in range(len(cells[0]))]
        lines = ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in cells]
        return "\n".join([*lines, *self._remark()])

    def _repr_html_(self) -> str:
        head, *body = self.cells()
        rows = ["".join(f"<td>{escape(c)}</td>" for c in row) for row in body]
        return (
            f"<table><tr>{''.join(f'<th>{escape(c)}</th>' for c in head)}</tr>"
            f"{''.join(f'<tr>{row}</tr>' for row in rows)}</table>{''.join(f'<p>{r}</p>' for r in self._remark())}"
        )

    def _remark(self) -> list[str]:
        left = sum(answer is None for answer in self.answers)
        return [f"interrupted: {left} of {len(self.answers)} cells were not computed"] if left else []
