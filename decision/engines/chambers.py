"""Counting relabellings, region by region: decides claims about few exchangeable outcomes.

The mean of the thesis over all relabellings is the same for all orders of a goal, so only goals that decrease along
each block matter: a simplicial cone. Where the counts of what surely holds do not bound the mean, the cone is cut by a
ray on one of its edges, at a point where comparisons that count change their sign; the cut after which the bounds are
best is taken. In the end everything that counts is settled in each cone, which proves the claim or shows a goal whose
orbit violates it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import gcd
from typing import Any

import numpy as np

from decision.engines.clock import Clock
from decision.engines.fans import Fan, Ray, View, fan
from decision.engines.program import Floats, Program, Truths

__all__ = ["Trees", "chambers"]

EDGES = 3
"""Edges that are tried at a cut."""

LARGEST = 2**50
"""Coordinates of rays stay below this, so that floats are exact."""

CACHED = 20_000

Trees = tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class _Cut:
    """A ray on the edge of a cone, and the two parts with their bounds."""

    step: list[int]
    parts: tuple[tuple[list[Ray], View], tuple[list[Ray], View]]

    @property
    def score(self) -> tuple[float, int]:
        """The bounds that are still missing, then what is open."""
        lows = [0.0 if v.low is None else min(float(v.low), 0.0) for _, v in self.parts]
        return sum(lows), -sum(v.open.bit_count() for _, v in self.parts)


def chambers(program: Program, clock: Clock) -> Trees | Floats | None:
    """Steps for each chamber; or a goal whose orbit violates the claim; or None."""
    found = fan(program)
    if found is None:
        return None
    trees: list[tuple[Any, ...]] = []
    for root in found.chambers():
        tree = _tree(program, found, root, clock)
        if not isinstance(tree, list):
            return tree
        trees.append(tuple(tree))
    return tuple(trees) or None


def _tree(program: Program, fan: Fan, root: list[Ray], clock: Clock) -> list[Any] | Floats | None:
    steps: list[Any] = []
    stack = [(root, fan.view(root))]
    while stack:
        if clock.expired:
            return None
        cone, inside = stack.pop()
        short = _short(program, fan, cone, inside)
        if short is None:
            steps.append(0)
            continue
        face, view = short
        cuts = list(_cuts(fan, cone, face, view))
        if not cuts:
            return None if view.open else fan.goal(face, program)
        best = max(cuts, key=lambda c: c.score)
        steps.append(best.step)
        stack += reversed(best.parts)
        if len(fan.values) > CACHED:
            fan.values.clear()
    return steps


def _short(program: Program, fan: Fan, cone: list[Ray], inside: View) -> tuple[tuple[Ray, ...], View] | None:
    """A face whose bound does not prove the claim."""
    strict = program.claim.thesis.relation == ">"
    for face in fan.faces(cone):
        view = inside if len(face) == len(cone) else fan.view(face)
        if view.low is not None and (view.low < 0 or (strict and view.low == 0)):
            return face, view
    return None


def _cuts(fan: Fan, cone: list[Ray], face: Sequence[Ray], view: View) -> Iterator[_Cut]:
    """The most promising cuts by rays on edges of a face."""
    at = [fan.at(r) for r in face]
    edges = [
        (crossing.bit_count(), i, j, crossing)
        for i in range(len(face))
        for j in range(i)
        if (crossing := view.open & (at[i].above & at[j].below | at[i].below & at[j].above))
    ]
    for _, i, j, crossing in sorted(edges, reverse=True)[:EDGES]:
        a, b = _ratio(at[i].numbers, at[j].numbers, fan.places(crossing))
        total = [a * x + b * y for x, y in zip(face[i], face[j], strict=True)]
        common = gcd(*total)
        ray = tuple(x // common for x in total)
        if max(map(abs, ray)) < LARGEST:
            first, second = cone.index(face[i]), cone.index(face[j])
            one, two = list(cone), list(cone)
            one[first], two[second] = ray, ray
            yield _Cut([first, second, a, b], ((one, fan.view(one)), (two, fan.view(two))))


def _ratio(first: Floats, second: Floats, crossed: Truths) -> tuple[int, int]:
    """Multiples `a, b` for which many open forms vanish at `a first + b second`, near the middle of them all."""
    p, q = np.abs(second[crossed]), np.abs(first[crossed])
    shares = p / (p + q)
    known, place, times = np.unique(shares, return_index=True, return_counts=True)
    worth = times - times.max() * np.abs(known - np.median(shares))
    chosen = int(place[int(worth.argmax())])
    a, b = int(p[chosen]), int(q[chosen])
    return a // gcd(a, b), b // gcd(a, b)
