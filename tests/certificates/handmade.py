"""Certificates written by hand: empty classes, countermodels, a theorem; and the table of all, with the proofs."""

from __future__ import annotations

from tests.certificates.building_blocks import (
    claim,
    document,
    e,
    each,
    empty,
    fails,
    leaf,
    linear,
    pr,
    premise,
    split,
    swap,
    thesis,
    weightless,
)
from tests.certificates.handmade_proofs import (
    EXCHANGEABLE,
    NO_TIES,
    ONE_TWO_THREE,
    best_of_three,
    contradiction,
    free_information,
    iid_third,
    moment,
    monotone,
    never_equal,
    parity,
    picked,
    pointwise,
    strict_moment,
    symmetric,
    third,
    third_untied,
)

# --- empty classes ----------------------------------------------------------------------------------------------------


def nobody_likes_one_of_two_alike(relation=">="):
    """Exchangeable goals have equal means: `E a - E b >= 1/4` (or `> 0`), added up with its mirror image, is false."""
    constant = "0" if relation == ">" else "1/4"
    apart = {"moment": thesis(["1", e(0)], ["-1", e(1)], constant=constant, relation=relation)}
    values = [linear(a="1"), linear(b="1")]
    c = claim("ab", values, [{"ge": [0, 1]}], thesis(["1", pr(0)]), {"invariant": [swap("a", "b")]}, apart)
    return document((c, empty(weightless(leaf(), ["1", 1, 0], ["1", 1, 1]), elements=[[], [0]])))


def nobody_likes_both_more():
    """`a > b` and `b > a` surely."""
    events = [{"gt": [0, 1]}, {"gt": [1, 0]}, {"all": [0, 1]}]
    c = claim("ab", [linear(a="1"), linear(b="1")], events, thesis(["1", pr(0)], constant="1/2"), {"support": 2})
    return document((c, empty(weightless({"empty": [[0, "1"], [1, "1"]]}), premises=[(0, 0)])))


def nobody_is_nowhere():
    """`a >= 0` surely and `E a = 0`, so `a = 0` surely; but `Pr(a > 0) >= 1/2`."""
    events = [{"ge": [0, 1]}, {"gt": [0, 1]}]
    mean = {"moment": thesis(["1", e(0)], relation="=")}
    half = {"moment": thesis(["1", pr(1)], constant="1/2")}
    c = claim("a", [linear(a="1"), linear()], events, thesis(["1", pr(0)], constant="2"), {"support": 0}, mean, half)
    excluded = leaf(bound=premise(1), excluded=0)
    second = split(linear(a="1"), [">", excluded], ["<=", leaf([1, 0, False, premise(1)])])
    levels = [weightless(leaf(bound=premise(0)), ["-1", 1, 0]), weightless(second, ["1", 2, 0])]
    return document((c, empty(*levels, premises=[(0, 0)])))


# --- countermodels ----------------------------------------------------------------------------------------------------


def finite():
    """Nothing is assumed, so `b` may be better than `a`."""
    c = claim("ab", [linear(a="1"), linear(b="1")], [{"ge": [0, 1]}], thesis(["1", pr(0)], constant="1/2"))
    return document((c, fails({"atoms": [["1/3", {"a": "1", "b": "0"}], ["2/3", {"a": "0", "b": "1/2"}]]})))


def half_of_three(*assumptions):
    c = best_of_three(*assumptions)
    c["thesis"]["constant"] = "1/2"
    return c


def orbit():
    """`a` is best of three only a third of the time."""
    return document((half_of_three(EXCHANGEABLE, NO_TIES), fails(ONE_TWO_THREE)))


def radius():
    """The same with a density."""
    dense = {"structure": "continuous", "over": ["a", "b", "c"]}
    return document((half_of_three(EXCHANGEABLE, NO_TIES, dense), fails({**ONE_TWO_THREE, "radius": "1/4"})))


SKEW = [["4/5", "0", "0"], ["1/5", "1", "1"]]


def marginals(pieces=SKEW):
    """A sure option against a coin, iid: a rare good outcome makes the coin better than `a` more often than not."""
    structures = [{"structure": name, "over": ["a", "b", "c"]} for name in ("iid", "independent")]
    c = claim(
        "abc",
        [linear(a="1"), linear(b="1/2", c="1/2")],
        [{"gt": [0, 1]}],
        thesis(["1", pr(0)], constant="1/4"),
        *structures,
    )
    return document((c, fails({"marginals": each("abc", pieces), "constants": {}})))


# --- theorems ---------------------------------------------------------------------------------------------------------


def proschan():
    """A sure option is best at least as often as one of two coins."""
    over = ["a", "b", "c", "d", "e"]
    values = [linear(a="1"), linear(b="1/2", c="1/2"), linear(d="1/2", e="1/2")]
    events = [{"ge": [0, 1]}, {"ge": [0, 2]}, {"all": [0, 1]}, {"ge": [1, 0]}, {"ge": [1, 2]}, {"all": [3, 4]}]
    structures = [{"structure": name, "over": over} for name in ("iid", "log_concave")]
    structures.append({"structure": "symmetric", "over": over, "center": "0"})
    c = claim(over, values, events, thesis(["1", pr(2)], ["-1", pr(5)]), *structures)
    member = {"marginals": each(over, [["1", "-1", "1"]]), "constants": {}}
    certificate = {"kind": "theorem", "theorem": "proschan-menu", "options": [0, 1, 2], "member": member}
    return document((c, certificate))


HANDMADE = {
    "pointwise": pointwise,
    "parity": parity,
    "parity-coin": lambda: parity(coin=True),
    "third": third,
    "third-untied": third_untied,
    "third-iid": iid_third,
    "third-spherical": lambda: iid_third("spherical"),
    "symmetric": symmetric,
    "moment": moment,
    "moment-strict": lambda: moment(">"),
    "free-information": free_information,
    "pick-best": lambda: picked("best"),
    "pick-worst": lambda: picked("worst"),
    "pick-uniform": lambda: picked("uniform"),
    "unsupported": monotone,
    "empty": contradiction,
    "empty-tie-free": never_equal,
    "strict-moment": strict_moment,
    "nobody": nobody_likes_one_of_two_alike,
    "nobody-strictly": lambda: nobody_likes_one_of_two_alike(">"),
    "nobody-surely": nobody_likes_both_more,
    "nobody-in-levels": nobody_is_nowhere,
    "finite": finite,
    "orbit": orbit,
    "radius": radius,
    "marginals": marginals,
    "proschan": proschan,
}
