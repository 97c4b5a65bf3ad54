"""The one-shot verdicts of the literature, timed: deciding, checking, and how large a claim fits in a time.

python benchmarks/foundation.py [--sizes]
"""

import argparse
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TypeVar

import decision as d
from decision import check
from decision.goals.assumptions import Assumption
from decision.language.theses import Thesis

Given = Sequence[Assumption | Thesis]
Result = TypeVar("Result")


def sure(prefix: str, count: int) -> d.Choice:
    """One sure option for each of `count` outcomes."""
    return d.Choice({f"{prefix}{i}": {f"{prefix}{i}": 1} for i in range(count)})


def random_menu(seed: int, worlds: int, options: int) -> d.Choice:
    """Options with random integer weights on every world."""
    rng = random.Random(seed)
    menu: dict[str, dict[str, Fraction]] = {}
    for o in range(options):
        weights = [rng.randrange(6) for _ in range(worlds)]
        weights[rng.randrange(worlds)] += 1
        menu[f"o{o}"] = {f"w{i}": Fraction(k, sum(weights)) for i, k in enumerate(weights) if k}
    return d.Choice(menu)


def one_in(n: int) -> Thesis:
    """One of `n` sure options is best with probability 1/n."""
    return d.Pr(sure("w", n).best("w0")) == Fraction(1, n)


def later(n: int, k: int) -> Thesis:
    """The best of `n` outcomes is at least the best of `k` others with probability n/(n + k)."""
    return d.Pr(sure("a", n).value() >= sure("b", k).value()) == Fraction(n, n + k)


def half_bound(options: int) -> Thesis:
    """Uniquely best with probability at most 1/2, among random options on twelve worlds."""
    return d.Pr(random_menu(2, 12, options).uniquely_best("o0")) <= "1/2"


def parity(worlds: int) -> Thesis:
    """Of two random options each is best with probability 1/2."""
    return d.Pr(random_menu(1, worlds, 2).best("o0")) == "1/2"


def claims() -> list[tuple[str, Thesis, Given]]:
    """Name, thesis and assumptions of each verdict."""
    chance = d.Choice({"sure": {"w1": 1}, "coin": {"w2": "1/2", "w3": "1/2"}, "coin2": {"w4": "1/2", "w5": "1/2"}})
    less = d.Pr(chance.best("sure")) >= d.Pr(chance.best("coin"))
    half = parity(12)
    rich, poor = sure("r", 2), sure("p", 2)
    richer = d.Pr(rich.value() >= poor.value()) == 1
    hull = d.Choice({"a": {"x": 1}, "b": {"y": 1}, "c": {"z": 1}, "mix": {"x": "1/2", "y": "1/4", "z": "1/4"}})
    acts = [[d.u(f"{a}{s}") for s in "lr"] for a in "xyz"]
    learn = Fraction(1, 3) * d.maximum(*[a[0] for a in acts]) + Fraction(2, 3) * d.maximum(*[a[1] for a in acts])
    blind = d.maximum(*[Fraction(1, 3) * a[0] + Fraction(2, 3) * a[1] for a in acts])
    symmetric = [d.Exchangeable(), d.NoTies()]
    listed: list[tuple[str, Thesis, Given]] = [
        ("parity, 12 worlds", half, [d.ReflectionSymmetric(), d.NoTies()]),
        ("parity without NoTies", half, [d.ReflectionSymmetric()]),
        ("parity, exchangeable instead", half, symmetric),
        ("half-bound, 6 options, 12 worlds", half_bound(6), [d.ReflectionSymmetric()]),
        *((f"1/{n} of {n} sure options", one_in(n), symmetric) for n in range(3, 9)),
        *((f"later choices {n} v {k}", later(n, k), symmetric) for n, k in ((1, 1), (2, 1), (4, 2), (8, 4))),
        ("less chance, reflection", less, [d.Exchangeable(), d.ReflectionSymmetric(), d.NoTies()]),
        ("less chance, signs", less, [d.Exchangeable(), d.SignSymmetric(), d.NoTies()]),
        ("less chance, iid symmetric", less, [d.IID(), d.Symmetric(), d.NoTies()]),
        ("less chance, log-concave", less, [d.IID(), d.Symmetric(), d.LogConcave(), d.Continuous()]),
        ("superset of outcomes", d.Pr(sure("r", 3).value() >= sure("r", 2).value()) == 1, []),
        ("richer outcomes, monotone", richer, [d.Monotone([("r0", "p0"), ("r1", "p1")])]),
        ("richer outcomes", richer, []),
        ("inside the hull", d.Pr(hull.uniquely_best("mix")) == 0, []),
        ("free information", d.E(learn) >= d.E(blind), []),
    ]
    return listed


