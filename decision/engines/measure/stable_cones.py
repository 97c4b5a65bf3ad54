"""Probability that comparisons under independent symmetric stable utilities all hold.

Weighted sums of independent symmetric stable utilities of one index `a` are stable of that index, jointly too: numbers
`Y_i = sum_j y_ij U_j` have the characteristic function `exp(-sum_j |sum_i t_i y_ij|**a)`. One number is at least 0 with
probability 1/2. For two, Fourier inversion of the signs leaves, since the exponent is homogeneous, Frullani's integral
along each ray, and

    Pr(Y_1 >= 0, Y_2 >= 0) = 1/4 + 1/(2 pi**2 a) * integral over w > 0 of log(A(w) / B(w)) dw / w,
    A(w) = sum_j |y_1j + y_2j w|**a,    B(w) = sum_j |y_1j - y_2j w|**a

(for `a = 2` it is the arcsine formula). Three numbers follow from the pairs, as all are positive as often as all are
negative. If the numbers are `X - X_i` with independent `X, X_i` of one law, the answer is `1/(n + 1)`.

The integrand has cusps where a term of `A` or `B` vanishes; for `a = p/q` the substitution `w = w_0 +- v**q` makes it
analytic up to the cusp. Towards 0 the variable is `exp(-y)`, and the integrand beyond `Y` at most
`a 2**(a + 2) exp(-Y) / w_0`; towards infinity the two numbers change places.
"""

# python-flint is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise
from math import ceil, log
from typing import Any

import sympy
from flint import acb, arb

from decision.engines.measure.quadrature import definite, error
from decision.engines.measure.reals import ONE, ZERO, Real, ball, exactly, symbol

__all__ = ["stable_cone", "total_scale"]

Row = tuple[Fraction, ...]
HALF = exactly(Fraction(1, 2))


def stable_cone(rows: Sequence[Row], index: Fraction, digits: int) -> Real | None:
    """The probability that all numbers are at least 0; None if no formula applies.

    Parameters
    ----------
    rows : sequence of tuples of Fraction
        Coefficients of independent standard symmetric stable utilities.
    index : Fraction
        The tail index, `0 < index <= 2`.
    digits : int
        Accuracy of integrals, after the point.

    Examples
    --------
    >>> one, none = Fraction(1), Fraction(0)
    >>> stable_cone([(one, -one, none), (one, none, -one)], Fraction(1, 2), 15).exact
    1/3
    """
    distinct = list(dict.fromkeys(_direction(r) for r in rows if any(r)))
    if any(tuple(-x for x in r) in distinct for r in distinct):
        return ZERO
    total = ONE
    for block in _blocks(distinct):
        found = _block(block, index, digits)
        if found is None:
            return None
        total = total * found
    return total


def _direction(row: Row) -> Row:
    size = next(abs(x) for x in row if x)
    return tuple(x / size for x in row)


def _blocks(rows: Sequence[Row]) -> list[list[Row]]:
    """Groups of rows that share no utility."""
    groups: list[tuple[set[int], list[Row]]] = []
    for row in rows:
        used = {k for k, x in enumerate(row) if x}
        touching = [g for g in groups if g[0] & used]
        groups = [g for g in groups if not g[0] & used]
        groups.append((used.union(*(g[0] for g in touching)), [r for g in touching for r in g[1]] + [row]))
    return [block for _, block in groups]


def _block(rows: Sequence[Row], index: Fraction, digits: int) -> Real | None:
    size = len(rows)
    if size == 1:
        return HALF
    if _is_contest_of_equals(rows, index):
        return exactly(Fraction(1, size + 1))
    if size == 2:
        return exactly(Fraction(1, 4)) + Real(_association(rows[0], rows[1], index, digits), None)
    if size == 3:
        pairs = [stable_cone(pair, index, digits) for pair in combinations(rows, 2)]
        total = sum((p for p in pairs if p is not None), -HALF)
        return total * HALF if None not in pairs else None
    return None


def total_scale(coefficients: Sequence[Fraction], index: Fraction) -> Any:
    """The scale of a weighted sum to the power of the index, as a sympy number: `sum |c|**a`.

    Roots of rationals come in lowest terms, so that sums that are written alike are equal.

    Examples
    --------
    >>> total_scale([Fraction(1, 2), Fraction(1, 2)], Fraction(1, 2))
    sqrt(2)
    """
    return sum((n * symbol(c) ** symbol(index) for c, n in Counter(map(abs, coefficients)).items()), sympy.Integer(0))


