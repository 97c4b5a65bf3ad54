"""Countermodels in classes that constrain every coordinate alone: uniform marginals, jointly as the claim dislikes.

Each coordinate is uniform on an interval about the centre, cut into equal cells; the joint law pairs the cells of the
coordinates up, one box for each. Every marginal is then symmetric, unimodal and dense whatever the pairing, and stays
so under permutations of the coordinates and flips about the centre. The pairing is improved by exchanging cells. Where
outcomes need not be alike or symmetric, a small box around one goal does better still.
"""

from fractions import Fraction
from typing import Any

import numpy as np

from decision.engines.clock import Clock
from decision.engines.columns import Columns, images
from decision.engines.laws import radius, slope
from decision.engines.products import center_of
from decision.engines.program import Evaluation, Floats, Program, Truths
from decision.engines.sampling import box
from decision.exact import text
from decision.language.events import Compare, Event

__all__ = ["coupling", "small_box"]

Json = dict[str, Any]
ALONE = {"symmetric", "unimodal", "continuous"}
"""Structures that speak of each coordinate alone, or only of a density."""

APART = {"independent", "independent_selves", "unimodal", "log_concave", "continuous"}
"""Structures of which a small box is a member."""

CELLS = 24
SWAPS = 64
ROUNDS = 1500
FORBIDDEN = 1e6


def small_box(program: Program, points: Floats) -> Json | None:
    """Independent coordinates in small intervals around a goal that violates the claim."""
    if program.moments or program.generators or not {s.name for s in program.structures} <= APART:
        return None
    strict = program.claim.thesis.relation == ">"
    low = Evaluation(program, points, noise=True).integrand(program.claim.thesis)
    for goal in points[(low <= 1e-12) if strict else (low < -1e-9)][:20]:
        width = radius(program, goal[None, :])
        exact = {w: Fraction(float(x)) for w, x in zip(program.coordinates, goal, strict=True)}
        if _inside(program, goal, float(width)):
            return {
                "marginals": {
                    w: [["1", text(exact[w] - width), text(exact[w] + width)]] for w in program.claim.outcomes
                },
                "constants": {c: text(exact[c]) for c in program.claim.constants},
            }
    return None


def coupling(program: Program, columns: Columns, rng: np.random.Generator, clock: Clock) -> Json | None:
    """Uniform marginals with a pairing of their cells that violates the claim, if one is found in time."""
    structures = {s.name for s in program.structures}
    if program.moments or not structures <= ALONE or not columns.complete:
        return None
    search = _Pairing(program, columns, rng)
    for _ in range(3):
        law = search.run(clock)
        if law is not None or clock.expired:
            return law
    return None


class _Boxes(Evaluation):
    """Events on boxes around goals: a comparison is open where it is not decided on the whole box."""

    def __init__(self, program: Program, goals: Floats, half: float) -> None:
        super().__init__(program, goals, noise=True)
        self.half = half

    def _truth(self, event: Event) -> tuple[Truths, Truths]:
        if not isinstance(event, Compare):
            return super()._truth(event)
        gap = self.value(event.left) - self.value(event.right)
        reach = self.half * slope(event.left - event.right) * (1 + 1e-9)
        return gap >= reach, gap > -reach


class _Pairing:
    """Cells of each coordinate, one row for each box; the constants last."""

    def __init__(self, program: Program, columns: Columns, rng: np.random.Generator) -> None:
        self.program, self.columns, self.rng = program, columns, rng
        self.strict = program.claim.thesis.relation == ">"
        self.size = len(program.claim.outcomes)
        center = center_of(program)
        low, high = box(program)
        sides = [float(x) for side in (low, high) for x in side[: self.size] if np.isfinite(x)]
        room = [abs(Fraction(x) - center) for x in sides]
        self.half = min(room) / (CELLS + 1) if room else Fraction(1)  # of a cell
        self.center, self.levels = center, [self.half * (2 * i + 1 - CELLS) for i in range(CELLS)]

    def run(self, clock: Clock) -> Json | None:
        """Exchange cells as long as that lowers the sum of the thesis, or leaves it alone."""
        cells = np.array([self.rng.permutation(CELLS) for _ in range(self.size)]).T
        worth = self.worth(cells)
        for _ in range(ROUNDS):
            if worth.mean() < -1e-9 or (self.strict and worth.mean() <= 1e-12):
                return self.written(cells)
            if clock.expired:
                return None
            rows = np.array([self.rng.choice(CELLS, 2, replace=False) for _ in range(SWAPS)])
            places = self.rng.integers(0, self.size, size=SWAPS)
            tried = cells[rows]  # swaps, the two boxes, coordinates
            tried[np.arange(SWAPS), :, places] = tried[np.arange(SWAPS), ::-1, places]
            after = self.worth(tried.reshape(2 * SWAPS, self.size)).reshape(SWAPS, 2)
            gain = after.sum(axis=1) - worth[rows].sum(axis=1)
            best = int(self.rng.permutation(np.flatnonzero(gain <= gain.min() + 1e-12))[0])
            if gain[best] <= 1e-12:
                cells[rows[best]], worth[rows[best]] = tried[best], after[best]
        return None

    def worth(self, cells: Any) -> Floats:
        """Upper bound of the mean of the thesis over the orbit of each box; very large outside the support."""
        levels = np.array([float(x) for x in self.levels])
        goals: Floats = levels[cells] + float(self.center)
        constants = np.full((len(goals), len(self.program.claim.constants)), float(self.center))
        listed = [images(self.program, g, self.columns) for g in np.hstack([goals, constants])]
        at = _Boxes(self.program, np.vstack(listed), float(self.half))
        value = at.integrand(self.program.claim.thesis)
        for _, event in self.program.supports:
            value = np.where(at.truth(event)[0], value, FORBIDDEN)
        return value.reshape(len(goals), -1).mean(axis=1)

    def written(self, cells: Any) -> Json:
        """The law as certificates write it."""
        names, share = self.program.claim.outcomes, text(Fraction(1, CELLS))
        constants = dict.fromkeys(self.program.claim.constants, text(self.center))
        goals = [{w: text(self.center + self.levels[int(k)]) for w, k in zip(names, row, strict=True)} for row in cells]
        return {"orbit": [[share, goal | constants] for goal in goals], "radius": text(self.half)}


def _inside(program: Program, goal: Floats, half: float) -> bool:
    at = _Boxes(program, goal[None, :], half)
    return all(bool(at.truth(event)[0].all()) for _, event in program.supports)
