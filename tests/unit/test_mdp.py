"""`MDP`: events and values against direct evaluation of all policies; what is refused, and how; the identities."""

import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decision import MDP, POWER, DecisionError, InvalidType, InvalidValue, UnknownName, maximum, most, u
from decision.language.evaluate import evaluate, holds
from decision.problems.power import power_value
from tests.golden.mdps import FIGURE_1, SHAH, graph
from tests.unit.random_mdps import F, all_policies, random_mdp, random_rows, some_goal, visits_of, worth

NEAR = 1 - F(1, 10**8)
LOOP = {"s": {"stay": {"s": 1}}}


def optimal_actions(mdp: MDP, state: str, goal: dict[str, Fraction], gamma: Fraction) -> set[str]:
    """Actions of policies that are best from a state, by trying all policies."""
    values = {tuple(p.items()): worth(visits_of(mdp, p, state, gamma), goal) for p in all_policies(mdp)}
    best = max(values.values())
    return {dict(p)[state] for p, v in values.items() if v == best}


@pytest.mark.parametrize("seed", range(25))
def test_events_against_all_policies(seed: int) -> None:
    mdp, source = random_mdp(seed, states=3, actions=2), random.Random(seed)
    for s in mdp.states:
        for few in (True, True, False):
            goal = some_goal(source, mdp.states, few=few)
            wanted = optimal_actions(mdp, s, goal, mdp.discount)
            assert {a for a in mdp.actions(s) if holds(mdp.optimal(s, a), goal)} == wanted
            assert mdp.solve(goal).actions[s] == tuple(a for a in mdp.actions(s) if a in wanted)
            near = {a for a in mdp.actions(s) if holds(mdp.optimal(s, a, criterion="blackwell"), goal)}
            assert near == optimal_actions(mdp, s, goal, NEAR)
            gains = {a: max(worth(dict(d.weights), goal) for d in mdp.visits.recurrent(s, a)) for a in mdp.actions(s)}
            average = {a for a in mdp.actions(s) if holds(mdp.optimal(s, a, criterion="average"), goal)}
            assert average == {a for a, g in gains.items() if g == max(gains.values())}
            assert near <= average


@pytest.mark.parametrize("seed", range(25))
def test_values_against_policy_iteration(seed: int) -> None:
    mdp, source = random_mdp(seed, states=4), random.Random(seed)
    goal = some_goal(source, mdp.states)
    solution = mdp.solve(goal)
    for s in mdp.states:
        assert evaluate(mdp.value(s), goal) == solution.values[s]
        assert evaluate(maximum(*(mdp.value(s, a) for a in mdp.actions(s))), goal) == solution.values[s]
        for form in ("state", "next"):
            power = (1 - mdp.discount) / mdp.discount * (solution.values[s] - goal[s])
            assert evaluate(power_value(mdp, s, form=form), goal) == power  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(10))
def test_finite_horizons_against_backward_induction(seed: int) -> None:
    source = random.Random(seed)
    rows = random_rows(source, states=4)
    goal = some_goal(source, rows)
    for discount, horizon in ((F(1), 1), (F(1), 3), (F(1, 2), 4)):
        values = dict.fromkeys(rows, F(0))
        for _ in range(horizon):
            worths = {
                s: {a: goal[s] + discount * sum(p * values[t] for t, p in row.items()) for a, row in acts.items()}
                for s, acts in rows.items()
            }
            values = {s: max(w.values()) for s, w in worths.items()}
        mdp = MDP(rows, discount=discount, horizon=horizon)
        for s in rows:
            assert evaluate(mdp.value(s), goal) == values[s]
            assert {a for a in rows[s] if holds(mdp.optimal(s, a), goal)} == {
                a for a, w in worths[s].items() if w == values[s]
            }


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.integers(1, 5), st.integers(-3, 3))
def test_positive_affine_change_of_the_goal(seed: int, scale: int, shift: int) -> None:
    mdp = random_mdp(seed, states=3, actions=2)
    goal = some_goal(random.Random(seed), mdp.states)
    changed = {w: scale * x + shift for w, x in goal.items()}
    for s in mdp.states:
        power = power_value(mdp, s)
        assert evaluate(power, changed) == scale * evaluate(power, goal) + shift
        for a in mdp.actions(s):
            for criterion in ("discounted", "average", "blackwell"):
                event = mdp.optimal(s, a, criterion=criterion)  # type: ignore[arg-type]
                assert holds(event, changed) is holds(event, goal)


