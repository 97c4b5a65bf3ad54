"""Normal numbers of small rank, any number of them: areas of polygons.

Centred numbers of rank two or three make an exact angle.
In coordinates of a basis the numbers are half-spaces of a cone in the plane or in space. A cone in the plane is the
wedge of two of them. A cone in space meets the sphere in a polygon, whose area is the sum of its angles less
`(n - 2) pi`; the angle between neighbouring faces of correlation `r` is `acos(-r)`, measured by the covariance.

Numbers of rank two with any means make a polygon in the plane, perhaps unbounded. Cut into strips at the points where
two of its lines meet, each strip lies between two lines, and is a one-dimensional integral.
"""

# python-flint is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

from flint import arb

from decision.engines.measure.normals import Normals
from decision.engines.measure.quadrature import normal_cdf, normal_mean
from decision.engines.measure.reals import PI, ZERO, Real, ball, exactly, root
from decision.problems.cones import Integers, inner, primitive

__all__ = ["planar", "polygon"]


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


@dataclass(frozen=True)
class _Line:
    """A bound on the second coordinate: `slope x + height`, from below or above."""

    slope: Fraction
    height: Fraction
    below: bool

    def at(self, x: Fraction) -> Fraction:
        return self.slope * x + self.height


def planar(y: Normals, digits: int) -> Any:
    """The probability, as a ball, that all numbers are at least 0, of rank two and any means.

    Examples
    --------
    >>> one, zero = Fraction(1), Fraction(0)
    >>> planar(Normals((zero, zero), ((one, zero), (zero, one))), 15).overlaps(ball(Fraction(1, 4)))
    True
    """
    lows, highs, lines = [Fraction(0)], list[Fraction](), list[_Line]()  # the first basic number is the coordinate x
    for (a, b), constant in y.coordinates():
        if b:
            lines.append(_Line(-a / b, -constant / b, b > 0))
        else:
            (lows if a > 0 else highs).append(-constant / a)
    low, high = max(lows), min(highs, default=None)
    meetings = {(q.height - p.height) / (p.slope - q.slope) for p, q in combinations(lines, 2) if p.slope != q.slope}
    inside = sorted(x for x in meetings if low < x and (high is None or x < high))
    if high is not None and high <= low:
        return arb(0)
    total = arb(0)
    for start, stop in pairwise([low, *inside, high]):
        assert start is not None
        middle = start + 1 if stop is None else (start + stop) / 2
        floor = max((line for line in lines if line.below), key=lambda line: line.at(middle), default=None)
        ceiling = min((line for line in lines if not line.below), key=lambda line: line.at(middle), default=None)
        if floor is None or ceiling is None or floor.at(middle) < ceiling.at(middle):
            total += _strip(y.only(y.basis), start, stop, floor, ceiling, digits)
    return total


def _strip(
    y: Normals, start: Fraction, stop: Fraction | None, floor: _Line | None, ceiling: _Line | None, digits: int
) -> Any:
    """The probability that `x` is in an interval and the other number between two lines."""
    sd = ball(y.cov[0][0]).sqrt()
    slope = y.cov[0][1] / y.cov[0][0]
    own = ball(y.cov[1][1] - slope * y.cov[0][1]).sqrt()

    def below(line: _Line, z: Any) -> Any:
        gap = line.height - y.mean[1] + line.slope * y.mean[0]
        return normal_cdf((ball(gap) + ball(line.slope - slope) * sd * z) / own)

    def between(z: Any, _: bool) -> Any:
        return (1 if ceiling is None else below(ceiling, z)) - (0 if floor is None else below(floor, z))

    first = ball(start - y.mean[0]) / sd
    last = None if stop is None else ball(stop - y.mean[0]) / sd
    return normal_mean(between, digits, low=first, high=last)
