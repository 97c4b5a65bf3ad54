"""The catalogue: every entry loads, and an independent decision procedure agrees with every small expectation."""

from __future__ import annotations

import pytest

from decision.catalog.load import entries, entry, read_entry
from decision.catalog.problem import PARADIGMS
from decision.errors import DecisionError
from decision.goals.claims import claims
from decision.language.serial import claim_to_json
from decision.report.python import python_lines
from decision.verdict import Evidence, Status
from tests.oracle import OracleRefusal, decide_by_enumeration

CELLS = [c for e in entries() for c in e.cells]


def test_the_catalogue_is_large_and_covers_every_paradigm():
    assert len(entries()) >= 16
    assert len(CELLS) >= 60
    assert {e.paradigm for e in entries()} == set(PARADIGMS)
    assert {Status.HOLDS, Status.FAILS} <= {c.expect for c in CELLS}


def test_ids_are_unique():
    assert len({c.id for c in CELLS}) == len(CELLS)


@pytest.mark.parametrize("cell", CELLS, ids=lambda c: c.id)
def test_cell_is_well_formed(cell):
    cell.check()
    assert cell.expect is not None
    assert cell.grade >= Evidence.THEOREM
    assert cell.provenance.startswith(("derived: ", "stated in source"))


@pytest.mark.parametrize("one", entries(), ids=lambda e: e.id)
def test_no_two_cells_of_a_thesis_assume_the_same(one):
    for statement in one.statements:
        labels = [c.label for c in statement.cells]
        assert len(set(labels)) == len(labels)


def by_enumeration(cell):
    """Status by the oracle, or None where the claim is too large for it or outside its class."""
    verdicts = []
    for claim in claims(cell.thesis, cell.assumptions, outcomes=cell.outcomes):
        try:
            verdicts.append(decide_by_enumeration(claim_to_json(claim), max_cells=2000).verdict)
        except OracleRefusal:
            verdicts.append(None)
    if "FAILS" in verdicts:
        return Status.FAILS
    return Status.HOLDS if set(verdicts) == {"HOLDS"} else None


@pytest.mark.parametrize("cell", CELLS, ids=lambda c: c.id)
def test_expectation_agrees_with_enumeration(cell):
    found = by_enumeration(cell)
    assert found in (None, cell.expect)


def test_enumeration_reaches_both_answers():
    reached = {by_enumeration(c) for e in ("gallow2024/skew", "omohundro2008/acquire_nested") for c in entry(e).cells}
    assert {Status.HOLDS, Status.FAILS} <= reached


@pytest.mark.parametrize("cell", CELLS, ids=lambda c: c.id)
def test_python_lines_state_the_same_thesis_and_assumptions(cell):
    *lines, _decide, _show = python_lines(cell).splitlines()
    given = _decide.removeprefix("verdict = decide(thesis, ")
    namespace: dict[str, object] = {}
    exec("\n".join(lines), namespace)
    exec(f"arguments = dict({given}", namespace)
    assert repr(namespace["thesis"]) == repr(cell.thesis)
    assert repr(tuple(namespace["arguments"]["given"])) == repr(cell.assumptions)


GOOD = """
title = "t"
paradigm = "power-seeking"
source = "Good1967"
claims = "c"
[menus.menu]
a = {{ w = 1 }}
b = {{ x = {p}, y = "1/2" }}
[values]
twice = "{value}"
[[theses]]
name = "half"
says = "s"
thesis = "{thesis}"
[[theses.cells]]
given = ["{given}"]
expect = "{expect}"
provenance = "derived: p"
{more}
"""
FINE = {
    "p": '"1/2"',
    "value": "2 * menu.value('a')",
    "thesis": "Pr(menu.best('a')) >= '1/2'",
    "given": "NoTies()",
    "expect": "HOLDS",
    "more": "",
}


def checked(**changes):
    for cell in read_entry(GOOD.format(**FINE | changes), "auth2000/file.toml", complete=True).cells:
        cell.check()


def test_a_good_file_is_read():
    checked()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"p": "0.5"}, r"menus\.menu: probability of 'x' .* is a float"),
        ({"p": '"1/3"'}, r"menus\.menu: .* sum to 5/6"),
        ({"value": "menu.valu('a')"}, r"values\.twice: 'menu\.valu' is unknown"),
        ({"value": "Pr(u('w') > 0)"}, r"values\.twice: .* is not a value"),
        ({"thesis": "Pr(menu.best('c')) >= '1/2'"}, r"theses\[0\]\.thesis: option = 'c' is unknown"),
        ({"thesis": "menu.best('a')"}, r"theses\[0\]\.thesis: .* is not a thesis"),
        ({"thesis": "Pr(menu.best('a')) >= 0.5"}, r"theses\[0\]\.thesis: .* is a float"),
        ({"thesis": "__import__('os').getcwd()"}, r"theses\[0\]\.thesis: .*cannot be called"),
        ({"thesis": "menu.__class__"}, r"theses\[0\]\.thesis: .* is not part of the notation"),
        ({"thesis": "Pr(u('w') >= u('x') >= u('y')) >= 0"}, r"is not one comparison"),
        ({"thesis": "Pr(u('w') == u('x')) >= 0"}, r"write indifferent"),
        ({"thesis": "'a' * 9999999999"}, r"is not allowed"),
        ({"thesis": "(" * 5000}, r"theses\[0\]\.thesis"),
        ({"thesis": "Pr("}, r"is not an expression"),
        ({"given": "Exchangable()"}, r"cells\[0\]\.given\[0\]: 'Exchangable' cannot be called"),
        ({"given": "Exchangeable(3)"}, r"given\[0\]: blocks = 3 .* not a list"),
        ({"given": "u('w')"}, r"given\[0\]: .* is not an assumption"),
        ({"given": "Monotone([('v', 'w')])"}, r"cells\[0\]: .*'v' is unknown"),
        ({"expect": "TRUE"}, r"cells\[0\]\.expect = 'TRUE' is unknown"),
        ({"more": 'grad = "THEOREM"'}, r"cells\[0\]\.grad: unknown field"),
        ({"more": 'grade = "SOLVER"'}, r"cells\[0\]\.grade = 'SOLVER' is unknown"),
        ({"more": "= 1"}, r"not a TOML file"),
    ],
    ids=lambda x: str(x)[:40],
)
def test_a_bad_file_is_refused_by_file_and_field(changes, said):
    with pytest.raises(DecisionError, match=said) as error:
        checked(**changes)
    assert str(error.value).startswith("auth2000/file.toml: ")


@pytest.mark.parametrize("field", ["title", "paradigm", "source", "claims"])
def test_a_catalogue_file_needs_every_field(field):
    text = "\n".join(line for line in GOOD.format(**FINE).splitlines() if not line.startswith(f"{field} ="))
    with pytest.raises(DecisionError, match=rf"^f\.toml: {field}: missing"):
        read_entry(text, "f.toml", complete=True)


def test_an_unknown_id_lists_near_ones():
    with pytest.raises(DecisionError, match="gallow2024/parity"):
        entry("parity")
