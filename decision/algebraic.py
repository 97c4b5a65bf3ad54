"""Real algebraic numbers: roots of integer polynomials, known by an interval that holds no other root.

Signs and comparisons are decided exactly, by bisection with rational end points; distinct irreducible polynomials share
no root.
"""

# python-flint is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import Any

from flint import fmpq, fmpq_poly, fmpz_poly

__all__ = ["Root", "between", "isolated", "ordered", "rational_root", "roots_between"]


DIGITS = 10**6


@dataclass(frozen=True)
class Root:
    """The one root of an irreducible polynomial in an interval.

    Attributes
    ----------
    coefficients : tuple of int
        By rising powers, without common factor, the last one positive.
    low, high : Fraction
        The interval; equal for a rational number, which is then the root.

    Examples
    --------
    >>> (root,) = isolated(fmpz_poly([-2, 0, 1]), Fraction(0), Fraction(2))
    >>> root, root.above(Fraction(7, 5)), root.above(Fraction(3, 2))
    (sqrt(2), True, False)
    """

    coefficients: tuple[int, ...]
    low: Fraction
    high: Fraction

    @property
    def rational(self) -> Fraction | None:
        """The number, if it is rational."""
        return self.low if self.low == self.high else None

    @cached_property
    def polynomial(self) -> Any:
        """As a flint polynomial."""
        return fmpz_poly(list(self.coefficients))

    def above(self, point: Fraction) -> bool:
        """Whether the root is greater than a rational number."""
        if not self.low < point < self.high:
            return point < self.low or (point == self.low and self.low != self.high)
        return _sign(self.polynomial, point) == _sign(self.polynomial, self.low)

    def less(self, point: Fraction) -> bool:
        """Whether the root is less than a rational number."""
        return self.rational < point if self.rational is not None else not self.above(point)

    def refined(self, width: Fraction) -> "Root":
        """The same root in an interval that is at most this wide."""
        low, high = self.low, self.high
        while high - low > width:
            middle = (low + high) / 2
            low, high = (middle, high) if self.above(middle) else (low, middle)
        return Root(self.coefficients, low, high)

    def sign_of(self, polynomial: Any) -> int:
        """The sign of a polynomial with rational coefficients at the root."""
        if self.rational is not None:
            return _sign(polynomial, self.rational)
        if (polynomial % fmpq_poly(self.polynomial)).is_zero():
            return 0
        near, others = self, roots_between([polynomial], self.low, self.high)
        while any(near.low <= r.high and r.low <= near.high for r in others):
            near = near.refined((near.high - near.low) / 4)
            others = [r.refined((near.high - near.low) / 4) for r in others]
        return _sign(polynomial, (near.low + near.high) / 2)

    @cached_property
    def expression(self) -> Any:
        """As a sympy number: with a square root up to degree 2, as `CRootOf` beyond."""
        import sympy

        if self.rational is not None:
            return sympy.Rational(self.rational.numerator, self.rational.denominator)
        if len(self.coefficients) == 3:
            c, b, a = self.coefficients
            roots: list[Any] = [(-b + s * sympy.sqrt(b * b - 4 * a * c)) / (2 * a) for s in (1, -1)]
            inside = [r for r in roots if self.low < r < self.high]
            return sympy.nsimplify(sympy.radsimp(inside[0]))
        smaller = len(isolated(self.polynomial, None, self.low))
        return sympy.CRootOf(sympy.Poly(list(self.coefficients)[::-1], sympy.Symbol("x")), smaller)

    @property
    def short(self) -> str:
        """The number itself up to degree 2, beyond that its first digits and dots."""
        if len(self.coefficients) <= 3:
            return str(self)
        near = self
        while floor(near.low * DIGITS) != floor(near.high * DIGITS):
            near = near.refined((near.high - near.low) / 4)
        return f"{floor(near.low * DIGITS) / DIGITS:.6f}..."

    def __float__(self) -> float:
        near = self.refined(Fraction(1, 2**70))
        return float((near.low + near.high) / 2)

    def __lt__(self, other: "Root") -> bool:
        if self == other:
            return False
        a, b = self, other
        while a.low <= b.high and b.low <= a.high:
            if a.coefficients == b.coefficients and a.rational is None and _same(a, b):
                return False
            width = max(a.high - a.low, b.high - b.low) / 4
            if width == 0:
                return a.low < b.low
            a, b = a.refined(width), b.refined(width)
        return a.high < b.low

    def __repr__(self) -> str:
        if len(self.coefficients) <= 3:
            return str(self.expression)
        import sympy

        near = self.refined(Fraction(1, DIGITS))
        polynomial = sympy.Poly(list(self.coefficients)[::-1], sympy.Symbol("x")).as_expr()
        return f"root of {polynomial} in [{_decimal(near.low, floor)}, {_decimal(near.high, ceil)}]"


