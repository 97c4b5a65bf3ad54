"""Laws of certificates read back: their atoms."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from decision.language.claims import Claim, Generator, Invariance

__all__ = ["atoms_of"]

Goal = tuple[tuple[str, Fraction], ...]


def atoms_of(claim: Claim, law: dict[str, Any]) -> tuple[tuple[Fraction, dict[str, Fraction]], ...]:
    """Weights and goals of a finite law, orbits written out; empty for product laws."""
    if "atoms" in law:
        return tuple((Fraction(q), {w: Fraction(x) for w, x in goal.items()}) for q, goal in law["atoms"])
    generators = [g for c in claim.conditions if isinstance(c, Invariance) for g in c.generators]
    out: list[tuple[Fraction, dict[str, Fraction]]] = []
    for q, goal in law.get("orbit", []):
        orbit = _orbit({w: Fraction(x) for w, x in goal.items()}, generators)
        out += [(Fraction(q) / len(orbit), g) for g in orbit]
    return tuple(out)


def _orbit(goal: dict[str, Fraction], generators: Sequence[Generator]) -> list[dict[str, Fraction]]:
    start: Goal = tuple(goal.items())
    seen: dict[Goal, None] = {start: None}
    frontier = [start]
    while frontier:
        images = [tuple(_moved(dict(g), k).items()) for g in frontier for k in generators]
        frontier = [g for g in dict.fromkeys(images) if g not in seen]
        seen.update(dict.fromkeys(frontier))
    return [dict(g) for g in seen]


def _moved(goal: dict[str, Fraction], generator: Generator) -> dict[str, Fraction]:
    center = generator.center
    c = goal[center] if isinstance(center, str) else center or Fraction(0)
    return goal | {w: goal[v] if sign > 0 else 2 * c - goal[v] for w, sign, v in generator.moves}
