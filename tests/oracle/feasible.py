"""Exact feasibility of homogeneous systems: a revised simplex in rationals, for few rows and many integer columns."""

from collections.abc import Sequence
from fractions import Fraction

from .vectors import Form, dot, primitive

GREEDY_STEPS = 60  # after these, the first column is chosen instead of the best one, which cannot cycle


class _Basis:
    """The inverse of the basis, the values, and the numbers of the basic columns (negative: artificial)."""

    def __init__(self, target: Sequence[int]) -> None:
        size = len(target)
        signs = [-1 if entry < 0 else 1 for entry in target]
        self.inverse = [[Fraction(signs[i] * (i == j)) for j in range(size)] for i in range(size)]
        self.values = [Fraction(abs(entry)) for entry in target]
        self.members = [-1 - i for i in range(size)]

    def prices(self) -> Form:
        """Return a multiple of the prices of the rows when artificial columns cost 1."""
        rows = [row for row, member in zip(self.inverse, self.members, strict=True) if member < 0]
        return primitive([sum(entries, Fraction(0)) for entries in zip(*rows, strict=True)])

    def infeasible(self) -> bool:
        """Return whether an artificial column is in use."""
        return any(value for value, member in zip(self.values, self.members, strict=True) if member < 0)

    def enter(self, number: int, column: Form) -> None:
        """Let a column replace the basic one that blocks it first."""
        change = [dot(row, column) for row in self.inverse]
        ratios = [(self.values[i] / c, self.members[i], i) for i, c in enumerate(change) if c > 0]
        step, _, leaving = min(ratios)
        row = [entry / change[leaving] for entry in self.inverse[leaving]]
        for i, c in enumerate(change):
            if i != leaving and c:
                self.values[i] -= step * c
                self.inverse[i] = [a - c * b for a, b in zip(self.inverse[i], row, strict=True)]
        self.inverse[leaving], self.values[leaving], self.members[leaving] = row, step, number


def nonnegative(columns: Sequence[Form], target: Sequence[int]) -> tuple[dict[int, Fraction] | None, Form]:
    """Return few multipliers >= 0 with `sum a_c c = target`; or None and `y` with all `y.c >= 0 > y.target`."""
    basis = _Basis(target)
    steps = 0
    while basis.infeasible():
        prices = basis.prices()
        scores = ((sum(map(int.__mul__, prices, column)), -k) for k, column in enumerate(columns))
        best = max(scores) if steps < GREEDY_STEPS else next((score for score in scores if score[0] > 0), (0, 0))
        if best[0] <= 0:
            return None, tuple(-entry for entry in prices)
        basis.enter(-best[1], columns[-best[1]])
        steps += 1
    return {k: v for k, v in zip(basis.members, basis.values, strict=True) if k >= 0}, ()


def positive_groups(columns: Sequence[Form], groups: Sequence[frozenset[int]]) -> set[int]:
    """Return the largest set of groups whose columns, all together, have `sum a_c c = 0` with every `a_c` positive.

    By Stiemke's lemma either all columns can be positive, or some `y` has all `y.c >= 0` and not all `y.c = 0`, and
    then no solution uses a column with `y.c > 0`.
    """
    alive: set[int] = set(range(len(groups)))
    while alive:
        used = sorted(set[int]().union(*(groups[g] for g in alive)))
        target = [-sum(entries) for entries in zip(*(columns[k] for k in used), strict=True)]
        answer, normal = nonnegative([columns[k] for k in used], target)
        if answer is not None:
            break
        dead = {k for k in used if sum(map(int.__mul__, normal, columns[k])) > 0}
        alive = {g for g in alive if not groups[g] & dead}
    return alive
