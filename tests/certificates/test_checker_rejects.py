"""One broken certificate for each rule: the checker names the place and the rule."""

from __future__ import annotations

import pytest

from decision.checker import check_document
from tests.certificates.handmade import (
    HANDMADE,
    ONE_TWO_THREE,
    digest,
    e,
    each,
    leaf,
    level,
    linear,
    premise,
    signed,
    split,
    thesis,
)

PART = "parts[0]"
CLAIM = PART + ".claim"
CERTIFICATE = PART + ".certificate"
LEVEL = CERTIFICATE + ".levels[0]"
TREE = LEVEL + ".tree"


def follow(document, place):
    for key in place:
        document = document[key]
    return document


def put(*place_and_value):
    """Set the value at a place."""
    *place, key, value = place_and_value
    return lambda document: follow(document, place).__setitem__(key, value)


def drop(*place):
    *place, key = place
    return lambda document: follow(document, place).__delitem__(key)


C = ("parts", 0, "claim")
F = ("parts", 0, "certificate")
L = (*F, "levels", 0)
T = (*L, "tree")
EQUAL = (*T, "cases", 0, 1, "cases", 0, 1)  # where `empty-tie-free` is empty

CLAIMS = {
    "no-outcome": ("finite", put(*C, "outcomes", []), "outcomes", "no outcome"),
    "outcome-twice": ("finite", put(*C, "outcomes", ["a", "a"]), "outcomes", "twice"),
    "outcome-empty": ("finite", put(*C, "outcomes", ["a", ""]), "outcomes[1]", "nonempty string"),
    "outcome-number": ("finite", put(*C, "outcomes", ["a", 1]), "outcomes[1]", "string"),
    "constant-is-outcome": ("finite", put(*C, "constants", ["a"]), "constants", "twice"),
    "constant-like-a-rational": ("finite", put(*C, "constants", ["1/3"]), "constants", "ambiguous"),
    "key-missing": ("finite", drop(*C, "constants"), CLAIM, "'constants' is missing"),
    "key-unknown": ("finite", put(*C, "note", ""), CLAIM, "'note' is unknown"),
    "unknown-coordinate": ("finite", put(*C, "expressions", 0, "linear", {"z": "1"}), "linear.z", "coordinate"),
    "nameless-coordinate": ("finite", put(*C, "expressions", 0, "linear", {"": "1"}), "linear", "coordinate"),
    "zero-coefficient": ("finite", put(*C, "expressions", 0, "linear", {"a": "0"}), "linear.a", "zero"),
    "rational-not-reduced": ("finite", put(*C, "thesis", "constant", "2/4"), "thesis.constant", "lowest terms"),
    "rational-over-one": ("finite", put(*C, "thesis", "constant", "1/1"), "thesis.constant", "lowest terms"),
    "rational-decimal": ("finite", put(*C, "thesis", "constant", "0.5"), "thesis.constant", "lowest terms"),
    "rational-plus": ("finite", put(*C, "thesis", "constant", "+1"), "thesis.constant", "lowest terms"),
    "rational-minus-zero": ("finite", put(*C, "thesis", "constant", "-0"), "thesis.constant", "lowest terms"),
    "rational-negative-below": ("finite", put(*C, "thesis", "constant", "1/-2"), "thesis.constant", "lowest terms"),
    "rational-over-zero": ("finite", put(*C, "thesis", "constant", "1/0"), "thesis.constant", "lowest terms"),
    "rational-newline": ("finite", put(*C, "thesis", "constant", "1\n"), "thesis.constant", "lowest terms"),
    "rational-other-digits": ("finite", put(*C, "thesis", "constant", "١"), "thesis.constant", "lowest terms"),
    "rational-number": ("finite", put(*C, "thesis", "constant", 1), "thesis.constant", "lowest terms"),
    "rational-long": ("finite", put(*C, "thesis", "constant", "1" * 2001), "thesis.constant", "lowest terms"),
    "sum-forward": ("free-information", put(*C, "expressions", 6, "sum", 0, 1, 6), "sum[0][1]", "outside"),
    "sum-zero": ("free-information", put(*C, "expressions", 6, "sum", 0, 0, "0"), "sum[0][0]", "zero"),
    "sum-twice": ("free-information", put(*C, "expressions", 6, "sum", 0, 1, 5), "sum", "twice"),
    "max-empty": ("pointwise", put(*C, "expressions", 2, "max", []), "max", "empty"),
    "max-twice": ("pointwise", put(*C, "expressions", 2, "max", [0, 0]), "max", "twice"),
    "max-itself": ("pointwise", put(*C, "expressions", 2, "max", [2]), "max[0]", "outside"),
    "max-negative": ("pointwise", put(*C, "expressions", 2, "max", [-1]), "max[0]", "outside"),
    "max-boolean": ("pointwise", put(*C, "expressions", 2, "max", [True]), "max[0]", "integer"),
    "pick-lengths": ("pick-best", put(*C, "expressions", 5, "pick", "by", [2]), "pick", "lengths"),
    "pick-ties": ("pick-best", put(*C, "expressions", 5, "pick", "ties", "first"), "pick.ties", "uniform"),
    "expression-of-no-kind": ("pointwise", put(*C, "expressions", 2, {"min": [0]}), "expressions[2]", "missing"),
    "event-forward": ("third", put(*C, "events", 2, "all", [2]), "events[2].all", "outside"),
    "event-word": ("third", put(*C, "events", 2, {"xor": [0, 1]}), "events[2]", "one of ge, gt"),
    "event-two-words": ("third", put(*C, "events", 2, {"all": [], "any": []}), "events[2]", "unknown"),
    "term-unknown-event": ("finite", put(*C, "thesis", "terms", 0, 1, {"pr": 1}), "terms[0][1].pr", "outside"),
    "term-zero": ("finite", put(*C, "thesis", "terms", 0, 0, "0"), "terms[0][0]", "zero"),
    "term-on-nothing": ("empty", put(*C, "thesis", "terms", 0, 1, "on", 9), "terms[0][1].on", "outside"),
    "thesis-equality": ("finite", put(*C, "thesis", "relation", "="), "thesis.relation", ">="),
    "generator-of-constant": (
        "parity",
        put(*C, "assumptions", 0, "invariant", 0, "center", ["+", "center"]),
        "invariant[0].center",
        "only outcomes",
    ),
    "generator-not-permutation": (
        "third",
        put(*C, "assumptions", 0, "invariant", 0, "a", ["+", "c"]),
        "invariant[0]",
        "permutation",
    ),
    "generator-without-centre": (
        "parity",
        put(*C, "assumptions", 0, "invariant", 0, "a", ["-", "a"]),
        "invariant[0].a",
        "list of 3",
    ),
    "generator-centre-is-outcome": (
        "parity",
        put(*C, "assumptions", 0, "invariant", 0, "a", ["-", "a", "b"]),
        "invariant[0].a[2]",
        "rational",
    ),
    "no-ties-of-a-maximum": (
        "pointwise",
        put(*C, "assumptions", [{"no_ties": [[0, 2]]}]),
        "no_ties[0]",
        "not linear",
    ),
    "structure-name": ("marginals", put(*C, "assumptions", 0, "structure", "normal"), "structure", "one of"),
    "structure-over-nothing": ("marginals", put(*C, "assumptions", 0, "over", []), "over", "nonempty"),
    "structure-over-strangers": ("marginals", put(*C, "assumptions", 0, "over", ["z"]), "over", "outcomes"),
    "structure-with-a-centre": ("marginals", put(*C, "assumptions", 0, "center", "0"), "assumptions[0]", "unknown"),
    "structure-without-centre": ("proschan", drop(*C, "assumptions", 2, "center"), "assumptions[2]", "missing"),
    "assumption-of-no-kind": ("finite", put(*C, "assumptions", [{"true": 0}]), "assumptions[0]", "one of invariant"),
}

