"""Probabilities of a tree: exact rationals, or sympy expressions until numbers are substituted."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from decision.errors import InvalidValue
from decision.exact import rational

__all__ = ["Probability", "check_total", "free_symbols", "probability", "substituted"]

Probability = Any
"""A `Fraction`, or a sympy expression with free symbols."""


def probability(value: Any, name: str) -> Probability:
    """Read a probability; a symbolic expression passes unchanged.

    Examples
    --------
    >>> probability("1/3", "p")
    Fraction(1, 3)
    """
    if free_symbols(value):
        return value
    exact = rational(value, name)
    if exact < 0:
        raise InvalidValue(f"{name} = {exact} is negative; probabilities are at least 0, correct it")
    return exact


def free_symbols(value: Any) -> tuple[str, ...]:
    """Names of the symbols in a probability, sorted."""
    return tuple(sorted(str(s) for s in getattr(value, "free_symbols", ())))


def check_total(weights: Sequence[tuple[str, Probability]], name: str) -> None:
    """Refuse probabilities whose sum is not 1."""
    if any(free_symbols(p) for _, p in weights):
        total: Any = sum(_sympy(p) for _, p in weights)
        total = total.simplify()
    else:
        total = sum((p for _, p in weights), Fraction(0))
    if total != 1:
        raise InvalidValue(
            f"probabilities of {name} sum to {total}, not 1; correct them or rescale them yourself with normalise()"
        )


def substituted(value: Probability, numbers: Mapping[str, Fraction]) -> Probability:
    """The probability with numbers in place of symbols; symbols without a number stay."""
    names = free_symbols(value)
    if not names:
        return value
    return value.subs({s: _sympy(numbers[str(s)]) for s in value.free_symbols if str(s) in numbers})


def _sympy(value: Any) -> Any:
    import sympy

    return sympy.Rational(value.numerator, value.denominator) if isinstance(value, Fraction) else value
