"""Random claims `Pr(best A) >= Pr(best B)`, three options with random lotteries on exchangeable worlds.

Prints, for 50 seeded cases at each size, the verdicts, the median, 90th percentile and largest time, and the undecided
ones.

    python benchmarks/random_claims.py [WORLDS ...] [--cases N]
"""

import argparse
import random
import statistics
import time
from fractions import Fraction

from decision import Choice, Exchangeable, NoTies, Pr, decide


def random_menu(seed: int, worlds: int, options: int = 3) -> Choice:
    """Options whose lotteries have integer weights 0..5 on every world."""
    rng = random.Random(seed)
    menu: dict[str, dict[str, Fraction]] = {}
    for o in range(options):
        weights = [rng.randrange(6) for _ in range(worlds)]
        weights[rng.randrange(worlds)] += 1
        menu[f"o{o}"] = {f"w{i}": Fraction(k, sum(weights)) for i, k in enumerate(weights) if k}
    return Choice(menu)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("worlds", nargs="*", type=int, default=[6, 8])
    parser.add_argument("--cases", type=int, default=50)
    parser.add_argument("--time-limit", type=float, default=60)
    arguments = parser.parse_args()
    for worlds in arguments.worlds:
        times: list[float] = []
        counts = {"HOLDS": 0, "FAILS": 0, "UNDECIDED": 0}
        for seed in range(arguments.cases):
            menu = random_menu(seed, worlds)
            start = time.perf_counter()
            verdict = decide(
                Pr(menu.best("o0")) >= Pr(menu.best("o1")),
                given=[Exchangeable(), NoTies()],
                time_limit=arguments.time_limit,
            )
            times.append(time.perf_counter() - start)
            counts[verdict.status.value] += 1
            if times[-1] > 2 or verdict.status.value == "UNDECIDED":
                print(f"    seed {seed}: {verdict.status.value} {times[-1]:.2f} s {verdict.reason}", flush=True)
        times.sort()
        p90 = times[max(0, round(0.9 * len(times)) - 1)]
        print(
            f"{worlds} worlds: {counts}; median {statistics.median(times):.2f} s, "
            f"90th percentile {p90:.2f} s, largest {times[-1]:.2f} s",
            flush=True,
        )


if __name__ == "__main__":
    main()
