"""Exact volumes inside the unit cube, by Lasserre's recursion over faces.

A polytope is `{z in [0, 1]^n : row(z) >= 0 for every row}`; a row lists n coefficients and a constant. Seen from the
origin, the volume is the sum over the faces that do not contain it of the pyramids above them: the face in
`a.z + b = 0`, projected along a coordinate `j` with `a_j != 0`, adds `b / (n |a_j|)` times the volume of its
projection. Faces that are reached in several ways are computed once.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import gcd

from decision.checker.formats import Rational

Row = tuple[int, ...]  # coefficients, then the constant; whole numbers without common divisor
Rows = frozenset[Row]


class TooLarge(Exception):
    """More faces than allowed."""


class Volumes:
    """Volumes of polytopes, with a limit on the number of faces looked at."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.known: dict[tuple[int, Rows], Rational] = {}

    def volume(self, n: int, rows: Iterable[Sequence[Rational]]) -> Rational:
        """Return the volume of the part of the n-dimensional unit cube where all rows are at least 0.

        >>> Volumes(100).volume(2, [(1, -1, 0)])
        Fraction(1, 2)
        """
        cube = [(*(sign * (k == j) for k in range(n)), int(sign < 0)) for j in range(n) for sign in (1, -1)]
        reduced = tidy([*cube, *rows])
        return 0 if reduced is None else self.measure(n, reduced)

    def measure(self, n: int, rows: Rows) -> Rational:
        """Return the volume of a polytope that its rows bound."""
        if n == 0:
            return 1
        if n == 1:
            return interval(rows)
        key = n, rows
        if key not in self.known:
            if len(self.known) >= self.limit:
                raise TooLarge
            self.known[key] = sum(self.pyramid(n, row, rows) for row in rows if row[-1]) * Fraction(1, n)
        return self.known[key]

    def pyramid(self, n: int, row: Row, rows: Rows) -> Rational:
        """Return n times the volume between the origin and the face in a row's hyperplane, counted with sign."""
        j = next(k for k in range(n) if row[k])
        face = tidy(eliminated(other, row, j) for other in rows if other != row)
        return 0 if face is None else Fraction(row[-1], abs(row[j])) * self.measure(n - 1, face)


def interval(rows: Rows) -> Rational:
    """Return the length of an interval."""
    low = max(Fraction(-b, a) for a, b in rows if a > 0)
    high = min(Fraction(-b, a) for a, b in rows if a < 0)
    return max(high - low, Fraction(0))


def eliminated(row: Sequence[Rational], pivot: Row, j: int) -> tuple[Rational, ...]:
    """Return a row where `pivot` vanishes, times a positive number, without coordinate `j`."""
    size, factor = abs(pivot[j]), row[j] if pivot[j] > 0 else -row[j]
    return tuple([size * a - factor * b for k, (a, b) in enumerate(zip(row, pivot, strict=True)) if k != j])


def tidy(rows: Iterable[Sequence[Rational]]) -> Rows | None:
    """Return rows in lowest terms, of parallel ones the tightest; None if some row is negative everywhere.

    >>> tidy([(2, 4), (1, 3), (0, 1)]), tidy([(0, -1)])
    (frozenset({(1, 2)}), None)
    """
    tightest: dict[tuple[int, ...], Fraction] = {}
    for row in rows:
        *normal, constant = whole(row)
        size = gcd(*normal)
        if not size:
            if constant < 0:
                return None
            continue
        direction, offset = tuple([a // size for a in normal]), Fraction(constant, size)
        if direction not in tightest or offset < tightest[direction]:
            tightest[direction] = offset
    return frozenset(whole((*direction, offset)) for direction, offset in tightest.items())


def whole(row: Sequence[Rational]) -> Row:
    """Return a row times the least positive number that makes it whole, without common divisor."""
    common = 1
    for a in row:
        common = common * a.denominator // gcd(common, a.denominator)
    numbers = [int(a * common) for a in row]
    divisor = gcd(*numbers) or 1
    return tuple([a // divisor for a in numbers])
