"""Decide a claim by enumerating cells."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .cells import MAX_CELLS, Cell, lineality
from .claims import Model
from .groups import closure
from .moments import Atoms, MomentProblem
from .orbits import OrbitSums, in_class, orbit_sum, related
from .vectors import Form, Vector, dot

Goal = dict[str, Fraction]
Law = tuple[tuple[Fraction, Goal], ...]  # (weight, goal), each goal standing for the uniform law on its orbit


@dataclass(frozen=True)
class Outcome:
    """What the oracle found: HOLDS, FAILS (with a law, and its goal if it has one atom), EMPTY or BOUNDARY."""

    verdict: str
    witness: Goal | None = None
    law: Law = ()
    cells: int = 0


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


def decide_by_enumeration(claim: dict[str, Any], *, symmetric: bool = True, max_cells: int = MAX_CELLS) -> Outcome:
    """Decide a claim by listing all sign cells.

    `symmetric` looks at one goal of each orbit only. OracleRefusal is raised for structures, for a group that is
    infinite or has more than 2000 elements, and for more than `max_cells` cells (about 0.2 ms each).
    """
    model = Model(claim)
    sums = OrbitSums(model, symmetric, max_cells)
    return _decide_moments(sums) if model.moments else _decide_orbits(sums)
