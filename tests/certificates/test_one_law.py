"""Claims about one law: the checker computes both sides exactly, and takes no other number."""

import json
import random
from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest

from decision import Choice, E, Pr, maximum, minimum, pick, u
from decision.checker import check_document
from decision.checker.formats import Place
from decision.checker.laws import read_law
from decision.checker.measured import MAX_FACES, expectation
from decision.checker.polytopes import Volumes
from decision.checker.reading import read_claim
from decision.goals.claims import claims
from decision.language.claims import Claim, OneLaw
from decision.language.evaluate import integrand
from decision.language.reading import claim_from_json
from decision.language.serial import canonical, claim_to_json, digest
from tests.certificates.one_law_documents import ONE_LAW

UNIT = [["1", "0", "1"]]
A, B, C = u("a"), u("b"), u("c")


def document(thesis, law, difference, kind):
    """A claim about one law, with a certificate that states the difference of both sides."""
    claim = claims(thesis, [])[0]
    if not {"atoms", "marginals"} & law.keys():
        law = {"marginals": dict.fromkeys(claim.outcomes, law["each"]), "constants": {}}
    claim = Claim(claim.outcomes, (), claim.thesis, (OneLaw(canonical(law)),))
    written = claim_to_json(claim)
    assert claim_to_json(claim_from_json(written)) == written
    certificate = {"kind": kind, "claim": digest(written), "difference": str(difference)}
    return {"schema": "decision/1", "parts": [{"claim": written, "certificate": certificate}]}


def accepted(thesis, law, difference):
    """Whether the checker agrees with this difference, and says by the right kind what follows."""
    strict = thesis.inequalities[0].relation == ">"
    true = difference > 0 or (difference == 0 and not strict)
    right = check_document(document(thesis, law, difference, "true" if true else "false"))
    wrong = check_document(document(thesis, law, difference, "false" if true else "true"))
    assert not wrong.accepted
    assert not check_document(document(thesis, law, difference + Fraction(1, 10**9), "true")).accepted
    return right.accepted


def chance(k):
    return Choice({"sure": {"w": 1}} | {o: {f"{o}{i}": Fraction(1, k) for i in range(k)} for o in "cd"})


@pytest.mark.parametrize(
    ("quantity", "value"),
    [
        (Pr(chance(1).best("sure")), Fraction(1, 3)),
        (Pr(chance(2).best("sure")), Fraction(23, 60)),
        (E(maximum(A, B, C)), Fraction(3, 4)),
        (E(minimum(A, B, C)), Fraction(1, 4)),
        (E(A) + Pr(A > A), Fraction(1, 2)),
        (Pr((A >= B) | (B >= C)), Fraction(5, 6)),
        (Pr(~(A >= B)), Fraction(1, 2)),
        (Pr((A >= A) & (A >= B)), Fraction(1, 2)),
        (E(pick([A, B], [C, A])), Fraction(1, 2) * Fraction(1, 2) + Fraction(1, 2) * Fraction(1, 3)),
        (Pr(2 * A >= B + "1/2"), Fraction(1, 2)),
        (E(maximum(A, "1/2")), Fraction(5, 8)),
    ],
)
def test_known_values_under_independent_uniforms(quantity, value):
    assert accepted(quantity >= "1/3", {"each": UNIT}, value - Fraction(1, 3))


def test_a_tie_of_both_sides_decides_by_the_relation():
    assert accepted(Pr(A >= B) >= "1/2", {"each": UNIT}, Fraction(0))
    assert accepted(Pr(A >= B) > "1/2", {"each": UNIT}, Fraction(0))


def test_conditional_thesis():
    """`Pr(a >= c | a >= b) = 2/3`, multiplied out with `Pr(a >= b) = 1/2`."""
    thesis = Pr(A >= C, given=A >= B) >= "3/5"
    assert accepted(thesis, {"each": UNIT}, (Fraction(2, 3) - Fraction(3, 5)) / 2)


def test_regions_of_a_menu_sum_to_one():
    """Random lotteries on five worlds whose utilities are independent with piecewise uniform laws and a point mass."""
    rng = random.Random(3)
    marginal = [["1/2", "0", "1"], ["1/4", "-1", "3"], ["1/4", "2", "2"]]
    options = {o: [rng.randrange(1, 6) for _ in range(4)] for o in "xyz"}
    menu = Choice({o: {f"w{i}": Fraction(k, sum(row)) for i, k in enumerate(row)} for o, row in options.items()})
    total = sum((Pr(menu.best(o)) for o in "xyz"), -1 * Pr(A >= A))
    assert accepted(total >= 0, {"each": marginal}, ties(menu, marginal))


