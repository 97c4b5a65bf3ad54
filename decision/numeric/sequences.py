"""Intervals for a mean that are valid at all times at once, from sums over chunks.

Draws come in chunks; a bet `lam` is fixed before a chunk is drawn and may depend on all earlier ones. For `z` in [0, 1]
with mean `m`, and any guess `c` in [0, 1] made before the chunk,

    exp(sum lam (z - m) - sum psi(lam) (z - c)**2),    psi(lam) = -log(1 - lam) - lam,    0 <= lam < 1,

has expectation at most 1 at every time (:cite:p:`HowardEtAl2021`; :cite:p:`WaudbySmithRamdas2024`, theorem 2). For `z`
with variance at most 1,

    exp(sum lam (z - m) - sum lam**2 ((z - m)**2 + 2) / 6)

has too (:cite:p:`Delyon2009`; :cite:p:`WangRamdas2023`). By Ville's inequality it exceeds `1 / alpha` at any time with
probability at most `alpha`, which gives a lower bound for `m` wherever one stops; applied to `1 - z` or `-z`, an upper
bound. All that is needed of a chunk is the number of draws and the sums of `z` and of its square.
"""

from dataclasses import dataclass
from math import exp, log, log1p, sqrt

__all__ = ["Bounded", "Plan", "Side", "Spread"]

LARGEST_BET = 0.5
CHECK = 0.02
"""Share of `alpha` spent on a first rough bound, where only the variance is bounded."""


@dataclass(frozen=True)
class Plan:
    """What the bets aim for: a half-width, or a number of draws; neither: every time equally.

    Attributes
    ----------
    width : float or None
        Wanted distance of the bound from the mean.
    draws : float or None
        Number of draws at the planned end.
    next : float
        Number of draws after the coming chunk, expected beforehand.
    """

    width: float | None
    draws: float | None
    next: float

    def bet(self, variance: float, level: float) -> float:
        """The bet that is best at the planned end, given a guess of the variance; `level` is `log(1 / alpha)`."""
        if self.width is not None:
            wanted = self.width / variance
        elif self.draws is not None:
            wanted = sqrt(2 * level / (variance * max(self.draws, 1.0)))
        else:
            wanted = sqrt(2 * level / (variance * self.next * log(1 + self.next)))
        return min(LARGEST_BET, wanted)


@dataclass(frozen=True)
class Bounded:
    """One side of an interval for the mean of a variable in [0, 1].

    Examples
    --------
    >>> side = Bounded().after(1000, 500.0, 500.0, Plan(None, 1000, 1000), level=5.0)
    >>> round(side.lower(5.0), 3)
    0.446
    """

    count: float = 0.0
    total: float = 0.0
    spread: float = 0.0
    weight: float = 0.0
    gain: float = 0.0
    penalty: float = 0.0

    def after(self, count: float, total: float, squares: float, plan: Plan, *, level: float) -> "Bounded":
        """The same side after one more chunk: how many draws, their sum and the sum of their squares."""
        center = (self.total + 0.5) / (self.count + 1)
        bet = plan.bet((self.spread + 0.25) / (self.count + 1), level)
        spread = max(squares - 2 * center * total + center * center * count, 0.0)
        return Bounded(
            self.count + count,
            self.total + total,
            self.spread + spread,
            self.weight + bet * count,
            self.gain + bet * total,
            self.penalty + (-log1p(-bet) - bet) * spread,
        )

    def lower(self, level: float) -> float:
        """A lower bound for the mean; `level` is `log(1 / alpha)`."""
        return max((self.gain - self.penalty - level) / self.weight, 0.0) if self.weight else 0.0


@dataclass(frozen=True)
class Spread:
    """One side of an interval for the mean of a variable with variance at most 1.

    The exponent is concave in the unknown mean, so far away from it nothing is excluded; a bound from Chebyshev's
    inequality for the first chunk takes care of that, at a small share of `alpha`.

    Examples
    --------
    >>> side = Spread().after(100_000, 0.0, 100_000.0, Plan(None, 100_000, 100_000), level=5.0)
    >>> round(side.lower(5.0), 4)
    -0.01
    """

    count: float = 0.0
    total: float = 0.0
    first: float = 0.0
    first_mean: float = 0.0
    weight: float = 0.0
    gain: float = 0.0
    area: float = 0.0
    tilt: float = 0.0
    bend: float = 0.0

    def after(self, count: float, total: float, squares: float, plan: Plan, *, level: float) -> "Spread":
        """The same side after one more chunk: how many draws, their sum and the sum of their squares."""
        bet = plan.bet(1.0, level)
        fresh = self.count == 0
        return Spread(
            self.count + count,
            self.total + total,
            count if fresh else self.first,
            total / count if fresh else self.first_mean,
            self.weight + bet * count,
            self.gain + bet * total,
            self.area + bet * bet * count,
            self.tilt + bet * bet * total,
            self.bend + bet * bet * squares,
        )

    def lower(self, level: float) -> float:
        """A lower bound for the mean; `level` is `log(1 / alpha)`."""
        if not self.count:
            return float("-inf")
        rough = self.first_mean - sqrt(exp(level) / CHECK / self.first)
        level -= log1p(-CHECK)
        # gain - weight m - (bend - 2 m tilt + m^2 area) / 6 - area / 3 <= level, a quadratic in m
        a, b = self.area / 6, self.weight - self.tilt / 3
        c = level + self.area / 3 + self.bend / 6 - self.gain
        inside = b * b - 4 * a * c
        if inside <= 0 or not a:
            return rough
        near, far = (-b + sqrt(inside)) / (2 * a), (-b - sqrt(inside)) / (2 * a)
        return max(rough, near) if rough > far else rough


Side = Bounded | Spread
