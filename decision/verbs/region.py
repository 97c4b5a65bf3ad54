"""`region`: the condition on a parameter under which a thesis holds.

Under one law, left side minus right side is a rational function of the parameter on each of finitely many cells; its
sign changes only at roots, which are isolated. For a class of laws, see `decision.verbs.class_region`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from decision.algebraic import Root, between
from decision.engines.parametric.families import Family
from decision.engines.parametric.formulas import family
from decision.engines.parametric.signs import places, sign, sign_at
from decision.engines.parametric.symbolic import Unsuited
from decision.errors import DecisionError, InvalidType, InvalidValue
from decision.exact import rational
from decision.goals.assumptions import Assumption
from decision.goals.laws import Law
from decision.language.quantities import Quantity
from decision.language.theses import Thesis
from decision.measured import Enclosure
from decision.regions import Check, Edge, Region, Stretch, simplified
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
        A class of laws, in place of `goals`. Every stretch and every rational break point has a verdict of `decide`
        with its certificate; what these do not settle is UNDECIDED.
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
    >>> g, stay = Symbol("g"), lambda s: {"stay": {s: 1}}
    >>> wait = MDP({"s": {"eat": {"candy": 1}, "wait": {"w": 1}}, "w": {"choc": {"choc": 1}, "hug": {"hug": 1}},
    ...             "candy": stay("candy"), "choc": stay("choc"), "hug": stay("hug")}, discount=g)
    >>> region(Pr(wait.optimal("s", "wait")) >= "3/5", goals=iid(Uniform(0, 1)))
    Pr(max(g u(choc) + (1 - g) u(w), g u(hug) + (1 - g) u(w)) >= u(candy)) >= 3/5
      given iid(Uniform(0, 1)), for g in (0, 1)
      0 < g < 3/5    FAILS
      g = 3/5        HOLDS
      3/5 < g < 1    HOLDS
    """
    check_type(thesis, Thesis, "thesis", "compare two quantities, such as Pr(menu.best('a')) >= '1/2'")
    if (goals is None) == (given is None):
        raise InvalidType("goals and given: give exactly one, goals=law or given=[assumptions]")
    listed = tuple(check_listed(given or (), "given", "[Exchangeable(), NoTies()]"))
    if len(listed) == 1 and isinstance(listed[0], Law):
        goals = listed[0]
    if goals is not None:
        check_type(goals, Law, "goals", "write a law such as iid(Uniform(0, 1))")
        name = _parameter({*thesis.symbols, *goals.symbols}, over)
        return _under_law(thesis, goals, name, _interval(name, over))
    from decision.verbs.class_region import region_of_class

    name = _parameter({s for t in (thesis, *listed) if isinstance(t, Thesis) for s in t.symbols}, over)
    return region_of_class(thesis, listed, name, _interval(name, over), time_limit)


def _parameter(symbols: set[str], over: Over | None) -> str:
    """The one symbol there is."""
    names = sorted(symbols)
    if not names:
        raise InvalidType("thesis has no symbol, so there is no region; call decide, or measure both sides")
    for asked in over or {}:
        check_known(str(asked), names, "symbol in over")
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
    inner = places(found)
    ends = [found.cells[0].low, *inner, found.cells[-1].high]
    stretches = [_stretch(thesis.relation, found, a, b) for a, b in pairwise(ends)]
    edges = [Edge(r, status_of(thesis.relation, sign_at(found, r))) for r in inner]
    kept, between_them = simplified(stretches, edges)
    checked = tuple(replace(s, checks=(_check(between(s.low, s.high), found, difference, law),)) for s in kept)
    seen = tuple(_seen(e, found, difference, law) for e in between_them)
    return Region(repr(thesis), name, repr(law), checked, seen, found.at)


def _stretch(relation: str, found: Family, low: Root, high: Root) -> Stretch:
    value = found.at(between(low, high))
    return Stretch(low, high, status_of(relation, sign(value)))


def status_of(relation: str, side: int | None) -> Status:
    """What the sign of left minus right says."""
    if side is None:
        return Status.UNDECIDED
    true = {">=": side >= 0, ">": side > 0, "<=": side <= 0, "<": side < 0, "==": side == 0}[relation]
    return Status.HOLDS if true else Status.FAILS


def _seen(edge: Edge, found: Family, difference: Quantity, law: Law) -> Edge:
    point = edge.place.rational
    return edge if point is None else replace(edge, check=_check(point, found, difference, law))


def _check(point: Fraction, found: Family, difference: Quantity, law: Law) -> Check:
    """What `measure` finds at a number.

    Raises
    ------
    DecisionError
        If it finds another value.
    """
    value = found.at(point)
    numbers = {found.name: point}
    fixed = difference.substitute(numbers) if difference.symbols else difference
    try:
        measured = measure(fixed, goals=law.substitute(numbers))
    except InvalidValue:  # no route for numbers
        return Check(point, value, Evidence.SOLVER)
    enclosed = isinstance(measured, Enclosure)
    if abs(measured.midpoint - value) > measured.radius if enclosed else measured.value != value:
        raise DecisionError(
            f"at {found.name} = {point} two computations differ, {value} and {measured!r}; "
            "one of them is wrong, please report it"
        )
    return Check(point, value, Evidence.AGREED)
