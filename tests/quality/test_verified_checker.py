"""What the verified checker is asked: the translation of claims and certificates to Coq, and the mutants of them.

The answers are compared with those of `decision.checker` by `make proofs`, which needs Coq.
"""

from __future__ import annotations

import copy
from itertools import islice

import pytest

from decision.checker import check_document
from proofs.claims import claim_term
from proofs.compare import FAMILIES, chosen, covered, has_structures, law_question, proof_question, python_answer
from proofs.export import question_term
from proofs.laws import without_noise
from proofs.mutants import digest, mutants
from proofs.prove import ANSWER, CLOSED
from proofs.shapes import Malformed, NotCovered
from tests.certificates.chamber_documents import CHAMBERS
from tests.certificates.finite_documents import FINITE
from tests.certificates.handmade import HANDMADE
from tests.certificates.one_law_documents import ONE_LAW

PARTS = [part for make in (HANDMADE | CHAMBERS | ONE_LAW).values() for part in make()["parts"]]
FOUND, REASONS = covered(PARTS, proof_question)
ASKED, QUESTIONS = [q.part for q in FOUND], [q.term for q in FOUND]


def test_most_proofs_by_hand_can_be_asked_about():
    assert len(ASKED) >= 30
    assert sum(REASONS.values()) + len(ASKED) == len(PARTS)
    assert all("densities" in reason or "kind" in reason or "not given by atoms" in reason for reason in REASONS)
    assert all(q.expected for q in FOUND)


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)
def test_every_family_has_proofs_by_hand(family):
    assert chosen(FOUND, family)
    assert all(family(q.part) for q in chosen(FOUND, family))
    assert len(chosen(FOUND, family)) < len(FOUND)


def test_questions_of_each_kind():
    asked = {q.part["certificate"]["kind"]: q.term for q in FOUND}
    assert asked["holds"].startswith("check (Build_claim")
    assert asked["true"].startswith("check_true (Build_claim")
    assert asked["true"].endswith(" (0#1))") or asked["true"].endswith("((0#1))")
    (cut,) = [q.term for q in FOUND if q.part == CHAMBERS["chambers-two-blocks"]()["parts"][0]]
    assert cut.endswith("(Build_chambers [] [[Cut 1 0 (1)%Z (1)%Z;Close;Close]])")


@pytest.mark.parametrize("question", QUESTIONS)
def test_brackets_match(question):
    for left, right in ("()", "[]"):
        assert question.count(left) == question.count(right)


def test_a_claim_in_coq():
    claim = {
        "outcomes": ["a", "b"],
        "constants": ["m"],
        "expressions": [
            {"linear": {"a": "1"}, "constant": "0"},
            {"sum": [["-1/2", 0]], "constant": "3"},
            {"max": [0, 1]},
            {"pick": {"by": [0], "pay": [1], "ties": "worst"}},
        ],
        "events": [{"ge": [0, 1]}, {"gt": [1, 0]}, {"all": [0]}, {"any": []}, {"not": 1}],
        "thesis": {"terms": [["2", {"pr": 0}], ["1", {"e": 1, "on": 2}]], "constant": "-1", "relation": ">"},
        "assumptions": [
            {"invariant": [{"a": ["+", "b"], "b": ["+", "a"]}, {"a": ["-", "a", "m"]}]},
            {"support": 2},
            {"no_ties": [[0, 1]]},
            {"structure": "iid", "over": ["a", "b"]},
            {"structure": "symmetric", "over": ["b"], "center": "m"},
            {"structure": "independent_selves", "blocks": [["a"], ["b"]]},
            {
                "structure": "correlated",
                "blocks": [["a"], ["b"]],
                "shared": 1,
                "rho": "1/2",
                "centers": ["0", "m"],
            },
            {"structure": "log_concave", "over": ["a"]},
            {"law": {"atoms": [["1", {"a": "1", "b": "0", "m": "2"}]]}},
        ],
    }
    assert claim_term(claim)[0] == (
        "Build_claim 2 1 [Linear [(0,(1#1))] (0#1);Sum [((-1#2),0)] (3#1);Max [0;1];Pick [0] [1] Worst] "
        "[AtLeast 0 1;Above 1 0;All [0];Any [];Not 1] "
        "(Build_functional [((2#1),(Prob 0));((1#1),(MeanOn 1 2))] (-1#1) RGt) "
        "[Invariant [[Build_image 0 false 1 (Number (0#1));Build_image 1 false 0 (Number (0#1))];"
        "[Build_image 0 true 0 (Coordinate 2)]];Support 2;NoTies [(0,1)];"
        "Structure (Identical [0;1]);Structure (Symmetric [1] (Coordinate 2));Structure (Selves [[0];[1]]);"
        "Structure (Correlated [0] [1] 1 (1#2) (Number (0#1)) (Coordinate 2));Structure (Shape [0]);"
        "OneLaw [((1#1),[(1#1);(0#1);(2#1)])]]"
    )


def put(part, place, value):
    changed = copy.deepcopy(part)
    node = changed
    for key in place[:-1]:
        node = node[key]
    node[place[-1]] = value
    changed["certificate"]["claim"] = digest(changed["claim"])
    return changed


