"""Sets of visit distributions as vectors whose entries can be compared: functions of the discount, or numbers.

The theorems of :cite:t:`TurnerEtAl2021` are about visit distributions as *functions* of the discount: an involution has
to map one set into the other at every discount at once. In particular it maps start to start, since all of them have
weight 1 on it at discount 0.
"""

# python-flint is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Hashable, Iterable
from fractions import Fraction
from typing import Any

from decision.errors import InvalidValue
from decision.language.events import Event, any_of
from decision.language.values import maximum
from decision.problems.distributions import Visit
from decision.problems.mdp import MDP
from decision.problems.occupancy import RationalVisits, rational_visits
from decision.problems.policies import check_numbers
from decision.theory.similarity import Vector

__all__ = ["average_optimal", "check_state_rewards", "distinct", "functions", "nondominated_functions", "numbers"]


def functions(mdp: MDP, state: str, action: str | None = None) -> list[Vector]:
    """`F(s)`, or `F(s | a)`, as functions of the discount.

    Examples
    --------
    >>> mdp = MDP({"s": {"a": {"a": 1}, "stay": {"s": 1}}, "a": {"stay": {"a": 1}}}, discount="1/2")
    >>> [sorted(v) for v in functions(mdp, "s")]
    [['a', 's'], ['s']]
    """
    return distinct(_vector(rational_visits(mdp, p, state)) for p in mdp.visits.policies(state, action))


def nondominated_functions(mdp: MDP, state: str) -> list[Vector]:
    """Those of `F(s)` that some goal strictly prefers at some discount between 0 and 1.

    Which policies these are does not depend on the discount (:cite:p:`TurnerEtAl2021`, proposition E.30: an optimal
    policy set at one discount is one at any other, for another goal).
    """
    inside = mdp if mdp.discount > 0 else mdp.at_discount(Fraction(1, 2))
    found = inside.visits.nondominated(state)
    return distinct(_vector(rational_visits(inside, dict(f.policy), state)) for f in found)


def numbers(visits: Iterable[Visit]) -> list[Vector]:
    """Visit distributions, or recurrent state distributions, with numbers as entries."""
    return distinct(dict(f.weights) for f in visits)


def distinct(vectors: Iterable[Vector]) -> list[Vector]:
    """Each vector once.

    Examples
    --------
    >>> distinct([{"a": 1}, {"a": 1}])
    [{'a': 1}]
    """
    return list({frozenset(v.items()): v for v in vectors}.values())


def average_optimal(mdp: MDP, state: str, ends: Iterable[Visit]) -> Event:
    """Some policy that ends in one of these recurrent state distributions is average optimal."""
    values = [d.value for d in ends]
    return maximum(*values) >= mdp.value(state, criterion="average") if values else any_of()


def check_state_rewards(mdp: MDP) -> None:
    """Raise unless the MDP is of the kind the theorems are about."""
    if mdp.rewards != "states" or mdp.terminal or mdp.horizon is not None:
        raise InvalidValue(
            f"mdp = {mdp!r} has rewards on {mdp.rewards}, terminal = {dict(mdp.terminal)!r}, horizon = {mdp.horizon}; "
            "the theorem is about rewards on states, actions in every state and an infinite horizon"
        )
    check_numbers(mdp)


def _vector(visits: RationalVisits) -> Vector:
    return {w: _key(*visits.quotient(w)) for w in visits.coordinates}


def _key(top: Any, bottom: Any) -> Hashable:
    """A quotient of polynomials in lowest terms, the denominator 1 at discount 0."""
    common = top.gcd(bottom)
    scale = (bottom / common)(0)
    return tuple(tuple(map(str, (p / common / scale).coeffs())) for p in (top, bottom))
