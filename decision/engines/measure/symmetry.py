"""Symmetry: the probability as a share of rankings, or one half by reflection.

*Rankings.* If the law of some values does not change when they are permuted, and no two of them tie, every ranking is
equally likely: an option on as good as each of N alternatives of the same profile has probability 1/N, and a branch
with n of n + k such outcomes n/(n + k). *Reflection.* If a linear value has a law symmetric about 0 and without an atom
there, it is positive with probability 1/2.
"""

from collections.abc import Hashable, Sequence
from fractions import Fraction
from typing import Any

from decision.engines.measure.contest import ranked_values, rankings, readings
from decision.engines.measure.integral import Answer, Integral
from decision.goals.laws import GaussianLaw, Law, OrbitLaw, Product
from decision.language.events import Compare, Event
from decision.language.values import Value

__all__ = ["disjoint", "gaussian_moments", "profile", "symmetry"]


def symmetry(integral: Integral) -> Answer | None:
    """The probability of an event by rankings or reflection."""
    if integral.event is None or integral.value is not None:
        return None
    return _by_rankings(integral.law, integral.event) or _by_reflection(integral)


def _by_rankings(law: Law, event: Event) -> Answer | None:
    for reading in readings(event):
        values = ranked_values(reading)
        if values is None or len(values) < 2 or not _interchangeable(law, values):
            continue
        share = rankings(reading, values)
        if share is not None:
            return Answer(share, f"symmetry of {len(values)} values")
    return None


def _interchangeable(law: Law, values: Sequence[Value]) -> bool:
    """Whether the values are exchangeable under the law, and no two tie."""
    match law:
        case Product():
            return disjoint(values) and len({profile(law, v) for v in values}) == 1 and _atomless(law, values[0])
        case OrbitLaw(_, levels):
            single = all(len(v.coefficients) == 1 for v in values) and disjoint(values)
            alike = len({(v.coefficients[0][1], v.constant) for v in values}) == 1 if single else False
            return single and alike and len(set(levels)) == len(levels)
        case GaussianLaw():
            return _compound_symmetric(law, values)
        case _:
            return False


def disjoint(values: Sequence[Value]) -> bool:
    """Whether no coordinate is in two of the linear values.

    Examples
    --------
    >>> from decision import u
    >>> disjoint([u("a") + u("b"), u("c")]), disjoint([u("a"), u("a") + u("b")])
    (True, False)
    """
    names = [w for v in values for w, _ in v.coefficients]
    return len(set(names)) == len(names)


def profile(law: Product, value: Value) -> Hashable:
    """What the law of a linear value under independent utilities is made of."""
    terms = [(q, law.marginal(w)) for w, q in value.coefficients]
    return frozenset((t, terms.count(t)) for t in terms), value.constant


def _atomless(law: Product, value: Value) -> bool:
    """Whether a linear value takes no number with positive probability: one of its utilities does not."""
    return any(not law.marginal(w).atoms for w, _ in value.coefficients)


def _compound_symmetric(law: GaussianLaw, values: Sequence[Value]) -> bool:
    """Whether the values have equal means, equal variances, equal covariances, and differ almost surely."""
    means, cov = gaussian_moments(law, values)
    size = range(len(values))
    beside = {cov[i][j] for i in size for j in size if i != j}
    return (
        len(set(means)) == 1
        and len({cov[i][i] for i in size}) == 1
        and len(beside) == 1
        and _is_positive(cov[0][0] - beside.pop())
    )


def gaussian_moments(law: GaussianLaw, values: Sequence[Value]) -> tuple[list[Any], list[list[Any]]]:
    """Mean vector and covariance matrix of some linear values.

    Examples
    --------
    >>> from decision import gaussian, u
    >>> gaussian_moments(gaussian(1, outcomes=["a", "b"], correlation="1/2"), [u("a") - u("b")])
    ([Fraction(0, 1)], [[Fraction(1, 1)]])
    """
    names = list(dict.fromkeys(w for v in values for w, _ in v.coefficients))
    means, cov = law.moments(names)
    place = {w: i for i, w in enumerate(names)}
    rows = [[(place[w], q) for w, q in v.coefficients] for v in values]
    shifted = [sum((q * means[i] for i, q in row), v.constant) for v, row in zip(values, rows, strict=True)]
    table = [
        [sum((p * q * cov[i][j] for i, p in one for j, q in other), Fraction(0)) for other in rows] for one in rows
    ]
    return shifted, table


def _is_positive(value: Any) -> bool:
    return bool(value > 0) if isinstance(value, Fraction) else value.is_positive is True


def _by_reflection(integral: Integral) -> Answer | None:
    event = integral.event
    if not isinstance(event, Compare):
        return None
    difference = event.left - event.right
    if not difference.is_linear or not _symmetric_about_zero(integral.law, difference):
        return None
    return Answer(Fraction(1, 2), "reflection")


def _symmetric_about_zero(law: Law, value: Value) -> bool:
    match law:
        case Product():
            middle: Any = value.constant
            for w, q in value.coefficients:
                center = law.marginal(w).center
                if center is None:
                    return False
                middle = middle + q * center
            return middle == 0 and _atomless(law, value)
        case GaussianLaw():
            (mean,), ((variance,),) = gaussian_moments(law, [value])
            return mean == 0 and _is_positive(variance)
        case _:
            return False
