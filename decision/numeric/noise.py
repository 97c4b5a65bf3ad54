r"""Transition noise: an agent whose actions slip.

With probability `p` the action that was chosen is replaced by one of the state's actions, each as likely, so the
transition kernel becomes

    P_p(t | s, a) = (1 - p) P(t | s, a) + p mean_b P(t | s, b).

Nothing becomes possible that no action could bring about, and a state with one action stays as it is. At `p = 0` this
is the process itself; at `p = 1` all actions of a state are the same, so each is optimal for every goal.
"""

# scipy is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from dataclasses import replace
from fractions import Fraction
from typing import Any, TypeVar

import numpy as np
from scipy import sparse

from decision.errors import InvalidValue
from decision.numeric.packed import PackedMDP
from decision.numeric.reading import read_noise
from decision.problems.mdp import MDP
from decision.problems.symbols import free_symbols, probability
from decision.validation import check_type

__all__ = ["noisy"]

Process = TypeVar("Process", MDP, PackedMDP)


def noisy(process: Process, p: Any) -> Process:
    """The process in which a chosen action slips: with probability `p` a random one of the state's actions is taken.

    Parameters
    ----------
    process : MDP or PackedMDP
        With rewards on states.
    p : rational, sympy expression or float
        From 0 to 1. An `MDP` stays exact and refuses floats; the rows of a `PackedMDP` are mixed in float64, and all
        bounds are then about the numbers that come out.

    Raises
    ------
    InvalidValue
        If `p` is not from 0 to 1, or if rewards are not on states.

    Examples
    --------
    >>> from decision import MDP, pack
    >>> loop = {"stay": {"a": 1}}
    >>> mdp = MDP({"s": {"left": {"a": 1}, "right": {"b": 1}}, "a": loop, "b": {"stay": {"b": 1}}}, discount="1/2")
    >>> noisy(mdp, "1/5").row("s", "left")
    {'a': Fraction(9, 10), 'b': Fraction(1, 10)}
    >>> noisy(pack(mdp), 0.2).transitions.toarray()[0]
    array([0. , 0.9, 0.1])
    """
    check_type(process, MDP | PackedMDP, "process", "give an MDP, or pack(mdp)")
    return _packed(process, p) if isinstance(process, PackedMDP) else _exact(process, p)


def _packed(model: PackedMDP, p: Any) -> PackedMDP:
    share = read_noise(p)
    if share == 0:
        return model
    count = np.diff(model.first)[model.state]
    places = (model.state, np.arange(model.pairs))
    averages = sparse.csr_array((1 / count, places), shape=(model.size, model.pairs)) @ model.transitions
    mixed = (1 - share) * model.transitions + share * averages.tocsr()[model.state]
    return replace(model, transitions=sparse.csr_array(mixed))


def _exact(mdp: MDP, p: Any) -> MDP:
    share = probability(p, "p")
    if not free_symbols(share) and share > 1:
        raise InvalidValue(f"p = {p!r} is above 1; a probability is from 0 to 1")
    if mdp.rewards != "states":
        raise InvalidValue(
            f"rewards = {mdp.rewards!r}: which action is paid when another slips in is not said; put rewards on states"
        )
    kernel = {s: _slipping(mdp, s, share) for s in mdp.states if s not in mdp.terminal}
    return MDP(kernel, discount=mdp.discount, terminal=mdp.terminal, horizon=mdp.horizon)


def _slipping(mdp: MDP, state: str, share: Any) -> dict[str, dict[str, Any]]:
    rows = {a: mdp.row(state, a) for a in mdp.actions(state)}
    if len(rows) == 1:
        return rows
    targets = dict.fromkeys(t for row in rows.values() for t in row)
    mean = {t: sum(row.get(t, Fraction(0)) for row in rows.values()) / len(rows) for t in targets}
    return {a: {t: (1 - share) * row.get(t, Fraction(0)) + share * mean[t] for t in targets} for a, row in rows.items()}