HOLDS = {
    "kind": ("finite", put(*F, "kind", "perhaps"), CERTIFICATE + ".kind", "one of holds"),
    "unknown-key": ("pointwise", put(*F, "note", ""), CERTIFICATE, "unknown"),
    "word-unknown-generator": ("third", put(*F, "elements", 1, [2]), "elements[1][0]", "generators"),
    "word-unknown-inverse": ("third", put(*F, "elements", 1, [-3]), "elements[1][0]", "generators"),
    "word-of-strings": ("third", put(*F, "elements", 1, ["0"]), "elements[1][0]", "integer"),
    "other-word": ("third", put(*F, "elements", 1, [0, 0]), TREE + ".cases[1]", "uncancelled"),
    "premise-of-no-support": ("moment", put(*F, "premises", 0, [1, 0]), "premises[0][0]", "no support"),
    "premise-unknown-element": ("moment", put(*F, "premises", 0, [0, 1]), "premises[0][1]", "outside"),
    "premise-forgotten": ("moment", put(*F, "premises", []), TREE, "outside"),
    "no-level": ("pointwise", put(*F, "levels", []), "levels", "no level"),
    "level-of-nothing": ("pointwise", put(*L, "weights", []), LEVEL, "neither"),
    "weight-zero": ("pointwise", put(*L, "weights", 0, 0, "0"), "weights[0][0]", "not positive"),
    "weight-negative": ("pointwise", put(*L, "weights", 0, 0, "-1"), "weights[0][0]", "not positive"),
    "weight-unknown-element": ("pointwise", put(*L, "weights", 0, 1, 1), "weights[0][1]", "outside"),
    "weight-forgotten": ("third", put(*L, "weights", [["1", 0], ["1", 1]]), TREE, "slack"),
    "weights-unequal": ("third", put(*L, "weights", 2, 0, "1/2"), TREE, "slack"),
    "multiplier-zero": ("moment", put(*L, "multipliers", 0, 0, "0"), "multipliers[0][0]", "not positive"),
    "multiplier-negative": ("moment", put(*L, "multipliers", 0, 0, "-1"), "multipliers[0][0]", "not positive"),
    "multiplier-of-no-moment": ("moment", put(*L, "multipliers", 0, 1, 0), "multipliers[0][1]", "no moment"),
    "multiplier-too-large": ("moment", put(*L, "multipliers", 0, 0, "2"), TREE, "uncancelled"),
    "constant-too-large": ("moment", put(*C, "thesis", "constant", "1/2"), TREE, "slack"),
    "split-uncovered": ("parity", put(*T, "cases", [[">", leaf()]]), TREE + ".cases", "do not cover"),
    "split-without-equality": (
        "parity",
        lambda d: (put(*T, "cases", 0, 0, ">")(d), put(*T, "cases", 1, 0, "<")(d)),
        TREE + ".cases",
        "do not cover",
    ),
    "split-relation": ("parity", put(*T, "cases", 0, 0, "=="), "cases[0][0]", "one of"),
    "split-form-over-strangers": ("parity", put(*T, "split", linear(z="1")), TREE + ".split", "coordinate"),
    "largest-case-missing": ("third", lambda d: follow(d, T)["cases"].pop(), TREE + ".cases", "list of 3"),
    "largest-empty": ("third", put(*T, {"largest": [], "cases": []}), TREE + ".largest", "empty"),
    "largest-form-missing": ("third", lambda d: follow(d, T)["largest"].pop(), TREE + ".cases", "list of 2"),
    "node-of-two-kinds": ("third", put(*T, "facts", []), TREE, "unknown"),
    "node-of-no-kind": ("third", put(*L, "tree", {}), TREE, "missing"),
    "empty-with-a-remainder": ("empty", put(*T, "cases", 0, 1, "empty", [[0, "1"]]), "empty", "uncancelled"),
    "empty-without-strictness": (
        "empty",
        put(*C, "events", 0, {"ge": [0, 1]}),
        "cases[0][1].empty",
        "no contradiction",
    ),
    "empty-negative-multiplier": ("empty", put(*T, "cases", 0, 1, "empty", [[0, "-1"]]), "empty[0]", "negative"),
    "empty-with-ties": ("empty-tie-free", drop(*EQUAL, "tie_free"), "cases[0][1].empty", "no contradiction"),
    "empty-by-another-pair": (
        "empty-tie-free",
        put(*C, "assumptions", 0, "no_ties", 0, [0, 0]),
        "cases[0][1].tie_free",
        "same",
    ),
    "empty-with-ties-but-no-premise": (
        "empty-tie-free",
        put(*EQUAL, "empty", []),
        "cases[0][1].tie_free",
        "no multiple",
    ),
    "empty-of-nothing": ("empty", put(*T, "cases", 0, 1, "empty", []), "empty", "no contradiction"),
    "empty-positive": (
        "moment",
        put(*T, "cases", 0, 1, {"empty": [[0, "1"], [1, "1"]]}),
        "cases[0][1].empty",
        "no contradiction",
    ),
    "unsupported-but-possible": (
        "unsupported",
        lambda d: follow(d, T)["cases"][0][1]["cases"][0][1]["facts"].pop(),
        "cases[0][1].cases[0][1]",
        "do not make",
    ),
    "unsupported-of-no-support": (
        "third-untied",
        put(*T, "cases", 0, {"unsupported": [1, 0], "facts": []}),
        "unsupported[0]",
        "no support",
    ),
    "fact-of-a-junction": ("third", put(*T, "cases", 0, "facts", 0, 0, 2), "facts[0][0]", "only a comparison"),
    "fact-neither-true-nor-false": ("third", put(*T, "cases", 0, "facts", 0, 2, 1), "facts[0][2]", "true or false"),
    "fact-twice": ("third", put(*T, "cases", 0, "facts", 1, 0, 0), "facts[1]", "twice"),
    "fact-unknown-element": ("third", put(*T, "cases", 0, "facts", 0, 1, 3), "facts[0][1]", "outside"),
    "fact-forgotten": ("third", put(*T, "cases", 0, "facts", []), "cases[0].bound", "slack is negative"),
    "fact-turned": ("third", put(*T, "cases", 0, "facts", 0, 2, False), "facts[0][3]", "uncancelled"),
    "fact-by-another-premise": ("third", put(*T, "cases", 0, "facts", 0, 3, premise(1)), "facts[0][3]", "uncancelled"),
    "fact-needs-strictness": (
        "third-untied",
        drop(*T, "cases", 0, "facts", 0, 3, "tie_free"),
        "cases[0].facts[0][3].farkas",
        "nothing here is strict",
    ),
    "premise-unknown": ("third", put(*T, "cases", 0, "facts", 0, 3, premise(2)), "farkas[0][0]", "outside"),
    "premise-negative": ("third", put(*T, "cases", 0, "facts", 0, 3, premise((0, "-1"))), "farkas[0]", "negative"),
    "premise-twice": (
        "third",
        put(*T, "cases", 0, "facts", 0, 3, premise((0, "1/2"), (0, "1/2"))),
        "farkas[1]",
        "twice",
    ),
    "slack-negative": ("moment", put(*T, "cases", 0, 1, "bound", premise()), "bound.farkas", "uncancelled"),
    "tie-free-of-another-pair": (
        "third-untied",
        put(*T, "cases", 0, "facts", 0, 3, "tie_free", [1, 2, 0]),
        "tie_free",
        "no multiple",
    ),
    "tie-free-at-another-element": (
        "third-untied",
        put(*T, "cases", 0, "facts", 0, 3, "tie_free", [1, 1, 1]),
        "tie_free",
        "no multiple",
    ),
    "tie-free-of-no-pair": (
        "third-untied",
        put(*T, "cases", 0, "facts", 0, 3, "tie_free", [1, 3, 0]),
        "tie_free[1]",
        "outside",
    ),
    "tie-free-of-an-invariance": (
        "third-untied",
        put(*T, "cases", 0, "facts", 0, 3, "tie_free", [0, 0, 0]),
        "tie_free[0]",
        "does not exclude ties",
    ),
    "continuous-without-density": (
        "symmetric",
        put(*C, "assumptions", 2, "structure", "unimodal"),
        "tie_free",
        "density",
    ),
    "continuous-of-another-outcome": ("symmetric", put(*C, "assumptions", 2, "over", ["b"]), "tie_free", "density"),
    "continuous-of-a-constant": (
        "symmetric",
        put(*T, "split", linear(constant="1")),
        "facts[0][3]",
        "uncancelled",
    ),
    "choose-beyond": ("pointwise", put(*T, "facts", 0, 3, "choose", 2), "choose", "outside"),
    "choose-the-wrong": ("pointwise", put(*T, "facts", 0, 3, "choose", 1), "then.farkas", "uncancelled"),
    "choose-from-above": (
        "free-information",
        lambda d: put(*T, "bound", follow(d, T)["bound"]["each"][0] | {"choose": 0})(d),
        "bound",
        "'each' is missing",
    ),
    "each-forgets-one": ("free-information", lambda d: follow(d, T)["bound"]["each"].pop(), "bound.each", "list of 2"),
    "each-from-below": (
        "pointwise",
        put(*T, "facts", 0, 3, {"each": [premise(), premise()]}),
        "[3]",
        "'choose' is missing",
    ),
    "farkas-with-a-maximum-left": ("pointwise", put(*T, "facts", 0, 3, premise()), "facts[0][3]", "missing"),
    "rule-without-a-maximum": (
        "moment",
        put(*T, "cases", 1, 1, "bound", {"choose": 0, "then": premise(4)}),
        "bound",
        "missing",
    ),
    "argmax-empty": ("pick-best", put(*T, "cases", 0, 1, "bound", "argmax", []), "argmax", "increasing nonempty"),
    "argmax-decreasing": ("pick-best", put(*T, "cases", 1, 1, "bound", "argmax", [1, 0]), "argmax", "increasing"),
    "argmax-beyond": ("pick-best", put(*T, "cases", 0, 1, "bound", "argmax", [2]), "argmax[0]", "outside"),
    "argmax-the-other": ("pick-best", put(*T, "cases", 0, 1, "bound", "argmax", [1]), "because[0]", "uncancelled"),
    "argmax-without-reason": ("pick-best", put(*T, "cases", 0, 1, "bound", "because", []), "because", "list of 1"),
    "argmax-weakly": ("pick-best", put(*T, "cases", 0, 0, ">="), "because[0].farkas", "nothing here is strict"),
    "argmax-too-few": ("pick-best", put(*T, "cases", 1, 1, "bound", "argmax", [0]), "because", "list of 1"),
    "best-from-above-by-one": (
        "pick-best",
        put(*T, "cases", 1, 1, "bound", "then", {"choose": 0, "then": premise()}),
        "then",
        "'each' is missing",
    ),
    "worst-from-above-by-all": (
        "pick-worst",
        put(*T, "cases", 1, 1, "bound", "then", {"each": []}),
        "then",
        "'choose' is missing",
    ),
    "uniform-by-one": ("pick-uniform", put(*C, "expressions", 5, "pick", "pay", [0, 0]), "cases[1]", "uncancelled"),
    "other-ties": ("pick-worst", put(*C, "expressions", 5, "pick", "ties", "best"), "cases[1]", "'each' is missing"),
    "conditional-unknown": ("empty", put(*T, "cases", 1, 1, "facts", []), "cases[1][1].facts", "left unknown"),
    "last-level-not-strict": (
        "moment-strict",
        lambda d: follow(d, F)["levels"].pop(),
        TREE,
        "nothing here is strict",
    ),
    "excluded-by-itself": (
        "moment-strict",
        put(*F, "levels", 1, "tree", "cases", 1, 1, "excluded", 1),
        "levels[1].tree.cases[1][1].excluded",
        "outside",
    ),
    "excluded-in-the-first": (
        "moment-strict",
        put(*T, "cases", 1, 1, "excluded", 0),
        "excluded",
        "nothing to refer to",
    ),
    "excluded-but-possible": (
        "moment-strict",
        put(*F, "levels", 1, "tree", "cases", 0, 1, leaf(bound=premise(0, 3), excluded=0)),
        "levels[1].tree.cases[0][1].bound",
        "slack is negative",
    ),
    "excluded-weakly": (
        "moment-strict",
        put(*F, "levels", 1, "tree", "cases", 0, 1, leaf([0, 0, True, premise(4)], bound=premise(0, 3), excluded=0)),
        "levels[1].tree.cases[0][1].bound",
        "nothing here is strict",
    ),
    "no-weight-anywhere": (
        "empty",
        lambda d: (
            put(*C, "assumptions", [{"support": 0}, {"support": 1}, {"moment": thesis(["1", e(0)])}])(d),
            put(*F, "premises", [[0, 0], [1, 0]])(d),
            put(*F, "levels", [level([], {"empty": [[0, "1"], [1, "1"]]}, [["1", 2, 0]])])(d),
        ),
        CERTIFICATE + ".levels",
        "no level has a weight",
    ),
    "class-empty": (
        "empty",
        lambda d: (
            put(*C, "assumptions", [{"support": 0}, {"support": 1}])(d),
            put(*F, "premises", [[0, 0], [1, 0]])(d),
            put(*L, "tree", {"empty": [[0, "1"], [1, "1"]]})(d),
        ),
        "member",
        "assumption 1 (support)",
    ),
    "weak-moment": (
        "strict-moment",
        put(*C, "assumptions", 0, "moment", "relation", ">="),
        "levels[1].tree",
        "nothing here is strict",
    ),
    "implied-without-structure": ("third-iid", put(*C, "assumptions", []), "implied[0]", "no structure"),
    "implied-by-a-part": ("third-iid", put(*C, "assumptions", 0, "over", ["a", "b"]), "implied", "no structure"),
    "implied-by-independence": (
        "third-iid",
        put(*C, "assumptions", 0, "structure", "independent"),
        "implied[0]",
        "no structure",
    ),
    "implied-beside-a-stranger": ("third-iid", put(*C, "outcomes", ["a", "b", "c", "d"]), "implied[0]", "no structure"),
    "implied-flip-about-another-centre": (
        "symmetric",
        put(*F, "implied", 0, "a", ["-", "a", "1"]),
        "implied[0]",
        "no structure",
    ),
    "implied-flip-of-dependent": (
        "symmetric",
        put(*C, "assumptions", 1, "structure", "unimodal"),
        "implied[0]",
        "no structure",
    ),
    "implied-flip-and-swap": (
        "symmetric",
        put(*F, "implied", 0, {"a": ["-", "b", "0"], "b": ["-", "a", "0"]}),
        "implied[0]",
        "no structure",
    ),
    "implied-flip-without-symmetry": (
        "symmetric",
        put(*C, "assumptions", 0, "over", ["b"]),
        "implied[0]",
        "no structure",
    ),
    "member-missing": ("pointwise", drop(*F, "member"), CERTIFICATE, "'member' is missing"),
    "member-outside": ("moment", put(*F, "member", "atoms", 0, 1, "a", "0"), "member", "assumption 1 (moment)"),
    "member-unsupported": ("moment", put(*F, "member", "atoms", 0, 1, "a", "2"), "member", "assumption 0 (support)"),
    "member-normal-with-a-support": (
        "empty",
        put(*F, "member", {"normal": {"center": "0"}, "constants": {}}),
        "member",
        "assumption 0 (support)",
    ),
}

