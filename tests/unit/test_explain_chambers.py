"""`explain` for proofs by chambers: what it says, and that its numbers are right, by brute force."""

import functools
import itertools
import random
import time
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from decision import IID, Choice, Continuous, Exchangeable, NoTies, Pr, maximum, u
from decision.certificates.chamber_counts import Relabelled, tightest
from decision.certificates.explain import explain
from decision.certificates.kinds import Chambers
from decision.checker import check_document
from decision.engines.chambers import chambers
from decision.engines.clock import Clock
from decision.engines.program import Program
from decision.goals.claims import claims
from decision.language.claims import Claim
from decision.language.evaluate import holds, integrand
from decision.language.events import All, AnyOf, Event, Not
from decision.language.serial import generator_json

A, B, C, D = (u(w) for w in "abcd")
FIVE = Choice(
    {
        "A": {"w0": "3/5", "w1": "1/5", "w2": "1/5"},
        "B": {"w1": "1/2", "w3": "1/2"},
        "C": {"w2": "1/3", "w3": "1/3", "w4": "1/3"},
    }
)

CLAIMS = {
    "two blocks": (
        Pr(A + C >= B + D) >= "1/2",
        [Exchangeable(blocks=[["a", "b"], ["c", "d"]])],
        [
            "all four relabellings of a goal (permutations inside (a and b) and (c and d))",
            "assume u(a) >= u(b) and u(c) >= u(d)",
            "form a cone; it is cut into two cones, inside and on the faces of which",
            "(u(a), u(b), u(c), u(d)) = (1, 0, 0, 0) and (1, 0, 1, 0)",
            "holds in at least 2 of the four relabellings: just what the thesis asks for",
        ],
    ),
    "a constant": (
        Pr(A >= "1/2") >= Pr(B > "1/2"),
        [Exchangeable()],
        [
            "Average the thesis over both relabellings of a goal, which are equally likely",
            "The goals of this order form two cones, by the signs of the least utilities; they are cut into six cones",
            "u(a) >= 1/2 holds in at least as many relabellings as u(b) > 1/2",
            "(u(a), u(b), 1) = ",
        ],
    ),
    "maxima": (
        Pr(maximum(A, B) > maximum(C, D)) >= "1/2",
        [Exchangeable(), NoTies()],
        [
            "all 24 relabellings",
            "The goals of this order, up to a common number added to the utilities, form a cone, inside which",
            "holds in at least 12 of the 24 relabellings",
            "Goals with ties have probability zero",
            "Assumptions used: invariance under every permutation of",
        ],
    ),
    "iid": (
        Pr(A > B / 2 + C / 2) >= "1/4",
        [IID(), Continuous()],
        [
            "holds in at least 1 of the three relabellings: 1/12 more on average than the thesis asks for",
            "Assumptions used: independent, identically distributed utilities; the law has a density",
        ],
    ),
    "five worlds": (
        Pr(FIVE.best("A")) <= "1/2",
        [Exchangeable(), NoTies()],
        [
            "Write A for the event",
            "Average the thesis over all 120 relabellings of a goal",
            "assume u(w0) >= u(w1) >= u(w2) >= u(w3) >= u(w4)",
            "in each, on average [A] <= 1/2",
            "A holds in at most 60 of the 120 relabellings: just what the thesis asks for",
            "Taking expectations gives Pr(A) <= 1/2.",
        ],
    ),
}


def member(claim: Claim) -> dict[str, Any]:
    """Return a law of the class."""
    if any(a.__class__.__name__ == "Structure" for a in claim.conditions):
        return {"marginals": {w: [["1", "0", "1"]] for w in claim.outcomes}, "constants": {}}
    goal = {w: str(7**n) for n, w in enumerate(claim.outcomes)}
    return {"orbit": [["1", goal]], "radius": "1/1000"}


@functools.cache
def proof(name: str) -> tuple[Claim, dict[str, Any]]:
    """Return a claim and its proof by chambers, which the checker accepts."""
    thesis, given, _ = CLAIMS[name]
    (claim,) = claims(thesis, given)
    program = Program(claim)
    trees = chambers(program, Clock(time.monotonic() + 20))
    assert isinstance(trees, tuple)
    made = Chambers(tuple(generator_json(g) for g in program.implied), trees, member(claim))
    certificate = made.to_json(program.digest)
    report = check_document({"schema": "decision/1", "parts": [{"claim": program.json, "certificate": certificate}]})
    assert report.accepted, report
    return claim, certificate


@pytest.mark.parametrize("name", CLAIMS)
def test_what_is_said(name: str) -> None:
    claim, certificate = proof(name)
    start = time.process_time()
    words = explain("the thesis", "HOLDS", [(claim, certificate, "")])
    assert time.process_time() - start < 0.5
    assert all(len(line) <= 100 for line in words.splitlines())
    assert "The class is not empty" in words
    for phrase in CLAIMS[name][2]:
        assert phrase in " ".join(words.split())


