"""Numbers that routes compute with: a ball that contains the number and, where there is one, its closed form.

Both are carried along by sums and products, so that a sum of many terms is exact if every term is, and an enclosure
otherwise. Balls are those of python-flint at the precision in force (`quadrature.enclosed`).
"""

# python-flint and sympy are untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy
from flint import arb, fmpq

__all__ = ["ONE", "PI", "ZERO", "Real", "ball", "exactly", "root", "symbol"]


def ball(q: Fraction | int) -> Any:
    """A rational as a ball.

    Examples
    --------
    >>> ball(Fraction(1, 2))
    0.500000000000000
    """
    return arb(fmpq(q.numerator, q.denominator))


def symbol(q: Fraction | int) -> Any:
    """A rational as a sympy number."""
    return sympy.Rational(q.numerator, q.denominator)


@dataclass(frozen=True)
class Real:
    """A number, known by a ball and perhaps by a closed form.

    Attributes
    ----------
    ball : flint.arb
        Contains the number.
    exact : sympy expression or None

    Examples
    --------
    >>> (exactly(Fraction(1, 2)) + root(Fraction(2))).exact
    1/2 + sqrt(2)
    """

    ball: Any
    exact: Any

    def __add__(self, other: "Real") -> "Real":
        closed = None if self.exact is None or other.exact is None else self.exact + other.exact
        return Real(self.ball + other.ball, closed)

    def __mul__(self, other: "Real") -> "Real":
        closed = None if self.exact is None or other.exact is None else self.exact * other.exact
        return Real(self.ball * other.ball, closed)

    def __neg__(self) -> "Real":
        return Real(-self.ball, None if self.exact is None else -self.exact)

    def __sub__(self, other: "Real") -> "Real":
        return self + -other

    def __truediv__(self, other: "Real") -> "Real":
        closed = None if self.exact is None or other.exact is None else self.exact / other.exact
        return Real(self.ball / other.ball, closed)

    def sqrt(self) -> "Real":
        """The square root."""
        return Real(self.ball.sqrt(), None if self.exact is None else sympy.sqrt(self.exact))

    def asin(self) -> "Real":
        """The arcsine."""
        return Real(self.ball.asin(), None if self.exact is None else sympy.asin(self.exact))

    def atan(self) -> "Real":
        """The arctangent."""
        return Real(self.ball.atan(), None if self.exact is None else sympy.atan(self.exact))

    def exp(self) -> "Real":
        """The exponential."""
        return Real(self.ball.exp(), None if self.exact is None else sympy.exp(self.exact))

    def erf(self) -> "Real":
        """The error function."""
        return Real(self.ball.erf(), None if self.exact is None else sympy.erf(self.exact))

    def value(self) -> Any:
        """A `Fraction`, a sympy expression, or the ball if no closed form is known."""
        if self.exact is None:
            return self.ball
        closed = sympy.expand(self.exact)
        return Fraction(int(closed.p), int(closed.q)) if closed.is_Rational else closed


def exactly(q: Fraction | int) -> Real:
    """A rational number."""
    return Real(ball(q), symbol(q))


def root(q: Fraction | int) -> Real:
    """The square root of a rational that is at least 0."""
    return exactly(q).sqrt()


ZERO, ONE = exactly(0), exactly(1)


def PI() -> Real:
    """The number pi, at the precision in force."""
    return Real(arb.pi(), sympy.pi)
