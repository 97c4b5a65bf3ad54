"""The table of `make coverage`: sums by package, thresholds, and reasons for modules that exist."""

from __future__ import annotations

import json

import pytest

from tests.quality import coverage_table
from tests.quality.coverage_table import GAPS, Tally, by_package, main, package_of, reasons, short_of
from tests.quality.repository import ROOT


def module(reached, *, branches=0, taken=0, statements=100):
    summary = {
        "num_statements": statements,
        "covered_lines": reached,
        "num_branches": branches,
        "covered_branches": taken,
    }
    return {"summary": summary, "missing_lines": [7] * (reached < statements), "missing_branches": [[8, 9]]}


def test_modules_belong_to_the_folder_below_decision():
    assert package_of("decision/engines/measure/cells.py") == "decision/engines"
    assert package_of("decision/checker/laws.py") == "decision/checker"
    assert package_of("decision/exact.py") == "decision"


def test_statements_and_branches_count_alike():
    found = by_package({"decision/a/x.py": module(90, branches=40, taken=20), "decision/a/y/z.py": module(100)})
    assert found == {"decision/a": Tally(200, 190, 40, 20)}
    assert found["decision/a"].share == pytest.approx(87.5)


@pytest.mark.parametrize(
    ("checker", "rest", "missed"),
    [
        (100, 95, []),
        (100, 80, ["decision"]),
        (99, 100, ["decision/checker"]),
        (50, 50, ["decision", "decision/checker"]),
    ],
)
def test_the_checker_has_to_be_covered_whole_and_the_rest_nearly(checker, rest, missed):
    packages = by_package({"decision/checker/laws.py": module(checker), "decision/exact.py": module(rest)})
    assert [line.partition(":")[0] for line in short_of(packages)] == missed


def test_a_missed_threshold_is_said_and_fails(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(coverage_table, "DATA", tmp_path / "coverage.json")
    monkeypatch.setattr(coverage_table, "GAPS", tmp_path / "gaps.txt")
    (tmp_path / "gaps.txt").write_text("# comment\ndecision/exact.py  # the reason\n")
    for reached, status in [(100, 0), (50, 1)]:
        files = {"decision/checker/laws.py": module(100), "decision/exact.py": module(reached)}
        (tmp_path / "coverage.json").write_text(json.dumps({"files": files}))
        assert main() == status
        said = capsys.readouterr()
        assert ("wanted" in said.err) == bool(status)
        assert "decision/exact.py: " in said.out
        assert "8->9  # the reason" in said.out


def test_reasons_are_given_for_modules_that_exist():
    listed = reasons(GAPS.read_text(encoding="utf-8"))
    assert all(listed.values())
    assert [name for name in listed if not (ROOT / name).is_file()] == []
