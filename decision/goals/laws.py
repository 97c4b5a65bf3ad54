"""Goal distributions: one law of the whole goal, to measure, sample or decide under.

Lower case makes a law: `iid`, `independent`, `gaussian`, `finite`, `orbit`, `empirical`, `features`, `mixture`, and
`law.given(event)`. A law of the form `iid` serves whatever outcomes a question mentions, of every self; the others know
their outcomes and refuse questions about others.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from decision.errors import InvalidValue
from decision.exact import Rational
from decision.goals.finite_laws import EmpiricalLaw, FiniteLaw, OrbitLaw, empirical, finite, orbit
from decision.goals.gaussians import GaussianLaw, gaussian
from decision.goals.law import Law, check_coordinate
from decision.goals.marginal import Floats, Marginal
from decision.goals.parameters import Parameter, numeric, parameter, replaced, symbols_in, weighted, written
from decision.language.events import Event
from decision.language.values import Value, affine
from decision.language.walk import comparisons, coordinates
from decision.validation import check_nonempty, check_type

__all__ = [
    "EmpiricalLaw",
    "FeatureLaw",
    "FiniteLaw",
    "GaussianLaw",
    "Law",
    "MixtureLaw",
    "OrbitLaw",
    "PosteriorLaw",
    "Product",
    "empirical",
    "features",
    "finite",
    "gaussian",
    "iid",
    "independent",
    "mixture",
    "orbit",
]


@dataclass(frozen=True, repr=False)
class Product(Law):
    """Independent utilities; made by `iid` and `independent`.

    Attributes
    ----------
    common : Marginal or None
        The law of every utility, for `iid`.
    listed : tuple of (str, Marginal)
        The law of each utility, for `independent`.
    """

    common: Marginal | None
    listed: tuple[tuple[str, Marginal], ...] = ()

    @property
    def outcomes(self) -> tuple[str, ...] | None:
        """Those listed; None if the law serves any."""
        return None if self.common is not None else tuple(w for w, _ in self.listed)

    @cached_property
    def _by_name(self) -> dict[str, Marginal]:
        return dict(self.listed)

    def marginal(self, coordinate: str) -> Marginal:
        """The law of one utility.

        Examples
        --------
        >>> from decision import Uniform, iid
        >>> iid(Uniform(0, 1)).marginal("w")
        Uniform(0, 1)
        """
        self.covers([coordinate])
        return self.common if self.common is not None else self._by_name[coordinate]

    def sample(self, rng: np.random.Generator, size: int, coordinates: Sequence[str]) -> Floats:
        """Goals as rows, independent of each other."""
        self.covers(coordinates)
        if self.common is not None:
            return self.common.sample(rng, (size, len(coordinates)))
        columns = [self._by_name[w].sample(rng, size) for w in coordinates]
        return np.stack(columns, axis=1) if columns else np.empty((size, 0))

    @property
    def symbols(self) -> tuple[str, ...]:
        """Those of the marginals."""
        listed = [self.common] if self.common is not None else [m for _, m in self.listed]
        return symbols_in(p for m in listed for p in m.parameters)

    def substitute(self, numbers: Mapping[str, Rational]) -> "Product":
        """The same law with numbers in place of symbols."""
        common = None if self.common is None else self.common.substitute(numbers)
        return Product(common, tuple((w, m.substitute(numbers)) for w, m in self.listed))

    def __repr__(self) -> str:
        if self.common is not None:
            return f"iid({self.common!r})"
        return f"independent({{{', '.join(f'{w!r}: {m!r}' for w, m in self.listed)}}})"


def iid(marginal: Marginal) -> Product:
    """Utilities that are independent and have one law; serves whatever outcomes a question mentions.

    Parameters
    ----------
    marginal : Marginal
        The law of each utility, such as ``Uniform(0, 1)``.

    Examples
    --------
    >>> from decision import Cauchy, Pr, iid, measure, u
    >>> measure(Pr(u("sure") >= (u("heads") + u("tails")) / 2), goals=iid(Cauchy(0, 1))).value
    Fraction(1, 2)
    """
    check_type(marginal, Marginal, "marginal", "write the law of one utility, such as Uniform(0, 1)")
    return Product(marginal)


def independent(marginals: Mapping[str, Marginal]) -> Product:
    """Independent utilities, each with its own law.

    Parameters
    ----------
    marginals : mapping of str to Marginal
        The law of each outcome's utility; another self's is named ``"self:outcome"``.

    Examples
    --------
    >>> from decision import Pr, Uniform, independent, measure, u
    >>> measure(Pr(u("a") >= u("b")), goals=independent({"a": Uniform(0, 2), "b": Uniform(0, 1)})).value
    Fraction(3, 4)
    """
    check_type(marginals, Mapping, "marginals", "write {'outcome': marginal}")
    check_nonempty(marginals, "marginals")
    for w, m in marginals.items():
        check_coordinate(w, "outcome in marginals")
        check_type(m, Marginal, f"law of {w!r}", "write the law of one utility, such as Uniform(0, 1)")
    return Product(None, tuple(marginals.items()))


@dataclass(frozen=True, repr=False)
class FeatureLaw(Law):
    """Utilities that are linear in random weights; made by `features`.

    Attributes
    ----------
    weights : Law
        Of the weight of each feature.
    loadings : tuple of (str, tuple of (str, Fraction))
        Features of each outcome with their coefficients.
    """

    weights: Law
    loadings: tuple[tuple[str, tuple[tuple[str, Parameter], ...]], ...]

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Those with features."""
        return tuple(w for w, _ in self.loadings)

    @property
    def names(self) -> tuple[str, ...]:
        """The features, in order of first appearance."""
        return tuple(dict.fromkeys(f for _, row in self.loadings for f, _ in row))

    @cached_property
    def utilities(self) -> dict[str, Value]:
        """Each utility as a value of the weights."""
        return {w: affine({f: numeric(q, "coefficient") for f, q in row}) for w, row in self.loadings}

    def sample(self, rng: np.random.Generator, size: int, coordinates: Sequence[str]) -> Floats:
        """Goals as rows: sampled weights times coefficients."""
        self.covers(coordinates)
        place = {f: k for k, f in enumerate(self.names)}
        matrix = np.zeros((len(place), len(coordinates)))
        for column, w in enumerate(coordinates):
            for f, q in self.utilities[w].coefficients:
                matrix[place[f], column] = float(q)
        return self.weights.sample(rng, size, self.names) @ matrix

    @property
    def symbols(self) -> tuple[str, ...]:
        """Those of the weights and coefficients."""
        return tuple(sorted({*self.weights.symbols, *symbols_in(q for _, row in self.loadings for _, q in row)}))

    def substitute(self, numbers: Mapping[str, Rational]) -> "FeatureLaw":
        """The same law with numbers in place of symbols."""
        rows = tuple((w, tuple((f, replaced(q, numbers)) for f, q in row)) for w, row in self.loadings)
        return FeatureLaw(self.weights.substitute(numbers), rows)

    def __repr__(self) -> str:
        rows = ", ".join(f"{w!r}: {{{', '.join(f'{f!r}: {written(q)}' for f, q in row)}}}" for w, row in self.loadings)
        return f"features({self.weights!r}, {{{rows}}})"


