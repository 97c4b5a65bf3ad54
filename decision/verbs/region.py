"""`region`: the condition on a parameter under which a thesis holds.

Under one law, left side minus right side is a rational function of the parameter on each of finitely many cells; its
sign changes only at roots, which are isolated. For a class of laws, see `decision.verbs.class_region`.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from decision.algebraic import Root, between
from decision.engines.parametric.families import Cell, Family
from decision.engines.parametric.formulas import family
from decision.engines.parametric.symbolic import Unsuited
from decision.errors import DecisionError, InvalidType, InvalidValue
from decision.exact import rational
from decision.goals.assumptions import Assumption
from decision.goals.laws import Law
from decision.language.quantities import Quantity
from decision.language.theses import Thesis
from decision.measured import Exact
from decision.regions import Edge, Region, Stretch
from decision.validation import check_known, check_listed, check_type
from decision.verbs.measure import measure
from decision.verdict import Evidence, Status

__all__ = ["region"]

Over = Mapping[Any, tuple[Any, Any]]


def region(
    thesis: Thesis,
    *,
    goals: Law | None = None,
    given: Iterable[Assumption | Thesis] | None = None,
    over: Over | None = None,
    time_limit: float = 60,
) -> Region:
    """Where in the range of a parameter a thesis holds: exact break points, and the truth between them and at them.

    Parameters
    ----------
    thesis : Thesis
        With one symbol, or under a law or assumptions with one: a probability, a discount, a threshold, a weight.
    goals : Law, optional
        One law. Every stretch is checked at a rational number by `measure`, which works with numbers only.
    given : iterable of Assumption or Thesis, optional
        A class of laws, in place of `goals`. Every stretch and every rational break point has a verdict of `decide` with
        its certificate; what these do not settle is UNDECIDED.
    over : mapping of symbol or str to pair of rationals, optional
        The open interval the parameter ranges over; by default where probabilities are not negative and discounts lie
        between 0 and 1.
    time_limit : float
        Seconds for each verdict, for a class.

    Returns
    -------
    Region

    Raises
    ------
    InvalidType
        Without a symbol, or with more than one.
    InvalidValue
        If the parameter leaves the range in which probabilities are such, or the law is of no kind whose measures are
        exact functions of it.

    Examples
    --------
    >>> from sympy import Symbol
    >>> from decision import MDP, Pr, Uniform, iid, region
    >>> g = Symbol("g")
    >>> wait = MDP({"s": {"candy": {"candy": 1}, "wait": {"w": 1}}, "w": {"choc": {"choc": 1}, "hug": {"hug": 1}},
    ...             "candy": {"stay": {"candy": 1}}, "choc": {"stay": {"choc": 1}}, "hug": {"stay": {"hug": 1}}}, discount=g)
    >>> region(Pr(wait.optimal("s", "wait")) >= "3/5", goals=iid(Uniform(0, 1)))
    Pr(max((1 - g) u(w) + g u(choc), (1 - g) u(w) + g u(hug)) >= u(candy)) >= 3/5
      given iid(Uniform(0, 1)), for g in (0, 1)
      0 < g < 3/5    FAILS
      g = 3/5        HOLDS
      3/5 < g < 1    HOLDS
    """
    check_type(thesis, Thesis, "thesis", "compare two quantities, such as Pr(menu.best('a')) >= '1/2'")
    if (goals is None) == (given is None):
        raise InvalidType("goals and given: give exactly one, goals=law or given=[assumptions]")
    if goals is not None:
        check_type(goals, Law, "goals", "write a law such as iid(Uniform(0, 1))")
        name = _parameter({*thesis.symbols, *goals.symbols}, over)
        return _under_law(thesis, goals, name, _interval(name, over))
    from decision.verbs.class_region import region_of_class

    listed = tuple(check_listed(given, "given", "[Exchangeable(), NoTies()]"))
    if len(listed) == 1 and isinstance(listed[0], Law):
        return region(thesis, goals=listed[0], over=over)
    symbols = {s for t in (thesis, *listed) if isinstance(t, Thesis) for s in t.symbols}
    name = _parameter(symbols, over)
    return region_of_class(thesis, listed, name, _interval(name, over), time_limit)


def _parameter(symbols: set[str], over: Over | None) -> str:
    """The one symbol there is."""
    names = sorted(symbols)
    for asked in over or {}:
        check_known(str(asked), names, "symbol in over")
    if not names:
        raise InvalidType("thesis has no symbol, so there is no region; call decide, or measure both sides")
    if len(names) > 1:
        raise InvalidType(
            f"thesis, law and assumptions have the symbols {', '.join(names)}; a region has one parameter: "
            "substitute numbers for the others with .substitute({...})"
        )
    return names[0]


def _interval(name: str, over: Over | None) -> tuple[Fraction, Fraction] | None:
    if not over:
        return None
    (ends,) = over.values()
    listed = check_listed(ends, f"over[{name!r}]", "(0, 1)")
    if len(listed) != 2:
        raise InvalidValue(f"over[{name!r}] = {ends!r} is not a pair; write the ends of an interval, such as (0, 1)")
    low, high = (rational(x, f"end of over[{name!r}]") for x in listed)
    if low >= high:
        raise InvalidValue(f"over[{name!r}] = ({low}, {high}) is empty; write the smaller end first")
    return low, high


def _under_law(thesis: Thesis, law: Law, name: str, over: tuple[Fraction, Fraction] | None) -> Region:
    difference = thesis.left - thesis.right
    try:
        found = family(difference, law, over)
    except Unsuited as reason:
        raise InvalidValue(
            f"thesis = ({thesis!r}) has no exact formula in {name} under {law!r}: {reason}; "
            "substitute numbers and decide at each"
        ) from reason
    places = _places(found)
    ends = [found.cells[0].low, *places, found.cells[-1].high]
    signs = [_sign_between(found, a, b) for a, b in zip(ends, ends[1:], strict=False)]
    edges = [Edge(r, _status(thesis.relation, _sign_at(found, r))) for r in places]
    stretches = [
        Stretch(a, b, _status(thesis.relation, s), None, None, Evidence.NONE)
        for a, b, s in zip(ends, ends[1:], signs, strict=False)
    ]
    joined = Region(repr(thesis), name, repr(law), tuple(stretches), tuple(edges), found.at).simplified()
    return joined.checked(lambda s: _checked(s, found, difference, law, name))


def _places(found: Family) -> list[Root]:
    """Where the sign may change: ends of cells, roots inside them, and points with values of their own."""
    listed = [c.high for c in found.cells[:-1]] + [r for r, _ in found.points]
    for cell in found.cells:
        listed += [r for r in cell.roots if cell.low < r < cell.high]
    return distinct(listed)
