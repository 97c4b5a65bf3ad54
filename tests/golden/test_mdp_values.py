"""Values and verdicts of Turner et al. 2021, and of other published small decision processes."""

from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest

from decision import MDP, POWER, Evidence, Exchangeable, NoTies, Pr, check, decide, most, orbit_counts, u
from decision.language.evaluate import evaluate, holds
from decision.problems.power import power_value
from tests.golden.mdps import DETOUR, FIGURE_1, SHAH, SHORTCUT, WAIT, graph, star

F = Fraction
GOAL = {s: i + 1 for i, s in enumerate(FIGURE_1)}
DISCOUNTS = ["1/10", "1/2", "9/10", "99/100"]


def certified(thesis: Any, *given: Any) -> bool:
    verdict = decide(thesis, given=given)
    assert verdict.evidence is Evidence.CERTIFIED, verdict
    assert check(verdict).accepted
    return verdict.holds


@pytest.mark.parametrize(
    ("discount", "counts"),
    [
        ("1/10", (20160, 0, 20160)),
        ("1/2", (22272, 1056, 16992)),
        ("9/10", (23904, 0, 16416)),
        ("99/100", (23904, 0, 16416)),
    ],
)
def test_orbit_counts_of_power(discount: str, counts: tuple[int, int, int]) -> None:
    mdp = graph(FIGURE_1, discount)
    assert orbit_counts(mdp.value("rSE") - u("rSE"), mdp.value("lSW") - u("lSW"), goal=GOAL) == counts
    assert orbit_counts(power_value(mdp, "rSE"), power_value(mdp, "lSW"), goal=GOAL) == counts


@pytest.mark.parametrize(("discount", "counts"), [("1/10", (13440, 13440, 13440)), ("9/10", (19108, 9660, 11552))])
def test_orbit_counts_of_right_and_left(discount: str, counts: tuple[int, int, int]) -> None:
    mdp = graph(FIGURE_1, discount)
    assert orbit_counts(mdp.optimal("star", "rR"), mdp.optimal("star", "lL"), goal=GOAL) == counts


@pytest.mark.parametrize("rewards", [[1, 2, 3, 4, 5], [0, 0, 1, 1, 2]], ids=["distinct", "repeated"])
def test_set_orbit_and_permutation_orbit_give_the_same_comparison(rewards: list[int]) -> None:
    mdp = graph(WAIT, "1/2")
    first, second = mdp.optimal("start", "candy"), mdp.optimal("start", "wait")
    goal = dict(zip(mdp.states, rewards, strict=True))
    as_set = orbit_counts(first, second, goal=goal)
    as_permutations = [0, 0, 0]
    for p in permutations(rewards):
        point = {w: F(x) for w, x in zip(goal, p, strict=True)}
        as_permutations[1 - holds(first, point) + holds(second, point)] += 1
    ratio = sum(as_permutations) // sum(as_set)
    assert tuple(ratio * n for n in as_set) == tuple(as_permutations)


@pytest.mark.parametrize("discount", DISCOUNTS)
@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("rR", "lL", True),
        ("rR", "nil", False),
        ("lL", "nil", False),
        ("lL", "rR", False),
        ("nil", "rR", False),
        ("nil", "lL", False),
    ],
)
def test_directions_of_figure_1(discount: str, first: str, second: str, expected: bool) -> None:
    mdp = graph(FIGURE_1, discount)
    thesis = Pr(mdp.optimal("star", first)) >= Pr(mdp.optimal("star", second))
    assert certified(thesis, Exchangeable()) is expected
    if (discount, first, second) != ("99/100", "rR", "nil"):  # that one takes 20 seconds: see the slow test
        assert certified(thesis, Exchangeable(), NoTies()) is expected


@pytest.mark.slow
def test_right_and_up_near_the_limit_without_ties() -> None:
    mdp = graph(FIGURE_1, "99/100")
    assert not certified(Pr(mdp.optimal("star", "rR")) >= Pr(mdp.optimal("star", "nil")), Exchangeable(), NoTies())


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("rR", "lL", True),
        ("rR", "nil", True),
        ("lL", "nil", True),
        ("lL", "rR", False),
        ("nil", "rR", False),
        ("nil", "lL", False),
    ],
)
def test_directions_of_figure_1_on_average(first: str, second: str, expected: bool) -> None:
    mdp = graph(FIGURE_1, "1/2")
    thesis = Pr(mdp.optimal("star", first, criterion="average")) >= Pr(mdp.optimal("star", second, criterion="average"))
    assert certified(thesis, Exchangeable(), NoTies()) is expected


@pytest.mark.parametrize(("first", "second"), [("lL", "rR"), ("nil", "rR"), ("nil", "lL")])
def test_directions_of_figure_1_near_the_limit(first: str, second: str) -> None:
    mdp = graph(FIGURE_1, "1/2")
    best = {a: Pr(mdp.optimal("star", a, criterion="blackwell")) for a in (first, second)}
    assert not certified(best[first] >= best[second], Exchangeable(), NoTies())
    assert not certified(best[first] >= best[second], Exchangeable())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("first", "second", "with_ties"), [("rR", "lL", True), ("rR", "nil", False), ("lL", "nil", False)]
)
def test_directions_of_figure_1_that_hold_near_the_limit(first: str, second: str, with_ties: bool) -> None:
    """Ties let the shorter way be optimal together with the longer one, not conversely: then only the first holds."""
    mdp = graph(FIGURE_1, "1/2")
    best = {a: Pr(mdp.optimal("star", a, criterion="blackwell")) for a in (first, second)}
    assert certified(best[first] >= best[second], Exchangeable(), NoTies())
    assert certified(best[first] >= best[second], Exchangeable()) is with_ties


