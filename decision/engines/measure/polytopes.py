"""Exact volumes of polyhedra in boxes, and integrals of linear functions over them, for piecewise uniform utilities.

A density that is a step function is a signed sum of half-lines: `f_j = sum_k jump_jk 1[x_j >= knot_jk]`. The polyhedron
`P = {x : A x + b >= 0}` weighted by `prod_j f_j(x_j)` is therefore a signed sum of polyhedra, whose vertices `v` are
those of the bases of `decision.engines.measure.bases`. By Brion's theorem (:cite:p:`Brion1988`), in Lawrence's form
(:cite:p:`Lawrence1991`), for a generic objective `c`

    integral = sum_v  w_v / |det B|  (c.v)^n / n!  prod_l 1 / (-g_l)

where `w_v` is the product of the jumps at the coordinates that are at knots and of the densities at the others, and
`g_l` are the slopes of `c` along the edges at `v`; they depend on the basis only. The derivative in `c -> c + t w`
gives the integral of the linear function `w`. All is integers; the quotients are added up in a balanced tree.

A coefficient that depends on a parameter is not carried along as a symbol: on an interval of the parameter on which no
vertex appears or vanishes the integral is a rational function of it, and its values here at enough rational points
determine it, more cheaply than sums of rational functions whose poles cancel only at the end.
"""

# numpy arrays of Python integers are untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import factorial, lcm, prod
from random import Random
from typing import Any

import numpy as np

from decision.engines.measure.bases import bases
from decision.engines.measure.regions import Form
from decision.engines.measure.vertices import Axis, Vertices, affine_at, total, vertices, whole

__all__ = ["Steps", "Unlucky", "objectives", "step_integral"]


class Unlucky(Exception):
    """The objective is constant along an edge; another one will do."""


@dataclass(frozen=True)
class Steps:
    """A density that is constant between knots and 0 outside them.

    Attributes
    ----------
    knots : tuple of Fraction
        Increasing.
    heights : tuple of Fraction
        One fewer: the density between neighbours.

    Examples
    --------
    >>> Steps.uniform(0, 2)
    Steps(knots=(Fraction(0, 1), Fraction(2, 1)), heights=(Fraction(1, 2),))
    """

    knots: tuple[Fraction, ...]
    heights: tuple[Fraction, ...]

    @classmethod
    def uniform(cls, low: Fraction | int, high: Fraction | int) -> "Steps":
        """The uniform density on an interval."""
        return cls((Fraction(low), Fraction(high)), (1 / (Fraction(high) - low),))


@dataclass(frozen=True)
class _Weights:
    """Densities by piece and jumps by knot, as integers in a unit."""

    unit: Fraction
    density: Any
    jumps: Any


def step_integral(rows: Sequence[Form], densities: Sequence[Steps], value: Form | None = None) -> Fraction:
    """The integral of a linear function (by default 1) over `{x : every row(x) >= 0}`, weighted by the densities.

    Parameters
    ----------
    rows : sequence of Form
    densities : sequence of Steps
        One for each coordinate.
    value : Form, optional

    Examples
    --------
    >>> F = Fraction
    >>> unit = Steps.uniform(0, 1)
    >>> step_integral([((F(1), F(-1)), F(0))], [unit, unit])
    Fraction(1, 2)
    >>> step_integral([((F(1), F(-1)), F(0))], [unit, unit], ((F(1), F(0)), F(0)))
    Fraction(1, 3)
    """
    axes = [Axis.at(s.knots, range(1, len(s.knots))) for s in densities]
    weights = [_weights(s) for s in densities]
    table = [whole(row, axes)[0] for row in rows]
    linear, unit = (None, Fraction(1)) if value is None else whole(value, axes)
    unit *= prod((w.unit / axis.scale for w, axis in zip(weights, axes, strict=True)), start=Fraction(1))
    for objective in objectives(len(axes)):
        try:
            return unit * total(_terms(table, axes, weights, objective, linear))
        except Unlucky:
            continue
    raise AssertionError("objectives never end")


def objectives(size: int) -> Iterator[list[int]]:
    """Objectives to try, the same ones every time, with larger and larger coefficients."""
    rng, reach = Random(size), 2**16
    while True:
        yield [rng.randrange(1, reach) for _ in range(size)]
        reach *= 16


def _weights(steps: Steps) -> _Weights:
    common = lcm(*(q.denominator for q in steps.heights))
    density = [0, *(int(q * common) for q in steps.heights), 0]
    jumps = [b - a for a, b in pairwise(density)]
    return _Weights(Fraction(1, common), np.array(density, dtype=object), np.array(jumps, dtype=object))


def _terms(
    table: Sequence[Sequence[int]],
    axes: Sequence[Axis],
    weights: Sequence[_Weights],
    objective: Sequence[int],
    value: Sequence[int] | None,
) -> Iterator[tuple[int, int]]:
    """Numerator and denominator of what each basis contributes."""
    size = len(axes)
    for basis in bases(table, size):
        found = vertices(basis, axes)
        if not found.count:
            continue
        slopes = basis.objective([*objective, 0])
        if not all(slopes[:-1]):
            raise Unlucky
        weight, height = _weight(found, weights), affine_at(slopes, basis, axes, found)
        below = prod(-g for g in slopes[:-1])
        if value is None:
            yield int((weight * height**size).sum()), factorial(size) * basis.minor * below
            continue
        along = basis.objective(value)
        first = int((weight * height**size * affine_at(along, basis, axes, found)).sum())
        second = int((weight * height ** (size + 1)).sum())
        change = sum((Fraction(a, g) for a, g in zip(along[:-1], slopes[:-1], strict=True)), Fraction(0))
        above = (size + 1) * first * change.denominator - second * change.numerator
        yield above, factorial(size + 1) * basis.minor**2 * below * change.denominator


def _weight(found: Vertices, weights: Sequence[_Weights]) -> Any:
    """For each vertex the product of jumps and densities."""
    product = np.ones(found.count, dtype=object)
    for label, place in found.places.items():
        product = product * weights[label].jumps[place]
    for label, piece in found.pieces.items():
        product = product * weights[label].density[piece]
    return product
