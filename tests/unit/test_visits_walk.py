"""Where there are many policies, the walk takes the place of the list: with the same answers, goals and policies."""

from __future__ import annotations

import pytest

from decision.problems import visits
from tests.unit.random_mdps import random_mdp, visits_of, worth


def weights(listed):
    return {frozenset(f.weights) for f in listed}


@pytest.mark.parametrize("seed", range(25))
def test_the_walk_finds_what_the_list_finds(seed, monkeypatch):
    mdp = random_mdp(seed, states=4)
    asked = [(s, a) for s in mdp.states[:2] for a in (None, *mdp.actions(s))]
    listed = {key: mdp.visits.nondominated(*key) for key in asked}
    monkeypatch.setattr(visits, "FEW", 0)
    again = random_mdp(seed, states=4)
    for state, action in asked:
        walked = again.visits.nondominated(state, action)
        assert weights(walked) == weights(listed[state, action])
        everything = weights(mdp.visits.all(state, action))
        for f in walked:
            policy = {s: next(iter(mdp.actions(s))) for s in mdp.states} | dict(f.policy)
            assert action is None or policy[state] == action
            assert visits_of(mdp, policy, state, mdp.discount) == dict(f.weights)
            mine = worth(dict(f.weights), dict(f.goal))
            assert all(worth(dict(p), dict(f.goal)) < mine for p in everything if p != frozenset(f.weights))
        places = [[(mdp.states.index(s), list(mdp.actions(s)).index(a)) for s, a in f.policy] for f in walked]
        assert [sorted(p) for p in places] == sorted(sorted(p) for p in places)
