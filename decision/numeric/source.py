"""Where goals come from: a law prepared for drawing blocks of goals, reproducibly.

A law is brought to a form that evaluates fast and exactly: a posterior becomes a condition, feature weights take the
place of utilities, uniform utilities are drawn as numbers in [0, 1), those with finitely many values as integers.

Where only events are asked for, uniform and normal numbers are first drawn with 16 bits, see `decision.numeric.bits`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from decision.errors import InvalidType, InvalidValue
from decision.goals.finite_laws import EmpiricalLaw, FiniteLaw, OrbitLaw
from decision.goals.laws import Law, MixtureLaw, PosteriorLaw, Product
from decision.goals.marginal import Marginal
from decision.goals.marginals import Normal, Uniform
from decision.goals.parameters import numeric
from decision.numeric.bits import NORMAL, UNIFORM, Coarse, Hashed, Sixteen, draw_bits
from decision.numeric.forms import Numbers, Whole
from decision.numeric.frame import Axis, Frame

__all__ = ["Blocks", "Source", "Way", "check_numbers", "source", "support"]

Array = NDArray[Any]
WHOLE_LIMIT = 2**40
"""Utilities with finitely many values are drawn as integers while these stay below this."""


@dataclass(frozen=True)
class Source:
    """A law that can be sampled, and the form in which its numbers are drawn.

    Attributes
    ----------
    law : Law
    frame : Frame
    sixteen : Sixteen or None
        Numbers are uniform on [0, 1), or standard normal, and may be drawn with sixteen bits first.
    """

    law: Law
    frame: Frame
    sixteen: Sixteen | None = None

    def draw(self, rng: np.random.Generator, size: int) -> Array:
        """Numbers for a block of goals, in columns, with all their bits."""
        names = self.frame.names
        if self.sixteen is not None:
            return (rng.standard_normal if self.sixteen.normal else rng.random)((len(names), size))
        drawn = _rows(self.law, rng, size, names)
        return np.rint(drawn * self._denominators) if self.frame.whole else drawn

    @cached_property
    def _denominators(self) -> Array:
        return np.array([[1 / float(axis.width)] for axis in self.frame.axes])

    @cached_property
    def coarse(self) -> Frame:
        """The frame of numbers of sixteen bits, which are bounded."""
        assert self.sixteen is not None
        axes = tuple(replace(axis, bound=self.sixteen.bound) for axis in self.frame.axes)
        return replace(self.frame, axes=axes)

    def refined(self, bits: Array, columns: Array, start: int, key: int) -> Array:
        """Some columns of a block of 16 bits with all bits; `start` is its first goal's number in the chunk."""
        assert self.sixteen is not None
        words = Hashed(self.sixteen, (len(self.frame.names), 0), start, key).words(None, columns)
        return self.sixteen.fine(bits[:, columns], words >> np.uint64(27))


Way = Literal["plain", "sixteen", "hashed"]
"""How numbers are drawn: with all bits; sixteen bits first; these too only where they are looked at."""


class Blocks:
    """Goals block by block; memory is used again for the next, since fresh memory costs more than what fills it.

    Attributes
    ----------
    numbers : Numbers
        Of the block drawn last.
    """

    def __init__(self, goals: Source, size: int, way: Way) -> None:
        self.source, self.way = goals, way
        shape = (len(goals.frame.names), size if way == "sixteen" else 0)
        self.bits, self.memory = np.empty(shape, dtype="<u2"), np.empty(shape, dtype=np.float32)
        self.numbers: Numbers = Whole(self.memory)

    def draw(self, rng: np.random.Generator, size: int, start: int, key: int) -> None:
        """The next goals; `start` is the first one's number in the chunk."""
        sixteen = self.source.sixteen
        if self.way == "plain" or sixteen is None:
            self.numbers = Whole(self.source.draw(rng, size))
        elif self.way == "hashed":
            self.numbers = Hashed(sixteen, (len(self.source.frame.names), size), start, key)
        else:
            if size != self.bits.shape[1]:
                self.bits, self.memory = (np.empty((len(x), size), dtype=x.dtype) for x in (self.bits, self.memory))
            self.numbers = Coarse(sixteen, draw_bits(rng, self.bits), self.memory)

    def closer(self, columns: Array, start: int, key: int) -> Array:
        """Some goals with all bits."""
        match self.numbers:
            case Coarse(_, bits, _):
                return self.source.refined(bits, columns, start, key)
            case Hashed() as numbers:
                return numbers.fine(columns)
            case numbers:
                return numbers.some(None, columns)


def _rows(law: Law, rng: np.random.Generator, size: int, names: Sequence[str]) -> Array:
    """Goals in columns; independent utilities are drawn in that layout."""
    if isinstance(law, Product) and law.common is not None:
        return law.common.sample(rng, (len(names), size))
    if isinstance(law, Product):
        return np.stack([law.marginal(w).sample(rng, size) for w in names])
    return np.ascontiguousarray(law.sample(rng, size, names).T)


