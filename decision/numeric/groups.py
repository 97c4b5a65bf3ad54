"""A quantity under a law as means of random variables: one variable for each condition.

All terms with one condition are means of one variable `y`: weights of the events that hold, plus a value. Where its
range is known it is estimated as `(y - low) / (high - low)`; where only its variance is bounded, as `y` in units of
that bound on the standard deviation.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from decision.errors import InvalidValue
from decision.goals.laws import FeatureLaw, GaussianLaw, Law, MixtureLaw, PosteriorLaw
from decision.goals.singular import dependent
from decision.language.events import FALSE, TRUE, Event, all_of
from decision.language.quantities import Quantity, Term
from decision.language.substitute import placed, placed_event
from decision.language.values import Value, weighted_sum
from decision.language.walk import comparisons, coordinates
from decision.numeric.moments import center, deviation, value_range

__all__ = ["Group", "Split", "coordinates_of", "plain_events", "split", "weighted"]


@dataclass(frozen=True)
class Group:
    """A variable `y`, averaged over the goals at which its condition holds; `shift + scale * z` is `y`.

    Attributes
    ----------
    given : int or None
        Position of the condition among the events.
    weights : tuple of (int, Fraction)
        Positions of events with their weights.
    value : int or None
        Position of the value that is added.
    shift, scale : Fraction
    bounded : bool
        `z` is in [0, 1]; otherwise its variance is at most 1.
    """

    given: int | None
    weights: tuple[tuple[int, Fraction], ...]
    value: int | None
    shift: Fraction
    scale: Fraction
    bounded: bool


@dataclass(frozen=True)
class Split:
    """A quantity as `constant + sum of the means of the groups`."""

    law: Law
    events: tuple[Event, ...]
    values: tuple[Value, ...]
    groups: tuple[Group, ...]
    constant: Fraction


def split(quantity: Quantity, law: Law) -> Split:
    """Variables whose means make up a quantity.

    A posterior is the prior with one more condition; feature weights take the place of the utilities they make. So do
    some normal utilities of others that they determine, which samples would not tie exactly.

    Raises
    ------
    InvalidValue
        If an expectation has neither a known range nor a bound on its variance, or a condition never holds; if a
        part of a mixture makes compared values tie, which its samples would not show.

    Examples
    --------
    >>> from decision import E, Pr, Uniform, iid, u
    >>> found = split(Pr(u("a") > u("b")) - E(2 * u("a")), iid(Uniform(0, 1)))
    >>> len(found.groups), found.groups[0].shift, found.groups[0].scale
    (1, Fraction(-2, 1), Fraction(3, 1))
    """
    law, terms = _reduced(law, quantity.terms)
    if isinstance(law, MixtureLaw):
        _refuse_ties(law, terms)
    events: dict[Event, int] = {}
    values: list[Value] = []
    groups: list[Group] = []
    constant = quantity.constant
    for given in dict.fromkeys(t.given for _, t in terms):
        if given == FALSE:
            raise InvalidValue(f"quantity = {quantity!r} is conditional on an event that never holds; change it")
        chosen = [(q, t) for q, t in terms if t.given == given]
        weights, value = _collected(chosen)
        constant += value.constant + sum(q for e, q in weights.items() if e == TRUE)
        value -= value.constant
        weights = {e: q for e, q in weights.items() if q and e not in (TRUE, FALSE)}
        still = value.is_linear and not value.coefficients
        if not weights and still:
            continue
        shift, scale, bounded = _normal(weights.values(), value, law, given, quantity)
        if scale == 0:
            constant += shift
            continue
        groups.append(
            Group(
                None if given is None else events.setdefault(given, len(events)),
                tuple((events.setdefault(e, len(events)), q) for e, q in weights.items()),
                None if still else len(values),
                shift,
                scale,
                bounded,
            )
        )
        if not still:
            values.append(value)
    return Split(law, tuple(events), tuple(values), tuple(groups), constant)


def plain_events(parts: Split) -> tuple[Event, ...]:
    """The events, if their probabilities are all that is asked for.

    Raises
    ------
    InvalidValue
        For expectations of values and for conditions.

    Examples
    --------
    >>> from decision import Pr, Uniform, iid, u
    >>> plain_events(split(2 * Pr(u("a") > 0), iid(Uniform(-1, 1))))
    (u(a) > 0,)
    """
    if parts.values or any(g.given is not None for g in parts.groups):
        raise InvalidValue(
            "rare=True estimates probabilities that are not conditional, under a law that is no posterior; "
            "leave it out, or ask for the probability of the event and of the condition apart"
        )
    return parts.events


def weighted(parts: Split, bound: Fraction) -> Split:
    """The same means as those of variables that are multiplied by weights between 0 and a bound."""
    groups = tuple(replace(g, shift=g.shift * bound, scale=g.scale * bound) for g in parts.groups)
    return replace(parts, groups=groups)


def _reduced(law: Law, terms: tuple[tuple[Fraction, Term], ...]) -> tuple[Law, tuple[tuple[Fraction, Term], ...]]:
    while True:
        if isinstance(law, PosteriorLaw):
            event = law.event
            terms = tuple((q, replace(t, given=event if t.given is None else all_of(t.given, event))) for q, t in terms)
            law = law.prior
        elif isinstance(law, FeatureLaw):
            law.covers(_coordinates(terms))
            terms = tuple((q, _placed(t, law.utilities)) for q, t in terms)
            law = law.weights
        elif isinstance(law, GaussianLaw) and (tied := dependent(law, _coordinates(terms))):
            terms = tuple((q, _placed(t, tied)) for q, t in terms)
        else:
            trivial = tuple((q, replace(t, given=None) if t.given == TRUE else t) for q, t in terms)
            return law, trivial


def coordinates_of(events: Iterable[Event], values: Iterable[Value]) -> list[str]:
    """Coordinates of all events and values, sorted, so that the stream of goals does not depend on their order.

    Examples
    --------
    >>> from decision import u
    >>> coordinates_of([u("b") >= u("a")], [u("c")])
    ['a', 'b', 'c']
    """
    return sorted(coordinates([*values, *(v for e in events for c in comparisons(e) for v in (c.left, c.right))]))


def _refuse_ties(law: MixtureLaw, terms: Sequence[tuple[Fraction, Term]]) -> None:
    """Refuse comparisons that a part of a mixture decides by an equation between utilities."""
    events = [e for _, t in terms for e in (t.event, t.given) if e is not None]
    gaps = [gap for e in events for c in comparisons(e) if (gap := c.left - c.right).coefficients]
    for _, part in law.parts:
        tied = _determined(part, _coordinates(terms))
        for gap in gaps:
            there = placed(gap, tied)
            if there.is_linear and not there.coefficients:
                raise InvalidValue(
                    f"goals = {law!r} has the part {part!r}, under which {gap!r} is always {there.constant}, and "
                    "samples would be off by rounding; estimate under each part, and add up"
                )


def _determined(law: Law, names: tuple[str, ...]) -> Mapping[str, Value]:
    match law:
        case FeatureLaw():
            return law.utilities
        case GaussianLaw():
            return dependent(law, names)
        case PosteriorLaw():
            return _determined(law.prior, names)
        case _:
            return {}


def _coordinates(terms: Iterable[tuple[Fraction, Term]]) -> tuple[str, ...]:
    listed = list(terms)
    events = [e for _, t in listed for e in (t.event, t.given) if e is not None]
    return tuple(coordinates_of(events, [t.value for _, t in listed if t.value is not None]))


def _placed(term: Term, utilities: Mapping[str, Value]) -> Term:
    return Term(
        None if term.event is None else placed_event(term.event, utilities),
        None if term.value is None else placed(term.value, utilities),
        None if term.given is None else placed_event(term.given, utilities),
    )


def _collected(terms: list[tuple[Fraction, Term]]) -> tuple[dict[Event, Fraction], Value]:
    weights: dict[Event, Fraction] = {}
    for q, t in terms:
        if t.event is not None:
            weights[t.event] = weights.get(t.event, Fraction(0)) + q
    return weights, weighted_sum([(q, t.value) for q, t in terms if t.value is not None])


def _normal(
    weights: Iterable[Fraction], value: Value, law: Law, given: Event | None, quantity: Quantity
) -> tuple[Fraction, Fraction, bool]:
    """Shift, scale and whether the range is known."""
    listed = list(weights)
    ends = value_range(value, law)
    if ends is not None:
        low, high = ends[0] + sum(min(q, 0) for q in listed), ends[1] + sum(max(q, 0) for q in listed)
        return low, high - low, True
    spread = deviation(value, law) if given is None else None
    if spread is None:
        why = "no finite variance is known" if given is None else "it is conditional"
        raise InvalidValue(
            f"quantity = {quantity!r} has the expectation of a value without known bounds under {law!r}, and {why}; "
            "no interval would be valid: bound the utilities, or ask for a probability"
        )
    # an indicator has a standard deviation of at most 1/2; a thousandth covers the rounding of the bound
    scale = Fraction(spread) * Fraction(1001, 1000) + sum((abs(q) for q in listed), Fraction(0)) / 2
    return center(value, law), scale, False
