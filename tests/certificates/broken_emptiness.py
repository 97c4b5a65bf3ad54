"""One broken proof for each rule of proofs that a class is empty: base, edit, place and reason."""

from __future__ import annotations

from tests.certificates.building_blocks import leaf
from tests.certificates.edits import CERTIFICATE, LEVEL, TREE, C, F, L, follow, put

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
