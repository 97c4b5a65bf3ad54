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
    "Generator",
    "Invariance",
    "Moment",
    "Structure",
    "StructureName",
    "Support",
    "TieFree",
]

Center = Fraction | str
"""A number, or the name of a constant coordinate."""

StructureName = Literal[
    "independent", "iid", "symmetric", "unimodal", "log_concave", "gaussian", "spherical", "continuous"
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
    """

    moves: tuple[tuple[str, int, str], ...]
    center: Center | None = None


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
class Structure:
    """A property of the law that is not convex: independence, log-concavity, ..."""

    name: StructureName
    over: tuple[str, ...]
    center: Center | None = None


Condition = Invariance | Support | TieFree | Moment | Structure


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
