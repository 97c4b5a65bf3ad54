"""Quantities: probabilities of events and expectations of values under the law of the goal, and their combinations.

A comparison of two quantities is a thesis; ``==`` therefore builds a thesis, not a truth value.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from decision.errors import InvalidType, InvalidValue
from decision.exact import Rational
from decision.language.events import Event
from decision.language.parametric import number
from decision.language.values import Value
from decision.validation import check_type

if TYPE_CHECKING:
    from decision.language.theses import Thesis

__all__ = ["E", "Pr", "Quantity", "Term"]


@dataclass(frozen=True)
class Term:
    """`Pr(event)` when `value` is None, else `E(value)`; conditional on `given` unless that is None."""

    event: Event | None
    value: Value | None
    given: Event | None


@dataclass(frozen=True, eq=False, repr=False)
class Quantity:
    """A rational combination of probabilities and expectations; build it with `Pr` and `E`.

    Attributes
    ----------
    terms : tuple of (Fraction, Term)
    constant : Fraction

    Examples
    --------
    >>> from decision import E, Pr, u
    >>> 2 * Pr(u("a") >= u("b")) - E(u("a")) + 1
    2 Pr(u(a) >= u(b)) - E(u(a)) + 1
    """

    terms: tuple[tuple[Fraction, Term], ...]
    constant: Fraction

    @property
    def symbols(self) -> tuple[str, ...]:
        """Names of the sympy symbols in it, sorted."""
        from decision.language.parameters import symbols_of

        return symbols_of(self)

    def substitute(self, numbers: "Mapping[Any, Rational]") -> "Quantity":
        """The quantity with numbers in place of symbols; see `decision.language.parameters.substituted`."""
        from decision.language.parameters import substituted

        return substituted(self, numbers)

    def __add__(self, other: "Quantity | Rational") -> "Quantity":
        return _combine([(Fraction(1), self), (Fraction(1), _quantity(other))])

    __radd__ = __add__

    def __sub__(self, other: "Quantity | Rational") -> "Quantity":
        return _combine([(Fraction(1), self), (Fraction(-1), _quantity(other))])

    def __rsub__(self, other: "Quantity | Rational") -> "Quantity":
        return _combine([(Fraction(-1), self), (Fraction(1), _quantity(other))])

    def __neg__(self) -> "Quantity":
        return _combine([(Fraction(-1), self)])

    def __mul__(self, factor: Rational) -> "Quantity":
        if isinstance(factor, Quantity):
            raise InvalidType(
                "a product of two quantities is not linear in the goal distribution; "
                "multiply a quantity by a rational number"
            )
        return _combine([(number(factor, "factor"), self)])

    __rmul__ = __mul__

    def __truediv__(self, divisor: Rational) -> "Quantity":
        exact = number(divisor, "divisor")
        if exact == 0:
            raise InvalidValue(f"divisor = {divisor!r} is zero; divide by a nonzero rational")
        return self * (1 / exact)

    def __ge__(self, other: "Quantity | Rational") -> "Thesis":
        return _thesis(self, other, ">=")

    def __gt__(self, other: "Quantity | Rational") -> "Thesis":
        return _thesis(self, other, ">")

    def __le__(self, other: "Quantity | Rational") -> "Thesis":
        return _thesis(self, other, "<=")

    def __lt__(self, other: "Quantity | Rational") -> "Thesis":
        return _thesis(self, other, "<")

    def __eq__(self, other: object) -> "Thesis":  # type: ignore[override]  # a thesis, as documented
        return _thesis(self, other, "==")

    __hash__ = None  # type: ignore[assignment]  # == is a thesis, so a quantity cannot be a key

    def __repr__(self) -> str:
        from decision.language.printing import sentence

        return sentence(self)

    def _repr_latex_(self) -> str:
        from decision.language.printing import latex

        return f"${latex(self)}$"


def Pr(event: Event, *, given: Event | None = None) -> Quantity:  # the field's notation
    """Probability, over goals, of an event.

    Parameters
    ----------
    event : Event
    given : Event, optional
        Condition; its probability must be positive under every law considered.

    Examples
    --------
    >>> from decision import u
    >>> Pr(u("a") >= u("b")) >= "1/2"
    Pr(u(a) >= u(b)) >= 1/2
    """
    _check_event(event, "event")
    _check_event(given, "given")
    return Quantity(((Fraction(1), Term(event, None, given)),), Fraction(0))


def E(value: Value, *, given: Event | None = None) -> Quantity:  # the field's notation
    """Expectation, over goals, of a value.

    Parameters
    ----------
    value : Value
    given : Event, optional
        Condition; its probability must be positive under every law considered.

    Examples
    --------
    >>> from decision import maximum, u
    >>> E(maximum(u("a"), u("b"))) >= E(u("a"))
    E(max(u(a), u(b))) >= E(u(a))
    """
    check_type(value, Value, "value", "E takes a value such as u('a')")
    _check_event(given, "given")
    return Quantity(((Fraction(1), Term(None, value, given)),), Fraction(0))


def _check_event(event: object, name: str) -> None:
    if event is not None:
        check_type(event, Event, name, "write an event such as u('a') >= u('b')")


def _quantity(value: object) -> Quantity:
    return value if isinstance(value, Quantity) else Quantity((), number(value, "quantity"))


def _thesis(left: Quantity, right: object, relation: str) -> "Thesis":
    from decision.language.theses import Thesis

    return Thesis(left, _quantity(right), relation)


def _combine(parts: Iterable[tuple[Fraction, Quantity]]) -> Quantity:
    terms: dict[Term, Fraction] = {}
    offset = Fraction(0)
    for factor, quantity in parts:
        offset += factor * quantity.constant
        for q, term in quantity.terms:
            terms[term] = terms.get(term, Fraction(0)) + factor * q
    return Quantity(tuple((q, t) for t, q in terms.items() if q), offset)
