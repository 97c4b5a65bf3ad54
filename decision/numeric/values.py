r"""Optimal values of large decision processes for many rewards, each with a bound that is true.

Modified policy iteration (:cite:p:`PutermanShin1978`): improve the policy once, evaluate it roughly, repeat; stop by
the span of the last residual, move the values to the mid-point, and bound what is left, rounding included
(`decision.numeric.rounding`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from importlib.util import find_spec
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from decision.errors import InvalidType, InvalidValue
from decision.numeric import memory
from decision.numeric.blocks import Solved, block_size, solve_block
from decision.numeric.enclosed import Enclosed
from decision.numeric.packed import Floats, Integers, PackedMDP
from decision.numeric.rounding import Frame
from decision.numeric.threads import in_threads

__all__ = ["Values", "optimal_values"]

Engine = Literal["numba", "numpy"]


@dataclass(frozen=True, eq=False)
class Values(Enclosed):
    """Optimal values with bounds, and what they say about actions.

    For a single reward `(S,)` the arrays have no first axis.

    Attributes
    ----------
    model : PackedMDP
    rewards : array, shape (K, S)
    discount : float
    values : array, shape (K, S)
        Within `radius` of the optimal values.
    radius : array, shape (K,)
        Largest error possible. At most the tolerance, unless rounding does not allow it.
    lower, upper : array, shape (K, S)
        True bounds of the optimal values.
    rows : array of int, shape (K, S)
        Row of the model that a best action has, as computed; the first of equals.
    """

    model: PackedMDP
    rewards: Floats
    discount: float
    values: Floats
    radius: Floats
    rows: Integers

    @property
    def policy(self) -> Integers:
        """Action number in every state that is best as computed; see `ambiguous`."""
        return self.model.action[self.rows]

    @property
    def ambiguous(self) -> npt.NDArray[np.bool_]:
        """Pairs (K, L) whose optimality the bounds do not decide.

        All pairs that tie for the best in truth are among them, unless their rows are the same numbers: these tie for
        certain.
        """
        return self._candidates[0]

    @property
    def optimal(self) -> npt.NDArray[np.bool_]:
        """Pairs (K, L) that are optimal for certain; those neither here nor `ambiguous` are not optimal for certain."""
        return self._candidates[1]

    @cached_property
    def _candidates(self) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        from decision.numeric.candidates import candidates

        return candidates(self)

    def __repr__(self) -> str:
        shape = " x ".join(str(n) for n in self.values.shape)
        return f"Values({shape}, within {float(np.max(self.radius, initial=0)):.3g})"


def optimal_values(
    model: PackedMDP,
    rewards: Any,
    *,
    discount: float,
    tolerance: float,
    threads: int | None = None,
    engine: Engine | None = None,
) -> Values:
    r"""Optimal discounted values of every state for every reward.

    Parameters
    ----------
    model : PackedMDP
    rewards : array, shape (S,) or (K, S)
        Reward of each state, collected in every step spent there.
    discount : float
        At least 0 and below 1.
    tolerance : float
        Largest error wanted, above 0. Where rounding does not allow it the bounds are as near as float64 gets:
        `Values.radius` says how near.
    threads : int, optional
        All processors by default. The result does not depend on it.
    engine : {"numba", "numpy"}, optional
        By default numba if it is installed.

    Returns
    -------
    Values
        With `lower <= optimal value <= upper` for every state and reward, in the sense of `decision.numeric.rounding`.

    Raises
    ------
    InvalidValue
        For a NaN or infinite reward, a discount of 1 or more, or arrays larger than the machine's memory (refused
        before they are made, with their size).

    Examples
    --------
    >>> from decision import MDP, optimal_values, pack
    >>> mdp = MDP({"s": {"left": {"a": 1}, "right": {"b": 1}},
    ...            "a": {"stay": {"a": 1}}, "b": {"stay": {"b": 1}}}, discount="9/10")
    >>> found = optimal_values(pack(mdp), [0, 1, 2], discount=0.9, tolerance=1e-9)
    >>> found
    Values(3, within ...e-...)
    >>> bool((found.lower <= [18, 10, 20]).all() and (found.upper >= [18, 10, 20]).all())
    True
    >>> found.policy
    array([1, 2, 2], dtype=int32)
    """
    from decision.numeric.reading import read_discount, read_rewards, read_tolerance

    gamma = read_discount(discount)
    wanted = read_tolerance(tolerance)
    memory.check(np.shape(rewards), model, threads)
    table = read_rewards(rewards, model.size)
    frame = Frame.of(model, gamma)
    values, rows, radius = np.empty(table.shape), np.empty(table.shape, dtype=np.int32), np.empty(len(table))
    out = Solved(values, rows, radius)
    work = partial(solve_block, model, frame, wanted, _engine(engine), table, out)
    in_threads(work, _blocks(len(table), block_size(model.size)), threads)
    if np.ndim(rewards) == 1:
        return Values(model, table[0], gamma, values[0], radius[0], rows[0])
    return Values(model, table, gamma, values, radius, rows)


def _blocks(count: int, size: int) -> Iterator[slice]:
    return (slice(k, min(k + size, count)) for k in range(0, count, size))


def _engine(engine: Engine | None) -> Engine:
    if engine not in (None, "numba", "numpy"):
        raise InvalidValue(f"engine = {engine!r} is unknown; write 'numba' or 'numpy'")
    if engine == "numba" and find_spec("numba") is None:
        raise InvalidType("engine = 'numba' is not installed; install numba or leave engine out")
    return engine or ("numba" if find_spec("numba") else "numpy")
