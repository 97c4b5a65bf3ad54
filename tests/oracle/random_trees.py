"""Seeded random decision trees in the form of `trees`, small and full of ties."""

import random
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count, pairwise
from typing import Any

from .trees import NOW, Tree, decisions, histories

SELVES = (NOW, "changed", "third")
TIES = ("best", "worst", "uniform")
OPTIONS = ("left", "middle", "right")


@dataclass
class Maker:
    """Random trees whose information sets, if any, leave perfect recall intact."""

    source: random.Random
    worlds: tuple[str, ...]
    names: Any = field(default_factory=count)
    private: bool = False  # inside an information set: nothing here may be met twice
    finished: list[Tree] = field(default_factory=list[Tree])

    def tree(self, depth: int) -> Tree:
        """Return a tree of at most this depth; the root is no outcome."""
        return self._moving(depth)

    def _grown(self, depth: int) -> Tree:
        if self.finished and not self.private and self.source.random() < 0.1:
            shared = self.source.choice(self.finished)
            if _height(shared) <= depth:
                return shared
        if depth == 0 or self.source.random() < 0.2:
            return self._outcome()
        return self._moving(depth)

    def _moving(self, depth: int) -> Tree:
        kind = self.source.random()
        if depth >= 2 and kind < 0.3:
            return self._hidden(depth)
        if kind < 0.5:
            children = [self._grown(depth - 1) for _ in range(self.source.randint(1, 3))]
            return self._keep(self._toss(children, zeros=all("world" in child for child in children)))
        options = self._options()
        policy = self._weights(len(options), zeros=True) if self.source.random() < 0.15 else None
        return self._keep(self._decision({o: self._grown(depth - 1) for o in options}, policy=policy))

    def _keep(self, node: Tree) -> Tree:
        """Remember a subtree that may be met again: one without information sets."""
        if not self.private and all(n.get("label") == n.get("name") for n, _ in histories(node) if "options" in n):
            self.finished.append(node)
        return node

    def _outcome(self) -> Tree:
        cost = self.source.choice([0, 0, 0, 1, Fraction(1, 2), -1])
        return {"world": self.source.choice(self.worlds), "cost": Fraction(cost)}

    def _options(self) -> tuple[str, ...]:
        return OPTIONS[: self.source.choice([1, 2, 2, 2, 3, 3])]

    def _weights(self, size: int, *, zeros: bool = False) -> list[Fraction]:
        low = 0 if zeros and self.source.random() < 0.15 else 1
        parts = [self.source.randint(low, 3) for _ in range(size)]
        parts[self.source.randrange(size)] += 1
        return [Fraction(k, sum(parts)) for k in parts]

    def _toss(self, children: list[Tree], *, zeros: bool = False) -> Tree:
        weights = self._weights(len(children), zeros=zeros)
        branches = {f"b{k}": pair for k, pair in enumerate(zip(weights, children, strict=True))}
        return {"name": f"c{next(self.names)}", "chance": branches}

    def _decision(self, options: dict[str, Tree], *, policy: list[Fraction] | None = None, **of_set: Any) -> Tree:
        name = f"d{next(self.names)}"
        return {
            "name": name,
            "options": options,
            "chooser": self.source.choice(SELVES),
            "label": name,
            "ties": self.source.choice(TIES),
            "policy": None if policy is None else dict(zip(options, policy, strict=True)),
            **of_set,
        }

    # --- information sets ---------------------------------------------------------------------------------------------

    def _hidden(self, depth: int) -> Tree:
        """Return a chance move (or a random pick) after which one or two choosers do not know what happened."""
        before, self.private = self.private, True
        if depth >= 3 and self.source.random() < 0.4:
            node = self._crossed(depth)
        else:
            size = self.source.choice([2, 2, 3])
            node = self._random_move(
                [self._wrapped(m, depth - 1) for m in self._members(size, depth - 1, self.source.choice(SELVES))]
            )
        self.private = before
        return node

    def _crossed(self, depth: int) -> Tree:
        """Return two sets, perhaps of different selves, each with members on both sides of a chance move."""
        sets = [self._members(2, depth - 2, self.source.choice(SELVES)) for _ in range(2)]
        return self._random_move([self._random_move([first, second]) for first, second in zip(*sets, strict=True)])

    def _random_move(self, children: list[Tree]) -> Tree:
        if self.source.random() < 0.8:
            return self._toss(children)
        return self._decision(dict(zip(OPTIONS, children, strict=False)), policy=self._weights(len(children)))

    def _wrapped(self, node: Tree, depth: int) -> Tree:
        """Return the node, sometimes behind a further chance move, if there is room."""
        if _height(node) < depth and self.source.random() < 0.3:
            return self._random_move([node, self._grown(depth - 1)])
        return node

    def _members(self, size: int, depth: int, chooser: str) -> list[Tree]:
        """Return decision nodes of one information set; below them own choices may be hidden again."""
        common: dict[str, Any] = {
            "chooser": chooser,
            "label": f"set{next(self.names)}",
            "ties": self.source.choice(TIES),
        }
        options = self._options()
        below: dict[str, list[Tree]] = {}
        for o in options:
            linked = self.source.randint(2, size) if depth >= 2 and self.source.random() < 0.4 else 0
            row = [self._wrapped(m, depth - 1) for m in self._members(linked, depth - 1, chooser)] if linked else []
            below[o] = [*row, *(self._grown(depth - 1) for _ in range(size - linked))]
            self.source.shuffle(below[o])
        return [self._decision({o: below[o][k] for o in options}, **common) for k in range(size)]


