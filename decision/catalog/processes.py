"""Decision processes as data files write them: a bare next state stands for going there for sure."""

from collections.abc import Mapping
from typing import Any, cast

from decision.problems.mdp import MDP

__all__ = ["options_given", "process", "process_text", "transitions_given"]


def process(fields: Mapping[str, Any]) -> MDP:
    """The decision process that a table of fields describes.

    Examples
    --------
    >>> process({"discount": "1/2", "transitions": {"s": {"stay": "s"}}}).value("s")
    2 u(s)
    """
    return MDP(transitions_given(fields), **options_given(fields))


def transitions_given(fields: Mapping[str, Any]) -> dict[str, Any]:
    """State to action to lottery over next states.

    Examples
    --------
    >>> transitions_given({"transitions": {"s": {"stay": "s", "try": {"s": "1/2", "t": "1/2"}}, "t": {"stay": "t"}}})
    {'s': {'stay': {'s': 1}, 'try': {'s': '1/2', 't': '1/2'}}, 't': {'stay': {'t': 1}}}
    """
    return {state: _lotteries(actions) for state, actions in fields["transitions"].items()}


def options_given(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The other fields: arguments of `MDP`.

    Examples
    --------
    >>> options_given({"transitions": {}, "discount": "1/2", "terminal": {"off": "once"}})
    {'discount': '1/2', 'terminal': {'off': 'once'}}
    """
    return {key: given for key, given in fields.items() if key != "transitions"}


def process_text(mdp: MDP) -> str:
    """The process, a state a line.

    Examples
    --------
    >>> stops = {"s": {"rest": "s", "work": {"off": "1/3", "s": "2/3"}}}
    >>> print(process_text(process({"discount": "1/2", "transitions": stops, "terminal": {"off": "once"}})))
    s    rest → s;  work → 1/3 off + 2/3 s
    off  ends, paid once
    """
    width = max(map(len, mdp.states))
    return "\n".join(f"{state:{width}}  {_actions_text(mdp, state)}" for state in mdp.states)


def _lotteries(actions: Any) -> Any:
    """Actions with lotteries over next states; what is no table is left for `MDP` to refuse."""
    if not isinstance(actions, dict):
        return actions
    return {a: {t: 1} if isinstance(t, str) else t for a, t in cast("dict[str, Any]", actions).items()}


def _actions_text(mdp: MDP, state: str) -> str:
    if state in mdp.terminal:
        return f"ends, paid {mdp.terminal[state]}"
    return ";  ".join(f"{action} → {_row_text(mdp.row(state, action))}" for action in mdp.actions(state))


def _row_text(row: Mapping[str, Any]) -> str:
    return " + ".join(target if p == 1 else f"{p} {target}" for target, p in row.items())
