"""Laws of one utility on a bounded interval, with one density there: the named families."""

from dataclasses import dataclass
from fractions import Fraction
from math import comb, factorial

import numpy as np

from decision.errors import InvalidType, InvalidValue
from decision.exact import text
from decision.goals.marginal import Floats, Marginal, Piece, Shape
from decision.goals.parameters import Parameter, numeric, parameter, positive
from decision.problems.symbols import free_symbols

__all__ = ["Beta", "PowerFunction", "Uniform"]

ONE = Fraction(1)


@dataclass(frozen=True, repr=False)
class Uniform(Marginal):
    """The uniform law on an interval.

    Parameters
    ----------
    low, high : rational or sympy expression
        Ends, `low < high`.

    Raises
    ------
    InvalidValue
        If `low` is not below `high`.

    Examples
    --------
    >>> Uniform(0, 1).mean, Uniform(0, 1).support
    (Fraction(1, 2), (Fraction(0, 1), Fraction(1, 1)))
    """

    low: Parameter
    high: Parameter

    def __post_init__(self) -> None:
        low, high = parameter(self.low, "low"), parameter(self.high, "high")
        if (high - low).is_positive is False if free_symbols(high - low) else high <= low:
            raise InvalidValue(f"low = {low} is not below high = {high}; give the smaller end first")
        object.__setattr__(self, "low", low)
        object.__setattr__(self, "high", high)

    def sample(self, rng: np.random.Generator, shape: Shape) -> Floats:
        """Uniform draws."""
        low, high = (float(numeric(x, "end")) for x in (self.low, self.high))
        return low + (high - low) * rng.random(shape)

    @property
    def support(self) -> tuple[Parameter, Parameter]:
        """The interval."""
        return self.low, self.high

    @property
    def center(self) -> Parameter:
        """The middle."""
        return (self.low + self.high) / 2

    @property
    def unimodal(self) -> bool:
        """A constant density is unimodal."""
        return True

    @property
    def log_concave(self) -> bool:
        """The indicator of an interval is log-concave."""
        return True

    @property
    def pieces(self) -> tuple[Piece, ...] | None:
        """One constant piece."""
        return None if self.symbols else (Piece(self.low, self.high, (1 / (self.high - self.low),)),)


@dataclass(frozen=True, repr=False)
class PowerFunction(Marginal):
    """The law on [0, 1] with distribution function `x**exponent`.

    Exponent 1 is uniform; a large one makes most outcomes nearly as good as can be, a small one nearly worthless.

    Parameters
    ----------
    exponent : rational or sympy expression
        Greater than 0.

    Examples
    --------
    >>> PowerFunction(2).mean
    Fraction(2, 3)
    """

    exponent: Parameter

    def __post_init__(self) -> None:
        object.__setattr__(self, "exponent", positive(self.exponent, "exponent"))

    def sample(self, rng: np.random.Generator, shape: Shape) -> Floats:
        """Draws by inversion."""
        return rng.random(shape) ** (1 / float(numeric(self.exponent, "exponent")))

    @property
    def support(self) -> tuple[Parameter, Parameter]:
        """The unit interval."""
        return Fraction(0), Fraction(1)

    @property
    def center(self) -> Parameter | None:
        """One half for the uniform law."""
        return Fraction(1, 2) if self.exponent == 1 else None

    @property
    def mean(self) -> Parameter:
        """`a / (a + 1)`."""
        return self.exponent / (self.exponent + 1)

    @property
    def unimodal(self) -> bool:
        """The density is monotone."""
        return True

    @property
    def log_concave(self) -> bool:
        """If the exponent is at least 1."""
        return not self.symbols and self.exponent >= 1

    @property
    def pieces(self) -> tuple[Piece, ...] | None:
        """One piece, for a whole exponent."""
        if self.symbols or self.exponent.denominator != 1:
            return None
        return (Piece(Fraction(0), ONE, (*(Fraction(0),) * (int(self.exponent) - 1), self.exponent)),)


@dataclass(frozen=True, repr=False)
class Beta(Marginal):
    """The law on [0, 1] with density proportional to `x**(a-1) (1-x)**(b-1)`, for whole `a` and `b`.

    Parameters
    ----------
    a, b : int
        At least 1.

    Raises
    ------
    InvalidValue
        If a parameter is no positive whole number: the density would not be a polynomial.

    Examples
    --------
    >>> Beta(2, 1).mean, Beta(2, 2).center
    (Fraction(2, 3), Fraction(1, 2))
    """

    a: Parameter
    b: Parameter

    def __post_init__(self) -> None:
        for name in ("a", "b"):
            value = parameter(getattr(self, name), name)
            if free_symbols(value):
                raise InvalidType(f"{name} = {value} is symbolic; Beta takes whole numbers, write for example 2")
            if value.denominator != 1 or value < 1:
                raise InvalidValue(
                    f"{name} = {text(value)} is not a positive whole number, so the density of Beta is no polynomial "
                    "and has no exact mode; write a whole number, or PowerFunction(a) for b = 1"
                )
            object.__setattr__(self, name, value)

    def sample(self, rng: np.random.Generator, shape: Shape) -> Floats:
        """Beta draws."""
        return rng.beta(float(self.a), float(self.b), shape)

    @property
    def support(self) -> tuple[Parameter, Parameter]:
        """The unit interval."""
        return Fraction(0), Fraction(1)

    @property
    def center(self) -> Parameter | None:
        """One half if `a = b`."""
        return Fraction(1, 2) if self.a == self.b else None

    @property
    def mean(self) -> Parameter:
        """`a / (a + b)`."""
        return self.a / (self.a + self.b)

    @property
    def unimodal(self) -> bool:
        """Both parameters are at least 1."""
        return True

    @property
    def log_concave(self) -> bool:
        """Both parameters are at least 1."""
        return True

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """One piece of degree `a + b - 2`."""
        a, b = int(self.a), int(self.b)
        scale = Fraction(factorial(a + b - 1), factorial(a - 1) * factorial(b - 1))
        tail = [scale * comb(b - 1, k) * (-1) ** k for k in range(b)]
        return (Piece(Fraction(0), ONE, (*(Fraction(0),) * (a - 1), *tail)),)
