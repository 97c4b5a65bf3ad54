"""Numbers with symbols: substitution commutes with everything, and nothing takes a symbol for a number."""

import copy
import pickle
import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Symbol, sqrt

from decision import (
    MDP,
    POWER,
    Chance,
    Choice,
    Decision,
    DecisionError,
    E,
    InvalidType,
    InvalidValue,
    Outcome,
    Plan,
    Pr,
    Sophisticated,
    UnknownName,
    decide,
    indifferent,
    maximum,
    orbit_counts,
    u,
)
from decision.language.evaluate import evaluate, holds
from decision.language.parametric import Parametric, number, parametric
from tests.golden.mdps import FIGURE_1, WAIT, graph

F = Fraction
P, Q = Symbol("p"), Symbol("q")
numbers = st.fractions(min_value=-2, max_value=2, max_denominator=8)
expressions = st.recursive(
    st.one_of(numbers, st.just(P)),
    lambda inner: st.tuples(st.sampled_from("+-*"), inner, inner),
    max_leaves=6,
)


def read(tree: Any, symbol: Any) -> Any:
    """The number a tree stands for, with a symbol or a number in its place."""
    if not isinstance(tree, tuple):
        return symbol if tree is P else tree
    sign, a, b = tree
    left, right = read(a, symbol), read(b, symbol)
    return left + right if sign == "+" else left - right if sign == "-" else left * right


@settings(max_examples=60, deadline=None)
@given(expressions, numbers)
def test_arithmetic_commutes_with_substitution(tree: Any, point: Fraction) -> None:
    value = read(tree, number(P, "p"))
    at_point = value.substitute({"p": point}) if isinstance(value, Parametric) else value
    assert at_point == read(tree, point)


@settings(max_examples=40, deadline=None)
@given(expressions, expressions, numbers, st.lists(numbers, min_size=3, max_size=3))
def test_values_and_events_commute_with_substitution(one: Any, two: Any, point: Fraction, goal: list[Fraction]) -> None:
    def build(symbol: Any) -> tuple[Any, Any]:
        first = read(one, symbol) * u("a") + u("b")
        value = maximum(first, read(two, symbol) * u("c")) - u("a") * F(1, 2)
        return value, (value >= u("b")) | indifferent(first, u("c"))

    at = dict(zip("abc", goal, strict=True))
    with_symbol, with_number = build(number(P, "p")), build(point)
    fixed = [x.substitute({"p": point}) if x.symbols else x for x in with_symbol]
    assert evaluate(fixed[0], at) == evaluate(with_number[0], at)
    assert holds(fixed[1], at) == holds(with_number[1], at)


def menu(p: Any) -> Choice:
    return Choice({"sure": {"w": 1}, "r": {"a": p, "b": 1 - p}, "s": {"a": (1 - p) / 2, "w": (1 + p) / 2}})


def plan(p: Any) -> Plan:
    later = Decision("later", {"x": Outcome("x"), "y": Outcome("y")}, chooser="changed")
    told = {k: Decision(f"at {k}", {"x": Outcome(f"{k}x"), "y": Outcome("y")}, information="I") for k in "ht"}
    coin = Chance("coin", {"h": (p, told["h"]), "t": (1 - p, told["t"])})
    go = Chance("go", {"on": (p, later), "off": (1 - p, coin)})
    return Plan(Decision("now", {"stop": Outcome("s"), "go": go}), rule=Sophisticated())


def process(p: Any, discount: Any, horizon: int | None = None) -> MDP:
    rows = {"s": {"a": {"s": p, "t": 1 - p}, "b": {"t": 1}}, "t": {"x": {"x": 1}, "s": {"s": 1}}, "x": {"x": {"x": 1}}}
    return MDP(rows, discount=discount, horizon=horizon)


CASES: dict[str, Callable[[Any], Any]] = {
    "option": lambda p: menu(p).value("r"),
    "menu": lambda p: menu(p).value(),
    "best": lambda p: menu(p).best("s"),
    "uniquely-best": lambda p: menu(p).uniquely_best("r"),
    "worst": lambda p: menu(p).worst("sure"),
    "plan-value": lambda p: plan(p).value(),
    "plan-best": lambda p: plan(p).best("go"),
    "plan-information-set": lambda p: plan(p).at("at h").best("x"),
    "transition-value": lambda p: process(p, "1/2").value("s"),
    "transition-optimal": lambda p: process(p, "1/2").optimal("s", "a"),
    "transition-horizon": lambda p: process(p, "1/2", 3).optimal("s", "a"),
    "discount-horizon": lambda p: process(F(1, 3), p, 3).value("s"),
    "discount-value": lambda p: graph(FIGURE_1, p).value("star"),
    "discount-value-of-action": lambda p: graph(FIGURE_1, p).value("star", "lL"),
    "discount-up": lambda p: graph(FIGURE_1, p).optimal("star", "nil"),
    "discount-left": lambda p: graph(FIGURE_1, p).optimal("star", "lL"),
    "discount-returning": lambda p: process(F(1, 3), p).optimal("t", "s"),
    "power": lambda p: POWER(graph(FIGURE_1, p), "star").terms[0][1].value,
    "power-next": lambda p: POWER(graph(FIGURE_1, p), "star", form="next").terms[0][1].value,
    "power-transition": lambda p: POWER(process(p, "1/2"), "s").terms[0][1].value,
}


