"""What the checker passes over, what it refuses for want of shape, and what it says when it cannot go on."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from decision.checker import check_document, formats, report
from tests.certificates.building_blocks import (
    NO_PROOF,
    atom,
    choose,
    claim,
    document,
    e,
    empty,
    fails,
    holds,
    leaf,
    level,
    linear,
    pr,
    premise,
    signed,
    split,
    swap,
    thesis,
    weightless,
)
from tests.certificates.edits import C, F, T, put
from tests.certificates.handmade import HANDMADE


def found(*part):
    return check_document(document(part))


# --- supports ---------------------------------------------------------------------------------------------------------


def test_only_linear_conjuncts_of_a_support_get_a_number():
    """Of `max(a, b) > 0`, `not (b > a)` and `a > b` the last one is premise 0."""
    values = [linear(a="1"), linear(b="1"), {"max": [0, 1]}, linear()]
    events = [{"gt": [2, 3]}, {"gt": [1, 0]}, {"not": 1}, {"gt": [0, 1]}, {"all": [0, 2, 3]}]
    c = claim("ab", values, events, thesis(["1", pr(3)], constant="1"), {"support": 4})
    for number, accepted in ((0, True), (1, False)):
        proof = level([["1", 0]], leaf([3, 0, True, premise(number)]))
        assert found(c, holds(atom(a="1", b="0"), proof, premises=[(0, 0)])).accepted is accepted


def test_a_support_holds_at_every_element():
    """`a > b` surely and invariance under their exchange contradict each other, and neither does by itself."""
    values, events = [linear(a="1"), linear(b="1")], [{"gt": [0, 1]}]
    c = claim("ab", values, events, thesis(["1", pr(0)]), {"support": 0}, {"invariant": [swap("a", "b")]})
    both = weightless({"empty": [[0, "1"], [1, "1"]]})
    assert found(c, empty(both, elements=[[], [0]], premises=[(0, 0), (0, 1)])).accepted
    assert not found(c, empty(both, elements=[[], [0]], premises=[(0, 0), (0, 0)])).accepted


# --- words and implied generators -------------------------------------------------------------------------------------


def test_a_negative_letter_is_an_inverse():
    """A rotation of three outcomes: its inverse puts `c` in the place of `a`, itself puts `b` there."""
    turn = {"a": ["+", "b"], "b": ["+", "c"], "c": ["+", "a"]}
    values = [linear(a="1"), linear(b="1"), linear(c="1")]
    aim = thesis(["1", e(0)], ["-1", e(1)])
    c = claim("abc", values, [], aim, {"invariant": [turn]})
    member = atom(a="0", b="0", c="0")
    for words, accepted in [
        ([[], [0], [0, 0]], True),
        ([[], [0], [-1]], True),
        ([[], [-1], [-1, -1]], True),
        ([[], [0], [0, 0, 0]], False),
        ([[], [0], [0, -1]], False),
    ]:
        proof = level([["1", n] for n in range(3)], leaf())
        assert found(c, holds(member, proof, elements=words)).accepted is accepted


@pytest.mark.parametrize(("center", "accepted"), [("0", True), ("1", False)])
def test_a_spherical_law_is_mirrored_about_its_centre_only(center, accepted):
    values = [linear(a="1"), linear()]
    ball = {"structure": "spherical", "over": ["a", "b"], "center": "0"}
    c = claim("ab", values, [{"ge": [0, 1]}], thesis(["1", pr(0)], constant="1/2"), ball)
    tree = split(linear(a="1"), [">=", leaf([0, 0, True, premise(0)])], ["<=", leaf([0, 1, True, premise(0)])])
    mirror = {w: ["-", w, center] for w in "ab"}
    member = {"normal": {"center": "0"}, "constants": {}}
    proof = holds(member, level([["1", 0], ["1", 1]], tree), elements=([], [0]), implied=[mirror])
    report = found(c, proof)
    assert report.accepted is accepted
    assert accepted or "no structure of the claim implies" in report.reason


# --- theorems ---------------------------------------------------------------------------------------------------------

THEOREMS = {
    "expectation": (put(*C, "thesis", "terms", 0, 1, e(0)), "not of the form"),
    "expectation-on-an-event": (put(*C, "thesis", "terms", 0, 1, {"e": 0, "on": 2}), "not of the form"),
    "three-terms": (lambda d: d["parts"][0]["claim"]["thesis"]["terms"].append(["2", pr(2)]), "not of the form"),
    "coefficient": (put(*C, "thesis", "terms", 0, 0, "2"), "not of the form"),
    "nested": (put(*C, "events", 5, "all", [2, 3]), "no conjunction of comparisons"),
    "negation": (put(*C, "events", 5, {"not": 4}), "each of the others once"),
    "maximum": (put(*C, "expressions", 2, {"max": [0, 1]}), "an option is no average"),
}


@pytest.mark.parametrize("name", THEOREMS)
def test_hypotheses_of_a_theorem(name):
    edit, reason = THEOREMS[name]
    changed = HANDMADE["proschan"]()
    edit(changed)
    report = check_document(signed(changed))
    assert report.path == "parts[0].certificate.options"
    assert reason in report.reason


def test_two_options_are_compared_by_a_single_event():
    """A menu of two: each event is one comparison, and ties count on neither side or on both."""
    changed = HANDMADE["proschan"]()
    put(*C, "thesis", "terms", [["1", pr(0)], ["-1", pr(3)]])(changed)
    put(*F, "options", [0, 1])(changed)
    assert check_document(signed(changed)).accepted
    put(*C, "events", 3, {"gt": [1, 0]})(changed)
    assert "counts ties" in check_document(signed(changed)).reason


# --- when it cannot go on ---------------------------------------------------------------------------------------------


def test_a_fault_of_the_checker_is_a_rejection(monkeypatch):
    def fault(claim, value, at):
        raise ZeroDivisionError("by accident")

    monkeypatch.setitem(report.KINDS, "fails", fault)
    answer = check_document(HANDMADE["finite"]())
    assert (answer.accepted, answer.grade) == (False, None)
    assert answer.reason == "the checker failed: ZeroDivisionError: by accident"
    assert answer.kinds == ("fails",)


def test_nesting_beyond_what_this_python_can_read_is_a_rejection(monkeypatch):
    monkeypatch.setattr(formats, "deep_recursion", lambda depth: nullcontext())
    deep = b"[" * 4_000 + b"]" * 4_000
    assert "nested too deep for this Python" in check_document(deep).reason


def test_deep_events_are_refused_where_they_are_walked_by_recursion():
    """`not not ... (a >= b)` under one law; a proof walks the same events without recursion."""
    events = [{"ge": [0, 1]}, *({"not": n} for n in range(4_000))]
    values = [linear(a="1"), linear(b="1")]
    aim = thesis(["1", pr(4_000)], constant="1")
    goal = atom(a="1", b="0")
    one = claim("ab", values, events, aim, {"law": goal})
    report = found(one, {"kind": "true", "difference": "0"})
    assert report.reason.startswith("the checker failed: RecursionError")
    support = {"support": 0}
    proof = level([["1", 0]], leaf([0, 0, True, premise(0)]))
    assert found(claim("ab", values, events, aim, support), holds(goal, proof, premises=[(0, 0)])).accepted


def test_maxima_of_maxima_deeper_than_proofs_may_be():
    values = [linear(a="1"), *({"max": [n]} for n in range(2_100))]
    c = claim("a", values, [], thesis(["1", e(2_100)], ["-1", e(0)]))
    bound = NO_PROOF
    for _ in range(2_100):
        bound = choose(0, bound)
    made = document((c, holds(atom(a="0"), level([["1", 0]], leaf()))))
    put(*T, "bound", bound)(made)
    assert "more than 2000 deep" in check_document(made).reason


def test_a_law_with_constants_only_in_a_value():
    """The difference of two constants is a number under every law of the class."""
    values = [linear(m="1"), linear(a="1")]
    c = claim("a", values, [{"ge": [0, 1]}], thesis(["1", pr(0)], constant="1"), constants="m")
    assert found(c, fails(atom(a="1", m="0"))).accepted
    assert not found(c, fails(atom(a="1", m="1"))).accepted
