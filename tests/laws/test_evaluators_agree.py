"""Everyone who evaluates a claim at a goal gets what direct evaluation of its file gives, ties included."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest

from decision import u
from decision.certificates.relabellings import truth as mask_truth
from decision.engines.leaves import Settled
from decision.engines.phi import Level, phi
from decision.engines.program import Program
from decision.engines.proofs import Sample
from decision.goals.rejection import truth
from decision.language.evaluate import evaluate, holds, integrand
from decision.language.events import All, Event, Not
from decision.language.parameters import substituted
from decision.language.reading import claim_from_json
from decision.language.rename import event_key
from decision.language.substitute import mapped_event, placed, placed_event
from decision.language.walk import comparisons
from tests.certificates import random_documents, semantics

GOALS = 40
ONCE = Level(((Fraction(1), 0),))


def case(seed):
    """A claim, as written and as read, and goals at multiples of 1/2, at which floats are exact and ties are common."""
    rng = random.Random(seed)
    written = random_documents.random_claim(rng)
    claim = claim_from_json(written)
    goals = [{w: Fraction(rng.randint(-2, 4), 2) for w in claim.outcomes} for _ in range(GOALS)]
    return written, claim, goals


def columns(claim, goals):
    return {w: np.array([float(goal[w]) for goal in goals]) for w in claim.outcomes}


@pytest.mark.parametrize("seed", range(25))
def test_the_integrand_is_that_of_the_file(seed):
    written, claim, goals = case(seed)
    expected = [semantics.integrand(written, written["thesis"], goal) for goal in goals]
    assert [integrand(claim.thesis, goal) for goal in goals] == expected
    program = Program(claim)
    points = np.array([[float(goal[w]) for w in program.coordinates] for goal in goals])
    assert np.allclose(phi(program, ONCE).at(Sample(program, points)), [float(x) for x in expected], rtol=0, atol=1e-9)


@pytest.mark.parametrize("seed", range(25))
def test_events_in_arrays_are_those_of_single_goals(seed):
    _, claim, goals = case(seed)
    for event in (t.event for t in claim.thesis.terms if t.event is not None):
        assert truth(event, columns(claim, goals), GOALS).tolist() == [holds(event, goal) for goal in goals]


@pytest.mark.parametrize("seed", range(25))
def test_what_is_settled_at_a_goal_is_true_there(seed):
    """Nothing is known of a region that says otherwise at one of its goals, and bounds are below what is bounded."""
    _, claim, goals = case(seed)
    program = Program(claim)
    points = np.array([[float(goal[w]) for w in program.coordinates] for goal in goals])
    for n, goal in enumerate(goals[:10]):
        settled = Settled(Sample(program, points), np.array([n]))
        for event in (t.event for t in claim.thesis.terms if t.event is not None):
            assert settled.status(event, 0) in (None, holds(event, goal))
        assert settled.lower(phi(program, ONCE)) <= float(integrand(claim.thesis, goal)) + 1e-9


@pytest.mark.parametrize("seed", range(25))
def test_values_put_in_the_place_of_utilities_are_worth_what_they_are_worth(seed):
    """`2 u(next) + 1` for each utility: the value at a goal is that at the goal whose utilities these are."""
    _, claim, goals = case(seed)
    after = dict(zip(claim.outcomes, [*claim.outcomes[1:], claim.outcomes[0]], strict=True))
    put = {w: 2 * u(v) + 1 for w, v in after.items()}
    for goal in goals[:10]:
        image = {w: 2 * goal[v] + 1 for w, v in after.items()}
        for t in claim.thesis.terms:
            if t.value is not None:
                assert evaluate(placed(t.value, put), goal) == evaluate(t.value, image)
            if t.event is not None:
                assert holds(placed_event(t.event, put), goal) == holds(t.event, image)


@pytest.mark.parametrize("seed", range(25))
def test_a_comparison_changed_on_both_sides_holds_where_it_did(seed):
    _, claim, goals = case(seed)
    for event in (t.event for t in claim.thesis.terms if t.event is not None):
        changed = mapped_event(event, lambda left, right: (3 * (left - right) + u("a"), u("a")))
        assert [holds(changed, goal) for goal in goals] == [holds(event, goal) for goal in goals]


class Strange(Event):
    """A kind of event that nobody knows."""


WALKERS = {
    "compared": lambda event: list(comparisons(event)),
    "evaluated": lambda event: holds(event, {}),
    "drawn": lambda event: truth(event, {}, 1),
    "renamed": lambda event: event_key(event, {}),
    "placed": lambda event: placed_event(event, {}),
    "mapped": lambda event: mapped_event(event, lambda left, right: (left, right)),
    "substituted": lambda event: substituted(event, {"p": Fraction(1, 2)}),
    "counted": lambda event: mask_truth(event, {}, lambda form, strict: (0, 0), 1),
}


@pytest.mark.parametrize("name", WALKERS)
@pytest.mark.parametrize("inside", [lambda event: event, Not, lambda event: All((event,))], ids=["bare", "not", "all"])
def test_an_unknown_kind_of_event_is_refused_and_never_misread(name, inside):
    with pytest.raises(TypeError, match="Strange"):
        WALKERS[name](inside(Strange()))
