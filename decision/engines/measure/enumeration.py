"""Enumeration: the integral as a finite sum over goals.

For laws with finitely many goals: listed, data, the permutations of one goal, independent utilities with finitely many
values. Only coordinates the integrand depends on are enumerated, and goals that agree on them count together. Events
are taken literally, so ties count as the event says.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from decision.engines.measure.arithmetic import multiply, plus
from decision.engines.measure.integral import Answer, Integral
from decision.goals.laws import EmpiricalLaw, FiniteLaw, Law, OrbitLaw, Product
from decision.language.evaluate import evaluate, holds

__all__ = ["atoms_over", "enumeration"]

Goal = dict[str, Fraction]

LIMIT = 300_000
"""More goals than this are left to other routes."""


def enumeration(integral: Integral) -> Answer | None:
    """The weighted sum of the integrand over all goals; None if the law has infinitely many, or too many."""
    goals = atoms_over(integral.law, integral.coordinates)
    if goals is None:
        return None
    total: Any = Fraction(0)
    count = 0
    for weight, goal in goals:
        count += 1
        if integral.event is None or holds(integral.event, goal):
            total = plus(total, weight if integral.value is None else multiply(weight, evaluate(integral.value, goal)))
    return Answer(total, f"enumeration of {count} goal{'s' if count != 1 else ''}")


def atoms_over(law: Law, coordinates: tuple[str, ...]) -> Iterator[tuple[Any, Goal]] | None:
    """Weights and goals on some coordinates; None if the law is not finite, or has too many goals."""
    match law:
        case FiniteLaw() | EmpiricalLaw():
            return _merged(law, coordinates)
        case OrbitLaw():
            return _dealt(law, coordinates) if _deals(law, len(coordinates)) <= LIMIT else None
        case Product():
            tables = [law.marginal(w).atoms for w in coordinates]
            full = all(sum(q for _, q in t) == 1 for t in tables)
            return _combined(tables, coordinates) if full and prod(map(len, tables)) <= LIMIT else None
        case _:
            return None


def _merged(law: FiniteLaw | EmpiricalLaw, coordinates: tuple[str, ...]) -> Iterator[tuple[Any, Goal]]:
    total: dict[tuple[Fraction, ...], Any] = {}
    for weight, goal in law.atoms:
        key = tuple(goal[w] for w in coordinates)
        total[key] = plus(total[key], weight) if key in total else weight
    for key, weight in total.items():
        yield weight, dict(zip(coordinates, key, strict=True))


def _combined(
    tables: list[tuple[tuple[Fraction, Any], ...]], coordinates: tuple[str, ...]
) -> Iterator[tuple[Any, Goal]]:
    for row in product(*tables):
        weight: Any = Fraction(1)
        for _, q in row:
            weight = multiply(weight, q)
        yield weight, {w: x for w, (x, _) in zip(coordinates, row, strict=True)}


def _deals(law: OrbitLaw, size: int) -> int:
    """At most this many goals: distinct utilities to the power of the coordinates, or all deals if those are fewer."""
    distinct, everything = len(set(law.levels)), len(law.levels)
    return min(distinct**size, prod(range(everything - size + 1, everything + 1)))


def _dealt(law: OrbitLaw, coordinates: tuple[str, ...]) -> Iterator[tuple[Fraction, Goal]]:
    """Deal the levels to the coordinates one by one; equal levels count together."""
    left = {x: law.levels.count(x) for x in dict.fromkeys(law.levels)}
    size = len(law.levels)

    def deal(k: int, weight: Fraction, goal: Goal) -> Iterator[tuple[Fraction, Goal]]:
        if k == len(coordinates):
            yield weight, dict(goal)
            return
        for x, n in left.items():
            if n:
                left[x] -= 1
                yield from deal(k + 1, weight * Fraction(n, size - k), {**goal, coordinates[k]: x})
                left[x] += 1

    return deal(0, Fraction(1), {})
