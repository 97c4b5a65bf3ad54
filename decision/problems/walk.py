"""All non-dominated visit distributions from a start, by walking along the edges of their convex hull.

The visit distributions of a start form a polytope whose vertices are the non-dominated ones. At a vertex, with policy
`pi` and values `x(t)` (each a linear form in the goal), the goals for which it is optimal are the cone of all

    x(t) · r >= (pay(t, b) + gamma sum_t' P[t, b, t'] x(t')) · r        for states t that pi reaches and actions b.

Where `b` leads to states that `pi` does not reach, `x` stands for every non-dominated way to go on from there until a
state of `pi` is met: the same problem with fewer states. Each facet of the cone belongs to one edge, and the vertex at
its other end is optimal just beyond the facet: it is found by policy iteration for a goal on the facet, ties being
broken by a goal beyond. The graph of a polytope is connected, so the walk is complete. The effort is in proportion to
the number of vertices, not to the number of policies.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from decision.errors import InvalidValue
from decision.problems.chains import Chain, Form, Part
from decision.problems.cones import Cone, Integers, inner, primitive, simplified
from decision.problems.policies import Policy

if TYPE_CHECKING:
    from decision.problems.mdp import MDP

__all__ = ["LIMIT", "Corner", "Walk"]

ZERO = Fraction(0)

LIMIT = 20_000
"""Vertices of one part; as many linear pieces as a value may have elsewhere."""


@dataclass(frozen=True)
class Corner:
    """A vertex: a policy on the states it reaches, its visits, and a goal for which it is strictly best."""

    policy: Policy
    form: Form
    goal: Form


class Walk:
    """Vertices for starts in one MDP at a rational discount, with some actions fixed; parts of the work are shared."""

    def __init__(self, mdp: "MDP", fixed: Policy, free: "Walk | None" = None) -> None:
        self.chain = Chain(mdp, fixed)
        self.fixed = fixed
        self.free = free  # the walk without fixed actions, for parts of the MDP that do not meet them
        self._known: dict[Part, list[Corner]] = {}

    def corners(self, start: Mapping[str, Fraction], stops: frozenset[str] = frozenset()) -> list[Corner]:
        """Vertices of the visits from a lottery over states until one of `stops` is met.

        Forms have the coordinates of the goal, and one for each stop (a pair) with the discounted weight of ending
        there.
        """
        part = self.chain.part(start, stops)
        if self.free is not None and not set(self.fixed) & set(part.states):
            return self.free.corners(start, stops)
        if part not in self._known:
            self._known[part] = self._walked(part)
        return self._known[part]

    def _walked(self, part: Part) -> list[Corner]:
        start = part.some_goal()
        first = self.chain.best(part, (start,))
        met = {_key(first)}
        queue: deque[tuple[Policy, Integers, Integers]] = deque([(first, start, start)])
        found: list[Corner] = []
        while queue:
            policy, on, past = queue.popleft()
            values = self.chain.values(part, policy)
            switches = self._switches(part, policy, values)
            cone = Cone(list(switches))
            goal = _between(on, past, cone.rows)
            found.append(Corner(policy, part.mixed(values), part.form(goal)))
            if len(met) > LIMIT:
                raise InvalidValue(
                    f"state = {part.start[0][0]!r} is the start of more than {LIMIT} non-dominated policies, too many "
                    "for exact events; solve the MDP for one goal with mdp.solve(goal), or ask about a smaller one"
                )
            for k, row in enumerate(cone.rows):
                if len(switches[row]) == 1 and _key(switches[row][0]) in met:
                    continue
                violation = cone.beyond(k, goal)
                if violation is None:
                    continue
                facet = _crossing(goal, violation, row)
                neighbour = self._neighbour(part, switches[row], facet, violation)
                if _key(neighbour) not in met:
                    met.add(_key(neighbour))
                    queue.append((neighbour, facet, violation))
        return found

    def _neighbour(self, part: Part, switched: list[Policy], facet: Integers, violation: Integers) -> Policy:
        """The policy that is optimal just beyond a facet; more than one switch may be tied on it."""
        return switched[0] if len(switched) == 1 else self.chain.best(part, (facet, violation), switched[0])

    def _switches(self, part: Part, policy: Policy, values: Mapping[str, Form]) -> dict[Integers, list[Policy]]:
        """Inequalities of the cone of goals for which a policy is optimal; for each, the policies it comes from."""
        found: dict[Integers, list[Policy]] = {}
        for state in policy:
            for action in self.chain.actions(state):
                if action == policy[state]:
                    continue
                for other, beyond_policy in self._continuations(part, state, action, values):
                    gap = {w: values[state].get(w, ZERO) - other.get(w, ZERO) for w in {**values[state], **other}}
                    row = primitive(part.point(gap))
                    if any(row):
                        switched = {**policy, **beyond_policy, state: action}
                        found.setdefault(row, []).append(self.chain.cut(part, switched))
        return found

    def _continuations(
        self, part: Part, state: str, action: str, values: Mapping[str, Form]
    ) -> Iterator[tuple[Form, Policy]]:
        """What an action may bring, and how: the policy is followed again once one of its states is met."""
        sure, fresh = self.chain.split(part, state, action, values)
        if not fresh:
            yield sure, {}
            return
        weight = sum(fresh.values(), ZERO)
        for corner in self.corners({t: p / weight for t, p in fresh.items()}, part.stops | frozenset(values)):
            yield _combined(sure, weight, corner.form, values), corner.policy


def _key(policy: Policy) -> frozenset[tuple[str, str]]:
    return frozenset(policy.items())


def _combined(sure: Form, weight: Fraction, form: Form, values: Mapping[str, Form]) -> Form:
    """Add a continuation; where it meets a state of the policy, the value of that state takes over."""
    total = dict(sure)
    for w, q in form.items():
        inserted = values[w[0]] if isinstance(w, tuple) and w[0] in values else {w: Fraction(1)}
        for v, x in inserted.items():
            total[v] = total.get(v, Fraction(0)) + weight * q * x
    return total


def _crossing(inside: Integers, outside: Integers, row: Integers) -> Integers:
    """Where the segment between two points meets the hyperplane of a row that is positive at the first only."""
    above, below = inner(row, inside), -inner(row, outside)
    return primitive([Fraction(below * x + above * y) for x, y in zip(inside, outside, strict=True)])


def _between(on: Integers, past: Integers, rows: list[Integers]) -> Integers:
    """A point where all rows are positive: from `on`, a short step towards `past`."""
    step = Fraction(1)
    for row in rows:
        if (slope := inner(row, past)) < 0:
            step = min(step, Fraction(inner(row, on), -2 * slope))
    point = primitive([x + step * y for x, y in zip(on, past, strict=True)])
    return simplified(point, rows)
