"""Laws of one utility: the named families, point masses and mixtures.

Those with a polynomial density are in `decision.goals.bounded_marginals`, and may be imported from here too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from decision.errors import InvalidValue
from decision.exact import Rational, rational
from decision.goals.bounded_marginals import Beta, PiecewiseUniform, PowerFunction, Uniform
from decision.goals.marginal import Floats, Marginal, Piece, Shape, floats, overlay
from decision.goals.parameters import (
    Parameter,
    check_weights,
    numeric,
    parameter,
    positive,
    replaced,
    weighted,
    written,
)
from decision.problems.symbols import free_symbols
from decision.validation import check_nonempty, check_type

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


@dataclass(frozen=True, repr=False)
class Normal(Marginal):
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
    def center(self) -> Parameter:
        """The mean."""
        return self.middle

    @property
    def unimodal(self) -> bool:
        """The density falls away from the mean."""
        return True

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


@dataclass(frozen=True, repr=False)
class Laplace(Marginal):
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

    middle: Parameter
    scale: Parameter

    def __init__(self, center: Any, scale: Any) -> None:
        object.__setattr__(self, "middle", parameter(center, "center"))
        object.__setattr__(self, "scale", positive(scale, "scale"))

    def sample(self, rng: np.random.Generator, shape: Shape) -> Floats:
        """Laplace draws."""
        return rng.laplace(float(numeric(self.middle, "center")), float(numeric(self.scale, "scale")), shape)

    @property
    def center(self) -> Parameter:
        """The middle."""
        return self.middle

    @property
    def unimodal(self) -> bool:
        """The density falls away from the centre."""
        return True

    @property
    def log_concave(self) -> bool:
        """The logarithm of the density is concave and piecewise linear."""
        return True


@dataclass(frozen=True, repr=False)
class Stable(Marginal):
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
        """Draws by the method of Chambers, Mallows and Stuck (:cite:p:`ChambersEtAl1976`)."""
        a = float(numeric(self.alpha, "alpha"))
        angle = np.pi * (rng.random(shape) - 0.5)
        waiting = rng.standard_exponential(shape)
        shrink = (np.cos((1 - a) * angle) / waiting) ** ((1 - a) / a)
        unit = np.sin(a * angle) / np.cos(angle) ** (1 / a) * shrink
        return float(numeric(self.middle, "center")) + float(numeric(self.scale, "scale")) * unit

    @property
    def center(self) -> Parameter:
        """The middle."""
        return self.middle

    @property
    def mean(self) -> Parameter | None:
        """The centre for `alpha > 1`."""
        return self.middle if not free_symbols(self.alpha) and self.alpha > 1 else None

    @property
    def unimodal(self) -> bool:
        """Every stable law is unimodal (:cite:p:`Yamazato1978`)."""
        return True

    @property
    def log_concave(self) -> bool:
        """Only the normal one: log-concave densities have exponential tails."""
        return self.alpha == 2


@dataclass(frozen=True, repr=False)
class Cauchy(Marginal):
    """The Cauchy law; a mean of independent copies has the law of one copy.

    Examples
    --------
    >>> Cauchy(0, 1).mean is None
    True
    """

    middle: Parameter
    scale: Parameter

    def __init__(self, center: Any, scale: Any) -> None:
        object.__setattr__(self, "middle", parameter(center, "center"))
        object.__setattr__(self, "scale", positive(scale, "scale"))

    def sample(self, rng: np.random.Generator, shape: Shape) -> Floats:
        """Cauchy draws."""
        return float(numeric(self.middle, "center")) + float(numeric(self.scale, "scale")) * rng.standard_cauchy(shape)

    @property
    def center(self) -> Parameter:
        """The middle."""
        return self.middle

    @property
    def mean(self) -> None:
        """Does not exist."""
        return None

    @property
    def unimodal(self) -> bool:
        """The density falls away from the centre."""
        return True


@dataclass(frozen=True, repr=False)
class Discrete(Marginal):
    """A law with finitely many values.

    Parameters
    ----------
    weights : mapping of rational to rational or sympy expression
        Probability of each value; they sum to 1.

    Examples
    --------
    >>> Discrete({0: "1/2", 1: "1/2"}).mean
    Fraction(1, 2)
    """

    table: tuple[tuple[Fraction, Parameter], ...]

    def __init__(self, weights: Mapping[Any, Any]) -> None:
        check_type(weights, Mapping, "weights", "write {value: probability}, such as {0: '1/2', 1: '1/2'}")
        check_nonempty(weights, "weights")
        values = [rational(x, "value in weights") for x in weights]
        if len(set(values)) < len(values):
            raise InvalidValue(f"weights = {weights!r} names one value twice; add its probabilities up")
        read = check_weights(list(weights.values()), "Discrete")
        kept = sorted((x, q) for x, q in zip(values, read, strict=True) if q != 0)
        object.__setattr__(self, "table", tuple(kept))

    def __repr__(self) -> str:
        return f"Discrete({{{', '.join(f'{written(x)}: {written(q)}' for x, q in self.table)}}})"

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The weights."""
        return tuple(q for _, q in self.table)

    def substitute(self, numbers: Mapping[str, Rational]) -> "Discrete":
        """The same law with numbers in place of symbols."""
        return Discrete({x: replaced(q, numbers) for x, q in self.table})

    def sample(self, rng: np.random.Generator, shape: Shape) -> Floats:
        """Draws from the values."""
        weights = floats([numeric(q, "weight") for _, q in self.table])
        return rng.choice(floats([x for x, _ in self.table]), size=shape, p=weights / weights.sum())

    @property
    def atoms(self) -> tuple[tuple[Fraction, Parameter], ...]:
        """The values with their probabilities."""
        return self.table

    @property
    def support(self) -> tuple[Parameter, Parameter]:
        """Smallest and largest value."""
        return self.table[0][0], self.table[-1][0]

    @property
    def mean(self) -> Parameter:
        """Weighted mean of the values."""
        return sum((q * x for x, q in self.table), Fraction(0))

    @property
    def center(self) -> Parameter | None:
        """The middle of the support, if the weights are symmetric about it."""
        middle = (self.table[0][0] + self.table[-1][0]) / 2
        mirrored = sorted((2 * middle - x, q) for x, q in self.table) if not self.symbols else None
        return middle if mirrored == list(self.table) else None


