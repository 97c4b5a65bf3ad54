"""Strict claims `E h > 0`: a level that is positive everywhere, or further levels on the zero sets of those before.

A level with `Phi > 0` at every goal settles such a claim; it exists unless some law of the class has `E h = 0`, up to
limits of goals. Linear programming finds its weights: the least `Phi` over the goals seen is made as large as possible,
and z3 adds goals until there is none left at which `Phi` is not positive.

Where no weights do, `Phi >= 0` settles the claim unless `E Phi = 0`. Then `Phi = 0` almost surely, and the next
level need only be positive where the earlier ones vanish (see the certificate format).
"""

from collections.abc import Iterator, Sequence
from copy import copy
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from decision.certificates.kinds import Fails
from decision.engines.clock import Clock
from decision.engines.columns import images
from decision.engines.gap import Gap
from decision.engines.limits import Rows
from decision.engines.phi import Level, phi
from decision.engines.pricing import price
from decision.engines.program import Floats
from decision.engines.proofs import Sample
from decision.engines.proposals import Table

if TYPE_CHECKING:
    from decision.engines.search import Search

__all__ = ["decisive_levels", "further_levels", "positive_level"]

ROUNDS = 30
"""Goals z3 may add before another way is tried."""

IMAGES = 800
"""Images of such a goal that are added with it."""

LEAST = (Fraction(1), Fraction(1, 4), Fraction(1, 24), Fraction(1, 720))
"""Multipliers of strict moments that are tried."""


def positive_level(search: "Search") -> Level | Fails | None:
    """A level that is positive at every goal, by z3's word; None if it finds none soon."""
    table = Table(search.program, search.working, Rows(search.points, search.points))
    clock = search.clock.within(0.6 * search.clock.left)
    for _ in range(ROUNDS):
        if clock.expired:
            return None
        master = table.master(search.clock, enough=1.0)
        if master is None or master.value < 1e-9 or not master.weights:
            return None
        level = table.level(master.weights, master.multipliers)
        if search.quick(level):
            return level
        goal = price(search.program, [level], strict=search.demands(level), clock=clock)
        if goal is None:
            return level
        if isinstance(goal, str):
            return None
        law = search.learn(level, goal, table)
        if law is not None:
            return Fails(law)
        alike = images(search.program, np.array([float(x) for x in goal]), search.columns)[:IMAGES]
        table.add(alike, alike)  # weights that miss a goal are likely to miss its images next
    return None


def decisive_levels(table: Table, clock: Clock) -> Iterator[Level]:
    """Levels that hold at all rows and use a strict moment: no more is needed for a strict claim."""
    for j, (_, e) in enumerate(table.where):
        if not table.strict[j] or e:
            continue
        for least in LEAST:
            shifted = copy(table)
            shifted.thesis = table.thesis - float(least) * table.moments[:, [j]]
            master = shifted.master(clock, enough=0.0)
            if master is not None and master.value > -1e-9:
                multipliers = {k: q for q, k in master.multipliers}
                multipliers[j] = multipliers.get(j, Fraction(0)) + least
                yield table.level(master.weights, [(q, k) for k, q in sorted(multipliers.items())])
                break


def further_levels(search: "Search", first: Level) -> list[Level] | Fails | Gap:
    """Levels on the zero set of those before, until the last is positive there, or decides by itself."""
    levels = [first]
    values = phi(search.program, first).at(Sample(search.program, search.points))
    zero = search.points[np.abs(values) < 1e-9][:100]
    if not len(zero):
        goal = price(search.program, levels, strict=True, clock=search.clock)
        if not isinstance(goal, tuple):
            return Gap(search.value, "no goal was found on the zero set")
        zero = np.array([[float(x) for x in goal]])
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
    master = table.master(search.clock, enough=1.0 if search.strict else 0.0)
    if master is None or master.value < (1e-9 if search.strict else -1e-9):
        master = table.master(search.clock, spread=True)
        if master is None or master.value <= 0:
            return None
    return [levels[0], table.level(master.weights, master.multipliers)]
