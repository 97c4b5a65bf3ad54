"""Laws made of other laws: utilities that are linear in features, mixtures, and posteriors."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from decision.errors import InvalidValue
from decision.exact import Rational
from decision.goals.law import Law, check_coordinate
from decision.goals.marginal import Floats
from decision.goals.parameters import Parameter, numeric, parameter, replaced, symbols_in, weighted, written
from decision.language.events import Event
from decision.language.values import Value, affine
from decision.language.walk import comparisons, coordinates
from decision.validation import check_nonempty, check_type

__all__ = ["FeatureLaw", "MixtureLaw", "PosteriorLaw", "features", "mixture"]


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
