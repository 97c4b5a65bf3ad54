"""Intervals of the discount on which the non-dominated visit distributions are those of the same policies.

At one discount, every dominated distribution is a convex combination of vertices, and every vertex has a goal for which
it is strictly best. Both are solutions of small linear systems, so they can be carried along as rational functions of
the discount, and prove the same facts until one of finitely many polynomials vanishes. These roots cut `(0, 1)` into
cells; there are finitely many linear systems, hence finitely many cells.
"""

# scipy, sympy and python-flint are untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
from flint import fmpq, fmpq_poly
from scipy.optimize import linprog

from decision.problems.distributions import Interval, Visit
from decision.problems.families import Quotient, hull_of, names, points, solved_over_discounts, weights
from decision.problems.occupancy import RationalVisits
from decision.problems.policies import Policy

__all__ = ["Cell", "cells", "intervals"]

ATTEMPTS = 5
CLOSE = 1e-9


@dataclass(frozen=True)
class Cell:
    """An open interval of discounts; its ends are sympy numbers; `vertices` are places in the family."""

    lower: Any
    upper: Any
    vertices: frozenset[int]
    firm: bool  # no vertex comes to lie in the hull of the others as the discount goes to the upper end


def cells(family: Sequence[RationalVisits]) -> list[Cell]:
    """Cut `(0, 1)` into intervals on which the same members are vertices."""
    import sympy

    found: list[Cell] = []
    waiting: list[tuple[Any, Any]] = [(sympy.Integer(0), sympy.Integer(1))]
    while waiting:
        lower, upper = waiting.pop()
        cell = next(c for x in _between(lower, upper) if (c := _cell(family, x, lower, upper)) is not None)
        found.append(cell)
        waiting += [(a, b) for a, b in ((lower, cell.lower), (cell.upper, upper)) if a != b]
    return _merged(sorted(found, key=lambda c: float(c.lower)))


def intervals(listed: Sequence[tuple[Policy, RationalVisits]]) -> tuple[Interval, ...]:
    """The cells with their policies and visits; see `Visits.intervals`."""
    visits = [Visit(tuple(policy.items()), f.expressions()) for policy, f in listed]
    return tuple(
        Interval(c.lower, c.upper, tuple(visits[k] for k in sorted(c.vertices))) for c in cells([f for _, f in listed])
    )


def _merged(listed: Sequence[Cell]) -> list[Cell]:
    out = [listed[0]]
    for cell in listed[1:]:
        last = out[-1]
        if last.vertices == cell.vertices and last.firm:
            out[-1] = Cell(last.lower, cell.upper, cell.vertices, cell.firm)
        else:
            out.append(cell)
    return out


def _between(lower: Any, upper: Any) -> Iterator[Fraction]:
    """Rational numbers strictly between two sympy numbers; all but finitely many are not special in any way."""
    digits = 15
    while True:
        a, b = (Fraction(str(x.evalf(digits))) for x in (lower, upper))
        error = Fraction(1, 10 ** (digits - 1))
        for part in (Fraction(10, 23), Fraction(16, 29), Fraction(12, 31)):
            wanted, slack = a + part * (b - a), (b - a) / 64
            if slack > error:
                yield next(x for k in range(5, 10**4) if abs((x := wanted.limit_denominator(2**k)) - wanted) < slack)
        digits *= 2


def _cell(family: Sequence[RationalVisits], sample: Fraction, lower: Any, upper: Any) -> Cell | None:
    """The interval around a sample to which its vertices extend; None if the sample is one of the special points."""
    places = points(family, sample)
    if len(set(places)) < len(places):
        return None
    hull = hull_of(places)
    inside = [_weights(family, i, support) for i, support in hull.inside.items()]
    margins = [_margins(family, k, sorted(hull.vertices - {k}), sample) for k in sorted(hull.vertices)]
    if None in inside or None in margins:
        return None
    low, high, firm = lower, upper, True
    for listed, strict in ((inside, False), (margins, True)):
        for root in _roots([p for polynomials in listed for p in polynomials or ()]):
            if root == sample:
                return None
            if root < sample:
                low = max(low, root)
            elif root < high or (root == high and strict):
                high, firm = root, not strict
    return Cell(low, high, hull.vertices, firm)


def _weights(family: Sequence[RationalVisits], index: int, support: Sequence[int]) -> list[Any] | None:
    """Polynomials up to whose zeros a member stays a combination of others; None if it does not stay one at all."""
    found = weights(family[index], [family[k] for k in support])
    return None if found is None else [p for top, bottom in found for p in (top, bottom)]