@pytest.mark.parametrize("discount", ["0", "1/3", "9/10"])
@pytest.mark.parametrize("size", [2, 4])
def test_star(size: int, discount: str) -> None:
    mdp = star(size, discount)
    if discount != "0":
        assert certified(Pr(mdp.optimal("s", "end0")) == F(1, size), Exchangeable(), NoTies())
    best = power_value(mdp, "s")
    assert evaluate(best, {"s": F(7), **{f"end{i}": F(i) for i in range(size)}}) == size - 1


def test_wait_near_the_limit() -> None:
    mdp = graph(WAIT, "1/2")
    thesis = Pr(mdp.optimal("start", "wait", criterion="blackwell")) == "2/3"
    assert certified(thesis, Exchangeable(), NoTies())


@pytest.mark.parametrize(("action", "probability"), [("S", "1/4"), ("Z", "1/4"), ("A", "1/2")])
def test_shah(action: str, probability: str) -> None:
    mdp = graph(SHAH, "1/2")
    thesis = Pr(mdp.optimal("S", action, criterion="blackwell")) == probability
    assert certified(thesis, Exchangeable(), NoTies())


def test_detours_tell_the_criteria_apart() -> None:
    mdp = graph(DETOUR, "1/2")
    average, blackwell = (mdp.optimal("s", "far", criterion=c) for c in ("average", "blackwell"))  # type: ignore[arg-type]
    verdict = decide(Pr(average) >= 1, given=[Exchangeable(), NoTies()], outcomes=mdp.outcomes)
    assert verdict.holds
    assert verdict.evidence is Evidence.CERTIFIED
    assert not certified(Pr(blackwell) >= 1, Exchangeable(), NoTies())
    assert certified(Pr(blackwell) == "1/2", Exchangeable(), NoTies())


def test_a_longer_way_with_more_ends_tells_all_three_criteria_apart() -> None:
    mdp = graph(SHORTCUT, "1/2")
    given = [Exchangeable(), NoTies()]
    average = decide(Pr(mdp.optimal("s", "y", criterion="average")) == 1, given=given, outcomes=mdp.outcomes)
    assert average.holds
    assert average.evidence is Evidence.CERTIFIED
    assert certified(Pr(mdp.optimal("s", "y", criterion="blackwell")) == "2/3", *given)
    assert not certified(Pr(mdp.optimal("s", "y")) == "2/3", *given)


def test_discounting_and_the_limit_differ_on_the_longer_way() -> None:
    """Waiting once for an equal reward: at low discounts the bird in the hand, near 1 the end alone counts."""
    edges = {"s": ["now", "far"], "now": ["now"], "far": ["late"], "late": ["late"]}
    goal = {"s": F(0), "now": F(4), "far": F(0), "late": F(5)}
    early, late = graph(edges, "1/2"), graph(edges, "9/10")
    assert holds(early.optimal("s", "now"), goal)
    assert not holds(late.optimal("s", "now"), goal)
    assert not holds(early.optimal("s", "now", criterion="blackwell"), goal)
    tied = {**goal, "late": F(4)}
    for criterion, optimal in (("discounted", False), ("blackwell", False), ("average", True)):
        assert holds(early.optimal("s", "far", criterion=criterion), tied) is optimal  # type: ignore[arg-type]


@pytest.mark.parametrize(("cycles", "others"), [(1, 1), (1, 2), (2, 2)])
def test_average_optimal_policies_avoid_a_few_one_cycles(cycles: int, others: int) -> None:
    """Turner and Tadepalli 2022, D.12: with `k` one-cycles behind one action and `n k` behind others."""
    near = [f"a{i}" for i in range(cycles)]
    far = [f"b{i}" for i in range(cycles * others)]
    mdp = graph({"s": ["A", "B"], "A": near, "B": far, **{x: [x] for x in near + far}}, "1/2")
    stay, leave = (mdp.optimal("s", a, criterion="average") for a in ("A", "B"))
    assert most(leave, stay, others).holds_for({s: i for i, s in enumerate(mdp.states)})
    assert certified(Pr(leave) >= F(others, others + 1), Exchangeable(), NoTies())


@pytest.mark.parametrize("state", ["lNW", "rSE", pytest.param("star", marks=pytest.mark.slow)])
def test_power_is_one_quantity_in_two_forms(state: str) -> None:
    mdp = graph(FIGURE_1, "9/10")
    assert certified(POWER(mdp, state) == POWER(mdp, state, form="next"), Exchangeable())


def test_no_padding_with_worthless_actions() -> None:
    """A zero row would be worth 0, more than any punishment: V would be -1 where it is -10."""
    mdp = MDP.from_arrays([[[1, 0], [0, 1]], [[0, 1], [0, 0]]], [[True, True], [True, False]], discount="9/10")
    assert mdp.solve({"0": -1, "1": -1}).values == {"0": -10, "1": -10}
    with pytest.raises(ValueError, match="state '1', action '1' sum to 0"):
        MDP.from_arrays([[[1, 0], [0, 1]], [[0, 1], [0, 0]]], discount="9/10")


def test_power_near_discount_one_is_not_cut_short() -> None:
    """A relative one-step stopping rule gives .4546 at discount .999 for a state that can only stay: it is E u."""
    mdp = graph({"nil": ["nil"]}, "999/1000")
    assert power_value(mdp, "nil") == u("nil")
