"""Where the states of a decision process go: the first state at the left, each state as many columns on as steps away.

What the first state does not reach stands below, likewise from the first state of the rest.
"""

from collections.abc import Mapping

from decision.problems.mdp import MDP

__all__ = ["blocks", "placed"]

Place = tuple[float, float]


def blocks(mdp: MDP) -> list[list[list[str]]]:
    """Blocks of columns: states by the number of steps from the first state that no earlier block has.

    Examples
    --------
    >>> from decision import MDP
    >>> stay = {"a": {"stay": {"a": 1}}, "b": {"stay": {"b": 1}}, "c": {"stay": {"c": 1}}}
    >>> blocks(MDP({"s": {"a": {"a": 1}, "b": {"b": 1}}, **stay}, discount="1/2"))
    [[['s'], ['a', 'b']], [['c']]]
    """
    found: list[list[list[str]]] = []
    seen = set[str]()
    for root in mdp.states:
        if root not in seen:
            found.append([])
            front = [root]
            while front:
                found[-1].append(front)
                seen |= set(front)
                following = dict.fromkeys(t for s in front for a in mdp.actions(s) for t in mdp.row(s, a))
                front = [t for t in following if t not in seen]
    return found


def placed(mdp: MDP, across: float, down: float) -> Mapping[str, Place]:
    """A place for each state, the columns of a block centred on one another.

    Examples
    --------
    >>> from decision import MDP
    >>> stay = {"a": {"stay": {"a": 1}}, "b": {"stay": {"b": 1}}}
    >>> mdp = MDP({"s": {"a": {"a": 1}, "b": {"b": 1}}, **stay}, discount="1/2")
    >>> placed(mdp, 10, 4)
    {'s': (0.0, 2.0), 'a': (10.0, 0.0), 'b': (10.0, 4.0)}
    """
    found: dict[str, Place] = {}
    top = 0.0
    for block in blocks(mdp):
        tall = max(map(len, block))
        for i, column in enumerate(block):
            start = top + (tall - len(column)) * down / 2
            found |= {s: (i * float(across), start + j * down) for j, s in enumerate(column)}
        top += tall * down
    return found
