"""Sums, products and quotients of exact numbers of three kinds: `Fraction`, sympy expression, arb ball.

Fractions stay fractions, an expression stays an expression, and whatever meets a ball becomes one. An expression is
enclosed by evaluating its tree in ball arithmetic, so the ball provably contains it.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# sympy and python-flint publish no types

from collections.abc import Callable, Generator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import flint
import sympy

from decision.errors import InvalidType

__all__ = ["Number", "ball", "divide", "enclosure", "multiply", "plus", "precision", "sign_of", "simplest"]

Number = Any
"""A `Fraction`, a sympy expression or a `flint.arb`."""

GUARD_BITS = 64


@contextmanager
def precision(digits: int) -> Generator[None]:
    """Ball arithmetic with this many decimal digits, and some to spare."""
    before = flint.ctx.prec
    flint.ctx.prec = int(digits * 3.33) + GUARD_BITS
    try:
        yield
    finally:
        flint.ctx.prec = before


def plus(one: Number, other: Number) -> Number:
    """The sum.

    Examples
    --------
    >>> plus(Fraction(1, 2), sympy.sqrt(2) / 2)
    1/2 + sqrt(2)/2
    """
    return _both(one, other, lambda a, b: a + b)


def multiply(one: Number, other: Number) -> Number:
    """The product; one with an exact 0 is 0.

    Examples
    --------
    >>> multiply(Fraction(1, 2), Fraction(1, 3))
    Fraction(1, 6)
    """
    if _is_zero(one) or _is_zero(other):
        return Fraction(0)
    return _both(one, other, lambda a, b: a * b)


def divide(one: Number, other: Number) -> Number:
    """The quotient.

    Examples
    --------
    >>> divide(Fraction(1, 2), Fraction(1, 3))
    Fraction(3, 2)
    """
    return _both(one, other, lambda a, b: a / b)


def _is_zero(value: Number) -> bool:
    return isinstance(value, Fraction) and value == 0


def _both(one: Number, other: Number, operation: Callable[[Any, Any], Any]) -> Number:
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return operation(one, other)
    if isinstance(one, flint.arb) or isinstance(other, flint.arb):
        return operation(ball(one), ball(other))
    result = operation(_expression(one), _expression(other))
    return simplest(result if result.free_symbols else sympy.expand(result))


def _expression(value: Number) -> Any:
    return sympy.Rational(value.numerator, value.denominator) if isinstance(value, Fraction) else value


def simplest(value: Number) -> Number:
    """A rational sympy number as a `Fraction`; others unchanged.

    Examples
    --------
    >>> simplest(sympy.asin(1) / sympy.pi)
    Fraction(1, 2)
    """
    return Fraction(int(value.p), int(value.q)) if getattr(value, "is_Rational", False) is True else value


_FUNCTIONS: dict[str, str] = {
    "exp": "exp",
    "log": "log",
    "sin": "sin",
    "cos": "cos",
    "tan": "tan",
    "asin": "asin",
    "acos": "acos",
    "atan": "atan",
    "erf": "erf",
    "erfc": "erfc",
    "gamma": "gamma",
    "Abs": "__abs__",
}


def ball(value: Number) -> Any:
    """A ball that contains the number, at the present precision.

    Raises
    ------
    InvalidType
        If the expression has symbols, or a function that has no enclosure here.

    Examples
    --------
    >>> bool(ball(sympy.sqrt(2)) ** 2 == 2), bool((ball(sympy.sqrt(2)) ** 2).contains(2))
    (False, True)
    """
    if isinstance(value, flint.arb):
        return value
    if isinstance(value, Fraction):
        return flint.arb(flint.fmpq(value.numerator, value.denominator))
    return _tree(value)


def _tree(value: Any) -> Any:
    if value.is_Rational:
        return flint.arb(flint.fmpq(int(value.p), int(value.q)))
    if value is sympy.pi:
        return flint.arb.pi()
    if value is sympy.E:
        return flint.arb(1).exp()
    if value.is_Add or value.is_Mul:
        total = _tree(value.args[0])
        for part in value.args[1:]:
            total = total + _tree(part) if value.is_Add else total * _tree(part)
        return total
    if value.is_Pow:
        return _power(*value.args)
    name = _FUNCTIONS.get(type(value).__name__)
    if name is None or len(value.args) != 1:
        raise InvalidType(f"value = {value} has no enclosure; substitute numbers for its symbols")
    return getattr(_tree(value.args[0]), name)()


def _power(base: Any, exponent: Any) -> Any:
    if base is sympy.E:
        return _tree(exponent).exp()
    if exponent.is_Integer:
        return _tree(base) ** int(exponent)
    if exponent.is_Rational and exponent.q == 2:
        return _tree(base).sqrt() ** int(exponent.p)
    return _tree(base) ** _tree(exponent)


def sign_of(value: Number) -> int | None:
    """The sign of a number; None where its enclosure contains 0 and it is not seen to be 0.

    Examples
    --------
    >>> sign_of(Fraction(-1, 3)), sign_of(sympy.sqrt(2) - 1)
    (-1, 1)
    """
    if isinstance(value, Fraction):
        return (value > 0) - (value < 0)
    around = ball(value)
    if around > 0 or around < 0:
        return 1 if around > 0 else -1
    return 0 if isinstance(value, sympy.Expr) and sympy.simplify(value) == 0 else None


def enclosure(value: Any) -> tuple[Fraction, Fraction]:
    """Midpoint and radius of a ball, as exact numbers.

    Examples
    --------
    >>> enclosure(flint.arb(1) / 4)
    (Fraction(1, 4), Fraction(0, 1))
    """
    return _dyadic(value.mid()), _dyadic(value.rad())


def _dyadic(value: Any) -> Fraction:
    mantissa, exponent = value.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
