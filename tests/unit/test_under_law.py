"""`decide` under one law: exact comparison, certified where the checker can repeat it."""

from fractions import Fraction

import numpy as np
import pytest

from decision import (
    Choice,
    Discrete,
    E,
    Evidence,
    Exchangeable,
    InvalidType,
    InvalidValue,
    Mixture,
    Normal,
    Pr,
    Status,
    Uniform,
    check,
    decide,
    empirical,
    features,
    finite,
    gaussian,
    iid,
    load,
    maximum,
    mixture,
    orbit,
    u,
)

A, B = u("a"), u("b")
LAW = finite([("1/3", {"a": 2, "b": 1}), ("2/3", {"a": 0, "b": 1})])


@pytest.mark.parametrize(
    ("thesis", "holds"),
    [
        (Pr(A > B) >= "1/3", True),
        (Pr(A > B) == "1/3", True),
        (Pr(A > B) > "1/3", False),
        (Pr(A > B) <= "1/4", False),
        (E(A) == "2/3", True),
        (E(A, given=A > B) == 2, True),
        (E(A) >= E(B), False),
    ],
)
def test_finite_laws_are_certified(thesis, holds, tmp_path):
    verdict = decide(thesis, given=[LAW])
    assert (verdict.holds, verdict.fails) == (holds, not holds)
    assert verdict.evidence is Evidence.CERTIFIED
    assert load(verdict.save(tmp_path / "claim.json")).status is verdict.status
    assert check(verdict).accepted
    assert ("to spare" in verdict.explain()) <= holds


def test_the_law_is_the_counterexample():
    verdict = decide(E(A) >= 1, given=[LAW])
    assert verdict.counterexample.atoms == ((Fraction(1, 3), {"a": 2}), (Fraction(2, 3), {"a": 0}))


@pytest.mark.parametrize(
    "law",
    [
        orbit({"a": 0, "b": 1, "c": 3}),
        empirical(np.array([[1.0, 0.5], [0.0, 0.25]]), ["a", "b"]),
        iid(Discrete({0: "1/2", 1: "1/2"})),
    ],
)
def test_other_laws_with_finitely_many_goals(law):
    verdict = decide(Pr(A >= B) >= "1/2", given=[law])
    assert verdict.holds
    assert verdict.evidence is Evidence.CERTIFIED


def test_a_law_stands_alone():
    with pytest.raises(InvalidType, match="leaves nothing to assume"):
        decide(Pr(A >= B) >= "1/2", given=[LAW, Exchangeable()])


def test_an_impossible_condition_is_refused():
    with pytest.raises(InvalidValue, match="probability 0"):
        decide(Pr(A >= B, given=A >= 5) >= 0, given=[LAW])


def test_weaker_evidence_than_required_is_undecided(monkeypatch):
    monkeypatch.setattr("decision.checker.measured.MAX_FACES", 1)
    menu = Choice({"sure": {"w": 1}, "c": {"c0": "1/2", "c1": "1/2"}, "d": {"d0": "1/2", "d1": "1/2"}})
    thesis = Pr(menu.best("sure")) > "1/3"
    assert decide(thesis, given=[iid(Uniform(0, 1))]).evidence is Evidence.SOLVER
    verdict = decide(thesis, given=[iid(Uniform(0, 1))], require=Evidence.CERTIFIED)
    assert verdict.status is Status.UNDECIDED
    assert "HOLDS by evidence SOLVER" in verdict.reason
    with pytest.raises(InvalidType, match="no certificate"):
        decide(thesis, given=[iid(Uniform(0, 1))]).save("never.json")


def test_an_uncertified_answer_says_how_it_was_found():
    verdict = decide(Pr((B + u("c")) / 2 <= A) == "1/2", given=[iid(Normal(0, 1))])
    assert verdict.holds
    assert verdict.evidence is Evidence.SOLVER
    assert verdict.certificate == ()
    assert "no certificate" in verdict.explain()
    assert "Undecided" not in verdict.explain()


NORMAL = iid(Normal(0, 1))
FAR = A >= 40
SINGULAR = gaussian(0, [[1, 1], [1, 1]], ["a", "b"])
BELOW_ANY_ENCLOSURE = {
    "positive": (Pr(FAR) > 0, NORMAL, True),
    "not-at-most-zero": (Pr(FAR) <= 0, NORMAL, False),
    "not-zero": (Pr(FAR) == 0, NORMAL, False),
    "below-one": (Pr(A < 40) < 1, NORMAL, True),
    "not-sure": (Pr(A < 40) >= 1, NORMAL, False),
    "sum": (Pr(FAR) + Pr(B <= -40) > 0, NORMAL, True),
    "difference": (Pr(FAR) > Pr(FAR & (B >= 40)), NORMAL, True),
    "conditional": (Pr(B >= 0, given=FAR) > 0, NORMAL, True),
    "value": (E(maximum(A - 40, 0)) > 0, NORMAL, True),
    "mixture": (Pr(FAR) > 0, mixture([("1/2", NORMAL), ("1/2", iid(Normal(1, 1)))]), True),
    "posterior": (Pr(FAR) > 0, NORMAL.given(B >= 0), True),
    "features": (Pr(u("x") >= 90) > 0, features(NORMAL, {"x": {"a": 1, "b": 2}}), True),
    "correlated": (Pr(FAR & (B <= -40)) > 0, gaussian(0, outcomes=["a", "b"], correlation="1/2"), True),
    "singular": (Pr(FAR & (B >= 41)) > 0, SINGULAR, True),
}


@pytest.mark.parametrize("name", BELOW_ANY_ENCLOSURE)
def test_probabilities_too_small_to_enclose_are_positive_by_the_support(name):
    thesis, law, holds = BELOW_ANY_ENCLOSURE[name]
    verdict = decide(thesis, given=[law])
    assert (verdict.holds, verdict.fails) == (holds, not holds)
    assert verdict.evidence is Evidence.SOLVER
    assert "support of the law" in verdict.reason


UNSETTLED = {
    "both-signs": (Pr(FAR) >= Pr(B >= 41), NORMAL),
    "no-positive-density": (Pr(FAR) > 0, iid(Mixture([("1/2", Normal(0, 1)), ("1/2", Discrete({0: 1}))]))),
    "unlikely-condition": (Pr(A >= B, given=FAR) >= "1/2", NORMAL),
}


@pytest.mark.parametrize("name", UNSETTLED)
def test_what_the_support_does_not_settle_stays_undecided(name):
    thesis, law = UNSETTLED[name]
    assert decide(thesis, given=[law]).status is Status.UNDECIDED
