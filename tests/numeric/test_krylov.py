"""Evaluation of a policy does not depend on the unit of the rewards."""

import numpy as np
import pytest

from decision.numeric.kernels import Process, fetch
from decision.numeric.krylov import solved
from tests.numeric.models import torus_model


def evaluated(unit: float) -> np.ndarray:
    model = torus_model(12)
    process, n = Process.of(model), model.size
    policy = process.room()
    for s in range(n):
        policy.choice[s] = process.first[s]
        fetch(process, 0.9999, policy, s)
    x, reward = np.zeros(n), np.random.default_rng(0).random(n) * unit
    solved(policy, reward, x, 1e-6 * unit, np.empty((31, n)))
    return x / unit


@pytest.mark.parametrize("unit", [2.0**-970, 2.0**900])
def test_rewards_of_any_size(unit: float):
    ordinary = evaluated(1.0)
    assert ordinary.min() > 1000
    assert evaluated(unit) == pytest.approx(ordinary, rel=1e-6)