def ties(menu, marginal):
    """By how much the regions overlap: all outcomes at the point mass, where every lottery is worth the same."""
    mass = sum(Fraction(q) for q, low, high in marginal if low == high)
    return 2 * mass ** len(menu.outcomes)


def test_finite_laws_agree_with_enumeration():
    """Random claims of the language on the orbit of a goal, against direct evaluation."""
    rng = random.Random(5)
    goals = [dict(zip("abc", p, strict=True)) for p in permutations((0, 1, 3))]
    for _ in range(20):
        values = [A, B, C, maximum(A, B), pick([A, B], [C, B], ties=rng.choice(["best", "worst", "uniform"]))]
        left, right = rng.sample(values, 2)
        event = (left >= right + rng.randrange(-1, 2)) & ~(rng.choice(values) > 2)
        thesis = Pr(event) + E(rng.choice(values), given=None) >= Fraction(rng.randrange(4), 3)
        weights = [Fraction(rng.randrange(1, 5)) for _ in goals]
        weights = [q / sum(weights) for q in weights]
        names = claims(thesis, [])[0].outcomes
        atoms = [[str(q), {w: str(g[w]) for w in names}] for q, g in zip(weights, goals, strict=True)]
        inequality = thesis.inequalities[0]
        mean = sum(
            q * integrand(inequality, {w: Fraction(x) for w, x in g.items()})
            for q, g in zip(weights, goals, strict=True)
        )
        assert accepted(thesis, {"atoms": atoms}, mean)


def test_random_events_agree_with_a_million_draws():
    """Boolean combinations of comparisons of maxima under independent uniforms: within five standard errors."""
    rng, draws = random.Random(8), np.random.default_rng(8)
    sample = draws.random((10**6, 3))
    a, b, c = sample.T
    for _ in range(8):
        p, q = Fraction(rng.randrange(1, 4), 2), Fraction(rng.randrange(-2, 3), 4)
        event = (maximum(A, p * B) >= C + q) | (p < A + B - C)
        share = ((np.maximum(a, float(p) * b) >= c + float(q)) | (a + b > float(p) + c)).mean()
        value = exact_probability(event)
        assert abs(float(value) - share) <= 5 * (0.25 / 10**6) ** 0.5


def exact_probability(event):
    """By the checker's own function, since a report only says whether a number is right."""
    claim = read_claim(document(Pr(event) >= 0, {"each": UNIT}, 0, "true")["parts"][0]["claim"], Place())
    law = read_law(claim, claim.assumptions[0].written, Place())
    return expectation(claim, law, claim.thesis.terms[0][1], Volumes(MAX_FACES), Place())


def test_what_is_refused():
    good = document(Pr(A >= B) >= "1/3", {"each": UNIT}, Fraction(1, 6), "true")
    assert check_document(good).accepted

    def changed(edit):
        copy = json.loads(json.dumps(good))
        claim = copy["parts"][0]["claim"]
        edit(claim, copy["parts"][0]["certificate"])
        copy["parts"][0]["certificate"]["claim"] = digest(claim)
        return check_document(copy)

    def law(claim):
        return claim["assumptions"][0]["law"]

    cases = {
        "not sum to 1": lambda c, k: law(c)["marginals"].update(a=[["1/2", "0", "1"]]),
        "ends before": lambda c, k: law(c)["marginals"].update(a=[["1", "1", "0"]]),
        "not about one law": lambda c, k: c["assumptions"].append({"structure": "iid", "over": ["a", "b"]}),
        "normal": lambda c, k: c["assumptions"].__setitem__(0, {"law": {"normal": {"center": "0"}, "constants": {}}}),
        "not the difference": lambda c, k: law(c)["marginals"].update(a=[["1", "0", "2"]]),
    }
    for reason, edit in cases.items():
        report = changed(edit)
        assert not report.accepted, reason
        assert reason in report.reason
    for kind in ("holds", "chambers", "empty", "theorem", "fails"):
        assert not changed(lambda c, k, kind=kind: k.update(kind=kind)).accepted


@pytest.mark.parametrize("limit", ["MAX_FACES", "MAX_REGIONS"])
def test_too_many_faces_or_regions_are_refused(monkeypatch, limit):
    monkeypatch.setattr(f"decision.checker.measured.{limit}", 3)
    report = check_document(document(Pr(chance(2).best("sure")) >= "1/3", {"each": UNIT}, Fraction(1, 20), "true"))
    assert "too many faces" in report.reason


@pytest.mark.parametrize("name", ONE_LAW)
def test_documents_by_hand_are_accepted(name):
    assert check_document(ONE_LAW[name]()).accepted
