"""Laws of one utility that are mixtures of normal laws, and sums of independent ones."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement, product
from math import comb, factorial, prod

from decision.goals.marginals import Marginal, Mixture, Normal, Stable

__all__ = ["LIMIT", "Component", "components", "copies", "number_of_copies", "summed"]

LIMIT = 1500
"""More combinations of components than this are left to other routes."""


@dataclass(frozen=True)
class Component:
    """One part of a mixture of normal laws."""

    weight: Fraction
    mean: Fraction
    variance: Fraction


def components(marginal: Marginal) -> tuple[Component, ...] | None:
    """The marginal as a mixture of normal laws; None if it is not one.

    Examples
    --------
    >>> components(Stable(2, 1, 1))
    (Component(weight=Fraction(1, 1), mean=Fraction(1, 1), variance=Fraction(2, 1)),)
    """
    match marginal:
        case Normal(mean, sd):
            return (Component(Fraction(1), mean, sd**2),)
        case Stable(alpha, center, scale) if alpha == 2:
            return (Component(Fraction(1), center, 2 * scale**2),)
        case Mixture(parts):
            inner = [(q, components(m)) for q, m in parts]
            if any(listed is None for _, listed in inner):
                return None
            return tuple(Component(q * c.weight, c.mean, c.variance) for q, listed in inner for c in listed or ())
        case _:
            return None


def number_of_copies(parts: Sequence[Component], count: int) -> int:
    """How many parts the sum of independent copies has."""
    return comb(count + len(parts) - 1, count)


def copies(parts: Sequence[Component], count: int) -> Iterator[Component]:
    """The sum of independent copies of one law, by how many copies come from each part."""
    for chosen in combinations_with_replacement(parts, count):
        ways = factorial(count) // prod(factorial(n) for n in Counter(chosen).values())
        yield Component(
            ways * prod((c.weight for c in chosen), start=Fraction(1)),
            sum((c.mean for c in chosen), Fraction(0)),
            sum((c.variance for c in chosen), Fraction(0)),
        )


def summed(terms: Sequence[tuple[Fraction, Marginal]], constant: Fraction) -> list[Component] | None:
    """The law of a weighted sum plus a constant; None if it is no mixture of normal laws, or one of too many parts."""
    groups = Counter((q, components(m)) for q, m in terms)
    if any(parts is None for _, parts in groups):
        return None
    listed = [(q, parts or (), n) for (q, parts), n in groups.items()]
    if prod(number_of_copies(parts, n) for _, parts, n in listed) > LIMIT:
        return None
    total: dict[tuple[Fraction, Fraction], Fraction] = {}
    for chosen in product(*([(q, c) for c in copies(parts, n)] for q, parts, n in listed)):
        mean = sum((q * c.mean for q, c in chosen), constant)
        variance = sum((q * q * c.variance for q, c in chosen), Fraction(0))
        weight = prod((c.weight for _, c in chosen), start=Fraction(1))
        total[mean, variance] = total.get((mean, variance), Fraction(0)) + weight
    return [Component(weight, mean, variance) for (mean, variance), weight in total.items()]
