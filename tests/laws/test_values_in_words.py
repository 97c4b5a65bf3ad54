"""The values that an explanation reports for a law enclose the exact ones, and are exact where nothing is cut."""

from __future__ import annotations

import random

import pytest

from decision.certificates.law_words import evaluation_words, law_words, terms_under
from decision.certificates.name_words import Names
from decision.certificates.tables import law_table
from decision.checker.formats import Place
from decision.checker.laws import read_law
from decision.checker.measured import MAX_FACES, expectation
from decision.checker.polytopes import Volumes
from decision.checker.reading import read_claim
from decision.language.reading import claim_from_json
from decision.language.serial import claim_to_json
from tests.certificates import random_documents
from tests.certificates.building_blocks import each

LAWS = [random_documents.finite, random_documents.blurred, random_documents.piecewise]


def exact(written, law):
    """The left side of the thesis, by the checker's own evaluation."""
    claim, volumes = read_claim(written, Place()), Volumes(MAX_FACES)
    read = read_law(claim, law, Place())
    return sum(q * expectation(claim, read, term, volumes, Place()) for q, term in claim.thesis.terms)


def enclosure(claim, law):
    found = terms_under(claim, law)
    assert found is not None
    ends = [sorted((t.weight * low, t.weight * high)) for t, (low, high) in zip(claim.thesis.terms, found, strict=True)]
    return sum(low for low, _ in ends), sum(high for _, high in ends)


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("seed", range(4))
def test_reported_values_enclose_the_exact_ones(seed, law):
    rng, tight = random.Random(seed), 0
    for _ in range(15):
        written, made = random_documents.random_claim(rng), law(rng)
        low, high = enclosure(claim_from_json(written), made)
        value = exact(written, made)
        assert low <= value <= high, (written, made)
        tight += low == high
    assert tight == 15 if law is random_documents.finite else tight > 0


@pytest.mark.parametrize("law", LAWS)
def test_a_claim_read_back_means_the_same(law):
    """Written, read by the engines' reader, and written again: the checker finds the same value."""
    rng = random.Random(17)
    for _ in range(15):
        written, made = random_documents.random_claim(rng), law(rng)
        again = claim_to_json(claim_from_json(written))
        made = {k: v for k, v in made.items() if k != "marginals"} | (
            {"marginals": {w: made["marginals"][w] for w in again["outcomes"]}} if "marginals" in made else {}
        )
        assert exact(again, made) == exact(written, made)


def claim_of_three():
    return claim_from_json(random_documents.random_claim(random.Random(1)))


NORMAL = {"normal": {"center": "1/2"}, "constants": {}}
CORRELATED = {"normal": {"center": "0", "correlated": [["a", "b", "1/3"]]}, "constants": {}}


@pytest.mark.parametrize(
    ("law", "words", "remark"),
    [
        (NORMAL, "independent normal utilities with mean 1/2 and variance 1", "independent and normal"),
        (CORRELATED, "normal utilities with correlation 1/3 for a and b", "correlation 1/3 for a and b"),
        (
            {"marginals": each("abc", [["1/2", "0", "0"], ["1/2", "1", "2"]]), "constants": {}},
            "identically distributed utilities, each spread over two intervals",
            "all with this law",
        ),
        (
            {
                "marginals": {
                    "a": [["1", "0", "0"]],
                    "b": [["1/2", "0", "1"], ["1/2", "1", "2"]],
                    "c": [["1", "3", "3"]],
                }
            },
            "independent utilities, each spread over a few intervals",
            "uniform on each interval",
        ),
        (
            {"atoms": [["1", dict.fromkeys("abc", "2")]], "radius": "1/4"},
            "the goal that gives every outcome utility 2, plus independent uniform noise of at most 1/4",
            "uniform noise of at most 1/4",
        ),
    ],
)
def test_laws_in_words_and_in_a_table(law, words, remark):
    claim = claim_of_three()
    assert words in law_words(claim, law)
    assert remark in law_table(claim, law)


def test_what_is_too_much_work_is_not_evaluated():
    claim = claim_of_three()
    many = {"marginals": each("abc", [["1/20", str(n), str(n + 1)] for n in range(20)]), "constants": {}}
    assert terms_under(claim, many) is None
    assert evaluation_words(claim, many, Names([])) == ""
