"""`verdict.explain()`: the words follow from the certificate, for every kind of evidence."""

import functools
import json
import time
from fractions import Fraction

import pytest

from decision import (
    IID,
    Bounded,
    Choice,
    Continuous,
    E,
    Exchangeable,
    Indifferent,
    Invariant,
    LogConcave,
    Monotone,
    NoTies,
    Pr,
    ReflectionSymmetric,
    SignSymmetric,
    Supported,
    Symmetric,
    Verdict,
    bounds,
    decide,
    maximum,
    u,
)
from decision.certificates.explain import explain
from decision.certificates.law_words import terms_under
from decision.certificates.laws import atoms_of
from decision.checker import check_document
from decision.goals.claims import claims
from decision.language.claims import Claim
from decision.language.evaluate import evaluate, holds
from decision.language.serial import claim_to_json, digest

PAIR = Choice({"x": {"w1": "1/2", "w2": "1/2"}, "y": {"w3": "1/3", "w4": "2/3"}})
RING = Choice({f"o{i}": {f"w{i}": "1/2", f"w{(i + 1) % 6}": "1/2"} for i in range(6)})
FIVE = Choice({f"o{i}": {f"w{i}": 1} for i in range(5)})
THREE = Choice({"a": {"w1": 1}, "b": {"w2": 1}, "c": {"w3": 1}})
HULL = Choice({"a": {"x": 1}, "b": {"y": 1}, "mix": {"x": "1/2", "y": "1/2"}})
COIN = Choice({"sure": {"w1": 1}, "coin": {"w2": "1/2", "w3": "1/2"}})
CHANCE = Choice({"sure": {"w1": 1}, "coin": {"w2": "1/2", "w3": "1/2"}, "coin2": {"w4": "1/2", "w5": "1/2"}})
LESS_CHANCE = Pr(CHANCE.best("sure")) >= Pr(CHANCE.best("coin"))
MANY, FEW = maximum(*(u(f"a{i}") for i in range(4))), maximum(u("b0"), u("b1"))
LEARN = maximum(u("xl"), u("yl")) / 2 + maximum(u("xr"), u("yr")) / 2
BLIND = maximum(u("xl") / 2 + u("xr") / 2, u("yl") / 2 + u("yr") / 2)
AHEAD = [Bounded(0, 1), E(u("a")) - E(u("b")) >= "1/4"]

# Question, and phrases its explanation must contain.
SAID = {
    "parity": (
        (Pr(PAIR.best("x")) == "1/2", [ReflectionSymmetric(), NoTies()]),
        ["Pair each goal u with its mirror image 2c - u (c is the unknown centre)", "at least one", "at most one"],
    ),
    "parity about a known centre": (
        (Pr(u("a") > u("b")) <= "1/2", [ReflectionSymmetric("1/2")]),
        ["its mirror image 1 - u.", "at most one satisfies u(a) > u(b)"],
    ),
    "half bound": (
        (Pr(RING.uniquely_best("o0")) <= "1/2", [ReflectionSymmetric(), NoTies()]),
        ["mirror image", "In each pair, at most one satisfies A", "Not needed: no ties"],
    ),
    "one fifth": (
        (Pr(FIVE.best("o0")) == "1/5", [Exchangeable(), NoTies()]),
        ["exchange w0 and w1", "the five images of a goal are equally likely", "five cases", "every permutation of w0"],
    ),
    "exchange of two": (
        (Pr(u("a") >= u("b")) >= "1/2", [Exchangeable()]),
        ["its image under one symmetry: exchange a and b", "If u(a) >= u(b): "],
    ),
    "rotation": (
        (Pr(THREE.uniquely_best("a")) <= "1/3", [Invariant([{"w1": "w2", "w2": "w3", "w3": "w1"}])]),
        ["Rotate the outcomes (w1 w2 w3)", "In each triple, at most one", "invariance under the rotation (w1 w2 w3)"],
    ),
    "more later choices": (
        (Pr(MANY >= FEW) == "2/3", [Exchangeable(), NoTies()]),
        ["In each triple, at least two satisfy A", "In each triple, at most two satisfy A", "The class is not empty"],
    ),
    "resources": (
        (Pr(u("rich") >= u("poor")) == 1, [Monotone([("rich", "poor")])]),
        ["This is true of every single goal", "almost surely u(rich) >= u(poor)", "never more than 1"],
    ),
    "hull": (
        (Pr(HULL.uniquely_best("mix")) <= 0, []),
        ["This is true of every single goal: A fails.", "No assumption is used"],
    ),
    "free information in expectation": (
        (E(LEARN) >= E(BLIND), []),
        ["This is true of every single goal: ", "Taking expectations gives"],
    ),
    "free information at every goal": (
        (Pr(LEARN >= BLIND) >= 1, []),
        ["This is true of every single goal: A holds."],
    ),
    "moment": (
        (Pr(u("a") >= u("b")) >= "1/4", AHEAD),
        [
            "Markov-style: add 1 times the premise E(u(a)) >= E(u(b)) + 1/4",
            "[u(a) >= u(b)] + u(b) >= u(a)",
            "every utility lies between 0 and 1",
        ],
    ),
    "strict": (
        (Pr(u("a") >= u("b")) > "1/4", AHEAD),
        ["Suppose it were false: Pr(u(a) >= u(b)) <= 1/4", "Step 1.", "Step 2.", "a contradiction"],
    ),
    "theorem": (
        (LESS_CHANCE, [IID(), Symmetric(), LogConcave()]),
        ["Proschan", "1965", "cited, not machine-checked", "log-concave joint density", "majorise"],
    ),
    "fails with an orbit": (
        (Pr(COIN.best("sure")) >= Pr(COIN.best("coin")), [Exchangeable(), NoTies()]),
        ["violates", "its images under the symmetries", "uniform noise", "= 1/3 but Pr(", "= 2/3"],
    ),
    "fails with noise": (
        (Pr(FIVE.best("o0")) <= "1/6", [Exchangeable(), NoTies()]),
        ["Under this law Pr(A) = 1/5, while the thesis asks for Pr(A) <= 1/6."],
    ),
    "fails without assumptions": ((Pr(u("a") >= u("b")) >= "1/2", []), ["Nothing is assumed", "= 0, while"]),
    "fails for a product law": (
        (LESS_CHANCE, [IID(), Symmetric(), NoTies()]),
        ["independent, identically distributed utilities", "violates Pr(A) >= Pr(B)"],
    ),
}

