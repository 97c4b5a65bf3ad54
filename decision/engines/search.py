"""The duality loop: every convex claim is decided here.

    Sample goals. If a law made of their orbits violates the claim, it FAILS. Otherwise look for a level: sparse weights
    over group elements and multipliers of moments with Phi >= 0 at all goals seen; first one element, then pairs,
    then a linear program. Ask z3 for a goal where it is negative. If there is one, add it and repeat; if there is
    none, build the case tree, and the claim HOLDS.

A strict claim may need further levels, each on the zero set of those before (see the certificate format).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from decision.certificates.kinds import Fails, Holds
from decision.engines.cases import GaveUp, Violated, prove_level
from decision.engines.clock import Clock
from decision.engines.columns import candidate_columns
from decision.engines.conditioned import conditioned
from decision.engines.gap import Gap
from decision.engines.laws import Candidates, candidates, find_law
from decision.engines.limits import Rows, cell_minimum
from decision.engines.phi import Level, phi
from decision.engines.pricing import price
from decision.engines.program import Floats, Program
from decision.engines.proofs import Sample
from decision.engines.proposals import Table
from decision.engines.sampling import few_valued, sample_goals, supported
from decision.engines.zero_sets import decisive_levels, further_levels, positive_level
from decision.goals.groups import Element, identity
from decision.language.theses import Inequality

__all__ = ["Search", "absurd", "certificate"]

Json = dict[str, Any]
FULL = 50_000
"""Columns listed in full up to this many."""

NO_MEMBER = "no member of the class was found"

WORKING = 800
"""Columns a linear program looks at."""


class Search:
    """One claim, one search; `run` returns a certificate or a `Gap`."""

    def __init__(self, program: Program, *, clock: Clock, seed: int = 0) -> None:
        self.program, self.clock = program, clock
        self.rng = np.random.default_rng(seed)
        self.thesis = program.claim.thesis
        self.strict = self.thesis.relation == ">"
        self.noise = bool(program.ties) or program.continuous
        self.columns = candidate_columns(program, FULL, self.rng)
        self.working = self._working()
        self.points = self._points()
        self.reserve = self.points
        self.value: float | None = None
        self.empty = False  # whether the class turned out to have no member
        self.trees: dict[Level, tuple[list[list[int]], Json]] = {}

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
        """Any law of the class: from few goals, else what refutes that the class is empty."""
        for goals, noise in self._law_goals(extra):
            law = find_law(self.program, self.candidates(goals[:200], noise=noise), strict=None)
            if law is not None:
                return law
        found = Search(absurd(self.program), clock=self.clock.within(5), seed=1).proof()
        self.empty = isinstance(found, list)
        return found.law if isinstance(found, Fails) else None

    def candidates(self, goals: Floats, *, noise: bool) -> Candidates:
        """Orbit means of the thesis and the moments at some goals."""
        return candidates(self.program, goals, self.thesis, noise=noise, columns=self.columns)

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
        early = self.early()
        if early is not None:
            return self.finish([early])
        law = self.countermodel()
        if law is not None:
            return Fails(law)
        if self.program.moments and self.member() is None and self.empty:
            return Gap(self.value, NO_MEMBER)
        apart = conditioned(self, self.clock.within(0.5 * self.clock.left))
        if apart is not None:
            member = self.member()
            return Gap(self.value, NO_MEMBER) if member is None else certificate(self.program, *apart, member)
        law = None if self.program.moments else self.climb(starts=3, rounds=8)
        if law is not None:
            return Fails(law)
        whole = self.clock
        self.clock = whole.within(0.5 * whole.left)  # the other half is for a longer descent, should no proof be found
        found = self.proof()
        self.clock = whole
        if not isinstance(found, Gap):
            return found if isinstance(found, Fails) else self.finish(found)
        law = None if self.program.moments else self.climb(starts=8, rounds=40)
        return found if law is None else Fails(law)

    def early(self) -> Level | None:
        """A proof by the identity, alone or with one generator: common, and worth a look before anything slow."""
        if self.program.moments or self.columns.complete:
            return None
        few = Table(self.program, [self.working[0], *self.program.group.generators], Rows(self.points, self.points))
        return next((level for level in few.pairs() if self.quick(level)), None)

    def proof(self) -> list[Level] | Fails | Gap:
        """Levels that prove the claim, by z3's word."""
        if self.strict and (found := positive_level(self)) is not None:
            return [found] if isinstance(found, Level) else found
        level = self.first_level()
        if isinstance(level, Level):
            return further_levels(self, level) if self.demands(level) and level not in self.trees else [level]
        if isinstance(level, Gap) and self.program.moments and not self.strict:
            face = self.face()
            return further_levels(self, face) if face is not None else level
        return level

    def face(self) -> Level | None:
        """A level of multipliers only: every law of the class lives where it is zero."""
        search = Search(absurd(self.program), clock=self.clock, seed=1)
        found = search.first_level()
        if not isinstance(found, Level) or not found.multipliers:
            return None
        renamed = ((q, a, self.program.element(search.program.elements[e])) for q, a, e in found.multipliers)
        return Level((), tuple(renamed))

    def finish(self, levels: Sequence[Level]) -> Holds | Gap:
        """Trees for all levels and a member: the certificate."""
        member = self.member()
        if member is None:
            return Gap(self.value, NO_MEMBER)
        found = self.trees_of(levels)
        return found if isinstance(found, Gap) else certificate(self.program, *found, member)

    def trees_of(self, levels: Sequence[Level]) -> tuple[list[list[int]], list[Json]] | Gap:
        """Premises, and levels with their trees."""
        written: list[Json] = []
        premises: list[list[int]] = []
        for k in range(len(levels)):
            strict = k == len(levels) - 1 and self.demands(levels[k])
            if len(levels) == 1 and levels[0] in self.trees:
                premises, tree = self.trees[levels[0]]
                written.append(levels[0].written() | {"tree": tree})
                continue
            try:
                premises, tree = prove_level(
                    self.program, levels[: k + 1], strict=strict, points=self.points, clock=self.clock, share=levels
                )
            except Violated as found:
                return Gap(self.value, f"the level fails at {found.point.tolist()}")
            except GaveUp:
                note = "z3 finds no goal that violates the weights, but no case tree was found in time"
                return Gap(self.value, note)
            written.append(levels[k].written() | {"tree": tree})
        return premises, written

    def first_level(self) -> Level | Fails | Gap:
        """A level with `Phi >= 0` everywhere, confirmed by z3."""
        self.reserve = sample_goals(self.program, self.rng, 12_000, self.working[:40])
        table = Table(self.program, self.working, Rows(self.points, self.points))
        tried: set[Level] = set()
        for _ in range(400):
            known = len(table.thesis)
            for level in self.proposals(table):
                if self.clock.expired:
                    return Gap(self.value, "the time limit was reached")
                if level in tried:
                    continue
                tried.add(level)
                result = self.test(level, table)
                if result is not None:
                    return result
                if len(table.thesis) > known:
                    break
            else:
                if self.clock.expired:
                    return Gap(self.value, "the time limit was reached")
                law = self.countermodel_from(self.tight(table))
                note = "no weights were found that hold at all goals seen"
                return Gap(self.value, note) if law is None else Fails(law)
        return Gap(self.value, "the search did not settle")

    def tight(self, table: Table) -> Floats:
        """Goals of a table that stand in the way of weights: the lowest on average, and those where the best fail."""
        master = table.master(self.clock, enough=0.0)
        lowest = np.argsort(table.thesis.mean(axis=1), kind="stable")[:40]
        failing = lowest[:0] if master is None else np.argsort(table.reached(master), kind="stable")[:160]
        return table.rows.near[np.unique(np.concatenate([lowest, failing]))]

    def proposals(self, table: Table) -> Iterator[Level]:
        """Levels that hold at all rows: sparse ones first."""
        if not self.program.moments or not len(table.thesis):
            yield from table.sparse()
        if self.strict:
            yield from decisive_levels(table, self.clock)
        master = table.master(self.clock, spread=self.strict, enough=0.0)
        if master is None:
            return
        self.value = master.value
        if master.value > -1e-9:
            if not self.strict:
                thin = table.thinned(master)
                yield table.level(thin.weights, thin.multipliers)
            yield table.level(master.weights, master.multipliers)

    def test(self, level: Level, table: Table) -> Level | Fails | Gap | None:
        """Look for a goal that violates a level: in the reserve, by a small tree, by z3.

        None if there was one; the table then knows it.
        """
        if self.screen(level, table):
            return None
        if self.quick(level):
            return level
        goal = price(self.program, [level], strict=False, clock=self.clock)
        if goal is None:
            return level
        if isinstance(goal, str):
            return Gap(self.value, "z3 ran out of time")
        law = self.learn(level, goal, table)
        return None if law is None else Fails(law)

    def demands(self, level: Level) -> bool:
        """Whether a last level has to be positive: for a strict thesis, unless a strict moment already decides."""
        strict = {a for a, m in self.program.moments if m.relation == ">"}
        return self.strict and not any(a in strict for _, a, _ in level.multipliers)

    def screen(self, level: Level, table: Table) -> bool:
        """Compare a level with a large reserve of goals; add those it misses to the table."""
        values = phi(self.program, level).at(Sample(self.program, self.reserve))
        worst = np.argsort(values)[:30]
        missed = self.reserve[worst[values[worst] < -1e-9]]
        if len(missed):
            table.add(missed, missed)
        return bool(len(missed))

    def quick(self, level: Level) -> bool:
        """Try for a small tree before asking z3, which is slow on highly symmetric levels."""
        try:
            self.trees[level] = prove_level(
                self.program,
                [level],
                strict=self.demands(level),
                points=self.points,
                clock=self.clock.within(4),
                nodes=120 + 3 * len(level.weights),
            )
        except (Violated, GaveUp):
            return False
        return True

    def learn(self, level: Level, goal: tuple[Fraction, ...], table: Table) -> Json | None:
        """Add a violating goal, and the vertex of its cell, to the table; perhaps they make a countermodel."""
        near = np.array([[float(x) for x in goal]])
        fresh = near
        table.add(near, near)
        if self.program.moments or any(t.value is not None for t in self.thesis.terms):
            base = cell_minimum(self.program, phi(self.program, level), near[0], level.elements)
            if base is not None:
                table.add(near, base[None, :])
                fresh = np.vstack(
                    [near, *(base + (near - base) * s for s in (2.0**-4, 2.0**-7, 2.0**-11)), base[None, :]]
                )
                fresh = supported(self.program, fresh, self.working[:1])
        self.points = np.vstack([self.points, fresh])
        return self.countermodel_from(np.vstack([fresh, self.points[-40:]]) if self.program.moments else fresh)

    def countermodel_from(self, goals: Floats) -> Json | None:
        """A countermodel that uses given goals."""
        base = np.vstack([goals, self.points[:400]]) if self.program.moments else goals
        for noise in [True, False] if self.noise and not self.program.continuous else [self.noise]:
            law = find_law(self.program, self.candidates(base, noise=noise), strict=self.strict)
            if law is not None:
                return law
        return None