@settings(max_examples=20)
@given(st.integers(0, 10**6))
def test_relabelling_and_duplicate_actions(seed: int) -> None:
    source = random.Random(seed)
    rows = random_rows(source, states=3, actions=2)
    names = {s: f"t{i}" for i, s in enumerate(reversed(list(rows)))}
    moved = {names[s]: {a: {names[t]: p for t, p in row.items()} for a, row in rows[s].items()} for s in reversed(rows)}
    doubled = {s: {**acts, **{f"again {a}": row for a, row in acts.items()}} for s, acts in rows.items()}
    mdp, other, twice = (MDP(r, discount="2/3") for r in (rows, moved, doubled))
    goal = some_goal(source, rows, few=True)
    there = {names[s]: x for s, x in goal.items()}
    for s in rows:
        assert evaluate(mdp.value(s), goal) == evaluate(other.value(names[s]), there)
        assert twice.value(s) == mdp.value(s)
        for a in rows[s]:
            wanted = holds(mdp.optimal(s, a), goal)
            assert holds(other.optimal(names[s], a), there) is wanted
            assert holds(twice.optimal(s, a), goal) is holds(twice.optimal(s, f"again {a}"), goal) is wanted


@settings(max_examples=20)
@given(st.integers(0, 10**6))
def test_power_is_bounded_by_the_best_reward_and_differs_little_between_mutual_neighbours(seed: int) -> None:
    """Turner et al. 2021, 5.4 and 5.5, goal by goal."""
    mdp = random_mdp(seed, states=4)
    goal = {w: F(random.Random(f"{seed}{w}").randint(0, 12), 12) for w in mdp.states}
    powers = {s: evaluate(power_value(mdp, s), goal) for s in mdp.states}
    assert max(powers.values()) <= max(goal.values())
    sure = {s: {t for a in mdp.actions(s) for t, p in mdp.row(s, a).items() if p == 1} for s in mdp.states}
    for s in mdp.states:
        for t in sure[s]:
            if s in sure[t]:
                assert abs(powers[s] - powers[t]) <= 1 - mdp.discount


def test_rewards_on_actions_and_transitions() -> None:
    rows = {"s": {"a": {"s": "1/2", "t": "1/2"}, "b": {"t": 1}}, "t": {"stay": {"t": 1}}}
    actions = MDP(rows, discount="1/2", rewards="actions")
    assert actions.outcomes == ("s/a", "s/b", "t/stay")
    assert actions.value("s", "b") == u("s/b") + u("t/stay")
    transitions = MDP(rows, discount="1/2", rewards="transitions")
    assert transitions.outcomes == ("s/a/s", "s/a/t", "s/b/t", "t/stay/t")
    assert transitions.value("s", "b") == u("s/b/t") + u("t/stay/t")
    assert transitions.value("s", "a") == (2 * u("s/a/s") + 2 * u("s/a/t") + 2 * u("t/stay/t")) / 3


def test_terminal_states_pay_once_or_for_ever() -> None:
    rows = {"s": {"go": {"end": 1}, "wait": {"s": 1}}}
    once = MDP(rows, discount="1/2", terminal={"end": "once"})
    forever = MDP(rows, discount="1/2", terminal={"end": "forever"})
    assert once.value("s", "go") == u("s") + u("end") / 2
    assert forever.value("s", "go") == u("s") + u("end")
    assert once.actions("end") == ()
    assert forever.actions("end") == ("stay",)
    assert holds(once.optimal("s", "wait", criterion="average"), {"s": F(1), "end": F(10)})
    assert not holds(forever.optimal("s", "wait", criterion="average"), {"s": F(1), "end": F(10)})
    assert eval(repr(once)) == once


def test_discount_zero_makes_every_action_optimal() -> None:
    mdp = graph(SHAH, 0)
    assert holds(mdp.optimal("S", "A"), {"S": F(0), "Z": F(5), "A": F(-5), "B": F(0)})
    assert mdp.value("S") == u("S")
    assert power_value(mdp, "S") == maximum(u("S"), u("Z"), u("A"))


