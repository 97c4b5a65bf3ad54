"""Theorems on shutdown, resources, dominance and information: certified, near miss, refused."""

from __future__ import annotations

import pytest

from decision import MDP, Choice, InvalidValue, UnknownName
from decision.theory.dominance import (
    check_inclusion,
    check_interiority,
    check_permuted_inclusion,
    check_permuted_interiority,
)
from decision.theory.information import check_free_information
from decision.theory.resources import check_cheap_lunch, check_defection, check_needed_lunch
from decision.theory.shutdown import check_shutdown_avoided
from decision.theory.universe import Act, Region, Universe
from tests.golden.test_theorems import certified, false, refused

# --- Krakovna and Kramar --------------------------------------------------------------------------------------------

TRAINED = {"t0": "good", "t1": "stay", "t2": "stay"}
TRAINING = {
    "t0": {"good": {"t1": 1}, "bad": {"t2": 1}},
    "t1": {"stay": {"t1": 1}},
    "t2": {"stay": {"t2": 1}},
}
NEW = {
    "new": {"off": {"end": 1}, "go": {"hub": 1}},
    "hub": {"a": {"a": 1}, "b": {"b": 1}},
    "a": {"stay": {"a": 1}},
    "b": {"stay": {"b": 1}},
}


def shutdown(discount, **changes):
    rows = {**NEW, **TRAINING, **changes}
    return MDP(rows, discount=discount, terminal={} if "end" in rows else {"end": "once"})


def test_shutdown_is_avoided_by_two_thirds_of_the_goals_compatible_with_training():
    report = certified(check_shutdown_avoided(shutdown("3/4"), "new", "off", TRAINED))
    assert report.hypotheses[-1].witness == "a, b"
    assert len(report.given) == 3


def test_the_count_of_visits_has_to_exceed_one():
    """At discount 1/2 staying in `a` from the second step on counts exactly 1."""
    refused(check_shutdown_avoided(shutdown("1/2"), "new", "off", TRAINED), "revisited more than once")
    certified(check_shutdown_avoided(shutdown("501/1000"), "new", "off", TRAINED, 1))


def test_at_a_low_discount_shutdown_is_not_avoided_twice_as_often():
    mdp = shutdown("1/10")
    report = refused(check_shutdown_avoided(mdp, "new", "off", TRAINED, 2), "2 states revisited more than once")
    assert false(report, mdp.outcomes)


def test_shutdown_that_pays_for_ever():
    mdp = shutdown("3/4", end={"stay": {"end": 1}})
    report = refused(check_shutdown_avoided(mdp, "new", "off", TRAINED), "pays once")
    assert report.hypotheses[1].witness == "end: goes on"
    assert false(report, mdp.outcomes)


def test_training_states_within_reach():
    mdp = shutdown("3/4", hub={"a": {"a": 1}, "b": {"b": 1}, "back": {"t1": 1}})
    report = refused(check_shutdown_avoided(mdp, "new", "off", TRAINED), "no training state is reachable")
    assert "t1" in report.hypotheses[2].witness


def test_rewards_outside_training_that_matter_in_training():
    mdp = shutdown("3/4", t0={"good": {"t1": 1}, "bad": {"new": 1}})
    refused(check_shutdown_avoided(mdp, "new", "off", TRAINED), "rewards outside training do not matter")


def test_a_state_visited_in_training_is_not_new():
    report = check_shutdown_avoided(shutdown("3/4"), "t0", "bad", TRAINED)
    assert "t0 is not visited in training" in report.failing
    assert report.verdict is None


def test_a_state_passed_once_is_not_revisited():
    """`hub` has no way back, so it does not count however patient the agent is."""
    report = check_shutdown_avoided(shutdown("99/100"), "new", "off", TRAINED, 3)
    assert report.hypotheses[-1].witness == "a, b"


def test_no_choice_is_refused():
    with pytest.raises(InvalidValue, match="no action besides"):
        check_shutdown_avoided(shutdown("3/4"), "a", "stay", {})


# --- Benson-Tilsen and Soares ---------------------------------------------------------------------------------------

DIG = Act("stripped", gives=frozenset({"ore"}))
TAKE = [("dig", "wait"), ("leave", "large")]


def universe(dig=DIG, resources=(), small=()):
    earth = Region("green", {"green": {"leave": Act("green"), "dig": dig}, "stripped": {"leave": Act("stripped")}})
    build = {"small": Act("small", frozenset(small)), "large": Act("large", frozenset({"ore"}))}
    home = Region(
        "none",
        {"none": {"wait": Act("none"), **build}, "small": {"wait": Act("small")}, "large": {"wait": Act("large")}},
    )
    return Universe({"earth": earth, "home": home}, resources, 2)


def test_a_cheap_lunch_is_eaten_by_some_optimal_strategy():
    certified(check_cheap_lunch(universe(), "earth"))


def test_a_lunch_that_costs_what_is_needed_elsewhere():
    there = universe(Act("stripped", frozenset({"fuel"}), frozenset({"ash"})), ("fuel",), ("fuel",))
    assert false(refused(check_cheap_lunch(there, "earth"), "compatible cheap lunch"), there.outcomes)


@pytest.mark.parametrize("theorem", [check_needed_lunch, check_defection])
def test_a_lunch_that_pays_is_eaten_by_every_optimal_strategy(theorem):
    certified(theorem(universe(), "earth", TAKE))


