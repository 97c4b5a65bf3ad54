"""Coordinates of sampled goals: what number is drawn for each, how it gives the utility, and how large it can be.

A source of goals draws numbers `x`; the utility of coordinate `w` is `low_w + width_w * x_w`, exactly. Uniform
utilities are drawn as numbers in [0, 1), utilities with finitely many values as integers, all others as they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

__all__ = ["Axis", "Frame"]


@dataclass(frozen=True)
class Axis:
    """One coordinate.

    Attributes
    ----------
    low, width : Fraction
        The utility is `low + width * x`.
    bound : float or None
        The drawn number is at most this in size; None if it is unbounded.
    """

    low: Fraction = Fraction(0)
    width: Fraction = Fraction(1)
    bound: float | None = None


@dataclass(frozen=True)
class Frame:
    """All coordinates, in the order of the rows of a block of goals.

    Attributes
    ----------
    names : tuple of str
    axes : tuple of Axis
    whole : bool
        All drawn numbers are integers, so that evaluation may be exact.
    """

    names: tuple[str, ...]
    axes: tuple[Axis, ...]
    whole: bool = False
    values: Mapping[float, Fraction] = field(default_factory=dict[float, Fraction])
    """Exact utilities of drawn numbers that are rounded point masses."""

    @cached_property
    def place(self) -> dict[str, int]:
        """Row of each coordinate."""
        return {w: k for k, w in enumerate(self.names)}

    @cached_property
    def unbounded(self) -> tuple[int, ...]:
        """Rows whose numbers have no bound."""
        return tuple(k for k, axis in enumerate(self.axes) if axis.bound is None)

    def goal(self, column: Sequence[float]) -> dict[str, Fraction]:
        """The exact goal that a column of drawn numbers stands for.

        Examples
        --------
        >>> Frame(("a",), (Axis(Fraction(1), Fraction(2)),)).goal([0.5])
        {'a': Fraction(2, 1)}
        """
        exact = (self.values.get(x) or Fraction(x) for x in column)
        return {w: a.low + a.width * x for w, a, x in zip(self.names, self.axes, exact, strict=True)}
