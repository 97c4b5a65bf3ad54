"""What agents do first on a large process, and what it costs them not to be optimal, on average over goals.

For one number in each cell of a phase diagram: is one set of actions chosen more often than another, by an optimal
agent or by another `decider`? How much does the decider lose? Goals are drawn as said in
`decision.numeric.goal_samples`.
"""

from collections.abc import Collection
from fractions import Fraction
from typing import Unpack

import numpy as np
import numpy.typing as npt

from decision.errors import InvalidValue
from decision.numeric.candidates import candidates_at
from decision.numeric.chunks import Chunk
from decision.numeric.deciders import PolicyValues, Rule, policies
from decision.numeric.estimates import Estimate
from decision.numeric.goal_samples import Sampling, SamplingOptions, bounded_sums
from decision.numeric.packed import PackedMDP
from decision.numeric.values import Values
from decision.validation import check_known, check_listed, check_nonempty, check_type

__all__ = ["average_loss", "choice_share"]

Flags = npt.NDArray[np.bool_]
Actions = str | int | Collection[str | int]


def choice_share(
    model: PackedMDP,
    state: str | int,
    actions: Actions,
    *,
    minus: Actions = (),
    decider: Rule | None = None,
    **sampling: Unpack[SamplingOptions],
) -> Estimate:
    """How often the first action is one of a set; or how much more often than one of another set.

    For an optimal agent this is the share of goals for which some optimal policy takes one of the actions, so ties
    count for every set. For another decider it is the mean probability of its taking one of them.

    Parameters
    ----------
    model, state, **sampling
        As in `optimal_shares`.
    actions : str, int or collection of them
        By name; by number if the model has no names.
    minus : str, int or collection of them, optional
        Actions whose share is subtracted, goal by goal: the sign of the result says which set is chosen more often.
    decider : Boltzmann, Quantiliser, UniformArgmax or EpsilonOptimal, optional
        As in `policy_values`: worths that its tolerance cannot tell apart count as equal.

    Raises
    ------
    UnknownName
        If the state has no such action.
    InvalidValue
        If a set is empty, or an action is in both.

    Examples
    --------
    >>> from decision import MDP, Uniform, iid, pack
    >>> from decision.problems.deciders import Quantiliser
    >>> ends = {f"end{k}": {"stay": {f"end{k}": 1}} for k in range(3)}
    >>> model = pack(MDP({"s": {f"to{k}": {f"end{k}": 1} for k in range(3)}} | ends, discount="1/2"))
    >>> law = iid(Uniform(0, 1))
    >>> found = choice_share(model, "s", ["to0", "to1"], minus="to2", goals=law, discount=0.5, samples=2000)
    >>> found.lower <= 1 / 3 <= found.upper
    True
    >>> choice_share(model, "s", "to0", decider=Quantiliser(1), goals=law, discount=0.5, samples=100).value
    0.333...
    """
    check_type(model, PackedMDP, "model", "write pack(mdp)")
    place, run = model.place(state), Sampling(model=model, **sampling)
    more = _chosen(model, place, actions, "actions")
    less = _chosen(model, place, minus, "minus") if _listed(minus, "minus") else np.zeros_like(more)
    if (more & less).any():
        raise InvalidValue(f"minus = {minus!r} has an action that actions = {actions!r} has; leave it out of one")
    low = Fraction(-1 if less.any() else 0)

    def optimal(solved: Values) -> list[Chunk]:
        (sure, open_), (other, others_open) = (_some_optimal(solved, place, chosen) for chosen in (more, less))
        known = ~(open_ | others_open)
        y = (sure.astype(float) - other)[known]
        sums = bounded_sums(y, low, Fraction(1), 0.0).sums
        return [Chunk(len(known), int(np.count_nonzero(~known)), sums, (0.0,))]

    def drawn(solved: Values) -> list[Chunk]:
        assert decider is not None
        taken = _policies(solved, decider, run).probabilities[:, model.state == place]
        return [bounded_sums(taken @ (more.astype(float) - less), low, Fraction(1), 0.0)]

    return run.estimates(low, Fraction(1), 1, optimal if decider is None else drawn)[0]


def average_loss(model: PackedMDP, state: str | int, decider: Rule, **sampling: Unpack[SamplingOptions]) -> Estimate:
    """What a decider's policy falls short of the optimal value, per step: `(1 - discount) (V* - V)`, over goals.

    Parameters
    ----------
    model, state, **sampling
        As in `optimal_shares`; the rewards must be bounded.
    decider : Boltzmann, Quantiliser, UniformArgmax or EpsilonOptimal
        As in `policy_values`.

    Raises
    ------
    InvalidValue
        If the law does not bound the rewards.

    Examples
    --------
    >>> from decision import MDP, Uniform, iid, pack
    >>> from decision.problems.deciders import Quantiliser
    >>> ends = {f"end{k}": {"stay": {f"end{k}": 1}} for k in range(3)}
    >>> model = pack(MDP({"s": {f"to{k}": {f"end{k}": 1} for k in range(3)}} | ends, discount="1/2"))
    >>> found = average_loss(model, "s", Quantiliser(1), goals=iid(Uniform(0, 1)), discount=0.5, samples=2000)
    >>> found.lower <= 1 / 2 * (3 / 4 - 1 / 2) <= found.upper
    True
    """
    check_type(model, PackedMDP, "model", "write pack(mdp)")
    place, run = model.place(state), Sampling(model=model, **sampling)
    low, high = run.reward_range("a loss")
    most = high - low

    def sums(solved: Values) -> list[Chunk]:
        own = _policies(solved, decider, run)
        lost = (1 - run.discount) * (solved.values[:, place] - own.values[:, place])
        error = (1 - run.discount) * (float(np.max(solved.radius)) + float(np.max(own.radius)))
        return [bounded_sums(lost, Fraction(0), most, error)]

    return run.estimates(Fraction(0), most, 1, sums)[0]


def _policies(solved: Values, decider: Rule, run: Sampling) -> PolicyValues:
    return policies(
        solved.model,
        solved.rewards,
        decider,
        lambda: solved,
        discount=solved.discount,
        tolerance=run.tolerance,
        threads=1,
    )


def _listed(actions: Actions, name: str) -> list[str]:
    given = [actions] if isinstance(actions, str | int) else check_listed(actions, name, "['left', 'right']")
    return [str(a) for a in given]


def _chosen(model: PackedMDP, place: int, actions: Actions, name: str) -> Flags:
    """Which of the state's rows are among the actions."""
    wanted, known = _listed(actions, name), model.actions_of(place)
    check_nonempty(wanted, name)
    for action in wanted:
        check_known(action, known, f"an action in {name}")
    return np.isin(known, wanted)


def _some_optimal(solved: Values, place: int, chosen: Flags) -> tuple[Flags, Flags]:
    """For each goal whether some of the chosen actions is optimal for certain, and whether that is not decided."""
    open_, sure = candidates_at(solved, place)
    some: Flags = np.any(sure[:, chosen], axis=1)
    inside: Flags = np.any(open_[:, chosen], axis=1)
    outside: Flags = np.any((open_ | sure)[:, ~chosen], axis=1)
    # some candidate is optimal: if none is outside the set, one inside is
    return some | (inside & ~outside), inside & outside & ~some
