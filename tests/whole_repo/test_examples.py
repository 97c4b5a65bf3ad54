"""Every example of the gallery runs to its end; together they cover the paradigms of the catalogue."""

import re
import runpy

import pytest

from decision.catalog.problem import PARADIGMS
from tests.quality.repository import ROOT

EXAMPLES = sorted((ROOT / "examples").glob("plot_*.py"))


@pytest.mark.slow
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_example_runs(path):
    names = runpy.run_path(str(path))
    assert any(hasattr(thing, "savefig") for thing in names.values()), "ends in no picture"


def test_examples_are_numbered_without_gaps():
    assert [int(p.name[5:7]) for p in EXAMPLES] == list(range(1, len(EXAMPLES) + 1))
    assert len(EXAMPLES) >= 12


def test_readme_lists_each_example_under_a_paradigm_and_each_paradigm():
    readme = (ROOT / "examples" / "README.rst").read_text(encoding="utf-8")
    numbers = [int(n) for line in readme.splitlines() if line.startswith("* ") for n in re.findall(r"\b\d\d?\b", line)]
    assert sorted(set(numbers)) == list(range(1, len(EXAMPLES) + 1))
    assert [p for p in PARADIGMS if f"* {p}:" not in readme] == []
