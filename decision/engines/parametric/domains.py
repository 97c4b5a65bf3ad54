"""Where a symbol means something: probabilities and weights are not negative, discounts lie between 0 and 1."""

# python-flint is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from typing import Any

from flint import fmpq

from decision.algebraic import Root, between, rational_root, roots_between
from decision.engines.parametric.germs import quotient
from decision.errors import InvalidType, InvalidValue
from decision.goals.bounded_marginals import Uniform
from decision.goals.laws import FiniteLaw, Law, MixtureLaw, PosteriorLaw, Product
from decision.goals.marginal import Marginal
from decision.goals.marginals import Discrete, Mixture
from decision.goals.mixed_marginals import PiecewiseUniform
from decision.language.parameters import limits_of
from decision.language.parametric import Limit, Parametric, parametric
from decision.problems.symbols import free_symbols

__all__ = ["Range", "domain", "law_limits"]

Range = tuple[Root, Root]
"""An open interval of the parameter."""

FAR = Fraction(10**6)


def domain(limits: Iterable[Limit], name: str, over: tuple[Fraction, Fraction] | None) -> Range:
    """The open interval asked for, or else the one on which all limits hold.

    Parameters
    ----------
    limits : iterable of Limit
    name : str
        The symbol.
    over : pair of Fraction, optional

    Raises
    ------
    InvalidValue
        If no interval is asked for and none follows, or a limit is broken inside.

    Examples
    --------
    >>> from sympy import Symbol
    >>> p = Symbol("p")
    >>> domain([(p, False), (1 - 2 * p, False)], "p", None)
    (0, 1/2)
    >>> domain([(p**2, False), (1 - p**2, False)], "p", None)
    (-1, 1)
    """
    tested = [(e, *_quotient(e, name), strict) for e, strict in limits]
    if over is not None:
        ends = rational_root(over[0]), rational_root(over[1])
        for expression, top, bottom, _ in tested:
            _refuse_negative(expression, top * bottom, name, ends)
        return ends
    roots = roots_between([p for _, top, bottom, _ in tested for p in (top, bottom)], None, None)
    ends = [rational_root(-FAR), *roots, rational_root(FAR)]
    inside = [
        (a, b)
        for a, b in pairwise(ends)
        if all(_sign(top * bottom, between(a, b)) >= 0 for _, top, bottom, _ in tested)
    ]
    joined: list[Range] = []
    for a, b in inside:
        meets = joined and not joined[-1][1] < a and all(_holds_at(top, bottom, a, s) for _, top, bottom, s in tested)
        joined.append((joined.pop()[0] if meets else a, b))
    bounded = [(a, b) for a, b in joined if a.rational != -FAR and b.rational != FAR]
    if len(bounded) != 1 or len(joined) != 1:
        raise InvalidValue(
            f"{name} has no range of its own between two numbers; give one by region(..., over={{{name!r}: (0, 1)}})"
        )
    return bounded[0]


def _holds_at(top: Any, bottom: Any, place: Root, strict: bool) -> bool:
    """Whether a limit holds at a point where it may be 0."""
    below, above = place.sign_of(bottom), place.sign_of(top)
    return below != 0 and (above * below > 0 or (above == 0 and not strict))


def _refuse_negative(expression: Any, polynomial: Any, name: str, ends: Range) -> None:
    """Refuse a range in which a limit is broken."""
    roots = [ends[0], *(r for r in roots_between([polynomial], None, None) if ends[0] < r < ends[1]), ends[1]]
    for a, b in pairwise(roots):
        point = between(a, b)
        if _sign(polynomial, point) < 0:
            raise InvalidValue(
                f"over = {{{name!r}: ({ends[0]}, {ends[1]})}} goes too far: {expression} is negative at {point}, and "
                "probabilities are at least 0, discounts between 0 and 1; give a smaller range"
            )


def _quotient(expression: Any, name: str) -> tuple[Any, Any]:
    if {s.name for s in expression.free_symbols} - {name}:
        raise InvalidType(f"{expression} has more symbols than {name}; substitute numbers for the others")
    value = parametric(expression, name)
    assert isinstance(value, Parametric)
    return quotient(value)


def _sign(polynomial: Any, point: Fraction) -> int:
    value = polynomial(fmpq(point.numerator, point.denominator))
    return int(value > 0) - int(value < 0)


def law_limits(law: Law) -> list[Limit]:
    """Weights of a law are not negative, and its intervals have a positive length."""
    match law:
        case MixtureLaw(parts):
            return [*_weights(q for q, _ in parts), *(limit for _, part in parts for limit in law_limits(part))]
        case PosteriorLaw(prior, condition):
            return [*law_limits(prior), *limits_of(condition)]
        case FiniteLaw():
            return _weights(q for q, _ in law.atoms)
        case Product(common, listed):
            return [
                x for m in ([common] if common is not None else [m for _, m in listed]) for x in _marginal_limits(m)
            ]
        case _:
            return []


def _marginal_limits(marginal: Marginal) -> list[Limit]:
    match marginal:
        case Uniform(low, high):
            return [(high - low, True)] if free_symbols(high - low) else []
        case PiecewiseUniform(parts):
            return _weights(q for q, _, _ in parts)
        case Mixture(parts):
            return [*_weights(q for q, _ in parts), *(x for _, m in parts for x in _marginal_limits(m))]
        case Discrete():
            return _weights(q for _, q in marginal.atoms)
        case _:
            return []


def _weights(listed: Iterable[Any]) -> list[Limit]:
    return [(q, False) for q in listed if free_symbols(q)]
