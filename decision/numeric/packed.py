r"""Large decision processes as arrays: one sparse row of transition probabilities per legal state-action pair.

Actions that are not available have no row, so none can be taken by mistake; a row of zeros is refused unless its state
is declared one where the process ends. Probabilities are float64. Rows must sum to 1 up to `ROUNDING`, which a few
roundings explain (1/3 is no float); nothing is rescaled. What the numbers then mean, and which exact processes the
bounds of `optimal_values` hold for, is said in `decision.numeric.rounding`.
"""

# scipy is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from decision.errors import InvalidType, InvalidValue
from decision.validation import check_distinct

__all__ = ["Floats", "Integers", "PackedMDP"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.integer[Any]]

ROUNDING = 2.0**-40
"""Most that a row's sum may differ from 1."""


@dataclass(frozen=True, eq=False)
class PackedMDP:
    """A decision process in arrays, without a reward.

    Rows are kept in the order of their states and, within a state, of their actions; `state` and `action` say which
    row is which. `transitions` is not copied if it comes in that order.

    Parameters
    ----------
    transitions : scipy sparse array, shape (L, S)
        Row `l` is the lottery over next states of pair `l`: float64, at least 0, sum 1.
    state, action : array of int, shape (L,)
        State, from 0 to `S - 1`, and action number of each row. Every state needs at least one row.
    terminal : sequence of int
        States where the process ends after their reward is collected: each has one row, of zeros.
    states, actions : sequence of str, optional
        Names of the states and of the action numbers.

    Raises
    ------
    InvalidValue, InvalidType
        For a row that does not sum to 1 (it is named, with its sum), a negative or NaN probability, a state without a
        row, a pair that has two, an index out of range.

    Examples
    --------
    >>> import numpy as np
    >>> from scipy.sparse import csr_array
    >>> rows = csr_array(np.array([[0.5, 0.5], [1.0, 0.0], [0.0, 1.0]]))
    >>> PackedMDP(rows, np.array([0, 0, 1]), np.array([0, 1, 0]))
    PackedMDP(2 states, 3 state-action pairs, 4 transitions)
    """

    transitions: Any
    state: Integers
    action: Integers
    terminal: Sequence[int] = ()
    states: Sequence[str] | None = None
    actions: Sequence[str] | None = None

    def __post_init__(self) -> None:
        if not sparse.issparse(self.transitions):
            kind = type(self.transitions).__name__
            raise InvalidType(f"transitions has type {kind}; write scipy.sparse.csr_array(transitions)")
        rows: Any = sparse.csr_array(self.transitions)
        state, action = _index(self.state, "state", rows.shape[0]), _index(self.action, "action", rows.shape[0])
        _check_weights(rows)
        _check_pairs(state, action, rows.shape[1])
        order = None if _sorted(state, action) else np.lexsort((action, state))
        if order is not None:
            rows, state, action = rows[order], state[order], action[order]
        for name, value in (("transitions", rows), ("state", state), ("action", action)):
            object.__setattr__(self, name, value)
        object.__setattr__(self, "terminal", tuple(int(s) for s in self.terminal))
        self._check_sums()
        self._check_names()

    @property
    def size(self) -> int:
        """Number of states."""
        return self.transitions.shape[1]

    @property
    def pairs(self) -> int:
        """Number of state-action pairs."""
        return self.transitions.shape[0]

    @cached_property
    def first(self) -> Integers:
        """Where each state's rows begin, and the number of rows: `S + 1` entries."""
        return np.searchsorted(self.state, np.arange(self.size + 1)).astype(self.transitions.indptr.dtype)

    @cached_property
    def sums(self) -> Floats:
        """Sum of every row, as computed."""
        return _row_sums(self.transitions)

    @cached_property
    def widest(self) -> int:
        """Largest number of entries in a row."""
        return int(np.diff(self.transitions.indptr).max())

    def nbytes(self) -> int:
        """Bytes of the arrays."""
        t = self.transitions
        return t.data.nbytes + t.indices.nbytes + t.indptr.nbytes + self.state.nbytes + self.action.nbytes

    def place(self, state: str | int) -> int:
        """Number of a state, by name or number."""
        if isinstance(state, str) and self.states is not None and state in self.states:
            return self.states.index(state)
        if not isinstance(state, str) and 0 <= state < self.size:
            return int(state)
        raise InvalidValue(
            f"state = {state!r} is unknown; write a number from 0 to {self.size - 1} or a name in .states"
        )

    def actions_of(self, place: int) -> tuple[str, ...]:
        """Actions of a state, in order: names, or numbers as text."""
        numbers: list[int] = self.action[self.state == place].tolist()
        return tuple(str(k) if self.actions is None else self.actions[k] for k in numbers)

    def _check_sums(self) -> None:
        ends = np.isin(self.state, self.terminal)
        if len(self.terminal) != ends.sum() or set(self.terminal) != set(self.state[ends].tolist()):
            raise InvalidValue(
                f"terminal = {self.terminal!r}: each is a different state with exactly one row, of zeros"
            )
        off = np.abs(self.sums - ~ends)
        if off.size and not off.max() <= ROUNDING:
            row = int(off.argmax())
            place = f"row {row} (state {self.state[row]}, action {self.action[row]})"
            if ends[row]:
                raise InvalidValue(
                    f"{place} sums to {float(self.sums[row])!r}, but the process ends there; drop its entries"
                )
            if self.sums[row] == 0:
                raise InvalidValue(
                    f"{place} is empty; an action that is not available has no row at all, leave it out, "
                    f"or write terminal=[{self.state[row]}] if the process ends there"
                )
            raise InvalidValue(
                f"{place} sums to {float(self.sums[row])!r}, which is off by {off[row]:.3g}; probabilities sum to 1, "
                "correct them or rescale them yourself"
            )

    def _check_names(self) -> None:
        if self.states is not None:
            check_distinct(self.states, "states")
            if len(self.states) != self.size:
                raise InvalidValue(f"states has {len(self.states)} names for {self.size} states; give one each")
        if self.actions is not None:
            check_distinct(self.actions, "actions")
            if len(self.actions) <= int(self.action.max()):
                raise InvalidValue(
                    f"actions has {len(self.actions)} names, and action {self.action.max()} occurs; name it"
                )

    def __repr__(self) -> str:
        return f"PackedMDP({self.size} states, {self.pairs} state-action pairs, {self.transitions.nnz} transitions)"


