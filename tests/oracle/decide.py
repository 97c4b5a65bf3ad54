"""Decide a claim by enumerating cells."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .cells import Arrangement, Cell, enumerate_cells, lineality
from .claims import Functional, Model
from .feasible import positive_groups
from .groups import Element, act, closure, pull_back
from .vectors import Form, Vector, combine, dot, minus

Goal = dict[str, Fraction]
Law = tuple[tuple[Fraction, Goal], ...]  # (weight, goal), each goal standing for the uniform law on its orbit
Atoms = tuple[tuple[Fraction, Vector], ...]


@dataclass(frozen=True)
class Outcome:
    """What the oracle found: HOLDS, FAILS (with a violating law, and its goal if it has one only), EMPTY or BOUNDARY."""

    verdict: str
    witness: Goal | None = None
    law: Law = ()
    cells: int = 0


class OrbitSums:
    """Orbit sums of integrands, and truth on the orbit, as functions of the cell."""

    def __init__(self, model: Model, symmetric: bool) -> None:
        self.model = model
        self.group = closure(model)
        self.space = Arrangement(model.size)
        if symmetric:
            self._fundamental_domain()
        self._pull([*model.tie_forms()], allow="+-")
        self.support_masks = self._pull(f for k in model.supports for f in model.event_forms(k))
        self.early = (1 << len(self.space.forms)) - 1
        self.functionals = [model.thesis, *model.moments]
        self.masks = [self._pull(model.functional_forms([functional])) for functional in self.functionals]
        self.memory: dict[tuple[int, int, int, int], Any] = {}

    def _fundamental_domain(self) -> None:
        """Keep, of each orbit, goals at which a fixed generic form is largest: every orbit has one."""
        weights = [1, 3, 7, 13, 29, 61, 127, 257, 521, 1031]
        count = len(self.model.outcomes)
        generic = tuple(Fraction(weights[k] if k < count else 0) for k in range(self.model.size))
        for element in self.group:
            self.space.add(minus(generic, pull_back(generic, element)), allow="+0")

    def _pull(self, forms: Iterable[Vector], allow: str = "+0-") -> list[int]:
        """Add the forms at every element; return the mask of each element."""
        base = list(dict.fromkeys(forms))
        masks: list[int] = []
        for element in self.group:
            mask = 0
            for form in base:
                mask |= self.space.add(pull_back(form, element), allow)
            masks.append(mask)
        return masks

    def _remember(self, kind: int, cell: Cell, number: int, mask: int, make: Callable[[Vector], Any]) -> Any:
        key = (kind, number, cell.pos & mask, cell.neg & mask)
        if key not in self.memory:
            self.memory[key] = make(act(self.group[number], cell.witness()))
        return self.memory[key]

    def supported(self, cell: Cell) -> bool:
        """Return whether the supports are true at every orbit point of the cell."""

        def true_at(point: Vector) -> bool:
            return all(self.model.truth(k, point) for k in self.model.supports)

        return all(self._remember(-1, cell, number, mask, true_at) for number, mask in enumerate(self.support_masks))

    def total(self, kind: int, cell: Cell) -> Vector:
        """Return the affine form that integrand `kind`, summed over the orbit, equals on the cell."""
        return combine(((1, self._local(kind, cell, number)) for number in range(len(self.group))), self.model.size)

    def _local(self, kind: int, cell: Cell, number: int) -> Vector:
        def make(point: Vector) -> Vector:
            return pull_back(self.model.piece(self.functionals[kind], point), self.group[number])

        return self._remember(kind, cell, number, self.masks[kind][number], make)

    def cells(self) -> Iterator[Cell]:
        """Yield the supported, tie-free cells."""
        return enumerate_cells(self.space, self.early, self.supported)


def orbit_sum(model: Model, group: tuple[Element, ...], functional: Functional, goal: Vector) -> Fraction:
    """Return the sum of the integrand over the orbit of a goal (last entry 1), by evaluation."""
    points = [act(element, goal) for element in group]
    return Fraction(sum(dot(model.piece(functional, point), point) for point in points))


def in_class(model: Model, group: tuple[Element, ...], goal: Vector) -> bool:
    """Return whether the orbit of the goal is supported and tie-free."""
    points = [act(element, goal) for element in group]
    supported = all(model.truth(k, point) for k in model.supports for point in points)
    return supported and all(dot(form, point) != 0 for form in model.tie_forms() for point in points)


def related(value: Fraction, relation: str) -> bool:
    """Return whether a value has the relation to zero."""
    return {">=": value >= 0, ">": value > 0, "=": value == 0}[relation]


def _goal(model: Model, point: Vector) -> Goal:
    return {name: point[k] / point[-1] for k, name in enumerate(model.coordinates)}


def _vector(goal: Goal) -> Vector:
    return (*goal.values(), Fraction(1))


def _is_law(model: Model, law: Law, *, violating: bool) -> bool:
    """Check by evaluation alone that a law is in the class (and violates the thesis)."""
    group = closure(model)
    atoms = [(weight, _vector(goal)) for weight, goal in law]
    means = [sum(w * orbit_sum(model, group, f, goal) for w, goal in atoms) for f in (model.thesis, *model.moments)]
    start = len(model.outcomes)
    return (
        sum(weight for weight, _ in atoms) == 1
        and len({goal[start:] for _, goal in atoms}) == 1
        and all(in_class(model, group, goal) for _, goal in atoms)
        and all(related(Fraction(mean), m.relation) for mean, m in zip(means[1:], model.moments, strict=True))
        and not (violating and related(Fraction(means[0]), model.thesis.relation))
    )


def _downhill(total: Vector, rays: Iterable[Form], inside: Vector) -> Vector | None:
    """Return a point of the cell at which the sum is negative, if there is one."""
    start = dot(total, inside)
    for ray in rays:
        slope = dot(total, ray)
        if slope < 0:
            steps = int(max(start, 0) // -slope) + 1
            return tuple(a + steps * b for a, b in zip(inside, ray, strict=True))
    return None


def _violation(total: Vector, cell: Cell, lines: list[Form], relation: str) -> Vector | None:
    inside = cell.witness()
    both = [tuple(sign * a for a in line) for line in lines for sign in (1, -1)]
    below = _downhill(total, [*(ray.entries for ray in cell.rays), *both], inside)
    if below is None and relation == ">" and dot(total, inside) <= 0:
        return inside
    return below


def _decide_orbits(sums: OrbitSums) -> Outcome:
    """Decide a claim without moments: the orbit lemma."""
    model, lines, count = sums.model, lineality(sums.space), 0
    for cell in sums.cells():
        count += 1
        point = _violation(sums.total(0, cell), cell, lines, model.thesis.relation)
        if point is not None:
            goal = _goal(model, point)
            law = ((Fraction(1), goal),)
            if not _is_law(model, law, violating=True):
                raise AssertionError(f"the oracle is wrong: {goal} is no counterexample")
            return Outcome("FAILS", goal, law, count)
    return Outcome("HOLDS" if count else "EMPTY", cells=count)


class MomentProblem:
    """The laws of a class as positive combinations of rays; a group of columns for each kind of cell and each slack."""

    def __init__(self, sums: OrbitSums) -> None:
        self.model = sums.model
        self.columns: dict[Vector, int] = {}
        self.images: dict[frozenset[int], list[tuple[int, Form]]] = {}
        self.count = 0
        lines = [tuple(sign * a for a in line) for line in lineality(sums.space) for sign in (1, -1)]
        for cell in sums.cells():
            self.count += 1
            totals = [sums.total(kind, cell) for kind in range(len(sums.functionals))]
            rays = [*(ray.entries for ray in cell.rays), *lines]
            images = [(self._column(tuple(Fraction(dot(total, ray)) for total in totals)), ray) for ray in rays]
            self.images.setdefault(frozenset(k for k, _ in images), images)

    def _column(self, image: Vector) -> int:
        return self.columns.setdefault(image, len(self.columns))

    def solve(self, relations: list[str]) -> Atoms:
        """Return atoms (mass, point) of a law whose means of the integrands have the relations to zero, or nothing.

        A relation is one of `>= > = < <=` and `any`.
        """
        size = len(relations)
        columns, groups, required = list(self.columns), list(self.images), set[int]()
        for row, relation in enumerate(relations):
            unit = tuple(Fraction(k == row) for k in range(size))
            for sign in {"=": [], "any": [1, -1]}.get(relation, [1 if "<" in relation else -1]):
                if relation in "<>":
                    required.add(len(groups))
                groups.append(frozenset([len(columns)]))
                columns.append(tuple(sign * a for a in unit))
        alive, factors = positive_groups(columns, groups)
        chosen = [group for k, group in enumerate(groups) if k in set(alive) and group in self.images]
        return self._atoms(chosen, factors) if required <= set(alive) else ()

    def _atoms(self, chosen: list[frozenset[int]], factors: dict[int, Fraction]) -> Atoms:
        shares: dict[int, int] = {}
        for group in chosen:
            for column, _ in self.images[group]:
                shares[column] = shares.get(column, 0) + 1
        atoms: list[tuple[Fraction, Vector]] = []
        for group in chosen:
            parts = [(factors[k] / shares[k], tuple(map(Fraction, ray))) for k, ray in self.images[group]]
            point = combine(parts, self.model.size)
            atoms.append((point[-1], point))
        mass = sum(weight for weight, _ in atoms)
        return tuple((weight / mass, point) for weight, point in atoms)


def _shifted(model: Model, goal: Goal) -> Goal:
    """Return the goal moved along the diagonal until its constant is 0 (only for one constant)."""
    move = goal[model.constants[0]] if len(model.constants) == 1 else Fraction(0)
    return {name: value - move for name, value in goal.items()}


def _realised(model: Model, atoms: Atoms, *, violating: bool) -> Law:
    """Return a checked law made of the atoms, or nothing if their constants differ and no shift helps."""
    law = tuple((weight, _goal(model, point)) for weight, point in atoms)
    shifted = tuple((weight, _shifted(model, goal)) for weight, goal in law)
    found = next((candidate for candidate in (law, shifted) if _is_law(model, candidate, violating=violating)), ())
    if not found and not model.constants:
        raise AssertionError(f"the oracle is wrong: {law} is not as required")
    return found


def _decide_moments(sums: OrbitSums) -> Outcome:
    """Decide a claim with moments: is there a violating law? BOUNDARY when atoms disagree on an unknown constant."""
    model, problem = sums.model, MomentProblem(sums)
    given = [moment.relation for moment in model.moments]
    members = problem.solve(["any", *given])
    if not members:
        return Outcome("EMPTY", cells=problem.count)
    atoms = problem.solve(["<" if model.thesis.relation == ">=" else "<=", *given])
    law = _realised(model, atoms or members, violating=bool(atoms))
    if not law:
        return Outcome("BOUNDARY", cells=problem.count)
    if not atoms:
        return Outcome("HOLDS", cells=problem.count)
    return Outcome("FAILS", law[0][1] if len(law) == 1 else None, law, problem.count)


def decide_by_enumeration(claim: dict[str, Any], *, symmetric: bool = True) -> Outcome:
    """Decide a claim by listing all sign cells; `symmetric` looks at one goal of each orbit only."""
    model = Model(claim)
    sums = OrbitSums(model, symmetric)
    return _decide_moments(sums) if model.moments else _decide_orbits(sums)
