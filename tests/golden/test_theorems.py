"""Theorems on power: a published example certified, a near miss whose clause is named, a false conclusion refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from decision import MDP, Choice, Evidence, Exchangeable, InvalidType, InvalidValue, UnknownName, check, decide, most
from decision.problems.deciders import (
    AntiArgmax,
    Argmax,
    Bandit,
    BestOf,
    Boltzmann,
    Quantiliser,
    Satisficer,
    Stubborn,
    UniformArgmax,
)
from decision.problems.power import power_value
from decision.theory.ends import check_fewer_one_cycles, check_larger_ends, check_more_ends, check_one_cycle
from decision.theory.options import check_more_options, check_open_options_optimal, check_open_options_power
from decision.theory.retargeting import OrbitReport, check_expected_utility, check_retargetable
from tests.golden.mdps import FIGURE_1, SHAH, graph, star

F = Fraction
DISCOUNTS = ["1/10", "1/2", "9/10", "99/100"]
LEFT_TO_RIGHT = (("lNW", "rNE"), ("lSW", "rSE"))


def certified(report):
    assert report.applies, report
    assert report.verdict.holds, report
    assert report.verdict.evidence is Evidence.CERTIFIED
    assert check(report.verdict).accepted
    if report.converse is not None:
        assert report.converse.fails, report
        assert check(report.converse).accepted
    return report


def refused(report, *clauses):
    """The clauses that fail, and nothing is claimed."""
    assert report.verdict is None
    assert report.converse is None
    assert len(report.failing) == len(clauses), report
    assert all(part in text for part, text in zip(clauses, report.failing, strict=True)), report
    return report


def false(report, outcomes=()):
    """The conclusion itself is refuted."""
    verdict = decide(report.thesis, given=report.given, outcomes=outcomes)
    assert verdict.fails
    assert check(verdict).accepted
    return True


# --- 6.6 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("discount", DISCOUNTS)
def test_right_has_more_options_than_left(discount):
    """Turner et al. 2021, figure 4: the involution and both conclusions."""
    report = certified(check_more_options(graph(FIGURE_1, discount), "rSE", "lSW"))
    assert report.involutions == ((("lSW", "rSE"), ("lNW", "rNE")),)
    assert report.converse is not None


def test_left_has_more_options_than_nil():
    certified(check_more_options(graph(FIGURE_1, "9/10"), "lSW", "nil"))


def test_left_has_no_copy_of_right():
    mdp = graph(FIGURE_1, "9/10")
    assert false(refused(check_more_options(mdp, "lSW", "rSE"), "contains a copy"), mdp.outcomes)


def test_equal_options_give_no_converse():
    report = certified(check_more_options(star(2, "1/2"), "end0", "end1"))
    assert report.converse is None


EVEN = {"s0": ["s1", "s0"], "s1": ["s2", "s3", "s1"], "s2": ["s2"], "s3": ["s3", "s2"]}


def test_for_single_goals_the_converse_may_hold():
    """From s0 one has strictly more options than from s3, but wins on no more goals of any orbit, only by more."""
    mdp = graph(EVEN, "9/10")
    report = certified(check_more_options(mdp, "s0", "s3"))
    assert report.converse is not None
    values = (power_value(mdp, s) for s in ("s3", "s0"))
    assert most(*values).decide(outcomes=mdp.outcomes).holds


# --- 6.9 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("discount", DISCOUNTS)
def test_right_is_optimal_more_often_than_left(discount):
    """Turner et al. 2021, figure 6: one involution."""
    report = certified(check_open_options_optimal(graph(FIGURE_1, discount), "star", "rR", "lL"))
    assert report.involutions == ((("lL", "rR"), *LEFT_TO_RIGHT),)


def test_right_seeks_more_power_than_left():
    report = certified(check_open_options_power(graph(FIGURE_1, "9/10"), "star", "rR", "lL"))
    assert report.involutions == ((("lL", "rR"), *LEFT_TO_RIGHT),)


@pytest.mark.parametrize("action", ["rR", "lL"])
def test_no_theorem_compares_up_with_the_rest_below_the_limit(action):
    mdp = graph(FIGURE_1, "1/2")
    report = refused(check_open_options_optimal(mdp, "star", action, "nil"), f"F(star | {action}) contains a copy")
    assert report.hypotheses[0].witness == "none exists"
    assert false(report, mdp.outcomes)


RETURN = {"s": ["x", "y", "z2"], "x": ["z", "s"], "y": ["z2", "s"], "z": ["z"], "z2": ["z2"]}
"""From x one can come back to s and take the short way to z2; from y there is no short way to z."""


def test_reaching_the_state_again_is_the_only_clause_that_fails():
    mdp = graph(RETURN, "1/2")
    assert false(refused(check_open_options_power(mdp, "s", "y", "x"), "s is not reached after x"), mdp.outcomes)


BYPASS = {"s": ["x0", "y0", "x"], "x0": ["x"], "y0": ["y"], "x": ["x"], "y": ["y"]}
"""A third action leads straight to x, so the way over x0 is optimal less often than that over y0."""


def test_a_third_action_is_the_only_clause_that_fails():
    mdp = graph(BYPASS, "1/2")
    report = refused(check_open_options_optimal(mdp, "s", "x0", "y0"), "equivalent actions only")
    assert report.hypotheses[1].witness == "x reaches x"
    assert false(report, mdp.outcomes)


def test_equivalent_actions_do_no_harm():
    rows = {"s": {"a": {"x": 1}, "again": {"x": 1}, "b": {"y": 1}}, **{w: {"stay": {w: 1}} for w in "xy"}}
    certified(check_open_options_optimal(MDP(rows, discount="1/2"), "s", "a", "b"))


@pytest.mark.parametrize("action", ["A", "S"])
def test_shah_example_fails_by_reachability(action):
    report = check_open_options_optimal(graph(SHAH, "9/10"), "S", "Z", action)
    assert any("equivalent actions only" in text for text in report.failing)
    assert report.verdict is None


# --- ends ---------------------------------------------------------------------------------------------------------


def test_more_ends_more_power_at_discount_one():
    report = certified(check_more_ends(graph(FIGURE_1, "1/2"), "rSE", "nil"))
    assert report.involutions == ((("nil", "rSE"),),)


def test_fewer_ends_are_refused():
    mdp = graph(FIGURE_1, "1/2")
    assert false(refused(check_more_ends(mdp, "nil", "rSE"), "contains a copy"), mdp.outcomes)


def test_right_has_the_larger_set_of_ends():
    mdp = graph(FIGURE_1, "1/2")
    ends = [mdp.visits.recurrent("star", a) for a in ("rR", "lL")]
    report = certified(check_larger_ends(mdp, "star", *ends))
    assert report.involutions == (LEFT_TO_RIGHT,)
    assert report.converse is not None


def test_right_has_two_copies_of_nil():
    mdp = graph(FIGURE_1, "1/2")
    ends = [mdp.visits.recurrent("star", a) for a in ("rR", "nil")]
    assert certified(check_larger_ends(mdp, "star", *ends, 2)).involutions == ((("nil", "rNE"),), (("nil", "rSE"),))
    refused(check_larger_ends(mdp, "star", *ends, 3), "3 copies")


LOOP = {"s": ["a", "b", "c"], "a": ["a", "d"], "d": ["a"], "b": ["b"], "c": ["c"]}
"""One end stays in a, another alternates between a and d."""


def ends_of(mdp, *supports):
    return [d for d in mdp.visits.recurrent("s") if "".join(sorted(w for w, _ in d.weights)) in supports]


def test_a_shared_state_is_the_only_clause_that_fails():
    """Staying in a is less often best than staying in b, since alternating takes goals from it."""
    mdp = graph(LOOP, "1/2")
    report = refused(check_larger_ends(mdp, "s", ends_of(mdp, "a"), ends_of(mdp, "b")), "share no state")
    assert report.hypotheses[2].witness == "1/2 a + 1/2 d has a"
    assert false(report, mdp.outcomes)
    certified(check_larger_ends(mdp, "s", ends_of(mdp, "a", "ad"), ends_of(mdp, "b")))


def test_ends_of_another_state_are_no_ends_of_this_one():
    mdp = graph(FIGURE_1, "1/2")
    left, right = mdp.visits.recurrent("lL"), mdp.visits.recurrent("rR")
    refused(check_larger_ends(mdp, "lL", left, right[:1]), "subsets of RSD(lL)")


def test_nil_is_avoided():
    assert certified(check_one_cycle(graph(FIGURE_1, "1/2"), "star", "nil")).converse is not None


def test_a_single_end_is_not_avoided():
    mdp = graph({"s": ["a"], "a": ["a"]}, "1/2")
    assert false(refused(check_one_cycle(mdp, "s", "a"), "1 other one-cycle"), mdp.outcomes)


def test_a_state_without_loop_is_no_one_cycle():
    refused(check_one_cycle(graph(FIGURE_1, "1/2"), "star", "lNW"), "lNW in RSD(star)")


@pytest.mark.parametrize(("k", "n"), [(1, 2), (1, 4), (2, 1)])
def test_one_cycles_are_avoided_in_n_of_n_plus_one(k, n):
    mdp = star(k * (n + 1), "1/2")
    report = certified(check_fewer_one_cycles(mdp, "s", [f"end{i}" for i in range(k)], n))
    assert len(report.involutions) == n
    assert all(len(i) == k for i in report.involutions)


def test_one_cycle_too_few():
    mdp = star(3, "1/2")
    assert false(refused(check_fewer_one_cycles(mdp, "s", ["end0"], 3), "3 other one-cycles"), mdp.outcomes)


def test_theorems_refuse_other_kinds_of_rewards():
    mdp = MDP({"s": {"stay": {"s": 1}}}, discount="1/2", rewards="actions")
    with pytest.raises(InvalidValue, match="rewards on states"):
        check_more_options(mdp, "s", "s")


def test_theorems_at_discount_zero():
    """POWER is then the best next reward; the source claims no failure of the converse there."""
    report = certified(check_more_options(graph(FIGURE_1, 0), "rSE", "lSW"))
    assert report.converse is None


def test_theorems_refuse_symbols():
    from sympy import Symbol

    with pytest.raises(InvalidType, match="symbol"):
        check_more_options(graph(FIGURE_1, Symbol("g")), "rSE", "lSW")


def test_theorems_refuse_what_does_not_exist():
    mdp = star(2, "1/2")
    with pytest.raises(UnknownName):
        check_open_options_optimal(mdp, "s", "end0", "end7")
    with pytest.raises(UnknownName):
        check_more_options(mdp, "s", "t")
    with pytest.raises(InvalidValue):
        check_larger_ends(mdp, "s", [], mdp.visits.recurrent("s"))


# --- retargeting --------------------------------------------------------------------------------------------------

FRUIT = Choice({w: {w: 1} for w in ("ghost", "apple", "cherry")})
B, A = ("apple", "cherry"), ("ghost",)
GOAL = {"ghost": 10, "apple": 5, "cherry": 0}
ORDINAL = [Argmax(), UniformArgmax(), AntiArgmax(), BestOf(2), Quantiliser("1/2"), Bandit(3, "1/2"), Satisficer(3)]


@pytest.mark.parametrize("decider", ORDINAL, ids=repr)
def test_deciders_by_expected_utility_choose_the_fruit_twice_as_often(decider):
    """Turner & Tadepalli 2022, the example of section 2: the two involutions and the factor."""
    report = certified(check_expected_utility(decider, FRUIT, B, A, 2))
    assert report.given == (Exchangeable(),)
    assert "apple <-> ghost; cherry <-> ghost" in report.hypotheses[0].witness


@pytest.mark.parametrize("decider", ORDINAL[:4], ids=repr)
def test_retargetable_deciders_choose_the_fruit_twice_as_often(decider):
    certified(check_retargetable(decider, FRUIT, B, A, 2))


@pytest.mark.parametrize("theorem", [check_expected_utility, check_retargetable])
def test_boltzmann_is_counted_on_the_orbit_of_a_goal(theorem):
    report = theorem(Boltzmann(1), FRUIT, B, A, 2, goal=GOAL)
    assert isinstance(report, OrbitReport)
    assert report.applies
    assert report.holds
    assert report.counts == (4, 0, 2)


def test_stubborn_is_refused():
    assert false(refused(check_expected_utility(Stubborn("ghost"), FRUIT, B, A), "expected utilities alone"))
    assert false(refused(check_retargetable(Stubborn("ghost"), FRUIT, B, A), "retargets the choice"))


def test_a_third_copy_is_refused():
    assert false(refused(check_expected_utility(Argmax(), FRUIT, B, A, 3), "3 copies"))
    assert false(refused(check_retargetable(Argmax(), FRUIT, B, A, 3), "retarget the choice"))


def test_involutions_have_to_respect_the_menu():
    """A copy of `x` lies in `b`, but `mix`, half `x`, half `z`, has no counterpart and takes goals from `b`."""
    menu = Choice({"x": {"x": 1}, "b": {"b": 1}, "mix": {"b": "3/4", "z": "1/4"}})
    assert false(refused(check_expected_utility(Argmax(), menu, ["b"], ["x"]), "within the menu"))


def test_equal_lotteries_count_as_one_option():
    menu = Choice({"a": {"a": 1}, "a again": {"a": 1}, "b": {"b": 1}})
    report = check_expected_utility(UniformArgmax(), menu, ["b"], ["a", "a again"])
    assert "no two options are the same lottery" in report.failing
    assert false(report)
