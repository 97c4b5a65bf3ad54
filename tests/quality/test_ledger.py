"""The ledger of statements names what exists: Python objects, tests, certificates, Coq theorems and sources.

What a rule finds wrong is a list of strings, so that each rule is also shown to find what is wrong on purpose.
"""

from __future__ import annotations

import ast
import json
import re
import tomllib
from dataclasses import fields, replace
from importlib import import_module

import pytest

from decision.catalog.load import entries
from decision.checker import check_file
from decision.goals.claims import claims
from decision.language.serial import claim_to_json
from decision.theory.ledger import LedgerEntry, ledger
from tests.quality.repository import PACKAGE, ROOT

FOLDER = ROOT / "proofs" / "coq"
STATUSES = ("refuted", "open", "coq", "certificate", "checked hypotheses, cited proof")
CELLS = {cell.id: cell for entry in entries() for cell in entry.cells}
LEDGER = list(ledger().values())
PRINTED = set(re.findall(r"^Print Assumptions (\S+)\.$", (FOLDER / "Assumptions.v").read_text(), re.MULTILINE))
KEYS = set(re.findall(r"^@\w+\{\s*([^,\s]+)\s*,", (ROOT / "docs" / "references.bib").read_text(), re.MULTILINE))


def names(listed):
    return [entry.id for entry in listed]


# --- the rules --------------------------------------------------------------------------------------------------------


def wrong_python(entry):
    module, _, name = entry.python.rpartition(".")
    try:
        return [] if callable(getattr(import_module(module), name)) else [f"{entry.python} is no function"]
    except (ImportError, AttributeError) as error:
        return [str(error)]


def wrong_tests(entry):
    return [test for test in entry.tests if not test_exists(test)] if entry.tests else ["no test"]


def test_exists(name):
    path, _, function = name.partition("::")
    if not (ROOT / path).is_file():
        return False
    body = ast.parse((ROOT / path).read_text(encoding="utf-8")).body
    return not function or function in {node.name for node in body if isinstance(node, ast.FunctionDef)}


test_exists.__test__ = False


def wrong_certificate(entry):
    """A file that the checker accepts, about the very claim of the catalogue."""
    if not entry.certificate:
        return []
    path = ROOT / "proofs" / "certificates" / f"{entry.certificate}.json"
    if entry.certificate not in CELLS or not path.is_file():
        return [f"{entry.certificate} is no cell of the catalogue with a file"]
    report = check_file(path)
    if not report.accepted:
        return [f"{path.name}: {report.reason}"]
    cell = CELLS[entry.certificate]
    stated = [claim_to_json(c) for c in claims(cell.thesis, cell.assumptions, outcomes=cell.outcomes)]
    proved = [part["claim"] for part in json.loads(path.read_text(encoding="utf-8"))["parts"]]
    return [] if all(claim in stated for claim in proved) else [f"{path.name} is about another claim"]


def wrong_coq(entry):
    """A theorem of the file it names, whose assumptions are printed."""
    if not entry.coq:
        return []
    file, _, theorem = entry.coq.partition(".")
    path = FOLDER / f"{file}.v"
    stated = path.is_file() and re.search(rf"^Theorem {re.escape(theorem)}\b", path.read_text(), re.MULTILINE)
    return ([] if stated else [f"{entry.coq} is not stated"]) + (
        [] if entry.coq in PRINTED else [f"the assumptions of {entry.coq} are not printed"]
    )


def wrong_source(entry):
    if entry.source and entry.source not in KEYS:
        return [f"{entry.source} is not in the bibliography"]
    return ["a number without a source"] if (entry.number or entry.confirmed) and not entry.source else []


def wrong_status(entry):
    """Each status needs what shows it."""
    shown = {
        "coq": bool(entry.coq),
        "certificate": bool(entry.certificate),
        "checked hypotheses, cited proof": bool(entry.source),
        "refuted": bool(entry.certificate or entry.coq) and entry.statement.startswith("Refuted: "),
        "open": entry.statement.startswith("Open") and not entry.coq,
    }
    return [] if shown.get(entry.status) else [f"nothing shows the status {entry.status!r}"]


RULES = (wrong_python, wrong_tests, wrong_certificate, wrong_coq, wrong_source, wrong_status)


def wrong(entry):
    return [found for rule in RULES for found in rule(entry)]


# --- the ledger -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("entry", LEDGER, ids=names(LEDGER))
def test_entry_names_what_exists(entry):
    assert wrong(entry) == []
    assert entry.statement
    assert entry.latex


