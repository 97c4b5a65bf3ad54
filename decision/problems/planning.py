"""Exact solution of an MDP for one goal by policy iteration in rationals.

The result is certified by the Bellman equation itself: values are those of the policy, solved exactly, and no action at
any state is worth more (:cite:p:`Howard1960`).
"""

# python-flint is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from flint import fmpq, fmpq_mat

from decision.errors import InvalidValue
from decision.problems.occupancy import fraction
from decision.problems.policies import check_numbers

if TYPE_CHECKING:
    from decision.problems.mdp import MDP

__all__ = ["Solution", "solve"]


@dataclass(frozen=True)
class Solution:
    """What is optimal for one goal.

    Attributes
    ----------
    values : mapping of str to Fraction
        Optimal value of every state.
    actions : mapping of str to tuple of str
        All optimal actions of every state; none where the process ends.
    """

    values: Mapping[str, Fraction]
    actions: Mapping[str, tuple[str, ...]]


def solve(mdp: "MDP", goal: Mapping[str, Fraction]) -> Solution:
    """Optimal values and actions at every state; see `MDP.solve`."""
    check_numbers(mdp)
    if mdp.horizon is not None:
        raise InvalidValue(f"horizon = {mdp.horizon} is finite, and what is optimal depends on time; drop the horizon")
    policy = {s: next(iter(mdp.steps(s))) for s in mdp.states}
    while True:
        values = _evaluated(mdp, policy, goal)
        worth = {s: {a: _worth(mdp, s, a, values, goal) for a in mdp.steps(s)} for s in mdp.states}
        better = {s: max(w, key=w.__getitem__) for s, w in worth.items() if max(w.values()) > values[s]}
        if not better:
            best = {s: tuple(a for a in mdp.actions(s) if worth[s][a] == values[s]) for s in mdp.states}
            return Solution(values, best)
        policy |= better


def _worth(
    mdp: "MDP", state: str, action: str, values: Mapping[str, Fraction], goal: Mapping[str, Fraction]
) -> Fraction:
    step = mdp.steps(state)[action]
    return _paid(mdp, state, action, goal) + mdp.discount * sum((p * values[t] for t, p in step.row), Fraction(0))


def _paid(mdp: "MDP", state: str, action: str, goal: Mapping[str, Fraction]) -> Fraction:
    return sum((q * goal[w] for w, q in mdp.steps(state)[action].pay), Fraction(0))


def _evaluated(mdp: "MDP", policy: Mapping[str, str], goal: Mapping[str, Fraction]) -> dict[str, Fraction]:
    states = mdp.states
    place = {s: i for i, s in enumerate(states)}
    system = [[fmpq(int(i == j)) for j in range(len(states))] for i in range(len(states))]
    for i, s in enumerate(states):
        for t, p in mdp.steps(s)[policy[s]].row:
            q = mdp.discount * p
            system[i][place[t]] -= fmpq(q.numerator, q.denominator)
    paid = [_paid(mdp, s, policy[s], goal) for s in states]
    right = fmpq_mat(len(states), 1, [fmpq(q.numerator, q.denominator) for q in paid])
    solution = fmpq_mat(system).solve(right)
    return {s: fraction(solution[i, 0]) for i, s in enumerate(states)}