M = (*F, "law")
LAWS = {
    "weights": ("finite", put(*M, "atoms", 0, 0, "1/2"), "law.atoms", "sum to 1"),
    "weight-zero": ("finite", put(*M, "atoms", 0, 0, "0"), "atoms[0][0]", "not positive"),
    "weight-negative": ("finite", put(*M, "atoms", 0, 0, "-1"), "atoms[0][0]", "not positive"),
    "no-atom": ("finite", put(*M, "atoms", []), "law.atoms", "sum to 1"),
    "outcome-missing": ("finite", drop(*M, "atoms", 0, 1, "a"), "atoms[0][1]", "missing"),
    "outcome-unknown": ("finite", put(*M, "atoms", 0, 1, "z", "0"), "atoms[0][1]", "unknown"),
    "not-violated": ("finite", put(*M, "atoms", 1, 1, "b", "0"), "law", "not shown to violate"),
    "violated-with-equality": ("finite", put(*C, "thesis", "constant", "1/3"), "law", "not shown to violate"),
    "of-no-kind": ("finite", put(*F, "law", {"uniform": []}), "law", "missing"),
    "of-two-kinds": ("finite", put(*M, "orbit", []), "law", "unknown"),
    "normal-countermodel": (
        "finite",
        put(*F, "law", {"normal": {"center": "0"}, "constants": {}}),
        "law",
        "no countermodel",
    ),
    "not-invariant": ("orbit", put(*F, "law", {"atoms": ONE_TWO_THREE["orbit"]}), "law", "(invariant)"),
    "tie": ("orbit", put(*M, "orbit", 0, 1, "a", "2"), "law", "tie"),
    "no-density": ("radius", drop(*M, "radius"), "law", "(continuous)"),
    "radius-zero": ("radius", put(*M, "radius", "0"), "law.radius", "not positive"),
    "radius-so-large-that-nothing-is-known": ("radius", put(*M, "radius", "3/2"), "law", "not shown to violate"),
    "marginal-missing": ("marginals", drop(*M, "marginals", "a"), "law.marginals", "missing"),
    "marginals-differ": ("marginals", put(*M, "marginals", "a", [["1", "0", "0"]]), "law", "(iid)"),
    "piece-backwards": (
        "marginals",
        put(*M, "marginals", "a", [["1", "1", "0"]]),
        "marginals.a[0]",
        "before it begins",
    ),
    "piece-weights": ("marginals", put(*M, "marginals", "a", [["1/2", "1", "1"]]), "marginals.a", "sum to 1"),
    "finite-dependent": (
        "marginals",
        put(*F, "law", {"orbit": [["1/2", dict.fromkeys("abc", "0")], ["1/2", {"a": "0", "b": "1", "c": "0"}]]}),
        "law",
        "(iid)",
    ),
    "constants-differ": (
        "parity",
        put(*F, "member", {"orbit": [["1/2", {"a": "0", "b": "1", "center": q}] for q in "01"]}),
        "member.orbit",
        "constant",
    ),
    "orbit-infinite": (
        "parity",
        lambda d: (
            put(*C, "assumptions", 0, "invariant", [{"a": ["-", "a", "0"]}, {"a": ["-", "a", "1"]}])(d),
            put(*F, "elements", [[], [0]])(d),
            put(*L, "tree", leaf())(d),
            put(*C, "thesis", "constant", "0")(d),
        ),
        "member",
        "more than 200000",
    ),
}

