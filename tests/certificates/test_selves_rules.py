"""Structures over blocks: what a claim may say of several selves, how it is read aloud, and which laws have it."""

from __future__ import annotations

import json

import pytest

from decision.checker import check_document
from tests.certificates.building_blocks import (
    atom,
    claim,
    document,
    each,
    fails,
    leaf,
    level,
    linear,
    pr,
    premise,
    signed,
    split,
    thesis,
)
from tests.certificates.building_blocks import holds as proved
from tests.certificates.edits import C, F, drop, put, refused

NAMES = tuple("abcdef")
APART = {"structure": "independent_selves", "blocks": [["a", "b", "c"], ["d", "e", "f"]]}
TOGETHER = {
    "structure": "correlated",
    "blocks": [["a", "b", "c"], ["d", "e", "f"]],
    "shared": 2,
    "rho": "1/2",
    "centers": ["m", "0"],
}
NORMAL = {
    "normal": {"center": "0", "correlated": [["a", "d", "1/2"], ["b", "e", "1/2"]]},
    "constants": {"m": "0"},
}
S = (*C, "assumptions", 0)
N = (*F, "member", "normal")


def selves(structure=TOGETHER, member=NORMAL, *more):
    """`Pr(a >= a) >= 1`, which holds for every law: what is accepted has a member."""
    c = claim(
        NAMES, [linear(a="1")], [{"ge": [0, 0]}], thesis(["1", pr(0)], constant="1"), structure, *more, constants="m"
    )
    return document((c, proved(member, level([["1", 0]], leaf([0, 0, True, {"farkas": []}])))))


def report(structure=TOGETHER, member=NORMAL, *more):
    return check_document(selves(structure, member, *more))


def test_both_structures_and_a_member_of_each():
    assert report().accepted
    uniform = {"marginals": each(NAMES, [["1", "0", "1"]]), "constants": {"m": "0"}}
    apart = {"normal": {"center": "0", "correlated": [["a", "b", "1/2"]]}, "constants": {"m": "5"}}
    for member in (uniform, apart, atom(**dict.fromkeys(NAMES, "0"), m="1")):
        assert report(APART, member).accepted


RULES = {
    "one-block": (put(*S, "blocks", [["a"]]), "blocks", "two nonempty lists"),
    "block-empty": (put(*S, "blocks", [["a"], []]), "blocks", "two nonempty lists"),
    "block-of-strangers": (put(*S, "blocks", [["a"], ["z"]]), "blocks", "two nonempty lists"),
    "block-of-a-constant": (put(*S, "blocks", [["a"], ["m"]]), "blocks", "two nonempty lists"),
    "blocks-overlap": (put(*S, "blocks", [["a", "b"], ["b"]]), "blocks", "twice"),
    "block-names-one-twice": (put(*S, "blocks", [["a", "a"], ["b"]]), "blocks[0]", "twice"),
    "three-blocks": (put(*S, "blocks", [["a"], ["b"], ["c"]]), "blocks", "two blocks are expected"),
    "more-partners-than-outcomes": (put(*S, "shared", 4), "shared", "outside 0..3"),
    "partners-negative": (put(*S, "shared", -1), "shared", "outside"),
    "rho-above-one": (put(*S, "rho", "3/2"), "rho", "between -1 and 1"),
    "rho-below-minus-one": (put(*S, "rho", "-3/2"), "rho", "between -1 and 1"),
    "one-centre": (put(*S, "centers", ["0"]), "centers", "a list of 2"),
    "centre-of-no-kind": (put(*S, "centers", ["0", "a"]), "centers[1]", "rational"),
    "rho-missing": (drop(*S, "rho"), "assumptions[0]", "'rho' is missing"),
    "over-instead-of-blocks": (put(*S, "over", ["a"]), "assumptions[0]", "'over' is unknown"),
    "correlation-zero": (put(*N, "correlated", 0, 2, "0"), "correlated[0][2]", "zero"),
    "correlation-above-one": (put(*N, "correlated", 0, 2, "2"), "correlated[0][2]", "between -1 and 1"),
    "correlation-below-minus-one": (put(*N, "correlated", 0, 2, "-2"), "correlated[0][2]", "between -1 and 1"),
    "correlation-with-itself": (put(*N, "correlated", 0, ["a", "a", "1/2"]), "correlated", "twice"),
    "correlated-with-two": (put(*N, "correlated", 1, ["a", "e", "1/2"]), "correlated", "twice"),
    "correlation-of-a-stranger": (put(*N, "correlated", 0, 1, "z"), "correlated[0][1]", "one of"),
    "correlation-of-a-constant": (put(*N, "correlated", 0, 1, "m"), "correlated[0][1]", "one of"),
    "another-correlation": (put(*N, "correlated", 0, 2, "1/3"), "member", "(correlated)"),
    "one-correlation-missing": (put(*N, "correlated", [["a", "d", "1/2"]]), "member", "(correlated)"),
    "one-correlation-too-many": (
        lambda d: d["parts"][0]["certificate"]["member"]["normal"]["correlated"].append(["c", "f", "1/2"]),
        "member",
        "(correlated)",
    ),
    "partners-exchanged": (put(*N, "correlated", [["a", "e", "1/2"], ["b", "d", "1/2"]]), "member", "(correlated)"),
    "mean-is-no-centre": (put(*N, "center", "1"), "member", "(correlated)"),
    "constant-is-another": (put(*F, "member", "constants", "m", "1"), "member", "(correlated)"),
    "not-normal": (put(*F, "member", atom(**dict.fromkeys(NAMES, "0"), m="0")), "member", "(correlated)"),
}


