"""Regions: what they say edge by edge, what they refuse, and how they look."""

from collections.abc import Callable
from fractions import Fraction
from operator import eq, ge, gt, le, lt
from typing import Any

import pytest
from sympy import Eq, Or, Rational, Symbol

from decision import (
    IID,
    Choice,
    DecisionError,
    E,
    Evidence,
    Exchangeable,
    Exponential,
    InvalidType,
    InvalidValue,
    NoTies,
    Pr,
    Status,
    Supported,
    Uniform,
    UnknownName,
    iid,
    measure,
    region,
    u,
)

F = Fraction
P, Q = Symbol("p"), Symbol("q")
UNIFORM = iid(Uniform(0, 1))
MENU = Choice({"sure": {"w": 1}, "r": {"a": P, "b": 1 - P}, "s": {"a": 1 - P, "b": P}})
WIDE = Choice(
    {
        "sure": {"w": 1},
        "r": {"a": P, "b": 1 - P},
        "t": {"a": 1 - P, "c": P},
        "v": {"d": P, "e": P / 2, "f": 1 - 3 * P / 2},
    }
)
DOMINATED = Choice({"r": {"a": P, "b": 1 - P}, "s": {"a": 1 - P, "b": P}})


def test_every_stretch_is_checked_at_a_number_by_another_algorithm() -> None:
    found = region(Pr(MENU.best("sure")) >= "4/9", goals=UNIFORM)
    assert [len(s.checks) for s in found.stretches] == [1, 1, 1]
    assert all(c.evidence is Evidence.AGREED for s in found.stretches for c in s.checks)
    for stretch in found.stretches:
        (check,) = stretch.checks
        numeric = measure(Pr(MENU.substitute({P: check.point}).best("sure")), goals=UNIFORM).value
        assert check.difference == numeric - F(4, 9)
    assert [e.check.difference for e in found.edges if e.check is not None] == [0, 0]


@pytest.mark.parametrize(
    ("relation", "between", "at"),
    [
        (lambda a, b: a >= b, "HOLDS", "HOLDS"),
        (lambda a, b: a > b, "HOLDS", "FAILS"),
        (lambda a, b: a <= b, "FAILS", "HOLDS"),
        (lambda a, b: a < b, "FAILS", "FAILS"),
        (lambda a, b: a == b, "FAILS", "HOLDS"),
    ],
)
def test_all_relations(relation: Callable[[Any, Any], Any], between: str, at: str) -> None:
    found = region(relation(Pr(MENU.best("sure")), F(4, 9) + 0 * P), goals=UNIFORM)
    assert found.at("1/2").value == between
    assert found.at("1/3").value == found.at("2/3").value == at


CUTS = [F(k, 60) for k in range(1, 60)]


@pytest.mark.parametrize("relation", [">=", ">", "<=", "<", "=="])
@pytest.mark.parametrize("level", ["4/9", "5/12"])
def test_the_condition_is_true_exactly_where_the_region_holds(relation: str, level: str) -> None:
    compared = {">=": ge, ">": gt, "<=": le, "<": lt, "==": eq}[relation]
    found = region(compared(Pr(MENU.best("sure")), F(level) + 0 * P), goals=UNIFORM)
    for number in (*CUTS, *(F(str(b)) for b in found.breakpoints if b.is_Rational)):
        said = found.condition.subs(P, Rational(number.numerator, number.denominator))
        assert bool(said) == (found.at(number) is Status.HOLDS), (number, found.condition)


def test_single_numbers_at_which_an_equality_holds() -> None:
    found = region(Pr(MENU.best("sure")) == F(4, 9) + 0 * P, goals=UNIFORM)
    assert found.condition == Or(Eq(P, Rational(1, 3)), Eq(P, Rational(2, 3)))


def test_a_region_prints_reads_and_draws(tmp_path: Any) -> None:
    found = region(E(MENU.value("r")) + P**5 >= "3/5", goals=UNIFORM)
    assert "0.630957..." in repr(found)
    assert "root of 10*x**5 - 1 in [0.630957, 0.630958]" in repr(found)
    assert "<table>" in found._repr_html_()
    assert float(found.breakpoints[0]) == pytest.approx(0.1**0.2)
    found.plot(title="p").savefig(tmp_path / "region.png")
    assert (tmp_path / "region.png").stat().st_size > 5000


