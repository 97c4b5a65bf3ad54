"""What is refused says what is wrong and what to write instead: arguments that no other test gives."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from sympy import Symbol

from decision import (
    MDP,
    Choice,
    InvalidType,
    InvalidValue,
    Normal,
    PiecewiseUniform,
    PowerFunction,
    Pr,
    ReflectionSymmetric,
    UnknownName,
    check,
    decide,
    iid,
    pack,
    u,
)
from decision.catalog.expressions import parse
from decision.catalog.load import read_entry, read_file
from decision.goals.claims import claims
from decision.goals.elimination import definite
from decision.goals.law import check_coordinate
from decision.interop.arrays import from_arrays
from decision.numeric import packing
from decision.theory.ledger import ledger, ledger_entry

P = Symbol("p")
ONE = {"s": {"stay": {"s": 1}}}


def process(**options):
    return MDP(ONE, discount="1/2", **options)


EXPRESSIONS = {
    "long": ("u('a') >= " + "1 + " * 20_000 + "1", "name its parts"),
    "nested": ("(" * 400 + "1" + ")" * 400, "nested too deeply|not an expression"),
    "deep": ("-" * 30_000 + "1", "nested too deeply|characters"),
    "stars": ("maximum(*[u('a'), u('b')])", "write the arguments out"),
    "keywords": ("maximum(**{})", "write the arguments out|not allowed"),
    "lambda": ("lambda: 1", "not"),
    "negated-text": ("-'a'", "takes a number, a value or a quantity"),
    "inverted-value": ("~u('a')", "~ an event"),
    "numbers": ("1 >= 2", "compares neither values nor quantities"),
    "chain": ("u('a') >= u('b') >= u('c')", "not one comparison"),
    "equal-values": ("u('a') == u('b')", "indifferent"),
    "and": ("u('a') >= 1 and u('b') >= 1", "combine events with &"),
}


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_expressions_of_data_files(name):
    text, message = EXPRESSIONS[name]
    with pytest.raises((InvalidValue, InvalidType), match=message):
        parse(text, {})


ENTRY = """
title = "A fork"
[menus.fork]
left = { a = 1 }
right = { b = 1 }
[[theses]]
thesis = "Pr(fork.best('left')) >= '1/2'"
outcomes = []
"""
ENTRIES = {
    "no-toml": ("title = ", "not a TOML file"),
    "nested": ("a = " + "[" * 5_000, "nested too deeply|not a TOML file"),
    "empty-title": (ENTRY.replace("A fork", " "), "empty text"),
    "no-thesis": ('title = "x"\ntheses = []\n', "empty; write at least one"),
    "thesis-no-table": ('title = "x"\ntheses = [1]\n', "write \\[\\[theses\\]\\] tables"),
    "outcome-number": (ENTRY.replace("outcomes = []", "outcomes = [1]"), "must be a list of texts"),
    "no-name": (ENTRY.replace("[menus.fork]", '[menus."a fork"]'), "not usable as a name"),
    "word": (ENTRY.replace("[menus.fork]", "[menus.Pr]"), "a word of the notation"),
    "menu-is-text": (
        ENTRY.replace("[menus.fork]\nleft = { a = 1 }\nright = { b = 1 }", '[menus]\nfork = "x"'),
        "a menu is",
    ),
}


@pytest.mark.parametrize("name", ENTRIES)
def test_entries_of_the_catalogue(name):
    text, message = ENTRIES[name]
    with pytest.raises((InvalidValue, InvalidType), match=message):
        read_entry(text, "entry.toml", complete=False)


def test_files_that_are_no_text(tmp_path):
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(InvalidValue, match="not UTF-8 text"):
        read_file(tmp_path / "x.toml")
    with pytest.raises(InvalidValue, match="cannot be read"):
        read_file(tmp_path / "y.toml")


ARGUMENTS = {
    "lottery-alone": (lambda: Choice([("sure", {"a": 1}), "coin"]), InvalidType, "not a pair of a name and a lottery"),
    "finite-horizon": (lambda: process(horizon=2).solve({"s": 1}), InvalidValue, "drop the horizon"),
    "action-number": (lambda: MDP({"s": {1: {"s": 1}}}, discount="1/2"), InvalidType, "actions are nonempty text"),
    "action-empty": (lambda: MDP({"s": {"": {"s": 1}}}, discount="1/2"), InvalidType, "actions are nonempty text"),
    "packed-list": (lambda: pack([1]), InvalidType, "give an MDP"),
    "names-too-few": (
        lambda: from_arrays(np.ones((2, 1, 2)) / 2, states=["only"], discount="1/2"),
        InvalidValue,
        "has 1 names and P has 2",
    ),
    "ledger": (lambda: ledger_entry("nobody/1.1"), UnknownName, "no entry"),
    "coordinate": (lambda: check_coordinate(3, "outcome"), InvalidType, "outcome"),
    "gymnasium-twice": (
        lambda: packing.from_gymnasium({0: {0: [(1, 0, 0, True)]}}, terminal="twice"),
        InvalidValue,
        "'once' or 'forever'",
    ),
    "gymnasium-nothing": (lambda: packing.from_gymnasium(object()), InvalidType, "no transition table"),
}


@pytest.mark.parametrize("name", ARGUMENTS)
def test_arguments(name):
    call, kind, message = ARGUMENTS[name]
    with pytest.raises(kind, match=message):
        call()


def test_an_undecided_or_uncertified_verdict_has_no_certificate_to_check():
    with pytest.raises(InvalidType, match="UNDECIDED has no certificate"):
        check(decide(Pr(u("a") >= u("b")) >= "1/2", given=[ReflectionSymmetric()], time_limit=0))
    under = decide(Pr(u("a") + u("b") >= 2 * u("c")) >= "1/4", given=[iid(Normal(0, 1))])
    assert under.holds
    with pytest.raises(InvalidType, match="no certificate to check"):
        check(under)


def test_an_unknown_centre_is_not_taken_for_an_outcome_of_that_name():
    (claim,) = claims(Pr(u("center") >= u("b")) >= "1/2", [ReflectionSymmetric()])
    assert claim.outcomes == ("center", "b")
    assert claim.constants == ("center'",)


def test_the_ledger_says_where_each_proof_is():
    for entry in ledger().values():
        words = entry.proof
        expected = {"coq": "proved in Coq", "certificate": "certificate: "}.get(entry.status)
        if expected is None:
            expected = "proof cited: " if entry.source and entry.status != "open" else entry.status
        assert words.startswith(expected), entry


def test_what_is_not_known_of_laws_with_symbols():
    stairs = PiecewiseUniform([(P, 0, 1), (1 - P, 1, 2)])
    assert stairs.center is None
    assert not stairs.unimodal
    assert not stairs.log_concave
    assert stairs.pieces is None
    assert PowerFunction("1/2").pieces is None
    one = Fraction(1)
    assert not definite([[stairs.parts[0][0], one], [one, one]])
