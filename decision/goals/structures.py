"""Assumptions that state a property of the law by name: independence, symmetry of marginals, shape, a density."""

# the public keyword `self=` names a self of the agent, so the object is `self_`
# pyright: reportSelfClsParameterName=false

from dataclasses import dataclass, field
from typing import Any

from decision.goals.assumption import Assumption, Centred
from decision.goals.frame import Frame
from decision.language.claims import Condition, Structure, StructureName

__all__ = [
    "IID",
    "Continuous",
    "Gaussian",
    "Independent",
    "LogConcave",
    "Spherical",
    "Symmetric",
    "Unimodal",
]


@dataclass(frozen=True, repr=False)
class _Structural(Assumption):
    """A property of the law that is stated by name."""

    self: str | None = field(default=None, kw_only=True)

    @property
    def structure(self) -> StructureName:
        """Name of the property in claim files."""
        return _STRUCTURES[type(self)]

    def conditions(self, frame: Frame) -> tuple[Condition, ...]:
        """The property, over the coordinates of the self."""
        return (Structure(self.structure, frame.block(self.self)),)


class _Centred(Centred):
    """A property stated by name, about a centre."""

    def conditions(self, frame: Frame) -> tuple[Condition, ...]:
        """The property, over the coordinates of the self, about the centre."""
        return (Structure(_STRUCTURES[type(self)], frame.block(self.self), frame.center(self.self)),)


class IID(_Structural):
    """Utilities of different outcomes are independent and identically distributed."""


class Independent(_Structural):
    """Utilities of different outcomes are independent."""


class Unimodal(_Structural):
    """Each single utility has a unimodal law: its density rises, then falls."""


class LogConcave(_Structural):
    """The joint law of the utilities has a log-concave density."""


class Gaussian(_Structural):
    """The utilities are jointly normal, with a density."""


class Continuous(_Structural):
    """The joint law of the utilities has a density."""


class Symmetric(_Centred):
    """Each single utility is symmetric about one common centre, unknown unless given."""


class Spherical(_Centred):
    """The joint law is unchanged by every rotation about the point whose coordinates all equal the centre."""


_STRUCTURES: dict[type[Any], StructureName] = {
    IID: "iid",
    Independent: "independent",
    Unimodal: "unimodal",
    LogConcave: "log_concave",
    Gaussian: "gaussian",
    Continuous: "continuous",
    Symmetric: "symmetric",
    Spherical: "spherical",
}