def absurd(program: Program) -> Program:
    """The claim `0 > 0` about the same class, with the tables of the claim: it holds only if the class is empty."""
    found = Program(replace(program.claim, thesis=Inequality((), Fraction(0), ">")))
    found.json, found.tables = program.json, program.tables
    return found


def certificate(program: Program, premises: Sequence[Sequence[int]], levels: Sequence[Json], member: Json) -> Holds:
    """A HOLDS certificate from its parts."""
    from decision.language.serial import generator_json

    implied = tuple(generator_json(g) for g in program.implied)
    return Holds(implied, tuple(program.words()), tuple((a, e) for a, e in premises), tuple(levels), member)


def _moved(g: Element) -> tuple[int, tuple[int, ...]]:
    count = sum(1 for i, (v, s) in enumerate(zip(g.source, g.sign, strict=True)) if v != i or s < 0)
    return count, g.source


def _representatives(program: Program, goals: Floats) -> Floats:
    """One goal of each orbit, as far as sorting can tell when all outcomes may be exchanged."""
    n = len(program.claim.outcomes)
    swaps = sum(1 for g in program.generators if len(g.moves) == 2 and all(s > 0 for _, s, _ in g.moves))
    if swaps < n - 1 or program.supports:
        return goals
    ordered = np.sort(goals[:, :n], axis=1)
    _, first = np.unique(ordered, axis=0, return_index=True)
    return goals[np.sort(first)]
