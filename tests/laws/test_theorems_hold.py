"""When the hypotheses of a theorem hold on a random decision process, its conclusion holds on whole orbits of goals.

Conclusions are evaluated goal by goal over all permutations, without the engines; where the theorem says that the
converse fails, some orbit has to show it.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from random import Random

import pytest

from decision import MDP, decide
from decision.language.evaluate import integrand
from decision.theory import reports
from decision.theory.ends import check_larger_ends, check_more_ends, check_one_cycle
from decision.theory.options import check_more_options, check_open_options_optimal, check_open_options_power
from tests.unit.random_mdps import random_mdp

F = Fraction
ENOUGH = 60


def small_graph(seed):
    """Four or five states, few edges, and two of the states copies of each other more often than by chance."""
    source = Random(seed)
    names = [f"s{i}" for i in range(source.choice([4, 5]))]
    edges = {s: source.sample(names, source.choice([1, 1, 2, 3])) for s in names}
    if source.random() < 0.7:
        a, b = names[-2:]
        edges[a], edges[b] = [a], source.choice([[b], [b, names[0]], [b, a]])
    gamma = source.choice([F(1, 10), F(1, 2), F(9, 10)])
    return MDP({s: {t: {t: 1} for t in ts} for s, ts in edges.items()}, discount=gamma)


def orbit_sum(thesis, names, values):
    (inequality,) = thesis.inequalities
    orbit = set(permutations(values))
    return sum(integrand(inequality, dict(zip(names, goal, strict=True))) for goal in orbit)


def goals(source, size, count):
    for _ in range(count):
        spread = source.choice([2, 50])
        yield [F(source.randint(-spread, spread)) for _ in range(size)]


@pytest.fixture
def stated(monkeypatch):
    """Theses that would be decided, in order: the conclusion, then the converse."""
    theses = []
    monkeypatch.setattr(reports, "decide", lambda thesis, **_: theses.append(thesis))
    return theses


def each_check(mdp):
    pairs = [(s, t) for s in mdp.states for t in mdp.states if s != t]
    for s, t in pairs:
        yield lambda s=s, t=t: check_more_options(mdp, s, t)
        yield lambda s=s, t=t: check_more_ends(mdp, s, t)
    for s in mdp.states:
        for a, b in permutations(mdp.actions(s), 2):
            yield lambda s=s, a=a, b=b: check_open_options_power(mdp, s, a, b)
            yield lambda s=s, a=a, b=b: check_open_options_optimal(mdp, s, a, b)
            ends = mdp.visits.recurrent(s, a), mdp.visits.recurrent(s, b)
            yield lambda s=s, ends=ends: check_larger_ends(mdp, s, *ends)
        for t in mdp.visits.one_cycles(s):
            yield lambda s=s, t=t: check_one_cycle(mdp, s, t)


def test_conclusions_hold_on_random_graphs(stated):
    source, applied = Random(0), {}
    for seed in range(60):
        mdp = small_graph(seed)
        for check in each_check(mdp):
            stated.clear()
            report = check()
            if not report.applies:
                continue
            conclusion, *converse = stated
            name = report.theorem
            applied[name] = applied.get(name, 0) + 1
            if applied[name] > ENOUGH:
                continue
            for values in goals(source, len(mdp.states), 3):
                assert orbit_sum(conclusion, mdp.states, values) >= 0, (seed, report, values)
            if converse:
                applied[f"{name} converse"] = applied.get(f"{name} converse", 0) + 1
                some = (orbit_sum(converse[0], mdp.states, v) for v in goals(source, len(mdp.states), 30))
                shown = any(x < 0 for x in some)
                assert shown or decide(converse[0], given=report.given, outcomes=mdp.outcomes).fails, (seed, report)
    assert set(applied) >= {f"turner2021/{n}" for n in ("6.6", "6.9.1", "6.9.2", "6.12", "6.13", "6.14")}
    assert min(applied.values()) >= 3, applied


def test_conclusions_hold_on_random_chances(stated):
    """Rows with random probabilities: copies are rare, but those found have to be good."""
    source, applied = Random(1), 0
    for seed in range(60):
        mdp = random_mdp(seed, states=3, actions=2)
        for check in each_check(mdp):
            stated.clear()
            if check().applies:
                applied += 1
                for values in goals(source, len(mdp.states), 3):
                    assert orbit_sum(stated[0], mdp.states, values) >= 0
    assert applied >= 10
