"""Answers to cells as plain data, computed in worker processes.

A verdict holds expression objects whose hashes belong to one process, so workers hand back texts: what the
map, the page and the files need.
"""

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from fractions import Fraction

from decision.catalog.problem import Cell
from decision.errors import DecisionError
from decision.goals.laws import Law
from decision.language.theses import Thesis
from decision.measured import Enclosure, Exact
from decision.verdict import Evidence, Status

__all__ = ["Answer", "answer", "answers"]


@dataclass(frozen=True)
class Answer:
    """What was found for a cell.

    Attributes
    ----------
    id : str
        Of the cell.
    sentence : str
        The thesis, formally.
    status : Status
    evidence : Evidence
    reason : str
        For an undecided cell: how far the search came, or the error.
    explanation : str
        The argument in words.
    countermodel : str
        HTML table of the violating law, or empty.
    numbers : str
        Under one law, both sides; else empty.
    document : str
        The claim and certificate file, or empty.
    missed : str
        How the answer departs from the expectation; empty if it does not.
    """

    id: str
    sentence: str
    status: Status
    evidence: Evidence
    reason: str
    explanation: str
    countermodel: str
    numbers: str
    document: str
    missed: str


def answer(cell: Cell, *, time_limit: float = 60) -> Answer:
    """Decide one cell.

    Parameters
    ----------
    cell : Cell
    time_limit : float
        Seconds for each inequality of the thesis.

    Raises
    ------
    DecisionError
        If the cell's data are bad or its assumptions contradict each other, naming the file and the field.

    Examples
    --------
    >>> from decision.catalog.load import entry
    >>> answer(entry("gallow2024/parity").cells[0]).status.value
    'HOLDS'
    """
    from decision.language.serial import canonical
    from decision.verbs.decide import decide

    thesis, given = cell.thesis, cell.assumptions
    verdict = cell.problem.built(
        cell.where, lambda: decide(thesis, given=given, outcomes=cell.outcomes, time_limit=time_limit)
    )
    status, evidence, model = verdict.status, verdict.evidence, verdict.counterexample
    return Answer(
        cell.id,
        verdict.thesis,
        status,
        evidence,
        verdict.reason,
        verdict.explain(),
        "" if model is None or cell.law is not None else model._repr_html_(),
        "" if cell.law is None else _numbers(thesis, cell.law),
        canonical(verdict.document()) + "\n" if verdict.certificate else "",
        _missed(cell, status, evidence),
    )


def _numbers(thesis: Thesis, law: Law) -> str:
    """Both sides of a thesis under a law, such as `23/60 > 1/3`."""
    from decision.verbs.measure import measure

    left, right, margin = (measure(q, goals=law) for q in (thesis.left, thesis.right, thesis.left - thesis.right))
    word = "=" if isinstance(margin, Exact) and margin.value == 0 else ">" if float(margin) > 0 else "<"
    return f"{_side(left)} {word} {_side(right)}"


def _side(found: Exact | Enclosure) -> str:
    """A fraction if it is short, else six digits."""
    value = found.value if isinstance(found, Exact) else None
    return str(value) if isinstance(value, Fraction) and value.denominator < 10**6 else f"{float(found):.6f}..."


def answers(cells: Sequence[Cell], *, jobs: int = 0, time_limit: float = 60) -> Iterator[Answer]:
    """Answers to cells, in their order, computed by worker processes.

    Parameters
    ----------
    cells : sequence of Cell
    jobs : int
        Worker processes; 0 for one on each processor. With 1, no process is started.
    time_limit : float
        Seconds for each inequality.
    """
    jobs = min(jobs or multiprocessing.cpu_count(), len(cells))
    if jobs <= 1:
        yield from (_guarded(c, time_limit) for c in cells)
        return
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_worker) as pool:
        waiting = [pool.submit(_guarded, _as_written(c), time_limit) for c in cells]
        try:
            for future in waiting:
                yield future.result()
        except BaseException:
            # End the workers, and let the pool find out: it does not expect futures that are cancelled while it breaks.
            for process in multiprocessing.active_children():
                process.terminate()
            raise


def _as_written(cell: Cell) -> Cell:
    """The cell without the objects built so far: their hashes would be wrong in another process."""
    return replace(cell, problem=replace(cell.problem))


def _worker() -> None:
    """Leave Ctrl-C to the main process, which ends the workers."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _guarded(cell: Cell, time_limit: float) -> Answer:
    """An answer also where an engine breaks: the map then shows the defect instead of ending."""
    try:
        return answer(cell, time_limit=time_limit)
    except DecisionError:
        raise
    except Exception as error:
        note = f"the engine broke: {type(error).__name__}: {str(error)[:200]}"
        return Answer(
            cell.id,
            cell.thesis_text,
            Status.UNDECIDED,
            Evidence.NONE,
            note,
            note,
            "",
            "",
            "",
            _missed(cell, Status.UNDECIDED, Evidence.NONE),
        )


def _missed(cell: Cell, status: Status, evidence: Evidence) -> str:
    if cell.expect is None:
        return ""
    if status is not cell.expect:
        return f"expected {cell.expect.value}, found {status.value}"
    if status is not Status.UNDECIDED and evidence < cell.grade:
        return f"expected evidence {cell.grade.name}, found {evidence.name}"
    return ""
