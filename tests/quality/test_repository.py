"""The repository keeps its own rules: small files, no machine in it, citations that exist, folders explained."""

from __future__ import annotations

import ast
import re
import sys

import pytest

from tests.quality.repository import PACKAGE, ROOT, project_files, relative, text_of

LONGEST_FILE = 400  # lines; DESIGN: 100-250 a file, split at 400

MACHINE = re.compile(r"(?<![\w.~-])/(?:work|root|home|Users)/|(?:pypi\.org|pythonhosted\.org)")

# One convention for keys: AuthorYear, AuthorOtherYear, AuthorEtAlYear. Cited as :cite:p:`Key` in docstrings and
# {cite:p}`Key` in Markdown; data files name the bare key.
KEY = re.compile(r"\b[A-Z][a-z]+[A-Za-z]*(?:18|19|20)\d\d[a-z]?\b")
ROLE = re.compile(r"(?::cite(?::\w+)?:|\{cite(?::\w+)?\})`([^`]+)`")
ENTRY = re.compile(r"^@\w+\{\s*([^,\s]+)\s*,", re.MULTILINE)


def modules_of(package):
    return sorted(package.rglob("*.py"))


def test_no_module_is_long():
    long = {relative(p): n for p in modules_of(PACKAGE) if (n := len(p.read_text().splitlines())) > LONGEST_FILE}
    assert not long, f"split these: {long}"


def test_every_module_says_what_it_is():
    silent = [relative(p) for p in modules_of(PACKAGE) if not ast.get_docstring(ast.parse(p.read_text()))]
    assert not silent


def test_no_file_names_a_machine():
    found = [
        f"{relative(path)}:{number}: {line.strip()}"
        for path in project_files()
        if path.name != "test_repository.py"
        for number, line in enumerate((text_of(path) or "").splitlines(), start=1)
        if MACHINE.search(line)
    ]
    assert not found, "\n".join(found)


def imported_by(path):
    """Yield every absolute name a module imports, relative imports resolved."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            yield ".".join([*base, *([node.module] if node.module else [])])


@pytest.mark.parametrize("path", modules_of(PACKAGE / "checker"), ids=relative)
def test_checker_imports_the_standard_library_only(path):
    own = "decision.checker"
    outside = {
        name
        for name in imported_by(path)
        if name.partition(".")[0] not in sys.stdlib_module_names and name != own and not name.startswith(own + ".")
    }
    assert not outside


def bibliography():
    return ENTRY.findall((ROOT / "docs" / "references.bib").read_text(encoding="utf-8"))


def cited_in(path):
    text = text_of(path) or ""
    by_role = {key.strip() for keys in ROLE.findall(text) for key in keys.split(",") if "{" not in key}  # not templates
    return by_role | set(KEY.findall(text))


def test_bibliography_keys_are_unique_and_follow_the_convention():
    keys = bibliography()
    assert len(set(keys)) == len(keys)
    assert [k for k in keys if not KEY.fullmatch(k)] == []


def test_every_cited_source_is_in_the_bibliography():
    known = set(bibliography())
    readers = [
        path
        for path in project_files()
        if path.suffix in {".py", ".md", ".rst", ".toml"}
        and relative(path).startswith(("decision/", "docs/", "examples/", "proofs/"))
    ]
    missing = {f"{relative(path)}: {key}" for path in readers for key in cited_in(path) - known}
    assert not missing


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        (":cite:p:`Good1967,Gallow2024`", {"Good1967", "Gallow2024"}),
        ("{cite:p}`TurnerEtAl2021`", {"TurnerEtAl2021"}),
        ('source = "KrakovnaKramar2023"', {"KrakovnaKramar2023"}),
        ("in 2021 Turner found, SHA256, Python3", set()),
    ],
)
def test_citations_are_recognised(tmp_path, text, keys):
    path = tmp_path / "page.md"
    path.write_text(text)
    assert cited_in(path) == keys


def test_every_test_folder_is_explained():
    readme = (ROOT / "tests" / "README.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `(\w+)/` \|", readme, re.MULTILINE))
    existing = {p.name for p in (ROOT / "tests").iterdir() if p.is_dir() and p.name != "__pycache__"}
    assert explained == existing
