"""Compiled loops for one reward: modified policy iteration on the rows of a sparse matrix.

Sums are left to the compiler to reorder: the rounding bounds of `decision.numeric.rounding` hold for any order.
Nothing here promises anything; what is returned is certified from a last residual.
"""

# numba is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownParameterType=false, reportMissingParameterType=false, reportUntypedFunctionDecorator=false

import numpy as np

from decision.numeric.krylov import loops, solved, spread

__all__ = ["improve", "solve_column"]

TRIED = 3  # plain sweeps before their speed is judged
FAST = 0.6  # contraction of a sweep below which plain sweeps go on
EAGER = 0.1  # accuracy of an evaluation, relative to the residual before it
PATIENCE = 60  # improvements after which evaluations are many plain sweeps, which always converge


@loops
def improve(first, indptr, indices, weights, reward, discount, v, u, choice):
    """`u = T v` with the rows that attain it; least and largest `u - v`."""
    least, largest = np.inf, -np.inf
    for s in range(v.size):
        best, arg = -np.inf, first[s]
        for row in range(first[s], first[s + 1]):
            x = 0.0
            for e in range(indptr[row], indptr[row + 1]):
                x += weights[e] * v[indices[e]]
            if x > best:
                best, arg = x, row
        u[s] = reward[s] + discount * best
        choice[s] = arg
        least, largest = min(least, u[s] - v[s]), max(largest, u[s] - v[s])
    return least, largest


@loops
def gather(indptr, indices, weights, discount, choice, start, target, weight, loop):
    """Copy the chosen rows, times the discount, next to one another; `loop` takes what stays in the state."""
    n = 0
    for s in range(choice.size):
        start[s] = n
        loop[s] = 0.0
        for e in range(indptr[choice[s]], indptr[choice[s] + 1]):
            if indices[e] == s:
                loop[s] += discount * weights[e]
            else:
                target[n], weight[n] = indices[e], discount * weights[e]
                n += 1
    start[choice.size] = n


@loops
def sweep(start, target, weight, loop, reward, v, u):
    """`u = T_pi v`; least and largest `u - v`."""
    least, largest = np.inf, -np.inf
    for s in range(v.size):
        y = reward[s] + loop[s] * v[s]
        for e in range(start[s], start[s + 1]):
            y += weight[e] * v[target[e]]
        u[s] = y
        least, largest = min(least, y - v[s]), max(largest, y - v[s])
    return least, largest


@loops
def evaluate(start, target, weight, loop, reward, v, u, before, wanted, anchored, most, basis):
    """Improve `u = T_pi v` towards the value of the policy; the result is in `v`."""
    tried = 0
    while True:
        for s in range(v.size):
            v[s] = u[s]
        least, largest = sweep(start, target, weight, loop, reward, v, u)
        after = spread(least, largest, anchored)
        tried += 1
        if not after > wanted or tried == most:
            break
        if most == 0 and tried >= TRIED and after > FAST * before:
            solved(start, target, weight, loop, reward, u, wanted, basis)
            break
        before = after
    for s in range(v.size):
        v[s] = u[s]


@loops
def solve_column(
    first,
    indptr,
    indices,
    weights,
    reward,
    discount,
    wanted,
    anchored,
    v,
    u,
    choice,
    start,
    target,
    weight,
    loop,
    basis,
):
    """Modified policy iteration from `v` until the spread of `T v - v` is as wanted or no longer falls.

    Leaves the last `v`, `u = T v` and the rows chosen; returns the least and the largest `u - v`.
    """
    lowest, stalled = np.inf, 0
    while True:
        least, largest = improve(first, indptr, indices, weights, reward, discount, v, u, choice)
        now = spread(least, largest, anchored)
        stalled = 0 if now < 0.9 * lowest else stalled + 1
        lowest = min(lowest, now)
        if not now > wanted or stalled > 2 * PATIENCE:
            return least, largest
        if not anchored and abs(least + largest) > 4 * now:  # what is left is nearly a constant
            for s in range(v.size):
                u[s] += 0.5 * discount * (least + largest) / (1.0 - discount)
        gather(indptr, indices, weights, discount, choice, start, target, weight, loop)
        most = 0 if stalled <= PATIENCE else 20 + int(2.0 / (1.0 - discount))
        aim = max(EAGER * now, 0.4 * wanted)
        evaluate(start, target, weight, loop, reward, v, u, now, aim, anchored, most, basis)
