"""The sign of an expectation by where the law can be, for numbers that no enclosure tells from 0.

Suppose a law has a density that is positive inside a region of goals. If an integrand `h` is at least 0 there, and
positive on an open part, then `E h > 0`, however small; if it is 0 on every cell, `E h = 0`. So `Pr(u(a) >= 40) > 0`
under a standard normal law, which is below 10**-300. Cells settle the first; for the second z3 finds a goal.
"""

# z3 is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

from decision.engines.measure.cells import LIMIT, Cell, stream
from decision.engines.measure.regions import Form, Region, primitive
from decision.goals.laws import FeatureLaw, GaussianLaw, Law, MixtureLaw, PosteriorLaw, Product
from decision.goals.parameters import numeric
from decision.goals.singular import dependent
from decision.language.events import Event, all_of
from decision.language.substitute import placed, placed_event
from decision.language.theses import Inequality, Weighted
from decision.language.values import Value, constant, weighted_sum
from decision.language.walk import coordinates, values

__all__ = ["sign_by_support"]

EVENTS = 6
"""With more events in a thesis there are too many cases of which of them happen."""


def sign_by_support(inequality: Inequality, law: Law) -> int | None:
    """The sign of `E h` under a law, for the integrand `h` of an inequality; None if the support does not settle it.

    Examples
    --------
    >>> from decision import Normal, Pr, iid, u
    >>> (thesis,) = (Pr(u("a") >= 40) > 0).inequalities
    >>> sign_by_support(thesis, iid(Normal(0, 1)))
    1
    """
    if law.symbols:
        return None
    names = tuple(coordinates(values(inequality)))
    match law:
        case MixtureLaw(parts):
            return _joint(sign_by_support(inequality, part) for _, part in parts)
        case PosteriorLaw(prior, condition):
            possible = Inequality((Weighted(Fraction(1), condition, None),), Fraction(0), ">=")
            return sign_by_support(_within(inequality, condition), prior) if sign_by_support(possible, prior) else None
        case FeatureLaw(weights):
            return sign_by_support(_placed(inequality, law.utilities), weights)
        case GaussianLaw() if tied := dependent(law, names):
            return sign_by_support(_placed(inequality, tied), law)
        case _:
            support = _support(law, names)
            few = len({t.event for t in inequality.terms}) <= EVENTS
            return _sign(inequality, names, support) if few and support is not None else None


def _within(inequality: Inequality, condition: Event) -> Inequality:
    """The integrand times the indicator of a condition."""
    terms = [replace(t, event=condition if t.event is None else all_of(t.event, condition)) for t in inequality.terms]
    return Inequality((*terms, Weighted(-inequality.constant, condition, None)), Fraction(0), inequality.relation)


def _placed(inequality: Inequality, utilities: Mapping[str, Value]) -> Inequality:
    """The integrand with values in place of utilities."""
    terms = (
        replace(
            t,
            event=None if t.event is None else placed_event(t.event, utilities),
            value=None if t.value is None else placed(t.value, utilities),
        )
        for t in inequality.terms
    )
    return replace(inequality, terms=tuple(terms))


def _support(law: Law, names: Sequence[str]) -> list[Form] | None:
    """Rows that are positive exactly where the density is, up to boundaries; None if no such rows are known.

    A unimodal density is positive between the ends of its support.
    """
    if isinstance(law, GaussianLaw):
        return []  # the covariance of what is left is not singular
    if not isinstance(law, Product):
        return None
    rows: list[Form] = []
    for i, w in enumerate(names):
        marginal = law.marginal(w)
        if marginal.atoms or not marginal.unimodal:
            return None
        unit = tuple(Fraction(i == k) for k in range(len(names)))
        low, high = marginal.support
        rows += [] if low is None else [(unit, -numeric(low, "low"))]
        rows += [] if high is None else [(tuple(-x for x in unit), numeric(high, "high"))]
    return rows


def _sign(inequality: Inequality, names: Sequence[str], support: Sequence[Form]) -> int | None:
    sign, signed = 0, list[Cell]()
    for count, cell in enumerate(_cells(inequality, names, support)):
        here = _sign_on(cell, support)
        if here is None or here * sign < 0 or count == LIMIT:
            return None
        if here:
            sign = here
            signed.append(cell)
    return sign if not sign or any(_has_interior([*cell.rows, *support]) for cell in signed) else None


def _cells(inequality: Inequality, names: Sequence[str], support: Sequence[Form]) -> Iterator[Cell]:
    """Cells on which the integrand is one linear value: they may be empty, but miss only boundaries."""
    events = list(dict.fromkeys(t.event for t in inequality.terms if t.event is not None))
    for truths in product((True, False), repeat=len(events)):
        true = dict(zip(events, truths, strict=True))
        happens = all_of(*(e if holds else ~e for e, holds in true.items()))
        terms = [(t.weight, t.value or constant(1)) for t in inequality.terms if t.event is None or true[t.event]]
        yield from stream(happens, weighted_sum(terms) - inequality.constant, names, support)


def _sign_on(cell: Cell, support: Sequence[Form]) -> int | None:
    """The sign of the value throughout a cell's interior."""
    slopes, rest = cell.value
    if not any(slopes):
        return (rest > 0) - (rest < 0)
    region = replace(Region.within(len(slopes), support), rows=tuple(map(primitive, cell.rows)))
    status = region.status(primitive(cell.value))
    return None if status is None else 1 if status else -1


def _joint(signs: Iterable[int | None]) -> int | None:
    """The sign of a sum with positive weights of numbers with these signs."""
    found = set(signs)
    if None in found or {1, -1} <= found:
        return None
    return next(iter(found - {0}), 0) if found else None


def _has_interior(rows: Sequence[Form]) -> bool:
    """Whether some rational goal makes every row positive."""
    import z3

    solver = z3.Solver()
    for slopes, rest in rows:
        parts: list[Any] = [z3.Q(q.numerator, q.denominator) * z3.Real(f"u{i}") for i, q in enumerate(slopes) if q]
        total: Any = z3.Sum([*parts, z3.Q(rest.numerator, rest.denominator)])
        solver.add(total > 0)
    return bool(solver.check() == z3.sat)
