"""Events that only depend on how some values are ranked, and those decided by which is the largest.

Every comparison has to be between maxima or minima of linear values: then the event is a function of the ranking of
these values. `rankings` counts the rankings for which it holds; `contest` finds the values whose being the largest
makes it true. Rankings are built from the top, and a comparison is settled once a member of one side has its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial

from decision.language.events import All, AnyOf, Compare, Event, Not
from decision.language.substitute import mapped_event
from decision.language.values import Maximum, Value, affine
from decision.language.walk import comparisons

__all__ = ["Contest", "contest", "ranked_values", "rankings", "readings"]

ZERO = Fraction(0)

BUDGET = 50_000
"""Partial rankings looked at before the count is given up."""


@dataclass(frozen=True)
class Contest:
    """An event that holds when the largest of some values is one of the winners.

    Attributes
    ----------
    values : tuple of Value
        Linear.
    winners : frozenset of int
    """

    values: tuple[Value, ...]
    winners: frozenset[int]


@dataclass(frozen=True)
class _Side:
    """The largest or smallest of the values at some positions."""

    members: tuple[int, ...]
    largest: bool

    def place(self, placed: Sequence[int]) -> int | None:
        """Its rank, 0 for the top; None if it is below every value that has its place."""
        ranks = [placed.index(i) for i in self.members if i in placed]
        if self.largest or len(self.members) == 1:
            return min(ranks, default=None)
        return max(ranks) if len(ranks) == len(self.members) else None


def _parts(value: Value) -> tuple[tuple[Value, ...], bool] | None:
    """The linear values a side is the maximum (True) or minimum (False) of."""
    if value.is_linear:
        return (value,), True
    if value.coefficients or value.constant or len(value.nodes) != 1:
        return None
    node, q = value.nodes[0]
    if not isinstance(node, Maximum) or q not in (1, -1) or not all(v.is_linear for v in node.arguments):
        return None
    return (node.arguments, True) if q == 1 else (tuple(-v for v in node.arguments), False)


def ranked_values(event: Event) -> tuple[Value, ...] | None:
    """The linear values whose ranking decides the event; None if there are none.

    Examples
    --------
    >>> from decision import maximum, u
    >>> ranked_values(u("a") >= maximum(u("b"), u("c")))
    (u(a), u(b), u(c))
    """
    found: dict[Value, None] = {}
    for compared in comparisons(event):
        for side in (compared.left, compared.right):
            parts = _parts(side)
            if parts is None:
                return None
            found |= dict.fromkeys(parts[0])
    return tuple(found)


def readings(event: Event) -> tuple[Event, ...]:
    """The event, and the same with what both sides of linear comparisons share taken away, if that is another.

    Examples
    --------
    >>> from decision import u
    >>> readings(u("a") + u("c") >= u("b") + 2 * u("c"))
    (u(a) + u(c) >= u(b) + 2 u(c), u(a) >= u(b) + u(c))
    """
    other = mapped_event(event, _without_shared)
    return (event,) if other == event else (event, other)


def _without_shared(left: Value, right: Value) -> tuple[Value, Value]:
    if not (left.is_linear and right.is_linear):
        return left, right
    here, there = dict(left.coefficients), dict(right.coefficients)
    shared = {w: min(q, there[w], key=abs) for w, q in here.items() if w in there and q * there[w] > 0}
    common = affine(shared, ZERO)
    return left - common, right - common


class _Ranking:
    """An event over positions of values, evaluated at partial rankings; from the bottom if `upward`."""

    def __init__(self, event: Event, values: Sequence[Value], *, upward: bool) -> None:
        self.event, self.upward = event, upward
        self.position = {v: i for i, v in enumerate(values)}
        self.sides: dict[int, tuple[_Side, _Side]] = {}
        self.budget = BUDGET

    def truth(self, event: Event, placed: Sequence[int]) -> bool | None:
        """Whether the event holds, once some values have their places; None if still open."""
        match event:
            case Compare():
                return self._compared(event, placed)
            case All(events):
                return _every([self.truth(e, placed) for e in events])
            case AnyOf(events):
                return _opposite(_every([_opposite(self.truth(e, placed)) for e in events]))
            case Not(inner):
                return _opposite(self.truth(inner, placed))
            case _:
                raise TypeError(f"unknown event {type(event).__name__}")

    def _compared(self, event: Compare, placed: Sequence[int]) -> bool | None:
        if id(event) not in self.sides:
            left, right = self._side(event.left), self._side(event.right)
            self.sides[id(event)] = (right, left) if self.upward else (left, right)
        above, below = self.sides[id(event)]
        if above == below:
            return not event.strict
        one, other = above.place(placed), below.place(placed)
        if one is None and other is None:
            return None
        if one == other:
            return not event.strict
        return other is None or (one is not None and one < other)

    def _side(self, value: Value) -> _Side:
        parts = _parts(value)
        assert parts is not None
        members = tuple(sorted(self.position[v] for v in parts[0]))
        return _Side(members, parts[1] != self.upward or len(members) == 1)

    def count(self, placed: tuple[int, ...]) -> int | None:
        """Rankings that begin with `placed` and for which the event holds; None if there are too many to look at."""
        self.budget -= 1
        known = self.truth(self.event, placed)
        size = len(self.position)
        if known is not None:
            return factorial(size - len(placed)) if known else 0
        if self.budget < 0:
            return None
        total = 0
        for i in range(size):
            if i not in placed:
                more = self.count((*placed, i))
                if more is None:
                    return None
                total += more
        return total


def rankings(event: Event, values: Sequence[Value]) -> Fraction | None:
    """The share of all rankings of the values for which the event holds; None if too many have to be looked at.

    Examples
    --------
    >>> from decision import u
    >>> event = (u("a") >= u("b")) & (u("b") >= u("c"))
    >>> rankings(event, ranked_values(event))
    Fraction(1, 6)
    """
    for upward in (False, True):
        found = _Ranking(event, values, upward=upward).count(())
        if found is not None:
            return Fraction(found, factorial(len(values)))
    return None


def contest(event: Event) -> Contest | None:
    """The contest that decides an event: who wins when ties do not count; None if it depends on more than that.

    An event decided by the smallest value is a contest of the negated values.

    Examples
    --------
    >>> from decision import maximum, u
    >>> found = contest(maximum(u("a"), u("b")) >= u("c"))
    >>> [found.values[i] for i in sorted(found.winners)]
    [u(a), u(b)]
    """
    values = ranked_values(event)
    if values is None:
        return None
    for upward in (False, True):
        ranking = _Ranking(event, values, upward=upward)
        truths = [ranking.truth(event, (i,)) for i in range(len(values))]
        if None not in truths:
            winners = frozenset(i for i, true in enumerate(truths) if true)
            return Contest(tuple(-v for v in values) if upward else values, winners)
    return None


def _opposite(truth: bool | None) -> bool | None:
    return None if truth is None else not truth


def _every(parts: Sequence[bool | None]) -> bool | None:
    return False if False in parts else None if None in parts else True
