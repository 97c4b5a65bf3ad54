"""Cells of random events and values against direct evaluation: which goals they contain, and the value there."""

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decision import Choice, InvalidValue, maximum, pick, u
from decision.engines.measure import cells as module
from decision.engines.measure.cells import Cell, cells
from decision.engines.measure.regions import Form, Region
from decision.language.evaluate import evaluate, holds
from decision.language.events import FALSE, TRUE, all_of
from tests.laws.expressions import NAMES, build, build_event, event_trees, small_trees

F = Fraction
SIZE = 10**9 + 7
"""Goals have this prime as denominator: with small coefficients no tie that is not forced comes about."""


def goal(seed: int) -> dict[str, Fraction]:
    source = random.Random(seed)
    return {w: F(source.randrange(-4 * SIZE, 4 * SIZE), SIZE) for w in NAMES}


def at(form: Form, point: dict[str, Fraction]) -> Fraction:
    return form[1] + sum(q * point[w] for q, w in zip(form[0], NAMES, strict=True))


def containing(found: list[Cell], point: dict[str, Fraction]) -> list[Cell]:
    return [c for c in found if all(at(row, point) >= 0 for row in c.rows)]


@given(event_trees, small_trees, st.integers(0, 10**6))
@settings(max_examples=60)
def test_a_goal_is_in_one_cell_of_an_event_it_satisfies_and_in_none_of_another(event, value, seed) -> None:
    built, worth = build_event(event), build(value)
    try:
        found = cells(built, worth, NAMES)
    except InvalidValue:
        return
    for k in range(20):
        point = goal(seed + k)
        inside = containing(found, point)
        assert len(inside) == holds(built, point)
        assert all(at(c.value, point) == evaluate(worth, point) for c in inside)


def test_one_option_being_best_is_one_cell_and_the_best_value_one_for_each_option() -> None:
    choice = Choice({w: {w: 1} for w in NAMES})
    assert len(cells(choice.best("a"), None, NAMES)) == 1
    assert len(cells(None, choice.value(), NAMES)) == 4
    assert len(cells(None, choice.value() + 2 * choice.value(), NAMES)) == 4
    some = choice.best("a") | choice.best("b")
    assert len(cells(some, None, NAMES)) == 2


def test_an_option_that_is_never_best_has_no_cell() -> None:
    inner = Choice({"a": {"a": 1}, "b": {"b": 1}, "mean": {"a": "1/2", "b": "1/2"}})
    assert cells(inner.best("mean"), None, NAMES) == []
    assert len(cells(None, inner.value(), NAMES)) == 2


def test_cells_outside_the_support_are_left_out() -> None:
    unit = [((F(1), F(0), F(0), F(0)), F(0)), ((F(-1), F(0), F(0), F(0)), F(1))]
    assert cells(u("a") >= 2, None, NAMES, unit) == []
    (everything,) = cells((u("a") >= 2) | (u("a") >= -1), None, NAMES, unit)
    assert everything.rows == ()


def test_redundant_rows_are_dropped() -> None:
    chain = (u("a") >= u("b")) & (u("a") >= u("c")) & (u("b") >= u("c"))
    (cell,) = cells(chain, None, NAMES)
    assert len(cell.rows) == 2


def test_certain_and_impossible_events() -> None:
    assert len(cells(TRUE, None, NAMES)) == 1
    assert cells(FALSE, None, NAMES) == []
    assert cells((u("a") > u("b")) & (u("b") > u("a")), None, NAMES) == []


def test_a_tie_that_is_not_of_probability_zero_is_taken_literally() -> None:
    """Where `a` is larger than `b` and `c`, both maxima are `a`."""
    first, second = maximum(u("a"), u("b")), maximum(u("a"), u("c"))
    weak, strict = cells(first >= second, None, NAMES), cells(first > second, None, NAMES)
    top = {"a": F(3), "b": F(2), "c": F(1), "d": F(0)}
    assert len(containing(weak, top)) == 1
    assert containing(strict, top) == []


@pytest.mark.parametrize(("ties", "expected"), [("best", 2), ("worst", 1), ("uniform", F(3, 2))])
def test_a_chooser_who_does_not_care(ties: str, expected: Fraction) -> None:
    value = pick([u("d"), u("d"), u("c")], [u("a"), u("b"), u("c")], ties=ties)
    point = {"a": F(1), "b": F(2), "c": F(3), "d": F(4)}
    (cell,) = containing(cells(None, value, NAMES), point)
    assert at(cell.value, point) == expected


def test_a_region_says_open_where_it_cannot_tell() -> None:
    region = Region.within(2, [((F(1), F(0)), F(0))])
    assert region.status((1, 0, 1)) is True
    assert region.status((-1, 0, -1)) is False
    assert region.status((0, 1, 0)) is None


def test_too_many_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LIMIT", 3)
    parity = all_of(*((u(w) >= 0) | (u(w) <= -1) for w in NAMES))
    with pytest.raises(InvalidValue, match="more than 3 polyhedral cells"):
        cells(parity, None, NAMES)
