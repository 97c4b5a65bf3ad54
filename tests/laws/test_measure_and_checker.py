"""`measure` against the checker's own algorithm, which shares no code with it: the same fraction for random events.

Events are Boolean combinations of comparisons of maxima, minima, mixtures and picks under independent piecewise uniform
utilities, some with point masses.
"""

import random
from fractions import Fraction

import pytest

from decision import Discrete, Mixture, PiecewiseUniform, Pr, independent, measure, u
from decision.checker.formats import Place
from decision.checker.laws import read_law
from decision.checker.measured import MAX_FACES, expectation
from decision.checker.polytopes import Volumes
from decision.checker.reading import read_claim
from decision.language.walk import comparisons
from tests.certificates.test_one_law import document
from tests.unit.random_events import comparison, value

WORLDS = "abc"


def random_event(source: random.Random, values, depth: int):
    """A comparison, or two events joined or denied."""
    if depth == 0 or source.random() < 0.25:
        return comparison(source, values)
    if source.random() < 0.25:
        return ~random_event(source, values, depth - 1)
    one, other = (random_event(source, values, depth - 1) for _ in range(2))
    return one & other if source.random() < 0.5 else one | other


def random_rows(source: random.Random) -> list[list[str]]:
    """Weights and intervals, as the checker reads them; an interval may be a point."""
    weights = [source.randint(1, 3) for _ in range(source.choice([1, 1, 2]))]
    rows: list[list[str]] = []
    for w in weights:
        low = Fraction(source.randint(-1, 1), 2)
        high = low + (0 if len(weights) > 1 and source.random() < 0.4 else source.randint(1, 2))
        rows.append([str(Fraction(w, sum(weights))), str(low), str(high)])
    return rows


def marginal(rows: list[list[str]]):
    """The same law of one utility, as `measure` reads it."""
    parts = [(q, Discrete({low: 1}) if low == high else PiecewiseUniform([(1, low, high)])) for q, low, high in rows]
    return parts[0][1] if len(parts) == 1 else Mixture(parts)


def both(seed: int) -> tuple[Fraction, Fraction]:
    """What `measure` and the checker find for a random event."""
    source = random.Random(f"event {seed}")
    atoms = [u(w) for w in WORLDS]
    values = [*atoms, *(value(source, atoms, atoms) for _ in range(3))]
    event = random_event(source, values, 2)
    while not list(comparisons(event)):  # certain or impossible on its face
        event = random_event(source, values, 2)
    rows = {w: random_rows(source) for w in WORLDS}
    found = measure(Pr(event), goals=independent({w: marginal(r) for w, r in rows.items()})).value
    claim = read_claim(_written(event, rows), Place())
    law = read_law(claim, claim.assumptions[0].written, Place())
    return found, expectation(claim, law, claim.thesis.terms[0][1], Volumes(MAX_FACES), Place())


def _written(event, rows):
    known = document(Pr(event) >= 0, {"each": []}, 0, "true")["parts"][0]["claim"]
    law = {"marginals": {w: rows[w] for w in known["outcomes"]}, "constants": {}}
    return document(Pr(event) >= 0, law, 0, "true")["parts"][0]["claim"]


@pytest.mark.parametrize("first", [0, *(pytest.param(k, marks=pytest.mark.slow) for k in range(20, 200, 20))])
def test_random_events_have_the_same_probability(first: int) -> None:
    found = [both(seed) for seed in range(first, first + 20)]
    assert [a for a, _ in found] == [b for _, b in found]
    assert sum(0 < a < 1 for a, _ in found) >= 8
