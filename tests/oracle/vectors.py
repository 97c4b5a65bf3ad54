"""Homogeneous affine forms: tuples of rationals over (outcomes, constants, 1)."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import gcd, lcm

Vector = tuple[Fraction, ...]
Form = tuple[int, ...]


def dot(left: Sequence[Fraction | int], right: Sequence[Fraction | int]) -> Fraction | int:
    """Return the inner product."""
    return sum(a * b for a, b in zip(left, right, strict=True) if a and b)


def combine(parts: Iterable[tuple[Fraction | int, Vector]], size: int) -> Vector:
    """Return the linear combination of vectors of one size."""
    total = [Fraction(0)] * size
    for factor, vector in parts:
        for place, entry in enumerate(vector):
            if entry:
                total[place] += factor * entry
    return tuple(total)


def minus(left: Vector, right: Vector) -> Vector:
    """Return the difference."""
    return tuple(a - b for a, b in zip(left, right, strict=True))


def primitive(vector: Sequence[Fraction | int]) -> Form:
    """Return the positive multiple that has coprime integer entries (zero stays zero)."""
    scale = lcm(*(entry.denominator for entry in vector))
    entries = [int(entry * scale) for entry in vector]
    factor = gcd(*entries) or 1
    return tuple(entry // factor for entry in entries)
