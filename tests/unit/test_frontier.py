"""`frontier` against brute force over all subsets of the assumptions."""

import random
from collections.abc import Sequence
from fractions import Fraction
from itertools import chain, combinations
from typing import Any

import pytest

from decision import (
    IID,
    Bounded,
    Choice,
    Continuous,
    ContradictionError,
    Exchangeable,
    Independent,
    Indifferent,
    NoTies,
    Pr,
    ReflectionSymmetric,
    SignSymmetric,
    Supported,
    Symmetric,
    Unimodal,
    check,
    decide,
    frontier,
    u,
)

Set = frozenset[int]


def random_menu(seed: int, worlds: int, options: int) -> Choice:
    """Return the random menu of the acceptance program."""
    source, rows = random.Random(seed), {}
    for o in range(options):
        weights = [source.randrange(0, 6) for _ in range(worlds)]
        weights[source.randrange(worlds)] += 1
        rows[f"o{o}"] = {f"w{i}": Fraction(k, sum(weights)) for i, k in enumerate(weights) if k}
    return Choice(rows)


def subsets(size: int) -> list[Set]:
    return [frozenset(s) for s in chain.from_iterable(combinations(range(size), k) for k in range(size + 1))]


def verdicts(thesis: Any, listed: Sequence[Any], **how: Any) -> dict[Set, str]:
    """Decide the thesis under every subset of the assumptions."""
    found = {}
    for s in subsets(len(listed)):
        try:
            found[s] = decide(thesis, given=[listed[i] for i in sorted(s)], **how).status.value
        except ContradictionError:
            found[s] = "EMPTY"
    return found


def minimal(sets: Sequence[Set]) -> set[Set]:
    return {s for s in sets if not any(t < s for t in sets)}


def maximal(sets: Sequence[Set]) -> set[Set]:
    return {s for s in sets if not any(t > s for t in sets)}


def compare(thesis: Any, listed: Sequence[Any], *, all_decided: bool = True, **how: Any) -> Any:
    """Compare the frontier with brute force, and check each certificate and countermodel."""
    found = frontier(thesis, assumptions=listed, **how)
    truth = verdicts(thesis, listed, **how)

    def indices(given: Sequence[Any]) -> Set:
        return frozenset(next(i for i, a in enumerate(listed) if a is b) for b in given)

    def with_verdict(*wanted: str) -> list[Set]:
        return [s for s, v in truth.items() if v in wanted]

    for s, v in truth.items():  # more assumptions: a smaller class
        for t, w in truth.items():
            if s < t:
                assert (v, w) not in {("HOLDS", "FAILS"), ("EMPTY", "HOLDS"), ("EMPTY", "FAILS")}, (s, t)
    assert {indices(s.assumptions) for s in found.sufficient} == minimal(with_verdict("HOLDS"))
    assert {indices(s.assumptions) for s in found.insufficient} == maximal(with_verdict("FAILS"))
    assert {indices(s.assumptions) for s in found.contradictory} == minimal(with_verdict("EMPTY"))
    assert {indices(s) for s in found.undecided} <= set(with_verdict("UNDECIDED"))
    assert not all_decided or with_verdict("UNDECIDED") == [], [
        [listed[i] for i in s] for s in with_verdict("UNDECIDED")
    ]
    for s in found.contradictory:
        assert [part["kind"] for part in s.certificate] == ["empty"]
        assert check(s.error).accepted
    for s in found.sufficient:
        assert s.certificate
        assert s.verdict.holds
        assert check(s.verdict).accepted
        for gone in s.assumptions:  # minimal: without any one of them it is not enough
            assert truth[indices(s.assumptions) - indices([gone])] != "HOLDS"
    for s in found.insufficient:
        assert s.counterexample is not None
        assert s.verdict.fails
        assert check(s.verdict).accepted
        for more in listed:  # maximal
            if all(more is not a for a in s.assumptions):
                assert truth[indices(s.assumptions) | indices([more])] != "FAILS"
    return found


def names(sets: Sequence[Any]) -> set[frozenset[str]]:
    return {frozenset(type(a).__name__ for a in s.assumptions) for s in sets}


def test_half_bound_on_five_assumptions() -> None:
    menu = Choice({"o0": {"a": 1}, "o1": {"b": "1/2", "c": "1/2"}, "o2": {"b": "1/3", "c": "2/3"}})
    listed = [ReflectionSymmetric(), SignSymmetric(), Exchangeable(), NoTies(), Bounded(-1, 1)]
    found = compare(Pr(menu.uniquely_best("o0")) <= "1/2", listed)
    assert names(found.sufficient) == {frozenset({"ReflectionSymmetric"}), frozenset({"SignSymmetric"})}
    assert names(found.insufficient) == {frozenset({"Exchangeable", "NoTies", "Bounded"})}


