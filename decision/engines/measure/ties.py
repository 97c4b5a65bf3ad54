"""Which compared values tie with positive probability: reported with every answer, never resolved in silence."""

from collections.abc import Iterable
from fractions import Fraction

from decision.engines.measure.dispatch import integrate
from decision.engines.measure.integral import integral_of
from decision.goals.assumptions import NoTies
from decision.goals.frame import compared_pairs
from decision.goals.law import Law
from decision.language.events import Event, indifferent
from decision.language.theses import Inequality, Weighted
from decision.language.values import Value
from decision.measured import Tie

__all__ = ["ties"]


def ties(law: Law, parts: Iterable[tuple[Event | None, Value | None]], digits: int) -> tuple[Tie, ...]:
    """Pairs of compared linear values that are different functions of the goal, and their probability of a tie.

    Examples
    --------
    >>> from decision import orbit, u
    >>> [str(t) for t in ties(orbit({"a": 0, "b": 1, "c": 1}), [(u("a") >= u("b"), None)], 16)]
    ['u(a) = u(b) with probability 1/3']
    """
    if law.satisfies(NoTies()):
        return ()
    weighted = tuple(Weighted(Fraction(1), event, value) for event, value in parts)
    found: list[Tie] = []
    for left, right in compared_pairs([Inequality(weighted, Fraction(0), ">=")]):
        answer = integrate(integral_of(law, indifferent(left, right), None, digits))
        if answer is not None and answer.value != 0:
            found.append(Tie(left, right, answer.value))
    return tuple(found)
