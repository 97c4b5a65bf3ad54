"""Exact bounds for the expectation of a functional under a law, and what holds almost surely under it.

Comparisons of linear values enter only through the table of sign patterns of their margins, so events are evaluated
once for each pattern. Expectations of linear values without a condition are exact at the mean. What is left (values
with a `max` or a `pick`, expectations on an event) is bounded box by box. An event that is not decided counts at its
worst in both directions.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from decision.checker.boxes import Range, Scene, exactly, needed_nodes, needed_values, resolve
from decision.checker.claims import Claim, Compare, Functional, Term
from decision.checker.formats import Place, Rational
from decision.checker.forms import CONSTANT, Affine, affine
from decision.checker.laws import Law
from decision.checker.logic import Closure, Truth, closure, evaluate
from decision.checker.signs import UNKNOWN, Signs, boxes, sign_masses

Terms = Sequence[tuple[Rational, Term]]


@dataclass(frozen=True)
class Measure:
    """A claim under a law, with the table of sign patterns."""

    claim: Claim
    law: Law
    margins: Mapping[int, int]  # comparison -> number of its form
    pairs: Sequence[int]  # numbers of the forms that should not vanish
    masses: Mapping[Signs, int]
    at: Place

    def ties(self) -> bool:
        """Whether some pair ties with positive probability."""
        return any(signs[n] == 0 for signs in self.masses for n in self.pairs)

    def certain(self, event: int) -> bool:
        """Whether an event is seen to hold almost surely."""
        scope = closure(self.claim, [event])
        if self.tabulated(event):
            return all(evaluate(scope, self.known(signs))[event] for signs in self.masses)
        return all(evaluate(scope, scene.truth)[event] for _, scene in self.scenes(scope, []))

    def expectation(self, functional: Functional) -> Range:
        """Return bounds for `E(sum q * term - constant)`."""
        exact: Rational = -functional.constant
        patterned: list[tuple[Rational, Term]] = []
        rest: list[tuple[Rational, Term]] = []
        for q, term in functional.terms:
            if term.value is None and term.event is not None and self.tabulated(term.event):
                patterned.append((q, term))
            elif term.event is None and term.value is not None and (form := self.claim.linear(term.value)) is not None:
                exact += q * sum(c * (1 if name == CONSTANT else self.law.mean[name]) for name, c in form.items())
            else:
                rest.append((q, term))
        first, second = self.by_signs(patterned), self.by_boxes(rest)
        return Range(exact + first.low + second.low, exact + first.high + second.high)

    # --- sign patterns ---

    def tabulated(self, event: int) -> bool:
        """Whether an event depends on sign patterns only."""
        return all(k in self.margins for k in closure(self.claim, [event]).comparisons)

    def known(self, signs: Signs) -> Callable[[int, Compare], Truth]:
        """Return the truth of comparisons under one sign pattern."""

        def truth(k: int, event: Compare) -> Truth:
            found = signs[self.margins[k]]
            return None if found == UNKNOWN else found > 0 or (found == 0 and not event.strict)

        return truth

    def by_signs(self, terms: Terms) -> Range:
        """Return bounds for probabilities of tabulated events."""
        scope = _scope(self.claim, terms)
        low = high = 0
        for signs, weight in self.masses.items() if terms else ():
            truth = evaluate(scope, self.known(signs))
            for q, term in terms:
                part = conditioned(exactly(1), _holds(term, truth), q)
                low, high = low + weight * part.low, high + weight * part.high
        share = Fraction(1, sum(self.masses.values()))
        return Range(low * share, high * share)

    # --- boxes ---

    def by_boxes(self, terms: Terms) -> Range:
        """Return bounds for other terms; on a box everything is scaled by the centre of the constant 1."""
        scope = _scope(self.claim, terms)
        values = [term.value for _, term in terms if term.value is not None]
        low = high = 0
        total = 0 if terms else 1
        for weight, scene in self.scenes(scope, values) if terms else ():
            total += weight * int(scene.box.center[CONSTANT])
            truth = evaluate(scope, scene.truth)
            for q, term in terms:
                part = self.part(term, q, _holds(term, truth), scene)
                low, high = low + weight * part.low, high + weight * part.high
        return Range(low * Fraction(1, total), high * Fraction(1, total))

    def part(self, term: Term, q: Rational, holds: Truth, scene: Scene) -> Range:
        """Return bounds for what a term adds on a box."""
        if term.value is None:
            return conditioned(exactly(scene.box.center[CONSTANT]), holds, q)
        value = scene.value(term.value)
        mean = scene.box.expectation(value) if holds is not None else scene.box.range(value)
        return conditioned(mean, holds, q)

    def scenes(self, scope: Closure, values: Sequence[int]) -> Iterator[tuple[int, Scene]]:
        """Go through the boxes of the law, with all nodes resolved."""
        used = [*values, *scope.sides]
        nodes = needed_nodes(self.claim, used)
        names = {
            name for i in needed_values(self.claim, used) for name in self.claim.patterns[i] if isinstance(name, str)
        }
        for weight, box in boxes(self.law, names, self.at):
            yield weight, Scene(self.claim, box, resolve(self.claim, nodes, box))


def conditioned(value: Range, holds: Truth, q: Rational) -> Range:
    """Return the range of `q * value * 1[event]`.

    >>> conditioned(Range(2, 3), None, -1)
    Range(low=-3, high=0)
    """
    if holds is False:
        return exactly(0)
    ends = [q * value.low, q * value.high, *([0] if holds is None else [])]
    return Range(min(ends), max(ends))


def measure(claim: Claim, law: Law, events: Sequence[int], pairs: Sequence[tuple[int, int]], at: Place) -> Measure:
    """Tabulate the sign patterns of all comparisons that some events and pairs need."""
    numbers: dict[frozenset[tuple[str, Rational]], int] = {}
    forms: list[Affine] = []

    def number(form: Affine) -> int:
        n = numbers.setdefault(frozenset(form.items()), len(forms))
        forms.extend([form] if n == len(forms) else [])
        return n

    margins: dict[int, int] = {}
    for k, event in closure(claim, events).comparisons.items():
        if (form := affine(claim.margin(event.left, event.right))) is not None:
            margins[k] = number(form)
    differing = [number(form) for form in (claim.gap(i, j) for i, j in pairs) if not law.diffuse(form)]
    return Measure(claim, law, margins, differing, sign_masses(law, forms, at), at)


def _scope(claim: Claim, terms: Terms) -> Closure:
    return closure(claim, [term.event for _, term in terms if term.event is not None])


def _holds(term: Term, truth: Mapping[int, Truth]) -> Truth:
    return True if term.event is None else truth[term.event]
