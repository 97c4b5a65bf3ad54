"""Compiled value iteration for a tile of rewards at once: the tile's values of one state lie next to one another.

Each probability is read once for all rewards of the tile, and the inner loops run over neighbours in memory. This wins
where few sweeps suffice; columns that mix slowly are handed on, from where they are, to be solved one by one.
"""

# numba is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownParameterType=false, reportMissingParameterType=false, reportUntypedFunctionDecorator=false

import numpy as np

from decision.numeric.krylov import loops, spread

__all__ = ["WIDTH", "solve_tiles"]

WIDTH = 64
FIRST = 10  # sweeps after which the speed is judged for the first time


@loops
def add_row(begin, end, indices, weights, v, total):
    """Worth of a row for every column of the tile; four entries at a time, so that sums stay in registers."""
    for c in range(WIDTH):
        total[c] = 0.0
    e = begin
    while e + 4 <= end:
        p0, p1, p2, p3 = weights[e], weights[e + 1], weights[e + 2], weights[e + 3]
        v0, v1, v2, v3 = v[indices[e]], v[indices[e + 1]], v[indices[e + 2]], v[indices[e + 3]]
        for c in range(WIDTH):
            total[c] += p0 * v0[c] + p1 * v1[c] + p2 * v2[c] + p3 * v3[c]
        e += 4
    while e < end:
        p0, v0 = weights[e], v[indices[e]]
        for c in range(WIDTH):
            total[c] += p0 * v0[c]
        e += 1


@loops
def sweep(first, indptr, indices, weights, reward, discount, v, u, least, largest):
    """`u = T v`, and the least and the largest `u - v` of each column."""
    total, best = np.empty(WIDTH), np.empty(WIDTH)
    least[:] = np.inf
    largest[:] = -np.inf
    for s in range(v.shape[0]):
        add_row(indptr[first[s]], indptr[first[s] + 1], indices, weights, v, best)
        for row in range(first[s] + 1, first[s + 1]):
            add_row(indptr[row], indptr[row + 1], indices, weights, v, total)
            for c in range(WIDTH):
                best[c] = max(best[c], total[c])
        here, old, new = reward[s], v[s], u[s]
        for c in range(WIDTH):
            y = here[c] + discount * best[c]
            new[c] = y
            least[c] = min(least[c], y - old[c])
            largest[c] = max(largest[c], y - old[c])


@loops
def choose(first, indptr, indices, weights, v, choice):
    """Rows that attain the maximum: the first of equals."""
    total, best = np.empty(WIDTH), np.empty(WIDTH)
    for s in range(v.shape[0]):
        choice[s, :] = first[s]
        add_row(indptr[first[s]], indptr[first[s] + 1], indices, weights, v, best)
        for row in range(first[s] + 1, first[s + 1]):
            add_row(indptr[row], indptr[row + 1], indices, weights, v, total)
            for c in range(WIDTH):
                if total[c] > best[c]:
                    best[c] = total[c]
                    choice[s, c] = row


@loops
def solve_tile(first, indptr, indices, weights, reward, discount, wanted, anchored, most, v, u, least, largest):
    """Sweep until every column is as wanted, or would not be after `most` sweeps.

    Returns the number of sweeps: `least` and `largest` belong to `v` if it is odd, to `u` if it is even.
    """
    judged, before, k = FIRST, np.inf, 0
    while True:
        if k % 2 == 0:
            sweep(first, indptr, indices, weights, reward, discount, v, u, least, largest)
        else:
            sweep(first, indptr, indices, weights, reward, discount, u, v, least, largest)
        k += 1
        ratio = 0.0
        for c in range(WIDTH):
            ratio = max(ratio, spread(least[c], largest[c], anchored) / wanted[c])
        if not ratio > 1.0 or k == most:
            return k
        if k == judged // 2:
            before = ratio
        if k == judged:
            if np.log(ratio) * (k - k // 2) > np.log(before / ratio) * (most - k):
                return k
            judged *= 2


@loops
def solve_tiles(
    first, indptr, indices, weights, rewards, discount, wanted, anchored, most, values, rows, least, largest, done
):
    """Solve tile after tile from `values`; a column that is not done is left where it came to."""
    count, n = rewards.shape
    reward, v, u = np.empty((n, WIDTH)), np.empty((n, WIDTH)), np.empty((n, WIDTH))
    want, low, high = np.empty(WIDTH), np.empty(WIDTH), np.empty(WIDTH)
    choice = np.empty((n, WIDTH), np.int32)
    for base in range(0, count, WIDTH):
        for c in range(WIDTH):
            k = min(base + c, count - 1)  # a last tile is filled up with its last column
            want[c] = wanted[k]
            for s in range(n):
                reward[s, c], v[s, c] = rewards[k, s], values[k, s]
        odd = solve_tile(first, indptr, indices, weights, reward, discount, want, anchored, most, v, u, low, high) % 2
        last, after = (v, u) if odd else (u, v)
        choose(first, indptr, indices, weights, last, choice)
        for c in range(min(WIDTH, count - base)):
            k = base + c
            least[k], largest[k] = low[c], high[c]
            done[k] = spread(low[c], high[c], anchored) <= want[c]
            for s in range(n):
                values[k, s] = last[s, c] if done[k] else after[s, c]
                rows[k, s] = choice[s, c]
