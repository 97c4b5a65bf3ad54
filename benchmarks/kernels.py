"""An improvement and a sweep of one reward: as they are, in float32, and with signed places (4 actions, 5 successors).

    python benchmarks/kernels.py

Microseconds, the least of many runs; `copy` is the time to make the rows float32, which comes once for each solve.
"""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from solver import random_model, torus_model

from decision.numeric.kernels import Process
from decision.numeric.krylov import loops

RUNS = 20


@loops
def improve(process, reward, discount, v, u):
    for s in range(v.size):
        best = v[s] - v[s]  # 0 in the precision of the values, which are not negative
        for row in range(process.first[s], process.last[s]):
            x = v[s] - v[s]
            for e in range(process.start[row], process.stop[row]):
                x += process.weight[e] * v[process.target[e]]
            best = x if x > best else best
        u[s] = reward[s] + discount * best


@loops
def sweep(process, reward, discount, v, u):
    """Every state's first row."""
    for s in range(v.size):
        x = v[s] - v[s]
        for e in range(process.start[s], process.stop[s]):
            x += process.weight[e] * v[process.target[e]]
        u[s] = reward[s] + discount * x


def least(run: Callable[[], Any], calls: int) -> float:
    run()
    taken = []
    for _ in range(RUNS):
        start = time.process_time()
        for _ in range(calls):
            run()
        taken.append((time.process_time() - start) / calls)
    return min(taken) * 1e6


def main() -> None:
    print(f"{'':16} | improve  float32  signed | sweep  float32  signed | copy")
    for states in (1000, 10_000, 100_000):
        for name, make in (("random", random_model), ("torus", torus_model)):
            rows = Process.of(make(states))
            reward = np.random.default_rng(0).random(rows.first.size)
            calls = max(1, 200_000 // states)
            first, second = measured(improve, rows, reward, calls), measured(sweep, chosen(rows), reward, calls)
            copy = least(lambda rows=rows: rows.weight.astype(np.float32), calls)
            print(
                f"{name:>7} {len(reward):8} | {first[0]:7.0f} {first[1]:8.0f} {first[2]:7.0f} | "
                f"{second[0]:5.0f} {second[1]:8.0f} {second[2]:7.0f} | {copy:4.0f}",
                flush=True,
            )


def measured(loop: Any, rows: Process, reward: Any, calls: int) -> list[float]:
    """As it is, in float32, with signed places."""
    signed = Process(*(a.view(f"i{a.itemsize}") for a in rows[:5]), rows.weight)
    single = rows._replace(weight=rows.weight.astype(np.float32))
    times = []
    for process in (rows, single, signed):
        kind = process.weight.dtype.type
        v = reward.astype(kind)
        given = (process, v, kind(0.99), v, np.empty_like(v))
        times.append(least(lambda given=given: loop(*given), calls))
    return times


def chosen(rows: Process) -> Process:
    """Every state's first row, next to one another as the rows of a policy are."""
    start, stop = rows.start[rows.first], rows.stop[rows.first]
    taken = np.concatenate([np.arange(a, b) for a, b in zip(start, stop, strict=True)])
    ends = np.cumsum(stop - start, dtype=start.dtype)
    return rows._replace(start=ends - (stop - start), stop=ends, target=rows.target[taken], weight=rows.weight[taken])


if __name__ == "__main__":
    main()
