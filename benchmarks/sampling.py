"""How fast and how well `estimate` samples.

    python benchmarks/sampling.py [speed | wide | dense | averages | rare]...

- `speed`: 12 worlds and 6 options, goals a second against plain numpy in single precision. The peer draws the same law
  and compares, without error bounds, ties or intervals. Ratios are medians of five runs, ours and the peer's in turn.
- `wide`: 1,000 options on 2,000 worlds, four worlds to an option. The yardstick is a triad, `a = b + s c`, on arrays
  too large for any cache, against goals that would be written once and read once in single precision. Ours makes only
  the numbers that it looks at, and looks at no more than decides, so it may be above what memory allows.
- `dense`: 250 options, each a lottery over all of 500 worlds: operations a second that all differences of options would
  take, against those of a product of matrices. Processors are filled with goals, so the products have one thread each.
- `averages`: variance for one goal, and for equal time, with and without averaging over symmetries.
- `rare`: standard error relative to a small probability, and the goals that plain sampling would need for it.
"""

import argparse
import os
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from statistics import median

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy is loaded; see `dense`

import numpy as np

from decision import (
    Choice,
    E,
    Exchangeable,
    Exponential,
    Normal,
    Pr,
    ReflectionSymmetric,
    Uniform,
    estimate,
    iid,
    maximum,
    u,
)
from decision.goals.laws import Law
from decision.language.quantities import Quantity

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


def header() -> None:
    print(f"\n{THREADS} threads{'':<35} {'million goals a second':>19}")
    print(f"{'':<44} {'ours':>9} {'numpy':>9} {'ratio':>7}")


def speed() -> None:
    header()
    small = lotteries(6, 12, 12)
    compare("12 worlds x 6 options, uniform", small, iid(Uniform(0, 1)), 20_000_000, 10_000_000)
    compare("12 worlds x 6 options, normal", small, iid(Normal(0, 1)), 20_000_000, 2_000_000)


def wide() -> None:
    header()
    menu = lotteries(1000, 2000, 4)
    fast = compare("2,000 worlds x 1,000 options, uniform", menu, iid(Uniform(0, 1)), 4_000_000, 10_000)
    worlds = len(menu.outcomes)
    moved, limit = fast * 4 * 2 * worlds, median(triad() for _ in range(ROUNDS))
    print(f"  as goals written and read: {moved / 1e9:.2f} GB/s; triad {limit / 1e9:.2f} GB/s; {moved / limit:.2f}")


def dense() -> None:
    header()
    menu = lotteries(250, 500, 500)
    fast = compare("500 worlds x 250 options, all dense", menu, iid(Uniform(0, 1)), 400_000, 40_000)
    done, limit = fast * 2 * 249 * 500, median(product() for _ in range(ROUNDS))
    print(f"  as differences of all options: {done / 1e9:.1f} Gflop/s; product of matrices {limit / 1e9:.1f} Gflop/s")


def product() -> float:
    """Operations a second of products of matrices in single precision, one on each processor."""
    a, b, times = np.ones((249, 500), dtype=np.float32), np.ones((500, 4096), dtype=np.float32), 20

    def run(_: int) -> None:
        for _ in range(times):
            a @ b

    with ThreadPoolExecutor(THREADS) as pool:
        return THREADS * times * 2 * 249 * 500 * 4096 / seconds(lambda: list(pool.map(run, range(THREADS))))


def averages() -> None:
    print("\nvariance of averages over symmetries, in per cent of that of single goals")
    print(f"{'':<58} {'one goal':>9} {'equal time':>11}")
    uniform, normal = iid(Uniform(0, 1)), iid(Normal(0, 1))
    sure = Choice({w: {w: 1} for w in "abcdef"})
    coins = Choice({"sure": {"a": 1}, "coin": {"b": "1/2", "c": "1/2"}, "coin2": {"d": "1/2", "e": "1/2"}})
    swap, mirror = Exchangeable(), ReflectionSymmetric()
    high = maximum(u("a"), (u("b") + u("c")) / 2)
    cases: list[tuple[str, Quantity, Law, object]] = [
        ("one of six sure options is best, all exchanges", Pr(sure.best("a")), uniform, swap),
        ("sure beats two coins, all exchanges", Pr(coins.best("sure")), uniform, swap),
        ("sure beats two coins, reflection", Pr(coins.best("sure")), normal, mirror),
        ("mean of the better of sure and coin, reflection", E(high), uniform, mirror),
        ("a above .9, reflection", Pr(u("a") >= "9/10"), uniform, mirror),
        ("a between .4 and .6, reflection: no gain", Pr((u("a") >= "2/5") & (u("a") <= "3/5")), uniform, mirror),
        ("mean of |a - b|, reflection: no gain", E(maximum(u("a") - u("b"), u("b") - u("a"))), uniform, mirror),
    ]
    for title, quantity, law, over in cases:
        plain, average = (drawn(quantity, law, one) for one in (None, over))
        variance, slower = average[0] / plain[0], average[1] / plain[1]
        print(f"{title:<58} {variance:>9.1%} {variance * slower:>11.1%}")


def drawn(quantity: Quantity, law: Law, over: object) -> tuple[float, float]:
    """Variance for one goal, and seconds."""
    count = 4_000_000
    found = estimate(quantity, goals=law, average_over=over, samples=count, progress=False)
    times = [
        seconds(lambda: estimate(quantity, goals=law, average_over=over, samples=count, progress=False))
        for _ in range(3)
    ]
    return found.standard_error**2 * count, median(times)


def rare() -> None:
    print("\nrare events, 1,000,000 goals")
    print(f"{'':<44} {'estimate':>10} {'rel. s.e.':>10} {'interval +-':>11} {'plain goals for it':>19}")
    a, b, c = u("a"), u("b"), u("c")
    for title, event, law in (
        ("normal: a above 6", a >= 6, iid(Normal(0, 1))),
        ("normal: a and b above 4", (a >= 4) & (b >= 4), iid(Normal(0, 1))),
        ("exponential: a + b above 30", a + b >= 30, iid(Exponential(1))),
        ("uniform: a + b + c above 2.99", a + b + c >= "299/100", iid(Uniform(0, 1))),
        ("normal: the largest of three above 6", maximum(a, b, c) >= 6, iid(Normal(0, 1))),
    ):
        found = estimate(Pr(event), goals=law, rare=True, samples=1_000_000, progress=False)
        relative = found.standard_error / found.value
        half, plain = (found.upper - found.lower) / 2 / found.value, 1 / (found.value * relative**2)
        print(f"{title:<44} {found.value:>10.3e} {relative:>10.2%} {half:>11.2%} {plain:>19.1e}")


PARTS = {"speed": speed, "wide": wide, "dense": dense, "averages": averages, "rare": rare}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", default=[*PARTS], help=f"any of {', '.join(PARTS)}; all by default")
    for part in parser.parse_args().parts:
        PARTS[part]()


if __name__ == "__main__":
    main()
