"""A quantity under a law as a function of the one symbol that they have."""

# python-flint is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

from decision.algebraic import Root, roots_between
from decision.engines.parametric.coincidences import coincidences, has_atoms
from decision.engines.parametric.domains import domain, law_limits
from decision.engines.parametric.families import Family, covered, joined
from decision.engines.parametric.germs import Chart
from decision.engines.parametric.symbolic import quantity_in
from decision.errors import InvalidType
from decision.goals.laws import Law
from decision.language.parameters import limits_of
from decision.language.quantities import Quantity

__all__ = ["family", "symbol_named"]


def family(quantity: Quantity, law: Law, over: tuple[Fraction, Fraction] | None = None) -> Family:
    """The quantity as a function of its symbol.

    Parameters
    ----------
    quantity : Quantity
    law : Law
        Together they have one symbol.
    over : pair of Fraction, optional
        The open interval of the symbol; by default where probabilities are not negative and discounts lie between 0
        and 1.

    Raises
    ------
    InvalidType
        If there is more than one symbol.
    InvalidValue
        If no range is given and none follows, or it goes beyond where the problem means something.
    Unsuited
        If the law or the quantity is of no kind that is computed exactly in a symbol.

    Examples
    --------
    >>> from sympy import Symbol
    >>> from decision import Choice, Pr, Uniform, iid
    >>> p = Symbol("p")
    >>> menu = Choice({"sure": {"a": 1}, "r": {"b": p, "c": 1 - p}, "s": {"b": 1 - p, "c": p}})
    >>> found = family(Pr(menu.best("sure")), iid(Uniform(0, 1)))
    >>> [(c.low, c.high, c.expression(p)) for c in found.cells]
    [(0, 1/2, (p + 1)/3), (1/2, 1, -(p - 2)/3)]
    """
    names = sorted({*quantity.symbols, *law.symbols})
    if len(names) != 1:
        raise InvalidType(
            f"quantity = {quantity!r} has the symbols {', '.join(names)}; "
            "a formula is in one of them: substitute numbers for the others"
        )
    (name,) = names
    low, high = domain([*limits_of(quantity), *law_limits(law)], name, over)
    cells = covered(lambda chart: quantity_in(chart, quantity, law), name, low, high)
    if has_atoms(law):
        places = [c.high for c in cells[:-1]]
    else:
        chart = Chart(name, cells[0].samples[0])
        places = [r for r in roots_between(coincidences(chart, quantity, law), None, None) if low < r < high]
    return Family(name, joined(cells), tuple((r, _value_at(quantity, law, name, r)) for r in places))


def symbol_named(name: str, *things: Any) -> Any:
    """The sympy symbol of a name that occurs somewhere in some expressions or laws, with the assumptions made of it.

    Examples
    --------
    >>> from sympy import Symbol
    >>> from decision import Normal, iid
    >>> symbol_named("s", iid(Normal(0, Symbol("s", positive=True)))).is_positive
    True
    """
    waiting = list(things)
    while waiting:
        thing = waiting.pop()
        for symbol in getattr(thing, "free_symbols", ()):
            if symbol.name == name:
                return symbol
        if isinstance(thing, tuple | frozenset):
            waiting += thing
        elif is_dataclass(thing):
            waiting += [getattr(thing, f.name) for f in fields(thing)]
    raise LookupError(name)


def _value_at(quantity: Quantity, law: Law, name: str, place: Root) -> Fraction | None:
    """The quantity at one rational value of the symbol."""
    if place.rational is None:
        return None
    fixed = quantity.substitute({name: place.rational}) if quantity.symbols else quantity
    germ = quantity_in(Chart(name, Fraction(0)), fixed, law.substitute({name: place.rational}))
    value = germ.top(0) / germ.bottom(0)
    return Fraction(int(value.p), int(value.q))
