"""Random mutations of documents that the engines made: what the checker still accepts must still be proved.

An accepted mutant is judged by the exhaustive oracle where that can decide its claim: the oracle has to give the
verdict that the certificate states. For claims with structures such as IID, sampling must not refute it.
"""

import copy
import json
import random
import time
from collections import Counter
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from decision import (
    IID,
    Bounded,
    Choice,
    Continuous,
    ContradictionError,
    E,
    Exchangeable,
    Indifferent,
    LogConcave,
    NoTies,
    Pr,
    ReflectionSymmetric,
    SignSymmetric,
    Supported,
    Symmetric,
    decide,
    maximum,
    pick,
    u,
)
from decision.certificates.kinds import Chambers
from decision.checker import check_document
from decision.engines.clock import Clock
from decision.engines.program import Program
from decision.engines.structured import search_for
from decision.goals.claims import claims
from decision.language.serial import canonical, digest
from tests.certificates.semantics import inhabited, member_is_fine, refuted, violates
from tests.oracle import OracleRefusal, decide_by_enumeration

Json = Any
A, B, C, D = (u(w) for w in "abcd")
THREE = Choice({w: {w: 1} for w in "abc"})
SURE_OR_COIN = Choice({"sure": {"a": 1}, "coin": {"b": "1/2", "c": "1/2"}})
CHANCE = Choice({"sure": {"a": 1}, "coin": {"b": "1/2", "c": "1/2"}, "coin2": {"d": "1/2", "e": "1/2"}})
FIVE = Choice({"A": {"v": "3/5", "w": "1/5", "x": "1/5"}, "B": {"w": "1/2", "y": "1/2"}, "C": {"x": "1/2", "z": "1/2"}})
ACTS = [(A, B), (C, D)]
LEARN = Fraction(1, 3) * maximum(A, C) + Fraction(2, 3) * maximum(B, D)
BLIND = maximum(*(Fraction(1, 3) * x + Fraction(2, 3) * y for x, y in ACTS))

DOCUMENTS = {
    "pointwise": (Pr(maximum(A, B, C) >= maximum(A, B)) == 1, []),
    "parity": (Pr(SURE_OR_COIN.best("sure")) == "1/2", [ReflectionSymmetric(), NoTies()]),
    "third-by-largest": (Pr(THREE.best("a")) == "1/3", [Exchangeable(), NoTies()]),
    "moment-strict": (Pr(A >= B) > "1/4", [Bounded(0, 1), E(A) - E(B) >= "1/4"]),
    "free-information": (E(LEARN) >= E(BLIND), []),
    "pick": (E(pick([A, B], [B, A], ties="uniform")) <= E(maximum(A, B)), []),
    "orbit-countermodel": (Pr(A >= B) >= "3/4", [Exchangeable()]),
    "radius-countermodel": (Pr(SURE_OR_COIN.best("sure")) == "1/2", [Exchangeable(), NoTies()]),
    "sign-countermodel": (Pr(A >= 0) >= "2/3", [SignSymmetric(0), Bounded(-1, 1)]),
    "conditional": (Pr(A >= 0, given=B >= 0) >= "1/2", [SignSymmetric(0)]),
    "marginals-countermodel": (Pr(SURE_OR_COIN.best("sure")) == "1/2", [IID(), NoTies()]),
    "contradictory-moment": (Pr(A >= B) >= "1/2", [Exchangeable(), E(A) - E(B) >= "1/4"]),
    "contradictory-support": (Pr(A >= B) >= "1/2", [Supported(A > B), Exchangeable()]),
    "contradictory-probabilities": (Pr(A >= B) >= "1/2", [Pr(A > B) >= "2/3", Pr(B > A) > "1/3"]),
    "contradictory-condition": (Pr(A >= C, given=A > B) >= "1/2", [Indifferent(["a", "b"])]),
    "chambers-five-worlds": (Pr(FIVE.best("A")) <= "1/2", [Exchangeable(), NoTies()]),
    "chambers-two-blocks": (Pr(A + C >= B + D) >= "1/2", [Exchangeable(blocks=[["a", "b"], ["c", "d"]])]),
    "chambers-constant": (Pr(A >= "1/2") >= Pr(B > "1/2"), [Exchangeable()]),
    "chambers-scales": (Pr(3 * A > 2 * B + C) >= Pr((A > B) & (B + 1 > 2 * C)) - "1/6", [Exchangeable(), NoTies()]),
    "chambers-iid": (Pr(maximum(A, B) > C) >= Pr(maximum(2 * A - B, B) < C) - "1/6", [IID(), Continuous()]),
    "proschan": (
        Pr(CHANCE.best("sure")) >= Pr(CHANCE.best("coin")),
        [IID(), Symmetric(), LogConcave(), Continuous()],
    ),
}

