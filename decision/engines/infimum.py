"""The least value of `E h` over a convex class, as a rational guess that certificates then confirm or refute."""

from dataclasses import replace
from fractions import Fraction

import numpy as np

from decision.engines.clock import Clock
from decision.engines.limits import Rows, cell_minimum
from decision.engines.phi import phi
from decision.engines.pricing import price
from decision.engines.program import Program
from decision.engines.proposals import Table
from decision.engines.search import Search
from decision.language.claims import Claim

__all__ = ["infimum"]

UNBOUNDED = -1e6


def infimum(claim: Claim, *, clock: Clock, seed: int) -> Fraction | None:
    """The infimum of the left side of the claim's inequality over its class; None if there is none or time runs out.

    The master problem proposes weights, multipliers and a value `t`; z3 looks for a goal where `Phi < t`; the vertex of
    its cell becomes a row.
    """
    search = Search(Program(claim), clock=clock, seed=seed)
    table = Table(search.program, search.working, Rows(search.points, search.points))
    for _ in range(100):
        master = table.master(clock)
        if master is None or master.value < UNBOUNDED or clock.expired:
            return None
        level = table.level(master.weights, master.multipliers)
        guess = Fraction(master.value).limit_denominator(10_000)
        shifted = Program(
            replace(claim, thesis=replace(claim.thesis, constant=claim.thesis.constant + guess)),
            list(search.program.elements),
        )
        goal = price(shifted, [level], strict=False, clock=clock)
        if goal is None:
            return guess
        if isinstance(goal, str):
            return None
        near = np.array([[float(x) for x in goal]])
        table.add(near, near)
        used = sorted({e for _, e in level.weights} | {e for _, _, e in level.multipliers})
        base = cell_minimum(shifted, phi(shifted, level), near[0], used)
        if base is not None:
            table.add(near, base[None, :])
    return None
