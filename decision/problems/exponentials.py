"""Signs of sums of exponentials of rationals, by balls that shrink until they leave out 0."""

# python-flint is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from flint import arb, ctx, fmpq

__all__ = ["sign_of_exponentials"]


def sign_of_exponentials(terms: Mapping[Fraction, int]) -> int:
    """Sign of a sum of integers times `exp` of distinct rationals: never 0, so enough digits tell it.

    Examples
    --------
    >>> sign_of_exponentials({Fraction(1): 1, Fraction(0): -2}), sign_of_exponentials({Fraction(1): 1, Fraction(0): -3})
    (1, -1)
    """
    shift, before = max(terms), ctx.prec
    try:
        ctx.prec = 64
        while True:
            total = sum((k * arb(_flint(x - shift)).exp() for x, k in terms.items()), arb(0))
            if not total.contains(0):
                return 1 if total > 0 else -1
            ctx.prec *= 2
    finally:
        ctx.prec = before


def _flint(q: Fraction) -> Any:
    return fmpq(q.numerator, q.denominator)