# Only: it does not raise, it is fast, and it fits the page.
WORDLESS = {
    "signed permutations": (LESS_CHANCE, [Exchangeable(), SignSymmetric(), NoTies()]),
    "conditional": (Pr(u("a") >= u("b"), given=u("a") >= u("c")) >= "1/2", [Exchangeable(), NoTies()]),
    "indifferent": (Pr(u("a") >= u("c")) == Pr(u("b") >= u("c")), [Indifferent(["a", "b"])]),
    "strict by symmetry": (Pr(u("a") > u("b")) > 0, [Exchangeable(), NoTies()]),
    "strict moment": (E(u("a")) > E(u("b")), [Supported(u("a") >= u("b")), Pr(u("a") > u("b")) > 0]),
    "strict moments": (Pr(u("a") > u("b")) > 0, [E(u("a")) > E(u("b"))]),
    "maxima": (E(maximum(u("a"), u("b"))) >= E(u("c")), [Exchangeable()]),
    "trivial": (Pr(u("a") >= u("b")) >= 0, []),
    "equality fails": (Pr(u("a") > u("b")) == "1/3", [ReflectionSymmetric(), Continuous()]),
}


@functools.cache
def verdict(name: str) -> Verdict:
    thesis, given = SAID[name][0] if name in SAID else WORDLESS[name]
    return decide(thesis, given=given, time_limit=10)


def flat(words: str) -> str:
    return " ".join(words.split())


def timed(found: Verdict) -> str:
    found.explain()  # imports and caches
    start = time.process_time()
    words = found.explain()
    assert time.process_time() - start < 0.5
    return words


@pytest.mark.parametrize("name", list(SAID))
def test_key_phrases(name: str) -> None:
    words = flat(timed(verdict(name)))
    for phrase in SAID[name][1]:
        assert phrase in words


@pytest.mark.parametrize("name", [*SAID, *WORDLESS])
def test_plain_and_deterministic(name: str) -> None:
    words = timed(verdict(name))
    assert words == verdict(name).explain()
    assert words.startswith(verdict(name).status.value)
    assert all(len(line) <= 100 for line in words.splitlines())
    assert "Fraction(" not in words
    assert "u(center)" not in words


def test_bounds_explain() -> None:
    found = bounds(Pr(u("a") >= u("b")), given=AHEAD)
    for each in (*found.lower_verdicts, *found.upper_verdicts):
        assert len(timed(each)) > 40


@pytest.mark.parametrize("name", [n for n in [*SAID, *WORDLESS] if n.startswith(("fails", "signed", "equality"))])
def test_values_under_countermodels(name: str) -> None:
    """The printed bounds contain the value at the centres of the boxes, and equal it for laws without noise."""
    model = verdict(name).counterexample
    assert model is not None
    found = terms_under(model.claim, model.law)
    if found is None or not model.atoms:
        return
    for term, (low, high) in zip(model.claim.thesis.terms, found, strict=True):
        inside = [(q, g) for q, g in model.atoms if term.event is None or holds(term.event, g)]
        value = sum(q * (1 if term.value is None else evaluate(term.value, g)) for q, g in inside)
        assert low <= value <= high or model.radius > 0
        assert model.radius > 0 or low == high