OPTIONS = (*F, "options")
THEOREMS = {
    "unknown": ("proschan", put(*F, "theorem", "gauss"), "theorem", "one of proschan-menu"),
    "options-missing": ("proschan", drop(*OPTIONS), CERTIFICATE, "missing"),
    "options-swapped": ("proschan", put(*OPTIONS, [1, 0, 2]), "options", "each of the others"),
    "options-one": ("proschan", put(*OPTIONS, [0]), "options", "two options"),
    "option-forgotten": ("proschan", put(*OPTIONS, [0, 1]), "options", "each of the others"),
    "option-twice": ("proschan", put(*OPTIONS, [0, 1, 1]), "options", "twice"),
    "constant-positive": ("proschan", put(*C, "thesis", "constant", "1/10"), "options", "form"),
    "strict": ("proschan", put(*C, "thesis", "relation", ">"), "options", "form"),
    "mixed": ("proschan", put(*C, "events", 1, {"gt": [0, 2]}), "options", "mixes"),
    "one-counts-ties": (
        "proschan",
        lambda d: (put(*C, "events", 0, {"gt": [0, 1]})(d), put(*C, "events", 1, {"gt": [0, 2]})(d)),
        "options",
        "counts ties",
    ),
    "any": ("proschan", put(*C, "events", 2, {"any": [0, 1]}), "options", "conjunction|each of the others"),
    "compares-another": ("proschan", put(*C, "events", 1, {"ge": [1, 2]}), "options", "each of the others"),
    "coefficients": ("proschan", put(*C, "expressions", 2, "linear", "d", "1/4"), "options", "average"),
    "constant-in-option": ("proschan", put(*C, "expressions", 2, "constant", "1"), "options", "average"),
    "overlapping": ("proschan", put(*C, "expressions", 2, linear(c="1/2", e="1/2")), "options", "twice"),
    "majorisation": (
        "proschan",
        lambda d: (
            put(*C, "expressions", 0, linear(a="1/2", b="1/2"))(d),
            put(*C, "expressions", 1, linear(c="1"))(d),
        ),
        "options",
        "majorise",
    ),
    "no-log-concavity": ("proschan", put(*C, "assumptions", 1, "structure", "unimodal"), CERTIFICATE, "log_concave"),
    "iid-of-a-part": ("proschan", put(*C, "assumptions", 0, "over", ["a", "b", "c", "d"]), CERTIFICATE, "iid"),
    "member": ("proschan", put(*F, "member", "marginals", "a", [["1", "-1", "2"]]), "member", "(iid)"),
    "member-without-density": (
        "proschan",
        put(*F, "member", "marginals", each("abcde", [["1", "0", "0"]])),
        "member",
        "(log_concave)",
    ),
}

