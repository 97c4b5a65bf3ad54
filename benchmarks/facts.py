"""Exact values of the statements about named laws that the tests hold against sources, each with its time.

python benchmarks/facts.py
"""

import time
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from decision import (
    MDP,
    POWER,
    Cauchy,
    Choice,
    Decision,
    Enclosure,
    Exponential,
    Normal,
    Outcome,
    PiecewiseUniform,
    Plan,
    Pr,
    Resolute,
    Sophisticated,
    Stable,
    Uniform,
    iid,
    maximum,
    measure,
    u,
)
from decision.catalog.load import entry
from decision.goals.laws import Law

UNIT, NORMAL = iid(Uniform(0, 1)), iid(Normal(0, 1))
Case = tuple[str, Any, Law]

WAIT = {"start": ["candy", "wait"], "wait": ["choc", "hug"], "candy": ["candy"], "choc": ["choc"], "hug": ["hug"]}
SHAH = {"Z": ["Z", "S"], "S": ["S", "Z", "A"], "A": ["A", "B"], "B": ["B"]}


def graph(edges: dict[str, list[str]], discount: str) -> MDP:
    return MDP({s: {t: {t: 1} for t in ts} for s, ts in edges.items()}, discount=discount)


def spread(name: str, k: int) -> dict[str, Fraction]:
    return {f"{name}{i}": Fraction(1, k) for i in range(k)}


def levels(count: int) -> Law:
    left, rows = Fraction(1), list[tuple[Fraction, Fraction, Fraction]]()
    for k in range(count, 0, -1):
        low, high = Fraction(8) ** k, Fraction(11 * 8**k, 10)
        rows += [(left / 20, low, high), (left / 20, -high, -low)]
        left *= Fraction(9, 10)
    return iid(PiecewiseUniform([(left, Fraction(-1), Fraction(1)), *rows]))


def choices() -> Iterator[Case]:
    """One choice."""
    pair = Choice({"a": {"x": "1/3", "y": "2/3"}, "b": {"x": "1/5", "z": "4/5"}})
    sure = Choice({"sure": {"w": 1}, "c": spread("c", 2), "d": spread("d", 2)})
    wide = Choice({"sure": {"w": 1}, "c": spread("c", 5), "d": spread("d", 5)})
    hull = Choice({"a": {"x": 1}, "b": {"y": 1}, "mid": {"x": "1/2", "y": "1/2"}})
    equal = Choice({f"o{i}": {f"v{i}": "1/3", f"w{i}": "2/3"} for i in range(5)})
    yield "1 parity", Pr(pair.best("a")), NORMAL
    for n in (1, 2, 3):
        yield f"2 skew, n = {n}", Pr(Choice({"s": {"s": 1}, "l": spread("w", n)}).best("s")), iid(Exponential(1))
    yield "3 uniquely best", Pr(sure.uniquely_best("sure")), UNIT
    yield "4 five equal profiles", Pr(equal.best("o0")), iid(Stable("1/2"))
    yield "5 uniform", Pr(sure.best("sure")), UNIT
    yield "6 normal, k = 2", Pr(sure.best("sure")), NORMAL
    yield "6 normal, k = 5", Pr(wide.best("sure")), NORMAL
    yield "7 Cauchy", Pr(sure.best("sure")), iid(Cauchy(0, 1))
    yield "8 stable, index 3/2", Pr(sure.best("sure")), iid(Stable("3/2"))
    yield "8 stable, index 1/2", Pr(sure.best("sure")), iid(Stable("1/2"))
    for count in (1, 2, 3, 4, 6):
        yield f"9a {count} levels", Pr(sure.best("sure")), levels(count)
    branches = [maximum(*(u(f"{name}{i}") for i in range(n))) for name, n in (("a", 3), ("b", 2))]
    yield "10 three worlds against two", Pr(branches[0] >= branches[1]), UNIT
    yield "11 inside the hull", Pr(hull.uniquely_best("mid")), UNIT


def plans() -> Iterator[Case]:
    """Desires that may change."""
    later = {w: {f"x{i}": Outcome(f"{w}{i}") for i in range(5)} for w in ("k", "c")}
    branches = {"keep": Decision("later", later["k"]), "change": Decision("then", later["c"], chooser="changed")}
    tree = Decision("now", branches)
    yield "13 sophisticated, n = 5", Pr(Plan(tree, rule=Sophisticated()).best("keep")), UNIT
    yield "14 resolute, n = 5", Pr(Plan(tree, rule=Resolute()).best("keep")), UNIT
    same = {"keep": Decision("later", later["k"]), "change": Decision("then", later["k"], chooser="changed")}
    yield "15 same worlds, n = 5", Pr(Plan(Decision("now", same), rule=Sophisticated()).best("keep")), UNIT


def processes() -> Iterator[Case]:
    """Decision processes."""
    figure_1 = entry("turner2021/power").problem.processes["mdp"]
    for g in ("1/10", "1/2", "9/10"):
        mdp = figure_1.at_discount(g)
        for s in ("nil", "lSW", "rSE", "lNW"):
            yield f"POWER({s}), g = {g}", POWER(mdp, s), UNIT
        for a in ("up", "left", "right"):
            yield f"Pr({a}) at star, g = {g}", Pr(mdp.optimal("star", a)), UNIT
    mdp = figure_1.at_discount("1/2")
    yield "POWER(star), g = 0", POWER(figure_1.at_discount("0"), "star"), UNIT
    yield "POWER(star), average", POWER(mdp, "star", criterion="average"), UNIT
    for a in ("up", "left", "right"):
        yield f"Pr({a}) at star, Blackwell", Pr(mdp.optimal("star", a, criterion="blackwell")), UNIT
    for n in (1, 3):
        loops = graph({"s": [f"e{i}" for i in range(n)], **{f"e{i}": [f"e{i}"] for i in range(n)}}, "9/10")
        yield f"POWER(start), {n} loops", POWER(loops, "s"), UNIT
    yield "Pr(wait), g = 1/2", Pr(graph(WAIT, "1/2").optimal("start", "wait")), UNIT
    yield "POWER(start) of wait, g = 1/2", POWER(graph(WAIT, "1/2"), "start"), UNIT
    shah = graph(SHAH, "1/2")
    for a in ("S", "Z", "A"):
        yield f"Pr({a}) of Shah, Blackwell", Pr(shah.optimal("S", a, criterion="blackwell")), UNIT
    for s in ("A", "B"):
        yield f"POWER({s}) of Shah, average", POWER(shah, s, criterion="average"), UNIT


def main() -> None:
    """One line for each; the slowest at the end. The first measure also loads the solvers."""
    measure(Pr(u("a") >= 2 * u("b")), goals=UNIT)
    slowest = 0.0
    for name, quantity, law in (*choices(), *plans(), *processes()):
        start = time.perf_counter()
        found = measure(quantity, goals=law)
        seconds = time.perf_counter() - start
        slowest = max(slowest, seconds)
        radius = f"+/- {float(found.radius):.0e}" if isinstance(found, Enclosure) else "exact"
        print(f"{name:34} {seconds:7.3f} s  {float(found):.15f}  {radius}")
    print(f"slowest: {slowest:.2f} s")


if __name__ == "__main__":
    main()
