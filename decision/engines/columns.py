"""Group elements as columns: one for each way in which the symmetry group can change the thesis.

Coordinates that the thesis does not tell apart get one colour; elements that carry the colours to the same places act
alike, so twelve exchangeable worlds in two branches of eight and four give 495 columns, not 12!.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from decision.engines.program import Floats, Program
from decision.goals.groups import Element, compose, identity
from decision.language.rename import inequality_key
from decision.language.theses import Inequality, Weighted
from decision.language.walk import coordinates, values

__all__ = ["Columns", "candidate_columns", "colours", "cyclic_subgroups", "images", "involutions", "orbit_of_goal"]

Indices = NDArray[np.intp]


@dataclass(frozen=True)
class Columns:
    """Group elements that act differently on a claim, and whether they are all there are."""

    elements: tuple[Element, ...]
    complete: bool

    @cached_property
    def source(self) -> Indices:
        """Sources of all elements, one in each row."""
        return np.array([g.source for g in self.elements])

    @cached_property
    def sign(self) -> Floats | None:
        """Signs of all elements, or None if nothing is ever flipped."""
        signs = np.array([g.sign for g in self.elements], dtype=float)
        return signs if (signs < 0).any() else None


def colours(program: Program, inequalities: Sequence[Inequality]) -> list[int]:
    """Positive colours of the coordinates; equal ones may be exchanged without changing any of the inequalities."""
    keys = [inequality_key(i, {}) for i in inequalities]
    found: list[int] = []
    names = program.coordinates
    for i, w in enumerate(names):
        same = next((j for j in range(i) if found[j] == j + 1 and _swappable(names[j], w, inequalities, keys)), None)
        found.append(i + 1 if same is None or w in program.claim.constants else found[same])
    return found


def _swappable(v: str, w: str, inequalities: Sequence[Inequality], keys: Sequence[object]) -> bool:
    return all(inequality_key(i, {v: w, w: v}) == k for i, k in zip(inequalities, keys, strict=True))


def candidate_columns(program: Program, limit: int, rng: np.random.Generator) -> Columns:
    """Elements that act differently on the thesis, the moments and the support.

    Beyond `limit` they are random products of generators, the identity, and the generators themselves.
    """
    support = [Inequality((Weighted(Fraction(1), event, None),), Fraction(0), ">=") for _, event in program.supports]
    told_apart = [program.claim.thesis, *(i for _, i in program.moments), *support]
    found = program.group.orbit(colours(program, told_apart), limit)
    if found is not None:
        return Columns(tuple(found.values()), True)
    chosen = [identity(program.size), *program.group.generators]
    current = chosen[0]
    while len(chosen) < min(limit, 400):
        for k in rng.integers(0, len(program.group.generators), size=12):
            current = compose(current, program.group.generators[int(k)])
        chosen.append(current)
    return Columns(tuple(dict.fromkeys(chosen)), False)


def cyclic_subgroups(program: Program, working: Sequence[Element]) -> list[list[Element]]:
    """Small cyclic groups of symmetries: shifts of all outcomes in a block, of those the thesis names, and others."""
    size = program.size
    named = {program.place[w] for w in coordinates(values(program.claim.thesis))}
    found: dict[tuple[Element, ...], None] = {}
    for block in program.group.blocks():
        for ring in dict.fromkeys((block, tuple(i for i in block if i in named))):
            for step in range(len(ring) - 1, 0, -1):
                moved = dict(zip(ring, (*ring[step:], *ring[:step]), strict=True))
                shift = Element(tuple(moved.get(i, i) for i in range(size)), (1,) * size)
                found[tuple(powers(shift, len(ring)))] = None
    for g in working[1:40]:
        listed = powers(g, 12)
        if 2 < len(listed) <= 12:
            found[tuple(listed)] = None
    return sorted((list(f) for f in found), key=len)


def involutions(program: Program, limit: int) -> list[Element]:
    """Symmetries that exchange disjoint pairs of outcomes the thesis names, the fewest first; none beyond `limit`."""
    named = {program.place[w] for w in coordinates(values(program.claim.thesis))}
    found: list[tuple[tuple[int, int], ...]] = [()]
    for block in program.group.blocks():
        exchanges = _matchings([i for i in block if i in named], limit)
        found = [(*f, *e) for f in found for e in exchanges]
        if len(found) > limit:
            return []
    return [_exchange(pairs, program.size) for pairs in sorted(found, key=len)[1:]]


def _matchings(places: Sequence[int], limit: int) -> list[tuple[tuple[int, int], ...]]:
    """Sets of disjoint pairs; more than `limit` of them are cut off."""
    found: list[tuple[tuple[int, int], ...]] = [()]
    for k, i in enumerate(places):
        more = [(*f, (i, j)) for f in found if not any(i in pair for pair in f) for j in places[k + 1 :]]
        found += [f for f in more if not any(f[-1][1] in pair for pair in f[:-1])]
        if len(found) > limit:
            break
    return found


def _exchange(pairs: Sequence[tuple[int, int]], size: int) -> Element:
    source = list(range(size))
    for i, j in pairs:
        source[i], source[j] = j, i
    return Element(tuple(source), (1,) * size)


def powers(g: Element, limit: int) -> list[Element]:
    """The cyclic group of an element, cut off beyond `limit`."""
    listed = [identity(len(g.source))]
    while len(listed) <= limit and (following := compose(listed[-1], g)) != listed[0]:
        listed.append(following)
    return listed


def images(program: Program, goal: Floats, columns: Columns) -> Floats:
    """The goals `g_j u`, one in each row."""
    moved = goal[columns.source]
    if columns.sign is None:
        return moved
    center = np.array([goal[c] if isinstance(c, int) else float(c or 0) for c in program.centers])
    return np.where(columns.sign > 0, moved, 2 * center - moved)


def orbit_of_goal(
    program: Program, goal: Floats, limit: int, generators: Sequence[Element] | None = None
) -> Floats | None:
    """The distinct goals `g u`, or None beyond `limit`; `g` in the claim's group unless other generators are given."""
    letters = program.group.generators if generators is None else generators
    seen = goal[None, :] + 0.0  # no negative zeros: rows are compared by their bytes
    frontier = seen
    while len(frontier):
        images = np.vstack([program.transform(frontier, g) for g in letters] or [frontier]) + 0.0
        known = set(map(bytes, seen))
        fresh = {key: row for row in images if (key := bytes(row)) not in known}
        frontier = np.array(list(fresh.values())).reshape(len(fresh), program.size)
        seen = np.vstack([seen, frontier])
        if len(seen) > limit:
            return None
    return seen
