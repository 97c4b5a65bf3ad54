"""Assumptions that relate the goals of several selves of an agent, whose coordinates are those of one joint goal.

A self is named as in `u("w", self="changed")`; the present one is ``"now"``.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from decision.errors import InvalidValue
from decision.exact import Rational, rational
from decision.goals.assumption import Assumption
from decision.goals.frame import Frame
from decision.language.claims import Condition, Correlation, Structure, Support
from decision.language.coordinates import coordinate
from decision.language.events import all_of, indifferent
from decision.language.values import affine
from decision.validation import check_distinct, check_name

__all__ = ["Correlated", "IndependentSelves", "SameGoals"]


def _selves(names: tuple[str, ...]) -> tuple[str, ...]:
    """At least two distinct names of selves."""
    for name in names:
        check_name(name, "self in selves")
    check_distinct(names, "selves")
    if len(names) < 2:
        raise InvalidValue(
            f"selves = {names!r} has fewer than two entries; the assumption relates selves, name two: 'now', 'changed'"
        )
    return names


def _by_outcome(frame: Frame, owner: str) -> dict[str, str]:
    """The coordinate of each outcome for which a self has one."""
    return {coordinate(w)[1]: w for w in frame.block(owner)}


@dataclass(frozen=True, repr=False)
class _Selves(Assumption):
    selves: tuple[str, ...]

    def __init__(self, *selves: str) -> None:
        object.__setattr__(self, "selves", _selves(selves))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, self.selves))})"


class SameGoals(_Selves):
    """The selves have the same goal: the utility of every outcome is the same for all of them, almost surely.

    Of the outcomes that only one of the selves has in the thesis, nothing is said. With a symmetry of one self alone,
    such as ``Exchangeable(self="now")``, this leaves few laws: what moves one goal would have to leave the others.

    Parameters
    ----------
    *selves : str
        At least two selves that the thesis speaks of; the present one is ``"now"``.

    Examples
    --------
    >>> from decision import Pr, decide, u
    >>> agree = Pr((u("a") > u("b")) & (u("b", self="changed") > u("a", self="changed"))) == 0
    >>> decide(agree, given=[SameGoals("now", "changed")]).holds
    True
    """

    def conditions(self, frame: Frame) -> tuple[Condition, ...]:
        """Equality of the coordinates that belong to the same outcome, as support."""
        listed: dict[str, list[str]] = {}
        for owner in self.selves:
            for outcome, w in _by_outcome(frame, owner).items():
                listed.setdefault(outcome, []).append(w)
        pairs = [
            (affine({v: Fraction(1)}), affine({w: Fraction(1)}))
            for group in listed.values()
            for v, w in pairwise(group)
        ]
        return (Support(all_of(*(indifferent(a, b) for a, b in pairs))),) if pairs else ()


class IndependentSelves(_Selves):
    """The goals of the selves are independent of each other; within each goal anything is possible.

    Parameters
    ----------
    *selves : str
        At least two selves that the thesis speaks of; the present one is ``"now"``.

    Examples
    --------
    >>> from decision import Pr, decide, u
    >>> now, changed = u("a") >= u("b"), u("a", self="changed") >= u("b", self="changed")
    >>> even = [Pr(now) == "1/2", Pr(changed) == "1/2"]
    >>> decide(Pr(now & changed) >= "1/3", given=[IndependentSelves("now", "changed"), *even]).fails
    True
    """

    def conditions(self, frame: Frame) -> tuple[Condition, ...]:
        """Independence of the blocks of coordinates."""
        blocks = tuple(frame.block(owner) for owner in self.selves)
        return (Structure("independent_selves", tuple(w for b in blocks for w in b), blocks=blocks),)


@dataclass(frozen=True, repr=False)
class Correlated(Assumption):
    """The goals of two selves are normal, and what they give to the same outcome has a known correlation.

    The pairs of the two utilities of one outcome are independent of each other and have one bivariate normal law, with
    positive equal variances. An outcome that only one of the selves has in the thesis is independent of all else and
    has the mean and the variance of that self. The two means and the variance are unknown.

    Parameters
    ----------
    first, second : str
        Two selves that the thesis speaks of; the present one is ``"now"``.
    rho : rational
        The correlation, in [-1, 1].

    Raises
    ------
    InvalidValue
        If `rho` is outside [-1, 1], or the selves are the same.

    Examples
    --------
    >>> from decision import Pr, decide, u
    >>> keep, change = u("a") - u("b"), u("a", self="changed") - u("b", self="changed")
    >>> decide(Pr(keep + change >= 0) == "1/2", given=[Correlated("now", "changed", "3/4")]).holds
    True
    >>> Correlated("now", "changed", "3/2")
    Traceback (most recent call last):
        ...
    decision.errors.InvalidValue: rho = 3/2 is no correlation: it must be at least -1 and at most 1; correct it
    """

    first: str
    second: str
    rho: Fraction

    def __init__(self, first: str, second: str, rho: Rational) -> None:
        _selves((first, second))
        exact = rational(rho, "rho")
        if not -1 <= exact <= 1:
            raise InvalidValue(f"rho = {exact} is no correlation: it must be at least -1 and at most 1; correct it")
        object.__setattr__(self, "first", first)
        object.__setattr__(self, "second", second)
        object.__setattr__(self, "rho", exact)

    def conditions(self, frame: Frame) -> tuple[Condition, ...]:
        """The normal law of both blocks, shared outcomes first."""
        here, there = _by_outcome(frame, self.first), _by_outcome(frame, self.second)
        both = [w for w in here if w in there]
        blocks = tuple(
            tuple([block[w] for w in both] + [v for w, v in block.items() if w not in both]) for block in (here, there)
        )
        centers = frame.center(self.first), frame.center(self.second)
        correlation = Correlation(len(both), self.rho, centers)
        return (Structure("correlated", blocks[0] + blocks[1], blocks=blocks, correlation=correlation),)
