"""Claims: one inequality about a goal distribution, and the conditions that define the class it speaks of.

This is all an engine or a certificate ever sees. `decision.goals` turns assumptions into conditions,
`decision.language.serial` writes claims as JSON.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from decision.language.events import Event
from decision.language.theses import Inequality
from decision.language.values import Value

__all__ = [
    "Claim",
    "Condition",
    "Correlation",
    "Generator",
    "Invariance",
    "Moment",
    "OneLaw",
    "Structure",
    "StructureName",
    "Support",
    "TieFree",
]

Center = Fraction | str
"""A number, or the name of a constant coordinate."""

StructureName = Literal[
    "independent",
    "iid",
    "symmetric",
    "unimodal",
    "log_concave",
    "gaussian",
    "spherical",
    "continuous",
    "independent_selves",
    "correlated",
]


@dataclass(frozen=True)
class Generator:
    """A signed permutation of coordinates: `(g u)(w) = u(v)`, or `2 center - u(v)` for a negative sign.

    Attributes
    ----------
    moves : tuple of (str, int, str)
        `(w, sign, v)` for every coordinate that is not fixed.
    center : Fraction or str or None
        Centre of the negative signs: a number or the name of a constant.
    others : tuple of (str, Center)
        `(w, centre)` for targets of a negative sign that have another centre.
    """

    moves: tuple[tuple[str, int, str], ...]
    center: Center | None = None
    others: tuple[tuple[str, Center], ...] = ()

    def center_of(self, target: str) -> Center | None:
        """Centre of the negative sign of one target."""
        return dict(self.others).get(target, self.center)


@dataclass(frozen=True)
class Invariance:
    """The law is unchanged by every generator."""

    generators: tuple[Generator, ...]


@dataclass(frozen=True)
class Support:
    """The event holds almost surely."""

    event: Event


@dataclass(frozen=True)
class TieFree:
    """In every pair the two linear values differ almost surely."""

    pairs: tuple[tuple[Value, Value], ...]


@dataclass(frozen=True)
class Moment:
    """`E m >= 0`, `> 0` or `= 0`."""

    inequality: Inequality


@dataclass(frozen=True)
class Correlation:
    """What a `correlated` structure says of its two blocks.

    Attributes
    ----------
    shared : int
        This many outcomes, the first of both blocks, are paired in order.
    rho : Fraction
        Correlation of every pair, in [-1, 1].
    centers : (Center, Center)
        Mean of the outcomes of each block.
    """

    shared: int
    rho: Fraction
    centers: tuple[Center, Center]


@dataclass(frozen=True)
class Structure:
    """A property of the law that is not convex: independence, log-concavity, ...

    Attributes
    ----------
    name : str
    over : tuple of str
        The outcomes it speaks of.
    center : Fraction or str or None
        Centre of `symmetric` and `spherical`.
    blocks : tuple of tuples of str
        Of `independent_selves` and `correlated`: disjoint blocks that make up `over`.
    correlation : Correlation or None
        Of `correlated`.
    """

    name: StructureName
    over: tuple[str, ...]
    center: Center | None = None
    blocks: tuple[tuple[str, ...], ...] = ()
    correlation: Correlation | None = None

    @property
    def dense(self) -> bool:
        """Whether it gives the outcomes in `over` a joint density."""
        if self.correlation is not None:
            return abs(self.correlation.rho) < 1
        return self.name in ("continuous", "gaussian", "log_concave")


@dataclass(frozen=True)
class OneLaw:
    """The class has one law.

    Attributes
    ----------
    written : str
        The law as certificates write it, as JSON text.
    """

    written: str


Condition = Invariance | Support | TieFree | Moment | Structure | OneLaw


@dataclass(frozen=True)
class Claim:
    """`thesis` holds for every law on `outcomes` that satisfies all `conditions`.

    Attributes
    ----------
    outcomes : tuple of str
        Coordinates of the goal.
    constants : tuple of str
        Coordinates that are one unknown number for each law, such as an unnamed centre of symmetry.
    thesis : Inequality
        Its relation is ``>=`` or ``>``.
    conditions : tuple of Condition
    """

    outcomes: tuple[str, ...]
    constants: tuple[str, ...]
    thesis: Inequality
    conditions: tuple[Condition, ...]
