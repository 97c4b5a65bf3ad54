"""Exact feasibility of `sum a_c c = 0` with whole groups of columns positive or zero together."""

from collections.abc import Sequence
from fractions import Fraction

from .vectors import Vector, dot


def _pivot(table: list[list[Fraction]], row: int, column: int) -> None:
    scale = table[row][column]
    table[row] = [entry / scale for entry in table[row]]
    for i, other in enumerate(table):
        factor = other[column]
        if i != row and factor:
            table[i] = [a - factor * b if b else a for a, b in zip(other, table[row], strict=True)]


def stiemke(columns: Sequence[Vector]) -> tuple[list[Fraction] | None, Vector]:
    """Return positive multipliers with `sum a_c c = 0`; or None and `y` with all `y.c >= 0`, not all zero."""
    size = len(columns[0])
    target = [-sum(column[i] for column in columns) for i in range(size)]
    flips = [-1 if entry < 0 else 1 for entry in target]
    units = [[Fraction(i == j) for j in range(size)] for i in range(size)]
    table = [[flips[i] * c[i] for c in columns] + units[i] + [flips[i] * target[i]] for i in range(size)]
    count = len(columns)
    costs = [-sum((row[k] for row in table), Fraction(0)) for k in range(count)]
    table.append(costs + [Fraction(0)] * size + [-sum((row[-1] for row in table), Fraction(0))])
    basis = [count + i for i in range(size)]
    while True:
        entering = next((k for k in range(count) if table[-1][k] < 0), None)
        if entering is None:
            break
        ratios = [(table[i][-1] / table[i][entering], basis[i], i) for i in range(size) if table[i][entering] > 0]
        leaving = min(ratios)[2]
        _pivot(table, leaving, entering)
        basis[leaving] = entering
    if table[-1][-1] < 0:
        return None, tuple(flips[i] * (table[-1][count + i] - 1) for i in range(size))
    answer = [Fraction(1)] * count
    for i, k in enumerate(basis):
        if k < count:
            answer[k] += table[i][-1]
    return answer, ()


def positive_groups(columns: Sequence[Vector], groups: Sequence[frozenset[int]]) -> tuple[list[int], dict[int, Fraction]]:
    """Return the largest set of groups that can be positive together, with positive multipliers of their columns.

    Multipliers satisfy `sum a_c c = 0`; every group has all its columns positive or is not used at all.
    """
    alive = list(range(len(groups)))
    while alive:
        used = sorted(set().union(*(groups[g] for g in alive)))
        answer, normal = stiemke([columns[k] for k in used])
        if answer is not None:
            return alive, dict(zip(used, answer, strict=True))
        dead = {k for k in used if dot(normal, columns[k]) > 0}
        alive = [g for g in alive if not groups[g] & dead]
    return [], {}
