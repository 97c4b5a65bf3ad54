"""Orthants of jointly normal numbers against scipy, simulation, tables and a second formula."""

from fractions import Fraction

import numpy as np
import pytest
from flint import arb
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_normal

from decision.engines.measure.normals import Normals, image
from decision.engines.measure.orthants import one_factor, orthant, orthant_mean, plackett_four, plackett_three
from decision.engines.measure.polygons import planar
from decision.engines.measure.quadrature import enclosed
from decision.engines.measure.reals import Real
from decision.engines.measure.stable_cones import stable_cone

F = Fraction
DRAWS = 200_000


def numbers(slopes, constants=None):
    """Affine forms of independent standard normal coordinates."""
    constants = constants or [0] * len(slopes)
    rows = [(tuple(map(F, row)), F(c)) for row, c in zip(slopes, constants, strict=True)]
    size = len(slopes[0])
    return image(rows, [F(0)] * size, [{k: F(1)} for k in range(size)])


def sampled(y: Normals, seed: int):
    """Draws of the numbers, by a root of their covariance."""
    cov = np.array([[float(x) for x in row] for row in y.cov])
    values, vectors = np.linalg.eigh(cov)
    # an eigenvalue that is 0 comes out as rounding, whose root is far above the rounding of the draws; of the integer
    # covariances here, none that is not 0 is so small
    root = vectors * np.sqrt(np.where(values > 1e-12 * values.max(), values, 0))
    draws = np.random.default_rng(seed).standard_normal((DRAWS, len(y))) @ root.T
    return draws + np.array([float(m) for m in y.mean])


def slopes(size: int, rank: int):
    row = st.lists(st.integers(-3, 3), min_size=rank, max_size=rank)
    return st.lists(row, min_size=size, max_size=size)


shapes = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(lambda s: slopes(*s))


@settings(max_examples=25)
@given(shapes, st.lists(st.integers(-2, 2), min_size=5, max_size=5), st.booleans())
@example([[0, 1], [0, 0], [0, 1], [0, 1]], [0] * 5, False)
def test_probability_agrees_with_simulation(table, constants, centred):
    y = numbers(table, None if centred else constants[: len(table)])
    found = orthant(y, 12)
    if found is None:
        assert len(y) >= 4
        assert not centred
        return
    # rows that are exactly dependent come out of the sampler with rounding errors
    share = float((sampled(y, 1) >= -1e-9).all(axis=1).mean())
    p = min(max(float(found.ball), 0.0), 1.0)
    assert abs(share - p) <= 5 * (p * (1 - p) / DRAWS) ** 0.5 + 20 / DRAWS  # 20 hits: rare events are Poisson


@settings(max_examples=15)
@given(st.integers(1, 3).flatmap(lambda n: slopes(n + 1, 4)), st.lists(st.integers(-1, 1), min_size=4, max_size=4))
def test_expectation_agrees_with_simulation(table, constants):
    y = numbers(table, constants[: len(table)])
    found = orthant_mean(y, 12)
    draws = sampled(y, 2)
    values = draws[:, 0] * (draws[:, 1:] >= -1e-9).all(axis=1)
    assert found is not None
    spread = max(float(values.std()), float(draws[:, 0].std()) / 100)  # an event that is never hit has no spread
    assert abs(float(values.mean()) - float(found.ball)) <= 5 * spread / DRAWS**0.5 + 1e-6


@pytest.mark.parametrize("size", [2, 3, 4])
def test_probability_agrees_with_scipy(size):
    rng = np.random.default_rng(size)
    for means in (False, True):
        if means and size == 4:
            continue
        table = rng.integers(-3, 4, (size, 5)).tolist()
        y = numbers(table, rng.integers(-1, 2, size).tolist() if means else None)
        found = orthant(y, 15)
        cov = np.array([[float(x) for x in row] for row in y.cov])
        other = multivariate_normal.cdf([float(m) for m in y.mean], np.zeros(size), cov, abseps=1e-7)
        assert float(found.ball) == pytest.approx(other, abs=1e-5)  # scipy integrates at random points


