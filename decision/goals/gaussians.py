"""Jointly normal utilities: any covariance, one common correlation, or a few common factors.

A covariance is accepted only if it is positive semidefinite, which is decided exactly (`decision.goals.elimination`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

import numpy as np

from decision.errors import InvalidType, InvalidValue
from decision.exact import Rational
from decision.goals.elimination import eliminated
from decision.goals.law import Law, check_coordinate
from decision.goals.marginal import Floats
from decision.goals.parameters import Parameter, numeric, parameter, positive, replaced, symbols_in, written
from decision.problems.symbols import free_symbols
from decision.validation import check_distinct, check_listed, check_nonempty, check_type

__all__ = ["GaussianLaw", "gaussian"]

ZERO = Fraction(0)

Matrix = tuple[tuple[Parameter, ...], ...]

MOST_SHOWN = 12
"""Outcomes whose covariances a text lists."""


@dataclass(frozen=True, repr=False)
class GaussianLaw(Law):
    """Jointly normal utilities; made by `gaussian`.

    Attributes
    ----------
    names : tuple of str
    means : tuple of rational
    cov : tuple of tuples of rational
    loadings : tuple of tuples of rational, or None
        Rows `l` of a factor structure: the covariance is `l l'` plus `specific` on the diagonal.
    specific : tuple of rational, or None
    correlation : rational or None
        The common correlation, where the law was given by one.
    """

    names: tuple[str, ...]
    means: tuple[Parameter, ...]
    cov: Matrix
    loadings: Matrix | None = None
    specific: tuple[Parameter, ...] | None = None
    correlation: Parameter | None = None

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes it was given."""
        return self.names

    def moments(self, coordinates: Sequence[str]) -> tuple[list[Parameter], list[list[Parameter]]]:
        """Mean vector and covariance matrix of some coordinates, in their order.

        Examples
        --------
        >>> gaussian(0, [[1, 2], [2, 5]], ["a", "b"]).moments(["b"])
        ([Fraction(0, 1)], [[Fraction(5, 1)]])
        """
        self.covers(coordinates)
        place = [self.names.index(w) for w in coordinates]
        return [self.means[i] for i in place], [[self.cov[i][j] for j in place] for i in place]

    def sample(self, rng: np.random.Generator, size: int, coordinates: Sequence[str]) -> Floats:
        """Goals as rows."""
        means, cov = self.moments(coordinates)
        center = np.array([float(numeric(x, "mean")) for x in means])
        matrix = np.array([[float(numeric(x, "covariance")) for x in row] for row in cov])
        values, vectors = np.linalg.eigh(matrix.reshape(len(means), len(means)))
        root = vectors * np.sqrt(np.maximum(values, 0.0))  # rounding may leave a tiny negative eigenvalue
        return center + rng.standard_normal((size, len(means))) @ root.T

    @property
    def symbols(self) -> tuple[str, ...]:
        """Those of means and covariances."""
        return symbols_in([*self.means, *(x for row in self.cov for x in row)])

    def substitute(self, numbers: Mapping[str, Rational]) -> "GaussianLaw":
        """The same law with numbers in place of symbols, its covariance checked."""

        def table(rows: Matrix) -> Matrix:
            return tuple(tuple(replaced(x, numbers) for x in row) for row in rows)

        return _checked(
            GaussianLaw(
                self.names,
                tuple(replaced(x, numbers) for x in self.means),
                table(self.cov),
                None if self.loadings is None else table(self.loadings),
                None if self.specific is None else tuple(replaced(x, numbers) for x in self.specific),
                None if self.correlation is None else replaced(self.correlation, numbers),
            )
        )

    def __repr__(self) -> str:
        if len(self.names) > MOST_SHOWN and self.correlation is None:
            return f"gaussian(<{len(self.names)} means>, <covariances>, [{', '.join(map(repr, self.names[:6]))}, ...])"
        names = f"[{', '.join(map(repr, self.names))}]"
        mean = written(self.means[0]) if len(set(self.means)) == 1 else f"[{', '.join(map(written, self.means))}]"
        if self.correlation is not None:
            variance = self.cov[0][0]
            sd = "" if variance == 1 else f", variance={written(variance)}"
            return f"gaussian({mean}, outcomes={names}, correlation={written(self.correlation)}{sd})"
        return f"gaussian({mean}, {_table(self.cov)}, {names})"


