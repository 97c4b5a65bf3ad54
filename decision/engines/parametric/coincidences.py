"""Where a measure may differ, at one value of a symbol, from what it is around it.

Under a law with a density, ties of linear values have probability 0 unless the values coincide; so where no compared
values coincide that differ elsewhere, the measure is continuous. Laws with atoms may have ties anywhere.
"""

# python-flint is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import combinations
from typing import Any

from decision.engines.parametric.germs import Chart
from decision.goals.laws import EmpiricalLaw, FeatureLaw, FiniteLaw, Law, MixtureLaw, OrbitLaw, PosteriorLaw, Product
from decision.language.events import Event
from decision.language.quantities import Quantity
from decision.language.substitute import placed, placed_event
from decision.language.values import Maximum, Value
from decision.language.walk import comparisons, nodes, pieces_of

__all__ = ["coincidences", "conditions", "has_atoms"]


def has_atoms(law: Law) -> bool:
    """Whether some goal, or some utility, has positive probability."""
    match law:
        case FiniteLaw() | EmpiricalLaw() | OrbitLaw():
            return True
        case MixtureLaw(parts):
            return any(has_atoms(part) for _, part in parts)
        case PosteriorLaw(prior):
            return has_atoms(prior)
        case FeatureLaw(weights):
            return has_atoms(weights)
        case Product(common, listed):
            return any(m.atoms for m in ([common] if common is not None else [m for _, m in listed]))
        case _:
            return False


def _differences(event: Event | None, value: Value | None) -> Iterable[Value]:
    """Differences of linear values whose sign the event, or a chooser, asks for."""
    for compared in () if event is None else comparisons(event):
        left, right = pieces_of([compared.left, compared.right])
        yield from (a - b for a in left for b in right)
    for node in nodes(
        [
            *(v for c in ([] if event is None else comparisons(event)) for v in (c.left, c.right)),
            *([] if value is None else [value]),
        ]
    ):
        if not isinstance(node, Maximum):
            for one, other in combinations(pieces_of(node.by), 2):
                yield from (a - b for a in one for b in other)


def coincidences(chart: Chart, quantity: Quantity, law: Law) -> list[Any]:
    """Polynomials at whose roots some compared values coincide that differ elsewhere."""
    found: list[Any] = []
    parts = [(e, t.value) for _, t in quantity.terms for e in (t.event, t.given)]
    for event, value in _placed(parts, law):
        for difference in _differences(event, value):
            tops = [chart.number(q).top for q in (*(q for _, q in difference.coefficients), difference.constant) if q]
            common = reduce(lambda a, b: a.gcd(b), tops) if tops else None
            if common is not None and common.degree() > 0:
                found.append(common)
    return found


def _placed(
    parts: Sequence[tuple[Event | None, Value | None]], law: Law
) -> Iterable[tuple[Event | None, Value | None]]:
    """The integrands, and conditions of the law, in the coordinates that the law is made of."""
    match law:
        case MixtureLaw(mixed):
            return [x for _, part in mixed for x in _placed(parts, part)]
        case PosteriorLaw(prior, condition):
            return _placed([*parts, (condition, None)], prior)
        case FeatureLaw(weights):
            moved = [
                (
                    None if event is None else placed_event(event, law.utilities),
                    None if value is None else placed(value, law.utilities),
                )
                for event, value in parts
            ]
            return _placed(moved, weights)
        case _:
            return parts


def conditions(law: Law) -> list[Event]:
    """What posterior laws in it are conditional on.

    Examples
    --------
    >>> from decision import Uniform, iid, u
    >>> conditions(iid(Uniform(0, 1)).given(u("a") >= u("b")))
    [u(a) >= u(b)]
    """
    match law:
        case MixtureLaw(parts):
            return [e for _, part in parts for e in conditions(part)]
        case PosteriorLaw(prior, condition):
            return [condition, *conditions(prior)]
        case FeatureLaw(weights):
            return conditions(weights)
        case _:
            return []
