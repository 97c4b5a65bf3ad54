"""Arrays `P[s, a, t]` of transition probabilities, and a mask of the actions that exist.

Many tools give every state the same number of actions and fill the rows of impossible ones with zeros. A zero row is
worth 0, which is better than any punishment: it must not be read as an action. Say which actions exist.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from decision.errors import InvalidValue
from decision.interop.numbers import exact
from decision.problems.mdp import MDP

__all__ = ["from_arrays", "to_arrays"]


def from_arrays(
    P: Any,
    mask: Any = None,
    *,
    discount: Any,
    states: Sequence[str] | None = None,
    actions: Sequence[str] | None = None,
    **options: Any,
) -> MDP:
    """Read arrays with exact entries.

    Parameters
    ----------
    P : array_like of shape (S, A, S)
        Integers, fractions, text or sympy expressions; floats are refused.
    mask : array_like of bool, of shape (S, A), optional
        Which actions exist; all by default, and then a row of zeros is an error. A state without any is terminal: name
        it in `terminal`.
    discount : rational or sympy expression
    states, actions : sequence of str, optional
        By default "0", "1", ...
    **options
        Further arguments of `MDP`.

    Examples
    --------
    >>> from_arrays([[["1/2", "1/2"], [0, 0]], [[0, 1], [1, 0]]], [[True, False], [True, True]], discount="1/2")
    MDP({'0': {'0': {'0': '1/2', '1': '1/2'}}, '1': {'0': {'1': '1'}, '1': {'0': '1'}}}, discount='1/2')
    """
    table = np.array(P, dtype=object)
    if table.ndim != 3 or table.shape[0] != table.shape[2]:
        raise InvalidValue(f"P has shape {table.shape}; it must be (states, actions, states)")
    exists = np.ones(table.shape[:2], dtype=bool) if mask is None else np.array(mask)
    if exists.dtype != bool or exists.shape != table.shape[:2]:
        raise InvalidValue(f"mask has shape {exists.shape} and type {exists.dtype}; it must be bool, {table.shape[:2]}")
    places = _names(states, table.shape[0], "states")
    moves = _names(actions, table.shape[1], "actions")
    terminal: Mapping[str, str] = options.get("terminal") or {}
    kernel = {
        s: {a: _row(table[i, k], places) for k, a in enumerate(moves) if exists[i, k]}
        for i, s in enumerate(places)
        if s not in terminal
    }
    return MDP(kernel, discount=discount, **options)


def _names(given: Sequence[str] | None, count: int, name: str) -> list[str]:
    listed = [str(i) for i in range(count)] if given is None else list(given)
    if len(listed) != count:
        raise InvalidValue(f"{name} = {listed!r} has {len(listed)} names and P has {count}; give each one")
    return listed


def _row(entries: Any, places: Sequence[str]) -> dict[str, Any]:
    return {t: exact(p) for t, p in zip(places, entries, strict=True)}


def to_arrays(mdp: MDP) -> tuple[Any, Any]:
    """`(P, mask)`, exact entries as objects; actions in order of first appearance, impossible ones masked.

    Examples
    --------
    >>> P, mask = to_arrays(MDP({"s": {"a": {"s": 1}, "b": {"t": 1}}, "t": {"a": {"t": 1}}}, discount="1/2"))
    >>> P.shape, mask.tolist()
    ((2, 2, 2), [[True, True], [True, False]])
    """
    moves = list(dict.fromkeys(a for s in mdp.states for a in mdp.actions(s)))
    place = {s: i for i, s in enumerate(mdp.states)}
    table = np.full((len(place), len(moves), len(place)), 0, dtype=object)
    mask = np.zeros((len(place), len(moves)), dtype=bool)
    for s, i in place.items():
        for a in mdp.actions(s):
            k = moves.index(a)
            mask[i, k] = True
            for t, p in mdp.row(s, a).items():
                table[i, k, place[t]] = p
    return table, mask
