"""Exact integrals over polyhedra for utilities with exponential tails, or some of them uniform.

Densities are `weight * exp(rate x)` on each piece between knots. By Brion's theorem
(:cite:p:`Brion1988`) the integral of an exponential over a polyhedron is a sum over vertices,

    sum_v  w_v exp(rate.v) / |det B|  prod_l 1 / (-g_l),

where the rates at `v` are those of the pieces that the basic coordinates lie on, and `g_l` are their slopes along the
edges at `v`; a coordinate at a knot contributes the difference of both sides. Edges along which the density is constant
have slope 0: rates are moved by `e d` for a generic direction `d`, each term is a Laurent series in `e`, and the terms
of order 0 add up to the integral. Rows without constants meet all knots at 0, so that the integral is rational;
otherwise it is a sum of rational multiples of exponentials of rationals.
"""

# numpy, sympy and python-flint are untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy
from flint import fmpq, fmpq_poly

from decision.engines.measure.bases import Basis, bases
from decision.engines.measure.polytopes import Steps, Unlucky, objectives
from decision.engines.measure.regions import Form
from decision.engines.measure.vertices import Axis, Vertices, total, vertices, whole

__all__ = ["Decay", "decay_integral"]

Side = tuple[Fraction, Fraction]
"""Weight and rate."""

NOTHING: Side = (Fraction(0), Fraction(0))


@dataclass(frozen=True)
class Decay:
    """A density that is exponential, or constant, on each piece between knots.

    Attributes
    ----------
    knots : tuple of Fraction
        Increasing; one that is not 0 has only constant pieces next to it.
    pieces : tuple of (weight, rate)
        One more than the knots: from below the first to above the last.
    shift : Fraction
        Of the utility against the variable that has this density.

    Examples
    --------
    >>> Decay.exponential(Fraction(2)).pieces
    ((Fraction(0, 1), Fraction(0, 1)), (Fraction(2, 1), Fraction(-2, 1)))
    """

    knots: tuple[Fraction, ...]
    pieces: tuple[Side, ...]
    shift: Fraction = Fraction(0)

    @classmethod
    def exponential(cls, rate: Fraction) -> "Decay":
        """The exponential density."""
        return cls((Fraction(0),), (NOTHING, (rate, -rate)))

    @classmethod
    def laplace(cls, center: Fraction, scale: Fraction) -> "Decay":
        """The Laplace density."""
        weight = 1 / (2 * scale)
        return cls((Fraction(0),), ((weight, 1 / scale), (weight, -1 / scale)), center)

    @classmethod
    def steps(cls, steps: Steps) -> "Decay":
        """A step function."""
        return cls(steps.knots, (NOTHING, *((q, Fraction(0)) for q in steps.heights), NOTHING))

    def sides(self, knot: int) -> list[Side]:
        """Signed parts that begin at a knot; two of the same rate are one."""
        (left, rate), (right, other) = self.pieces[knot : knot + 2]
        if rate == other:
            return [(right - left, rate)]
        return [s for s in ((-left, rate), (right, other)) if s[0]]

    @property
    def axis(self) -> Axis:
        """Knots, and pieces where the density is positive."""
        covered = [k for k, (weight, _) in enumerate(self.pieces) if weight]
        return Axis.at(self.knots, range(covered[0], covered[-1] + 1))


def decay_integral(rows: Sequence[Form], densities: Sequence[Decay], value: Form | None = None) -> Any:
    """The integral of a linear function (by default 1) over `{x : every row(x) >= 0}`, weighted by the densities.

    Returns
    -------
    Fraction or sympy expression

    Examples
    --------
    >>> F = Fraction
    >>> one, two = Decay.exponential(F(1)), Decay.exponential(F(2))
    >>> decay_integral([((F(1), F(-1)), F(0))], [one, two])
    Fraction(2, 3)
    >>> decay_integral([((F(1),), F(-2))], [one])
    exp(-2)
    """
    shifts = [d.shift for d in densities]
    table = [_shifted(row, shifts) for row in rows]
    moved = None if value is None else _shifted(value, shifts)
    axes = [d.axis for d in densities]
    for direction in objectives(len(axes)):
        try:
            return _summed(_Sum(table, axes, densities, direction, moved).terms())
        except Unlucky:
            continue
    raise AssertionError("objectives never end")


