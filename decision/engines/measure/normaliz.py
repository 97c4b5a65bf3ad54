"""A second algorithm for volumes of polytopes: Normaliz, if it is installed, by signed decomposition.

Its algorithm (:cite:p:`Bruns2022`) triangulates the dual polytope. Normaliz reports volume 1 for an empty polytope, so
the rank of the cone over it is asked for first: it is less than full exactly if the volume is 0.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# PyNormaliz is untyped and optional

from collections.abc import Iterator, Sequence
from fractions import Fraction
from importlib import import_module
from importlib.util import find_spec
from itertools import product
from math import factorial, prod
from typing import Any

from decision.engines.measure.polytopes import Steps
from decision.engines.measure.regions import Form, primitive

__all__ = ["available", "normaliz_integral", "normaliz_volume"]


def available() -> bool:
    """Whether PyNormaliz is installed."""
    return find_spec("PyNormaliz") is not None


def normaliz_volume(rows: Sequence[Form]) -> Fraction:
    """The volume of a bounded polyhedron `{x : every row(x) >= 0}`; one without interior has volume 0."""
    normaliz: Any = import_module("PyNormaliz")

    listed = list(dict.fromkeys(r for r in map(primitive, rows) if any(r)))
    size = len(listed[0]) - 1
    height = [0] * size + [1]
    cone = normaliz.Cone(inequalities=[*map(list, listed), height], grading=[height])
    if cone.Rank() < size + 1:
        return Fraction(0)
    cone.Compute("Volume", "SignedDec")
    return normaliz.NmzResult(cone.cone, "Volume", RationalHandler=_fraction) / factorial(size)


def _fraction(pair: Sequence[int]) -> Fraction:
    """Not by way of text, which Python limits to some thousand digits."""
    return Fraction(pair[0], pair[1])


def normaliz_integral(rows: Sequence[Form], densities: Sequence[Steps], value: Form | None = None) -> Fraction:
    """The integral that `decision.engines.measure.polytopes.step_integral` computes, box by box.

    A linear function is integrated as the volume under its graph.
    """
    total = Fraction(0)
    for weight, box in _boxes(densities):
        inside = [*map(_form, box), *rows]
        total += weight * (normaliz_volume(inside) if value is None else _under(inside, densities, value))
    return total


def _boxes(densities: Sequence[Steps]) -> Iterator[tuple[Fraction, list[tuple[int, int, Fraction, int]]]]:
    """Products of pieces, with their density and their bounds as `(size, coordinate, bound, sign)`."""
    size = len(densities)
    for choice in product(*(range(len(d.heights)) for d in densities)):
        weight = prod((d.heights[k] for d, k in zip(densities, choice, strict=True)), start=Fraction(1))
        if weight:
            lows = [(size, i, d.knots[k], 1) for i, (d, k) in enumerate(zip(densities, choice, strict=True))]
            highs = [(size, i, d.knots[k + 1], -1) for i, (d, k) in enumerate(zip(densities, choice, strict=True))]
            yield weight, lows + highs


def _form(bound: tuple[int, int, Fraction, int]) -> Form:
    size, coordinate, at, sign = bound
    return tuple(Fraction(sign * (i == coordinate)) for i in range(size)), -sign * at


def _under(rows: Sequence[Form], densities: Sequence[Steps], value: Form) -> Fraction:
    """The volume between a function, raised until it is nowhere negative, and 0, less what raising added."""
    slopes, constant = value
    lowest = constant + sum(
        (min(q * d.knots[0], q * d.knots[-1]) for q, d in zip(slopes, densities, strict=True)), Fraction(0)
    )
    raised = max(-lowest, Fraction(0))
    zero = Fraction(0)
    lifted: list[Form] = [((*row, zero), b) for row, b in rows]
    lifted.append(((*(zero for _ in slopes), Fraction(1)), zero))
    lifted.append(((*slopes, Fraction(-1)), constant + raised))
    return normaliz_volume(lifted) - (raised * normaliz_volume(rows) if raised else zero)
