"""Run the verified checker on certificates and on mutants of them, and compare it with `decision.checker`.

Run as ``python -m proofs.compare [FOLDER] [--readme]`` after ``python -m proofs.prove``; the folder is searched for
claim files, and is ``build/reproduce/certificates`` if none is given. `coqc` evaluates the verified checker by
`vm_compute`: nothing is extracted.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from decision.checker import check_document
from proofs.claims import claim_term
from proofs.export import question_term
from proofs.laws import law_term, python_answer_on_law, without_noise
from proofs.mutants import LAW, PROOF, mutants
from proofs.prove import BUILD, ROOT, run
from proofs.shapes import Malformed, NotCovered
from tests.certificates.chamber_documents import CHAMBERS
from tests.certificates.finite_documents import FINITE
from tests.certificates.handmade import HANDMADE
from tests.certificates.one_law_documents import ONE_LAW

MUTANTS = 1000
SMALL = 4000  # characters of JSON; mutants are made of smaller parts
SEED = 9
LAWFUL = {"holds": "check_member", "chambers": "check_member", "fails": "check_fails"}  # what a law is asked to be
HEADER = """From Coq Require Import QArith List Bool.
From Decision Require Import Claims Proofs Trees Reading Checker Countermodels Exact Chambers.
Import ListNotations.
Open Scope Q_scope.
Open Scope nat_scope.
"""

BEGIN, END = "<!-- figures: written by `python -m proofs.compare --readme` -->", "<!-- end of figures -->"
TABLE = (
    "| asked about | questions | accepted | disagreements with `decision.checker` | not covered |",
    "|---|---|---|---|---|",
)

Part = dict[str, Any]


@dataclass(frozen=True)
class Question:
    """What the verified checker is asked, as a Coq term, and what `decision.checker` says."""

    term: str
    expected: bool
    part: Part


def uses_structures(part: Part) -> bool:
    """Whether a certificate names generators that structures imply."""
    return bool(part["certificate"].get("implied"))


def has_structures(part: Part) -> bool:
    """Whether the class of a claim has structures."""
    return any("structure" in assumption for assumption in part["claim"]["assumptions"])


def of_kind(*kinds: str) -> Callable[[Part], bool]:
    """Return whether a certificate is of one of some kinds."""
    return lambda part: part["certificate"]["kind"] in kinds


FAMILIES = {
    "proofs with generators implied by structures": uses_structures,
    "computations under one law": of_kind("true", "false"),
    "proofs by chambers": of_kind("chambers"),
}


def proof_question(part: Part) -> Question:
    """Return the question whether a certificate proves its claim, its member aside."""
    return Question(question_term(part), python_answer(part), part)


def python_answer(part: Part) -> bool:
    """Whether `decision.checker` accepts everything but, possibly, the member, which it looks at last."""
    report = check_document({"schema": "decision/1", "parts": [part]})
    return report.accepted or report.path.startswith("parts[0].certificate.member")


def law_question(part: Part) -> Question:
    """Return the question whether the law of a certificate is a member of its class, or a countermodel."""
    kind = part["certificate"]["kind"]
    if kind not in LAWFUL:
        raise NotCovered(f"certificates of kind {kind!r}")
    claim, _ = claim_term(part["claim"])
    return Question(f"{LAWFUL[kind]} ({claim}) {law_term(part)}", python_answer_on_law(part), part)


def near_law_question(part: Part) -> Question:
    """Return the question about the law of a certificate, or about a finite law near it."""
    try:
        return law_question(part)
    except NotCovered:
        near = without_noise(part) if part["certificate"]["kind"] in LAWFUL else None
        if near is None:
            raise
        return law_question(near)


def ask(number: int, questions: Sequence[str]) -> list[bool]:
    """Evaluate questions in Coq."""
    lines = [f"Definition q{n} := {question}." for n, question in enumerate(questions)]
    names = "; ".join(f"q{n}" for n in range(len(questions)))
    lines += [
        f"Definition answers : list bool := [{names}].",
        "Set Printing Depth 100000.",
        "Eval vm_compute in answers.",
    ]
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


def covered(parts: Iterable[Part], ask_about: Callable[[Part], Question]) -> tuple[list[Question], Counter[str]]:
    """Return the questions that can be asked about some parts, and why others cannot."""
    questions: list[Question] = []
    reasons: Counter[str] = Counter()
    for part in parts:
        try:
            questions.append(ask_about(part))
        except NotCovered as reason:
            reasons[str(reason)] += 1
    return questions, reasons


def mutated(questions: Iterable[Question], ask_about: Callable[[Part], Question], count: int) -> list[Question]:
    """Return questions about mutants of small parts that both checkers can read; Python refuses all others."""
    small = [q.part for q in questions if q.expected and len(json.dumps(q.part)) <= SMALL]
    found: list[Question] = []
    for mutant in mutants(small, SEED, LAW if ask_about is law_question else PROOF):
        if len(found) == count:
            break
        try:
            found.append(ask_about(mutant))
        except Malformed as reason:
            if check_document({"schema": "decision/1", "parts": [mutant]}).accepted:
                sys.exit(f"accepted by decision.checker, but malformed ({reason}): {json.dumps(mutant)}")
        except NotCovered:
            pass
    return found


def chosen(questions: Iterable[Question], family: Callable[[Part], bool]) -> list[Question]:
    """Return the questions about certificates of a family."""
    return [question for question in questions if family(question.part)]


@dataclass(frozen=True)
class Group:
    """Questions of one kind, with the reasons why others of the kind cannot be asked."""

    name: str
    questions: Sequence[Question]
    reasons: Mapping[str, int] = field(default_factory=Counter)


def compare(group: Group) -> tuple[str, int]:
    """Ask a group; print where answers differ, and return a row of the table and the number of differences."""
    answers = verified_answers([question.term for question in group.questions])
    differ = [q for q, answer in zip(group.questions, answers, strict=True) if answer != q.expected]
    for question in differ[:3]:
        print(f"DISAGREEMENT: {json.dumps(question.part)}")
    missing = "; ".join(f"{count} {reason}" for reason, count in sorted(group.reasons.items())) or "-"
    row = f"| {group.name} | {len(answers)} | {sum(answers)} | {len(differ)} | {missing} |"
    print(row, flush=True)
    return row, len(differ)


def write_readme(rows: Sequence[str]) -> None:
    """Put the table into the README, between its two marks."""
    file = ROOT / "proofs" / "README.md"
    before, _, rest = file.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    file.write_text(before + "\n".join([BEGIN, *rows, END]) + after, encoding="utf-8")


def read_parts(folder: Path) -> list[Part]:
    """Return the parts of all claim files in a folder."""
    documents = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.json")))
    return [part for document in documents if "parts" in document for part in document["parts"]]


def main(arguments: Sequence[str]) -> int:
    """Compare on every part of a folder, on proofs written by hand that use every rule, and on mutants of both."""
    folders = [argument for argument in arguments if argument != "--readme"]
    folder = Path(folders[0]) if folders else ROOT / "build" / "reproduce" / "certificates"
    parts = read_parts(folder)
    if not parts:
        sys.exit(f"there is no claim file in {folder}; `make reproduce` writes them")
    by_hand = [part for make in (HANDMADE | ONE_LAW | CHAMBERS | FINITE).values() for part in make()["parts"]]
    proofs = [part for part in parts if part["certificate"]["kind"] != "fails"]
    proved, reasons = covered(proofs, proof_question)
    proved_by_hand, _ = covered(by_hand, proof_question)
    quick = [q for q in proved if q.part["certificate"]["kind"] != "chambers"]  # thousands of relabellings each
    laws, unlawful = covered(parts, near_law_question)
    exhibited, _ = covered(parts, law_question)
    exhibited_by_hand, _ = covered(by_hand, law_question)
    groups = [
        Group("proofs of the catalogue", proved, reasons),
        Group("proofs by hand", proved_by_hand),
        Group("mutants of proofs of the catalogue", mutated(quick, proof_question, MUTANTS)),
        Group("mutants of proofs by hand", mutated(proved_by_hand, proof_question, MUTANTS // 2)),
        *(
            Group(f"mutants of {name}", mutated(chosen(quick + proved_by_hand, family), proof_question, MUTANTS // 2))
            for name, family in FAMILIES.items()
        ),
        Group("members and countermodels of the catalogue", laws, unlawful),
        Group("finite ones by hand", exhibited_by_hand),
        Group("mutants of finite ones", mutated(exhibited, law_question, MUTANTS // 2)),
        Group(
            "mutants of finite ones of a class with structures",
            mutated(chosen(exhibited + exhibited_by_hand, has_structures), law_question, MUTANTS // 2),
        ),
    ]
    head = f"The catalogue has {len(proofs)} proofs and {len(parts) - len(proofs)} countermodels."
    rows = [head, "", *TABLE]
    print("\n".join(rows), flush=True)
    answers = [compare(group) for group in groups]
    if "--readme" in arguments:
        write_readme([*rows, *(row for row, _ in answers)])
    return 1 if any(differ for _, differ in answers) else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except subprocess.SubprocessError as error:
        sys.exit(str(error))
