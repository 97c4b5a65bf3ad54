"""Independent symmetric stable utilities of one index, Cauchy among them: cells by the scales of their rows.

Comparisons that are even about the centres are what `stable_cones` covers, up to three at a time. One comparison with
something added is a value of the distribution function. Expectations exist for an index above 1: if `L` and `Y` are
jointly stable, `E[L | Y] = s Y`, so `E[L 1{Y >= 0}] = s E|Y| / 2`, with `E|Y| = 2 Gamma(1 - 1/a) scale / pi`.
"""

# python-flint and sympy are untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import ceil, log
from typing import Any

import sympy
from flint import arb

from decision.engines.measure.arithmetic import ball as enclosing
from decision.engines.measure.cells import Cell, linear_form
from decision.engines.measure.complement import fewest
from decision.engines.measure.integral import Answer, Integral
from decision.engines.measure.quadrature import definite, enclosed, error
from decision.engines.measure.reals import ONE, PI, ZERO, Real, ball, exactly, symbol
from decision.engines.measure.stable_cones import stable_cone, total_scale
from decision.goals.laws import Law, Product
from decision.goals.marginals import Cauchy, Stable
from decision.language.values import Maximum

__all__ = ["Stables", "stable", "stable_cdf", "stables"]

HALF = exactly(Fraction(1, 2))


@dataclass(frozen=True)
class Stables:
    """Independent symmetric stable utilities: their common index, their centres and scales."""

    index: Fraction
    centers: tuple[Fraction, ...]
    scales: tuple[Fraction, ...]

    def standard(self, slopes: Sequence[Fraction]) -> tuple[Fraction, ...]:
        """A weighted sum, less its centre, by coefficients of utilities of scale 1."""
        return tuple(q * s for q, s in zip(slopes, self.scales, strict=True))

    def center(self, slopes: Sequence[Fraction], constant: Fraction) -> Fraction:
        """The centre of a weighted sum."""
        return sum((q * c for q, c in zip(slopes, self.centers, strict=True)), constant)


def stable(integral: Integral) -> Answer | None:
    """The expectation of a piecewise linear value of stable utilities on a polyhedral event."""
    law = None if integral.law.symbols else stables(integral.law, integral.coordinates)
    if law is None:
        return None
    largest = _mean_of_largest(integral, law)
    if largest is not None:
        return Answer(largest.value(), "scales of stable utilities")
    side = fewest(integral)
    total = enclosed(lambda digits: _total(side.parts, law, digits), integral.digits)
    if total is None:
        return None
    how = "scales" if total.exact is not None else "one-dimensional integrals"
    return Answer(side.total(total).value(), f"{how} of stable utilities")


def stables(law: Law, coordinates: Sequence[str]) -> Stables | None:
    """Index, centres and scales of the utilities; None if they are not stable of one index."""
    if not isinstance(law, Product):
        return None
    found: list[tuple[Fraction, Fraction, Fraction]] = []
    for w in coordinates:
        match law.marginal(w):
            case Cauchy(center, scale):
                found.append((Fraction(1), center, scale))
            case Stable(alpha, center, scale):
                found.append((alpha, center, scale))
            case _:
                return None
    indices = {alpha for alpha, _, _ in found}
    if len(indices) != 1:
        return None
    return Stables(indices.pop(), tuple(c for _, c, _ in found), tuple(s for _, _, s in found))


def _mean_of_largest(integral: Integral, law: Stables) -> Real | None:
    """`E(max)` of three values with one centre: a quarter of their mean distances, above the centre.

    The distances add up to twice the largest less the smallest, and these two are mirror images about the centre.
    """
    value = integral.value
    if law.index <= 1 or integral.event is not None or value is None or value.coefficients or len(value.nodes) != 1:
        return None
    node, q = value.nodes[0]
    if not isinstance(node, Maximum) or len(node.arguments) != 3 or not all(v.is_linear for v in node.arguments):
        return None
    place = {w: i for i, w in enumerate(integral.coordinates)}
    forms = [linear_form(v, place) for v in node.arguments]
    centers = {law.center(*form) for form in forms}
    if len(centers) > 1:
        return None
    rows = [law.standard(slopes) for slopes, _ in forms]
    gaps = [tuple(x - y for x, y in zip(a, b, strict=True)) for a, b in combinations(rows, 2)]
    distances = sum((_half_mean(gap, gap, law.index) for gap in gaps if any(gap)), ZERO)
    return exactly(value.constant + q * centers.pop()) + exactly(q) * HALF * distances


