"""What `measure` answers: an exact number, or a ball that provably contains it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from decision.errors import InvalidType, InvalidValue
from decision.language.values import Value

__all__ = ["Enclosure", "Exact", "Tie"]

Json = dict[str, Any]
Number = Fraction | Any
"""A `Fraction`, or a sympy expression."""


@dataclass(frozen=True)
class Tie:
    """Two compared values, different functions of the goal, that are equal with positive probability.

    Attributes
    ----------
    left, right : Value
    probability : Fraction or sympy expression
    """

    left: Value
    right: Value
    probability: Number

    def __str__(self) -> str:
        return f"{self.left} = {self.right} with probability {self.probability}"


@dataclass(frozen=True, repr=False)
class Exact:
    """An exact value.

    Attributes
    ----------
    value : Fraction or sympy expression
    route : str
        How it was found.
    certificate : dict or None
        What it can be checked by: the cells of a volume, for instance.
    ties : tuple of Tie
        Compared values that tie with positive probability; the events were taken literally.

    Examples
    --------
    >>> from decision import Uniform, Pr, iid, measure, u
    >>> measure(Pr(u("a") > u("b")), goals=iid(Uniform(0, 1))).value
    Fraction(1, 2)
    """

    value: Number
    route: str
    certificate: Json | None = None
    ties: tuple[Tie, ...] = ()

    def __float__(self) -> float:
        return float(self.value)

    def __repr__(self) -> str:
        return f"{self.value} (exact, by {self.route}{_ties(self.ties)})"


@dataclass(frozen=True, repr=False)
class Enclosure:
    """An interval that provably contains the value: `midpoint` plus or minus `radius`.

    Attributes
    ----------
    midpoint, radius : Fraction
    route : str
        How it was found.
    ties : tuple of Tie
        As for `Exact`.

    Examples
    --------
    >>> ball = Enclosure(Fraction(1, 3), Fraction(1, 1000), "quadrature")
    >>> ball.lower, ball
    (Fraction(997, 3000), 0.33333 +/- 1.0e-3 (enclosed, by quadrature))
    """

    midpoint: Fraction
    radius: Fraction
    route: str
    ties: tuple[Tie, ...] = ()
    again: Callable[[int], "Enclosure"] | None = field(default=None, compare=False)

    @property
    def lower(self) -> Fraction:
        """The value is at least this."""
        return self.midpoint - self.radius

    @property
    def upper(self) -> Fraction:
        """The value is at most this."""
        return self.midpoint + self.radius

    def refine(self, digits: int) -> "Enclosure":
        """The same value, enclosed to this many digits after the point.

        Raises
        ------
        InvalidType
            If `digits` is not a whole number, or the ball was not made by `measure`.
        """
        if isinstance(digits, bool) or not isinstance(digits, int):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidType(f"digits = {digits!r} is not a whole number; write for example 30")
        if digits < 1:
            raise InvalidValue(f"digits = {digits} is not positive; write for example 30")
        if self.radius <= Fraction(1, 10**digits):
            return self
        if self.again is None:
            raise InvalidType(f"enclosure = {self!r} does not know how it was found; measure the quantity again")
        return self.again(digits)

    def __float__(self) -> float:
        return float(self.midpoint)

    def __repr__(self) -> str:
        radius = f"{float(self.radius):.1e}" if self.radius else "0"
        shown = _decimal(self.midpoint, self.radius)
        return f"{shown} +/- {_short(radius)} (enclosed, by {self.route}{_ties(self.ties)})"


def _ties(ties: tuple[Tie, ...]) -> str:
    shown = "; ".join(map(str, ties[:3])) + (f"; {len(ties) - 3} more" if len(ties) > 3 else "")
    return f"; ties: {shown}" if ties else ""


def _short(text: str) -> str:
    return text.replace("e-0", "e-").replace("e+0", "e+")


def _decimal(value: Fraction, radius: Fraction) -> str:
    """Digits down to about two beyond the radius."""
    digits = 2
    while digits < 60 and Fraction(1, 10 ** (digits - 2)) > radius:
        digits += 1
    scaled = round(value * 10**digits)
    whole, part = divmod(abs(scaled), 10**digits)
    return f"{'-' if scaled < 0 else ''}{whole}.{part:0{digits}d}"
