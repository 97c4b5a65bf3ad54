"""The search by chambers alone, on random claims, against the exhaustive oracle: proofs are accepted, goals violate."""

from __future__ import annotations

import random
import time
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest

from decision import Choice, Continuous, Exchangeable, NoTies, Pr, maximum, u
from decision.certificates.kinds import Chambers
from decision.checker import check_document
from decision.engines.chambers import chambers
from decision.engines.clock import Clock
from decision.engines.fans import fan
from decision.engines.program import Program
from decision.goals.claims import claims
from decision.language.serial import claim_to_json, generator_json
from tests.certificates.semantics import expectation, fits, mixture, random_member, satisfies
from tests.oracle import OracleRefusal, decide_by_enumeration

MAX_CELLS = 30_000
WORLDS = "abcd"


def lottery(source: random.Random, worlds: str) -> dict[str, Fraction]:
    """Return chances in halves, thirds, or worse."""
    weights = [source.choice([0, 0, 1, 1, 2, 3]) for _ in worlds]
    weights[source.randrange(len(worlds))] += 1
    return {w: Fraction(q, sum(weights)) for w, q in zip(worlds, weights, strict=True) if q}


def event(source: random.Random, worlds: str) -> Any:
    """Return an event: an option is best, maxima are compared, a value with a number, or what is made of these."""
    options = Choice({f"o{k}": lottery(source, worlds) for k in range(source.choice([2, 3]))})
    v, w = (options.value(o) for o in options.options[:2])
    a, b = (u(x) for x in source.sample(worlds, 2))
    pool = [
        options.best("o0"),
        options.uniquely_best("o0"),
        v >= w,
        v > w,
        maximum(v, a) >= maximum(w, b),
        v > maximum(w, b),
        v >= "1/2",
        maximum(a, b) > v + 1,
        ~(v >= w),
        (v > w) | ~(a >= b),
        (v >= 0) & ~(w > a),
    ]
    return source.choice(pool)


def claim_of(seed: int) -> Any:
    """Return a random claim about three or four outcomes in one or two blocks that are exchanged."""
    source = random.Random(seed)
    worlds = WORLDS[: source.choice([3, 3, 4])]
    first, second = event(source, worlds), event(source, worlds)
    low, high = (Fraction(k, 12) for k in sorted(source.choices(range(13), k=2)))
    groups = [[worlds], [worlds[:-1]], [worlds[:2], worlds[2:]]]
    blocks = [list(b) for b in source.choice([[worlds], *groups]) if len(b) > 1]
    given = [Exchangeable(blocks=blocks), *source.choice([[], [NoTies()], [Continuous()]])]
    less = source.choice([Pr(second), Pr(second), 2 * Pr(second)])
    thesis = source.choice(
        [
            *[Pr(first) - less >= seen(Pr(first) - less, given, worlds, source)] * 3,
            Pr(first) >= Pr(second),
            Pr(first) >= low,
            Pr(first) <= high,
            Pr(first) > low,
            Pr(first) + Pr(second) >= low,
            Pr(first) < Pr(second) + high,
        ]
    )
    return claims(thesis, given, outcomes=list(worlds))[0]


def seen(quantity: Any, given: list[Any], worlds: str, source: random.Random) -> Fraction:
    """Return the smallest value of a quantity among some random members of a class: a tight bound, or nearly."""
    problem = without_density(claim_to_json(claims(quantity >= 0, given, outcomes=list(worlds))[0]))
    laws = [random_member(problem, source) for _ in range(12)]
    return min((expectation(problem, problem["thesis"], law) for law in laws if law), default=Fraction(0))


def proved(program: Program, trees: Any) -> dict[str, Any]:
    """Return the document of a proof; goals far apart are a member of every class here."""
    goal = {w: str(7**n + n) for n, w in enumerate(program.claim.outcomes)}
    member = {"orbit": [["1", goal]], "radius": "1/1000"}
    made = Chambers(tuple(generator_json(g) for g in program.implied), trees, member)
    return {"schema": "decision/1", "parts": [{"claim": program.json, "certificate": made.to_json(program.digest)}]}


