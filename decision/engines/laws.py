"""Finite laws of a class: countermodels, and members that show a class is not empty.

A law is a mixture of orbits: each goal stands for the uniform law on its images under the symmetry group, so invariance
needs no check. Where ties are excluded a little noise (`radius`) makes the law continuous; comparisons that tie at the
goal itself then count in favour of the thesis, and the law is a countermodel only if it violates the thesis even so.
Moments are met by choosing the mixture with linear programming, exactly.
"""

# z3 and scipy's linprog are untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from decision.engines.columns import Columns, images, orbit_of_goal
from decision.engines.program import Evaluation, Floats, Program
from decision.exact import text
from decision.language.events import Event
from decision.language.theses import Inequality
from decision.language.values import Maximum, Node, Pick, Value
from decision.language.walk import comparisons, nodes

__all__ = [
    "Candidates",
    "candidates",
    "exact_weights",
    "find_law",
    "float_weights",
    "goal_json",
    "radius",
    "snap",
    "tied",
]

Json = dict[str, Any]
Indices = NDArray[np.intp]
ORBIT_LIMIT = 41_000


@dataclass(frozen=True)
class Candidates:
    """Goals that may carry a law, with orbit means of a thesis (upper bound) and of the moments (lower, then upper)."""

    goals: Floats
    noise: bool
    thesis: Floats
    lower: Floats
    upper: Floats


def candidates(
    program: Program, goals: Floats, thesis: Inequality | None, *, noise: bool, columns: Columns, limit: int = 4000
) -> Candidates:
    """Evaluate a thesis and the moments on the orbits of goals; goals whose orbits leave the class are dropped.

    The mean over complete columns is the mean over the orbit; without them orbits of at most `limit` goals are listed.
    """
    rows: list[tuple[Floats, float, list[float], list[float]]] = []
    for goal in goals:
        orbit = images(program, goal, columns) if columns.complete else orbit_of_goal(program, goal, limit)
        if orbit is None:
            continue
        at = Evaluation(program, orbit, noise=noise)
        if not all(at.truth(event)[0].all() for _, event in program.supports) or (not noise and tied(program, at)):
            continue
        mean = float(at.integrand(thesis).mean()) if thesis is not None else 0.0
        lower = [float(at.integrand(i, upper=False).mean()) for _, i in program.moments]
        upper = [float(at.integrand(i).mean()) for _, i in program.moments]
        if at.open_picks:
            continue
        rows.append((goal, mean, lower, upper))
    k = len(program.moments)
    return Candidates(
        np.array([r[0] for r in rows]).reshape(len(rows), program.size),
        noise,
        np.array([r[1] for r in rows]),
        np.array([r[2] for r in rows]).reshape(len(rows), k),
        np.array([r[3] for r in rows]).reshape(len(rows), k),
    )


def tied(program: Program, at: Evaluation) -> bool:
    """Whether two values that differ almost surely tie at some goal."""
    return any(bool((np.abs(at.value(d)) <= at.tolerance).any()) for d in program.distinct)


def find_law(program: Program, found: Candidates, *, strict: bool | None) -> Json | None:
    """A law from the candidates that violates the thesis; any law of the class if `strict`, its strictness, is None."""
    if not len(found.goals):
        return None
    if not program.moments:
        return _single(program, found, strict)
    return _mixture(program, found, strict)


def _single(program: Program, found: Candidates, strict: bool | None) -> Json | None:
    bad = found.thesis <= _most(program, found, strict=bool(strict))
    picked = np.arange(len(found.goals)) if strict is None else np.flatnonzero(bad)
    for i in sorted(picked, key=lambda i: (len(np.unique(found.goals[i])), int(i)))[:20]:
        if orbit_of_goal(program, found.goals[i], ORBIT_LIMIT) is not None:
            return law_json(program, found, [(int(i), Fraction(1))])
    return None


def _mixture(program: Program, found: Candidates, strict: bool | None) -> Json | None:
    """Weights with `sum y m_k >= 0` (`= 0`), by floats for the support and exactly on it."""
    equal = [k for k, (_, m) in enumerate(program.moments) if m.relation == "="]
    settled = np.abs(found.upper - found.lower)[:, equal].max(axis=1, initial=0.0) < 1e-9  # noise does not move them
    for group in _by_constants(program, found):
        places = group[settled[group]]
        if not len(places):
            continue
        y = float_weights(program, found, places)
        if y is None:
            continue
        value = float(found.thesis[places] @ y)
        if strict is not None and value > _most(program, found, strict=strict):
            continue
        support = places[y > 1e-9]
        thesis, moments = [snap(v) for v in found.thesis[support]], [[snap(v) for v in r] for r in found.lower[support]]
        weights = exact_weights(program, thesis, moments, None if strict is None else Fraction(0), strict=bool(strict))
        if weights is not None:
            return law_json(program, found, [(int(i), q) for i, q in zip(support, weights, strict=True) if q])
    return None


def _most(program: Program, found: Candidates, *, strict: bool) -> float:
    """The largest mean of the thesis that counts as a violation."""
    if found.noise and any(nodes([t.value]) for t in program.claim.thesis.terms if t.value is not None):
        return -1e-5  # noise moves what is not linear
    return 1e-9 if strict else -1e-10


def _by_constants(program: Program, found: Candidates) -> list[Any]:
    """Goals that agree on the constants, since a law has one value for each."""
    if not program.claim.constants:
        return [np.arange(len(found.goals))]
    constants = found.goals[:, len(program.claim.outcomes) :]
    return [np.flatnonzero((constants == c).all(axis=1)) for c in np.unique(constants, axis=0)]


