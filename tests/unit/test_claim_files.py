"""Files of claims and certificates: what is cut, edited, huge or deep is refused with a reason, not a traceback."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from decision import (
    IID,
    CertificateError,
    Choice,
    Continuous,
    DecisionError,
    Evidence,
    LogConcave,
    NoTies,
    Pr,
    ReflectionSymmetric,
    Status,
    Symmetric,
    check,
    decide,
    load,
    u,
)

A, B = u("a"), u("b")


def run_checker(*paths: Path) -> subprocess.CompletedProcess[str]:
    """Run the checker as a program, alone."""
    command = [sys.executable, "-m", "decision.checker", *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("files") / "claim.json"
    return decide(Pr(A >= B) == "1/2", given=[ReflectionSymmetric(), NoTies()]).save(path)


def rejected(path: Path, *words: str) -> None:
    """Demand that a file is refused by the program, by `check` and by `load`, with a reason and without a traceback."""
    ran = run_checker(path)
    assert ran.returncode == 1
    assert "REJECTED" in ran.stdout
    assert "Traceback" not in ran.stdout + ran.stderr
    assert [w for w in words if w not in ran.stdout] == [], ran.stdout
    report = check(path)
    assert not report.accepted
    assert report.reason
    with pytest.raises(CertificateError) as error:
        load(path)
    assert str(path) in str(error.value)


def test_a_whole_file_is_accepted(saved: Path) -> None:
    ran = run_checker(saved)
    assert ran.returncode == 0
    assert "accepted" in ran.stdout
    assert load(saved).holds


@pytest.mark.parametrize("share", [0, 1, 10, 50, 90, 99])
def test_truncated_file(saved: Path, tmp_path: Path, share: int) -> None:
    text = saved.read_text()
    path = tmp_path / "short.json"
    path.write_text(text[: len(text) * share // 100])
    rejected(path)


def edited(saved: Path, tmp_path: Path, change: Callable[[Any], None]) -> Path:
    document = json.loads(saved.read_text())
    change(document)
    path = tmp_path / "edited.json"
    path.write_text(json.dumps(document))
    return path


def test_edited_claim(saved: Path, tmp_path: Path) -> None:
    def change(document: Any) -> None:
        document["parts"][0]["claim"]["thesis"]["constant"] = "1/3"

    rejected(edited(saved, tmp_path, change), "parts[0].certificate.claim")


def test_dropped_assumption(saved: Path, tmp_path: Path) -> None:
    from decision.language.serial import digest

    def change(document: Any) -> None:
        for part in document["parts"]:
            part["claim"]["assumptions"].pop(0)
            part["certificate"]["claim"] = digest(part["claim"])

    rejected(edited(saved, tmp_path, change), "parts[0].certificate")


def test_edited_certificate(saved: Path, tmp_path: Path) -> None:
    def change(document: Any) -> None:
        document["parts"][1]["certificate"]["levels"][0]["weights"] = [["1", 0]]

    rejected(edited(saved, tmp_path, change), "parts[1].certificate.levels[0]")


def test_certificate_for_another_claim(saved: Path, tmp_path: Path) -> None:
    def change(document: Any) -> None:
        first, second = document["parts"]
        first["certificate"], second["certificate"] = second["certificate"], first["certificate"]

    rejected(edited(saved, tmp_path, change), "parts[0].certificate.claim")


def test_one_bad_file_among_good_ones(saved: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("{}")
    ran = run_checker(saved, bad, saved)
    assert ran.returncode == 1
    assert ran.stdout.count("accepted") == 2
    assert ran.stdout.count("REJECTED") == 1


def test_a_claim_file_of_100_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "huge.json"
    with path.open("w") as handle:
        handle.write('{"schema": "decision/1", "parts": [')
        for _ in range(100):
            handle.write("[" + "0," * 499_999 + "0],")
        handle.write("0]}")
    assert path.stat().st_size > 100_000_000
    start = time.monotonic()
    ran = run_checker(path)
    assert time.monotonic() - start < 20  # it is refused by its size, not read
    assert ran.returncode == 1
    assert "REJECTED" in ran.stdout
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("shape", ["lists", "objects", "unclosed"])
def test_deep_nesting(tmp_path: Path, shape: str) -> None:
    text = {
        "lists": '{"schema": "decision/1", "parts": ' + "[" * 10_000 + "]" * 10_000 + "}",
        "objects": '{"a":' * 10_000 + "1" + "}" * 10_000,
        "unclosed": "[" * 10_000,
    }[shape]
    path = tmp_path / "deep.json"
    path.write_text(text)
    start = time.monotonic()
    rejected(path)
    assert time.monotonic() - start < 10  # two starts of Python included


def test_deep_nesting_of_an_object() -> None:
    from decision.language.reading import claim_from_json

    node: Any = {}
    for _ in range(10_000):
        node = {"not": node}
    with pytest.raises(CertificateError):
        claim_from_json(node)


def test_undecided_is_not_saved(tmp_path: Path) -> None:
    """An answer by a theorem is UNDECIDED when a certificate is required; UNDECIDED is neither saved nor checked."""
    menu = Choice({"sure": {"a": 1}, "coin": {"b": "1/2", "c": "1/2"}, "coin2": {"d": "1/2", "e": "1/2"}})
    thesis, given = Pr(menu.best("sure")) >= Pr(menu.best("coin")), [IID(), Symmetric(), LogConcave(), Continuous()]
    verdict = decide(thesis, given=given, require=Evidence.CERTIFIED)
    assert verdict.status is Status.UNDECIDED
    assert "THEOREM" in verdict.reason
    with pytest.raises(DecisionError, match="UNDECIDED has no certificate"):
        verdict.save(tmp_path / "x.json")
    with pytest.raises(DecisionError, match="UNDECIDED has no certificate"):
        check(verdict)
