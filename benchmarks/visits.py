"""Non-dominated visit distributions of random sparse MDPs: growth with states, by the walk and by listing all policies.

Two actions in each state, each leading to two states; discount 9/10; one start. The walk goes on to larger MDPs until
one takes more than the time given as argument (60 seconds by default).
"""

import random
import sys
import time
from fractions import Fraction

from decision import MDP
from decision.problems.hulls import extreme_points
from decision.problems.walk import Walk

LISTED = 600  # policies beyond which listing takes minutes


def sparse(states: int, seed: int, actions: int = 2, successors: int = 2) -> MDP:
    source = random.Random(seed)

    def row() -> dict[str, Fraction]:
        targets = source.sample(range(states), successors)
        weights = [source.randint(1, 4) for _ in targets]
        return {f"s{t}": Fraction(w, sum(weights)) for t, w in zip(targets, weights, strict=True)}

    rows = {f"s{i}": {f"a{k}": row() for k in range(actions)} for i in range(states)}
    return MDP(rows, discount="9/10")


def by_list(mdp: MDP) -> int | None:
    if len(mdp.visits.policies("s0")) > LISTED:
        return None
    weights = [dict(f.weights) for f in mdp.visits.all("s0")]
    return len(extreme_points([tuple(w.get(s, Fraction(0)) for s in mdp.states) for w in weights]))


def main(limit: float) -> None:
    print(f"{'states':>6} {'policies':>9} {'non-dominated':>13} {'walk s':>8} {'list s':>8}")
    for states in range(4, 40, 2):
        mdp = sparse(states, seed=1)
        start = time.perf_counter()
        count = len(Walk(mdp, {}).corners({"s0": Fraction(1)}))
        walked = time.perf_counter() - start
        policies = len(mdp.visits.policies("s0"))
        start = time.perf_counter()
        listed = by_list(mdp)
        taken = "" if listed is None else f"{time.perf_counter() - start:8.2f}"
        assert listed in (None, count)
        print(f"{states:6} {policies:9} {count:13} {walked:8.2f} {taken:>8}", flush=True)
        if walked > limit:
            break


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60)
