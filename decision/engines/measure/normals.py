"""Jointly normal numbers in exact arithmetic: what a cone event says about them, before any integral is taken.

A cone event `{row_i(u) >= 0 for all i}` under a normal law is the event that the jointly normal numbers
`Y_i = row_i(u)` are all at least 0. Their means and covariances are rational, so constants, proportional rows, implied
rows, independent blocks, the rank and common factors are recognised exactly.
"""

# python-flint and scipy are untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from flint import fmpq, fmpq_mat
from scipy.optimize import nnls

from decision.problems.hulls import solved

__all__ = ["Factor", "Normals", "image"]

Row = tuple[Sequence[Fraction], Fraction]
ZERO = Fraction(0)


@dataclass(frozen=True)
class Factor:
    """A common factor: `Y_i = mean_i + ratio_i F + (independent, of variance own_i)`.

    Attributes
    ----------
    square : Fraction
        Variance of `F`; a negative one stands for covariances `square ratio_i ratio_j` of the opposite sign.
    ratios, own : tuple of Fraction
    """

    square: Fraction
    ratios: tuple[Fraction, ...]
    own: tuple[Fraction, ...]


@dataclass(frozen=True)
class Normals:
    """Means and covariances of jointly normal numbers."""

    mean: tuple[Fraction, ...]
    cov: tuple[tuple[Fraction, ...], ...]

    def __len__(self) -> int:
        return len(self.mean)

    @property
    def centred(self) -> bool:
        """Whether all means are 0."""
        return not any(self.mean)

    def only(self, places: Sequence[int]) -> "Normals":
        """Some of the numbers."""
        return Normals(
            tuple(self.mean[i] for i in places), tuple(tuple(self.cov[i][j] for j in places) for i in places)
        )

    def without(self, place: int) -> "Normals":
        """All numbers but one."""
        return self.only([i for i in range(len(self)) if i != place])

    def shifted(self, place: int, by: Fraction) -> "Normals":
        """The same with something added to one of them."""
        return Normals(tuple(m + by if i == place else m for i, m in enumerate(self.mean)), self.cov)

    def at_zero(self, place: int) -> "Normals":
        """The law of the others, given that one number is 0."""
        variance, others = self.cov[place][place], [i for i in range(len(self)) if i != place]
        slope = {i: self.cov[i][place] / variance for i in others}
        return Normals(
            tuple(self.mean[i] - slope[i] * self.mean[place] for i in others),
            tuple(tuple(self.cov[i][j] - slope[i] * self.cov[place][j] for j in others) for i in others),
        )

    def distinct(self) -> list[int] | None:
        """Places of numbers that vary and are not implied by one they are proportional to.

        None if a constant one is negative: they cannot all be at least 0.
        """
        kept: list[int] = []
        for i, m in enumerate(self.mean):
            if not self.cov[i][i]:
                if m < 0:
                    return None
            elif not any(self._implies(j, i) for j in kept):
                kept = [j for j in kept if not self._implies(i, j)] + [i]
        return kept

    def _implies(self, i: int, j: int) -> bool:
        """Whether number `j` is a positive multiple of number `i` plus something that is not negative."""
        if self.cov[i][j] <= 0 or not self._proportional(i, j):
            return False
        return self.mean[j] >= self.cov[i][j] / self.cov[i][i] * self.mean[i]

    def _proportional(self, i: int, j: int) -> bool:
        return self.cov[i][j] ** 2 == self.cov[i][i] * self.cov[j][j]

    def opposite(self) -> tuple[int, int] | None:
        """Two of them of which one falls as the other rises, each determined by the other."""
        pairs = ((j, i) for i in range(len(self)) for j in range(i))
        return next((p for p in pairs if self.cov[p[0]][p[1]] < 0 and self._proportional(*p)), None)

    def blocks(self) -> list["Normals"]:
        """Groups that are independent of one another, as fine as possible."""
        left, found = set(range(len(self))), list[Normals]()
        while left:
            group = [min(left)]
            for i in group:
                group += [j for j in sorted(left) if j not in group and self.cov[i][j]]
            left -= set(group)
            found.append(self.only(sorted(group)))
        return found

    @cached_property
    def _echelon(self) -> tuple[list[int], list[list[Fraction]]]:
        """Pivot columns and rows of the reduced echelon form of the covariance matrix."""
        size = len(self)
        entries = [fmpq(q.numerator, q.denominator) for row in self.cov for q in row]
        reduced, rank = fmpq_mat(size, size, entries).rref()
        rows = [[Fraction(int(reduced[i, j].p), int(reduced[i, j].q)) for j in range(size)] for i in range(rank)]
        return [next(j for j, q in enumerate(row) if q) for row in rows], rows

    @property
    def basis(self) -> list[int]:
        """Places of numbers that determine all, as few as possible: the first ones."""
        return self._echelon[0]

    def coordinates(self) -> list[Row]:
        """Each number as an affine function of those of the basis."""
        basis, rows = self._echelon
        found: list[Row] = []
        for k in range(len(self)):
            slopes = [row[k] for row in rows]
            known = sum((q * self.mean[i] for q, i in zip(slopes, basis, strict=True)), ZERO)
            found.append((slopes, self.mean[k] - known))
        return found

    def essential(self) -> "Normals":
        """Without numbers that are at least 0 wherever the others are."""
        if len(self.basis) == len(self):
            return self
        rows, kept = self.coordinates(), list(range(len(self)))
        for k in reversed(range(len(self))):
            others = [rows[i] for i in kept if i != k]
            if _implied(rows[k], others):
                kept.remove(k)
        return self.only(kept)

    def factor(self) -> Factor | None:
        """One common factor that explains all covariances, for one block; None if there is none.

        With three numbers or more the factor is determined: `square = c_01 c_02 / c_12` for ratio 1 of the first.
        """
        size, c = len(self), self.cov
        if size == 2:
            square = c[0][0]
        elif not all(c[i][j] for i in range(size) for j in range(i)):
            return None
        else:
            square = c[0][1] * c[0][2] / c[1][2]
        ratios = (Fraction(1), *(c[0][j] / square for j in range(1, size)))
        if any(c[i][j] != square * ratios[i] * ratios[j] for i in range(size) for j in range(i)):
            return None
        own = tuple(c[i][i] - square * ratios[i] ** 2 for i in range(size))
        return Factor(square, ratios, own) if all(x >= 0 for x in own) else None


