"""Laws with moments: positive combinations of points of cells, decided exactly, strict relations included."""

from collections.abc import Iterator
from fractions import Fraction
from math import gcd, lcm

from .cells import lineality
from .feasible import nonnegative, positive_groups
from .orbits import OrbitSums
from .vectors import Form, Vector

Atoms = tuple[tuple[Fraction, Vector], ...]
Means = tuple[Form, ...]  # the integrands on one cell, times a common factor
SLACKS = {">=": (-1,), ">": (-1,), "<=": (1,), "<": (1,), "=": (), "any": (1, -1)}


def _image(means: Means, ray: Form) -> Form:
    return tuple(sum(map(int.__mul__, mean, ray)) for mean in means)


def _reduced(image: Form) -> Form:
    factor = gcd(*image) or 1
    return tuple(entry // factor for entry in image)


class MomentProblem:
    """The means that laws of a class can have; the columns are the means along the rays of cells."""

    def __init__(self, sums: OrbitSums) -> None:
        self.columns: dict[Form, int] = {}
        self.kinds: dict[frozenset[int], tuple[Means, list[Form]]] = {}
        self.count = 0
        lines = [tuple(sign * a for a in line) for line in lineality(sums.space) for sign in (1, -1)]
        for cell in sums.cells():
            self.count += 1
            totals = [sums.total(kind, cell) for kind in range(len(sums.functionals))]
            scale = lcm(*(entry.denominator for total in totals for entry in total))
            means = tuple(tuple(int(entry * scale) for entry in total) for total in totals)
            rays = [*(ray.entries for ray in cell.rays), *lines]
            columns = frozenset(self._column(_reduced(_image(means, ray))) for ray in rays)
            self.kinds.setdefault(columns, ((*means, tuple(scale * entry for entry in sums.last)), rays))

    def _column(self, image: Form) -> int:
        return self.columns.setdefault(image, len(self.columns))

    def solve(self, relations: list[str]) -> Atoms:
        """Return the atoms (weight, point) of a law whose means have the relations to zero, or nothing.

        A relation is one of `>= > = < <=` and `any`.
        """
        columns, groups, required = list(self.columns), list(self.kinds), set[int]()
        for row, relation in enumerate(relations):
            for sign in SLACKS[relation]:
                if relation in ("<", ">"):
                    required.add(len(groups))
                groups.append(frozenset([len(columns)]))
                columns.append(tuple(sign * (k == row) for k in range(len(relations))))
        alive = positive_groups(columns, groups)
        kinds = [kind for k, kind in enumerate(self.kinds.values()) if k in alive]
        return self._law([*relations, ">"], kinds) if kinds and required <= alive else ()

    def _law(self, relations: list[str], kinds: list[tuple[Means, list[Form]]]) -> Atoms:
        """Return a law with few atoms; there is one, so points near enough to the rays will do."""
        slacks = [(row, sign) for row, relation in enumerate(relations) for sign in SLACKS[relation]]
        columns = [tuple(sign * (k == row) for k in range(len(relations))) for row, sign in slacks]
        target = [{">": 1, "<": -1}.get(relation, 0) for relation in relations]
        closeness = 1
        while True:
            points = [(means, point) for means, rays in kinds for point in _near(rays, closeness)]
            factors, _ = nonnegative([*columns, *(_image(means, point) for means, point in points)], target)
            if factors is not None:
                break
            closeness *= 16
        parts = [
            (q * points[k - len(columns)][0][-1][-1], points[k - len(columns)][1])
            for k, q in factors.items()
            if k >= len(columns)
        ]
        mass = sum(q * point[-1] for q, point in parts if q)
        return tuple((q * point[-1] / mass, tuple(map(Fraction, point))) for q, point in parts if q)


def _near(rays: list[Form], closeness: int) -> Iterator[Form]:
    """Yield points of the cell that are near each ray."""
    inside = [sum(entries) for entries in zip(*rays, strict=True)]
    for ray in rays:
        yield tuple(closeness * a + b for a, b in zip(ray, inside, strict=True))
