"""One broken proof by chambers for each rule: the checker names the place and the rule, in reasonable time."""

from __future__ import annotations

import time

import pytest

from decision.checker import check_document
from tests.certificates.building_blocks import atom, claim, document, e, linear, pr, signed, swap, thesis
from tests.certificates.chamber_documents import CHAMBERS, chambers
from tests.certificates.edits import C, F, drop, follow, put, refused

T = (*F, "trees")
COUNTS = "do not bound"
BOOLEANS = "an integer is expected"
HUGE = 10**1_990


RULES = {
    "key-missing": ("third", drop(*F, "member"), "certificate", "'member' is missing"),
    "key-unknown": ("third", put(*F, "elements", []), "certificate", "'elements' is unknown"),
    "trees-no-list": ("third", put(*T, {}), "trees", "a list is expected"),
    "tree-missing": ("constant", lambda d: follow(d, T).pop(), "trees", "a list of 2"),
    "tree-too-many": ("third", put(*T, [[0], [0]]), "trees", "a list of 1"),
    "trees-exchanged": ("constant", lambda d: follow(d, T).reverse(), "trees[0]", COUNTS),
    "tree-no-list": ("third", put(*T, 0, 0), "trees[0]", "a list is expected"),
    "step-missing": ("constant", lambda d: follow(d, T)[0].pop(), "trees[0]", "a cone has no step"),
    "no-step": ("third", put(*T, 0, []), "trees[0]", "a cone has no step"),
    "step-too-many": ("third", put(*T, 0, [0, 0]), "trees[0][1]", "a further step"),
    "cut-forgotten": ("two-blocks", put(*T, 0, [0]), "trees[0][0]", COUNTS),
    "cut-elsewhere": ("two-blocks", put(*T, 0, 0, [1, 0, 2, 1]), "trees[0][1]", COUNTS),
    "cut-of-one-ray": ("two-blocks", put(*T, 0, 0, [1, 1, 1, 1]), "trees[0][0]", "two rays and two positive"),
    "cut-beyond": ("two-blocks", put(*T, 0, 0, [2, 0, 1, 1]), "trees[0][0]", "outside"),
    "cut-before": ("two-blocks", put(*T, 0, 0, [-1, 0, 1, 1]), "trees[0][0]", "outside"),
    "cut-of-three": ("two-blocks", put(*T, 0, 0, [1, 0, 1]), "trees[0][0]", "a list of 4"),
    "multiple-zero": ("two-blocks", put(*T, 0, 0, [1, 0, 0, 1]), "trees[0][0]", "positive"),
    "multiple-negative": ("two-blocks", put(*T, 0, 0, [1, 0, 1, -1]), "trees[0][0]", "positive"),
    "both-negative": ("two-blocks", put(*T, 0, 0, [1, 0, -1, -1]), "trees[0][0]", "positive"),
    "multiple-huge": ("two-blocks", put(*T, 0, 0, [1, 0, HUGE, 1]), "trees[0][0]", "an entry above"),
    "ray-true": ("two-blocks", put(*T, 0, 0, [True, 0, 1, 1]), "trees[0][0]", BOOLEANS),
    "ray-false": ("two-blocks", put(*T, 0, 0, [1, False, 1, 1]), "trees[0][0]", BOOLEANS),
    "multiple-true": ("two-blocks", put(*T, 0, 0, [1, 0, 1, True]), "trees[0][0]", BOOLEANS),
    "multiple-text": ("two-blocks", put(*T, 0, 0, [1, 0, "1", 1]), "trees[0][0]", BOOLEANS),
    "step-false": ("third", put(*T, 0, [False]), "trees[0][0]", "a list is expected"),
    "step-one": ("third", put(*T, 0, [1]), "trees[0][0]", "a list is expected"),
    "step-null": ("third", put(*T, 0, [None]), "trees[0][0]", "a list is expected"),
    "constant-too-large": ("third", put(*C, "thesis", "constant", "334/1000"), "thesis.constant", "lowest terms"),
    "constant-above": ("third", put(*C, "thesis", "constant", "167/500"), "trees[0][0]", COUNTS),
    "strict-at-the-bound": ("third", put(*C, "thesis", "relation", ">"), "trees[0][0]", COUNTS),
    "strict-above": ("strict", put(*C, "thesis", "constant", "1/2"), "trees[0][0]", COUNTS),
    "strict-event-with-ties": ("third", put(*C, "events", 0, {"gt": [0, 1]}), "trees[0][0]", COUNTS),
    "ties-of-another-pair": (
        "coin",
        put(*C, "assumptions", 1, {"no_ties": [[0, 0]]}),
        "trees[0][0]",
        COUNTS,
    ),
    "ties-forgotten": ("untied", lambda d: follow(d, (*C, "assumptions")).pop(), "trees[0][0]", COUNTS),
    "symmetry-forgotten": ("third", put(*C, "assumptions", []), "trees", "a list of 8"),
    "symmetry-of-two": (
        "third",
        put(*C, "assumptions", 0, "invariant", [swap("a", "b")]),
        "trees",
        "a list of 4",
    ),
    "rotation-is-no-exchange": (
        "third",
        put(*C, "assumptions", 0, "invariant", [{"a": ["+", "b"], "b": ["+", "c"], "c": ["+", "a"]}]),
        "trees",
        "a list of 8",
    ),
    "flips-are-no-exchange": (
        "strict",
        put(*C, "assumptions", 0, "invariant", [{"a": ["-", "b", "0"], "b": ["-", "a", "0"]}]),
        "trees",
        "a list of 4",
    ),
    "double-exchange-is-none": (
        "maxima",
        put(*C, "assumptions", 0, "invariant", [swap("a", "b") | swap("c", "d")]),
        "trees",
        "a list of 16",
    ),
    "implied-forgotten": ("iid", put(*F, "implied", []), "trees", "a list of 4"),
    "implied-without-structure": (
        "iid",
        put(*C, "assumptions", 0, "structure", "independent"),
        "implied[0]",
        "implies",
    ),
    "implied-by-a-part": ("iid", put(*C, "assumptions", 0, "over", ["a"]), "implied[0]", "implies"),
    "density-of-a-part": ("iid", put(*C, "assumptions", 1, "over", ["a"]), "trees[0][0]", COUNTS),
    "density-forgotten": ("iid", lambda d: follow(d, (*C, "assumptions")).pop(), "trees[0][0]", COUNTS),
    "member-outside": ("untied", put(*F, "member", atom(a="1", b="1", c="1")), "member", "tie"),
    "member-asymmetric": ("third", put(*F, "member", atom(a="1", b="0", c="0")), "member", "assumption 0"),
    "expectation": ("strict", put(*C, "thesis", "terms", 0, 1, e(0)), "certificate", "an expectation"),
    "pick": (
        "strict",
        put(*C, "expressions", 1, {"pick": {"by": [0], "pay": [0], "ties": "best"}}),
        "certificate",
        "no maximum",
    ),
    "sum-with-a-maximum": (
        "maxima",
        put(*C, "expressions", 5, {"sum": [["1", 0], ["1", 4]], "constant": "0"}),
        "certificate",
        "no maximum",
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_a_broken_rule_is_found_where_it_is_broken(name):
    base, edit, path, reason = RULES[name]
    changed = CHAMBERS[f"chambers-{base}"]()
    edit(changed)
    assert refused(changed, path, reason).grade is None


def test_a_proof_of_another_claim_is_rejected():
    for name, made in CHAMBERS.items():
        foreign = made()
        foreign["parts"][0]["claim"]["thesis"]["constant"] = "-7"
        report = check_document(foreign)
        assert (report.accepted, report.path) == (False, "parts[0].certificate.claim"), name
        assert check_document(signed(foreign)).accepted, name


def test_what_is_excluded_for_one_pair_is_excluded_for_its_images():
    """`a` and `b` do not tie, so no two of three exchangeable outcomes do."""
    changed = CHAMBERS["chambers-untied"]()
    put(*C, "assumptions", 1, "no_ties", [[0, 1]])(changed)
    assert check_document(signed(changed)).accepted
    put(*C, "assumptions", 0, "invariant", [swap("b", "c")])(changed)
    put(*F, "trees", [[0], [0], [0], [0]])(changed)
    assert COUNTS in check_document(signed(changed)).reason


def test_a_claim_about_nothing():
    """No comparison, hence no ray: one chamber, and the constant alone decides."""
    for constant, relation, accepted in [("0", ">=", True), ("0", ">", False), ("-1", ">", True), ("1", ">=", False)]:
        c = claim("a", [], [], thesis(constant=constant, relation=relation))
        report = check_document(document((c, chambers(atom(a="0"), [0]))))
        assert report.accepted is accepted
        assert accepted or COUNTS in report.reason
    nothing = claim("a", [], [], thesis())
    report = check_document(document((nothing, chambers(atom(a="0"), [[0, 0, 1, 1]]))))
    assert "nothing to refer to" in report.reason


def test_comparisons_of_constants():
    values = [linear("1"), linear("2"), linear()]
    for pair, relation, holds in [
        ([1, 0], "ge", True),
        ([0, 1], "ge", False),
        ([0, 0], "ge", True),
        ([0, 0], "gt", False),
    ]:
        c = claim("a", values, [{relation: pair}], thesis(["1", pr(0)], constant="1"))
        assert check_document(document((c, chambers(atom(a="0"), [0])))).accepted is holds
        c = claim("a", values, [{relation: pair}], thesis(["-1", pr(0)]))
        assert check_document(document((c, chambers(atom(a="0"), [0])))).accepted is not holds


def test_an_unknown_constant_may_be_zero():
    """A density excludes ties of what depends on the goal, and nothing else."""
    dense = {"structure": "continuous", "over": ["a"]}
    aim = thesis(["1", pr(0)], ["1", pr(1)], constant="1")
    for moving, accepted in [("a", True), ("c", False)]:
        values = [linear(**{moving: "1"}), linear()]
        c = claim("a", values, [{"gt": [0, 1]}, {"gt": [1, 0]}], aim, dense, constants=["c"])
        report = check_document(document((c, chambers({**atom(a="0", c="1"), "radius": "1/2"}, [0], [0]))))
        assert report.accepted is accepted
        assert accepted or COUNTS in report.reason


def test_what_is_unknown_stays_unknown_when_denied():
    """`not (b + d > a + c)` is as unknown before the cut as what it denies."""
    made = CHAMBERS["chambers-two-blocks"]()
    put(*C, "events", [{"gt": [1, 0]}, {"not": 0}])(made)
    put(*C, "thesis", "terms", 0, 1, {"pr": 1})(made)
    assert check_document(signed(made)).accepted
    put(*T, 0, [0])(made)
    assert COUNTS in check_document(made).reason


def test_large_numbers_are_exact():
    """A cut at `10^12 + 1` to 1 is right, and next to it are two wrong ones."""
    large = 10**12 + 1
    made = CHAMBERS["chambers-two-blocks"]()
    put(*C, "expressions", [linear(a="1", c=str(large)), linear(b="1", d=str(large))])(made)
    signed(made)
    for near, accepted in [(large - 1, False), (large, True), (large + 1, False)]:
        put(*T, 0, 0, [0, 1, near, 1])(made)
        assert check_document(made).accepted is accepted


# --- limits -----------------------------------------------------------------------------------------------------------


def wide(outcomes, values, *events, exchange=True):
    names = [f"w{n}" for n in range(outcomes)]
    groups = [{"invariant": [swap(names[0], w) for w in names[1:]]}] if exchange else []
    aim = thesis(["1", pr(len(events) - 1)], constant="0")
    c = claim(names, values(names), list(events), aim, *groups)
    return document((c, chambers(atom(**dict.fromkeys(names, "0")), [0])))


def sure(names):
    return [linear(**{w: "1"}) for w in names]


LIMITS = {
    "a long block": (wide(2_000, sure, {"ge": [0, 1]}), "too many rays"),
    "many fixed outcomes": (
        wide(300, lambda names: [linear(**dict.fromkeys(names, "1")), linear()], {"ge": [0, 1]}, exchange=False),
        "too many rays",
    ),
    "many relabellings": (
        wide(
            10,
            lambda names: [linear(**{w: str(n + 1) for n, w in enumerate(names)}), linear(**{names[0]: "1"})],
            {"ge": [0, 1]},
        ),
        "relabellings to count",
    ),
    "many forms": (
        wide(
            3,
            lambda names: (
                [linear(**{names[0]: str(n + 1)}) for n in range(1_200)] + [linear(), {"max": list(range(1_200))}]
            ),
            {"ge": [1_201, 1_200]},
        ),
        "pairs of values",
    ),
    "maxima of maxima": (
        wide(
            2,
            lambda names: [*sure(names), *({"max": [n, n + 1]} for n in range(3_000))],
            {"ge": [3_001, 0]},
        ),
        "",
    ),
    "junctions of junctions": (
        wide(2, sure, {"ge": [0, 1]}, {"ge": [1, 0]}, *({"any": [n, n + 1]} for n in range(3_000))),
        "",
    ),
}


@pytest.mark.parametrize("name", LIMITS)
def test_limits(name):
    """What is large is refused, or counted, soon."""
    made, reason = LIMITS[name]
    start = time.process_time()
    report = check_document(made)
    assert time.process_time() - start < 8
    assert report.accepted is not bool(reason)
    assert reason in report.reason
    assert "failed" not in report.reason


def deep(steps):
    """Cut a claim about two fixed outcomes that is true of every goal; nothing but the walk takes time."""
    made = CHAMBERS["chambers-strict"]()
    part = made["parts"][0]["claim"]
    part["assumptions"] = []
    part["thesis"]["constant"] = "-1"
    follow(made, T)[:] = [steps, [0], [0], [0]]
    return signed(made)


@pytest.mark.parametrize("first", [True, False], ids=["cone by cone", "all cuts first"])
def test_a_hundred_thousand_steps(first):
    """Each cut leaves one cone that is cut again: there is a short stack, or a long one."""

    def steps(cuts):
        cut = [0, 1, 1, 1]
        return [cut, 0] * cuts if first else [cut] * cuts + [0] * cuts

    assert "a cone has no step" in check_document(deep(steps(20))).reason
    assert "a further step" in check_document(deep([*steps(20), 0, 0])).reason
    start = time.process_time()
    assert check_document(deep([*steps(50_000), 0])).accepted
    assert time.process_time() - start < 12
