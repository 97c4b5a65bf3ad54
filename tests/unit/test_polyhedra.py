"""Integrals over polyhedra: three algorithms against each other, Lasserre, Normaliz and closed forms."""

import random
from fractions import Fraction
from itertools import pairwise, permutations

import pytest
import sympy
from scipy.integrate import dblquad

from decision.engines.measure import densities
from decision.engines.measure.bases import bases
from decision.engines.measure.densities import candidates, polyhedral_integral
from decision.engines.measure.exponential import Decay, decay_integral
from decision.engines.measure.normaliz import normaliz_integral, normaliz_volume
from decision.engines.measure.polytopes import Steps, step_integral
from decision.engines.measure.splines import Spline, spline_integral
from tests.oracle.lasserre import volume

F = Fraction
UNIT = Steps.uniform(0, 1)
UNEVEN = Steps((F(-1), F(1, 3), F(2)), (F(1, 4), F(2, 5)))
GAP = Steps((F(0), F(1), F(2), F(3)), (F(1, 2), F(0), F(1, 2)))


def forms(source: random.Random, size: int, count: int, *, constants: bool) -> list:
    """Rows with small coefficients, so that vertices are often degenerate."""
    rows = [[source.randint(-2, 2) for _ in range(size + 1)] for _ in range(count)]
    return [(tuple(map(F, row[:-1])), F(row[-1], 2) if constants else F(0)) for row in rows]


def as_spline(steps: Steps) -> Spline:
    return Spline(steps.knots, tuple((q,) for q in steps.heights))


@pytest.mark.parametrize("constants", [False, True], ids=["through-the-origin", "affine"])
@pytest.mark.parametrize("seed", range(12))
def test_volumes_are_those_of_lasserres_recursion(seed: int, constants: bool) -> None:
    source = random.Random(seed)
    size, count = source.randint(1, 4), source.randint(0, 4)
    rows = forms(source, size, count, constants=constants)
    box = [(tuple(F(s * (i == j)) for j in range(size)), F(s > 0)) for i in range(size) for s in (1, -1)]
    expected = volume([*box, *((tuple(-q for q in slopes), b) for slopes, b in rows)])
    assert step_integral(rows, [UNIT] * size) == expected


@pytest.mark.parametrize("seed", range(12))
def test_three_algorithms_agree_on_step_densities(seed: int) -> None:
    source = random.Random(seed)
    size = source.randint(1, 4)
    rows = forms(source, size, source.randint(1, 3), constants=seed % 2 == 1)
    chosen = [source.choice([UNIT, UNEVEN, GAP]) for _ in range(size)]
    for value in (None, *forms(source, size, 1, constants=True)):
        first = step_integral(rows, chosen, value)
        assert spline_integral(rows, [as_spline(d) for d in chosen], value) == first
        assert decay_integral(rows, [Decay.steps(d) for d in chosen], value) == first


@pytest.mark.parametrize("seed", range(8))
def test_normaliz_agrees(seed: int) -> None:
    pytest.importorskip("PyNormaliz", reason="PyNormaliz is an extra")
    source = random.Random(seed)
    size = source.randint(1, 4)
    rows = forms(source, size, source.randint(1, 4), constants=seed % 2 == 1)
    chosen = [source.choice([UNIT, UNIT, UNEVEN]) for _ in range(size)]
    for value in (None, *forms(source, size, 1, constants=True)):
        assert normaliz_integral(rows, chosen, value) == step_integral(rows, chosen, value)


def test_normaliz_is_asked_for_the_rank_first() -> None:
    """Negative control: it reports volume 1 for an empty polytope."""
    cone = pytest.importorskip("PyNormaliz", reason="PyNormaliz is an extra").Cone
    empty = [((F(1),), F(-2)), ((F(-1),), F(1))]
    raw = cone(inequalities=[[1, -2], [-1, 1], [0, 1]], grading=[[0, 1]])
    assert raw.Rank() < 2
    assert str(raw.Volume()) == "1"
    assert normaliz_volume(empty) == 0


def test_rows_that_repeat_contradict_or_say_nothing() -> None:
    row, against = ((F(1), F(-1)), F(0)), ((F(-1), F(1)), F(0))
    assert step_integral([row, row, ((F(2), F(-2)), F(0))], [UNIT, UNIT]) == F(1, 2)
    assert step_integral([row, against], [UNIT, UNIT]) == 0
    assert step_integral([((F(0), F(0)), F(1))], [UNIT, UNIT]) == 1
    assert step_integral([((F(0), F(0)), F(-1))], [UNIT, UNIT]) == 0


def test_orders_of_iid_utilities_are_equally_likely() -> None:
    """Brute force over orderings: each of n! has the same probability, and a row of them sums to 1."""
    cubic = Spline((F(0), F(1)), ((F(0), F(12), F(-24), F(12)),))
    for density in (UNEVEN, cubic, Decay.laplace(F(2), F(3)), Decay.exponential(F(2))):
        for order in permutations(range(3)):
            rows = [(tuple(F((i == a) - (i == b)) for i in range(3)), F(0)) for a, b in pairwise(order)]
            assert polyhedral_integral(rows, [density] * 3, None) == F(1, 6)


