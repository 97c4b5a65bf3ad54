"""The bias towards leaving less to chance as a function of the tails of utilities.

A sure outcome against two lotteries over `k` outcomes each, all different: the probability that the sure outcome is
best, less 1/3, under independent utilities of one law. Each number is exact or enclosed; its time is shown.

python benchmarks/tails.py [--plot FILE]
"""

import argparse
import time
from collections.abc import Sequence
from fractions import Fraction

from decision import (
    Cauchy,
    Choice,
    InvalidValue,
    Laplace,
    Mixture,
    Normal,
    PiecewiseUniform,
    Pr,
    Stable,
    Uniform,
    iid,
    measure,
)
from decision.goals.marginals import Marginal

SIZES = (1, 2, 5)


def chance(k: int) -> Choice:
    """A sure outcome and two uniform lotteries over `k` others each."""
    lottery = {name: {f"{name}{i}": Fraction(1, k) for i in range(k)} for name in ("c", "d")}
    return Choice({"sure": {"w": 1}, **lottery})


def levels(count: int) -> PiecewiseUniform:
    """`U(-1, 1)`; at each level, with probability .1, `+-U[8^k, 1.1 * 8^k]` instead, and the highest level counts."""
    left, parts = Fraction(1), list[tuple[Fraction, Fraction, Fraction]]()
    for k in range(count, 0, -1):
        low, high = Fraction(8) ** k, Fraction(8) ** k * Fraction(11, 10)
        parts += [(left / 20, low, high), (left / 20, -high, -low)]
        left *= Fraction(9, 10)
    return PiecewiseUniform([(left, Fraction(-1), Fraction(1)), *parts])


def laws() -> list[tuple[str, Marginal]]:
    """From light to heavy tails."""
    rare = Mixture([("9/10", Normal(0, 1)), ("1/10", Normal(0, 10))])
    return [
        ("uniform", Uniform(0, 1)),
        ("normal", Normal(0, 1)),
        ("Laplace", Laplace(0, 1)),
        ("stable, index 3/2", Stable("3/2")),
        ("normal, one in ten ten times wider", rare),
        ("uniform with two levels of outliers", levels(2)),
        ("Cauchy (stable, index 1)", Cauchy(0, 1)),
        ("uniform with three levels of outliers", levels(3)),
        ("stable, index 1/2", Stable("1/2")),
    ]


def bias(marginal: Marginal, k: int) -> float:
    """The probability that the sure outcome is best, less 1/3."""
    return float(measure(Pr(chance(k).best("sure")) - "1/3", goals=iid(marginal)))


def cell(marginal: Marginal, k: int) -> str:
    """Bias and time, or that it is refused."""
    start = time.perf_counter()
    try:
        found = f"{bias(marginal, k):+.6f}"
    except InvalidValue:
        found = "no exact route"
    return f"{found} ({time.perf_counter() - start:.2f} s)"


def table(sizes: Sequence[int]) -> None:
    """One line for each law, one column for each size of the lotteries."""
    print(f"{'utilities':40}" + "".join(f"{f'k = {k}':>24}" for k in sizes))
    for name, marginal in laws():
        print(f"{name:40}" + "".join(f"{cell(marginal, k):>24}" for k in sizes))


def plot(path: str) -> None:
    """Bias against the tail index of stable utilities: it crosses 0 at Cauchy."""
    from matplotlib.figure import Figure

    indices = [Fraction(n, 10) for n in range(3, 21)]
    figure = Figure(figsize=(6, 4), layout="constrained")
    axes = figure.subplots()
    for k in SIZES[1:]:
        axes.plot([float(a) for a in indices], [bias(Stable(a), k) for a in indices], label=f"k = {k}")
    axes.axhline(0, color="0.7", linewidth=0.8)
    axes.axvline(1, color="0.7", linewidth=0.8)
    axes.set(xlabel="tail index (1: Cauchy, 2: normal)", ylabel="Pr(sure outcome best) - 1/3")
    axes.legend()
    figure.savefig(path)


def main() -> None:
    """The table, and the plot if asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plot", metavar="FILE")
    options = parser.parse_args()
    table(SIZES)
    if options.plot:
        plot(options.plot)


if __name__ == "__main__":
    main()
