"""Proofs by chambers: how many cones, how long the search, and how long the checker takes, for 5, 6 and 7 worlds.

Three options with random lotteries on exchangeable worlds; "half" says that the first is uniquely best with probability
at most 1/2, "more" that it is best at least as often as the second. The seeds are of claims that hold.

    python benchmarks/chambers.py [WORLDS ...] [--time-limit SECONDS]
"""

import argparse
import json
import math
import time

from random_claims import random_menu

from decision import Exchangeable, NoTies, Pr
from decision.certificates.kinds import Chambers
from decision.checker import check_document
from decision.engines.chambers import chambers
from decision.engines.clock import Clock
from decision.engines.program import Program
from decision.goals.claims import claims
from decision.language.serial import generator_json
from decision.language.theses import Thesis

SEEDS = {
    ("half", 5): (3, 6, 8),
    ("half", 6): (0, 1, 9),
    ("half", 7): (0, 5, 6),
    ("more", 5): (1,),
    ("more", 6): (1, 6, 23),
}


def thesis(kind: str, seed: int, worlds: int) -> Thesis:
    """The thesis of a seed."""
    menu = random_menu(seed, worlds)
    if kind == "half":
        return Pr(menu.uniquely_best("o0")) <= "1/2"
    return Pr(menu.best("o0")) >= Pr(menu.best("o1"))


def measure(kind: str, seed: int, worlds: int, limit: float) -> None:
    """Search and check one claim, and print a line."""
    (claim,) = claims(thesis(kind, seed, worlds), [Exchangeable(), NoTies()])
    program = Program(claim)
    start = time.perf_counter()
    found = chambers(program, Clock(time.monotonic() + limit))
    searched = time.perf_counter() - start
    line = f"{kind} {seed:3} {worlds} {math.factorial(worlds):6}"
    if not isinstance(found, tuple):
        print(f"{line}  {'no proof in time' if found is None else 'violated'} {searched:8.2f} s", flush=True)
        return
    goal = {w: str(7**n) for n, w in enumerate(claim.outcomes)}
    member = {"orbit": [["1", goal]], "radius": "1/1000"}
    certificate = Chambers(tuple(generator_json(g) for g in program.implied), found, member).to_json(program.digest)
    document = {"schema": "decision/1", "parts": [{"claim": program.json, "certificate": certificate}]}
    start = time.process_time()
    report = check_document(document)
    checked = time.process_time() - start
    assert report.accepted, report.reason
    cones, size = sum(tree.count(0) for tree in found), len(json.dumps(document))
    print(f"{line} {cones:7} {searched:8.2f} s {checked:8.2f} s {size:9} bytes", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("worlds", nargs="*", type=int, default=[5, 6, 7])
    parser.add_argument("--time-limit", type=float, default=60)
    arguments = parser.parse_args()
    print("claim  worlds relabellings cones  search  check (CPU)  size")
    for (kind, worlds), seeds in SEEDS.items():
        for seed in seeds if worlds in arguments.worlds else ():
            measure(kind, seed, worlds, arguments.time_limit)


if __name__ == "__main__":
    main()
