"""The numeric solver against its peers, measured in turns in the same run: ratios of medians of five.

    python benchmarks/solver.py [--quick] [one | large | many | power]...

- `one`: one reward, four actions of five successors, error 5e-7 (what quantecon's epsilon = 1e-6 promises), against
  quantecon's modified policy iteration.
- `large`: 10^6 states; peak memory as a multiple of the model.
- `many`: 1,000 rewards against quantecon in a loop.
- `power`: POWER on Figure 1 of Turner et al. (2021) against the method of POWERplay (Harris and Gladstone AI, 2022),
  re-implemented: for each goal, value iteration in place, state by state, in float32 from 0, until no value changes by
  more than one part in 10^4. At discount .9 this leaves errors of some 10^-3 of a value, so ours is asked for errors of
  at most 10^-3. Both run until the standard error of every state is what the peer's is after its goals: the peer's run
  and ours are timed whole, and standard deviations are measured on both sides. Ours is shown twice: with independent
  goals, and with pairs of a goal and its reflection, which need fewer goals for one standard error.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np
from scipy import sparse

from decision import PackedMDP, optimal_values, pack
from decision.catalog.load import entry

RUNS = 5
ACTIONS, SUCCESSORS = 4, 5


def random_model(states: int, seed: int = 0) -> PackedMDP:
    source = np.random.default_rng(seed)
    targets = source.integers(0, states, (states * ACTIONS, SUCCESSORS), dtype=np.int32)
    weights = source.random(targets.shape)
    return packed(targets, weights / weights.sum(axis=1, keepdims=True), states)


def torus_model(states: int) -> PackedMDP:
    """Four directions on a torus: 0.8 to go there, 0.05 for each other direction and to stay."""
    side = round(states**0.5)
    i, j = np.divmod(np.arange(side * side, dtype=np.int32), side)
    near = [(i - 1) % side * side + j, (i + 1) % side * side + j, i * side + (j - 1) % side, i * side + (j + 1) % side]
    targets = np.repeat(np.stack([*near, i * side + j], axis=1), ACTIONS, axis=0)
    weights = np.tile(np.where(np.eye(ACTIONS, SUCCESSORS, dtype=bool), 0.8, 0.05), (side * side, 1))
    return packed(targets, weights, side * side)


def packed(targets: Any, weights: Any, states: int) -> PackedMDP:
    pairs = states * ACTIONS
    ends = np.arange(0, pairs * SUCCESSORS + 1, SUCCESSORS, dtype=np.int32)
    rows = sparse.csr_array((weights.ravel(), targets.ravel(), ends), shape=(pairs, states))
    rows.sum_duplicates()
    state, action = np.divmod(np.arange(pairs, dtype=np.int32), ACTIONS)
    return PackedMDP(rows, state, action)


def in_turns(ours: Callable[[], Any], peer: Callable[[], Any], runs: int = RUNS) -> tuple[float, float]:
    """Median seconds of both."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for run, taken in zip((ours, peer), times, strict=True):
            start = time.perf_counter()
            run()
            taken.append(time.perf_counter() - start)
    return median(times[0]), median(times[1])


def quantecon_problem(model: PackedMDP, reward: Any, discount: float) -> Any:
    from quantecon.markov import DiscreteDP

    return DiscreteDP(reward[model.state], model.transitions, discount, model.state, model.action)


def quantecon(problem: Any) -> Any:
    return problem.solve("modified_policy_iteration", epsilon=1e-6, max_iter=10**7).v


def one(quick: bool) -> None:
    print("One reward, 4 actions, 5 successors, error 5e-7; ratio = quantecon / ours")
    print(f"{'kind':>7} {'states':>7} {'discount':>8} {'ours ms':>9} {'quantecon ms':>12} {'ratio':>6}  wanted")
    for states in (1000, 10_000) if quick else (1000, 10_000, 100_000):
        for name, make in (("random", random_model), ("torus", torus_model)):
            model = make(states)
            reward = np.random.default_rng(1).random(model.size)
            for discount in (0.95, 0.99, 0.999):
                problem = quantecon_problem(model, reward, discount)

                def ours(model: Any = model, reward: Any = reward, discount: float = discount) -> Any:
                    return optimal_values(model, reward, discount=discount, tolerance=5e-7)

                assert np.abs(ours().values - quantecon(problem)).max() < 1e-6
                slow = states > 10_000 and name == "torus" and discount > 0.99
                a, b = in_turns(ours, lambda problem=problem: quantecon(problem), 1 if slow else RUNS)
                wanted = ">= 1.5" if states <= 10_000 else ">= 0.83"
                line = f"{name:>7} {model.size:7} {discount:8} {a * 1e3:9.2f} {b * 1e3:12.2f} {b / a:6.2f}  {wanted}"
                print(line, flush=True)


def large(quick: bool) -> None:
    states = 100_000 if quick else 1_000_000
    print(f"\nPeak memory, {states} states, discount .99, as a multiple of the model (wanted: at most 4)")
    for kind in ("random", "torus"):
        command = [sys.executable, __file__, "--measure", kind, str(states)]
        print(subprocess.run(command, check=True, text=True, capture_output=True).stdout, end="", flush=True)


