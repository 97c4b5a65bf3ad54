"""What the search by chambers and its explanation have in common: blocks, relabellings, and truth at all of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from decision.language.claims import Generator
from decision.language.events import All, AnyOf, Compare, Event, Not
from decision.language.values import Maximum, Value

__all__ = ["Masks", "Sign", "arrangements", "exchange_blocks", "linear_parts", "truth"]

T = TypeVar("T")
Masks = tuple[int, int]
"""Relabellings at which something is surely true, and surely false, as sets of bits."""
Sign = Callable[[int, bool], Masks]
"""Where the form of a number is at least 0 (or positive, if the flag is set)."""


def exchange_blocks(coordinates: Sequence[str], generators: Iterable[Generator]) -> list[tuple[str, ...]]:
    """Coordinates that exchanges among the generators connect, in their order.

    Examples
    --------
    >>> exchange_blocks("abc", [Generator((("a", 1, "c"), ("c", 1, "a")))])
    [('a', 'c'), ('b',)]
    """
    found = {w: (w,) for w in coordinates}
    for g in generators:
        if len(g.moves) == 2 and all(sign > 0 and w != v for w, sign, v in g.moves):
            either = {*found[g.moves[0][0]], *found[g.moves[1][0]]}
            found |= dict.fromkeys(either, tuple(w for w in coordinates if w in either))
    return list(dict.fromkeys(found.values()))


def arrangements(listed: Iterable[T]) -> Iterator[tuple[T, ...]]:
    """The distinct orders of some things.

    Examples
    --------
    >>> ["".join(order) for order in arrangements("aab")]
    ['aab', 'aba', 'baa']
    """
    left = Counter(listed)
    return _arranged(left, left.total())


def _arranged(left: Counter[T], size: int) -> Iterator[tuple[T, ...]]:
    if not size:
        yield ()
    for s in [s for s, n in left.items() if n]:
        left[s] -= 1
        for rest in _arranged(left, size - 1):
            yield (s, *rest)
        left[s] += 1


def linear_parts(value: Value) -> list[Value] | None:
    """The linear values of which a value is the largest; None if it is not of that kind.

    Examples
    --------
    >>> from decision import maximum, u
    >>> linear_parts(maximum(u("a"), u("b")))
    [u(a), u(b)]
    """
    if value.is_linear:
        return [value]
    if value.coefficients or value.constant or len(value.nodes) != 1:
        return None
    node, q = value.nodes[0]
    if q != 1 or not isinstance(node, Maximum):
        return None
    parts = [linear_parts(v) for v in node.arguments]
    return None if None in parts else [v for p in parts for v in p or ()]


def truth(event: Event, layout: Mapping[Compare, list[list[int]]], sign: Sign, full: int) -> Masks:
    """The relabellings where an event is surely true, and surely false (Kleene's logic).

    `layout` has the forms `left - right` of a comparison of maxima: for each right side, one for each left side.
    """
    match event:
        case Compare(_, _, strict):
            return _every([_some([sign(f, strict) for f in row], full) for row in layout[event]], full)
        case Not(inner):
            true, false = truth(inner, layout, sign, full)
            return false, true
        case All(events):
            return _every([truth(e, layout, sign, full) for e in events], full)
        case AnyOf(events):
            return _some([truth(e, layout, sign, full) for e in events], full)
        case _:
            raise TypeError(f"unknown event {type(event).__name__}")


def _every(parts: Iterable[Masks], full: int) -> Masks:
    true, false = full, 0
    for t, f in parts:
        true, false = true & t, false | f
    return true, false


def _some(parts: Iterable[Masks], full: int) -> Masks:
    true, false = 0, full
    for t, f in parts:
        true, false = true | t, false & f
    return true, false
