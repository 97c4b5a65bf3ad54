"""What a level of a certificate proves nonnegative: `Phi(u) = sum_j w_j h(g_j u) - sum_k lambda_k m_k(g_k u)`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from decision.engines.program import Floats, Program
from decision.engines.proofs import Sample
from decision.exact import text
from decision.language.events import Event
from decision.language.theses import Inequality
from decision.language.values import Value

__all__ = ["Level", "Phi", "PhiTerm", "phi"]


@dataclass(frozen=True)
class Level:
    """Weights `(w, element)` and multipliers `(lambda, assumption, element)`, by index."""

    weights: tuple[tuple[Fraction, int], ...]
    multipliers: tuple[tuple[Fraction, int, int], ...] = ()

    @property
    def elements(self) -> tuple[int, ...]:
        """Elements that occur, in order."""
        return tuple(sorted({e for _, e in self.weights} | {e for _, _, e in self.multipliers}))

    def written(self) -> dict[str, object]:
        """As the certificate writes them, without the tree."""
        return {
            "weights": [[text(w), e] for w, e in self.weights],
            "multipliers": [[text(q), a, e] for q, a, e in self.multipliers],
        }


@dataclass(frozen=True)
class PhiTerm:
    """`weight` times the indicator of `event` (if any) times `value` (if any), at element `e`."""

    weight: Fraction
    event: Event | None
    value: Value | None
    e: int


@dataclass(frozen=True)
class Phi:
    """Terms and constant of `Phi`."""

    terms: tuple[PhiTerm, ...]
    constant: Fraction

    def at(self, sample: Sample) -> Floats:
        """`Phi` at each goal of a sample."""
        total = np.full(len(sample.points), float(self.constant))
        for t in self.terms:
            part = float(t.weight) * (np.ones(len(sample.points)) if t.value is None else sample.at(t.e).value(t.value))
            total += part if t.event is None else np.where(sample.truth(t.event, t.e), part, 0.0)
        return total


def phi(program: Program, level: Level) -> Phi:
    """`Phi` of a level, equal terms collected."""
    moments: Mapping[int, Inequality] = dict(program.moments)
    parts: Sequence[tuple[Fraction, Inequality, int]] = [
        *((w, program.claim.thesis, e) for w, e in level.weights),
        *((-q, moments[a], e) for q, a, e in level.multipliers),
    ]
    total: dict[tuple[Event | None, Value | None, int], Fraction] = {}
    constant = Fraction(0)
    for factor, inequality, e in parts:
        constant -= factor * inequality.constant
        for t in inequality.terms:
            key = (t.event, t.value, e)
            total[key] = total.get(key, Fraction(0)) + factor * t.weight
    return Phi(tuple(PhiTerm(q, event, value, e) for (event, value, e), q in total.items() if q), constant)
