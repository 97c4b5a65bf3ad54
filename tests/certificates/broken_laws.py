"""One broken countermodel or theorem for each rule: base, edit, place and reason."""

from __future__ import annotations

from tests.certificates.building_blocks import each, leaf, linear
from tests.certificates.edits import CERTIFICATE, C, F, L, M, drop, put
from tests.certificates.handmade_proofs import ONE_TWO_THREE

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
