"""Directed graphs of networkx: nodes are states, edges are moves.

Without further data an edge is an action that surely leads along it, named like the node it leads to. Edges with an
attribute `action` are branches of that action, with the attribute `probability` (1 if absent).
"""

# networkx is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from typing import Any

from decision.interop.numbers import exact
from decision.problems.mdp import MDP

__all__ = ["from_edges", "from_networkx", "to_networkx"]


def from_networkx(graph: Any, *, discount: Any, **options: Any) -> MDP:
    """Read a directed graph; nodes are named by their text.

    Examples
    --------
    >>> import networkx
    >>> from_networkx(networkx.DiGraph([("s", "a"), ("s", "s"), ("a", "a")]), discount="1/2")
    MDP({'s': {'a': {'a': '1'}, 's': {'s': '1'}}, 'a': {'a': {'a': '1'}}}, discount='1/2')
    """
    edges = [(str(s), str(t), dict(data)) for s, t, data in graph.edges(data=True)]
    return from_edges([str(s) for s in graph.nodes], edges, discount=discount, **options)


def from_edges(nodes: list[str], edges: list[tuple[str, str, dict[str, Any]]], *, discount: Any, **options: Any) -> MDP:
    """An MDP from nodes and from edges with attributes."""
    terminal = options.get("terminal") or {}
    kernel: dict[str, dict[str, dict[str, Any]]] = {s: {} for s in nodes if s not in terminal}
    for s, t, data in edges:
        row = kernel.setdefault(s, {}).setdefault(str(data.get("action", t)), {})
        p = exact(data.get("probability", 1))
        row[t] = row[t] + p if t in row else p
    return MDP(kernel, discount=discount, **options)


def to_networkx(mdp: MDP) -> Any:
    """A `networkx.MultiDiGraph`; its edges have the attributes `action` and `probability`.

    Examples
    --------
    >>> mdp = MDP({"s": {"go": {"s": "1/3", "a": "2/3"}}, "a": {"stay": {"a": 1}}}, discount="1/2")
    >>> from_networkx(to_networkx(mdp), discount="1/2") == mdp
    True
    """
    import networkx

    graph: Any = networkx.MultiDiGraph()
    graph.add_nodes_from(mdp.states)
    for s in mdp.states:
        if s in mdp.terminal:
            continue
        for a in mdp.actions(s):
            for t, p in mdp.row(s, a).items():
                graph.add_edge(s, t, action=a, probability=p)
    return graph
