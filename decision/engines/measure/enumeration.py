"""Enumeration: the integral as a finite sum over goals.

For laws with finitely many goals: listed, data, the permutations of one goal, independent utilities with finitely many
values. Only coordinates the integrand depends on are enumerated. Events are taken literally, so ties count as the event
says.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from decision.engines.measure.arithmetic import multiply, plus
from decision.engines.measure.integral import Answer, Integral
from decision.engines.measure.tables import Table
from decision.goals.laws import EmpiricalLaw, FiniteLaw, Law, OrbitLaw, Product
from decision.goals.parameters import Parameter

__all__ = ["atoms_over", "enumeration"]

Row = tuple[Fraction, ...]
Atoms = list[tuple[Parameter, Row]]

LIMIT = 300_000
"""More goals than this are left to other routes."""


def enumeration(integral: Integral) -> Answer | None:
    """The weighted sum of the integrand over all goals; None if the law has infinitely many, or too many."""
    atoms = atoms_over(integral.law, integral.coordinates)
    if atoms is None:
        return None
    columns = zip(*(row for _, row in atoms), strict=True)
    table = Table(dict(zip(integral.coordinates, columns, strict=True)), len(atoms))
    inside = [True] * len(atoms) if integral.event is None else table.holds(integral.event).tolist()
    weights = [q for (q, _), true in zip(atoms, inside, strict=True) if true]
    if integral.value is None:
        total = _sum(weights)
    else:
        column = table.value(integral.value)
        numbers = [x for x, true in zip(column.whole.tolist(), inside, strict=True) if true]
        total = multiply(Fraction(1, column.unit), _weighted(weights, numbers))
    return Answer(total, f"enumeration of {len(atoms)} goal{'s' if len(atoms) != 1 else ''}")


def _sum(weights: Sequence[Parameter]) -> Any:
    return _weighted(weights, [1] * len(weights))


def _weighted(weights: Sequence[Parameter], numbers: Sequence[int]) -> Any:
    """The sum of weights times whole numbers; equal weights are counted together."""
    counts: dict[Parameter, int] = {}
    for q, n in zip(weights, numbers, strict=True):
        counts[q] = counts.get(q, 0) + n
    total: Any = Fraction(0)
    for q, n in counts.items():
        total = plus(total, multiply(q, Fraction(n)))
    return total


def atoms_over(law: Law, coordinates: tuple[str, ...]) -> Atoms | None:
    """Weights and goals on some coordinates; None if the law is not finite, or has too many goals.

    Examples
    --------
    >>> from decision import orbit
    >>> [(str(q), [int(x) for x in row]) for q, row in atoms_over(orbit({"a": 0, "b": 1, "c": 1}), ("a", "b"))]
    [('1/3', [0, 1]), ('1/3', [1, 0]), ('1/3', [1, 1])]
    """
    match law:
        case FiniteLaw() | EmpiricalLaw():
            if isinstance(law, EmpiricalLaw) and len(law.array) > LIMIT:
                return None
            return [(q, tuple(goal[w] for w in coordinates)) for q, goal in law.atoms]
        case OrbitLaw():
            return list(_dealt(law, len(coordinates))) if _deals(law, len(coordinates)) <= LIMIT else None
        case Product():
            tables = [law.marginal(w).atoms for w in coordinates]
            full = all(sum(q for _, q in t) == 1 for t in tables)
            return list(_combined(tables)) if full and prod(map(len, tables)) <= LIMIT else None
        case _:
            return None


def _combined(tables: Sequence[Sequence[tuple[Fraction, Parameter]]]) -> Iterator[tuple[Parameter, Row]]:
    """Every combination of values, with the product of their weights."""
    found: list[tuple[Parameter, Row]] = [(Fraction(1), ())]
    if not tables:
        yield from found
        return
    for table in tables[:-1]:
        found = [(multiply(weight, q), (*row, x)) for weight, row in found for x, q in table]
    for (weight, row), (x, q) in product(found, tables[-1]):
        yield multiply(weight, q), (*row, x)


def _deals(law: OrbitLaw, size: int) -> int:
    """At most this many goals: distinct utilities to the power of the coordinates, or all deals if those are fewer."""
    distinct, everything = len(set(law.levels)), len(law.levels)
    return min(distinct**size, prod(range(everything - size + 1, everything + 1)))


def _dealt(law: OrbitLaw, size: int) -> Iterator[tuple[Fraction, Row]]:
    """Deal the levels to the coordinates one by one; equal levels count together."""
    left = {x: law.levels.count(x) for x in dict.fromkeys(law.levels)}
    everything = prod(range(len(law.levels) - size + 1, len(law.levels) + 1))

    def deal(k: int, ways: int, row: Row) -> Iterator[tuple[Fraction, Row]]:
        if k == size:
            yield Fraction(ways, everything), row
            return
        for x, n in left.items():
            if n:
                left[x] -= 1
                yield from deal(k + 1, ways * n, (*row, x))
                left[x] += 1

    return deal(0, 1, ())
