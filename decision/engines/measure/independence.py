"""Independence of options on disjoint outcomes: a one-dimensional integral, in exact arithmetic.

If an event is decided by which of some independent values is the largest, and `F_i` is the distribution function of
value `i`,

    Pr(the largest is a winner) = integral of prod_{losers} F_j  d(prod_{winners} F_i),

and `E(max) = integral of x d(prod F_i)`. For utilities with piecewise polynomial densities or exponential tails the
`F_i` are exact piecewise functions (`transforms`, `piecewise`), and so is the integral. One value may be a constant.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# python-flint publishes no types

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import flint

from decision.engines.measure.contest import Contest, contest, readings
from decision.engines.measure.integral import Answer, Integral
from decision.engines.measure.piecewise import (
    Piecewise,
    Ring,
    Sum,
    TooLarge,
    derivative,
    expression,
    integral,
    product,
    times,
)
from decision.engines.measure.symmetry import disjoint, profile
from decision.engines.measure.transforms import cdf, transform_of
from decision.goals.laws import Product
from decision.language.events import Compare, Event
from decision.language.values import Maximum, Value, constant

__all__ = ["independence"]

ZERO = Fraction(0)


def independence(question: Integral) -> Answer | None:
    """The probability that a winner is the largest of disjoint values, or the expectation of their maximum."""
    if not isinstance(question.law, Product) or question.law.symbols:
        return None
    try:
        return _independence(question, question.law)
    except TooLarge:
        return None


def _independence(question: Integral, law: Product) -> Answer | None:
    if question.value is None and question.event is not None:
        found = _disjoint_contest(question.event)
        total = None if found is None else _chance(found, law)
    elif question.event is None and question.value is not None:
        values = _maximised(question.value)
        found = None if values is None else Contest(values, frozenset(range(len(values))))
        total = None if found is None else _expected(found, law)
    else:
        return None
    if total is None or found is None:
        return None
    size = len(found.values)
    return Answer(expression(total), f"independence of {size} value{'s' if size > 1 else ''}")


def _disjoint_contest(event: Event) -> Contest | None:
    """The contest, if its values are disjoint; one comparison of linear values is that of their difference with 0."""
    for reading in readings(event):
        found = contest(reading)
        if found is not None and disjoint(found.values):
            return found
    if isinstance(event, Compare):
        difference = event.left - event.right
        if difference.is_linear:
            return Contest((difference, constant(0)), frozenset([0]))
    return None


def _maximised(value: Value) -> tuple[Value, ...] | None:
    """The disjoint linear values whose maximum this is."""
    if value.coefficients or value.constant or len(value.nodes) != 1:
        return None
    node, q = value.nodes[0]
    if q != 1 or not isinstance(node, Maximum) or not all(v.is_linear for v in node.arguments):
        return None
    return node.arguments if disjoint(node.arguments) else None


@dataclass(frozen=True)
class _Field:
    """Distribution functions of the values of a contest, and its constant, if there is one."""

    winners: tuple[tuple[Piecewise, int], ...]
    losers: tuple[tuple[Piecewise, int], ...]
    floor: Fraction | None
    floor_wins: bool


def _field(found: Contest, law: Product) -> _Field | None:
    known: dict[Hashable, Piecewise] = {}
    counts: tuple[Counter[Hashable], Counter[Hashable]] = (Counter(), Counter())
    floors: list[tuple[Fraction, bool]] = []
    for i, v in enumerate(found.values):
        if not v.coefficients:
            floors.append((v.constant, i in found.winners))
            continue
        key = profile(law, v)
        if key not in known:
            transform = transform_of(law, v)
            if transform is None:
                return None
            known[key] = cdf(transform)
        counts[i in found.winners][key] += 1
    losers, winners = (tuple((known[key], n) for key, n in c.items()) for c in counts)
    floor, wins = max(floors, default=(None, False))
    return _Field(winners, losers, floor, wins)


def _chance(found: Contest, law: Product) -> Sum | None:
    field = _field(found, law)
    if field is None:
        return None
    above, below = product(field.winners), product(field.losers)
    total = integral(_pointwise(above, below, None), start=field.floor)
    if field.floor is None or not field.floor_wins:
        return total
    return _plus(total, product([*field.winners, *field.losers]).at(field.floor), Fraction(1))


def _expected(found: Contest, law: Product) -> Sum | None:
    field = _field(found, law)
    if field is None:
        return None
    every = product(field.winners)
    one = product([])
    total = integral(_pointwise(every, one, flint.fmpq_poly([0, 1])), start=field.floor)
    return total if field.floor is None else _plus(total, every.at(field.floor), field.floor)


def _pointwise(above: Piecewise, below: Piecewise, weight: object) -> Piecewise:
    """`above' * below`, times a polynomial weight."""
    breaks = tuple(sorted({*above.breaks, *below.breaks}))
    pieces = [times(derivative(above.on(low)), below.on(low)) for low in (None, *breaks)]
    return Piecewise(breaks, tuple(p if weight is None else _weighted(p, weight) for p in pieces))


def _weighted(ring: Ring, weight: object) -> Ring:
    return {key: p * weight for key, p in ring.items()}


def _plus(total: Sum, more: Sum, factor: Fraction) -> Sum:
    joined: Sequence[Fraction] = list(dict.fromkeys([*total, *more]))
    return {r: total.get(r, ZERO) + factor * more.get(r, ZERO) for r in joined}
