"""What every law of one utility offers.

A marginal says what is known of it exactly: support, point masses, centre, mean, shape, and its density where that is a
piecewise polynomial. Engines ask for these facts and never for the class. Parameters are rationals, or sympy
expressions until numbers are substituted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from decision.exact import Rational
from decision.goals.parameters import Parameter, replaced, symbols_in, written

__all__ = ["Floats", "Marginal", "Piece", "overlay"]

Floats = NDArray[np.float64]
Shape = int | tuple[int, ...]


@dataclass(frozen=True)
class Piece:
    """A density on one interval: `sum_k coefficients[k] x**k` for `low <= x <= high`.

    Examples
    --------
    >>> Piece(Fraction(0), Fraction(1), (Fraction(0), Fraction(2))).mass
    Fraction(1, 1)
    """

    low: Fraction
    high: Fraction
    coefficients: tuple[Fraction, ...]

    @property
    def mass(self) -> Fraction:
        """The probability of the interval."""
        return self.moment(0)

    def moment(self, power: int) -> Fraction:
        """The integral of `x**power` times the density."""
        raised = ((q, k + power + 1) for k, q in enumerate(self.coefficients))
        return sum((q * (self.high**n - self.low**n) / n for q, n in raised), Fraction(0))


@dataclass(frozen=True, repr=False)
class Marginal:
    """The law of one utility."""

    def sample(self, rng: np.random.Generator, shape: Shape) -> Floats:
        """Independent draws as a float64 array."""
        raise TypeError(f"{type(self).__name__} is not a marginal of this package")

    @property
    def support(self) -> tuple[Parameter | None, Parameter | None]:
        """Smallest and largest value; None where there is no bound."""
        return None, None

    @property
    def atoms(self) -> tuple[tuple[Fraction, Parameter], ...]:
        """Point masses as `(value, weight)`, sorted by value; none if the law is continuous."""
        return ()

    @property
    def center(self) -> Parameter | None:
        """Centre of symmetry; None if the law is not symmetric."""
        return None

    @property
    def mean(self) -> Parameter | None:
        """Expectation; None if it does not exist."""
        return self.center

    @property
    def unimodal(self) -> bool:
        """Whether the density rises, then falls."""
        return False

    @property
    def log_concave(self) -> bool:
        """Whether it has a log-concave density."""
        return False

    @property
    def pieces(self) -> tuple[Piece, ...] | None:
        """The density as a piecewise polynomial on intervals that do not overlap; None if it is not one."""
        return None

    @property
    def symbols(self) -> tuple[str, ...]:
        """Names of the sympy symbols among the parameters, sorted."""
        return symbols_in(self.parameters)

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The arguments the law was made of."""
        return tuple(getattr(self, f.name) for f in fields(self))

    def substitute(self, numbers: Mapping[str, Rational]) -> "Marginal":
        """The same law with numbers in place of symbols.

        Examples
        --------
        >>> import sympy
        >>> from decision import PowerFunction
        >>> PowerFunction(sympy.Symbol("a")).substitute({"a": 2})
        PowerFunction(2)
        """
        return type(self)(*(replaced(p, numbers) for p in self.parameters))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(written, self.parameters))})"


def overlay(weighted: Sequence[tuple[Fraction, Piece]]) -> tuple[Piece, ...]:
    """The sum of weighted pieces, on intervals that do not overlap.

    Examples
    --------
    >>> half, one = Piece(Fraction(0), Fraction(1), (Fraction(1),)), Piece(Fraction(0), Fraction(2), (Fraction(1, 2),))
    >>> [p.coefficients[0] for p in overlay([(Fraction(1, 2), half), (Fraction(1, 2), one)])]
    [Fraction(3, 4), Fraction(1, 4)]
    """
    ends = sorted({x for _, p in weighted for x in (p.low, p.high)})
    found: list[Piece] = []
    for low, high in pairwise(ends):
        inside = [(q, p) for q, p in weighted if p.low <= low and high <= p.high]
        size = max((len(p.coefficients) for _, p in inside), default=0)
        total = [
            sum((q * p.coefficients[k] for q, p in inside if k < len(p.coefficients)), Fraction(0)) for k in range(size)
        ]
        if any(total):
            found.append(Piece(low, high, tuple(total)))
    return tuple(found)


def floats(values: Sequence[Any]) -> Floats:
    """Exact numbers as the nearest floats, for sampling."""
    return np.array([float(x) for x in values])
