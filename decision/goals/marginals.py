"""Laws of one utility on an unbounded range: the named families.

Those with a bounded range are in `decision.goals.bounded_marginals`, tables and mixtures in
`decision.goals.mixed_marginals`; all may be imported from here.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from decision.errors import InvalidValue
from decision.goals.bounded_marginals import Beta, PowerFunction, Uniform
from decision.goals.marginal import Floats, Marginal, Piece, Shape
from decision.goals.mixed_marginals import Discrete, Mixture, PiecewiseUniform
from decision.goals.parameters import Parameter, numeric, parameter, positive
from decision.problems.symbols import free_symbols

__all__ = [
    "Beta",
    "Cauchy",
    "Discrete",
    "Exponential",
    "Laplace",
    "Marginal",
    "Mixture",
    "Normal",
    "Piece",
    "PiecewiseUniform",
    "PowerFunction",
    "Stable",
    "Uniform",
]


class _Peaked(Marginal):
    """A law that is symmetric about its middle, and unimodal: stable laws are so, too (:cite:p:`Yamazato1978`)."""

    middle: Parameter

    @property
    def center(self) -> Parameter:
        """The middle."""
        return self.middle

    @property
    def unimodal(self) -> bool:
        """The density falls away from the middle."""
        return True


@dataclass(frozen=True, repr=False)
class _Scaled(_Peaked):
    """A law of one shape, given by its centre and scale."""

    middle: Parameter
    scale: Parameter

    def __init__(self, center: Any, scale: Any) -> None:
        object.__setattr__(self, "middle", parameter(center, "center"))
        object.__setattr__(self, "scale", positive(scale, "scale"))


@dataclass(frozen=True, repr=False)
class Normal(_Peaked):
    """The normal law.

    Parameters
    ----------
    mean, sd : rational or sympy expression
        Expectation and standard deviation, `sd > 0`.

    Examples
    --------
    >>> Normal(1, 4).mean, Normal(1, 4).log_concave
    (Fraction(1, 1), True)
    """

    middle: Parameter
    sd: Parameter

    def __init__(self, mean: Any, sd: Any) -> None:
        object.__setattr__(self, "middle", parameter(mean, "mean"))
        object.__setattr__(self, "sd", positive(sd, "sd"))

    def sample(self, rng: np.random.Generator, shape: Shape) -> Floats:
        """Normal draws."""
        return float(numeric(self.middle, "mean")) + float(numeric(self.sd, "sd")) * rng.standard_normal(shape)

    @property
    def log_concave(self) -> bool:
        """The logarithm of the density is a concave quadratic."""
        return True


@dataclass(frozen=True, repr=False)
class Exponential(Marginal):
    """The exponential law, with density `rate exp(-rate x)` on the positive half-line.

    Examples
    --------
    >>> Exponential(2).mean
    Fraction(1, 2)
    """

    rate: Parameter

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", positive(self.rate, "rate"))

    def sample(self, rng: np.random.Generator, shape: Shape) -> Floats:
        """Exponential draws."""
        return rng.standard_exponential(shape) / float(numeric(self.rate, "rate"))

    @property
    def support(self) -> tuple[Parameter, None]:
        """The positive half-line."""
        return Fraction(0), None

    @property
    def mean(self) -> Parameter:
        """`1 / rate`."""
        return 1 / self.rate

    @property
    def unimodal(self) -> bool:
        """The density falls."""
        return True

    @property
    def log_concave(self) -> bool:
        """The logarithm of the density is linear."""
        return True


class Laplace(_Scaled):
    """The Laplace law: two exponential tails about a centre, density `exp(-|x - center| / scale) / (2 scale)`.

    Parameters
    ----------
    center, scale : rational or sympy expression
        `scale > 0`.

    Examples
    --------
    >>> Laplace(0, 1).center
    Fraction(0, 1)
    """

    def sample(self, rng: np.random.Generator, shape: Shape) -> Floats:
        """Laplace draws."""
        return rng.laplace(float(numeric(self.middle, "center")), float(numeric(self.scale, "scale")), shape)

    @property
    def log_concave(self) -> bool:
        """The logarithm of the density is concave and piecewise linear."""
        return True


@dataclass(frozen=True, repr=False)
class Stable(_Peaked):
    """The symmetric stable law, with characteristic function `exp(-|scale t|**alpha)`.

    The mean of `n` independent copies has scale `n**(1/alpha - 1)`: averaging narrows the law for `alpha > 1`, leaves
    it as it is at 1 (Cauchy) and widens it below. `alpha = 2` is normal with variance `2 scale**2`.

    Parameters
    ----------
    alpha : rational
        Tail index, `0 < alpha <= 2`.
    center, scale : rational, optional

    Examples
    --------
    >>> Stable("1/2").mean is None, Stable("3/2").mean
    (True, Fraction(0, 1))
    """

    alpha: Parameter
    middle: Parameter
    scale: Parameter

    def __init__(self, alpha: Any, center: Any = 0, scale: Any = 1) -> None:
        index = positive(alpha, "alpha")
        if not free_symbols(index) and index > 2:
            raise InvalidValue(f"alpha = {index} is greater than 2; no stable law has such a tail, give 0 < alpha <= 2")
        object.__setattr__(self, "alpha", index)
        object.__setattr__(self, "middle", parameter(center, "center"))
        object.__setattr__(self, "scale", positive(scale, "scale"))

    def sample(self, rng: np.random.Generator, shape: Shape) -> Floats:
        """Draws by the method of Chambers, Mallows and Stuck :cite:p:`ChambersEtAl1976`."""
        a = float(numeric(self.alpha, "alpha"))
        angle = np.pi * (rng.random(shape) - 0.5)
        waiting = rng.standard_exponential(shape)
        shrink = (np.cos((1 - a) * angle) / waiting) ** ((1 - a) / a)
        unit = np.sin(a * angle) / np.cos(angle) ** (1 / a) * shrink
        return float(numeric(self.middle, "center")) + float(numeric(self.scale, "scale")) * unit

    @property
    def mean(self) -> Parameter | None:
        """The centre for `alpha > 1`."""
        return self.middle if not free_symbols(self.alpha) and self.alpha > 1 else None

    @property
    def log_concave(self) -> bool:
        """Only the normal one: log-concave densities have exponential tails."""
        return self.alpha == 2


class Cauchy(_Scaled):
    """The Cauchy law; a mean of independent copies has the law of one copy.

    Examples
    --------
    >>> Cauchy(0, 1).mean is None
    True
    """

    def sample(self, rng: np.random.Generator, shape: Shape) -> Floats:
        """Cauchy draws."""
        return float(numeric(self.middle, "center")) + float(numeric(self.scale, "scale")) * rng.standard_cauchy(shape)

    @property
    def mean(self) -> None:
        """Does not exist."""
        return None
