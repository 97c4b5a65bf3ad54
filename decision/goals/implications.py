"""The lattice of assumptions: which follow from which, and why. Data; tests sample laws that satisfy the left side."""

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["ARROWS", "Arrow", "closure", "implies"]


@dataclass(frozen=True)
class Arrow:
    """Laws that satisfy all `premises` satisfy `conclusion`, for the stated reason."""

    premises: frozenset[str]
    conclusion: str
    reason: str


def _arrow(premises: str, conclusion: str, reason: str) -> Arrow:
    return Arrow(frozenset(premises.split(" & ")), conclusion, reason)


ARROWS: tuple[Arrow, ...] = (
    _arrow("IID", "Independent", "by definition"),
    _arrow("IID", "Exchangeable", "a product of equal laws does not depend on the order of its factors"),
    _arrow("Independent & Exchangeable", "IID", "exchangeable coordinates have equal marginals"),
    _arrow(
        "Independent & Symmetric",
        "SignSymmetric",
        "flipping one factor of a product about its centre leaves that factor, hence the product, unchanged",
    ),
    _arrow("SignSymmetric", "ReflectionSymmetric", "the reflection is the product of all flips"),
    _arrow("ReflectionSymmetric", "Symmetric", "project the invariant law to one coordinate"),
    _arrow(
        "Spherical",
        "SignSymmetric",
        "a flip is a rotation or a reflection of the sphere, both of which preserve a spherical law",
    ),
    _arrow("Spherical", "Exchangeable", "a permutation of coordinates is orthogonal and fixes the centre"),
    _arrow("Gaussian & IID", "Spherical", "the density depends on the distance from the mean vector only"),
    _arrow("Gaussian", "LogConcave", "the logarithm of a normal density is a concave quadratic"),
    _arrow("LogConcave", "Unimodal", "marginals of log-concave densities are log-concave (Prekopa), hence unimodal"),
    _arrow("LogConcave", "Continuous", "by definition it has a density"),
    _arrow("Continuous", "NoTies", "the zero set of a nonconstant affine function has Lebesgue measure zero"),
)


def closure(names: Iterable[str]) -> frozenset[str]:
    """All assumptions that follow from some, by name.

    Examples
    --------
    >>> sorted(closure({"IID", "Symmetric"}) - {"IID", "Symmetric"})
    ['Exchangeable', 'Independent', 'ReflectionSymmetric', 'SignSymmetric']
    """
    known = frozenset(names)
    while True:
        more = known | {a.conclusion for a in ARROWS if a.premises <= known}
        if more == known:
            return known
        known = more


def implies(names: Iterable[str], conclusion: str) -> bool:
    """Whether an assumption follows from some others.

    Examples
    --------
    >>> implies({"Gaussian"}, "NoTies"), implies({"Unimodal"}, "NoTies")
    (True, False)
    """
    return conclusion in closure(names)
