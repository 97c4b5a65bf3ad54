"""Independence of options on disjoint outcomes by rigorous quadrature, where `independence` has no exact answer.

The probability that a winner is the largest of independent values is the sum over winners of the integral of its
density times the distribution functions of all others. Values are cut to a range that they leave with a probability of
at most `e` on each side: then distribution functions are 0 below it and 1 above, and the answer changes only if one of
the `n` values is outside its range, so by at most `2 n e`.
"""

# python-flint is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import prod
from typing import Any

from flint import arb

from decision.engines.measure.contest import Contest, contest
from decision.engines.measure.curves import Curve, curve_of
from decision.engines.measure.integral import Answer, Integral
from decision.engines.measure.quadrature import Integrand, definite, enclosed, error
from decision.engines.measure.reals import Real, ball
from decision.engines.measure.symmetry import disjoint, profile
from decision.goals.laws import Product

__all__ = ["independence_by_quadrature"]


def independence_by_quadrature(integral: Integral) -> Answer | None:
    """The probability that a winner is the largest of disjoint values."""
    law, event = integral.law, integral.event
    if not isinstance(law, Product) or law.symbols or event is None or integral.value is not None:
        return None
    found = contest(event)
    if found is None or not disjoint(found.values):
        return None
    total = enclosed(lambda digits: _chance(found, law, digits), integral.digits)
    size = len(found.values)
    return None if total is None else Answer(total.value(), f"independence of {size} values and quadrature")


@dataclass(frozen=True)
class _Entrant:
    """Values of one law: the range they are cut to, how many there are, and how many of them are winners."""

    curve: Curve
    low: Fraction
    high: Fraction
    count: int
    winners: int


def _chance(found: Contest, law: Product, digits: int) -> Real | None:
    floor, floor_wins = max(
        ((v.constant, i in found.winners) for i, v in enumerate(found.values) if not v.coefficients),
        default=(None, False),
    )
    varying = [i for i, v in enumerate(found.values) if v.coefficients]
    missing = arb(10) ** -digits / (4 * len(varying))
    keys = {i: profile(law, found.values[i]) for i in varying}
    counts, wins = Counter(keys.values()), Counter(keys[i] for i in varying if i in found.winners)
    entrants: list[_Entrant] = []
    for key, i in {key: i for i, key in keys.items()}.items():
        curve = curve_of(law, found.values[i])
        if curve is None:
            return None
        entrants.append(_Entrant(curve, *curve.reach(missing), counts[key], wins[key]))
    total = sum((_wins(w, entrants, floor, digits) for w in entrants if w.winners), arb(0))
    if floor is not None and floor_wins:
        total += prod((_below(e, floor) ** e.count for e in entrants), start=arb(1))
    return Real(total + error(2 * len(varying) * missing), None)


def _below(entrant: _Entrant, point: Fraction) -> Any:
    return arb(0) if point < entrant.low else arb(1) if point >= entrant.high else entrant.curve.at(point)


def _wins(winner: _Entrant, entrants: Sequence[_Entrant], floor: Fraction | None, digits: int) -> Any:
    """The probability that a winner of one law is the largest."""
    start = winner.low if floor is None else max(winner.low, floor)
    ends = {start, winner.high, *(b for e in entrants for b in (e.low, e.high, *e.curve.breaks))}
    ends |= set(_milestones(max(map(abs, ends))))
    total = arb(0)
    for low, high in pairwise(sorted(b for b in ends if start <= b <= winner.high)):
        if all(e.low < high for e in entrants):
            total += definite(_integrand(winner, entrants, low), ball(low), ball(high), digits)
    return winner.winners * total


def _milestones(far: Fraction) -> Iterator[Fraction]:
    """Points between which all numbers have about one size: an integral over more would lose digits to rounding."""
    point = Fraction(1)
    while point < far:
        yield from (point, -point)
        point *= 16


def _integrand(winner: _Entrant, entrants: Sequence[_Entrant], low: Fraction) -> Integrand:
    density = winner.curve.on(low).density
    powers = [(e.curve.on(low).cdf, e.count - (e is winner)) for e in entrants if low < e.high]

    def integrand(z: Any, analytic: bool) -> Any:
        return prod((f(z, analytic) ** n for f, n in powers), start=density(z, analytic))

    return integrand
