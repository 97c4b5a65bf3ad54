"""Exact integrals over polyhedra for utilities whose densities are piecewise polynomial.

A density that is a polynomial on each piece between knots is a sum of truncated powers,
`sum jump_kp (x - knot_k)^p / p!` over `x >= knot_k`, where `jump_kp` is the jump of its `p`-th derivative. Brion's
theorem (:cite:p:`Brion1988`) holds for exponentials times polynomials too, since these are derivatives of exponentials:
with a generic objective `c` and a variable `theta_j` for each basic coordinate, a vertex `v` of a basis `(R, K)`
contributes the part of order 0 in `e` of

    exp(e c.v) / |det B|  prod_(j in K) f_j(v_j + d/d theta_j)  prod_(i in R) D_i  prod_(j in N) sum_p jump_jp D_j^(p+1)

at `theta = 0`, where `D_l = -1 / (e g_l + theta.b_l)` and `g_l`, `b_l` are the slopes of `c.x` and of the basic
coordinates along the edge `l`. Divisions by these linear forms are carried out on power series in `theta`, truncated
at the degrees of the densities; a variable `s` counts the order in `1 / e`.
"""

# python-flint is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import factorial, prod
from typing import Any

from flint import fmpq, fmpq_poly

from decision.engines.measure.bases import Basis, bases
from decision.engines.measure.polytopes import Unlucky, objectives
from decision.engines.measure.regions import Form
from decision.engines.measure.vertices import Axis, Vertices, total, vertices, whole

__all__ = ["Spline", "spline_integral"]

Series = dict[tuple[int, ...], Any]
"""Polynomials in `s` by the exponents of `theta`."""


