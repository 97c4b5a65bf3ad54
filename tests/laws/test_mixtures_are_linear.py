"""A probability is linear in the law of each utility: that of a mixture is the mixture of those of its parts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from sympy import N, Symbol

from decision import (
    Beta,
    Cauchy,
    Enclosure,
    Exponential,
    Laplace,
    Mixture,
    Normal,
    PiecewiseUniform,
    PowerFunction,
    Pr,
    Uniform,
    independent,
    measure,
    u,
)
from decision.engines.parametric.densities import density_pieces
from decision.language.parametric import Parametric

A, B, C = u("a"), u("b"), u("c")
EVENTS = [A >= B, (A >= B) & (A >= C), 2 * A >= B + 1]
PARTS = {
    "cauchy-uniform": [("1/2", Cauchy(0, 1)), ("1/2", Uniform(0, 1))],
    "cauchy-normal": [("1/4", Cauchy(0, 1)), ("3/4", Normal(1, 1))],
    "exponential-normal": [("1/3", Exponential(1)), ("2/3", Normal(0, 1))],
    "beta-laplace": [("1/3", Beta(2, 3)), ("2/3", Laplace(0, 1))],
    "uniform-power": [("1/2", Uniform(0, 2)), ("1/2", PowerFunction(3))],
}


def probability(event, first):
    found = measure(Pr(event), goals=independent({"a": first, "b": Normal(0, 1), "c": Normal(0, 2)}))
    if isinstance(found, Enclosure):
        return Fraction(found.midpoint), Fraction(found.radius)
    return Fraction(str(N(found.value, 40))), Fraction(1, 10**35)


@pytest.mark.parametrize("event", EVENTS, ids=str)
@pytest.mark.parametrize("name", PARTS)
def test_the_probability_under_a_mixture_is_the_mixture_of_probabilities(name, event):
    """Both enclosed, so that only their radii may lie between them."""
    whole, radius = probability(event, Mixture(PARTS[name]))
    parts = [(Fraction(q), *probability(event, law)) for q, law in PARTS[name]]
    gap = abs(whole - sum(q * middle for q, middle, _ in parts))
    assert gap <= radius + sum(q * width for q, _, width in parts)


P = Symbol("p")
DENSITIES = {
    "end": lambda p: Uniform(0, p),
    "both-ends": lambda p: Uniform(-p, p),
    "weights": lambda p: PiecewiseUniform([(p, 0, 1), (1 - p, 1, 3)]),
    "mixture": lambda p: Mixture([(p, Uniform(0, 1)), (1 - p, PowerFunction(2))]),
}


@pytest.mark.parametrize("name", DENSITIES)
def test_a_density_with_symbols_becomes_that_of_the_law_with_numbers(name):
    def at(x):
        return x.substitute({"p": Fraction(1, 3)}) if isinstance(x, Parametric) else x

    made, expected = density_pieces(DENSITIES[name](P)), DENSITIES[name](Fraction(1, 3)).pieces
    found = [(at(piece.low), at(piece.high), [at(q) for q in piece.coefficients]) for piece in made]
    assert found == [(piece.low, piece.high, list(piece.coefficients)) for piece in expected]


@pytest.mark.parametrize(
    "marginal",
    [
        Exponential(P),
        PowerFunction(P),
        Mixture([(P, Normal(0, 1)), (1 - P, Uniform(0, 1))]),
        Mixture([("1/2", Uniform(0, P)), ("1/2", Uniform(0, 1))]),
    ],
)
def test_what_is_no_piecewise_polynomial_in_the_symbol_has_no_pieces(marginal):
    assert density_pieces(marginal) is None
