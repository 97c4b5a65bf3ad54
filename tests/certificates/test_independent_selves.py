"""Countermodels with independent selves: the checker accepts products of laws, and nothing else."""

from __future__ import annotations

import copy
import itertools
import random
from collections import Counter
from fractions import Fraction

import pytest

from decision import (
    decide,
)
from decision.certificates.laws import atoms_of
from decision.checker import check_document
from decision.language.reading import claim_from_json
from tests.certificates.building_blocks import signed
from tests.certificates.claims_of_selves import (
    FAILS,
    product_of_marginals,
)


def failing(blocks, atoms, *, outcomes=None, more=(), extra=None):
    """A document with a thesis that every law violates: what is accepted is a member."""
    names = outcomes or [w for block in blocks for w in block]
    claim = {
        "outcomes": names,
        "constants": [],
        "expressions": [{"linear": {names[0]: "1"}, "constant": "0"}, {"linear": {}, "constant": "0"}],
        "events": [{"ge": [0, 1]}],
        "thesis": {"terms": [["1", {"pr": 0}]], "constant": "2", "relation": ">="},
        "assumptions": [{"structure": "independent_selves", "blocks": blocks}, *more],
    }
    law = {"atoms": atoms} | (extra or {})
    certificate = {"kind": "fails", "claim": "", "law": law}
    return signed({"schema": "decision/1", "parts": [{"claim": claim, "certificate": certificate}]})


def atoms(weights, names):
    return [[str(q), dict(zip(names, map(str, goal), strict=True))] for goal, q in weights.items()]


def test_the_checker_accepts_exactly_products():
    """Random laws on small grids, often products or nearly so, against the definition."""
    rng, names, blocks = random.Random(3), ["a", "b", "c", "d"], [["a", "c"], ["d"]]  # b is in no block
    seen = Counter()
    for _ in range(300):
        sides = [{p: rng.randint(1, 3) for p in rng.sample(list(itertools.product((0, 1), repeat=3)), 2)} for _ in "ab"]
        law = {(a, b, c, e): p * q for (a, b, c), p in sides[0].items() for (e, _, _), q in sides[1].items()}
        if rng.random() < 0.5:
            law[rng.choice(list(law))] += rng.randint(0, 1)
        if rng.random() < 0.3:
            del law[rng.choice(list(law))]
        total = sum(law.values())
        listed = atoms({g: Fraction(q, total) for g, q in law.items()}, names)
        radius = {"radius": "1/8"} if rng.random() < 0.3 else {}
        document = failing(blocks, listed, outcomes=names, extra=radius)
        expected = product_of_marginals(listed, document["parts"][0]["claim"])
        report = check_document(document)
        assert report.accepted == expected, (law, report.reason)
        assert expected or "independent_selves" in report.reason
        seen[expected] += 1
    assert min(seen.values()) > 40


def test_pairwise_independence_is_not_enough():
    names = ["a", "b", "c"]
    listed = atoms({(x, y, x ^ y): Fraction(1, 4) for x in (0, 1) for y in (0, 1)}, names)
    assert "independent_selves" in check_document(failing([["a"], ["b"], ["c"]], listed)).reason
    assert check_document(failing([["a"], ["b"]], listed, outcomes=names)).accepted
    assert not check_document(failing([["a"], ["b", "c"]], listed)).accepted


def test_an_orbit_that_moves_both_blocks_together_is_refused():
    swap = {"a": ["+", "b"], "b": ["+", "a"], "c": ["+", "d"], "d": ["+", "c"]}
    document = failing([["a", "b"], ["c", "d"]], [], more=[{"invariant": [swap]}])
    document["parts"][0]["certificate"]["law"] = {"orbit": [["1", {"a": "0", "b": "1", "c": "0", "d": "1"}]]}
    assert "independent_selves" in check_document(document).reason
    document["parts"][0]["certificate"]["law"] = {"orbit": [["1", {"a": "0", "b": "1", "c": "2", "d": "2"}]]}
    assert check_document(document).accepted


BAD_BLOCKS = {
    "one": [["a", "b"]],
    "none": [],
    "empty": [["a"], []],
    "overlap": [["a"], ["b", "a"]],
    "twice": [["a", "a"], ["b"]],
    "unknown": [["a"], ["z"]],
    "text": "ab",
}


@pytest.mark.parametrize("name", BAD_BLOCKS)
def test_bad_blocks_are_refused(name):
    document = failing([["a"], ["b"]], atoms({(0, 0): 1}, "ab"))
    document["parts"][0]["claim"]["assumptions"][0]["blocks"] = BAD_BLOCKS[name]
    report = check_document(signed(document))
    assert not report.accepted
    assert "blocks" in report.path


@pytest.mark.parametrize("name", FAILS)
def test_mutated_countermodels_are_refused(name):
    """Weight moved between two goals of a product, and goals taken apart: marginals may stay, independence does not."""
    thesis, given = FAILS[name]
    document = decide(thesis, given=given, time_limit=30).document()
    rng = random.Random(11)
    for _ in range(60):
        mutant = copy.deepcopy(document)
        part = mutant["parts"][-1]
        law = part["certificate"]["law"]
        kind = "atoms" if "atoms" in law else "orbit"
        if len(law[kind]) > 1 and rng.random() < 0.5:
            first, second = rng.sample(law[kind], 2)
            moved = Fraction(first[0]) / rng.choice([2, 3])
            first[0], second[0] = str(Fraction(first[0]) - moved), str(Fraction(second[0]) + moved)
        else:
            _, goal = rng.choice(law[kind])
            new = dict(goal)
            for w in rng.sample([w for w in goal if not w.endswith("center")], 2):
                new[w] = str(rng.randint(-2, 2))
            law[kind][:] = [[str(Fraction(p) / 2), g] for p, g in law[kind]] + [["1/2", new]]
        mutant["parts"] = [part]
        if check_document(mutant).accepted:
            assert product_of_marginals(atoms_of(claim_from_json(part["claim"]), law), part["claim"])
