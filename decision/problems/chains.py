"""Parts of an MDP, from a start until some states are met: values of policies as linear forms, and best policies."""

# python-flint is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, Any

from flint import fmpq, fmpq_mat

from decision.problems.cones import Integers
from decision.problems.occupancy import fraction
from decision.problems.policies import Policy, distinct_actions

if TYPE_CHECKING:
    from decision.problems.mdp import MDP

__all__ = ["Chain", "Coordinate", "Form", "Part"]

Coordinate = str | tuple[str]
"""A coordinate of the goal, or, as a tuple, the weight of ending in a state."""

Form = dict[Coordinate, Fraction]
"""A linear form in the goal and in what the ends are worth."""

LARGE = 2**16


@dataclass(frozen=True)
class Part:
    """What is met from a lottery over states, up to the `stops` among it."""

    start: tuple[tuple[str, Fraction], ...]
    stops: frozenset[str]
    states: tuple[str, ...] = field(compare=False)
    coordinates: tuple[Coordinate, ...] = field(compare=False)

    def point(self, form: Mapping[Coordinate, Fraction]) -> tuple[Fraction, ...]:
        """The form as a vector."""
        return tuple(form.get(w, Fraction(0)) for w in self.coordinates)

    def form(self, point: Sequence[int]) -> Form:
        """The vector as a form."""
        return {w: Fraction(x) for w, x in zip(self.coordinates, point, strict=True)}

    def mixed(self, values: Mapping[str, Form]) -> Form:
        """Average of forms over the start."""
        total: Form = {}
        for s, p in self.start:
            for w, q in values[s].items():
                total[w] = total.get(w, Fraction(0)) + p * q
        return total

    def some_goal(self) -> Integers:
        """A goal without accidental ties, the same at every call."""
        source = Random(0)
        return tuple(source.randint(-LARGE, LARGE) for _ in self.coordinates)


class Chain:
    """An MDP at a rational discount, with the actions of some states fixed."""

    def __init__(self, mdp: "MDP", fixed: Policy) -> None:
        self.mdp = mdp
        self.fixed = fixed
        self._actions = {s: (fixed[s],) if s in fixed else distinct_actions(mdp, s) for s in mdp.states}
        gamma = mdp.discount
        self._rows = {
            s: {a: {t: gamma * p for t, p in mdp.steps(s)[a].row if gamma} for a in self._actions[s]}
            for s in mdp.states
        }

    def actions(self, state: str) -> tuple[str, ...]:
        """Actions of a state that do different things."""
        return self._actions[state]

    def part(self, start: Mapping[str, Fraction], stops: frozenset[str]) -> Part:
        """The part of the MDP between a start and some stops."""
        seen, met = dict.fromkeys(start), set[str]()
        queue = list(start)
        for s in queue:
            for t in (t for row in self._rows[s].values() for t in row):
                if t in stops:
                    met.add(t)
                elif t not in seen:
                    seen[t] = None
                    queue.append(t)
        paid = dict.fromkeys(w for s in seen for a in self._actions[s] for w, _ in self.mdp.steps(s)[a].pay)
        ends = [(t,) for t in sorted(met)]
        return Part(tuple(sorted(start.items())), frozenset(met), tuple(seen), (*paid, *ends))

    def split(
        self, part: Part, state: str, action: str, values: Mapping[str, Form]
    ) -> tuple[Form, dict[str, Fraction]]:
        """What an action pays and leads to as far as values are known, and the discounted lottery over other states."""
        sure: Form = dict(self.mdp.steps(state)[action].pay)
        fresh: dict[str, Fraction] = {}
        for t, q in self._rows[state][action].items():
            if t in values or t in part.stops:
                for w, x in (values[t] if t in values else {(t,): Fraction(1)}).items():
                    sure[w] = sure.get(w, Fraction(0)) + q * x
            else:
                fresh[t] = q
        return sure, fresh

    def values(self, part: Part, policy: Policy) -> dict[str, Form]:
        """For each state that a policy reaches, what it brings from there, as a form."""
        states = list(policy)
        place = {w: i for i, w in enumerate(part.coordinates)}
        table = [[fmpq(0)] * len(place) for _ in states]
        for line, s in zip(table, states, strict=True):
            for w, q in self.mdp.steps(s)[policy[s]].pay:
                line[place[w]] += _flint(q)
            for t, q in self._rows[s][policy[s]].items():
                if t in part.stops:
                    line[place[(t,)]] += _flint(q)
        solution = self._system(states, policy).solve(fmpq_mat(table))
        return {
            s: {w: fraction(solution[i, k]) for w, k in place.items() if solution[i, k] != 0}
            for i, s in enumerate(states)
        }

    def _system(self, states: Sequence[str], policy: Policy) -> Any:
        place = {s: i for i, s in enumerate(states)}
        system = [[fmpq(int(i == j)) for j in range(len(states))] for i in range(len(states))]
        for line, s in zip(system, states, strict=True):
            for t, q in self._rows[s][policy[s]].items():
                if t in place:
                    line[place[t]] -= _flint(q)
        return fmpq_mat(system)

    def best(self, part: Part, goals: Sequence[Integers], first: Policy | None = None) -> dict[str, str]:
        """An optimal policy for a goal, ties broken by the next goals, cut to the states it reaches."""
        listed = [dict(zip(part.coordinates, g, strict=True)) for g in goals]
        policy = {s: self._actions[s][0] for s in part.states} | dict(first or {})
        while True:
            worth = self._worth(part, policy, listed)
            changed = {}
            for s in part.states:
                best = max(self._actions[s], key=lambda a, s=s: self._after(s, a, worth, listed))
                if self._after(s, best, worth, listed) > worth[s]:
                    changed[s] = best
            if not changed:
                return self.cut(part, policy)
            policy |= changed

    def _worth(
        self, part: Part, policy: Policy, goals: Sequence[Mapping[Coordinate, int]]
    ) -> dict[str, tuple[Any, ...]]:
        ends: dict[str, tuple[Any, ...]] = {t: tuple(fmpq(g[(t,)]) for g in goals) for t in part.stops}
        right = [list(self._after(s, policy[s], ends, goals, partly=True)) for s in part.states]
        solution = self._system(part.states, policy).solve(fmpq_mat(right))
        return ends | {s: tuple(solution[i, k] for k in range(len(goals))) for i, s in enumerate(part.states)}

    def _after(
        self,
        state: str,
        action: str,
        worth: Mapping[str, tuple[Any, ...]],
        goals: Sequence[Mapping[Coordinate, int]],
        *,
        partly: bool = False,
    ) -> tuple[Any, ...]:
        """What an action brings to each goal; `partly`: from next states with a known worth only."""
        row = [(t, _flint(q)) for t, q in self._rows[state][action].items() if not partly or t in worth]
        pay = self.mdp.steps(state)[action].pay
        return tuple(
            sum((_flint(q) * g[w] for w, q in pay), fmpq(0)) + sum((q * worth[t][k] for t, q in row), fmpq(0))
            for k, g in enumerate(goals)
        )

    def cut(self, part: Part, policy: Policy) -> dict[str, str]:
        """The policy on the states it reaches from the start of a part."""
        seen = dict.fromkeys(s for s, _ in part.start)
        queue = list(seen)
        for s in queue:
            for t in self._rows[s][policy[s]]:
                if t not in part.stops and t not in seen:
                    seen[t] = None
                    queue.append(t)
        return {s: policy[s] for s in seen}


def _flint(q: Fraction) -> Any:
    return fmpq(q.numerator, q.denominator)
