"""Assumptions that something is true almost surely of the goal: bounds, indifference, monotony, no ties."""

# the public keyword `self=` names a self of the agent, so the object is `self_`
# pyright: reportSelfClsParameterName=false

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from decision.errors import InvalidValue
from decision.exact import Rational, rational
from decision.goals.assumption import Assumption
from decision.goals.frame import Frame
from decision.language.claims import Condition, Support, TieFree
from decision.language.coordinates import coordinate_name
from decision.language.events import Event, all_of, indifferent
from decision.language.values import affine
from decision.language.walk import comparisons, coordinates
from decision.validation import check_distinct, check_listed, check_name, check_nonempty, check_type

__all__ = ["Bounded", "Indifferent", "Monotone", "NoTies", "Supported"]


@dataclass(frozen=True, repr=False)
class NoTies(Assumption):
    """Values that the thesis compares do not tie by accident.

    Any two linear pieces of the two sides of a comparison that are different functions of the goal differ almost
    surely. Comparisons inside a `pick` are included; ties between options the thesis does not compare stay possible.
    Every law with a density satisfies this.

    Examples
    --------
    >>> from decision import Pr, decide, indifferent, u
    >>> decide(Pr(indifferent(u("a"), u("b"))) == 0, given=[NoTies()]).holds
    True
    """

    def conditions(self, frame: Frame) -> tuple[Condition, ...]:
        """No ties between the compared values."""
        return (TieFree(frame.compared),)


@dataclass(frozen=True, repr=False)
class Supported(Assumption):
    """The event holds almost surely.

    Examples
    --------
    >>> from decision import u
    >>> Supported(u("rich") >= u("poor"))
    Supported(event=u(rich) >= u(poor))
    """

    event: Event

    def __post_init__(self) -> None:
        check_type(self.event, Event, "event", "write an event such as u('a') >= u('b')")

    def names(self) -> tuple[str, ...]:
        """The outcomes named, as coordinates."""
        return tuple(coordinates(v for c in comparisons(self.event) for v in (c.left, c.right)))

    def conditions(self, frame: Frame) -> tuple[Condition, ...]:
        """The event as support."""
        return (Support(self.event),)


@dataclass(frozen=True, repr=False)
class Bounded(Assumption):
    """Every utility lies between two numbers almost surely.

    Examples
    --------
    >>> Bounded(0, 1)
    Bounded(low=0, high=1)
    """

    low: Fraction
    high: Fraction
    self: str | None = None

    def __init__(self_, low: Rational, high: Rational, *, self: str | None = None) -> None:
        bottom, top = rational(low, "low"), rational(high, "high")
        if bottom > top:
            raise InvalidValue(f"low = {bottom} is greater than high = {top}; give the smaller bound first")
        object.__setattr__(self_, "low", bottom)
        object.__setattr__(self_, "high", top)
        object.__setattr__(self_, "self", self)

    def conditions(self, frame: Frame) -> tuple[Condition, ...]:
        """Both bounds on each coordinate of the self, as support."""
        block = [affine({w: Fraction(1)}) for w in frame.block(self.self)]
        return (Support(all_of(*(e for v in block for e in (v >= self.low, v <= self.high)))),)


@dataclass(frozen=True, repr=False)
class Indifferent(Assumption):
    """The outcomes have the same utility almost surely.

    Examples
    --------
    >>> Indifferent(["w1", "w2"]).outcomes
    ('w1', 'w2')
    """

    outcomes: tuple[str, ...]
    self: str | None = None

    def __init__(self_, outcomes: Iterable[str], *, self: str | None = None) -> None:
        listed = tuple(check_name(w, "outcome") for w in check_listed(outcomes, "outcomes", "['a', 'b']"))
        check_distinct(listed, "outcomes")
        if len(listed) < 2:
            raise InvalidValue(f"outcomes = {listed!r} has fewer than two entries; indifference needs two outcomes")
        object.__setattr__(self_, "outcomes", listed)
        object.__setattr__(self_, "self", self)

    def names(self) -> tuple[str, ...]:
        """The outcomes named, as coordinates."""
        return tuple(coordinate_name(w, self.self) for w in self.outcomes)

    def conditions(self, frame: Frame) -> tuple[Condition, ...]:
        """Equality of neighbours in the list, as support."""
        listed = [affine({w: Fraction(1)}) for w in self.names()]
        return (Support(all_of(*(indifferent(a, b) for a, b in pairwise(listed)))),)


@dataclass(frozen=True, repr=False)
class Monotone(Assumption):
    """In every pair the first outcome is at least as good as the second: more resources are never worse.

    Examples
    --------
    >>> Monotone([("rich", "poor")]).pairs
    (('rich', 'poor'),)
    """

    pairs: tuple[tuple[str, str], ...]
    self: str | None = None

    def __init__(self_, pairs: Iterable[tuple[str, str]], *, self: str | None = None) -> None:
        listed = tuple(_pair(p) for p in check_listed(pairs, "pairs", "[('rich', 'poor')]"))
        check_nonempty(listed, "pairs")
        object.__setattr__(self_, "pairs", listed)
        object.__setattr__(self_, "self", self)

    def names(self) -> tuple[str, ...]:
        """The outcomes named, as coordinates."""
        return tuple(dict.fromkeys(coordinate_name(w, self.self) for pair in self.pairs for w in pair))

    def conditions(self, frame: Frame) -> tuple[Condition, ...]:
        """The comparison of each pair, as support."""
        values = [
            (affine({coordinate_name(a, self.self): Fraction(1)}), affine({coordinate_name(b, self.self): Fraction(1)}))
            for a, b in self.pairs
        ]
        return (Support(all_of(*(a >= b for a, b in values))),)


def _pair(pair: Any) -> tuple[str, str]:
    names = check_listed(pair, "pairs", "[('rich', 'poor')]")
    if len(names) != 2:
        raise InvalidValue(f"pairs has {pair!r}, which does not name two outcomes; write for example ('rich', 'poor')")
    return check_name(names[0], "outcome"), check_name(names[1], "outcome")
