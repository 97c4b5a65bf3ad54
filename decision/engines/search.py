"""The duality loop: every convex claim is decided here.

    Sample goals. If a law made of their orbits violates the claim, it FAILS.
    Otherwise look for a level: sparse weights over group elements and multipliers of moments with Phi >= 0 at all goals seen;
    first one element, then pairs (g, g'), then a linear program. Ask z3 for a goal where it is negative. If there is one, add it and repeat; if there is
    none, build the case tree, and the claim HOLDS.

A strict claim may need further levels, each on the zero set of those before (see the certificate format).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from decision.certificates.kinds import Fails, Holds
from decision.engines.cases import GaveUp, Violated, prove_level
from decision.engines.clock import Clock
from decision.engines.columns import candidate_columns, cyclic_subgroups
from decision.engines.laws import Candidates, candidates, find_law
from decision.engines.limits import Rows, cell_minimum, limit_matrix
from decision.engines.phi import Level, phi
from decision.engines.pricing import UNKNOWN, price
from decision.engines.program import Floats, Program
from decision.engines.sampling import few_valued, sample_goals, supported
from decision.engines.weights import pairs, solve_master, solve_spread
from decision.goals.groups import Element, identity
from decision.language.theses import Inequality

__all__ = ["Gap", "Search"]

Json = dict[str, Any]
FULL = 50_000
"""Columns listed in full up to this many."""

WORKING = 800
"""Columns a linear program looks at."""


@dataclass(frozen=True)
class Gap:
    """What is known when neither proof nor countermodel was found: an estimate of the least value of `E h`, and why the search stopped."""

    value: float | None
    reason: str


class Search:
    """One claim, one search; `run` returns a certificate or a `Gap`."""

    def __init__(self, program: Program, *, clock: Clock, seed: int = 0) -> None:
        self.program, self.clock = program, clock
        self.rng = np.random.default_rng(seed)
        self.thesis = program.claim.thesis
        self.strict = self.thesis.relation == ">"
        self.noise = bool(program.ties) or program.continuous
        self.columns, self.complete = candidate_columns(program, FULL, self.rng)
        self.working = self._working()
        self.points = self._points()
        self.value: float | None = None
        self.trees: dict[Level, tuple[list[list[int]], Json]] = {}

    def _working(self) -> list[Element]:
        """Identity first, then the elements that move least, up to `WORKING`."""
        start = identity(self.program.size)
        moved = sorted((g for g in self.columns if g != start), key=_moved)
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

    # --- laws ---------------------------------------------------------------------------------------------------

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

    def member(self, extra: Floats | None = None) -> Json | None:
        """Any law of the class."""
        for goals, noise in self._law_goals(extra):
            law = find_law(self.program, self.candidates(goals[:200], noise=noise), strict=None)
            if law is not None:
                return law
        return None

    def candidates(self, goals: Floats, *, noise: bool) -> Candidates:
        """Orbit means of the thesis and the moments at some goals."""
        return candidates(self.program, goals, self.thesis, noise=noise, columns=self.columns if self.complete else None)

    def _law_goals(self, extra: Floats | None) -> Iterator[tuple[Floats, bool]]:
        """Goals to build laws from, simple ones first: few values with noise, then exact ones."""
        few = _representatives(self.program, few_valued(self.program, self.rng, 200))[:160]
        more = np.zeros((0, self.program.size)) if extra is None else extra
        generic = self.points[: 400 if self.program.moments else 60]
        for noise in ([True] if self.noise else []) + ([] if self.program.continuous else [False]):
            yield np.vstack([more, few, generic]), noise

    # --- levels -------------------------------------------------------------------------------------------------

    def run(self) -> Holds | Fails | Gap:
        """Decide the claim."""
        law = self.countermodel()
        if law is not None:
            return Fails(law)
        level = self.first_level()
        if isinstance(level, Fails | Gap):
            return level
        levels = self.further_levels(level) if self.strict and level not in self.trees else [level]
        return self.finish(levels) if isinstance(levels, list) else levels

    def finish(self, levels: Sequence[Level]) -> Holds | Gap:
        """Trees for all levels and a member: the certificate."""
        member = self.member()
        if member is None:
            return Gap(self.value, "no member of the class was found")
        written: list[Json] = []
        premises: list[list[int]] = []
        for k in range(len(levels)):
            strict = self.strict and k == len(levels) - 1
            if len(levels) == 1 and levels[0] in self.trees:
                premises, tree = self.trees[levels[0]]
                written.append(levels[0].written() | {"tree": tree})
                continue
            try:
                premises, tree = prove_level(self.program, levels[: k + 1], strict=strict, points=self.points, clock=self.clock, share=levels)
            except Violated as found:
                return Gap(self.value, f"the level fails at {found.point.tolist()}")
            except GaveUp:
                return Gap(self.value, "z3 finds no goal that violates the weights, but no case tree was found in time")
            written.append(levels[k].written() | {"tree": tree})
        return certificate(self.program, premises, written, member)

    def first_level(self) -> Level | Fails | Gap:
        """A level with `Phi >= 0` everywhere, confirmed by z3."""
        rows = Rows(self.points, self.points)
        tried: set[Level] = set()
        for _ in range(200):
            progressed = False
            for level in self.proposals(rows):
                if level in tried or self.clock.expired:
                    continue
                tried.add(level)
                if self.quick(level):
                    return level
                goal = price(self.program, [level], strict=False, clock=self.clock)
                if goal is None:
                    return level
                if goal == UNKNOWN:
                    return Gap(self.value, "z3 ran out of time")
                rows, law = self.learn(level, goal, rows)
                if law is not None:
                    return Fails(law)
                progressed = True
                break
            if self.clock.expired:
                return Gap(self.value, "the time limit was reached")
            if not progressed:
                return Gap(self.value, "no weights were found that hold at all goals seen")
        return Gap(self.value, "the search did not settle")

    def quick(self, level: Level) -> bool:
        """Try for a small tree before asking z3, which is slow on highly symmetric levels."""
        try:
            self.trees[level] = prove_level(self.program, [level], strict=self.strict, points=self.points, clock=self.clock.within(2), nodes=40)
        except (Violated, GaveUp):
            return False
        return True

    def learn(self, level: Level, goal: Any, rows: Rows) -> tuple[Rows, Json | None]:
        """Add a violating goal, and the vertex of its cell, to the rows; perhaps they make a countermodel."""
        near = np.array([[float(x) for x in goal]])
        fresh = near
        rows = rows.with_row(near, near)
        if self.program.moments or any(t.value is not None for t in self.thesis.terms):
            used = sorted({e for _, e in level.weights} | {e for _, _, e in level.multipliers})
            base = cell_minimum(self.program, phi(self.program, level), near[0], used)
            if base is not None:
                rows = rows.with_row(near, base[None, :])
                fresh = np.vstack([near, *(base + (near - base) * s for s in (2.0**-4, 2.0**-7, 2.0**-11)), base[None, :]])
                fresh = supported(self.program, fresh, self.working[:1])
        self.points = np.vstack([self.points, fresh])
        mixable = np.vstack([fresh, self.points[-40:]]) if self.program.moments else fresh
        return rows, self.countermodel_from(mixable)

    def countermodel_from(self, goals: Floats) -> Json | None:
        """A countermodel that uses given goals."""
        base = np.vstack([goals, self.points[:400]]) if self.program.moments else goals
        for noise in ([True, False] if self.noise and not self.program.continuous else [self.noise]):
            law = find_law(self.program, self.candidates(base, noise=noise), strict=self.strict)
            if law is not None:
                return law
        return None

    def proposals(self, rows: Rows) -> Iterator[Level]:
        """Levels that hold at all rows: sparse ones first."""
        sample = _thin(rows, 1200 if len(self.working) < 200 else 500)
        thesis = limit_matrix(self.program, self.thesis, sample, self.working)
        if not self.program.moments:
            yield from self._sparse(thesis)
        moments, free, where = self.moment_columns(sample)
        yield from self._programmed(thesis, moments, free, where)

    def _sparse(self, thesis: Floats) -> Iterator[Level]:
        if not len(thesis) or thesis[:, 0].min() >= -1e-9:
            yield Level(((Fraction(1), 0),))
        if len(thesis):
            for j in [j for j in pairs(thesis) if j > 0][:6]:
                yield self.level([(Fraction(1), 0), (Fraction(1), j)], [])
        if 2 < len(self.columns) <= 12 and self.complete:
            yield self.level([(Fraction(1), j) for j in range(len(self.working))], [])
        yield from self._cyclic()

    def _cyclic(self) -> Iterator[Level]:
        """Uniform weights on a small cyclic group."""
        rows = Rows(self.points[-300:], self.points[-300:])
        found = 0
        for listed in cyclic_subgroups(self.program, self.working):
            values = limit_matrix(self.program, self.thesis, rows, listed).sum(axis=1)
            if values.min(initial=0) >= -1e-9:
                yield Level(tuple((Fraction(1), self.program.element(g)) for g in listed))
                found += 1
                if found == 3:
                    return

    def _programmed(self, thesis: Floats, moments: Floats, free: Sequence[bool], where: Sequence[tuple[int, int]]) -> Iterator[Level]:
        """Row generation: solve on the hardest rows, add those violated."""
        if not len(thesis):
            return
        chosen = set(np.argsort(thesis.mean(axis=1))[:120].tolist())
        master = None
        for _ in range(40):
            if self.clock.expired:
                return
            part = sorted(chosen)
            master = solve_master(thesis[part], moments[part], free) if not self.strict else solve_spread(thesis[part], moments[part], free)
            if master is None:
                return
            reached = thesis[:, [j for _, j in master.weights]] @ np.array([float(q) for q, _ in master.weights])
            if master.multipliers:
                reached = reached - moments[:, [j for _, j in master.multipliers]] @ np.array([float(q) for q, _ in master.multipliers])
            worst = np.argsort(reached)[:60]
            short = [int(i) for i in worst if reached[i] < min(master.value, 0.0) - 1e-9 and int(i) not in chosen]
            if not short:
                break
            chosen.update(short)
        if master is None:
            return
        self.value = master.value
        if master.value > -1e-9:
            yield self.level(list(master.weights), [(q, *where[j]) for q, j in master.multipliers])

    def moment_columns(self, rows: Rows) -> tuple[Floats, list[bool], list[tuple[int, int]]]:
        """Moments at group elements, one column each."""
        elements = self.working[: max(1, 60 // max(1, len(self.program.moments)))]
        parts: list[Floats] = []
        free: list[bool] = []
        where: list[tuple[int, int]] = []
        for a, moment in self.program.moments:
            values = limit_matrix(self.program, moment, rows, elements)
            parts.append(values)
            free += [moment.relation == "="] * len(elements)
            where += [(a, j) for j in range(len(elements))]
        return np.hstack(parts) if parts else np.zeros((len(rows.near), 0)), free, where

    def level(self, weights: Sequence[tuple[Fraction, int]], multipliers: Sequence[tuple[Fraction, int, int]]) -> Level:
        """From positions among the working columns to elements of the certificate."""
        listed = tuple((q, self.program.element(self.working[j])) for q, j in weights)
        return Level(listed, tuple((q, a, self.program.element(self.working[j])) for q, a, j in multipliers))

    # --- strict claims ------------------------------------------------------------------------------------------

    def further_levels(self, first: Level) -> list[Level] | Fails | Gap:
        """Levels on the zero set of those before, until the last is positive there."""
        levels = [first]
        zero = np.zeros((0, self.program.size))
        for _ in range(30):
            goal = price(self.program, levels, strict=True, clock=self.clock)
            if goal is None:
                return levels
            if goal == UNKNOWN or self.clock.expired:
                return Gap(self.value, "the time limit was reached on the zero set")
            zero = np.unique(np.vstack([zero, [[float(x) for x in goal]]]), axis=0)  # type: ignore[union-attr]
            law = find_law(self.program, self.candidates(zero, noise=False), strict=True)
            if law is not None:
                return Fails(law)
            following = self._next_level(zero, levels)
            if following is None:
                return Gap(self.value, "no further level was found on the zero set")
            levels = following
        return Gap(self.value, "the levels did not settle")

    def _next_level(self, zero: Floats, levels: Sequence[Level]) -> list[Level] | None:
        rows = Rows(zero, zero)
        thesis = limit_matrix(self.program, self.thesis, rows, self.working)
        moments, free, where = self.moment_columns(rows)
        master = solve_spread(thesis, moments, free)
        if master is None or master.value <= 0:
            return None
        level = self.level(list(master.weights), [(q, *where[j]) for q, j in master.multipliers])
        return [levels[0], level]


def certificate(program: Program, premises: Sequence[Sequence[int]], levels: Sequence[Json], member: Json) -> Holds:
    """A HOLDS certificate from its parts."""
    from decision.language.serial import generator_json

    implied = tuple(generator_json(g) for g in program.implied)
    return Holds(implied, tuple(program.words()), tuple((a, e) for a, e in premises), tuple(levels), member)


def _moved(g: Element) -> tuple[int, tuple[int, ...]]:
    count = sum(1 for i, (v, s) in enumerate(zip(g.source, g.sign, strict=True)) if v != i or s < 0)
    return count, g.source


def _thin(rows: Rows, count: int) -> Rows:
    """The newest rows and an even choice of the others."""
    n = len(rows.near)
    if n <= count:
        return rows
    keep = np.unique(np.concatenate([np.linspace(0, n - 1, count).astype(int), np.arange(max(0, n - 100), n)]))
    return Rows(rows.near[keep], rows.base[keep])


def _representatives(program: Program, goals: Floats) -> Floats:
    """One goal of each orbit, as far as sorting can tell when all outcomes may be exchanged."""
    n = len(program.claim.outcomes)
    swaps = sum(1 for g in program.generators if len(g.moves) == 2 and all(s > 0 for _, s, _ in g.moves))
    if swaps < n - 1 or program.supports:
        return goals
    ordered = np.sort(goals[:, :n], axis=1)
    _, first = np.unique(ordered, axis=0, return_index=True)
    return goals[np.sort(first)]