def features(weights: Law, loadings: Mapping[str, Mapping[str, Any]]) -> FeatureLaw:
    """Utilities that are linear in features of the outcomes, with random weights.

    Parameters
    ----------
    weights : Law
        Of the feature weights, by the names of the features.
    loadings : mapping of str to mapping of str to rational
        How much of each feature an outcome has.

    Examples
    --------
    >>> from decision import Normal, Pr, features, iid, measure, u
    >>> law = features(iid(Normal(0, 1)), {"a": {"fun": 1}, "b": {"fun": 1, "risk": 2}})
    >>> measure(Pr(u("a") >= u("b")), goals=law).value
    Fraction(1, 2)
    """
    check_type(weights, Law, "weights", "write a law of the feature weights, such as iid(Normal(0, 1))")
    check_type(loadings, Mapping, "loadings", "write {'outcome': {'feature': coefficient}}")
    check_nonempty(loadings, "loadings")
    rows: list[tuple[str, tuple[tuple[str, Parameter], ...]]] = []
    for w, row in loadings.items():
        check_coordinate(w, "outcome in loadings")
        check_type(row, Mapping, f"features of {w!r}", "write {'feature': coefficient}")
        read = [(check_coordinate(f, f"feature of {w!r}"), parameter(q, f"{f!r} of {w!r}")) for f, q in row.items()]
        rows.append((w, tuple((f, q) for f, q in read if q != 0)))
    law = FeatureLaw(weights, tuple(rows))
    weights.covers(law.names)
    return law


