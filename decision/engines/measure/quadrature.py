"""Rigorous integrals of one variable.

Balls of complex arithmetic enclose the values of an integrand on whole neighbourhoods, so that the error of a Gauss-
Legendre rule is bounded by Cauchy's estimate, not guessed; intervals are halved until the bound is small enough
(:cite:p:`Johansson2018`). What is cut off an infinite range is bounded by a proved tail and added to the radius.

An integrand is a function `f(z, analytic)` of a complex ball. With `analytic` true it must return something that is
not finite unless it is analytic on the whole ball: functions with branch cuts have to look at it.
"""

# python-flint is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from math import ceil, log, sqrt
from typing import Any

from flint import acb, arb, ctx

from decision.engines.measure.reals import Real, ball

__all__ = ["Integrand", "arcsine", "definite", "enclosed", "error", "normal_cdf", "normal_mean", "split"]

Integrand = Callable[[Any, bool], Any]

GUARDS = (3, 9, 27)
"""Digits beyond those asked for, raised while sums and rounding spoil the radius."""


def enclosed(compute: Callable[[int], Real | None], digits: int) -> Real | None:
    """A number computed to so many digits that its ball has a radius of at most `10**-digits`, or nearly so.

    None if there is none, or an integral did not come to an end: then its ball is all of the line.

    Parameters
    ----------
    compute : callable
        From an accuracy in digits, for its integrals, to a number; it runs at a working precision to match.
    digits : int
        Asked-for accuracy after the point.

    Examples
    --------
    >>> from flint import arb
    >>> enclosed(lambda _: Real(arb.pi(), None), 30).ball.rad() < 1e-30
    True
    """
    found = None
    for guard in GUARDS:
        with ctx.workprec(ceil((digits + guard) * log(10, 2)) + 24):
            found = compute(digits + guard)
        if found is None or not found.ball.is_finite():
            return None
        if found.ball.rad() <= ball(Fraction(1, 10**digits)):
            break
    return found


def error(bound: Any) -> Any:
    """The ball of numbers that are at most `bound` in absolute value."""
    return arb(0, bound.abs_upper())


def definite(f: Integrand, low: Any, high: Any, digits: int) -> Any:
    """The integral of `f` from `low` to `high`; for an integrand that is real there.

    Parameters
    ----------
    f : callable
        See the head of the module.
    low, high : flint.arb
        Balls are fine: the range is mapped to [0, 1] first.
    digits : int
        Asked-for accuracy after the point.

    Examples
    --------
    >>> from flint import arb
    >>> (definite(lambda z, _: z.exp(), arb(0), arb(1), 15) + 1).overlaps(arb(1).exp())
    True
    """
    width = arb(high) - low
    tolerance = arb(10) ** -digits

    def moved(v: Any, analytic: bool) -> Any:
        return f(low + width * v, analytic)

    return (width * acb.integral(moved, 0, 1, abs_tol=tolerance, rel_tol=tolerance)).real


def split(f: Integrand, points: list[Any], digits: int) -> Any:
    """The integral from the first to the last point, with a break at each one between, where `f` need not be smooth."""
    return sum((definite(f, a, b, digits) for a, b in pairwise(points)), arb(0))


def normal_cdf(z: Any) -> Any:
    """The standard normal distribution function, entire."""
    return (-z * ball(Fraction(1, 2)).sqrt()).erfc() / 2


def normal_mean(f: Integrand, digits: int, *, low: Any = None, high: Any = None, decay: Fraction = Fraction(1)) -> Any:
    """The expectation of `f(Z)` on `low <= Z <= high` for a standard normal `Z`; its real part.

    Parameters
    ----------
    f : callable
        With `|f(z)| <= exp((1 - decay) z**2 / 2)` on the real line, which bounds what is cut off beyond `T` by
        `erfc(T sqrt(decay / 2)) / sqrt(decay)`.
    digits : int
    low, high : flint.arb, optional
        No bound by default.
    decay : Fraction, optional
        1 by default: `f` is at most 1.

    Examples
    --------
    >>> normal_mean(lambda z, _: normal_cdf(z) ** 2, 15).overlaps(ball(Fraction(1, 3)))
    True
    """
    far = ceil(sqrt(2 * log(10) * (digits + 1) / float(decay)))
    tail = (far * ball(decay / 2).sqrt()).erfc() / ball(decay).sqrt()
    start = arb(-far) if low is None or low < -far else low
    stop = arb(far) if high is None or high > far else high
    if start >= stop:
        return error(tail)
    scale = 1 / (2 * arb.pi()).sqrt()

    def weighted(z: Any, analytic: bool) -> Any:
        return (-z * z / 2).exp() * f(z, analytic)

    return scale * definite(weighted, start, stop, digits) + error(tail)


def arcsine(z: Any, analytic: bool) -> Any:
    """The arcsine of a complex ball, undefined across its branch cuts where it has to be analytic."""
    if analytic and z.imag.contains(0) and not (z.real < 1 and z.real > -1):
        return acb("nan")
    return z.asin()
