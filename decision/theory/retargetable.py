"""Whether permutations of a goal turn a decision-maker from one set of options to another.

For disjoint or overlapping sets `A` and `B` of options, `p(X | u)` is the probability that an option of `X` is chosen
under the goal `u`. A decision-maker is *retargetable n times* from `A` to `B` on the orbit of a goal if there are `n`
permutations such that each makes every goal of the orbit with `p(A) > p(B)` into one with `p(A) < p(B)`, and no two of
them ever lead to the same goal (:cite:p:`TurnerTadepalli2022`, definition 3.5, on a whole orbit). Then `B` is chosen
more on at least `n` times as many goals of the orbit as `A` (theorem 3.6): fewer prove that it is not.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, permutations
from math import factorial

from decision.errors import InvalidValue
from decision.exact import Rational, rational
from decision.language.evaluate import evaluate
from decision.problems.choice import Choice
from decision.problems.decider import Decider
from decision.validation import check_known, check_listed, check_nonempty, check_type
from decision.verdict import Status

__all__ = ["Retargeting", "choice_counts", "retargetable"]

Places = tuple[int, ...]
Goal = tuple[Fraction, ...]

LARGEST_ORBIT = 50_000
LIMIT = 2_000_000


@dataclass(frozen=True)
class Retargeting:
    """Outcome of a search for retargeting permutations.

    Attributes
    ----------
    status : Status
        HOLDS with the permutations; FAILS if there are none; UNDECIDED at the limit of the search.
    counts : tuple of int
        Goals of the orbit on which `towards` is chosen more, as much, less than `away`.
    permutations : tuple of tuple of (str, str)
        For each permutation, which outcome's utility is moved to which outcome; what is left out stays.
    counterexample : tuple of (str, Fraction) or None
        If there are none, a goal of the orbit on which `away` is chosen more and which cannot be spared.
    """

    status: Status
    counts: tuple[int, int, int]
    permutations: tuple[tuple[tuple[str, str], ...], ...] = ()
    counterexample: tuple[tuple[str, Fraction], ...] | None = None


def choice_counts(
    decider: Decider,
    menu: Choice,
    towards: Collection[str],
    away: Collection[str],
    *,
    goal: Mapping[str, Rational],
) -> tuple[int, int, int]:
    """Over all distinct permutations of a goal: how often `towards` is chosen more, as much, less than `away`.

    Parameters
    ----------
    decider : Decider
    menu : Choice
    towards, away : collection of str
        Options.
    goal : mapping of str to rational
        Utility of every outcome of the menu, and of any further outcomes to permute.

    Examples
    --------
    >>> from decision.problems.deciders import Satisficer
    >>> menu = Choice({w: {w: 1} for w in ("ghost", "apple", "cherry")})
    >>> choice_counts(Satisficer(3), menu, ["apple", "cherry"], ["ghost"], goal={"ghost": 10, "apple": 5, "cherry": 0})
    (2, 4, 0)
    """
    return _Orbit(decider, menu, tuple(towards), tuple(away), goal).counts


def retargetable(
    decider: Decider,
    menu: Choice,
    towards: Collection[str],
    away: Collection[str],
    n: int = 1,
    *,
    goal: Mapping[str, Rational],
    limit: int = LIMIT,
) -> Retargeting:
    """Whether a decision-maker can be retargeted `n` times from one set of options to another.

    Parameters
    ----------
    decider, menu, towards, away, goal
        As in `choice_counts`.
    n : int
        How many permutations.
    limit : int
        Steps of the search.

    Examples
    --------
    >>> from decision.problems.deciders import Argmax, Stubborn
    >>> menu = Choice({w: {w: 1} for w in ("ghost", "apple", "cherry")})
    >>> goal = {"ghost": 10, "apple": 5, "cherry": 0}
    >>> retargetable(Argmax(), menu, ["apple", "cherry"], ["ghost"], 2, goal=goal).permutations
    ((('ghost', 'apple'), ('apple', 'ghost')), (('ghost', 'cherry'), ('cherry', 'ghost')))
    >>> retargetable(Stubborn("ghost"), menu, ["apple", "cherry"], ["ghost"], goal=goal).status.value
    'FAILS'
    """
    check_type(n, int, "n", "write an integer from 1")
    if n < 1:
        raise InvalidValue(f"n = {n!r} is not a number of permutations; write an integer from 1")
    orbit = _Orbit(decider, menu, tuple(towards), tuple(away), goal)
    more, _, fewer = orbit.counts
    if more < n * fewer:
        return Retargeting(Status.FAILS, orbit.counts, counterexample=orbit.first_away)
    status, found = orbit.search(n, limit)
    return Retargeting(
        status, orbit.counts, tuple(map(orbit.named, found)), orbit.first_away if status is Status.FAILS else None
    )


class _Orbit:
    """All distinct permutations of a goal, and what the decision-maker does under each."""

    def __init__(
        self, decider: Decider, menu: Choice, towards: Sequence[str], away: Sequence[str], goal: Mapping[str, Rational]
    ) -> None:
        for options, name in ((towards, "towards"), (away, "away")):
            check_nonempty(check_listed(options, name, "['apple']"), name)
            for o in options:
                check_known(o, menu.options, f"option in {name}")
        exact = {w: rational(x, f"goal[{w!r}]") for w, x in goal.items()}
        for w in menu.outcomes:
            if w not in exact:
                raise InvalidValue(f"goal = {dict(goal)!r} has no utility for {w!r}; add it")
        if factorial(len(exact)) > LARGEST_ORBIT:
            raise InvalidValue(
                f"goal has {len(exact)} outcomes, whose {factorial(len(exact))} permutations are more than "
                f"{LARGEST_ORBIT}; leave out outcomes that no option has"
            )
        self.names = tuple(exact)
        self.goals = tuple(dict.fromkeys(permutations(exact.values())))
        values = {o: menu.value(o) for o in menu.options}
        self.signs = {
            g: decider.compare(
                {o: evaluate(v, dict(zip(self.names, g, strict=True))) for o, v in values.items()}, towards, away
            )
            for g in self.goals
        }

    @cached_property
    def counts(self) -> tuple[int, int, int]:
        signs = list(self.signs.values())
        return signs.count(1), signs.count(0), signs.count(-1)

    @cached_property
    def away(self) -> tuple[Goal, ...]:
        """Goals on which `away` is chosen more."""
        return tuple(g for g, s in self.signs.items() if s < 0)

    @property
    def first_away(self) -> tuple[tuple[str, Fraction], ...]:
        return tuple(zip(self.names, self.away[0], strict=True))

    def named(self, places: Places) -> tuple[tuple[str, str], ...]:
        return tuple((self.names[i], self.names[k]) for i, k in enumerate(places) if i != k)

    def search(self, n: int, limit: int) -> tuple[Status, list[Places]]:
        """Permutations whose images of `away` are disjoint and inside `towards`."""
        number = {g: i for i, g in enumerate(self.goals)}
        found: dict[int, Places] = {}
        steps = limit
        for places in _permutations(len(self.names)):
            images = [_moved(places, g) for g in self.away]
            steps -= 1 + len(images)
            if steps < 0:
                return Status.UNDECIDED, []
            if not images:
                return Status.HOLDS, [places] * n  # there is nothing to retarget
            mask = sum(1 << number[g] for g in images)
            if mask in found or any(self.signs[g] <= 0 for g in images):
                continue
            found[mask] = places
            chosen, steps = _disjoint([mask], [m for m in found if not m & mask], n, steps)
            if chosen is not None:
                return Status.HOLDS, [found[m] for m in found if m in chosen]
        return Status.FAILS, []


def _disjoint(chosen: list[int], rest: list[int], n: int, steps: int) -> tuple[list[int] | None, int]:
    """`n` pairwise disjoint bit masks that include those chosen."""
    if len(chosen) == n:
        return chosen, steps
    for place, mask in enumerate(rest):
        steps -= 1
        if steps < 0:
            break
        longer, steps = _disjoint([*chosen, mask], [m for m in rest[place + 1 :] if not m & mask], n, steps)
        if longer is not None:
            return longer, steps
    return None, steps


def _moved(places: Places, goal: Goal) -> Goal:
    """The goal with the utility of outcome `i` at outcome `places[i]`."""
    image = list(goal)
    for i, k in enumerate(places):
        image[k] = goal[i]
    return tuple(image)


def _permutations(size: int) -> Iterator[Places]:
    """All permutations, those that move few places first."""
    for moved in range(size + 1):
        for chosen in combinations(range(size), moved):
            for images in permutations(chosen):
                if all(i != k for i, k in zip(chosen, images, strict=True)):
                    places = list(range(size))
                    for i, k in zip(chosen, images, strict=True):
                        places[i] = k
                    yield tuple(places)
