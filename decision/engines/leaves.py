"""Leaves of a case tree: what is settled in a region, and the proof that it bounds `Phi` there."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from decision.engines.clock import Clock
from decision.engines.farkas import Premise, interior_point, row
from decision.engines.forms import Form, expand
from decision.engines.phi import Phi, PhiTerm
from decision.engines.program import Floats, Program
from decision.engines.proofs import Prover, Sample
from decision.language.events import All, AnyOf, Compare, Event, Not

__all__ = ["HintingProver", "Settled", "close", "establish", "finite"]

Json = dict[str, Any]
Indices = NDArray[np.intp]


class HintingProver(Prover):
    """A prover that remembers, for each form it could not prove, a goal of the region that may show why."""

    def __init__(
        self, program: Program, premises: Sequence[Premise], sample: Sample, inside: Indices, clock: Clock
    ) -> None:
        super().__init__(program, premises, sample, inside, clock)
        self.hints: list[Floats] = []

    def _linear(self, form: Form, strict: bool) -> Json | None:
        before = len(self.refutations)
        proof = super()._linear(form, strict)
        start = self.sample.points[self.inside[0]]
        found = [_towards(p, row(form, self.program.size), start) for p in self.refutations[before:]]
        if proof is None and strict and not found:
            found = [interior_point(self.premises, self.program.size, zero=[form])]
        self.hints += [p for p in found if p is not None]
        return proof


def _towards(direction: Floats, form: Floats, start: Floats) -> Floats | None:
    """From a goal inside the region, go in the refuting direction until the form is negative."""
    begin = np.append(start, 1.0)
    slope = float(form @ direction)
    if slope >= -1e-12:
        return None
    reach = 2 * max(0.0, float(form @ begin)) / -slope + 1.0
    return finite(begin + reach * direction)


def finite(point: Floats) -> Floats | None:
    """A goal from homogeneous coordinates."""
    return point[:-1] / point[-1] if point[-1] > 1e-12 else None


class Settled:
    """What holds at every one of some sample goals."""

    def __init__(self, sample: Sample, inside: Indices) -> None:
        self.sample, self.inside = sample, inside
        self._known: dict[tuple[int, int], tuple[Event, bool | None]] = {}  # by identity: hashing events is slow

    def status(self, event: Event, e: int) -> bool | None:
        """True, False or None by three-valued logic from the comparisons that hold, or fail, at all goals."""
        key = (id(event), e)
        if key not in self._known:
            self._known[key] = event, self._status(event, e)
        return self._known[key][1]

    def _status(self, event: Event, e: int) -> bool | None:
        match event:
            case Compare():
                true = self.sample.truth(event, e)[self.inside]
                return True if true.all() else None if true.any() else False
            case All(events):
                return _every(self.status(x, e) for x in events)
            case AnyOf(events):
                inner = _every(_opposite(self.status(x, e)) for x in events)
                return _opposite(inner)
            case Not(inner_event):
                return _opposite(self.status(inner_event, e))
            case _:
                raise TypeError(f"unknown event {type(event).__name__}")

    def lower(self, function: Phi) -> float:
        """Lower bound of `Phi` on these goals from what is settled."""
        total = np.full(len(self.inside), float(function.constant))
        for t in function.terms:
            known = True if t.event is None else self.status(t.event, t.e)
            if t.value is None:
                total += float(t.weight) if known or (known is None and t.weight < 0) else 0.0
            elif known is None:
                return -np.inf
            elif known:
                total += float(t.weight) * self.sample.at(t.e).value(t.value)[self.inside]
        return float(total.min())


def _opposite(truth: bool | None) -> bool | None:
    return None if truth is None else not truth


def _every(parts: Iterable[bool | None]) -> bool | None:
    open_part = False
    for part in parts:
        if part is False:
            return False
        open_part = open_part or part is None
    return None if open_part else True


def close(prover: HintingProver, settled: Settled, function: Phi, *, strict: bool) -> Json | None:
    """Prove the facts that bound `Phi` in this region, and the bound."""
    facts: list[Any] = []
    for t in _needed(settled, function, strict):
        if t.event is not None and not establish(
            prover, settled, t.event, t.e, bool(settled.status(t.event, t.e)), facts
        ):
            return None
    rest = _rest(prover.program, settled, function, facts)
    bound = prover.prove(rest, strict=strict)
    return None if bound is None else {"facts": facts, "bound": bound}


def _needed(settled: Settled, function: Phi, strict: bool) -> list[PhiTerm]:
    """Terms whose event has to be proved: those that help, less those whose help is not missed."""
    helping = [
        t
        for t in function.terms
        if t.event is not None
        and (t.value is not None or settled.status(t.event, t.e) == (t.weight > 0))
        and settled.status(t.event, t.e) is not None
    ]
    slack = settled.lower(function)
    margin = 1e-9 if strict else -1e-9
    kept: list[PhiTerm] = []
    for t in sorted(helping, key=lambda t: abs(t.weight)):
        if t.value is None and slack - abs(float(t.weight)) > margin:
            slack -= abs(float(t.weight))
        else:
            kept.append(t)
    return kept


def establish(prover: HintingProver, settled: Settled, event: Event, e: int, true: bool, facts: list[Any]) -> bool:
    """Prove that an event holds (or fails) in the region; append the facts."""
    match event:
        case Compare(left, right, strict):
            k = prover.program.tables.event(event)
            if any(f[0] == k and f[1] == e for f in facts):
                return True
            a, b = (left, right) if true else (right, left)
            proof = prover.prove(expand(prover.program, a, e) - expand(prover.program, b, e), strict=strict == true)
            if proof is not None:
                facts.append([k, e, true, proof])
            return proof is not None
        case All(events):
            return _establish_parts(prover, settled, events, e, true, facts, all_needed=true)
        case AnyOf(events):
            return _establish_parts(prover, settled, events, e, true, facts, all_needed=not true)
        case Not(inner):
            return establish(prover, settled, inner, e, not true, facts)
        case _:
            raise TypeError(f"unknown event {type(event).__name__}")


def _establish_parts(
    prover: HintingProver,
    settled: Settled,
    events: Sequence[Event],
    e: int,
    true: bool,
    facts: list[Any],
    *,
    all_needed: bool,
) -> bool:
    agreeing = [x for x in events if settled.status(x, e) is true]
    if all_needed:
        return len(agreeing) == len(events) and all(establish(prover, settled, x, e, true, facts) for x in events)
    return any(establish(prover, settled, x, e, true, facts) for x in agreeing)


def _rest(program: Program, settled: Settled, function: Phi, facts: Sequence[Any]) -> Form:
    """What is left of `Phi` once the facts are used: constants, and values whose event is true."""
    proved = {(f[0], f[1]): f[2] for f in facts}
    total = Form({}, function.constant, {})
    for t in function.terms:
        known = True if t.event is None else _proved(program, t.event, t.e, proved)
        if t.value is not None:
            total = total + expand(program, t.value, t.e) * t.weight if known else total
        elif known or (known is None and t.weight < 0):
            total = total + Form({}, t.weight, {})
    return total


def _proved(program: Program, event: Event, e: int, proved: dict[tuple[int, int], bool]) -> bool | None:
    match event:
        case Compare():
            return proved.get((program.tables.event(event), e))
        case All(events):
            return _every(_proved(program, x, e, proved) for x in events)
        case AnyOf(events):
            return _opposite(_every(_opposite(_proved(program, x, e, proved)) for x in events))
        case Not(inner):
            return _opposite(_proved(program, inner, e, proved))
        case _:
            raise TypeError(f"unknown event {type(event).__name__}")
