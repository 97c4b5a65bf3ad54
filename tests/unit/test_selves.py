"""Assumptions about several selves: what they say, and what follows from them."""

from __future__ import annotations

import pytest

import decision
from decision import (
    IID,
    Bounded,
    Correlated,
    DecisionError,
    Exchangeable,
    Gaussian,
    IndependentSelves,
    Indifferent,
    InvalidType,
    InvalidValue,
    Invariant,
    Monotone,
    NoTies,
    Pr,
    SameGoals,
    SignSymmetric,
    Supported,
    Symmetric,
    check,
    decide,
    load,
    u,
)
from decision.catalog.expressions import parse_assumption
from decision.goals.claims import claims
from decision.language.claims import Structure
from decision.language.reading import claim_from_json
from decision.language.serial import claim_to_json
from tests.certificates.claims_of_selves import (
    B2,
    BOTH,
    C2,
    EVEN,
    FAILS,
    HOLDS,
    NOW,
    OTHER,
    PAIR,
    A,
    B,
    product_of_marginals,
)

# --- what is refused --------------------------------------------------------------------------------------------------

REFUSED = {
    "one-self": (lambda: SameGoals("now"), InvalidValue, "fewer than two"),
    "no-self": (lambda: IndependentSelves(), InvalidValue, "fewer than two"),
    "twice": (lambda: IndependentSelves("now", "now"), InvalidValue, "twice"),
    "list": (lambda: SameGoals(["now", "changed"]), InvalidType, "self in selves"),  # type: ignore[arg-type]
    "coordinate": (lambda: SameGoals("now", "changed:a"), InvalidValue, "':'"),
    "same-correlated": (lambda: Correlated("now", "now", 0), InvalidValue, "twice"),
    "rho-large": (
        lambda: Correlated("now", "changed", 2),
        InvalidValue,
        r"rho = 2 .*at least -1 and at most 1; correct",
    ),
    "rho-small": (lambda: Correlated("now", "changed", "-3/2"), InvalidValue, "rho = -3/2"),
    "rho-float": (lambda: Correlated("now", "changed", 0.5), DecisionError, "rho"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("name", REFUSED)
def test_bad_arguments_are_refused_with_a_fix(name):
    make, kind, words = REFUSED[name]
    with pytest.raises(kind, match=words):
        make()


@pytest.mark.parametrize("assumption", [SameGoals(*PAIR), IndependentSelves(*PAIR), Correlated(*PAIR, 0)], ids=repr)
def test_a_self_without_coordinates_is_refused(assumption):
    with pytest.raises(InvalidValue, match=r"self = 'changed' is not in the thesis.*name one of those"):
        decide(Pr(NOW) >= 0, given=[assumption])


WRITTEN = [
    SignSymmetric(center="1/2"),
    SignSymmetric(),
    Bounded(0, "3/2", self="changed"),
    Exchangeable(blocks=[["a", "b"], ["c"]]),
    Exchangeable(self="now"),
    Invariant([{"a": "b", "b": "a"}], self="now"),
    Indifferent(["a", "b"]),
    Monotone([("a", "b")]),
    Symmetric(0),
    IID(self="now"),
    NoTies(),
    SameGoals("now", "changed", "later"),
    IndependentSelves("now", "changed"),
    Correlated("now", "changed", "-2/3"),
]


@pytest.mark.parametrize("assumption", WRITTEN, ids=repr)
def test_assumptions_print_as_they_are_written(assumption):
    text = repr(assumption)
    assert eval(text, vars(decision) | {name: getattr(decision, name) for name in decision.__all__}) == assumption
    assert parse_assumption(text, {}) == assumption
    assert "None" not in text
    assert "Fraction" not in text


def test_defaults_are_left_out_of_print():
    assert repr(SignSymmetric(center="1/2")) == "SignSymmetric(center='1/2')"
    assert repr(Bounded(0, 1)) == "Bounded(low=0, high=1)"
    assert repr(Supported(A >= B)) == "Supported(event=u(a) >= u(b))"


# --- what is said -----------------------------------------------------------------------------------------------------


def structures(claim):
    return [c for c in claim.conditions if isinstance(c, Structure)]


def test_correlated_pairs_what_both_selves_have():
    thesis = Pr((B >= A) & (C2 + u("z", self=OTHER) >= B2)) >= 0
    (found,) = structures(claims(thesis, [Correlated(*PAIR, "1/3")])[0])
    assert found.blocks == (("b", "a"), ("changed:b", "changed:c", "changed:z"))
    assert found.correlation is not None
    assert found.correlation.shared == 1
    assert found.correlation.centers == ("center", "changed:center")


def test_selves_share_the_centre_of_their_other_symmetries():
    given = [Correlated(*PAIR, "1/3"), Symmetric(5, self="now"), Gaussian(self=OTHER)]
    found = [s for s in structures(claims(BOTH >= 0, given)[0]) if s.correlation is not None]
    assert found[0].correlation is not None
    assert found[0].correlation.centers == (5, "changed:center")


@pytest.mark.parametrize("assumption", [SameGoals(*PAIR), IndependentSelves(*PAIR), Correlated(*PAIR, "1/3")], ids=repr)
def test_claims_are_read_back_as_they_were(assumption):
    (claim,) = claims(BOTH >= "1/4", [assumption])
    assert claim_from_json(claim_to_json(claim)) == claim


def test_same_goals_without_a_common_outcome_says_nothing():
    thesis = Pr(A + C2 >= B) >= 0
    assert claims(thesis, [SameGoals(*PAIR)])[0].conditions == ()


# --- HOLDS ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HOLDS)
def test_proofs_are_accepted(name, tmp_path):
    thesis, given = HOLDS[name]
    verdict = decide(thesis, given=given, time_limit=30)
    assert verdict.holds, verdict
    assert check(verdict).accepted
    verdict.save(tmp_path / "claim.json")
    assert load(tmp_path / "claim.json").holds
    assert "HOLDS" in verdict.explain()


# --- FAILS ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FAILS)
def test_countermodels_have_independent_selves(name):
    thesis, given = FAILS[name]
    verdict = decide(thesis, given=given, time_limit=30)
    assert verdict.fails, verdict
    assert check(verdict).accepted
    assert "independence of the goals" in verdict.explain()
    assert verdict.counterexample is not None
    claim = verdict.document()["parts"][-1]["claim"]
    assert product_of_marginals(verdict.counterexample.atoms, claim)


def test_what_independence_alone_implies_is_not_guessed():
    """Both even, independent: exactly 1/4. Dependent selves violate this, independent ones do not."""
    assert decide(BOTH >= "1/4", given=[IndependentSelves(*PAIR), *EVEN], time_limit=10).status.name == "UNDECIDED"


def test_symmetry_that_moves_both_selves_gives_no_dependent_countermodel():
    """Invariance under the joint exchange has dependent orbits; a product law has to be built by hand."""
    swap = [Exchangeable(blocks=[["a", "b"]], self="now"), Exchangeable(blocks=[["a", "b"]], self=OTHER)]
    verdict = decide(BOTH >= "3/10", given=[IndependentSelves(*PAIR), *swap, NoTies()])
    assert verdict.fails
    assert check(verdict).accepted
