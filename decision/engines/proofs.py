"""Proofs that a form is nonnegative or positive under linear premises, as the certificate writes them.

A maximum with a positive coefficient is bounded below by one argument (`choose`), one with a negative coefficient is
replaced by each argument in turn (`each`), a pick by the options its chooser takes (`argmax`); what is left is linear
and follows by Farkas' lemma. Sample goals inside the region say which argument is worth trying.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from decision.engines.clock import Clock
from decision.engines.farkas import Combination, Premise, Refutation, combine, combine_strictly
from decision.engines.forms import Form, expand, moved
from decision.engines.program import Evaluation, Floats, Program, Truths
from decision.exact import text
from decision.language.events import Event
from decision.language.values import Pick, Value

__all__ = ["Prover", "Sample", "farkas_json"]

Json = dict[str, Any]


class Sample:
    """Goals in an array, with what has been evaluated on them at each group element."""

    def __init__(self, program: Program, points: Floats) -> None:
        self.program, self.points = program, points
        self._at: dict[int, Evaluation] = {}
        self._homogeneous = np.hstack([points, np.ones((len(points), 1))])

    def at(self, e: int) -> Evaluation:
        """Values and events at `g u`."""
        if e not in self._at:
            self._at[e] = Evaluation(self.program, self.program.transform(self.points, self.program.elements[e]))
        return self._at[e]

    def truth(self, event: Event, e: int) -> Truths:
        """Where an event holds at `g u`."""
        return self.at(e).truth(event)[0]

    def form(self, form: Form) -> Floats:
        """A form at each goal."""
        total = np.full(len(self.points), float(form.constant))
        for i, q in form.linear.items():
            total += float(q) * self.points[:, i]
        for (_, e), (node, q) in form.nodes.items():
            total += float(q) * self.at(e).value(Value((), ((node, Fraction(1)),), Fraction(0)))
        return total


def farkas_json(combination: Combination) -> list[list[Any]]:
    """Multipliers as the certificate writes them."""
    return [[k, text(q)] for k, q in combination.multipliers]


@dataclass
class Prover:
    """Proves forms under the premises of one region; refuting directions found on the way are kept as hints.

    Attributes
    ----------
    program : Program
    premises : sequence of Premise
    sample : Sample
    inside : array of int
        Positions of the sample goals that lie in the region.
    clock : Clock
        Nothing is proved once it has expired: a form of many maxima has a great many cases.
    refutations : list
        Directions in which some form went negative.
    """

    program: Program
    premises: Sequence[Premise]
    sample: Sample
    inside: Any
    clock: Clock
    refutations: list[Floats] = field(default_factory=list[Floats])

    def prove(self, form: Form, *, strict: bool) -> Json | None:
        """A proof of `form >= 0` (or `> 0`), or None."""
        if self.clock.expired:
            return None
        if form.is_linear:
            return self._linear(form, strict)
        key = form.top()
        node, q = form.nodes[key]
        rest = form.without(key)
        if isinstance(node, Pick):
            return self._pick(node, key[1], q, rest, strict)
        arguments = [rest + expand(self.program, v, key[1]) * q for v in node.arguments]
        if q > 0:
            return self._choose(arguments, strict)
        proofs = [self.prove(f, strict=strict) for f in arguments]
        return None if None in proofs else {"each": proofs}

    def _choose(self, candidates: Sequence[Form], strict: bool) -> Json | None:
        for i, candidate in enumerate(candidates):
            if self._plausible(candidate, strict):
                proof = self.prove(candidate, strict=strict)
                if proof is not None:
                    return {"choose": i, "then": proof}
        return None

    def _plausible(self, form: Form, strict: bool) -> bool:
        if len(self.inside) == 0:
            return True
        lowest = self.sample.form(form)[self.inside].min()
        return bool(lowest > -1e-7)

    def _linear(self, form: Form, strict: bool) -> Json | None:
        if not form.linear:
            fine = form.constant > 0 or (form.constant == 0 and not strict)
            if fine:
                return {"farkas": []}
        if not strict:
            found = combine(form, self.premises, self.program.size)
        else:
            found = combine_strictly(form, self.premises, self.program.size, tie_free=self._reference(form) is not None)
        if isinstance(found, Refutation):
            self.refutations.append(found.point)
        if not isinstance(found, Combination):
            return None
        proof: Json = {"farkas": farkas_json(found)}
        if strict and found.slack == 0 and not any(self.premises[k].relation == ">" for k, _ in found.multipliers):
            used = (self._reference(self.premises[k].form) for k, _ in found.multipliers)
            reference = self._reference(form) or next((r for r in used if r), None)
            if reference is None:
                return None
            proof["tie_free"] = reference
        return proof

    def _reference(self, form: Form) -> Any:
        return tie_reference(self.program, form)

    def _pick(self, node: Pick, e: int, q: Fraction, rest: Form, strict: bool) -> Json | None:
        by = [expand(self.program, v, e) for v in node.by]
        chosen = self._chosen(by)
        if chosen is None:
            return None
        first = chosen[0]
        needed = [pair for t in chosen[1:] for pair in ((by[t] - by[first], False), (by[first] - by[t], False))]
        needed += [(by[first] - by[s], True) for s in range(len(by)) if s not in chosen]
        because = [self.prove(f, strict=s) for f, s in needed]
        if None in because:
            return None
        pay = [expand(self.program, node.pay[t], e) * q for t in chosen]
        then = self._paid(node, pay, q, rest, strict)
        return None if then is None else {"argmax": chosen, "because": because, "then": then}

    def _paid(self, node: Pick, pay: Sequence[Form], q: Fraction, rest: Form, strict: bool) -> Json | None:
        if len(pay) == 1:
            return self.prove(rest + pay[0], strict=strict)
        if node.ties == "uniform":
            mean = sum(pay[1:], pay[0]) * Fraction(1, len(pay))
            return self.prove(rest + mean, strict=strict)
        if (node.ties == "best") == (q > 0):
            return self._choose([rest + p for p in pay], strict)
        proofs = [self.prove(rest + p, strict=strict) for p in pay]
        return None if None in proofs else {"each": proofs}

    def _chosen(self, by: Sequence[Form]) -> list[int] | None:
        """The positions that are largest at every sampled goal of the region."""
        if len(self.inside) == 0:
            return None
        values = np.array([self.sample.form(f)[self.inside] for f in by])
        tied = values >= values.max(axis=0) - 1e-9 * (1 + np.abs(values).max())
        return [int(t) for t in np.flatnonzero(tied[:, 0])] if bool((tied == tied[:, :1]).all()) else None


def tie_reference(program: Program, form: Form) -> Any:
    """Why a linear form cannot vanish: a named pair at a listed element, or a density; None if nothing says so."""
    if program.continuous and any(program.coordinates[i] in program.claim.outcomes for i in form.linear):
        return "continuous"
    if not form.linear:
        return None
    return _tie_table(program).get(form.key())


def _tie_table(program: Program) -> dict[Any, list[int]]:
    """Tie-free forms at every listed element, by their key."""
    cache: dict[Any, list[int]] = program.__dict__.setdefault("_tie_table", {})
    done: int = program.__dict__.get("_tie_done", 0)
    for e in range(done, len(program.elements)):
        for a, n, difference in program.ties:
            cache.setdefault(moved(program, difference, e).key(), [a, n, e])
    program.__dict__["_tie_done"] = len(program.elements)
    return cache
