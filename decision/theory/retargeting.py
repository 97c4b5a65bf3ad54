r"""Theorems 3.6 and A.13 of :cite:t:`TurnerTadepalli2022`: retargetable decision-makers have tendencies on most orbits.

*3.6.* If a decision-maker can be retargeted `n` times from `A` to `B`, on the orbit of every goal, then `B` is chosen
more than `A` on at least `n` times as many goals of every orbit as the other way round.

*A.13.* Let `A` and `B` be sets of options, lotteries from a menu `C`, such that `B` contains `n` copies of `A` by
involutions of outcomes that map `C` to itself. If the decision-maker looks at options only through their expected
utilities, and `p(X)` is the probability that it chooses an option in `X`, then the same follows.

Both conclusions are theses about exchangeable goals. They can be written down, hence certified, for decision-makers to
whom only the order of the options matters (or their order together with fixed levels): all but Boltzmann and functions
of the user. For those, give one goal: the conclusion is then decided for its orbit, by counting.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product

from decision.errors import InvalidType
from decision.exact import Rational
from decision.goals.assumptions import Exchangeable
from decision.language.events import Event, all_of, any_of
from decision.language.quantities import Pr
from decision.language.theses import Thesis
from decision.language.values import Value, constant
from decision.problems.choice import Choice
from decision.problems.decider import Decider
from decision.theory.families import distinct
from decision.theory.reports import Clauses, Hypothesis, TheoremReport, clause, concluded, copied
from decision.theory.retargetable import Retargeting, choice_counts, retargetable
from decision.theory.similarity import find_copies
from decision.verdict import Status

__all__ = ["OrbitReport", "check_expected_utility", "check_retargetable", "chooses_more"]


@dataclass(frozen=True, repr=False)
class OrbitReport(Clauses):
    """A theorem about decision-makers held against the orbit of one goal.

    Attributes
    ----------
    theorem : str
        Its entry in ``proofs/index.toml``.
    hypotheses : tuple of Hypothesis
    counts : tuple of int
        Goals of the orbit on which the favoured set is chosen more, as much, less.
    n : int
        The factor of the conclusion.
    """

    theorem: str
    hypotheses: tuple[Hypothesis, ...]
    counts: tuple[int, int, int]
    n: int

    @property
    def holds(self) -> bool:
        """Whether the conclusion is true of this orbit, whatever the hypotheses: it is counted."""
        return self.counts[0] >= self.n * self.counts[2]

    def __repr__(self) -> str:
        head = f"{self.theorem}: " + ("applies" if self.applies else "does not apply")
        more, ties, fewer = self.counts
        last = f"  counted: more {more}, ties {ties}, fewer {fewer}, factor {self.n}"
        return "\n".join([head, f"  {self.entry.proof}", *(f"  {h!r}" for h in self.hypotheses), last])


def check_retargetable(
    decider: Decider,
    menu: Choice,
    towards: Collection[str],
    away: Collection[str],
    n: int = 1,
    *,
    goal: Mapping[str, Rational] | None = None,
    time_limit: float = 60,
) -> TheoremReport | OrbitReport:
    """Theorem 3.6: `n` retargeting permutations make one set of options chosen more on most of every orbit.

    Parameters
    ----------
    decider : Decider
    menu : Choice
        Of sure outcomes, unless a goal is given.
    towards, away : collection of str
        Options.
    n : int
        How many permutations.
    goal : mapping of str to rational, optional
        Look at the orbit of this goal alone.
    time_limit : float
        Seconds for the decision.

    Examples
    --------
    >>> from decision.problems.deciders import Argmax
    >>> menu = Choice({w: {w: 1} for w in ("ghost", "apple", "cherry")})
    >>> report = check_retargetable(Argmax(), menu, ["apple", "cherry"], ["ghost"], 2)
    >>> report.applies, report.verdict.holds
    (True, True)
    """
    text = f"{n} permutation{'s' if n > 1 else ''} retarget{'s' if n == 1 else ''} the choice"
    if goal is not None:
        found = retargetable(decider, menu, towards, away, n, goal=goal)
        return OrbitReport("turner2022/3.6", (_retargeted(text, found),), found.counts, n)
    _check_sure(menu)
    for shape in _shapes(decider, menu.outcomes):
        found = retargetable(decider, menu, towards, away, n, goal=shape)
        if found.status is not Status.HOLDS:
            hypothesis = _retargeted(text, found)
            break
    else:
        hypothesis = clause(text, True, "checked on every order of utilities")
    return _report("turner2022/3.6", [hypothesis], decider, menu, towards, away, n, time_limit)


def check_expected_utility(
    decider: Decider,
    menu: Choice,
    towards: Collection[str],
    away: Collection[str],
    n: int = 1,
    *,
    goal: Mapping[str, Rational] | None = None,
    time_limit: float = 60,
) -> TheoremReport | OrbitReport:
    """Theorem A.13: a decision-maker that looks at expected utilities alone tends to choose larger sets of options.

    Parameters
    ----------
    decider, menu, towards, away, n, goal, time_limit
        As in `check_retargetable`; the options may be any lotteries.

    Examples
    --------
    >>> from decision.problems.deciders import BestOf
    >>> menu = Choice({w: {w: 1} for w in ("ghost", "apple", "cherry")})
    >>> check_expected_utility(BestOf(2), menu, ["apple", "cherry"], ["ghost"], 2).verdict.holds
    True
    """
    vectors = {o: menu.lottery(o) for o in menu.options}
    larger, smaller = ([vectors[o] for o in options] for options in (towards, away))
    found = find_copies(smaller, larger, n, kept=[list(vectors.values())])
    hypotheses = [
        copied(f"the options contain {n} {'copies' if n > 1 else 'copy'} of the others, within the menu", found),
        clause("the choice depends on expected utilities alone", decider.by_worth, type(decider).__name__),
        clause("no two options are the same lottery", len(distinct(vectors.values())) == len(vectors)),
    ]
    if goal is not None:
        counts = choice_counts(decider, menu, towards, away, goal=goal)
        return OrbitReport("turner2022/A.13", tuple(hypotheses), counts, n)
    return _report("turner2022/A.13", hypotheses, decider, menu, towards, away, n, time_limit)


def chooses_more(decider: Decider, menu: Choice, first: Collection[str], second: Collection[str]) -> Event:
    """The event that an option of the first set is more likely to be chosen than one of the second.

    Raises
    ------
    InvalidType
        If more than the order of the options matters to the decision-maker.

    Examples
    --------
    >>> from decision.problems.deciders import Satisficer
    >>> menu = Choice({"a": {"a": 1}, "b": {"b": 1}})
    >>> chooses_more(Satisficer(1), menu, ["a"], ["b"])
    (u(a) >= 1 and 1 >= u(a) and u(a) > u(b)) or (1 > u(b) and u(a) > 1)
    """
    if not decider.ordinal:
        raise InvalidType(
            f"decider = {decider!r} compares more than the order of worths, so its choice is no event of the language; "
            "give a goal, whose orbit is then counted"
        )
    levels = [constant(x) for x in decider.levels]
    values = [*(menu.value(o) for o in menu.options), *levels]
    cases: list[Event] = []
    for ranks in _weak_orders(len(values)):
        worths = _represented(ranks, len(menu.options), decider.levels)
        named = dict(zip(menu.options, worths, strict=True))
        if decider.compare(named, first, second) > 0:
            cases.append(_ordered(values, ranks))
    return any_of(*cases)


def _report(
    theorem: str,
    hypotheses: Sequence[Hypothesis],
    decider: Decider,
    menu: Choice,
    towards: Collection[str],
    away: Collection[str],
    n: int,
    time_limit: float,
) -> TheoremReport:
    more, fewer = chooses_more(decider, menu, towards, away), chooses_more(decider, menu, away, towards)
    thesis: Thesis = Pr(more) >= n * Pr(fewer)
    return concluded(theorem, hypotheses, thesis, given=[Exchangeable()], outcomes=menu.outcomes, time_limit=time_limit)


def _retargeted(text: str, found: Retargeting) -> Hypothesis:
    if found.status is Status.HOLDS:
        listed = ["; ".join(f"{a} to {b}" for a, b in p) or "none needed" for p in found.permutations]
        return Hypothesis(text, found.status, " | ".join(listed))
    if found.counterexample is None:
        return Hypothesis(text, found.status, "the search reached its limit")
    goal = ", ".join(f"{w} {x}" for w, x in found.counterexample)
    return Hypothesis(text, found.status, f"not on the orbit of {goal}: counts {found.counts}")


def _check_sure(menu: Choice) -> None:
    if any(len(menu.lottery(o)) > 1 for o in menu.options):
        raise InvalidType(
            f"menu = {menu!r} has options that are not sure, and orders of utilities do not settle what is chosen; "
            "give a goal, or use check_expected_utility"
        )


def _shapes(decider: Decider, outcomes: Sequence[str]) -> Iterator[dict[str, Fraction]]:
    """One goal for each way in which utilities, up to permutation, can be ordered among each other and the levels."""
    if not decider.ordinal:
        raise InvalidType(f"decider = {decider!r} compares more than the order of worths; give a goal")
    size = len(outcomes)
    seen: set[tuple[Fraction, ...]] = set()
    for ranks in _weak_orders(size + len(decider.levels)):
        shape = tuple(sorted(_represented(ranks, size, decider.levels)))
        if shape not in seen:
            seen.add(shape)
            yield dict(zip(outcomes, shape, strict=True))


def _weak_orders(size: int) -> Iterator[tuple[int, ...]]:
    """Ranks from 0 without gaps: all weak orders of some things."""
    for ranks in product(range(size), repeat=size):
        if set(ranks) == set(range(max(ranks) + 1)):
            yield ranks


def _represented(ranks: Sequence[int], size: int, levels: Sequence[Fraction]) -> list[Fraction]:
    """Numbers in the given order; the level, if there is one, is where its rank says."""
    anchor = levels[0] - ranks[size] if levels else Fraction(0)
    return [anchor + r for r in ranks[:size]]


def _ordered(values: Sequence[Value], ranks: Sequence[int]) -> Event:
    """The event that the values have this weak order."""
    classes = [[v for v, r in zip(values, ranks, strict=True) if r == k] for k in range(max(ranks) + 1)]
    equal = (e for c in classes for a, b in pairwise(c) for e in (a >= b, b >= a))
    return all_of(*equal, *(high[0] > low[0] for low, high in pairwise(classes)))
