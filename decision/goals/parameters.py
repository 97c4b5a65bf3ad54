"""Parameters of laws: exact rationals, or sympy expressions until numbers are substituted."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from decision.errors import InvalidType, InvalidValue
from decision.exact import Rational, rational, text
from decision.problems.symbols import check_total, free_symbols, substituted
from decision.validation import check_listed, check_nonempty

__all__ = [
    "Parameter",
    "check_weights",
    "numeric",
    "parameter",
    "positive",
    "replaced",
    "symbols_in",
    "weighted",
    "written",
]

Parameter = Any
"""A `Fraction`, or a sympy expression with free symbols."""


def parameter(value: Any, name: str) -> Parameter:
    """Read a parameter; a symbolic expression passes unchanged.

    Examples
    --------
    >>> parameter("1/3", "mean")
    Fraction(1, 3)
    """
    return value if free_symbols(value) else rational(value, name)


def positive(value: Any, name: str) -> Parameter:
    """Read a parameter that must be greater than 0.

    Examples
    --------
    >>> positive("1/2", "rate")
    Fraction(1, 2)
    """
    read = parameter(value, name)
    if read.is_positive is False if free_symbols(read) else read <= 0:
        raise InvalidValue(f"{name} = {read} is not positive; it must be greater than 0, correct it")
    return read


def check_weights(weights: Sequence[Any], name: str) -> tuple[Parameter, ...]:
    """Read weights that are at least 0 and sum to exactly 1; nothing is rescaled.

    Examples
    --------
    >>> check_weights(["1/3", "2/3"], "mixture")
    (Fraction(1, 3), Fraction(2, 3))
    """
    read = tuple(parameter(q, f"weight in {name}") for q in weights)
    for q in read:
        if not free_symbols(q) and q < 0:
            raise InvalidValue(f"weight in {name} = {q} is negative; weights are at least 0, correct it")
    check_total([(str(k), q) for k, q in enumerate(read)], name)
    return read


def weighted(rows: Any, kind: type[Any], name: str, example: str) -> list[tuple[Parameter, Any]]:
    """Read pairs of a weight and a part of some kind; weights sum to 1, parts of weight 0 are dropped.

    Examples
    --------
    >>> weighted([("1/2", "x"), ("1/2", "y"), (0, "z")], str, "parts", "[(1, 'x')]")
    [(Fraction(1, 2), 'x'), (Fraction(1, 2), 'y')]
    """
    listed = check_listed(rows, name, example)
    check_nonempty(listed, name)
    pairs: list[tuple[Any, Any]] = []
    for row in listed:
        entries: list[Any] = check_listed(row, name, example)
        if len(entries) != 2 or not isinstance(entries[1], kind):
            raise InvalidType(f"{name} has {row!r}; each entry is a pair, write for example {example}")
        pairs.append((entries[0], entries[1]))
    weights = check_weights([q for q, _ in pairs], name)
    return [(q, part) for q, (_, part) in zip(weights, pairs, strict=True) if q != 0]


def numeric(value: Parameter, name: str) -> Fraction:
    """The parameter as a number; refused while it has symbols."""
    if free_symbols(value):
        raise InvalidType(
            f"{name} = {value} contains {', '.join(free_symbols(value))}; "
            "sampling and sums need numbers: call law.substitute({name: number}) first"
        )
    return rational(value, name)


def replaced(value: Parameter, numbers: Mapping[str, Rational]) -> Parameter:
    """The parameter with numbers in place of symbols.

    Examples
    --------
    >>> import sympy
    >>> replaced(2 * sympy.Symbol("a"), {"a": "1/4"})
    Fraction(1, 2)
    """
    exact = {name: rational(q, name) for name, q in numbers.items()}
    new = substituted(value, exact)
    return new if free_symbols(new) else rational(new, "parameter")


def symbols_in(values: Iterable[Any]) -> tuple[str, ...]:
    """Names of the symbols in some parameters, sorted."""
    return tuple(sorted({name for value in values for name in free_symbols(value)}))


def written(value: Parameter) -> str:
    """The parameter as it could be written in a program.

    Examples
    --------
    >>> written(Fraction(2)), written(Fraction(1, 2))
    ('2', "'1/2'")
    """
    if isinstance(value, Fraction):
        return text(value) if value.denominator == 1 else repr(text(value))
    return str(value)
