"""All ways to the values agree within their bounds; the number of threads changes nothing."""

import numpy as np
import pytest
from scipy import sparse

from decision import PackedMDP, optimal_values
from decision.numeric.threads import workers
from tests.numeric.models import random_model, torus_model

MODELS = {"random": random_model(150, seed=4), "torus": torus_model(12)}


def rewards(model, count):
    return np.random.default_rng(1).random((count, model.size))


def agree(one, other):
    assert (np.abs(one.values - other.values) <= (one.radius + other.radius)[..., None] * (1 + 1e-9)).all()
    sure = one.optimal | other.optimal
    assert not (sure & ~(one.optimal | one.ambiguous)).any()
    assert not (sure & ~(other.optimal | other.ambiguous)).any()


@pytest.mark.parametrize("name", MODELS)
def test_numpy_and_numba(name):
    model = MODELS[name]
    table = rewards(model, 14)
    agree(
        optimal_values(model, table, discount=0.97, tolerance=1e-7, engine="numba"),
        optimal_values(model, table, discount=0.97, tolerance=1e-7, engine="numpy"),
    )


@pytest.mark.parametrize("engine", ["numba", "numpy"])
@pytest.mark.parametrize("count", [1, 20])
def test_a_process_that_ends_everywhere_is_worth_its_rewards(engine, count):
    model = PackedMDP(sparse.csr_array((3, 3)), np.arange(3), np.zeros(3, int), terminal=range(3))
    table = rewards(model, count)
    found = optimal_values(model, table, discount=0.9, tolerance=1e-9, engine=engine)
    assert ((found.lower <= table) & (table <= found.upper)).all()


@pytest.mark.parametrize(("engine", "states"), [("numba", 2001), ("numpy", 301), ("numpy", 1201)])
def test_a_long_way_to_the_best_state_is_gone_to_the_end(engine, states):
    here = np.arange(states)
    targets = np.stack([here, here - 1, here + 1], axis=1).ravel() % len(here)
    rows = sparse.csr_array((np.ones(targets.size), targets, np.arange(targets.size + 1)))
    model = PackedMDP(rows, np.repeat(here, 3), np.tile([0, 1, 2], len(here)))
    found = optimal_values(model, rewards(model, 1), discount=0.9999, tolerance=1e-6, engine=engine)
    assert found.radius.max() <= 1e-6


@pytest.mark.parametrize("engine", ["numba", "numpy"])
@pytest.mark.parametrize("seed", range(6))
def test_sure_moves_between_neighbours(engine, seed):
    """Sweeps alone go round such a process for very long."""
    source, states = np.random.default_rng(seed), 200
    state = np.repeat(np.arange(states), 2)
    targets = (state + source.integers(-2, 3, state.size)) % states
    rows = sparse.csr_array((np.ones(state.size), targets, np.arange(state.size + 1)))
    model = PackedMDP(rows, state, np.tile([0, 1], states))
    found = optimal_values(model, source.standard_normal(states), discount=0.99999, tolerance=1e-4, engine=engine)
    assert found.radius <= 1e-4


def test_numpy_goes_on_where_sweeps_gain_little():
    model = PackedMDP(sparse.eye_array(2, format="csr"), np.arange(2), np.zeros(2, int))
    found = optimal_values(model, [0, 1], discount=0.99999, tolerance=2e4, engine="numpy")
    assert found.radius <= 2e4


@pytest.mark.parametrize("states", [1, 2, 3, 16, 17])
@pytest.mark.parametrize("places", [np.int32, np.int64])
def test_one_reward_for_any_number_of_states_and_type_of_places(states, places):
    rows = random_model(states, seed=states).transitions
    ring = sparse.csr_array((np.roll(np.eye(states), 1, axis=1) + 4 * np.eye(states)) / 5)  # mixes slowly
    pairs = np.arange(2 * states)
    both = sparse.vstack([rows[::3], ring]).tocsr()[pairs // 2 + states * (pairs % 2)]
    both.indices, both.indptr = both.indices.astype(places), both.indptr.astype(places)
    model = PackedMDP(both, pairs // 2, pairs % 2)
    assert model.transitions.indices.dtype == model.first.dtype == places
    reward = rewards(model, 1)[0]
    found = optimal_values(model, reward, discount=0.99, tolerance=1e-7, engine="numba")
    assert found.radius <= 1e-7
    agree(found, optimal_values(model, reward, discount=0.99, tolerance=1e-7, engine="numpy"))


@pytest.mark.parametrize("name", MODELS)
def test_many_and_one(name):
    model = MODELS[name]
    table = rewards(model, 130)
    many = optimal_values(model, table, discount=0.97, tolerance=1e-7)
    for k in (0, 63, 64, 129):
        one = optimal_values(model, table[k], discount=0.97, tolerance=1e-7)
        assert (np.abs(one.values - many.values[k]) <= one.radius + many.radius[k]).all()
        assert (one.policy == many.policy[k])[~many.ambiguous[k][many.rows[k]]].all()


def test_nearby_rewards_start_from_one_another():
    model = MODELS["torus"]
    table = rewards(model, 1) + 1e-3 * rewards(model, 5)
    found = optimal_values(model, table, discount=0.99, tolerance=1e-7)
    assert (found.radius <= 1e-7).all()
    agree(found, optimal_values(model, table, discount=0.99, tolerance=1e-7, engine="numpy"))


@pytest.mark.parametrize("name", MODELS)
def test_threads_do_not_matter(name):
    model = MODELS[name]
    results = [
        optimal_values(
            model, rewards(model, 2000 if name == "random" else 150), discount=0.9, tolerance=1e-6, threads=n
        )
        for n in (1, 2, 4)
    ]
    for found in results[1:]:
        assert np.array_equal(found.values, results[0].values)
        assert np.array_equal(found.radius, results[0].radius)
        assert np.array_equal(found.rows, results[0].rows)


def test_rows_come_in_any_order():
    model = MODELS["random"]
    order = np.random.default_rng(0).permutation(model.pairs)
    shuffled = type(model)(model.transitions[order], model.state[order], model.action[order])
    assert (shuffled.transitions != model.transitions).nnz == 0
    assert np.array_equal(shuffled.state, model.state)
    assert np.array_equal(shuffled.action, model.action)


def test_default_threads_are_the_processors():
    assert workers(None) >= 1