def float_weights(program: Program, found: Candidates, places: Indices) -> Floats | None:
    """Weights that meet the moments, strict ones by a clear margin if that is possible."""
    for margin in (1e-3, 1e-6):
        weights = _mixture_weights(program, found, places, margin)
        if weights is not None or not any(m.relation == ">" for _, m in program.moments):
            return weights
    return None


def _mixture_weights(program: Program, found: Candidates, places: Indices, margin: float) -> Floats | None:
    rows: list[Floats] = []
    right: list[float] = []
    equal, equal_right = [np.ones(len(places))], [1.0]
    for k, (_, moment) in enumerate(program.moments):
        means = found.lower[places, k]
        if moment.relation == "=":
            equal.append(means)
            equal_right.append(0.0)
        else:
            rows.append(-means)
            right.append(-margin * float(means.max(initial=0)) if moment.relation == ">" else 0.0)
    result = linprog(
        found.thesis[places],
        A_ub=np.array(rows) if rows else None,
        b_ub=right if rows else None,
        A_eq=np.array(equal),
        b_eq=equal_right,
        method="highs-ds",
    )
    return np.asarray(result.x) if result.status == 0 else None


def exact_weights(
    program: Program,
    thesis: Sequence[Fraction],
    moments: Sequence[Sequence[Fraction]],
    most: Fraction | None,
    *,
    strict: bool,
) -> list[Fraction] | None:
    """Exact mixture weights, by linear arithmetic over exact means: moments are met, and the thesis stays below `most`.

    `thesis` and `moments` have an entry for each part of the mixture; for a strict thesis its mean may equal `most`.
    """
    import z3

    weights: list[Any] = [z3.Real(f"y{i}") for i in range(len(thesis))]
    solver = z3.SolverFor("QF_LRA")
    solver.set("timeout", 5000)
    solver.add(*(y >= 0 for y in weights), z3.Sum(weights) == 1)

    def mean(exact: Sequence[Fraction]) -> Any:
        return z3.Sum([z3.Q(q.numerator, q.denominator) * y for q, y in zip(exact, weights, strict=True)])

    for k, (_, moment) in enumerate(program.moments):
        low = mean([row[k] for row in moments])
        solver.add(low == 0 if moment.relation == "=" else low > 0 if moment.relation == ">" else low >= 0)
    if most is not None:
        value, limit = mean(thesis), z3.Q(most.numerator, most.denominator)
        solver.add(value <= limit if strict else value < limit)
    if solver.check() != z3.sat:
        return None
    model = solver.model()
    values: list[Any] = [model.eval(y, model_completion=True) for y in weights]
    return [Fraction(v.numerator_as_long(), v.denominator_as_long()) for v in values]


def snap(value: float) -> Fraction:
    """The rational an orbit mean stands for: means of dyadic goals have small denominators."""
    near = Fraction(value).limit_denominator(10**7)
    return near if abs(float(near) - value) <= 1e-12 * max(1.0, abs(value)) else Fraction(value)


def law_json(program: Program, found: Candidates, mixture: Sequence[tuple[int, Fraction]]) -> Json:
    """The law as certificates write it."""
    law: Json = {"orbit": [[text(q), goal_json(program, found.goals[i])] for i, q in mixture]}
    if not found.noise:
        return law
    orbits = [orbit for i, _ in mixture if (orbit := orbit_of_goal(program, found.goals[i], ORBIT_LIMIT)) is not None]
    return law | {"radius": text(min(radius(program, orbit) for orbit in orbits))}


def goal_json(program: Program, goal: Floats) -> dict[str, str]:
    """A goal as exact text; its floats are snapped to the simple rationals they came from."""
    return {w: text(snap(float(x))) for w, x in zip(program.coordinates, goal, strict=True)}


def radius(program: Program, orbit: Floats) -> Fraction:
    """Noise below which no strict comparison changes its sign on the orbit: a power of two."""
    at = Evaluation(program, orbit)
    smallest = 1.0
    for event in _events(program):
        for c in comparisons(event):
            gap = np.abs(at.value(c.left) - at.value(c.right))
            clear = gap[gap > at.tolerance]
            if len(clear):
                smallest = min(smallest, float(clear.min()) / max(1.0, slope(c.left) + slope(c.right)))
    values = [t.value for i in _inequalities(program) for t in i.terms if t.value is not None]
    for node in nodes(values):  # noise moves a nonlinear expectation; far less than what a countermodel violates by
        smallest = min(smallest, 2.0**-20)
        for a, b in combinations(node.by if isinstance(node, Pick) else (), 2):
            gap = np.abs(at.value(a) - at.value(b))
            smallest = min(smallest, float(gap[gap > at.tolerance].min(initial=1.0)) / max(1.0, slope(a) + slope(b)))
    return Fraction(2) ** int(np.floor(np.log2(smallest / 4)))


def _inequalities(program: Program) -> list[Inequality]:
    return [program.claim.thesis, *(i for _, i in program.moments)]


def _events(program: Program) -> list[Event]:
    inequalities = _inequalities(program)
    return [t.event for i in inequalities for t in i.terms if t.event is not None] + [e for _, e in program.supports]


def slope(value: Value) -> float:
    """How far the value can move when every coordinate moves by one."""
    done: dict[Node, float] = {}
    for node in nodes([value]):
        inner = node.arguments if isinstance(node, Maximum) else node.by + node.pay
        done[node] = max(_slope(v, done) for v in inner)
    return _slope(value, done)


def _slope(value: Value, done: dict[Node, float]) -> float:
    return sum(abs(float(q)) for _, q in value.coefficients) + sum(abs(float(q)) * done[n] for n, q in value.nodes)
