"""What is reported of a visit distribution."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from decision.language.values import Value, affine

__all__ = ["Visit"]


@dataclass(frozen=True)
class Visit:
    """A visit distribution, or a recurrent state distribution, of a policy.

    Attributes
    ----------
    policy : tuple of (str, str)
        State and action, on the states the policy reaches.
    weights : tuple of (str, number)
        Coordinates of the goal with positive weight; their sum is `1 / (1 - gamma)`, or 1 for recurrent distributions.
    goal : tuple of (str, Fraction) or None
        A goal for which this one is strictly better than all others; None if it was not looked for or there is none.
    """

    policy: tuple[tuple[str, str], ...]
    weights: tuple[tuple[str, Any], ...]
    goal: tuple[tuple[str, Fraction], ...] | None = None

    @property
    def value(self) -> Value:
        """What it brings, `f·u`."""
        return affine(dict(self.weights))
