"""The commands from outside: what they print, what they write, and how they end."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from html.parser import HTMLParser

import pytest

from decision.catalog.load import entries
from tests.quality.repository import ROOT

FILE = """
[menus.menu]
sure = { a = 1 }
coin = { b = "1/2", c = "1/2" }
[[theses]]
thesis = "Pr(menu.best('sure')) >= '1/2'"
[[theses.cells]]
given = ["ReflectionSymmetric()"]
[[theses.cells]]
given = []
expect = "FAILS"
"""


def decision(*arguments, status=0, cwd=ROOT):
    command = [sys.executable, "-m", "decision.cli", *map(str, arguments)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


def write(folder, text):
    path = folder / "mine.toml"
    path.write_text(text)
    return path


def test_decide_prints_each_answer_and_saves_files_the_checker_accepts(tmp_path):
    out = decision("decide", write(tmp_path, FILE), "--save", tmp_path / "saved").stdout
    assert "HOLDS certified" in out
    assert "FAILS certified" in out
    saved = sorted((tmp_path / "saved").glob("*.json"))
    assert len(saved) == 2
    assert decision("check", *saved).stdout.count("accepted") == 2


def test_decide_ends_with_1_when_an_expectation_is_missed(tmp_path):
    done = decision("decide", write(tmp_path, FILE.replace("FAILS", "HOLDS")), status=1)
    assert "expected HOLDS, found FAILS" in done.stderr


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('"1/2", c', '"1/3", c'), "sum to 5/6"),
        (("menu.best('sure')", "menu.best('sur')"), "option = 'sur' is unknown"),
        (("ReflectionSymmetric()", "Reflection()"), "'Reflection' cannot be called"),
        (("[[theses]]", "[[thesis]]"), "unknown field"),
        (('given = ["ReflectionSymmetric()"]', 'given = ["ReflectionSymmetric(0)", "SignSymmetric(1)"]'), "drop one"),
    ],
    ids=["sum", "option", "assumption", "field", "contradiction"],
)
def test_bad_input_is_one_line_and_status_2(tmp_path, change, said):
    done = decision("decide", write(tmp_path, FILE.replace(*change)), status=2)
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert "mine.toml" in done.stderr


def test_a_missing_file_is_one_line_and_status_2(tmp_path):
    assert "cannot be read" in decision("decide", tmp_path / "none.toml", status=2).stderr


def test_check_rejects_an_edited_file(tmp_path):
    decision("decide", write(tmp_path, FILE), "--save", tmp_path)
    path = next(tmp_path.glob("*-1.json"))
    path.write_text(path.read_text().replace("ge", "gt", 1))
    assert "REJECTED" in decision("check", path, status=1).stdout


def test_catalog_lists_every_entry_and_shows_one():
    listed = decision("catalog").stdout
    assert all(e.id in listed for e in entries())
    shown = decision("catalog", "gallow2024/parity").stdout
    assert "Gallow2024" in shown
    assert "HOLDS" in shown
    assert "gallow2024/parity" in decision("catalog", "parity", status=2).stderr


class Resources(HTMLParser):
    """Everything the page would fetch, its anchors, and links within it."""

    def __init__(self):
        super().__init__()
        self.fetched, self.links, self.ids = [], [], []

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag in ("script", "link", "img", "iframe", "object", "embed") or "src" in named or "style" in named:
            self.fetched.append(tag)
        if "href" in named:
            self.links.append(named["href"])
        if "id" in named:
            self.ids.append(named["id"])


def read(page):
    found = Resources()
    found.feed(page.read_text(encoding="utf-8"))
    return found


def test_reproduce_of_some_entries_writes_a_page_and_files(tmp_path):
    folder = tmp_path / "result"
    arguments = ("reproduce", "--output", folder, "--only", "gallow2024/parity", "--only", "turner2022")
    arguments = (*arguments[:-1], "gallow2024/skew", "--jobs", 1)
    out = decision(*arguments).stdout
    cells = json.loads((folder / "map.json").read_text())
    assert f"{len(cells)} cells; the checker accepted {len(cells)} files" in out
    assert all((folder / c["file"]).is_file() for c in cells)
    page = read(folder / "index.html")
    assert page.fetched == []
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert all((folder / link).is_file() for link in page.links if not link.startswith("#"))
    assert len(page.ids) == len(set(page.ids))
    text = (folder / "index.html").read_text()
    assert not re.search(r"url\(|@import|https?://", text)
    before = {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    decision(*arguments[:-1], 2)
    after = {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert before == after
    assert [p.name for p in tmp_path.iterdir()] == ["result"]


def test_reproduce_leaves_a_foreign_folder_alone(tmp_path):
    (tmp_path / "precious.txt").write_text("x")
    assert "not a result" in decision("reproduce", "--output", tmp_path, "--only", "turner2022", status=2).stderr
    assert (tmp_path / "precious.txt").is_file()


def test_reproduce_refuses_an_unknown_entry(tmp_path):
    assert "not in the catalogue" in decision("reproduce", "--output", tmp_path / "r", "--only", "no", status=2).stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_interrupt_leaves_nothing_behind_and_ends_with_130(tmp_path):
    command = [sys.executable, "-m", "decision.cli", "reproduce", "--output", str(tmp_path / "r")]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background jobs ignore it
    )
    while process.poll() is None and not list(tmp_path.iterdir()):
        time.sleep(0.05)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_whole_map_is_as_expected(tmp_path):
    decision("reproduce", "--output", tmp_path / "result")
    cells = json.loads((tmp_path / "result" / "map.json").read_text())
    assert len(cells) >= 60
    about_one_law = {
        c.id for e in entries() for c in e.cells if c.law is not None
    }  # may be computed without certificate
    assert all(c["evidence"] in ("CERTIFIED", "THEOREM") for c in cells if c["cell"] not in about_one_law)
