"""Answers put together: weighted sums, products and quotients, with the routes and cells of all parts."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from decision.engines.measure.arithmetic import divide, multiply, plus
from decision.engines.measure.integral import Answer, Json
from decision.errors import InvalidValue
from decision.language.events import Event

__all__ = ["CONSTANT", "IMPOSSIBLE", "combined", "multiplied", "ratio"]


IMPOSSIBLE, CONSTANT = "an impossible event", "a constant integrand"
"""Routes not worth a mention beside others."""


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


def multiplied(answers: Sequence[Answer]) -> Answer:
    """The product of answers."""
    total: Any = Fraction(1)
    for answer in answers:
        total = multiply(total, answer.value)
    return Answer(total, _routes(answers), _cells(answers))


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
    return " and ".join([n for n in names if n not in (IMPOSSIBLE, CONSTANT)] or names or ["arithmetic"])


def _cells(answers: Sequence[Answer]) -> Json | None:
    found = [a.cells for a in answers if a.cells is not None]
    return None if not found else found[0] if len(found) == 1 else {"parts": found}