@dataclass(frozen=True, repr=False)
class Mixture(Marginal):
    """A mixture of laws of one utility.

    Parameters
    ----------
    parts : sequence of (weight, marginal)
        Weights sum to 1.

    Examples
    --------
    >>> heavy = Mixture([("9/10", Uniform(-1, 1)), ("1/10", Uniform(-10, 10))])
    >>> heavy.center, len(heavy.pieces)
    (Fraction(0, 1), 3)
    """

    parts: tuple[tuple[Parameter, Marginal], ...]

    def __init__(self, parts: Iterable[tuple[Any, Marginal]]) -> None:
        example = "[('1/2', Uniform(0, 1)), ('1/2', Normal(0, 1))]"
        object.__setattr__(self, "parts", tuple(weighted(parts, Marginal, "parts", example)))

    def __repr__(self) -> str:
        return f"Mixture([{', '.join(f'({written(q)}, {m!r})' for q, m in self.parts)}])"

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The weights, and the parameters of the parts."""
        return tuple(x for q, m in self.parts for x in (q, *m.parameters))

    def substitute(self, numbers: Mapping[str, Rational]) -> "Mixture":
        """The same law with numbers in place of symbols."""
        return Mixture([(replaced(q, numbers), m.substitute(numbers)) for q, m in self.parts])

    def sample(self, rng: np.random.Generator, shape: Shape) -> Floats:
        """Draws: a part, then a value of it."""
        weights = floats([numeric(q, "weight") for q, _ in self.parts])
        chosen = rng.choice(len(weights), size=shape, p=weights / weights.sum())
        return np.choose(chosen, [m.sample(rng, shape) for _, m in self.parts])

    @property
    def support(self) -> tuple[Parameter | None, Parameter | None]:
        """From the smallest to the largest value of a part."""
        lows, highs = zip(*(m.support for _, m in self.parts), strict=True)
        return None if None in lows else min(lows), None if None in highs else max(highs)

    @property
    def atoms(self) -> tuple[tuple[Fraction, Parameter], ...]:
        """The point masses of the parts, weighted."""
        total: dict[Fraction, Parameter] = {}
        for q, m in self.parts:
            for x, p in m.atoms:
                total[x] = total.get(x, Fraction(0)) + q * p
        return tuple(sorted(total.items()))

    @property
    def center(self) -> Parameter | None:
        """The common centre of the parts; mixtures that are symmetric in another way are not recognised."""
        centers = {m.center for _, m in self.parts}
        return centers.pop() if len(centers) == 1 else None

    @property
    def mean(self) -> Parameter | None:
        """Weighted mean of the means, if all exist."""
        means = [(q, m.mean) for q, m in self.parts]
        return None if any(x is None for _, x in means) else sum((q * x for q, x in means), Fraction(0))

    @property
    def unimodal(self) -> bool:
        """If the parts are unimodal and symmetric about one centre: their densities fall away from it."""
        return self.center is not None and all(m.unimodal for _, m in self.parts)

    @property
    def log_concave(self) -> bool:
        """If there is one part."""
        return len(self.parts) == 1 and self.parts[0][1].log_concave

    @property
    def pieces(self) -> tuple[Piece, ...] | None:
        """The sum of the densities of the parts."""
        listed = [(q, m.pieces) for q, m in self.parts]
        if self.symbols or any(p is None for _, p in listed):
            return None
        return overlay([(q, p) for q, pieces in listed for p in pieces or ()])
