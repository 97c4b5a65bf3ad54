"""`decision reproduce`: compute the convergence map, write it down, have it checked, compare with what is expected.

Everything is written into a temporary folder beside the destination, which takes its place in one step at the end.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from decision.catalog.problem import Entry
from decision.errors import InvalidValue
from decision.report.answers import Answer, answers
from decision.report.page import page
from decision.verdict import Status

__all__ = ["Outcome", "check_files", "reproduce"]

BATCH = 200
"""Files handed to one checker process."""

MARK = "map.json"
"""A folder without this file was not written by us, and is not replaced."""


@dataclass(frozen=True)
class Outcome:
    """What `reproduce` found.

    Attributes
    ----------
    found : dict of str to Answer
        By id of the cell, in the order of the map.
    checked : int
        Files the checker accepted.
    problems : tuple of str
        Rejected files, missed expectations and undecided cells, one line each; empty if all is well.
    """

    found: dict[str, Answer]
    checked: int
    problems: tuple[str, ...]


def reproduce(entries: Sequence[Entry], output: Path, *, jobs: int = 0, progress: bool = False) -> Outcome:
    """Decide every cell of some entries and write the page and the certificates.

    Parameters
    ----------
    entries : sequence of Entry
    output : Path
        Folder to write; an earlier result there is replaced as a whole, or left alone if this run does not end.
    jobs : int
        Worker processes; 0 for one on each processor.
    progress : bool
        Whether to draw a progress bar on standard error.

    Raises
    ------
    InvalidValue
        If `output` exists and was not written by this function.
    """
    cells = [c for e in entries for c in e.cells]
    for cell in cells:
        cell.check()
    with _replacing(output) as folder:
        found = {a.id: a for a in _shown(answers(cells, jobs=jobs), len(cells), progress)}
        saved = _save(folder, found)
        rejected = check_files([str(folder / name) for name in saved.values()])
        accepted = len(saved) - len(rejected)
        said = f"The independent checker accepted {accepted} of {len(saved)} files."
        (folder / "index.html").write_text(page(entries, found, said, saved), encoding="utf-8")
        (folder / MARK).write_text(json.dumps(_summary(found, saved), indent=1) + "\n", encoding="utf-8")
    rejections = [line.replace(str(folder) + os.sep, "") for line in rejected]
    return Outcome(found, accepted, (*rejections, *_departures(found.values())))


def check_files(names: Sequence[str]) -> list[str]:
    """Run the independent checker on files, in a process of its own; return the lines of those it does not accept.

    Examples
    --------
    >>> len(check_files(["no-such-file.json"]))
    1
    """
    refused: list[str] = []
    for start in range(0, len(names), BATCH):
        batch = names[start : start + BATCH]
        done = subprocess.run(
            [sys.executable, "-m", "decision.checker", *batch], capture_output=True, text=True, check=False
        )
        lines = done.stdout.splitlines()
        bad = [line for line in lines if not line.startswith("accepted ")]
        if len(lines) != len(batch) or (done.returncode != 0) != bool(bad):
            bad.append(
                f"REJECTED  the checker ended with status {done.returncode} after {len(lines)} of "
                f"{len(batch)} files: {done.stderr.strip()[-300:]}"
            )
        refused += bad
    return refused


def _shown(found: Iterator[Answer], total: int, progress: bool) -> Iterator[Answer]:
    from tqdm import tqdm

    yield from tqdm(found, total=total, desc="deciding", unit="cell", file=sys.stderr, disable=not progress)


def _save(folder: Path, found: Mapping[str, Answer]) -> dict[str, str]:
    """Write the claim-and-certificate files; their names by cell."""
    names: dict[str, str] = {}
    for key, answer in found.items():
        if answer.document:
            names[key] = f"certificates/{key}.json"
            target = folder / names[key]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(answer.document, encoding="utf-8")
    return names


def _summary(found: Mapping[str, Answer], saved: Mapping[str, str]) -> list[dict[str, str]]:
    """The map for programs."""
    return [
        {
            "cell": a.id,
            "thesis": a.sentence,
            "status": a.status.value,
            "evidence": a.evidence.name,
            "missed": a.missed,
            "file": saved.get(a.id, ""),
        }
        for a in found.values()
    ]


def _departures(found: Iterable[Answer]) -> list[str]:
    """Missed expectations, one line each."""
    lines = (
        f"MISSED  {a.id}: {a.missed}" + (f" ({a.reason})" if a.status is Status.UNDECIDED else "")
        for a in found
        if a.missed
    )
    return [" ".join(line.split()) for line in lines]


@contextmanager
def _replacing(output: Path) -> Generator[Path]:
    """A folder that becomes `output` when the block ends, and vanishes if it fails."""
    if output.exists() and not (output / MARK).is_file() and not (output.is_dir() and not any(output.iterdir())):
        raise InvalidValue(
            f"output = {str(output)!r} exists and has no {MARK}, so it is not a result of this command; "
            "name another folder or remove it"
        )
    output.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{output.name}.", dir=output.parent))
    try:
        yield folder
        folder.chmod(0o755)
        _swap(folder, output)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _swap(folder: Path, output: Path) -> None:
    old = folder.with_name(folder.name + ".old")
    if output.exists():
        os.rename(output, old)
    try:
        os.rename(folder, output)
    except BaseException:
        if old.exists():
            os.rename(old, output)
        raise
    shutil.rmtree(old, ignore_errors=True)