def image(rows: Sequence[Row], mean: Sequence[Fraction], cov: Sequence[Mapping[int, Fraction]]) -> Normals:
    """The law of some affine forms of jointly normal coordinates.

    Parameters
    ----------
    rows : sequence of (slopes, constant)
    mean : sequence of Fraction
    cov : sequence of mappings
        Rows of the covariance matrix, without its zeros.

    Examples
    --------
    >>> one, two = Fraction(1), Fraction(2)
    >>> image([((one, -one), ZERO)], [one, ZERO], [{0: one}, {1: two}])
    Normals(mean=(Fraction(1, 1),), cov=((Fraction(3, 1),),))
    """
    sparse = [{k: q for k, q in enumerate(slopes) if q} for slopes, _ in rows]
    means = tuple(
        sum((q * mean[k] for k, q in row.items()), constant) for row, (_, constant) in zip(sparse, rows, strict=True)
    )
    spread: list[dict[int, Fraction]] = []
    for row in sparse:
        total: dict[int, Fraction] = {}
        for i, q in row.items():
            for k, c in cov[i].items():
                total[k] = total.get(k, ZERO) + q * c
        spread.append(total)
    half = [
        [sum((q * spread[j][k] for k, q in sparse[i].items() if k in spread[j]), ZERO) for j in range(i + 1)]
        for i in range(len(rows))
    ]
    size = range(len(rows))
    return Normals(means, tuple(tuple(half[max(i, j)][min(i, j)] for j in size) for i in size))


def _implied(row: Row, others: Sequence[Row]) -> bool:
    """Whether a row is a nonnegative combination of others, and of 1; floats propose, rationals verify."""
    if not others:
        return False
    columns = [[*slopes, constant] for slopes, constant in others]
    columns.append([ZERO] * len(row[0]) + [Fraction(1)])
    target = [*row[0], row[1]]
    table = np.array([[float(x) for x in column] for column in columns]).T
    weights, residual = nnls(table, np.array([float(x) for x in target]))
    used = [column for column, w in zip(columns, weights, strict=True) if w > 1e-9]
    if residual > 1e-7 or not used:
        return False
    found = solved([[column[i] for column in used] for i in range(len(target))], target)
    return found is not None and min(found) >= 0
