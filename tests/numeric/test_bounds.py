"""Every bound returned is true."""

import random

import pytest

from decision import optimal_values, pack
from tests.numeric.exact import check_against_exact, random_goal
from tests.unit.random_mdps import random_mdp


@pytest.mark.parametrize("engine", ["numba", "numpy"])
def test_random_processes_against_exact_policy_iteration(engine):
    for seed in range(60):
        mdp, source = random_mdp(seed), random.Random(seed)
        model, goal = pack(mdp), random_goal(mdp, source)
        rewards = [float(goal[s]) for s in mdp.states]
        tolerance = source.choice([1e-2, 1e-6, 1e-30])
        found = optimal_values(model, rewards, discount=float(mdp.discount), tolerance=tolerance, engine=engine)
        check_against_exact(mdp, model, goal, found)
        if tolerance > 1e-9:
            assert found.radius <= tolerance
