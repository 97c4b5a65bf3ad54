"""Exact consequences of linear premises (Farkas' lemma).

From premises `P_i >= 0` (some strict, some equalities) the form `F >= 0` follows iff `F = sum y_i P_i + s` with
`y_i >= 0`, `s >= 0`, unless the premises contradict each other. Nonnegative least squares in floats finds the support
of `y` or, in its residual, a point where `F` is negative; the multipliers are then solved exactly on the support by
python-flint. z3 solves the rare degenerate system exactly.
"""

# z3, python-flint and scipy's nnls are untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import numpy as np
from flint import fmpq, fmpq_mat
from scipy.optimize import linprog, nnls

from decision.engines.forms import Form
from decision.engines.program import Floats

__all__ = [
    "Combination",
    "Premise",
    "Refutation",
    "combine",
    "combine_strictly",
    "contradiction",
    "interior_point",
    "row",
    "solve_exact",
]

Relation = Literal[">=", ">", "="]
EPSILON = 1e-9


@dataclass(frozen=True)
class Premise:
    """A linear form with its relation to zero; `tie_free` when it cannot vanish under the law."""

    form: Form
    relation: Relation
    tie_free: bool
    row: Floats

    @property
    def strict(self) -> bool:
        """Whether the form is positive almost surely."""
        return self.relation == ">" or (self.relation == ">=" and self.tie_free)


@dataclass(frozen=True)
class Refutation:
    """A direction in homogeneous coordinates in which the premises hold and the form is negative."""

    point: Floats


@dataclass(frozen=True)
class Combination:
    """`F = sum of multiples of premises + slack`."""

    multipliers: tuple[tuple[int, Fraction], ...]
    slack: Fraction


def row(form: Form, size: int) -> Floats:
    """A linear form as floats, its constant last."""
    out = np.zeros(size + 1)
    for i, q in form.linear.items():
        out[i] = float(q)
    out[size] = float(form.constant)
    return out


def combine(form: Form, premises: Sequence[Premise], size: int) -> Combination | Refutation | None:
    """Multipliers that prove `form >= 0`, or a direction that refutes it, or None when floats cannot tell."""
    columns, owners = _columns(premises, size)
    target = row(form, size)
    scale = np.abs(target).max() or 1.0
    weights, residual = nnls(columns, target / scale)
    if residual > 1e-7:
        return Refutation(columns @ weights - target / scale)
    support = [j for j, w in enumerate(weights) if w > EPSILON]
    return _exact(form, premises, [owners[j] for j in support], size) or _exact_by_z3(form, premises)


def _columns(premises: Sequence[Premise], size: int) -> tuple[Floats, list[int]]:
    """One column for each premise, two for an equality, one for `1 >= 0` (owner -1)."""
    columns: list[Floats] = []
    owners: list[int] = []
    for k, p in enumerate(premises):
        norm = np.abs(p.row).max() or 1.0
        for sign in (1.0, -1.0) if p.relation == "=" else (1.0,):
            columns.append(sign * p.row / norm)
            owners.append(k)
    one = np.zeros(size + 1)
    one[size] = 1.0
    return np.array([*columns, one]).T, [*owners, -1]


def _exact(form: Form, premises: Sequence[Premise], owners: Sequence[int], size: int) -> Combination | None:
    """Solve for the multipliers on a support, exactly."""
    used = list(dict.fromkeys(k for k in owners if k >= 0))
    places = sorted({i for k in used for i in premises[k].form.linear} | set(form.linear))
    slopes = [[premises[k].form.linear.get(i, Fraction(0)) for k in used] for i in places]
    solution = solve_exact(slopes, [form.linear.get(i, Fraction(0)) for i in places]) if places or not used else None
    if solution is None and -1 not in owners:
        rows = [*slopes, [premises[k].form.constant for k in used]]
        solution = solve_exact(rows, [form.linear.get(i, Fraction(0)) for i in places] + [form.constant])
    if solution is None or any(y < 0 and premises[k].relation != "=" for k, y in zip(used, solution, strict=True)):
        return None
    slack = form.constant - sum(y * premises[k].form.constant for k, y in zip(used, solution, strict=True))
    return None if slack < 0 else Combination(tuple((k, y) for k, y in zip(used, solution, strict=True) if y), slack)


def solve_exact(rows: Sequence[Sequence[Fraction]], right: Sequence[Fraction]) -> list[Fraction] | None:
    """The unique solution of a consistent linear system, or None."""
    unknowns = len(rows[0]) if rows else 0
    if not unknowns:
        return [] if not any(right) else None
    matrix = fmpq_mat(
        len(rows),
        unknowns + 1,
        [fmpq(q.numerator, q.denominator) for r, b in zip(rows, right, strict=True) for q in (*r, b)],
    )
    reduced, rank = matrix.rref()
    if rank != unknowns or any(reduced[i, i] != 1 for i in range(unknowns)):
        return None
    return [Fraction(int(reduced[i, unknowns].p), int(reduced[i, unknowns].q)) for i in range(unknowns)]


