"""The least value of `E h` over a convex class, as a rational guess that certificates then confirm or refute."""

from dataclasses import replace
from fractions import Fraction

import numpy as np

from decision.engines.clock import Clock
from decision.engines.limits import Rows, cell_minimum, limit_matrix
from decision.engines.phi import Level, phi
from decision.engines.pricing import UNKNOWN, price
from decision.engines.program import Program
from decision.engines.search import Search
from decision.engines.weights import Master, solve_master
from decision.language.claims import Claim

__all__ = ["infimum"]

UNBOUNDED = -1e6


def infimum(claim: Claim, *, clock: Clock, seed: int) -> Fraction | None:
    """The infimum of the left side of the claim's inequality over its class; None if it is not found in time or there is none.

    The master problem proposes weights, multipliers and a value `t`; z3 looks for a goal where `Phi < t`; the vertex of its cell becomes a row.
    """
    search = Search(Program(claim), clock=clock, seed=seed)
    rows = Rows(search.points, search.points)
    for _ in range(100):
        proposal = _propose(search, rows)
        if proposal is None or proposal[0].value < UNBOUNDED or clock.expired:
            return None
        master, level = proposal
        guess = Fraction(master.value).limit_denominator(10_000)
        shifted = Program(replace(claim, thesis=replace(claim.thesis, constant=claim.thesis.constant + guess)), list(search.program.elements))
        goal = price(shifted, [level], strict=False, clock=clock)
        if goal is None:
            return guess
        if goal == UNKNOWN:
            return None
        near = np.array([[float(x) for x in goal]])
        rows = rows.with_row(near, near)
        used = sorted({e for _, e in level.weights} | {e for _, _, e in level.multipliers})
        base = cell_minimum(shifted, phi(shifted, level), near[0], used)
        if base is not None:
            rows = rows.with_row(near, base[None, :])
    return None


def _propose(search: Search, rows: Rows) -> tuple[Master, Level] | None:
    """Weights and multipliers from the newest rows and an even choice of the others."""
    recent = 400
    keep = np.unique(np.concatenate([np.linspace(0, len(rows.near) - 1, 400).astype(int), np.arange(max(0, len(rows.near) - recent), len(rows.near))]))
    thin = Rows(rows.near[keep], rows.base[keep])
    thesis = limit_matrix(search.program, search.thesis, thin, search.working)
    moments, free, where = search.moment_columns(thin)
    master = solve_master(thesis, moments, free)
    return None if master is None else (master, search.level(list(master.weights), [(q, *where[j]) for q, j in master.multipliers]))
