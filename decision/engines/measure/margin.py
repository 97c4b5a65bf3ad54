"""By how much the left side of an inequality exceeds the right side under a law."""

from fractions import Fraction

from decision.engines.measure.dispatch import combined, integral_of, integrate
from decision.engines.measure.integral import Answer
from decision.errors import InvalidValue
from decision.goals.laws import Law
from decision.language.theses import Inequality, Weighted

__all__ = ["margin"]

SURE = (Weighted(Fraction(0), None, None),)
"""In place of no terms: the law has to exist for a comparison of numbers, too."""


def margin(inequality: Inequality, law: Law, digits: int) -> Answer:
    """`E h` under the law, for the integrand `h` of an inequality.

    Raises
    ------
    InvalidValue
        If no exact route applies.
    """
    terms = [(t.weight, integrate(integral_of(law, t.event, t.value, digits))) for t in inequality.terms or SURE]
    found = combined(terms, -inequality.constant)
    if found is None:
        raise InvalidValue(
            f"law = {law!r}: no exact route leads to both sides of the thesis; "
            "estimate(quantity, goals=law) samples them, with an interval"
        )
    return found