def _shifted(form: Form, shifts: Sequence[Fraction]) -> Form:
    slopes, constant = form
    return slopes, constant + sum((q * s for q, s in zip(slopes, shifts, strict=True)), Fraction(0))


def _summed(terms: Iterator[tuple[Fraction, Any]]) -> Any:
    """The sum of `(exponent, factor)`: a fraction if every exponent is 0."""
    listed: dict[Fraction, list[tuple[int, int]]] = {}
    for exponent, q in terms:
        listed.setdefault(exponent, []).append((int(q.p), int(q.q)))
    sums = {exponent: total(quotients) for exponent, quotients in sorted(listed.items())}
    if not any(sums.values()):
        return Fraction(0)
    if all(not q or not exponent for exponent, q in sums.items()):
        return sums[Fraction(0)]
    return sympy.Add(*(_rational(q) * sympy.exp(_rational(exponent)) for exponent, q in sums.items()))


def _rational(q: Fraction) -> Any:
    return sympy.Rational(q.numerator, q.denominator)


def _exact(q: Fraction | int) -> Any:
    return fmpq(q.numerator, q.denominator)


@dataclass(frozen=True)
class _Slope:
    """The slope of the exponent along an edge, `constant + e direction + t value`."""

    constant: Any
    direction: Any
    value: Any

    def __add__(self, other: "_Slope") -> "_Slope":
        return _Slope(self.constant + other.constant, self.direction + other.direction, self.value + other.value)

    def __mul__(self, factor: Any) -> "_Slope":
        return _Slope(self.constant * factor, self.direction * factor, self.value * factor)


FLAT = _Slope(fmpq(0), fmpq(0), fmpq(0))


@dataclass(frozen=True)
class _Sum:
    """What every basis contributes to an integral."""

    table: Sequence[Form]
    axes: Sequence[Axis]
    densities: Sequence[Decay]
    direction: Sequence[int]
    value: Form | None

    def terms(self) -> Iterator[tuple[Fraction, Any]]:
        """Exponents and factors."""
        rows = [whole(row, self.axes)[0] for row in self.table]
        for basis in bases(rows, len(self.axes)):
            found = vertices(basis, self.axes)
            for k in range(found.count):
                yield self.term(basis, found, k)

    def term(self, basis: Basis, found: Vertices, k: int) -> tuple[Fraction, Any]:
        """The term of one vertex."""
        inner = {label: self.densities[label].pieces[int(piece[k])] for label, piece in found.pieces.items()}
        point = self.point(basis, found, k)
        exponent = sum((rate * point[label] for label, (_, rate) in inner.items()), Fraction(0))
        factors = [self.factor(basis, column, label, found, k, inner) for column, label in enumerate(basis.free)]
        flat = sum(not f.regular for f in factors)
        height = _exact(sum((d * x for d, x in zip(self.direction, point, strict=True)), Fraction(0)))
        scale = _exact(Fraction(1, basis.minor))
        for label, (weight, _) in inner.items():
            scale *= _exact(weight * Fraction(1, self.axes[label].scale))
        for label in found.places:
            scale *= _exact(Fraction(1, self.axes[label].scale))
        if self.value is None:
            series = _product([_exponential(height, flat + 1), *(f.series(flat + 1) for f in factors)], flat + 1)
            return exponent, scale * series[flat]
        return exponent, scale * self.weighted(factors, flat, height, point)

    def weighted(self, factors: Sequence["_Factor"], flat: int, height: Any, point: Sequence[Fraction]) -> Any:
        """The derivative, in the direction of the value, of the term of a vertex."""
        assert self.value is not None
        length = flat + 2
        along = _exact(sum((q * x for q, x in zip(self.value[0], point, strict=True)), self.value[1]))
        plain, changed = _exponential(height, length), fmpq_poly([0])
        for f in factors:
            series = f.series(length)
            changed = _product([changed, series], length) + _product([plain, f.change(length)], length)
            plain = _product([plain, series], length)
        return along * plain[flat] + changed[flat + 1]

    def point(self, basis: Basis, found: Vertices, k: int) -> list[Fraction]:
        """The vertex."""
        out = [Fraction(0)] * len(self.axes)
        for label, place in found.places.items():
            out[label] = Fraction(self.axes[label].knots[int(place[k])], self.axes[label].scale)
        for label, x in found.values.items():
            out[label] = Fraction(int(x[k]), basis.minor * self.axes[label].scale)
        return out

    def factor(
        self, basis: Basis, column: int, label: int, found: Vertices, k: int, inner: dict[int, Side]
    ) -> "_Factor":
        """What an edge contributes: its weights over its slopes."""
        slope = FLAT
        for row, basic in enumerate(basis.basic):
            if basic in inner:
                share = _exact(Fraction(int(basis.table[row, column]), basis.minor))
                slope = slope + self.own(basic, inner[basic][1]) * share
        if label >= basis.size:
            return _Factor(((fmpq(1), slope),))
        sides = self.densities[label].sides(int(found.places[label][k]))
        return _Factor(tuple((_exact(weight), slope + self.own(label, rate)) for weight, rate in sides))

    def own(self, label: int, rate: Fraction) -> _Slope:
        """The slope of a coordinate counted in the units of its axis."""
        unit = Fraction(1, self.axes[label].scale)
        value = Fraction(0) if self.value is None else self.value[0][label]
        return _Slope(_exact(rate * unit), _exact(self.direction[label] * unit), _exact(value * unit))


