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
    inside = np.arange(values.shape[1])
    pieces: dict[int, Any] = {}
    found: dict[int, Any] = {}
    for label, row, tie in sorted(zip(basis.basic, values, basis.ties(), strict=True), key=lambda x: -x[0]):
        axis = axes[label] if label < basis.size else Axis(1, (0,), range(1, 2))
        here = row[inside]
        piece = np.zeros(len(here), dtype=np.intp)
        for x in axis.knots:
            piece += ((here > x * basis.minor) | ((here == x * basis.minor) & (tie > 0))).astype(np.intp)
        keep = (piece >= axis.covered.start) & (piece < axis.covered.stop)
        inside, piece, here = inside[keep], piece[keep], here[keep]
        pieces, found = ({other: a[keep] for other, a in known.items()} for known in (pieces, found))
        if label < basis.size:
            pieces[label], found[label] = piece, here
    shape = [len(axes[label].knots) for _, label in free]
    places = np.unravel_index(inside, shape) if shape else ()
    return Vertices(len(inside), {label: p for (_, label), p in zip(free, places, strict=True)}, pieces, found)


def _grid_values(basis: Basis, free: Sequence[tuple[int, Axis]]) -> Integers:
    """The basic variables where each free coordinate is at each of its knots; the last coordinate runs fastest."""
    furthest = max((abs(x) for _, axis in free for x in axis.knots), default=0)
    reach = max((sum(abs(t) for t in row) for row in basis.table.tolist()), default=0) + basis.minor
    kind = np.int64 if reach * max(furthest, 1) < SMALL else object
    values = basis.table[:, -1:].astype(kind)
    for k, axis in free:
        steps = np.multiply.outer(basis.table[:, k].astype(kind), np.array(axis.knots, dtype=kind))
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
