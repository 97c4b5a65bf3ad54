"""Laws as claim files write them: weighted goals, or independent utilities that are uniform piece by piece.

Other laws have no such form; what is said of them is computed, but not by the checker.
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations
from math import factorial
from typing import Any

from decision.exact import text
from decision.goals.laws import EmpiricalLaw, FiniteLaw, Law, OrbitLaw, Product
from decision.goals.marginal import Marginal

__all__ = ["law_json"]

Json = dict[str, Any]
MOST = 50_000
"""Goals that are listed in a file."""


def law_json(law: Law, coordinates: Sequence[str]) -> Json | None:
    """A law over some coordinates as a JSON object; None if files have no form for it.

    Examples
    --------
    >>> from decision import Normal, Uniform, iid
    >>> law_json(iid(Uniform(0, 1)), ["a"])
    {'marginals': {'a': [['1', '0', '1']]}, 'constants': {}}
    >>> law_json(iid(Normal(0, 1)), ["a"]) is None
    True
    """
    if law.symbols:
        return None
    match law:
        case Product():
            pieces = {w: _pieces(law.marginal(w)) for w in coordinates}
            return None if None in pieces.values() else {"marginals": pieces, "constants": {}}
        case FiniteLaw(names, rows):
            return _atoms(coordinates, names, [(Fraction(q), row) for q, row in rows])
        case EmpiricalLaw() if len(law.array) <= MOST:
            rows = [(q, tuple(goal.values())) for q, goal in law.atoms]
            return _atoms(coordinates, law.names, rows)
        case OrbitLaw(names, levels) if factorial(len(levels)) <= MOST:
            share = Fraction(1, factorial(len(levels)))
            return _atoms(coordinates, names, [(share, row) for row in permutations(levels)])
        case _:
            return None


def _pieces(marginal: Marginal) -> list[list[str]] | None:
    """Weight and ends of each uniform piece; a point mass is a piece without width."""
    listed = marginal.pieces or ()
    if any(len(p.coefficients) > 1 for p in listed):
        return None
    pieces = [(p.mass, p.low, p.high) for p in listed] + [(Fraction(q), x, x) for x, q in marginal.atoms]
    return [[text(q), text(a), text(b)] for q, a, b in pieces] if sum(q for q, _, _ in pieces) == 1 else None


def _atoms(
    coordinates: Sequence[str], names: Sequence[str], rows: Sequence[tuple[Fraction, tuple[Fraction, ...]]]
) -> Json:
    """Goals cut down to some coordinates, equal ones together."""
    place = [names.index(w) for w in coordinates]
    total: Counter[tuple[Fraction, ...]] = Counter()
    for q, row in rows:
        total[tuple(row[i] for i in place)] += q  # pyright: ignore[reportArgumentType]  # a Counter adds fractions too
    goals = [[text(Fraction(q)), dict(zip(coordinates, map(text, goal), strict=True))] for goal, q in total.items()]
    return {"atoms": goals}
