"""How much memory a computation will take, asked before taking it."""

import os

from decision.errors import InvalidValue
from decision.numeric.packed import PackedMDP

__all__ = ["check", "needed", "workers"]

VECTORS = 12
"""Vectors over states that one solver works with."""


def workers(threads: int | None) -> int:
    """Number of threads to use."""
    if threads is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if isinstance(threads, bool) or not isinstance(threads, int) or threads < 1:
        raise InvalidValue(f"threads = {threads!r} is not a number of threads; write an integer from 1, or None")
    return threads


def needed(count: int, model: PackedMDP, threads: int | None) -> int:
    """Bytes that `optimal_values` takes for so many rewards, the rewards included."""
    results = count * model.size * (8 + 8 + 4)
    policy = model.size * model.widest * 12
    return results + workers(threads) * (policy + VECTORS * 8 * model.size)


def check(count: int, model: PackedMDP, threads: int | None) -> None:
    """Refuse what does not fit into the machine's memory."""
    there = _machine()
    if there is not None and needed(count, model, threads) > there:
        raise InvalidValue(
            f"rewards has {count} rows for {model.size} states, which takes {needed(count, model, threads)} bytes, and the machine "
            f"has {there}; solve fewer rewards at a time"
        )


def _machine() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None
