"""Numbers that depend on one parameter, computed together with their value at a sample point.

A computation that uses nothing but field operations and comparisons gives one rational function wherever all its
comparisons come out the same. A `Chart` decides each comparison at its sample point and keeps the function whose sign
was asked for: around the sample point, up to the nearest real root of one of these functions, the result is valid.
"""

# python-flint is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from fractions import Fraction
from typing import Any

from flint import fmpq, fmpq_poly

from decision.errors import DecisionError
from decision.language.parametric import Parametric

__all__ = ["Chart", "Germ", "Unlucky", "quotient"]

ONE = fmpq_poly([1])
ZERO = fmpq_poly([0])


class Unlucky(DecisionError):
    """A function that is not 0 vanishes at the sample point: nothing can be said about its neighbourhood."""


class Chart:
    """A sample point of the parameter, and the functions that must keep their signs.

    Parameters
    ----------
    name : str
        The symbol.
    sample : Fraction

    Examples
    --------
    >>> chart = Chart("g", Fraction(1, 2))
    >>> g = chart.variable
    >>> (1 - g) / (1 + g) < g, [str(f) for f in chart.conditions]
    (True, ['x + 1', 'x^2 + 2*x + (-1)'])
    """

    def __init__(self, name: str, sample: Fraction) -> None:
        self.name = name
        self.sample = fmpq(*sample.as_integer_ratio())
        self._asked: dict[str, Any] = {}
        self._signs: dict[tuple[str, str], int] = {}

    @property
    def variable(self) -> "Germ":
        """The parameter itself."""
        return Germ(self, fmpq_poly([0, 1]), ONE)

    def constant(self, value: Fraction | int) -> "Germ":
        """A number."""
        return Germ(self, fmpq_poly([fmpq(*value.as_integer_ratio())]), ONE)

    def number(self, value: Fraction | int) -> "Germ":
        """A number of the language, which may have the chart's symbol."""
        if not isinstance(value, Parametric):
            return self.constant(value)
        top, bottom = quotient(value)
        self.keep(bottom)
        return Germ(self, top, bottom)

    @property
    def conditions(self) -> list[Any]:
        """Irreducible polynomials, one for each factor of what was compared with 0 or divided by."""
        found: dict[str, Any] = {}
        for polynomial in self._asked.values():
            for factor, _ in polynomial.numer().factor()[1]:
                found.setdefault(str(factor), fmpq_poly(factor))
        return list(found.values())

    def sign(self, germ: "Germ") -> int:
        """The sign of a function near the sample point."""
        if germ.top.is_zero():
            return 0
        self.keep(germ.bottom)
        return self.keep(germ.top) * (1 if germ.bottom(self.sample) > 0 else -1)

    def keep(self, polynomial: Any) -> int:
        """The sign of a polynomial, which becomes a condition."""
        value = polynomial(self.sample)
        if value == 0:
            raise Unlucky(f"{self.name} = {self.sample} is a root of {polynomial}; take another sample point")
        if polynomial.degree() > 0:
            self._asked.setdefault(str(polynomial), polynomial)
        return 1 if value > 0 else -1


class Germ:
    """A quotient of polynomials in the parameter, in lowest terms, with the order of its values near the sample."""

    __slots__ = ("bottom", "chart", "top")

    def __init__(self, chart: Chart, top: Any, bottom: Any) -> None:
        if bottom.degree() > 0:
            common = top.gcd(bottom)
            if common.degree() > 0:
                top, bottom = top / common, bottom / common
        lead = bottom.leading_coefficient()
        if lead != 1:
            top, bottom = top / lead, bottom / lead
        self.chart, self.top, self.bottom = chart, top, bottom

    def _read(self, other: "Germ | int | Fraction") -> "Germ":
        return other if isinstance(other, Germ) else self.chart.number(other)

    def __add__(self, other: "Germ | int | Fraction") -> "Germ":
        b = self._read(other)
        if self.bottom == b.bottom:
            return Germ(self.chart, self.top + b.top, self.bottom)
        return Germ(self.chart, self.top * b.bottom + b.top * self.bottom, self.bottom * b.bottom)

    __radd__ = __add__

    def __neg__(self) -> "Germ":
        return Germ(self.chart, -self.top, self.bottom)

    def __sub__(self, other: "Germ | int | Fraction") -> "Germ":
        return self + (-self._read(other))

    def __rsub__(self, other: "int | Fraction") -> "Germ":
        return self._read(other) - self

    def __mul__(self, other: "Germ | int | Fraction") -> "Germ":
        b = self._read(other)
        return Germ(self.chart, self.top * b.top, self.bottom * b.bottom)

    __rmul__ = __mul__

    def __truediv__(self, other: "Germ | int | Fraction") -> "Germ":
        b = self._read(other)
        self.chart.keep(b.top)
        return Germ(self.chart, self.top * b.bottom, self.bottom * b.top)

    def __rtruediv__(self, other: "int | Fraction") -> "Germ":
        return self._read(other) / self

    def __pow__(self, power: int) -> "Germ":
        return Germ(self.chart, self.top**power, self.bottom**power)

    def __bool__(self) -> bool:
        return not self.top.is_zero()

    def __eq__(self, other: object) -> bool:
        """Equality of functions."""
        if isinstance(other, int | Fraction):
            other = self._read(other)
        return isinstance(other, Germ) and self.top == other.top and self.bottom == other.bottom

    def __hash__(self) -> int:
        return hash((str(self.top), str(self.bottom)))

    def __lt__(self, other: "Germ | int | Fraction") -> bool:
        return self.chart.sign(self - other) < 0

    def __gt__(self, other: "Germ | int | Fraction") -> bool:
        return self.chart.sign(self - other) > 0

    def __le__(self, other: "Germ | int | Fraction") -> bool:
        return self.chart.sign(self - other) <= 0

    def __ge__(self, other: "Germ | int | Fraction") -> bool:
        return self.chart.sign(self - other) >= 0

    def expression(self, symbol: Any) -> Any:
        """As a sympy expression, factored."""
        import sympy

        return sympy.factor(_expression(self.top, symbol) / _expression(self.bottom, symbol))

    def __repr__(self) -> str:
        return f"({self.top})/({self.bottom})"


def quotient(value: Parametric) -> tuple[Any, Any]:
    """Numerator and denominator of a number with one symbol, as flint polynomials."""
    from sympy import fraction

    top, bottom = (_polynomial(part) for part in fraction(value.expression))
    return top, bottom


def _polynomial(part: Any) -> Any:
    """A flint polynomial from a sympy one in at most one symbol."""
    if not part.free_symbols:
        return fmpq_poly([fmpq(int(part.p), int(part.q))])
    coefficients = part.as_poly().all_coeffs()[::-1]
    return fmpq_poly([fmpq(int(c.p), int(c.q)) for c in coefficients])


def _expression(polynomial: Any, symbol: Any) -> Any:
    import sympy

    terms = (sympy.Rational(int(c.p), int(c.q)) * symbol**k for k, c in enumerate(polynomial.coeffs()))
    return sympy.Add(*terms)
