"""Integrals of polynomials over polytopes, one variable after another, over any ordered field.

The variable is integrated between its largest lower and its smallest upper bound: the antiderivative at an upper bound,
where that bound is the smallest and above all lower ones, minus the antiderivative at a lower bound, where that one is
the largest and below all upper ones. Each of these is an integral over fewer variables. Suited to few variables; what
is used of numbers is +, -, *, / and comparison.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Box", "Linear", "Piece", "Polynomial", "integral", "linear", "substituted"]

Number = Any
"""An element of an ordered field that mixes with `int`."""

Polynomial = dict[tuple[int, ...], Number]
"""Exponents of the variables, by place, to coefficient."""

Box = Sequence[tuple[Number, Number]]
"""For each variable its smallest and its largest value."""


@dataclass(frozen=True)
class Linear:
    """An affine form: coefficients by place, zeros left out, and a constant."""

    slopes: tuple[tuple[int, Number], ...]
    constant: Number

    def __sub__(self, other: "Linear") -> "Linear":
        total = dict(self.slopes)
        for k, q in other.slopes:
            total[k] = total[k] - q if k in total else -q
        return linear(total, self.constant - other.constant)

    def slope(self, place: int) -> Number:
        """Coefficient of a variable."""
        return dict(self.slopes).get(place, 0)


def linear(slopes: Mapping[int, Number], constant: Number) -> Linear:
    """An affine form; coefficients that are 0 are dropped.

    Examples
    --------
    >>> linear({0: 0, 1: 2}, 1)
    Linear(slopes=((1, 2),), constant=1)
    """
    return Linear(tuple(sorted((k, q) for k, q in slopes.items() if q)), constant)


@dataclass(frozen=True)
class Piece:
    """A polynomial in one variable, coefficients by rising powers, between two numbers."""

    low: Number
    high: Number
    coefficients: tuple[Number, ...]


def integral(
    rows: Iterable[Linear], integrand: Polynomial, box: Box, over: Iterable[int], free: int | None = None
) -> list[Piece]:
    """The integral of a polynomial over the points of a box at which no row is negative.

    Parameters
    ----------
    rows : iterable of Linear
    integrand : Polynomial
    box : Box
    over : iterable of int
        The variables that are integrated.
    free : int, optional
        A variable that is not: the result is then a function of it. On no other does anything depend.

    Returns
    -------
    list of Piece
        Their sum is the function of `free` in its part of the box; without one, they have the low and high end 0 and
        one coefficient each.

    Examples
    --------
    >>> from fractions import Fraction
    >>> one = Fraction(1)
    >>> triangle = [linear({0: one, 1: -one}, 0 * one)]
    >>> sum(p.coefficients[0] for p in integral(triangle, {(0, 0): one}, [(0 * one, one)] * 2, (0, 1)))
    Fraction(1, 2)
    """
    found: list[Piece] = []
    stack: list[tuple[Iterable[Linear], Polynomial, frozenset[int]]] = [(rows, integrand, frozenset(over))]
    while stack:
        listed, poly, left = stack.pop()
        kept = _relevant(listed, box) if poly else None
        if kept is None:
            continue
        if left:
            place = min(left, key=lambda k, kept=kept: sum(1 for r in kept if r.slope(k)))
            remaining = left - {place}
            stack += [(r, part, remaining) for part, r in _eliminated(kept, poly, place, box)]
        else:
            found.extend(_leaf(kept, poly, box, free))
    return found


def _relevant(rows: Iterable[Linear], box: Box) -> list[Linear] | None:
    """The rows that say more than the box does; None if no point (or none but a null set) satisfies them."""
    kept: list[Linear] = []
    for row in dict.fromkeys(rows):
        low = high = row.constant
        for place, q in row.slopes:
            small, large = box[place] if q > 0 else box[place][::-1]
            low, high = low + q * small, high + q * large
        if not high > 0:
            if row.slopes or high < 0:
                return None
        elif not low >= 0:
            kept.append(row)
    return kept


def _eliminated(
    rows: Sequence[Linear], poly: Polynomial, place: int, box: Box
) -> Iterable[tuple[Polynomial, list[Linear]]]:
    """Integrals over fewer variables whose sum is the integral over one variable more: integrand and rows."""
    lower, upper = [linear({}, box[place][0])], [linear({}, box[place][1])]
    others: list[Linear] = []
    for row in rows:
        q = row.slope(place)
        if not q:
            others.append(row)
            continue
        bound = linear({k: -p / q for k, p in row.slopes if k != place}, -row.constant / q)
        (lower if q > 0 else upper).append(bound)
    lower, upper = list(dict.fromkeys(lower)), list(dict.fromkeys(upper))
    summed = _antiderivative(poly, place)
    for bound in upper:
        beyond = [u - bound for u in upper if u != bound] + [bound - x for x in lower]
        yield substituted(summed, place, bound), others + beyond
    for bound in lower:
        beyond = [bound - x for x in lower if x != bound] + [u - bound for u in upper]
        negative = {e: -q for e, q in substituted(summed, place, bound).items()}
        yield negative, others + beyond


def _antiderivative(poly: Polynomial, place: int) -> Polynomial:
    return {(*e[:place], e[place] + 1, *e[place + 1 :]): q / (e[place] + 1) for e, q in poly.items()}


def substituted(poly: Polynomial, place: int, form: Linear) -> Polynomial:
    """The polynomial with an affine form in place of a variable.

    Examples
    --------
    >>> substituted({(2, 0): 3}, 0, linear({1: 2}, 1))
    {(0, 0): 3, (0, 1): 12, (0, 2): 12}
    """
    size = len(next(iter(poly), ()))
    affine: Polynomial = {_unit(size, k): q for k, q in form.slopes}
    if form.constant:
        affine[(0,) * size] = form.constant
    powers: list[Polynomial] = [{(0,) * size: 1}]
    total: Polynomial = {}
    for exponents, q in poly.items():
        while len(powers) <= exponents[place]:
            powers.append(_product(powers[-1], affine))
        rest = (*exponents[:place], 0, *exponents[place + 1 :])
        for more, p in powers[exponents[place]].items():
            key = tuple(a + b for a, b in zip(rest, more, strict=True))
            total[key] = total[key] + q * p if key in total else q * p
    return {e: total[e] for e in sorted(total) if total[e]}


def _unit(size: int, place: int) -> tuple[int, ...]:
    return tuple(int(k == place) for k in range(size))


def _product(left: Polynomial, right: Polynomial) -> Polynomial:
    total: Polynomial = {}
    for a, p in left.items():
        for b, q in right.items():
            key = tuple(x + y for x, y in zip(a, b, strict=True))
            total[key] = total[key] + p * q if key in total else p * q
    return total


def _leaf(rows: Sequence[Linear], poly: Polynomial, box: Box, free: int | None) -> Iterable[Piece]:
    """All variables but the free one are integrated."""
    if free is None:
        yield Piece(0, 0, tuple(poly.values()))
        return
    low, high = box[free]
    for row in rows:
        q = row.slope(free)
        end = -row.constant / q
        if q > 0:
            low = end if end > low else low
        else:
            high = end if end < high else high
    if low < high:
        degree = max(e[free] for e in poly)
        by_power = {e[free]: q for e, q in poly.items()}
        yield Piece(low, high, tuple(by_power.get(k, 0) for k in range(degree + 1)))
