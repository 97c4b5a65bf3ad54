"""Probability that jointly normal numbers are all at least 0.

Means 0, correlations `r`: one number 1/2; two `1/4 + asin(r) / (2 pi)`; three `1/8 + sum asin(r) / (4 pi)`
(:cite:p:`Sheppard1899`); rank three, any number: the area of a spherical polygon; four: the integral of Plackett's
derivative along `(1 - t) I + t R` (:cite:p:`Plackett1954`), whose integrand is an arcsine of partial correlations;
five, by inclusion and exclusion, as both all and none are positive equally often.

Any means: one number by the error function; rank two, any number, by strips of a polygon; one common factor by the
integral of a product of normal distribution functions (with an imaginary loading if the covariances have the opposite
sign); three by Plackett's derivative.

Everything else returns None: this is no integration in several variables.
"""

# python-flint and sympy are untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections import Counter
from fractions import Fraction
from itertools import combinations
from math import prod
from typing import Any

from flint import acb, arb

from decision.engines.measure.normals import Factor, Normals
from decision.engines.measure.polygons import planar, polygon
from decision.engines.measure.quadrature import arcsine, definite, normal_cdf, normal_mean
from decision.engines.measure.reals import ONE, PI, ZERO, Real, ball, exactly, root

__all__ = ["one_factor", "orthant", "orthant_mean", "plackett_four", "plackett_three"]


SLOWEST = Fraction(1, 100)
"""Integrands of a common factor that fall more slowly oscillate too long to be integrated."""


def orthant(numbers: Normals, digits: int) -> Real | None:
    """The probability that all numbers are at least 0; None if no formula applies.

    Parameters
    ----------
    numbers : Normals
        Any rank.
    digits : int
        Accuracy of integrals, after the point.

    Examples
    --------
    >>> half = Fraction(1, 2)
    >>> orthant(Normals((half - half,) * 2, ((1, half), (half, 1))), 15).exact
    1/3
    """
    places = numbers.distinct()
    if places is None:
        return ZERO
    y = numbers.only(places)
    pair = y.opposite()
    if pair is not None:
        return _between(y, *pair, digits)
    total = ONE
    for block in y.essential().blocks():
        found = _block(block, digits)
        if found is None:
            return None
        total = total * found
    return total


def orthant_mean(joint: Normals, digits: int) -> Real | None:
    """The expectation of the first number where all others are at least 0; None if no formula applies.

    By Stein's lemma, `E[(L - E L) 1{Y >= 0}] = sum_j cov(L, Y_j) f_j(0) Pr(others >= 0 | Y_j = 0)` with the density
    `f_j` of `Y_j`.

    Examples
    --------
    >>> orthant_mean(Normals((Fraction(0),) * 2, ((1, 1), (1, 2))), 15).exact
    1/(2*sqrt(pi))
    """
    places = joint.only(range(1, len(joint))).distinct()
    if places is None:
        return ZERO
    y = joint.only([1 + i for i in places])
    found = orthant(y, digits)
    if found is None:
        return None
    total = exactly(joint.mean[0]) * found
    for k, i in enumerate(places):
        if shared := joint.cov[0][1 + i]:
            rest = orthant(y.at_zero(k), digits)
            if rest is None:
                return None
            total = total + exactly(shared) * _density_at_zero(y, k) * rest
    return total


def _between(y: Normals, first: int, second: int, digits: int) -> Real | None:
    """Two opposite numbers leave an interval for the first: above 0, less what is beyond its other end."""
    room = y.mean[first] - y.mean[second] * y.cov[first][first] / y.cov[first][second]
    if room <= 0:
        return ZERO
    below, beyond = orthant(y.without(second), digits), orthant(y.without(second).shifted(first, -room), digits)
    return None if below is None or beyond is None else below - beyond


def _block(y: Normals, digits: int) -> Real | None:
    size = len(y)
    if size == 1:
        return _single(y)
    rank = len(y.basis)
    if y.centred:
        if rank <= 3 < size or rank < size <= 3:
            return polygon(y)
        if size <= 3:
            return _arcsines(y)
        if all(4 * y.cov[i][j] ** 2 == y.cov[i][i] * y.cov[j][j] and y.cov[i][j] > 0 for i, j in _pairs(size)):
            return exactly(Fraction(1, size + 1))  # the numbers are as X_0 - X_i, for independent X of one law
        if size == 4:
            return Real(plackett_four(y, digits), None)
    factor = y.factor()
    if factor is not None and _decay(factor) >= (Fraction(1) if size == rank == 3 else SLOWEST):
        return Real(one_factor(y, factor, digits), None)
    if y.centred:
        return _odd(y, digits) if size == 5 else None
    if rank == 2:
        return Real(planar(y, digits), None)
    return Real(plackett_three(y, digits), None) if size == rank == 3 else None


def _pairs(size: int) -> list[tuple[int, int]]:
    return list(combinations(range(size), 2))


def _single(y: Normals) -> Real:
    if not y.mean[0]:
        return exactly(Fraction(1, 2))
    ratio = exactly(y.mean[0]) / root(2 * y.cov[0][0])
    return (ONE + ratio.erf()) * exactly(Fraction(1, 2))


def _correlation(y: Normals, i: int, j: int) -> Real:
    """The correlation of two of the numbers."""
    sign, square = (1 if y.cov[i][j] >= 0 else -1), y.cov[i][j] ** 2 / (y.cov[i][i] * y.cov[j][j])
    return exactly(sign) * root(square)


