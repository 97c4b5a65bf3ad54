"""Compile times of decision trees: bushy, deep and with information sets, under each rule, and how they grow.

python benchmarks/sequential.py [--sizes N ...]
"""

import argparse
import itertools
import time
from collections.abc import Callable
from fractions import Fraction

import decision as d
from decision.language.walk import nodes
from decision.problems.rules import Rule
from decision.problems.tree import Node

RULES: tuple[Rule, ...] = (d.Sophisticated(), d.Resolute(), d.Myopic())


def bushy(size: int) -> Node:
    """Three children a node, two selves in turn, every third level chance, fifty worlds."""
    names = itertools.count()
    level: list[Node] = [d.Outcome(f"w{k % 50}") for k in range(3 ** _depth(size))]
    for height in itertools.count(1):
        triples = [level[k : k + 3] for k in range(0, len(level), 3)]
        level = [_move(next(names), height, triple) for triple in triples]
        if len(level) == 1:
            return level[0]
    raise AssertionError


def _depth(size: int) -> int:
    return next(k for k in itertools.count(1) if 3 ** (k + 2) // 2 > size * 3 // 2)


def _move(k: int, height: int, below: list[Node]) -> Node:
    if height % 3 == 0:
        return d.Chance(f"c{k}", {f"b{j}": (Fraction(1, 3), child) for j, child in enumerate(below)})
    chooser = "now" if k % 2 else "changed"
    return d.Decision(f"d{k}", {f"o{j}": child for j, child in enumerate(below)}, chooser=chooser)


def deep(size: int) -> Node:
    """A chain: stop in a world of its own, or go on; two selves in turn."""
    tree: Node = d.Outcome("end")
    for k in range(size // 2):
        chooser = "changed" if k % 2 else "now"
        tree = d.Decision(f"d{k}", {"stop": d.Outcome(f"w{k}"), "go": tree}, chooser=chooser)
    return tree


def hidden(size: int) -> Node:
    """A coin that nobody sees: all later choices are made at information sets of two nodes, by two selves in turn."""

    def side(name: str) -> Node:
        level: list[Node] = [d.Outcome(f"{name}{k % 25}") for k in range(2 ** (size.bit_length() - 2))]
        for height in itertools.count(1):
            pairs = [level[k : k + 2] for k in range(0, len(level), 2)]
            level = [
                d.Decision(
                    f"{name} {height}, {k}",
                    {"left": left, "right": right},
                    information=f"{height}, {k}",
                    chooser="now" if height % 2 else "changed",
                )
                for k, (left, right) in enumerate(pairs)
            ]
            if len(level) == 1:
                return level[0]
        raise AssertionError

    return d.Chance("coin", {s: ("1/2", side(s)) for s in ("heads", "tails")})


TREES: dict[str, Callable[[int], Node]] = {"bushy": bushy, "deep": deep, "hidden coin": hidden}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[1_000, 3_000, 10_000, 30_000], help="about this many nodes"
    )
    sizes = parser.parse_args().sizes
    print(f"{'tree':12} {'nodes':>7} {'rule':14} {'seconds':>8} {'us a node':>10} {'expressions':>12}")
    for name, rule, size in itertools.product(TREES, RULES, sizes):
        tree = TREES[name](size)
        count = len(tree.nodes())
        begin = time.process_time()
        plan = d.Plan(tree, rule=rule)
        value = plan.payoff(self="now")
        if plan.options:
            plan.best(plan.options[0])
        seconds = time.process_time() - begin
        line = f"{seconds:8.3f} {seconds / count * 1e6:10.0f} {len(nodes([value])):12}"
        print(f"{name:12} {count:7} {type(rule).__name__.lower():14} {line}", flush=True)


if __name__ == "__main__":
    main()
