"""Chunks in order, computed by threads, by any `concurrent.futures` executor, or by a dask cluster.

Tasks are pure functions of a job and chunk numbers. A task that is lost, with its worker or with the whole pool, is
computed here instead: the numbers are the same. Results are handed out in the order of the chunks.
"""

import os
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from typing import Any

from decision.errors import DecisionError, InvalidType
from decision.numeric.chunks import Chunk, Job, chunk, chunk_size

__all__ = ["Pool", "chunks", "pool_of"]

BUNDLE = 16
"""Chunks in one task, at most."""


class Pool:
    """Where tasks are submitted, and how many may be under way."""

    def __init__(self, submit: Callable[..., Any], lanes: int, own: Executor | None = None) -> None:
        self.submit, self.lanes, self.own = submit, lanes, own

    def close(self) -> None:
        """End threads that were started here."""
        if self.own is not None:
            self.own.shutdown(wait=True, cancel_futures=True)


def pool_of(executor: Any) -> Pool:
    """The pool behind the `executor` argument: own threads if there is none.

    Raises
    ------
    InvalidType
        If it is neither a `concurrent.futures.Executor` nor a `dask.distributed.Client`.
    """
    if executor is None:
        threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        own = ThreadPoolExecutor(threads)
        return Pool(own.submit, threads, own)
    if hasattr(executor, "get_executor") and hasattr(executor, "ncores"):  # a dask client
        lanes = sum(executor.ncores().values()) or 1
        return Pool(executor.get_executor(pure=False).submit, lanes)
    if isinstance(executor, Executor):
        return Pool(executor.submit, int(getattr(executor, "_max_workers", 0) or os.cpu_count() or 1))
    raise InvalidType(
        f"executor = {executor!r} has type {type(executor).__name__}; "
        "give a concurrent.futures.Executor or a dask.distributed.Client, or None for threads"
    )


def chunks(job: Job, first: int, goals: int | None, executor: Any) -> Generator[Chunk, None, None]:
    """Chunks from number `first` on, in order, without end unless `goals` more goals are all.

    The iterator must be closed; then tasks under way are cancelled.
    """
    pool = pool_of(executor)
    tasks = _tasks(job, first, goals)
    waiting: deque[tuple[list[tuple[int, int]], Future[list[Chunk]] | None]] = deque()
    try:
        while True:
            while len(waiting) < 2 * pool.lanes and (task := next(tasks, None)) is not None:
                waiting.append((task, _submitted(pool, job, task)))
            if not waiting:
                return
            task, future = waiting.popleft()
            if future is None and pool.own is None:
                pool = pool_of(None)
            yield from _result(job, task, future)
    finally:
        for _, future in waiting:
            if future is not None:
                future.cancel()
        pool.close()


def _tasks(job: Job, first: int, goals: int | None) -> Iterator[list[tuple[int, int]]]:
    """Chunk numbers and sizes, bundled: single ones at first."""
    number, task = first, list[tuple[int, int]]()
    while goals is None or goals > 0:
        size = chunk_size(job, number) if goals is None else min(goals, chunk_size(job, number))
        task.append((number, size))
        goals = None if goals is None else goals - size
        number += 1
        if len(task) >= min(BUNDLE, 1 + number // 16):
            yield task
            task = []
    if task:
        yield task


def computed(job: Job, task: list[tuple[int, int]]) -> list[Chunk]:
    """The chunks of a task; runs in the workers."""
    return [chunk(job, number, size) for number, size in task]


def _submitted(pool: Pool, job: Job, task: list[tuple[int, int]]) -> "Future[list[Chunk]] | None":
    """The task's future; None if the pool takes no more tasks."""
    try:
        return pool.submit(computed, job, task)
    except (BrokenExecutor, RuntimeError, OSError) as error:  # a pool that is broken, shut down, or out of reach
        note = f"executor takes no more tasks ({error!r}); the rest is computed here"
        warnings.warn(note, RuntimeWarning, stacklevel=4)
        return None


def _result(job: Job, task: list[tuple[int, int]], future: "Future[list[Chunk]] | None") -> list[Chunk]:
    """What the task found, or what it would have found had its worker not been lost."""
    if future is not None:
        try:
            return future.result()
        except DecisionError:
            raise
        except Exception:  # whatever happened to it, computing it here gives its answer or its true error
            return computed(job, task)
    return computed(job, task)
