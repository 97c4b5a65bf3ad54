"""The master problem: sparse weights of group elements and moments that make `Phi >= t` at all goals seen so far.

Linear programming in floats finds the support; the numbers are then made rational, by simple fractions if those do,
else by solving the tight rows exactly.
"""

# scipy's linprog is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np
from scipy.optimize import linprog

from decision.engines.farkas import solve_exact
from decision.engines.program import Floats

__all__ = ["Master", "pairs", "solve_master", "solve_spread"]


@dataclass(frozen=True)
class Master:
    """Rational weights and multipliers with the float value `t` they reach on the rows.

    Attributes
    ----------
    weights : tuple of (Fraction, int)
        With the column's index; they sum to 1.
    multipliers : tuple of (Fraction, int)
        With the index of the moment column.
    value : float
        `t`, the least value over the rows.
    """

    weights: tuple[tuple[Fraction, int], ...]
    multipliers: tuple[tuple[Fraction, int], ...]
    value: float


def solve_master(
    thesis: Floats, moments: Floats, free: Sequence[bool], *, enough: float | None = None
) -> Master | None:
    """Maximise `t` subject to `thesis @ w - moments @ lam >= t`, `sum w = 1`, `w >= 0`, `lam >= 0` unless `free`.

    Parameters
    ----------
    thesis : array (rows, columns)
    moments : array (rows, moment columns)
    free : sequence of bool
        Which moment columns belong to equalities.
    enough : float, optional
        Value of `t` that is good enough; solutions that only reach it are sparser.
    """
    rows, columns = thesis.shape
    k = moments.shape[1]
    objective = np.zeros(columns + k + 1)
    objective[-1] = -1.0
    if enough is not None:
        # some vertex, not always the same corner
        objective[:columns] = 1e-3 * np.random.default_rng(columns).random(columns)
    upper = np.hstack([-thesis, moments, np.ones((rows, 1))])
    total = np.zeros((1, columns + k + 1))
    total[0, :columns] = 1.0
    bounds = (
        [(0, None)] * columns
        + [(None, None) if f else (0, None) for f in free]
        + [(None, 1e6 if enough is None else enough)]
    )
    result = linprog(
        objective, A_ub=upper, b_ub=np.zeros(rows), A_eq=total, b_eq=[1.0], bounds=bounds, method="highs-ds"
    )
    if result.status != 0:
        return None
    solution = np.asarray(result.x)
    exact = _simple(solution, thesis, moments) or _tight(solution, thesis, moments) or _rough(solution, columns)
    weights = tuple((q, j) for j, q in enumerate(exact[:columns]) if q)
    multipliers = tuple((q, j) for j, q in enumerate(exact[columns:]) if q)
    return Master(weights, multipliers, float(solution[-1]))


def _simple(solution: Floats, thesis: Floats, moments: Floats) -> list[Fraction] | None:
    """Small denominators, if they still reach the value."""
    for limit in (12, 60, 1000):
        guess = [Fraction(float(x)).limit_denominator(limit) if abs(x) > 1e-9 else Fraction(0) for x in solution[:-1]]
        if sum(guess[: thesis.shape[1]]) != 1:
            continue
        floats = np.array([float(q) for q in guess])
        reached = thesis @ floats[: thesis.shape[1]] - moments @ floats[thesis.shape[1] :]
        if reached.min() >= solution[-1] - 1e-9:
            return guess
    return None


def _rough(solution: Floats, columns: int) -> list[Fraction]:
    """Nearby rationals that keep the sum of the weights: enough to find the next goal."""
    near = [Fraction(float(x)).limit_denominator(10**6) if abs(x) > 1e-9 else Fraction(0) for x in solution[:-1]]
    total = sum(near[:columns])
    return [q / total for q in near[:columns]] + near[columns:]


def _tight(solution: Floats, thesis: Floats, moments: Floats) -> list[Fraction] | None:
    """Solve the tight rows for the support and `t`, exactly."""
    columns = thesis.shape[1]
    full = np.hstack([thesis, -moments])
    support = [int(j) for j in np.flatnonzero(np.abs(solution[:-1]) > 1e-9)]
    slack = full @ solution[:-1] - solution[-1]
    tight = np.unique(np.round(full[np.abs(slack) < 1e-8][:, support], 9), axis=0)
    rows = [[*(_rational(x) for x in r), Fraction(-1)] for r in tight]
    right = [Fraction(0)] * len(rows)
    rows.append([*(Fraction(int(j < columns)) for j in support), Fraction(0)])
    right.append(Fraction(1))
    if abs(solution[-1]) < 1e-9:
        rows.append([*(Fraction(0) for _ in support), Fraction(1)])
        right.append(Fraction(0))
    exact = solve_exact(rows, right)
    if exact is None or any(q < 0 for q, j in zip(exact, support, strict=False) if j < columns):
        return None
    out = [Fraction(0)] * (columns + moments.shape[1])
    for j, q in zip(support, exact, strict=False):
        out[j] = q
    return out


@lru_cache(maxsize=65536)
def _rational(x: float) -> Fraction:
    return Fraction(float(x)).limit_denominator(10**6)


def pairs(thesis: Floats) -> list[int]:
    """Columns `j` such that `h(u) + h(g_j u) >= 0` at every row; column 0 is the identity."""
    return [int(j) for j in np.flatnonzero((thesis[:, :1] + thesis).min(axis=0) >= -1e-9)]


def solve_spread(thesis: Floats, moments: Floats, free: Sequence[bool], strict: Sequence[bool] = ()) -> Master | None:
    """Weights and multipliers with `thesis @ w - moments @ lam >= 0` at all rows, positive at as many as possible.

    `value` is the sum of the parts of the rows, each counted up to 1. Multipliers of `strict` moments are welcome,
    since they decide a strict thesis.
    """
    rows, columns = thesis.shape
    k = moments.shape[1]
    either = np.array(free, dtype=bool)
    matrix = np.hstack([thesis, -moments, moments[:, either]])
    cost = np.array([-1e-4 if s else 1e-3 for s in strict] or np.full(k, 1e-3))  # small multipliers make short proofs
    objective = np.concatenate([np.zeros(columns), cost, cost[either], -np.ones(rows)])
    upper = np.hstack([-matrix, np.eye(rows)])
    total = np.concatenate([np.ones(columns), np.zeros(len(objective) - columns)])[None, :]
    bounds = [(0, None)] * columns + [(0, 16)] * (matrix.shape[1] - columns) + [(0, 1)] * rows
    result = linprog(
        objective, A_ub=upper, b_ub=np.zeros(rows), A_eq=total, b_eq=[1.0], bounds=bounds, method="highs-ds"
    )
    if result.status != 0:
        return None
    found = np.asarray(result.x)
    multipliers = found[columns : columns + k].copy()
    multipliers[either] -= found[columns + k : matrix.shape[1]]
    solution = np.concatenate([found[:columns], multipliers, [0.0]])
    exact = _simple(solution, thesis, moments) or _tight(solution, thesis, moments)
    if exact is None:
        return None
    weights = tuple((q, j) for j, q in enumerate(exact[:columns]) if q)
    listed = tuple((q, j) for j, q in enumerate(exact[columns:]) if q)
    return Master(weights, listed, float(found[matrix.shape[1] :].sum()))
