"""Laws with a product structure: members and countermodels of classes such as iid and symmetric.

Marginals are mixtures of narrow intervals (or points, where ties are allowed) at lacunary levels: heavy tails, skews
and lattices. All cells of the product are enumerated; comparisons that are open within a cell count in favour of the
thesis.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from decision.engines.clock import Clock
from decision.engines.program import Evaluation, Program
from decision.engines.sampling import box
from decision.exact import text

__all__ = ["center_of", "correlated_pairs", "product_countermodel", "product_member"]

Json = dict[str, Any]
Piece = tuple[Fraction, Fraction, Fraction]

CELLS = 380_000
SMOOTH = {"unimodal", "log_concave", "gaussian", "spherical", "correlated"}


def product_member(program: Program) -> Json | None:
    """A law of the class: normal if it has to be, else uniform on an interval."""
    names = {s.name for s in program.structures}
    center = center_of(program)
    low, high = box(program)
    if names & {"gaussian", "spherical"}:
        return _normal(program, {"center": text(center)})
    pairs = correlated_pairs(program)
    if pairs is not None:
        return _normal(program, {"center": text(center), "correlated": pairs})
    bottom, top = low[: len(program.claim.outcomes)].max(), high[: len(program.claim.outcomes)].min()
    if np.isfinite(bottom) and np.isfinite(top):
        a, b = Fraction(float(bottom)).limit_denominator(10**6), Fraction(float(top)).limit_denominator(10**6)
        half = (
            min(center - a, b - center)
            if program.claim.constants or any(s.center is not None for s in program.structures)
            else Fraction(0)
        )
        piece = (Fraction(1), center - half, center + half) if half > 0 else (Fraction(1), a, b)
    else:
        piece = (Fraction(1), center - 1, center + 1)
    return _law(program, [piece])


def correlated_pairs(program: Program) -> list[list[str]] | None:
    """Pairs of outcomes with the correlation that the class asks for; None if it does not speak of any."""
    found: list[list[str]] | None = None
    for s in program.structures:
        if s.correlation is not None:
            n, rho = s.correlation.shared, s.correlation.rho
            pairs = zip(s.blocks[0][:n], s.blocks[1][:n], strict=True) if rho else ()
            found = [*(found or []), *([v, w, text(rho)] for v, w in pairs)]
    return found


def _normal(program: Program, written: Json) -> Json | None:
    if program.supports or program.moments:
        return None
    return {"normal": written, "constants": _constants(program)}


def product_countermodel(program: Program, rng: np.random.Generator, clock: Clock) -> Json | None:
    """A product law that violates the claim, if one is found in time."""
    names = {s.name for s in program.structures}
    if names & SMOOTH or program.supports or program.moments:
        return None
    strict = program.claim.thesis.relation == ">"
    for levels, weights in _shapes(program, rng, mirrored="symmetric" in names, limit=clock.within(20)):
        mean = _mean(program, levels, weights)
        if mean < -1e-9 or (strict and mean <= 1e-12):
            return _law(program, _pieces(program, levels, weights))
    return None


def _shapes(
    program: Program, rng: np.random.Generator, *, mirrored: bool, limit: Clock
) -> Iterator[tuple[list[int], list[Fraction]]]:
    """Integer levels with weights, few levels first."""
    n = len(program.claim.outcomes)
    most = max(2, int(CELLS ** (1 / n)))
    for count in range(1, (most // 2 if mirrored else most) + 1):
        for base in (8, 4, 2) if count < 5 else (8,):
            up = [base**k for k in range(count)]
            options = (
                [sorted([-x for x in up] + up)]
                if mirrored
                else [up, [-x for x in reversed(up)], [0, *up[1:]], list(range(count))]
            )
            for levels in options:
                if limit.expired:
                    return
                if len(levels) >= 2 and len(set(levels)) == len(levels):
                    yield levels, [Fraction(1, len(levels))] * len(levels)
                    for _ in range(2 if count < 4 else 0):
                        yield levels, _weights(rng, len(levels), mirrored)
    if mirrored:
        return
    for p, q in product(range(1, 8), range(1, 8)):
        if p + q < 8:
            yield [0, 1, 7], [Fraction(p, 8), Fraction(q, 8), Fraction(8 - p - q, 8)]


def _weights(rng: np.random.Generator, count: int, mirrored: bool) -> list[Fraction]:
    half = [int(x) for x in rng.integers(1, 6, size=count // 2 if mirrored else count)]
    raw = [*reversed(half), *half] if mirrored else half
    return [Fraction(x, sum(raw)) for x in raw]


def _mean(program: Program, levels: Sequence[int], weights: Sequence[Fraction]) -> float:
    """Upper bound of `E h` over all cells of the product."""
    n = len(program.claim.outcomes)
    grid = np.array(np.meshgrid(*[np.arange(len(levels))] * n, indexing="ij")).reshape(n, -1).T
    goals = np.array(levels, dtype=float)[grid] + float(center_of(program))
    constants = np.full((len(goals), len(program.claim.constants)), float(center_of(program)))
    mass = np.prod(np.array([float(w) for w in weights])[grid], axis=1)
    noise = _needs_noise(program)
    return float(mass @ Evaluation(program, np.hstack([goals, constants]), noise=noise).integrand(program.claim.thesis))


def _needs_noise(program: Program) -> bool:
    return bool(program.ties) or program.continuous


def _pieces(program: Program, levels: Sequence[int], weights: Sequence[Fraction]) -> list[Piece]:
    width = Fraction(1, 2**20) if _needs_noise(program) else Fraction(0)
    c = center_of(program)
    return [(w, c + x - width, c + x + width) for w, x in zip(weights, levels, strict=True)]


def center_of(program: Program) -> Fraction:
    """The centre that the class names, or 0."""
    stated = [s.center for s in program.structures if isinstance(s.center, Fraction)]
    stated += [g.center for g in program.generators if isinstance(g.center, Fraction)]
    return stated[0] if stated else Fraction(0)


def _constants(program: Program) -> dict[str, str]:
    return {c: text(center_of(program)) for c in program.claim.constants}


def _law(program: Program, pieces: Sequence[Piece]) -> Json:
    written = [[text(q), text(a), text(b)] for q, a, b in pieces]
    return {"marginals": dict.fromkeys(program.claim.outcomes, written), "constants": _constants(program)}
