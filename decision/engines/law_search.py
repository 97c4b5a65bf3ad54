"""Sample goals of a claim, and the search for laws made of their orbits: countermodels and members of the class."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from decision.engines.clock import Clock
from decision.engines.columns import candidate_columns
from decision.engines.laws import Candidates, candidates, find_law
from decision.engines.phi import Level
from decision.engines.pricing import price
from decision.engines.program import Floats, Program
from decision.engines.sampling import few_valued, sample_goals, steep, supported
from decision.goals.groups import Element, identity
from decision.language.theses import Inequality

__all__ = ["LawSearch"]

Json = dict[str, Any]
FULL = 50_000
"""Columns listed in full up to this many."""

WORKING = 800
"""Columns a linear program looks at."""


class LawSearch:
    """Goals of one claim, and the laws made of them."""

    def __init__(self, program: Program, *, clock: Clock, seed: int = 0) -> None:
        self.program, self.clock = program, clock
        self.rng = np.random.default_rng(seed)
        self.thesis = program.claim.thesis
        self.strict = self.thesis.relation == ">"
        self.noise = bool(program.ties) or program.continuous
        self.columns = candidate_columns(program, FULL, self.rng)
        self.working = self._working()
        self.points = self._points()

    def _working(self) -> list[Element]:
        """Identity first, then the elements that move least, up to `WORKING`."""
        start = identity(self.program.size)
        moved = sorted((g for g in self.columns.elements if g != start), key=_moved)
        if len(moved) > WORKING:
            chosen = self.rng.choice(len(moved) - 200, size=WORKING - 200, replace=False) + 200
            moved = moved[:200] + [moved[int(i)] for i in sorted(chosen)]
        return [start, *moved]

    def _points(self) -> Floats:
        goals = sample_goals(self.program, self.rng, 1800, self.working[:400])
        few = supported(self.program, few_valued(self.program, self.rng, 60), self.working[:400])
        points = np.vstack([few[:300], goals])
        if len(points) < 60 and (self.program.supports or self.program.ties):
            points = np.vstack([points, self._solver_points()])
        return points

    def _solver_points(self) -> Floats:
        """Supported goals from z3, for supports that sampling misses."""
        trivial = Program(replace(self.program.claim, thesis=Inequality((), Fraction(1), ">=")))
        goal = price(trivial, [Level(((Fraction(1), 0),))], strict=False, clock=self.clock)
        return np.array([[float(x) for x in goal]]) if isinstance(goal, tuple) else np.zeros((0, self.program.size))

    def countermodel(self, extra: Floats | None = None) -> Json | None:
        """A law of the class that violates the claim."""
        block = 4000 if self.program.moments else 24
        for goals, noise in self._law_goals(extra):
            for start in range(0, len(goals), block):
                found = self.candidates(goals[start : start + block], noise=noise)
                law = find_law(self.program, found, strict=self.strict)
                if law is not None or self.clock.expired:
                    return law
        return None

    def climb(self, *, starts: int, rounds: int) -> Json | None:
        """Descend from the goals of lowest orbit means, a few utilities at a time, by steps of very different sizes."""
        best = self.candidates(self.points[:60], noise=self.noise)
        for start in np.argsort(best.thesis, kind="stable")[:starts]:
            goal, low = best.goals[start], float(best.thesis[start])
            for _ in range(rounds):
                step = float(np.ptp(goal) or 1.0) * float(self.rng.choice([0.5, 0.2, 0.05, 0.01, 0.002]))
                some = self.rng.random((12, len(goal))) < 0.4
                moves = np.round(goal + step * self.rng.normal(size=some.shape) * some, 6)
                tried = self.candidates(moves, noise=self.noise)
                law = find_law(self.program, tried, strict=self.strict)
                if law is not None or self.clock.expired:
                    return law
                if len(tried.goals) and tried.thesis.min() < low:
                    goal, low = tried.goals[int(tried.thesis.argmin())], float(tried.thesis.min())
        return None

    def member(self, extra: Floats | None = None) -> Json | None:
        """A law of the class from few goals."""
        for goals, noise in self._law_goals(extra):
            for some in (goals[:8], goals[:200]):
                law = find_law(self.program, self.candidates(some, noise=noise), strict=None)
                if law is not None:
                    return law
        return None

    def candidates(self, goals: Floats, *, noise: bool) -> Candidates:
        """Orbit means of the thesis and the moments at some goals."""
        return candidates(self.program, goals, self.thesis, noise=noise, columns=self.columns)

    def _law_goals(self, extra: Floats | None) -> Iterator[tuple[Floats, bool]]:
        """Goals to build laws from, simple ones first: few values with noise, then exact ones."""
        few = _representatives(self.program, few_valued(self.program, self.rng, 200))[:160]
        more = np.zeros((0, self.program.size)) if extra is None else extra
        generic = self.points[: 400 if self.program.moments else 60]
        inequalities = [self.thesis, *(i for _, i in self.program.moments)]
        exact = all(t.value is None for i in inequalities for t in i.terms)  # counts do not suffer from large utilities
        counted = steep(self.program, self.rng, 24 if exact else 0)
        for noise in ([True] if self.noise else []) + ([] if self.program.continuous else [False]):
            yield np.vstack([more, few, generic, counted]), noise

    def countermodel_from(self, goals: Floats) -> Json | None:
        """A countermodel that uses given goals."""
        base = np.vstack([goals, self.points[:400]]) if self.program.moments else goals
        for noise in [True, False] if self.noise and not self.program.continuous else [self.noise]:
            law = find_law(self.program, self.candidates(base, noise=noise), strict=self.strict)
            if law is not None:
                return law
        return None


def _moved(g: Element) -> tuple[int, tuple[int, ...]]:
    count = sum(1 for i, (v, s) in enumerate(zip(g.source, g.sign, strict=True)) if v != i or s < 0)
    return count, g.source


def _representatives(program: Program, goals: Floats) -> Floats:
    """One goal of each orbit, as far as sorting can tell when all outcomes may be exchanged."""
    n = len(program.claim.outcomes)
    if tuple(range(n)) not in program.group.blocks() or program.supports:
        return goals
    ordered = np.sort(goals[:, :n], axis=1)
    _, first = np.unique(ordered, axis=0, return_index=True)
    return goals[np.sort(first)]
