"""Correlated selves: what proofs and members need, and what the checker must not believe."""

from __future__ import annotations

import copy
from fractions import Fraction

import pytest

from decision import (
    Correlated,
    NoTies,
    Pr,
    decide,
    indifferent,
)
from decision.checker import check_document
from tests.certificates.building_blocks import signed
from tests.certificates.claims_of_selves import (
    A2,
    B2,
    CHANGED,
    HOLDS,
    NOW,
    PAIR,
    A,
    B,
)


def mutated(name, change):
    """The document of a proof with one change, re-signed."""
    thesis, given = HOLDS[name]
    document = copy.deepcopy(decide(thesis, given=given, time_limit=30).document())
    for part in document["parts"]:
        change(part)
    return check_document(signed(document))


def structure_of(part):
    return next(a for a in part["claim"]["assumptions"] if "rho" in a)


def with_rho(rho):
    def change(part):
        structure_of(part)["rho"] = rho
        normal = part["certificate"]["member"]["normal"]
        blocks, shared = structure_of(part)["blocks"], structure_of(part)["shared"]
        pairs = zip(blocks[0][:shared], blocks[1][:shared], strict=True)
        normal["correlated"] = [[v, w, rho] for v, w in pairs if rho != "0"]

    return change


def test_changing_rho_alone_keeps_a_proof_that_does_not_need_it():
    assert mutated("correlated-no-ties", with_rho("-1/3")).accepted


@pytest.mark.parametrize("rho", ["1", "-1"])
def test_full_correlation_excludes_no_ties(rho):
    report = mutated("correlated-no-ties", with_rho(rho))
    assert not report.accepted
    assert "joint density" in report.reason


def test_only_uncorrelated_blocks_are_exchanged_separately():
    report = mutated("uncorrelated", with_rho("1/2"))
    assert not report.accepted
    assert "no structure of the claim implies this invariance" in report.reason


MEMBERS = {
    "independent": lambda normal: normal.pop("correlated"),
    "another-rho": lambda normal: normal["correlated"][0].__setitem__(2, "1/4"),
    "too-large": lambda normal: normal["correlated"][0].__setitem__(2, "5/4"),
    "zero": lambda normal: normal["correlated"][0].__setitem__(2, "0"),
    "other-pairs": lambda normal: normal.update(correlated=[["a", "changed:b", "3/4"], ["b", "changed:a", "3/4"]]),
    "one-pair": lambda normal: normal["correlated"].pop(),
    "pair-twice": lambda normal: normal["correlated"].append(normal["correlated"][0]),
    "itself": lambda normal: normal.update(correlated=[["a", "a", "3/4"]]),
    "other-mean": lambda normal: normal.update(center="1"),
    "unknown": lambda normal: normal.update(correlated=[["a", "z", "3/4"]]),
}


@pytest.mark.parametrize("name", MEMBERS)
def test_members_without_the_stated_correlations_are_refused(name):
    report = mutated("correlated-reflected", lambda part: MEMBERS[name](part["certificate"]["member"]["normal"]))
    assert not report.accepted
    assert "member" in report.path


BAD_CORRELATIONS = {
    "rho": ("rho", "3/2"),
    "rho-number": ("rho", 0),
    "shared": ("shared", 3),
    "shared-negative": ("shared", -1),
    "one-centre": ("centers", ["center"]),
    "centre-unknown": ("centers", ["center", "nowhere"]),
    "three-blocks": ("blocks", [["a"], ["b"], ["changed:a"]]),
}


@pytest.mark.parametrize("name", BAD_CORRELATIONS)
def test_bad_correlations_are_refused(name):
    key, value = BAD_CORRELATIONS[name]
    report = mutated("correlated-reflected", lambda part: structure_of(part).update({key: value}))
    assert not report.accepted
    assert "assumptions[0]" in report.path


def member(assumption, normal):
    """Whether a normal law is accepted as a member of the class of one assumption, in a trivial proof."""
    document = copy.deepcopy(decide(Pr(NOW | ~CHANGED | CHANGED) >= 0, given=[]).document())
    part = document["parts"][0]
    part["claim"]["assumptions"] = [assumption]
    part["certificate"]["member"] = {"normal": normal, "constants": {}}
    return check_document(signed(document)).accepted


OVER = ["a", "b", "changed:a", "changed:b"]
BLOCKS = [["a", "b"], ["changed:a", "changed:b"]]


@pytest.mark.parametrize("rho", ["1/2", "1", "-1"])
def test_what_a_correlated_normal_law_is(rho):
    normal = {"center": "0", "correlated": [["a", "changed:a", rho]]}
    dense = abs(Fraction(rho)) < 1
    for name in ("continuous", "gaussian", "log_concave"):
        assert member({"structure": name, "over": OVER}, normal) == dense
        assert member({"structure": name, "over": ["a", "b"]}, normal)
    for name in ("iid", "independent"):
        assert not member({"structure": name, "over": OVER}, normal)
        assert member({"structure": name, "over": ["b", "changed:a"]}, normal)
    assert not member({"structure": "spherical", "over": OVER, "center": "0"}, normal)
    assert member({"structure": "symmetric", "over": OVER, "center": "0"}, normal)
    assert member({"structure": "unimodal", "over": OVER}, normal)
    assert not member({"structure": "independent_selves", "blocks": BLOCKS}, normal)
    assert member({"structure": "independent_selves", "blocks": [["a", "changed:a"], ["b", "changed:b"]]}, normal)
    swap = {"a": ["+", "b"], "b": ["+", "a"]}
    assert not member({"invariant": [swap]}, normal)
    assert not member({"invariant": [{"a": ["-", "a", "0"]}]}, normal)
    assert member({"invariant": [{"b": ["-", "b", "0"]}]}, normal)
    assert member({"invariant": [{"a": ["-", "a", "0"], "changed:a": ["-", "changed:a", "0"]}]}, normal)
    assert member({"invariant": [{"a": ["+", "changed:a"], "changed:a": ["+", "a"]}]}, normal)


def test_full_correlation_has_no_density_for_the_search_either():
    tie = A - B - A2 + B2  # 0 almost surely when the correlation is 1
    assert not decide(Pr(indifferent(tie, 0 * A)) == 0, given=[Correlated(*PAIR, 1)], time_limit=10).holds
    given = [Correlated(*PAIR, 1), NoTies()]
    assert decide(Pr(tie >= 0) <= 1, given=given, time_limit=10).status.name == "UNDECIDED"
    assert decide(Pr(NOW) == "1/2", given=[Correlated(*PAIR, 1), NoTies()], outcomes=["changed:a"], time_limit=10).holds
