"""Measures at the edges: rare and impossible conditions, options that coincide at one number, symbols in conditions."""

from fractions import Fraction
from itertools import product
from math import prod

import pytest
import sympy

from decision import (
    Cauchy,
    Choice,
    Discrete,
    E,
    Enclosure,
    Exponential,
    InvalidValue,
    Mixture,
    Normal,
    Pr,
    Status,
    Uniform,
    decide,
    features,
    finite,
    iid,
    independent,
    indifferent,
    maximum,
    measure,
    minimum,
    mixture,
    region,
    u,
)

UNIT, NORMAL = iid(Uniform(0, 1)), iid(Normal(0, 1))
A, B, C = u("a"), u("b"), u("c")
p = sympy.Symbol("p")
CROSSED = Choice({"x": {"a": p, "b": 1 - p}, "y": {"a": 1 - p, "b": p}})
"""Both options are the same at 1/2."""


# --- conditions -------------------------------------------------------------------


def test_conditions_of_tiny_probability_are_conditioned_on():
    """Both utilities exceed 12 with probability 3e-66: still each is the larger one with probability 1/2."""
    found = measure(Pr(A >= B, given=(A >= 12) & (B >= 12)), goals=NORMAL)
    assert isinstance(found, Enclosure)
    assert found.lower <= Fraction(1, 2) <= found.upper
    assert found.radius <= Fraction(1, 10**16)
    rarer = measure(Pr(A >= B), goals=NORMAL.given(A >= 40))
    assert rarer.lower <= 1 <= rarer.upper


def test_conditions_that_cannot_be_told_from_impossible_ones_are_refused():
    with pytest.raises(InvalidValue, match=r"probability below 10\*\*-400, or 0"):
        measure(Pr(A >= B, given=(A >= C + 60) & (B >= C + 60)), goals=NORMAL)


def test_nothing_is_certain_under_a_law_given_the_impossible():
    with pytest.raises(InvalidValue, match="probability 0"):
        measure(Pr(A >= A), goals=UNIT.given(A > 2))
    assert measure(Pr(A >= A), goals=UNIT.given(A >= B)).value == 1


IMPOSSIBLE = {
    "posterior": UNIT.given(A >= 2),
    "part-of-a-mixture": mixture([("1/2", UNIT), ("1/2", UNIT.given(A >= 2))]),
    "part-without-density": mixture([("1/2", UNIT), ("1/2", UNIT.given(indifferent(A, C)))]),
    "weights-of-features": features(UNIT.given(u("f") >= 2), {w: {"f": 1, "g": 1} for w in "abc"}),
    "posterior-of-a-mixture": mixture([("1/2", UNIT), ("1/2", UNIT.given(A >= 2))]).given(A >= B),
}


@pytest.mark.parametrize("quantity", [Pr(A >= A), Pr(A > A), E(A - A), Pr(A > B) - Pr(A > B)], ids=repr)
@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_no_number_is_the_measure_under_a_law_with_an_impossible_part(name, quantity):
    with pytest.raises(InvalidValue, match="probability 0"):
        measure(quantity, goals=IMPOSSIBLE[name])
    with pytest.raises(InvalidValue, match="probability 0"):
        decide(quantity >= 0, given=[IMPOSSIBLE[name]])


def test_what_is_certain_needs_a_condition_that_is_known_to_be_possible():
    assert measure(Pr(A >= A), goals=NORMAL.given(A >= 40)).value == 1  # positive by the support of the law
    unknown = iid(Mixture([("1/2", Cauchy(0, 1)), ("1/2", Uniform(0, 1))])).given((A + B >= C) & (A + 2 * B >= 3 * C))
    with pytest.raises(InvalidValue, match="no exact route"):
        measure(Pr(A >= A), goals=unknown)


def test_impossible_conditions_are_named_for_a_range_of_numbers_too():
    for condition in (A >= 2, A - p * C >= p):
        with pytest.raises(InvalidValue, match="has probability 0 under the law for p around"):
            region(Pr(A >= B, given=condition) >= p / 9, goals=UNIT, over={"p": (1, 3)})


def test_symbols_of_what_a_law_is_conditional_on():
    """`mix` is best if `b >= a` and `mix >= c`, which has probability `(2 - p) / 6`; `b >= a >= c` has 1/6."""
    menu = Choice({"sure": {"a": 1}, "mix": {"a": p, "b": 1 - p}, "other": {"c": 1}})
    law = UNIT.given(menu.best("mix"))
    assert law.symbols == ("p",)
    assert sympy.simplify(measure(Pr(A >= C), goals=law).value - 1 / (2 - p)) == 0
    assert measure(Pr(A >= C), goals=law.substitute({"p": "1/2"})).value == Fraction(2, 3)
    found = region(Pr(A >= C) >= "11/20", goals=law)
    assert [e.place.rational for e in found.edges] == [Fraction(2, 11)]
    assert [s.status for s in found.stretches] == [Status.FAILS, Status.HOLDS]


# --- one number of a parameter ----------------------------------------------------


def test_options_that_coincide_at_one_number():
    """Everywhere else reflection makes both equally likely."""
    weak, strict = (measure(Pr(e), goals=UNIT).value for e in (CROSSED.best("x"), CROSSED.uniquely_best("x")))
    for value, number in (("1/3", Fraction(1, 2)), ("3/4", Fraction(1, 2))):
        assert weak.subs(p, value) == strict.subs(p, value) == number
    assert (weak.subs(p, "1/2"), strict.subs(p, "1/2")) == (1, 0)
    found = region(Pr(CROSSED.best("x")) >= "3/4", goals=UNIT)
    assert [(e.place.rational, e.status) for e in found.edges] == [(Fraction(1, 2), Status.HOLDS)]


