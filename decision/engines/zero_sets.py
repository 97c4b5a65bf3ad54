"""Further levels for strict claims: a proof on the zero set of the levels before.

A first level with `Phi >= 0` settles a claim `E h > 0` unless `E Phi = 0`. Then `Phi = 0` almost surely, and the next
level need only be positive where the earlier ones vanish (see the certificate format).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from decision.certificates.kinds import Fails
from decision.engines.gap import Gap
from decision.engines.limits import Rows
from decision.engines.phi import Level, phi
from decision.engines.pricing import price
from decision.engines.program import Floats
from decision.engines.proofs import Sample
from decision.engines.proposals import Table

if TYPE_CHECKING:
    from decision.engines.search import Search

__all__ = ["further_levels"]


def further_levels(search: "Search", first: Level) -> list[Level] | Fails | Gap:
    """Levels on the zero set of those before, until the last is positive there, or decides by itself."""
    levels = [first]
    values = phi(search.program, first).at(Sample(search.program, search.points))
    zero = search.points[np.abs(values) < 1e-9][:100]
    for _ in range(30):
        goal = None
        if levels[-1].weights:
            goal = price(search.program, levels, strict=search.demands(levels[-1]), clock=search.clock)
            if goal is None:
                return levels
        if isinstance(goal, str) or search.clock.expired:
            return Gap(search.value, "the time limit was reached on the zero set")
        if goal is not None:
            zero = np.unique(np.vstack([zero, [[float(x) for x in goal]]]), axis=0)
        law = search.countermodel_from(zero[-40:])
        if law is not None:
            return Fails(law)
        following = _next_level(search, zero, levels)
        if following is None:
            return Gap(search.value, "no further level was found on the zero set")
        levels = following
    return Gap(search.value, "the levels did not settle")


def _next_level(search: "Search", zero: Floats, levels: Sequence[Level]) -> list[Level] | None:
    table = Table(search.program, search.working, Rows(zero, zero))
    master = table.master(search.clock, spread=True)
    return (
        None if master is None or master.value <= 0 else [levels[0], table.level(master.weights, master.multipliers)]
    )