def source(law: Law, coordinates: Sequence[str]) -> Source:
    """Prepare a law for drawing goals of some coordinates.

    Raises
    ------
    UnknownName
        If the law does not know a coordinate.
    InvalidType
        If the law has symbols left, or no way to be sampled.

    Examples
    --------
    >>> from decision import Uniform, iid
    >>> found = source(iid(Uniform(1, 3)), ["a", "b"])
    >>> found.frame.goal([0.5, 0.25])
    {'a': Fraction(2, 1), 'b': Fraction(3, 2)}
    """
    check_numbers(law)
    names = tuple(coordinates)
    _try(law, names)
    if isinstance(law, Product):
        marginals = [law.marginal(w) for w in names]
        if marginals and all(isinstance(m, Uniform) for m in marginals):
            return Source(law, Frame(names, tuple(_unit(m) for m in marginals)), UNIFORM)
        if marginals and all(isinstance(m, Normal) for m in marginals):
            axes = tuple(Axis(numeric(m.parameters[0], "mean"), numeric(m.parameters[1], "sd")) for m in marginals)
            return Source(law, Frame(names, axes), NORMAL)
    levels = [_levels(law, w) for w in names]
    whole = _whole(levels)
    if whole is not None:
        return Source(law, Frame(names, whole, whole=True))
    values = _named(x for w in names for x in _atoms(law, w)[0])
    axes = tuple(Axis(bound=_bound(law, w)) for w in names)
    return Source(law, Frame(names, axes, values=values))


def check_numbers(law: Law) -> None:
    """Refuse a law with symbols."""
    if law.symbols:
        raise InvalidType(
            f"goals = {law!r} contains {', '.join(law.symbols)}; sampling needs numbers: "
            f"call law.substitute({{{law.symbols[0]!r}: number}}) first"
        )


def _try(law: Law, names: Sequence[str]) -> None:
    """Draw one goal, so that a law that cannot be sampled is refused here and not in some worker."""
    try:
        law.sample(np.random.default_rng(0), 1, names)
    except TypeError as error:
        raise InvalidType(
            f"goals = {law!r} cannot be sampled ({error}); use a law such as iid(Uniform(0, 1))"
        ) from error


def _unit(marginal: Marginal) -> Axis:
    low, high = (numeric(x, "end") for x in marginal.support)
    return Axis(low, high - low, 1.0)


def _whole(levels: Sequence[tuple[Fraction, ...] | None]) -> tuple[Axis, ...] | None:
    """Axes in steps of one common denominator, if all utilities have finitely many values that are small multiples."""
    if any(found is None for found in levels):
        return None
    listed = cast("Sequence[tuple[Fraction, ...]]", levels)
    step = lcm(*(x.denominator for found in listed for x in found))
    largest = [max(abs(x) for x in found) * step for found in listed]
    if step > WHOLE_LIMIT or any(x > WHOLE_LIMIT for x in largest):
        return None
    return tuple(Axis(width=Fraction(1, step), bound=float(x)) for x in largest)


def _levels(law: Law, coordinate: str) -> tuple[Fraction, ...] | None:
    """All values that a utility takes; None if it has a continuous part or is not known to be discrete."""
    found, discrete = _atoms(law, coordinate)
    return found if discrete else None


def _atoms(law: Law, coordinate: str) -> tuple[tuple[Fraction, ...], bool]:
    """Point masses of a utility, and whether it has no other values."""
    match law:
        case Product():
            marginal = law.marginal(coordinate)
            weights = [numeric(q, "weight") for _, q in marginal.atoms]
            return tuple(x for x, _ in marginal.atoms), sum(weights) == 1
        case FiniteLaw():
            place = law.names.index(coordinate)
            return tuple(row[place] for _, row in law.rows), True
        case OrbitLaw():
            return law.levels, True
        case MixtureLaw():
            found = [_atoms(part, coordinate) for _, part in law.parts]
            return tuple(x for atoms, _ in found for x in atoms), all(discrete for _, discrete in found)
        case _:
            return (), False


def _named(atoms: Iterable[Fraction]) -> dict[float, Fraction]:
    """Point masses that floats round, by the float that a sample shows."""
    found: dict[float, Fraction] = {}
    for x in atoms:
        shown = float(x)
        if found.setdefault(shown, x) != x:
            raise InvalidValue(
                f"goals has the values {found[shown]} and {x}, which samples in double precision cannot tell apart; "
                "measure the quantity exactly, or merge the two values"
            )
    return {shown: x for shown, x in found.items() if Fraction(shown) != x}


def _bound(law: Law, coordinate: str) -> float | None:
    """Largest size of a utility, if the law says so."""
    ends = support(law, coordinate)
    return None if ends is None else float(max(abs(ends[0]), abs(ends[1])))


def support(law: Law, coordinate: str) -> tuple[Fraction, Fraction] | None:
    """Smallest and largest value of a utility; None if it is unbounded, or not known to be bounded."""
    match law:
        case Product():
            low, high = law.marginal(coordinate).support
            return None if low is None or high is None else (numeric(low, "end"), numeric(high, "end"))
        case MixtureLaw():
            found = [support(part, coordinate) for _, part in law.parts]
            kept = [ends for ends in found if ends is not None]
            return (min(a for a, _ in kept), max(b for _, b in kept)) if len(kept) == len(found) else None
        case FiniteLaw() | OrbitLaw():
            atoms, _ = _atoms(law, coordinate)
            return min(atoms), max(atoms)
        case EmpiricalLaw():
            column = law.array[:, law.names.index(coordinate)]
            return Fraction(float(column.min())), Fraction(float(column.max()))
        case PosteriorLaw():
            return support(law.prior, coordinate)
        case _:
            return None
