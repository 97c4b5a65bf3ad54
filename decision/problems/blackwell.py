"""Comparisons of policies at every discount near enough to 1.

With `e = 1 - gamma`, visits are Laurent series `f = l_0 / e + l_1 + l_2 e + ...`. One policy is at least as good as
another for a goal `u`, near discount 1, iff the first of the differences `(l_k - l'_k)·u` that is not zero is positive.
Finitely many terms decide: `f - f'` is a quotient of polynomials.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from decision.language.events import TRUE, Event, all_of, any_of, compare
from decision.language.values import affine
from decision.problems.occupancy import RationalVisits

__all__ = ["at_least", "near_one"]

Gap = dict[str, Fraction]
"""A linear form without zero coefficients."""


def at_least(firsts: Sequence[RationalVisits], seconds: Sequence[RationalVisits]) -> Event:
    """Near discount 1, one of the first is worth at least as much as each of the second."""
    return all_of(*(any_of(*(near_one(f, g) for f in firsts)) for g in seconds))


def near_one(first: RationalVisits, second: RationalVisits) -> Event:
    """Near discount 1, the first visits are worth at least as much as the second.

    Examples
    --------
    >>> from decision import MDP
    >>> mdp = MDP({"s": {"a": {"a": 1}, "b": {"b": 1}}, "a": {"b": {"b": 1}}, "b": {"stay": {"b": 1}}}, discount="1/2")
    >>> ((_, direct),), ((_, detour),) = mdp.visits.rational("s", "b"), mdp.visits.rational("s", "a")
    >>> near_one(detour, direct)
    u(a) >= u(b)
    """
    event: Event = TRUE
    for gap in reversed(list(_levels(first, second))):
        size = max(sum(q for q in gap.values() if q > 0), sum(-q for q in gap.values() if q < 0))
        left = affine({w: q / size for w, q in gap.items() if q > 0})
        right = affine({w: -q / size for w, q in gap.items() if q < 0})
        tied = all_of(compare(left, right, strict=False), event)
        event = tied if event == TRUE else any_of(compare(left, right, strict=True), tied)
    return event


def _levels(first: RationalVisits, second: RationalVisits) -> Iterator[Gap]:
    """Differences of the expansions that do not vanish where the earlier ones do, simplified by those ties."""
    count = 2 + first.degree + second.degree
    ties: list[tuple[str, Gap]] = []
    for a, b in zip(first.laurent(count), second.laurent(count), strict=True):
        gap = _sum(a, Fraction(-1), b)
        for pivot, tie in ties:
            gap = _sum(gap, -gap.get(pivot, Fraction(0)), tie)
        if gap:
            yield gap
            pivot = next((w for w, q in gap.items() if q < 0), next(iter(gap)))
            ties.append((pivot, {w: q / gap[pivot] for w, q in gap.items()}))


def _sum(gap: Gap, factor: Fraction, other: Gap) -> Gap:
    total = {w: gap.get(w, Fraction(0)) + factor * other.get(w, Fraction(0)) for w in {**gap, **other}}
    return {w: q for w, q in total.items() if q}
