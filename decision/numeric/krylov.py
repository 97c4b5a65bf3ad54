"""Compiled evaluation of one policy: restarted GMRES on the fixed point of symmetric Gauss-Seidel sweeps.

Plain sweeps need some `1 / (1 - discount)` rounds where the chain mixes slowly. A sweep in place, forth and back,
carries what it learns across the whole state space, and GMRES (:cite:p:`SaadSchultz1986`) removes the few modes that
are left.
"""

# numba is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownParameterType=false, reportMissingParameterType=false, reportUntypedFunctionDecorator=false

from typing import Any, NamedTuple

import numpy as np
from numba import njit

__all__ = ["Policy", "loops", "solved", "spread"]

RESTARTS = 10
TINY = 1e-290

loops = njit(nogil=True, cache=True, fastmath={"contract", "reassoc", "nsz", "arcp"})


class Policy(NamedTuple):
    """The chosen row of every state, times the discount, in a place long enough for any row of the state.

    Attributes
    ----------
    choice : array, shape (S,)
        Row of the model.
    start, stop : array, shape (S,)
        Where its entries stand in `target` and `weight`.
    relief : array, shape (S,)
        `1 / (1 - w)`, where `w` is the weight of staying in the state.
    """

    choice: Any
    start: Any
    stop: Any
    target: Any
    weight: Any
    relief: Any


@loops
def spread(least, largest, anchored):
    """What separates the bounds: the span, or with anchored states the span including 0."""
    if anchored:
        return max(largest, 0.0) - min(least, 0.0)
    return largest - least


@loops
def solved(policy, reward, x, wanted, basis):
    """Improve `x` until a sweep changes it by at most `wanted`, or the restarts are used up."""
    m = basis.shape[0] - 1
    h, turns, y = np.empty((m + 1, m)), np.empty((2, m)), np.empty(m + 1)
    for _ in range(RESTARTS):
        change(policy, reward, 1.0, x, basis[0])
        largest = 0.0
        for i in range(x.size):
            largest = max(largest, abs(basis[0, i]))
        if not largest > wanted:
            return
        scale(basis[0], 1.0 / largest)  # squares of tiny numbers would be 0
        size = np.sqrt(dot(basis[0], basis[0]))
        scale(basis[0], 1.0 / size)
        y[0] = size * largest
        used = m
        for k in range(m):
            change(policy, reward, 0.0, basis[k], basis[k + 1])
            last = orthogonal(basis, k, h) < 1e-14
            if not rotate(h, turns, y, k):
                used = k
                break
            if last or abs(y[k + 1]) < 0.3 * wanted * size:
                used = k + 1
                break
        for k in range(used - 1, -1, -1):
            for j in range(k + 1, used):
                y[k] -= h[k, j] * y[j]
            y[k] /= h[k, k]
            add(x, -y[k], basis[k])


@loops
def orthogonal(basis, k, h):
    """Make vector `k + 1` orthonormal to those before; its length before the last step."""
    new = basis[k + 1]
    for j in range(k + 1):
        h[j, k] = dot(basis[j], new)
        add(new, -h[j, k], basis[j])
    length = np.sqrt(dot(new, new))
    h[k + 1, k] = length
    if length > 0:
        scale(new, 1.0 / length)
    return length


@loops
def rotate(h, turns, y, k):
    """Bring column `k` to triangular form; False if nothing is left of it."""
    for j in range(k):
        a, b = h[j, k], h[j + 1, k]
        h[j, k], h[j + 1, k] = turns[0, j] * a + turns[1, j] * b, turns[0, j] * b - turns[1, j] * a
    length = np.hypot(h[k, k], h[k + 1, k])
    if not length > TINY:
        return False
    turns[0, k], turns[1, k] = h[k, k] / length, h[k + 1, k] / length
    h[k, k] = length
    y[k + 1] = -turns[1, k] * y[k]
    y[k] *= turns[0, k]
    return True


@loops
def relax(policy, reward, factor, x):
    """Two sweeps in place, forth and back, for `factor` times the reward.

    Two halves of the states take turns: a state often has to wait for the one before it, but not for the other half.
    """
    half, last = (x.size + 1) // 2, x.size - 1
    for s in range(half):
        settle(policy, reward, factor, x, s)
        settle(policy, reward, factor, x, min(half + s, last))
    for s in range(half - 1, -1, -1):
        settle(policy, reward, factor, x, min(half + s, last))
        settle(policy, reward, factor, x, s)


@loops
def settle(policy, reward, factor, x, s):
    """Solve the equation of a state for its value."""
    y = factor * reward[s]
    for e in range(policy.start[s], policy.stop[s]):
        y += policy.weight[e] * x[policy.target[e]]
    x[s] += (y - x[s]) * policy.relief[s]


@loops
def change(policy, reward, factor, x, out):
    """What `relax` changes `x` by."""
    for i in range(x.size):
        out[i] = x[i]
    relax(policy, reward, factor, out)
    add(out, -1.0, x)


@loops
def dot(x, y):
    """Inner product."""
    total = 0.0
    for i in range(x.size):
        total += x[i] * y[i]
    return total


@loops
def add(x, factor, y):
    """`x += factor y`."""
    for i in range(x.size):
        x[i] += factor * y[i]


@loops
def scale(x, factor):
    """`x *= factor`."""
    for i in range(x.size):
        x[i] *= factor
