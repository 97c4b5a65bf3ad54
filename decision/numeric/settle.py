"""Comparisons of maxima without the ties that are there by construction.

`max(A) >= max(B)` says the same as `max(A) >= max(B without A)`, and `max(A) > max(B)` the same as
`max(A without B) > max(B)`. Without this, rounding could not tell the frequent tie of a maximum with one of its own
arguments from a difference.
"""

from fractions import Fraction

from decision.language.events import FALSE, TRUE, Compare, Event
from decision.language.values import Maximum, Node, Value, affine, maximum

__all__ = ["settled"]


def settled(comparison: Compare) -> Event:
    """The same event, with arguments that stand on both sides compared once.

    Examples
    --------
    >>> from decision import maximum, u
    >>> settled(u("a") >= maximum(u("a"), u("b")))
    u(a) >= u(b)
    >>> settled(maximum(u("a"), u("b")) > u("a"))
    -u(a) + u(b) > 0
    """
    difference = comparison.left - comparison.right
    high = _arguments([(n, q) for n, q in difference.nodes if q > 0])
    low = _arguments([(n, -q) for n, q in difference.nodes if q < 0])
    if not difference.nodes or high is None or low is None:
        return comparison
    linear = affine(dict(difference.coefficients), difference.constant)
    high = dict.fromkeys(linear + v for v in high)
    shared = [v for v in high if v in low]
    if not shared:
        return comparison
    kept = high if comparison.strict else low
    for v in shared:
        del kept[v]
    if not kept:
        return FALSE if comparison.strict else TRUE
    left, right = maximum(*high), maximum(*low)
    return left > right if comparison.strict else left >= right


def _arguments(nodes: list[tuple[Node, Fraction]]) -> dict[Value, None] | None:
    """What the sum of the nodes is the maximum of; None if it is not one maximum."""
    if not nodes:
        return {affine({}): None}
    (node, factor), *others = nodes
    if others or not isinstance(node, Maximum):
        return None
    return dict.fromkeys(v * factor for v in node.arguments)
