"""The bounds by which countermodels and members are judged enclose the exact value, and are it where nothing is cut."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction

import pytest

from decision.checker.claims import Term
from decision.checker.formats import Place
from decision.checker.laws import read_law
from decision.checker.measure import measure
from decision.checker.measured import MAX_FACES, expectation
from decision.checker.polytopes import Volumes
from decision.checker.reading import read_claim
from tests.certificates import random_documents, semantics

HERE = Place()


def read(rng, law):
    """A random claim and law, as written and as read; no comparison of a pair is more than asked about."""
    written = random_documents.random_claim(rng)
    claim, made = read_claim(written, HERE), law(rng)
    return written, claim, made, read_law(claim, made, HERE)


def exact(claim, law, term):
    return expectation(claim, law, term, Volumes(MAX_FACES), HERE)


def exact_thesis(claim, law):
    return sum(q * exact(claim, law, term) for q, term in claim.thesis.terms) - claim.thesis.constant


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("law", [random_documents.finite, random_documents.blurred, random_documents.piecewise])
def test_bounds_enclose_the_exact_value(seed, law):
    rng, tight = random.Random(seed), 0
    for _ in range(12):
        written, claim, made, read_as = read(rng, law)
        found = measure(claim, read_as, range(len(claim.events)), [], HERE).expectation(claim.thesis)
        value = exact_thesis(claim, read_as)
        assert found.low <= value <= found.high, (written, made)
        tight += found.low == found.high
    assert tight == 12 if law is random_documents.finite else tight > 0


@pytest.mark.parametrize("seed", range(5))
def test_under_a_finite_law_bounds_are_the_sum_over_its_goals(seed):
    rng = random.Random(seed)
    for _ in range(30):
        written, claim, made, read_as = read(rng, random_documents.finite)
        found = measure(claim, read_as, range(len(claim.events)), [], HERE).expectation(claim.thesis)
        goals = [(Fraction(q), {w: Fraction(x) for w, x in goal.items()}) for q, goal in made["atoms"]]
        value = semantics.expectation(written, written["thesis"], goals)
        assert found.low == found.high == value == exact_thesis(claim, read_as)


@pytest.mark.parametrize("law", [random_documents.finite, random_documents.blurred, random_documents.piecewise])
def test_what_is_certain_has_probability_one(law):
    """And only then: of what depends on linear values the signs decide, if each is settled on every box."""
    rng, seen = random.Random(7), Counter()
    for _ in range(60):
        written, claim, made, read_as = read(rng, law)
        measured = measure(claim, read_as, range(len(claim.events)), [], HERE)
        for k in range(len(claim.events)):
            certain, chance = measured.certain(k), exact(claim, read_as, Term(None, k))
            assert chance == 1 or not certain, (written, made, k)
            assert certain == (chance == 1) or law is not random_documents.finite
            seen[certain, chance == 1] += 1
    assert seen[True, True] > 10
    assert seen[False, False] > 10


@pytest.mark.parametrize("law", [random_documents.finite, random_documents.blurred, random_documents.piecewise])
def test_pairs_tie_where_both_comparisons_hold_with_positive_probability(law):
    rng, seen = random.Random(11), Counter()
    for _ in range(60):
        written, _, made, read_as = read(rng, law)
        pair = {"ge": [0, 1]}, {"ge": [1, 0]}, {"all": [0, 1]}
        both = read_claim({**written, "events": list(pair), "thesis": {**written["thesis"], "terms": []}}, HERE)
        ties = measure(both, read_as, [], [(0, 1)], HERE).ties()
        assert ties == (exact(both, read_as, Term(None, 2)) > 0), (written, made)
        seen[ties] += 1
    assert seen[False] > 10
    assert seen[True] > 1 or law is random_documents.blurred
