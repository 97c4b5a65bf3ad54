"""Finite countermodels in classes with structures, written by hand: coins, mirrored goals, certain goals."""

from itertools import product

from tests.certificates.building_blocks import atom, claim, document, each, fails, linear, pr, thesis

A, B, C = (linear(**{w: "1"}) for w in "abc")


def refuted(relation, bound, law, *structures, constants=()):
    """`Pr(a > b)`, or `Pr(a >= b)`, is not at least a bound in some class."""
    c = claim(
        "abc", [A, B, C], [{relation: [0, 1]}], thesis(["1", pr(0)], constant=bound), *structures, constants=constants
    )
    return document((c, fails(law)))


def uniform(*goals):
    """Goals of equal weight."""
    return {"atoms": [[f"1/{len(goals)}", dict(zip("abc", goal, strict=True))] for goal in goals]}


def coins():
    """`a` is independent of `b` and `c`, which are equal; all are 0 or 1."""
    law = uniform(*((a, b, b) for a, b in product("01", repeat=2)))
    return refuted("gt", "1/2", law, {"structure": "independent_selves", "blocks": [["a"], ["b", "c"]]})


def repeated():
    """The same with a goal written twice, and `c` left out of the structure."""
    law = uniform(
        *(("0", b, c) for b, c in product("01", repeat=2)), *(("0", b, c) for b, c in product("01", repeat=2))
    )
    return refuted("ge", "2/3", law, {"structure": "independent_selves", "blocks": [["a"], ["b"]]})


def mirrored():
    """`a` and `b` are symmetric about 1 and opposite to each other."""
    law = uniform(("0", "2", "7"), ("2", "0", "7"))
    return refuted("ge", "2/3", law, {"structure": "symmetric", "over": ["a", "b"], "center": "1"})


def mirrored_about_constant():
    """The same about a constant, which is 1."""
    law = {"atoms": [[q, {**goal, "m": "1"}] for q, goal in uniform(("0", "2", "7"), ("2", "0", "7"))["atoms"]]}
    structure = {"structure": "symmetric", "over": ["a", "b"], "center": "m"}
    return refuted("ge", "2/3", law, structure, constants=["m"])


def certain():
    """Utilities that are certain are independent, and identical where they are the same."""
    structures = ({"structure": "independent", "over": ["a", "c"]}, {"structure": "iid", "over": ["b", "c"]})
    return refuted("gt", "1", atom(**each("abc", "3")), *structures)


FINITE = {
    "finite-coins": coins,
    "finite-repeated": repeated,
    "finite-mirrored": mirrored,
    "finite-mirrored-about-constant": mirrored_about_constant,
    "finite-certain": certain,
}
