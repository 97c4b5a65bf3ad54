"""Exact consequences of linear premises, against the definition and against floating-point linear programming."""

from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import linprog

from decision.engines.farkas import (
    Combination,
    Premise,
    Refutation,
    combine,
    combine_strictly,
    contradiction,
    interior_point,
    row,
)
from decision.engines.forms import Form

SIZE = 4


def form(coefficients, constant=0):
    return Form({i: Fraction(q) for i, q in enumerate(coefficients) if q}, Fraction(constant), {})


def premise(coefficients, constant=0, relation=">="):
    f = form(coefficients, constant)
    return Premise(f, relation, False, row(f, SIZE))


def total(premises, found):
    result = Form({}, found.slack, {})
    for k, q in found.multipliers:
        result = result + premises[k].form * q
    return result


@pytest.mark.parametrize("seed", range(40))
def test_agrees_with_linear_programming(seed):
    rng = np.random.default_rng(seed)
    premises = [premise([int(x) for x in rng.integers(-3, 4, SIZE)], int(rng.integers(-2, 3))) for _ in range(5)]
    target = form([int(x) for x in rng.integers(-3, 4, SIZE)], int(rng.integers(0, 4)))
    found = combine(target, premises, SIZE)
    a = np.array([p.row[:-1] for p in premises])
    b = np.array([p.row[-1] for p in premises])
    least = linprog(row(target, SIZE)[:-1], A_ub=-a, b_ub=b, bounds=[(None, None)] * SIZE)
    if isinstance(found, Combination):
        assert total(premises, found) == target
        assert found.slack >= 0
        assert all(q >= 0 for _, q in found.multipliers)
        assert least.status == 2 or least.fun + float(target.constant) >= -1e-7
    else:
        assert isinstance(found, Refutation)
        assert least.status != 0 or least.fun + float(target.constant) < 1e-7
        assert all(p.row @ found.point >= -1e-6 for p in premises)
        assert row(target, SIZE) @ found.point < 0


def test_strict_conclusion_needs_a_strict_premise_or_slack():
    weak, strict = [premise([1, 0, 0, 0])], [premise([1, 0, 0, 0], relation=">")]
    target = form([1, 0, 0, 0])
    assert combine_strictly(target, weak, SIZE, tie_free=False) is None
    assert isinstance(combine_strictly(target, strict, SIZE, tie_free=False), Combination)
    assert isinstance(combine_strictly(target + form([], 1), weak, SIZE, tie_free=False), Combination)


def test_strict_premises_contradict_where_weak_ones_do_not():
    weak = [premise([1, 0, 0, 0]), premise([-1, 0, 0, 0])]
    assert contradiction(weak, SIZE) is None
    strict = [premise([1, 0, 0, 0], relation=">"), premise([-1, 0, 0, 0])]
    found = contradiction(strict, SIZE)
    assert isinstance(found, Combination)
    assert sum((strict[k].form * q for k, q in found.multipliers), form([])) == form([])


def test_equality_may_be_used_with_either_sign():
    premises = [premise([1, -1, 0, 0], relation="=")]
    found = combine(form([-2, 2, 0, 0]), premises, SIZE)
    assert isinstance(found, Combination)
    assert found.multipliers == ((0, Fraction(-2)),)


def test_interior_points_are_where_strict_premises_are_positive():
    premises = [premise([1, -1, 0, 0], relation=">"), premise([0, 1, -1, 0]), premise([0, -1, 1, 0])]
    found = interior_point(premises, SIZE, zero=[form([0, 0, 1, -1])])
    assert found is not None
    a, b, c, d = found
    assert a > b
    assert b == pytest.approx(c)
    assert c == pytest.approx(d)
    assert interior_point([*premises, premise([-1, 0, 1, 0])], SIZE) is None


def test_constant_premises_may_contradict():
    found = contradiction([premise([1, 0, 0, 0]), premise([], -1)], SIZE)
    assert found is not None
    assert [k for k, _ in found.multipliers] == [1]
