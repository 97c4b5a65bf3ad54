"""Negative controls: careless versions of the theorems claim what is false, and our checks refuse just there.

Each careless rule below drops one clause. It is applied to an example where the rest of the theorem holds; the claim it
makes is then refuted by the engines, with a countermodel the checker accepts.
"""

from __future__ import annotations

from itertools import permutations

import pytest

from decision import MDP, Choice, Exchangeable, NoTies, check, decide, maximum, most, u
from decision.problems.deciders import Argmax
from decision.problems.power import power_value
from decision.theory.families import functions, nondominated_functions, numbers
from decision.theory.options import check_more_options, check_open_options_optimal, check_open_options_power
from decision.theory.retargeting import check_expected_utility
from decision.theory.similarity import find_copies, image
from tests.golden.mdps import SHAH, graph
from tests.golden.test_theorems import BYPASS, RETURN


def refuted(claim, outcomes):
    verdict = decide(claim.thesis, given=[Exchangeable(), NoTies()], outcomes=outcomes)
    return verdict.fails and check(verdict).accepted


def has_copy(mdp, state, action, other):
    return find_copies(functions(mdp, state, other), functions(mdp, state, action)).status.value == "HOLDS"


def test_copies_without_the_clause_on_coming_back():
    mdp = graph(RETURN, "1/2")
    assert has_copy(mdp, "s", "y", "x")  # so the careless rule says that y seeks power
    assert refuted(most(power_value(mdp, "y"), power_value(mdp, "x")), mdp.outcomes)
    assert not check_open_options_power(mdp, "s", "y", "x").applies


def test_copies_without_the_clause_on_third_actions():
    mdp = graph(BYPASS, "1/2")
    assert has_copy(mdp, "s", "x0", "y0")
    assert refuted(most(mdp.optimal("s", "x0"), mdp.optimal("s", "y0")), mdp.outcomes)
    assert not check_open_options_optimal(mdp, "s", "x0", "y0").applies


@pytest.mark.parametrize("criterion", ["blackwell", "average"])
def test_more_ends_after_an_action_without_reachability(criterion):
    """Shah: from Z one still reaches all that is reached from A, which says nothing about where to go from S."""
    mdp = graph(SHAH, "1/2")
    ends = [numbers(mdp.visits.recurrent(s)) for s in ("A", "Z")]
    assert find_copies(*ends).status.value == "HOLDS"
    first, second = (mdp.optimal("S", a, criterion=criterion) for a in ("Z", "A"))
    assert refuted(most(first, second), mdp.outcomes)
    assert not check_open_options_optimal(mdp, "S", "Z", "A").applies


TURN = {
    "o": {"o": {"b": "1/3", "c": "2/3"}},
    "t": {"p": {"c": "1/3", "a": "2/3"}, "q": {"c": "1/3", "a": "1/2", "b": "1/6"}},
    **{w: {"stay": {w: 1}} for w in "abc"},
}
"""Turning a, b, c around carries the only option of o to the first option of t; no exchange does."""


def test_similarity_by_a_permutation_that_is_no_involution():
    mdp = MDP(TURN, discount="1/2")
    small, large = nondominated_functions(mdp, "o"), functions(mdp, "t")

    def renamed(order):
        places = dict(zip("otabc", order, strict=True))
        return {frozenset((places[w], x) for w, x in v.items()) for v in small}

    carried = [p for p in permutations("otabc") if renamed(p) <= image((), large)]
    assert carried  # the careless rule finds a similar subset
    assert not any(all(p["otabc".index(w)] == x for x, w in zip("otabc", p, strict=True)) for p in carried)
    assert refuted(most(power_value(mdp, "t"), power_value(mdp, "o")), mdp.outcomes)
    assert check_more_options(mdp, "t", "o").failing


def test_copies_that_overlap_are_not_two():
    """Both {p, q} and {q, r} are copies of {x, y}, but three options are not better twice as often as two."""
    menu = Choice({w: {w: 1} for w in "xypqr"})
    small, large = [{"x": 1}, {"y": 1}], [{"p": 1}, {"q": 1}, {"r": 1}]
    for involution in ((("p", "x"), ("q", "y")), (("q", "x"), ("r", "y"))):
        assert image(involution, small) <= image((), large)
    assert refuted(most(maximum(u("p"), u("q"), u("r")), maximum(u("x"), u("y")), 2), menu.outcomes)
    assert check_expected_utility(Argmax(), menu, "pqr", "xy", 2).failing
