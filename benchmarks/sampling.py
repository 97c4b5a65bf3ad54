"""Goals a second: `estimate` against plain numpy in single precision, and against what memory allows.

Ratios are medians of five runs, ours and the peer's in turn. The peer draws the same numbers and compares them, without
error bounds, without ties, without intervals. With 1,000 options on 2,000 worlds the yardstick is a triad,
`a = b + s c`, on arrays too large for any cache: every goal is written once and read once.
"""

import os
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from statistics import median

import numpy as np

from decision import Choice, Normal, Pr, Uniform, estimate, iid
from decision.goals.laws import Law

ROUNDS = 5
THREADS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def lotteries(options: int, worlds: int, size: int) -> Choice:
    source = random.Random(0)

    def lottery() -> dict[str, Fraction]:
        chosen = sorted(source.sample(range(worlds), size))
        weights = [source.randint(1, 9) for _ in chosen]
        return {f"w{w}": Fraction(q, sum(weights)) for w, q in zip(chosen, weights, strict=True)}

    return Choice({f"o{k}": lottery() for k in range(options)})


def table(menu: Choice) -> np.ndarray:
    place = {w: k for k, w in enumerate(menu.outcomes)}
    rows = np.zeros((len(menu.options), len(place)))
    for k, option in enumerate(menu.options):
        for w, p in menu.lottery(option).items():
            rows[k, place[w]] = p
    return rows


def plain(menu: Choice, goals: int, *, normal: bool) -> float:
    """Share of goals for which the first option is best, in single precision."""
    differences = table(menu)
    differences = (differences[0] - differences[1:]).astype(np.float32)
    block = 8192 if differences.shape[1] < 100 else 256

    def count(seed: int) -> int:
        rng = np.random.default_rng(seed)
        drawn = np.empty((differences.shape[1], block), dtype=np.float32)
        total = 0
        for _ in range(goals // THREADS // block):
            (rng.standard_normal if normal else rng.random)(dtype=np.float32, out=drawn)
            total += int(np.count_nonzero((differences @ drawn).min(axis=0) >= 0))
        return total

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(count, range(THREADS))) / (goals // THREADS // block * block * THREADS)


def triad() -> float:
    """Bytes a second on all processors."""
    size = 2**24
    arrays = [(np.zeros(size), np.ones(size), np.ones(size)) for _ in range(THREADS)]

    def run(one: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
        a, b, c = one
        np.multiply(c, 3.0, out=a)
        np.add(a, b, out=a)

    with ThreadPoolExecutor(THREADS) as pool:
        start = time.perf_counter()
        list(pool.map(run, arrays))
        # the first pass reads and writes one array each, the second reads two and writes one
        return THREADS * size * 8 * 5 / (time.perf_counter() - start)


def seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def compare(title: str, menu: Choice, law: Law, goals: int, peer_goals: int) -> float:
    """Print goals a second, ours and the peer's; returns ours."""
    quantity = Pr(menu.best("o0"))

    def ours() -> object:
        return estimate(quantity, goals=law, samples=goals, progress=False)

    def peer() -> object:
        return plain(menu, peer_goals, normal=law == iid(Normal(0, 1)))

    ours(), peer()
    times = [(seconds(ours), seconds(peer)) for _ in range(ROUNDS)]
    fast, slow = (n / median(column) for n, column in zip((goals, peer_goals), zip(*times, strict=True), strict=True))
    ratio = median((goals / a) / (peer_goals / b) for a, b in times)
    print(f"{title:<44} {fast / 1e6:>9.3f} {slow / 1e6:>9.3f} {ratio:>7.2f}")
    return fast


def main() -> None:
    print(f"{THREADS} threads{'':<35} {'million goals a second':>19}")
    print(f"{'':<44} {'ours':>9} {'numpy':>9} {'ratio':>7}")
    small = lotteries(6, 12, 12)
    compare("12 worlds x 6 options, uniform", small, iid(Uniform(0, 1)), 20_000_000, 10_000_000)
    compare("12 worlds x 6 options, normal", small, iid(Normal(0, 1)), 2_000_000, 2_000_000)
    large = lotteries(1000, 2000, 4)
    fast = compare("2,000 worlds x 1,000 options, uniform", large, iid(Uniform(0, 1)), 400_000, 10_000)
    moved, limit = fast * 4 * 2 * 2000, median(triad() for _ in range(ROUNDS))
    print(f"  goals written and read: {moved / 1e9:.2f} GB/s; triad {limit / 1e9:.2f} GB/s; {moved / limit:.2f}")


if __name__ == "__main__":
    main()
