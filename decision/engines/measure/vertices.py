"""The vertices of a basis on a grid: which of its points lie in the polyhedron, and where.

Coordinates are counted so that knots are integers. A coordinate's axis is cut by its knots into pieces; those its
density covers are a range of them.
"""

# numpy arrays of Python integers are untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from flint import fmpq, fmpz

from decision.engines.measure.bases import SMALL, Basis, Integers
from decision.engines.measure.regions import Form

__all__ = ["Axis", "Vertices", "affine_at", "total", "vertices", "whole"]


@dataclass(frozen=True)
class Axis:
    """Knots of a coordinate, and the pieces between them that its density covers.

    Attributes
    ----------
    scale : int
        Knots are counted in units of `1 / scale`.
    knots : tuple of int
        Increasing; piece `k` lies between knots `k - 1` and `k`.
    covered : range
        Of pieces.
    """

    scale: int
    knots: tuple[int, ...]
    covered: range

    @classmethod
    def at(cls, knots: Sequence[Fraction], covered: range) -> "Axis":
        """An axis with rational knots."""
        scale = lcm(*(q.denominator for q in knots))
        return cls(scale, tuple(int(q * scale) for q in knots), covered)


@dataclass(frozen=True)
class Vertices:
    """The vertices of a basis.

    Attributes
    ----------
    count : int
    places : dict of int to array
        For each free coordinate at which knot each vertex is.
    pieces : dict of int to array
        For each basic coordinate on which piece.
    values : dict of int to array
        For each basic coordinate where, in units of `1 / (minor scale)`.
    """

    count: int
    places: dict[int, Any]
    pieces: dict[int, Any]
    values: dict[int, Any]


def vertices(basis: Basis, axes: Sequence[Axis]) -> Vertices:
    """The vertices of a basis that lie in the polyhedron and on covered pieces.

    Examples
    --------
    >>> from decision.engines.measure.bases import bases
    >>> unit = Axis(1, (0, 1), range(1, 2))
    >>> [vertices(b, [unit, unit]).count for b in bases([[2, -1, 0]], 2)]
    [3, 1, 1]
    """
    free = [(k, label) for k, label in enumerate(basis.free) if label < basis.size]
    values = _grid_values(basis, [(k, axes[label]) for k, label in free])
    above = np.array(basis.ties()) > 0
    slack = [i for i, label in enumerate(basis.basic) if label >= basis.size]
    positive = (values[slack] > 0) | ((values[slack] == 0) & above[slack, None])
    inside = np.flatnonzero(positive.all(axis=0))
    moving = {label: i for i, label in enumerate(basis.basic) if label < basis.size}
    found = {label: values[i][inside] for label, i in moving.items()}
    pieces = {label: _piece(axes[label], basis.minor, found[label], bool(above[i])) for label, i in moving.items()}
    if moving:
        covered = [(p >= axes[j].covered.start) & (p < axes[j].covered.stop) for j, p in pieces.items()]
        keep = np.logical_and.reduce(covered)
        inside = inside[keep]
        found, pieces = ({label: x[keep] for label, x in known.items()} for known in (found, pieces))
    shape = [len(axes[label].knots) for _, label in free]
    places = np.unravel_index(inside, shape) if shape else ()
    return Vertices(len(inside), {label: p for (_, label), p in zip(free, places, strict=True)}, pieces, found)


def _piece(axis: Axis, minor: int, values: Any, above: bool) -> Any:
    """How many knots the values are beyond; one that is exactly at a knot is if it is `above`."""
    beyond = [(values >= x * minor) if above else (values > x * minor) for x in axis.knots]
    return np.sum(beyond, axis=0, dtype=np.intp)


def _grid_values(basis: Basis, free: Sequence[tuple[int, Axis]]) -> Integers:
    """The basic variables where each free coordinate is at each of its knots; the last coordinate runs fastest."""
    furthest = max((abs(x) for _, axis in free for x in axis.knots), default=0)
    largest = int(np.abs(basis.table).max(initial=0))
    kind = np.int64 if (largest + 1) * (basis.size + 1) * max(furthest, 1) < SMALL else object
    table = basis.table.astype(kind)
    values = table[:, -1:]
    for k, axis in free:
        steps = np.multiply.outer(table[:, k], np.array(axis.knots, dtype=kind))
        values = (values[:, :, None] + steps[:, None, :]).reshape(len(values), values.shape[1] * len(axis.knots))
    return values


def affine_at(slopes: Sequence[Any], basis: Basis, axes: Sequence[Axis], found: Vertices) -> Any:
    """An affine function of the free variables at the vertices; tight slacks are 0 there."""
    value = np.full(found.count, slopes[-1], dtype=object)
    for k, label in enumerate(basis.free):
        if label < basis.size:
            value = value + np.array([slopes[k] * x for x in axes[label].knots], dtype=object)[found.places[label]]
    return value


def whole(form: Form, axes: Sequence[Axis]) -> tuple[list[int], Fraction]:
    """A form of coordinates counted in the units of their axes, as integers, and the unit it then has."""
    slopes, constant = form
    exact = [*(q / axis.scale for q, axis in zip(slopes, axes, strict=True)), constant]
    common = lcm(*(q.denominator for q in exact))
    return [int(q * common) for q in exact], Fraction(1, common)


def total(terms: Iterable[tuple[int, int]]) -> Fraction:
    """The sum of quotients of integers: neighbours are added until one is left, and reduced only then.

    Examples
    --------
    >>> total([(1, 2), (1, 3), (1, 6)])
    Fraction(1, 1)
    """
    layer: list[tuple[Any, Any]] = [(fmpz(n), fmpz(d)) for n, d in terms if n]
    if not layer:
        return Fraction(0)
    while len(layer) > 1:
        paired = [(a * d + c * b, b * d) for (a, b), (c, d) in zip(layer[::2], layer[1::2], strict=False)]
        layer = paired + layer[2 * len(paired) :]
    reduced = fmpq(*layer[0])
    return Fraction(int(reduced.p), int(reduced.q))
