"""Expressions with some nodes replaced by values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from decision.language.events import All, AnyOf, Compare, Event, Not, all_of, any_of, compare
from decision.language.theses import Inequality
from decision.language.values import Maximum, Node, Pick, Value, affine, maximum, minimum, pick, weighted_sum
from decision.language.walk import comparisons, nodes, values

__all__ = [
    "chosen_value",
    "mapped_event",
    "placed",
    "placed_event",
    "substitute",
    "substitute_event",
    "substitute_value",
]


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


def substitute_event(event: Event, given: Mapping[Node, Value]) -> Event:
    """The event with values in place of nodes; comparisons of constants are decided."""
    return _event(event, _rebuilt([v for c in comparisons(event) for v in (c.left, c.right)], given))


def placed(value: Value, utilities: Mapping[str, Value]) -> Value:
    """The value with values in place of coordinates.

    Examples
    --------
    >>> from decision import maximum, u
    >>> placed(maximum(u("a"), u("b")), {"a": u("c") + 1, "b": u("c")})
    max(u(c) + 1, u(c))
    """
    return _placed(value, _placed_nodes([value], utilities), utilities)


def placed_event(event: Event, utilities: Mapping[str, Value]) -> Event:
    """The event with values in place of coordinates; comparisons of constants are decided.

    Examples
    --------
    >>> from decision import u
    >>> placed_event(u("a") >= u("b"), {"a": 2 * u("c"), "b": u("c")})
    2 u(c) >= u(c)
    """
    done = _placed_nodes([v for c in comparisons(event) for v in (c.left, c.right)], utilities)
    return mapped_event(event, lambda left, right: (_placed(left, done, utilities), _placed(right, done, utilities)))


def mapped_event(event: Event, change: Callable[[Value, Value], tuple[Value, Value]]) -> Event:
    """The event with both sides of each comparison changed together, simplified again.

    Examples
    --------
    >>> from decision import u
    >>> mapped_event(u("a") >= u("b"), lambda left, right: (left - right, right - right))
    u(a) - u(b) >= 0
    """
    match event:
        case Compare(left, right, strict):
            above, below = change(left, right)
            return compare(above, below, strict=strict)
        case All(events):
            return all_of(*(mapped_event(e, change) for e in events))
        case AnyOf(events):
            return any_of(*(mapped_event(e, change) for e in events))
        case Not(inner):
            return ~mapped_event(inner, change)
        case _:
            raise TypeError(f"unknown event {type(event).__name__}")


def chosen_value(node: Pick, positions: Sequence[int]) -> Value:
    """What a pick is worth where its chooser likes exactly the options at some positions best.

    Examples
    --------
    >>> from decision import pick, u
    >>> ((node, _),) = pick([u("x"), u("y")], [u("a"), u("b")], ties="uniform").nodes
    >>> chosen_value(node, [1]), chosen_value(node, [0, 1])
    (u(b), 1/2 u(a) + 1/2 u(b))
    """
    pay = [node.pay[k] for k in positions]
    if node.ties == "uniform":
        return sum(pay[1:], pay[0]) / len(pay)
    return maximum(*pay) if node.ties == "best" else minimum(*pay)


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


def _placed_nodes(roots: Iterable[Value], utilities: Mapping[str, Value]) -> Mapping[Node, Value]:
    done: dict[Node, Value] = {}
    for node in nodes(roots):
        if isinstance(node, Maximum):
            done[node] = maximum(*(_placed(v, done, utilities) for v in node.arguments))
        else:
            by, pay = ([_placed(v, done, utilities) for v in row] for row in (node.by, node.pay))
            done[node] = pick(by, pay, ties=node.ties)
    return done


def _placed(value: Value, done: Mapping[Node, Value], utilities: Mapping[str, Value]) -> Value:
    kept = affine({w: q for w, q in value.coefficients if w not in utilities}, value.constant)
    moved = [(q, utilities[w]) for w, q in value.coefficients if w in utilities]
    return weighted_sum([(Fraction(1), kept), *moved, *((q, done[n]) for n, q in value.nodes)])


def _event(event: Event, done: Mapping[Node, Value]) -> Event:
    return mapped_event(event, lambda left, right: (_value(left, done), _value(right, done)))
