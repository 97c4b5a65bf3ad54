"""Bounds held against exact rational policy iteration."""

import random
from fractions import Fraction

from decision import MDP
from decision.numeric.packed import PackedMDP
from decision.numeric.values import Values


def random_goal(mdp: MDP, source: random.Random) -> dict[str, Fraction]:
    few = source.random() < 0.5  # few different rewards make ties
    return {s: Fraction(source.randint(-2, 2) if few else source.randint(-999, 999), 7) for s in mdp.states}


def check_against_exact(mdp: MDP, model: PackedMDP, goal: dict[str, Fraction], found: Values) -> None:
    exact = mdp.solve(goal)
    for i, s in enumerate(mdp.states):
        assert Fraction(float(found.lower[i])) <= exact.values[s] <= Fraction(float(found.upper[i]))
    for l in range(model.pairs):
        s, a = mdp.states[model.state[l]], model.actions[model.action[l]]
        best = a in exact.actions[s] or not mdp.actions(s)
        assert found.ambiguous[l] or found.optimal[l] == best
    for s, actions in exact.actions.items():
        l = [l for l in range(model.pairs) if mdp.states[model.state[l]] == s]
        different = {frozenset(mdp.row(s, a).items()) for a in actions}
        if len(different) > 1:
            assert found.ambiguous[[k for k in l if model.actions[model.action[k]] in actions]].all()