RATIONALS = ["0", "1", "-1", "1/2", "-1/2", "2", "1/3", "2/3", "1/4", "3/2", "-2", "2/4", "100", "x", ""]
WORDS = [
    ">=",
    ">",
    "=",
    "<",
    "<=",
    "+",
    "-",
    "best",
    "worst",
    "uniform",
    "iid",
    "continuous",
    "symmetric",
    "holds",
    "fails",
    "empty",
]
KEYS = [
    "ge",
    "gt",
    "all",
    "any",
    "not",
    "max",
    "pr",
    "e",
    "on",
    "empty",
    "bound",
    "split",
    "largest",
    "tie_free",
    "radius",
    "atoms",
    "orbit",
]


@cache
def document(name: str) -> Json:
    """Return what the engine makes of a claim."""
    thesis, given = DOCUMENTS[name]
    if name.startswith("chambers"):
        return by_chambers(thesis, given)
    try:
        made = decide(thesis, given=given).document()
    except ContradictionError as error:
        assert name.startswith("contradictory")
        made = error.document
    assert made is not None
    assert made["parts"], name
    return made


def by_chambers(thesis: Any, given: list[Any]) -> Json:
    """Return the proof by counting relabellings, whether or not another one would be found first."""
    (claim,) = claims(thesis, given)
    search = search_for(Program(claim))(Program(claim), clock=Clock(time.monotonic() + 20))
    found = search.chambers()
    assert isinstance(found, Chambers)
    made = found.to_json(search.program.digest)
    return {"schema": "decision/1", "parts": [{"claim": search.program.json, "certificate": made}]}


def places(node: Json, depth: int = 0) -> list[tuple[Json, Any, int]]:
    """Return every place of a document: container, key, depth."""
    found = []
    for key, child in list(node.items()) if isinstance(node, dict) else list(enumerate(node)):
        found.append((node, key, depth))
        if isinstance(child, dict | list):
            found += places(child, depth + 1)
    return found


def other_value(value: Json, source: random.Random, root: Json) -> Json:
    """Return something to put in place of a value."""
    if source.random() < 0.15:
        node, key, _ = source.choice(places(root))
        return copy.deepcopy(node[key])
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return source.choice([value + 1, value - 1, value + 1, 0, 1, 2, 3, -1, 10**9])
    if isinstance(value, str) and value[-1:].isdigit():
        try:
            number = Fraction(value)
        except ValueError:
            return source.choice(RATIONALS)
        changed = [number + 1, number - 1, -number, number * 2, number / 2, number + Fraction(1, 7)]
        return source.choice([*map(str, changed), source.choice(RATIONALS)])
    if isinstance(value, str):
        return source.choice([*WORDS, *"abcd"])
    return source.choice([[], {}, None, 0.5, "1", 0, value])


def mutate(root: Json, source: random.Random) -> None:
    """Change one place of a document."""
    node, key, _ = source.choice(places(root))
    action = source.random()
    if isinstance(node, list) and action < 0.4:
        if action < 0.12:
            del node[key]
        elif action < 0.24:
            node.insert(source.randrange(len(node) + 1), copy.deepcopy(node[key]))
        else:
            other = source.randrange(len(node))
            node[key], node[other] = node[other], node[key]
    elif isinstance(node, dict) and action < 0.1:
        value = node.pop(key)
        if action < 0.06:
            node[source.choice([*KEYS, *"abcd"])] = value
    else:
        node[key] = other_value(node[key], source, root)


