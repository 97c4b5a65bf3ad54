"""Exact probabilities that the first of six options is best, utilities iid uniform: our algorithm and Normaliz.

Lotteries are random rationals over `n` worlds, n = 6, 8, 10, 12 or the numbers given as arguments. Both results are
exact and have to be equal.
"""

import random
import sys
import time
from collections.abc import Callable
from fractions import Fraction

from decision import Choice
from decision.engines.measure.cells import cells
from decision.engines.measure.normaliz import available, normaliz_integral
from decision.engines.measure.polytopes import Steps, step_integral

OPTIONS = 6
UNIT = Steps.uniform(0, 1)


def menu(worlds: int) -> Choice:
    source = random.Random(worlds)
    options = {}
    for k in range(OPTIONS):
        weights = [source.randint(0, 5) for _ in range(worlds)]
        options[f"o{k}"] = {f"w{i}": Fraction(w, sum(weights)) for i, w in enumerate(weights) if w}
    return Choice(options)


def timed(integral: Callable[..., Fraction], rows: object, size: int) -> tuple[Fraction, float]:
    start = time.perf_counter()
    return integral(rows, [UNIT] * size), time.perf_counter() - start


def main() -> None:
    print(f"{'worlds':>6} {'ours, s':>10} {'Normaliz, s':>12}   probability")
    for worlds in [int(a) for a in sys.argv[1:]] or [6, 8, 10, 12]:
        choice = menu(worlds)
        (cell,) = cells(choice.best("o0"), None, choice.outcomes)
        ours, seconds = timed(step_integral, cell.rows, len(choice.outcomes))
        other = f"{'-':>12}"
        if available():
            again, their_seconds = timed(normaliz_integral, cell.rows, len(choice.outcomes))
            assert again == ours
            other = f"{their_seconds:12.2f}"
        print(f"{worlds:6} {seconds:10.2f} {other}   {float(ours):.12f}")


if __name__ == "__main__":
    main()
