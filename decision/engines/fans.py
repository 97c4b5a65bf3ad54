"""The comparisons of a claim at all relabellings of a goal, as integer arrays: what the chamber search looks at.

Applies to theses about probabilities of comparisons between (maxima of) linear values, in a class that is unchanged by
all permutations inside blocks of coordinates. A cone is a list of rays; on the points strictly inside one of its faces
a linear form has a known sign where its signs at the rays agree.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import factorial, lcm, prod
from typing import Any

import numpy as np

from decision.certificates.relabellings import arrangements, exchange_blocks, linear_parts, truth
from decision.engines.program import Floats, Program, Truths
from decision.language.events import All, AnyOf, Compare, Event, Not
from decision.language.values import Value
from decision.language.walk import comparisons

__all__ = ["Fan", "Ray", "View", "fan"]

COLUMNS = 5_040
RAYS = 8
SIGNED = 3

Ray = tuple[int, ...]
ONE = "1"
"""The coordinate that carries the constants of the comparisons."""


@dataclass(frozen=True)
class View:
    """A face of a cone.

    Attributes
    ----------
    low : Fraction or int or None
        Lower bound of the sum of the thesis over relabellings, or None where no goal of the class lies.
    open : int
        Set of the places (form, relabelling) whose signs are unknown and count in the bound.
    """

    low: Fraction | int | None
    open: int


@dataclass(frozen=True)
class Values:
    """Every form at every relabelling of a ray, and the sets of places where they are positive and negative."""

    numbers: Floats
    above: int
    below: int


class Fan:
    """Forms, relabellings and chambers of one claim."""

    def __init__(self, program: Program, layout: dict[Compare, list[list[int]]], forms: Sequence[Value]) -> None:
        self.thesis, self.layout = program.claim.thesis, layout
        scale = [lcm(*(q.denominator for _, q in f.coefficients), f.constant.denominator) for f in forms]
        whole = [
            {ONE: int(f.constant * k), **{w: int(q * k) for w, q in f.coefficients}}
            for f, k in zip(forms, scale, strict=True)
        ]
        self.constant = any(f[ONE] for f in whole)
        self.blocks = [*exchange_blocks(program.coordinates, program.generators), *([(ONE,)] if self.constant else [])]
        self.names = [w for block in self.blocks for w in block]
        listed = [[tuple(f.get(w, 0) for f in whole) for w in block] for block in self.blocks]
        self.count = prod(factorial(len(s)) // prod(map(factorial, Counter(s).values())) for s in listed)
        self.signatures = listed
        distinct = {_key(d) for d in program.distinct if d.is_linear}
        named = [{w for w, _ in f.coefficients} & set(program.claim.outcomes) for f in forms]
        dense = [set(s.over) for s in program.structures if s.dense]
        self.certain = [
            _key(f) in distinct or (bool(n) and any(n <= over for over in dense))
            for f, n in zip(forms, named, strict=True)
        ]
        self.values: dict[Ray, Values] = {}

    def prepare(self) -> None:
        """List the relabellings; `count` says how many there are."""
        arranged = [list(arrangements(s)) for s in self.signatures]
        columns = [[s for part in c for s in part] for c in product(*arranged)]
        self.matrix = np.array(columns, dtype=float).transpose(2, 0, 1)  # forms, relabellings, coordinates
        self.full = (1 << self.count) - 1
        self.sure = sum(self.full << (self.count * f) for f, known in enumerate(self.certain) if known)

    def at(self, ray: Ray) -> Values:
        """Every form at every relabelling of a ray."""
        if ray not in self.values:
            found = (self.matrix @ np.array(ray, dtype=float)).reshape(-1)
            self.values[ray] = Values(found, _set(found > 0), _set(found < 0))
        return self.values[ray]

    def chambers(self) -> list[list[Ray]]:
        """Cones of goals that decrease along each block; rays at which all forms vanish are left out."""
        chains: list[Ray] = []
        ends: list[list[Ray]] = []
        for block in self.blocks:
            for size in range(1, len(block) + 1):
                ray = tuple(int(w in block[:size]) for w in self.names)
                if self.at(ray).numbers.any():
                    if size < len(block):
                        chains.append(ray)
                    else:
                        ends.append([ray] if block == (ONE,) else [ray, tuple(-x for x in ray)])
        return [[*chains, *chosen] for chosen in product(*ends)] if len(ends) <= SIGNED + self.constant else []

    def faces(self, cone: Sequence[Ray]) -> Iterator[tuple[Ray, ...]]:
        """The cone itself, then its faces where forms may vanish on them."""
        yield tuple(cone)
        if not all(self.certain):
            for chosen in range((1 << len(cone)) - 1):
                yield tuple(r for n, r in enumerate(cone) if chosen >> n & 1)

    def view(self, face: Sequence[Ray]) -> View:
        """What is known strictly inside a face."""
        above = below = 0
        for r in face:
            values = self.at(r)
            above, below = above | values.above, below | values.below
        if (self.constant and not any(r[-1] > 0 for r in face)) or self.sure & ~(above | below):
            return View(None, 0)
        low = -self.thesis.constant * self.count
        marked = 0
        for term in self.thesis.terms:
            if term.event is None:
                low += term.weight * self.count
                continue
            true, false = self.truth(term.event, above, below)
            low += term.weight * (true.bit_count() if term.weight > 0 else self.count - false.bit_count())
            marked |= self.unknown(term.event, self.full & ~(true | false), above, below)
        return View(low, marked & above & below)

    def truth(self, event: Event, above: int, below: int) -> tuple[int, int]:
        """The relabellings where an event is surely true, and surely false."""
        return truth(event, self.layout, lambda form, strict: self.sign(form, above, below, strict), self.full)

    def sign(self, form: int, above: int, below: int, strict: bool) -> tuple[int, int]:
        """Where a form is surely at least 0 (or positive), and where surely not."""
        up, down = above >> (form * self.count) & self.full, below >> (form * self.count) & self.full
        return (up & ~down, self.full & ~up) if strict else (self.full & ~down, down & ~up)

    def unknown(self, event: Event, where: int, above: int, below: int) -> int:
        """Places whose signs would settle an event at some relabellings."""
        match event:
            case Compare():
                forms = {f for row in self.layout[event] for f in row}
                return sum(where << (f * self.count) for f in forms)
            case Not(inner):
                return self.unknown(inner, where, above, below)
            case All(events) | AnyOf(events):
                found = 0
                for part in events:
                    true, false = self.truth(part, above, below)
                    found |= self.unknown(part, where & ~(true | false), above, below)
                return found
            case _:
                raise TypeError(f"unknown event {type(event).__name__}")

    def places(self, marked: int) -> Truths:
        """A set of places as an array."""
        size = self.matrix.shape[0] * self.count
        packed = np.frombuffer(marked.to_bytes((size + 7) // 8, "little"), dtype=np.uint8)
        return np.unpackbits(packed, count=size, bitorder="little").astype(bool)

    def goal(self, face: Sequence[Ray], program: Program) -> Floats:
        """A goal strictly inside a face."""
        total = {w: float(sum(r[n] for r in face)) for n, w in enumerate(self.names)}
        unit = total.get(ONE, 1.0)
        return np.array([[total[w] / unit for w in program.coordinates]])


def fan(program: Program) -> Fan | None:
    """The fan of a claim, or None where it does not apply or is too large."""
    thesis = program.claim.thesis
    if any(t.value is not None for t in thesis.terms) or not thesis.terms:
        return None
    layout: dict[Compare, list[list[int]]] = {}
    forms: dict[Value, int] = {}
    for found in (c for t in thesis.terms if t.event is not None for c in comparisons(t.event)):
        left, right = linear_parts(found.left), linear_parts(found.right)
        if left is None or right is None:
            return None
        layout[found] = [[forms.setdefault(a - b, len(forms)) for a in left] for b in right]
    made = Fan(program, layout, list(forms))
    if not 1 < made.count <= COLUMNS or len(made.names) - len(made.blocks) > RAYS:
        return None
    made.prepare()
    return made


def _key(form: Value) -> Any:
    """A linear form up to a factor."""
    listed = [*form.coefficients, *([(ONE, form.constant)] if form.constant else [])]
    return tuple((w, q / listed[0][1]) for w, q in listed)


def _set(places: Truths) -> int:
    return int.from_bytes(np.packbits(places, bitorder="little").tobytes(), "little")
