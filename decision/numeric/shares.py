"""Large decision processes under a law of goals: how often each action is optimal, what a state is worth on average.

Goals are drawn as said in `decision.numeric.goal_samples`, and solved by `optimal_values`, whose bounds say which
actions are optimal for certain, which are not, and which are not decided; the last kind counts as ambiguous. Actions
with equal rows tie for certain; rows that are equal but for rounding may tie or not, so read rational tables by
``pack(mdp)``. All intervals of one call hold together with the stated confidence.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Unpack

import numpy as np

from decision.errors import InvalidValue
from decision.numeric.candidates import candidates_at
from decision.numeric.chunks import Chunk
from decision.numeric.estimates import Estimate
from decision.numeric.goal_samples import Sampling, SamplingOptions, bounded_sums
from decision.numeric.packed import PackedMDP
from decision.numeric.values import Values
from decision.validation import check_type

__all__ = ["Shares", "average_power", "optimal_shares"]


@dataclass(frozen=True, repr=False)
class Shares:
    """For each action of a state the share of goals for which it is optimal; ties count for every action.

    Attributes
    ----------
    state : str
    rows : tuple of (str, Estimate)
        Actions by name, or number.
    """

    state: str
    rows: tuple[tuple[str, Estimate], ...]

    def __getitem__(self, action: str | int) -> Estimate:
        found = dict(self.rows).get(str(action))
        if found is None:
            raise InvalidValue(
                f"action = {action!r} is unknown in state {self.state!r}; write one of "
                f"{', '.join(repr(a) for a, _ in self.rows)}"
            )
        return found

    def __repr__(self) -> str:
        width = max(len(a) for a, _ in self.rows)
        return "\n".join(f"{a:<{width}}  {found!r}" for a, found in self.rows)


def optimal_shares(model: PackedMDP, state: str | int, **sampling: Unpack[SamplingOptions]) -> Shares:
    """For each first action, the share of goals for which some optimal policy takes it.

    Parameters
    ----------
    model : PackedMDP
    state : str or int
        By name or number.
    **sampling
        `goals` and `discount`; optionally `samples`, `tolerance`, `confidence`, `seed`, `threads`: see `Sampling`.

    Raises
    ------
    InvalidValue
        If the goals do not fit into memory, a block of them at a time.

    Examples
    --------
    >>> from decision import MDP, Uniform, iid, pack
    >>> ends = {f"end{k}": {"stay": {f"end{k}": 1}} for k in range(3)}
    >>> model = pack(MDP({"s": {f"to{k}": {f"end{k}": 1} for k in range(3)}} | ends, discount="1/2"))
    >>> found = optimal_shares(model, "s", goals=iid(Uniform(0, 1)), discount=0.5, samples=2000)
    >>> found["to0"].lower <= 1 / 3 <= found["to0"].upper
    True
    """
    check_type(model, PackedMDP, "model", "write pack(mdp)")
    place, run = model.place(state), Sampling(model=model, **sampling)

    def sums(solved: Values) -> list[Chunk]:
        count = len(solved.values)
        open_, sure = (np.count_nonzero(t, axis=0).tolist() for t in candidates_at(solved, place))
        return [Chunk(count, b, ((count - b, float(a), float(a)),), (0.0,)) for a, b in zip(sure, open_, strict=True)]

    names = model.actions_of(place)
    found = run.estimates(Fraction(0), Fraction(1), len(names), sums)
    return Shares(run.name(place), tuple(zip(names, found, strict=True)))


def average_power(model: PackedMDP, state: str | int, **sampling: Unpack[SamplingOptions]) -> Estimate:
    """`POWER` of a state: `(1 - discount) max_a E V*(next)`, averaged over goals :cite:p:`TurnerEtAl2021`.

    Parameters
    ----------
    model, state, **sampling
        As in `optimal_shares`; the rewards must be bounded.

    Raises
    ------
    InvalidValue
        If the law does not bound the rewards.

    Examples
    --------
    >>> from decision import MDP, Uniform, iid, pack
    >>> ends = {f"end{k}": {"stay": {f"end{k}": 1}} for k in range(3)}
    >>> model = pack(MDP({"s": {f"to{k}": {f"end{k}": 1} for k in range(3)}} | ends, discount="1/2"))
    >>> found = average_power(model, "s", goals=iid(Uniform(0, 1)), discount=0.5, samples=2000)
    >>> found.lower <= 3 / 4 <= found.upper
    True
    """
    check_type(model, PackedMDP, "model", "write pack(mdp)")
    place, run = model.place(state), Sampling(model=model, **sampling)
    rows = model.transitions[np.flatnonzero(model.state == place)]
    low, high = run.reward_range("POWER")

    def sums(solved: Values) -> list[Chunk]:
        worth = (1 - run.discount) * np.max(rows @ solved.values.T, axis=0)
        return [bounded_sums(worth, low, high, (1 - run.discount) * float(np.max(solved.radius)))]

    return run.estimates(low, high, 1, sums)[0]
