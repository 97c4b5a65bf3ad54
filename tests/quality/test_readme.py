"""What the README shows is what happens."""

from __future__ import annotations

import re
import tomllib
from fractions import Fraction

import pytest

from tests.quality.repository import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
BLOCKS = [(language, body) for language, body in BLOCK.findall(README)]


def blocks(language):
    return [body for found, body in BLOCKS if found == language]


def test_example_runs_and_is_ten_lines(capsys):
    (example,) = blocks("python")
    assert len([line for line in example.splitlines() if line.strip()]) <= 10
    exec(compile(example, "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert printed.strip()


def test_commands_are_the_two_and_exist():
    (console,) = blocks("console")
    commands = console.split("\n")[:-1]
    assert commands == ["make reproduce", "make test"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in commands:
        assert re.search(rf"^{command.removeprefix('make ')}:", makefile, re.MULTILINE)


def test_ci_runs_the_test_command():
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.search(r'^step "tests" make test$', ci, re.MULTILINE)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "tests/README.md", "docs/index.md"])
def test_local_links_lead_somewhere(name):
    page = ROOT / name
    links = re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_readme_and_front_page_say_the_same():
    front = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    opening = README.partition("```python")[0].partition("# decision\n")[2]
    assert " ".join(opening.split()) in " ".join(front.split())
    assert "literalinclude} ../README.md" in front


def test_the_example_rests_on_what_the_ledger_calls_proved():
    ledger = tomllib.loads((ROOT / "proofs" / "index.toml").read_text(encoding="utf-8"))["theorem"]
    proved = {entry["id"]: entry["status"] for entry in ledger}
    # n later outcomes against k: n/(n + k), here 3/4
    assert proved["more-later-choices"] == "coq"
    (example,) = blocks("python")
    names: dict[str, object] = {}
    exec(compile(example, "README.md", "exec"), names)
    live, die = names["live"], names["die"]
    assert Fraction(len(live.options), len(live.options) + len(die.options)) == Fraction(3, 4)
    assert names["verdict"].holds
    assert '"3/4"' in example
