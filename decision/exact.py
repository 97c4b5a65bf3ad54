"""Exact rational input and its canonical text.

Exact code takes ``int``, ``Fraction``, text such as ``"1/3"`` or ``"0.1"`` (which is 1/10) and sympy rationals. It
refuses ``float``: the float ``0.1`` is not one tenth, and a proof about it would be a proof about another number.
"""

import re
from fractions import Fraction
from typing import Any

from decision.errors import InvalidType, InvalidValue

__all__ = ["Rational", "rational", "text"]

Rational = int | str | Fraction
"""What exact code accepts as a number (sympy rationals too)."""

_NUMBER = re.compile(r"\s*[-+]?(\d+(/\d+)?|\d*\.\d+|\d+\.)\s*")


def rational(value: Any, name: str) -> Fraction:
    """Read an exact rational number.

    Parameters
    ----------
    value : int, str, Fraction or sympy rational
        The number; text is ``"p/q"`` or a decimal.
    name : str
        The argument's name, for the message.

    Raises
    ------
    InvalidType
        For a float, a symbol or anything that is not a number.
    InvalidValue
        For text that is not a finite rational.

    Examples
    --------
    >>> rational("0.1", "p"), rational("2/6", "p")
    (Fraction(1, 10), Fraction(1, 3))
    """
    if isinstance(value, bool):
        raise InvalidType(f"{name} = {value!r} is a truth value; write a number such as 1 or '1/2'")
    if isinstance(value, int | Fraction) and not hasattr(value, "free_symbols"):
        return Fraction(value)
    if isinstance(value, str):
        return _from_text(value, name)
    if isinstance(value, float):
        near = Fraction(value).limit_denominator(1000) if value == value and abs(value) != float("inf") else "1/2"
        raise InvalidType(
            f"{name} = {value!r} is a float, and exact code does not guess which rational it stands for; "
            f"write '{near}' if you mean that"
        )
    return _from_sympy(value, name)


def _from_text(value: str, name: str) -> Fraction:
    if not _NUMBER.fullmatch(value) or re.search(r"/0+\s*$", value):
        raise InvalidValue(f"{name} = {value!r} is not a rational number; write for example '1/3', '0.25' or 2")
    return Fraction(value.strip())


def _from_sympy(value: Any, name: str) -> Fraction:
    if getattr(value, "is_Rational", False) is True:
        return Fraction(int(value.p), int(value.q))
    if getattr(value, "free_symbols", None):
        symbols = ", ".join(sorted(str(s) for s in value.free_symbols))
        raise InvalidType(
            f"{name} = {value} contains the symbol {symbols} without a range or value; "
            "a claim needs numbers: substitute one, e.g. '1/2'"
        )
    raise InvalidType(
        f"{name} = {value!r} has type {type(value).__name__}, not an exact rational; "
        "write an int, a Fraction or text such as '1/3'"
    )


def text(value: Fraction) -> str:
    """Canonical text of a rational: lowest terms, no denominator 1.

    Examples
    --------
    >>> text(Fraction(2, 6)), text(Fraction(4, 2))
    ('1/3', '2')
    """
    return str(value)
