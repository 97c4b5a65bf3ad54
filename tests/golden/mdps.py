"""Decision processes of the literature, by name; edges are deterministic actions named like their targets."""

from typing import Any

from decision import MDP

FIGURE_1 = {
    "star": ["nil", "lL", "rR"],
    "nil": ["nil"],
    "lL": ["lNW", "lSW"],
    "rR": ["rNE", "rSE"],
    "lNW": ["lSW"],
    "lSW": ["lNW", "lSW"],
    "rNE": ["rNE", "rSE"],
    "rSE": ["rSE", "rNE"],
}
"""Turner et al. 2021, figure 1."""

WAIT = {"start": ["candy", "wait"], "wait": ["choc", "hug"], "candy": ["candy"], "choc": ["choc"], "hug": ["hug"]}

SHAH = {"Z": ["Z", "S"], "S": ["S", "Z", "A"], "A": ["A", "B"], "B": ["B"]}

DETOUR = {"s": ["far", "near"], "far": ["near"], "near": ["near"]}
"""Both ways end in the same place: on average nothing is lost by the detour, near discount 1 its first step counts."""

SHORTCUT = {"s": ["x", "y"], "x": ["x"], "y": ["x", "z"], "z": ["z"]}
"""The longer way keeps one more end in reach: on average it is never worse, near discount 1 it may be."""


def graph(edges: dict[str, list[str]], discount: Any) -> MDP:
    return MDP({s: {t: {t: 1} for t in ts} for s, ts in edges.items()}, discount=discount)


def star(size: int, discount: Any) -> MDP:
    ends = [f"end{i}" for i in range(size)]
    return graph({"s": ends, **{e: [e] for e in ends}}, discount)