def _table(rows: Matrix) -> str:
    return f"[{', '.join('[' + ', '.join(map(written, row)) + ']' for row in rows)}]"


def gaussian(
    mean: Any,
    cov: Sequence[Sequence[Any]] | None = None,
    outcomes: Iterable[str] = (),
    *,
    correlation: Any = None,
    variance: Any = 1,
    factors: Mapping[str, Sequence[Any]] | None = None,
    specific: Any = 0,
) -> GaussianLaw:
    """Jointly normal utilities.

    Give exactly one of `cov`, `correlation` and `factors`.

    Parameters
    ----------
    mean : rational, or sequence of rationals
        Of every utility, or one for each.
    cov : sequence of sequences of rationals
        Covariance matrix, in the order of `outcomes`.
    outcomes : sequence of str
    correlation : rational
        Of any two utilities, each with the given `variance`.
    variance : rational, optional
        Of each utility, with `correlation`; 1 by default.
    factors : mapping of str to sequence of rationals
        Loadings of each outcome on common independent standard normal factors.
    specific : rational, or mapping of str to rational
        Variance of what is independent, with `factors`; 0 by default.

    Raises
    ------
    InvalidValue
        If the covariance is not symmetric or not positive semidefinite (with a vector that shows it), or the
        correlation is outside [-1, 1].

    Examples
    --------
    >>> from decision import Pr, gaussian, measure, u
    >>> law = gaussian(0, outcomes=["a", "b", "c"], correlation="1/2")
    >>> measure(Pr((u("a") >= u("b")) & (u("a") >= u("c"))), goals=law).value
    Fraction(1, 3)
    >>> gaussian(0, [[1, 2], [2, 1]], ["a", "b"])
    Traceback (most recent call last):
        ...
    decision.errors.InvalidValue: cov is not positive semidefinite: v' cov v = -3 < 0 for v = {'a': -2, 'b': 1}, and its
    least eigenvalue is about -1; correct it
    """
    if sum(x is not None for x in (cov, correlation, factors)) != 1:
        raise InvalidValue("cov, correlation and factors describe the covariance; give exactly one of them")
    if factors is not None:
        return _by_factors(mean, factors, outcomes, specific)
    names = _names(outcomes)
    if correlation is not None:
        return _equicorrelated(mean, names, correlation, positive(variance, "variance"))
    return _checked(GaussianLaw(names, _means(mean, names), _square(cov, names)))


def _names(outcomes: Iterable[str]) -> tuple[str, ...]:
    names = tuple(check_coordinate(w, "outcome in outcomes") for w in check_listed(outcomes, "outcomes", "['a', 'b']"))
    check_nonempty(names, "outcomes")
    check_distinct(names, "outcomes")
    return names


def _means(mean: Any, names: tuple[str, ...]) -> tuple[Parameter, ...]:
    if isinstance(mean, Mapping):
        raise InvalidType(f"mean = {mean!r} is a mapping; give a number, or a list in the order of outcomes")
    if not isinstance(mean, list | tuple | np.ndarray):
        return (parameter(mean, "mean"),) * len(names)
    read = tuple(parameter(x, "mean") for x in mean)  # pyright: ignore[reportUnknownVariableType]  # any numbers
    if len(read) != len(names):
        raise InvalidValue(f"mean has {len(read)} entries for {len(names)} outcomes; give one for each")
    return read


