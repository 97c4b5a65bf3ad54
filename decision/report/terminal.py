"""The convergence map in a terminal."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from decision.catalog.problem import Entry
from decision.report.answers import Answer
from decision.verdict import Status

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["print_map", "verdict_words"]

STYLES = {Status.HOLDS: "bold blue", Status.FAILS: "bold dark_orange", Status.UNDECIDED: "bold magenta"}


def verdict_words(found: Answer) -> str:
    """Status and evidence in two words, and what was compared under one law.

    Examples
    --------
    >>> from decision.verdict import Evidence
    >>> verdict_words(Answer("", "", Status.HOLDS, Evidence.CERTIFIED, "", "", "", "2/3 > 1/2", "", ""))
    'HOLDS certified: 2/3 > 1/2'
    """
    grade = "" if found.status is Status.UNDECIDED else f" {found.evidence.name.lower()}"
    return found.status.value + grade + (f": {found.numbers}" if found.numbers else "")


def print_map(console: "Console", entries: Sequence[Entry], found: Mapping[str, Answer]) -> None:
    """Print one row for each cell, grouped by paradigm and thesis.

    Parameters
    ----------
    console : rich.console.Console
    entries : sequence of Entry
        In the order of the map.
    found : mapping of str to Answer
        By id of the cell.
    """
    from rich.table import Table
    from rich.text import Text

    for paradigm in dict.fromkeys(e.paradigm for e in entries):
        table = Table(title=paradigm or None, title_justify="left", title_style="bold", expand=False)
        for header in ("thesis", "assumptions", "answer"):
            table.add_column(header, overflow="fold")
        for row in _rows([e for e in entries if e.paradigm == paradigm], found):
            name, given, answer, last = row
            words = Text(verdict_words(answer), style=STYLES[answer.status])
            if answer.missed:
                words.append(f"  ({answer.missed})", style="bold red")
            table.add_row(Text(name), Text(given), words, end_section=last)
        console.print(table)


def _rows(entries: Iterable[Entry], found: Mapping[str, Answer]) -> Iterable[tuple[str, str, Answer, bool]]:
    for e in entries:
        for s in e.statements:
            name = f"{s.says}\n[{e.id}]"
            for k, c in enumerate(s.cells):
                yield ("" if k else name), c.label, found[c.id], k == len(s.cells) - 1
