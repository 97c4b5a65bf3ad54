"""The value of an integral: take the law apart, then try the routes from the simplest on.

A mixture is the weighted sum over its parts, a posterior a quotient of integrals under its prior, utilities linear in
features an integral over the weights. What is left is split (`splits`) or given to the routes in order; the first that
applies answers.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from decision.engines.measure.arithmetic import divide, multiply, plus
from decision.engines.measure.enumeration import enumeration
from decision.engines.measure.integral import Answer, Integral, Json
from decision.errors import InvalidValue
from decision.goals.laws import FeatureLaw, Law, MixtureLaw, PosteriorLaw
from decision.language.events import FALSE, TRUE, Event
from decision.language.substitute import placed, placed_event
from decision.language.values import Value
from decision.language.walk import comparisons, coordinates

__all__ = ["ROUTES", "combined", "integral_of", "integrate"]

Route = Callable[[Integral], Answer | None]

ROUTES: tuple[Route, ...] = (enumeration,)
"""From the simplest on; each gives None where it does not apply."""


def integral_of(law: Law, event: Event | None, value: Value | None, digits: int) -> Integral:
    """The expectation of a value on an event, with its coordinates."""
    sides = [] if event is None else [v for c in comparisons(event) for v in (c.left, c.right)]
    names = coordinates([*sides, *([] if value is None else [value])])
    return Integral(law, None if event == TRUE else event, value, tuple(names), digits)


def integrate(integral: Integral) -> Answer | None:
    """The value of an integral; None if no route applies."""
    law, event, value, digits = integral.law, integral.event, integral.value, integral.digits
    constant = _constant(integral)
    if constant is not None:
        return constant
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
            moved = None if event is None else placed_event(event, law.utilities)
            return integrate(integral_of(weights, moved, value and placed(value, law.utilities), digits))
        case _:
            return next((a for a in (route(integral) for route in ROUTES) if a is not None), None)


def _constant(integral: Integral) -> Answer | None:
    """An integrand that does not depend on the goal."""
    if integral.event == FALSE:
        return Answer(Fraction(0), "the event is impossible")
    if integral.coordinates:
        return None
    return Answer(Fraction(1) if integral.value is None else integral.value.constant, "the same for every goal")


def ratio(above: Answer | None, below: Answer | None, condition: Event) -> Answer | None:
    """A conditional expectation as a quotient.

    Raises
    ------
    InvalidValue
        If the condition has probability 0.
    """
    if below is not None and below.value == 0:
        raise InvalidValue(
            f"given = ({condition!r}) has probability 0 under the law, so nothing is conditional on it; "
            "give an event of positive probability"
        )
    if above is None or below is None:
        return None
    return Answer(divide(above.value, below.value), _routes([above, below]), _cells([above, below]))


def combined(weighted: Iterable[tuple[Any, Answer | None]], constant: Fraction = Fraction(0)) -> Answer | None:
    """A weighted sum of answers; None if one is missing."""
    total: Any = constant
    listed: list[Answer] = []
    for weight, answer in weighted:
        if answer is None:
            return None
        total = plus(total, multiply(weight, answer.value))
        listed.append(answer)
    return Answer(total, _routes(listed), _cells(listed))


def _routes(answers: Sequence[Answer]) -> str:
    """The routes, each named once; trivial ones only if there is no other."""
    names = list(dict.fromkeys(name for a in answers for name in a.route.split(" and ")))
    return " and ".join([n for n in names if not n.startswith("the ")] or names or ["arithmetic"])


def _cells(answers: Sequence[Answer]) -> Json | None:
    found = [a.cells for a in answers if a.cells is not None]
    return None if not found else found[0] if len(found) == 1 else {"parts": found}
