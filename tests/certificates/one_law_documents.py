"""Accepted documents about one law, written by hand."""

from tests.certificates.building_blocks import linear, signed

UNIT = [["1", "0", "1"]]


def one_law(expressions, events, thesis, law, difference, kind="true", names=("a", "b")):
    """A document about outcomes a and b and one law."""
    claim = {
        "outcomes": list(names),
        "constants": [],
        "expressions": expressions,
        "events": events,
        "thesis": thesis,
        "assumptions": [{"law": law}],
    }
    return signed(
        {"schema": "decision/1", "parts": [{"claim": claim, "certificate": {"kind": kind, "difference": difference}}]}
    )


def finite():
    """`Pr(a >= b) = 1/3` on two goals."""
    law = {"atoms": [["1/3", {"a": "2", "b": "1"}], ["2/3", {"a": "0", "b": "1"}]]}
    thesis = {"terms": [["1", {"pr": 0}]], "constant": "1/3", "relation": ">="}
    return one_law([linear(a="1"), linear(b="1")], [{"ge": [0, 1]}], thesis, law, "0")


def uniform():
    """`E max(a, b) = 2/3`, and `1/6` of it comes from `a >= 2b`."""
    law = {"marginals": {"a": UNIT, "b": UNIT}, "constants": {}}
    expressions = [linear(a="1"), linear(b="2"), linear(b="1"), {"max": [0, 2]}]
    thesis = {"terms": [["1", {"e": 3}], ["-2", {"e": 3, "on": 0}]], "constant": "1/3", "relation": ">"}
    return one_law(expressions, [{"ge": [0, 1]}], thesis, law, "0", kind="false")


def pieces():
    """`Pr(a > b)` where b is 0 or 1 by a coin and a is uniform on a longer interval."""
    law = {"marginals": {"a": [["1", "-1", "3"]], "b": [["1/2", "0", "0"], ["1/2", "1", "1"]]}, "constants": {}}
    thesis = {"terms": [["1", {"pr": 0}]], "constant": "1/2", "relation": ">"}
    return one_law([linear(a="1"), linear(b="1")], [{"gt": [0, 1]}], thesis, law, "1/8")


def negated():
    """`not (a >= b and b >= 1/2)` has probability 7/8 for independent uniform utilities."""
    law = {"marginals": {"a": UNIT, "b": UNIT}, "constants": {}}
    events = [{"ge": [0, 1]}, {"ge": [1, 2]}, {"all": [0, 1]}, {"not": 2}]
    thesis = {"terms": [["1", {"pr": 3}]], "constant": "3/4", "relation": ">="}
    return one_law([linear(a="1"), linear(b="1"), linear("1/2")], events, thesis, law, "1/8")


ONE_LAW = {"law-finite": finite, "law-uniform": uniform, "law-pieces": pieces, "law-negated": negated}
