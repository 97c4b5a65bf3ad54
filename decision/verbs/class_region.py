"""`region` for a class of laws: verdicts at numbers, and what is known between them.

Three cases, by where the symbol is. In the bounds of a probability only: the exact infimum and supremum of the other
side settle all thresholds. In the compared values: where the possible sign patterns cannot change between two critical
points, one verdict settles all between them (`decision.engines.parametric.arrangements`). Otherwise only the numbers
tried are settled, and the intervals between them are gaps.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from decision.algebraic import Root, between, rational_root, roots_between
from decision.engines.parametric.arrangements import critical_points
from decision.engines.parametric.domains import domain
from decision.engines.parametric.germs import quotient
from decision.goals.assumptions import Assumption, Supported
from decision.goals.claims import claims
from decision.language.claims import Claim
from decision.language.parameters import limits_of
from decision.language.parametric import Parametric
from decision.language.theses import Thesis
from decision.language.walk import coordinates, values
from decision.regions import Check, Edge, Region, Stretch, simplified
from decision.verbs.bounds import bounds
from decision.verbs.decide import decide
from decision.verdict import Status

__all__ = ["region_of_class"]

Given = Sequence[Assumption | Thesis]
Parts = tuple[list[Stretch], list[Edge]]

VERDICTS = 60
"""Calls of `decide` at most."""

WIDTH = 32
"""A gap between different verdicts is halved until this part of the range is left."""


def region_of_class(
    thesis: Thesis, given: Given, name: str, over: tuple[Fraction, Fraction] | None, time_limit: float
) -> Region:
    """See `decision.verbs.region.region`."""
    low, high = domain(limits_of(thesis, *(t for t in given if isinstance(t, Thesis))), name, over)
    tried = _Tried(thesis, given, name, time_limit)
    found = _threshold(tried, low, high)
    if found is None:
        found = _by_patterns(tried, low, high)
    kept, between_them = simplified(*found)
    return Region(repr(thesis), name, ", ".join(map(repr, given)) or "any law", kept, between_them)


def _by_patterns(tried: "_Tried", low: Root, high: Root) -> Parts:
    """Between critical points of the sign patterns, if these are known."""
    thesis, given = tried.thesis, tried.given
    points = critical_points(
        [thesis, *(t for t in given if isinstance(t, Thesis))],
        [a.event for a in given if isinstance(a, Supported)],
        tried.claims(between(low, high)),
        (low, high),
    )
    if points is None or 2 * len(points) + 1 > VERDICTS:
        return _halved(tried, low, high)
    return _by_cells(tried, [low, *points, high])


class _Tried:
    """Verdicts at numbers, each found once."""

    def __init__(self, thesis: Thesis, given: Given, name: str, time_limit: float) -> None:
        self.thesis, self.given, self.name, self.time_limit = thesis, given, name, time_limit
        self.known: dict[Fraction, Check] = {}
        self.outcomes = coordinates(v for i in thesis.inequalities for v in values(i))

    def fixed(self, point: Fraction) -> tuple[Thesis, list[Assumption | Thesis]]:
        """Thesis and assumptions at a number."""
        return _at(self.thesis, self.name, point), [
            _at(a, self.name, point) if isinstance(a, Thesis) else a for a in self.given
        ]

    def claims(self, point: Fraction) -> list[Claim]:
        """The claims at a number."""
        thesis, given = self.fixed(point)
        return list(claims(thesis, given, outcomes=self.outcomes))

    def check(self, point: Fraction) -> Check:
        """What `decide` says at a number."""
        if point not in self.known:
            thesis, given = self.fixed(point)
            verdict = decide(thesis, given=given, outcomes=self.outcomes, time_limit=self.time_limit)
            self.known[point] = Check(point, None, verdict.evidence, verdict)
        return self.known[point]

    def status(self, point: Fraction) -> Status:
        """The status at a number."""
        verdict = self.check(point).verdict
        return Status.UNDECIDED if verdict is None else verdict.status


def _at(thesis: Thesis, name: str, point: Fraction) -> Thesis:
    return thesis.substitute({name: point}) if name in thesis.symbols else thesis


def _by_cells(tried: _Tried, ends: Sequence[Root]) -> Parts:
    """One verdict for each interval, and one for each rational point between two."""
    stretches: list[Stretch] = []
    for a, b in pairwise(ends):
        check = tried.check(between(a, b))
        stretches.append(Stretch(a, b, tried.status(check.point), (check,)))
    edges: list[Edge] = []
    for place in ends[1:-1]:
        point = place.rational
        edges.append(
            Edge(place, Status.UNDECIDED) if point is None else Edge(place, tried.status(point), tried.check(point))
        )
    return stretches, edges


def _halved(tried: _Tried, low: Root, high: Root) -> Parts:
    """Verdicts at numbers, closer together where they change; between them nothing is known."""
    a, b = _inside(low, high)
    step = (b - a) / 4
    points = [a + step, a + 2 * step, a + 3 * step]
    while len(tried.known) < VERDICTS:
        changing = ((x, y) for x, y in pairwise(points) if tried.status(x) is not tried.status(y))
        middles = [(x + y) / 2 for x, y in changing if y - x > (b - a) / WIDTH]
        if not middles:
            break
        points = sorted([*points, *middles])
    edges = [Edge(rational_root(x), tried.status(x), tried.check(x)) for x in points]
    ends = [low, *(e.place for e in edges), high]
    return [Stretch(x, y, Status.UNDECIDED) for x, y in pairwise(ends)], edges


def _inside(low: Root, high: Root) -> tuple[Fraction, Fraction]:
    """Rational numbers at the ends, or just inside irrational ones."""
    width = (high.low - low.high) / 1000
    return low.refined(width).high if width > 0 else low.high, high.refined(width).low if width > 0 else high.low


def _threshold(tried: _Tried, low: Root, high: Root) -> Parts | None:
    """By the exact range of the rest, where the symbol is in a bound only; None if it is elsewhere."""
    difference = tried.thesis.left - tried.thesis.right
    offset = difference.constant
    quantity = difference - offset
    others = [a for a in tried.given if isinstance(a, Thesis)]
    if not isinstance(offset, Parametric) or quantity.symbols or any(a.symbols for a in others):
        return None
    relation = tried.thesis.relation
    if relation == "==":
        return None
    found = bounds(quantity, given=tried.given, time_limit=tried.time_limit)
    below = relation in (">=", ">")
    end, attained = (found.lower, found.lower_attained) if below else (found.upper, found.upper_attained)
    if end is None or attained is None:
        return None
    top, bottom = quotient(offset + end)
    places = [r for r in roots_between([top, bottom], None, None) if low < r < high]
    ends = [low, *places, high]
    stretches = [Stretch(a, b, Status.UNDECIDED, (tried.check(between(a, b)),)) for a, b in pairwise(ends)]
    strict = relation in (">", "<")
    touching = Status.FAILS if strict and attained else Status.HOLDS
    edges = [Edge(r, touching, None if r.rational is None else tried.check(r.rational)) for r in places]
    return [replace(s, status=_status_of(s)) for s in stretches], edges


def _status_of(stretch: Stretch) -> Status:
    """That of its one verdict: between two points where the bound meets the range it is the same everywhere."""
    (check,) = stretch.checks
    return Status.UNDECIDED if check.verdict is None else check.verdict.status
