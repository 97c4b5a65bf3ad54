"""Compiled loops for one reward: modified policy iteration on the rows of a sparse matrix.

Sums are left to the compiler to reorder: the rounding bounds of `decision.numeric.rounding` hold for any order.
Nothing here promises anything; what is returned is certified from a last residual.
"""

# numba is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownParameterType=false, reportMissingParameterType=false, reportUntypedFunctionDecorator=false

from typing import Any, NamedTuple

import numpy as np

from decision.numeric.krylov import Policy, loops, solved, spread
from decision.numeric.packed import PackedMDP

__all__ = ["Process", "solve_column"]

TRIED = 3  # plain sweeps before their speed is judged
FAST = 0.7  # contraction of a sweep below which plain sweeps go on
SETTLED = 0.01  # share of states with a new row up to which a policy is evaluated well
ROUGH, WELL = 0.3, 0.01  # accuracy of an evaluation, relative to the residual before it
PATIENCE = 200  # improvements without gain after which evaluations are many plain sweeps, which converge in the end
LONG = 10_000  # most of these sweeps
HOPELESS = 2000  # improvements without gain after which the bounds are what they are


class Process(NamedTuple):
    """The rows of a model, state by state.

    Places in arrays are unsigned: compiled loops look whether a signed one is negative, which takes time
    (`benchmarks/kernels.py`).

    Attributes
    ----------
    first, last : array, shape (S,)
        First row of each state, and the one after its last.
    start, stop : array, shape (L,)
        Where each row's entries stand in `target` and `weight`.
    """

    first: Any
    last: Any
    start: Any
    stop: Any
    target: Any
    weight: Any

    @classmethod
    def of(cls, model: PackedMDP) -> "Process":
        """Read a model, without copying it."""
        rows = model.transitions
        first, ends, target = (a.view(f"u{a.itemsize}") for a in (model.first, rows.indptr, rows.indices))
        return cls(first[:-1], first[1:], ends[:-1], ends[1:], target, rows.data)

    def room(self) -> Policy:
        """An empty policy that has room for any choice."""
        longest = np.maximum.reduceat(self.stop - self.start, self.first.astype(np.intp))
        ends = np.cumsum(longest, dtype=longest.dtype)
        choice, relief = np.empty_like(self.first), np.empty(longest.size)
        target, weight = np.empty(int(ends[-1]), self.target.dtype), np.empty(int(ends[-1]))
        return Policy(choice, ends - longest, ends, target, weight, relief)


@loops
def improve(process, reward, discount, policy, v, u):
    """`u = T v`, and the rows that attain it as the policy; least and largest `u - v`, and how many rows are new."""
    least, largest, moved = np.inf, -np.inf, 0
    for s in range(v.size):
        best, arg = -np.inf, process.first[s]
        for row in range(process.first[s], process.last[s]):
            x = 0.0
            for e in range(process.start[row], process.stop[row]):
                x += process.weight[e] * v[process.target[e]]
            arg = row if x > best else arg
            best = x if x > best else best
        u[s] = reward[s] + discount * best
        least, largest = min(least, u[s] - v[s]), max(largest, u[s] - v[s])
        if policy.choice[s] != arg:
            moved += 1
            policy.choice[s] = arg
            fetch(process, discount, policy, s)
    return least, largest, moved


@loops
def fetch(process, discount, policy, s):
    """Copy the row chosen in a state."""
    row = policy.choice[s]
    begin, place, stays = process.start[row], policy.start[s], 0.0
    for k in range(process.stop[row] - begin):
        target, weight = process.target[begin + k], discount * process.weight[begin + k]
        policy.target[place + k], policy.weight[place + k] = target, weight
        stays += weight if target == s else 0.0
    policy.stop[s] = place + (process.stop[row] - begin)
    policy.relief[s] = 1.0 / (1.0 - stays)


@loops
def sweep(policy, reward, v, u):
    """`u = T_pi v`; least and largest `u - v`."""
    least, largest = np.inf, -np.inf
    for s in range(v.size):
        y = reward[s]
        for e in range(policy.start[s], policy.stop[s]):
            y += policy.weight[e] * v[policy.target[e]]
        u[s] = y
        least, largest = min(least, y - v[s]), max(largest, y - v[s])
    return least, largest


@loops
def evaluate(policy, reward, v, u, before, wanted, anchored, most, basis):
    """Improve `u = T_pi v` towards the value of the policy; the result is in `v`."""
    tried = 0
    while True:
        least, largest = sweep(policy, reward, u, v)
        v, u = u, v
        after = spread(least, largest, anchored)
        tried += 1
        if not after > wanted or tried == most:
            break
        if most == 0 and tried >= TRIED and after > FAST * before:
            solved(policy, reward, u, wanted, basis)
            break
        before = after
    if tried % 2 == 0:
        for s in range(v.size):
            v[s] = u[s]


@loops
def solve_column(process, policy, reward, discount, wanted, anchored, v, u, basis):
    """Modified policy iteration from `v` until the spread of `T v - v` is as wanted, or there is no hope.

    That spread may rise for many improvements before it falls, where what is gained has a long way to go.
    Leaves the last `v`, `u = T v` and the rows chosen; returns the least and the largest `u - v`.
    """
    for s in range(v.size):
        policy.choice[s] = process.last[-1]  # no row
    lowest, stalled = np.inf, 0
    while True:
        least, largest, moved = improve(process, reward, discount, policy, v, u)
        now = spread(least, largest, anchored)
        lowest, stalled = (now, 0) if now < 0.9 * lowest else (lowest, stalled + 1)
        if not now > wanted or stalled > HOPELESS:
            return least, largest
        if not anchored and abs(least + largest) > 4 * now:  # what is left is nearly a constant
            for s in range(v.size):
                u[s] += 0.5 * discount * (least + largest) / (1.0 - discount)
        most = 0 if stalled <= PATIENCE else 20 + int(min(2.0 / (1.0 - discount), LONG))
        aim = (WELL if moved <= SETTLED * v.size else ROUGH) * now
        evaluate(policy, reward, v, u, now, max(aim, 0.4 * wanted), anchored, most, basis)
