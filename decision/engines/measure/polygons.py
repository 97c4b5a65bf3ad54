"""Centred normal numbers of rank at most three: an exact solid angle.

In coordinates of a basis the numbers are half-spaces of a cone in the plane or in space. A cone in the plane is the
wedge of two of them. A cone in space meets the sphere in a polygon, whose area is the sum of its angles less
`(n - 2) pi`; the angle between neighbouring faces of correlation `r` is `acos(-r)`, measured by the covariance.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from decision.engines.measure.normals import Normals
from decision.engines.measure.reals import PI, ZERO, Real, exactly, root
from decision.problems.cones import Integers, inner, primitive

__all__ = ["polygon"]


def polygon(y: Normals) -> Real:
    """The probability that all numbers are at least 0, of rank two or three, no two of them proportional.

    Examples
    --------
    >>> sides = [[1, 0, 1], [0, 1, 1], [1, 1, 2]]
    >>> polygon(Normals((Fraction(0),) * 3, tuple(tuple(map(Fraction, row)) for row in sides))).exact
    1/4
    """
    rows = [primitive(slopes) for slopes, _ in y.coordinates()]
    return _wedge(y, rows) if len(y.basis) == 2 else _spherical(y, rows)


def _wedge(y: Normals, rows: Sequence[Integers]) -> Real:
    """The two numbers that imply the others; if there are none, the cone has no interior."""
    for i, j in combinations(range(len(rows)), 2):
        (a, b), (c, d) = rows[i], rows[j]
        turn = a * d - b * c
        shares = [((p * d - q * c) * turn, (a * q - b * p) * turn) for p, q in rows]
        if all(x >= 0 and z >= 0 for x, z in shares):
            return _angle(y, i, j) / (exactly(2) * PI())
    return ZERO


def _spherical(y: Normals, rows: Sequence[Integers]) -> Real:
    rays = {ray for p, q in combinations(rows, 2) for ray in _rays(p, q) if all(inner(r, ray) >= 0 for r in rows)}
    if not rays or any(not any(inner(r, ray) for ray in rays) for r in rows):
        return ZERO  # no interior
    faces = [i for i, r in enumerate(rows) if sum(inner(r, ray) == 0 for ray in rays) == 2]
    corners = [[i for i in faces if inner(rows[i], ray) == 0] for ray in sorted(rays)]
    total = sum((_angle(y, i, j) for i, j in corners), ZERO)
    return (total - exactly(len(rays) - 2) * PI()) / (exactly(4) * PI())


def _rays(p: Integers, q: Integers) -> tuple[Integers, Integers]:
    cross = (p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0])
    ray = primitive([Fraction(x) for x in cross])
    return ray, (-ray[0], -ray[1], -ray[2])


def _angle(y: Normals, i: int, j: int) -> Real:
    """The angle between two faces, inside: `pi / 2 + asin(r)`."""
    covariance = y.cov[i][j]
    sine = exactly(1 if covariance >= 0 else -1) * root(covariance**2 / (y.cov[i][i] * y.cov[j][j]))
    return PI() * exactly(Fraction(1, 2)) + sine.asin()
