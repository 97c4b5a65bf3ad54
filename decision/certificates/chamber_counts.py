"""Proofs by chambers counted again from the certificate, for their explanation.

The steps give the cones; the signs of the compared differences at the rays of a cone say at which relabellings an event
holds for sure, or cannot be excluded, everywhere inside the cone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import factorial, gcd, lcm, prod
from typing import Any

from decision.certificates.relabellings import arrangements, exchange_blocks, linear_parts, truth
from decision.certificates.symmetry_words import read_generator
from decision.language.claims import Claim, Generator, Invariance
from decision.language.events import Compare
from decision.language.values import Value
from decision.language.walk import comparisons

__all__ = ["Counts", "Relabelled", "tightest"]

LOOKED = 20_000
"""Relabellings times cones that are counted to find a tight cone to show."""

ONE = ""
"""The coordinate that carries the constants of the comparisons."""

Ray = tuple[int, ...]
Cone = tuple[Ray, ...]


@dataclass(frozen=True)
class Counts:
    """A cone, and for each term of the thesis the least (or, with a negative weight, greatest) number of relabellings.

    Attributes
    ----------
    cone : tuple of tuple of int
        Its rays, as goals.
    numbers : tuple of int
        For each term of the thesis.
    slack : Fraction
        How much more the counts give than the thesis asks for.
    """

    cone: Cone
    numbers: tuple[int, ...]
    slack: Fraction


class Relabelled:
    """The compared values of a claim as integer forms, at all relabellings that differ in them."""

    def __init__(self, claim: Claim, certificate: Mapping[str, Any]) -> None:
        self.terms = claim.thesis.terms
        self.constant = claim.thesis.constant
        forms: dict[Value, int] = {}
        self.layout: dict[Compare, list[list[int]]] = {}
        for c in (c for t in self.terms if t.event is not None for c in comparisons(t.event)):
            left, right = linear_parts(c.left) or [], linear_parts(c.right) or []
            self.layout[c] = [[forms.setdefault(a - b, len(forms)) for a in left] for b in right]
        whole = [_whole(f) for f in forms]
        generators = _generators(claim, certificate)
        blocks = [*exchange_blocks([*claim.outcomes, *claim.constants], generators), (ONE,)]
        self.blocks = [b for b in blocks if any(w in f for w in b for f in whole)]
        self.names = [w for b in self.blocks for w in b]
        listed = [[tuple(f.get(w, 0) for f in whole) for w in b] for b in self.blocks]
        orders = product(*(list(arrangements(signatures)) for signatures in listed))
        self.columns = [[s for part in order for s in part] for order in orders]
        self.size = len(whole)
        self.full = (1 << len(self.columns)) - 1
        self._signs: dict[Ray, list[tuple[int, int]]] = {}

    @property
    def orders(self) -> int:
        """How many relabellings there are, alike or not."""
        return prod(factorial(len(b)) for b in self.blocks)

    def signs(self, ray: Ray) -> list[tuple[int, int]]:
        """For each form the relabellings of a ray where it is positive, and where it is negative."""
        if ray not in self._signs:
            used = [(p, x) for p, x in enumerate(ray) if x]
            rows = [[sum(c[p][f] * x for p, x in used) for c in self.columns] for f in range(self.size)]
            self._signs[ray] = [
                (sum(1 << n for n, v in enumerate(row) if v > 0), sum(1 << n for n, v in enumerate(row) if v < 0))
                for row in rows
            ]
        return self._signs[ray]

    def roots(self) -> list[Cone]:
        """The cones of goals that decrease along each block; rays at which nothing differs are left out."""
        chains: list[Ray] = []
        ends: list[list[Ray]] = []
        for block in self.blocks:
            for size in range(1, len(block) + 1):
                ray = tuple(int(w in block[:size]) for w in self.names)
                if any(up or down for up, down in self.signs(ray)):
                    both = [ray] if block == (ONE,) else [ray, tuple(-x for x in ray)]
                    ends += [both] if size == len(block) else []
                    chains += [ray] if size < len(block) else []
        return [(*chains, *chosen) for chosen in product(*ends)]

    @property
    def shifts(self) -> bool:
        """Whether a common number added to the utilities of a block changes no comparison."""
        whole = [tuple(int(w in b) for w in self.names) for b in self.blocks if len(b) > 1]
        return any(not any(up or down for up, down in self.signs(ray)) for ray in whole)

    def counts(self, cone: Cone) -> Counts:
        """What is known everywhere inside a cone."""
        rays = [self.signs(r) for r in cone]
        up, down = ([_union(r[f][side] for r in rays) for f in range(self.size)] for side in (0, 1))

        def sign(form: int, strict: bool) -> tuple[int, int]:
            above, below = up[form], down[form]
            return (above & ~below, self.full & ~above) if strict else (self.full & ~below, below & ~above)

        numbers: list[int] = []
        for term in self.terms:
            true, false = (self.full, 0) if term.event is None else truth(term.event, self.layout, sign, self.full)
            numbers.append(true.bit_count() if term.weight > 0 else len(self.columns) - false.bit_count())
        total = sum((t.weight * n for t, n in zip(self.terms, numbers, strict=True)), Fraction(0))
        return Counts(cone, tuple(numbers), total / len(self.columns) - self.constant)


def _union(sets: Iterator[int]) -> int:
    found = 0
    for s in sets:
        found |= s
    return found


def _whole(form: Value) -> dict[str, int]:
    scale = lcm(form.constant.denominator, *(q.denominator for _, q in form.coefficients))
    pairs = [*form.coefficients, *([(ONE, form.constant)] if form.constant else [])]
    return {w: int(q * scale) for w, q in pairs}


def _cones(root: Cone, steps: Sequence[Any]) -> Iterator[Cone]:
    """The cones into which the steps cut a chamber."""
    stack = [root]
    for step in steps:
        cone = stack.pop()
        if step == 0:
            yield cone
            continue
        cut: list[int] = step
        i, j, a, b = cut
        total = [a * x + b * y for x, y in zip(cone[i], cone[j], strict=True)]
        ray = tuple(x // gcd(*total) for x in total)
        stack += [(*cone[:j], ray, *cone[j + 1 :]), (*cone[:i], ray, *cone[i + 1 :])]


def _generators(claim: Claim, certificate: Mapping[str, Any]) -> list[Generator]:
    stated = [g for c in claim.conditions if isinstance(c, Invariance) for g in c.generators]
    return [*stated, *(read_generator(claim, g) for g in certificate["implied"])]


def tightest(relabelled: Relabelled, certificate: Mapping[str, Any]) -> tuple[Counts, bool]:
    """The counts in a cone where they are tightest, and whether all cones were looked at, or only the first ones.

    Examples
    --------
    >>> from decision import Exchangeable, Pr, u
    >>> from decision.goals.claims import claims
    >>> claim = claims(Pr(u("a") >= u("b")) >= "1/2", [Exchangeable()])[0]
    >>> certificate = {"implied": [], "trees": [[0]]}
    >>> found, complete = tightest(Relabelled(claim, certificate), certificate)
    >>> found.cone, found.numbers, found.slack, complete
    (((1, 0),), (1,), Fraction(0, 1), True)
    """
    found: list[Counts] = []
    for root, steps in zip(relabelled.roots(), certificate["trees"], strict=True):
        for cone in _cones(root, steps):
            if found and len(found) * len(relabelled.columns) >= LOOKED:
                return min(found, key=lambda c: c.slack), False
            found.append(relabelled.counts(cone))
    return min(found, key=lambda c: c.slack), True