Goal = dict[str, Fraction]
LARGE = {"o": (5, 3, 2, 1, 1, 0), "p": (0, 1, 2, 4, 2, 3), "q": (2, 0, 4, 0, 3, 3)}


def images(relabelled: Relabelled, goal: dict[str, Fraction]) -> list[dict[str, Fraction]]:
    """Return a goal with its utilities permuted inside the blocks, in all ways."""
    parts = [
        [dict(zip(b, p, strict=True)) for p in itertools.permutations(goal[w] for w in b)]
        for b in relabelled.blocks
        if b != ("",)
    ]
    return [goal | {w: x for part in chosen for w, x in part.items()} for chosen in itertools.product(*parts)]


def goals_inside(relabelled: Relabelled, claim: Claim, cone: Sequence[tuple[int, ...]]) -> list[Goal]:
    """Return goals inside a cone, close to each of its rays: a difference that changes its sign does so among them."""
    found: list[Goal] = []
    for near in cone:
        total = [10**9 * x + sum(entries) for x, entries in zip(near, zip(*cone, strict=True), strict=True)]
        point = dict(zip(relabelled.names, total, strict=True))
        unit = point.pop("", 1)
        found.append(dict.fromkeys(claim.outcomes, Fraction(0)) | {w: Fraction(x, unit) for w, x in point.items()})
    return found


def settled(event: Event, goals: Sequence[Goal]) -> bool | None:
    """Return what the truth of an event is by the comparisons that do not change at some goals."""
    match event:
        case Not(inner):
            found = settled(inner, goals)
            return None if found is None else not found
        case All(events):
            parts = [settled(e, goals) for e in events]
            return False if False in parts else None if None in parts else True
        case AnyOf(events):
            parts = [settled(e, goals) for e in events]
            return True if True in parts else None if None in parts else False
        case _:
            truth = {holds(event, goal) for goal in goals}
            return truth.pop() if len(truth) == 1 else None


@pytest.mark.parametrize("name", CLAIMS)
def test_the_numbers_by_brute_force(name: str) -> None:
    """All relabellings of some goals inside the cone are listed, and those counted at which an event is settled."""
    claim, certificate = proof(name)
    relabelled = Relabelled(claim, certificate)
    found, complete = tightest(relabelled, certificate)
    assert complete
    listed = [images(relabelled, goal) for goal in goals_inside(relabelled, claim, found.cone)]
    slack = -claim.thesis.constant
    for term, number in zip(claim.thesis.terms, found.numbers, strict=True):
        assert term.event is not None
        known = [settled(term.event, goals) for goals in zip(*listed, strict=True)]
        assert len(known) == relabelled.orders
        share = Fraction(known.count(True) if term.weight > 0 else len(known) - known.count(False), len(known))
        assert Fraction(number, len(relabelled.columns)) == share
        slack += term.weight * share
    assert slack == found.slack >= 0


def test_no_cone_is_tighter_than_the_one_that_is_shown() -> None:
    """At every goal of the order the average is at least what the tightest cone gives."""
    claim, certificate = proof("five worlds")
    relabelled = Relabelled(claim, certificate)
    found, _ = tightest(relabelled, certificate)
    source = random.Random(1)
    for _ in range(60):
        goal = dict(
            zip(claim.outcomes, sorted(map(Fraction, source.sample(range(1000), 5)), reverse=True), strict=True)
        )
        listed = images(relabelled, goal)
        assert sum(integrand(claim.thesis, g) for g in listed) / len(listed) >= found.slack


def test_many_cones_are_told_soon() -> None:
    """Of a large proof the first cones are looked at; the words say so."""
    menu = Choice({o: {f"w{n}": Fraction(k, 12) for n, k in enumerate(q) if k} for o, q in LARGE.items()})
    (claim,) = claims(Pr(menu.uniquely_best("o")) <= "1/2", [Exchangeable(), NoTies()])
    program = Program(claim)
    trees = chambers(program, Clock(time.monotonic() + 20))
    assert isinstance(trees, tuple)
    certificate = Chambers((), trees, member(claim)).to_json(program.digest)
    start = time.process_time()
    assert check_document(
        {"schema": "decision/1", "parts": [{"claim": program.json, "certificate": certificate}]}
    ).accepted
    assert time.process_time() - start < 4  # some hundred cones; measured: 0.1
    start = time.process_time()
    words = " ".join(explain("the thesis", "HOLDS", [(claim, certificate, "")]).split())
    assert time.process_time() - start < 0.5
    assert "inside one of the first, the cone spanned by" in words
    assert "all 720 relabellings" in words
