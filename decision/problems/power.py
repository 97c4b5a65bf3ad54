"""`POWER`: what a state is worth on average over goals, beyond its own reward.

    POWER(s) = (1 - gamma) / gamma * E[V*(s) - R(s)] = (1 - gamma) E max_a E V*(s')

(:cite:p:`TurnerEtAl2021`, definition 5.2). It is continuous in the discount: at 0 it is the expected best next reward;
its limit at 1 is the expected best average reward.
"""

from typing import TYPE_CHECKING, Literal

from decision.errors import InvalidValue
from decision.language.quantities import E, Quantity
from decision.language.values import Value, affine, maximum, weighted_sum
from decision.problems.symbolic_mdp import number_of, symbolic_visits_of

if TYPE_CHECKING:
    from decision.problems.mdp import MDP

__all__ = ["POWER", "power_value"]


def POWER(
    mdp: "MDP",
    state: str,
    *,
    form: Literal["state", "next"] = "state",
    criterion: Literal["discounted", "average"] = "discounted",
) -> Quantity:
    """Average optimal value of a state over goals, normalised, without the state's own reward.

    Parameters
    ----------
    mdp : MDP
        With rewards on states.
    state : str
    form : {"state", "next"}
        The same function of the goal, written as one maximum over visit distributions from the state, or as a maximum
        over actions of values of next states.
    criterion : {"discounted", "average"}
        At the MDP's discount, or the limit at discount 1.

    Returns
    -------
    Quantity
        An expectation, to be compared, bounded or decided like any other.

    Examples
    --------
    >>> from decision import MDP
    >>> mdp = MDP({"s": {"a": {"a": 1}, "b": {"b": 1}}, "a": {"b": {"b": 1}}, "b": {"stay": {"b": 1}}}, discount="1/2")
    >>> POWER(mdp, "s")
    E(max(1/2 u(a) + 1/2 u(b), u(b)))
    >>> POWER(mdp, "s", form="next"), POWER(mdp, "s", criterion="average")
    (E(max(1/2 u(a) + 1/2 u(b), u(b))), E(u(b)))
    """
    return E(power_value(mdp, state, form=form, criterion=criterion))


def power_value(
    mdp: "MDP",
    state: str,
    *,
    form: Literal["state", "next"] = "state",
    criterion: Literal["discounted", "average"] = "discounted",
) -> Value:
    """The function of the goal that `POWER` is the expectation of."""
    _check(mdp, form, criterion)
    if criterion == "average":
        return mdp.value(state, criterion="average")
    gamma = number_of(mdp, mdp.discount)
    if form == "next" or gamma == 0:
        steps = mdp.steps(state).values()
        next_values = ([(number_of(mdp, p) * (1 - gamma), mdp.value(t)) for t, p in s.row] for s in steps)
        return maximum(*(weighted_sum(row) for row in next_values))
    scale = (1 - gamma) / gamma
    listed = (
        symbolic_visits_of(mdp, state) if mdp.symbols else [dict(f.weights) for f in mdp.visits.nondominated(state)]
    )
    return maximum(*(affine({w: scale * (q - (w == state)) for w, q in f.items()}) for f in listed))


def _check(mdp: "MDP", form: str, criterion: str) -> None:
    if mdp.rewards != "states":
        raise InvalidValue(f"mdp has rewards on {mdp.rewards}; POWER is defined for rewards on states")
    if mdp.horizon is not None:
        raise InvalidValue(f"mdp has the horizon {mdp.horizon}; POWER is defined for an infinite one, drop it")
    if form not in ("state", "next"):
        raise InvalidValue(f"form = {form!r} is unknown; write 'state' or 'next'")
    if criterion not in ("discounted", "average"):
        raise InvalidValue(f"criterion = {criterion!r} is unknown; write 'discounted' or 'average'")
