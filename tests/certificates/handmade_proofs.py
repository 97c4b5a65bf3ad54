"""Proofs written by hand; each can be followed on paper."""

from __future__ import annotations

from tests.certificates.building_blocks import (
    atom,
    choose,
    claim,
    document,
    e,
    holds,
    leaf,
    level,
    linear,
    pr,
    premise,
    split,
    swap,
    thesis,
    total,
    untied,
)

ONE_GOAL = {"a": "1", "b": "0"}


def pointwise():
    """`max(a, b) >= a`, always."""
    values = [linear(a="1"), linear(b="1"), {"max": [0, 1]}]
    c = claim("ab", values, [{"ge": [2, 0]}], thesis(["1", pr(0)], constant="1"))
    return document((c, holds(atom(**ONE_GOAL), level([["1", 0]], leaf([0, 0, True, choose(0)])))))


def parity(coin=False):
    """Equality in two parts: `Pr(A >= B) = 1/2` under reflection without ties; `B` is `b`, or a coin of `b` and `c`."""
    outcomes = "abc" if coin else "ab"
    values = [linear(a="1"), linear(b="1/2", c="1/2") if coin else linear(b="1")]
    flip = {"invariant": [{w: ["-", w, "center"] for w in outcomes}]}
    free = {"no_ties": [[0, 1]]}
    margin = linear(a="1", b="-1/2", c="-1/2") if coin else linear(a="1", b="-1")
    member = {"orbit": [["1", {"a": "1", "b": "0", "center": "3", **({"c": "0"} if coin else {})}]]}

    def part(sign, *facts):
        c = claim(
            outcomes,
            values,
            [{"ge": [0, 1]}],
            thesis([sign, pr(0)], constant=sign + "/2"),
            flip,
            free,
            constants=["center"],
        )
        tree = split(margin, [">=", leaf(facts[0])], ["<=", leaf(facts[1])])
        return c, holds(member, level([["1", 0], ["1", 1]], tree), elements=([], [0]))

    return document(
        part("1", [0, 0, True, premise(0)], [0, 1, True, premise(0)]),
        part("-1", [0, 1, False, untied(0)], [0, 0, False, untied(0)]),
    )


def best_of_three(*assumptions, at_most=False):
    """The claim that `a` is best of three with probability at least (at most) 1/3."""
    return claim(
        "abc",
        [linear(a="1"), linear(b="1"), linear(c="1")],
        [{"ge": [0, 1]}, {"ge": [0, 2]}, {"all": [0, 1]}],
        thesis(["-1", pr(2)], constant="-1/3") if at_most else thesis(["1", pr(2)], constant="1/3"),
        *assumptions,
    )


EXCHANGEABLE = {"invariant": [swap("a", "b"), swap("a", "c")]}
NO_TIES = {"no_ties": [[0, 1], [0, 2], [1, 2]]}
ONE_TWO_THREE = {"orbit": [["1", {"a": "1", "b": "2", "c": "3"}]]}
WHICH_IS_LARGEST = {
    "largest": [linear(a="1"), linear(b="1"), linear(c="1")],
    "cases": [
        leaf([0, 0, True, premise(0)], [1, 0, True, premise(1)]),
        leaf([0, 1, True, premise(0)], [1, 1, True, premise(1)]),
        leaf([0, 2, True, premise(1)], [1, 2, True, premise(0)]),
    ],
}
THREE_WEIGHTS = [["1", 0], ["1", 1], ["1", 2]]


def third():
    """One of three sure options is best at least 1/3 of the time, by three weights and one `largest`."""
    c = best_of_three(EXCHANGEABLE)
    return document((c, holds(ONE_TWO_THREE, level(THREE_WEIGHTS, WHICH_IS_LARGEST), elements=([], [0], [1]))))


def third_untied():
    """At most 1/3 without ties: where one is largest, the other two are not best."""
    c = best_of_three(EXCHANGEABLE, NO_TIES, at_most=True)
    tree = {
        "largest": WHICH_IS_LARGEST["largest"],
        "cases": [
            leaf([0, 1, False, untied(0)], [1, 2, False, untied(1, (1, 1, 0))]),
            leaf([0, 0, False, untied(0)], [0, 2, False, untied(1, (1, 2, 0))]),
            leaf([1, 0, False, untied(0, (1, 1, 0))], [1, 1, False, untied(1, (1, 2, 0))]),
        ],
    }
    return document((c, holds(ONE_TWO_THREE, level(THREE_WEIGHTS, tree), elements=([], [0], [1]))))


