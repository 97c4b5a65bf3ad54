"""Defects of other tools do not happen here: each control shows the defect, and that our bounds exclude it."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from decision import InvalidValue, PackedMDP, optimal_values
from tests.numeric.models import random_model


def stay(discount):
    """One state for ever, at reward -1."""
    model = PackedMDP(csr_array(np.array([[1.0]])), np.array([0]), np.array([0]))
    return optimal_values(model, [-1.0], discount=discount, tolerance=1e-6)


def test_illegal_actions_are_not_rows_of_zeros():
    padded = csr_array(np.array([[1.0], [0.0]]))
    worth = padded @ [-10.0]
    assert -1 + 0.9 * worth.max() == -1  # the defect: "doing nothing" is worth 0
    with pytest.raises(InvalidValue, match=r"row 1 \(state 0, action 1\) is empty.*no row at all"):
        PackedMDP(padded, np.array([0, 0]), np.array([0, 1]))
    found = stay(0.9)
    assert found.lower[0] <= -10 <= found.upper[0] < -9.99


def test_relative_one_step_stopping():
    """POWER of a state that leads to one loop of reward 1/2, at .999."""
    gamma, reward = 0.999, np.array([0.5, 0.5])
    rows = csr_array(np.array([[0.0, 1.0], [0.0, 1.0]]))
    values, old = np.zeros(2), np.ones(2)
    while (np.abs(values - old) / (np.abs(old) + 1e-20)).max() > 1e-4:
        old, values = values, reward + gamma * (rows @ values)

    def power(v):
        return (1 - gamma) / gamma * (v[0] - reward[0])

    found = optimal_values(PackedMDP(rows, np.array([0, 1]), np.array([0, 0])), reward, discount=gamma, tolerance=1e-6)
    assert power(values) == pytest.approx(0.4546, abs=1e-3)  # the defect
    assert power(values) < power(found.lower) <= 0.5 <= power(found.upper) < 0.5 + 1e-8


@pytest.mark.parametrize(("discount", "off"), [(0.95, 3), (0.99, 20)])
def test_span_stop_without_mid_point(discount, off):
    model = random_model(200, seed=0)
    reward = np.random.default_rng(0).random(model.size)
    values = np.zeros(model.size)
    while True:
        change = reward + discount * np.maximum.reduceat(model.transitions @ values, model.first[:-1]) - values
        values = values + change
        if np.ptp(change) < 1e-6:
            break
    found = optimal_values(model, reward, discount=discount, tolerance=1e-6)
    assert (found.lower - values > off).all()  # the defect
    assert found.radius <= 1e-6


def test_a_rounded_row_is_refused():
    rows = csr_array(np.array([[0.333333, 0.333333, 0.333333], [0, 1, 0], [0, 0, 1]]))
    with pytest.raises(InvalidValue, match=r"sums to .*0.99999\d*.*, which is off by 1e-06"):
        PackedMDP(rows, np.arange(3), np.zeros(3, dtype=int))