def _is_contest_of_equals(rows: Sequence[Row], index: Fraction) -> bool:
    """Whether the rows are positive multiples of `X - X_i` for independent `X, X_i` of one law."""
    shared = [k for k in range(len(rows[0])) if all(r[k] for r in rows)]
    if not shared:
        return False
    scaled = [tuple(x / abs(r[shared[0]]) for x in r) for r in rows]
    own = [[k for k, x in enumerate(r) if x and k not in shared] for r in scaled]
    used = [k for places in own for k in places]
    if len({tuple(r[k] for k in shared) for r in scaled}) > 1 or len(set(used)) < len(used):
        return False
    scales = [total_scale([r[k] for k in places], index) for r, places in zip(scaled, own, strict=True)]
    return {total_scale([scaled[0][k] for k in shared], index)} == set(scales)


@dataclass(frozen=True)
class _Term:
    """`count |at + slope w|**a`, a term of `A`; its partner in `B` has the other slope."""

    at: Fraction
    slope: Fraction
    count: int

    @property
    def cusp(self) -> Fraction | None:
        """The positive `w` at which it or its partner vanishes."""
        return abs(self.at / self.slope) if self.at and self.slope else None


def _association(one: Row, other: Row, index: Fraction, digits: int) -> Any:
    """What a pair has beyond 1/4."""
    found = Counter((abs(x), y if x >= 0 else -y) for x, y in zip(one, other, strict=True) if x or y)
    terms = [_Term(x, y, n) for (x, y), n in found.items()]
    cusps = sorted({t.cusp for t in terms if t.cusp is not None})
    if not cusps:
        return arb(0)
    flipped = [_Term(abs(t.slope), t.at if t.slope >= 0 else -t.at, t.count) for t in terms]
    total = _from_zero(terms, cusps[0], index, digits) + _from_zero(flipped, 1 / cusps[-1], index, digits)
    for low, high in pairwise(cusps):
        middle = (low + high) / 2
        total += _from_cusp(terms, low, middle, index, digits) + _from_cusp(terms, high, middle, index, digits)
    return total / (2 * arb.pi() ** 2 * ball(index))


def _from_zero(terms: Sequence[_Term], cusp: Fraction, index: Fraction, digits: int) -> Any:
    """The integral from 0 to the first cusp."""
    start = (2 / ball(cusp)).log()
    bound = ball(index) * arb(2) ** ball(index + 2) / ball(cusp)
    far = ceil((digits + 1) * log(10) + max(0.0, float(bound.log())) - float(start))
    ratio = _LogRatio(terms, index, cusp / 2, None)

    def integrand(y: Any, analytic: bool) -> Any:
        return ratio((-y).exp(), None, analytic)

    stop = start + far
    return (
        definite(integrand, start, stop, digits)
        + error(bound * (-stop).exp())
        + _from_cusp(terms, cusp, cusp / 2, index, digits)
    )


def _from_cusp(terms: Sequence[_Term], cusp: Fraction, other: Fraction, index: Fraction, digits: int) -> Any:
    """The integral between a cusp and another point, on either side, counted positive."""
    power, sign = index.denominator, 1 if other > cusp else -1
    ratio = _LogRatio(terms, index, (cusp + other) / 2, cusp)
    reach = (ball(abs(other - cusp)).log() / power).exp()

    def integrand(v: Any, analytic: bool) -> Any:
        before = v ** (power - 1)
        w = ball(cusp) + sign * v * before
        return ratio(w, v, analytic) * power * before / w

    return definite(integrand, arb(0), reach, digits)


class _LogRatio:
    """`log(A / B)` on an interval without cusps inside; near one, powers of `|w - cusp|` are powers of `v`."""

    def __init__(self, terms: Sequence[_Term], index: Fraction, inside: Fraction, cusp: Fraction | None) -> None:
        self.index = index
        self.sides: list[list[tuple[Any, Any, int, bool]]] = []
        for flip in (1, -1):
            side: list[tuple[Any, Any, int, bool]] = []
            for t in terms:
                slope = flip * t.slope
                sign = 1 if t.at + slope * inside >= 0 else -1
                vanishes = cusp is not None and t.at + slope * cusp == 0
                side.append((ball(sign * t.at), ball(sign * slope), t.count, vanishes))
            self.sides.append(side)

    def __call__(self, w: Any, v: Any, analytic: bool) -> Any:
        above, below = (sum((self._term(*t, w, v, analytic) for t in side), acb(0)) for side in self.sides)
        return (above / below).log(analytic=analytic)

    def _term(self, at: Any, slope: Any, count: int, vanishes: bool, w: Any, v: Any, analytic: bool) -> Any:
        if vanishes:
            return count * self._power(abs(slope), analytic) * v**self.index.numerator
        return count * self._power(at + slope * w, analytic)

    def _power(self, base: Any, analytic: bool) -> Any:
        if self.index.denominator == 1:
            return base**self.index.numerator
        if isinstance(base, arb):
            return base ** ball(self.index)
        return base.pow(ball(self.index), analytic=analytic)
