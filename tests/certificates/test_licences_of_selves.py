"""Which symmetries follow from the correlation of selves, and from structures of independent ones."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

from decision import (
    Correlated,
    Pr,
    u,
)
from decision.checker.formats import Place
from decision.checker.groups import licensed
from decision.checker.reading import read_claim, read_generator
from decision.engines.implied import implied_generators
from decision.engines.program import Program
from decision.goals.claims import claims
from decision.language.serial import claim_to_json, generator_json
from tests.certificates.claims_of_selves import (
    PAIR,
)


def correlated_claim(rho, *, shared=2, more=()):
    """Blocks a, b, c and d, e, f of which the first `shared` are partners."""
    return {
        "outcomes": ["a", "b", "c", "d", "e", "f", *more],
        "constants": ["m", "n"],
        "expressions": [{"linear": {"a": "1"}, "constant": "0"}],
        "events": [],
        "thesis": {"terms": [["1", {"e": 0}]], "constant": "0", "relation": ">="},
        "assumptions": [
            {
                "structure": "correlated",
                "blocks": [["a", "b", "c"], ["d", "e", "f"]],
                "shared": shared,
                "rho": rho,
                "centers": ["m", "n"],
            }
        ],
    }


@pytest.mark.parametrize("rho", ["0", "1/2", "-1", "1"])
@pytest.mark.parametrize("shared", [0, 2, 3])
def test_licence_is_what_keeps_means_and_covariances(rho, shared):
    """Signed permutations against the matrix: mean 1 in one block and 3 in the other, variance 2."""
    claim = read_claim(correlated_claim(rho, shared=shared), Place())
    names = "abcdef"
    means = np.array([1, 1, 1, 3, 3, 3])
    covariance = 2 * np.eye(6)
    for k in range(shared):
        covariance[k, 3 + k] = covariance[3 + k, k] = 2 * float(Fraction(rho))
    rng, seen = random.Random(5), Counter()
    for _ in range(1500):
        order = rng.sample(range(3), 3)
        other = order if rng.random() < 0.5 else rng.sample(range(3), 3)
        source = [*order, *(3 + k for k in other)] if rng.random() < 0.9 else rng.sample(range(6), 6)
        signs = [rng.choice([1, 1, -1]) for _ in names]
        signs = [*signs[:3], *signs[:3]] if rng.random() < 0.5 else signs
        about = [rng.choice("mn") if rng.random() < 0.05 else "m" if k < 3 else "n" for k in range(6)]
        matrix, shift = np.zeros((6, 6)), np.zeros(6)
        written = {}
        for k, (v, s, c) in enumerate(zip(source, signs, about, strict=True)):
            matrix[k, v] = s
            shift[k] = 0 if s > 0 else 2 * (1 if c == "m" else 3)
            written[names[k]] = ["+", names[v]] if s > 0 else ["-", names[v], c]
        kept = np.array_equal(matrix @ means + shift, means)
        kept = kept and np.array_equal(matrix @ covariance @ matrix.T, covariance)
        assert licensed(claim, read_generator(claim, written, Place())) == kept, written
        seen[bool(kept)] += 1
    assert min(seen.values()) > 20


def test_nothing_is_licensed_where_outcomes_are_left_out():
    """Nothing is said of how g depends on the others."""
    claim = read_claim(correlated_claim("0", more=["g"]), Place())
    assert not licensed(claim, read_generator(claim, {"a": ["+", "b"], "b": ["+", "a"]}, Place()))


def block_claim(*assumptions):
    return read_claim({**correlated_claim("0"), "assumptions": [*assumptions]}, Place())


SWAPS = {
    "first": {"a": ["+", "b"], "b": ["+", "a"]},
    "second": {"d": ["+", "e"], "e": ["+", "d"]},
    "both": {"a": ["+", "b"], "b": ["+", "a"], "d": ["+", "e"], "e": ["+", "d"]},
    "across": {"a": ["+", "d"], "d": ["+", "a"]},
}
FIRST, SECOND = {"structure": "iid", "over": ["a", "b", "c"]}, {"structure": "iid", "over": ["d", "e", "f"]}
APART = {"structure": "independent_selves", "blocks": [["a", "b", "c"], ["d", "e", "f"]]}
LICENCES = {
    "one-iid-block": ([APART, FIRST], {"first"}),
    "two-iid-blocks": ([APART, FIRST, SECOND], {"first", "second"}),
    "dependent-blocks": ([FIRST, SECOND], set()),
    "part-of-a-block": ([APART, {"structure": "iid", "over": ["a", "b"]}], set()),
    "an-outcome-in-no-block": ([{**APART, "blocks": [["a", "b", "c"], ["d", "e"]]}, FIRST, SECOND], set()),
    "spherical-block": ([APART, {"structure": "spherical", "over": ["a", "b", "c"], "center": "0"}], {"first"}),
    "independent-block": ([APART, {"structure": "independent", "over": ["a", "b", "c"]}], set()),
    "all-iid": ([APART, {"structure": "iid", "over": [*"abcdef"]}], {"first", "second", "both", "across"}),
    "independence-alone": ([APART], set()),
}


@pytest.mark.parametrize("name", LICENCES)
def test_structures_of_independent_blocks_license_what_moves_one(name):
    assumptions, expected = LICENCES[name]
    claim = block_claim(*assumptions)
    found = {key for key, swap in SWAPS.items() if licensed(claim, read_generator(claim, swap, Place()))}
    assert found == expected


def test_a_block_is_mirrored_only_about_its_own_centre():
    symmetric = {"structure": "symmetric", "over": ["a", "b", "c"], "center": "m"}
    claim = block_claim(APART, {"structure": "independent", "over": ["a", "b", "c"]}, symmetric)
    for moved, expected in (
        ({"a": "m"}, True),
        ({"a": "n"}, False),
        ({"d": "m"}, False),
        ({"a": "m", "d": "m"}, False),
    ):
        generator = {w: ["-", w, c] for w, c in moved.items()}
        assert licensed(claim, read_generator(claim, generator, Place())) == expected


@pytest.mark.parametrize("rho", ["0", "1/2", "-1"])
def test_the_search_uses_only_what_is_licensed(rho):
    outcomes = [u(f"w{i}", self=s) for i in range(4) for s in PAIR] + [
        u(f"x{i}", self=s) for i in range(3) for s in PAIR
    ]
    thesis = Pr(sum(outcomes[1:], outcomes[0]) >= u("alone")) >= 0
    (found,) = claims(thesis, [Correlated(*PAIR, rho)])
    claim = read_claim(claim_to_json(found), Place())
    generators = implied_generators(found)
    assert generators
    for g in generators:
        assert licensed(claim, read_generator(claim, generator_json(g), Place()))


@pytest.mark.parametrize("count", [3, 12])
def test_words_of_large_groups_are_found_without_search(count):
    """Twelve pairs have more than 10^11 symmetries; a word is still written down at once."""
    outcomes = [u(f"w{i}", self=s) for i in range(count) for s in PAIR]
    (claim,) = claims(Pr(sum(outcomes[1:], outcomes[0]) >= 0) >= 0, [Correlated(*PAIR, "1/2")])
    group, rng = Program(claim).group, random.Random(2)
    for _ in range(20):
        element = group.product(rng.choices(range(len(group.generators)), k=30))
        word = group.word(element)
        assert len(word) <= 4 * count
        assert group.product(word) == element
