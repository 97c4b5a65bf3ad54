"""Goals of very different shapes, to look at before anything is proved.

Normal and Cauchy shapes, both skews, heavy powers, few distinct values, few values plus noise; bent so that boxes,
equalities and orders among the support's linear conditions hold, then filtered. Goals are dyadic or small integers,
hence exact.
"""

from collections.abc import Sequence

import numpy as np

from decision.engines.conjuncts import conjuncts
from decision.engines.program import Evaluation, Floats, Program
from decision.goals.groups import Element
from decision.language.events import Compare

__all__ = ["box", "few_valued", "sample_goals", "steep", "supported"]

TIE = 1e-9


def sample_goals(program: Program, rng: np.random.Generator, count: int, columns: Sequence[Element]) -> Floats:
    """Supported, tie-free goals, in the rows of an (N, coordinates) array; N may fall short of `count`."""
    shapes = _shapes(rng, count, len(program.claim.outcomes))
    goals = _with_constants(program, rng, shapes)
    bent = bend(program, goals, rng)
    return supported(program, bent, columns)


def few_valued(program: Program, rng: np.random.Generator, count: int) -> Floats:
    """Goals with two or three distinct values, whose orbits are small; the simplest first."""
    n = len(program.claim.outcomes)
    last: int = min(2**n - 1, 2048)
    indicators = ((np.arange(1, last)[:, None] >> np.arange(n)) & 1).astype(float)
    indicators = indicators[np.argsort(indicators.sum(axis=1), kind="stable")]
    three = rng.integers(-1, 2, size=(count, n)).astype(float)
    steps = np.array([0.0, 1.0, 3.0])[rng.integers(0, 3, size=(count, n))]
    heavy = np.array([-9.0, -1.0, 0.0, 1.0, 9.0])[rng.integers(0, 5, size=(count, n))]
    shapes = np.unique(np.vstack([indicators, -indicators, three, steps, heavy]), axis=0)
    order = np.argsort([len(np.unique(s)) for s in shapes], kind="stable")
    return bend(program, _with_constants(program, rng, shapes[order], spread=False), rng)


def steep(program: Program, rng: np.random.Generator, count: int) -> Floats:
    """Goals whose utilities differ by large factors, all of one sign: what tells discounts near 1 apart."""
    sizes = np.exp(rng.uniform(0, 20, size=(count, len(program.claim.outcomes))))
    sign = np.where(np.arange(count) % 2, 1.0, -1.0)[:, None]
    shapes = np.asarray(np.round(sign * sizes), dtype=np.float64)
    return bend(program, _with_constants(program, rng, shapes, spread=False), rng)