@pytest.mark.parametrize("theorem", [check_needed_lunch, check_defection])
def test_a_lunch_that_does_not_yield_what_the_plan_needs(theorem):
    there = universe(Act("stripped", gives=frozenset({"dust"})))
    assert false(refused(theorem(there, "earth", TAKE), "feasible"), there.outcomes)


def test_a_lunch_that_loses_resources():
    there = universe(Act("stripped", frozenset({"fuel"}), frozenset({"ore"})), ("fuel",))
    refused(check_needed_lunch(there, "earth", TAKE), "preserve resources")


def test_without_indifference_a_larger_gain_alone_is_not_enough():
    """Theorem 2's assumption on worth without its indifference: what theorem 3 repairs by asking for a margin."""
    there = universe()
    report = check_needed_lunch(there, "earth", TAKE)
    from decision import decide

    assert decide(report.thesis, given=report.given[:1], outcomes=there.outcomes).fails


def test_universe_refusals():
    with pytest.raises(InvalidValue, match="one tuple of actions for each step"):
        check_needed_lunch(universe(), "earth", TAKE[:1])
    with pytest.raises(UnknownName):
        check_needed_lunch(universe(), "earth", [("fly", "wait"), ("leave", "wait")])
    with pytest.raises(UnknownName):
        check_cheap_lunch(universe(), "moon")


def test_no_resource_is_used_twice():
    twin = Region("n", {"n": {"wait": Act("n"), "use": Act("y", frozenset({"ore"}))}, "y": {"wait": Act("y")}})
    both = Universe({"one": twin, "two": twin}, ("ore",), 1)
    assert {run.ends for run in both.runs()} == {("n", "n"), ("y", "n"), ("n", "y")}


# --- Tarsney --------------------------------------------------------------------------------------------------------

SURE = Choice({"a": {"a": 1}, "b": {"b": 1}})
COIN = Choice({"coin": {"a": "1/2", "b": "1/2"}})
OTHER_COIN = Choice({"coin": {"x": "1/2", "y": "1/2"}})
TURNED = Choice({"p": {"c": "1/3", "a": "2/3"}, "q": {"c": "1/3", "a": "1/2", "b": "1/6"}})
ORIGIN = Choice({"o": {"b": "1/3", "c": "2/3"}})


def test_inclusion():
    certified(check_inclusion(Choice({"a": {"a": 1}, "b": {"b": 1}, "c": {"c": 1}}), SURE))
    refused(check_inclusion(SURE, SURE), "more lotteries")
    assert false(refused(check_inclusion(SURE, Choice({"c": {"c": 1}})), "every lottery"), ("c",))


def test_interiority():
    certified(check_interiority(SURE, COIN))
    assert false(refused(check_interiority(SURE, Choice({"a": {"a": 1}})), "relative interior"))
    assert false(refused(check_interiority(SURE, OTHER_COIN), "relative interior"), ("x", "y"))
    refused(check_interiority(COIN, COIN), "at least two lotteries")


def test_a_side_of_a_triangle_is_not_its_interior():
    triangle = Choice({w: {w: 1} for w in "abc"})
    refused(check_interiority(triangle, COIN), "relative interior")
    certified(check_interiority(triangle, Choice({"even": {"a": "1/2", "b": "1/4", "c": "1/4"}})))


def test_permuted_inclusion():
    assert certified(check_permuted_inclusion(SURE, Choice({"c": {"c": 1}}))).involutions == ((("a", "c"),),)
    refused(check_permuted_inclusion(SURE, Choice({"x": {"x": 1}, "y": {"y": 1}})), "more lotteries")


def test_a_relabelling_of_order_three_is_no_copy():
    assert false(refused(check_permuted_inclusion(TURNED, ORIGIN), "contains a copy"))


def test_permuted_interiority():
    assert certified(check_permuted_interiority(SURE, OTHER_COIN)).involutions == ((("a", "x"), ("b", "y")),)
    report = refused(check_permuted_interiority(OTHER_COIN, SURE), "copy of the weaker", "at least two")
    assert false(report)


def test_search_for_interiors_reports_its_limit():
    report = check_permuted_interiority(SURE, OTHER_COIN, limit=1)
    assert report.hypotheses[0].status.value == "UNDECIDED"
    assert report.verdict is None


# --- Good -----------------------------------------------------------------------------------------------------------

WEATHER = {"rain": "1/4", "sun": "3/4"}
TABLE = {"umbrella": {"rain": "dry", "sun": "laden"}, "none": {"rain": "wet", "sun": "free"}}
CLOUDS = {"clouds": {"rain": "1/4", "sun": "1/4"}, "blue": {"sun": "1/2"}}


def test_free_information_never_hurts():
    certified(check_free_information(WEATHER, TABLE, CLOUDS))


def test_information_that_costs_an_act():
    after = {"clouds": {"none": TABLE["none"]}, "blue": TABLE}
    report = refused(check_free_information(WEATHER, TABLE, CLOUDS, after=after), "still available")
    assert report.hypotheses[1].witness == "umbrella after clouds"
    assert false(report)


def test_information_that_changes_an_outcome():
    late = {"umbrella": {"rain": "late", "sun": "late"}, "none": TABLE["none"]}
    report = check_free_information(WEATHER, TABLE, CLOUDS, after={"clouds": late, "blue": TABLE})
    assert false(refused(report, "bring the same"))


def test_a_signal_about_another_prior():
    report = refused(check_free_information({"rain": "1/2", "sun": "1/2"}, TABLE, CLOUDS), "prior as their marginal")
    assert report.hypotheses[0].witness == "rain has 1/4, not 1/2"
    assert false(report)
