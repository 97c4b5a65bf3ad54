"""Run the verified checker on certificates and on mutants of them, and compare it with `decision.checker`.

Run as ``python -m proofs.compare [FOLDER]`` after ``python -m proofs.prove``; the folder is searched for claim files,
and is ``build/reproduce/certificates`` if none is given. `coqc` evaluates the verified checker by `vm_compute`: nothing
is extracted.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from decision.checker import check_document
from proofs.export import Malformed, NotCovered, claim_term, holds_term
from proofs.mutants import mutants
from proofs.prove import BUILD, ROOT, run
from tests.certificates.handmade import HANDMADE

MUTANTS = 1000
SMALL = 4000  # characters of JSON; mutants are made of smaller parts
SEED = 9
HEADER = """From Coq Require Import QArith List Bool.
From Decision Require Import Claims Proofs Trees Checker.
Import ListNotations.
Open Scope Q_scope.
Open Scope nat_scope.
"""

Part = dict[str, Any]


def question(part: Part) -> str:
    """Return what the verified checker is asked about a claim and its certificate, as a Coq term."""
    kind = part["certificate"]["kind"]
    if kind != "holds":
        raise NotCovered(f"certificates of kind {kind!r}")
    claim, names = claim_term(part["claim"])
    return f"check ({claim}) ({holds_term(part['certificate'], names)})"


def python_answer(part: Part) -> bool:
    """Whether `decision.checker` accepts everything but, possibly, the member, which it looks at last."""
    report = check_document({"schema": "decision/1", "parts": [part]})
    return report.accepted or report.path.startswith("parts[0].certificate.member")


def ask(number: int, questions: Sequence[str]) -> list[bool]:
    """Evaluate questions in Coq."""
    lines = [f"Definition q{n} := {question}." for n, question in enumerate(questions)]
    names = "; ".join(f"q{n}" for n in range(len(questions)))
    lines += [f"Definition answers := [{names}].", "Set Printing Depth 100000.", "Eval vm_compute in answers."]
    file = BUILD / f"Batch{number}.v"
    file.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    printed = run(["coqc", "-R", ".", "Decision", file.name], BUILD)
    answers = re.findall(r"\b(true|false)\b", printed)
    if len(answers) != len(questions):
        sys.exit(f"{len(questions)} questions, {len(answers)} answers: {printed[:500]}")
    return [answer == "true" for answer in answers]


def verified_answers(questions: Sequence[str]) -> list[bool]:
    """Evaluate questions in Coq, on all processors."""
    workers = os.cpu_count() or 1
    batches = [questions[n::workers] for n in range(workers)]
    with ThreadPoolExecutor(workers) as pool:
        answered = list(pool.map(ask, range(workers), batches))
    return [answered[n % workers][n // workers] for n in range(len(questions))]


def covered(parts: Sequence[Part]) -> tuple[list[Part], list[str], Counter[str]]:
    """Return the parts that the verified checker can be asked about, the questions, and why others cannot."""
    kept: list[Part] = []
    questions: list[str] = []
    reasons: Counter[str] = Counter()
    for part in parts:
        try:
            questions.append(question(part))
            kept.append(part)
        except NotCovered as reason:
            reasons[str(reason)] += 1
    return kept, questions, reasons


def mutated(parts: Sequence[Part]) -> tuple[list[Part], list[str]]:
    """Return mutants of small parts that both checkers can read; Python refuses all others."""
    small = [part for part in parts if len(json.dumps(part)) <= SMALL]
    kept: list[Part] = []
    questions: list[str] = []
    for mutant in mutants(small, SEED):
        try:
            questions.append(question(mutant))
            kept.append(mutant)
        except Malformed as reason:
            if python_answer(mutant):
                sys.exit(f"accepted by decision.checker, but malformed ({reason}): {json.dumps(mutant)}")
        except NotCovered:
            pass
        if len(kept) == MUTANTS:
            return kept, questions
    return kept, questions


def compare(name: str, parts: Sequence[Part], questions: Sequence[str]) -> list[Part]:
    """Print how many answers agree, and return the parts on which they differ."""
    answers = verified_answers(questions)
    expected = [python_answer(part) for part in parts]
    differ = [part for part, a, b in zip(parts, answers, expected, strict=True) if a != b]
    accepted = sum(answers)
    print(
        f"{name}: {len(parts)} asked, {accepted} accepted, {len(parts) - accepted} refused by the verified checker; "
        f"{len(differ)} disagreements with decision.checker",
        flush=True,
    )
    return differ


def read_parts(folder: Path) -> list[Part]:
    """Return the parts of all claim files in a folder."""
    documents = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.json")))
    return [part for document in documents if "parts" in document for part in document["parts"]]


def main(arguments: Sequence[str]) -> int:
    """Compare on every part of a folder, on proofs written by hand that use every rule, and on mutants of both."""
    folder = Path(arguments[0]) if arguments else ROOT / "build" / "reproduce" / "certificates"
    parts = read_parts(folder)
    if not parts:
        sys.exit(f"there is no claim file in {folder}; `make reproduce` writes them")
    kept, questions, reasons = covered(parts)
    print(f"{len(parts)} parts: {len(kept)} can be asked about; not covered:")
    for reason, count in reasons.most_common():
        print(f"  {count:4} {reason}")
    by_hand, asked, _ = covered([part for make in HANDMADE.values() for part in make()["parts"]])
    differ = compare("catalogue", kept, questions)
    differ += compare("by hand", by_hand, asked)
    differ += compare("mutants of the catalogue", *mutated(kept))
    differ += compare("mutants of those by hand", *mutated(by_hand))
    for part in differ[:5]:
        print(json.dumps(part))
    return 1 if differ else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except subprocess.SubprocessError as error:
        sys.exit(str(error))
