"""Every bound returned is true: exact policy iteration on small processes, references to 1e-12 on large ones."""

import numpy as np
import pytest

from decision import optimal_values
from tests.numeric.exact import check_process
from tests.numeric.models import random_model, reference, torus_model


@pytest.mark.parametrize("engine", ["numba", "numpy"])
def test_random_processes(engine):
    for seed in range(60):
        check_process(seed, engine=engine)


@pytest.mark.slow
def test_a_thousand_random_processes():
    for seed in range(60, 1060):
        check_process(seed)


def check_large(model, discount, rewards=1):
    table = np.random.default_rng(3).normal(size=(rewards, model.size))
    found = optimal_values(model, table, discount=discount, tolerance=1e-8)
    for k, reward in enumerate(table):
        values, error = reference(model, reward, discount)
        assert error < 1e-12 / (1 - discount)
        assert (found.lower[k] <= values + error).all()
        assert (values - error <= found.upper[k]).all()
        assert found.radius[k] <= 1e-8


@pytest.mark.parametrize("discount", [0.9, 0.99])
def test_hundreds_of_states(discount):
    check_large(random_model(300, seed=1), discount, rewards=14)
    check_large(torus_model(12), discount, rewards=14)


@pytest.mark.slow
@pytest.mark.parametrize("discount", [0.95, 0.99, 0.999])
def test_thousands_of_states(discount):
    check_large(random_model(3000, seed=2), discount)
    check_large(torus_model(60), discount)


def test_a_bound_too_narrow_is_caught():
    """The references can fail: bounds shrunk to nothing do not contain them."""
    model = random_model(100, seed=5)
    reward = np.random.default_rng(3).normal(size=model.size)
    found = optimal_values(model, reward, discount=0.9, tolerance=1e-3)
    values, error = reference(model, reward, 0.9)
    assert (np.abs(found.values - values) > 100 * error).any()
