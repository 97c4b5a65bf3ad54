"""Values and optimality events of an MDP under three criteria.

*Discounted*: the expected discounted sum of rewards. *Blackwell*: optimal at every discount near enough to 1
(:cite:p:`Blackwell1962`); policies are compared by the Laurent expansion of `f(gamma)·u` in `1 - gamma`, term by term:
average reward first, then bias, and so on. *Average*: the limit average reward alone, so that what happens on the way
does not count. Blackwell optimal policies are average optimal, not conversely.
"""

from typing import TYPE_CHECKING, Literal

from decision.errors import InvalidValue
from decision.language.events import Event, all_of
from decision.language.values import Value, affine, maximum
from decision.problems.blackwell import at_least
from decision.problems.symbolic_mdp import number_of, symbolic_optimal, symbolic_visits_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from decision.problems.mdp import MDP
    from decision.problems.visits import Visit

__all__ = ["Criterion", "optimal", "value"]

Criterion = Literal["discounted", "blackwell", "average"]


def value(mdp: "MDP", state: str, action: str | None, criterion: Criterion) -> Value:
    """See `MDP.value`."""
    _check(mdp, criterion)
    if criterion == "blackwell":
        raise InvalidValue(
            "criterion = 'blackwell' has no single value: policies are compared by a whole expansion near discount 1; "
            "write 'average' for its leading term"
        )
    if criterion == "average":
        return maximum(*(f.value for f in mdp.visits.recurrent_nondominated(state, action)))
    if mdp.horizon is not None:
        return _over_steps(mdp, mdp.horizon, state, action)
    if mdp.symbols:
        return maximum(*(affine(f) for f in symbolic_visits_of(mdp, state, action)))
    return maximum(*(f.value for f in mdp.visits.nondominated(state, action)))


def optimal(mdp: "MDP", state: str, action: str, criterion: Criterion) -> Event:
    """See `MDP.optimal`."""
    _check(mdp, criterion)
    if mdp.horizon is not None and criterion == "discounted":
        others = [a for a in mdp.actions(state) if a != action]
        return all_of(*(value(mdp, state, action, criterion) >= value(mdp, state, a, criterion) for a in others))
    if criterion == "discounted" and mdp.symbols:
        return symbolic_optimal(mdp, state, action, _lotteries(mdp, state))
    contest = mdp.visits.contest(state, criterion)
    own, rivals = contest.own[action], contest.rivals[action]
    if criterion == "blackwell":
        return all_of(*(at_least(own, others) for others in rivals))
    if criterion == "discounted":
        as_lottery = _lotteries(mdp, state)

        def shown(visit: "Visit") -> Value:
            return as_lottery(dict(visit.weights))

    else:
        shown = _as_it_is
    best = maximum(*(shown(f) for f in own))
    return all_of(*(best >= maximum(*(shown(f) for f in others)) for others in rivals))


def _as_it_is(visit: "Visit") -> Value:
    return visit.value


def _lotteries(mdp: "MDP", state: str) -> "Callable[[dict[str, Fraction]], Value]":
    """Visit distributions as lotteries, without the first reward where all actions share it: easier to read."""
    gamma = number_of(mdp, mdp.discount)
    shared = mdp.rewards == "states" and gamma != 0 and not _returns(mdp, state)
    scale = (1 - gamma) / gamma if shared else 1 - gamma
    dropped = state if shared else None
    return lambda weights: affine({w: scale * q for w, q in weights.items() if w != dropped})


def _returns(mdp: "MDP", state: str) -> bool:
    """Whether some policy comes back to a state."""
    nexts = dict.fromkeys(t for a in mdp.actions(state) for t in mdp.row(state, a))
    return any(state in mdp.visits.reachable(t) for t in nexts)


def _over_steps(mdp: "MDP", steps: int, state: str, action: str | None) -> Value:
    """Backward induction over a finite horizon; values that are needed twice are one node."""
    values = dict.fromkeys(mdp.states, affine({}))
    for left in range(1, steps + 1):
        values = {
            s: maximum(
                *(_step(mdp, s, a, values) for a in mdp.steps(s) if left < steps or action is None or a == action)
            )
            for s in (mdp.states if left < steps else (state,))
        }
    return values[state]


def _step(mdp: "MDP", state: str, action: str, later: dict[str, Value]) -> Value:
    step = mdp.steps(state)[action]
    now = affine({w: number_of(mdp, q) for w, q in step.pay})
    gamma = number_of(mdp, mdp.discount)
    return sum((gamma * number_of(mdp, p) * later[t] for t, p in step.row), now)


def _check(mdp: "MDP", criterion: str) -> None:
    if criterion not in ("discounted", "blackwell", "average"):
        raise InvalidValue(f"criterion = {criterion!r} is unknown; write 'discounted', 'blackwell' or 'average'")
