"""The same seed gives the same result: any number and kind of workers, killed workers, resumed runs."""

import json
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from decision import E, InvalidValue, Normal, Pr, Uniform, estimate, iid, maximum, u
from decision.numeric import runner

# sums of floats and a random number of hits: the quantity whose result would show any change of order
QUANTITY = Pr(u("a") >= u("c"), given=u("b") > u("c")) + E(maximum(u("a"), u("b")))
LAW = iid(Normal(0, 1))
SAMPLES = 200_000


def run(samples: int = SAMPLES, **options: Any) -> Any:
    return estimate(QUANTITY, goals=LAW, samples=samples, progress=False, **options)


@cache
def expected(samples: int = SAMPLES) -> Any:
    with ThreadPoolExecutor(1) as one:
        return run(samples, executor=one)


@pytest.mark.parametrize("workers", [2, 4])
def test_threads(workers: int):
    with ThreadPoolExecutor(workers) as pool:
        assert run(executor=pool) == expected()
    assert run() == expected()


def processes(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2, 4])
def test_processes(workers: int):
    with processes(workers) as pool:
        assert run(executor=pool) == expected()


def kill_soon(pid: Callable[[], int]) -> threading.Thread:
    def kill() -> None:
        time.sleep(0.5)
        os.kill(pid(), signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    return thread


@pytest.mark.slow
def test_a_process_killed_midway():
    many = 20_000_000
    with processes(2) as pool:
        list(pool.map(os.getpid, ()))
        pool.submit(os.getpid).result()
        thread = kill_soon(lambda: next(iter(pool._processes)))
        with pytest.warns(RuntimeWarning, match="takes no more tasks"):
            found = run(many, executor=pool)
        thread.join()
    assert found == expected(many)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # of the cluster, when its worker dies
def test_dask_and_a_worker_killed_midway():
    distributed = pytest.importorskip("distributed")
    many = 20_000_000
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        assert run(executor=client) == expected()
        pids = list(client.run(os.getpid).values())
        thread = kill_soon(lambda: pids[0])
        assert run(many, executor=client) == expected(many)
        thread.join()


class Unreliable(Executor):
    """Loses every third task, and stops altogether after some."""

    def __init__(self, last: int) -> None:
        self.count, self.last = 0, last

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.count += 1
        if self.count > self.last:
            raise RuntimeError("cannot schedule new futures after shutdown")
        future: Future[Any] = Future()
        if self.count % 3:
            future.set_result(fn(*args, **kwargs))
        else:
            future.set_exception(OSError("connection lost"))
        return future


def test_lost_tasks_are_done_again():
    assert run(executor=Unreliable(10**6)) == expected()


def test_an_executor_that_stops_is_replaced():
    with pytest.warns(RuntimeWarning, match="computed here"):
        assert run(executor=Unreliable(5)) == expected()


class Interrupted(Executor):
    """Behaves as if Ctrl-C were pressed at some task."""

    def __init__(self, last: int) -> None:
        self.count, self.last = 0, last

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.count += 1
        future: Future[Any] = Future()
        if self.count > self.last:
            future.set_exception(KeyboardInterrupt())
        else:
            future.set_result(fn(*args, **kwargs))
        return future


def test_an_interrupted_run_returns_what_it_has_and_resumes_exactly(tmp_path: Path):
    file = tmp_path / "run.json"
    part = run(executor=Interrupted(4), checkpoint=file)
    assert 0 < part.samples < SAMPLES
    assert part.lower < 1.2308 < part.upper
    assert run(checkpoint=file) == expected()
    assert run(checkpoint=file) == expected()  # a finished run has nothing left to do


def test_an_interrupt_before_any_result_is_passed_on():
    with pytest.raises(KeyboardInterrupt):
        run(executor=Interrupted(0))


def test_a_checkpoint_can_be_extended(tmp_path: Path):
    file = tmp_path / "run.json"
    run(5 * 1024, checkpoint=file)
    found = run(20 * 1024, checkpoint=file)
    assert found.samples == 20 * 1024
    assert found.lower <= found.value <= found.upper


@pytest.mark.parametrize("change", ["quantity", "law", "seed", "confidence", "text", "schema"])
def test_a_checkpoint_of_something_else_is_refused(tmp_path: Path, change: str):
    file = tmp_path / "run.json"
    run(2000, checkpoint=file)
    quantity, law = QUANTITY, LAW
    options: dict[str, Any] = {}
    if change == "quantity":
        quantity = Pr(u("a") >= u("c"))
    if change == "law":
        law = iid(Uniform(0, 1))
    if change in ("seed", "confidence"):
        options[change] = {"seed": 1, "confidence": "0.9"}[change]
    if change == "text":
        file.write_text("{")
    if change == "schema":
        file.write_text(json.dumps({"schema": "other"}))
    with pytest.raises(InvalidValue, match="checkpoint"):
        estimate(quantity, goals=law, samples=2000, progress=False, checkpoint=file, **options)


def test_bundles_cover_every_chunk_once():
    from decision.numeric.chunks import chunk_size, job_of

    job = job_of(QUANTITY, LAW, 0)
    listed = [entry for task in runner._tasks(job, 3, 10**6) for entry in task]
    assert [k for k, _ in listed] == list(range(3, 3 + len(listed)))
    assert sum(size for _, size in listed) == 10**6
    assert all(size == chunk_size(job, k) for k, size in listed[:-1])
