"""Python threads around work that releases the interpreter's lock."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from decision.errors import InvalidType, InvalidValue

__all__ = ["in_threads", "workers"]

Item = TypeVar("Item")
Result = TypeVar("Result")


def workers(threads: int | None) -> int:
    """Number of threads to use."""
    if threads is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    # callers need not check types
    if isinstance(threads, bool) or not isinstance(threads, int):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidType(f"threads = {threads!r} is not a number of threads; write an integer from 1, or None")
    if threads < 1:
        raise InvalidValue(f"threads = {threads!r} is not a number of threads; write an integer from 1, or None")
    return threads


def in_threads(work: Callable[[Item], Result], items: Iterable[Item], threads: int | None) -> list[Result]:
    """Results in the order of the items; no thread is started for one item."""
    todo = list(items)
    count = min(workers(threads), len(todo))
    if count < 2:
        return [work(item) for item in todo]
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, todo))
