"""Expressions with coordinates exchanged, and a key that is equal for conditions that say the same in another order."""

from collections.abc import Hashable, Mapping
from fractions import Fraction

from decision.language.events import All, AnyOf, Compare, Event, Not
from decision.language.theses import Inequality
from decision.language.values import Maximum, Node, Pick, Value
from decision.language.walk import nodes

__all__ = ["event_key", "inequality_key", "value_key"]


def value_key(value: Value, names: Mapping[str, str], done: dict[Node, Hashable] | None = None) -> Hashable:
    """Key of a value after renaming coordinates.

    Examples
    --------
    >>> from decision import maximum, u
    >>> swap = {"a": "b", "b": "a"}
    >>> value_key(maximum(u("a"), u("b")), swap) == value_key(maximum(u("a"), u("b")), {})
    True
    """
    known: dict[Node, Hashable] = {} if done is None else done
    for node in nodes([value]):
        if node not in known:
            known[node] = _node_key(node, names, known)
    return _affine_key(value, names, known)


def _affine_key(value: Value, names: Mapping[str, str], known: Mapping[Node, Hashable]) -> Hashable:
    linear = frozenset((names.get(w, w), q) for w, q in value.coefficients)
    return linear, frozenset((known[n], q) for n, q in value.nodes), value.constant


def _node_key(node: Node, names: Mapping[str, str], known: Mapping[Node, Hashable]) -> Hashable:
    if isinstance(node, Maximum):
        return "max", frozenset(_affine_key(v, names, known) for v in node.arguments)
    assert isinstance(node, Pick)
    paired = [
        (_affine_key(b, names, known), _affine_key(p, names, known)) for b, p in zip(node.by, node.pay, strict=True)
    ]
    return "pick", frozenset((pair, paired.count(pair)) for pair in paired), node.ties


def event_key(event: Event, names: Mapping[str, str]) -> Hashable:
    """Key of an event after renaming coordinates; the order inside `and` and `or` does not count."""
    match event:
        case Compare(left, right, strict):
            return value_key(left, names), value_key(right, names), strict
        case All(events):
            return "all", frozenset(event_key(e, names) for e in events)
        case AnyOf(events):
            return "any", frozenset(event_key(e, names) for e in events)
        case Not(inner):
            return "not", event_key(inner, names)
        case _:
            raise TypeError(f"unknown event {type(event).__name__}")


def inequality_key(inequality: Inequality, names: Mapping[str, str]) -> Hashable:
    """Key of an inequality after renaming coordinates."""
    terms: dict[Hashable, Fraction] = {}
    for t in inequality.terms:
        key = (
            None if t.event is None else event_key(t.event, names),
            None if t.value is None else value_key(t.value, names),
        )
        terms[key] = t.weight + terms.get(key, Fraction(0))
    return frozenset(terms.items()), inequality.constant, inequality.relation