@pytest.mark.parametrize("name", CASES)
def test_problems_commute_with_substitution(name: str) -> None:
    source = random.Random(name)
    symbolic = CASES[name](P)
    assert symbolic.symbols == ("p",)
    for point in (F(1, 7), F(1, 2), F(8, 9)):
        fixed, direct = symbolic.substitute({P: point}), CASES[name](point)
        for _ in range(40):
            names = ["w", "a", "b", "s", "t", "x", "y", "hx", "tx", "changed:x", "changed:y", *FIGURE_1, *WAIT]
            goal = {w: F(source.randint(-9, 9)) for w in names}
            meaning = evaluate if hasattr(fixed, "coefficients") else holds
            assert meaning(fixed, goal) == meaning(direct, goal)


def test_problems_with_symbols_are_substituted_too() -> None:
    assert menu(P).substitute({"p": "1/3"}) == menu(F(1, 3))
    assert plan(P).substitute({"p": "1/3"}) == plan(F(1, 3))
    assert menu(P).symbols == plan(P).symbols == process(P, "1/2").symbols == ("p",)


def test_two_symbols_are_substituted_one_by_one() -> None:
    thesis = Pr(P * u("a") >= u("b"), given=u("a") > Q) + E(Q * u("a")) / 2 >= P
    assert thesis.symbols == ("p", "q")
    half = thesis.substitute({"q": "1/2"})
    assert half.symbols == ("p",)
    assert str(half.substitute({"p": 2})) == "Pr(2 u(a) >= u(b) given u(a) > 1/2) + 1/2 E(1/2 u(a)) >= 2"


def test_expressions_with_symbols_hash_compare_copy_and_pickle() -> None:
    value = maximum(P * u("a"), u("b")) - P
    assert value == maximum(u("b"), number(P, "p") * u("a")) - P
    assert value != maximum(Q * u("a"), u("b")) - P
    assert hash(value) == hash(copy.deepcopy(value))
    assert pickle.loads(pickle.dumps(value)) == value == copy.copy(value)


def test_sentences_show_symbols() -> None:
    assert str(menu(P).value("r")) == "p u(a) + (1 - p) u(b)"
    assert str(u("a") - P) == "u(a) - p"
    assert str(Pr(u("a") >= P * u("b")) >= Q) == "Pr(u(a) >= p u(b)) >= q"
    assert (P * u("a") + (1 - P) * u("b"))._repr_latex_() == (r"$p u(\mathrm{a}) + \left(1 - p\right) u(\mathrm{b})$")


REFUSALS: dict[str, tuple[Callable[[], Any], type[DecisionError], str]] = {
    "order": (lambda: number(P, "p") < 1, InvalidType, "symbol p"),
    "order-from-the-left": (lambda: F(1, 2) <= number(P, "p"), InvalidType, "symbol p"),
    "float": (lambda: float(number(P, "p")), InvalidType, "symbol p"),
    "numerator": (lambda: number(P, "p").numerator, InvalidType, "symbol p"),
    "absolute": (lambda: abs(number(P, "p")), InvalidType, "symbol p"),
    "root": (lambda: sqrt(P) * u("a"), InvalidType, "quotient of polynomials"),
    "float-inside": (lambda: 0.5 * P * u("a"), InvalidType, "rational coefficients"),
    "decide": (lambda: decide(Pr(menu(P).best("r")) >= "1/3"), InvalidType, "region"),
    "decide-given": (lambda: decide(Pr(u("a") >= 0) >= 0, given=[Pr(u("a") >= P) >= 0]), InvalidType, "substitute"),
    "orbit-counts": (
        lambda: orbit_counts(menu(P).best("r"), menu(P).best("s"), goal={"w": 1, "a": 2, "b": 3}),
        InvalidType,
        "symbol p",
    ),
    "unknown-symbol": (lambda: menu(P).best("r").substitute({"q": 1}), UnknownName, "'p'"),
    "probability-out-of-range": (lambda: menu(P).best("r").substitute({"p": "5/4"}), InvalidValue, "at least 0"),
    "discount-out-of-range": (
        lambda: graph(WAIT, P).optimal("start", "wait").substitute({"p": 1}),
        InvalidValue,
        "than 0",
    ),
    "pole": (lambda: (u("a") / parametric(P, "p")).substitute({"p": 0}), InvalidValue, "no value"),
    "negative-menu": (lambda: menu(P).substitute({"p": 2}), InvalidValue, "at least 0"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_refusals(name: str) -> None:
    act, kind, words = REFUSALS[name]
    with pytest.raises(kind) as error:
        act()
    assert words in str(error.value)
