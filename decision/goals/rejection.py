"""Goals of a law at which an event holds: sampling a posterior by rejection."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from decision.errors import InvalidValue
from decision.goals.law import Law
from decision.goals.marginal import Floats
from decision.language.events import All, AnyOf, Compare, Event, Not
from decision.language.values import Maximum, Node, Value
from decision.language.walk import comparisons, coordinates, nodes

__all__ = ["accepted", "truth"]

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
            a, b = _columns([left, right], goals, size)
            return a > b if strict else a >= b
        case All(events):
            return np.logical_and.reduce([np.ones(size, dtype=bool), *(truth(e, goals, size) for e in events)])
        case AnyOf(events):
            return np.logical_or.reduce([np.zeros(size, dtype=bool), *(truth(e, goals, size) for e in events)])
        case Not(inner):
            return ~truth(inner, goals, size)
        case _:
            raise TypeError(f"unknown event {type(event).__name__}")


def _columns(values: Sequence[Value], goals: Mapping[str, Floats], size: int) -> list[Floats]:
    done: dict[Node, Floats] = {}

    def column(value: Value) -> Floats:
        total = np.full(size, float(value.constant))
        for w, q in value.coefficients:
            total += float(q) * goals[w]
        for n, q in value.nodes:
            total += float(q) * done[n]
        return total

    for node in nodes(values):
        if isinstance(node, Maximum):
            done[node] = np.max([column(v) for v in node.arguments], axis=0)
        else:
            done[node] = _picked(
                np.stack([column(v) for v in node.by]), np.stack([column(v) for v in node.pay]), node.ties
            )
    return [column(v) for v in values]


def _picked(by: Floats, pay: Floats, ties: str) -> Any:
    best = by == by.max(axis=0)
    if ties == "uniform":
        return (pay * best).sum(axis=0) / best.sum(axis=0)
    return np.where(best, pay, -np.inf).max(axis=0) if ties == "best" else np.where(best, pay, np.inf).min(axis=0)
