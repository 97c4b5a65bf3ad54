"""Reading and writing MDPs in the forms of other tools."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from decision import MDP, InvalidType, InvalidValue
from tests.golden.mdps import FIGURE_1, graph
from tests.unit.random_mdps import random_mdp

gymnasium = pytest.importorskip("gymnasium")
networkx = pytest.importorskip("networkx")


@pytest.mark.parametrize("seed", range(8))
def test_there_and_back(seed: int) -> None:
    mdp = random_mdp(seed)
    assert MDP.from_networkx(mdp.to_networkx(), discount=mdp.discount) == mdp
    assert MDP.from_graphviz(mdp.to_graphviz(), discount=mdp.discount) == mdp
    P, mask = mdp.to_arrays()
    again = MDP.from_arrays(P, mask, discount=mdp.discount, states=mdp.states, actions=["a0", "a1", "a2"][: P.shape[1]])
    assert again.value(mdp.states[0]) == mdp.value(mdp.states[0])
    assert MDP.from_gymnasium(mdp.to_gymnasium(), discount=mdp.discount).states == tuple(
        str(i) for i in range(len(mdp.states))
    )


def test_names_that_need_quoting() -> None:
    mdp = MDP(
        {'a "b" \\': {"go; -> [x]": {'a "b" \\': "1/2", "ü // c": "1/2"}}, "ü // c": {"#": {"ü // c": 1}}}, discount=0
    )
    assert MDP.from_graphviz(mdp.to_graphviz(), discount=0) == mdp


def test_dot_with_comments_and_defaults() -> None:
    text = """
    strict digraph G { // a comment
      rankdir = LR; node [shape=box]; # another
      s -> a -> s /* and
      another */ ; s -> s
    }
    """
    assert MDP.from_graphviz(text, discount="1/2") == graph({"s": ["a", "s"], "a": ["s"]}, "1/2")


BROKEN = ["graph { a -- b }", "digraph { a -> ; }", "digraph { a -> b [x] }", "digraph { a -> a", "digraph { ? }"]


@pytest.mark.parametrize("text", BROKEN)
def test_broken_dot(text: str) -> None:
    with pytest.raises(InvalidValue, match="text"):
        MDP.from_graphviz(text, discount="1/2")


def test_digraph_of_the_literature() -> None:
    edges = [(s, t) for s, ts in FIGURE_1.items() for t in ts]
    digraph = networkx.DiGraph()
    digraph.add_nodes_from(FIGURE_1)
    digraph.add_edges_from(edges)
    assert MDP.from_networkx(digraph, discount="1/2") == graph(FIGURE_1, "1/2")


def test_arrays_of_floats_are_refused_and_integers_are_not() -> None:
    with pytest.raises(InvalidType, match="float"):
        MDP.from_arrays(np.array([[[1.0]]]), discount="1/2")
    assert MDP.from_arrays(np.array([[[1]]]), discount="1/2").states == ("0",)
    with pytest.raises(InvalidValue, match="shape"):
        MDP.from_arrays([[1, 0], [0, 1]], discount="1/2")
    with pytest.raises(InvalidValue, match="mask"):
        MDP.from_arrays([[[1]]], [1], discount="1/2")


def test_rounded_rows_are_refused() -> None:
    with pytest.raises(InvalidValue, match="not the float of a fraction"):
        MDP.from_gymnasium({0: {0: [(0.333333, 0, 0.0, False), (0.666667, 0, 0.0, False)]}}, discount="1/2")
    with pytest.raises(InvalidType, match="no transition table"):
        MDP.from_gymnasium(gymnasium.make("CartPole-v1"), discount="1/2")


def value_iteration(table: Any, gamma: float) -> list[float]:
    """Optimal values of a table with its own rewards, in floats, to the last digit."""
    values = [0.0] * len(table)
    for _ in range(5000):
        values = [
            max(sum(p * (r + (0 if done else gamma * values[t])) for p, t, r, done in row) for row in table[s].values())
            for s in range(len(table))
        ]
    return values


def test_frozen_lake() -> None:
    """Exact values by rational policy iteration; the table pays on entering the goal, we on being there."""
    env = gymnasium.make("FrozenLake-v1", is_slippery=True)
    mdp = MDP.from_gymnasium(env, discount="9/10", actions=["left", "down", "right", "up"])
    assert len(mdp.states) == 16
    assert mdp.terminal == dict.fromkeys(["5", "7", "11", "12", "15"], "once")
    assert mdp.row("0", "down") == {"0": Fraction(1, 3), "4": Fraction(1, 3), "1": Fraction(1, 3)}
    goal = {s: Fraction(int(s == "15")) for s in mdp.states}
    solution = mdp.solve(goal)
    for s in mdp.states:  # the Bellman equation, exactly: values are those of an optimal policy
        worths = [
            goal[s] + mdp.discount * sum(p * solution.values[t] for t, p in mdp.row(s, a).items())
            for a in mdp.actions(s)
        ]
        assert solution.values[s] == (max(worths) if worths else goal[s])
    floats = value_iteration(env.unwrapped.P, 0.9)
    for s in mdp.states:
        if s not in mdp.terminal:
            assert abs(float(solution.values[s] / mdp.discount) - floats[int(s)]) < 1e-12


@pytest.mark.parametrize(("name", "states"), [("CliffWalking-v1", 48), ("Taxi-v4", 504)])
def test_other_tables(name: str, states: int) -> None:
    mdp = MDP.from_gymnasium(gymnasium.make(name), discount="9/10")
    assert len(mdp.states) in (states, states - 4)
    assert mdp.terminal
