"""Sweeps as long runs: workers, Ctrl-C, files from which they go on."""

import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from decision import E, Estimate, InvalidType, InvalidValue, Pr, Uniform, estimate, iid, pack, sweep, u
from decision.numeric.choices import choice_share
from decision.numeric.noise import noisy
from tests.golden.mdps import FIGURE_1, graph
from tests.numeric.test_workers import Interrupted, Unreliable
from tests.quality.repository import ROOT

LAW = iid(Uniform(0, 1))
EVENT = Pr(u("a") >= u("b"))
MODEL = pack(graph(FIGURE_1, "1/2"))
GRID = {"p": [0.0, 0.25], "g": [0.5, 0.75, 0.9]}


def share(p: float, g: float) -> Estimate:
    return choice_share(noisy(MODEL, p), "star", "nil", minus="lL", goals=LAW, discount=g, samples=200)


def run(**options: Any) -> Any:
    return sweep(share, over=GRID, **options)


def sampled(quantity: Any = EVENT, law: Any = LAW, **options: Any) -> Any:
    return sweep(quantity, laws={"one": law, "two": LAW}, **({"exact": False, "samples": 2000} | options))


def test_any_workers_find_the_same():
    with ThreadPoolExecutor(3) as pool:
        assert run(executor=pool) == run()
    assert run(executor=Unreliable(10**6)) == run()
    with pytest.warns(RuntimeWarning, match="computed here"):
        assert run(executor=Unreliable(2)) == run()


@pytest.mark.slow
def test_processes_find_the_same():
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert run(executor=pool) == run()


def test_something_else_than_an_executor_is_refused():
    with pytest.raises(InvalidType, match="executor = 3"):
        run(executor=3)


@pytest.mark.parametrize("executor", [None, Interrupted(2)], ids=["here", "workers"])
def test_complete_cells_are_left_after_an_interrupt(executor: Any):
    def stops(p: float, g: float) -> Estimate:
        if executor is None and (p, g) == (0.0, 0.9):
            raise KeyboardInterrupt
        return share(p, g)

    found = sweep(stops, over=GRID, executor=executor)
    assert found.answers == (*run().answers[:2], None, None, None, None)
    assert not found.complete
    assert [row.label for row in found.rows] == [(0.0, 0.5), (0.0, 0.75)]
    assert repr(found).endswith("interrupted: 4 of 6 cells were not computed")
    assert "interrupted" in found._repr_html_()
    assert run().complete


def test_an_interrupt_before_any_cell_is_passed_on():
    with pytest.raises(KeyboardInterrupt):
        run(executor=Interrupted(0))


CTRL_C = """
import os, signal, sys, threading
from decision import *
signal.signal(signal.SIGINT, signal.default_int_handler)
many = int(sys.argv[2])

def quantity(x):
    if x == 3 and many > 1000:
        threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT)).start()
    return estimate(Pr(u("a") >= u("b")), goals=iid(Uniform(0, x)), samples=many if x == 3 else 1000)

found = sweep(quantity, over={"x": [1, 2, 3, 4]}, checkpoint=sys.argv[1])
print([row.answer.samples for row in found.rows], found.complete)
assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
"""


def test_ctrl_c_keeps_no_estimate_that_it_cut_short(tmp_path: Path):
    def script(samples: int) -> str:
        call = [sys.executable, "-c", CTRL_C, str(tmp_path / "run.json"), str(samples)]
        return subprocess.run(call, cwd=ROOT, check=True, capture_output=True, text=True, timeout=120).stdout

    assert script(10**10) == "[1000, 1000] False\n"
    assert script(1000) == "[1000, 1000, 1000, 1000] True\n"


def counted(calls: list[Any]) -> Callable[[float, float], Estimate]:
    def counting(p: float, g: float) -> Estimate:
        calls.append((p, g))
        if len(calls) == 4:
            raise KeyboardInterrupt
        return share(p, g)

    return counting


def test_an_interrupted_sweep_goes_on_where_it_was(tmp_path: Path):
    calls: list[Any] = []
    file = tmp_path / "run.json"
    part = sweep(counted(calls), over=GRID, checkpoint=file)
    assert len(part.rows) == 3
    whole = sweep(counted(calls), over=GRID, checkpoint=file)
    assert whole == run()
    # one cell is computed again, to see that the file is of this sweep
    assert calls[4:] == [(0.0, 0.5), (0.25, 0.5), (0.25, 0.75), (0.25, 0.9)]
    wider = sweep(share, over={"p": [0.0, 0.25], "g": [0.5, 0.6, 0.75, 0.9]}, checkpoint=file)
    assert [row for row in wider.rows if row.label[1] != 0.6] == list(run().rows)


