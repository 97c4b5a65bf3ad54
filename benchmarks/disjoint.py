"""Exact probabilities that the first of many options on disjoint outcomes is best, and the share in a simulation.

Each option is a lottery with random rational weights over 1, 2 or 3 outcomes of its own; utilities are independent. The
number of options is 10 and 100, or the numbers given as arguments.
"""

import random
import sys
import time
from fractions import Fraction

import numpy as np

from decision import Choice, Exponential, Pr, Uniform, iid, measure
from decision.goals.laws import Law
from decision.goals.rejection import truth

DRAWS = 20_000
LAWS = {"uniform": iid(Uniform(0, 1)), "exponential": iid(Exponential(1))}


def menu(options: int) -> Choice:
    source = random.Random(options)
    lotteries = {}
    for k in range(options):
        weights = [source.randint(1, 20) for _ in range(1 + k % 3)]
        lotteries[f"o{k}"] = {f"w{k}.{i}": Fraction(w, sum(weights)) for i, w in enumerate(weights)}
    return Choice(lotteries)


def simulated(choice: Choice, law: Law) -> float:
    names = choice.outcomes
    goals = law.sample(np.random.default_rng(0), DRAWS, names)
    return float(truth(choice.best("o0"), dict(zip(names, goals.T, strict=True)), DRAWS).mean())


def main() -> None:
    print(f"{'options':>7} {'law':>12} {'exact, s':>9}   probability    simulated")
    for options in [int(a) for a in sys.argv[1:]] or [10, 100]:
        choice = menu(options)
        for name, law in LAWS.items():
            start = time.perf_counter()
            found = measure(Pr(choice.best("o0")), goals=law)
            seconds = time.perf_counter() - start
            print(f"{options:7} {name:>12} {seconds:9.2f}   {float(found):.8f}     {simulated(choice, law):.5f}")


if __name__ == "__main__":
    main()