def timed(action: Callable[[], Result]) -> tuple[float, Result]:
    """Seconds, and what the action returned."""
    start = time.perf_counter()
    result = action()
    return time.perf_counter() - start, result


def verdicts() -> None:
    """Every verdict once to warm up, then timed."""
    print(f"{'claim':34} {'verdict':10} {'grade':10} {'decide':>8} {'check':>8}")
    for name, thesis, given in claims():
        d.decide(thesis, given=given)
        seconds, verdict = timed(lambda t=thesis, g=given: d.decide(t, given=g))
        checking, report = timed(lambda v=verdict: check(v))
        assert report.accepted
        answer = f"{verdict.status.value:10} {verdict.evidence.name:10}"
        print(f"{name:34} {answer} {seconds:7.2f}s {checking:7.2f}s", flush=True)
    a, b = d.u("a"), d.u("b")
    for name, quantity, given in (
        ("bounds, mean gap at least 1/4", d.Pr(a >= b), [d.Bounded(0, 1), d.E(a) - d.E(b) >= "1/4"]),
        ("bounds, equal means", d.Pr(a > b), [d.Bounded(0, 1), d.E(a) == d.E(b)]),
    ):
        seconds, found = timed(lambda q=quantity, g=given: d.bounds(q, given=g))
        print(f"{name:34} [{found.lower}, {found.upper}] in {seconds:.2f}s", flush=True)


def start_up() -> None:
    """`import decision` in a fresh process, the bare interpreter's start subtracted."""

    def run(code: str) -> float:
        return min(timed(lambda: subprocess.run([sys.executable, "-c", code], check=True))[0] for _ in range(5))

    print(f"import decision: {run('import decision') - run('pass'):.3f}s", flush=True)


def sizes() -> None:
    """The largest sizes decided within 1, 10 and 60 seconds."""

    def largest(build: Callable[[int], Thesis], given: Given, limit: float, start: int) -> int:
        best, n = 0, start
        while True:
            thesis = build(n)
            seconds, verdict = timed(lambda t=thesis: d.decide(t, given=given, time_limit=limit))
            if verdict.status is d.Status.UNDECIDED or seconds > limit:
                return best
            best, n = n, n + max(1, n // 4)

    symmetric = [d.Exchangeable(), d.NoTies()]
    families: list[tuple[str, Callable[[int], Thesis], Given]] = [
        ("n sure options, exchangeable (group order n!)", one_in, symmetric),
        ("2n sure outcomes v n (group order (3n)!)", lambda n: later(2 * n, n), symmetric),
        ("half-bound, m options on 12 worlds", half_bound, [d.ReflectionSymmetric()]),
        ("parity, 2 options on n worlds", parity, [d.ReflectionSymmetric(), d.NoTies()]),
    ]
    for name, build, given in families:
        found = [f"{largest(build, given, limit, 2)} in {limit:g} s" for limit in (1, 10, 60)]
        print(f"{name}: {', '.join(found)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", action="store_true", help="also the largest sizes in 1, 10 and 60 seconds")
    arguments = parser.parse_args()
    start_up()
    verdicts()
    if arguments.sizes:
        sizes()


if __name__ == "__main__":
    main()
