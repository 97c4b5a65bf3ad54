"""Probabilities of a tree: exact rationals, or sympy expressions until numbers are substituted."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from decision.errors import InvalidValue
from decision.exact import rational
from decision.language.parametric import parametric
from decision.validation import check_lottery, check_name

__all__ = ["Probability", "check_total", "free_symbols", "lottery", "probability", "probability_number", "substituted"]

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


def probability_number(value: Any, name: str) -> Fraction:
    """A probability as a number of the language; with symbols it keeps in mind that it is not negative.

    Examples
    --------
    >>> from sympy import Symbol
    >>> probability_number(1 - Symbol("p"), "weight")
    Parametric(1 - p)
    """
    return parametric(value, name, [(value, False)]) if free_symbols(value) else rational(value, name)


def lottery(weights: Mapping[Any, Any], name: str) -> dict[str, Fraction]:
    """Read a lottery as `check_lottery` does; probabilities may have symbols, and then sum to 1 whatever their values.

    Examples
    --------
    >>> from sympy import Symbol
    >>> p = Symbol("p")
    >>> lottery({"a": p, "b": 1 - p}, "coin")
    {'a': Parametric(p), 'b': Parametric(1 - p)}
    """
    if not any(free_symbols(q) for q in weights.values()):
        return check_lottery(weights, name)
    read = [
        (check_name(w, f"outcome of {name}"), probability(q, f"probability of {w!r} in {name}"))
        for w, q in weights.items()
    ]
    check_total(read, name)
    return {w: probability_number(q, f"probability of {w!r} in {name}") for w, q in read if q != 0}


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