def _square(cov: Any, names: tuple[str, ...]) -> Matrix:
    rows = [check_listed(row, "cov", "[[1, 0], [0, 1]]") for row in check_listed(cov, "cov", "[[1, 0], [0, 1]]")]
    if len(rows) != len(names) or any(len(row) != len(names) for row in rows):
        raise InvalidValue(
            f"cov has {len(rows)} rows for {len(names)} outcomes; it must be a square matrix of that size"
        )
    read = tuple(tuple(parameter(x, "entry of cov") for x in row) for row in rows)
    for i, row in enumerate(read):
        for j in range(i):
            if row[j] != read[j][i]:
                raise InvalidValue(
                    f"cov is not symmetric: {written(row[j])} for ({names[i]!r}, {names[j]!r}) and "
                    f"{written(read[j][i])} for ({names[j]!r}, {names[i]!r}); correct it"
                )
    return read


def _equicorrelated(mean: Any, names: tuple[str, ...], correlation: Any, variance: Parameter) -> GaussianLaw:
    rho = parameter(correlation, "correlation")
    if not free_symbols(rho) and not -1 <= rho <= 1:
        raise InvalidValue(f"correlation = {rho} is no correlation: it must be at least -1 and at most 1; correct it")
    cov = tuple(tuple(variance if i == j else variance * rho for j in names) for i in names)
    return _checked(GaussianLaw(names, _means(mean, names), cov, correlation=rho))


def _by_factors(mean: Any, factors: Any, outcomes: Iterable[str], specific: Any) -> GaussianLaw:
    check_type(factors, Mapping, "factors", "write {'a': [1, 0], 'b': ['1/2', 1]}")
    names = _names(list(outcomes) or list(factors))
    _check_same(factors, names, "factors")
    rows = tuple(
        tuple(parameter(x, f"loading of {w!r}") for x in check_listed(factors[w], "factors", "[1, 0]")) for w in names
    )
    if len({len(row) for row in rows}) != 1:
        raise InvalidValue("factors have rows of different lengths; give every outcome one loading for each factor")
    own: Mapping[str, Any] = cast("Mapping[str, Any]", specific) if isinstance(specific, Mapping) else {}
    if not isinstance(specific, Mapping):
        own = dict.fromkeys(names, specific)
    _check_same(own, names, "specific")
    variances = tuple(parameter(own[w], f"specific variance of {w!r}") for w in names)
    for w, x in zip(names, variances, strict=True):
        if not free_symbols(x) and x < 0:
            raise InvalidValue(f"specific variance of {w!r} = {x} is negative; variances are at least 0, correct it")
    cov = tuple(
        tuple(
            sum((a * b for a, b in zip(rows[i], rows[j], strict=True)), ZERO) + (variances[i] if i == j else ZERO)
            for j in range(len(names))
        )
        for i in range(len(names))
    )
    return GaussianLaw(names, _means(mean, names), cov, rows, variances)


def _check_same(given: Mapping[str, Any], names: tuple[str, ...], name: str) -> None:
    if set(given) != set(names):
        raise InvalidValue(
            f"{name} names {', '.join(given)}, but the outcomes are {', '.join(names)}; name the same ones"
        )


def _checked(law: GaussianLaw) -> GaussianLaw:
    """Refuse a covariance that is not positive semidefinite; one with symbols is checked when they have values."""
    if law.symbols and symbols_in(x for row in law.cov for x in row):
        return law
    found = eliminated(law.cov).negative
    if found is not None:
        value = sum(a * law.cov[i][j] * b for i, a in found.items() for j, b in found.items())
        shown = ", ".join(f"{law.names[i]!r}: {written(x)}" for i, x in found.items())
        least = float(np.linalg.eigvalsh(np.array([[float(x) for x in row] for row in law.cov]))[0])
        raise InvalidValue(
            f"cov is not positive semidefinite: v' cov v = {value} < 0 for v = {{{shown}}}, and its least "
            f"eigenvalue is about {least:.6g}; correct it"
        )
    return law
