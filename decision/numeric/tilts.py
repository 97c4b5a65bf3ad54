r"""Rare events: importance sampling by exponential tilting, with weights that have a known bound.

Let `E` be covered by cases `E_k`, each inside `{a.u + c >= 0}` for `(a, c)` in a list. For `nu >= 0` with tilt
`t_k = sum nu a` all goals of `E_k` have `t_k.u >= -nu.c`, so there the density of the law with respect to its tilt is
at most

    B_k = exp(K(t_k) + nu.c),

Chernoff's bound on `Pr(E_k)`; the best `nu` minimises a convex function. Goals are drawn from the mixture of the tilts
with shares `pi_k = B_k / B`, `B = sum B_k`. The weight `w = 1 / sum_k pi_k exp(t_k.u - K(t_k))` is at most `B` on `E`,
so `w 1_E` is a variable in `[0, B]` with mean `Pr(E)`: intervals for bounded means hold, at the scale of `B` instead of
1 (:cite:p:`AsmussenGlynn2007`, chapters 5 and 6). They are useful where `B` is not much larger than `Pr(E)`: where the
event is rare because a half-space is. One that is rare only as the intersection of many likely half-spaces, such as
being the best of a million options, gains nothing.

Rounding makes `a` and `t` inexact by parts in `2**53`; heights are raised by what it may do, and the bound has a margin
of `MARGIN` on top, so it is exceeded only at goals millions of standard deviations away, less likely than the slack
that every interval has. Goals are floats, and near an end of a uniform utility's range these are coarse: a share of
`Tilt.grain` of all goals may be on the wrong side of some comparison, and intervals are wider by it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import exp

import numpy as np

from decision.goals.law import Law
from decision.goals.marginal import Floats
from decision.language.events import Event
from decision.language.values import Maximum, Value
from decision.language.walk import comparisons, nodes
from decision.numeric.cumulants import Cumulant, cumulant_of
from decision.numeric.halfspaces import cases

__all__ = ["Tilt", "tilt"]

MARGIN = 1e-9
LEAST = 1e-280
"""Smallest bound used: events less likely than this are as good as impossible."""

DEEP = -645.0
ROUNDING = 16 * 2.0**-53
ITERATIONS = 500
ENOUGH = 1e-7
"""Steps end when the logarithm of the bound gains less than this."""

DECREASE, SHORTEST = 1e-4, 1e-15


@dataclass(frozen=True, eq=False, repr=False)
class Tilt(Law):
    """A mixture of tilts of a law, to draw from in its place.

    Attributes
    ----------
    law : Law
    names : tuple of str
    slopes : array (K, n)
        The tilts.
    bounds : array (K,)
        `B_k`.
    grain : float
        Bound on the probability that rounding of a goal changes an event.
    """

    law: Law
    names: tuple[str, ...]
    slopes: Floats
    bounds: Floats
    cumulant: Cumulant = field(repr=False)
    grain: float

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The coordinates that are drawn."""
        return self.names

    @property
    def bound(self) -> float:
        """Largest weight on the events."""
        return float(self.bounds.sum()) * (1 + MARGIN)

    def sample(self, rng: np.random.Generator, size: int, coordinates: Sequence[str]) -> Floats:
        """Goals as rows: how many come from each tilt is drawn first, their order last."""
        counts = rng.multinomial(size, self.bounds / self.bounds.sum())
        drawn = [self.cumulant.draw(rng, t, int(n)) for t, n in zip(self.slopes, counts, strict=True) if n]
        found = np.concatenate(drawn, axis=1)[[self.names.index(w) for w in coordinates]].T
        return found if len(drawn) == 1 else rng.permutation(found, axis=0)

    def weights(self, drawn: Floats) -> tuple[Floats, float]:
        """Densities of the law with respect to this one at goals in columns.

        Also what rounding does to the mean of a weighted event, at most, as a share of `bound`.
        """
        shares = np.log(self.bounds / self.bounds.sum())
        heights = np.array([self.cumulant.value(t)[0] for t in self.slopes])
        exponents = self.slopes @ drawn + (shares - heights)[:, None]
        size = np.abs(self.slopes).sum(axis=1).max() * np.abs(drawn).max(initial=0.0) + np.abs(shares - heights).max()
        error = ROUNDING * (len(self.names) + 4) * (size + 1)
        return np.exp(-np.logaddexp.reduce(exponents, axis=0)), float(error) + self.grain / self.bound

    def __repr__(self) -> str:
        return f"tilted({self.law!r}, {self.slopes.tolist()}, {self.bounds.tolist()})"


