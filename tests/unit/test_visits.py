"""Visit distributions: the walk and the list against brute force over all policies, decided by another solver."""

import random
from fractions import Fraction
from typing import Any

import pytest
import z3

from decision import MDP, InvalidType, InvalidValue
from decision.problems.hulls import dot, extreme_points
from decision.problems.walk import Walk
from tests.golden.mdps import FIGURE_1, SHAH, graph
from tests.unit.random_mdps import F, all_policies, random_mdp, visits_of, worth

Weights = frozenset[tuple[str, Fraction]]


def strictly_preferred(point: Weights, others: list[Weights]) -> bool:
    """Some goal is greater at the point than at all others, by z3."""
    names = sorted({w for p in (point, *others) for w, _ in p})
    goal = {w: z3.Real(w) for w in names}
    solver = z3.SolverFor("QF_LRA")
    here = dict(point)
    for other in others:
        there = dict(other)
        gaps = [(here.get(w, F(0)) - there.get(w, F(0)), goal[w]) for w in names]
        solver.add(z3.Sum([z3.Q(q.numerator, q.denominator) * r for q, r in gaps]) > 0)
    return solver.check() == z3.sat


def brute_force(mdp: MDP, state: str) -> tuple[set[Weights], set[Weights]]:
    everything = {frozenset(visits_of(mdp, p, state, mdp.discount).items()) for p in all_policies(mdp)}
    return everything, {p for p in everything if strictly_preferred(p, [q for q in everything if q != p])}


def compare_with_brute_force(seed: int) -> None:
    mdp = random_mdp(seed)
    state = mdp.states[0]
    everything, best = brute_force(mdp, state)
    assert {frozenset(f.weights) for f in mdp.visits.all(state)} == everything
    found = mdp.visits.nondominated(state)
    assert {frozenset(f.weights) for f in found} == best
    assert {frozenset(c.form.items()) for c in Walk(mdp, {}).corners({state: F(1)})} == best
    for f in found:
        goal = dict(f.goal or ())
        mine = worth(dict(f.weights), goal)
        assert all(worth(dict(p), goal) < mine for p in everything if p != frozenset(f.weights))


@pytest.mark.parametrize("seed", range(60))
def test_non_dominated_against_brute_force(seed: int) -> None:
    compare_with_brute_force(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60, 300))
def test_non_dominated_against_brute_force_at_length(seed: int) -> None:
    compare_with_brute_force(seed)


@pytest.mark.parametrize("seed", range(20))
def test_walk_and_list_agree_for_every_state_and_action(seed: int) -> None:
    mdp = random_mdp(seed, states=4)
    free = Walk(mdp, {})
    for s in mdp.states:
        for a in mdp.actions(s):
            walked = {frozenset(c.form.items()) for c in Walk(mdp, {s: a}, free).corners({s: F(1)})}
            assert walked == {frozenset(f.weights) for f in mdp.visits.nondominated(s, a)}


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("rewards", ["actions", "transitions"])
def test_all_policies_are_non_dominated_when_actions_are_paid(seed: int, rewards: Any) -> None:
    source = random_mdp(seed, states=3, actions=2)
    rows = {s: {a: source.row(s, a) for a in source.actions(s)} for s in source.states}
    mdp = MDP(rows, discount="1/2", rewards=rewards)
    state = mdp.states[0]
    assert len(mdp.visits.nondominated(state)) == len(mdp.visits.all(state))
    assert {frozenset(c.form.items()) for c in Walk(mdp, {}).corners({state: F(1)})} == {
        frozenset(f.weights) for f in mdp.visits.all(state)
    }


@pytest.mark.parametrize("seed", range(15))
def test_non_dominated_policies_are_the_same_at_every_discount(seed: int) -> None:
    mdp = random_mdp(seed, states=4, actions=2)
    state = mdp.states[0]
    sets = [{f.policy for f in mdp.at_discount(gamma).visits.nondominated(state)} for gamma in ("1/20", "1/2", "19/20")]
    assert sets[0] == sets[1] == sets[2]


