"""Convex combinations of visit distributions as functions of the discount.

If `f = sum lambda_j f_j` with weights that are rational functions of `gamma`, `f` is dominated wherever no weight is
negative.
"""

# sympy and python-flint are untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import fmpq, fmpq_poly

from decision.problems.hulls import Point, extreme_points, surrounding
from decision.problems.occupancy import RationalVisits

__all__ = ["Hull", "Quotient", "hull_near_one", "hull_of", "names", "points", "solved_over_discounts", "weights"]

Quotient = tuple[Any, Any]
"""Numerator and denominator, flint polynomials in `gamma`."""

SAMPLE = 1 - Fraction(1, 2**10)


def names(family: Sequence[RationalVisits]) -> list[str]:
    """Coordinates that some member visits."""
    return list(dict.fromkeys(w for f in family for w in f.coordinates))


def points(family: Sequence[RationalVisits], gamma: Fraction) -> list[Point]:
    """The members at one discount, as points with mass 1 (or less, where the process ends)."""
    order = names(family)
    values = [f.at(gamma) for f in family]
    return [tuple((1 - gamma) * v.get(w, Fraction(0)) for w in order) for v in values]


@dataclass(frozen=True)
class Hull:
    """Vertices, and for the other members vertices whose combination they are, by place.

    A member that could not be shown to be a combination counts as a vertex.
    """

    vertices: frozenset[int]
    inside: Mapping[int, tuple[int, ...]]


def hull_of(places: Sequence[Point], corners: Sequence[int] | None = None) -> Hull:
    """The hull of distinct points; its vertices may be known.

    Examples
    --------
    >>> F = Fraction
    >>> hull_of([(F(0),), (F(1),), (F(1, 2),)])
    Hull(vertices=frozenset({0, 1}), inside={2: (0, 1)})
    """
    known = [e.index for e in extreme_points(places)] if corners is None else list(corners)
    found = {i: surrounding(p, [places[k] for k in known]) for i, p in enumerate(places) if i not in known}
    inside = {i: tuple(known[j] for j in support) for i, support in found.items() if support is not None}
    return Hull(frozenset(range(len(places))) - frozenset(inside), inside)


def hull_near_one(family: Sequence[RationalVisits], corners: Sequence[int]) -> Hull:
    """The hull of visit distributions at every discount near enough to 1, given the vertices."""
    sampled = hull_of(points(family, SAMPLE), corners)
    found = {i: _weighing_near_one(family, i, support) for i, support in sampled.inside.items()}
    inside = {i: support for i, support in found.items() if support is not None}
    return Hull(frozenset(range(len(family))) - frozenset(inside), inside)


def _weighing_near_one(family: Sequence[RationalVisits], index: int, support: Sequence[int]) -> tuple[int, ...] | None:
    """The places that have a positive weight at discounts just below 1; None if one has a negative weight there."""
    found = weights(family[index], [family[k] for k in support])
    if found is None:
        return None
    signs = [sign_near_one(top) * sign_near_one(bottom) for top, bottom in found]
    return None if min(signs) < 0 else tuple(k for k, sign in zip(support, signs, strict=True) if sign)


def weights(member: RationalVisits, others: Sequence[RationalVisits]) -> list[Quotient] | None:
    """Weights of the combination of others that is the member, as functions of the discount; None if there is none."""
    order = names([member, *others])
    rows = [[f.quotient(w) for f in others] for w in order] + [[(fmpq_poly([1]), fmpq_poly([1]))] * len(others)]
    return solved_over_discounts(rows, [*(member.quotient(w) for w in order), (fmpq_poly([1]), fmpq_poly([1]))])


def solved_over_discounts(rows: Sequence[Sequence[Quotient]], right: Sequence[Quotient]) -> list[Quotient] | None:
    """The unique solution of a linear system over the rational functions of the discount, or None."""
    from sympy import QQ, Symbol
    from sympy.polys.matrices import DomainMatrix

    field = QQ.frac_field(Symbol("gamma"))
    gamma = field.gens[0]

    def element(quotient: Quotient) -> Any:
        top, bottom = (
            sum((QQ(int(c.p), int(c.q)) * gamma**k for k, c in enumerate(p.coeffs())), field.zero) for p in quotient
        )
        return top / bottom

    unknowns = len(rows[0])
    table = [[element(q) for q in (*row, b)] for row, b in zip(rows, right, strict=True)]
    reduced, pivots = DomainMatrix(table, (len(table), unknowns + 1), field).rref()
    if pivots != tuple(range(unknowns)):
        return None
    return [_quotient(reduced[i, unknowns].element) for i in range(unknowns)]


def _quotient(element: Any) -> Quotient:
    return _polynomial(element.numer), _polynomial(element.denom)


def _polynomial(element: Any) -> Any:
    terms = {k: c for (k,), c in element.to_dict().items()}
    size = max(terms, default=0) + 1
    return fmpq_poly(
        [fmpq(int(terms[k].numerator), int(terms[k].denominator)) if k in terms else fmpq(0) for k in range(size)]
    )


def sign_near_one(polynomial: Any) -> int:
    """Sign at all discounts just below 1."""
    for c in polynomial(fmpq_poly([1, -1])).coeffs():
        if c != 0:
            return 1 if c > 0 else -1
    return 0
