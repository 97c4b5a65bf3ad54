r"""More options: propositions 6.6 and 6.9 of :cite:t:`TurnerEtAl2021`.

Notation: `F(s)` visit distributions from `s` as functions of the discount, `F_nd(s)` the non-dominated ones,
`F(s | a)` those of policies that take `a` in `s`, `REACH(s, a)` states reached with positive probability after `a`.

*6.6.* If `F(s)` contains a copy of `F_nd(s')` via an involution `phi`, then `POWER(s) >=_most POWER(s')` at every
discount in `[0, 1]`. If moreover `F_nd(s) \ phi F_nd(s')` is not empty, the converse fails at every discount in
`(0, 1)`.

*6.9.* Suppose `F(s | a)` contains a copy of `F(s | a')` via `phi`. (1) If `s` is not in `REACH(s, a')`, the expected
POWER after `a` is `>=_most` that after `a'`. (2) If `s` can only reach the states of `REACH(s, a')` and `REACH(s, a)`
by actions equivalent to `a'` or `a`, then `a` is optimal `>=_most` as often as `a'`. If `F_nd(s)` meets
`F(s | a) \ phi F(s | a')`, the converses fail at every discount in `(0, 1)`.

The source compares orbits of distributions over goals, at all discounts. Here the conclusions are those for single
goals, its degenerate distributions, at the discount of the MDP. That a converse fails is shown by an exchangeable
distribution, which is its own orbit: the converse then says that the other state's POWER is at least as great. (For
single goals the converse of 6.6 may hold although the source's condition is met: both states may win on equally many
goals of every orbit, but one of them by more.)
"""

from collections.abc import Sequence
from fractions import Fraction

from decision.language.quantities import E
from decision.language.values import Value, affine
from decision.problems.mdp import MDP
from decision.problems.power import power_value
from decision.theory.families import check_state_rewards, functions, nondominated_functions
from decision.theory.reports import Hypothesis, TheoremReport, clause, copied, process_report
from decision.theory.similarity import Involution, Similarity, Vector, find_copies, image
from decision.verbs.most import most

__all__ = ["check_more_options", "check_open_options_optimal", "check_open_options_power"]


def check_more_options(mdp: MDP, state: str, other: str, *, time_limit: float = 60) -> TheoremReport:
    """Proposition 6.6: a state with a copy of another's options has at least as much POWER, for most goals.

    Parameters
    ----------
    mdp : MDP
        With rewards on states.
    state, other : str
        The state that has more options, and the one it is compared with.
    time_limit : float
        Seconds for each decision.

    Examples
    --------
    >>> mdp = MDP({"s": {"a": {"s": 1}, "b": {"t": 1}}, "t": {"stay": {"t": 1}}, "x": {"stay": {"x": 1}}},
    ...           discount="1/2")
    >>> check_more_options(mdp, "s", "x")
    turner2021/6.6: applies
      proof cited: TurnerEtAl2021, proposition 6.6
      HOLDS: F(s) contains a copy of F_nd(x) (s <-> x)
      thesis: Pr(max(u(s), u(t)) > u(x)) >= Pr(u(x) > max(u(s), u(t)))
      HOLDS (CERTIFIED)
      converse FAILS (CERTIFIED)
    """
    check_state_rewards(mdp)
    lesser = nondominated_functions(mdp, other)
    found = find_copies(lesser, functions(mdp, state))
    stated = copied(f"F({state}) contains a copy of F_nd({other})", found)
    more, less = power_value(mdp, state), power_value(mdp, other)
    extra = mdp.discount > 0 and _left_over(nondominated_functions(mdp, state), found, lesser)
    pair = most(more, less).thesis, E(less) >= E(more)
    return process_report("turner2021/6.6", [stated], mdp, pair, found.involutions, extra, time_limit)


def check_open_options_power(mdp: MDP, state: str, action: str, other: str, *, time_limit: float = 60) -> TheoremReport:
    """Proposition 6.9 (1): an action that keeps a copy of another's options is POWER-seeking, for most goals.

    Parameters
    ----------
    mdp : MDP
        With rewards on states.
    state, action, other : str
        The state, the action that keeps more options, and the action it is compared with.
    time_limit : float
        Seconds for each decision.
    """
    found, copy = _actions_compared(mdp, state, action, other)
    back = clause(
        f"{state} is not reached after {other}",
        state not in _reached(mdp, state, other),
    )
    more, less = _power_after(mdp, state, action), _power_after(mdp, state, other)
    extra = mdp.discount > 0 and _extra_policies(mdp, state, action, other, found)
    pair = most(more, less).thesis, E(less) >= E(more)
    return process_report("turner2021/6.9.1", [copy, back], mdp, pair, found.involutions, extra, time_limit)


def check_open_options_optimal(
    mdp: MDP, state: str, action: str, other: str, *, time_limit: float = 60
) -> TheoremReport:
    """Proposition 6.9 (2): an action that keeps a copy of another's options is optimal at least as often.

    Parameters
    ----------
    mdp : MDP
        With rewards on states.
    state, action, other : str
        The state, the action that keeps more options, and the action it is compared with.
    time_limit : float
        Seconds for each decision.
    """
    found, copy = _actions_compared(mdp, state, action, other)
    only = _only_by(mdp, state, action, other)
    extra = mdp.discount > 0 and _extra_policies(mdp, state, action, other, found)
    more, less = mdp.optimal(state, action), mdp.optimal(state, other)
    pair = most(more, less).thesis, most(less, more).thesis
    return process_report("turner2021/6.9.2", [copy, only], mdp, pair, found.involutions, extra, time_limit)


def _actions_compared(mdp: MDP, state: str, action: str, other: str) -> tuple[Similarity, Hypothesis]:
    check_state_rewards(mdp)
    found = find_copies(functions(mdp, state, other), functions(mdp, state, action))
    return found, copied(f"F({state} | {action}) contains a copy of F({state} | {other})", found)


def _left_over(larger: Sequence[Vector], found: Similarity, smaller: Sequence[Vector]) -> bool:
    """Whether the larger set has more than the copy."""
    copies: tuple[Involution, ...] = found.involutions
    return bool(copies) and not image((), larger) <= image(copies[0], smaller)


def _extra_policies(mdp: MDP, state: str, action: str, other: str, found: Similarity) -> bool:
    own = image((), functions(mdp, state, action))
    best = [v for v in nondominated_functions(mdp, state) if frozenset(v.items()) in own]
    return _left_over(best, found, functions(mdp, state, other))


def _reached(mdp: MDP, state: str, action: str) -> set[str]:
    """`REACH(s, a)`: after the action everything is possible, also other actions when the state comes back."""
    return {t for first in mdp.row(state, action) for t in mdp.visits.reachable(first)}


def _only_by(mdp: MDP, state: str, action: str, other: str) -> Hypothesis:
    """That no third action leads to where the two lead."""
    text = f"what {other} and {action} reach is reached from {state} by equivalent actions only"
    rows = [mdp.row(state, a) for a in (action, other)]
    targets = _reached(mdp, state, action) | _reached(mdp, state, other)
    for a in mdp.actions(state):
        met = sorted(targets & _reached(mdp, state, a)) if mdp.row(state, a) not in rows else []
        if met:
            return clause(text, False, f"{a} reaches {met[0]}")
    return clause(text, True)


def _power_after(mdp: MDP, state: str, action: str) -> Value:
    total = affine({})
    for target, p in mdp.row(state, action).items():
        total = total + Fraction(p) * power_value(mdp, target)
    return total
