"""How much memory a computation will take, asked before taking it."""

import os

from decision.errors import InvalidValue
from decision.numeric.blocks import CYCLE, FEW, LARGE, block_size
from decision.numeric.packed import PackedMDP
from decision.numeric.threads import workers

__all__ = ["check", "lanes", "needed"]

VECTORS = CYCLE + 8
"""Vectors over states that one solver works with."""


def needed(count: int, model: PackedMDP, threads: int | None) -> int:
    """Bytes that `optimal_values` takes for so many rewards, the rewards included."""
    results = count * model.size * (8 + 8 + 4)
    policy = model.size * model.widest * 12
    tile = 64 * 4 * 8 * model.size if count >= FEW and model.size <= LARGE else 0
    return results + min(workers(threads), -(-count // block_size(model.size))) * (
        policy + VECTORS * 8 * model.size + tile
    )


def check(shape: tuple[int, ...], model: PackedMDP, threads: int | None) -> None:
    """Refuse what does not fit into the machine's memory."""
    there, count = _machine(), shape[0] if len(shape) == 2 else 1
    if there is not None and needed(count, model, threads) > there:
        raise InvalidValue(
            f"rewards has {count} rows for {model.size} states, which takes {needed(count, model, threads)} bytes, and "
            f"the machine has {there}; solve fewer rewards at a time"
        )


def lanes(count: int, model: PackedMDP, threads: int | None) -> int:
    """How many blocks of so many rewards to solve side by side: one for each thread, as far as memory allows."""
    check((count, model.size), model, 1)
    there, wanted = _machine(), workers(threads)
    return wanted if there is None else min(wanted, there // needed(count, model, 1))


def _machine() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None
