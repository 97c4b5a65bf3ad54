"""Four ways in which one menu gives more power than another: :cite:t:`Tarsney2025`, section 4, for menus of lotteries.

- *Inclusion*: the stronger menu has all lotteries of the weaker one, and more. Then it is at least as good, for every
  goal.
- *Interiority*: every lottery of the weaker menu lies in the relative interior of the hull of the stronger one: it is a
  mixture of all its lotteries with positive weights. Then the stronger menu is better, for every goal not indifferent
  between the two.
- *Permuted inclusion*, *permuted interiority*: the same after an involution of outcomes. Then the stronger menu is
  better at least as often as the weaker one, for exchangeable goals.

The source defines these for sets of lotteries that decision trees make available, and for permutations of any kind. Its
exact wording was not at hand when this was written; what is checked is what stands here. Involutions are asked for
since a relabelling of order 3 is not enough: see the catalogue entry ``tarsney2025/permuted_interiority``.
"""

# z3 is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from decision.goals.assumptions import Exchangeable, NoTies
from decision.language.quantities import Pr
from decision.problems.choice import Choice
from decision.theory.families import distinct
from decision.theory.reports import TheoremReport, clause, concluded, copied
from decision.theory.similarity import Involution, Similarity, find_copies, image
from decision.verbs.most import most
from decision.verdict import Status

__all__ = ["check_inclusion", "check_interiority", "check_permuted_inclusion", "check_permuted_interiority"]

Lottery = Mapping[str, Fraction]

LIMIT = 20_000


def check_inclusion(strong: Choice, weak: Choice, *, time_limit: float = 60) -> TheoremReport:
    """Inclusion: a menu with all options of another and more is at least as good, for every goal.

    Parameters
    ----------
    strong, weak : Choice
    time_limit : float
        Seconds for the decision.

    Examples
    --------
    >>> check_inclusion(Choice({"a": {"a": 1}, "b": {"b": 1}}), Choice({"a": {"a": 1}})).verdict.holds
    True
    """
    more, less = _lotteries(strong), _lotteries(weak)
    outside = [v for v in less if v not in more]
    hypotheses = [
        clause("the stronger menu has every lottery of the weaker one", not outside, _named(outside)),
        clause("the stronger menu has more lotteries", len(more) > len(less)),
    ]
    return concluded(
        "tarsney2025/inclusion",
        hypotheses,
        Pr(strong.value() >= weak.value()) == 1,
        outcomes=_outcomes(strong, weak),
        time_limit=time_limit,
    )


def check_interiority(strong: Choice, weak: Choice, *, time_limit: float = 60) -> TheoremReport:
    """Interiority: a menu around all options of another is better, for every goal without ties.

    Parameters
    ----------
    strong, weak : Choice
    time_limit : float
        Seconds for the decision.

    Examples
    --------
    >>> sure = Choice({"a": {"a": 1}, "b": {"b": 1}})
    >>> check_interiority(sure, Choice({"coin": {"a": "1/2", "b": "1/2"}})).verdict.holds
    True
    """
    more, less = _lotteries(strong), _lotteries(weak)
    outside = [v for v in less if not _interior(v, more)]
    hypotheses = [
        clause(
            "the weaker menu is in the relative interior of the hull of the stronger one", not outside, _named(outside)
        ),
        clause("the stronger menu has at least two lotteries", len(more) > 1),
    ]
    return concluded(
        "tarsney2025/interiority",
        hypotheses,
        Pr(strong.value() > weak.value()) == 1,
        given=[NoTies()],
        outcomes=_outcomes(strong, weak),
        time_limit=time_limit,
    )


