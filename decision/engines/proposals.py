"""Levels worth trying: weights and multipliers that hold at every goal seen so far, the sparsest first.

One element; a pair of elements; a uniform average over a small cyclic group; an involution; then linear programming
over all columns, and the same thinned out column by column for as long as it still holds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from decision.engines.clock import Clock
from decision.engines.columns import cyclic_subgroups, involutions
from decision.engines.limits import Rows, limit_matrix
from decision.engines.phi import Level
from decision.engines.program import Floats, Program
from decision.engines.weights import Master, pairs, solve_master, solve_spread
from decision.goals.groups import Element

__all__ = ["Table"]

INVOLUTIONS = 1_000
"""Exchanges of outcomes that are listed, at most."""


class Table:
    """Goals against columns: `h(g_j u_i)` and the moments `m_k(g_j u_i)` for all goals seen, extended row by row."""

    def __init__(self, program: Program, working: Sequence[Element], rows: Rows) -> None:
        self.program, self.working = program, list(working)
        count = max(1, 60 // max(1, len(program.moments)))
        self.moment_elements = self.working[:count]
        self.where = [(a, j) for a, _ in program.moments for j in range(len(self.moment_elements))]
        self.free = [m.relation == "=" for _, m in program.moments for _ in self.moment_elements]
        self.strict = [m.relation == ">" for _, m in program.moments for _ in self.moment_elements]
        self.rows = rows
        self.thesis, self.moments = self._evaluate(rows)

    def _evaluate(self, rows: Rows) -> tuple[Floats, Floats]:
        thesis = limit_matrix(self.program, self.program.claim.thesis, rows, self.working)
        parts = [limit_matrix(self.program, m, rows, self.moment_elements) for _, m in self.program.moments]
        return thesis, np.hstack(parts) if parts else np.zeros((len(rows.near), 0))

    def add(self, near: Floats, base: Floats) -> None:
        """More limit goals."""
        rows = Rows(near, base)
        thesis, moments = self._evaluate(rows)
        self.rows = Rows(np.vstack([self.rows.near, near]), np.vstack([self.rows.base, base]))
        self.thesis, self.moments = np.vstack([self.thesis, thesis]), np.vstack([self.moments, moments])

    def level(self, weights: Sequence[tuple[Fraction, int]], multipliers: Sequence[tuple[Fraction, int]] = ()) -> Level:
        """From columns to elements of the certificate."""
        listed = tuple((q, self.program.element(self.working[j])) for q, j in weights)
        moments = [(q, *self.where[j]) for q, j in multipliers]
        return Level(listed, tuple((q, a, self.program.element(self.working[j])) for q, a, j in moments))

    # --- proposals ----------------------------------------------------------------------------------------------

    def sparse(self) -> Iterator[Level]:
        """One element, two elements, a cyclic group, an involution."""
        yield from self.pairs()
        if 2 < len(self.working) <= 12:
            yield self.level([(Fraction(1), j) for j in range(len(self.working))])
        yield from self._cyclic()
        yield from self._involutions()

    def pairs(self) -> Iterator[Level]:
        """The identity alone, or with one other element."""
        if not len(self.thesis) or self.thesis[:, 0].min() >= -1e-9:
            yield self.level([(Fraction(1), 0)])
        if len(self.thesis):
            for j in [j for j in pairs(self.thesis) if j > 0][:6]:
                yield self.level([(Fraction(1), 0), (Fraction(1), j)])

    def _cyclic(self) -> Iterator[Level]:
        recent = Rows(self.rows.near[-300:], self.rows.base[-300:])
        found = 0
        for listed in cyclic_subgroups(self.program, self.working):
            values = limit_matrix(self.program, self.program.claim.thesis, recent, listed).sum(axis=1)
            if values.min(initial=0) >= -1e-9 and found < 3:
                yield Level(tuple((Fraction(1), self.program.element(g)) for g in listed))
                found += 1

    def _involutions(self) -> Iterator[Level]:
        """The identity with an exchange of outcomes, from a list longer than the working columns."""
        bad = np.argsort(self.thesis[:, 0], kind="stable")[:150]
        bad = bad[self.thesis[bad, 0] < 0]
        rows = Rows(self.rows.near[bad], self.rows.base[bad])
        listed = involutions(self.program, INVOLUTIONS)
        if listed and len(bad):
            images = limit_matrix(self.program, self.program.claim.thesis, rows, listed)
            for j in np.flatnonzero((self.thesis[bad, :1] + images).min(axis=0) >= -1e-9)[:6]:
                e = self.program.element(listed[int(j)])
                yield Level(((Fraction(1), 0), (Fraction(1), e)))

    def master(self, clock: Clock, *, spread: bool = False, enough: float | None = None) -> Master | None:
        """The linear program by row generation: solve on the hardest rows, add those violated.

        `enough` is as in `solve_master`.
        """
        if not len(self.thesis):
            return None
        chosen = set(np.argsort(self.thesis.mean(axis=1))[:120].tolist()) | set(
            range(max(0, len(self.thesis) - 60), len(self.thesis))
        )
        master = None
        for _ in range(40):
            part = sorted(chosen)
            rows = self.thesis[part], self.moments[part], self.free
            master = solve_spread(*rows, self.strict) if spread else solve_master(*rows, enough=enough)
            if master is None or clock.expired:
                return None
            reached = self.reached(master)
            worst = np.argsort(reached)[:60]
            needed = 0.0 if spread else master.value
            short = [int(i) for i in worst if reached[i] < needed - 1e-9 and int(i) not in chosen]
            if not short:
                return master
            chosen.update(short)
        return master

    def reached(self, master: Master) -> Floats:
        """`Phi` at every row."""
        value = self.thesis[:, [j for _, j in master.weights]] @ np.array([float(q) for q, _ in master.weights])
        if master.multipliers:
            value = value - self.moments[:, [j for _, j in master.multipliers]] @ np.array(
                [float(q) for q, _ in master.multipliers]
            )
        return value

    def thinned(self, master: Master) -> Master:
        """Drop the lightest columns, a few at a time, while the program on the rest still reaches 0."""
        best = master
        while len(best.weights) > 2:
            ranked = sorted(best.weights, reverse=True)
            shorter = next(
                (
                    m
                    for share in (0.5, 0.8, 0.93)
                    if (m := self._on_columns([j for _, j in ranked[: max(1, int(share * len(ranked)))]])) is not None
                ),
                None,
            )
            if shorter is None:
                return best
            best = shorter
        return best

    def _on_columns(self, columns: Sequence[int]) -> Master | None:
        hard = np.argsort(self.thesis[:, list(columns)].sum(axis=1))[:400]
        found = solve_master(
            self.thesis[np.ix_(hard, np.array(columns, dtype=np.intp))], self.moments[hard], self.free, enough=0.0
        )
        if found is None or found.value < -1e-9:
            return None
        named = replace(found, weights=tuple((q, columns[j]) for q, j in found.weights))
        return named if self.reached(named).min() >= -1e-9 else None
