"""Named processes and Gymnasium tables in arrays."""

from fractions import Fraction

import gymnasium
import numpy as np
import pytest

from decision import MDP, InvalidType, optimal_values, pack
from decision.numeric.packing import from_gymnasium
from tests.numeric.exact import check_actions, check_values

WAIT = MDP(
    {"s": {"candy": {"candy": 1}, "wait": {"w": 1}}, "w": {"candy": {"candy": 1}, "hug": {"hug": "1/3", "s": "2/3"}}},
    discount="9/10",
    terminal={"candy": "once", "hug": "forever"},
)


def test_pack_keeps_names_and_ends():
    model = pack(WAIT)
    assert model.states == ("s", "w", "candy", "hug")
    assert [model.actions[a] for a in model.action] == ["candy", "wait", "candy", "hug", "end", "stay"]
    assert model.terminal == (2,)
    assert model.transitions.toarray()[3].tolist() == [2 / 3, 0, 0, 1 / 3]
    assert model.place("hug") == 3 == model.place(3)


def test_frozen_lake_against_exact_rationals():
    env = gymnasium.make("FrozenLake-v1", map_name="4x4", is_slippery=True)
    model, mdp = from_gymnasium(env), MDP.from_gymnasium(env, discount="99/100")
    goal = {s: Fraction(int(s.split()[0]) ** 2 % 7, 3) for s in mdp.states}
    packed = pack(mdp)
    found = optimal_values(packed, [float(goal[s]) for s in packed.states], discount=0.99, tolerance=1e-9)
    check_values(mdp, goal, found)
    check_actions(mdp, packed, goal, found)
    table = optimal_values(model, [float(goal[s]) for s in model.states], discount=0.99, tolerance=1e-9)
    order = [packed.place(s) for s in model.states]
    assert (np.abs(table.values - found.values[order]) <= table.radius + found.radius).all()


@pytest.mark.parametrize("terminal", ["once", "forever"])
def test_termination_in_a_state_that_others_pass(terminal):
    table = {0: {0: [(1.0, 1, 0.0, True)], 1: [(1.0, 1, 0.0, False)]}, 1: {0: [(1.0, 0, 0.0, False)]}}
    model = from_gymnasium(table, terminal=terminal)
    assert model.states == ("0", "1", "1 end")
    found = optimal_values(model, [0, 0, 1], discount=0.5, tolerance=1e-9)
    assert found.values == pytest.approx([0.5, 0.25, 1] if terminal == "once" else [1, 0.5, 2])


def test_environments_without_a_table_are_refused():
    with pytest.raises(InvalidType, match=r"has no transition table"):
        from_gymnasium(object())


def test_illegal_moves_of_taxi_tie_for_certain():
    """Taxi's illegal moves all stay: same rows, so they tie and are not ambiguous."""
    model = from_gymnasium(gymnasium.make("Taxi-v4"))
    assert model.size == 504 or model.size == 500
    reward = np.zeros(model.size)
    reward[0] = 1
    found = optimal_values(model, reward, discount=0.9, tolerance=1e-9)
    here = model.state == 0
    stays = here & (model.transitions[:, [0]].toarray().ravel() == 1)
    assert stays.sum() > 1
    assert np.array_equal(found.optimal & here, stays)
    assert not found.ambiguous[here].any()