def check_permuted_inclusion(strong: Choice, weak: Choice, *, time_limit: float = 60) -> TheoremReport:
    """Permuted inclusion: a menu with a copy of another is better at least as often, for exchangeable goals.

    Parameters
    ----------
    strong, weak : Choice
    time_limit : float
        Seconds for the decision.

    Examples
    --------
    >>> check_permuted_inclusion(Choice({"a": {"a": 1}, "b": {"b": 1}}), Choice({"c": {"c": 1}})).involutions
    ((('a', 'c'),),)
    """
    more, less = _lotteries(strong), _lotteries(weak)
    found = find_copies(less, more)
    hypotheses = [
        copied("the stronger menu contains a copy of the weaker one", found),
        clause("the stronger menu has more lotteries", len(more) > len(less)),
    ]
    return concluded(
        "tarsney2025/permuted_inclusion",
        hypotheses,
        most(strong.value(), weak.value()).thesis,
        given=[Exchangeable()],
        outcomes=_outcomes(strong, weak),
        involutions=found.involutions,
        time_limit=time_limit,
    )


def check_permuted_interiority(
    strong: Choice, weak: Choice, *, limit: int = LIMIT, time_limit: float = 60
) -> TheoremReport:
    """Permuted interiority: a menu around a copy of another is better at least as often, for exchangeable goals.

    Parameters
    ----------
    strong, weak : Choice
    limit : int
        How many involutions are tried.
    time_limit : float
        Seconds for the decision.

    Examples
    --------
    >>> sure = Choice({"a": {"a": 1}, "b": {"b": 1}})
    >>> check_permuted_interiority(sure, Choice({"coin": {"x": "1/2", "y": "1/2"}})).verdict.holds
    True
    """
    more, less = _lotteries(strong), _lotteries(weak)
    found = _surrounded(less, more, _outcomes(strong, weak), limit)
    hypotheses = [
        copied("a copy of the weaker menu is in the relative interior of the hull of the stronger one", found),
        clause("the stronger menu has at least two lotteries", len(more) > 1),
    ]
    return concluded(
        "tarsney2025/permuted_interiority",
        hypotheses,
        most(strong.value(), weak.value()).thesis,
        given=[Exchangeable()],
        outcomes=_outcomes(strong, weak),
        involutions=found.involutions,
        time_limit=time_limit,
    )


def _lotteries(menu: Choice) -> list[Lottery]:
    return distinct(menu.lottery(o) for o in menu.options)  # pyright: ignore[reportReturnType]  # entries are kept


def _outcomes(strong: Choice, weak: Choice) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*strong.outcomes, *weak.outcomes)))


def _named(lotteries: Sequence[Lottery]) -> str:
    return " + ".join(f"{q} {w}" for w, q in lotteries[0].items()) + " is not" if lotteries else ""


def _interior(lottery: Lottery, corners: Sequence[Lottery]) -> bool:
    """Whether a lottery is a mixture of all corners with positive weights; exact linear arithmetic."""
    import z3

    weights: list[Any] = [z3.Real(f"weight{i}") for i in range(len(corners))]
    solver = z3.Solver()
    solver.add(*(w > 0 for w in weights), z3.Sum(weights) == 1)
    for name in {w for v in (lottery, *corners) for w in v}:
        mixed = z3.Sum([_number(v.get(name, Fraction(0))) * w for v, w in zip(corners, weights, strict=True)])
        solver.add(mixed == _number(lottery.get(name, Fraction(0))))
    return solver.check() == z3.sat


def _number(q: Fraction) -> Any:
    import z3

    return z3.RealVal(str(q))


def _surrounded(less: Sequence[Lottery], more: Sequence[Lottery], names: Sequence[str], limit: int) -> Similarity:
    for count, involution in enumerate(_all_involutions(tuple(names))):
        if count == limit:
            return Similarity(Status.UNDECIDED)
        if all(_interior(dict(v), more) for v in image(involution, less)):  # pyright: ignore[reportArgumentType]
            return Similarity(Status.HOLDS, (involution,))
    return Similarity(Status.FAILS)


def _all_involutions(names: tuple[str, ...]) -> Iterator[Involution]:
    if not names:
        yield ()
        return
    first, rest = names[0], names[1:]
    yield from _all_involutions(rest)
    for i, partner in enumerate(rest):
        for tail in _all_involutions(rest[:i] + rest[i + 1 :]):
            yield ((min(first, partner), max(first, partner)), *tail)
