"""Search for copies, against all involutions and all choices of them."""

from __future__ import annotations

from itertools import combinations, permutations
from random import Random

import pytest

from decision.theory.similarity import find_copies, image, shown

NAMES = "abcde"


def all_involutions():
    for p in permutations(NAMES):
        places = dict(zip(NAMES, p, strict=True))
        if all(places[places[w]] == w for w in NAMES):
            yield tuple((w, places[w]) for w in NAMES if w < places[w])


INVOLUTIONS = tuple(all_involutions())


def exists(smaller, larger, n, kept):
    """Definition A.7 of Turner and Tadepalli, read off directly."""
    whole = image((), larger)
    fine = [i for i in INVOLUTIONS if image(i, smaller) <= whole and all(image(i, k) == image((), k) for k in kept)]
    if n == 1:
        return bool(fine)

    def fit(i, j):
        first, second = image(i, smaller), image(j, smaller)
        return image(i, map(dict, second)) == second and image(j, map(dict, first)) == first

    return any(fit(i, j) for i in fine for j in fine)


def random_vectors(source, size, entries):
    vectors = set()
    while len(vectors) < size:
        support = source.sample(NAMES, source.randint(1, 3))
        vectors.add(frozenset((w, source.choice(entries)) for w in support))
    return [dict(v) for v in vectors]


def test_there_are_26_involutions_of_five():
    assert len(INVOLUTIONS) == 26


@pytest.mark.parametrize("n", [1, 2])
def test_search_agrees_with_all_involutions(n):
    source, answers = Random(n), []
    for _ in range(400):
        entries = (1, 2) if n == 1 else (1,)
        smaller = random_vectors(source, source.randint(1, 2), entries)
        larger = random_vectors(source, source.randint(1, 5) if n == 1 else source.randint(4, 10), entries)
        kept = [[*larger, *smaller]] if source.random() < 0.3 else []
        found = find_copies(smaller, larger, n, kept=kept)
        expected = exists(smaller, larger, n, kept)
        assert (found.status.value == "HOLDS") == expected
        answers.append(expected)
        for involution in found.involutions:
            assert image(involution, smaller) <= image((), larger)
            assert all(image(involution, k) == image((), k) for k in kept)
    assert 40 < sum(answers) < 360


def test_n_copies_keep_each_other():
    """Pairs of one-cycles in a list of six: the involutions move disjoint pairs."""
    e = [{w: 1} for w in "abcdefgh"]
    found = find_copies(e[:2], e[2:], 3)
    images = [image(i, e[:2]) for i in found.involutions]
    assert len(images) == 3
    assert all(not x & y for x, y in combinations(images, 2))
    assert find_copies(e[:2], e[2:], 4, limit=10**6).status.value == "FAILS"


def test_a_set_contains_itself_any_number_of_times():
    """Footnote 8 of the source: by the identity."""
    found = find_copies([{"a": 1}], [{"a": 1}], 5)
    assert found.involutions == ((),) * 5
    assert shown(()) == "identity"


def test_limit_is_reported():
    e = [{w: 1} for w in "abcdefgh"]
    assert find_copies(e[:2], e[2:], 3, limit=5).status.value == "UNDECIDED"
