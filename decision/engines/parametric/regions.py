"""Regions of goals on which an event is settled and a value linear.

Maxima are replaced by each of their arguments where it is the largest, picks by what the chooser likes best, and each
comparison that is left divides a region in two. Regions overlap at most where compared values tie.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from decision.language.events import FALSE, TRUE, All, AnyOf, Compare, Event, Not, all_of, any_of
from decision.language.substitute import chosen_value, substitute
from decision.language.theses import Inequality, Weighted
from decision.language.values import Maximum, Node, Value
from decision.language.walk import comparisons, nodes

__all__ = ["Region", "regions"]


@dataclass(frozen=True)
class Region:
    """The goals at which no row is negative, and the linear value there (None for the constant 1)."""

    rows: tuple[Value, ...]
    value: Value | None


def regions(event: Event | None, value: Value | None) -> Iterator[Region]:
    """The regions where an event holds.

    Examples
    --------
    >>> from decision import maximum, u
    >>> [r.rows for r in regions(u("a") >= maximum(u("b"), u("c")), None)]
    [(u(b) - u(c), u(a) - u(b)), (-u(b) + u(c), u(a) - u(c))]
    """
    stack: list[tuple[tuple[Value, ...], Event, Value | None]] = [((), TRUE if event is None else event, value)]
    while stack:
        rows, left, shown = stack.pop()
        if left == FALSE:
            continue
        found = nodes([v for c in comparisons(left) for v in (c.left, c.right)] + ([] if shown is None else [shown]))
        if found:
            cases = [((*rows, *more), *_put(left, shown, found[0], chosen)) for more, chosen in _cases(found[0])]
            stack += reversed(cases)
            continue
        asked = next(comparisons(left), None)
        if asked is None:
            yield Region(rows, shown)
            continue
        difference = asked.left - asked.right
        stack.append(((*rows, -difference), _settled(left, asked, False), shown))
        stack.append(((*rows, difference), _settled(left, asked, True), shown))


def _cases(node: Node) -> Iterator[tuple[list[Value], Value]]:
    """Rows that say which option is best, and what the node is worth then."""
    options = node.arguments if isinstance(node, Maximum) else node.by
    for best in dict.fromkeys(options):
        rows = [best - other for other in dict.fromkeys(options) if other != best]
        if isinstance(node, Maximum):
            yield rows, best
        else:
            yield rows, chosen_value(node, [k for k, by in enumerate(options) if by == best])


def _put(event: Event, value: Value | None, node: Node, chosen: Value) -> tuple[Event, Value | None]:
    """Event and value with a value in place of a node."""
    done = substitute(Inequality((Weighted(Fraction(1), event, value),), Fraction(0), ">="), {node: chosen}).terms[0]
    return TRUE if done.event is None else done.event, done.value


def _settled(event: Event, asked: Compare, truth: bool) -> Event:
    """The event where one comparison is known to be true or false."""
    match event:
        case Compare():
            return event if event != asked else TRUE if truth else FALSE
        case All(events):
            return all_of(*(_settled(e, asked, truth) for e in events))
        case AnyOf(events):
            return any_of(*(_settled(e, asked, truth) for e in events))
        case Not(inner):
            return ~_settled(inner, asked, truth)
        case _:
            raise TypeError(f"unknown event {type(event).__name__}")
