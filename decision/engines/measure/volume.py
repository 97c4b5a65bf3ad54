"""The geometric route: an event is cut into polyhedral cells, and each is integrated exactly.

It serves independent utilities whose densities are step functions, piecewise polynomials or exponentials. In a cell,
coordinates that no row connects are independent, so the integral is put together from those of its blocks; blocks that
several cells share are integrated once.

Cells and their integrals are the evidence: anyone can recompute each by another program. Where utilities are piecewise
uniform, the cells are few and small, and Normaliz is installed, that is done here, and recorded as ``agreed``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from decision.engines.measure.arithmetic import multiply, plus
from decision.engines.measure.cells import Cell
from decision.engines.measure.complement import fewest
from decision.engines.measure.densities import Law, candidates, density, polyhedral_integral
from decision.engines.measure.exponential import Decay
from decision.engines.measure.integral import Answer, Integral, Json
from decision.engines.measure.normaliz import available, normaliz_integral
from decision.engines.measure.polytopes import Steps
from decision.engines.measure.regions import Form, primitive
from decision.exact import text
from decision.goals.laws import Product
from decision.goals.marginals import Marginal

__all__ = ["volume"]

SECOND = 3, 3000
"""Up to so many polytopes (a tenth of a second each) with so many candidates for vertices there is a second answer."""

COMBINATIONS = 512
"""More combinations of the parts of mixtures than this are not tried."""

LONG = 14_000
"""Bits of a number that still has fewer decimal digits than Python is willing to write."""


def volume(integral: Integral) -> Answer | None:
    """The sum over cells; None if a density is of another form, or a cell is too large."""
    law = integral.law
    if not isinstance(law, Product):
        return None
    marginals = [law.marginal(w) for w in integral.coordinates]
    known = [density(m) for m in marginals]
    if any(d is None for d in known):
        return None
    densities = [d for d in known if d is not None]
    side = fewest(integral, list(_support(marginals)))
    found = side.parts
    blocks = _Blocks(densities)
    values: list[Any] = []
    for cell in found:
        value = blocks.integral(cell)
        if value is None:
            return None
        values.append(value)
    total: Any = Fraction(0)
    for value in values:
        total = plus(total, value)
    kind = "exponential cones" if any(isinstance(d, Decay) for parts in densities for _, d in parts) else "volume"
    name = f"{kind} of {len(found)} cell{'s' if len(found) != 1 else ''}"
    if side.outside:
        total, name = plus(Fraction(1), multiply(Fraction(-1), total)), f"{name} of the complement"
    evidence = _evidence(integral.coordinates, found, values, blocks.densities)
    return Answer(total, name, {**evidence, "complement": side.outside})


def _support(marginals: Sequence[Marginal]) -> Iterable[Form]:
    for i, m in enumerate(marginals):
        low, high = m.support
        if low is not None:
            yield _unit(i, len(marginals), 1), -Fraction(low)
        if high is not None:
            yield _unit(i, len(marginals), -1), Fraction(high)


def _unit(position: int, size: int, sign: int) -> tuple[Fraction, ...]:
    return tuple(Fraction(sign * (i == position)) for i in range(size))


@dataclass
class _Blocks:
    """Integrals of blocks of coordinates, each computed once."""

    densities: Sequence[Law]
    known: dict[Any, Any] = field(default_factory=dict[Any, Any])

    def integral(self, cell: Cell) -> Any | None:
        """The integral of a cell's value over the cell."""
        slopes, constant = cell.value
        blocks = _connected(cell, len(self.densities))
        masses = [self.block(rows, at, None) for at, rows in blocks]
        if any(m is None for m in masses):
            return None
        total = _product([constant, *masses])
        for k, (at, rows) in enumerate(blocks):
            if any(slopes[i] for i in at):
                own = self.block(rows, at, (tuple(slopes[i] for i in at), Fraction(0)))
                total = plus(total, _product([own, *masses[:k], *masses[k + 1 :]]))
        return total

    def block(self, rows: Sequence[Form], at: Sequence[int], value: Form | None) -> Any | None:
        """The integral over some coordinates."""
        used = [(tuple(slopes[i] for i in at), constant) for slopes, constant in rows]
        densities = tuple(self.densities[i] for i in at)
        key = frozenset(map(primitive, used)), densities, value
        if key not in self.known:
            self.known[key] = _mixed(used, densities, value)
        return self.known[key]