def test_undecided() -> None:
    (claim,) = claims(LESS_CHANCE, [IID()])
    words = explain("the thesis", "UNDECIDED", [(claim, None, "the time limit was reached")])
    assert words == "UNDECIDED: the thesis\n\nUndecided: the time limit was reached."


def handmade(thesis, given, certificate, outcomes=()):
    """A certificate written by hand, accepted by the checker, in words."""
    (claim,) = claims(thesis, given, outcomes=outcomes)
    written = claim_to_json(claim)
    full = certificate | {"kind": "holds", "claim": digest(written), "implied": []}
    report = check_document({"schema": "decision/1", "parts": [{"claim": written, "certificate": full}]})
    assert report.accepted, report.reason
    return flat(explain(repr(thesis), "HOLDS", [(claim, full, "")]))


def test_strict_premise() -> None:
    given = [E(u("a")) - E(u("c")) > 0, E(u("c")) - E(u("b")) >= 0]
    level = {
        "weights": [["1", 0]],
        "multipliers": [["1", 0, 0], ["1", 1, 0]],
        "tree": {"facts": [], "bound": {"farkas": []}},
    }
    member = {"atoms": [["1", {"a": "1", "b": "0", "c": "0"}]]}
    certificate = {"elements": [[]], "premises": [], "levels": [level], "member": member}
    words = handmade(E(u("a")) > E(u("b")), given, certificate, outcomes=["c"])
    assert "Add 1 times the premise E(u(a)) > E(u(c)) and 1 times the premise E(u(c)) >= E(u(b))" in words
    assert "What was added makes up the thesis." in words
    assert "using the premises, one of which is strict, gives E(u(a)) > E(u(b))" in words


def test_uneven_weights() -> None:
    given = [Exchangeable()]
    level = {
        "weights": [["2", 0], ["1", 1]],
        "multipliers": [],
        "tree": {"facts": [], "bound": {"farkas": []}},
    }
    member = {"atoms": [["1", {"a": "0", "b": "0"}]]}
    certificate = {"elements": [[], [0]], "premises": [], "levels": [level], "member": member}
    words = handmade(Pr(u("a") >= u("b")) >= 0, given, certificate)
    assert "(1) u itself, weight 2/3; (2) exchange a and b, weight 1/3" in words


def test_large_tree_is_counted() -> None:
    leaf = {"facts": [], "bound": {"farkas": []}}
    forms = [{"linear": {f"w{i}": "1"}, "constant": "0"} for i in range(9)]
    level = {
        "weights": [["1", 0]],
        "multipliers": [],
        "tree": {"largest": forms, "cases": [leaf] * 9},
    }
    goal = {f"w{i}": "0" for i in range(9)}
    certificate = {"elements": [[]], "premises": [], "levels": [level], "member": {"atoms": [["1", goal]]}}
    thesis = Pr(u("w0") >= u("w1")) >= 0
    words = handmade(thesis, [], certificate, outcomes=[f"w{i}" for i in range(9)])
    assert "is the largest: nine cases" in words
    assert "This makes nine cases." in words


def test_deep_tree_without_recursion() -> None:
    tree: dict = {"facts": [], "bound": {"farkas": []}}
    split = {"linear": {"a": "1", "b": "-1"}, "constant": "0"}
    for _ in range(1500):
        tree = {"split": split, "cases": [[">=", {"facts": [], "bound": {"farkas": []}}], ["<", tree]]}
    level = {"weights": [["1", 0]], "multipliers": [], "tree": tree}
    member = {"atoms": [["1", {"a": "0", "b": "0"}]]}
    words = handmade(
        Pr(u("a") >= u("b")) >= 0, [], {"elements": [[]], "premises": [], "levels": [level], "member": member}
    )
    assert "1,501 cases, at most 1,500 splits deep" in words


def test_every_orbit_is_whole() -> None:
    claim: Claim = claims(Pr(u("a") >= u("b")) >= 1, [Exchangeable(), SignSymmetric("1/2")], outcomes=["c"])[0]
    law = {"orbit": [["1", {"a": "0", "b": "2", "c": "1/3"}]]}
    found = atoms_of(claim, json.loads(json.dumps(law)))
    assert len(found) == len({tuple(g.items()) for _, g in found}) == 48
    assert sum(q for q, _ in found) == 1
    assert {x for _, g in found for x in g.values()} == {0, 1, 2, -1, Fraction(1, 3), Fraction(2, 3)}


@pytest.mark.parametrize("word", ["empty", "farkas", "unsupported", "tie_free", "weights", "choose", "split"])
def test_outcomes_named_like_words_of_the_certificate(word: str) -> None:
    half = Fraction(1, 2)
    better = maximum(half * u("a") + half * u("c"), u("a")) >= u(word)
    told = " ".join(decide(Pr(better) >= "1/2", given=[NoTies(), Exchangeable()]).explain().split())
    assert "Assumptions used: invariance under every permutation of " in told
    assert "no ties" not in told.partition("Assumptions used:")[2].partition(".")[0]