@pytest.mark.parametrize("name", RULES)
def test_a_broken_rule_is_found_where_it_is_broken(name):
    edit, path, reason = RULES[name]
    changed = selves()
    edit(changed)
    refused(changed, path, reason)


def test_a_correlation_between_blocks_is_no_independence():
    assert "(independent_selves)" in report(APART, NORMAL).reason


@pytest.mark.parametrize("rho", ["1", "-1", "1/2"])
def test_a_normal_law_has_a_density_where_no_pair_is_fully_correlated(rho):
    member = {"normal": {"center": "0", "correlated": [["a", "d", rho], ["b", "e", rho]]}, "constants": {"m": "0"}}
    for name in ("continuous", "gaussian", "log_concave"):
        both = {"structure": name, "over": ["a", "d"]}
        single = {"structure": name, "over": ["a", "e", "f"]}
        found = report({**TOGETHER, "rho": rho}, member, both)
        assert found.accepted == (rho == "1/2")
        assert found.accepted or f"assumption 1 ({name})" in found.reason
        assert report({**TOGETHER, "rho": rho}, member, single).accepted


def test_partners_are_not_independent_and_others_are():
    for name in ("independent", "iid", "spherical"):
        center = {"center": "0"} if name == "spherical" else {}
        assert f"({name})" in report(TOGETHER, NORMAL, {"structure": name, "over": ["a", "d"], **center}).reason
        assert report(TOGETHER, NORMAL, {"structure": name, "over": ["a", "b", "c"], **center}).accepted


def test_the_invariances_of_a_normal_law():
    """Partners move together or not at all; a flip is about the mean."""
    swap = {"a": ["+", "b"], "b": ["+", "a"]}
    partners = {"d": ["+", "e"], "e": ["+", "d"]}
    for generator, accepted in [
        (swap, False),
        (swap | partners, True),
        ({"a": ["-", "a", "0"], "d": ["-", "d", "m"]}, True),
        ({"a": ["-", "a", "0"]}, False),
        ({"c": ["-", "c", "0"]}, True),
        ({"c": ["-", "c", "1"]}, False),
        ({"a": ["+", "d"], "d": ["+", "a"]}, True),
        ({"a": ["+", "c"], "c": ["+", "a"]}, False),
    ]:
        found = report(TOGETHER, NORMAL, {"invariant": [generator]})
        assert found.accepted is accepted, generator
        assert accepted or "assumption 1 (invariant)" in found.reason