def test_the_first_of_exponential_utilities() -> None:
    """Exponential(r) is below the others with probability r over the sum of rates."""
    rates = [F(1), F(2), F(5, 2)]
    rows = [(tuple(F((i == k) - (i == 0)) for i in range(3)), F(0)) for k in (1, 2)]
    assert decay_integral(rows, [Decay.exponential(r) for r in rates]) == rates[0] / sum(rates)


def test_a_sure_thing_against_a_mean_of_exponentials() -> None:
    for n in (1, 2, 3, 6):
        row = ((F(1), *(F(-1, n) for _ in range(n))), F(0))
        assert decay_integral([row], [Decay.exponential(F(1))] * (n + 1)) == F(n, n + 1) ** n


def test_tails_beyond_a_bound() -> None:
    """Affine rows: P(X + Y > 3) for two unit exponentials is 4 exp(-3); for Laplace by the tail."""
    one = Decay.exponential(F(1))
    assert sympy.simplify(decay_integral([((F(1), F(1)), F(-3))], [one, one]) - 4 * sympy.exp(-3)) == 0
    shifted = Decay.laplace(F(1), F(2))
    assert decay_integral([((F(1),), F(-5))], [shifted]) == sympy.exp(-2) / 2
    # E[X; X > 0] = E[X] + E[max(-X, 0)], and -X exceeds 0 by 2 max(Z - 1/2, 0) for a standard Laplace Z
    assert decay_integral([((F(1),), F(0))], [shifted], ((F(1),), F(0))) == 1 + sympy.exp(sympy.Rational(-1, 2))


@pytest.mark.parametrize(
    ("density", "function"),
    [
        (Spline((F(0), F(1)), ((F(0), F(0), F(3)),)), lambda x: 3 * x * x),
        (Spline((F(0), F(1), F(2)), ((F(0), F(1)), (F(2), F(-1)))), lambda x: min(x, 2 - x)),
    ],
    ids=["power-function", "triangle"],
)
def test_polynomial_densities_against_quadrature(density, function) -> None:
    """P(2x >= y + 1/4) and E[x + 1 there]; the tolerance is what the quadrature promises."""
    rows, top = [((F(2), F(-1)), F(-1, 4))], float(density.knots[-1])

    def expected(weight) -> float:
        def inner(x: float) -> float:
            return max(0.0, min(top, 2 * x - 0.25))

        return dblquad(lambda y, x: weight(x) * function(x) * function(y), 0, top, 0, inner, epsabs=1e-9)[0]

    assert abs(float(spline_integral(rows, [density] * 2)) - expected(lambda x: 1)) < 1e-7
    assert abs(float(spline_integral(rows, [density] * 2, ((F(1), F(0)), F(1)))) - expected(lambda x: x + 1)) < 1e-7


def test_large_entries_leave_the_range_of_machine_integers() -> None:
    """Rows whose minors exceed 64 bits: the same volume as with the row divided by its size."""
    huge = 10**30
    rows = [((F(huge), F(-huge + 1), F(3)), F(0)), ((F(-1, huge), F(1), F(-1)), F(1, 7))]
    small = [tuple(-q for q in slopes) for slopes, _ in rows]
    box = [(tuple(F(s * (i == j)) for j in range(3)), F(s > 0)) for i in range(3) for s in (1, -1)]
    expected = volume([*box, *((s, b) for s, (_, b) in zip(small, rows, strict=True))])
    assert step_integral(rows, [UNIT] * 3) == expected


def test_every_regular_basis_is_visited_once() -> None:
    """Against all minors, by sympy."""
    source = random.Random(7)
    rows = [[source.randint(-1, 1) for _ in range(5)] for _ in range(3)]
    found = [frozenset(b.basic) for b in bases(rows, 4)]
    assert len(found) == len(set(found))
    matrix = sympy.Matrix([r[:-1] for r in rows])
    expected = {(r, k) for r, k in _minors(3, 4) if not r or matrix.extract(list(r), list(k)).det() != 0}
    assert len(found) == len(expected)


def _minors(rows: int, columns: int):
    for r in range(2**rows):
        for k in range(2**columns):
            picked = [tuple(i for i in range(n) if m >> i & 1) for n, m in ((rows, r), (columns, k))]
            if len(picked[0]) == len(picked[1]):
                yield tuple(picked)


def test_too_large_or_mixed_polyhedra_are_declined() -> None:
    rows = [(tuple(F(1) for _ in range(40)), F(-20))]
    assert candidates(1, [UNIT] * 40) > 2**40
    assert polyhedral_integral(rows, [UNIT] * 40, None) is None
    linear = Spline((F(0), F(1)), ((F(0), F(2)),))
    assert polyhedral_integral([((F(1), F(-1)), F(0))], [linear, Decay.exponential(F(1))], None) is None


def test_more_bases_than_we_visit_are_left_to_normaliz(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("PyNormaliz", reason="PyNormaliz is an extra")
    rows = forms(random.Random(3), 5, 4, constants=False)
    ours = polyhedral_integral(rows, [UNIT] * 5, None)
    monkeypatch.setattr(densities, "BASES", 10)
    monkeypatch.setattr(densities, "step_integral", None)
    assert polyhedral_integral(rows, [UNIT] * 5, None) == ours
    monkeypatch.setattr(densities, "available", lambda: False)
    assert polyhedral_integral(rows, [UNIT] * 5, None) is None
