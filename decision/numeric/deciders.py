r"""Agents that are not optimal, on large processes: what they do, and what it is worth to them, with bounds.

The rules of `decision.problems.deciders`, applied to the worths of the actions in every state:

- *Boltzmann*: actions as likely as `exp(worth / T)`, where what follows is worth its soft value,
  `V = T log sum exp(worth / T)` (the agent knows that it will go on like this, and values its freedom of choice;
  :cite:p:`HaarnojaEtAl2017`);
- *epsilon-optimal*: one of the actions within `epsilon` of the optimal value, each as likely;
- *quantiliser*: an action among the best fraction `q`, by optimal worths;
- *uniform maximiser*: one of the best actions, each as likely.

Worths are known up to the bounds of `optimal_values`: those that differ by less than `blur` count as equal. The policy
is returned as it is, and the bounds are on the value of that policy, not of one that computes its worths better.
"""

# scipy is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from scipy import sparse

from decision.errors import InvalidValue
from decision.exact import Rational, rational
from decision.numeric.enclosed import Enclosed
from decision.numeric.packed import Floats, PackedMDP
from decision.numeric.reading import read_discount, read_rewards, read_tolerance
from decision.numeric.rounding import SLACK, UNIT, Frame
from decision.numeric.threads import in_threads
from decision.numeric.values import Values, optimal_values
from decision.problems.deciders import Boltzmann, Quantiliser, UniformArgmax
from decision.validation import check_type

__all__ = ["EpsilonOptimal", "PolicyValues", "Rule", "policies", "policy_values"]

NEWTON = 100
"""Most steps of soft policy iteration; a handful is usual."""


@dataclass(frozen=True)
class EpsilonOptimal:
    """One of the actions within `epsilon` of the best, each as likely.

    Parameters
    ----------
    epsilon : rational
        At least 0, in units of value.
    """

    epsilon: Rational

    def __post_init__(self) -> None:
        if rational(self.epsilon, "epsilon") < 0:
            raise InvalidValue(f"epsilon = {self.epsilon!r} is negative; write a rational from 0")


@dataclass(frozen=True, eq=False)
class PolicyValues(Enclosed):
    """A random policy and its values.

    For a single reward `(S,)` the arrays have no first axis.

    Attributes
    ----------
    probabilities : array, shape (K, L)
        Probability of each state-action pair's action in its state.
    values : array, shape (K, S)
        Discounted rewards under the policy.
    radius, blur : array, shape (K,)
        Largest error of the values, and difference of worths below which actions counted as equally good.
    lower, upper : array, shape (K, S)
        True bounds of the values of the policy.
    """

    probabilities: Floats
    values: Floats
    radius: Floats
    blur: Floats


Rule = Boltzmann | Quantiliser | UniformArgmax | EpsilonOptimal


def policy_values(
    model: PackedMDP, rewards: Any, decider: Rule, *, discount: float, tolerance: float, threads: int | None = None
) -> PolicyValues:
    """What a decision-maker does in every state, and what that is worth, for every reward.

    Parameters
    ----------
    model : PackedMDP
    rewards : array, shape (S,) or (K, S)
    decider : Boltzmann, Quantiliser, UniformArgmax or EpsilonOptimal
    discount : float
    tolerance : float
        Largest error wanted, both of the worths that the decider compares and of the values returned.
    threads : int, optional
        All processors by default. The result does not depend on it.

    Examples
    --------
    >>> from decision import MDP, pack
    >>> loop = {"stay": {"a": 1}}
    >>> model = pack(MDP({"s": {"a": {"a": 1}, "b": {"b": 1}}, "a": loop, "b": {"stay": {"b": 1}}}, discount="1/2"))
    >>> half = policy_values(model, [0, 1, 2], Quantiliser(1), discount=0.5, tolerance=1e-9)
    >>> half.probabilities, half.values.round(6)
    (array([0.5, 0.5, 1. , 1. ]), array([1.5, 2. , 4. ]))
    """
    gamma, wanted = read_discount(discount), read_tolerance(tolerance)
    table = read_rewards(rewards, model.size)
    best = partial(optimal_values, model, table, discount=gamma, tolerance=wanted, threads=threads)
    out = policies(model, table, decider, best, discount=gamma, tolerance=wanted, threads=threads)
    if np.ndim(rewards) == 1:
        return PolicyValues(out.probabilities[0], out.values[0], out.radius[0], out.blur[0])
    return out


def policies(
    model: PackedMDP,
    rewards: Floats,
    decider: Rule,
    best: Callable[[], Values],
    *,
    discount: float,
    tolerance: float,
    threads: int | None,
) -> PolicyValues:
    """The same for a table of rewards that was read; `best` gives their optimal values, if the decider needs them."""
    check_type(decider, Rule, "decider", "write Boltzmann, Quantiliser, UniformArgmax or EpsilonOptimal")
    if isinstance(decider, Boltzmann):
        temperature = float(rational(decider.temperature, "temperature"))
        choose = partial(_soft, model, rewards, temperature, discount, tolerance)
    else:
        choose = partial(_ranked, best(), decider)
    out = PolicyValues(np.empty((len(rewards), model.pairs)), np.empty(rewards.shape), *np.empty((2, len(rewards))))

    def one(k: int) -> None:
        out.probabilities[k], out.blur[k] = choose(k)
        out.values[k], out.radius[k] = _certified(model, rewards[k], out.probabilities[k], discount, tolerance)

    in_threads(one, range(len(rewards)), threads)
    return out


