"""Exact symmetric elimination `C = L D L'`: whether a matrix is positive semidefinite, and its dependent rows.

Either every pivot is at least 0, or a vector `v` with `v' C v < 0` is shown.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# python-flint publishes no types

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint

from decision.goals.parameters import Parameter, symbols_in

__all__ = ["Elimination", "definite", "eliminated"]


@dataclass(frozen=True)
class Elimination:
    """Symmetric elimination of a matrix `C`, as far as it is positive semidefinite.

    Attributes
    ----------
    negative : dict or None
        A vector `v`, by position, with `v' C v < 0`; None if the matrix is positive semidefinite.
    null : dict of int to dict
        For each position that depends on earlier ones the vector `v` with `C v = 0` that has 1 there.
    """

    negative: dict[int, Fraction] | None
    null: dict[int, dict[int, Fraction]]


def eliminated(matrix: Sequence[Sequence[Fraction]]) -> Elimination:
    """Eliminate a symmetric matrix, row by row.

    A negative pivot, or a zero pivot with something beside it, gives a vector that shows what the matrix is not.

    Examples
    --------
    >>> one, two = Fraction(1), Fraction(2)
    >>> eliminated([[one, two], [two, one]]).negative
    {0: Fraction(-2, 1), 1: Fraction(1, 1)}
    >>> eliminated([[one, two], [two, 2 * two]]).null
    {1: {0: Fraction(-2, 1), 1: Fraction(1, 1)}}
    """
    size = len(matrix)
    rest = [[_fmpq(x) for x in row] for row in matrix]
    basis: list[int] = []
    null: dict[int, dict[int, Fraction]] = {}
    for k in range(size):
        pivot = rest[k][k]
        if pivot < 0:
            return Elimination(_residual(matrix, basis, k), null)
        if pivot == 0:
            beside = next((i for i in range(k + 1, size) if rest[i][k]), None)
            if beside is not None:
                # v = t r_k + r_beside: v' C v = 2 t c + d, which is -1 for t = -(d + 1) / (2 c)
                c, d = _fraction(rest[beside][k]), _fraction(rest[beside][beside])
                one, other = _residual(matrix, basis, beside), _residual(matrix, basis, k)
                return Elimination(_combined(one, other, -(d + 1) / (2 * c)), null)
            null[k] = _residual(matrix, basis, k)
            continue
        basis.append(k)
        for i in range(k + 1, size):
            if rest[i][k]:
                factor = rest[i][k] / pivot
                rest[i] = [x - factor * rest[j][k] if k < j <= i else x for j, x in enumerate(rest[i])]
    return Elimination(None, null)


def _residual(matrix: Sequence[Sequence[Fraction]], basis: Sequence[int], k: int) -> dict[int, Fraction]:
    """What coordinate `k` adds to those of the basis: `e_k - sum_b x_b e_b` with `C_bb x = C_bk`."""
    found = {k: Fraction(1)}
    if basis:
        block = flint.fmpq_mat(len(basis), len(basis), [_fmpq(matrix[i][j]) for i in basis for j in basis])
        right = flint.fmpq_mat(len(basis), 1, [_fmpq(matrix[i][k]) for i in basis])
        solution = block.solve(right)
        found |= {b: -_fraction(solution[i, 0]) for i, b in enumerate(basis)}
    return {i: x for i, x in sorted(found.items()) if x}


def _fmpq(value: Fraction) -> Any:
    return flint.fmpq(value.numerator, value.denominator)


def _fraction(value: Any) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def definite(matrix: Sequence[Sequence[Parameter]]) -> bool:
    """Whether a symmetric matrix of numbers is positive definite.

    Examples
    --------
    >>> one, half = Fraction(1), Fraction(1, 2)
    >>> definite([[one, half], [half, one]]), definite([[one, one], [one, one]])
    (True, False)
    """
    if symbols_in(x for row in matrix for x in row):
        return False
    found = eliminated(matrix)
    return found.negative is None and not found.null


def _combined(one: Mapping[int, Fraction], other: Mapping[int, Fraction], factor: Fraction) -> dict[int, Fraction]:
    total = {i: one.get(i, ZERO) + factor * other.get(i, ZERO) for i in sorted({*one, *other})}
    return {i: x for i, x in total.items() if x}


ZERO = Fraction(0)