BAD = {
    "float": (("claim", "thesis", "constant"), 0.5),
    "rational with spaces": (("claim", "thesis", "constant"), "1 /2"),
    "relation": (("claim", "thesis", "relation"), "<="),
    "unknown key": (("claim", "remark"), ""),
    "index that is no integer": (("certificate", "levels", 0, "weights"), [["1", True]]),
    "name": (("claim", "outcomes"), ["a", "a"]),
    "tree": (("certificate", "levels", 0, "tree"), []),
    "letter": (("certificate", "elements"), [["0"]]),
}


@pytest.mark.parametrize(
    "value",
    [
        {"structure": "sorted", "over": ["a"]},
        {"structure": ["iid"], "over": ["a"]},
        {"structure": "iid", "over": ["x"]},
        {"structure": "symmetric", "over": ["a"]},
        {"structure": "correlated", "blocks": [["a"], ["b"], ["c"]], "shared": 0, "rho": "0", "centers": ["0", "0"]},
        {"law": {"atoms": [["1", {"a": "0"}]]}},
    ],
    ids=["name", "list", "outcome", "no centre", "three blocks", "goal"],
)
def test_another_shape_of_an_assumption_is_malformed(value):
    part = HANDMADE["third"]()["parts"][0]
    changed = put(part, ("claim", "assumptions"), [*part["claim"]["assumptions"], value])
    assert not check_document({"schema": "decision/1", "parts": [changed]}).accepted
    with pytest.raises(Malformed):
        question_term(changed)


@pytest.mark.parametrize("step", [1, False, [0, 1, 1], [0, 1, "1", 1], [-1, 0, 1, 1]])
def test_another_shape_of_a_step_is_malformed(step):
    changed = put(CHAMBERS["chambers-two-blocks"]()["parts"][0], ("certificate", "trees"), [[step, 0, 0]])
    assert not check_document({"schema": "decision/1", "parts": [changed]}).accepted
    with pytest.raises(Malformed):
        question_term(changed)


def test_laws_that_are_not_finite_are_not_covered():
    with pytest.raises(NotCovered, match="atoms"):
        question_term(ONE_LAW["law-uniform"]()["parts"][0])


@pytest.mark.parametrize(("place", "value"), BAD.values(), ids=BAD)
def test_another_shape_is_malformed(place, value):
    changed = put(ASKED[0], place, value)
    assert not check_document({"schema": "decision/1", "parts": [changed]}).accepted
    with pytest.raises(Malformed):
        question_term(changed)


def test_joint_densities_are_not_covered():
    part = next(p for p in PARTS if "continuous" in str(p["certificate"].get("levels")))
    for dense in (part, CHAMBERS["chambers-iid"]()["parts"][0]):
        with pytest.raises(NotCovered, match="densities"):
            question_term(dense)


def test_mutants_differ_carry_their_digest_and_can_be_drawn_again():
    drawn = list(islice(mutants(ASKED, 1), 200))
    assert drawn == list(islice(mutants(ASKED, 1), 200))
    assert len({str(m) for m in drawn}) == 200
    assert all(m["certificate"]["claim"] == digest(m["claim"]) for m in drawn)
    assert 5 <= sum(map(python_answer, drawn)) <= 150  # some are still proofs, most are not


def test_finite_laws_are_written_out():
    laws, reasons = covered(PARTS, law_question)
    assert len(laws) >= 5
    assert reasons["product and normal laws"]
    assert all(question.expected for question in laws)
    countermodels = [q for q in laws if q.part["certificate"]["kind"] == "fails"]
    assert countermodels
    assert all(q.term.startswith("check_fails (Build_claim") for q in countermodels)


@pytest.mark.parametrize("make", FINITE.values(), ids=FINITE)
def test_finite_laws_of_a_class_with_structures_are_asked_about(make):
    (part,) = make()["parts"]
    assert has_structures(part)
    assert check_document(make()).accepted
    assert law_question(part).expected
    without = put(part, ("certificate", "law", "atoms"), part["certificate"]["law"]["atoms"][:1])
    assert len(part["certificate"]["law"]["atoms"]) == 1 or not law_question(without).expected


def test_a_law_with_noise_gives_way_to_a_finite_one():
    part = {
        "claim": {
            "outcomes": ["a", "b"],
            "constants": [],
            "expressions": [{"linear": {w: "1"}, "constant": "0"} for w in "ab"],
            "events": [{"gt": [0, 1]}],
            "thesis": {"terms": [["1", {"pr": 0}]], "constant": "2/3", "relation": ">="},
            "assumptions": [{"invariant": [{"a": ["+", "b"], "b": ["+", "a"]}]}, {"no_ties": [[0, 1]]}],
        },
        "certificate": {"kind": "fails", "law": {"orbit": [["1", {"a": "0", "b": "0"}]], "radius": "1"}},
    }
    part["certificate"]["claim"] = digest(part["claim"])
    with pytest.raises(NotCovered, match="noise"):
        law_question(part)
    near = without_noise(part)
    assert near is not None
    assert law_question(near).expected


def test_the_member_is_looked_at_last():
    assert python_answer(ASKED[0])
    assert python_answer(put(ASKED[0], ("certificate", "member"), {"atoms": []}))
    assert not python_answer(put(ASKED[0], ("certificate", "levels"), []))


def test_axioms_are_told_from_closed_theorems():
    answers = [CLOSED, "Axioms:\na : 1 = 1\nb :\n  forall n, n = 0", "Axioms:\na : 1 = 1", CLOSED]
    assert ANSWER.findall("\n".join(answers) + "\n") == answers
