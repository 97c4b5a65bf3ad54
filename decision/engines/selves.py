"""Claims about selves whose goals are independent of each other.

HOLDS without the independence, FAILS through a law that is a product of laws of the blocks. The condition is not
convex, but in each factor alone the thesis and the moments are linear: with all other factors kept, a linear program
finds the best mixture of orbits, and the factors take turns. Where every symmetry moves one block only and there are no
moments, a single orbit is a product already.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from decision.certificates.kinds import Certificate
from decision.engines.clock import Clock
from decision.engines.columns import orbit_of_goal
from decision.engines.gap import Gap
from decision.engines.laws import (
    Candidates,
    exact_weights,
    float_weights,
    goal_json,
    radius,
    snap,
    tied,
)
from decision.engines.program import Evaluation, Floats, Program
from decision.engines.search import Search
from decision.exact import text
from decision.goals.groups import Element
from decision.language.theses import Inequality

__all__ = ["SelvesSearch", "speaks_of_selves"]

Json = dict[str, Any]
ROWS = 4_000
"""Goals of a product law."""

POOL = 90
"""Goals from which a factor is mixed."""

Factor = tuple[list[Fraction], Floats]
"""Weights and goals of the law of one block; the other coordinates of the goals do not count."""


def speaks_of_selves(program: Program) -> bool:
    """Whether independent selves are the only condition that is not convex."""
    names = {s.name for s in program.structures}
    return "independent_selves" in names and names <= {"independent_selves", "continuous"}


@dataclass(frozen=True)
class _Products:
    """Product laws over blocks of positions, and their evaluation."""

    program: Program
    thesis: Inequality | None
    noise: bool
    blocks: tuple[tuple[int, ...], ...]
    letters: tuple[tuple[Element, ...], ...]  # the claim's generators, as far as they move each block

    def orbit(self, block: int, goal: Floats) -> Factor | None:
        """The uniform law on the images of a goal under what moves one block."""
        found = orbit_of_goal(self.program, goal, ROWS, self.letters[block])
        return None if found is None else ([Fraction(1, len(found))] * len(found), found)

    def joint(self, base: Floats, factors: Sequence[Factor]) -> Factor | None:
        """The product of the factors; coordinates in no block are those of the base."""
        if np.prod([len(weights) for weights, _ in factors]) > ROWS:
            return None
        weights, goals = [Fraction(1)], base[None, :]
        for block, (parts, listed) in zip(self.blocks, factors, strict=True):
            goals = np.repeat(goals, len(parts), axis=0)
            goals[:, block] = np.tile(listed[:, block], (len(weights), 1))
            weights = [p * q for p in weights for q in parts]
        return weights, goals

    def evaluation(self, law: Factor) -> Evaluation | None:
        """The goals of a law, unless one is outside the support or tied, or noise would decide a pick."""
        at = Evaluation(self.program, law[1], noise=self.noise)
        supported = all(at.truth(event)[0].all() for _, event in self.program.supports)
        if not supported or (not self.noise and tied(self.program, at)):
            return None
        return at

    def rows(self, at: Evaluation) -> list[Floats]:
        """The thesis (its upper bound) and the moments (their lower bounds) at each goal."""
        thesis = np.zeros(len(at.goals)) if self.thesis is None else at.integrand(self.thesis)
        return [thesis, *(at.integrand(i, upper=False) for _, i in self.program.moments)]


class SelvesSearch(Search):
    """The duality loop with laws under which the selves are independent."""

    def __init__(self, program: Program, *, clock: Clock, seed: int = 0) -> None:
        super().__init__(program, clock=clock, seed=seed)
        self.blocks = _blocks(program)
        moving = [{b for b, places in enumerate(self.blocks) if _moves(g, places)} for g in program.group.generators]
        self.closed = all(_keeps(g, places) for g in program.group.generators for places in self.blocks)
        self.orbits_suffice = self.closed and not program.moments and all(len(moved) <= 1 for moved in moving)

    def run(self) -> Certificate | Gap:
        """Decide the claim."""
        found = super().run()
        if isinstance(found, Gap) and found.value is not None and found.value < 0:
            return Gap(found.value, "dependent selves violate it, but no law was found under which independent ones do")
        return found

    def countermodel(self, extra: Floats | None = None) -> Json | None:
        """A law of the class that violates the claim."""
        return super().countermodel(extra) if self.orbits_suffice else self.product(self.strict)

    def climb(self, *, starts: int, rounds: int) -> Json | None:
        """Descend as long as single orbits are laws of the class."""
        return super().climb(starts=starts, rounds=rounds) if self.orbits_suffice else None

    def countermodel_from(self, goals: Floats) -> Json | None:
        """A countermodel that uses given goals."""
        return super().countermodel_from(goals) if self.orbits_suffice else None

    def member(self, extra: Floats | None = None) -> Json | None:
        """Any law of the class."""
        return super().member(extra) if self.orbits_suffice else self.product(None)

    # --- products -----------------------------------------------------------------------------------------------

    def product(self, strict: bool | None) -> Json | None:
        """A product law that violates the thesis; any of the class if `strict`, its strictness, is None."""
        if not self.closed:
            return None
        letters = tuple(
            tuple(_restricted(g, places) for g in self.program.group.generators if _moves(g, places))
            for places in self.blocks
        )
        limit = self.clock.within(20)
        for goals, noise in self._law_goals(None):
            thesis = None if strict is None else self.thesis
            laws = _Products(self.program, thesis, noise, self.blocks, letters)
            pool = goals[np.unique(np.linspace(0, len(goals) - 1, POOL).astype(int))]
            for base, factors in self.starts(laws, goals, pool):
                law = self.descend(laws, pool, base, factors, strict)
                if law is not None:
                    return self.written(laws, law)
                if limit.expired:
                    return None
        return None

    def starts(self, laws: _Products, goals: Floats, pool: Floats) -> Iterator[tuple[Floats, list[Factor]]]:
        """Laws to start from: the marginals of the best law with dependent selves, then single goals."""
        found = self.candidates(goals, noise=laws.noise)
        if laws.thesis is None:
            found = Candidates(found.goals, found.noise, np.zeros(len(found.goals)), found.lower, found.upper)
        if len(found.goals):
            same = np.flatnonzero((found.goals[:, self._constants] == found.goals[0, self._constants]).all(axis=1))
            y = float_weights(self.program, found, same)
            if y is not None:
                parts = [
                    (Fraction(float(q)).limit_denominator(10_000), found.goals[i]) for i, q in zip(same, y, strict=True)
                ]
                parts = [(q, goal) for q, goal in parts if q]
                factors = [_mixed(parts, [laws.orbit(b, goal) for _, goal in parts]) for b in range(len(self.blocks))]
                if all(f is not None for f in factors):
                    yield parts[0][1], [f for f in factors if f is not None]
        for goal in pool[:: max(1, len(pool) // 24)]:
            factors = [laws.orbit(b, goal) for b in range(len(self.blocks))]
            if all(f is not None for f in factors):
                yield goal, [f for f in factors if f is not None]

    @property
    def _constants(self) -> slice:
        return slice(len(self.program.claim.outcomes), self.program.size)

    def descend(
        self, laws: _Products, pool: Floats, base: Floats, factors: list[Factor], strict: bool | None
    ) -> Factor | None:
        """Improve one factor after the other; the product, once it is a law of the class that does what is wanted."""
        for _ in range(3):
            for block in range(len(self.blocks)):
                if self.clock.expired:
                    return None
                improved = self.improve(laws, pool, base, factors, block, strict)
                if improved is None:
                    continue
                factors = [*factors[:block], improved[0], *factors[block + 1 :]]
                if improved[1]:
                    return laws.joint(base, factors)
        return None

    def improve(
        self, laws: _Products, pool: Floats, base: Floats, factors: list[Factor], block: int, strict: bool | None
    ) -> tuple[Factor, bool] | None:
        """The best factor of one block while the others stay, and whether the product does what is wanted."""
        options: list[tuple[Factor, list[Fraction], list[Floats]]] = []
        mine = factors[block][1]
        for goal in _distinct(np.vstack([mine, pool]), self.blocks[block]):
            moved = goal.copy()
            moved[self._constants] = base[self._constants]
            option = laws.orbit(block, moved)
            law = None if option is None else laws.joint(base, [*factors[:block], option, *factors[block + 1 :]])
            at = None if law is None else laws.evaluation(law)
            if option is not None and law is not None and at is not None:
                rows = laws.rows(at)
                if not at.open_picks:
                    options.append((option, law[0], rows))
        if not options:
            return None
        means = np.array(
            [[float(np.dot([float(q) for q in weights], r)) for r in rows] for _, weights, rows in options]
        )
        found = Candidates(np.zeros((len(options), 0)), laws.noise, means[:, 0], means[:, 1:], means[:, 1:])
        y = float_weights(self.program, found, np.arange(len(options)))
        if y is None:
            return None
        used = [options[i] for i in np.flatnonzero(y > 1e-9)]
        exact = [
            [sum((q * snap(float(v)) for q, v in zip(w, r, strict=True)), Fraction(0)) for r in rows]
            for _, w, rows in used
        ]
        value = float(means[:, 0] @ y)
        goals = [(Fraction(0), bool(strict))] if value <= (1e-9 if strict else -1e-10) else []
        for most, ties in [(None, False)] if strict is None else [*goals, (snap(value + 1e-6), True)]:
            mixture = exact_weights(self.program, [e[0] for e in exact], [e[1:] for e in exact], most, strict=ties)
            if mixture is not None:
                wanted = strict is None or most == 0
                chosen = [(q, option) for q, (option, _, _) in zip(mixture, used, strict=True) if q]
                return (
                    [q * p for q, (weights, _) in chosen for p in weights],
                    np.vstack([goals for _, (_, goals) in chosen]),
                ), wanted
        return None

    def written(self, laws: _Products, law: Factor) -> Json:
        """The law as certificates write it."""
        atoms = [[text(q), goal_json(self.program, goal)] for q, goal in zip(law[0], law[1], strict=True)]
        return {"atoms": atoms} | ({"radius": text(radius(self.program, law[1]))} if laws.noise else {})


def _blocks(program: Program) -> tuple[tuple[int, ...], ...]:
    """Positions that every structure puts into one block; those it leaves out count as a block, too."""
    blocks = [b for s in program.structures if s.name == "independent_selves" for b in s.blocks]
    found: dict[tuple[bool, ...], list[int]] = {}
    for i, w in enumerate(program.claim.outcomes):
        found.setdefault(tuple(w in b for b in blocks), []).append(i)
    return tuple(map(tuple, found.values()))


def _moves(g: Element, places: Sequence[int]) -> bool:
    return any(g.source[i] != i or g.sign[i] < 0 for i in places)


def _keeps(g: Element, places: Sequence[int]) -> bool:
    return {g.source[i] for i in places} == set(places)


def _restricted(g: Element, places: Sequence[int]) -> Element:
    """What an element does to one block; the law of the block is unchanged by it."""
    source, sign = list(range(len(g.source))), [1] * len(g.source)
    for i in places:
        source[i], sign[i] = g.source[i], g.sign[i]
    return Element(tuple(source), tuple(sign))


def _mixed(parts: Sequence[tuple[Fraction, Floats]], orbits: Sequence[Factor | None]) -> Factor | None:
    """The mixture of some laws of a block, with weights made to sum to one."""
    total = sum((q for q, _ in parts), Fraction(0))
    laws = [orbit for orbit in orbits if orbit is not None]
    if len(laws) < len(orbits) or not laws:
        return None
    weights = [q / total * p for (q, _), (inner, _) in zip(parts, laws, strict=True) for p in inner]
    return weights, np.vstack([goals for _, goals in laws])


def _distinct(goals: Floats, places: Sequence[int]) -> Floats:
    _, first = np.unique(goals[:, places], axis=0, return_index=True)
    return goals[np.sort(first)]
