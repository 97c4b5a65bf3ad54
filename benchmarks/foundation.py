"""The one-shot verdicts of the literature, timed: deciding, and checking what was decided; then how large a claim fits in a time.

    python benchmarks/foundation.py [--sizes]
"""

import argparse
import random
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction

import decision as d
from decision import check
from decision.language.theses import Thesis


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


def claims() -> list[tuple[str, Thesis, list[object]]]:
    """Name, thesis and assumptions of each verdict."""
    two, six = random_menu(1, 12, 2), random_menu(2, 12, 6)
    chance = d.Choice({"sure": {"w1": 1}, "coin": {"w2": "1/2", "w3": "1/2"}, "coin2": {"w4": "1/2", "w5": "1/2"}})
    less = d.Pr(chance.best("sure")) >= d.Pr(chance.best("coin"))
    half = d.Pr(two.best("o0")) == "1/2"
    rich, poor = sure("r", 2), sure("p", 2)
    richer = d.Pr(rich.value() >= poor.value()) == 1
    hull = d.Choice({"a": {"x": 1}, "b": {"y": 1}, "c": {"z": 1}, "mix": {"x": "1/2", "y": "1/4", "z": "1/4"}})
    acts = [[d.u(f"{a}{s}") for s in "lr"] for a in "xyz"]
    learn = Fraction(1, 3) * d.maximum(*[a[0] for a in acts]) + Fraction(2, 3) * d.maximum(*[a[1] for a in acts])
    blind = d.maximum(*[Fraction(1, 3) * a[0] + Fraction(2, 3) * a[1] for a in acts])
    symmetric = [d.Exchangeable(), d.NoTies()]
    listed: list[tuple[str, Thesis, list[object]]] = [
        ("parity, 12 worlds", half, [d.ReflectionSymmetric(), d.NoTies()]),
        ("parity without NoTies", half, [d.ReflectionSymmetric()]),
        ("parity, exchangeable instead", half, symmetric),
        ("half-bound, 6 options, 12 worlds", d.Pr(six.uniquely_best("o0")) <= "1/2", [d.ReflectionSymmetric()]),
        *((f"1/{n} of {n} sure options", d.Pr(sure("w", n).best("w0")) == Fraction(1, n), symmetric) for n in range(3, 9)),
        *(
            (f"later choices {n} v {k}", d.Pr(sure("a", n).value() >= sure("b", k).value()) == Fraction(n, n + k), symmetric)
            for n, k in ((1, 1), (2, 1), (4, 2), (8, 4))
        ),
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


def timed(action: Callable[[], object]) -> tuple[float, object]:
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
        print(f"{name:34} {verdict.status.value:10} {verdict.evidence.name:10} {seconds:7.2f}s {checking:7.2f}s", flush=True)
    for name, quantity, given in (
        ("bounds, mean gap at least 1/4", d.Pr(d.u("a") >= d.u("b")), [d.Bounded(0, 1), d.E(d.u("a")) - d.E(d.u("b")) >= "1/4"]),
        ("bounds, equal means", d.Pr(d.u("a") > d.u("b")), [d.Bounded(0, 1), d.E(d.u("a")) == d.E(d.u("b"))]),
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

    def largest(build: Callable[[int], tuple[Thesis, list[object]]], limit: float, start: int) -> int:
        best, n = 0, start
        while True:
            thesis, given = build(n)
            seconds, verdict = timed(lambda t=thesis, g=given: d.decide(t, given=g, time_limit=limit))
            if verdict.status is d.Status.UNDECIDED or seconds > limit:
                return best
            best, n = n, n + max(1, n // 4)

    symmetric = [d.Exchangeable(), d.NoTies()]
    families: dict[str, Callable[[int], tuple[Thesis, list[object]]]] = {
        "n sure options, exchangeable (group order n!)": lambda n: (d.Pr(sure("w", n).best("w0")) == Fraction(1, n), symmetric),
        "2n sure outcomes v n (group order (3n)!)": lambda n: (d.Pr(sure("a", 2 * n).value() >= sure("b", n).value()) == "2/3", symmetric),
        "half-bound, m options on 12 worlds": lambda m: (d.Pr(random_menu(2, 12, m).uniquely_best("o0")) <= "1/2", [d.ReflectionSymmetric()]),
        "parity, 2 options on n worlds": lambda n: (d.Pr(random_menu(1, n, 2).best("o0")) == "1/2", [d.ReflectionSymmetric(), d.NoTies()]),
    }
    for name, build in families.items():
        print(f"{name}: " + ", ".join(f"{largest(build, limit, 2)} in {limit:g} s" for limit in (1, 10, 60)), flush=True)


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
