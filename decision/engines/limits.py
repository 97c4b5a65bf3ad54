"""Limit goals: where a cell of goals touches its boundary.

A thesis is constant or affine on each cell of goals that order all compared values alike, so its infimum over a cell is
reached at a vertex of the closure, where some comparisons tie that do not tie inside. A row of the master problem is
therefore a pair: the goal `near` decides the events, the goal `base` in the closure of its cell gives the values.
"""

# scipy's linprog is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from decision.engines.farkas import row
from decision.engines.forms import Form, expand
from decision.engines.phi import Phi
from decision.engines.program import Evaluation, Floats, Program
from decision.goals.groups import Element
from decision.language.theses import Inequality
from decision.language.values import Maximum, Value
from decision.language.walk import comparisons, nodes, pieces, values

__all__ = ["Rows", "cell_minimum", "limit_matrix"]

BOX = 1e4


@dataclass(frozen=True)
class Rows:
    """Limit goals: `near` decides events, `base` gives values; both (N, coordinates)."""

    near: Floats
    base: Floats

    def with_row(self, near: Floats, base: Floats) -> "Rows":
        """One more limit goal."""
        return Rows(np.vstack([self.near, near]), np.vstack([self.base, base]))


def limit_matrix(program: Program, inequality: Inequality, rows: Rows, columns: Sequence[Element]) -> Floats:
    """`h(g_j u_i)` at limit goals, as an array (rows, columns)."""
    out: list[Floats] = []
    for g in columns:
        events = Evaluation(program, program.transform(rows.near, g))
        amounts = Evaluation(program, program.transform(rows.base, g))
        total = np.full(len(rows.near), -float(inequality.constant))
        for t in inequality.terms:
            part = float(t.weight) * (np.ones(len(rows.near)) if t.value is None else amounts.value(t.value))
            total += part if t.event is None else np.where(events.truth(t.event)[0], part, 0.0)
        out.append(total)
    return np.array(out).T.reshape(len(rows.near), len(columns))


def cell_minimum(program: Program, function: Phi, goal: Floats, elements: Sequence[int]) -> Floats | None:
    """Where `Phi`, affine on the cell of `goal`, is least on the closure of that cell (inside a large box)."""
    forms = np.array([row(f, program.size) for f in _cell_forms(program, elements)]).reshape(-1, program.size + 1)
    here = forms @ np.append(goal, 1.0)
    sign = np.where(np.abs(here) < 1e-12, 0, np.sign(here))
    split = forms * sign[:, None]
    equal = forms[sign == 0]
    result = linprog(
        _gradient(program, function, goal),
        A_ub=-split[:, :-1],
        b_ub=split[:, -1],
        A_eq=equal[:, :-1] if len(equal) else None,
        b_eq=-equal[:, -1] if len(equal) else None,
        bounds=[(-BOX, BOX)] * program.size,
        method="highs-ds",
    )
    return np.asarray(result.x) if result.status == 0 else None


def _cell_forms(program: Program, elements: Sequence[int]) -> list[Form]:
    inequalities = [program.claim.thesis, *(i for _, i in program.moments)]
    gaps: dict[Value, None] = {}
    sides = [
        (c.left, c.right) for i in inequalities for t in i.terms if t.event is not None for c in comparisons(t.event)
    ]
    sides += [(c.left, c.right) for _, event in program.supports for c in comparisons(event)]
    for node in nodes(v for i in inequalities for v in values(i)):
        listed = node.arguments if isinstance(node, Maximum) else node.by
        sides += [(a, b) for k, a in enumerate(listed) for b in listed[:k]]
    for left, right in sides:
        for p in pieces(left):
            for q in pieces(right):
                if (p - q).coefficients:
                    gaps[p - q] = None
    return [expand(program, v, e) for e in elements for v in gaps]


def _gradient(program: Program, function: Phi, goal: Floats) -> Floats:
    """Slope of the affine part by differences small enough to stay in the cell."""
    from decision.engines.proofs import Sample

    step = 1e-7 * (1 + np.abs(goal).max())
    points = np.vstack([goal, goal + step * np.eye(len(goal))])
    sample = Sample(program, points)
    total = np.zeros(len(points))
    for t in function.terms:
        if t.value is not None and (t.event is None or sample.truth(t.event, t.e)[0]):
            total += float(t.weight) * sample.at(t.e).value(t.value)
    return (total[1:] - total[0]) / step