def test_what_differs_under_a_normal_law():
    """A tie has probability 0 if the difference varies, or is a number other than 0."""
    full = {"normal": {"center": "0", "correlated": [["a", "d", "1"], ["b", "e", "1"]]}, "constants": {"m": "0"}}
    cases = [
        (linear(a="1"), linear(b="1"), True),
        (linear(a="1"), linear(d="1"), False),
        (linear(a="1"), linear(d="1", constant="1"), True),
        (linear(a="1"), linear(d="-1"), True),
        (linear(a="1", m="1"), linear(d="1"), False),
        (linear(a="2"), linear(d="1"), True),
        (linear(m="1"), linear(), False),
        (linear(m="1"), linear("1/2"), True),
    ]
    for left, right, accepted in cases:
        made = selves({**TOGETHER, "rho": "1"}, full, {"no_ties": [[1, 2]]})
        made["parts"][0]["claim"]["expressions"] += [left, right]
        found = check_document(signed(made))
        assert found.accepted is accepted, (left, right)
        assert accepted or "assumption 1 (noties)" in found.reason


def test_a_normal_member_shows_no_moment_and_no_single_law():
    moment = {"moment": thesis(["1", pr(0)])}
    assert "assumption 1 (moment)" in report(TOGETHER, NORMAL, moment).reason
    law = {"law": atom(**dict.fromkeys(NAMES, "0"), m="0")}
    assert "assumption 1 (onelaw)" in report(TOGETHER, NORMAL, law).reason


def test_a_single_law_is_no_class_to_exhibit_a_member_of():
    law = atom(**dict.fromkeys(NAMES, "0"), m="0")
    assert "assumption 1 (onelaw)" in report(APART, law, {"law": law}).reason


# --- proofs that use a structure over blocks --------------------------------------------------------------------------


def half(word, structure, moved, *, outcome="a", center="m"):
    """`Pr(outcome >= center) >= 1/2` (or `>`), by a generator that mirrors the outcome."""
    values = [linear(**{outcome: "1"}), linear(**({center: "1"} if center == "m" else {}))]
    c = claim(NAMES, values, [{word: [0, 1]}], thesis(["1", pr(0)], constant="1/2"), structure, constants="m")
    margin = {outcome: "1"} | ({center: "-1"} if center == "m" else {})
    proof = {**premise(0), "tie_free": "continuous"} if word == "gt" else premise(0)
    tree = split(linear(**margin), [">=", leaf([0, 0, True, proof])], ["<=", leaf([0, 1, True, proof])])
    rho, full = structure["rho"], [["a", "d"], ["b", "e"]]
    member = {**NORMAL, "normal": {"center": "0", "correlated": [[*pair, rho] for pair in full if rho != "0"]}}
    mirrored = proved(member, level([["1", 0], ["1", 1]], tree), elements=([], [0]), implied=[moved])
    return check_document(document((c, mirrored)))


def flip(**centers):
    return {w: ["-", w, center] for w, center in centers.items()}


MIRRORS = {
    "partners": ("1/2", flip(a="m", d="0"), True),
    "one-partner": ("1/2", flip(a="m"), False),
    "one-uncorrelated": ("0", flip(a="m"), True),
    "other-centre": ("1/2", flip(a="m", d="m"), False),
    "everything": ("-1/3", flip(a="m", b="m", c="m", d="0", e="0", f="0"), True),
    "across-blocks": ("1/2", {"a": ["-", "d", "m"], "d": ["-", "a", "m"]}, False),
}


@pytest.mark.parametrize("name", MIRRORS)
def test_correlated_selves_are_mirrored_together(name):
    rho, moved, accepted = MIRRORS[name]
    found = half("ge", {**TOGETHER, "rho": rho}, moved)
    assert found.accepted is accepted, found
    assert accepted or "no structure of the claim implies this invariance" in found.reason


def test_who_has_no_partner_is_mirrored_alone():
    assert half("ge", TOGETHER, flip(c="m"), outcome="c").accepted
    assert half("ge", TOGETHER, flip(f="0"), outcome="f", center="0").accepted