def _density_at_zero(y: Normals, i: int) -> Real:
    """The density of one of the numbers at 0."""
    return exactly(-(y.mean[i] ** 2) / (2 * y.cov[i][i])).exp() / (root(2 * y.cov[i][i]) * PI().sqrt())


def _arcsines(y: Normals) -> Real:
    total = sum((_correlation(y, i, j).asin() for i, j in _pairs(len(y))), ZERO)
    return exactly(Fraction(1, 2 ** len(y))) + total / (exactly(2 ** (len(y) - 1)) * PI())


def _odd(y: Normals, digits: int) -> Real | None:
    """An odd number of centred numbers: `2 P = 1 - sum P_1 + sum P_2 - ...` over proper subsets."""
    total = ONE
    for size in range(1, len(y)):
        for places in combinations(range(len(y)), size):
            found = orthant(y.only(places), digits + 1)
            if found is None:
                return None
            total = total + (found if size % 2 == 0 else -found)
    return total * exactly(Fraction(1, 2))


def _decay(factor: Factor) -> Fraction:
    """Rate at which the integrand of a factor falls: `|Phi(x + iy)| <= exp(y**2 / 2)`."""
    if factor.square > 0:
        return Fraction(1)
    return 1 + sum((factor.square * r * r / own for r, own in zip(factor.ratios, factor.own, strict=True)), Fraction(0))


def one_factor(y: Normals, factor: Factor, digits: int) -> Any:
    """`E prod_i Phi((mean_i + loading_i Z) / sd_i)` over a standard normal `Z`.

    For a negative square the loadings are imaginary: both sides are analytic in the square, as long as the matrix is
    positive definite, and agree where it is positive.
    """
    loading = ball(factor.square).sqrt() if factor.square > 0 else acb(0, ball(-factor.square).sqrt())
    low = high = None
    terms: Counter[tuple[Fraction, Fraction, Fraction]] = Counter()
    for mean, ratio, own in zip(y.mean, factor.ratios, factor.own, strict=True):
        if own:
            terms[mean, ratio, own] += 1
        elif ratio > 0:
            low = -ball(mean / ratio) / loading
        else:
            high = -ball(mean / ratio) / loading
    scaled = [(ball(m) / ball(c).sqrt(), ball(r) * loading / ball(c).sqrt(), n) for (m, r, c), n in terms.items()]

    def product(z: Any, _: bool) -> Any:
        return prod((normal_cdf(a + b * z) ** n for a, b, n in scaled), start=acb(1))

    return normal_mean(product, digits, low=low, high=high, decay=_decay(factor))


def plackett_four(y: Normals, digits: int) -> Any:
    """The derivative by `r_ij`: the density of `Y_i = Y_j = 0`, times the arcsine formula for the others given that."""
    r = {(i, j): _correlation(y, i, j).ball for i, j in _pairs(4)}
    r |= {(j, i): x for (i, j), x in r.items()}
    used = [(i, j) for i, j in _pairs(4) if y.cov[i][j]]
    others = {(i, j): [k for k in range(4) if k not in (i, j)] for i, j in used}

    def slope(t: Any, analytic: bool) -> Any:
        total = acb(0)
        for i, j in used:
            k, m = others[i, j]
            a = t * r[i, j]
            free = 1 - a * a
            left, right = t * r[i, k], t * r[j, k]
            up, down = t * r[i, m], t * r[j, m]
            first = free - left * left - right * right + 2 * a * left * right
            second = free - up * up - down * down + 2 * a * up * down
            both = t * r[k, m] * free - left * up - right * down + a * (left * down + right * up)
            partial = both / (first * second).sqrt(analytic=analytic)
            total += r[i, j] * arcsine(partial, analytic) / free.sqrt(analytic=analytic)
        return total

    integral = definite(slope, arb(0), arb(1), digits)
    pi = arb.pi()
    arcs = sum((r[i, j].asin() for i, j in used), arb(0))
    return arb(1) / 16 + arcs / (8 * pi) + integral / (4 * pi * pi)


def plackett_three(y: Normals, digits: int) -> Any:
    """The derivative by `r_ij`: the joint density of `Y_i = Y_j = 0`, times the probability of the third given that."""
    r = {(i, j): _correlation(y, i, j).ball for i, j in _pairs(3)}
    r |= {(j, i): x for (i, j), x in r.items()}
    h = [ball(m) / ball(y.cov[i][i]).sqrt() for i, m in enumerate(y.mean)]

    def slope(t: Any, analytic: bool) -> Any:
        total = acb(0)
        for i, j in _pairs(3):
            if not y.cov[i][j]:
                continue
            k = 3 - i - j
            a, left, right = t * r[i, j], t * r[i, k], t * r[j, k]
            free = 1 - a * a
            first = free - left * left - right * right + 2 * a * left * right
            shift = h[k] * free - (left - a * right) * h[i] - (right - a * left) * h[j]
            density = (-(h[i] ** 2 - 2 * a * h[i] * h[j] + h[j] ** 2) / (2 * free)).exp()
            chance = normal_cdf(shift / (first * free).sqrt(analytic=analytic))
            total += r[i, j] * density / free.sqrt(analytic=analytic) * chance
        return total

    start = prod((normal_cdf(x) for x in h), start=arb(1))
    return start + definite(slope, arb(0), arb(1), digits) / (2 * arb.pi())