def test_a_cell_that_fails_leaves_the_others_in_the_file(tmp_path: Path):
    def fails(p: float, g: float) -> Estimate:
        if g == 0.9:
            raise InvalidValue("no")
        return share(p, g)

    with pytest.raises(InvalidValue, match="no"):
        sweep(fails, over=GRID, checkpoint=tmp_path / "run.json")
    assert len(json.loads((tmp_path / "run.json").read_text())["cells"]) == 2


def test_quantities_under_laws_are_known_again(tmp_path: Path):
    file = tmp_path / "run.json"
    first = sampled(checkpoint=file)
    written = json.loads(file.read_text())
    for cell in written["cells"].values():
        cell["estimate"]["value"] = 0.5  # as it would not come out again
    file.write_text(json.dumps(written))
    again = sampled(checkpoint=file)
    assert [row.answer.value for row in again.rows] == [0.5, 0.5]
    assert [row.answer.lower for row in again.rows] == [row.answer.lower for row in first.rows]


@pytest.mark.parametrize(
    "change",
    [
        {"quantity": E(u("a"))},
        {"law": iid(Uniform(0, 2))},
        {"seed": 1},
        {"samples": 3000},
        {"confidence": "0.9"},
        {"exact": True},
    ],
    ids=lambda c: next(iter(c)),
)
def test_a_file_of_another_quantity_is_refused(tmp_path: Path, change: dict[str, Any]):
    sampled(checkpoint=tmp_path / "run.json")
    with pytest.raises(InvalidValue, match="belongs to another sweep"):
        sampled(**change, checkpoint=tmp_path / "run.json")


def test_a_usual_option_may_be_written_out(tmp_path: Path):
    first = sampled(checkpoint=tmp_path / "run.json")
    assert sampled(confidence="0.99", checkpoint=tmp_path / "run.json").answers == first.answers


@pytest.mark.parametrize(("name", "error"), [("none/run.json", InvalidValue), (True, InvalidType)])
def test_a_file_that_cannot_be_written_is_refused_before_anything_is_computed(
    tmp_path: Path, name: Any, error: type[Exception]
):
    asked: list[float] = []

    def answer(p: float) -> Estimate:
        asked.append(p)
        return share(p, 0.5)

    path = tmp_path / name if isinstance(name, str) else name
    with pytest.raises(error, match="checkpoint"):
        sweep(answer, over={"p": [0.0]}, checkpoint=path)
    with pytest.raises(error, match="checkpoint"):
        estimate(EVENT, goals=LAW, samples=100, progress=False, checkpoint=path)
    assert not asked


def test_a_file_of_another_function_is_refused(tmp_path: Path):
    run(checkpoint=tmp_path / "run.json")
    with pytest.raises(InvalidValue, match=r"at 0\.0, 0\.5 it has"):
        sweep(lambda p, g: share(p / 2 + 0.1, g), over=GRID, checkpoint=tmp_path / "run.json")
    with pytest.raises(InvalidValue, match="it is over p, g"):
        sweep(lambda g: share(0.0, g), over={"g": [0.5]}, checkpoint=tmp_path / "run.json")


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"schema": "decision/estimate/1"}',
        '{"schema": "decision/sweep/1"}',
        '{"schema": "decision/sweep/1", "parameters": ["p", "g"], "cells": 3}',
        '{"schema": "decision/sweep/1", "parameters": ["p", "g"], "cells": {"0.0, 0.5": {"key": null}}}',
    ],
)
def test_what_is_no_checkpoint_is_refused(tmp_path: Path, text: str):
    (tmp_path / "run.json").write_text(text)
    with pytest.raises(InvalidValue, match="checkpoint"):
        run(checkpoint=tmp_path / "run.json")


def test_cells_that_a_file_could_not_tell_apart_are_refused(tmp_path: Path):
    def of(model: Any) -> Estimate:
        return choice_share(model, "star", "nil", goals=LAW, discount=0.5, samples=100)

    over = {"model": [noisy(MODEL, 0.25), noisy(MODEL, 0.5)]}  # print alike
    assert len(sweep(of, over=over).rows) == 2
    with pytest.raises(InvalidValue, match="twice"):
        sweep(of, over=over, checkpoint=tmp_path / "run.json")


def test_estimates_that_depend_on_the_clock_have_no_checkpoint(tmp_path: Path):
    with pytest.raises(InvalidValue, match="time_limit"):
        sampled(time_limit=1, checkpoint=tmp_path / "run.json")


def test_exact_answers_are_computed_again(tmp_path: Path):
    found = sweep(EVENT, laws=[LAW], checkpoint=tmp_path / "run.json")
    assert found.rows[0].answer.value == estimate(Pr(u("a") >= u("a")), goals=LAW).value / 2
    assert not (tmp_path / "run.json").exists()
