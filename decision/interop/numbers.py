"""Exact numbers out of other tools' tables."""

from fractions import Fraction
from numbers import Integral
from typing import Any

from decision.errors import InvalidValue

__all__ = ["exact", "recovered"]

LARGEST = 1000
CLOSE = 2.0**-50  # four units in the last place of a float between 1/2 and 1: a quotient and two sums


def exact(value: Any) -> Any:
    """The same number with numpy integers as Python integers; floats stay, to be refused.

    Examples
    --------
    >>> import numpy as np
    >>> exact(np.int64(3))
    3
    """
    return int(value) if isinstance(value, Integral) else value


def recovered(value: float, name: str) -> Fraction:
    """The fraction, with a denominator up to 1000, that a table's float stands for.

    A table that computes with floats cannot say 1/3. The float is read as the fraction next to it if that is as near as
    a few roundings explain; otherwise it is refused.

    Examples
    --------
    >>> recovered((1 - 1 / 3) / 2, "p")
    Fraction(1, 3)
    """
    near = Fraction(value).limit_denominator(LARGEST)
    if abs(near - Fraction(value)) > CLOSE:
        raise InvalidValue(
            f"{name} = {value!r} is not the float of a fraction with a denominator up to {LARGEST}; "
            f"the nearest is {near}: build the MDP from exact numbers with MDP(...) or MDP.from_arrays(...)"
        )
    return near
