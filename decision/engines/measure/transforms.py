"""Exact laws of weighted sums of independent utilities, by their Laplace transforms.

A density that is a piecewise polynomial, or made of exponential tails, has a transform that is a finite sum of terms
`c exp(-s b) / (s - rate)**k`. A term stands for the function

    c t**(k-1)/(k-1)! exp(rate t)   on t = x - b > 0    (forward), or
    -c t**(k-1)/(k-1)! exp(rate t)  on t = x - b < 0    (backward).

A sum of independent utilities has the product of the transforms, written in such terms again by partial fractions; an
integral divides by `s`. All coefficients stay rational.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from math import comb, factorial

from decision.engines.measure.piecewise import Piecewise, Ring, add_to, from_steps, shifted_power
from decision.goals.laws import Product
from decision.goals.marginals import Exponential, Laplace, Marginal, Mixture
from decision.language.values import Value

__all__ = ["Transform", "cdf", "transform_of"]

Key = tuple[Fraction, bool, Fraction, int]
"""Start `b`, forward or not, `rate`, power `k`."""

Transform = dict[Key, Fraction]

ZERO, ONE = Fraction(0), Fraction(1)

LIMIT = 4000
"""More terms than this are left to other routes."""


def transform_of(law: Product, value: Value) -> Transform | None:
    """Transform of the law of a linear value; None if a density is of another form, or there are too many terms.

    Examples
    --------
    >>> from decision import Uniform, iid, u
    >>> len(transform_of(iid(Uniform(0, 1)), u("a") + u("b")))
    3
    """
    total: Transform = {(value.constant, True, ZERO, 0): ONE}
    for w, q in value.coefficients:
        factor = _scaled(law.marginal(w), q)
        if factor is None:
            return None
        total = _product(total, factor)
        if len(total) > LIMIT:
            return None
    return total


def cdf(transform: Transform) -> Piecewise:
    """The distribution function of a law without atoms.

    Examples
    --------
    >>> from decision import Uniform, iid, u
    >>> cdf(transform_of(iid(Uniform(0, 1)), u("a") + u("b"))).at(Fraction(1))
    {Fraction(0, 1): Fraction(1, 2)}
    """
    integral = _product(transform, {(ZERO, True, ZERO, 1): ONE})
    steps: dict[Fraction, Ring] = {}
    first: Ring = {}
    for (start, forward, rate, k), c in integral.items():
        _add_term(steps.setdefault(start, {}), start, rate, k, c)
        if not forward:
            _add_term(first, start, rate, k, -c)
    return from_steps(first, steps)


def _add_term(ring: Ring, start: Fraction, rate: Fraction, k: int, c: Fraction) -> None:
    """Add `c (x - start)**(k-1)/(k-1)! exp(rate (x - start))`."""
    add_to(ring, (rate, -rate * start), shifted_power(start, k - 1, c / factorial(k - 1)))


def _scaled(marginal: Marginal, q: Fraction) -> Transform | None:
    """Transform of the law of `q` times a utility; None if it is not of the form."""
    if marginal.symbols or marginal.atoms:
        return None
    match marginal:
        case Exponential(rate):
            r = rate / abs(q)
            return {(ZERO, True, -r, 1): r} if q > 0 else {(ZERO, False, r, 1): -r}
        case Laplace(middle, scale):
            r = 1 / (scale * abs(q))
            return {(q * middle, True, -r, 1): r / 2, (q * middle, False, r, 1): -r / 2}
        case Mixture(parts):
            return _mixed([(p, _scaled(m, q)) for p, m in parts])
        case _:
            return _of_pieces(marginal, q)


def _mixed(parts: list[tuple[Fraction, Transform | None]]) -> Transform | None:
    total: Transform = {}
    for p, part in parts:
        if part is None:
            return None
        for key, c in part.items():
            total[key] = total.get(key, ZERO) + p * c
    return total


def _of_pieces(marginal: Marginal, q: Fraction) -> Transform | None:
    """Each end of a polynomial piece starts, or stops, a polynomial."""
    if marginal.pieces is None:
        return None
    total: Transform = {}
    for piece in marginal.pieces:
        scaled = [c / q**k / abs(q) for k, c in enumerate(piece.coefficients)]
        low, high = sorted((q * piece.low, q * piece.high))
        for start, sign in ((low, 1), (high, -1)):
            for k in range(len(scaled)):
                c = sum((x * factorial(i) / factorial(i - k) * start ** (i - k) for i, x in _from(scaled, k)), ZERO)
                if c:
                    key = (start, True, ZERO, k + 1)
                    total[key] = total.get(key, ZERO) + sign * c
    return {key: c for key, c in total.items() if c}


def _from(coefficients: list[Fraction], k: int) -> list[tuple[int, Fraction]]:
    return [(i, x) for i, x in enumerate(coefficients) if i >= k]


def _product(one: Mapping[Key, Fraction], other: Mapping[Key, Fraction]) -> Transform:
    total: Transform = {}
    for (b, forward, rate, m), c in one.items():
        for (d, onward, pace, n), e in other.items():
            for key, f in _terms(forward, rate, m, onward, pace, n):
                full = (b + d, *key)
                total[full] = total.get(full, ZERO) + c * e * f
    return {key: c for key, c in total.items() if c}


@cache
def _terms(
    forward: bool, rate: Fraction, m: int, onward: bool, pace: Fraction, n: int
) -> tuple[tuple[tuple[bool, Fraction, int], Fraction], ...]:
    """Partial fractions of `1 / ((s - rate)**m (s - pace)**n)`."""
    if not m or not n:
        return (((onward, pace, n) if n else (forward, rate, m), ONE),)
    if rate == pace:
        return (((forward, rate, m + n), ONE),)
    gap = rate - pace
    first = [((forward, rate, m - p), (-1) ** p * comb(n + p - 1, p) / gap ** (n + p)) for p in range(m)]
    second = [((onward, pace, n - p), (-1) ** p * comb(m + p - 1, p) / (-gap) ** (m + p)) for p in range(n)]
    return (*first, *second)
