"""Exact comparison of two values, or two events, over the whole orbit of a goal under permutations of outcomes.

All permuted goals are evaluated at once in integer arrays, scaled by a common denominator; 64-bit while that is safe,
Python integers beyond.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from decision.errors import InvalidType, InvalidValue
from decision.exact import Rational, rational
from decision.language.events import All, AnyOf, Compare, Event, Not
from decision.language.values import Maximum, Node, Pick, Value
from decision.language.walk import comparisons, coordinates, nodes

__all__ = ["orbit_counts"]

Numbers = NDArray[Any]  # 64-bit or Python integers

LIMIT = 5_000_000
SAFE = 2**61


def orbit_counts(first: Value | Event, second: Value | Event, *, goal: Mapping[str, Rational]) -> tuple[int, int, int]:
    """Over all distinct permutations of a goal: how often the first is greater, equal, less.

    Parameters
    ----------
    first, second : Value or Event
        Events count as 1 where they hold and 0 elsewhere.
    goal : mapping of str to rational
        Utility of every outcome that occurs, and of any further outcomes to permute.

    Returns
    -------
    tuple of int
        `(more, ties, fewer)`; they sum to the size of the orbit.

    Examples
    --------
    >>> from decision import maximum, u
    >>> orbit_counts(maximum(u("apple"), u("cherry")), u("ghost"), goal={"ghost": 10, "apple": 5, "cherry": 0})
    (4, 0, 2)
    """
    values = {w: rational(x, f"goal[{w!r}]") for w, x in goal.items()}
    for thing in (first, second):
        for w in _mentioned(thing):
            if w not in values:
                raise InvalidValue(f"goal = {dict(goal)!r} has no utility for {w!r}, which is compared; add it")
    orbit = _Orbit(tuple(values), _permuted(list(values.values())))
    difference = orbit.measure(first).minus(orbit.measure(second)).numerators
    return int((difference > 0).sum()), int((difference == 0).sum()), int((difference < 0).sum())


def _mentioned(thing: object) -> list[str]:
    if isinstance(thing, Value):
        return coordinates([thing])
    if isinstance(thing, Event):
        return coordinates(v for c in comparisons(thing) for v in (c.left, c.right))
    raise InvalidType(
        f"first or second = {thing!r} has type {type(thing).__name__}; "
        "compare values or events, such as menu.value('a') or menu.best('a')"
    )


@dataclass(frozen=True)
class _Scaled:
    """Exact numbers `numerators / denominator`, one for each permuted goal."""

    numerators: Any
    denominator: int

    def times(self, q: Fraction) -> "_Scaled":
        return _Scaled(_product(self.numerators, q.numerator), self.denominator * q.denominator)

    def plus(self, other: "_Scaled") -> "_Scaled":
        common = lcm(self.denominator, other.denominator)
        a, b = self.over(common), other.over(common)
        if a.dtype != object and b.dtype != object and _size(a) + _size(b) >= SAFE:
            a = a.astype(object)
        return _Scaled(a + b, common)

    def minus(self, other: "_Scaled") -> "_Scaled":
        return self.plus(other.times(Fraction(-1)))

    def over(self, common: int) -> Any:
        return _product(self.numerators, common // self.denominator)


def _size(array: Any) -> int:
    return int(np.abs(array).max(initial=0))


def _product(array: Any, factor: int) -> Any:
    if array.dtype != object and _size(array) * abs(factor) >= SAFE:
        array = array.astype(object)
    return array * factor


def _permuted(values: Sequence[Fraction]) -> _Scaled:
    """Distinct permutations, one in each row."""
    common = lcm(*(q.denominator for q in values))
    numbers = [int(q * common) for q in values]
    size = 1
    for k in range(2, len(numbers) + 1):
        size *= k
    if size > LIMIT:
        raise InvalidValue(
            f"goal has {len(numbers)} outcomes, whose {size} permutations are more than {LIMIT}; "
            "use decide or bounds for problems of this size"
        )
    small = max(map(abs, numbers), default=0) < SAFE
    rows = np.array(list(permutations(numbers)), dtype=np.int64 if small else object)
    distinct = np.unique(rows, axis=0) if small and len(set(numbers)) < len(numbers) else rows
    return _Scaled(distinct, common)


class _Orbit:
    def __init__(self, names: tuple[str, ...], goals: _Scaled) -> None:
        self.goals = goals
        self.columns = {w: i for i, w in enumerate(names)}
        self._nodes: dict[Node, _Scaled] = {}

    def measure(self, thing: Value | Event) -> _Scaled:
        return self.value(thing) if isinstance(thing, Value) else _Scaled(self.event(thing).astype(np.int64), 1)

    def value(self, value: Value) -> _Scaled:
        for node in nodes([value]):
            if node not in self._nodes:
                self._nodes[node] = self.node(node)
        return self.affine(value)

    def affine(self, value: Value) -> _Scaled:
        count = len(self.goals.numerators)
        total = _Scaled(np.full(count, 1, dtype=np.int64), 1).times(value.constant)
        for w, q in value.coefficients:
            total = total.plus(_Scaled(self.goals.numerators[:, self.columns[w]], self.goals.denominator).times(q))
        for n, q in value.nodes:
            total = total.plus(self._nodes[n].times(q))
        return total

    def aligned(self, values: Sequence[Value]) -> tuple[list[Numbers], int]:
        parts = [self.affine(v) for v in values]
        common = lcm(*(p.denominator for p in parts))
        return [p.over(common) for p in parts], common

    def node(self, node: Node) -> _Scaled:
        if isinstance(node, Maximum):
            arrays, common = self.aligned(node.arguments)
            return _Scaled(np.maximum.reduce(arrays), common)
        return self.picked(node)

    def picked(self, node: Pick) -> _Scaled:
        by, _ = self.aligned(node.by)
        best = np.maximum.reduce(by)
        pay, common = self.aligned(node.pay)
        chosen = [b == best for b in by]
        if node.ties == "uniform":
            count = sum(c.astype(np.int64) for c in chosen)
            scale = lcm(*range(1, len(by) + 1))
            total = _Scaled(sum(np.where(c, p, 0) for c, p in zip(chosen, pay, strict=True)), common)
            return _Scaled(_product(total.numerators, scale) // count, common * scale)
        better = np.maximum if node.ties == "best" else np.minimum
        result, found = pay[0], chosen[0]
        for c, p in zip(chosen[1:], pay[1:], strict=True):
            improved: Numbers = better(result, p)
            result = np.where(c, np.where(found, improved, p), result)
            found = found | c
        return _Scaled(result, common)

    def event(self, event: Event) -> Any:
        match event:
            case Compare(left, right, strict):
                gap = self.value(left).minus(self.value(right)).numerators
                return gap > 0 if strict else gap >= 0
            case All(events):
                return np.logical_and.reduce(
                    [np.ones(len(self.goals.numerators), dtype=bool), *(self.event(e) for e in events)]
                )
            case AnyOf(events):
                return np.logical_or.reduce(
                    [np.zeros(len(self.goals.numerators), dtype=bool), *(self.event(e) for e in events)]
                )
            case Not(inner):
                return np.logical_not(self.event(inner))
            case _:
                raise TypeError(f"unknown event {type(event).__name__}")