def test_ids_are_unique_and_the_package_reads_the_same_file():
    listed = tomllib.loads((ROOT / "proofs" / "index.toml").read_text(encoding="utf-8"))["theorem"]
    assert [entry["id"] for entry in listed] == names(LEDGER)
    assert len(set(names(LEDGER))) == len(LEDGER)


def test_refuted_and_open_statements_come_first():
    places = [STATUSES.index(entry.status) for entry in LEDGER]
    assert places == sorted(places)
    assert {"refuted", "open", "coq"} <= {entry.status for entry in LEDGER}


def test_every_theorem_whose_assumptions_are_printed_is_stated():
    assert [name for name in PRINTED if wrong_coq(replace(LEDGER[0], coq=name))] == []


def test_every_certificate_is_named():
    folder = ROOT / "proofs" / "certificates"
    kept = {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.json")}
    assert kept == {entry.certificate for entry in LEDGER if entry.certificate}


# --- what the rules find ----------------------------------------------------------------------------------------------

GOOD = ledger()["parity"]
BREAKS = {
    "python": {"python": "decision.decided"},
    "module": {"python": "decision.nowhere.decide"},
    "file": {"tests": ("tests/golden/test_value.py",)},
    "test": {"tests": ("tests/golden/test_values.py::test_1_parity",)},
    "no test": {"tests": ()},
    "cell": {"certificate": "gallow2024/parity/half/99"},
    "cell without a file": {"certificate": "gallow2024/parity/half/2"},
    "theorem": {"coq": "Biases.party"},
    "theorem of another file": {"coq": "Most.parity"},
    "theorem that is not printed": {"coq": "Soundness.levels_sound"},
    "source": {"source": "Gallow2042"},
    "number without source": {"number": "theorem 1"},
    "status": {"status": "cited"},
    "status without a proof": {"coq": "", "certificate": ""},
    "refuted in silence": {"status": "refuted"},
}


@pytest.mark.parametrize("change", BREAKS.values(), ids=BREAKS)
def test_a_wrong_entry_is_found(change):
    assert wrong(GOOD) == []
    assert wrong(replace(GOOD, **change))


@pytest.mark.parametrize("text", ["{}", '{"other": "claim"}', "a rejected certificate"])
def test_a_wrong_certificate_is_found(text, tmp_path, monkeypatch):
    kept = ROOT / "proofs" / "certificates"
    file = tmp_path / "proofs" / "certificates" / f"{GOOD.certificate}.json"
    file.parent.mkdir(parents=True)
    document = (kept / f"{GOOD.certificate}.json").read_text(encoding="utf-8")
    if text == "a rejected certificate":
        text = document.replace('"farkas":[[0,', '"farkas":[[1,', 1)
        assert text != document
    elif "other" in text:
        text = (kept / "gallow2024" / "half_bound" / "bound" / "1.json").read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr("tests.quality.test_ledger.ROOT", tmp_path)
    assert wrong_certificate(GOOD)


def test_unknown_fields_are_refused():
    assert {"id", "statement", "latex", "status", "coq", "certificate"} <= {f.name for f in fields(LedgerEntry)}
    with pytest.raises(TypeError):
        LedgerEntry(**{**{f.name: "" for f in fields(LedgerEntry)}, "remark": ""})


# --- the code and the ledger ------------------------------------------------------------------------------------------


def mentioned(folder):
    """String constants in the code of a folder."""
    trees = (ast.parse(p.read_text(encoding="utf-8")) for p in (PACKAGE / folder).rglob("*.py"))
    return {n.value for t in trees for n in ast.walk(t) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def test_every_checker_of_a_theorem_is_in_the_ledger():
    checks = {
        f"decision.theory.{p.stem}.{n.name}"
        for p in (PACKAGE / "theory").glob("*.py")
        for n in ast.parse(p.read_text(encoding="utf-8")).body
        if isinstance(n, ast.FunctionDef) and n.name.startswith("check_") and ") -> TheoremReport" in ast.unparse(n)
    }
    assert checks <= {entry.python for entry in LEDGER}
    assert len(checks) >= 15


def test_every_theorem_that_the_code_cites_is_in_the_ledger():
    cited = {name for name in mentioned("theory") if re.fullmatch(r"[a-z]+\d{4}/[\w.]+", name)}
    assert cited <= set(ledger())
    assert len(cited) >= 15


def test_every_cited_theorem_of_the_ledger_is_one_the_code_uses():
    used = mentioned("theory") | mentioned("checker")
    stated = [e.id for e in LEDGER if e.status == "checked hypotheses, cited proof"]
    assert [name for name in stated if name not in used] == []
