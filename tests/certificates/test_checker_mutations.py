"""Random mutations of claims and certificates: whatever the checker still accepts has to be true.

A mutant that is accepted is judged by `semantics`, which evaluates goal by goal and knows nothing of proofs: no member
of the class that it finds may violate a thesis that holds, and an exhibited law has to be a member (and a violation, if
that is its purpose). Most accepted mutants are harmless in a visible way: a weight or a member that was changed to
another good one.
"""

from __future__ import annotations

import copy
import json
import random
from contextlib import suppress
from fractions import Fraction
from functools import cache

import pytest

from decision.checker import check_document
from tests.certificates.building_blocks import signed
from tests.certificates.chamber_documents import CHAMBERS
from tests.certificates.handmade import HANDMADE
from tests.certificates.one_law_documents import ONE_LAW
from tests.certificates.semantics import agrees, inhabited, member_is_fine, refuted, violates
from tests.oracle import OracleRefusal, decide_by_enumeration

DOCUMENTS = HANDMADE | CHAMBERS | ONE_LAW
RATIONALS = ["0", "1", "-1", "1/2", "-1/2", "2", "1/3", "3/2", "-2", "2/4", "x", ""]
WORDS = [">=", ">", "=", "<", "<=", "+", "-", "best", "worst", "uniform", "iid", "continuous", "symmetric", "holds"]


def places(document):
    """Every container with each of its keys."""
    found, todo = [], [document]
    while todo:
        node = todo.pop()
        for key, child in list(node.items()) if isinstance(node, dict) else list(enumerate(node)):
            found.append((node, key))
            if isinstance(child, (dict, list)):
                todo.append(child)
    return found


def another(value, rng, document):
    """A value of the same kind, or not."""
    if rng.random() < 0.15:
        node, key = rng.choice(places(document))
        return copy.deepcopy(node[key])
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return rng.choice([value + 1, value - 1, 0, 1, 2, 3, True, 10**9])
    if isinstance(value, str):
        pool = RATIONALS if value[-1:].isdigit() and rng.random() < 0.9 else WORDS
        return rng.choice([*pool, "a", "b", "c"])
    return rng.choice([[], {}, None, 0.5, "1", value])


def mutate(document, rng):
    """Change one place, if there is any left."""
    found = places(document)
    if not found:
        return
    node, key = rng.choice(found)
    action = rng.random()
    if isinstance(node, list) and action < 0.35:
        if action < 0.1:
            del node[key]
        elif action < 0.2:
            node.insert(key, copy.deepcopy(node[key]))
        elif action < 0.3:
            other = rng.randrange(len(node))
            node[key], node[other] = node[other], node[key]
        else:
            node.reverse()
    elif isinstance(node, dict) and action < 0.1:
        value = node.pop(key)
        if action < 0.05:
            node[rng.choice([*node, "a", "b", "ge", "gt", "all", "any", "not", "max"])] = value
    else:
        node[key] = another(node[key], rng, document)


@cache
def oracle(claim):
    """What exhaustive enumeration says of a claim."""
    try:
        return decide_by_enumeration(json.loads(claim), max_cells=20_000).verdict
    except OracleRefusal:
        return "REFUSED"


def judge(document, seed):
    """Raise if an accepted document says something false."""
    rng = random.Random(seed)
    for part in document["parts"]:
        claim, certificate = part["claim"], part["certificate"]
        shown = json.dumps(part)
        if certificate["kind"] == "fails":
            assert member_is_fine(claim, certificate["law"]), shown
            assert violates(claim, certificate["law"]), shown
        elif certificate["kind"] in ("true", "false"):
            (assumption,) = claim["assumptions"]
            difference = Fraction(certificate["difference"])
            assert agrees(claim, assumption["law"], difference), shown
            true = difference > 0 or (difference == 0 and claim["thesis"]["relation"] == ">=")
            assert true == (certificate["kind"] == "true"), shown
        elif certificate["kind"] == "empty":
            assert not inhabited(claim, rng), shown
            assert oracle(json.dumps(claim)) in ("EMPTY", "BOUNDARY", "REFUSED"), shown
        else:
            assert member_is_fine(claim, certificate["member"]), shown
            assert not refuted(claim, rng), shown
            if certificate["kind"] == "chambers":
                assert oracle(json.dumps(claim)) in ("HOLDS", "BOUNDARY", "REFUSED"), shown


def run(name, count):
    """Mutate `count` times; return how many mutants were accepted and differ from the original."""
    original = DOCUMENTS[name]()
    text = json.dumps(original)
    accepted, seen = 0, set()
    for seed in range(count):
        rng = random.Random(f"{name} {seed}")
        mutant = json.loads(text)
        for _ in range(rng.choice([1, 1, 2, 3])):
            mutate(mutant, rng)
        if rng.random() < 0.95:
            with suppress(KeyError, TypeError, AttributeError):  # too broken to be signed
                signed(mutant)
        report = check_document(mutant)
        assert "the checker failed" not in report.reason, (report, mutant)
        mutated = json.dumps(mutant, sort_keys=True)
        if report.accepted and mutant != original and mutated not in seen:
            seen.add(mutated)
            accepted += 1
            judge(mutant, seed)
    return accepted


@pytest.mark.parametrize("name", DOCUMENTS)
def test_accepted_mutants_are_true(name):
    assert run(name, 1_000) <= 500  # most mutants are refused


@pytest.mark.slow
@pytest.mark.parametrize("name", DOCUMENTS)
def test_many_accepted_mutants_are_true(name):
    run(name, 2_000)


BYTES = [
    "parity",
    "third-untied",
    "moment-strict",
    "pick-uniform",
    "radius",
    "marginals",
    "chambers-constant",
    "chambers-iid",
]


@pytest.mark.parametrize("name", BYTES)
def test_mutated_bytes_never_crash(name):
    data = json.dumps(DOCUMENTS[name]()).encode()
    for seed in range(300):
        rng = random.Random(f"{name} {seed}")
        mutant = bytearray(data)
        for _ in range(rng.choice([1, 2, 5])):
            n = rng.randrange(len(mutant))
            mutant[n : n + rng.choice([0, 1, 1, 3])] = bytes([rng.choice(b'0123456789/-",:[]{}abc <>=\\\x00\xff')])
        assert "the checker failed" not in check_document(bytes(mutant)).reason
