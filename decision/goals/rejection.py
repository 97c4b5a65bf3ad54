"""Goals of a law at which an event holds: sampling a posterior by rejection.

Values are computed in floats with a bound on their rounding. Values closer than that count as equal, so that ties of a
law with atoms are recognised; under a law with a density this concerns no more goals than rounding does.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from decision.errors import InvalidValue
from decision.goals.law import Law
from decision.goals.marginal import Floats
from decision.language.events import All, AnyOf, Compare, Event, Not
from decision.language.values import Maximum, Node, Value
from decision.language.walk import comparisons, coordinates, nodes

__all__ = ["accepted", "truth"]

Column = tuple[Floats, Floats]
"""A value at each goal, and a bound on its rounding error."""

ROUNDING = 64 * np.finfo(np.float64).eps
"""Relative error of a sum of products of at most some sixty rounded numbers."""

BLOCK = 4096
ATTEMPTS = 1000
"""Blocks without a goal in the event after which the event is held to be too rare to sample."""


def accepted(law: Law, event: Event, rng: np.random.Generator, size: int, wanted: Sequence[str]) -> Floats:
    """Independent goals, of the wanted coordinates, from the law conditioned on the event."""
    names = list(dict.fromkeys([*wanted, *coordinates(v for c in comparisons(event) for v in (c.left, c.right))]))
    found: list[Floats] = []
    have = misses = 0
    while have < size:
        goals = law.sample(rng, BLOCK, names)
        kept = goals[truth(event, dict(zip(names, goals.T, strict=True)), BLOCK)][:, : len(wanted)]
        found.append(kept)
        have += len(kept)
        misses = 0 if len(kept) else misses + 1
        if misses == ATTEMPTS:
            raise InvalidValue(
                f"event = ({event!r}) held at none of {ATTEMPTS * BLOCK} goals of the prior; "
                "a posterior is sampled by rejection, so condition on a likelier event"
            )
    return np.concatenate([*found, np.empty((0, len(wanted)))])[:size]


def truth(event: Event, goals: Mapping[str, Floats], size: int) -> NDArray[np.bool_]:
    """Whether the event holds, for each of some goals given by columns."""
    match event:
        case Compare(left, right, strict):
            (a, da), (b, db) = _columns([left, right], goals, size)
            return a - b > da + db if strict else a - b >= -da - db
        case All(events):
            return np.logical_and.reduce([np.ones(size, dtype=bool), *(truth(e, goals, size) for e in events)])
        case AnyOf(events):
            return np.logical_or.reduce([np.zeros(size, dtype=bool), *(truth(e, goals, size) for e in events)])
        case Not(inner):
            return ~truth(inner, goals, size)
        case _:
            raise TypeError(f"unknown event {type(event).__name__}")


def _columns(values: Sequence[Value], goals: Mapping[str, Floats], size: int) -> list[Column]:
    done: dict[Node, Column] = {}

    def column(value: Value) -> Column:
        total, scale = np.full(size, float(value.constant)), np.full(size, abs(float(value.constant)))
        slack = np.zeros(size)
        for w, q in value.coefficients:
            total += float(q) * goals[w]
            scale += abs(float(q)) * np.abs(goals[w])
        for n, q in value.nodes:
            inner, loose = done[n]
            total += float(q) * inner
            scale += abs(float(q)) * np.abs(inner)
            slack += abs(float(q)) * loose
        return total, slack + ROUNDING * scale

    for node in nodes(values):
        if isinstance(node, Maximum):
            done[node] = _largest([column(v) for v in node.arguments])
        else:
            done[node] = _picked([column(v) for v in node.by], [column(v) for v in node.pay], node.ties)
    return [column(v) for v in values]


def _largest(columns: Sequence[Column]) -> Column:
    return np.max([a for a, _ in columns], axis=0), np.max([d for _, d in columns], axis=0)


def _picked(by: Sequence[Column], pay: Sequence[Column], ties: str) -> Column:
    top, loose = _largest(by)
    best = np.stack([a + d >= top - loose for a, d in by])
    paid, slack = np.stack([a for a, _ in pay]), np.max([d for _, d in pay], axis=0)
    if ties == "uniform":
        return (paid * best).sum(axis=0) / best.sum(axis=0), slack
    if ties == "best":
        return np.where(best, paid, -np.inf).max(axis=0), slack
    return np.where(best, paid, np.inf).min(axis=0), slack
