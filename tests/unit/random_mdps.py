"""Random decision processes, and a direct evaluation of policies that shares no code with the package."""

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from decision import MDP

F = Fraction
Rows = dict[str, dict[str, dict[str, Fraction]]]


def random_rows(source: random.Random, *, states: int = 5, actions: int = 3) -> Rows:
    size = source.randint(1, states)
    rows: Rows = {}
    for i in range(size):
        rows[f"s{i}"] = {}
        for a in range(source.randint(1, actions)):
            targets = source.sample(range(size), source.randint(1, size))
            weights = [source.randint(1, 4) for _ in targets]
            rows[f"s{i}"][f"a{a}"] = {f"s{t}": F(w, sum(weights)) for t, w in zip(targets, weights, strict=True)}
    return rows


def random_mdp(seed: int, **sizes: int) -> MDP:
    source = random.Random(seed)
    return MDP(random_rows(source, **sizes), discount=source.choice([F(1, 10), F(1, 2), F(9, 10), F(99, 100)]))


def all_policies(mdp: MDP) -> Iterator[dict[str, str]]:
    for choice in product(*(mdp.actions(s) for s in mdp.states)):
        yield dict(zip(mdp.states, choice, strict=True))


def visits_of(mdp: MDP, policy: dict[str, str], start: str, gamma: Fraction) -> dict[str, Fraction]:
    """Solve `f = e_start + gamma f P` by elimination."""
    states = list(mdp.states)
    n = len(states)
    table = [[F(int(i == j)) for j in range(n)] + [F(int(states[i] == start))] for i in range(n)]
    for j, s in enumerate(states):
        for t, p in mdp.row(s, policy[s]).items():
            table[states.index(t)][j] -= gamma * p
    for k in range(n):
        pivot = next(i for i in range(k, n) if table[i][k])
        table[k], table[pivot] = table[pivot], table[k]
        table[k] = [x / table[k][k] for x in table[k]]
        for i in range(n):
            if i != k and table[i][k]:
                factor = table[i][k]
                table[i] = [x - factor * y for x, y in zip(table[i], table[k], strict=True)]
    return {s: table[i][n] for i, s in enumerate(states) if table[i][n]}


def worth(visits: dict[str, Fraction], goal: dict[str, Fraction]) -> Fraction:
    return sum((x * goal[s] for s, x in visits.items()), F(0))


def some_goal(source: random.Random, names: Any, *, few: bool = False) -> dict[str, Fraction]:
    return {w: F(source.randint(-2, 2) if few else source.randint(-50, 50)) for w in names}
