"""Where the states of a decision process go: the first state at the left, each state as many columns on as steps away.

Inside a column, states stand in the order that keeps them near those that lead to them.
"""

from collections.abc import Mapping

from decision.problems.mdp import MDP

__all__ = ["columns", "placed"]

Place = tuple[float, float]


def columns(mdp: MDP) -> list[list[str]]:
    """States by the number of steps from the first one; what it does not reach comes last.

    Examples
    --------
    >>> from decision import MDP
    >>> stay = {"a": {"stay": {"a": 1}}, "b": {"stay": {"b": 1}}}
    >>> columns(MDP({"s": {"a": {"a": 1}, "b": {"b": 1}}, **stay}, discount="1/2"))
    [['s'], ['a', 'b']]
    """
    found: list[list[str]] = []
    seen = set[str]()
    front = [mdp.states[0]]
    while front:
        found.append(front)
        seen |= set(front)
        following = dict.fromkeys(t for s in front for a in mdp.actions(s) for t in mdp.row(s, a))
        front = [t for t in following if t not in seen]
    rest = [s for s in mdp.states if s not in seen]
    return [*found, rest] if rest else found


def placed(mdp: MDP, across: float, down: float) -> Mapping[str, Place]:
    """A place for each state, columns centred on one another.

    Examples
    --------
    >>> from decision import MDP
    >>> stay = {"a": {"stay": {"a": 1}}, "b": {"stay": {"b": 1}}}
    >>> mdp = MDP({"s": {"a": {"a": 1}, "b": {"b": 1}}, **stay}, discount="1/2")
    >>> placed(mdp, 10, 4)
    {'s': (0.0, 2.0), 'a': (10.0, 0.0), 'b': (10.0, 4.0)}
    """
    found = columns(mdp)
    tall = max(map(len, found))
    return {
        s: (i * float(across), (tall - len(column)) * down / 2 + j * down)
        for i, column in enumerate(found)
        for j, s in enumerate(column)
    }