def _margins(family: Sequence[RationalVisits], index: int, others: Sequence[int], sample: Fraction) -> list[Any] | None:
    """Polynomials up to whose zeros some goal strictly prefers a member; None if no goal could be followed."""
    order = names(family)
    for seed in range(ATTEMPTS if others else 0):
        scale = [Random(1000 * seed + i).randint(1000, 2000) for i in range(len(order))]
        found = _goal(family, index, others, sample, order, scale)
        if found is not None:
            return found
    return None if others else []


def _goal(
    family: Sequence[RationalVisits],
    index: int,
    others: Sequence[int],
    sample: Fraction,
    order: Sequence[str],
    scale: Sequence[int],
) -> list[Any] | None:
    at = points(family, sample)
    gaps = np.array([[float(x - y) for x, y in zip(at[index], at[k], strict=True)] for k in others])
    slope, tight = _farthest(gaps, np.array(scale, dtype=float))
    used = [i for i, x in enumerate(slope) if abs(x) > CLOSE]
    tight = _independent(gaps[:, used], tight)
    if len(used) != len(tight):
        return None
    rows = [[*(_gap(family, index, others[j], order[i]) for i in used), MINUS_ONE] for j in tight]
    norm = [_constant(scale[i] if slope[i] > 0 else -scale[i]) for i in used]
    solution = solved_over_discounts([*rows, [*norm, ZERO]], [*([ZERO] * len(tight)), ONE])
    if solution is None:
        return None
    goal, margin = solution[:-1], solution[-1]
    values = [
        _sum([_times(g, _gap(family, index, others[j], order[i])) for g, i in zip(goal, used, strict=True)])
        for j in range(len(others))
        if j not in tight
    ]
    checked = [margin, *values]
    if any(_at(q, sample) <= 0 for q in checked):
        return None
    return [p for q in checked for p in q]


def _farthest(gaps: Any, scale: Any) -> tuple[Any, list[int]]:
    """The goal of bounded size that prefers the member by the widest margin, and the others at that margin."""
    count, size = gaps.shape
    result = linprog(
        np.append(np.zeros(2 * size), -1.0),
        A_ub=np.vstack([np.hstack([-gaps, gaps, np.ones((count, 1))]), np.concatenate([scale, scale, [0.0]])]),
        b_ub=np.append(np.zeros(count), 1.0),
        bounds=[(0, None)] * (2 * size) + [(None, None)],
        method="highs-ds",
    )
    x = np.asarray(result.x)
    slope, margin = x[:size] - x[size:-1], x[-1]
    slack = gaps @ slope - margin
    unit = np.abs(slope).max() or 1.0
    return slope / unit, [j for j in range(count) if slack[j] < CLOSE * unit]


def _independent(gaps: Any, tight: Sequence[int]) -> list[int]:
    """Some of the tight inequalities that determine the goal; in degenerate cases there are more than that."""
    chosen: list[int] = []
    for j in tight:
        if np.linalg.matrix_rank(np.hstack([gaps[[*chosen, j]], -np.ones((len(chosen) + 1, 1))])) > len(chosen):
            chosen.append(j)
    return chosen[: gaps.shape[1]]


def _constant(number: int) -> Quotient:
    return fmpq_poly([number]), fmpq_poly([1])


ZERO, ONE, MINUS_ONE = _constant(0), _constant(1), _constant(-1)


def _gap(family: Sequence[RationalVisits], first: int, second: int, name: str) -> Quotient:
    (a, b), (c, d) = family[first].quotient(name), family[second].quotient(name)
    return a * d - c * b, b * d


def _times(p: Quotient, q: Quotient) -> Quotient:
    return p[0] * q[0], p[1] * q[1]


def _sum(terms: Sequence[Quotient]) -> Quotient:
    top, bottom = ZERO
    for a, b in terms:
        top, bottom = top * b + a * bottom, bottom * b
        common = top.gcd(bottom)
        top, bottom = top / common, bottom / common
    return top, bottom


def _at(quotient: Quotient, sample: Fraction) -> Fraction:
    top, bottom = (p(fmpq(sample.numerator, sample.denominator)) for p in quotient)
    value = top / bottom
    return Fraction(int(value.p), int(value.q))


def _roots(polynomials: Sequence[Any]) -> list[Any]:
    """Roots in `(0, 1)` of polynomials that are not identically zero, as sympy numbers."""
    import sympy

    symbol = sympy.Symbol("gamma")
    factors = {str(f): f for p in polynomials if p != 0 for f, _ in p.factor()[1]}
    found: list[Any] = []
    for f in factors.values():
        listed = [sympy.Rational(int(c.p), int(c.q)) for c in reversed(f.coeffs())]
        if len(listed) > 1:
            found += [r for r in sympy.Poly(listed, symbol).real_roots() if 0 < r < 1]
    return found
