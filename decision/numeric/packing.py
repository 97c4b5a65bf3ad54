"""From named processes and Gymnasium tables to arrays."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, cast

import numpy as np
from scipy import sparse

from decision.errors import InvalidType, InvalidValue
from decision.numeric.packed import PackedMDP
from decision.problems.kernel import END
from decision.problems.mdp import MDP
from decision.problems.policies import check_numbers

__all__ = ["from_gymnasium", "pack"]

Row = Sequence[tuple[int, float]]


def pack(mdp: MDP) -> PackedMDP:
    """The process in arrays; its discount is left out, `optimal_values` takes one.

    Probabilities are rounded to float64. Bounds computed from them hold for the exact process, see
    `decision.numeric.rounding`.

    Parameters
    ----------
    mdp : MDP
        With rewards on states and an infinite horizon.

    Raises
    ------
    InvalidType
        If the process has symbols.
    InvalidValue
        If it has a horizon, or rewards on actions or transitions; or if two actions of a state differ by less than
        float64 can tell.

    Examples
    --------
    >>> from decision import MDP, pack
    >>> pack(MDP({"s": {"a": {"s": "1/3", "t": "2/3"}, "b": {"t": 1}}, "t": {"stay": {"t": 1}}}, discount="1/2"))
    PackedMDP(2 states, 3 state-action pairs, 4 transitions)
    """
    if not isinstance(mdp, MDP):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidType(
            f"mdp has type {type(mdp).__name__}; give an MDP, or build PackedMDP(transitions, state, action)"
        )
    check_numbers(mdp)
    if mdp.horizon is not None or mdp.rewards != "states":
        raise InvalidValue(
            f"horizon = {mdp.horizon!r}, rewards = {mdp.rewards!r}: arrays are for an infinite horizon and "
            "rewards on states; use the exact MDP"
        )
    place = {s: i for i, s in enumerate(mdp.states)}
    names = {a: k for k, a in enumerate(dict.fromkeys(a for s in mdp.states for a in mdp.steps(s)))}
    rows: dict[tuple[int, int], Row] = {}
    for s in mdp.states:
        steps = mdp.steps(s)
        exact = {a: frozenset(step.row) for a, step in steps.items()}
        for a, step in steps.items():
            rows[place[s], names[a]] = [(place[t], float(p)) for t, p in sorted(step.row, key=lambda e: place[e[0]])]
        if len(set(exact.values())) > len({tuple(rows[place[s], names[a]]) for a in steps}):
            raise InvalidValue(f"state {s!r} has actions that differ by less than float64 can tell; use the exact MDP")
    ends = [place[s] for s in mdp.states if END in mdp.steps(s)]
    return _packed(rows, len(place), ends, mdp.states, tuple(a or "end" for a in names))


def from_gymnasium(env: Any, *, terminal: Literal["once", "forever"] = "once") -> PackedMDP:
    """Read an environment's own transition table ``env.unwrapped.P``, or the table itself; its rewards are not read.

    State and action numbers are the table's. A state that is only entered by a terminating transition is terminal; if
    others enter it too, termination gets a further state, named ``"15 end"`` and numbered after the others.

    Parameters
    ----------
    env : gymnasium.Env or mapping
    terminal : {"once", "forever"}
        Whether one collects the reward of a terminal state once or in every later step.

    Examples
    --------
    >>> table = {0: {0: [(0.5, 0, 0.0, False), (0.5, 1, 1.0, True)]}, 1: {0: [(1.0, 1, 0.0, True)]}}
    >>> from_gymnasium(table).terminal
    (1,)
    """
    table = cast("Any", env if isinstance(env, Mapping) else getattr(getattr(env, "unwrapped", env), "P", {}))
    if not table:
        raise InvalidType(f"env = {env!r} has no transition table env.unwrapped.P; only such environments can be read")
    if terminal not in ("once", "forever"):
        raise InvalidValue(f"terminal = {terminal!r} is unknown; write 'once' or 'forever'")
    moves: list[tuple[int, int, bool]] = [
        (s, t, bool(done)) for s, acts in table.items() for row in acts.values() for _, t, _, done in row
    ]
    entered = {t for s, t, done in moves if not done and s != t}
    left = sorted({t for _, t, done in moves if done})
    extra = {t: len(table) + i for i, t in enumerate(t for t in left if t in entered)}
    ends: dict[int, int] = {t: extra.get(t, t) for t in left}
    rows: dict[tuple[int, int], Row] = {}
    for s, acts in table.items():
        if ends.get(s) != s:
            for a, row in acts.items():
                rows[s, a] = [(ends[t] if done else t, float(p)) for p, t, _, done in row]
    for t in ends.values():
        rows[t, 0] = list[tuple[int, float]]() if terminal == "once" else [(t, 1.0)]
    states = [str(s) for s in sorted(table)] + [f"{t} end" for t in extra]
    return _packed(rows, len(states), list(ends.values()) if terminal == "once" else [], states, None)


def _packed(
    rows: Mapping[tuple[int, int], Row],
    size: int,
    ends: list[int],
    states: Sequence[str],
    actions: Sequence[str] | None,
) -> PackedMDP:
    pairs = sorted(rows)
    entries = [entry for pair in pairs for entry in rows[pair]]
    starts = np.cumsum([0, *(len(rows[pair]) for pair in pairs)])
    weights = np.array([p for _, p in entries], dtype=np.float64)
    targets = np.array([t for t, _ in entries], dtype=np.int32)
    matrix = sparse.csr_array((weights, targets, starts.astype(np.int32)), shape=(len(pairs), size))
    matrix.sum_duplicates()
    state, action = np.array(pairs, dtype=np.int32).T
    return PackedMDP(matrix, state, action, terminal=ends, states=tuple(states), actions=actions)
