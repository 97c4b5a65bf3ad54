"""Exponential tilts of laws: cumulant generating functions, and draws from the tilted laws.

The tilt of a law `P` by `t` has density `exp(t.u - K(t))` with respect to `P`, with `K(t) = log E exp(t.u)`. Tilted
normal utilities are normal with another mean, exponential ones exponential with another rate, Laplace ones have two
different rates, uniform ones a truncated exponential law.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from decision.errors import InvalidType
from decision.goals.gaussians import GaussianLaw
from decision.goals.law import Law
from decision.goals.laws import Product
from decision.goals.marginal import Floats, Marginal
from decision.goals.marginals import Exponential, Laplace, Normal, Uniform
from decision.goals.parameters import numeric

__all__ = ["Cumulant", "cumulant_of"]

SMALL = 1e-4
"""Below this a series of two terms is exact in double precision."""


@dataclass(frozen=True)
class Cumulant:
    """`K` of some coordinates, and how to draw from a tilted law.

    Attributes
    ----------
    value : function of array (n,) to (float, array (n,))
        `K(t)` and its gradient, which is the mean of the tilted law; infinite where `E exp(t.u)` is.
    draw : function of (generator, array (n,), int) to array (n, size)
        Goals of the tilted law, in columns.
    grain : float
        How far floats are apart, in units of the range, summed over uniform utilities: near an end of the range other
        laws have finer floats, or less mass.
    """

    value: Callable[[Floats], tuple[float, Floats]]
    draw: Callable[[np.random.Generator, Floats, int], Floats]
    grain: float = 0.0


def cumulant_of(law: Law, names: Sequence[str]) -> Cumulant:
    """The cumulant generating function of some coordinates of a law.

    Raises
    ------
    InvalidType
        If the law is neither jointly normal nor of independent normal, exponential, Laplace and uniform utilities.

    Examples
    --------
    >>> from decision import Exponential, iid
    >>> value, mean = cumulant_of(iid(Exponential(1)), ["a"]).value(np.array([0.5]))
    >>> round(value, 6), mean.tolist()
    (0.693147, [2.0])
    """
    match law:
        case GaussianLaw():
            return _gaussian(law, names)
        case Product():
            return _product([law.marginal(w) for w in names])
        case _:
            raise InvalidType(
                f"goals = {law!r} cannot be tilted; rare=True needs jointly normal utilities, or independent ones that "
                "are normal, exponential, Laplace or uniform"
            )


def _gaussian(law: GaussianLaw, names: Sequence[str]) -> Cumulant:
    means, covariances = law.moments(names)
    center = np.array([float(numeric(x, "mean")) for x in means])
    matrix = np.array([[float(numeric(x, "covariance")) for x in row] for row in covariances])

    def value(t: Floats) -> tuple[float, Floats]:
        moved = matrix @ t
        return float(t @ center + t @ moved / 2), center + moved

    def draw(rng: np.random.Generator, t: Floats, size: int) -> Floats:
        return law.sample(rng, size, names).T + (matrix @ t)[:, None]

    return Cumulant(value, draw)


Family = tuple[Callable[[Floats], tuple[Floats, Floats]], Callable[[np.random.Generator, Floats, int], Floats]]
"""`K` and its slope for an array of tilts of one marginal, and draws for each."""


def _product(marginals: Sequence[Marginal]) -> Cumulant:
    """Independent utilities: one call for each different marginal."""
    alike: dict[Marginal, list[int]] = {}
    for k, marginal in enumerate(marginals):
        alike.setdefault(marginal, []).append(k)
    families = [(np.array(places), _family(marginal)) for marginal, places in alike.items()]

    def value(t: Floats) -> tuple[float, Floats]:
        total, mean = 0.0, np.empty(len(marginals))
        for places, (cumulant, _) in families:
            with np.errstate(all="ignore"):  # infinite outside of the domain
                found, mean[places] = cumulant(t[places])
            total += float(np.where(np.isnan(found), np.inf, found).sum())
        return total, mean

    def draw(rng: np.random.Generator, t: Floats, size: int) -> Floats:
        drawn = np.empty((len(marginals), size))
        for places, (_, sample) in families:
            drawn[places] = sample(rng, t[places, None], size)
        return drawn

    return Cumulant(value, draw, sum(_grain(m) for m in marginals if isinstance(m, Uniform)))


def _grain(marginal: Uniform) -> float:
    low, high = (float(numeric(x, "end")) for x in marginal.support)
    return 2.0**-52 * (1 + max(abs(low), abs(high)) / (high - low))


def _family(marginal: Marginal) -> Family:
    numbers = [float(numeric(x, "parameter")) for x in marginal.parameters]
    match marginal:
        case Normal():
            return _normal(*numbers)
        case Exponential():
            return _exponential(*numbers)
        case Laplace():
            return _laplace(*numbers)
        case Uniform():
            return _uniform(*numbers)
        case _:
            raise InvalidType(
                f"goals has a utility of the law {marginal!r}, which cannot be tilted; rare=True needs normal, "
                "exponential, Laplace or uniform utilities"
            )


def _normal(mean: float, sd: float) -> Family:
    return (
        lambda t: (mean * t + (sd * t) ** 2 / 2, mean + sd**2 * t),
        lambda rng, t, size: mean + sd**2 * t + sd * rng.standard_normal((len(t), size)),
    )


def _exponential(rate: float) -> Family:
    return (
        lambda t: (np.where(t < rate, -np.log1p(-t / rate), np.inf), 1 / (rate - t)),
        lambda rng, t, size: rng.standard_exponential((len(t), size)) / (rate - t),
    )


def _laplace(center: float, scale: float) -> Family:
    def value(t: Floats) -> tuple[Floats, Floats]:
        x: Floats = scale * t
        height: Floats = np.where(np.abs(x) < 1, center * t - np.log1p(-x * x), np.inf)
        return height, center + 2 * scale * x / (1 - x * x)

    def draw(rng: np.random.Generator, t: Floats, size: int) -> Floats:
        x = scale * t
        above = rng.random((len(t), size)) < (1 + x) / 2
        far = scale * rng.standard_exponential((len(t), size))
        return center + np.where(above, far / (1 - x), -far / (1 + x))

    return value, draw


def _uniform(low: float, high: float) -> Family:
    width = high - low

    def value(t: Floats) -> tuple[Floats, Floats]:
        x: Floats = np.abs(width * t)
        small = x < SMALL
        safe = np.where(small, 1.0, x)
        whole: Floats = np.where(small, x / 2 + x * x / 24, x + np.log(-np.expm1(-safe) / safe))
        share: Floats = np.where(small, 0.5 + x / 12, -1 / np.expm1(-safe) - 1 / safe)
        # reflected for a negative tilt
        return whole + np.where(t < 0, high, low) * t, low + width * np.where(t < 0, 1 - share, share)

    def draw(rng: np.random.Generator, t: Floats, size: int) -> Floats:
        x = abs(width * t)
        rest = rng.random((len(t), size))  # one minus the distribution function
        share = np.where(x == 0, rest, 1 + np.log1p(rest * np.expm1(-x)) / np.where(x == 0, 1.0, x))
        return low + width * np.where(t < 0, 1 - share, share)

    return value, draw
