"""`most`: comparison of two functions of the goal on most of every orbit.

`f1 >=_most f2` by a factor `n` says: for every goal, among its permutations there are at least `n` times as many with
`f1 > f2` as with `f1 < f2` (:cite:p:`TurnerEtAl2021`, definition 6.5; :cite:p:`TurnerTadepalli2022`, definition 3.3).
Since every exchangeable law is a mixture of uniform laws on orbits, this is the thesis `Pr(f1 > f2) >= n Pr(f1 < f2)`
under `Exchangeable()`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from decision.engines.orbits import orbit_counts
from decision.errors import InvalidType, InvalidValue
from decision.exact import Rational
from decision.goals.assumptions import Exchangeable
from decision.language.events import Event
from decision.language.quantities import Pr
from decision.language.theses import Thesis
from decision.language.values import Value
from decision.validation import check_type
from decision.verbs.decide import decide
from decision.verdict import Verdict

__all__ = ["Most", "most"]


@dataclass(frozen=True)
class Most:
    """A comparison of two functions of the goal on most of an orbit; made by `most`.

    Attributes
    ----------
    first, second : Value or Event
        An event counts as 1 where it holds and 0 elsewhere.
    n : int
    strict : bool
    """

    first: Value | Event
    second: Value | Event
    n: int
    strict: bool

    @property
    def thesis(self) -> Thesis:
        """The comparison as a thesis about exchangeable goals."""
        more, fewer = Pr(_greater(self.first, self.second)), Pr(_greater(self.second, self.first))
        return more > self.n * fewer if self.strict else more >= self.n * fewer

    def decide(self, *, outcomes: Sequence[str] = (), **options: Any) -> Verdict:
        """Whether it holds for the orbit of every goal.

        Parameters
        ----------
        outcomes : sequence of str
            What is permuted besides the outcomes that are compared; for an MDP, ``mdp.outcomes``.
        **options
            Further arguments of the function `decide`.
        """
        return decide(self.thesis, given=[Exchangeable()], outcomes=outcomes, **options)

    def holds_for(self, goal: Mapping[str, Rational]) -> bool:
        """Whether it holds for the orbit of one goal."""
        more, _, fewer = orbit_counts(self.first, self.second, goal=goal)
        return more > self.n * fewer if self.strict else more >= self.n * fewer


def most(first: Value | Event, second: Value | Event, n: int = 1, *, strict: bool = False) -> Most:
    """Whether the first is greater on most of an orbit: at least `n` times as often as the second.

    Parameters
    ----------
    first, second : Value or Event
    n : int
        The factor, from 1.
    strict : bool
        More than `n` times as often.

    Examples
    --------
    >>> from decision import maximum, u
    >>> fruit = most(maximum(u("apple"), u("cherry")), u("ghost"), 2)
    >>> fruit.thesis
    Pr(max(u(apple), u(cherry)) > u(ghost)) >= 2 Pr(u(ghost) > max(u(apple), u(cherry)))
    >>> fruit.decide().holds, fruit.holds_for({"ghost": 10, "apple": 5, "cherry": 0})
    (True, True)
    """
    _greater(first, second)  # refuses what cannot be compared
    check_type(n, int, "n", "write an integer from 1")
    if n < 1:
        raise InvalidValue(f"n = {n!r} is not a factor; write an integer from 1")
    return Most(first, second, n, strict)


def _greater(first: Value | Event, second: Value | Event) -> Event:
    if isinstance(first, Value) and isinstance(second, Value):
        return first > second
    if isinstance(first, Event) and isinstance(second, Event):
        return first & ~second
    raise InvalidType(f"first = {first!r} and second = {second!r} must be two values or two events")
