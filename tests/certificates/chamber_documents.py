"""Proofs by chambers, written by hand: a few relabellings each, so that the counts can be followed on paper."""

from __future__ import annotations

from tests.certificates.building_blocks import atom, claim, document, each, linear, pr, swap, thesis
from tests.certificates.handmade_proofs import EXCHANGEABLE, NO_TIES, ONE_TWO_THREE, best_of_three

WHOLE = [0]
A, B, C, D = (linear(**{w: "1"}) for w in "abcd")
PAIR = {"invariant": [swap("a", "b")]}
EQUAL = {"atoms": [["1", dict.fromkeys("abc", "0")]]}


def chambers(member, *trees, implied=()):
    return {"kind": "chambers", "implied": list(implied), "trees": [list(t) for t in trees], "member": member}


def third():
    """One of three sure options is best at least 1/3 of the time: where `a` gets the best, on every face."""
    return document((best_of_three(EXCHANGEABLE), chambers(EQUAL, WHOLE)))


def third_untied():
    """At most 1/3 without ties: only the inside of the chamber carries goals."""
    return document((best_of_three(EXCHANGEABLE, NO_TIES, at_most=True), chambers(ONE_TWO_THREE, WHOLE)))


def coin(relation=">="):
    """`a` beats a coin of `b` and `c` in the two relabellings of six in which it gets the best."""
    values = [A, linear(b="1/2", c="1/2")]
    constant = "1/3" if relation == ">=" else "1/4"
    aim = thesis(["1", pr(0)], constant=constant, relation=relation)
    c = claim("abc", values, [{"gt": [0, 1]}], aim, EXCHANGEABLE, {"no_ties": [[0, 1]]})
    return document((c, chambers({"orbit": [["1", {"a": "1", "b": "2", "c": "4"}]]}, WHOLE)))


def two_blocks():
    """`a + c >= b + d` half of the time: the two differences are compared by one cut."""
    values = [linear(a="1", c="1"), linear(b="1", d="1")]
    blocks = {"invariant": [swap("a", "b"), swap("c", "d")]}
    c = claim("abcd", values, [{"ge": [0, 1]}], thesis(["1", pr(0)], constant="1/2"), blocks)
    return document((c, chambers(atom(**dict.fromkeys("abcd", "0")), [[1, 0, 1, 1], 0, 0])))


def constant():
    """`Pr(a >= 1/2) >= Pr(b > 1/2)`: the comparisons have a constant, and cuts show which hold."""
    values = [A, B, linear("1/2")]
    c = claim("ab", values, [{"ge": [0, 2]}, {"gt": [1, 2]}], thesis(["1", pr(0)], ["-1", pr(1)]), PAIR)
    trees = ([[2, 1, 2, 1], 0, [2, 0, 2, 1], 0, 0], [[2, 0, 2, 1], [1, 0, 1, 1], 0, 0, 0])
    return document((c, chambers(atom(a="0", b="0"), *trees)))


def fixed():
    """`Pr(a >= c) >= Pr(max(a, b) >= c) / 2`: only `a` and `b` are exchanged, so `c` has a chamber of its own."""
    values = [A, B, C, {"max": [0, 1]}]
    c = claim("abc", values, [{"ge": [0, 2]}, {"ge": [3, 2]}], thesis(["1", pr(0)], ["-1/2", pr(1)]), PAIR)
    trees = (
        [[2, 1, 1, 1], 0, [2, 0, 1, 1], 0, 0],
        WHOLE,
        [[2, 0, 1, 1], [1, 0, 1, 1], 0, 0, 0],
        [[2, 1, 1, 1], [1, 0, 1, 1], 0, 0, 0],
    )
    return document((c, chambers(EQUAL, *trees)))


def maxima():
    """The better of `a` and `b` is at least the better of `c` and `d` half of the time."""
    values = [A, B, C, D, {"max": [0, 1]}, {"max": [2, 3]}]
    all_four = {"invariant": [swap("a", w) for w in "bcd"]}
    c = claim("abcd", values, [{"ge": [4, 5]}], thesis(["1", pr(0)], constant="1/2"), all_four)
    return document((c, chambers(atom(**dict.fromkeys("abcd", "0")), WHOLE)))


def strict():
    """`Pr(a >= b) > 1/3`: two equally likely relabellings, and one is counted on every face."""
    c = claim("ab", [A, B], [{"ge": [0, 1]}], thesis(["1", pr(0)], constant="1/3", relation=">"), PAIR)
    return document((c, chambers(atom(a="0", b="0"), WHOLE)))


def junctions():
    """`not (a > b and a > c)`, or `b > a`, two thirds of the time: truth of what is made of comparisons."""
    events = [{"gt": [0, 1]}, {"gt": [0, 2]}, {"all": [0, 1]}, {"not": 2}, {"gt": [1, 0]}, {"any": [3, 4]}]
    c = claim("abc", [A, B, C], events, thesis(["1", pr(5)], constant="2/3"), EXCHANGEABLE)
    return document((c, chambers(EQUAL, WHOLE)))


def scales():
    """Far apart is more often than far apart in order: one cut in one chamber, none in its mirror image."""
    twice = [linear(a="2"), linear(b="2")]
    events = [{"gt": [0, 3]}, {"gt": [1, 2]}, {"any": [0, 1]}, {"gt": [0, 1]}, {"all": [0, 3]}]
    c = claim("ab", [A, B, *twice], events, thesis(["1", pr(2)], ["-1", pr(4)]), PAIR)
    return document((c, chambers(atom(a="0", b="0"), [[1, 0, 1, 1], 0, 0], WHOLE)))


def iid():
    """`Pr(a > b) >= 1/2` for identical independent utilities with a density: the exchange is implied."""
    structures = [{"structure": name, "over": ["a", "b"]} for name in ("iid", "continuous")]
    c = claim("ab", [A, B], [{"gt": [0, 1]}], thesis(["1", pr(0)], constant="1/2"), *structures)
    member = {"marginals": each("ab", [["1", "0", "1"]]), "constants": {}}
    return document((c, chambers(member, WHOLE, implied=[swap("a", "b")])))


CHAMBERS = {
    "chambers-third": third,
    "chambers-untied": third_untied,
    "chambers-coin": coin,
    "chambers-coin-strict": lambda: coin(">"),
    "chambers-two-blocks": two_blocks,
    "chambers-constant": constant,
    "chambers-fixed": fixed,
    "chambers-maxima": maxima,
    "chambers-strict": strict,
    "chambers-junctions": junctions,
    "chambers-scales": scales,
    "chambers-iid": iid,
}
