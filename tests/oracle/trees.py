"""A naive evaluator of decision trees: recursion at one goal, straight from the definitions, without expressions.

A tree is made of dictionaries, so that nothing is shared with the package:

- outcome: ``{"world": w, "cost": q}``
- chance: ``{"name": c, "chance": {branch: (q, tree)}}``
- decision: ``{"name": d, "options": {option: tree}, "chooser": s, "label": l, "ties": t, "policy": p}``, where ``p`` is
  None or ``{option: q}``

Decision nodes with one label are one information set. A goal maps ``(self, world)`` to a number.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import Any

Tree = dict[str, Any]
Goal = Mapping[tuple[str, str], Fraction]
Strategy = tuple[tuple[str, str], ...]
Mix = dict[str, Fraction]
Place = tuple[Tree, str]  # a node that moves, and the branch or option taken there

NOW = "now"
ZERO, ONE = Fraction(0), Fraction(1)


def moves(node: Tree) -> list[tuple[str, Tree]]:
    """Return branches or options with what follows."""
    if "chance" in node:
        return [(branch, child) for branch, (_, child) in node["chance"].items()]
    return list(node.get("options", {}).items())


def histories(tree: Tree) -> list[tuple[Tree, list[Place]]]:
    """Return every node with the moves that lead to it; a shared subtree is met once for each way to it."""
    found: list[tuple[Tree, list[Place]]] = []
    stack: list[tuple[Tree, list[Place]]] = [(tree, [])]
    while stack:
        node, path = stack.pop()
        found.append((node, path))
        stack.extend((child, [*path, (node, move)]) for move, child in moves(node))
    return found


def decisions(tree: Tree) -> dict[str, list[tuple[Tree, list[Place]]]]:
    """Return, for each label, the members of the set; a node without a label of its own counts once."""
    sets: dict[str, list[tuple[Tree, list[Place]]]] = {}
    for node, path in histories(tree):
        if "options" in node:
            members = sets.setdefault(node["label"], [])
            if all(m["name"] != node["name"] for m, _ in members):
                members.append((node, path))
    return sets


def from_common_ancestor(paths: list[list[Place]]) -> list[list[Place]]:
    """Return the paths without the moves that all have in common."""
    shared = 0
    while all(len(p) > shared for p in paths) and len({(p[shared][0]["name"], p[shared][1]) for p in paths}) == 1:
        shared += 1
    return [p[shared:] for p in paths]


def chance_of(path: list[Place]) -> Fraction:
    """Return the product of the probabilities on a path, choices left out."""
    total = ONE
    for node, move in path:
        if "chance" in node:
            total *= node["chance"][move][0]
        elif node["policy"] is not None:
            total *= node["policy"][move]
    return total


def forgetful(tree: Tree) -> set[str]:
    """Return the labels whose members are reached by different choices, own (no perfect recall) or of another self."""
    found: set[str] = set()
    for label, members in decisions(tree).items():
        paths = from_common_ancestor([path for _, path in members]) if len(members) > 1 else [[]]
        chosen = [[(n, o) for n, o in path if n.get("policy", 0) is None] for path in paths]
        if len({tuple((n["label"], o) for n, o in path) for path in chosen}) > 1:
            found.add(label)
    return found


@dataclass
class Solution:
    """What happens in one tree under one rule, at one goal: backward induction over information sets.

    Attributes
    ----------
    rule : {"sophisticated", "resolute", "myopic"}
    """

    tree: Tree
    rule: str
    goal: Goal
    sets: dict[str, list[tuple[Fraction, Tree]]] = field(default_factory=dict[str, list[tuple[Fraction, Tree]]])
    memory: dict[Any, Any] = field(default_factory=dict[Any, Any])

    def __post_init__(self) -> None:
        if not self.sets:
            self.sets = weighted_sets(self.tree)

    @property
    def planner(self) -> str:
        """Who makes the plan of a resolute agent."""
        return str(self.tree.get("chooser", NOW))

    def payoff(self, node: Tree, owner: str) -> Fraction:
        """Return what will really happen, as worth to a self."""
        return self._value(node, owner, ideal=False)

    def ideal(self, node: Tree, owner: str) -> Fraction:
        """Return the value to a self if its best strategy is carried out from here on."""
        return self._value(node, owner, ideal=True)

    def anticipated(self, node: Tree, owner: str) -> Fraction:
        """Return the value a self expects."""
        return self._value(node, owner, ideal=self.rule == "myopic")

    def judge(self, node: Tree) -> str:
        """Return whose comparison decides at a node: the planner's, or that of the chooser there."""
        return self.planner if self.rule == "resolute" else str(node.get("chooser", NOW))

    def compared(self, label: str) -> dict[str, Fraction]:
        """Return what the one who decides at an information set compares: sums over the members."""
        return self._sums(label, self.judge(self.sets[label][0][1]), ideal=self.rule == "myopic")

    def best(self, label: str) -> set[str]:
        """Return the options with the largest sum."""
        return _largest(self.compared(label))

    def worst(self, label: str) -> set[str]:
        """Return the options with the smallest sum."""
        return _largest({o: -v for o, v in self.compared(label).items()})

    def reached(self, label: str, owner: str, *, ideal: bool = False, option: str | None = None) -> Fraction:
        """Return the mean over an information set, given that it is reached; with an option, if that is taken there."""
        total = sum((q for q, _ in self.sets[label]), ZERO)
        if option is not None:
            return self._sums(label, owner, ideal=ideal)[option] / total
        return sum((q * self._value(m, owner, ideal=ideal) for q, m in self.sets[label]), ZERO) / total

    def _sums(self, label: str, owner: str, *, ideal: bool) -> dict[str, Fraction]:
        members = self.sets[label]
        return {
            o: sum((q * self._value(m["options"][o], owner, ideal=ideal) for q, m in members), ZERO)
            for o in members[0][1]["options"]
        }

    def _value(self, node: Tree, owner: str, *, ideal: bool) -> Fraction:
        key = (id(node), owner, ideal)
        if key not in self.memory:
            self.memory[key] = self._worth(node, owner, ideal=ideal)
        return self.memory[key]

    def _worth(self, node: Tree, owner: str, *, ideal: bool) -> Fraction:
        if "world" in node:
            return self.goal[owner, node["world"]] - node["cost"]
        if "chance" in node:
            lottery = list(node["chance"].values())
        elif node["policy"] is not None:
            lottery = [(node["policy"][o], child) for o, child in node["options"].items()]
        else:
            mix = self._mix(node["label"], owner, ideal=ideal)
            lottery = [(q, node["options"][o]) for o, q in mix.items()]
        return sum((q * self._value(child, owner, ideal=ideal) for q, child in lottery if q), ZERO)

    def _mix(self, label: str, owner: str, *, ideal: bool) -> Mix:
        """Return the options taken at a set, as the self who is paid counts them when the chooser is indifferent."""
        key = (label, owner, ideal)
        if key not in self.memory:
            pays = self._sums(label, owner, ideal=ideal)
            tied = _largest(pays if ideal else self.compared(label))
            ties = "best" if ideal else self.sets[label][0][1]["ties"]
            self.memory[key] = _broken({o: pays[o] for o in pays if o in tied}, ties)
        return self.memory[key]


