"""A quantity averaged over symmetries of the law.

Where a law is invariant under `g`, the goals `u` and `g u` have one law, so `Pr(event)` is the mean of the average of
the event's indicator over all its images under a group, and `E(value)` that of the value. Each image has the same law,
so by convexity the variance of the average is at most that of one; it is `1/k` of it where `k` images are uncorrelated,
less where they exclude one another, and none where always as many hold. That is for one goal: an average over `k`
images costs up to `k` evaluations, so at equal cost it gains where images are negatively correlated, such as those of
an event that two goals of an orbit cannot both satisfy.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, cast

from decision.errors import InvalidValue
from decision.goals.assumptions import Assumption
from decision.goals.law import Law
from decision.goals.satisfies import symmetries
from decision.language.claims import Generator
from decision.language.events import Event
from decision.language.quantities import Quantity, Term
from decision.language.rename import event_key, value_key
from decision.language.substitute import mapped_event, placed, placed_event
from decision.language.values import Value, affine, weighted_sum
from decision.language.walk import comparisons, coordinates
from decision.numeric.groups import split
from decision.numeric.source import check_numbers
from decision.validation import check_type

__all__ = ["averaged"]

MOST_IMAGES = 1000
"""Images of one event or value, at most."""

Placing = dict[str, Value]
"""A generator as values in place of the coordinates that it moves."""


def averaged(quantity: Quantity, law: Law, over: Any) -> Quantity:
    """The quantity averaged over the symmetries that some assumptions name; under the law it is the same number.

    Raises
    ------
    InvalidValue
        If the law lacks a symmetry, a condition is not symmetric, there are too many images, or an expectation has no
        known variance: an average of what does not exist would look like a number.

    Examples
    --------
    >>> from decision import E, Exchangeable, Pr, ReflectionSymmetric, Uniform, iid, u
    >>> law = iid(Uniform(0, 1))
    >>> averaged(Pr(u("a") > u("b")), law, Exchangeable())
    1/2 Pr(u(a) > u(b)) + 1/2 Pr(u(b) > u(a))
    >>> averaged(E(3 * u("a")), law, ReflectionSymmetric()).constant
    Fraction(3, 2)
    """
    check_numbers(law)
    split(quantity, law)  # refuses such expectations
    names = _coordinates(quantity)
    placings = [_placing(g) for one in _assumptions(over) for g in symmetries(law, one, names)]
    terms: dict[Hashable, Term] = {}
    weights: dict[Hashable, Fraction] = {}
    for weight, term in quantity.terms:
        _check_condition(term, placings)
        images = _images(term, placings)
        for key, image in images.items():
            terms.setdefault(key, image)
            weights[key] = weights.get(key, Fraction(0)) + weight / len(images)
    return _without_constants([(q, terms[key]) for key, q in weights.items() if q], quantity.constant)


def _assumptions(over: Any) -> Sequence[Assumption]:
    listed: Sequence[Any] = cast("Sequence[Any]", over) if isinstance(over, list | tuple) else [over]
    for one in listed:
        check_type(one, Assumption, "average_over", "write an assumption such as Exchangeable(), or a list of them")
    return listed


def _coordinates(quantity: Quantity) -> list[str]:
    terms = [t for _, t in quantity.terms]
    events = [e for t in terms for e in (t.event, t.given) if e is not None]
    sides = [v for e in events for c in comparisons(e) for v in (c.left, c.right)]
    return coordinates([*sides, *(t.value for t in terms if t.value is not None)])


def _placing(generator: Generator) -> Placing:
    found: Placing = {}
    for w, sign, v in generator.moves:
        center = generator.center_of(w) if sign < 0 else Fraction(0)
        assert isinstance(center, Fraction)
        found[w] = affine({v: Fraction(sign)}, 2 * center)
    return found


def _check_condition(term: Term, placings: Iterable[Placing]) -> None:
    if term.given is None:
        return
    here = event_key(_sorted_out(term.given), {})
    for placing in placings:
        if event_key(_sorted_out(placed_event(term.given, placing)), {}) != here:
            raise InvalidValue(
                f"average_over has a symmetry that changes the condition {term.given!r}; "
                "average over symmetries that leave it unchanged"
            )


def _images(term: Term, placings: Sequence[Placing]) -> dict[Hashable, Term]:
    """All images of a term, each once."""
    move, key = _actions(term)
    first = move(term, {})
    found, fresh = {key(first): first}, [first]
    while fresh:
        image = fresh.pop()
        for placing in placings:
            other = move(image, placing)
            name = key(other)
            if name not in found:
                found[name] = other
                fresh.append(other)
        if len(found) > MOST_IMAGES:
            raise InvalidValue(
                f"average_over makes more than {MOST_IMAGES:,} images of one term of the quantity; "
                "average over fewer symmetries, such as Invariant([...]) or Exchangeable(blocks=[...])"
            )
    return found


def _actions(term: Term) -> tuple[Callable[[Term, Placing], Term], Callable[[Term], Hashable]]:
    """How a term is moved, and what tells images apart."""
    given = None if term.given is None else event_key(term.given, {})

    def move(one: Term, placing: Placing) -> Term:
        if one.event is not None:
            return replace(one, event=_sorted_out(placed_event(one.event, placing)))
        assert one.value is not None
        return replace(one, value=placed(one.value, placing))

    def key(one: Term) -> Hashable:
        if one.event is not None:
            return "event", event_key(one.event, {}), given
        assert one.value is not None
        return "value", value_key(one.value, {}), given

    return move, key


def _sorted_out(event: Event) -> Event:
    """The event with linear comparisons written with positive coefficients only."""

    def sides(left: Value, right: Value) -> tuple[Value, Value]:
        difference = left - right
        if not difference.is_linear:
            return left, right
        high = affine({w: q for w, q in difference.coefficients if q > 0}, max(difference.constant, Fraction(0)))
        return high, high - difference

    return mapped_event(event, sides)


def _without_constants(terms: Sequence[tuple[Fraction, Term]], constant: Fraction) -> Quantity:
    """The sum of terms with all expectations under one condition as one, whose constant part is taken out."""
    values: dict[Event | None, list[tuple[Fraction, Value]]] = {}
    for q, t in terms:
        if t.value is not None:
            values.setdefault(t.given, []).append((q, t.value))
    kept = [(q, t) for q, t in terms if t.value is None]
    for given, listed in values.items():
        total = weighted_sum(listed)
        constant += total.constant
        if total.coefficients or total.nodes:
            kept.append((Fraction(1), Term(None, total - total.constant, given)))
    return Quantity(tuple(kept), constant)