def rational_root(value: Fraction) -> Root:
    """A rational number as the root of its own polynomial.

    Examples
    --------
    >>> rational_root(Fraction(1, 2)).coefficients
    (-1, 2)
    """
    return Root((-value.numerator, value.denominator), value, value)


def isolated(factor: Any, low: Fraction | None, high: Fraction | None) -> list[Root]:
    """The roots of an irreducible integer polynomial strictly between two numbers, in order."""
    coefficients = tuple(int(c) for c in factor.coeffs())
    if coefficients[-1] < 0:
        coefficients = tuple(-c for c in coefficients)
    if len(coefficients) == 2:
        found = [rational_root(Fraction(-coefficients[0], coefficients[1]))]
    else:
        found = _irrational(coefficients)
    kept = [r for r in found if (low is None or _beyond(r, low)) and (high is None or _before(r, high))]
    return sorted(kept, key=lambda r: r.low)


def _irrational(coefficients: tuple[int, ...]) -> list[Root]:
    everywhere: Any = fmpz_poly(list(coefficients)).complex_roots()
    balls = [z.real for z, _ in everywhere if z.imag == 0]
    found: list[Root] = []
    for ball in balls:
        middle, radius = _exact(ball.mid()), _exact(ball.rad()) + Fraction(1, 2**200)
        found.append(Root(coefficients, middle - radius, middle + radius))
    return found


def _exact(ball: Any) -> Fraction:
    mantissa, exponent = ball.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def _beyond(root: Root, point: Fraction) -> bool:
    return root.rational > point if root.rational is not None else root.above(point)


def _before(root: Root, point: Fraction) -> bool:
    return root.rational < point if root.rational is not None else not root.above(point)


def roots_between(polynomials: Iterable[Any], low: Fraction | None, high: Fraction | None) -> list[Root]:
    """The distinct roots of rational polynomials strictly between two numbers, in order.

    Examples
    --------
    >>> roots_between([fmpq_poly([1, -3, 2]), fmpq_poly([-1, 1, 1])], Fraction(0), Fraction(2))
    [1/2, -1/2 + sqrt(5)/2, 1]
    """
    factors: dict[str, Any] = {}
    for polynomial in polynomials:
        if polynomial.degree() > 0:
            for factor, _ in polynomial.numer().factor()[1]:
                factors.setdefault(str(factor), factor)
    found = [r for factor in factors.values() for r in isolated(factor, low, high)]
    return ordered(found)


def ordered(roots: Iterable[Root]) -> list[Root]:
    """The distinct ones among some numbers, in order.

    Examples
    --------
    >>> ordered([rational_root(Fraction(2)), rational_root(Fraction(1)), rational_root(Fraction(2))])
    [1, 2]
    """
    out: list[Root] = []
    for root in roots:
        place = next((k for k, other in enumerate(out) if not other < root), len(out))
        if place == len(out) or root < out[place]:
            out.insert(place, root)
    return out


def between(low: Root, high: Root) -> Fraction:
    """The simplest rational number strictly between two algebraic ones.

    Examples
    --------
    >>> between(rational_root(Fraction(1, 3)), rational_root(Fraction(1, 1)))
    Fraction(1, 2)
    """
    while not low.high < high.low:
        width = max(low.high - low.low, high.high - high.low) / 4
        low, high = low.refined(width), high.refined(width)
    return _simplest(low.high, high.low)


def _simplest(low: Fraction, high: Fraction) -> Fraction:
    """The fraction of smallest denominator strictly between two others."""
    whole = floor(low) + 1
    if whole < high:
        return Fraction(whole)
    shift = floor(low)
    low, high = low - shift, high - shift
    if low == 0:
        return shift + Fraction(1, floor(1 / high) + 1)
    return shift + 1 / _simplest(1 / high, 1 / low)


def _same(a: Root, b: Root) -> bool:
    """Whether overlapping intervals isolate the same root of one polynomial."""
    low, high = max(a.low, b.low), min(a.high, b.high)
    return _sign(a.polynomial, low) * _sign(a.polynomial, high) < 0


def _sign(polynomial: Any, point: Fraction) -> int:
    value = polynomial(fmpq(point.numerator, point.denominator))
    return (value > 0) - (value < 0)


def _decimal(value: Fraction, rounding: Any) -> str:
    return f"{rounding(value * DIGITS) / DIGITS:.6f}"
