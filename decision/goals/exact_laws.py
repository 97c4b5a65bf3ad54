"""Assumptions checked goal by goal, for laws with finitely many goals."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import permutations, product
from math import factorial, prod
from typing import Any

from decision.goals.finite_laws import OrbitLaw
from decision.goals.parameters import Parameter
from decision.goals.satisfies import Checks
from decision.language.claims import Generator, Structure, Support, TieFree
from decision.language.evaluate import evaluate, holds

__all__ = ["FiniteChecks"]

Goal = dict[str, Fraction]

LIMIT = 50_000
"""More goals than this are not looked at one by one."""


class FiniteChecks(Checks):
    """Finitely many goals, listed when needed."""

    def _atoms(self) -> list[tuple[Any, Goal]] | None:
        if not isinstance(self.law, OrbitLaw):
            return list(self.law.atoms) if len(self.law.atoms) <= LIMIT else None
        if factorial(len(self.law.levels)) > LIMIT:
            return None
        dealt = list(permutations(self.law.levels))
        return [(Fraction(1, len(dealt)), dict(zip(self.law.names, row, strict=True))) for row in dealt]

    def _weights(self, names: Sequence[str]) -> dict[tuple[Fraction, ...], Any] | None:
        """The law of some coordinates."""
        atoms = self._atoms()
        if atoms is None:
            return None
        total: dict[tuple[Fraction, ...], Any] = defaultdict(Fraction)
        for q, goal in atoms:
            total[tuple(goal[w] for w in names)] += q
        return dict(total)

    def center(self, names: Sequence[str]) -> Parameter | None:
        """The mean, if it is the same for all."""
        if isinstance(self.law, OrbitLaw):
            return sum(self.law.levels, Fraction(0)) / len(self.law.levels)
        found = {sum((q * goal[w] for q, goal in self.law.atoms), Fraction(0)) for w in names}
        return found.pop() if len(found) == 1 else None

    def invariant(self, generator: Generator) -> str | None:
        """Every goal is as likely as its image."""
        if isinstance(self.law, OrbitLaw) and all(sign > 0 for _, sign, _ in generator.moves):
            return "every permutation of the goal is equally likely"
        names = self.law.outcomes
        weights = self._weights(names)
        if weights is None or any(sign < 0 and generator.center_of(w) is None for w, sign, _ in generator.moves):
            return None
        moved: dict[tuple[Fraction, ...], Any] = defaultdict(Fraction)
        for row, q in weights.items():
            moved[_image(dict(zip(names, row, strict=True)), names, generator)] += q
        return "every goal is as likely as its image" if moved == weights else None

    def supported(self, condition: Support) -> str | None:
        """The event holds at every goal."""
        atoms = self._atoms()
        if atoms is not None and all(holds(condition.event, goal) for _, goal in atoms):
            return f"it holds at each of the {len(atoms)} goals"
        return None

    def tie_free(self, condition: TieFree) -> str | None:
        """The values compared differ at every goal."""
        atoms = self._atoms()
        if atoms is None or not condition.pairs:
            return None
        if all(evaluate(a - b, goal) for a, b in condition.pairs for _, goal in atoms):
            return f"the values compared differ at each of the {len(atoms)} goals"
        return None

    def structure(self, condition: Structure) -> str | None:
        """Independence and symmetry, by the table of the law."""
        names = condition.over
        if condition.name == "symmetric":
            return _symmetric([self._weights([w]) for w in names], condition.center)
        if condition.name not in ("independent", "iid", "independent_selves"):
            return None
        blocks = condition.blocks or tuple((w,) for w in names)
        joint, tables = self._weights([w for b in blocks for w in b]), [self._weights(b) for b in blocks]
        if joint is None or None in tables:
            return None
        listed = [t for t in tables if t is not None]
        if not _factors(joint, listed) or (condition.name == "iid" and any(t != listed[0] for t in listed)):
            return None
        return "the probability of every goal is the product of those of its parts"


def _image(goal: Mapping[str, Fraction], names: Sequence[str], generator: Generator) -> tuple[Fraction, ...]:
    moves = {w: (sign, v) for w, sign, v in generator.moves}

    def utility(w: str) -> Any:
        sign, v = moves.get(w, (1, w))
        center: Any = generator.center_of(w)
        return goal[v] if sign > 0 else 2 * center - goal[v]

    return tuple(utility(w) for w in names)


def _factors(joint: Mapping[tuple[Fraction, ...], Any], tables: Sequence[Mapping[tuple[Fraction, ...], Any]]) -> bool:
    if prod(map(len, tables)) != len(joint):
        return False
    rows = product(*(t.items() for t in tables))
    return all(joint.get(sum((key for key, _ in row), ()), 0) == prod(q for _, q in row) for row in rows)


def _symmetric(tables: Sequence[Mapping[tuple[Fraction, ...], Any] | None], center: Any) -> str | None:
    for table in tables:
        if table is None or center is None or {(2 * center - x,): q for (x,), q in table.items()} != table:
            return None
    return f"every utility takes mirrored values about {center} with equal probability"
