"""The checker from outside: it needs the standard library only, says one line for each file, and never crashes."""

from __future__ import annotations

import ast
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from decision.checker import check_document, check_file
from decision.checker.__main__ import main
from tests.certificates import building_blocks as blocks
from tests.certificates import handmade, handmade_proofs

ROOT = Path(__file__).resolve().parents[2]
AUDIT = """
import sys
sys.path.insert(0, {root!r})
import decision.checker, decision.checker.__main__
tops = {{name.partition(".")[0] for name in sys.modules}}
print(sorted(tops - set(sys.stdlib_module_names) - {{"__main__", "decision"}}))
print(sorted(n for n in sys.modules if n.startswith("decision.") and not n.startswith("decision.checker")))
"""


def program(*names, **options):
    command = [sys.executable, "-m", "decision.checker", *map(str, names)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, **options)


def written(path, document):
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_only_the_standard_library_is_imported():
    command = [sys.executable, "-S", "-I", "-c", AUDIT.format(root=str(ROOT))]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() == ["[]", "[]"]


def test_accepted_and_rejected_files(tmp_path):
    good = written(tmp_path / "good.json", handmade.finite())
    bad = written(tmp_path / "bad.json", {**handmade.finite(), "schema": "decision/0"})
    done = program(good, bad, tmp_path / "absent.json")
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert [line.split()[0] for line in lines] == ["accepted", "REJECTED", "REJECTED"]
    assert "Pr(a >= b) >= 1/2" in lines[0]
    assert "schema: one of decision/1 is expected" in lines[1]
    assert "No such file" in lines[2]
    assert done.stderr == ""
    assert program(good).returncode == 0


def test_the_status_of_a_call_tells_whether_all_files_are_accepted(tmp_path, capsys):
    good, bad = written(tmp_path / "good.json", handmade.finite()), written(tmp_path / "bad.json", {})
    for files, status in [([good], 0), ([good, bad], 1), ([bad, good], 1), ([], 2)]:
        assert main([str(file) for file in files]) == status
        words = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
        assert words == ["accepted" if file == good else "REJECTED" for file in files]


def test_no_file_is_a_mistake_in_use():
    assert program().returncode == 2


def test_a_folder_is_rejected(tmp_path):
    assert "cannot be read" in check_file(tmp_path).reason


def test_names_cannot_write_a_second_line(tmp_path):
    odd = json.dumps(handmade.finite()).replace('"a"', '"a\\naccepted"').replace('"b"', '"\\ud83d\\ude00\\ud800"')
    path = written(tmp_path / "odd.json", blocks.signed(json.loads(odd)))
    done = program(path, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert len(done.stdout.splitlines()) == 1
    assert (done.returncode, done.stderr) == (0, "")


def test_interruption_ends_with_130(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "decision.checker", str(pipe)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, preexec_fn=heed_interrupts) as process:
        try:
            written_to = opened_for_writing(pipe, process)
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=60) == 130
            os.close(written_to)
        finally:
            process.kill()  # it would read for ever


def opened_for_writing(pipe, reader):
    """A pipe, once its reader has it: an earlier signal would meet Python's own start-up."""
    while True:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:  # nobody reads yet
            assert reader.poll() is None
            time.sleep(0.05)


def heed_interrupts():
    """What a shell starts in the background ignores them, and hands that on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("keep", [0, 1, 10, 200, -1])
def test_truncated_files_are_rejected(keep):
    data = json.dumps(handmade_proofs.third()).encode()[:keep]
    assert "not the JSON" in check_document(data).reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"schema": "decision/1", "parts": 1.0}', "1.0 is a float"),
        (b'{"schema": "decision/1", "parts": NaN}', "NaN is a float"),
        (b'{"schema": "decision/1", "parts": -Infinity}', "is a float"),
        (b'{"schema": "decision/1", "parts": 1e5}', "1e5 is a float"),
        (b'{"schema": "decision/1", "parts": -0}', "-0 is not"),
        (b'{"schema": "decision/1", "parts": ' + b"1" * 3000 + b"}", "digits"),
        (b'{"schema": "decision/1", "schema": "decision/1", "parts": []}', "occurs twice"),
        (b'{"schema": "decision/1", "parts": []} x', "not the JSON"),
        (b"[" * 6000 + b"]" * 6000, "nested"),
        (b"[" * 100_000, "nested"),
        (b"\xff", "UTF-8"),
        ("\ufeff{}".encode(), "not the JSON"),
        ('{"schema": "decision/1", "parts": []}'.encode("utf-16"), "UTF-8"),
        (b"[]", "an object"),
        (b'{"schema": "decision/1", "parts": []}', "one or two parts"),
        (b'{"schema": "decision/1", "parts": [], "more": 1}', "unknown"),
        (b" " * (64 * 2**20 + 1), "more than 67108864 bytes"),
        ({"schema": "decision/1", "parts": 0.5}, "float"),
        ({"schema": {1, 2}}, "no JSON document"),
        ("\ud800", "no JSON document"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isprintable() else "",
)
def test_what_is_no_document(data, reason):
    report = check_document(data)
    assert not report.accepted
    assert reason in report.reason


def test_brackets_in_strings_are_no_nesting():
    name = "[" * 6000
    document = json.loads(json.dumps(handmade.finite()).replace('"a"', json.dumps(name)))
    assert check_document(blocks.signed(document)).accepted


def test_nothing_is_divided_or_rounded():
    """`int | Fraction` is exact as long as nobody divides: `1 / 2` would be a float."""
    for path in (ROOT / "decision" / "checker").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.Div)), path
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), path
            assert not (isinstance(node, ast.Name) and node.id in {"float", "round", "eval"}), path