def _index(values: Any, name: str, length: int) -> Integers:
    array = np.asarray(values)
    if array.dtype.kind not in "iu" or array.shape != (length,):
        raise InvalidType(
            f"{name} has type {array.dtype} and shape {array.shape}; write {length} integers, one per row of "
            "transitions"
        )
    if array.size and (int(array.min()) < 0 or int(array.max()) > np.iinfo(np.int32).max):
        worst = int(array.min()) if int(array.min()) < 0 else int(array.max())
        raise InvalidValue(f"{name} has {worst}; write numbers from 0 to {np.iinfo(np.int32).max}")
    return array


def _check_weights(rows: Any) -> None:
    if rows.dtype != np.float64:
        raise InvalidType(f"transitions has type {rows.dtype}; write transitions.astype('float64')")
    if rows.indices.size and not 0 <= int(rows.indices.min()) <= int(rows.indices.max()) < rows.shape[1]:
        raise InvalidValue(
            f"transitions leads to states {rows.indices.min()} to {rows.indices.max()} of {rows.shape[1]}; "
            "an index overflowed or is wrong, correct it (scipy takes int64 indices)"
        )
    if rows.indptr[0] != 0 or rows.indptr[-1] != rows.indices.size or (np.diff(rows.indptr) < 0).any():
        raise InvalidValue("transitions.indptr does not climb from 0 to the number of entries; rebuild the array")
    bad = np.flatnonzero(~((rows.data >= 0) & (rows.data <= 2)))
    if bad.size:
        row = int(np.searchsorted(rows.indptr, bad[0], side="right")) - 1
        raise InvalidValue(
            f"transitions has {float(rows.data[bad[0]])!r} in row {row}; probabilities are from 0 to 1, correct it"
        )


def _check_pairs(state: Integers, action: Integers, size: int) -> None:
    if state.size and int(state.max()) >= size:
        raise InvalidValue(
            f"state has {int(state.max())}, and transitions only {size} columns; states are 0 to {size - 1}"
        )
    rows = np.bincount(state, minlength=size)
    if size == 0 or not rows.all():
        missing = int(np.flatnonzero(rows == 0)[0]) if size else 0
        raise InvalidValue(
            f"state {missing} has no action; give it a row (a self-loop), or a row of zeros and terminal=[{missing}]"
        )
    pairs = np.sort(state.astype(np.int64) * (int(action.max()) + 1) + action)
    twice = np.flatnonzero(pairs[1:] == pairs[:-1])
    if twice.size:
        s, a = divmod(int(pairs[twice[0]]), int(action.max()) + 1)
        raise InvalidValue(f"state {s}, action {a} has two rows; give each action one")


def _sorted(state: Integers, action: Integers) -> bool:
    rising = state[1:] > state[:-1]
    return bool((rising | ((state[1:] == state[:-1]) & (action[1:] > action[:-1]))).all())


def _row_sums(rows: Any) -> Floats:
    """Sums of consecutive entries; `numpy.add.reduceat` would give an empty row its neighbour's first entry."""
    return np.asarray(rows @ np.ones(rows.shape[1]), dtype=np.float64)