def _ranked(best: Values, decider: Rule, k: int) -> tuple[Floats, float]:
    """Probabilities by optimal worths for a reward, and the difference of worths that counts as none."""
    blur = 2 * best.discount * float(best.radius[k]) * (1 + 2.0**-30)
    return _grouped(best.model, best.discount * (best.model.transitions @ best.values[k]), blur, decider), blur


def _grouped(model: PackedMDP, worth: Floats, blur: float, decider: Rule) -> Floats:
    """Probabilities by rank of the worths, those nearer than `blur` being equal."""
    size = np.diff(model.first)[model.state]
    if isinstance(decider, EpsilonOptimal):
        best = np.maximum.reduceat(worth, model.first[:-1])[model.state]
        return _even(model, worth >= best - float(rational(decider.epsilon, "epsilon")) - blur)
    order = np.lexsort((-worth, model.state))
    opens = np.ones(model.pairs, dtype=bool)
    falls = worth[order][:-1] - worth[order][1:] > blur
    opens[1:] = falls | (model.state[order][1:] != model.state[order][:-1])
    group = np.cumsum(opens) - 1
    above = (np.flatnonzero(opens) - model.first[model.state[order][opens]])[group]
    equal = np.bincount(group)[group]
    if isinstance(decider, UniformArgmax):
        chosen = np.where(above == 0, 1 / equal, 0.0)
    else:
        q = float(rational(decider.q, "q")) if isinstance(decider, Quantiliser) else 1.0
        chosen = np.clip(q * size[order] - above, 0, equal) / equal / (q * size[order])
    out = np.empty(model.pairs)
    out[order] = chosen
    return out


def _even(model: PackedMDP, taken: Any) -> Floats:
    return taken / np.add.reduceat(taken.astype(np.float64), model.first[:-1])[model.state]


def _soft(
    model: PackedMDP, rewards: Floats, temperature: float, gamma: float, tolerance: float, k: int
) -> tuple[Floats, float]:
    """Soft policy iteration: Newton's method for the soft Bellman equation. No worths count as equal."""
    first, state, reward = model.first[:-1], model.state, rewards[k]
    values, before = reward / (1 - gamma), np.inf
    for _ in range(NEWTON):
        worth = gamma * (model.transitions @ values) / temperature
        top = np.maximum.reduceat(worth, first)
        weight = np.exp(worth - top[state])
        total = np.add.reduceat(weight, first)
        policy = weight / total[state]
        change = reward + temperature * (top + np.log(total)) - values
        now = float(np.abs(change).max())
        if now <= tolerance * (1 - gamma) or (now >= 0.9 * before and now <= 1e-9 * np.abs(values).max()):
            return policy, 0.0
        before = now
        entropy = np.add.reduceat(-policy * np.log(np.where(policy > 0, policy, 1.0)), first)
        chain = _chain(model, policy)
        values = optimal_values(
            chain, reward + temperature * entropy, discount=gamma, tolerance=tolerance * (1 - gamma) / 8
        ).values
    raise InvalidValue(
        f"temperature = {temperature!r}: soft values not found in {NEWTON} steps; raise it or the tolerance"
    )


def _chain(model: PackedMDP, policy: Floats) -> PackedMDP:
    """The process under a policy: one row for each state."""
    mixing = sparse.csr_array((policy, (model.state, np.arange(model.pairs))), shape=(model.size, model.pairs))
    states = np.arange(model.size)
    return PackedMDP((mixing @ model.transitions).tocsr(), states, np.zeros_like(states), terminal=model.terminal)


def _certified(
    model: PackedMDP, reward: Floats, policy: Floats, gamma: float, tolerance: float
) -> tuple[Floats, float]:
    """Values of the policy, and a bound on their error that counts the roundings in the mixed rows as well."""
    chain = _chain(model, policy)
    # where the process ends, the error of the values is known from their residual only up to 1 / (1 - gamma)
    nearer = tolerance * (1 - gamma) / 2 if model.terminal else tolerance
    found = optimal_values(chain, reward, discount=gamma, tolerance=nearer)
    mixed = int(np.diff(model.first).max()) + 1
    frame = Frame.of(chain, gamma, extra=mixed)
    v = found.values
    change = reward + gamma * (chain.transitions @ v) - v
    error = frame.error(np.abs(v).max(), np.abs(reward).max())
    low, high = frame.shifts(change.min(), change.max(), error)
    size = float(np.abs(v).max())
    return v, max(-float(low), float(high)) * SLACK + UNIT * size
