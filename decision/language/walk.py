"""Walks over expressions: which coordinates and comparisons they contain, and the linear pieces of a value."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from decision.errors import InvalidValue
from decision.language.events import All, AnyOf, Compare, Event, Not
from decision.language.theses import Inequality
from decision.language.values import Maximum, Node, Value, affine

__all__ = ["comparisons", "coordinates", "nodes", "pieces", "pieces_of", "values"]

PIECES_LIMIT = 20_000


def comparisons(event: Event) -> Iterator[Compare]:
    """Every comparison an event is made of.

    Examples
    --------
    >>> from decision import u
    >>> len(list(comparisons((u("a") >= u("b")) & (u("b") > 0))))
    2
    """
    stack = [event]
    while stack:
        match stack.pop():
            case Compare() as found:
                yield found
            case All(events) | AnyOf(events):
                stack.extend(reversed(events))
            case Not(inner):
                stack.append(inner)
            case other:
                raise TypeError(f"unknown event {type(other).__name__}")


def values(inequality: Inequality) -> Iterator[Value]:
    """Every value that an inequality compares or takes the expectation of."""
    for term in inequality.terms:
        if term.value is not None:
            yield term.value
        if term.event is not None:
            for found in comparisons(term.event):
                yield found.left
                yield found.right


def nodes(roots: Iterable[Value]) -> list[Node]:
    """Every node below some values, arguments before the nodes that use them."""
    order: dict[Node, None] = {}
    stack: list[tuple[Node, bool]] = [(n, False) for v in roots for n, _ in v.nodes]
    while stack:
        node, ready = stack.pop()
        if node in order:
            continue
        if ready:
            order[node] = None
            continue
        stack.append((node, True))
        stack.extend((n, False) for v in _children(node) for n, _ in v.nodes)
    return list(order)


def _children(node: Node) -> tuple[Value, ...]:
    return node.arguments if isinstance(node, Maximum) else node.by + node.pay


def coordinates(roots: Iterable[Value]) -> list[str]:
    """Names of all coordinates below some values, in order of first appearance.

    Examples
    --------
    >>> from decision import maximum, u
    >>> coordinates([maximum(u("b"), u("a")) - u("c")])
    ['c', 'b', 'a']
    """
    listed = list(roots)
    inner = [v for n in nodes(listed) for v in _children(n)]
    return list(dict.fromkeys(w for v in (*listed, *inner) for w, _ in v.coefficients))


def pieces(value: Value) -> tuple[Value, ...]:
    """The linear functions a piecewise-linear value can equal.

    Raises
    ------
    InvalidValue
        If there are more than 20,000 of them.

    Examples
    --------
    >>> from decision import maximum, u
    >>> pieces(maximum(u("a"), u("b")) + u("c"))
    (u(a) + u(c), u(b) + u(c))
    """
    return pieces_of([value])[0]


def pieces_of(listed: Sequence[Value]) -> list[tuple[Value, ...]]:
    """The linear functions that each of some values can equal; what they share is expanded once.

    Examples
    --------
    >>> from decision import maximum, u
    >>> pieces_of([u("a"), maximum(u("a"), u("b"))])
    [(u(a),), (u(a), u(b))]
    """
    done: dict[Node, tuple[Value, ...]] = {}
    for node in nodes(listed):
        inner = node.arguments if isinstance(node, Maximum) else node.pay
        done[node] = tuple(dict.fromkeys(p for v in inner for p in _expand(v, done)))
    return [_expand(v, done) for v in listed]


def _expand(value: Value, done: dict[Node, tuple[Value, ...]]) -> tuple[Value, ...]:
    size = 1
    for node, _ in value.nodes:
        size *= len(done[node])
    if size > PIECES_LIMIT:
        raise InvalidValue(
            f"a value has more than {PIECES_LIMIT} linear pieces, too many to say which ties NoTies() excludes; "
            "state the pairs through Supported(event) instead"
        )
    linear = affine(dict(value.coefficients), value.constant)
    if not value.nodes:
        return (linear,)
    choices = product(*([q * p for p in done[n]] for n, q in value.nodes))
    return tuple(dict.fromkeys(sum(c, linear) for c in choices))