def _total(parts: Sequence[Cell], law: Stables, digits: int) -> Real | None:
    total = ZERO
    for cell in parts:
        found = _cell(cell, law, digits)
        if found is None:
            return None
        total = total + found
    return total


def _cell(cell: Cell, law: Stables, digits: int) -> Real | None:
    rows = [law.standard(slopes) for slopes, _ in cell.rows]
    shifts = [law.center(*row) for row in cell.rows]
    if any(cell.value[0]):
        if len(rows) != 1 or shifts[0] or law.index <= 1:
            return None
        center = exactly(law.center(*cell.value)) * HALF
        return center + _half_mean(law.standard(cell.value[0]), rows[0], law.index)
    if len(rows) == 1 and shifts[0]:
        found = _single(rows[0], shifts[0], law.index, digits)
    else:
        found = None if any(shifts) else stable_cone(rows, law.index, digits)
    return None if found is None else exactly(cell.value[1]) * found


def _single(row: Sequence[Fraction], shift: Fraction, index: Fraction, digits: int) -> Real:
    """The probability that a weighted sum plus a constant is at least 0."""
    scale = _scale(row, index)
    return stable_cdf(exactly(shift) / scale, index, digits)


def _scale(row: Sequence[Fraction], index: Fraction) -> Real:
    closed = total_scale(row, index) ** (1 / symbol(index))
    return Real(enclosing(closed), closed)


def stable_cdf(x: Real, index: Fraction, digits: int) -> Real:
    """The distribution function of the standard symmetric stable law.

    `F(x) - 1/2` is the integral of `sin(x t) exp(-t**a) / (pi t)` over `t > 0`. For `a < 1` that decays slowly, and
    the path is turned: `1 - F(x)` is the integral of `exp(-x t - c t**a) sin(s t**a) / (pi t)` for `x > 0`, with `c`
    and `s` the cosine and sine of `pi a / 2`. With `t = v**q` both integrands are entire.

    Examples
    --------
    >>> stable_cdf(exactly(1), Fraction(1), 15).exact
    3/4
    """
    if index == 1:
        return HALF + x.atan() / PI()
    if index == 2:
        return (ONE + (x * HALF).erf()) * HALF
    size = abs(x.ball)
    beyond = arb(1) / 2 - _oscillating(size, index, digits) if index > 1 else _turned(size, index, digits)
    return Real(beyond if x.ball < 0 else 1 - beyond, None)


def _reach(rate: float, index: Fraction, digits: int) -> int:
    """A `V` of at least 1 with `exp(-rate V**p)` below the accuracy asked for."""
    return max(1, ceil(((digits + 1) * log(10) / rate) ** (1 / index.numerator)))


def _oscillating(x: Any, index: Fraction, digits: int) -> Any:
    p, q = index.numerator, index.denominator
    far = _reach(1.0, index, digits)

    def integrand(v: Any, _: bool) -> Any:
        return (-(v**p)).exp() * x * v ** (q - 1) * (x * v**q).sinc()

    tail = (-(arb(far) ** p)).exp() / p
    return q * (definite(integrand, arb(0), arb(far), digits) + error(tail)) / arb.pi()


def _turned(x: Any, index: Fraction, digits: int) -> Any:
    p, q = index.numerator, index.denominator
    angle = arb.pi() * ball(index) / 2
    c, s = angle.cos(), angle.sin()
    far = _reach(float(c.mid()), index, digits)

    def integrand(v: Any, _: bool) -> Any:
        return (-x * v**q - c * v**p).exp() * s * v ** (p - 1) * (s * v**p).sinc()

    tail = (-c * arb(far) ** p).exp() / (c * p)
    return q * (definite(integrand, arb(0), arb(far), digits) + error(tail)) / arb.pi()


def _half_mean(value: Sequence[Fraction], row: Sequence[Fraction], index: Fraction) -> Real:
    """`E[L 1{Y >= 0}]` for centred sums `L` and `Y`."""
    a = symbol(index)
    pairs = [(symbol(x), symbol(y)) for x, y in zip(value, row, strict=True) if x and y]
    shared = sum((x * sympy.sign(y) * abs(y) ** (a - 1) for x, y in pairs), sympy.Integer(0))
    closed = shared * total_scale(row, index) ** (1 / a - 1) * sympy.gamma(1 - 1 / a) / sympy.pi
    return Real(enclosing(closed), closed)
