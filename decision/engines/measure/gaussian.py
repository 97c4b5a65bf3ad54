"""Jointly normal utilities: the cells of an event as orthants, in closed form or by one-dimensional integrals.

Covers normal laws of any covariance, independent normal utilities, and independent mixtures of normal ones, by the
component that each utility is drawn from.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod

from decision.engines.measure.cells import Cell, cells
from decision.engines.measure.integral import Answer, Integral, integral_of
from decision.engines.measure.normals import Normals, image
from decision.engines.measure.orthants import orthant, orthant_mean
from decision.engines.measure.quadrature import enclosed
from decision.engines.measure.reals import ZERO, Real, exactly
from decision.goals.laws import GaussianLaw, Law, Product
from decision.goals.marginals import Marginal, Mixture, Normal, Stable
from decision.language.substitute import placed, placed_event
from decision.language.values import affine

__all__ = ["gaussian", "normal_cases"]

Case = tuple[Fraction, list[Fraction], list[Mapping[int, Fraction]]]
"""Weight, means, and rows of a covariance matrix without its zeros."""

CASES = 1500
"""More combinations of components than this are left to other routes."""


def gaussian(integral: Integral) -> Answer | None:
    """The expectation of a piecewise linear value of normal utilities on a polyhedral event.

    None where a cell has no formula: six comparisons or more in general position, four or more that are not centred and
    have no common factor.
    """
    if integral.law.symbols:
        return None
    integral = _regular(integral)
    cases = normal_cases(integral.law, integral.coordinates)
    if cases is None:
        return None
    parts = cells(integral.event, integral.value, integral.coordinates)
    total = enclosed(lambda digits: _total(parts, cases, digits), integral.digits)
    if total is None:
        return None
    count = f"{len(parts)} normal cone{'s' if len(parts) != 1 else ''}"
    how = "in closed form" if total.exact is not None else "by one-dimensional integrals"
    return Answer(total.value(), f"{count} {how}")


def _regular(integral: Integral) -> Integral:
    """The same with utilities that others determine written in terms of those: what is left has a density.

    A singular law makes values tie that are different functions of the goal; then they are the same function.
    """
    law, names = integral.law, integral.coordinates
    if not isinstance(law, GaussianLaw):
        return integral
    mean, cov = law.moments(names)
    numbers = Normals(tuple(mean), tuple(map(tuple, cov)))
    basis = numbers.basis
    if len(basis) == len(names):
        return integral
    free = [names[i] for i in basis]
    utilities = {
        w: affine(dict(zip(free, slopes, strict=True)), constant)
        for w, (slopes, constant) in zip(names, numbers.coordinates(), strict=True)
    }
    event = None if integral.event is None else placed_event(integral.event, utilities)
    value = None if integral.value is None else placed(integral.value, utilities)
    return integral_of(law, event, value, integral.digits)


def normal_cases(law: Law, coordinates: Sequence[str]) -> list[Case] | None:
    """The law of some coordinates as a mixture of normal laws; None if it is not one, or of too many."""
    if isinstance(law, GaussianLaw):
        mean, cov = law.moments(coordinates)
        return [(Fraction(1), mean, [{k: q for k, q in enumerate(row) if q} for row in cov])]
    if not isinstance(law, Product):
        return None
    listed = [_components(law.marginal(w)) for w in coordinates]
    if prod(len(c) for c in listed if c is not None) > CASES or None in listed:
        return None
    found: list[Case] = []
    for chosen in product(*(c for c in listed if c is not None)):
        weight = prod((q for q, _, _ in chosen), start=Fraction(1))
        found.append((weight, [m for _, m, _ in chosen], [{k: v} for k, (_, _, v) in enumerate(chosen)]))
    return found


def _components(marginal: Marginal) -> list[tuple[Fraction, Fraction, Fraction]] | None:
    """Weights, means and variances of a mixture of normal laws."""
    match marginal:
        case Normal(mean, sd):
            return [(Fraction(1), mean, sd**2)]
        case Stable(alpha, center, scale) if alpha == 2:
            return [(Fraction(1), center, 2 * scale**2)]
        case Mixture(parts):
            inner = [(q, _components(m)) for q, m in parts]
            if any(listed is None for _, listed in inner):
                return None
            return [(q * p, mean, variance) for q, listed in inner for p, mean, variance in listed or ()]
        case _:
            return None


def _total(parts: Sequence[Cell], cases: Sequence[Case], digits: int) -> Real | None:
    total = ZERO
    for weight, mean, cov in cases:
        for cell in parts:
            found = _cell(cell, mean, cov, digits)
            if found is None:
                return None
            total = total + exactly(weight) * found
    return total


def _cell(cell: Cell, mean: Sequence[Fraction], cov: Sequence[Mapping[int, Fraction]], digits: int) -> Real | None:
    slopes, constant = cell.value
    if any(slopes):
        return orthant_mean(image([cell.value, *cell.rows], mean, cov), digits)
    found = orthant(image(cell.rows, mean, cov), digits)
    return None if found is None else exactly(constant) * found
