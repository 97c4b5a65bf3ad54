"""Volume of a polytope by Lasserre's recursion over facets, in rationals: shares nothing with the engines.

`V_n = 1/n sum_i b_i / |a_ij| V_(n-1)(facet i, without coordinate j)` for `{x : a_i x <= b_i}` (Lasserre 1983).
"""

from collections.abc import Iterable
from fractions import Fraction

Half = tuple[tuple[Fraction, ...], Fraction]
"""`slopes . x <= bound`."""


def volume(halves: Iterable[Half]) -> Fraction:
    """Volume of a bounded polyhedron."""
    listed = _distinct(halves)
    if listed is None:
        return Fraction(0)
    size = len(listed[0][0])
    if size == 1:
        highs = [b / a for (a,), b in listed if a > 0]
        lows = [b / a for (a,), b in listed if a < 0]
        return max(Fraction(0), min(highs) - max(lows))
    return sum((_pyramid(k, listed) for k in range(len(listed)) if listed[k][1]), Fraction(0)) / size


def _pyramid(k: int, halves: list[Half]) -> Fraction:
    slopes, bound = halves[k]
    j = next(i for i, q in enumerate(slopes) if q)
    facet = [_without(h, halves[k], j) for i, h in enumerate(halves) if i != k]
    return bound / abs(slopes[j]) * volume(facet)


def _without(half: Half, tight: Half, j: int) -> Half:
    """Solve the tight one for coordinate `j` and put it in."""
    factor = half[0][j] / tight[0][j]
    slopes = tuple(a - factor * t for i, (a, t) in enumerate(zip(half[0], tight[0], strict=True)) if i != j)
    return slopes, half[1] - factor * tight[1]


def _distinct(halves: Iterable[Half]) -> list[Half] | None:
    """Without repetitions, parallel ones and those without slopes; None if one of the latter cannot hold."""
    tightest: dict[tuple[Fraction, ...], Fraction] = {}
    for slopes, bound in halves:
        scale = next((abs(q) for q in slopes if q), None)
        if scale is None:
            if bound < 0:
                return None
            continue
        key = tuple(q / scale for q in slopes)
        tightest[key] = min(bound / scale, tightest.get(key, bound / scale))
    return list(tightest.items())
