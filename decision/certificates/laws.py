"""Laws of certificates read back: their atoms, their orbits, and the boxes they are made of.

A law with noise, or a product law, is a list of boxes of goals, each carrying a uniform law.
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import islice, product
from math import lcm, prod
from operator import itemgetter
from typing import Any

from decision.language.claims import Claim, Generator, Invariance

__all__ = ["Cell", "atoms_of", "cells_of", "orbit_size"]

Goal = tuple[int, ...]
Cell = tuple[Fraction, dict[str, Fraction], dict[str, Fraction]]
"""Weight, middle and half-widths of a box of goals, uniform on it."""


def atoms_of(claim: Claim, law: dict[str, Any]) -> tuple[tuple[Fraction, dict[str, Fraction]], ...]:
    """Weights and goals of a finite law, orbits written out; empty for product laws.

    Examples
    --------
    >>> from decision import Exchangeable, Pr, u
    >>> from decision.goals.claims import claims
    >>> claim = claims(Pr(u("a") >= u("b")) >= "3/4", [Exchangeable()])[0]
    >>> len(atoms_of(claim, {"orbit": [["1", {"a": "0", "b": "1"}]]}))
    2
    """
    if "atoms" in law:
        return tuple((Fraction(q), {w: Fraction(x) for w, x in goal.items()}) for q, goal in law["atoms"])
    out: list[tuple[Fraction, dict[str, Fraction]]] = []
    for q, goal in law.get("orbit", []):
        scale, images = _orbit(claim, {w: Fraction(x) for w, x in goal.items()})
        orbit = list(images)
        weight = Fraction(q) / len(orbit)
        numbers = {x: Fraction(x, scale) for g in orbit for x in g}
        out += [(weight, {w: numbers[x] for w, x in zip(goal, g, strict=True)}) for g in orbit]
    return tuple(out)


def orbit_size(claim: Claim, law: dict[str, Any], *, most: int) -> int | None:
    """Number of goals of a finite law; None if there are more than `most`, or for a product law."""
    if "atoms" in law:
        return len(law["atoms"]) if len(law["atoms"]) <= most else None
    total = 0
    for _, goal in law.get("orbit", []):
        _, images = _orbit(claim, {w: Fraction(x) for w, x in goal.items()})
        total += sum(1 for _ in islice(images, most + 1 - total))
        if total > most:
            return None
    return total or None


def cells_of(claim: Claim, law: dict[str, Any], *, most: int) -> list[Cell] | None:
    """The law as boxes of goals; None if there are more than `most`, or if it is not made of boxes."""
    constants = {c: Fraction(q) for c, q in law.get("constants", {}).items()}
    if "marginals" in law:
        marginals = [[tuple(map(Fraction, p)) for p in law["marginals"][w]] for w in claim.outcomes]
        if prod(len(m) for m in marginals) > most:
            return None
        return [_cell(claim, pieces, constants) for pieces in product(*marginals)]
    if "normal" in law or orbit_size(claim, law, most=most) is None:
        return None
    half = dict.fromkeys(claim.outcomes, Fraction(law.get("radius", "0")))
    return [(q, goal, half) for q, goal in atoms_of(claim, law)]


def _cell(claim: Claim, pieces: Sequence[tuple[Fraction, ...]], constants: dict[str, Fraction]) -> Cell:
    named = list(zip(claim.outcomes, pieces, strict=True))
    middle = {w: (low + high) / 2 for w, (_, low, high) in named}
    half = {w: (high - low) / 2 for w, (_, low, high) in named}
    return prod((q for q, _, _ in pieces), start=Fraction(1)), middle | constants, half


def _orbit(claim: Claim, goal: dict[str, Fraction]) -> tuple[int, Iterator[Goal]]:
    """A common denominator, which survives every symmetry, and the images of a goal multiplied by it, nearest first."""
    names = list(goal)
    scale = lcm(*(x.denominator for x in goal.values()), *_denominators(claim))
    start = tuple(int(x * scale) for x in goal.values())
    moves = [_move(g, names, scale) for c in claim.conditions if isinstance(c, Invariance) for g in c.generators]
    return scale, _spread(start, moves)


def _spread(start: Goal, moves: Sequence[Callable[[Goal], Goal]]) -> Iterator[Goal]:
    seen: set[Goal] = {start}
    frontier = [start]
    while frontier:
        new: list[Goal] = []
        for g in frontier:
            yield g
            for image in (m(g) for m in moves):
                if image not in seen:
                    seen.add(image)
                    new.append(image)
        frontier = new


def _denominators(claim: Claim) -> Iterator[int]:
    for c in claim.conditions:
        if isinstance(c, Invariance):
            centers = [center for g in c.generators for center in (g.center, *dict(g.others).values())]
            yield from (center.denominator for center in centers if isinstance(center, Fraction))


def _move(generator: Generator, names: Sequence[str], scale: int) -> Callable[[Goal], Goal]:
    place = {w: i for i, w in enumerate(names)}
    source = list(range(len(names)))
    for w, _, v in generator.moves:
        source[place[w]] = place[v]
    if all(sign > 0 for _, sign, _ in generator.moves):
        return itemgetter(*source) if len(source) > 1 else lambda g: g
    flipped = {place[w]: generator.center_of(w) for w, sign, _ in generator.moves if sign < 0}
    named = {i: place[c] for i, c in flipped.items() if isinstance(c, str)}
    fixed = {i: int(2 * c * scale) for i, c in flipped.items() if isinstance(c, Fraction)}

    def move(g: Goal) -> Goal:
        twice = fixed | {i: 2 * g[c] for i, c in named.items()}
        return tuple(twice.get(i, 0) - g[j] if i in flipped else g[j] for i, j in enumerate(source))

    return move