def test_three_numbers_by_arcsines_by_plackett_and_by_frullani():
    table = [[1, -2, 0, 1], [2, 1, 1, 0], [1, 1, -1, 3]]
    y = numbers(table)
    closed = orthant(y, 20)
    assert closed.exact is not None
    assert closed.ball.overlaps(plackett_three(y, 20))
    assert closed.ball.overlaps(stable_cone([tuple(map(F, row)) for row in table], F(2), 20).ball)


def test_four_numbers_by_plackett_and_by_a_common_factor():
    for square in (1, -1):  # covariances of either sign
        cov = tuple(tuple(F(9) if i == j else F(square * (i + 1) * (j + 1), 4) for j in range(4)) for i in range(4))
        y = Normals((F(0),) * 4, cov)
        factor = y.factor()
        assert (factor.square > 0) == (square > 0)
        assert plackett_four(y, 20).overlaps(one_factor(y, factor, 20))


def test_two_numbers_with_means_by_a_factor_and_by_strips():
    y = numbers([[2, 1], [-1, 3]], [1, -1])
    assert one_factor(y, y.factor(), 20).overlaps(planar(y, 20))


def test_polygon_is_cut_into_parts_that_add_up():
    """A fifth half-plane splits a quadrilateral."""
    table, constants = [[1, 0], [0, 1], [-1, 0], [0, -1]], [1, 1, 1, 1]
    whole = orthant(numbers(table, constants), 20)
    first = orthant(numbers([*table, [1, 2]], [*constants, F(1, 2)]), 20)
    second = orthant(numbers([*table, [-1, -2]], [*constants, F(-1, 2)]), 20)
    assert whole.ball.overlaps(first.ball + second.ball)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], F(1, 8)),
        ([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]], F(1, 8)),  # the last is implied
        ([[1, 0, 1], [-1, 0, 1], [0, 1, 1], [0, -1, 1]], F(1, 6)),  # a face of the cube
        ([[1, 0], [-1, 0]], F(0)),
        ([[1, 0], [0, 1], [-1, -1]], F(0)),
        ([[1, -1], [1, 1]], F(1, 4)),
        ([[1, 0, 0], [0, 1, 0], [0, 0, 1], [-1, -1, -1]], F(0)),
    ],
    ids=["octant", "implied", "cube-face", "opposite", "no-interior", "quarter", "no-interior-in-space"],
)
def test_cones_with_a_known_angle(table, expected):
    assert orthant(numbers(table), 15).value() == expected


@pytest.mark.parametrize("size", [3, 4, 5, 9])
def test_equal_correlations_of_one_half_give_one_of_n_plus_one(size):
    table = [[1, *(-1 if k == i else 0 for k in range(size))] for i in range(size)]
    assert orthant(numbers(table), 15).value() == F(1, size + 1)
    y = numbers(table)
    assert one_factor(y, y.factor(), 15).overlaps(arb(1) / (size + 1))


# Expected largest of n independent standard normal variables: Harter (1961), Biometrika 48, 151-165, table 1.
@pytest.mark.parametrize(("size", "table"), [(2, 0.56419), (3, 0.84628), (4, 1.02938), (5, 1.16296), (7, 1.35218)])
def test_expected_largest_of_independent_normals(size, table):
    total = Real(arb(0), None)
    for best in range(size):
        rows = [[int(k == best) for k in range(size)]]
        rows += [[int(k == best) - int(k == i) for k in range(size)] for i in range(size) if i != best]
        total = Real(total.ball + orthant_mean(numbers(rows), 12).ball, None)
    assert float(total.ball) == pytest.approx(table, abs=6e-6)  # five decimals in the table


def test_more_digits_stay_inside_the_earlier_ball():
    y = numbers([[1, 2, 0, 1], [0, 1, -1, 2], [1, 0, 1, 1], [2, -1, 1, 0]])
    rough, fine = (enclosed(lambda d: orthant(y, d), digits) for digits in (10, 40))
    assert rough.ball.contains(fine.ball)
    assert fine.ball.rad() < 1e-40


def test_six_comparisons_in_general_position_have_no_formula():
    rng = np.random.default_rng(3)
    assert orthant(numbers(rng.integers(-3, 4, (6, 6)).tolist()), 15) is None
