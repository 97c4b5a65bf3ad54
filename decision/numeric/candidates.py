"""Which actions the bounds on values decide to be optimal or not.

With `v` within `radius` of the optimal values, an action whose `P v` falls short of the best by more than what the
radius, the rows' sums and rounding can explain is not optimal. If the rest of a state's actions all have the same row,
they are optimal; otherwise they are ambiguous.
"""

# scipy is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from decision.numeric.packed import Integers, PackedMDP
from decision.numeric.rounding import SLACK, Frame

if TYPE_CHECKING:
    from decision.numeric.values import Values

__all__ = ["candidates", "candidates_at", "kinds"]

Flags = npt.NDArray[np.bool_]


def candidates(found: "Values") -> tuple[Flags, Flags]:
    """Ambiguous pairs, and pairs that are optimal for certain."""
    model, frame = found.model, Frame.of(found.model, found.discount)
    values = np.atleast_2d(found.values)
    kind = kinds(model)
    ambiguous = np.empty((len(values), model.pairs), dtype=bool)
    optimal = np.empty_like(ambiguous)
    for k, (v, radius) in enumerate(zip(values, np.atleast_1d(found.radius), strict=True)):
        left = _left(model, frame, v, float(radius)) if found.discount else np.ones(model.pairs, dtype=bool)
        mixed = _mixed(model, kind, left) if found.discount else np.zeros(model.pairs, dtype=bool)
        ambiguous[k], optimal[k] = left & mixed, left & ~mixed
    shape = (*found.values.shape[:-1], model.pairs)
    return ambiguous.reshape(shape), optimal.reshape(shape)


def candidates_at(found: "Values", place: int) -> tuple[Flags, Flags]:
    """The same for the pairs of one state alone, in order; always a table (K, actions)."""
    model, values = found.model, np.atleast_2d(found.values)
    rows = model.transitions[int(model.first[place]) : int(model.first[place + 1])]
    if not found.discount:
        left, mixed = np.ones((len(values), rows.shape[0]), dtype=bool), False
    else:
        worth = (rows @ values.T).T
        blur = _blur(Frame.of(model, found.discount), np.abs(values).max(axis=1), np.atleast_1d(found.radius))
        left = (worth.max(axis=1, keepdims=True) - worth) <= blur[:, None]
        kind = _kinds(rows, [0] * rows.shape[0])
        least, most = np.where(left, kind, len(kind)).min(axis=1), np.where(left, kind, -1).max(axis=1)
        mixed = (least != most)[:, None]
    return left & mixed, left & ~np.bool_(mixed)


def _left(model: PackedMDP, frame: Frame, v: Any, radius: float) -> Flags:
    """Pairs that may be optimal."""
    worth = model.transitions @ v
    best = np.maximum.reduceat(worth, model.first[:-1])
    return (best[model.state] - worth) <= _blur(frame, np.abs(v).max(initial=0), radius)


def _blur(frame: Frame, largest: Any, radius: Any) -> Any:
    """Differences of worths up to this much may come from the values' errors."""
    return (2 * radius * (1 + frame.skew) + 2 * frame.error(largest, np.zeros(()))) * SLACK


def _mixed(model: PackedMDP, kind: Integers, left: Flags) -> Flags:
    """Whether the candidates of a pair's state have more than one kind of row."""
    first = model.first[:-1]
    least = np.minimum.reduceat(np.where(left, kind, model.pairs), first)
    most = np.maximum.reduceat(np.where(left, kind, -1), first)
    return (least != most)[model.state]


def kinds(model: PackedMDP) -> Integers:
    """A number for every row, the same for the same rows of one state."""
    return _kinds(model.transitions, model.state)


def _kinds(matrix: Any, state: Any) -> Integers:
    rows = matrix.copy()
    rows.sum_duplicates()
    found: dict[tuple[int, bytes, bytes], int] = {}
    ends = rows.indptr
    keys = (
        (int(s), rows.indices[ends[i] : ends[i + 1]].tobytes(), rows.data[ends[i] : ends[i + 1]].tobytes())
        for i, s in enumerate(state)
    )
    return np.array([found.setdefault(key, i) for i, key in enumerate(keys)], dtype=np.int64)