def test_symbolic_discount() -> None:
    from sympy import Rational, Symbol, simplify

    g = Symbol("g")
    symbolic = graph(FIGURE_1, g)
    for number in (Rational(1, 10), Rational(9, 10)):
        exact = graph(FIGURE_1, number).visits.nondominated("star")
        for f, there in zip(symbolic.visits.nondominated("star"), exact, strict=True):
            assert {w: simplify(x).subs(g, number) for w, x in f.weights} == {
                w: Rational(x.numerator, x.denominator) for w, x in there.weights
            }
    assert {dict(f.policy)["star"] for f in symbolic.visits.all("star")} == {"nil", "lL", "rR"}


def test_symbolic_kernel() -> None:
    from sympy import Symbol

    p = Symbol("p")
    mdp = MDP({"s": {"go": {"s": p, "t": 1 - p}}, "t": {"stay": {"t": 1}}}, discount="1/2")
    ((_, visits),) = [(f.policy, dict(f.weights)) for f in mdp.visits.all("s")]
    assert visits["s"].subs(p, 1) == 2
    with pytest.raises(InvalidType, match="symbols p"):
        mdp.visits.nondominated("s")
    assert mdp.value("s").substitute({"p": "1/2"}) == mdp.substitute({p: "1/2"}).value("s")
    assert mdp.substitute({p: "1/2"}).visits.nondominated("s")[0].weights == (("s", F(4, 3)), ("t", F(2, 3)))


@pytest.mark.parametrize("seed", range(15))
def test_recurrent_distributions_are_limits(seed: int) -> None:
    mdp = random_mdp(seed, states=4, actions=2)
    state, gamma = mdp.states[0], 1 - F(1, 10**9)
    near = [visits_of(mdp, p, state, gamma) for p in all_policies(mdp)]
    for d in mdp.visits.recurrent(state):
        weights = dict(d.weights)
        assert sum(weights.values()) == 1
        distance = min(max(abs((1 - gamma) * f.get(w, F(0)) - weights.get(w, F(0))) for w in mdp.states) for f in near)
        assert distance < F(1, 10**6)  # the first correction is of the order 1 - gamma, times a bias below 1000
    corners = {frozenset(d.weights) for d in mdp.visits.recurrent_nondominated(state)}
    listed = [frozenset(d.weights) for d in mdp.visits.recurrent(state)]
    assert corners == {p for p in listed if strictly_preferred(p, [q for q in listed if q != p])}


def test_reachability_and_one_cycles() -> None:
    mdp = graph(SHAH, "1/2")
    assert set(mdp.visits.reachable("A")) == {"A", "B"}
    assert set(mdp.visits.reachable("S")) == set(SHAH)
    assert set(mdp.visits.reachable("S", "S")) == {"S"}
    assert set(mdp.visits.one_cycles("S")) == set(SHAH)
    assert mdp.visits.one_cycles("B") == ("B",)


def test_finite_horizons_have_no_stationary_visits() -> None:
    with pytest.raises(InvalidValue, match="horizon = 3"):
        MDP({"s": {"a": {"s": 1}}}, discount=1, horizon=3).visits.all("s")


@pytest.mark.parametrize("dimension", [1, 2, 3, 5])
def test_extreme_points_against_z3(dimension: int) -> None:
    source = random.Random(dimension)
    for _ in range(25):
        points = list({tuple(F(source.randint(0, 4)) for _ in range(dimension)) for _ in range(source.randint(1, 14))})
        named = [frozenset((f"x{i}", x) for i, x in enumerate(p)) for p in points]
        found = extreme_points(points)
        assert {e.index for e in found} == {
            i for i, p in enumerate(named) if strictly_preferred(p, [q for q in named if q != p])
        }
        for e in found:
            assert all(dot(points[e.index], e.direction) > dot(p, e.direction) for p in points if p != points[e.index])


def test_too_many_policies_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    mdp = graph(FIGURE_1, "1/2")
    monkeypatch.setattr("decision.problems.walk.LIMIT", 2)
    with pytest.raises(InvalidValue, match="more than 2 non-dominated"):
        Walk(mdp, {}).corners({"star": F(1)})
    monkeypatch.setattr("decision.problems.policies.LIMIT", 5)
    with pytest.raises(InvalidValue, match="more than 5 policies"):
        mdp.visits.all("star")
