"""Events and values as polyhedral cells: disjoint regions, given by linear rows, with a linear value on each.

Goals on boundaries are left out, since laws with a density give them probability 0: cells are disjoint and cover the
event up to such goals. A tie that is not of probability 0, between values that are the same linear function, is
resolved as the comparison or the pick says.

Cells are split only where they have to be. Linear comparisons cut; a maximum on the smaller side of a comparison is a
conjunction; what is open after that is decided by splitting an alternative, or by which argument of a maximum is
the largest, which then holds wherever that maximum occurs. So "this option is best" is one cell, and the expectation of
a maximum takes one cell for each argument that is ever the largest.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice

from decision.engines.measure.regions import Form, Region, Row, form_of, primitive
from decision.errors import InvalidValue
from decision.language.events import FALSE, TRUE, All, AnyOf, Compare, Event, Not, all_of, compare
from decision.language.substitute import chosen_value, substitute_value
from decision.language.values import Maximum, Node, Value, constant
from decision.language.walk import comparisons, nodes

__all__ = ["Cell", "cells", "linear_form", "stream"]

LIMIT = 3000


@dataclass(frozen=True)
class Cell:
    """The goals at which every row is at least 0, and the value there.

    Attributes
    ----------
    rows : tuple of Form
    value : Form
        The constant 1 for a probability.
    """

    rows: tuple[Form, ...]
    value: Form


@dataclass(frozen=True)
class _State:
    """A region, the events that are still to be settled there, and the value."""

    region: Region
    pending: tuple[Event, ...]
    value: Value


def cells(
    event: Event | None, value: Value | None, coordinates: Sequence[str], support: Sequence[Form] = ()
) -> list[Cell]:
    """Disjoint cells of an event, with a value that is linear on each.

    Parameters
    ----------
    event : Event or None
        None for the sure event.
    value : Value or None
        None for the constant 1.
    coordinates : sequence of str
        All that event and value depend on, at least.
    support : sequence of Form
        At least 0 under the law; cells outside are left out.

    Raises
    ------
    InvalidValue
        If there are more than 3000 cells.

    Examples
    --------
    >>> from decision import Choice
    >>> menu = Choice({"a": {"a": 1}, "b": {"b": 1}, "c": {"c": 1}})
    >>> len(cells(menu.best("a"), None, ["a", "b", "c"])), len(cells(None, menu.value(), ["a", "b", "c"]))
    (1, 3)
    """
    found = list(islice(stream(event, value, coordinates, support), LIMIT + 1))
    if len(found) > LIMIT:
        raise InvalidValue(
            f"event = {event!r} takes more than {LIMIT} polyhedral cells, too many to measure exactly; "
            "estimate(quantity, goals=law) samples it"
        )
    return found


def stream(
    event: Event | None, value: Value | None, coordinates: Sequence[str], support: Sequence[Form] = ()
) -> Iterator[Cell]:
    """The cells one by one, however many there are."""
    place = {w: i for i, w in enumerate(coordinates)}
    start = _State(
        Region.within(len(coordinates), support),
        () if event is None else (event,),
        constant(1) if value is None else value,
    )
    for s in _split(start, place):
        yield Cell(tuple(map(form_of, s.region.irredundant().rows)), linear_form(s.value, place))


def linear_form(value: Value, place: dict[str, int]) -> Form:
    """A linear value as a form.

    Examples
    --------
    >>> from decision import u
    >>> linear_form(u("b") - 1, {"a": 0, "b": 1})
    ((Fraction(0, 1), Fraction(1, 1)), Fraction(-1, 1))
    """
    slopes = [Fraction(0)] * len(place)
    for w, q in value.coefficients:
        slopes[place[w]] = q
    return tuple(slopes), value.constant


def _split(state: _State, place: dict[str, int]) -> Iterator[_State]:
    """States in which nothing is pending and the value is linear."""
    settled = _settled(state, place)
    if settled is None:
        return
    state = settled
    if not state.pending and state.value.is_linear:
        yield state
        return
    found = _alternative(state.pending, state.value)
    parts = _by_parts(state, *found) if found is not None else _by_node(state, place)
    for part in parts:
        yield from _split(part, place)


def _settled(state: _State, place: dict[str, int]) -> _State | None:
    """Cut by what is linear; None if nothing is left. What stays pending is open."""
    region, opened = state.region, [_normal(e) for e in state.pending]
    while True:
        flat = [part for e in opened for part in (e.events if isinstance(e, All) else (e,))]
        if FALSE in flat:
            return None
        linear = [e for e in flat if _is_linear(e)]
        opened = [e for e in flat if not _is_linear(e)]
        for e in linear:
            row = _row(e, place)
            known = region.status(row)
            if known is False:
                return None
            region = region if known else region.cut(row)
        simpler = [_simplified(e, region, place) for e in opened]
        if all(a is b for a, b in zip(simpler, opened, strict=True)):
            return replace(state, region=region, pending=tuple(opened))
        opened = [_normal(e) for e in simpler]


def _normal(event: Event) -> Event:
    """Denials pushed to comparisons, and a maximum on the smaller side of one as a conjunction."""
    match event:
        case Not(inner):
            return _normal(_denied(inner))
        case All(events):
            return all_of(*(_normal(e) for e in events))
        case Compare(left, right, strict):
            gap = left - right
            small = next((n for n, q in gap.nodes if isinstance(n, Maximum) and q < 0), None)
            if small is None:
                return event
            parts = (substitute_value(gap, {small: v}) for v in small.arguments)
            return all_of(*(_normal(compare(p, constant(0), strict=strict)) for p in parts))
        case _:
            return event


def _denied(event: Event) -> Event:
    match event:
        case All(events):
            return AnyOf(tuple(map(_denied, events)))
        case AnyOf(events):
            return All(tuple(map(_denied, events)))
        case _:
            return ~event


def _is_linear(event: Event) -> bool:
    return isinstance(event, Compare) and (event.left - event.right).is_linear


def _row(event: Event, place: dict[str, int]) -> Row:
    assert isinstance(event, Compare)
    return primitive(linear_form(event.left - event.right, place))


def _simplified(event: Event, region: Region, place: dict[str, int]) -> Event:
    """An alternative without the parts that are settled in the region; the same object if none is."""
    if not isinstance(event, AnyOf):
        return event
    known = [(e, _known(e, region, place)) for e in event.events]
    if any(k is True for _, k in known):
        return TRUE
    left = [e for e, k in known if k is None]
    return event if len(left) == len(known) > 1 else left[0] if len(left) == 1 else AnyOf(tuple(left))


def _known(event: Event, region: Region, place: dict[str, int]) -> bool | None:
    """Whether an event holds in a region, as far as its linear comparisons tell."""
    match event:
        case Not(inner):
            return _known(_denied(inner), region, place)
        case All(events) | AnyOf(events):
            decisive = isinstance(event, AnyOf)
            parts = [_known(e, region, place) for e in events]
            return decisive if decisive in parts else None if None in parts else not decisive
        case _:
            return region.status(_row(event, place)) if _is_linear(event) else None


def _alternative(pending: Sequence[Event], value: Value) -> tuple[Event, AnyOf] | None:
    """An event to split by its parts: one that is an alternative, or bounds the largest of linear values from below."""
    stated = next((e for e in pending if isinstance(e, AnyOf)), None)
    if stated is not None:
        return stated, stated
    for event in pending:
        assert isinstance(event, Compare)
        gap = event.left - event.right
        node = gap.nodes[0][0]
        once = sum(node in _nodes_of(e) for e in pending) == 1 and node not in nodes([value])
        if once and len(gap.nodes) == 1 and isinstance(node, Maximum) and all(v.is_linear for v in node.arguments):
            parts = (substitute_value(gap, {node: v}) for v in node.arguments)
            return event, AnyOf(tuple(compare(p, constant(0), strict=event.strict) for p in parts))
    return None


def _by_parts(state: _State, event: Event, alternative: AnyOf) -> Iterator[_State]:
    """The first part holds; or the second and not the first; and so on."""
    rest = tuple(e for e in state.pending if e is not event)
    for k, part in enumerate(alternative.events):
        before = tuple(_denied(e) for e in alternative.events[:k])
        yield replace(state, pending=(part, *before, *rest))


def _by_node(state: _State, place: dict[str, int]) -> Iterator[_State]:
    """One part for each argument of an innermost maximum, or option of a pick, that can be the largest."""
    sides = [v for e in state.pending for c in comparisons(e) for v in (c.left, c.right)]
    node = nodes([*sides, state.value])[0]
    for region, chosen in _largest(node, state.region, place):
        known = {node: chosen}
        yield _State(
            region,
            tuple(_placed(e, known) for e in state.pending),
            substitute_value(state.value, known),
        )


def _largest(node: Node, region: Region, place: dict[str, int]) -> Iterator[tuple[Region, Value]]:
    by = node.arguments if isinstance(node, Maximum) else node.by
    same: dict[Value, list[int]] = {}
    for k, v in enumerate(by):
        same.setdefault(v, []).append(k)
    for largest, positions in same.items():
        part: Region | None = region
        for other in same:
            row = primitive(linear_form(largest - other, place))
            known = None if other == largest or part is None else part.status(row)
            if other == largest or part is None or known is True:
                continue
            part = None if known is False else part.cut(row)
        if part is not None:
            yield part, largest if isinstance(node, Maximum) else chosen_value(node, positions)


def _placed(event: Event, known: dict[Node, Value]) -> Event:
    match event:
        case Compare(left, right, strict):
            return compare(substitute_value(left, known), substitute_value(right, known), strict=strict)
        case All(events):
            return all_of(*(_placed(e, known) for e in events))
        case AnyOf(events):
            return AnyOf(tuple(_placed(e, known) for e in events))
        case Not(inner):
            return Not(_placed(inner, known))
        case _:
            raise TypeError(f"unknown event {type(event).__name__}")


def _nodes_of(event: Event) -> Iterable[Node]:
    return nodes([v for c in comparisons(event) for v in (c.left, c.right)])