def test_half_bound_with_structures() -> None:
    menu = Choice({"sure": {"a": 1}, "coin": {"b": "1/2", "c": "1/2"}})
    listed = [IID(), Symmetric(), Independent(), NoTies()]
    found = compare(Pr(menu.uniquely_best("sure")) <= "1/2", listed, all_decided=False)
    assert names(found.sufficient) == {frozenset({"IID", "Symmetric"}), frozenset({"Independent", "Symmetric"})}
    assert frozenset({"IID", "Independent", "NoTies"}) in names(found.insufficient)


def test_symmetric_marginals_are_not_enough() -> None:
    """With (b, c) uniform on (1,-2), (-2,1), (-1,-1), (2,2) and a = 0, a beats their mean in 3 of 4."""
    thesis = Pr(u("a") > (u("b") + u("c")) / 2) <= "1/2"
    for given in ([Symmetric()], [Symmetric(), NoTies()], [Symmetric(), Unimodal(), Continuous(), Bounded(-1, 1)]):
        verdict = decide(thesis, given=given)
        assert verdict.fails
        assert check(verdict).accepted


def test_contradictory_sets() -> None:
    a, b = u("a"), u("b")
    listed = [Indifferent(["a", "b"]), NoTies(), Exchangeable(), Supported(a >= b)]
    found = compare(Pr(a >= b) <= "1/3", listed)
    assert {frozenset(type(x).__name__ for x in s.assumptions) for s in found.contradictory} == {
        frozenset({"Indifferent", "NoTies"}),
        frozenset({"NoTies", "Exchangeable", "Supported"}),
    }


def test_assumptions_that_exclude_each_other_as_written_need_no_certificate() -> None:
    found = frontier(Pr(u("a") >= u("b")) >= "2/3", assumptions=[ReflectionSymmetric(0), ReflectionSymmetric(1)])
    (pair,) = found.contradictory
    assert pair.certificate == ()
    assert "no goal distribution" in str(pair.error)


def test_contradictory_sets_above_sufficient_ones() -> None:
    """Indifference alone is enough; that it contradicts no ties lies above, where the search does not look."""
    listed = [Indifferent(["a", "b"]), NoTies()]
    found = frontier(Pr(u("a") >= u("b")) >= "2/3", assumptions=listed)
    assert [s.assumptions for s in found.sufficient] == [(listed[0],)]
    assert found.contradictory == ()


def test_moments_are_assumptions_too() -> None:
    a, b = u("a"), u("b")
    listed = [Pr(a > b) >= "2/3", Pr(b > a) <= "1/4", Bounded(0, 1), NoTies()]
    found = compare(Pr(a >= b) >= "2/3", listed)
    assert [len(s.assumptions) for s in found.sufficient] == [1, 1]


def test_nothing_is_needed_for_what_always_holds() -> None:
    menu = Choice({"a": {"x": 1}, "b": {"y": 1}, "mix": {"x": "1/2", "y": "1/2"}})
    found = frontier(Pr(menu.uniquely_best("mix")) == 0, assumptions=[Exchangeable(), NoTies()])
    assert [s.assumptions for s in found.sufficient] == [()]
    assert found.insufficient == ()
    assert "nothing" in repr(found)


def test_no_assumptions_to_choose_from() -> None:
    found = frontier(Pr(u("a") >= u("b")) >= "1/2", assumptions=[])
    assert found.sufficient == ()
    assert [s.assumptions for s in found.insufficient] == [()]


TEN = [
    ReflectionSymmetric(),
    SignSymmetric(),
    Exchangeable(),
    NoTies(),
    Continuous(),
    Bounded(-1, 1),
    IID(),
    Independent(),
    Symmetric(),
    Unimodal(),
]


def test_half_bound_on_ten_assumptions() -> None:
    found = frontier(Pr(random_menu(3, 5, 3).uniquely_best("o0")) <= "1/2", assumptions=TEN)
    alone = ["ReflectionSymmetric", "SignSymmetric", "Exchangeable", "IID"]
    assert names(found.sufficient) == {*(frozenset({a}) for a in alone), frozenset({"Independent", "Symmetric"})}
    spare = {"NoTies", "Continuous", "Bounded", "Unimodal"}
    assert names(found.insufficient) == {frozenset({*spare, a}) for a in ("Independent", "Symmetric")}
    assert found.undecided == ()


@pytest.mark.slow
def test_half_bound_on_all_1024_subsets() -> None:
    compare(Pr(random_menu(3, 5, 3).uniquely_best("o0")) <= "1/2", TEN, time_limit=30)
