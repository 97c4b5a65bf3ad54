"""What a route to a measure gets and gives."""

from dataclasses import dataclass
from typing import Any

from decision.goals.laws import Law
from decision.language.events import TRUE, Event
from decision.language.values import Value
from decision.language.walk import comparisons, coordinates

__all__ = ["Answer", "Integral", "integral_of"]

Json = dict[str, Any]


@dataclass(frozen=True)
class Integral:
    """The expectation, under a law, of a value on an event: `E[1{event} value]`.

    Attributes
    ----------
    law : Law
    event : Event or None
        None for the sure event.
    value : Value or None
        None for the constant 1.
    coordinates : tuple of str
        Those that event and value depend on.
    digits : int
        An enclosure should have a radius of at most `10**-digits`.
    """

    law: Law
    event: Event | None
    value: Value | None
    coordinates: tuple[str, ...]
    digits: int = 17


@dataclass(frozen=True)
class Answer:
    """The value of an integral and how it was found.

    Attributes
    ----------
    value : Fraction, sympy expression or flint.arb
        Exact, but for an `arb`, which encloses it.
    route : str
        In a few words that follow "by": ``"volume of 3 cells"``.
    cells : dict or None
        What the value can be checked by.
    """

    value: Any
    route: str
    cells: Json | None = None


def integral_of(law: Law, event: Event | None, value: Value | None, digits: int) -> Integral:
    """The expectation of a value on an event, with its coordinates."""
    sides = [] if event is None else [v for c in comparisons(event) for v in (c.left, c.right)]
    names = coordinates([*sides, *([] if value is None else [value])])
    return Integral(law, None if event == TRUE else event, value, tuple(names), digits)
