"""Expressions as flat tables, for pickles: a row for each node, parts before wholes."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from decision.language.content import Content
from decision.language.values import Maximum, Node, Pick, Value, node_value
from decision.language.walk import nodes

__all__ = ["flat", "rebuilt"]

Row = tuple[Any, ...]
ValueRow = tuple[tuple[tuple[str, Fraction], ...], tuple[tuple[int, Fraction], ...], Fraction]


def flat(expression: Content) -> tuple[list[Row], ValueRow | None]:
    """Rows of the nodes, and of the expression itself unless it is the last node.

    Examples
    --------
    >>> from decision import maximum, u
    >>> rows, last = flat(maximum(u("a"), u("b")) - 1)
    >>> len(rows), rebuilt(rows, last)
    (1, max(u(a), u(b)) - 1)
    """
    assert isinstance(expression, Value | Node)
    value = expression if isinstance(expression, Value) else node_value(expression)
    place: dict[Node, int] = {}
    rows: list[Row] = []
    for node in nodes([value]):
        place[node] = len(rows)
        rows.append(_node_row(node, place))
    return rows, _row(expression, place) if isinstance(expression, Value) else None


def rebuilt(rows: Sequence[Row], last: ValueRow | None) -> Content:
    """The expression that `flat` wrote."""
    made: list[Node] = []
    for kind, *parts in rows:
        if kind == "max":
            made.append(Maximum(_values(parts[0], made)))
        else:
            made.append(Pick(_values(parts[0], made), _values(parts[1], made), kind))
    return made[-1] if last is None else _value(last, made)


def _node_row(node: Node, place: Mapping[Node, int]) -> Row:
    if isinstance(node, Maximum):
        return "max", [_row(v, place) for v in node.arguments]
    return node.ties, [_row(v, place) for v in node.by], [_row(v, place) for v in node.pay]


def _row(value: Value, place: Mapping[Node, int]) -> ValueRow:
    return value.coefficients, tuple((place[n], q) for n, q in value.nodes), value.constant


def _values(rows: Sequence[ValueRow], made: Sequence[Node]) -> tuple[Value, ...]:
    return tuple(_value(row, made) for row in rows)


def _value(row: ValueRow, made: Sequence[Node]) -> Value:
    coefficients, parts, constant = row
    return Value(coefficients, tuple((made[i], q) for i, q in parts), constant)