def iid_third(structure="iid"):
    """The same as `third`, from an implied permutation, and continuity in the place of ties."""
    over = {"structure": structure, "over": ["a", "b", "c"]}
    c = best_of_three({**over, "center": "0"} if structure == "spherical" else over)
    proof = holds(
        {"normal": {"center": "0"}, "constants": {}},
        level(THREE_WEIGHTS, WHICH_IS_LARGEST),
        elements=([], [0], [1]),
        implied=EXCHANGEABLE["invariant"],
    )
    return document((c, proof))


def symmetric(structure="iid"):
    """`Pr(a > 0) <= 1/2` by an implied flip; `Pr(a > 0) = 1/2` needs continuity."""
    over = ["a", "b"]
    laws = [{"structure": "symmetric", "over": over, "center": "0"}, {"structure": structure, "over": over}]
    dense = {"structure": "continuous", "over": over}
    c = claim(
        "ab",
        [linear(a="1"), linear()],
        [{"gt": [0, 1]}],
        thesis(["1", pr(0)], constant="1/2"),
        *laws,
        dense,
    )
    first = leaf([0, 0, True, {**premise(0), "tie_free": "continuous"}])
    second = leaf([0, 1, True, {**premise(0), "tie_free": "continuous"}])
    tree = split(linear(a="1"), [">=", first], ["<=", second])
    pieces = [["1", "-1", "1"]]
    member = {"marginals": {"a": pieces, "b": pieces}, "constants": {}}
    flip = {"a": ["-", "a", "0"]}
    return document((c, holds(member, level([["1", 0], ["1", 1]], tree), elements=([], [0]), implied=[flip])))


def moment(relation=">="):
    """`Pr(a >= b) >= 1/4` (or `> 1/4`) when goals lie in the unit square and `E a - E b >= 1/4`."""
    zero, one = 2, 3
    values = [linear(a="1"), linear(b="1"), linear(), linear("1")]
    events = [{"ge": [0, 1]}]
    events += [{"ge": [one, 0]}, {"ge": [0, zero]}, {"ge": [one, 1]}, {"ge": [1, zero]}, {"all": [1, 2, 3, 4]}]
    bounded = {"support": 5}
    apart = {"moment": thesis(["1", e(0)], ["-1", e(1)], constant="1/4")}
    c = claim("ab", values, events, thesis(["1", pr(0)], constant="1/4", relation=relation), bounded, apart)
    margin = linear(a="1", b="-1")
    above = leaf([0, 0, True, premise(4)], bound=premise(0, 3))
    first = level([["1", 0]], split(margin, [">=", above], ["<", leaf(bound=premise(4))]), [["1", 1, 0]])
    levels = [first]
    if relation == ">":
        decided = leaf([0, 0, True, premise(4)])
        excluded = leaf(bound=premise(4), excluded=0)
        levels.append(level([["1", 0]], split(margin, [">=", decided], ["<", excluded])))
    return document((c, holds(atom(**ONE_GOAL), *levels, premises=[(0, 0)])))


def free_information():
    """To see which of two states holds before choosing between two acts is worth at least 0."""
    values = [linear(a1="1"), linear(a2="1"), linear(b1="1"), linear(b2="1"), {"max": [0, 2]}, {"max": [1, 3]}]
    values += [total(["1/2", 4], ["1/2", 5]), total(["1/2", 0], ["1/2", 1]), total(["1/2", 2], ["1/2", 3])]
    values += [{"max": [7, 8]}]
    c = claim(["a1", "a2", "b1", "b2"], values, [], thesis(["1", e(6)], ["-1", e(9)]))
    bound = {"each": [choose(0, choose(0)), choose(1, choose(1))]}
    member = atom(a1="1", a2="0", b1="0", b2="1")
    return document((c, holds(member, level([["1", 0]], leaf(bound=bound)))))


