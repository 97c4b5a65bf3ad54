"""Reading rewards, discount, noise and tolerance of numeric problems."""

from typing import Any

import numpy as np

from decision.errors import InvalidType, InvalidValue
from decision.numeric.packed import Floats

__all__ = ["read_discount", "read_noise", "read_rewards", "read_tolerance"]

LARGEST = 1e150


def read_discount(value: Any) -> float:
    """A float from 0 to below 1."""
    gamma = _number(value, "discount")
    if not 0 <= gamma < 1:
        raise InvalidValue(
            f"discount = {value!r} is not from 0 to below 1; an infinite sum of rewards has no value at 1, lower it"
        )
    return gamma


def read_noise(value: Any) -> float:
    """A float from 0 to 1."""
    p = _number(value, "p")
    if not 0 <= p <= 1:
        raise InvalidValue(f"p = {value!r} is not from 0 to 1; it is the probability that an action slips")
    return p


def read_tolerance(value: Any) -> float:
    """A float above 0."""
    tolerance = _number(value, "tolerance")
    if not tolerance > 0:
        raise InvalidValue(f"tolerance = {value!r} is not above 0; write the largest error you accept, such as 1e-6")
    return tolerance


def _number(value: Any, name: str) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise InvalidType(f"{name} = {value!r} has type {type(value).__name__}; write a number") from error


def read_rewards(rewards: Any, states: int) -> Floats:
    """Rewards as a table (K, S) of float64."""
    try:
        table = np.ascontiguousarray(rewards, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InvalidType("rewards is no array of numbers; write one per state, or a row of them") from error
    if table.ndim not in (1, 2) or table.shape[-1] != states:
        raise InvalidValue(f"rewards has shape {table.shape}; write ({states},) or (K, {states}): one per state")
    table = table.reshape(-1, states)
    if not np.isfinite(table).all() or np.abs(table).max(initial=0) > LARGEST:
        k, s = np.argwhere(~(np.abs(table) <= LARGEST))[0]
        raise InvalidValue(
            f"rewards[{k}, {s}] = {float(table[k, s])!r}; rewards are finite, and at most {LARGEST:g} in size"
        )
    return table