def _shapes(rng: np.random.Generator, count: int, n: int) -> Floats:
    part = max(1, count // 9)
    size = (part, n)
    sign = rng.choice([-1.0, 1.0], size=size)
    powers = np.array([rng.permutation(n) for _ in range(part)])
    some = rng.integers(-2, 3, size=size).astype(float)
    shapes = [
        rng.normal(size=size) * 256,
        np.clip(rng.standard_cauchy(size=size) * 64, -1e5, 1e5),
        rng.exponential(size=size) * 256,
        -rng.exponential(size=size) * 256,
        sign * 3.0**powers,
        3.0**powers,
        -(3.0**powers),
        some * 256 + rng.integers(-16, 17, size=size),
        sign * np.exp(rng.normal(size=size) * 3) * 16,
    ]
    return np.round(np.asarray(np.vstack(shapes), dtype=np.float64))


def _with_constants(program: Program, rng: np.random.Generator, shapes: Floats, *, spread: bool = True) -> Floats:
    constants = len(program.claim.constants)
    if not constants:
        return shapes
    middle = np.round(np.median(shapes, axis=1, keepdims=True))
    moved = np.where(rng.random((len(shapes), 1)) < 0.5, middle, 0.0) if spread else np.zeros((len(shapes), 1))
    return np.hstack([shapes, np.repeat(moved, constants, axis=1)])


def bend(program: Program, goals: Floats, rng: np.random.Generator) -> Floats:
    """Move goals into the boxes, equalities and orders that the support names; the filter does the rest."""
    goals = goals.copy()
    low, high = box(program)
    scale = _scale(program)
    unit = 1.0 if scale is None else scale
    if scale is not None:
        goals *= np.where(rng.random((len(goals), 1)) < 0.5, scale, scale / 256)
    inner = rng.random(len(goals)) < 0.5  # half of the goals keep off the walls, so that noise stays inside
    for i in range(program.size):
        if np.isfinite(low[i]) and np.isfinite(high[i]):
            steps = np.round((np.arctan(goals[:, i] / (64 * unit)) / np.pi + 0.5) * 16) / 16
            extreme = rng.random(len(goals)) < 0.25
            steps = np.where(extreme, np.round(steps), steps)
            steps = np.where(inner, (1 + 14 * steps) / 16, steps)
            goals[:, i] = low[i] + (high[i] - low[i]) * steps
        else:
            goals[:, i] = np.clip(goals[:, i], low[i], high[i])
    orders = _orders(program)
    for _ in range(len(orders) + 1):
        for i, j in orders:
            if (j, i) in orders:
                goals[:, i] = goals[:, j] = np.maximum(goals[:, i], goals[:, j])
            else:
                upper, lower = np.maximum(goals[:, i], goals[:, j]), np.minimum(goals[:, i], goals[:, j])
                goals[:, i], goals[:, j] = upper, lower
    return (
        np.unique(goals, axis=0)[rng.permutation(len(np.unique(goals, axis=0)))]
        if orders or np.isfinite(low).any()
        else goals
    )


def _linear_conjuncts(program: Program) -> list[Compare]:
    return [c for _, event in program.supports for c in conjuncts(event) if c.left.is_linear and c.right.is_linear]


def box(program: Program) -> tuple[Floats, Floats]:
    """Least and greatest value that the support allows each coordinate; infinite where it names none."""
    low, high = np.full(program.size, -np.inf), np.full(program.size, np.inf)
    for c in _linear_conjuncts(program):
        gap = c.left - c.right
        if len(gap.coefficients) == 1:
            ((w, q),) = gap.coefficients
            i = program.place[w]
            bound = float(-gap.constant / q)
            if q > 0:
                low[i] = max(low[i], bound)
            else:
                high[i] = min(high[i], bound)
    return low, high


def _orders(program: Program) -> list[tuple[int, int]]:
    """Pairs of positions whose first is required to be at least the second."""
    found: list[tuple[int, int]] = []
    for c in _linear_conjuncts(program):
        gap = c.left - c.right
        if len(gap.coefficients) == 2 and not gap.constant and sorted(q for _, q in gap.coefficients) == [-1, 1]:
            more = next(w for w, q in gap.coefficients if q > 0)
            less = next(w for w, q in gap.coefficients if q < 0)
            found.append((program.place[more], program.place[less]))
    return list(dict.fromkeys(found))


def _scale(program: Program) -> float | None:
    """Size of the constants the claim compares values with; None if there are none."""
    from decision.language.walk import comparisons, nodes, values

    inequalities = [program.claim.thesis, *(i for _, i in program.moments)]
    roots = [v for i in inequalities for v in values(i)]
    roots += [v for _, event in program.supports for c in comparisons(event) for v in (c.left, c.right)]
    inner = [v for n in nodes(roots) for v in (getattr(n, "arguments", ()) or getattr(n, "by", ()))]
    sizes = [abs(float(v.constant)) for v in (*roots, *inner) if v.constant]
    sizes += [abs(float(i.constant)) for i in inequalities if i.constant and any(t.value is not None for t in i.terms)]
    return max(sizes) / 64 if sizes else None


def supported(program: Program, goals: Floats, columns: Sequence[Element]) -> Floats:
    """Those goals that satisfy the support, and have no excluded tie, at every listed element."""
    keep = np.ones(len(goals), dtype=bool)
    for g in columns:
        if not keep.any():
            break
        at = Evaluation(program, program.transform(goals, g))
        for _, event in program.supports:
            keep &= at.truth(event)[0]
        for difference in program.distinct:
            keep &= np.abs(at.value(difference)) > at.tolerance
    return goals[keep]
