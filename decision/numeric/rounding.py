r"""Bounds that count rounding: from a residual computed in float64 to bounds on the optimal value.

**The model.** Let `(P, r, gamma)` be the float64 numbers given. The bounds hold for every process whose probabilities,
rewards and discount *round to* these numbers (relative error at most `u = 2**-53` each) and that has at most the rows'
computed excess or lack of mass: the process with exactly these floats is one, a rational process read by `pack` is
another.

**Residual.** For a vector `v`, let `d_s = (T v)_s - v_s` with the exact Bellman operator `T` of such a process. The
computed `d_s` differs from it by at most

    e = 1.1 u ((n + 10) M + 5 R)

with `n` the number of entries in a row, `M = max |v|`, `R = max |r|`: a sum of `n` products has relative error at most
about `n u` in any order, with or without fused operations (:cite:p:`Higham2002`, section 3.1); the factors stand for
the roundings of entries, discount, reward, the last sum and difference, and for second-order terms.

**Bounds.** `T` is monotone, and `T(v + c) <= T v + gamma sigma c` with `sigma` the largest row sum if `c >= 0`, the
least if `c < 0`. Hence `v + c` is above the optimal value as soon as `max d <= c (1 - gamma sigma)`, and likewise
below. The optimal value lies between `v + c_low` and `v + c_high`, whose distance is the span of `d` over `1 - gamma`:
a constant error of `v` is no error (MacQueen's bounds, :cite:p:`Puterman1994`, section 6.6.3). Without the correction
by the mid-point, `v` itself may be off by much more than the span suggests. A state where the process ends has row sum
0 and pins the constant.
"""

from dataclasses import dataclass

import numpy as np

from decision.errors import InvalidValue
from decision.numeric.packed import Floats, PackedMDP

__all__ = ["Frame", "UNIT"]

UNIT = 2.0**-53
SLACK = 1 + 2.0**-48
"""Covers the few roundings of a formula evaluated in float64."""


@dataclass(frozen=True)
class Frame:
    """What the bounds need to know of a process at a discount.

    Attributes
    ----------
    discount : float
    entries : int
        Most entries in a row.
    rising, slowest : float
        Lower bound of `1 - gamma sigma` for the largest row sum, upper bound for the least.
    skew : float
        Upper bound of the difference between two row sums of one state.
    anchored : bool
        Whether the process ends somewhere, so that adding a constant to all values changes the problem.
    """

    discount: float
    entries: int
    rising: float
    slowest: float
    skew: float
    anchored: bool

    @classmethod
    def of(cls, model: PackedMDP, discount: float, extra: int = 0) -> "Frame":
        """Read a model; `extra` is the number of further roundings in each of its probabilities."""
        ends = np.zeros(model.pairs, dtype=bool) if not model.terminal else np.isin(model.state, model.terminal)
        off = float(np.abs(model.sums - ~ends).max()) + (model.widest + 4 + extra) * UNIT
        rising = ((1 - discount) - discount * off * SLACK - 4 * UNIT) / SLACK
        slowest = 1.0 if model.terminal else ((1 - discount) + off + 4 * UNIT) * SLACK
        if rising <= 0:
            raise InvalidValue(
                f"discount = {discount!r} is so near 1 that rounding in the rows (off by {off:.3g}) decides the "
                "values; lower it"
            )
        return cls(discount, model.widest + extra, rising, slowest, 2 * off * SLACK, bool(model.terminal))

    def error(self, largest_value: Floats, largest_reward: Floats) -> Floats:
        """Bound on what rounding does to a computed residual."""
        return 1.1 * UNIT * ((self.entries + 10) * largest_value + 5 * largest_reward) + 1e-300

    def spread(self, least: Floats, largest: Floats) -> Floats:
        """What separates the bounds: the span of the residual, including 0 where the process ends somewhere."""
        if self.anchored:
            return np.maximum(largest, 0) - np.minimum(least, 0)
        return largest - least

    def wanted(self, tolerance: float, error: Floats) -> Floats:
        """Spread of the residual at which the bounds are within the tolerance, or rounding leaves nothing to gain."""
        return np.maximum(2 * tolerance * self.rising - 4 * error, 2 * error)

    def shifts(self, least: Floats, largest: Floats, error: Floats) -> tuple[Floats, Floats]:
        """`c_low` and `c_high`."""
        return -self._above(error - least), self._above(largest + error)

    def _above(self, residual: Floats) -> Floats:
        divided = residual / np.where(residual >= 0, self.rising, self.slowest)
        return divided + np.abs(divided) * (SLACK - 1)
