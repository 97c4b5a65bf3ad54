"""Jointly normal utilities with a singular covariance: the dependent ones written by the others."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from decision.goals.elimination import eliminated
from decision.goals.gaussians import GaussianLaw
from decision.goals.parameters import Parameter, numeric, symbols_in
from decision.language.values import Value, affine

__all__ = ["dependent"]

CLEAR = 1e-6


def dependent(law: GaussianLaw, coordinates: tuple[str, ...]) -> dict[str, Value]:
    """Utilities that are almost surely an affine function of earlier ones, as that function.

    Examples
    --------
    >>> from decision import gaussian
    >>> dependent(gaussian([0, 1], [[1, 2], [2, 4]], ["a", "b"]), ("a", "b"))
    {'b': 2 u(a) + 1}
    """
    means, cov = law.moments(coordinates)
    if symbols_in([*means, *(x for row in cov for x in row)]):
        return {}
    if not cov or _clearly_definite(cov):
        return {}
    found: dict[str, Value] = {}
    for k, vector in eliminated(cov).null.items():
        others = {coordinates[i]: -x for i, x in vector.items() if i != k}
        offset = means[k] + sum((x * means[i] for i, x in vector.items() if i != k), Fraction(0))
        found[coordinates[k]] = affine(others, offset)
    return found


def _clearly_definite(cov: Sequence[Sequence[Parameter]]) -> bool:
    """Whether the smallest eigenvalue of the correlations is above all rounding: elimination in rationals is slow."""
    matrix = np.array([[float(numeric(x, "covariance")) for x in row] for row in cov])
    sizes = np.sqrt(np.diag(matrix))
    return bool(sizes.all()) and bool(np.linalg.eigvalsh(matrix / np.outer(sizes, sizes)).min(initial=1.0) > CLEAR)