def tilt(law: Law, names: Sequence[str], events: Iterable[Event]) -> Tilt:
    """The mixture of tilts for some events.

    Raises
    ------
    InvalidType
        If the law cannot be tilted.
    InvalidValue
        If the events have too many cases.

    Examples
    --------
    >>> from decision import Normal, iid, u
    >>> found = tilt(iid(Normal(0, 1)), ["a"], [u("a") >= 6])
    >>> found.slopes.round(3).tolist(), f"{found.bound:.3g}"
    ([[6.0]], '1.52e-08')
    """
    cumulant, listed = cumulant_of(law, names), list(events)
    found = [_lowest(cumulant, names, case) for case in dict.fromkeys(c for e in listed for c in cases(e))]
    slopes, heights = zip(*(found or [(np.zeros(len(names)), DEEP)]), strict=True)
    bounds = np.array([max(exp(h), LEAST) for h in heights])
    return Tilt(law, tuple(names), np.array(slopes), bounds, cumulant, _grain(cumulant, listed))


def _grain(cumulant: Cumulant, events: Sequence[Event]) -> float:
    """Two linear values change their order only where they differ by less than the rounding of both."""
    sides = [v for e in events for c in comparisons(e) for v in (c.left, c.right)]
    options = sum(len(n.arguments if isinstance(n, Maximum) else (*n.by, *n.pay)) for n in nodes(sides))
    return 4 * (len(sides) + options) ** 2 * cumulant.grain


def _lowest(cumulant: Cumulant, names: Sequence[str], case: Sequence[Value]) -> tuple[Floats, float]:
    """Tilt and logarithm of Chernoff's bound of one case: any multipliers are valid, the best are looked for."""
    if not case:
        return np.zeros(len(names)), 0.0
    place = {w: k for k, w in enumerate(names)}
    rows = np.zeros((len(case), len(names)))
    for row, value in zip(rows, case, strict=True):
        for w, q in value.coefficients:
            row[place[w]] = float(q)
    offsets = np.array([float(v.constant) for v in case])
    # a multiplier of size 1 then moves its comparison by about its own standard deviation
    sizes = np.abs(rows).sum(axis=1)
    rows, offsets = rows / sizes[:, None], offsets / sizes

    usual, rounding = np.abs(cumulant.value(np.zeros(len(names)))[1]), ROUNDING * (len(names) + len(case) + 4)

    def height(nu: Floats) -> tuple[float, Floats]:
        t = nu @ rows
        value, mean = cumulant.value(t)
        size = float(np.abs(t) @ (usual + np.abs(mean)) + nu @ np.abs(offsets))
        return value + float(nu @ offsets) + rounding * size, rows @ mean + offsets

    nu = _descended(height, len(case))
    lowest = height(nu)[0]
    return (nu @ rows, lowest) if lowest < 0 else (np.zeros(len(names)), 0.0)


def _descended(height: Callable[[Floats], tuple[float, Floats]], size: int) -> Floats:
    """Multipliers of at least 0 at which a convex function is low: projected gradients, with spectral steps.

    Iterates stay where the function is finite. It is not bounded below for impossible events; below `DEEP` all is well.
    """
    here, step = np.zeros(size), 1.0
    value, slope = height(here)
    for _ in range(ITERATIONS):
        there = np.maximum(here - step * slope, 0.0)
        lower, after = height(there)
        while not lower <= value - DECREASE * float(slope @ (here - there)):
            step /= 2
            if step < SHORTEST:
                return here
            there = np.maximum(here - step * slope, 0.0)
            lower, after = height(there)
        moved, turned, gained = there - here, after - slope, value - lower
        here, value, slope = there, lower, after
        if value < DEEP or gained < ENOUGH:
            break
        step = float(moved @ moved) / max(float(moved @ turned), SHORTEST)
    return here