@dataclass(frozen=True, repr=False)
class MixtureLaw(Law):
    """One of several laws, drawn first; made by `mixture`.

    Attributes
    ----------
    parts : tuple of (weight, Law)
    """

    parts: tuple[tuple[Parameter, Law], ...]

    @property
    def outcomes(self) -> tuple[str, ...] | None:
        """Outcomes that every part knows; None if all parts serve any."""
        known = [law.outcomes for _, law in self.parts if law.outcomes is not None]
        return tuple(w for w in known[0] if all(w in names for names in known)) if known else None

    @property
    def named(self) -> tuple[str, ...]:
        """Those of all parts."""
        return tuple(dict.fromkeys(w for _, law in self.parts for w in law.named))

    def sample(self, rng: np.random.Generator, size: int, coordinates: Sequence[str]) -> Floats:
        """Goals as rows: how many come from each part is drawn first, their order last."""
        self.covers(coordinates)
        weights = np.array([float(numeric(q, "weight")) for q, _ in self.parts])
        counts = rng.multinomial(size, weights / weights.sum())
        drawn = [law.sample(rng, int(n), coordinates) for n, (_, law) in zip(counts, self.parts, strict=True)]
        return rng.permutation(np.concatenate(drawn), axis=0)

    @property
    def symbols(self) -> tuple[str, ...]:
        """Those of weights and parts."""
        return tuple(
            sorted({*symbols_in(q for q, _ in self.parts), *(s for _, law in self.parts for s in law.symbols)})
        )

    def substitute(self, numbers: Mapping[str, Rational]) -> "MixtureLaw":
        """The same law with numbers in place of symbols."""
        return mixture([(replaced(q, numbers), law.substitute(numbers)) for q, law in self.parts])

    def __repr__(self) -> str:
        return f"mixture([{', '.join(f'({written(q)}, {law!r})' for q, law in self.parts)}])"


def mixture(parts: Iterable[tuple[Any, Law]]) -> MixtureLaw:
    """A law that is one of several, with given probabilities.

    Parameters
    ----------
    parts : sequence of (weight, Law)
        Weights sum to 1.

    Examples
    --------
    >>> from decision import PowerFunction, E, Uniform, iid, measure, mixture, u
    >>> law = mixture([("1/2", iid(Uniform(0, 1))), ("1/2", iid(PowerFunction(2)))])
    >>> measure(E(u("a")), goals=law).value
    Fraction(7, 12)
    """
    example = "[('1/2', iid(Uniform(0, 1))), ('1/2', iid(Normal(0, 1)))]"
    law = MixtureLaw(tuple(weighted(parts, Law, "parts", example)))
    if law.outcomes == ():
        raise InvalidValue(f"parts = {law!r} have no outcome in common; mix laws of the same goal")
    return law


@dataclass(frozen=True, repr=False)
class PosteriorLaw(Law):
    """A law conditioned on an event; made by `law.given`.

    Attributes
    ----------
    prior : Law
    event : Event
    """

    prior: Law
    event: Event

    @property
    def outcomes(self) -> tuple[str, ...] | None:
        """Those of the prior."""
        return self.prior.outcomes

    @property
    def named(self) -> tuple[str, ...]:
        """Those of the prior, and those the event speaks of."""
        mentioned = coordinates(v for c in comparisons(self.event) for v in (c.left, c.right))
        return tuple(dict.fromkeys([*self.prior.named, *mentioned]))

    def sample(self, rng: np.random.Generator, size: int, coordinates: Sequence[str]) -> Floats:
        """Goals as rows: those of the prior at which the event holds.

        Raises
        ------
        InvalidValue
            If almost no goal of the prior satisfies the event.
        """
        from decision.goals.rejection import accepted

        return accepted(self.prior, self.event, rng, size, coordinates)

    @property
    def symbols(self) -> tuple[str, ...]:
        """Those of the prior and of the event."""
        return tuple(sorted({*self.prior.symbols, *self.event.symbols}))

    def substitute(self, numbers: Mapping[str, Rational]) -> "PosteriorLaw":
        """The same law with numbers in place of symbols."""
        own = {name: q for name, q in numbers.items() if name in self.event.symbols}
        return PosteriorLaw(self.prior.substitute(numbers), self.event.substitute(own))

    def __repr__(self) -> str:
        return f"{self.prior!r}.given({self.event!r})"
