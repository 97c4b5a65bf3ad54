"""Tasks in order, computed by threads, by any `concurrent.futures` executor, or by a dask cluster.

A task is what a pure function is given, such as a job's chunk numbers. One that is lost, with its worker or with the
whole pool, is computed here instead: the answer is the same. Answers are handed out in the order of the tasks.
"""

import os
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import closing
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from decision.errors import DecisionError, InvalidType
from decision.numeric.chunks import Chunk, Job, chunk, chunk_size

__all__ = ["Pool", "chunks", "in_order", "pool_of"]

T = TypeVar("T")
R = TypeVar("R")

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


def in_order(function: Callable[[T], R], tasks: Iterable[T], executor: Any) -> Generator[R, None, None]:
    """What a pure function makes of tasks, computed ahead by the executor's workers, in the order of the tasks.

    The iterator must be closed; then tasks under way are cancelled.

    Examples
    --------
    >>> list(in_order(abs, [-1, 2, -3], None))
    [1, 2, 3]
    """
    pool = pool_of(executor)
    coming = iter(tasks)
    waiting: deque[tuple[T, Future[R] | None]] = deque()
    try:
        while True:
            for task in islice(coming, 2 * pool.lanes - len(waiting)):
                waiting.append((task, _submitted(pool, function, task)))
            if not waiting:
                return
            task, future = waiting.popleft()
            if future is None and pool.own is None:
                pool = pool_of(None)
            yield _result(function, task, future)
    finally:
        for _, future in waiting:
            if future is not None:
                future.cancel()
        pool.close()


def chunks(job: Job, first: int, goals: int | None, executor: Any) -> Generator[Chunk, None, None]:
    """Chunks from number `first` on, in order, without end unless `goals` more goals are all.

    The iterator must be closed; then tasks under way are cancelled.
    """
    with closing(in_order(partial(computed, job), _tasks(job, first, goals), executor)) as bundles:
        for bundle in bundles:
            yield from bundle


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


def _submitted(pool: Pool, function: Callable[[T], R], task: T) -> "Future[R] | None":
    """The task's future; None if the pool takes no more tasks."""
    try:
        return pool.submit(function, task)
    except (BrokenExecutor, RuntimeError, OSError) as error:  # a pool that is broken, shut down, or out of reach
        note = f"executor takes no more tasks ({error!r}); the rest is computed here"
        warnings.warn(note, RuntimeWarning, stacklevel=4)
        return None


def _result(function: Callable[[T], R], task: T, future: "Future[R] | None") -> R:
    """What the task found, or what it would have found had its worker not been lost."""
    if future is not None:
        try:
            return future.result()
        except DecisionError:
            raise
        except Exception:  # whatever happened to it, computing it here gives its answer or its true error
            return function(task)
    return function(task)
