"""Visit distributions of an MDP, and those that some goal strictly prefers.

`F(s)` is the finite set of visit distributions of stationary deterministic policies from `s`; `F(s | a)` has those of
policies that take `a` whenever they are in `s`; *non-dominated* are those for which some goal makes them strictly
better than all others: the vertices of the convex hull (:cite:p:`TurnerEtAl2021`, definition 3.6). Recurrent state
distributions are the limits of `(1 - gamma) f` as `gamma` goes to 1.

The policies with non-dominated visits are the same at every discount between 0 and 1. A goal `r` and its optimal values
`V` determine one another, `r(s) = V(s) - gamma max_a sum_t P[s, a, t] V(t)`, and the optimal policies are those that
are greedy for `V`, which the discount does not enter: what is strictly optimal at one discount is so at another, for
the goal with the same optimal values there. (With rewards on actions or transitions, all policies are non-dominated.)
So they are found at one discount, and carried to a symbolic one and to the limit as rational functions.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar, cast

from decision.errors import InvalidType, InvalidValue
from decision.language.events import Event
from decision.language.values import maximum
from decision.problems.contest import Contest, contest
from decision.problems.distributions import Visit
from decision.problems.families import hull_near_one, hull_of
from decision.problems.hulls import Extreme, Point, extreme_points
from decision.problems.occupancy import RationalVisits, numeric_visits, rational_visits, symbolic_visits
from decision.problems.policies import Policy, policies, reachable
from decision.problems.symbols import free_symbols
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
        """The distributions in `F(s)`, or `F(s | a)`, that some goal strictly prefers.

        Each comes with such a goal at a rational discount; at a symbolic one, they are those for discounts between 0
        and 1.

        Examples
        --------
        >>> from sympy import Symbol
        >>> from decision import MDP
        >>> rows = {"s": {"a": {"a": 1}, "stay": {"s": 1}}, "a": {"stay": {"a": 1}}}
        >>> [dict(f.weights) for f in MDP(rows, discount=Symbol("g")).visits.nondominated("s")]
        [{'s': 1, 'a': -g/(g - 1)}, {'s': -1/(g - 1)}]
        """
        return self._once(("nd", state, action), lambda: self._nondominated(state, action))

    def recurrent(self, state: str, action: str | None = None) -> tuple[Visit, ...]:
        """Recurrent distributions of policies from a state, `RSD(s)`."""
        return self._once(("rsd", state, action), lambda: self._recurrent(state, action))

    def recurrent_nondominated(self, state: str, action: str | None = None) -> tuple[Visit, ...]:
        """The recurrent distributions that some goal strictly prefers, each with such a goal."""
        return self._once(("rsd nd", state, action), lambda: self._recurrent_nondominated(state, action))

    def rational(self, state: str, action: str | None = None) -> tuple[tuple[Policy, RationalVisits], ...]:
        """The non-dominated part of `F(s)` or `F(s | a)`, as functions of the discount."""
        return self._once(("rational", state, action), lambda: self._rational(state, action))

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
        self._check_kernel()
        if free_symbols(self.mdp.discount):
            gamma, rational = self.mdp.discount, self.rational(state, action)
            return tuple(Visit(tuple(p.items()), f.expressions(gamma)) for p, f in rational)
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
        self._check_kernel()
        listed = self.policies(state, action)
        return _distinct((p, rational_visits(self.mdp, p, state).laurent(1)[0]) for p in listed)

    def _recurrent_nondominated(self, state: str, action: str | None) -> tuple[Visit, ...]:
        """The hull of limits is the limit of hulls."""
        return _extreme(_distinct((p, f.laurent(1)[0]) for p, f in self.rational(state, action)))

    def _rational(self, state: str, action: str | None) -> tuple[tuple[Policy, RationalVisits], ...]:
        self._check_kernel()
        found = self._inside.visits.nondominated(state, action)
        return tuple((dict(f.policy), rational_visits(self.mdp, dict(f.policy), state)) for f in found)

    @property
    def _inside(self) -> "MDP":
        """The MDP, at some rational discount between 0 and 1."""
        gamma = self.mdp.discount
        fine = not free_symbols(gamma) and 0 < gamma < 1
        return self.mdp if fine else self._once("inside", lambda: self.mdp.at_discount(Fraction(1, 2)))

    def _contest(self, state: str, criterion: "Criterion") -> Contest[Any]:
        actions = self.mdp.actions(state)
        if criterion == "blackwell":
            families, owners = _merged({a: {f.key: f for _, f in self.rational(state, a)} for a in actions})
            best = {f.key for _, f in self.rational(state)}
            return contest(
                families, owners, hull_near_one(families, [i for i, f in enumerate(families) if f.key in best])
            )
        listed = self.recurrent_nondominated if criterion == "average" else self.nondominated
        members, owners = _merged({a: {_key(f): f for f in listed(state, a)} for a in actions})
        corners = {_key(f) for f in listed(state)}
        names = list(dict.fromkeys(w for f in members for w, _ in f.weights))
        hull = hull_of([_point(f, names) for f in members], [i for i, f in enumerate(members) if _key(f) in corners])
        return contest(members, owners, hull)

    def _check_kernel(self) -> None:
        self._check_infinite()
        kernel = self.mdp.at_discount(0) if free_symbols(self.mdp.discount) else self.mdp
        if kernel.symbols:
            raise InvalidType(
                f"transitions have the symbols {', '.join(kernel.symbols)}, and what is non-dominated depends on them; "
                "substitute numbers with mdp.substitute({...})"
            )

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
    return tuple(weights.get(w, Fraction(0)) for w in names)


def _with_goal(visit: Visit, names: list[str], extreme: Extreme) -> Visit:
    return Visit(visit.policy, visit.weights, tuple(zip(names, extreme.direction, strict=True)))
