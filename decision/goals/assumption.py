"""What every assumption about the distribution of goals offers."""

# the public keyword `self=` names a self of the agent, so the object is `self_`
# pyright: reportSelfClsParameterName=false

from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any, cast

from decision.exact import Rational, rational, text
from decision.goals.frame import Frame
from decision.language.claims import Condition

__all__ = ["Assumption", "Centred"]


class Assumption:
    """A class of goal distributions; the leaves are listed in the reference."""

    def __repr__(self) -> str:
        """As it could be written, without what is left at its default."""
        given = [(f.name, getattr(self, f.name)) for f in fields(cast(Any, self))]
        listed = ", ".join(f"{name}={_written(value)}" for name, value in given if value is not None)
        return f"{type(self).__name__}({listed})"

    def names(self) -> tuple[str, ...]:
        """Coordinates the assumption mentions by name; the thesis must know them."""
        return ()

    def conditions(self, frame: Frame) -> tuple[Condition, ...]:
        """What the assumption says of the coordinates of one thesis."""
        raise TypeError(f"{type(self).__name__} is not an assumption of this package")


def _written(value: Any) -> str:
    if isinstance(value, Fraction):
        return text(value) if value.denominator == 1 else repr(text(value))
    return repr(value)


@dataclass(frozen=True, repr=False)
class Centred(Assumption):
    """An assumption about a centre: a number, or *some* constant when left out."""

    center: Fraction | None = None
    self: str | None = None

    def __init__(self_, center: Rational | None = None, *, self: str | None = None) -> None:
        object.__setattr__(self_, "center", None if center is None else rational(center, "center"))
        object.__setattr__(self_, "self", self)