@dataclass(frozen=True)
class Spline:
    """A density that is a polynomial on each piece between knots, and 0 outside them.

    Attributes
    ----------
    knots : tuple of Fraction
        Increasing.
    pieces : tuple of tuple of Fraction
        Coefficients between neighbours, lowest power first.

    Examples
    --------
    >>> Spline((Fraction(0), Fraction(1)), ((Fraction(0), Fraction(2)),)).jumps(1)
    [Fraction(-2, 1), Fraction(-2, 1)]
    """

    knots: tuple[Fraction, ...]
    pieces: tuple[tuple[Fraction, ...], ...]

    def scaled(self, scale: int) -> "Spline":
        """The density of `scale x`."""
        pieces = (tuple(q / scale ** (k + 1) for k, q in enumerate(p)) for p in self.pieces)
        return Spline(tuple(scale * x for x in self.knots), tuple(pieces))

    def derivatives(self, piece: int, at: Fraction) -> list[Fraction]:
        """Value and derivatives at a point, of the polynomial of a piece; 0 for the outer pieces."""
        if not 0 < piece <= len(self.pieces):
            return []
        coefficients = self.pieces[piece - 1]
        return [
            sum(
                (q * at ** (k - p) * (factorial(k) // factorial(k - p)) for k, q in enumerate(coefficients) if k >= p),
                Fraction(0),
            )
            for p in range(len(coefficients))
        ]

    def jumps(self, knot: int) -> list[Fraction]:
        """Jumps of the density and of its derivatives at a knot."""
        left, right = (self.derivatives(k, self.knots[knot]) for k in (knot, knot + 1))
        size = max(len(left), len(right))
        padded = ([*side, *[Fraction(0)] * (size - len(side))] for side in (right, left))
        return [a - b for a, b in zip(*padded, strict=True)]


def spline_integral(rows: Sequence[Form], densities: Sequence[Spline], value: Form | None = None) -> Fraction:
    """The integral of a linear function (by default 1) over `{x : every row(x) >= 0}`, weighted by the densities.

    Examples
    --------
    >>> F = Fraction
    >>> square = Spline((F(0), F(1)), ((F(0), F(2)),))
    >>> spline_integral([((F(2), F(-1)), F(0))], [square, square])
    Fraction(7, 8)
    """
    axes = [Axis.at(d.knots, range(1, len(d.knots))) for d in densities]
    scaled = [d.scaled(axis.scale) for d, axis in zip(densities, axes, strict=True)]
    table = [whole(row, axes)[0] for row in rows]
    linear, unit = (None, Fraction(1)) if value is None else whole(value, axes)
    counted = [replace(axis, scale=1) for axis in axes]
    for objective in objectives(len(axes)):
        try:
            return unit * total(_terms(table, counted, scaled, objective, linear))
        except Unlucky:
            continue
    raise AssertionError("objectives never end")


def _terms(
    table: Sequence[Sequence[int]],
    axes: Sequence[Axis],
    densities: Sequence[Spline],
    objective: Sequence[int],
    value: Sequence[int] | None,
) -> Iterator[tuple[int, int]]:
    for basis in bases(table, len(axes)):
        found = vertices(basis, axes)
        if found.count:
            term = _Corner(basis, found, axes, densities, objective, value).total()
            yield int(term.p), int(term.q)


class _Corner:
    """The vertices of one basis; a value is one more variable, with itself as the density."""

    def __init__(
        self,
        basis: Basis,
        found: Vertices,
        axes: Sequence[Axis],
        densities: Sequence[Spline],
        objective: Sequence[int],
        value: Sequence[int] | None,
    ) -> None:
        self.basis, self.found, self.axes, self.densities = basis, found, axes, densities
        self.objective, self.value = objective, value
        self.inner = tuple(found.pieces)
        degrees = [max(len(p) for p in densities[j].pieces) for j in self.inner]
        by_label = dict(zip(basis.basic, basis.table.tolist(), strict=True))
        rows = [by_label[j] for j in self.inner]
        if value is not None:
            rows.append(basis.objective(value))
            degrees.append(2)
        self.exponents = list(product(*map(range, degrees)))
        slopes = basis.objective([*objective, 0])
        self.edges: list[tuple[Any, list[Any]]] = [
            (fmpq(slopes[k], basis.minor), [fmpq(row[k], basis.minor) for row in rows]) for k in range(basis.size)
        ]
        if not all(slope for slope, _ in self.edges):
            raise Unlucky
        self.known: dict[tuple[int, ...], Series] = {}

    def total(self) -> Any:
        """The sum of their contributions."""
        free = [(k, label) for k, label in enumerate(self.basis.free) if label < self.basis.size]
        total = fmpq(0)
        for n in range(self.found.count):
            places = tuple(int(self.found.places[label][n]) for _, label in free)
            total += self.read(self.series(free, places), n)
        return total / self.basis.minor

    def series(self, free: Sequence[tuple[int, int]], places: tuple[int, ...]) -> Series:
        """The product of all `D`, with the jumps at the knots of some free coordinates; prefixes are shared."""
        if places in self.known:
            return self.known[places]
        if not places:
            made: Series = {a: fmpq_poly([0]) for a in self.exponents}
            made[self.exponents[0]] = fmpq_poly([1])
            for k, label in enumerate(self.basis.free):
                if label >= self.basis.size:
                    made = self.divided(made, k)
        else:
            before = self.series(free, places[:-1])
            k, label = free[len(places) - 1]
            made = {a: fmpq_poly([0]) for a in self.exponents}
            for jump in reversed(self.densities[label].jumps(places[-1])):
                if jump:
                    weight = fmpq(jump.numerator, jump.denominator)
                    made = {a: made[a] + weight * before[a] for a in self.exponents}
                made = self.divided(made, k)
        self.known[places] = made
        return made

    def divided(self, series: Series, k: int) -> Series:
        """A series times `D` of an edge."""
        slope, along = self.edges[k]
        inverse = -1 / slope
        out: Series = {}
        for a in self.exponents:  # lexicographic, so smaller exponents come first
            rest = series[a]
            for j, step in enumerate(along):
                if a[j] and step:
                    rest = rest + step * out[(*a[:j], a[j] - 1, *a[j + 1 :])]
            out[a] = (inverse * rest).left_shift(1)
        return out

    def read(self, series: Series, n: int) -> Any:
        """The part of order 0 at one vertex."""
        point = self.point(n)
        height = sum((c * x for c, x in zip(self.objective, point, strict=True)), Fraction(0))
        power = fmpq(height.numerator, height.denominator)
        local = [self.densities[j].derivatives(int(self.found.pieces[j][n]), point[j]) for j in self.inner]
        if self.value is not None:
            at = sum((q * x for q, x in zip(self.value, [*point, Fraction(1)], strict=True)), Fraction(0))
            local.append([at, Fraction(1)])
        mixed = fmpq_poly([0])
        for a in self.exponents:
            if all(p < len(d) for p, d in zip(a, local, strict=True)):
                weight = prod((d[p] for p, d in zip(a, local, strict=True)), start=Fraction(1))
                mixed += fmpq(weight.numerator, weight.denominator) * series[a]
        out, term = fmpq(0), fmpq(1)
        for m in range(mixed.degree() + 1):
            out += mixed[m] * term
            term = term * power / (m + 1)
        return out

    def point(self, n: int) -> list[Fraction]:
        """A vertex."""
        at: Mapping[int, Fraction] = {
            **{j: Fraction(self.axes[j].knots[int(p[n])]) for j, p in self.found.places.items()},
            **{j: Fraction(int(x[n]), self.basis.minor) for j, x in self.found.values.items()},
        }
        return [at[j] for j in range(self.basis.size)]