def measure(kind: str, states: int) -> None:
    """In a process of its own: peak memory beyond what the program itself takes."""
    small = torus_model(100)
    optimal_values(small, np.zeros(small.size), discount=0.9, tolerance=1e-3)
    model = (random_model if kind == "random" else torus_model)(states)
    reward = np.random.default_rng(1).random(model.size)
    before = resident()
    reset_peak()
    start = time.perf_counter()
    found = optimal_values(model, reward, discount=0.99, tolerance=1e-6)
    taken = time.perf_counter() - start
    extra = peak() - before
    print(
        f"{kind:>7} model {model.nbytes() / 1e6:.0f} MB, solving takes {extra / 1e6:.0f} MB more: "
        f"{(model.nbytes() + extra) / model.nbytes():.2f} times the model; {taken:.1f} s, error {found.radius:.0e}"
    )


def status(field: str) -> int:
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(field))


def resident() -> int:
    return status("VmRSS")


def peak() -> int:
    return status("VmHWM")


def reset_peak() -> None:
    """Let the peak start from what is resident now (Linux)."""
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")


def many(quick: bool) -> None:
    count = 1000
    print(f"\n{count} rewards, discount .99, error 5e-7; ratio = quantecon in a loop / ours")
    for name, model, wanted in (("random", random_model(1000), 12), ("torus", torus_model(1024), 3.5)):
        rewards = np.random.default_rng(1).random((count, model.size))
        looped = 50 if quick else 250 if name == "random" else 100

        def ours(model: Any = model, rewards: Any = rewards) -> Any:
            return optimal_values(model, rewards, discount=0.99, tolerance=5e-7)

        def loop(model: Any = model, rewards: Any = rewards, looped: int = looped) -> None:
            for reward in rewards[:looped]:
                quantecon(quantecon_problem(model, reward, 0.99))

        ours(), loop(looped=2)
        a, b = in_turns(ours, loop)
        b *= count / looped
        print(
            f"{name:>7} {model.size} states: ours {a:.3f} s, quantecon {b:.2f} s (from {looped} rewards), "
            f"ratio {b / a:.1f} (wanted: at least {wanted})",
            flush=True,
        )


def powerplay(transitions: Any, rewards: Any, discount: float, threshold: float = 1e-4) -> Any:
    """POWER of every state by POWERplay's method, goal by goal: one row for each."""
    found = np.empty(rewards.shape)
    gamma = np.float32(discount)
    for row, reward in zip(found, rewards.astype(np.float32), strict=True):
        values = np.zeros_like(reward)
        while True:
            old = values.copy()
            for s in range(len(values)):
                values[s] = reward[s] + gamma * (transitions[s] @ values).max()
            if np.abs((old - values) / (old + np.float32(1e-20))).max() <= threshold:
                break
        row[:] = (1 - discount) / discount * (values - reward)
    return found


def power(quick: bool) -> None:
    discount, looped = 0.9, 500 if quick else 20_000
    model = pack(entry("turner2021/power").problem.processes["mdp"])
    padded = np.zeros((model.size, 3, model.size), dtype=np.float32)
    for s, rows in enumerate(np.split(model.transitions.toarray(), model.first[1:-1])):
        padded[s] = rows[np.minimum(np.arange(3), len(rows) - 1)]  # repeated, so that none is a row of zeros

    def ours(draws: int, pairs: bool) -> Any:
        """One row for each draw: of one goal, or the mean of a pair."""
        rewards = np.random.default_rng(1).random((draws, model.size))
        if pairs:
            rewards = np.concatenate([rewards, 1 - rewards])
        found = optimal_values(model, rewards, discount=discount, tolerance=1e-3)
        power = (1 - discount) / discount * (found.values - rewards)
        return (power[:draws] + power[draws:]) / 2 if pairs else power

    start = time.perf_counter()
    peer = powerplay(padded, np.random.default_rng(0).random((looped, model.size)), discount)
    b = time.perf_counter() - start
    wanted = peer.std(axis=0, ddof=1) / looped**0.5
    print(
        "\nPOWER on Figure 1 of Turner et al., discount .9; ratio = POWERplay's method / ours, at equal standard error"
    )
    print(f"POWERplay's method: {b:.2f} s for {looped} goals, standard errors up to {wanted.max():.2e}")
    for title, pairs in (("independent goals", False), ("pairs", True)):
        spread = ours(10_000, pairs).std(axis=0, ddof=1)
        draws = int(np.ceil((spread / wanted).max() ** 2))
        times: list[float] = []
        for _ in range(RUNS):
            start = time.perf_counter()
            found = ours(draws, pairs)
            times.append(time.perf_counter() - start)
        a = median(times)
        reached = found.std(axis=0, ddof=1) / draws**0.5
        apart = (np.abs(found.mean(axis=0) - peer.mean(axis=0)) / np.hypot(reached, wanted)).max()
        print(
            f"ours, {title}: {a * 1e3:.2f} ms for {draws * (1 + pairs)} goals, standard errors at most "
            f"{(reached / wanted).max():.2f} of the peer's, results {apart:.1f} joint standard errors apart, "
            f"ratio {b / a:.0f} (wanted: at least 1000)"
        )


PARTS = {"one": one, "large": large, "many": many, "power": power}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", default=[*PARTS], help=f"any of {', '.join(PARTS)}; all by default")
    parser.add_argument("--quick", action="store_true", help="smaller sizes")
    parser.add_argument("--measure", nargs=2, metavar=("KIND", "STATES"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        measure(given.measure[0], int(given.measure[1]))
        return
    for part in given.parts:
        PARTS[part](given.quick)


if __name__ == "__main__":
    main()