def _mixed(rows: Sequence[Form], densities: Sequence[Law], value: Form | None) -> Any | None:
    """The integral over every combination of parts, weighted."""
    if prod(map(len, densities)) > COMBINATIONS:
        return None
    total: Any = Fraction(0)
    for parts in product(*densities):
        weight = prod((q for q, _ in parts), start=Fraction(1))
        found = polyhedral_integral(rows, [d for _, d in parts], value)
        if found is None:
            return None
        total = plus(total, multiply(weight, found))
    return total


def _product(factors: Iterable[Any]) -> Any:
    total: Any = Fraction(1)
    for factor in factors:
        total = multiply(total, factor)
    return total


def _connected(cell: Cell, size: int) -> list[tuple[list[int], list[Form]]]:
    """Coordinates in blocks, with the rows of each; rows connect what they mention, and the value needs the rest."""
    blocks: list[tuple[set[int], list[Form]]] = [({i}, []) for i in range(size) if cell.value[0][i]]
    for row in cell.rows:
        mentioned = {i for i, q in enumerate(row[0]) if q}
        touching = [b for b in blocks if b[0] & mentioned]
        blocks = [b for b in blocks if not b[0] & mentioned]
        blocks.append((mentioned.union(*(b[0] for b in touching)), [*(r for b in touching for r in b[1]), row]))
    return [(sorted(at), rows) for at, rows in blocks]


def _evidence(names: Sequence[str], found: Sequence[Cell], values: Sequence[Any], densities: Sequence[Law]) -> Json:
    """Cells, rows as they are read (`>= 0`), and the integral over each."""
    listed = [
        {"rows": [_json(r, names) for r in c.rows], "value": _json(c.value, names), "integral": _text(v)}
        for c, v in zip(found, values, strict=True)
    ]
    return {"coordinates": list(names), "cells": listed, **_second(found, values, densities)}


def _json(form: Form, names: Sequence[str]) -> Json:
    slopes, constant = form
    return {"linear": {w: text(q) for w, q in zip(names, slopes, strict=True) if q}, "constant": text(constant)}


def _text(value: Any) -> str:
    """Numbers too long for Python to write them in decimal are written in base 16."""
    if not isinstance(value, Fraction):
        return str(value)
    short = max(value.numerator.bit_length(), value.denominator.bit_length()) < LONG
    return text(value) if short else f"{value.numerator:#x}/{value.denominator:#x}"


def _second(found: Sequence[Cell], values: Sequence[Any], densities: Sequence[Law]) -> Json:
    """Recompute every cell by Normaliz, if that is quick."""
    steps = [parts[0][1] for parts in densities if len(parts) == 1 and isinstance(parts[0][1], Steps)]
    if len(steps) < len(densities) or not available():
        return {}
    boxes = prod(len(d.heights) for d in steps)
    effort = sum(candidates(len(c.rows), [Steps.uniform(0, 1)] * len(steps)) for c in found)
    if boxes * len(found) > SECOND[0] or boxes * effort > SECOND[1]:
        return {}
    for cell, value in zip(found, values, strict=True):
        again = normaliz_integral(cell.rows, steps, cell.value if any(cell.value[0]) else None)
        if not any(cell.value[0]):
            again *= cell.value[1]
        if again != value:
            raise AssertionError(f"Normaliz finds {again} where we find {value} for {cell}; please report this")
    return {"agreed": "PyNormaliz SignedDec"}
