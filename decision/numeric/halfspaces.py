"""Linear inequalities that an event implies, case by case."""

from itertools import chain, product

from decision.errors import InvalidValue
from decision.language.events import All, AnyOf, Compare, Event, Not
from decision.language.values import Maximum, Value, node_value

__all__ = ["cases"]

MOST_CASES = 256

Case = tuple[Value, ...]
"""Linear values, all of which are at least 0."""


def cases(event: Event) -> list[Case]:
    """Cases, one of which applies wherever the event holds; inequalities that are not linear in any way are left out.

    Raises
    ------
    InvalidValue
        If there are more than 256.

    Examples
    --------
    >>> from decision import maximum, u
    >>> cases((maximum(u("a"), u("b")) >= 3) & (u("c") > u("a")))
    [(-u(a) + u(c), u(a) - 3), (-u(a) + u(c), u(b) - 3)]
    """
    match event:
        case Compare(left, right, _):
            return _where_positive(left - right)
        case All(events):
            return _all([cases(e) for e in events])
        case AnyOf(events):
            return _any([cases(e) for e in events])
        case Not(All(events)):
            return _any([cases(~e) for e in events])
        case Not(AnyOf(events)):
            return _all([cases(~e) for e in events])
        case _:
            raise TypeError(f"unknown event {type(event).__name__}")


def _where_positive(value: Value) -> list[Case]:
    """Cases of `value >= 0`: a maximum is one of its arguments and at least all; a pick at most the best pay."""
    if value.is_linear and not value.coefficients:
        return [()] if value.constant >= 0 else []
    if value.is_linear:
        return [(value,)]
    node, factor = value.nodes[0]
    options = node.arguments if isinstance(node, Maximum) else node.pay
    found = [_where_positive(value + factor * (v - node_value(node))) for v in options]
    return _all(found) if isinstance(node, Maximum) and factor < 0 else _any(found)


def _any(parts: list[list[Case]]) -> list[Case]:
    found = list(dict.fromkeys(chain.from_iterable(parts)))
    if len(found) > MOST_CASES:
        raise InvalidValue(
            f"quantity has an event of more than {MOST_CASES} cases, too many to tilt the law to each; "
            "leave out rare=True, or ask for parts of the event"
        )
    return found


def _all(parts: list[list[Case]]) -> list[Case]:
    """Combinations; parts that would make too many are left out, which only makes the cases larger."""
    found: list[Case] = [()]
    for part in sorted(parts, key=len):
        if len(found) * len(part) <= MOST_CASES:
            found = [tuple(dict.fromkeys((*a, *b))) for a, b in product(found, part)]
    return found
