"""Algebraic numbers against sympy's."""

import random
from fractions import Fraction

import pytest
import sympy
from flint import fmpq_poly

from decision.algebraic import Root, between, ordered, rational_root, roots_between

X = sympy.Symbol("x")
F = Fraction


def some_polynomial(source: random.Random) -> fmpq_poly:
    return fmpq_poly([source.randint(-6, 6) for _ in range(source.randint(2, 7))] + [source.randint(1, 4)])


def in_sympy(polynomial: fmpq_poly) -> sympy.Poly:
    return sympy.Poly([sympy.Rational(int(c.p), int(c.q)) for c in polynomial.coeffs()][::-1], X)


@pytest.mark.parametrize("seed", range(25))
def test_roots_are_those_sympy_finds(seed: int) -> None:
    source = random.Random(seed)
    polynomials = [some_polynomial(source) for _ in range(2)]
    found = roots_between(polynomials, F(-2), F(3))
    product = in_sympy(polynomials[0]) * in_sympy(polynomials[1])
    expected = sorted({r for r in sympy.real_roots(product) if -2 < r < 3})
    assert [float(r) for r in found] == pytest.approx([float(r) for r in expected], abs=1e-12)
    for root, number in zip(found, expected, strict=True):
        assert abs(sympy.N(root.expression - number, 30)) < 1e-25


@pytest.mark.parametrize("seed", range(15))
def test_signs_at_roots_are_exact(seed: int) -> None:
    source = random.Random(seed)
    base, other = some_polynomial(source), some_polynomial(source)
    for root in roots_between([base], F(-10), F(10)):
        assert root.sign_of(base) == 0
        assert root.sign_of(base * other) == 0
        number = sympy.N(in_sympy(other).as_expr().subs(X, root.expression), 40)
        assert root.sign_of(other) == (0 if abs(number) < 1e-30 else int(sympy.sign(number)))


def test_one_root_in_two_intervals_is_one_number() -> None:
    wide, narrow = Root((-2, 0, 1), F(1), F(2)), Root((-2, 0, 1), F(7, 5), F(3, 2))
    assert not wide < narrow
    assert not narrow < wide
    assert len(ordered([wide, narrow, rational_root(F(1))])) == 2


def test_roots_that_lie_close_are_told_apart() -> None:
    near = fmpq_poly([-2 * 10**24 - 1, 0, 10**24])  # sqrt(2 + 1e-24)
    low, high = roots_between([fmpq_poly([-2, 0, 1]), near], F(0), F(2))
    assert low < high
    assert low.less(between(low, high))
    assert not high.less(between(low, high))


def test_numbers_print_as_radicals_or_with_an_interval() -> None:
    radical, root = roots_between([fmpq_poly([-1, 0, 2]), fmpq_poly([-1, 1, 0, 1])], F(0), F(1))[::-1]
    assert str(radical) == radical.short == "sqrt(2)/2"
    assert str(root) == "root of x**3 + x - 1 in [0.682327, 0.682328]"
    assert root.short == "0.682327..."


@pytest.mark.parametrize(
    ("low", "high", "middle"),
    [
        (F(0), F(1), F(1, 2)),
        (F(1, 3), F(2, 5), F(3, 8)),
        (F(-1), F(1), F(0)),
        (F(0), F(1, 7), F(1, 8)),
        (F(-3, 2), F(-4, 3), F(-7, 5)),
    ],
)
def test_the_simplest_number_between_two(low: Fraction, high: Fraction, middle: Fraction) -> None:
    assert between(rational_root(low), rational_root(high)) == middle
