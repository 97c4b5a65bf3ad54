"""Gymnasium environments with their own transition table, such as FrozenLake, CliffWalking and Taxi.

``env.unwrapped.P[state][action]`` lists `(probability, next state, reward, terminated)`. The table's rewards are one
goal among all; they are not read. Its probabilities are floats: see `decision.interop.numbers.recovered`. A state that
is only entered by a terminating transition is terminal; if others enter it too, termination gets a state of its own.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from decision.errors import InvalidType
from decision.interop.numbers import recovered
from decision.problems.kernel import TerminalPay
from decision.problems.mdp import MDP

__all__ = ["from_gymnasium", "to_gymnasium"]

Table = Mapping[int, Mapping[int, Sequence[tuple[Any, int, float, bool]]]]


def from_gymnasium(
    env: Any, *, discount: Any, terminal: TerminalPay = "once", actions: Sequence[str] | None = None, **options: Any
) -> MDP:
    """Read an environment, or its table.

    Parameters
    ----------
    env : gymnasium.Env or mapping
    discount : rational or sympy expression
    terminal : {"once", "forever"}
        Whether one collects the reward of a terminal state once or for ever.
    actions : sequence of str, optional
        Names of actions 0, 1, ...; by default "0", "1", ...
    **options
        Further arguments of `MDP`.

    Examples
    --------
    >>> table = {0: {0: [(0.5, 0, 0.0, False), (0.5, 1, 1.0, True)]}, 1: {0: [(1.0, 1, 0.0, True)]}}
    >>> from_gymnasium(table, discount="9/10")
    MDP({'0': {'0': {'0': '1/2', '1': '1/2'}}}, discount='9/10', terminal={'1': 'once'})
    """
    table = _table(env)
    moves = [(s, t, bool(done)) for s, rows in table.items() for row in rows.values() for _, t, _, done in row]
    entered = {t for s, t, done in moves if not done and s != t}
    ends = {t: str(t) if t not in entered else f"{t} end" for _, t, done in moves if done}
    kernel: dict[str, dict[str, dict[str, Any]]] = {}
    for s, rows in table.items():
        if ends.get(s) == str(s):
            continue
        kernel[str(s)] = {
            str(a) if actions is None else actions[a]: _row(row, ends, f"P[{s}][{a}]") for a, row in rows.items()
        }
    return MDP(kernel, discount=discount, terminal=dict.fromkeys(ends.values(), terminal), **options)


def _table(env: Any) -> Table:
    table = cast("Table", env if isinstance(env, Mapping) else getattr(getattr(env, "unwrapped", env), "P", {}))
    if not table:
        raise InvalidType(
            f"env = {env!r} has no transition table env.unwrapped.P; only environments that publish one can be read"
        )
    return table


def _row(row: Sequence[tuple[Any, int, float, bool]], ends: Mapping[int, str], name: str) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for p, target, _, done in row:
        place = ends[target] if done else str(target)
        out[place] = out.get(place, 0) + recovered(float(p), f"probability in {name}")
    return out


def to_gymnasium(mdp: MDP) -> dict[int, dict[int, list[tuple[float, int, float, bool]]]]:
    """The table of an MDP with numbers for states and actions, in their order; all rewards are 0.

    Examples
    --------
    >>> to_gymnasium(MDP({"s": {"go": {"end": 1}}}, discount="1/2", terminal={"end": "once"}))
    {0: {0: [(1.0, 1, 0.0, True)]}, 1: {0: [(1.0, 1, 0.0, True)]}}
    """
    place = {s: i for i, s in enumerate(mdp.states)}
    ends = {s for s in mdp.states if not mdp.actions(s) or mdp.terminal.get(s) == "forever"}
    table: dict[int, dict[int, list[tuple[float, int, float, bool]]]] = {}
    for s, i in place.items():
        rows = [mdp.row(s, a) for a in mdp.actions(s)] if s not in ends else [{s: 1}]
        table[i] = {k: [(_float(p), place[t], 0.0, t in ends) for t, p in row.items()] for k, row in enumerate(rows)}
    return table


def _float(p: Any) -> float:
    try:
        return float(p)
    except TypeError as error:
        raise InvalidType(f"probability = {p} has symbols; substitute numbers with mdp.substitute(...)") from error
