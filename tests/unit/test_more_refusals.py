"""What theorems, trees and summaries refuse, and how they say it."""

from __future__ import annotations

import pytest
from sympy import Symbol

from decision import (
    MDP,
    Choice,
    Exchangeable,
    InvalidType,
    InvalidValue,
    Observe,
    Pr,
    Uniform,
    iid,
    region,
    sensitivity,
    u,
)
from decision.theory import universe
from decision.theory.shutdown import check_shutdown_avoided
from decision.theory.universe import Act, Region, Universe

P = Symbol("p")
REST = {"rest": Act("raw")}
MINE = Region("raw", {"raw": {**REST, "dig": Act("dug", gives=frozenset({"ore"}))}, "dug": {"rest": Act("dug")}})


def test_a_universe_needs_steps_and_few_strategies(monkeypatch):
    with pytest.raises(InvalidValue, match="not a number of steps"):
        Universe({"mine": MINE}, (), 0)
    monkeypatch.setattr(universe, "LIMIT", 1)
    with pytest.raises(InvalidValue, match="more than 1 feasible strategies"):
        Universe({"mine": MINE}, (), 2).runs()


ROWS = {"new": {"off": {"end": 1}, "go": {"a": 1}}, "a": {"stay": {"a": 1}}}


@pytest.mark.parametrize("options", [{"rewards": "actions"}, {"horizon": 3}, {"discount": 0}])
def test_shutdown_is_about_rewards_on_states_for_ever(options):
    mdp = MDP(ROWS, **{"discount": "1/2", "terminal": {"end": "once"}, **options})
    with pytest.raises(InvalidValue, match="has rewards on"):
        check_shutdown_avoided(mdp, "new", "off", {})


@pytest.mark.parametrize(
    ("joint", "message"),
    [
        ({"hot": {"x": "3/2"}, "cold": {"x": "-1/2"}}, "is negative"),
        ({"hot": {"x": "1/2"}, "cold": {"x": "1/4"}}, "sum to 3/4, not 1"),
    ],
)
def test_joint_probabilities_of_signals_and_states(joint, message):
    with pytest.raises(InvalidValue, match=message):
        Observe(joint, {"go": {"x": "a"}, "stay": {"x": "b"}})


def test_a_thesis_that_fails_is_said_to_fail_already():
    menu = Choice({"sure": {"a": 1}, "coin": {"b": "1/2", "c": "1/2"}})
    found = sensitivity(Pr(menu.best("sure")) >= "2/3", iid(Uniform(0, 1)))
    assert found.largest is None
    assert "fails already under" in repr(found)
    assert "holds by" in repr(sensitivity(Pr(menu.best("sure")) >= "1/3", iid(Uniform(0, 1))))


def test_laws_and_assumptions_are_not_mixed_as_a_direction():
    menu = Choice({"sure": {"a": 1}, "coin": {"b": "1/2", "c": "1/2"}})
    with pytest.raises(InvalidType, match="mixes laws and assumptions"):
        sensitivity(Pr(menu.best("sure")) >= "1/3", iid(Uniform(0, 1)), towards=[iid(Uniform(0, 1)), Exchangeable()])


def test_an_equality_between_critical_numbers_of_a_class_is_not_known():
    """The symbol is in the bound only; an equality has no threshold, so nothing is said between numbers."""
    found = region(Pr(u("a") >= u("b")) == P, given=[Exchangeable()], over={"p": (0, 1)})
    assert not found.holds
