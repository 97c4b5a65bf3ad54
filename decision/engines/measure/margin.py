"""By how much the left side of an inequality exceeds the right side under a law."""

from fractions import Fraction

import sympy

from decision.engines.measure.arithmetic import Number, ball
from decision.engines.measure.dispatch import combined, integral_of, integrate
from decision.engines.measure.integral import Answer
from decision.errors import InvalidValue
from decision.goals.laws import Law
from decision.language.theses import Inequality

__all__ = ["margin", "sign_of"]


def margin(inequality: Inequality, law: Law, digits: int) -> Answer:
    """`E h` under the law, for the integrand `h` of an inequality.

    Raises
    ------
    InvalidValue
        If no exact route applies.
    """
    terms = [(t.weight, integrate(integral_of(law, t.event, t.value, digits))) for t in inequality.terms]
    found = combined(terms, -inequality.constant)
    if found is None:
        raise InvalidValue(
            f"law = {law!r}: no exact route leads to both sides of the thesis; "
            "estimate(quantity, goals=law) samples them, with an interval"
        )
    return found


def sign_of(value: Number) -> int | None:
    """The sign of a number; None where its enclosure contains 0 and it is not seen to be 0.

    Examples
    --------
    >>> sign_of(Fraction(-1, 3)), sign_of(sympy.sqrt(2) - 1)
    (-1, 1)
    """
    if isinstance(value, Fraction):
        return (value > 0) - (value < 0)
    around = ball(value)
    if around > 0 or around < 0:
        return 1 if around > 0 else -1
    return 0 if isinstance(value, sympy.Expr) and sympy.simplify(value) == 0 else None  # pyright: ignore[reportUnknownMemberType]  # sympy
