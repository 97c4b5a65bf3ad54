"""Events: Boolean combinations of comparisons of values.

``==`` on values and events is structural equality, so both hash; `indifferent` is the event that two values are equal.
Truth values are refused: ``a >= b >= c`` and ``e and f`` would silently drop a part, so they raise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from decision.errors import InvalidType
from decision.exact import Rational
from decision.language.parametric import is_parametric
from decision.language.values import Value

__all__ = ["FALSE", "TRUE", "All", "AnyOf", "Compare", "Event", "Not", "all_of", "any_of", "compare", "indifferent"]


class Event:
    """A set of goals; combine with ``&``, ``|`` and ``~``.

    Examples
    --------
    >>> from decision import u
    >>> (u("a") >= u("b")) & ~(u("a") > u("c"))
    u(a) >= u(b) and u(c) >= u(a)
    """

    __slots__ = ()

    @property
    def symbols(self) -> tuple[str, ...]:
        """Names of the sympy symbols in it, sorted."""
        from decision.language.parameters import symbols_of

        return symbols_of(self)

    def substitute(self, numbers: "Mapping[Any, Rational]") -> "Event":
        """The event with numbers in place of symbols; see `decision.language.parameters.substituted`."""
        from decision.language.parameters import substituted

        return substituted(self, numbers)

    def __and__(self, other: "Event") -> "Event":
        return all_of(self, _event(other))

    def __or__(self, other: "Event") -> "Event":
        return any_of(self, _event(other))

    def __invert__(self) -> "Event":
        if isinstance(self, Compare):
            return compare(self.right, self.left, strict=not self.strict)
        if isinstance(self, Not):
            return self.event
        return FALSE if self == TRUE else TRUE if self == FALSE else Not(self)

    def __bool__(self) -> NoReturn:
        raise InvalidType(
            f"the event ({self!r}) has no truth value of its own; "
            "combine events with & | ~ and write a >= b >= c as (a >= b) & (b >= c)"
        )

    def __repr__(self) -> str:
        from decision.language.printing import sentence

        return sentence(self)

    def _repr_latex_(self) -> str:
        from decision.language.printing import latex

        return f"${latex(self)}$"


@dataclass(frozen=True, repr=False)
class Compare(Event):
    """`left` is at least `right`, or greater when `strict`."""

    left: Value
    right: Value
    strict: bool


@dataclass(frozen=True, repr=False)
class All(Event):
    """Every one of `events`; the empty conjunction is true."""

    events: tuple[Event, ...]


@dataclass(frozen=True, repr=False)
class AnyOf(Event):
    """At least one of `events`; the empty disjunction is false."""

    events: tuple[Event, ...]


@dataclass(frozen=True, repr=False)
class Not(Event):
    """The complement of `event`."""

    event: Event


TRUE = All(())
FALSE = AnyOf(())


def compare(left: Value, right: Value, *, strict: bool) -> Event:
    """Comparison of two values, decided at once when they differ by a constant.

    Examples
    --------
    >>> from decision import u
    >>> compare(u("a"), u("a"), strict=False) == TRUE
    True
    """
    difference = left - right
    if difference.is_linear and not difference.coefficients and not is_parametric(difference.constant):
        return TRUE if difference.constant > 0 or (difference.constant == 0 and not strict) else FALSE
    return Compare(left, right, strict)


def all_of(*events: Event) -> Event:
    """Conjunction, flattened, without duplicates.

    Examples
    --------
    >>> all_of() == TRUE
    True
    """
    parts = dict.fromkeys(p for e in events for p in (e.events if isinstance(e, All) else (e,)))
    return FALSE if FALSE in parts else next(iter(parts)) if len(parts) == 1 else All(tuple(parts))


def any_of(*events: Event) -> Event:
    """Disjunction, flattened, without duplicates.

    Examples
    --------
    >>> any_of() == FALSE
    True
    """
    parts = dict.fromkeys(p for e in events for p in (e.events if isinstance(e, AnyOf) else (e,)))
    return TRUE if TRUE in parts else next(iter(parts)) if len(parts) == 1 else AnyOf(tuple(parts))


def indifferent(left: Any, right: Any) -> Event:
    """The event that two values are equal.

    Examples
    --------
    >>> from decision import u
    >>> indifferent(u("a"), u("b"))
    u(a) >= u(b) and u(b) >= u(a)
    """
    if not isinstance(left, Value) and not isinstance(right, Value):
        raise InvalidType(
            f"left = {left!r} and right = {right!r} are not values; write at least one value such as u('a')"
        )
    return (left >= right) & (right >= left)


def _event(value: object) -> Event:
    if not isinstance(value, Event):
        raise InvalidType(
            f"event = {value!r} has type {type(value).__name__}; write a comparison of values such as u('a') >= u('b')"
        )
    return value