def mutant(name: str, seed: int) -> tuple[Json, bool]:
    """Return a mutated document, and whether its digests were left as they were."""
    source = random.Random(f"{name} {seed}")
    changed = copy.deepcopy(document(name))
    parts = changed["parts"]
    target = source.choice(["claim", "claim", "certificate", "certificate", "certificate", "all"])
    for _ in range(source.choice([1, 1, 1, 2, 3])):
        mutate(changed if target == "all" else source.choice(parts)[target], source)
    stale = source.random() < 0.2
    for part in changed.get("parts") or [] if isinstance(changed.get("parts"), list) else []:
        if not stale and isinstance(part, dict) and isinstance(part.get("certificate"), dict) and "claim" in part:
            part["certificate"]["claim"] = digest(part["claim"])
    return changed, stale


@cache
def oracle(claim: str) -> str:
    """Return the oracle's verdict on a claim, or REFUSED."""
    try:
        return decide_by_enumeration(json.loads(claim), max_cells=20_000).verdict
    except OracleRefusal:
        return "REFUSED"


def judge(part: Json, original: set[str], seed: int, tally: Counter[str]) -> None:
    """Raise if an accepted part is not a correct proof of the claim it names."""
    claim, certificate = part["claim"], part["certificate"]
    assert certificate["claim"] == digest(claim)
    kind, text = certificate["kind"], canonical(claim)
    truth = oracle(text)
    tally["unchanged claim" if text in original else "changed claim"] += 1
    tally[f"oracle {truth}"] += 1
    if truth not in ("REFUSED", "BOUNDARY"):
        assert truth == {"fails": "FAILS", "empty": "EMPTY"}.get(kind, "HOLDS"), (truth, kind, part)
    if kind == "empty":
        assert not inhabited(claim, random.Random(seed)), part
    elif kind == "fails":
        assert member_is_fine(claim, certificate["law"]), part
        assert violates(claim, certificate["law"]), part
    else:
        assert member_is_fine(claim, certificate["member"]), part
        if truth in ("REFUSED", "BOUNDARY"):
            assert not refuted(claim, random.Random(seed)), part


def run(name: str, seeds: range) -> Counter[str]:
    """Check many mutants of one document."""
    original = {canonical(p["claim"]) for p in document(name)["parts"]}
    tally: Counter[str] = Counter()
    for seed in seeds:
        changed, stale = mutant(name, seed)
        report = check_document(changed)
        assert "the checker failed" not in report.reason, (report, changed)
        assert report.accepted or report.reason
        tally["accepted" if report.accepted else "rejected"] += 1
        if not report.accepted:
            continue
        for part in changed["parts"]:
            assert not stale or canonical(part["claim"]) in original
            judge(part, original, seed, tally)
    print(name, dict(tally))
    return tally


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_document_itself_is_accepted(name: str) -> None:
    report = check_document(document(name))
    assert report.accepted
    assert report.grade == ("THEOREM" if name == "proschan" else "CERTIFIED")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_accepted_mutants_are_proofs(name: str) -> None:
    tally = run(
        name, range(30 if name == "chambers-five-worlds" else 100)
    )  # each is judged by listing 120 relabellings
    assert tally["rejected"] > tally["accepted"]


@pytest.mark.slow
@pytest.mark.parametrize("name", DOCUMENTS)
def test_many_accepted_mutants_are_proofs(name: str) -> None:
    tally = run(name, range(10_000, 11_500))
    assert tally["rejected"] > tally["accepted"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_certificate_proves_no_other_claim(name: str) -> None:
    for other in DOCUMENTS:
        if other == name:
            continue
        for part in document(name)["parts"]:
            for foreign in document(other)["parts"]:
                pair = {"claim": foreign["claim"], "certificate": part["certificate"]}
                report = check_document({"schema": "decision/1", "parts": [pair]})
                assert not report.accepted
                assert report.path.endswith("certificate.claim")
