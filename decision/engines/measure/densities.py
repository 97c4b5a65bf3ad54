"""Densities of utilities in the forms that exact integration over polyhedra knows, and the choice of the algorithm.

Step functions are the fastest, polynomials need series, exponentials with step functions need Laurent series;
exponentials with other polynomials are not covered.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from math import comb, prod
from typing import Any

from decision.engines.measure.exponential import Decay, decay_integral
from decision.engines.measure.normaliz import available, normaliz_integral
from decision.engines.measure.polytopes import Steps, step_integral
from decision.engines.measure.regions import Form
from decision.engines.measure.splines import Spline, spline_integral
from decision.goals.marginals import Exponential, Laplace, Marginal, Mixture, Piece

__all__ = ["Density", "Law", "candidates", "density", "polyhedral_integral"]

Density = Steps | Spline | Decay

Law = tuple[tuple[Fraction, Density], ...]
"""Weighted parts of a density."""

LARGEST: dict[type[Density], int] = {Steps: 30_000_000, Spline: 2_000_000, Decay: 1_000_000}
"""More candidates for vertices than this, about half a minute's work, are not tried."""

BASES, NORMALIZ = 60_000, 2_000_000
"""Nor more bases; Normaliz, if it is there, copes with more."""

WIDEST = 4_000_000
"""More combinations of knots than this do not fit into memory comfortably."""


def density(marginal: Marginal) -> Law | None:
    """The density of a utility in weighted parts; None if it is of another form, has symbols or point masses.

    Examples
    --------
    >>> from decision import Mixture, PiecewiseUniform
    >>> ((_, steps),) = density(PiecewiseUniform([("1/2", 0, 1), ("1/2", 3, 4)]))
    >>> steps.heights
    (Fraction(1, 2), Fraction(0, 1), Fraction(1, 2))
    >>> len(density(Mixture([("9/10", Laplace(0, 1)), ("1/10", Laplace(0, 10))])))
    2
    """
    if marginal.symbols or marginal.atoms:
        return None
    if marginal.pieces is not None:
        return ((Fraction(1), _spline(marginal.pieces)),)
    match marginal:
        case Exponential(rate):
            return ((Fraction(1), Decay.exponential(Fraction(rate))),)
        case Laplace(center, scale):
            return ((Fraction(1), Decay.laplace(Fraction(center), Fraction(scale))),)
        case Mixture(parts):
            listed = [(Fraction(q), density(m)) for q, m in parts]
            if any(part is None for _, part in listed):
                return None
            return tuple((q * share, d) for q, part in listed for share, d in part or ())
        case _:
            return None


def _spline(pieces: Sequence[Piece]) -> Steps | Spline:
    listed = sorted(pieces, key=lambda p: p.low)
    knots = sorted({x for p in listed for x in (p.low, p.high)})
    by_low = {p.low: p.coefficients for p in listed}
    coefficients = [by_low.get(low, (Fraction(0),)) for low, _ in pairwise(knots)]
    if all(len(c) == 1 for c in coefficients):
        return Steps(tuple(knots), tuple(c[0] for c in coefficients))
    return Spline(tuple(knots), tuple(coefficients))


def polyhedral_integral(rows: Sequence[Form], densities: Sequence[Density], value: Form | None) -> Any | None:
    """The integral of a linear function over a polyhedron, by the fastest algorithm; None if none is fast enough."""
    kinds = {type(d) for d in densities}
    if kinds <= {Steps}:
        kind, integral, convert = Steps, step_integral, _same
    elif kinds <= {Steps, Spline}:
        kind, integral, convert = Spline, spline_integral, _as_spline
    elif Spline not in kinds:
        kind, integral, convert = Decay, decay_integral, _as_decay
    else:
        return None
    converted = [convert(d) for d in densities]
    if prod(len(d.knots) for d in densities) > WIDEST or candidates(len(rows), converted) > LARGEST[kind]:
        return None
    count = comb(len(rows) + len(densities), len(rows))
    if count <= BASES:
        algorithm: Callable[..., Any] = integral
        return algorithm(rows, converted, value)
    plain = [d for d in densities if isinstance(d, Steps) and len(d.heights) == 1]
    feasible = len(plain) == len(densities) and count <= NORMALIZ and available()
    return normaliz_integral(rows, plain, value) if feasible else None


def candidates(rows: int, densities: Sequence[Density]) -> int:
    """How many points may be vertices: some rows are tight, as many coordinates move, the others are at knots.

    Those of polynomial densities count as often as they have coefficients for the coordinates that move.

    Examples
    --------
    >>> candidates(1, [Steps.uniform(0, 1), Steps.uniform(0, 1)])
    8
    """
    by_free = [1]
    for d in densities:
        at_knots = [len(d.knots) * x for x in by_free]
        moving = max(map(len, d.pieces)) if isinstance(d, Spline) else 1
        by_free = [a + moving * b for a, b in zip([*at_knots, 0], [0, *by_free], strict=True)]
    return sum(comb(rows, k) * count for k, count in enumerate(by_free))


def _same(d: Density) -> Density:
    return d


def _as_spline(d: Density) -> Density:
    return Spline(d.knots, tuple((q,) for q in d.heights)) if isinstance(d, Steps) else d


def _as_decay(d: Density) -> Density:
    return Decay.steps(d) if isinstance(d, Steps) else d