def _height(node: Tree) -> int:
    children = [child for _, child in node["chance"].values()] if "chance" in node else node.get("options", {}).values()
    return 1 + max(map(_height, children)) if children else 0


def random_tree(seed: int, *, depth: int = 4) -> Tree:
    """Return a tree with perfect recall: at most `depth` moves deep, at most three children, three selves."""
    source = random.Random(f"tree {seed}")
    worlds = tuple(f"w{k}" for k in range(source.choice([2, 3, 4, 6])))
    return Maker(source, worlds).tree(source.choice([depth - 2, depth - 1, depth, depth]))


def single_minded_tree(seed: int) -> Tree:
    """Return a tree with perfect recall in which the present self makes every choice."""
    source = random.Random(f"single-minded {seed}")
    worlds = tuple(f"w{k}" for k in range(source.choice([2, 3, 4])))
    tree = Maker(source, worlds).tree(source.choice([2, 3, 3, 4]))
    for node, _ in histories(tree):
        if "options" in node:
            node["chooser"] = NOW
    return tree


def forgetful_tree(seed: int, *, depth: int = 4) -> Tree:
    """Return a tree in which decision nodes were put into information sets at random: anything may be forgotten."""
    source = random.Random(f"forgetful {seed}")
    maker = Maker(source, tuple(f"w{k}" for k in range(source.choice([2, 3, 4]))), private=True)
    tree = maker.tree(source.choice([depth - 1, depth]))
    nodes = [node for node, _ in histories(tree) if "options" in node and node["policy"] is None]
    alike: dict[int, list[Tree]] = {}
    for node in nodes:
        node["label"] = node["name"]
        alike.setdefault(len(node["options"]), []).append(node)
    for group in alike.values():
        source.shuffle(group)
        for first, second in pairwise(group):
            if source.random() < 0.5:
                second.update({key: first[key] for key in ("label", "chooser", "ties")})
    for label, members in decisions(tree).items():
        for node, _ in members:
            node["label"] = f"set {label}" if len(members) > 1 else label
    return tree


def random_goals(seed: int, tree: Tree, size: int) -> list[dict[tuple[str, str], Fraction]]:
    """Return goals of all selves in small numbers, so that ties are common."""
    source = random.Random(f"goal {seed}")
    worlds = sorted({node["world"] for node, _ in histories(tree) if "world" in node})
    return [{(s, w): Fraction(source.randint(-2, 2)) for s in SELVES for w in worlds} for _ in range(size)]