def judge(seed: int, tally: Counter[str]) -> None:
    """Compare both answers for one claim."""
    program = Program(claim_of(seed))
    found = chambers(program, Clock(time.monotonic() + 5))
    if found is None:
        tally["not for chambers" if fan(program) is None else "too many cones"] += 1
        return
    proof = isinstance(found, tuple)
    tally["proof" if proof else "goal"] += 1
    if proof:
        report = check_document(proved(program, found))
        assert report.accepted, (seed, report)
        tally["cones"] += sum(tree.count(0) for tree in found)
        tally["cuts"] += any(len(tree) > 1 for tree in found)
    else:
        numbers = [Fraction(float(x)).limit_denominator(10**6) for x in found[0]]
        goal = dict(zip(program.coordinates, numbers, strict=True))
        law = mixture(program.json, [(Fraction(1), goal)])
        assert law is not None
        thesis = program.json["thesis"]
        assert not satisfies(thesis["relation"], expectation(program.json, thesis, law)), (seed, goal)
        tally["in the class as it is"] += fits(program.json, law)
    problem = without_density(program.json)
    try:
        truth = decide_by_enumeration(problem, max_cells=MAX_CELLS).verdict
    except OracleRefusal:
        tally["too large for the oracle"] += 1
        return
    assert truth == ("HOLDS" if proof else "FAILS"), (seed, truth)
    tally[f"oracle {truth}"] += 1


def random_tree(source: random.Random, rays: int) -> list[Any]:
    """Return steps that cut a cone at random."""
    steps: list[Any] = []
    waiting, cuts = 1, source.choice([0, 1, 3, 10, 30])
    while waiting:
        if rays > 1 and cuts and source.random() < 0.7:
            steps.append([*source.sample(range(rays), 2), source.randrange(1, 5), source.randrange(1, 5)])
            waiting, cuts = waiting + 1, cuts - 1
        else:
            steps.append(0)
            waiting -= 1
    return steps


def check_false_claim(seed: int) -> int:
    """Ask for a little more than some member of the class gives: no certificate may be accepted, whatever its cuts."""
    source = random.Random(f"false {seed}")
    worlds = WORLDS[: source.choice([2, 3, 3, 4])]
    first, second = event(source, worlds), event(source, worlds)
    blocks = source.choice([[worlds], [worlds[:2]], [worlds[:2], worlds[2:]]])
    given = [Exchangeable(blocks=[list(b) for b in blocks if len(b) > 1]), *source.choice([[], [NoTies()], [NoTies()]])]
    quantity = source.choice([Pr(first), Pr(first) - Pr(second), Pr(first) + Pr(second), -1 * Pr(first)])
    bound = seen(quantity, given, worlds, source)
    thesis = source.choice([quantity >= bound + Fraction(1, 1000), quantity > bound])
    program = Program(claims(thesis, given, outcomes=list(worlds))[0])
    found = fan(program)
    roots = found.chambers() if found is not None else []
    for _ in range(8 if roots else 0):
        trees = tuple(tuple(random_tree(source, len(root))) for root in roots)
        report = check_document(proved(program, trees))
        assert not report.accepted, (seed, thesis, trees)
        assert "do not bound" in report.reason, (seed, report)
    return len(roots)


def test_no_cuts_prove_a_false_claim() -> None:
    tried = [check_false_claim(seed) for seed in range(80)]
    assert sum(map(bool, tried)) > 60


@pytest.mark.slow
def test_no_cuts_prove_a_false_claim_many_times() -> None:
    tried = [check_false_claim(seed) for seed in range(1_000, 1_600)]
    assert sum(map(bool, tried)) > 450


def without_density(problem: dict[str, Any]) -> dict[str, Any]:
    """Return a claim in which the density, of which the oracle knows nothing, is what it means here: no ties."""
    if not any("structure" in a for a in problem["assumptions"]):
        return problem
    linear = [i for i, x in enumerate(problem["expressions"]) if "linear" in x]
    forms = [problem["expressions"][i] for i in linear]
    pairs = [
        [i, j]
        for i, f in zip(linear, forms, strict=True)
        for j, g in zip(linear, forms, strict=True)
        if i < j and f["linear"] != g["linear"]
    ]
    kept = [a for a in problem["assumptions"] if "structure" not in a]
    return {**problem, "assumptions": [*kept, {"no_ties": pairs}]}


def run(seeds: range) -> None:
    tally: Counter[str] = Counter()
    for seed in seeds:
        judge(seed, tally)
    print(dict(tally))
    assert tally["not for chambers"] + tally["too many cones"] + tally["too large for the oracle"] < 0.1 * len(seeds)
    assert min(tally["oracle HOLDS"], tally["oracle FAILS"]) > 0.3 * len(seeds)
    assert tally["cuts"] > 0.05 * len(seeds)


def test_random_claims_about_exchangeable_outcomes() -> None:
    run(range(60))


@pytest.mark.slow
def test_many_random_claims_about_exchangeable_outcomes() -> None:
    run(range(1_000, 1_600))
