"""Laws of one utility made of finitely many values, of intervals, or of other laws."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from decision.errors import InvalidValue
from decision.exact import Rational, rational
from decision.goals.marginal import Floats, Marginal, Piece, Shape, floats, overlay
from decision.goals.parameters import Parameter, check_weights, numeric, replaced, weighted, written
from decision.validation import check_listed, check_nonempty, check_type

__all__ = ["Discrete", "Mixture", "PiecewiseUniform"]


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
    >>> from decision import Uniform
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


@dataclass(frozen=True, repr=False)
class PiecewiseUniform(Marginal):
    """A mixture of uniform laws on intervals.

    Parameters
    ----------
    parts : sequence of (weight, low, high)
        Weights sum to 1; intervals may overlap.

    Examples
    --------
    >>> PiecewiseUniform([("1/2", -2, -1), ("1/2", 1, 2)]).center
    Fraction(0, 1)
    """

    parts: tuple[tuple[Parameter, Fraction, Fraction], ...]

    def __init__(self, parts: Iterable[tuple[Any, Rational, Rational]]) -> None:
        rows = [_interval(row) for row in check_listed(parts, "parts", "[('1/2', 0, 1), ('1/2', 1, 3)]")]
        check_nonempty(rows, "parts")
        weights = check_weights([q for q, _, _ in rows], "PiecewiseUniform")
        listed = tuple((q, low, high) for q, (_, low, high) in zip(weights, rows, strict=True) if q != 0)
        object.__setattr__(self, "parts", listed)

    def __repr__(self) -> str:
        return f"PiecewiseUniform([{', '.join('(' + ', '.join(map(written, row)) + ')' for row in self.parts)}])"

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Weights and ends, row by row."""
        return tuple(x for row in self.parts for x in row)

    def substitute(self, numbers: Any) -> "PiecewiseUniform":
        """The same law with numbers in place of symbols."""
        return PiecewiseUniform([(replaced(q, numbers), low, high) for q, low, high in self.parts])

    def sample(self, rng: np.random.Generator, shape: Shape) -> Floats:
        """Draws: an interval, then a point of it."""
        rows = floats([x for q, low, high in self.parts for x in (numeric(q, "weight"), low, high)]).reshape(-1, 3)
        chosen = rng.choice(len(rows), size=shape, p=rows[:, 0] / rows[:, 0].sum())
        return rows[chosen, 1] + (rows[chosen, 2] - rows[chosen, 1]) * rng.random(shape)

    @property
    def support(self) -> tuple[Parameter, Parameter]:
        """The ends of all intervals."""
        return min(low for _, low, _ in self.parts), max(high for _, _, high in self.parts)

    @property
    def mean(self) -> Parameter:
        """Weighted mean of the middles."""
        return sum((q * (low + high) / 2 for q, low, high in self.parts), Fraction(0))

    @property
    def center(self) -> Parameter | None:
        """The mean, if the density is symmetric about it."""
        if self._density is None:
            return None
        mean = self.mean
        mirrored = {(2 * mean - p.high, 2 * mean - p.low, p.coefficients) for p in self._density}
        return mean if mirrored == {(p.low, p.high, p.coefficients) for p in self._density} else None

    @property
    def unimodal(self) -> bool:
        """If the steps of the density rise, then fall."""
        if self._density is None:
            return False
        steps = _heights(self._density)
        top = steps.index(max(steps))
        return steps[: top + 1] == sorted(steps[: top + 1]) and steps[top:] == sorted(steps[top:], reverse=True)

    @property
    def log_concave(self) -> bool:
        """If the density is one step: a jump inside the support is not concave."""
        return self._density is not None and len(set(_heights(self._density))) == 1

    @property
    def pieces(self) -> tuple[Piece, ...] | None:
        """The steps of the density."""
        return self._density

    @cached_property
    def _density(self) -> tuple[Piece, ...] | None:
        if self.symbols:
            return None
        return overlay([(q, Piece(low, high, (1 / (high - low),))) for q, low, high in self.parts])


def _interval(row: Any) -> tuple[Any, Fraction, Fraction]:
    entries = check_listed(row, "parts", "('1/2', 0, 1)")
    if len(entries) != 3:
        raise InvalidValue(f"parts has {row!r}; each part is (weight, low, high), write for example ('1/2', 0, 1)")
    low, high = rational(entries[1], "low"), rational(entries[2], "high")
    if low >= high:
        raise InvalidValue(f"low = {low} is not below high = {high} in parts; give the smaller end first")
    return entries[0], low, high


def _heights(density: tuple[Piece, ...]) -> list[Fraction]:
    """The steps, with 0 for gaps."""
    found: list[Fraction] = []
    for k, piece in enumerate(density):
        if k and piece.low > density[k - 1].high:
            found.append(Fraction(0))
        found.append(piece.coefficients[0])
    return found
