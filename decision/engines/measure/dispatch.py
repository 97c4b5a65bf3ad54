"""The value of an integral: take the law apart, then try the routes from the simplest on.

A mixture is the weighted sum over its parts, a posterior a quotient of integrals under its prior, utilities linear in
features an integral over the weights, a singular normal law one over fewer utilities. What is left goes down the ladder
`STEPS` of routes and splits; the first that applies answers, and is named in the answer.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

from decision.engines.measure.arithmetic import sign_of
from decision.engines.measure.contests import independence_by_quadrature
from decision.engines.measure.enumeration import enumeration
from decision.engines.measure.expectations import linearity
from decision.engines.measure.gaussian import gaussian
from decision.engines.measure.independence import independence
from decision.engines.measure.integral import Answer, Integral, integral_of
from decision.engines.measure.results import CONSTANT, IMPOSSIBLE, combined, ratio
from decision.engines.measure.splits import Split, by_atoms, by_factors, by_picks, by_sums
from decision.engines.measure.stable import stable
from decision.engines.measure.support import sign_by_support
from decision.engines.measure.symmetry import symmetry
from decision.engines.measure.volume import volume
from decision.goals.laws import FeatureLaw, GaussianLaw, Law, MixtureLaw, PosteriorLaw
from decision.goals.singular import dependent
from decision.language.evaluate import evaluate, holds
from decision.language.events import FALSE, Event
from decision.language.substitute import placed, placed_event
from decision.language.theses import Inequality, Weighted
from decision.language.values import Value

__all__ = ["STEPS", "integrate"]


def integrate(integral: Integral) -> Answer | None:
    """The value of an integral; None if no route applies."""
    law, event, value, digits = integral.law, integral.event, integral.value, integral.digits
    constant = _constant(integral)
    if constant is not None:
        return constant if _exists(law, digits) else None
    match law:
        case MixtureLaw(parts):
            answers = [(q, integrate(integral_of(part, event, value, digits))) for q, part in parts]
            return combined(answers)
        case PosteriorLaw(prior, condition):
            both = condition if event is None else condition & event
            return ratio(
                integrate(integral_of(prior, both, value, digits)),
                integrate(integral_of(prior, condition, None, digits)),
                condition,
            )
        case FeatureLaw(weights):
            return integrate(_placed(integral, weights, law.utilities))
        case GaussianLaw() if tied := dependent(law, integral.coordinates):
            return integrate(_placed(integral, law, tied))
        case _:
            tried = (step(integral) for step in STEPS)
            return next((answer for answer in tried if answer is not None), None)


def _exists(law: Law, digits: int) -> bool:
    """Whether no part of a law is conditioned on what may have probability 0; refused if it has."""
    match law:
        case MixtureLaw(parts):
            return all(_exists(part, digits) for _, part in parts)
        case PosteriorLaw(prior, condition):
            return _exists(prior, digits) and _is_possible(prior, condition, digits)
        case FeatureLaw(weights):
            return _exists(weights, digits)
        case _:
            return True


def _is_possible(law: Law, condition: Event, digits: int) -> bool:
    chance = integrate(integral_of(law, condition, None, digits))
    if chance is not None:
        ratio(None, chance, condition)
        if law.symbols or sign_of(chance.value) == 1:
            return True
    return sign_by_support(Inequality((Weighted(Fraction(1), condition, None),), Fraction(0), ">"), law) == 1


def _placed(integral: Integral, law: Law, utilities: Mapping[str, Value]) -> Integral:
    """The integral with values in place of utilities, under the law of what these are made of."""
    event = None if integral.event is None else placed_event(integral.event, utilities)
    value = None if integral.value is None else placed(integral.value, utilities)
    return integral_of(law, event, value, integral.digits)


def _constant(integral: Integral) -> Answer | None:
    """An integrand that does not depend on the goal."""
    if integral.event == FALSE:
        return Answer(Fraction(0), IMPOSSIBLE)
    if integral.coordinates:
        return None
    if integral.event is not None and not holds(integral.event, {}):  # a maximum of numbers is still to be evaluated
        return Answer(Fraction(0), IMPOSSIBLE)
    return Answer(Fraction(1) if integral.value is None else evaluate(integral.value, {}), CONSTANT)


Step = Callable[[Integral], Answer | None]


def _split(split: Split) -> Step:
    """A split as a step: its parts start from the top again."""
    return lambda integral: split(integral, integrate)


STEPS: tuple[Step, ...] = (
    linearity,
    symmetry,
    enumeration,
    _split(by_atoms),
    _split(by_picks),
    _split(by_factors),
    _split(by_sums),
    independence,
    volume,
    gaussian,
    stable,
    independence_by_quadrature,
)
"""From the simplest on; each gives None where it does not apply."""