NOBODY = {
    "member": ("nobody", put(*F, "member", {"atoms": []}), CERTIFICATE, "'member' is unknown"),
    "weights": ("nobody", put(*L, "weights", [["1", 0]]), LEVEL, "'weights' is unknown"),
    "weights-in-a-region": ("nobody", put(*L, "tree", {"weights": [], "tree": leaf()}), TREE, "no weights"),
    "no-level": ("nobody", put(*F, "levels", []), "levels", "no level"),
    "multiplier-forgotten": ("nobody", lambda d: follow(d, L)["multipliers"].pop(), TREE, "uncancelled"),
    "multiplier-negative": ("nobody", put(*L, "multipliers", 0, 0, "-1"), "multipliers[0][0]", "not positive"),
    "multipliers-unequal": ("nobody", put(*L, "multipliers", 0, 0, "2"), TREE, "uncancelled"),
    "other-element": ("nobody", put(*F, "elements", 1, []), TREE, "uncancelled"),
    "possible": ("nobody", put(*C, "assumptions", 1, "moment", "constant", "0"), TREE, "nothing here is strict"),
    "possible-weakly": (
        "nobody-strictly",
        put(*C, "assumptions", 1, "moment", "relation", ">="),
        TREE,
        "nothing here is strict",
    ),
    "nothing-shown": ("nobody-surely", put(*L, "tree", leaf()), TREE, "nothing here is strict"),
    "support-possible": ("nobody-surely", put(*C, "events", 2, "all", [0]), TREE, "outside"),
    "support-forgotten": ("nobody-surely", put(*F, "premises", []), TREE, "nothing to refer to"),
    "first-level-not-positive": (
        "nobody-in-levels",
        put(*L, "multipliers", 0, 0, "1"),
        TREE,
        "uncancelled",
    ),
    "level-excluded-by-itself": (
        "nobody-in-levels",
        put(*F, "levels", 1, "tree", "cases", 0, 1, "excluded", 1),
        "excluded",
        "outside",
    ),
    "not-so": ("moment", lambda d: _without_weights(follow(d, F)), TREE, "slack is negative"),
}


