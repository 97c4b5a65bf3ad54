"""Case trees: the proof that `Phi >= 0` at every goal, region by region.

A node of the tree is a region given by linear premises. Sample goals inside it suggest which comparisons are settled
there; if the settled ones already bound `Phi` below by 0, each is proved by Farkas' lemma and the node is a leaf.
Otherwise the region is split by the linear form (or by the largest of several forms) after which the worst bound is
best. A failed proof yields a new goal for the sample, so the guesses improve; a goal with `Phi < 0` ends the search,
since the level proves nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from decision.engines.clock import Clock
from decision.engines.farkas import Combination, Premise, contradiction, interior_point
from decision.engines.forms import Form
from decision.engines.leaves import HintingProver, Settled, close, establish
from decision.engines.phi import Level, Phi, phi
from decision.engines.premises import open_supports, premise, support_premises
from decision.engines.program import Floats, Program
from decision.engines.proofs import Sample, farkas_json, tie_reference
from decision.engines.splits import Splits

__all__ = ["GaveUp", "Violated", "prove_level"]

Json = dict[str, Any]
Indices = NDArray[np.intp]

DEPTH = 150
"""Premises on one path, beyond those of the support."""


class Violated(Exception):
    """A supported goal at which the level is negative (or not positive, where it has to be)."""

    def __init__(self, point: Floats) -> None:
        super().__init__("the level is violated")
        self.point = point


class GaveUp(Exception):
    """No proof within the limits."""


def prove_level(
    program: Program,
    levels: Sequence[Level],
    *,
    strict: bool,
    points: Floats,
    clock: Clock,
    share: Sequence[Level] = (),
    given: tuple[Premise, ...] = (),
    nodes: int = 4000,
) -> tuple[list[list[int]], Json]:
    """Premises and tree that prove the last of `levels`.

    Parameters
    ----------
    levels : sequence of Level
        Where an earlier one is positive the last one need not be proved.
    strict : bool
        Whether the last has to be positive.
    points : array (N, coordinates)
        Supported, tie-free goals to start from.
    clock : Clock
    share : sequence of Level
        Levels whose elements the common premises have to cover as well.
    given : tuple of Premise
        Premises of the region to prove it in, from the root of the tree.

    Raises
    ------
    Violated
        With a goal at which the level fails.
    GaveUp
        Beyond the deadline or `nodes` tree nodes.
    """
    everywhere = sorted({*program.support_elements, *(e for level in (*levels, *share) for e in level.elements)})
    search = _Search(program, [phi(program, level) for level in levels], strict, points, clock, nodes, everywhere)
    return search.global_premises, search.node((*search.premises, *given))


@dataclass(frozen=True)
class _Region:
    premises: tuple[Premise, ...]
    inside: Indices


class _Search:
    def __init__(
        self,
        program: Program,
        phis: Sequence[Phi],
        strict: bool,
        points: Floats,
        clock: Clock,
        nodes: int,
        elements: Sequence[int],
    ) -> None:
        self.program, self.phis, self.strict = program, phis, strict
        self.clock, self.nodes = clock, nodes
        self.sample = Sample(program, points)
        self.global_premises, self.premises = support_premises(program, elements)
        self.open_supports = open_supports(program, self.global_premises)
        self.deepest = len(self.premises) + DEPTH

    def node(self, premises: tuple[Premise, ...]) -> Json:
        self.nodes -= 1
        for _ in range(40):
            if self.nodes < 0 or len(premises) > self.deepest or self.clock.expired:
                raise GaveUp
            region = _Region(premises, self.inside(premises))
            if not len(region.inside):
                found = contradiction(premises, self.program.size)
                if found is not None:
                    return self.empty(found, premises)
                if not self.grow(interior_point(premises, self.program.size)):
                    raise GaveUp
                continue
            leaf, hints = self.leaf(region)
            if leaf is not None:
                return leaf
            grown = [self.grow(p) for p in hints]
            if not any(grown):
                return self.split(region)
        return self.split(_Region(premises, self.inside(premises)))

    def empty(self, found: Combination, premises: Sequence[Premise]) -> Json:
        written: Json = {"empty": farkas_json(found)}
        if found.slack == 0 and not any(premises[k].relation == ">" for k, _ in found.multipliers):
            total = sum((premises[k].form * q for k, q in found.multipliers), Form({}, Fraction(0), {}))
            if total.constant == 0:
                written["tie_free"] = next(
                    r for k, _ in found.multipliers if (r := tie_reference(self.program, premises[k].form)) is not None
                )
        return written

    # --- the sample ---------------------------------------------------------------------------------------------

    def inside(self, premises: Sequence[Premise]) -> Indices:
        points = np.hstack([self.sample.points, np.ones((len(self.sample.points), 1))])
        keep = np.ones(len(points), dtype=bool)
        tolerance = 1e-9 * (1 + np.abs(points).max(axis=1))
        for p in premises:
            values = points @ (p.row / (np.abs(p.row).max() or 1.0))
            keep &= (
                np.abs(values) <= tolerance
                if p.relation == "="
                else values > tolerance
                if p.strict
                else values >= -tolerance
            )
        return np.flatnonzero(keep)

    def grow(self, point: Floats | None) -> bool:
        """Add a goal to the sample; refuse one that is already there or breaks the support."""
        if (
            point is None
            or not np.isfinite(point).all()
            or (np.abs(self.sample.points - point).max(axis=1) < 1e-12).any()
        ):
            return False
        self.sample = Sample(self.program, np.vstack([self.sample.points, point]))
        return True

    # --- leaves -------------------------------------------------------------------------------------------------

    def leaf(self, region: _Region) -> tuple[Json | None, list[Floats]]:
        """A leaf if the region can be closed, else refutations of what was tried."""
        settled = Settled(self.sample, region.inside)
        hints: list[Floats] = []
        for k in [len(self.phis) - 1, *range(len(self.phis) - 1)]:
            last = k == len(self.phis) - 1
            low = settled.lower(self.phis[k])
            if low < -1e-9 or (low <= 1e-9 and (self.strict or not last)):
                continue
            prover = HintingProver(self.program, region.premises, self.sample, region.inside, self.clock)
            leaf = close(prover, settled, self.phis[k], strict=self.strict or not last)
            if leaf is not None:
                return (leaf if last else leaf | {"excluded": k}), []
            hints += prover.hints
        for a, event, e in self.open_supports:
            if settled.status(event, e) is False:
                prover = HintingProver(self.program, region.premises, self.sample, region.inside, self.clock)
                facts: list[Any] = []
                if establish(prover, settled, event, e, False, facts):
                    return {"unsupported": [a, e], "facts": facts}, []
                hints += prover.hints
        if not hints:
            self.refuse_violation(region)
        return None, hints

    def refuse_violation(self, region: _Region) -> None:
        values = self.phis[-1].at(self.sample)[region.inside]
        bad = values <= 1e-9 if self.strict else values < -1e-9
        for earlier in self.phis[:-1]:
            bad &= earlier.at(self.sample)[region.inside] <= 1e-9
        for _, event, e in self.open_supports:
            bad &= self.sample.truth(event, e)[region.inside]
        if bad.any():
            for form in self.splits().never_zero():
                bad &= np.abs(self.sample.form(form)[region.inside]) > 1e-9
        if bad.any():
            raise Violated(self.sample.points[region.inside[int(np.flatnonzero(bad)[0])]])

    # --- splits -------------------------------------------------------------------------------------------------

    def splits(self) -> Splits:
        return Splits(self.program, self.phis, self.open_supports, self.sample)

    def split(self, region: _Region) -> Json:
        splits = self.splits()
        forms = splits.best(region.inside)
        if forms is None:
            self.refuse_violation(region)
            form = splits.open_form(region.premises, region.inside)
            if form is None:
                raise GaveUp
            return self.by_sign(region, form)
        return self.by_sign(region, forms[0]) if len(forms) == 1 else self.by_largest(region, forms)

    def by_sign(self, region: _Region, form: Form) -> Json:
        relations = self.relations(region, form)
        return {
            "split": form.written(self.program),
            "cases": [[r, self.node((*region.premises, self.premise(form, r)))] for r in relations],
        }

    def relations(self, region: _Region, form: Form) -> tuple[str, ...]:
        """Two overlapping halves if the form cannot vanish; else the boundary goes with the side that loses nothing."""
        if tie_reference(self.program, form) is not None:
            return (">=", "<=")
        if form.key() in {f.key() for f in self.splits().chooser_forms()}:
            return (">", "=", "<")  # what a chooser picks is settled by strict preference or by a tie
        values = self.sample.form(form)[region.inside]
        above, below = region.inside[values > 1e-9], region.inside[values < -1e-9]
        touching = self.boundary(form, above, below)
        if not len(touching):
            return (">", "=", "<")
        for side, relations in ((above, (">=", "<")), (below, (">", "<="))):
            if not len(side):
                continue
            together = np.concatenate([side, touching])
            if all(
                Settled(self.sample, together).lower(f) >= Settled(self.sample, side).lower(f) - 1e-9 for f in self.phis
            ):
                return relations
        return (">", "=", "<")

    def boundary(self, form: Form, above: Indices, below: Indices) -> Indices:
        """Positions of new sample goals where the form vanishes, between goals on either side."""
        count = min(8, len(above), len(below))
        if not count:
            return np.array([], dtype=np.intp)
        f = self.sample.form(form)
        first, second = above[:: max(1, len(above) // count)][:count], below[:: max(1, len(below) // count)][:count]
        share = (f[first] / (f[first] - f[second]))[:, None]
        points = self.sample.points[first] * (1 - share) + self.sample.points[second] * share
        start = len(self.sample.points)
        self.sample = Sample(self.program, np.vstack([self.sample.points, points]))
        return np.arange(start, start + len(points))

    def by_largest(self, region: _Region, forms: Sequence[Form]) -> Json:
        cases: list[Json] = []
        for i, f in enumerate(forms):
            more = tuple(self.premise(f - other, ">=") for j, other in enumerate(forms) if j != i)
            cases.append(self.node((*region.premises, *more)))
        return {"largest": [f.written(self.program) for f in forms], "cases": cases}

    def premise(self, form: Form, relation: str) -> Premise:
        return premise(self.program, form, relation)