def test_options_whose_features_coincide_at_one_number():
    """`m - a` is `2 p - 1` times the feature `g`."""
    law = features(iid(Uniform(-1, 1)), {"a": {"f": 1}, "b": {"f": 1, "g": 1}, "c": {"f": 1, "g": -1}})
    menu = Choice({"a": {"a": 1}, "m": {"b": p, "c": 1 - p}})
    for goals in (law, mixture([("1/2", law), ("1/2", law)])):
        found = measure(Pr(menu.best("a")), goals=goals).value
        assert [found.subs(p, q) for q in ("1/3", "1/2", "2/3")] == [sympy.Rational(1, 2), 1, sympy.Rational(1, 2)]
        edges = region(Pr(menu.best("a")) >= "3/4", goals=goals).edges
        assert [(e.place.rational, e.status) for e in edges] == [(Fraction(1, 2), Status.HOLDS)]


@pytest.mark.parametrize(
    ("law", "least", "edge"),
    [
        (mixture([(p, finite([(1, {"a": 1, "b": 0})])), (1 - p, UNIT)]), "3/5", Fraction(1, 5)),
        (mixture([(p, finite([(1, {"a": 1, "b": 0})])), (1 - p, UNIT)]).given(B <= "1/2"), "9/10", Fraction(3, 7)),
    ],
    ids=["weight-of-a-goal", "weight-of-a-goal-given-an-event"],
)
def test_regions_over_the_weights_of_goals(law, least, edge):
    """`p + (1 - p) / 2`; `(p + 3 (1 - p) / 8) / (p + (1 - p) / 2)`."""
    assert [e.place.rational for e in region(Pr(A >= B) >= least, goals=law).edges] == [edge]


def test_ties_of_goals_with_weights_count_as_the_event_says():
    law = iid(Discrete({0: p, 1: 1 - p}))
    edges = region(Pr(indifferent(A, B)) >= "5/8", goals=law).edges
    assert [e.place.rational for e in edges] == [Fraction(1, 4), Fraction(3, 4)]


# --- utilities that are all at an atom --------------------------------------------

SPIKE = iid(Mixture([("1/2", Discrete({1: 1})), ("1/2", Uniform(0, 2))]))


@pytest.mark.parametrize(
    ("quantity", "value"),
    [
        (E(maximum(A, "1/2")), Fraction(33, 32)),  # (1 + 1/4 * 1/2 + 3/4 * 5/4) / 2
        (Pr(maximum(A, "1/2") > 1), Fraction(1, 4)),
        (E(maximum(A - A + 1, 2)), 2),
        (Pr(maximum(A - A + 1, 2) >= 3), 0),
    ],
    ids=repr,
)
def test_a_maximum_of_numbers_is_a_number(quantity, value):
    """The better of an atom and a number has no utility in it, and is a maximum still."""
    assert measure(quantity, goals=SPIKE).value == value


def test_mixtures_in_mixtures_keep_all_their_parts():
    """1 with probability 1/4, on `[0, 2]` with 1/4, on `[2, 3]` with 1/2."""
    inner = Mixture([("1/2", Discrete({1: 1})), ("1/2", Uniform(0, 2))])
    law = iid(Mixture([("1/2", inner), ("1/2", Uniform(2, 3))]))
    assert measure(Pr(A >= 1), goals=law).value == Fraction(7, 8)
    assert measure(Pr(A >= B) + Pr(B > A), goals=law).value == 1


def test_smaller_of_two_atoms():
    """With `b = c` at their atoms the smaller of `a` and `b` is not above `c`, whatever `a` is."""
    low = Discrete({"-1/2": 1})
    law = independent({"a": Mixture([("3/4", Discrete({"1/2": 1})), ("1/4", Uniform(0, 1))]), "b": low, "c": low})
    assert measure(Pr(minimum(A, B) > C), goals=law).value == 0


# --- densities of several kinds ---------------------------------------------------


def test_utilities_that_are_uniform_or_exponential():
    """The mean over what each utility may be; only parts that are all uniform can be recomputed by Normaliz."""
    parts = [("1/3", Uniform(0, 1)), ("2/3", Exponential(1))]
    event = (2 * A >= B + C) & (3 * A >= 2 * B)
    by_hand = 0
    for chosen in product(parts, repeat=3):
        law = independent(dict(zip("abc", (m for _, m in chosen), strict=True)))
        by_hand += prod(Fraction(q) for q, _ in chosen) * sympy.sympify(measure(Pr(event), goals=law).value)
    assert sympy.simplify(measure(Pr(event), goals=iid(Mixture(parts))).value - by_hand) == 0


@pytest.mark.slow
def test_an_integral_that_does_not_come_to_an_end_is_no_answer():
    """Three comparisons of normal utilities, one of whose partial correlations comes near 1."""
    law = independent({"f": Normal(-2, 1), "g": Normal(2, 1), "h": Normal(2, 3)})
    f, g, h = (u(w) for w in "fgh")
    event = (3 * f + 5 * h < 4 * g) & (11 * f + 27 * h < 24 * g) & (7 * f + 9 * h < 6 * g)
    with pytest.raises(InvalidValue, match="no exact route"):
        measure(Pr(event), goals=law)
