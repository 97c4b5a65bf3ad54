"""The function `Phi(u) = sum w_j h(g_j u) - sum lambda_k m_k(g_k u)` of a level, and lower bounds for it.

`h` and the `m_k` are sums of terms `1[event]`, `value` and `value * 1[event]`. Equal terms at equal elements are
collected first. Where the truth of an event is known, its terms are affine combinations of values. An unknown event
counts at its worst: 0 for a positive coefficient of `1[event]`, 1 for a negative one. An unknown event that
multiplies a value is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from decision.checker.claims import Functional, Term
from decision.checker.formats import Place, Rational
from decision.checker.forms import CONSTANT, Form, add
from decision.checker.groups import Frame
from decision.checker.logic import Closure, Truth, closure, evaluate

Facts = Mapping[tuple[int, int], bool]  # (comparison, element)


@dataclass
class Integrand:
    """A combination of terms at elements, collected."""

    frame: Frame
    terms: dict[tuple[Term, int], Rational] = field(default_factory=dict[tuple[Term, int], Rational])
    constant: Rational = 0

    def add(self, functional: Functional, e: int, factor: Rational) -> None:
        """Add a multiple of a functional's integrand at element `e`."""
        self.constant -= factor * functional.constant
        for q, term in functional.terms:
            add(self.terms, {(term, e): 1}, factor * q)

    def ready(self) -> "Bounds":
        """Return the form for lower bounds, when everything has been added."""
        base: Form = {}
        add(base, {CONSTANT: self.constant})
        conditional: list[tuple[Term, int, int, Rational]] = []
        events: dict[int, list[int]] = {}
        for (term, e), q in self.terms.items():
            if term.event is None:
                add(base, _value(self.frame, term, e), q)
            else:
                conditional.append((term, term.event, e, q))
                events.setdefault(e, []).append(term.event)
        scopes = {e: closure(self.frame.claim, listed) for e, listed in events.items()}
        return Bounds(self.frame, {key: q for key, q in base.items() if q}, conditional, scopes)


@dataclass(frozen=True)
class Bounds:
    """Lower bounds of a collected integrand: an unconditional form, and the terms that depend on events."""

    frame: Frame
    base: Form
    conditional: list[tuple[Term, int, int, Rational]]
    scopes: Mapping[int, Closure]

    def lower(self, facts: Facts, at: Place) -> Form:
        """Return a form that is nowhere above the integrand where the facts hold."""
        truth = {e: self.truth(scope, facts, e) for e, scope in self.scopes.items()}
        result = dict(self.base)
        for term, event, e, q in self.conditional:
            known = truth[e][event]
            if term.value is not None and known is None:
                at.reject(f"event {event} at element {e} multiplies an expectation and is left unknown")
            if known or (known is None and q < 0):
                add(result, _value(self.frame, term, e), q)
        return result

    def truth(self, scope: Closure, facts: Facts, e: int) -> Mapping[int, Truth]:
        """Return the truth of the events of a scope at element `e`."""
        return evaluate(scope, lambda k, _: facts.get((k, e)))


def _value(frame: Frame, term: Term, e: int) -> Form:
    return {CONSTANT: 1} if term.value is None else frame.value(term.value, e)