@pytest.mark.parametrize(("rho", "accepted"), [("1/2", True), ("-1", False), ("1", False)])
def test_correlated_selves_have_a_joint_density_unless_one_settles_the_other(rho, accepted):
    found = half("gt", {**TOGETHER, "rho": rho}, flip(a="m", d="0"))
    assert found.accepted is accepted, found
    assert accepted or "joint density" in found.reason


# --- sentences --------------------------------------------------------------------------------------------------------

GOAL = atom(**dict.fromkeys(NAMES, "0"), m="0")
SENTENCES = {
    "correlated": (TOGETHER, "correlated((a, b, c), (d, e, f)) by 1/2 in 2 pairs about m, 0"),
    "apart": (APART, "independent_selves((a, b, c), (d, e, f))"),
    "centre": ({"structure": "symmetric", "over": ["a"], "center": "m"}, "symmetric(a) about m"),
    "number": ({"structure": "spherical", "over": ["a", "b"], "center": "-1/2"}, "spherical(a, b) about -1/2"),
    "plain": ({"structure": "iid", "over": ["a", "b"]}, "iid(a, b)"),
    "flip": ({"invariant": [{"a": ["-", "a", "m"]}]}, "invariance under {a -> 2 m - a}"),
    "swap": ({"invariant": [{"a": ["+", "b"], "b": ["+", "a"]}]}, "invariance under {a -> b, b -> a}"),
    "nothing": ({"invariant": []}, "invariance under nothing"),
    "support": ({"support": 0}, "a >= a surely"),
    "ties": ({"no_ties": [[0, 0]]}, "no ties a ~ a"),
    "moment": (
        {"moment": thesis(["-2", pr(0)], ["1", {"e": 0, "on": 0}], constant="-1")},
        "-2 Pr(a >= a) + E(a; a >= a) >= -1",
    ),
    "moment-of-nothing": ({"moment": thesis(constant="1", relation="=")}, "0 = 1"),
    "law": ({"law": GOAL}, f"the law {json.dumps(GOAL)}"),
    "long-law": ({"law": {**GOAL, "radius": "1/" + "7" * 60}}, "the law of the file"),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_the_sentence_says_each_assumption(name):
    assumption, words = SENTENCES[name]
    c = claim(NAMES, [linear(a="1")], [{"ge": [0, 0]}], thesis(["1", pr(0)], constant="2"), assumption, constants="m")
    found = check_document(document((c, fails(GOAL))))
    assert found.sentence == f"Not for every law of a, b, c, d, e, ... (1 more), m with {words}: Pr(a >= a) >= 2"


EVENTS = {
    "all-of-none": ([{"all": []}], "always"),
    "any-of-none": ([{"any": []}], "never"),
    "all-of-one": ([{"gt": [0, 0]}, {"all": [0]}], "a > a"),
    "all-of-two": ([{"gt": [0, 0]}, {"ge": [0, 0]}, {"all": [0, 1]}], "(a > a and a >= a)"),
    "any-of-two": ([{"gt": [0, 0]}, {"ge": [0, 0]}, {"any": [0, 1]}], "(a > a or a >= a)"),
    "not": ([{"gt": [0, 0]}, {"not": 0}], "not (a > a)"),
    "many": (
        [{"gt": [0, 0]}, {"all": [0] * 8}],
        "(a > a and a > a and a > a and a > a and a > a and ... (2 more) and a > a)",
    ),
    "long": ([{"gt": [0, 0]}, {"all": [0] * 6}, {"any": [1, 1]}, {"any": [2, 2]}], "event 3"),
}


@pytest.mark.parametrize("name", EVENTS)
def test_the_sentence_says_the_event(name):
    events, words = EVENTS[name]
    c = claim("a", [linear(a="1")], events, thesis(["1", pr(len(events) - 1)], constant="2"))
    found = check_document(document((c, fails(atom(a="0")))))
    assert found.accepted
    assert found.sentence == f"Not for every law of a: Pr({words}) >= 2"
