"""Processes in arrays for tests, and reference values by another method."""

from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import spsolve

from decision import PackedMDP


def random_model(states: int, seed: int, actions: int = 3, successors: int = 4) -> PackedMDP:
    source = np.random.default_rng(seed)
    targets = source.integers(0, states, (states * actions, successors))
    weights = source.random(targets.shape)
    weights /= weights.sum(axis=1, keepdims=True)
    ends = np.arange(0, targets.size + 1, successors)
    rows = sparse.csr_array((weights.ravel(), targets.ravel(), ends), shape=(states * actions, states))
    state, action = np.divmod(np.arange(states * actions), actions)
    return PackedMDP(rows, state, action)


def torus_model(side: int) -> PackedMDP:
    """Mixes slowly: 0.8 towards one of four neighbours, the rest to the other three and to stay."""
    i, j = np.divmod(np.arange(side * side), side)
    near = [(i - 1) % side * side + j, (i + 1) % side * side + j, i * side + (j - 1) % side, i * side + (j + 1) % side]
    targets = np.repeat(np.stack([*near, i * side + j], axis=1), 4, axis=0)
    weights = np.tile(np.where(np.eye(4, 5, dtype=bool), 0.8, 0.05), (side * side, 1))
    ends = np.arange(0, targets.size + 1, 5)
    rows = sparse.csr_array((weights.ravel(), targets.ravel(), ends), shape=(4 * side * side, side * side))
    state, action = np.divmod(np.arange(4 * side * side), 4)
    return PackedMDP(rows, state, action)


def reference(model: PackedMDP, reward: Any, discount: float) -> tuple[Any, float]:
    """Policy iteration with sparse LU, polished in extended precision; values and a bound on their error."""
    rows, state = model.transitions, model.state
    first = model.first[:-1]
    choice = first.copy()
    for _ in range(200):
        system = sparse.eye_array(model.size, format="csc") - discount * rows[choice].tocsc()
        values = spsolve(system, reward)
        worth = rows @ values
        better = np.maximum.reduceat(worth, first) > worth[choice] + 1e-11 * np.abs(values).max()
        if not better.any():
            break
        order = np.lexsort((-worth, state))
        choice = np.where(better, order[first], choice)
    exact = rows[choice].tocsr()
    data, indices, ends = exact.data.astype(np.longdouble), exact.indices, exact.indptr[:-1]
    polished = values.astype(np.longdouble)
    for _ in range(3):
        missing = reward + np.longdouble(discount) * np.add.reduceat(data * polished[indices], ends) - polished
        polished += spsolve(system, missing.astype(np.float64))
    best = np.maximum.reduceat(
        np.add.reduceat(rows.data.astype(np.longdouble) * polished[rows.indices], rows.indptr[:-1]), first
    )
    off = np.abs(reward + np.longdouble(discount) * best - polished).max()
    return polished, float(off / (1 - discount)) * 1.01 + 1e-16 * float(np.abs(polished).max()) / (1 - discount)
