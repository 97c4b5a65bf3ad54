"""The ledger of theorems names what exists."""

from __future__ import annotations

import ast
import tomllib
from importlib import import_module

import pytest

from tests.quality.repository import PACKAGE, ROOT

LEDGER = tomllib.loads((ROOT / "proofs" / "index.toml").read_text(encoding="utf-8"))["theorem"]
FIELDS = {"id", "statement", "latex", "source", "number", "status", "confirmed", "python", "tests"}


def names(entries):
    return [e["id"] for e in entries]


def test_ids_are_unique():
    assert len(set(names(LEDGER))) == len(LEDGER)


@pytest.mark.parametrize("entry", LEDGER, ids=names(LEDGER))
def test_entry_names_what_exists(entry):
    assert set(entry) == FIELDS
    assert entry["status"] in {"cited", "cited, rule"}
    module, _, name = entry["python"].rpartition(".")
    assert callable(getattr(import_module(module), name))
    for test in entry["tests"]:
        path, _, function = test.partition("::")
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        assert not function or function in {n.name for n in tree.body if isinstance(n, ast.FunctionDef)}


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
    assert checks <= {e["python"] for e in LEDGER}
    assert len(checks) >= 15


def test_every_id_in_the_ledger_is_one_the_code_uses():
    used = mentioned("theory") | mentioned("checker")
    assert [i for i in names(LEDGER) if i not in used] == []
