"""Expressions with some nodes replaced by values."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from decision.language.events import All, AnyOf, Compare, Event, Not, all_of, any_of, compare
from decision.language.theses import Inequality
from decision.language.values import Maximum, Node, Value, affine, maximum, pick
from decision.language.walk import nodes, values

__all__ = ["substitute", "substitute_value"]


def substitute(inequality: Inequality, given: Mapping[Node, Value]) -> Inequality:
    """The inequality with values in place of nodes; what contains them is simplified again.

    Examples
    --------
    >>> from decision import E, maximum, u
    >>> best = maximum(u("a"), u("b"))
    >>> (thesis,) = (E(best + u("c")) >= 0).inequalities
    >>> substitute(thesis, {best.nodes[0][0]: u("b")}).terms[0].value
    u(b) + u(c)
    """
    done = _rebuilt(values(inequality), given)
    terms = tuple(
        replace(
            t,
            event=None if t.event is None else _event(t.event, done),
            value=None if t.value is None else _value(t.value, done),
        )
        for t in inequality.terms
    )
    return replace(inequality, terms=terms)


def substitute_value(value: Value, given: Mapping[Node, Value]) -> Value:
    """The value with values in place of nodes.

    Examples
    --------
    >>> from decision import maximum, u
    >>> best = maximum(u("a"), u("b"))
    >>> substitute_value(best + u("c"), {best.nodes[0][0]: u("b")})
    u(b) + u(c)
    """
    return _value(value, _rebuilt([value], given))


def _rebuilt(roots: Iterable[Value], given: Mapping[Node, Value]) -> Mapping[Node, Value]:
    done = dict(given)
    for node in nodes(roots):
        if node not in done:
            done[node] = _node(node, done)
    return done


def _node(node: Node, done: Mapping[Node, Value]) -> Value:
    if isinstance(node, Maximum):
        return maximum(*(_value(v, done) for v in node.arguments))
    return pick([_value(v, done) for v in node.by], [_value(v, done) for v in node.pay], ties=node.ties)


def _value(value: Value, done: Mapping[Node, Value]) -> Value:
    return sum((q * done[n] for n, q in value.nodes), affine(dict(value.coefficients), value.constant))


def _event(event: Event, done: Mapping[Node, Value]) -> Event:
    match event:
        case Compare(left, right, strict):
            return compare(_value(left, done), _value(right, done), strict=strict)
        case All(events):
            return all_of(*(_event(e, done) for e in events))
        case AnyOf(events):
            return any_of(*(_event(e, done) for e in events))
        case Not(inner):
            return ~_event(inner, done)
        case _:
            raise TypeError(f"unknown event {type(event).__name__}")