def picked(ties):
    """To choose oneself between `a` and `b` is at least as good as what one who compares `c` with `d` would choose."""
    values = [linear(a="1"), linear(b="1"), linear(c="1"), linear(d="1"), {"max": [0, 1]}]
    values += [{"pick": {"by": [2, 3], "pay": [0, 1], "ties": ties}}]
    c = claim("abcd", values, [], thesis(["1", e(4)], ["-1", e(5)]))

    def one(t):
        return leaf(bound={"argmax": [t], "because": [premise(0)], "then": choose(t)})

    def both(then):
        return leaf(bound={"argmax": [0, 1], "because": [premise((0, "-1")), premise(0)], "then": then})

    tied = {
        "best": both({"each": [choose(0), choose(1)]}),
        "worst": both(choose(1, choose(1))),
        "uniform": split(
            linear(a="1", b="-1"),
            [">=", both(choose(0, premise((1, "1/2"))))],
            ["<", both(choose(1, premise((1, "1/2"))))],
        ),
    }
    tree = split(linear(c="1", d="-1"), [">", one(0)], ["=", tied[ties]], ["<", one(1)])
    return document((c, holds(atom(a="1", b="0", c="0", d="0"), level([["1", 0]], tree))))


def monotone():
    """A support that is no conjunction: `a > b` or `a > c` surely, hence `Pr(a > min) >= 1`, by an unsupported leaf."""
    values = [linear(a="1"), linear(b="1"), linear(c="1")]
    events = [{"gt": [0, 1]}, {"gt": [0, 2]}, {"any": [0, 1]}, {"ge": [1, 0]}, {"ge": [2, 0]}]
    events += [{"all": [3, 4]}, {"not": 5}]
    c = claim("abc", values, events, thesis(["1", pr(6)], constant="1"), {"support": 2})
    not_above = {"unsupported": [0, 0], "facts": [[0, 0, False, premise(0)], [1, 0, False, premise(1)]]}
    tree = split(
        linear(a="1", b="-1"),
        ["<=", split(linear(a="1", c="-1"), ["<=", not_above], [">", leaf([4, 0, False, premise(1)])])],
        [">", leaf([3, 0, False, premise(0)])],
    )
    return document((c, holds(atom(a="1", b="0", c="0"), level([["1", 0]], tree))))


def contradiction():
    """A support that makes a region empty: `a > b` surely, hence `E(a on b >= a) - E(b on b >= a) >= 0`."""
    values = [linear(a="1"), linear(b="1")]
    conditional = thesis(["1", {"e": 0, "on": 1}], ["-1", {"e": 1, "on": 1}])
    c = claim("ab", values, [{"gt": [0, 1]}, {"ge": [1, 0]}], conditional, {"support": 0})
    tree = split(linear(a="1", b="-1"), ["<=", {"empty": [[0, "1"], [1, "1"]]}], [">", leaf([1, 0, False, premise(1)])])
    return document((c, holds(atom(**ONE_GOAL), level([["1", 0]], tree), premises=[(0, 0)])))


def never_equal():
    """Without ties `Pr(a = b) <= 0`: the region where they are equal is negligible."""
    events = [{"ge": [0, 1]}, {"ge": [1, 0]}, {"all": [0, 1]}]
    c = claim("ab", [linear(a="1"), linear(b="1")], events, thesis(["-1", pr(2)]), {"no_ties": [[0, 1]]})
    equal = {"empty": [[0, "1"], [1, "1"]], "tie_free": [0, 0, 0]}
    not_below = split(linear(a="1", b="-1"), ["<=", equal], [">", leaf([1, 0, False, premise(1)])])
    tree = split(linear(a="1", b="-1"), [">=", not_below], ["<", leaf([0, 0, False, premise(0)])])
    return document((c, holds(atom(**ONE_GOAL), level([["1", 0]], tree))))


def strict_moment():
    """`Pr(a > b) > 0` given `E a - E b > 0`: the strict moment makes the level decisive on the set where `a <= b`."""
    values = [linear(a="1"), linear(b="1")]
    apart = {"moment": thesis(["1", e(0)], ["-1", e(1)], relation=">")}
    c = claim("ab", values, [{"gt": [0, 1]}], thesis(["1", pr(0)], relation=">"), apart)
    margin = linear(a="1", b="-1")
    above = leaf([0, 0, True, premise(0)])
    first = level([["1", 0]], split(margin, [">", above], ["<=", leaf()]))
    excluded = leaf([0, 0, True, premise(0)], excluded=0)
    second = level([], split(margin, [">", excluded], ["<=", leaf(bound=premise(0))]), [["1", 0, 0]])
    return document((c, holds(atom(**ONE_GOAL), first, second)))
