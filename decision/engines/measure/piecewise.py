"""Functions that are sums of polynomials times exponentials between finitely many breaks, in exact arithmetic.

On each interval the function is `sum P(x) exp(rate x + shift)` with rational polynomials `P` and rational rates and
shifts. Values at rational points are sums `sum q exp(shift)`; exponentials of different rationals are linearly
independent over the rationals (Lindemann and Weierstrass), so sums are zero only when all their coefficients are.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# python-flint and sympy publish no types

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import comb
from typing import Any

import flint

__all__ = [
    "Piecewise",
    "Ring",
    "Sum",
    "TooLarge",
    "add_to",
    "derivative",
    "expression",
    "from_steps",
    "integral",
    "product",
    "shifted_power",
    "times",
]

Polynomial = Any
"""A `flint.fmpq_poly`."""

Ring = dict[tuple[Fraction, Fraction], Polynomial]
"""Polynomials by rate and shift."""

Sum = dict[Fraction, Fraction]
"""`sum q exp(shift)`, by shift."""

ZERO = Fraction(0)

LIMIT = 5000
"""More exponentials than this in one product are given up."""


class TooLarge(Exception):
    """A product has too many terms."""


@dataclass(frozen=True)
class Piecewise:
    """A function on the line.

    Attributes
    ----------
    breaks : tuple of Fraction
        Increasing.
    pieces : tuple of Ring
        Below the first break, between breaks, above the last.
    """

    breaks: tuple[Fraction, ...]
    pieces: tuple[Ring, ...]

    def on(self, low: Fraction | None) -> Ring:
        """The piece that begins at `low`, or the one before all breaks."""
        return self.pieces[0 if low is None else bisect_right(self.breaks, low)]

    def at(self, point: Fraction) -> Sum:
        """The value at a point, from the right."""
        return _value(self.on(point), point)


def from_steps(first: Ring, steps: Mapping[Fraction, Ring]) -> Piecewise:
    """A function from its first piece and what is added at each break."""
    breaks = tuple(sorted(steps))
    pieces = [_clean(first)]
    for b in breaks:
        total = dict(pieces[-1])
        for key, p in steps[b].items():
            add_to(total, key, p)
        pieces.append(_clean(total))
    return Piecewise(breaks, tuple(pieces))


def add_to(ring: Ring, key: tuple[Fraction, Fraction], polynomial: Polynomial) -> None:
    """Add one polynomial times exponential."""
    ring[key] = ring[key] + polynomial if key in ring else polynomial


def _clean(ring: Ring) -> Ring:
    return {key: p for key, p in ring.items() if p}


def _rational(value: Fraction) -> Any:
    return flint.fmpq(value.numerator, value.denominator)


def shifted_power(start: Fraction, k: int, c: Fraction) -> Polynomial:
    """`c (x - start)**k`."""
    return flint.fmpq_poly([_rational(c * comb(k, i) * (-start) ** (k - i)) for i in range(k + 1)])


def product(factors: Sequence[tuple[Piecewise, int]]) -> Piecewise:
    """The product of powers of functions."""
    breaks = tuple(sorted({b for f, _ in factors for b in f.breaks}))
    return Piecewise(breaks, tuple(_multiplied([(f.on(low), n) for f, n in factors]) for low in (None, *breaks)))


def _multiplied(factors: Sequence[tuple[Ring, int]]) -> Ring:
    if any(not ring for ring, _ in factors):
        return {}
    total: Ring = {(ZERO, ZERO): flint.fmpq_poly([1])}
    for ring, n in factors:
        total = times(total, _raised(ring, n))
    return total


def _raised(ring: Ring, n: int) -> Ring:
    if len(ring) == 1:
        (((rate, shift), p),) = ring.items()
        return {(n * rate, n * shift): p**n}
    total: Ring = {(ZERO, ZERO): flint.fmpq_poly([1])}
    while n:
        if n & 1:
            total = times(total, ring)
        n >>= 1
        ring = times(ring, ring) if n else ring
    return total


def times(one: Ring, other: Ring) -> Ring:
    """The product of two pieces."""
    total: Ring = {}
    for (rate, shift), p in one.items():
        for (pace, offset), q in other.items():
            add_to(total, (rate + pace, shift + offset), p * q)
    if len(total) > LIMIT:
        raise TooLarge
    return _clean(total)


def derivative(ring: Ring) -> Ring:
    """The derivative of one piece."""
    return _clean({(rate, shift): p.derivative() + _rational(rate) * p for (rate, shift), p in ring.items()})


def integral(pieces: Piecewise, *, start: Fraction | None = None) -> Sum:
    """The integral over the line, or from `start` on; the function has to decay.

    Examples
    --------
    >>> triangle = Piecewise((Fraction(0), Fraction(1)), ({}, {(ZERO, ZERO): flint.fmpq_poly([0, 1])}, {}))
    >>> integral(triangle)
    {Fraction(0, 1): Fraction(1, 2)}
    """
    inside = [b for b in pieces.breaks if start is None or b > start]
    ends: list[Fraction | None] = [start, *inside, None]
    total: Sum = {}
    for low, high in pairwise(ends):
        anti = _antiderivative(pieces.on(low))
        for end, sign in ((high, 1), (low, -1)):
            for shift, q in _limit(anti, sign).items() if end is None else _value(anti, end).items():
                total[shift] = total.get(shift, ZERO) + sign * q
    return {shift: q for shift, q in total.items() if q}


def _antiderivative(ring: Ring) -> Ring:
    """For `P exp(rate x)`: `Q exp(rate x)` with `Q' + rate Q = P`."""
    total: Ring = {}
    for (rate, shift), p in ring.items():
        if rate == 0:
            add_to(total, (rate, shift), p.integral())
            continue
        q, rest, inverse = flint.fmpq_poly([0]), p, 1 / _rational(rate)
        while rest:
            q = q + inverse * rest
            rest = -inverse * rest.derivative()
        add_to(total, (rate, shift), q)
    return total


def _value(ring: Ring, point: Fraction) -> Sum:
    total: Sum = {}
    at = _rational(point)
    for (rate, shift), p in ring.items():
        q = p(at)
        key = rate * point + shift
        total[key] = total.get(key, ZERO) + Fraction(int(q.p), int(q.q))
    return {shift: q for shift, q in total.items() if q}


def _limit(ring: Ring, side: int) -> Sum:
    """The limit at plus or minus infinity, where every exponential has to decay."""
    assert all(side * rate < 0 for (rate, _), p in ring.items() if p), "the integrand does not decay"
    return {}


def expression(total: Sum) -> Any:
    """A sum of exponentials as a `Fraction`, or a sympy expression.

    Examples
    --------
    >>> expression({Fraction(0): Fraction(1), Fraction(-1): Fraction(1, 2)})
    exp(-1)/2 + 1
    """
    if not any(total):
        return total.get(ZERO, ZERO)
    import sympy

    return sum(
        sympy.Rational(q.numerator, q.denominator) * sympy.exp(sympy.Rational(r.numerator, r.denominator))
        for r, q in total.items()
    )
