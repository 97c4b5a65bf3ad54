"""Weights that differ between regions: only where no element that is named moves anything across a border."""

from __future__ import annotations

import pytest

from decision.checker import check_document
from tests.certificates.building_blocks import (
    atom,
    claim,
    document,
    empty,
    holds,
    leaf,
    level,
    linear,
    pr,
    premise,
    signed,
    split,
    swap,
    thesis,
    weightless,
)
from tests.certificates.edits import C, L, T, follow, put, refused

SUM, MARGIN = linear(a="1", b="1"), linear(a="1", b="-1")
IDENTITY, EXCHANGE = 0, 1


def by_order(number):
    """`1[a >= b]` at `u`, and at its image, is 1 on one side: premise `number` says on which."""
    first = leaf([0, IDENTITY, True, premise(number)])
    return split(MARGIN, [">=", first], ["<=", leaf([0, EXCHANGE, True, premise(number)])])


def other(tree, *weights):
    return {"weights": [list(w) for w in weights], "tree": tree}


def halves(relation=">="):
    """`Pr(a >= b) >= 1/2` for exchangeable outcomes; where `a + b < 0` with the weights in another order."""
    c = claim(
        "ab",
        [linear(a="1"), linear(b="1")],
        [{"ge": [0, 1]}],
        thesis(["1", pr(0)], constant="1/2", relation=relation),
        {"invariant": [swap("a", "b")]},
    )
    tree = split(SUM, [">=", by_order(1)], ["<", other(by_order(1), ["1/2", EXCHANGE], ["1/2", IDENTITY])])
    proof = level([["1/2", IDENTITY], ["1/2", EXCHANGE]], tree)
    return document((c, holds(atom(a="0", b="0"), proof, elements=([], [0]))))


REGION = (*T, "cases", 1, 1)  # where the weights are others


def moved_border(d):
    """The region is `a >= 0`, which the exchange does not keep; what its leaf says is true there."""
    put(*T, "split", linear(a="1"))(d)


def one_sided(d):
    """Where `a >= b` the weight is on the identity, elsewhere on the exchange: this would prove `Pr(a >= b) >= 1`."""
    put(*C, "thesis", "constant", "1")(d)
    sides = [leaf([0, element, True, premise(0)]) for element in (IDENTITY, EXCHANGE)]
    cases = [other(side, ["1", element]) for element, side in enumerate(sides)]
    put(*T, split(MARGIN, [">=", cases[0]], ["<=", cases[1]]))(d)


RULES = {
    "sum-too-small": (put(*REGION, "weights", [["1/2", EXCHANGE]]), ".weights", "do not sum to those of the level"),
    "sum-too-large": (put(*REGION, "weights", 0, 0, "1"), ".weights", "do not sum to those of the level"),
    "no-weights": (put(*REGION, "weights", []), ".weights", "do not sum"),
    "negative": (put(*REGION, "weights", [["3/2", 0], ["-1/2", 1]]), ".weights[1][0]", "not positive"),
    "unknown-element": (put(*REGION, "weights", 0, 1, 2), ".weights[0][1]", "outside"),
    "moved-border": (moved_border, ".weights", "element 1 changes a form that bounds the region"),
    "one-sided": (one_sided, ".weights", "element 1 changes a form"),
    "border-of-a-largest": (
        lambda d: put(*T, {"largest": [linear(a="1"), linear(b="1")], "cases": [follow(d, REGION)] * 2})(d),
        "cases[0].weights",
        "changes a form",
    ),
    "replaced-twice": (
        lambda d: put(*REGION, "tree", dict(follow(d, REGION)))(d),
        ".tree.weights",
        "replaced already on the way here",
    ),
    "replaced-twice-below-a-split": (
        lambda d: put(*REGION, "tree", split(SUM, ["<", dict(follow(d, REGION))], [">=", leaf()]))(d),
        ".tree.cases[0][1].weights",
        "replaced already on the way here",
    ),
    "two-levels": (
        lambda d: follow(d, L[:-1]).append(follow(d, L)),
        "levels[0].tree.cases[1][1].weights",
        "only where there is one level",
    ),
    "unknown-key": (put(*REGION, "facts", []), "cases[1][1]", "unknown"),
}


@pytest.mark.parametrize("name", RULES)
def test_a_broken_rule_is_found_where_it_is_broken(name):
    edit, path, reason = RULES[name]
    changed = halves()
    edit(changed)
    refused(changed, path, reason)


def test_weights_in_a_region_are_accepted():
    assert check_document(halves()).accepted


def test_a_largest_whose_forms_are_kept_bounds_a_region():
    made = halves()
    region = follow(made, REGION)
    put(*T, {"largest": [SUM, linear()], "cases": [by_order(1), region]})(made)
    assert check_document(signed(made)).accepted


def test_the_tree_below_other_weights_is_proved_with_them():
    """One weight on the identity: then only half of the region is settled."""
    made = halves()
    put(*REGION, "weights", [["1", IDENTITY]])(made)
    report = check_document(signed(made))
    assert report.path.startswith("parts[0].certificate.levels[0].tree.cases[1][1].tree.cases[1][1]")
    assert "slack is negative" in report.reason


def test_a_proof_that_there_is_no_law_has_no_weights_to_replace():
    c = claim("a", [linear(a="1"), linear()], [{"gt": [0, 0]}], thesis(["1", pr(0)]), {"support": 0})
    tree = other(leaf(), ["1", IDENTITY])
    report = check_document(document((c, empty(weightless(tree), premises=[(0, 0)]))))
    assert "no weights to replace" in report.reason
