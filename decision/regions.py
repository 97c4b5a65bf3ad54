"""What `region` answers: on which parts of a parameter's range a thesis holds, and where one part ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from decision.algebraic import Root
from decision.errors import InvalidValue
from decision.exact import Rational, rational, text
from decision.verdict import Evidence, Status, Verdict

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Check", "Edge", "Region", "Stretch", "simplified"]


@dataclass(frozen=True)
class Check:
    """What was found at one number by a computation that knows no symbols.

    Attributes
    ----------
    point : Fraction
    difference : Fraction or None
        Left side minus right side of the thesis, under a law.
    evidence : Evidence
    verdict : Verdict or None
        What `decide` says, for a class of laws.
    """

    point: Fraction
    difference: Fraction | None
    evidence: Evidence
    verdict: Verdict | None = None


@dataclass(frozen=True)
class Stretch:
    """An open interval of the parameter on which the thesis has one status.

    Attributes
    ----------
    low, high : Root
    status : Status
        UNDECIDED for a gap between decided points.
    checks : tuple of Check
        At numbers inside; none in a gap.
    """

    low: Root
    high: Root
    status: Status
    checks: tuple[Check, ...] = ()

    @property
    def evidence(self) -> Evidence:
        """Grade of the weakest check."""
        return min((c.evidence for c in self.checks), default=Evidence.NONE)


@dataclass(frozen=True)
class Edge:
    """A point between two stretches, with the status of the thesis there.

    Attributes
    ----------
    place : Root
        `place.expression` is the number in sympy; `float(place)` is near it.
    status : Status
    check : Check or None
        What was found there without symbols.
    """

    place: Root
    status: Status
    check: Check | None = None


@dataclass(frozen=True, repr=False)
class Region:
    """Where in the range of one parameter a thesis holds.

    Attributes
    ----------
    thesis : str
    name : str
        The parameter.
    under : str
        The law or the assumptions.
    stretches : tuple of Stretch
        From left to right.
    edges : tuple of Edge
        Between them; one fewer.
    curve : function of Fraction, or None
        Left side minus right side of the thesis, under a law.

    Examples
    --------
    >>> from sympy import Symbol
    >>> from decision import Choice, Pr, Uniform, iid, region
    >>> p = Symbol("p")
    >>> menu = Choice({"sure": {"a": 1}, "r": {"b": p, "c": 1 - p}, "s": {"b": 1 - p, "c": p}})
    >>> found = region(Pr(menu.best("sure")) >= "4/9", goals=iid(Uniform(0, 1)), over={"p": (0, 1)})
    >>> found
    Pr(u(a) >= p u(b) + (1 - p) u(c) and u(a) >= (1 - p) u(b) + p u(c)) >= 4/9
      given iid(Uniform(0, 1)), for p in (0, 1)
      0 < p < 1/3      FAILS
      p = 1/3          HOLDS
      1/3 < p < 2/3    HOLDS
      p = 2/3          HOLDS
      2/3 < p < 1      FAILS
    >>> found.at("1/2").name, found.condition
    ('HOLDS', (p >= 1/3) & (p <= 2/3))
    """

    thesis: str
    name: str
    under: str
    stretches: tuple[Stretch, ...]
    edges: tuple[Edge, ...]
    curve: Callable[[Fraction], Fraction] | None = None

    @property
    def range(self) -> tuple[Root, Root]:
        """The ends of the range, which do not belong to it."""
        return self.stretches[0].low, self.stretches[-1].high

    @property
    def breakpoints(self) -> tuple[Any, ...]:
        """The points between the stretches, as sympy numbers."""
        return tuple(e.place.expression for e in self.edges)

    @property
    def evidence(self) -> Evidence:
        """Grade of the weakest decided stretch."""
        return min((s.evidence for s in self.stretches if s.status is not Status.UNDECIDED), default=Evidence.NONE)

    @property
    def holds(self) -> bool:
        """Whether the thesis holds in the whole range."""
        return {part.status for part in (*self.stretches, *self.edges)} == {Status.HOLDS}

    @property
    def fails(self) -> bool:
        """Whether the thesis fails in the whole range."""
        return {part.status for part in (*self.stretches, *self.edges)} == {Status.FAILS}

    def at(self, value: Rational) -> Status:
        """Whether the thesis holds at one value of the parameter.

        Raises
        ------
        InvalidValue
            Outside the range.
        """
        point = rational(value, "value")
        for edge in self.edges:
            if edge.place.rational == point:
                return edge.status
        for stretch in self.stretches:
            if stretch.low.less(point) and not stretch.high.less(point) and stretch.high.rational != point:
                return stretch.status
        low, high = self.range
        raise InvalidValue(f"value = {text(point)} is not in the range ({low}, {high}) of {self.name}; give one inside")

    @property
    def condition(self) -> Any:
        """The condition on the parameter under which the thesis holds, in sympy."""
        import sympy

        symbol: Any = sympy.Symbol(self.name)
        parts: list[Any] = []
        for low, high, ends in self._runs(Status.HOLDS):
            if low == high:
                parts.append(sympy.Eq(symbol, low.expression))
                continue
            first, last = low.expression, high.expression
            parts.append(symbol >= first if ends[0] else symbol > first)
            parts[-1] &= symbol <= last if ends[1] else symbol < last
        return sympy.Or(*parts)

    def _runs(self, status: Status) -> list[tuple[Root, Root, tuple[bool, bool]]]:
        """Largest intervals with a status, and whether their ends belong to them."""
        found: list[tuple[Root, Root, tuple[bool, bool]]] = []
        open_left: tuple[Root, bool] | None = None
        for k, stretch in enumerate(self.stretches):
            edge = self.edges[k] if k < len(self.edges) else None
            if stretch.status is status and open_left is None:
                open_left = (stretch.low, k > 0 and self.edges[k - 1].status is status)
            follows = edge is not None and self.stretches[k + 1].status is status and edge.status is status
            if open_left is not None and not follows:
                closed = edge is not None and edge.status is status
                found.append((open_left[0], stretch.high, (open_left[1], closed)))
                open_left = None
            elif open_left is None and edge is not None and edge.status is status is not self.stretches[k + 1].status:
                found.append((edge.place, edge.place, (True, True)))
        return found

    def rows(self) -> list[tuple[str, Status]]:
        """Each stretch and edge as a condition on the parameter, with its status."""
        out: list[tuple[str, Status]] = []
        for k, stretch in enumerate(self.stretches):
            out.append((f"{stretch.low.short} < {self.name} < {stretch.high.short}", stretch.status))
            if k < len(self.edges):
                out.append((f"{self.name} = {self.edges[k].place.short}", self.edges[k].status))
        return out

    def plot(self, **options: Any) -> "Figure":
        """Draw the region with matplotlib; see `decision.plotting.regions.plot_region` for the options."""
        from importlib import import_module

        return import_module("decision.plotting.regions").plot_region(self, **options)

    @property
    def _head(self) -> tuple[str, str]:
        low, high = self.range
        return self.thesis, f"given {self.under}, for {self.name} in ({low}, {high})"

    @property
    def notes(self) -> list[str]:
        """What the numbers are that are written as decimals with dots."""
        places = [e.place for e in self.edges if e.place.short != str(e.place)]
        return [f"{place.short} is the {place}" for place in places]

    def __repr__(self) -> str:
        rows = self.rows()
        width = max(len(words) for words, _ in rows)
        lines = (f"{words:<{width}}    {status.value}" for words, status in rows)
        return "\n  ".join([*self._head, *lines, *self.notes])

    def _repr_html_(self) -> str:
        from html import escape

        thesis, given = map(escape, self._head)
        rows = "".join(f"<tr><td>{escape(words)}</td><td>{status.value}</td></tr>" for words, status in self.rows())
        notes = "".join(f"<p>{escape(note)}</p>" for note in self.notes)
        return f"<p>{thesis}<br>{given} ({self.evidence.name})</p><table>{rows}</table>{notes}"


def simplified(stretches: Sequence[Stretch], edges: Sequence[Edge]) -> tuple[tuple[Stretch, ...], tuple[Edge, ...]]:
    """Neighbours joined where the status is the same, at the point between them too."""
    kept, between = [stretches[0]], list[Edge]()
    for edge, stretch in zip(edges, stretches[1:], strict=True):
        last = kept[-1]
        if last.status is edge.status is stretch.status:
            at = () if edge.check is None else (edge.check,)
            kept[-1] = Stretch(last.low, stretch.high, last.status, (*last.checks, *at, *stretch.checks))
        else:
            kept.append(stretch)
            between.append(edge)
    return tuple(kept), tuple(between)
