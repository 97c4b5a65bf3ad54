"""Pricing by z3: look for a supported goal at which a level is negative.

Linear real arithmetic with indicators as `If`; models are exact rationals. The answer guides the search; it never is
the evidence.
"""

# z3 is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from threading import Event, Thread
from typing import Any

import z3

from decision.engines.clock import Clock
from decision.engines.forms import Form, expand, moved
from decision.engines.phi import Level, phi
from decision.engines.program import Program
from decision.language import events
from decision.language.values import Maximum, Node, Pick

__all__ = ["UNKNOWN", "price"]

UNKNOWN = "unknown"
"""z3 ran out of time."""

Goal = tuple[Fraction, ...]


def price(program: Program, levels: Sequence[Level], *, strict: bool, clock: Clock) -> Goal | str | None:
    """A goal at which the last level is negative (or not positive) and the earlier ones are not positive.

    None if there is none; UNKNOWN when time is up.
    """
    writer = _Z3(program)
    solver = z3.Solver()
    if clock.expired:
        return UNKNOWN
    solver.set("timeout", max(1, int(1000 * clock.left)))
    *earlier, last = (writer.phi(level) for level in levels)
    for value in earlier:
        solver.add(value <= 0)
    solver.add(last <= 0 if strict else last < 0)
    used = sorted({*program.support_elements, *(e for level in levels for e in level.elements)})
    for e in used:
        for _, event in program.supports:
            solver.add(writer.event(event, e))
        for difference in program.distinct:
            solver.add(writer.linear(moved(program, difference, e)) != 0)
    with interruptible(clock):
        result = solver.check()
    if result == z3.unsat:
        return None
    if result != z3.sat:
        return UNKNOWN
    model = solver.model()
    return tuple(_exact(model.eval(x, model_completion=True)) for x in writer.coordinates)


@contextmanager
def interruptible(clock: Clock) -> Generator[None, None, None]:
    """Let the clock's signal interrupt z3."""
    if clock.cancel is None:
        yield
        return
    done = Event()

    def watch(cancel: Event) -> None:
        while not done.wait(0.05):
            if cancel.is_set():
                z3.main_ctx().interrupt()

    watcher = Thread(target=watch, args=(clock.cancel,), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _exact(value: Any) -> Fraction:
    return Fraction(value.numerator_as_long(), value.denominator_as_long())


class _Z3:
    """Expressions of a claim as z3 terms, each written once."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.coordinates: list[Any] = [z3.Real(f"u{i}") for i in range(program.size)]
        self._nodes: dict[tuple[int, int], Any] = {}
        self._events: dict[tuple[events.Event, int], Any] = {}
        self._gaps: dict[Any, Any] = {}

    def linear(self, form: Form) -> Any:
        terms = [_real(q) * self.coordinates[i] for i, q in sorted(form.linear.items())]
        return z3.Sum([*terms, _real(form.constant)])

    def form(self, form: Form) -> Any:
        parts = [_real(q) * self.node(node, e) for (_, e), (node, q) in form.nodes.items()]
        return z3.Sum([self.linear(form), *parts])

    def node(self, node: Node, e: int) -> Any:
        key = (self.program.tables.node(node), e)
        if key not in self._nodes:
            self._nodes[key] = self._node(node, e)
        return self._nodes[key]

    def _node(self, node: Node, e: int) -> Any:
        if isinstance(node, Maximum):
            return _largest([self.form(expand(self.program, v, e)) for v in node.arguments])
        by = [self.form(expand(self.program, v, e)) for v in node.by]
        pay = [self.form(expand(self.program, v, e)) for v in node.pay]
        chosen = [z3.And([b >= other for other in by]) for b in by]
        return _picked(node, pay, chosen)

    def event(self, event: events.Event, e: int) -> Any:
        key = (event, e)
        if key not in self._events:
            self._events[key] = self._event(event, e)
        return self._events[key]

    def _event(self, event: events.Event, e: int) -> Any:
        match event:
            case events.Compare(left, right, strict):
                return self.compare(expand(self.program, left, e) - expand(self.program, right, e), strict)
            case events.All(parts):
                return z3.And([self.event(x, e) for x in parts])
            case events.AnyOf(parts):
                return z3.Or([self.event(x, e) for x in parts])
            case events.Not(inner):
                return z3.Not(self.event(inner, e))
            case _:
                raise TypeError(f"unknown event {type(event).__name__}")

    def compare(self, gap: Form, strict: bool) -> Any:
        """Comparisons of proportional linear forms share one term."""
        if not gap.is_linear or not gap.linear:
            return self.form(gap) > 0 if strict else self.form(gap) >= 0
        first = min(gap.linear)
        scale = gap.linear[first]
        unit = gap * (1 / scale)
        key = gap.key()
        if key not in self._gaps:
            self._gaps[key] = self.linear(unit)
        term = self._gaps[key]
        if scale > 0:
            return term > 0 if strict else term >= 0
        return term < 0 if strict else term <= 0

    def phi(self, level: Level) -> Any:
        function = phi(self.program, level)
        parts: list[Any] = [_real(function.constant)]
        for t in function.terms:
            size = _real(Fraction(1)) if t.value is None else self.form(expand(self.program, t.value, t.e))
            weighted = _real(t.weight) * size
            parts.append(weighted if t.event is None else z3.If(self.event(t.event, t.e), weighted, _real(Fraction(0))))
        return z3.Sum(parts)


def _real(q: Fraction) -> Any:
    return z3.Q(q.numerator, q.denominator)


def _largest(terms: Sequence[Any]) -> Any:
    best = terms[0]
    for term in terms[1:]:
        best = z3.If(term > best, term, best)
    return best


def _picked(node: Pick, pay: Sequence[Any], chosen: Sequence[Any]) -> Any:
    if node.ties == "uniform":
        count = z3.Sum([z3.If(c, _real(Fraction(1)), _real(Fraction(0))) for c in chosen])
        total = z3.Sum([z3.If(c, p, _real(Fraction(0))) for c, p in zip(chosen, pay, strict=True)])
        result = pay[0]
        for k in range(1, len(pay) + 1):  # division by the count, which has finitely many values, stays linear
            result = z3.If(count == k, total * _real(Fraction(1, k)), result)
        return result
    best, found = pay[0], chosen[0]
    for p, c in zip(pay[1:], chosen[1:], strict=True):
        better = p > best if node.ties == "best" else p < best
        best = z3.If(z3.And(c, z3.Or(z3.Not(found), better)), p, best)
        found = z3.Or(found, c)
    return best
