"""Jointly normal utilities: the cells of an event as orthants, in closed form or by one-dimensional integrals.

Covers normal laws of any covariance with a density, and independent utilities that are normal or mixtures of normal
ones: then utilities that enter alike are added up, and the law of each sum is a mixture of normal ones again.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from decision.engines.measure.cells import Cell
from decision.engines.measure.complement import fewest
from decision.engines.measure.components import LIMIT, Component, components, copies, number_of_copies
from decision.engines.measure.integral import Answer, Integral
from decision.engines.measure.normals import image
from decision.engines.measure.orthants import orthant, orthant_mean
from decision.engines.measure.quadrature import enclosed
from decision.engines.measure.reals import ZERO, Real, exactly
from decision.goals.laws import GaussianLaw, Product

__all__ = ["gaussian"]

Form = tuple[tuple[Fraction, ...], Fraction]


@dataclass(frozen=True)
class _Case:
    """Jointly normal coordinates, with the weight of the case; covariances by row, without zeros."""

    weight: Fraction
    mean: tuple[Fraction, ...]
    cov: tuple[Mapping[int, Fraction], ...]


@dataclass(frozen=True)
class _Joint:
    """Utilities of any covariance."""

    case: _Case

    def cases(self, forms: Sequence[Form]) -> tuple[Sequence[Form], Sequence[_Case]] | None:
        """The forms as they are, in one case."""
        return forms, [self.case]


@dataclass(frozen=True)
class _Independent:
    """Independent utilities, each with the components of its law."""

    components: tuple[tuple[Component, ...], ...]

    def cases(self, forms: Sequence[Form]) -> tuple[Sequence[Form], list[_Case]] | None:
        """The forms in terms of sums of like utilities, and the cases of these sums; None if they are too many."""
        columns = list(zip(*(slopes for slopes, _ in forms), strict=True))
        groups = Counter((c, column) for c, column in zip(self.components, columns, strict=True) if any(column))
        if prod(number_of_copies(c, n) for (c, _), n in groups.items()) > LIMIT:
            return None
        kept = [column for _, column in groups]
        moved = [(tuple(column[i] for column in kept), constant) for i, (_, constant) in enumerate(forms)]
        sums = [list(copies(c, n)) for (c, _), n in groups.items()]
        return moved, [_case(chosen) for chosen in product(*sums)]


def _case(chosen: Sequence[Component]) -> _Case:
    return _Case(
        prod((c.weight for c in chosen), start=Fraction(1)),
        tuple(c.mean for c in chosen),
        tuple({k: c.variance} for k, c in enumerate(chosen)),
    )


def gaussian(integral: Integral) -> Answer | None:
    """The expectation of a piecewise linear value of normal utilities on a polyhedral event.

    None where a cell has no formula: six comparisons or more in general position, four or more that are not centred
    and have no common factor.
    """
    law = _law(integral)
    if law is None:
        return None
    side = fewest(integral)
    total = enclosed(lambda digits: _total(side.parts, law, digits), integral.digits)
    if total is None:
        return None
    how = "in closed form" if total.exact is not None else "by one-dimensional integrals"
    return Answer(side.total(total).value(), f"{len(side.parts)} normal cone{'s' * (len(side.parts) != 1)} {how}")


def _law(integral: Integral) -> _Joint | _Independent | None:
    law = integral.law
    if law.symbols:
        return None
    if isinstance(law, GaussianLaw):
        mean, cov = law.moments(integral.coordinates)
        rows = tuple({k: q for k, q in enumerate(row) if q} for row in cov)
        return _Joint(_Case(Fraction(1), tuple(mean), rows))
    if not isinstance(law, Product):
        return None
    found = [components(law.marginal(w)) for w in integral.coordinates]
    return _Independent(tuple(c for c in found if c is not None)) if None not in found else None


def _total(parts: Sequence[Cell], law: _Joint | _Independent, digits: int) -> Real | None:
    total = ZERO
    for cell in parts:
        found = law.cases([cell.value, *cell.rows])
        if found is None:
            return None
        forms, cases = found
        for case in cases:
            part = _part(forms, case, digits)
            if part is None:
                return None
            total = total + exactly(case.weight) * part
    return total


def _part(forms: Sequence[Form], case: _Case, digits: int) -> Real | None:
    """The expectation of the first form where the others are at least 0."""
    slopes, constant = forms[0]
    if any(slopes):
        return orthant_mean(image(forms, case.mean, case.cov), digits)
    found = orthant(image(forms[1:], case.mean, case.cov), digits)
    return None if found is None else exactly(constant) * found