def _exact_by_z3(
    form: Form, premises: Sequence[Premise], *, positive: Sequence[int] = (), slack_counts: bool = False
) -> Combination | None:
    """Exact multipliers by linear arithmetic; some of `positive` (or the slack) has to be positive if any are named."""
    import z3

    multipliers: list[Any] = [z3.Real(f"y{k}") for k in range(len(premises))]
    slack: Any = z3.Real("slack")
    solver = z3.SolverFor("QF_LRA")
    solver.set("timeout", 3000)
    solver.add(slack >= 0, *(y >= 0 for y, p in zip(multipliers, premises, strict=True) if p.relation != "="))
    for i in sorted({i for p in premises for i in p.form.linear} | set(form.linear)):
        solver.add(
            z3.Sum([_real(p.form.linear.get(i, Fraction(0))) * y for y, p in zip(multipliers, premises, strict=True)])
            == _real(form.linear.get(i, Fraction(0)))
        )
    solver.add(
        z3.Sum([_real(p.form.constant) * y for y, p in zip(multipliers, premises, strict=True)]) + slack
        == _real(form.constant)
    )
    if positive or slack_counts:
        solver.add(z3.Or([multipliers[k] > 0 for k in positive] + ([slack > 0] if slack_counts else [])))
    if solver.check() != z3.sat:
        return None
    model = solver.model()

    def exact(term: Any) -> Fraction:
        return _fraction(model.eval(term, model_completion=True))

    found = tuple((k, q) for k, y in enumerate(multipliers) if (q := exact(y)))
    return Combination(found, exact(slack))


def _fraction(value: Any) -> Fraction:
    return Fraction(value.numerator_as_long(), value.denominator_as_long())


def _real(q: Fraction) -> Any:
    import z3

    return z3.Q(q.numerator, q.denominator)


def combine_strictly(
    form: Form, premises: Sequence[Premise], size: int, *, tie_free: bool
) -> Combination | Refutation | None:
    """Multipliers that prove `form > 0`: a positive slack, a strict premise in use, or a form that cannot vanish."""
    first = combine(form, premises, size)
    if (
        not isinstance(first, Combination)
        or tie_free
        or first.slack > 0
        or any(premises[k].strict for k, _ in first.multipliers)
    ):
        return first
    strict = [k for k, p in enumerate(premises) if p.strict]
    return _exact_by_z3(form, premises, positive=strict, slack_counts=True)


def contradiction(premises: Sequence[Premise], size: int) -> Combination | None:
    """Multipliers that combine to a negative constant, or to zero with a strict premise in use."""
    first = combine(Form({}, Fraction(-1), {}), premises, size)
    if isinstance(first, Combination):
        return first
    for k, p in enumerate(premises):
        if p.strict:
            against = combine(-p.form, premises, size)
            if isinstance(against, Combination):
                merged = dict(against.multipliers)
                merged[k] = merged.get(k, Fraction(0)) + 1
                return Combination(tuple(sorted(merged.items())), against.slack)
    return None


def interior_point(premises: Sequence[Premise], size: int, *, zero: Sequence[Form] = ()) -> Floats | None:
    """A point of the region, well inside where premises are strict, at which some further forms vanish; or None."""
    slopes = np.array([p.row for p in premises]).reshape(-1, size + 1)
    loose = np.array([p.relation != "=" for p in premises], dtype=bool)
    strict = np.array([p.strict for p in premises], dtype=bool)[loose]
    free, tied = slopes[loose], np.vstack([*(row(f, size) for f in zero), slopes[~loose]])
    count = len(free)
    margins = np.hstack([-free[:, :-1], np.eye(count), np.zeros((count, 1))])
    least = np.hstack([np.zeros((count, size)), -np.eye(count), np.ones((count, 1))])[strict]
    result = linprog(
        np.concatenate([np.zeros(size), np.full(count, -1e-3), [-1.0]]),
        A_ub=np.vstack([margins, least]),
        b_ub=np.concatenate([free[:, -1], np.zeros(len(least))]),
        A_eq=np.hstack([tied[:, :-1], np.zeros((len(tied), count + 1))]),
        b_eq=-tied[:, -1],
        bounds=[(-1e3, 1e3)] * size + [(0, 1)] * (count + 1),
        method="highs-ds",
    )
    if result.status != 0 or (strict.any() and result.x[-1] < EPSILON):
        return None
    point, margin = np.asarray(result.x)[:size], np.asarray(result.x)[size:-1]
    stay = np.vstack([tied, free[margin < EPSILON]])[:, :-1]
    return point + _nudge(stay, size) * min([1.0, *margin[margin >= EPSILON]])


def _nudge(stay: Floats, size: int) -> Floats:
    """A small generic step along which some slopes are zero: it leaves the vertex, and ties that nothing asks for."""
    generic = np.sqrt(np.arange(2, size + 2)) % 1.0
    if len(stay):
        generic = generic - np.linalg.pinv(stay) @ (stay @ generic)
    return generic * (1e-2 / (1.0 + np.abs(generic).sum()))
