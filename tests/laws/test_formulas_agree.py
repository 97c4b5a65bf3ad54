"""Formulas in a symbol, and regions, agree with what is computed at numbers, for problems that hypothesis makes up."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sympy import Rational, Symbol

from decision import (
    Choice,
    E,
    PowerFunction,
    Pr,
    Status,
    Uniform,
    finite,
    iid,
    measure,
    region,
)
from decision.language.evaluate import holds

F = Fraction
P = Symbol("p")
NAMES = ["a", "b", "c"]
QUICK = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])

points = st.fractions(min_value=F(1, 40), max_value=F(39, 40), max_denominator=40)
lotteries = st.one_of(
    st.sampled_from(NAMES).map(lambda w: lambda p: {w: 1}),
    st.permutations(NAMES).map(lambda w: lambda p: {w[0]: p, w[1]: 1 - p}),
    st.permutations(NAMES).map(lambda w: lambda p: {w[0]: p * p, w[1]: 1 - p * p}),
    st.permutations(NAMES).map(lambda w: lambda p: {w[0]: p / 2, w[1]: F(1, 2), w[2]: (1 - p) / 2}),
)
menus = st.lists(lotteries, min_size=2, max_size=2).filter(lambda fs: menu(fs, P).best("o0").symbols)
bounded = st.sampled_from([Uniform(0, 1), PowerFunction(2)])
utilities = st.fixed_dictionaries({w: st.integers(-3, 3) for w in NAMES})
laws = bounded.map(iid)
finite_laws = st.lists(utilities, min_size=1, max_size=4).map(lambda rows: finite([(F(1, len(rows)), g) for g in rows]))


def menu(lotteries: list[Callable[[Any], Any]], p: Any) -> Choice:
    exact = [f(p) for f in lotteries]
    if p is P:
        exact = [{w: Rational(q) if isinstance(q, Fraction) else q for w, q in lottery.items()} for lottery in exact]
    return Choice({f"o{k}": lottery for k, lottery in enumerate(exact)})


def in_numbers(value: Any, point: Fraction) -> Fraction:
    found = value.subs(P, Rational(point)) if hasattr(value, "subs") else Rational(value)
    return F(int(found.p), int(found.q))


@QUICK
@given(menus, laws, points)
def test_probabilities_and_expectations(lotteries: list[Any], law: Any, point: Fraction) -> None:
    symbolic, numeric = menu(lotteries, P), menu(lotteries, point)
    for ask in (
        lambda m: Pr(m.best("o0")),
        lambda m: E(m.value()),
    ):
        try:
            expected = measure(ask(numeric), goals=law).value
        except ValueError:  # the condition has probability 0
            continue
        assert in_numbers(measure(ask(symbolic), goals=law).value, point) == expected


@QUICK
@given(menus, finite_laws, points)
def test_finite_laws_with_ties(lotteries: list[Any], law: Any, point: Fraction) -> None:
    event = menu(lotteries, point).best("o0")
    expected = sum(weight for weight, goal in law.atoms if holds(event, goal))
    assert in_numbers(measure(Pr(menu(lotteries, P).best("o0")), goals=law).value, point) == expected


@QUICK
@given(
    menus,
    st.one_of(laws, finite_laws),
    st.lists(points, min_size=2, max_size=2),
    st.sampled_from(["1/4", "1/3", "1/2"]),
)
def test_regions(lotteries: list[Any], law: Any, tried: list[Fraction], threshold: str) -> None:
    found = region(Pr(menu(lotteries, P).best("o0")) >= F(threshold), goals=law, over={P: (0, 1)})
    for point in [*tried, *(e.place.rational for e in found.edges if e.place.rational is not None)]:
        chance = measure(Pr(menu(lotteries, point).best("o0")), goals=law).value
        assert found.at(point) is (Status.HOLDS if chance >= F(threshold) else Status.FAILS)
