"""Group elements as columns: one for each way in which the symmetry group can change the thesis.

Coordinates that the thesis does not tell apart get one colour; elements that carry the colours to the same places act alike, so twelve exchangeable
worlds in two branches of eight and four give 495 columns, not 12!.
"""

from collections.abc import Sequence

import numpy as np

from decision.engines.program import Evaluation, Floats, Program
from decision.goals.groups import Element, compose, identity
from decision.language.rename import inequality_key
from decision.language.theses import Inequality

__all__ = ["averages", "candidate_columns", "colours", "matrix", "orbit_of_goal"]


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


def candidate_columns(program: Program, limit: int, rng: np.random.Generator) -> tuple[list[Element], bool]:
    """Elements that act differently on the thesis and moments, and whether they are all there are.

    Beyond `limit` they are random products of generators, the identity, and the generators themselves.
    """
    moments = [i for _, i in program.moments]
    found = program.group.orbit(colours(program, [program.claim.thesis, *moments]), limit)
    if found is not None:
        return list(found.values()), True
    chosen = [identity(program.size), *program.group.generators]
    current = chosen[0]
    while len(chosen) < min(limit, 400):
        for k in rng.integers(0, len(program.group.generators), size=12):
            current = compose(current, program.group.generators[int(k)])
        chosen.append(current)
    return list(dict.fromkeys(chosen)), False


def matrix(program: Program, inequality: Inequality, goals: Floats, columns: Sequence[Element], *, noise: bool = False) -> Floats:
    """`h(g_j u_i)` as an array (goals, columns); with `noise` ties count in favour of the inequality."""
    if len(goals) <= len(columns):
        return np.array([_one_goal(program, inequality, goal, columns, noise) for goal in goals]).reshape(len(goals), len(columns))
    out = [Evaluation(program, program.transform(goals, g), noise=noise).integrand(inequality) for g in columns]
    return np.array(out).T


def _one_goal(program: Program, inequality: Inequality, goal: Floats, columns: Sequence[Element], noise: bool) -> Floats:
    return Evaluation(program, images(program, goal, columns), noise=noise).integrand(inequality)


def images(program: Program, goal: Floats, columns: Sequence[Element]) -> Floats:
    """The goals `g_j u`, one in each row."""
    source = np.array([g.source for g in columns])
    sign = np.array([g.sign for g in columns], dtype=float)
    center = np.array([goal[c] if isinstance(c, int) else float(c or 0) for c in program.centers])
    return np.where(sign > 0, goal[source], 2 * center - goal[source])


def averages(program: Program, inequality: Inequality, goals: Floats, columns: Sequence[Element], *, noise: bool = False) -> Floats:
    """Mean of `h` over the columns, for each goal, in blocks of bounded size."""
    block = max(1, 4_000_000 // max(1, len(columns)))
    return np.concatenate([matrix(program, inequality, goals[i : i + block], columns, noise=noise).mean(axis=1) for i in range(0, len(goals), block)]) if len(goals) else np.zeros(0)


def orbit_of_goal(program: Program, goal: Floats, limit: int) -> Floats | None:
    """The distinct goals `g u`, or None beyond `limit`."""
    seen = {tuple(goal): None}
    frontier = [goal]
    while frontier:
        block = np.array(frontier)
        fresh: list[Floats] = []
        for g in program.group.generators:
            for image in program.transform(block, g):
                key = tuple(image)
                if key not in seen:
                    seen[key] = None
                    fresh.append(image)
                    if len(seen) > limit:
                        return None
        frontier = fresh
    return np.array(list(seen))
