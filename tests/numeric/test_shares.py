"""Shares of goals for which actions of large processes are optimal: published values, and Gymnasium's tables."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.sparse import csr_array

from decision import MDP, InvalidType, InvalidValue, Normal, PackedMDP, Uniform, iid, pack
from decision.numeric.shares import average_power, optimal_shares
from tests.golden.mdps import FIGURE_1 as EDGES
from tests.golden.mdps import graph

FIGURE_1 = graph(EDGES, "1/2")
LAW = iid(Uniform(0, 1))


def test_shares_on_figure_1_match_the_known_ones():
    found = optimal_shares(pack(FIGURE_1), "star", goals=LAW, discount=0.9, samples=8000)
    # Monte Carlo with 4 million goals: good to about .0005
    for action, share in {"nil": 0.2598, "lL": 0.2891, "rR": 0.4510}.items():
        assert found[action].lower - 0.0005 <= share <= found[action].upper + 0.0005
        assert found[action].ambiguous < 1e-3


@pytest.mark.parametrize("discount", [0.1, 0.9])
@pytest.mark.parametrize(
    ("state", "power"),
    [
        ("nil", lambda g: 1 / 2),
        ("rSE", lambda g: 2 / 3),
        ("lSW", lambda g: (4 + 3 * g) / (6 * (1 + g))),
        ("lNW", lambda g: (3 + 4 * g) / (6 * (1 + g))),
    ],
)
def test_average_power_on_figure_1(state: str, power: Callable[[float], float], discount: float):
    found = average_power(pack(FIGURE_1), state, goals=LAW, discount=discount, samples=4000)
    assert found.lower <= power(discount) <= found.upper
    assert found.upper - found.lower < 0.06


def test_actions_with_equal_rows_tie_for_certain():
    model = pack(MDP({"s": {"a": {"t": 1}, "b": {"t": 1}}, "t": {"stay": {"t": 1}}}, discount="1/2"))
    found = optimal_shares(model, "s", goals=LAW, discount=0.5, samples=500)
    assert [e.ambiguous for _, e in found.rows] == [0, 0]
    assert found["a"].upper == found["b"].upper == 1


def test_undecided_goals_are_ambiguous_and_widen_the_interval():
    third, more = 1 / 3, np.nextafter(1 / 3, 1)
    # actions 0 and 1 differ by less than rounding of the probabilities explains; action 2 is like neither
    rows = [[0, third, 1 - third, 0], [0, more, 1 - more, 0], [0, 0, 0, 1], *np.eye(4)[1:]]
    model = PackedMDP(csr_array(np.array(rows)), np.array([0, 0, 0, 1, 2, 3]), np.array([0, 1, 2, 0, 0, 0]))
    found = optimal_shares(model, 0, goals=LAW, discount=0.5, samples=1000)
    third_best = found["2"]
    assert third_best.ambiguous == 0
    for action in ("0", "1"):
        assert found[action].ambiguous == pytest.approx(1 - third_best.value)
        assert found[action].lower == 0
        assert found[action].upper >= 1 - third_best.value


def test_results_do_not_depend_on_threads():
    runs = [optimal_shares(pack(FIGURE_1), 0, goals=LAW, discount=0.9, samples=500, threads=n) for n in (1, 2)]
    assert runs[0] == runs[1]


@pytest.mark.parametrize(("name", "start"), [("FrozenLake8x8-v1", 0), ("CliffWalking-v1", 36), ("Taxi-v4", 1)])
def test_gymnasium_tables(name: str, start: int):
    gymnasium = pytest.importorskip("gymnasium")
    model = pack(MDP.from_gymnasium(gymnasium.make(name), discount="19/20"))
    found = optimal_shares(model, start, goals=LAW, discount=0.95, samples=100)
    # every goal has an optimal action, and ties count for each
    assert sum(e.value for _, e in found.rows) >= 1 - 1e-9
    assert all(e.ambiguous < 0.05 for _, e in found.rows)
    if name == "FrozenLake8x8-v1":
        # in the corner, down and right slip to the same three states with the same probabilities
        assert found.rows[1][1] == found.rows[2][1]


def grid(size: int) -> PackedMDP:
    """Moves in four directions on a square; walls hold."""
    state, action = np.repeat(np.arange(size**2), 4), np.tile(np.arange(4), size**2)
    row, column = divmod(state, size)
    down, right = np.array([-1, 0, 1, 0])[action], np.array([0, 1, 0, -1])[action]
    target = np.clip(row + down, 0, size - 1) * size + np.clip(column + right, 0, size - 1)
    entries = (np.ones(len(target)), (np.arange(len(target)), target))
    return PackedMDP(csr_array(entries, shape=(len(target), size**2)), state, action)


@pytest.mark.slow
def test_a_large_gridworld():
    found = optimal_shares(grid(100), 0, goals=LAW, discount=0.95, samples=1000)
    # reflection in the diagonal exchanges right and down, and the two moves into the wall
    assert found["0"] == found["3"]
    right, down = found["1"], found["2"]
    assert right.value + down.value + found["0"].value > 1 - 1e-9
    assert abs(right.value - down.value) < 5 * (right.standard_error + down.standard_error)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda m: optimal_shares(FIGURE_1, 0, goals=LAW, discount=0.5), InvalidType, "pack(mdp)"),
        (lambda m: optimal_shares(m, "nowhere", goals=LAW, discount=0.5), InvalidValue, "nowhere"),
        (lambda m: optimal_shares(m, 0, goals=LAW, discount=1.0), InvalidValue, "discount"),
        (lambda m: optimal_shares(m, 0, goals=LAW, discount=0.5, samples=0), InvalidValue, "samples"),
        (lambda m: optimal_shares(m, 0, goals=LAW, discount=0.5, confidence=1), InvalidValue, "confidence"),
        (lambda m: optimal_shares(m, 0, goals=LAW, discount=0.5)["up"], InvalidValue, "'nil'"),
        (lambda m: average_power(m, 0, goals=iid(Normal(0, 1)), discount=0.5), InvalidValue, "bound"),
    ],
    ids=["not-packed", "state", "discount", "samples", "confidence", "action", "unbounded"],
)
def test_input_that_is_refused(call: Callable[[Any], Any], error: Any, words: str):
    with pytest.raises(error, match=re.escape(words)):
        call(pack(FIGURE_1))


def test_goals_that_do_not_fit_into_memory_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("decision.numeric.memory._machine", lambda: 1000)
    with pytest.raises(InvalidValue, match="bytes"):
        optimal_shares(pack(FIGURE_1), 0, goals=LAW, discount=0.5)
