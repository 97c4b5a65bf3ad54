"""Visit distributions of an MDP, and those that some goal strictly prefers.

`F(s)` is the finite set of visit distributions of stationary deterministic policies from `s`; `F(s | a)` has those of
policies that take `a` whenever they are in `s`; *non-dominated* are those for which some goal makes them strictly
better than all others: the vertices of the convex hull (:cite:p:`TurnerEtAl2021`, definition 3.6). Recurrent state
distributions are the limits of `(1 - gamma) f` as `gamma` goes to 1.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar, cast

from decision.errors import InvalidType, InvalidValue
from decision.language.events import Event
from decision.language.values import maximum
from decision.problems.contest import Contest, contest
from decision.problems.distributions import Interval, Visit
from decision.problems.families import hull_near_one, hull_of
from decision.problems.hulls import Extreme, Point, extreme_points
from decision.problems.intervals import intervals
from decision.problems.occupancy import RationalVisits, numeric_visits, rational_visits, symbolic_visits
from decision.problems.policies import Policy, check_numbers, policies, reachable
from decision.problems.walk import Walk

if TYPE_CHECKING:
    from decision.problems.criteria import Criterion
    from decision.problems.mdp import MDP

__all__ = ["Visit", "Visits"]

T = TypeVar("T")

FEW = 200
"""Policies that are listed one by one; the walk is faster from about here on (see benchmarks/visits.py)."""


class Visits:
    """Visit distributions of one MDP; made by ``mdp.visits``.

    Examples
    --------
    >>> from decision import MDP
    >>> mdp = MDP({"s": {"a": {"a": 1}, "b": {"b": 1}, "mix": {"a": "1/2", "b": "1/2"}},
    ...            "a": {"stay": {"a": 1}}, "b": {"stay": {"b": 1}}}, discount="1/2")
    >>> [dict(f.weights) for f in mdp.visits.nondominated("s")]
    [{'s': Fraction(1, 1), 'a': Fraction(1, 1)}, {'s': Fraction(1, 1), 'b': Fraction(1, 1)}]
    >>> len(mdp.visits.all("s")), mdp.visits.one_cycles("s")
    (3, ('a', 'b'))
    """

    def __init__(self, mdp: "MDP") -> None:
        self.mdp = mdp
        self._known: dict[Hashable, Any] = {}

    def _once(self, key: Hashable, make: Callable[[], T]) -> T:
        if key not in self._known:
            self._known[key] = make()
        return cast(T, self._known[key])

    def policies(self, state: str, action: str | None = None) -> list[dict[str, str]]:
        """Policies from a state (that take `action` there), cut to the states they reach."""
        return list(policies(self.mdp, state, self._fixed(state, action)))

    def reachable(self, state: str, action: str | None = None) -> tuple[str, ...]:
        """States that some policy reaches from a state, itself included (some policy that takes `action` there)."""
        return reachable(self.mdp, state, self._fixed(state, action))

    def one_cycles(self, state: str) -> tuple[str, ...]:
        """Reachable states where one can stay for ever."""
        return tuple(
            t for t in self.reachable(state) if any(s.row == ((t, Fraction(1)),) for s in self.mdp.steps(t).values())
        )

    def all(self, state: str, action: str | None = None) -> tuple[Visit, ...]:
        """`F(s)`, or `F(s | a)`; at a symbolic discount or kernel the weights are sympy expressions."""
        return self._once(("all", state, action), lambda: self._all(state, action))

    def nondominated(self, state: str, action: str | None = None) -> tuple[Visit, ...]:
        """The distributions in `F(s)`, or `F(s | a)`, that some goal strictly prefers, each with such a goal."""
        return self._once(("nd", state, action), lambda: self._nondominated(state, action))

    def recurrent(self, state: str, action: str | None = None) -> tuple[Visit, ...]:
        """Recurrent distributions of policies from a state, `RSD(s)`."""
        return self._once(("rsd", state, action), lambda: self._recurrent(state, action))

    def recurrent_nondominated(self, state: str, action: str | None = None) -> tuple[Visit, ...]:
        """The recurrent distributions that some goal strictly prefers, each with such a goal."""
        return self._once(("rsd nd", state, action), lambda: _extreme(self.recurrent(state, action)))

    def rational(self, state: str, action: str | None = None) -> tuple[tuple[Policy, RationalVisits], ...]:
        """`F(s)` or `F(s | a)` as functions of the discount."""
        return self._once(("rational", state, action), lambda: self._rational(state, action))

    def intervals(self, state: str, action: str | None = None) -> tuple[Interval, ...]:
        """Intervals of the discount on which the same policies are non-dominated, whatever discount the MDP has.

        At the numbers between two intervals, some of the policies may be dominated.

        Examples
        --------
        >>> from decision import MDP
        >>> mdp = MDP({"s": {"a": {"a": 1}, "stay": {"s": 1}}, "a": {"stay": {"a": 1}}}, discount="1/2")
        >>> (whole,) = mdp.visits.intervals("s")
        >>> whole.lower, whole.upper, [dict(f.weights) for f in whole.visits]
        (0, 1, [{'s': 1, 'a': gamma/(1 - gamma)}, {'s': 1/(1 - gamma)}])
        """
        return self._once(("intervals", state, action), lambda: intervals(self.rational(state, action)))

    def optimal(self, state: str, chosen: Iterable[Visit]) -> Event:
        """One of some visit distributions from a state is at least as good as all others.

        Examples
        --------
        >>> from decision import MDP
        >>> mdp = MDP({"s": {"a": {"a": 1}, "stay": {"s": 1}}, "a": {"stay": {"a": 1}}}, discount="1/2")
        >>> mdp.visits.optimal("s", mdp.visits.all("s", "stay"))
        2 u(s) >= max(u(a) + u(s), 2 u(s))
        """
        return maximum(*(f.value for f in chosen)) >= self.mdp.value(state)

    def contest(self, state: str, criterion: "Criterion") -> Contest[Any]:
        """What matters when the actions of a state compete: `RationalVisits` for Blackwell, `Visit` otherwise."""
        return self._once(("contest", state, criterion), lambda: self._contest(state, criterion))

    def _fixed(self, state: str, action: str | None) -> Policy:
        return {} if action is None else {state: self.mdp.check_action(state, action)}

    def _all(self, state: str, action: str | None) -> tuple[Visit, ...]:
        self._check_infinite()
        weigh = symbolic_visits if self.mdp.symbols else numeric_visits
        return _distinct((p, weigh(self.mdp, p, state)) for p in self.policies(state, action))

    def _nondominated(self, state: str, action: str | None) -> tuple[Visit, ...]:
        """By listing all policies where they are few, by walking from vertex to vertex where they are many."""
        self._check_infinite()
        check_numbers(self.mdp)
        if len(list(islice(policies(self.mdp, state, self._fixed(state, action)), FEW + 1))) <= FEW:
            return _extreme(self.all(state, action))
        walk = self._free if action is None else Walk(self.mdp, self._fixed(state, action), self._free)
        corners = walk.corners({state: Fraction(1)})
        listed = [Visit(tuple(c.policy.items()), _named(c.form), tuple(_named(c.goal))) for c in corners]
        return tuple(sorted(listed, key=self._order))

    @property
    def _free(self) -> Walk:
        return self._once("walk", lambda: Walk(self.mdp, {}))

    def _order(self, visit: Visit) -> list[tuple[int, int]]:
        """Policies in the order of states and actions."""
        places = {s: i for i, s in enumerate(self.mdp.states)}
        return sorted((places[s], list(self.mdp.steps(s)).index(a)) for s, a in visit.policy)

    def _recurrent(self, state: str, action: str | None) -> tuple[Visit, ...]:
        return _distinct((p, f.laurent(1)[0]) for p, f in self.rational(state, action))

    def _rational(self, state: str, action: str | None) -> tuple[tuple[Policy, RationalVisits], ...]:
        self._check_infinite()
        kernel = self.mdp.at_discount(0) if self.mdp.symbols else self.mdp
        if kernel.symbols:
            raise InvalidType(
                f"transitions have the symbols {', '.join(kernel.symbols)}, and the limit depends on their values; "
                "substitute numbers with mdp.substitute({...})"
            )
        listed = [(p, rational_visits(self.mdp, p, state)) for p in self.policies(state, action)]
        distinct = {f.key: (p, f) for p, f in reversed(listed)}
        return tuple(reversed(distinct.values()))

    def _contest(self, state: str, criterion: "Criterion") -> Contest[Any]:
        actions = self.mdp.actions(state)
        if criterion == "blackwell":
            families = {a: {f.key: f for _, f in self.rational(state, a)} for a in actions}
            members, owners = _merged(families)
            return contest(members, owners, hull_near_one(members))
        best = self.recurrent_nondominated if criterion == "average" else self.nondominated
        members, owners = _merged({a: {_key(f): f for f in best(state, a)} for a in actions})
        corners = {_key(f) for f in best(state)}
        names = list(dict.fromkeys(w for f in members for w, _ in f.weights))
        hull = hull_of([_point(f, names) for f in members], [i for i, f in enumerate(members) if _key(f) in corners])
        return contest(members, owners, hull)

    def _check_infinite(self) -> None:
        if self.mdp.horizon is not None:
            raise InvalidValue(
                f"horizon = {self.mdp.horizon} is finite, and optimal policies then depend on time; "
                "visit distributions are those of stationary policies: drop the horizon"
            )


def _key(visit: Visit) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted(visit.weights))


def _merged(families: Mapping[str, Mapping[Any, T]]) -> tuple[list[T], dict[str, list[int]]]:
    """All members once, and for each action the places of its own."""
    members = {key: f for family in families.values() for key, f in family.items()}
    place = {key: i for i, key in enumerate(members)}
    return list(members.values()), {a: [place[key] for key in family] for a, family in families.items()}


def _distinct(listed: Iterable[tuple[Policy, dict[str, Any]]]) -> tuple[Visit, ...]:
    """One entry for each distribution, with the first policy that has it."""
    found: dict[tuple[tuple[str, Any], ...], Visit] = {}
    for policy, weights in listed:
        key = tuple(sorted((w, x) for w, x in weights.items() if x != 0))
        found.setdefault(key, Visit(tuple(policy.items()), tuple((w, x) for w, x in weights.items() if x != 0)))
    return tuple(found.values())


def _named(form: Mapping[Any, Fraction]) -> tuple[tuple[str, Fraction], ...]:
    return tuple(form.items())


def _extreme(listed: tuple[Visit, ...]) -> tuple[Visit, ...]:
    names = list(dict.fromkeys(w for f in listed for w, _ in f.weights))
    return tuple(_with_goal(listed[e.index], names, e) for e in extreme_points([_point(f, names) for f in listed]))


def _point(visit: Visit, names: list[str]) -> Point:
    weights = dict(visit.weights)
    if any(not isinstance(x, Fraction) for x in weights.values()):
        raise InvalidType(
            f"weights = {weights} have symbols, and which distributions are non-dominated depends on their values; "
            "substitute numbers with mdp.substitute({...}), or ask for mdp.visits.intervals(state)"
        )
    return tuple(weights.get(w, Fraction(0)) for w in names)


def _with_goal(visit: Visit, names: list[str], extreme: Extreme) -> Visit:
    return Visit(visit.policy, visit.weights, tuple(zip(names, extreme.direction, strict=True)))
