"""The duality loop: every convex claim is decided here.

    Sample goals. If a law made of their orbits violates the claim, it FAILS. Otherwise look for a level: sparse weights
    over group elements and multipliers of moments with Phi >= 0 at all goals seen; first one element, then pairs,
    then a linear program. Ask z3 for a goal where it is negative. If there is one, add it and repeat; if there is
    none, build the case tree, and the claim HOLDS.

A strict claim may need further levels, each on the zero set of those before (see the certificate format).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from decision.certificates.kinds import Certificate, Chambers, Fails, Holds
from decision.engines.cases import GaveUp, Violated, prove_level
from decision.engines.chambers import chambers
from decision.engines.clock import Clock
from decision.engines.conditioned import conditioned
from decision.engines.gap import Gap
from decision.engines.law_search import LawSearch
from decision.engines.limits import Rows, cell_minimum
from decision.engines.phi import Level, phi
from decision.engines.pricing import price
from decision.engines.program import Floats, Program
from decision.engines.proofs import Sample
from decision.engines.proposals import Table
from decision.engines.sampling import sample_goals, supported
from decision.engines.zero_sets import decisive_levels, further_levels, positive_level
from decision.language.serial import generator_json
from decision.language.theses import Inequality

__all__ = ["Search", "absurd", "certificate"]

Json = dict[str, Any]
NO_MEMBER = "no member of the class was found"

MANY = 2_000
"""Columns from which on a sparse proof is looked for before violations."""


class Search(LawSearch):
    """One claim, one search; `run` returns a certificate or a `Gap`."""

    def __init__(self, program: Program, *, clock: Clock, seed: int = 0) -> None:
        super().__init__(program, clock=clock, seed=seed)
        self.reserve = self.points
        self.value: float | None = None
        self.empty = False  # whether the class turned out to have no member
        self.trees: dict[Level, tuple[list[list[int]], Json]] = {}

    # --- the ladder -------------------------------------------------------------------------------------------------

    def run(self) -> Certificate | Gap:
        """Decide the claim: the first step of the ladder that gets there, else what the last proof lacked."""
        gap = Gap(self.value, "nothing was found")
        for step in self.ladder():
            found = step()
            if isinstance(found, Gap):
                gap = found
            elif found is not None:
                return found
            if self.empty:
                break
        return gap

    def ladder(self) -> Sequence[Callable[[], Certificate | Gap | None]]:
        """What is tried, the quick and the readable first."""
        many = (len(self.columns.elements) > MANY or not self.columns.complete) and not self.program.moments
        descents = () if self.program.moments else (partial(self.descent, starts=8, rounds=40),)
        return (
            self.early,
            partial(self.apart, sparse=True),
            *((self.sparse,) if many else ()),
            self.violation,
            self.vacuous,
            partial(self.apart, sparse=False),
            *(partial(self.descent, starts=3, rounds=8) for _ in descents),
            partial(self.levels, 0.12),
            self.chambers,
            partial(self.levels, 0.5),  # the other half is for a longer descent, should no proof be found
            *descents,
        )

    def violation(self) -> Fails | None:
        """A countermodel among simple laws."""
        law = self.countermodel()
        return None if law is None else Fails(law)

    def vacuous(self) -> Gap | None:
        """Whether moments leave no member, so that nothing else need be tried."""
        return Gap(self.value, NO_MEMBER) if self.program.moments and self.member() is None else None

    def descent(self, *, starts: int, rounds: int) -> Fails | None:
        """A countermodel by descent."""
        law = self.climb(starts=starts, rounds=rounds)
        return None if law is None else Fails(law)

    def apart(self, *, sparse: bool) -> Holds | Gap | None:
        """A proof by cases of what others choose."""
        found = conditioned(self, self.clock.within(0.5 * self.clock.left), sparse=sparse)
        if found is None:
            return None
        member = self.member()
        return Gap(self.value, NO_MEMBER) if member is None else certificate(self.program, *found, member)

    def member(self, extra: Floats | None = None) -> Json | None:
        """Any law of the class: from few goals, else what refutes that the class is empty."""
        law = super().member(extra)
        if law is not None:
            return law
        found = Search(absurd(self.program), clock=self.clock.within(5), seed=1).proof()
        self.empty = isinstance(found, list)
        return found.law if isinstance(found, Fails) else None

    def levels(self, share: float) -> Holds | Fails | Gap:
        """A proof by weights and multipliers, in a share of the time left."""
        whole = self.clock
        self.clock = whole.within(share * whole.left)
        proved = self.proof()
        found = self.finish(proved) if isinstance(proved, list) else proved
        self.clock = whole
        return found

    def chambers(self) -> Chambers | Fails | Gap | None:
        """A proof, or a countermodel, by counting relabellings in cones."""
        found = chambers(self.program, self.clock.within(0.25 * self.clock.left))
        if found is None:
            return None
        if isinstance(found, tuple):
            member = self.member()
            if member is None:
                return Gap(self.value, NO_MEMBER)
            return Chambers(tuple(generator_json(g) for g in self.program.implied), found, member)
        law = self.countermodel_from(found)
        return None if law is None else Fails(law)

    def early(self) -> Holds | Gap | None:
        """A proof by the identity, alone or with one generator: common, and worth a look before anything slow."""
        if self.program.moments or self.columns.complete:
            return None
        few = [self.working[0], *self.program.group.generators]
        table = Table(self.program, few, Rows(self.points, self.points))
        found = next((level for level in table.pairs() if self.quick(level)), None)
        return None if found is None else self.finish([found])

    def sparse(self) -> Holds | Gap | None:
        """A proof by such a level, where looking at whole orbits takes long."""
        found = self.sparse_level()
        return None if found is None else self.finish([found])

    def sparse_level(self) -> Level | None:
        """A level with one element, two, or a small cyclic group, that a small tree proves."""
        table = Table(self.program, self.working[:60], Rows(self.points, self.points))
        return next((level for level in table.sparse() if self.quick(level)), None)

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


def absurd(program: Program) -> Program:
    """The claim `0 > 0` about the same class, with the tables of the claim: it holds only if the class is empty."""
    found = Program(replace(program.claim, thesis=Inequality((), Fraction(0), ">")))
    found.json, found.tables = program.json, program.tables
    return found


def certificate(program: Program, premises: Sequence[Sequence[int]], levels: Sequence[Json], member: Json) -> Holds:
    """A HOLDS certificate from its parts."""
    implied = tuple(generator_json(g) for g in program.implied)
    return Holds(implied, tuple(program.words()), tuple((a, e) for a, e in premises), tuple(levels), member)
