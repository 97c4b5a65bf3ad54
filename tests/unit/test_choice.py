"""`Choice`: overlapping options, duplicates, mixtures, more worlds than options and the reverse."""

import random
from fractions import Fraction
from typing import Any

import pytest

from decision import Choice, maximum, normalise, u
from decision.language.evaluate import evaluate, holds

MENUS: dict[str, dict[str, dict[str, Any]]] = {
    "one-option": {"a": {"x": 1}},
    "disjoint": {"a": {"x": 1}, "b": {"y": 1}},
    "overlapping": {"a": {"x": "1/2", "y": "1/2"}, "b": {"y": "1/2", "z": "1/2"}, "c": {"x": 1}},
    "duplicates": {"a": {"x": 1}, "b": {"x": 1}, "c": {"y": "1/3", "z": "2/3"}, "d": {"z": "2/3", "y": "1/3"}},
    "mixture": {"a": {"x": 1}, "b": {"y": 1}, "mix": {"x": "1/4", "y": "3/4"}},
    "more-worlds": {"a": {f"w{i}": Fraction(1, 10) for i in range(10)}, "b": {f"v{i}": "1/5" for i in range(5)}},
    "more-options": {f"o{i}": {"x": Fraction(i, 9), "y": Fraction(9 - i, 9)} for i in range(10)},
    "zeros": {"a": {"x": 1, "y": 0}, "b": {"y": "1", "z": "0"}},
}


def naive(menu: dict[str, dict[str, Any]], goal: dict[str, Fraction]) -> dict[str, Fraction]:
    return {o: sum((Fraction(p) * goal[w] for w, p in row.items()), Fraction(0)) for o, row in menu.items()}


@pytest.mark.parametrize("name", MENUS)
def test_values_and_events_against_direct_evaluation(name: str) -> None:
    rows, source = MENUS[name], random.Random(name)
    menu = Choice(rows)
    worlds = {w for row in rows.values() for w in row}
    for _ in range(60):
        goal = {w: Fraction(source.randint(-2, 2), source.choice([1, 1, 3])) for w in worlds}
        worth = naive(rows, goal)
        top, bottom = max(worth.values()), min(worth.values())
        assert evaluate(menu.value(), goal) == top
        for o in rows:
            others = [worth[p] for p in rows if p != o]
            assert evaluate(menu.value(o), goal) == worth[o]
            assert holds(menu.best(o), goal) is (worth[o] == top)
            assert holds(menu.worst(o), goal) is (worth[o] == bottom)
            assert holds(menu.uniquely_best(o), goal) is all(worth[o] > v for v in others)
            assert holds(menu.uniquely_worst(o), goal) is all(worth[o] < v for v in others)
            for p in rows:
                assert holds(menu.prefers(o, p), goal) is (worth[o] > worth[p])


def test_names_in_the_order_given() -> None:
    menu = Choice({"z": {"q": "1/2", "b": "1/2"}, "a": {"b": 1}, "m": {"c": 1}})
    assert menu.options == ("z", "a", "m")
    assert menu.outcomes == ("q", "b", "c")


def test_zero_probabilities_are_dropped() -> None:
    menu = Choice(MENUS["zeros"])
    assert menu.outcomes == ("x", "y")
    assert menu.lottery("a") == {"x": 1}
    assert menu.value("a") == u("x")
    assert menu == Choice({"a": {"x": 1}, "b": {"y": 1}})


def test_a_single_option_is_always_best() -> None:
    menu = Choice({"a": {"x": 1}})
    for event in (menu.best("a"), menu.uniquely_best("a"), menu.worst("a")):
        assert holds(event, {"x": Fraction(3)})


def test_duplicates_are_never_uniquely_best() -> None:
    menu = Choice(MENUS["duplicates"])
    for o in menu.options:
        assert not holds(menu.uniquely_best(o), {"x": Fraction(1), "y": Fraction(0), "z": Fraction(0)})


def test_value_of_a_menu_is_the_maximum() -> None:
    menu = Choice(MENUS["disjoint"])
    assert menu.value() == maximum(u("x"), u("y")) == maximum(u("y"), u("x"))


def test_choices_compare_and_print() -> None:
    menu = Choice(MENUS["mixture"])
    assert menu == Choice(MENUS["mixture"])
    assert hash(menu) == hash(Choice(MENUS["mixture"]))
    assert menu != Choice(MENUS["disjoint"])
    assert eval(repr(menu)) == menu  # the menu prints as the Python that makes it


def test_lotteries_are_copies() -> None:
    menu = Choice(MENUS["disjoint"])
    menu.lottery("a")["x"] = Fraction(0)
    assert menu.lottery("a") == {"x": 1}


def test_normalise_is_explicit() -> None:
    weights = normalise({"a": "1/3", "b": 1, "c": 0})
    assert weights == {"a": Fraction(1, 4), "b": Fraction(3, 4)}
    assert Choice({"o": weights}).lottery("o") == weights


def test_options_as_pairs() -> None:
    assert Choice([("a", {"x": 1}), ("b", {"y": 1})]) == Choice(MENUS["disjoint"])  # type: ignore[arg-type]
