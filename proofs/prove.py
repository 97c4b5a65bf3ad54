"""Compile the Coq files from scratch and require that every main theorem is free of assumptions.

Run as ``python -m proofs.prove``; the compiled files go to ``build/proofs``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "proofs" / "coq"
BUILD = ROOT / "build" / "proofs"
LISTED = re.compile(r"^Print Assumptions (\S+)\.$", re.MULTILINE)
CLOSED = "Closed under the global context"
ANSWER = re.compile(rf"^(?:{CLOSED}|Axioms:(?:\n(?!Axioms:|{CLOSED}).*)*)", re.MULTILINE)


def run(command: Sequence[str], folder: Path) -> str:
    """Run a program and return what it prints; its failure ends this one."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def compile_all(folder: Path) -> None:
    """Copy the sources to an empty folder and compile them."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    names = sorted(path.name for path in SOURCES.glob("*.v") if path.name != "Assumptions.v")
    for name in [*names, "Assumptions.v"]:
        shutil.copy(SOURCES / name, folder / name)
    run(["coq_makefile", "-R", ".", "Decision", *names, "-o", "Makefile"], folder)
    run(["make", f"-j{os.cpu_count() or 1}"], folder)


def assumptions(folder: Path) -> dict[str, str]:
    """Return what each listed theorem depends on, as Coq prints it."""
    listed = LISTED.findall((folder / "Assumptions.v").read_text(encoding="utf-8"))
    printed = run(["coqc", "-R", ".", "Decision", "Assumptions.v"], folder)
    answers = [answer.strip() for answer in ANSWER.findall(printed)]
    if len(answers) != len(listed):
        sys.exit(f"{len(listed)} theorems are listed, and {len(answers)} answers were printed:\n{printed}")
    return dict(zip(listed, answers, strict=True))


def main() -> int:
    """Compile, print the assumptions of each theorem, and fail if there are any."""
    if shutil.which("coqc") is None:
        sys.exit("coqc is missing; on Debian: apt-get install coq")
    print(run(["coqc", "--version"], ROOT).splitlines()[0], flush=True)
    compile_all(BUILD)
    found = assumptions(BUILD)
    for name, answer in found.items():
        print(f"{name}: {answer}")
    closed = sum(answer == CLOSED for answer in found.values())
    print(f"{closed} of {len(found)} theorems are closed under the global context")
    return 0 if closed == len(found) else 1


if __name__ == "__main__":
    sys.exit(main())
