"""Comparisons of policies at every discount near enough to 1.

With `e = 1 - gamma`, visits are Laurent series `f = l_0 / e + l_1 + l_2 e + ...`. One policy is at least as good as
another for a goal `u`, near discount 1, iff the first of the differences `(l_k - l'_k)·u` that is not zero is positive.
Finitely many terms decide: `f - f'` is a quotient of polynomials.
"""

# python-flint is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from fractions import Fraction
from typing import TYPE_CHECKING

from decision.language.events import TRUE, Event, all_of, any_of, compare
from decision.language.values import affine
from decision.problems.hulls import solved
from decision.problems.occupancy import RationalVisits

if TYPE_CHECKING:
    from decision.problems.mdp import MDP

__all__ = ["at_least", "near_one"]

Series = list[dict[str, Fraction]]


def at_least(mdp: "MDP", state: str, action: str, other: str) -> Event:
    """Near discount 1, taking an action is at least as good as taking another one.

    Examples
    --------
    >>> from decision import MDP
    >>> mdp = MDP({"s": {"a": {"a": 1}, "stay": {"s": 1}}, "a": {"stay": {"a": 1}}}, discount="1/2")
    >>> at_least(mdp, "s", "a", "stay")
    u(a) >= u(s)
    """
    firsts, seconds = mdp.visits.near_one(state, action), mdp.visits.near_one(state, other)
    return all_of(*(any_of(*(near_one(f, g) for f in firsts)) for g in seconds))


def near_one(first: RationalVisits, second: RationalVisits) -> Event:
    """Near discount 1, the first visits are worth at least as much as the second."""
    count = 2 + first.degree + second.degree
    levels: list[tuple[dict[str, Fraction], dict[str, Fraction]]] = []
    gaps: list[dict[str, Fraction]] = []
    for a, b in zip(first.laurent(count), second.laurent(count), strict=True):
        gap = {w: d for w in {**a, **b} if (d := a.get(w, Fraction(0)) - b.get(w, Fraction(0)))}
        if gap and not _spanned(gap, gaps):
            gaps.append(gap)
            levels.append((a, b))
    event: Event = TRUE
    for a, b in reversed(levels):
        left, right = affine(a), affine(b)
        tied = all_of(compare(left, right, strict=False), event)
        event = tied if event == TRUE else any_of(compare(left, right, strict=True), tied)
    return event


def _spanned(gap: dict[str, Fraction], gaps: list[dict[str, Fraction]]) -> bool:
    """Whether a form vanishes wherever some independent forms do."""
    names = list(dict.fromkeys(w for g in (gap, *gaps) for w in g))
    rows = [[g.get(w, Fraction(0)) for g in gaps] for w in names]
    return bool(gaps) and solved(rows, [gap.get(w, Fraction(0)) for w in names]) is not None