def weighted_sets(tree: Tree) -> dict[str, list[tuple[Fraction, Tree]]]:
    """Return, for each label, the members with their chance from the lowest common ancestor."""
    return {
        label: [
            (chance_of(path), node)
            for (node, _), path in zip(members, from_common_ancestor([p for _, p in members]), strict=True)
        ]
        if len(members) > 1
        else [(ONE, members[0][0])]
        for label, members in decisions(tree).items()
    }


def _largest(values: dict[str, Fraction]) -> set[str]:
    return {o for o, v in values.items() if v == max(values.values())}


def _broken(pays: dict[str, Fraction], ties: str) -> Mix:
    if ties == "uniform":
        return {o: Fraction(1, len(pays)) for o in pays}
    worth = max(pays.values()) if ties == "best" else min(pays.values())
    return {next(o for o, v in pays.items() if v == worth): ONE}


# --- all strategies, which also covers imperfect recall ---------------------------------------------------------------

Lottery = tuple[dict[str, Fraction], Fraction]  # world -> probability, and the expected cost


def pure_strategies(tree: Tree) -> Iterator[dict[str, str]]:
    """Every assignment of options to labels; nodes with a policy do not count."""
    sets = {label: members[0][0] for label, members in decisions(tree).items() if members[0][0]["policy"] is None}
    for picks in product(*(node["options"] for node in sets.values())):
        yield dict(zip(sets, picks, strict=True))


def count_strategies(tree: Tree) -> int:
    """Return how many there are."""
    total = 1
    for members in decisions(tree).values():
        total *= len(members[0][0]["options"]) if members[0][0]["policy"] is None else 1
    return total


def induced(tree: Tree, strategy: Mapping[str, str]) -> Lottery:
    """Return the lottery over worlds that a strategy brings about, and what it costs on average."""
    lottery: dict[str, Fraction] = {}
    cost = ZERO
    stack = [(ONE, tree)]
    while stack:
        weight, node = stack.pop()
        if "world" in node:
            lottery[node["world"]] = lottery.get(node["world"], ZERO) + weight
            cost += weight * node["cost"]
        elif "chance" in node:
            stack.extend((weight * q, child) for q, child in node["chance"].values())
        elif node["policy"] is not None:
            stack.extend((weight * node["policy"][o], child) for o, child in node["options"].items())
        else:
            stack.append((weight, node["options"][strategy[node["label"]]]))
    return {w: q for w, q in lottery.items() if q}, cost


def lotteries(tree: Tree) -> list[tuple[str | None, Lottery]]:
    """Return the different lotteries of all strategies, each with the option it takes at the root."""
    label = tree["label"] if "options" in tree and tree["policy"] is None else None
    found: dict[Any, tuple[str | None, Lottery]] = {}
    for strategy in pure_strategies(tree):
        first = strategy[label] if label is not None else None
        lottery, cost = induced(tree, strategy)
        found[first, tuple(sorted(lottery.items())), cost] = (first, (lottery, cost))
    return list(found.values())


def expected(lottery: Lottery, goal: Goal, owner: str) -> Fraction:
    """Return the value of a lottery to a self."""
    worlds, cost = lottery
    return sum((q * goal[owner, w] for w, q in worlds.items()), ZERO) - cost


def resolute(
    choices: list[tuple[str | None, Lottery]], goal: Goal, planner: str
) -> tuple[Fraction, dict[str, Fraction]]:
    """Return the planner's best expected value over all strategies, and the best for each option at the root."""
    by_option: dict[str, Fraction] = {}
    values = [(first, expected(lottery, goal, planner)) for first, lottery in choices]
    for first, value in values:
        if first is not None:
            by_option[first] = max(value, by_option.get(first, value))
    return max(v for _, v in values), by_option
