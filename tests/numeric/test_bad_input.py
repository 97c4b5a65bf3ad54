"""Bad input is refused, and the message says what is wrong where."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from decision import MDP, InvalidType, InvalidValue, PackedMDP, optimal_values, pack
from decision.numeric import memory

GOOD = np.array([[0.5, 0.5], [1.0, 0.0], [0.0, 1.0]])
STATE, ACTION = np.array([0, 0, 1]), np.array([0, 1, 0])
MODEL = PackedMDP(csr_array(GOOD), STATE, ACTION)


def changed(row, column, value):
    rows = GOOD.copy()
    rows[row, column] = value
    return csr_array(rows)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((changed(0, 0, 0.4), STATE, ACTION), r"row 0 \(state 0, action 0\) sums to .*0.9.*off by 0.1"),
        ((changed(0, 0, -0.5), STATE, ACTION), r"-0.5.* in row 0; probabilities are from 0 to 1"),
        ((changed(1, 1, np.nan), STATE, ACTION), r"nan.* in row 1"),
        ((csr_array(GOOD), np.array([0, 0, 0]), np.arange(3)), r"state 1 has no action"),
        ((csr_array(GOOD), np.array([0, 0, 1]), np.array([0, 0, 0])), r"state 0, action 0 has two rows"),
        ((csr_array(GOOD), np.array([0, 0, 2]), ACTION), r"state has 2, and transitions only 2 columns"),
        ((csr_array(GOOD), np.array([0, 0, -1]), ACTION), r"state has -1"),
        ((csr_array(GOOD), STATE, np.array([0, 2**40, 0])), r"action has 1099511627776"),
        ((changed(2, 1, 0.0), STATE, ACTION), r"row 2 .* is empty"),
    ],
)
def test_models(arguments, message):
    with pytest.raises(InvalidValue, match=message):
        PackedMDP(*arguments)


def test_types_of_models():
    with pytest.raises(InvalidType, match=r"ndarray.*csr_array"):
        PackedMDP(GOOD, STATE, ACTION)
    with pytest.raises(InvalidType, match=r"float32"):
        PackedMDP(csr_array(GOOD.astype(np.float32)), STATE, ACTION)
    with pytest.raises(InvalidType, match=r"state has type float64"):
        PackedMDP(csr_array(GOOD), STATE.astype(float), ACTION)


@pytest.mark.parametrize("terminal", [[0], [1], [1, 1], [5]])
def test_terminal_states_have_one_row_of_zeros(terminal):
    with pytest.raises(InvalidValue, match=r"terminal|the process ends there"):
        PackedMDP(csr_array(GOOD), STATE, ACTION, terminal=terminal)


def test_overflowed_indices():
    """What a 32-bit counter makes of a target beyond 2**31."""
    rows = csr_array(GOOD)
    rows.indices[0] = np.int64(2**31 + 1).astype(np.int32)
    with pytest.raises(InvalidValue, match=r"leads to states -2147483647 to 1 of 2; an index overflowed"):
        PackedMDP(rows, STATE, ACTION)


def test_names():
    with pytest.raises(InvalidValue, match=r"states has 1 names for 2 states"):
        PackedMDP(csr_array(GOOD), STATE, ACTION, states=["s"])
    with pytest.raises(InvalidValue, match=r"actions has 1 names, and action 1 occurs"):
        PackedMDP(csr_array(GOOD), STATE, ACTION, actions=["a"])
    with pytest.raises(InvalidValue, match=r"state = 'q' is unknown"):
        MODEL.place("q")


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e200])
def test_rewards_are_finite(bad):
    with pytest.raises(InvalidValue, match=r"rewards\[1, 0\] = "):
        optimal_values(MODEL, [[0, 0], [bad, 0]], discount=0.9, tolerance=1e-6)


@pytest.mark.parametrize("shape", [(3,), (2, 3), (1, 1, 2), ()])
def test_rewards_have_a_shape(shape):
    with pytest.raises(InvalidValue, match=r"rewards has shape"):
        optimal_values(MODEL, np.zeros(shape), discount=0.9, tolerance=1e-6)


@pytest.mark.parametrize("discount", [1, 1.5, -0.1, np.nan])
def test_discounts(discount):
    with pytest.raises(InvalidValue, match=r"discount = "):
        optimal_values(MODEL, [0, 0], discount=discount, tolerance=1e-6)


def test_a_discount_that_rounding_swallows():
    with pytest.raises(InvalidValue, match=r"so near 1"):
        optimal_values(MODEL, [0, 0], discount=1 - 2.0**-53, tolerance=1e-6)


@pytest.mark.parametrize("tolerance", [0, -1, np.nan])
def test_tolerances(tolerance):
    with pytest.raises(InvalidValue, match=r"tolerance = "):
        optimal_values(MODEL, [0, 0], discount=0.9, tolerance=tolerance)


def test_words_for_numbers():
    with pytest.raises(InvalidType, match=r"discount = 'high'"):
        optimal_values(MODEL, [0, 0], discount="high", tolerance=1e-6)
    with pytest.raises(InvalidType, match=r"rewards is no array"):
        optimal_values(MODEL, ["x", "y"], discount=0.9, tolerance=1e-6)


def test_options():
    with pytest.raises(InvalidValue, match=r"engine = 'cuda'"):
        optimal_values(MODEL, [0, 0], discount=0.9, tolerance=1e-6, engine="cuda")
    with pytest.raises(InvalidValue, match=r"threads = 0"):
        optimal_values(MODEL, [0, 0], discount=0.9, tolerance=1e-6, threads=0)
    with pytest.raises(InvalidType, match=r"threads = '2'"):
        optimal_values(MODEL, [0, 0], discount=0.9, tolerance=1e-6, threads="2")


def test_too_large_for_memory_is_refused_with_the_number():
    """The table is a view of one number: nothing is allocated for it, nor for the results."""
    table = np.broadcast_to(0.0, (10**13, 2))
    need = memory.needed(len(table), MODEL, 1)
    assert need > 20 * table.size
    with pytest.raises(InvalidValue, match=rf"takes {need} bytes"):
        optimal_values(MODEL, table, discount=0.9, tolerance=1e-6, threads=1)


@pytest.mark.parametrize(
    ("options", "message"), [({"horizon": 3}, "horizon = 3"), ({"rewards": "actions"}, "rewards = 'actions'")]
)
def test_only_infinite_processes_with_rewards_on_states_are_packed(options, message):
    with pytest.raises(InvalidValue, match=message):
        pack(MDP({"s": {"stay": {"s": 1}}}, discount="1/2", **options))


def test_actions_that_floats_cannot_tell_apart():
    tiny = "1/1000000000000000000000000000000"
    rest = "999999999999999999999999999999/1000000000000000000000000000000"
    rows = {"a": {"s": 1}, "b": {"s": rest, "t": tiny}}
    model = pack(MDP({"s": rows, "t": {"stay": {"t": 1}}}, discount="1/2"))
    assert model.transitions.nnz == 4
    close = {
        "a": {"s": "1/3", "t": "2/3"},
        "b": {"s": "333333333333333333333/1000000000000000000000", "t": "666666666666666666667/1000000000000000000000"},
    }
    with pytest.raises(InvalidValue, match=r"state 's' has actions that differ by less than float64 can tell"):
        pack(MDP({"s": close, "t": {"stay": {"t": 1}}}, discount="1/2"))
