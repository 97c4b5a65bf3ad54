"""Probabilities and expectations as functions of one symbol, for laws with piecewise polynomial densities or atoms.

Within a chart everything is a number: laws are taken apart as for numbers; contests of values are settled component by
component (`contests`); any other integrand is split into regions on which it is linear, and each region is
integrated over all its coordinates, so there must be few.
"""

from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from typing import Any

from decision.engines.measure.contest import contest
from decision.engines.measure.enumeration import atoms_over
from decision.engines.parametric.contests import Density, contest_integral, patches
from decision.engines.parametric.densities import density_pieces
from decision.engines.parametric.germs import Chart, Germ
from decision.engines.parametric.iterated import Linear, Polynomial, integral, linear
from decision.engines.parametric.regions import regions
from decision.errors import InvalidValue
from decision.goals.laws import FeatureLaw, Law, MixtureLaw, PosteriorLaw, Product
from decision.language.evaluate import evaluate, holds
from decision.language.events import Event
from decision.language.parametric import number
from decision.language.quantities import Quantity, Term
from decision.language.substitute import placed, placed_event
from decision.language.values import Maximum, Value, node_value
from decision.language.walk import comparisons, coordinates

__all__ = ["Unsuited", "quantity_in"]

COORDINATES = 5
"""More coordinates than this are not integrated over jointly."""


class Unsuited(Exception):
    """No exact computation here for this law and integrand; says why."""


def quantity_in(chart: Chart, quantity: Quantity, law: Law) -> Germ:
    """A quantity under a law, as a function of the chart's symbol.

    Raises
    ------
    Unsuited
    """
    total = chart.number(quantity.constant)
    for q, term in quantity.terms:
        total = total + chart.number(q) * _term(chart, term, law)
    return total


def _term(chart: Chart, term: Term, law: Law) -> Germ:
    if term.given is None:
        return _integral(chart, law, term.event, term.value)
    both = term.given if term.event is None else term.event & term.given
    return _quotient(chart, law, both, term.value, term.given)


def _quotient(chart: Chart, law: Law, event: Event, value: Value | None, condition: Event) -> Germ:
    """What is conditional on an event."""
    below = _integral(chart, law, condition, None)
    if not below:
        raise InvalidValue(
            f"given = ({condition!r}) has probability 0 under the law for {chart.name} around {chart.sample}, so "
            "nothing is conditional on it; give another event, or by region(..., over={...}) another range"
        )
    return _integral(chart, law, event, value) / below


def _integral(chart: Chart, law: Law, event: Event | None, value: Value | None) -> Germ:
    match law:
        case MixtureLaw(parts):
            weighted = (chart.number(number(q, "weight")) * _integral(chart, part, event, value) for q, part in parts)
            return sum(weighted, chart.constant(0))
        case PosteriorLaw(prior, condition):
            both = condition if event is None else condition & event
            return _quotient(chart, prior, both, value, condition)
        case FeatureLaw(weights):
            moved = None if event is None else placed_event(event, law.utilities)
            return _integral(chart, weights, moved, value and placed(value, law.utilities))
        case _:
            return _simple(chart, law, event, value)


def _simple(chart: Chart, law: Law, event: Event | None, value: Value | None) -> Germ:
    names = tuple(coordinates([*_compared(event), *([] if value is None else [value])]))
    law.covers(names)
    if not names:  # the same for every goal
        return _enumerated(chart, [(1, {})], event, value)
    goals = atoms_over(law, names)
    if goals is not None:
        return _enumerated(chart, ((q, dict(zip(names, row, strict=True))) for q, row in goals), event, value)
    if not isinstance(law, Product):
        raise Unsuited(f"{law!r} has neither finitely many goals nor independent utilities")
    density = {w: density_pieces(law.marginal(w)) for w in names}
    missing = next((w for w, pieces in density.items() if pieces is None), None)
    if missing is not None:
        raise Unsuited(f"{law.marginal(missing)!r} has no piecewise polynomial density")
    return _under_density(chart, {w: p for w, p in density.items() if p is not None}, event, value)


def _compared(event: Event | None) -> list[Value]:
    return [] if event is None else [v for c in comparisons(event) for v in (c.left, c.right)]


def _enumerated(
    chart: Chart, goals: Iterable[tuple[Any, dict[str, Any]]], event: Event | None, value: Value | None
) -> Germ:
    """The weighted sum over goals; ties count as the event says."""
    total = chart.constant(0)
    for weight, goal in goals:
        point: Any = {w: chart.number(number(x, "utility")) for w, x in goal.items()}
        if event is None or holds(event, point):
            worth = chart.constant(1) if value is None else evaluate(value, point)
            total = total + worth * number(weight, "weight")
    return total


def _under_density(chart: Chart, density: Density, event: Event | None, value: Value | None) -> Germ:
    if event is None and value is not None:
        return _expectation(chart, density, value)
    found = None if event is None or value is not None else contest(event)
    if found is not None:
        return contest_integral(found.values, found.winners, density, chart, height=False)
    return _by_regions(chart, density, event, value)


def _expectation(chart: Chart, density: Density, value: Value) -> Germ:
    """Linear parts by means, maxima of linear values as contests."""
    total = chart.number(value.constant)
    for w, q in value.coefficients:
        total = total + chart.number(q) * sum((p.moment(1) for p in density[w]), Fraction(0))
    for node, q in value.nodes:
        if isinstance(node, Maximum) and all(v.is_linear for v in node.arguments):
            size = range(len(node.arguments))
            part = contest_integral(node.arguments, size, density, chart, height=True)
        else:
            part = _by_regions(chart, density, None, node_value(node))
        total = total + chart.number(q) * part
    return total


def _by_regions(chart: Chart, density: Density, event: Event | None, value: Value | None) -> Germ:
    """Regions on which the integrand is linear, each integrated over all its coordinates."""
    names = coordinates([*_compared(event), *([] if value is None else [value])])
    if len(names) > COORDINATES:
        raise Unsuited(
            f"the event compares values that share outcomes, {len(names)} of them; at most {COORDINATES} are "
            "integrated over jointly"
        )
    place = {w: k for k, w in enumerate(names)}
    boxes = list(patches(names, density, chart))
    total = chart.constant(0)

    @cache
    def form(value: Value) -> Linear:
        slopes = {place[w]: chart.number(q) for w, q in value.coefficients}
        return linear(slopes, chart.number(value.constant))

    for region in regions(event, value):
        rows = [form(row) for row in region.rows]
        for box, terms in boxes:
            integrand = terms if region.value is None else _scaled(terms, form(region.value))
            for piece in integral(rows, integrand, box, range(len(names))):
                total = total + piece.coefficients[0]
    return total


def _scaled(terms: Polynomial, form: Linear) -> Polynomial:
    """The product of a polynomial and an affine form."""
    total: Polynomial = {}
    for exponents, q in terms.items():
        factors = [(exponents, form.constant)]
        factors += [((*exponents[:k], exponents[k] + 1, *exponents[k + 1 :]), s) for k, s in form.slopes]
        for key, s in factors:
            total[key] = total[key] + q * s if key in total else q * s
    return {e: q for e, q in total.items() if q}