def _without_weights(certificate):
    """Pass a proof of a thesis off as a proof that there is no law."""
    certificate["kind"] = "empty"
    del certificate["member"]
    for each_level in certificate["levels"]:
        del each_level["weights"]


RULES = {
    f"{subject}-{name}": rule
    for subject, rules in {"claim": CLAIMS, "holds": HOLDS, "law": LAWS, "theorem": THEOREMS, "nobody": NOBODY}.items()
    for name, rule in rules.items()
}


@pytest.mark.parametrize("name", RULES)
def test_a_broken_rule_is_found_where_it_is_broken(name):
    base, edit, path, reason = RULES[name]
    document = HANDMADE[base]()
    edit(document)
    report = check_document(signed(document))
    assert not report.accepted
    assert report.grade is None
    assert path in report.path, report
    assert any(word in report.reason for word in reason.split("|")), report
    assert "failed" not in report.reason


def test_a_certificate_of_another_claim_is_rejected():
    document = HANDMADE["finite"]()
    document["parts"][0]["claim"]["thesis"]["constant"] = "2/3"
    report = check_document(document)
    assert (report.accepted, report.path) == (False, "parts[0].certificate.claim")


def test_digests_ignore_order_and_nothing_else():
    claim = HANDMADE["parity"]()["parts"][0]["claim"]
    assert digest(dict(reversed(claim.items()))) == digest(claim)


def test_every_part_is_checked():
    document = HANDMADE["parity"]()
    document["parts"][1]["certificate"]["levels"][0]["weights"].pop()
    report = check_document(document)
    assert not report.accepted
    assert report.path.startswith("parts[1].certificate.levels[0].tree")


def test_an_equality_premise_may_be_subtracted_an_inequality_may_not():
    document = HANDMADE["pick-best"]()
    assert check_document(document).accepted
    follow(document, T)["cases"] = [
        case if case[0] != "=" else [">=", case[1]] for case in follow(document, T)["cases"]
    ]
    assert "negative multiplier" in check_document(document).reason


def test_an_excluded_leaf_needs_the_earlier_level_to_be_positive_there():
    document = HANDMADE["strict-moment"]()
    follow(document, F)["levels"][1]["tree"] = split(
        linear(a="1", b="-1"), [">", leaf(excluded=0)], ["<=", leaf(bound=premise(0))]
    )
    assert "nothing here is strict" in check_document(document).reason