REFUSED: dict[str, Any] = {
    "no-states": (lambda: MDP({}, discount="1/2"), InvalidValue, "transitions"),
    "no-actions": (lambda: MDP({"s": {}}, discount="1/2"), InvalidValue, "state 's' has no action"),
    "row-sum": (lambda: MDP({"s": {"a": {"s": "1/3"}}}, discount="1/2"), InvalidValue, "'s', action 'a' sum to 1/3"),
    "rounded": (lambda: MDP({"s": {"a": {"s": "0.333333"}}}, discount="1/2"), InvalidValue, "333333/1000000"),
    "unknown-state": (lambda: MDP({"s": {"a": {"t": 1}}}, discount="1/2"), UnknownName, "'t'"),
    "negative": (lambda: MDP({"s": {"a": {"s": -1}}}, discount="1/2"), InvalidValue, "negative"),
    "float": (lambda: MDP({"s": {"a": {"s": 1.0}}}, discount="1/2"), InvalidType, "float"),
    "discount-1": (lambda: MDP(LOOP, discount=1), InvalidValue, "criterion='blackwell'"),
    "discount-1.1": (lambda: MDP(LOOP, discount="1.1"), InvalidValue, "11/10"),
    "discount-negative": (lambda: MDP(LOOP, discount="-0.1"), InvalidValue, "-1/10"),
    "discount-float": (lambda: MDP(LOOP, discount=0.9), InvalidType, "9/10"),
    "horizon": (lambda: MDP(LOOP, discount=1, horizon=0), InvalidValue, "horizon = 0"),
    "rewards": (lambda: MDP(LOOP, discount="1/2", rewards="edges"), InvalidValue, "'edges'"),  # type: ignore[arg-type]
    "terminal": (lambda: MDP(LOOP, discount="1/2", terminal={"s": "once"}), InvalidValue, "terminal and has actions"),
    "terminal-pay": (lambda: MDP(LOOP, discount="1/2", terminal={"t": "twice"}), InvalidValue, "'twice'"),  # type: ignore[dict-item]
    "no-such-state": (lambda: graph(SHAH, "1/2").optimal("X", "S"), UnknownName, "'X'"),
    "no-such-action": (lambda: graph(SHAH, "1/2").optimal("B", "S"), UnknownName, "state 'B'"),
    "criterion": (lambda: graph(SHAH, "1/2").optimal("B", "B", criterion="best"), InvalidValue, "'best'"),  # type: ignore[arg-type]
    "blackwell-value": (lambda: graph(SHAH, "1/2").value("B", criterion="blackwell"), InvalidValue, "'average'"),
    "goal": (lambda: graph(SHAH, "1/2").solve({"S": 1}), InvalidValue, "'Z'"),
    "clash": (
        lambda: MDP({"a/b": {"c": {"a": 1}}, "a": {"b/c": {"a": 1}}}, discount="1/2", rewards="actions"),
        InvalidValue,
        "twice",
    ),
    "power-of-actions": (lambda: POWER(MDP(LOOP, discount="1/2", rewards="actions"), "s"), InvalidValue, "actions"),
    "most-of-both": (lambda: most(u("a"), u("a") >= 0), InvalidType, "two values or two events"),
    "most-factor": (lambda: most(u("a"), u("b"), 0), InvalidValue, "n = 0"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusals(name: str) -> None:
    call, kind, words = REFUSED[name]
    with pytest.raises(kind) as error:
        call()
    assert isinstance(error.value, DecisionError)
    assert words in str(error.value)


def test_symbols_wait_for_numbers() -> None:
    from sympy import Symbol

    g, p = Symbol("g"), Symbol("p")
    mdp = MDP({"s": {"a": {"s": p, "t": 1 - p}}, "t": {"b": {"t": 1}}}, discount=g)
    assert mdp.symbols == ("g", "p")
    assert mdp.substitute({"p": "1/3"}).symbols == ("g",)
    assert mdp.substitute({g: "1/2", p: 0}).value("s") == u("s") + u("t")
    assert mdp.substitute({p: 0}).value("s", criterion="average") == u("t")
    with pytest.raises(InvalidValue, match="negative"):
        mdp.substitute({p: 2})


def test_figure_1_is_fast() -> None:
    import time

    start = time.perf_counter()
    mdp = graph(FIGURE_1, "9/10")
    assert [len(mdp.visits.nondominated(s)) for s in mdp.states] == [5, 1, 2, 2, 2, 2, 2, 2]
    assert time.perf_counter() - start < 1
