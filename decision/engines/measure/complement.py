"""Cells of an event or of its complement, whichever are fewer."""

from collections.abc import Sequence
from itertools import islice

from decision.engines.measure.cells import Cell, cells, stream
from decision.engines.measure.integral import Integral
from decision.engines.measure.reals import ONE, Real
from decision.engines.measure.regions import Form

__all__ = ["Side", "fewest"]


class Side:
    """The cells to add up, and whether what they add up to is to be taken from 1."""

    def __init__(self, parts: list[Cell], *, outside: bool) -> None:
        self.parts, self.outside = parts, outside

    def total(self, inside: Real) -> Real:
        """The answer, from the sum over the cells."""
        return ONE - inside if self.outside else inside


def fewest(integral: Integral, support: Sequence[Form] = ()) -> Side:
    """The cells of the integral; for a probability, those of the complement if they are fewer.

    Examples
    --------
    >>> from decision import Normal, iid, u
    >>> from decision.engines.measure.integral import integral_of
    >>> some = (u("a") >= u("b")) | (u("a") >= u("c"))
    >>> side = fewest(integral_of(iid(Normal(0, 1)), some, None, 15))
    >>> len(side.parts), side.outside
    (1, True)
    """
    inside = cells(integral.event, integral.value, integral.coordinates, support)
    if integral.value is None and integral.event is not None and len(inside) > 1:
        outside = list(islice(stream(~integral.event, None, integral.coordinates, support), len(inside)))
        if len(outside) < len(inside):
            return Side(outside, outside=True)
    return Side(inside, outside=False)
