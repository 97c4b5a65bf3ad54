"""Policies of agents that are not optimal: probabilities by the exact rules, values by a dense solve."""

from fractions import Fraction

import numpy as np
import pytest

from decision import InvalidValue, optimal_values, pack
from decision.numeric.deciders import EpsilonOptimal, policy_values
from decision.numeric.packing import from_gymnasium
from decision.problems.deciders import Boltzmann, Quantiliser, UniformArgmax
from tests.numeric.exact import random_process
from tests.numeric.models import random_model, torus_model

RULES = [Boltzmann("1/2"), EpsilonOptimal("1/10"), Quantiliser("2/5"), Quantiliser(1), UniformArgmax()]


def dense(model, reward, policy, discount):
    mixed = np.zeros((model.size, model.size))
    np.add.at(mixed, model.state, policy[:, None] * model.transitions.toarray())
    return np.linalg.solve(np.eye(model.size) - discount * mixed, reward)


@pytest.mark.parametrize("rule", RULES, ids=repr)
@pytest.mark.parametrize("model", [random_model(60, seed=1), torus_model(7)], ids=["random", "torus"])
def test_values_are_those_of_the_policy(rule, model):
    reward = np.random.default_rng(0).random(model.size)
    found = policy_values(model, reward, rule, discount=0.95, tolerance=1e-8)
    assert np.add.reduceat(found.probabilities, model.first[:-1]) == pytest.approx(np.ones(model.size))
    values = dense(model, reward, found.probabilities, 0.95)
    assert found.radius < 1e-7
    assert (found.lower - 1e-12 <= values).all()
    assert (values <= found.upper + 1e-12).all()
    best = optimal_values(model, reward, discount=0.95, tolerance=1e-8)
    assert (found.lower <= best.upper).all()


@pytest.mark.parametrize("rule", [Quantiliser("2/5"), Quantiliser("1/3"), UniformArgmax()], ids=repr)
def test_probabilities_are_those_of_the_exact_rule(rule):
    for seed in range(40):
        mdp, goal, _ = random_process(seed)
        if mdp.discount in (0, Fraction(999, 1000)):
            continue
        model, exact = pack(mdp), mdp.solve(goal).values
        rewards = [float(goal[s]) for s in mdp.states]
        found = policy_values(model, rewards, rule, discount=float(mdp.discount), tolerance=1e-10)
        for i, s in enumerate(mdp.states):
            if not mdp.actions(s):
                continue
            worths = {a: sum(p * exact[t] for t, p in mdp.row(s, a).items()) for a in mdp.actions(s)}
            wanted = rule.probabilities(worths)
            rows = np.flatnonzero(model.state == i)
            names = [model.actions[model.action[row]] for row in rows]
            assert found.probabilities[rows] == pytest.approx([float(wanted[a]) for a in names])


def test_epsilon_optimal_actions_are_those_within_epsilon():
    model = random_model(60, seed=1)
    reward = np.random.default_rng(0).random(model.size)
    best = optimal_values(model, reward, discount=0.9, tolerance=1e-10)
    worth = reward[model.state] + 0.9 * (model.transitions @ best.values)
    inside = worth >= best.values[model.state] - 0.1
    found = policy_values(model, reward, EpsilonOptimal("1/10"), discount=0.9, tolerance=1e-10)
    assert np.array_equal(found.probabilities > 0, inside)
    assert 0 < inside.sum() < model.pairs


def test_boltzmann_solves_the_soft_equation():
    model = random_model(60, seed=1)
    reward, temperature = np.random.default_rng(0).random(model.size), 0.25
    found = policy_values(model, reward, Boltzmann("1/4"), discount=0.9, tolerance=1e-9)
    soft = np.zeros(model.size)
    for _ in range(400):
        worth = 0.9 * (model.transitions @ soft) / temperature
        total = np.add.reduceat(np.exp(worth - worth.max()), model.first[:-1])
        soft = reward + temperature * (np.log(total) + worth.max())
    worth = 0.9 * (model.transitions @ soft) / temperature
    weights = np.exp(worth - worth.max())
    expected = weights / np.add.reduceat(weights, model.first[:-1])[model.state]
    assert found.probabilities == pytest.approx(expected, rel=1e-6)


def test_cold_agents_are_optimal_and_hot_ones_random():
    model = random_model(60, seed=1)
    table = np.random.default_rng(0).random((3, model.size))
    best = optimal_values(model, table, discount=0.9, tolerance=1e-9)
    cold = policy_values(model, table, Boltzmann("1/10000"), discount=0.9, tolerance=1e-9)
    hot = policy_values(model, table, Boltzmann(10**9), discount=0.9, tolerance=1e-9)
    assert np.abs(cold.values - best.values).max() < 1e-2
    assert hot.probabilities == pytest.approx(np.full((3, model.pairs), 1 / 3), abs=1e-6)


def test_epsilon_is_not_negative():
    with pytest.raises(InvalidValue, match="epsilon = -1 is negative"):
        EpsilonOptimal(-1)


@pytest.mark.parametrize("rule", [Boltzmann("1/2"), Quantiliser("2/5")], ids=repr)
@pytest.mark.parametrize("count", [0, 1, 40])
def test_many_rewards_are_as_one_and_threads_do_not_matter(rule, count):
    model = torus_model(6)
    table = np.random.default_rng(0).random((count, model.size))
    found = policy_values(model, table, rule, discount=0.9, tolerance=1e-9, threads=1)
    assert found.probabilities.shape == (count, model.pairs)
    again = policy_values(model, table, rule, discount=0.9, tolerance=1e-9, threads=3)
    for name in ("probabilities", "values", "radius", "blur"):
        assert np.array_equal(getattr(again, name), getattr(found, name))
    for k, reward in enumerate(table):
        one = policy_values(model, reward, rule, discount=0.9, tolerance=1e-9)
        assert one.probabilities == pytest.approx(found.probabilities[k], abs=1e-6)
        assert (np.abs(one.values - found.values[k]) <= 1e-6).all()


@pytest.mark.parametrize("tolerance", [1e-2, 1e-4, 1e-6])
def test_soft_values_are_found_where_the_process_ends(tolerance):
    gymnasium = pytest.importorskip("gymnasium")
    model = from_gymnasium(gymnasium.make("FrozenLake8x8-v1", is_slippery=False))
    rewards = np.random.default_rng(0).random((30, model.size))
    found = policy_values(model, rewards, Boltzmann("1/10"), discount=0.99, tolerance=tolerance)
    best = optimal_values(model, rewards, discount=0.99, tolerance=tolerance)
    assert (found.lower <= best.upper).all()
    assert (found.radius <= 1.01 * tolerance).all()
