"""Bounds held against exact rational policy iteration."""

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from decision import MDP, PackedMDP, Values, optimal_values, pack
from tests.unit.random_mdps import random_rows


def random_process(seed: int) -> tuple[MDP, dict[str, Fraction], random.Random]:
    """A process, some of whose states may be terminal, and a goal; few different rewards make ties."""
    source = random.Random(seed)
    rows = random_rows(source)
    ends = {s: source.choice(["once", "forever"]) for s in list(rows)[1:] if source.random() < 0.15}
    discount = source.choice(["0", "1/10", "1/2", "9/10", "99/100", "999/1000"])
    mdp = MDP({s: acts for s, acts in rows.items() if s not in ends}, discount=discount, terminal=ends)
    few = source.random() < 0.5
    goal = {s: Fraction(source.randint(-2, 2) if few else source.randint(-999, 999), 7) for s in mdp.states}
    return mdp, goal, source


def check_process(seed: int, solve: Callable[..., Values] = optimal_values, **options: Any) -> None:
    mdp, goal, source = random_process(seed)
    model, tolerance = pack(mdp), source.choice([1e-2, 1e-6, 1e-30])
    rewards = [float(goal[s]) for s in mdp.states]
    found = solve(model, rewards, discount=float(mdp.discount), tolerance=tolerance, **options)
    check_values(mdp, goal, found)
    check_actions(mdp, model, goal, found)
    if tolerance > 1e-9:
        assert found.radius <= tolerance


def check_values(mdp: MDP, goal: dict[str, Fraction], found: Values) -> None:
    for s, low, high in zip(mdp.states, found.lower, found.upper, strict=True):
        assert Fraction(float(low)) <= mdp.solve(goal).values[s] <= Fraction(float(high))


def check_actions(mdp: MDP, model: PackedMDP, goal: dict[str, Fraction], found: Values) -> None:
    """What is not ambiguous is right, and ties between different rows are ambiguous."""
    best = mdp.solve(goal).actions
    for row in range(model.pairs):
        s, a = mdp.states[model.state[row]], model.actions[model.action[row]]
        rows = {frozenset(mdp.row(s, b).items()) for b in best[s]}
        assert found.ambiguous[row] or found.optimal[row] == (a in best[s] or not mdp.actions(s))
        assert found.ambiguous[row] or mdp.discount == 0 or a not in best[s] or len(rows) == 1