def test_one_law_among_the_assumptions_is_that_law() -> None:
    assert region(Pr(MENU.best("sure")) >= "4/9", given=[UNIFORM]).at("1/2") is Status.HOLDS


def test_classes_are_settled_between_critical_points() -> None:
    found = region(Pr(DOMINATED.uniquely_best("r")) == 1, given=[Supported(u("a") > u("b"))])
    assert str(found.condition) == "(p > 1/2) & (p < 1)"
    assert found.at("1/2") is Status.FAILS
    assert found.evidence is Evidence.CERTIFIED
    for stretch in found.stretches:
        assert all(c.verdict is not None and c.verdict.certificate for c in stretch.checks)


def test_what_is_not_known_between_numbers_is_a_gap() -> None:
    risky = Choice({"sure": {"w": 1}, "r": {"a": P, "b": 1 - P}})
    found = region(Pr(risky.best("sure")) >= "1/3", given=[IID(), NoTies()])
    assert {s.status for s in found.stretches} == {Status.UNDECIDED}
    assert {e.status for e in found.edges} == {Status.HOLDS}
    assert found.at("1/2") is Status.HOLDS
    assert found.at("1/3") is Status.UNDECIDED
    assert not found.holds
    assert not found.fails
    found.plot()


REFUSALS: dict[str, tuple[Callable[[], Any], type[DecisionError], str]] = {
    "no-symbol": (lambda: region(Pr(u("a") >= u("b")) >= 0, goals=UNIFORM), InvalidType, "no symbol"),
    "three-parameters": (
        lambda: region(Pr(u("a") >= P * u("b")) >= Q + Symbol("r"), goals=UNIFORM),
        InvalidType,
        "p, q, r; a region has one parameter",
    ),
    "unknown-parameter": (
        lambda: region(Pr(MENU.best("r")) >= 0, goals=UNIFORM, over={"q": (0, 1)}),
        UnknownName,
        "'p'",
    ),
    "probability-beyond-one": (
        lambda: region(Pr(MENU.best("r")) >= 0, goals=UNIFORM, over={"p": (0, 2)}),
        InvalidValue,
        "1 - p is negative at 3/2",
    ),
    "no-range": (lambda: region(Pr(u("a") >= u("b")) >= Q, goals=UNIFORM), InvalidValue, "over={'q': (0, 1)}"),
    "empty-range": (
        lambda: region(Pr(MENU.best("r")) >= 0, goals=UNIFORM, over={"p": ("1/2", "1/2")}),
        InvalidValue,
        "smaller end first",
    ),
    "range-of-one-number": (
        lambda: region(Pr(MENU.best("r")) >= 0, goals=UNIFORM, over={"p": (0,)}),
        InvalidValue,
        "pair",
    ),
    "float-in-the-range": (
        lambda: region(Pr(MENU.best("r")) >= 0, goals=UNIFORM, over={"p": (0, 0.5)}),
        InvalidType,
        "'1/2'",
    ),
    "law-and-class": (
        lambda: region(Pr(MENU.best("r")) >= 0, goals=UNIFORM, given=[NoTies()]),
        InvalidType,
        "exactly one",
    ),
    "neither": (lambda: region(Pr(MENU.best("r")) >= 0), InvalidType, "exactly one"),
    "no-formula": (
        lambda: region(Pr(MENU.best("r")) >= 0, goals=iid(Exponential(1))),
        InvalidValue,
        "no piecewise polynomial density",
    ),
    "too-many-shared-outcomes": (
        lambda: region(E(WIDE.value(), given=WIDE.best("t") | WIDE.best("v")) >= 0, goals=UNIFORM),
        InvalidValue,
        "at most 5",
    ),
    "outside-the-range": (
        lambda: region(Pr(MENU.best("sure")) >= "4/9", goals=UNIFORM).at(2),
        InvalidValue,
        "not in the range (0, 1)",
    ),
    "formula-in-two-symbols": (
        lambda: measure(Pr(u("a") >= P * u("b") + Q * u("c")), goals=UNIFORM),
        InvalidType,
        "substitute numbers for the others",
    ),
    "class-without-symbol": (
        lambda: region(Pr(u("a") >= u("b")) >= 0, given=[Exchangeable()]),
        InvalidType,
        "no symbol",
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_refusals(name: str) -> None:
    act, kind, words = REFUSALS[name]
    with pytest.raises(kind) as error:
        act()
    assert words in str(error.value)