@dataclass(frozen=True)
class _Factor:
    """A sum of `weight / -slope`, times `e` if one of the slopes has no constant."""

    parts: tuple[tuple[Any, _Slope], ...]

    @property
    def regular(self) -> bool:
        """Whether no slope vanishes at `e = 0`."""
        return all(slope.constant for _, slope in self.parts)

    def series(self, length: int) -> Any:
        """The power series in `e`."""
        total = fmpq_poly([0])
        for weight, slope in self.parts:
            total += -weight * self.lifted(_inverse(slope, length), slope)
        return total.truncate(length)

    def change(self, length: int) -> Any:
        """The derivative in `t`, times `e` once more."""
        total = fmpq_poly([0])
        for weight, slope in self.parts:
            inverse = _inverse(slope, length)
            squared = _product([inverse, inverse], length)
            lifted = squared if not slope.constant else squared.left_shift(1 if self.regular else 2)
            total += weight * slope.value * lifted
        return total.truncate(length)

    def lifted(self, series: Any, slope: _Slope) -> Any:
        """A series that stands beside one with a pole is multiplied by `e`, as that one is."""
        return series if self.regular or not slope.constant else series.left_shift(1)


def _inverse(slope: _Slope, length: int) -> Any:
    """The inverse of `constant + e direction`, times `e` if the constant is 0."""
    if not slope.constant:
        if not slope.direction:
            raise Unlucky
        return fmpq_poly([1 / slope.direction])
    ratio, coefficients = -slope.direction / slope.constant, [1 / slope.constant]
    while len(coefficients) < length:
        coefficients.append(coefficients[-1] * ratio)
    return fmpq_poly(coefficients)


def _exponential(height: Any, length: int) -> Any:
    """The series of `exp(e height)`."""
    coefficients = [fmpq(1)]
    while len(coefficients) < length:
        coefficients.append(coefficients[-1] * height / len(coefficients))
    return fmpq_poly(coefficients)


def _product(series: Sequence[Any], length: int) -> Any:
    product = series[0]
    for s in series[1:]:
        product = product.mul_low(s, length)
    return product
