"""Actions that slip: no noise changes nothing, exact and packed processes agree, at the end all actions are alike."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from sympy import Symbol

from decision import MDP, InvalidType, InvalidValue, Uniform, iid, pack
from decision.numeric.noise import noisy
from decision.numeric.shares import optimal_shares
from tests.golden.mdps import FIGURE_1, graph
from tests.numeric.exact import random_process
from tests.numeric.models import random_model

LAW = iid(Uniform(0, 1))


def test_without_noise_it_is_the_process_itself():
    mdp = graph(FIGURE_1, "1/2")
    assert noisy(mdp, 0) == mdp
    model = pack(mdp)
    assert noisy(model, 0.0) is model


@pytest.mark.parametrize("p", ["0", "1/7", "1/2", "1"])
def test_exact_and_packed_processes_agree(p: str):
    for seed in range(20):
        mdp, _, _ = random_process(seed)
        exact, floats = pack(noisy(mdp, p)), noisy(pack(mdp), float(Fraction(p)))
        assert np.abs(exact.transitions.toarray() - floats.transitions.toarray()).max() < 1e-15
        assert exact.terminal == floats.terminal
        assert exact.states == floats.states
        assert np.array_equal(exact.action, floats.action)


def test_rows_are_the_stated_mixture():
    model, p = random_model(30, seed=3), 0.3
    plain, slipped = model.transitions.toarray(), noisy(model, p).transitions.toarray()
    for s in range(30):
        rows = model.state == s
        assert slipped[rows] == pytest.approx((1 - p) * plain[rows] + p * plain[rows].mean(axis=0))


def test_symbols_stay_symbols():
    p = Symbol("p")
    mdp = noisy(graph(FIGURE_1, "1/2"), p)
    assert mdp.symbols == ("p",)
    assert mdp.substitute({"p": "1/4"}) == noisy(graph(FIGURE_1, "1/2"), "1/4")


def test_when_all_actions_slip_each_is_optimal():
    found = optimal_shares(noisy(pack(graph(FIGURE_1, "1/2")), 1), "star", goals=LAW, discount=0.9, samples=200)
    assert all(e.value == 1 and e.ambiguous == 0 for _, e in found.rows)


def test_actions_with_equal_rows_still_tie_for_certain():
    model = pack(MDP({"s": {a: {"s": "1/3", "t": "2/3"} for a in "ab"} | {"c": {"s": 1}}, "t": {"x": {"t": 1}}},
                     discount="1/2"))  # fmt: skip
    found = optimal_shares(noisy(model, 0.37), "s", goals=LAW, discount=0.9, samples=200)
    assert found["a"] == found["b"]
    assert found["a"].ambiguous == 0


@pytest.mark.parametrize(
    ("process", "p", "error", "words"),
    [
        (graph(FIGURE_1, "1/2"), "3/2", InvalidValue, "p = '3/2' is above 1"),
        (graph(FIGURE_1, "1/2"), "-1/2", InvalidValue, "negative"),
        (graph(FIGURE_1, "1/2"), 0.5, InvalidType, "float"),
        (pack(graph(FIGURE_1, "1/2")), 1.5, InvalidValue, "p = 1.5 is not from 0 to 1"),
        (pack(graph(FIGURE_1, "1/2")), float("nan"), InvalidValue, "not from 0 to 1"),
        (pack(graph(FIGURE_1, "1/2")), "much", InvalidType, "write a number"),
        ({"s": {}}, "1/2", InvalidType, "give an MDP"),
        (MDP({"s": {"a": {"s": 1}}}, discount="1/2", rewards="actions"), "1/2", InvalidValue, "put rewards on states"),
    ],
    ids=["above-1", "negative", "float", "packed-above-1", "nan", "text", "no-process", "rewards-on-actions"],
)
def test_input_that_is_refused(process: Any, p: Any, error: type[Exception], words: str):
    with pytest.raises(error, match=words):
        noisy(process, p)
