r"""Avoiding shutdown with goals compatible with training: theorem 2 of :cite:t:`KrakovnaKramar2023`.

Training visits some states and takes an action in each; a goal is *compatible with training* if these actions are
optimal for it. In a state `s` outside training one action leads for sure to a state outside training that ends the
process and pays once; rewards are nonnegative. Suppose that no training state is reachable from `s`, and let `n` be
the number of states `t` that some policy from `s` reaches and revisits for sure, with

    V_t = E sum_{k >= 1} gamma^(k-1) 1(t is visited at step k) > 1.

If `n >= 1`, exchanging the rewards of `t` and the last state retargets any goal that prefers shutdown, and remains
compatible with training. So on every orbit of compatible goals the other actions are better than shutdown for at least
`n` times as many goals as the other way round.

The source takes for granted that rewards outside training do not matter for what is optimal inside; where an action
not taken leads outside they may, so it is a clause here. The conclusion is a thesis about goals that are exchangeable
outside training: every orbit of compatible goals is made of such smaller orbits, in each of which the proof works.
"""

from collections.abc import Mapping

from decision.errors import InvalidValue
from decision.goals.assumptions import Assumption, Exchangeable, Supported
from decision.language.events import Event, all_of
from decision.language.quantities import Pr
from decision.language.values import maximum, u
from decision.language.walk import comparisons, coordinates
from decision.problems.mdp import MDP
from decision.problems.occupancy import numeric_visits
from decision.problems.policies import Policy, check_numbers
from decision.theory.reports import Hypothesis, TheoremReport, clause, concluded
from decision.validation import check_known

__all__ = ["check_shutdown_avoided"]


def check_shutdown_avoided(
    mdp: MDP, state: str, action: str, training: Mapping[str, str], n: int | None = None, *, time_limit: float = 60
) -> TheoremReport:
    """Theorem 2 of Krakovna and Kramar: most goals compatible with training avoid shutdown in a new situation.

    Parameters
    ----------
    mdp : MDP
        With rewards on states and a discount between 0 and 1.
    state, action : str
        The new state and the action that shuts down.
    training : mapping of str to str
        For each state visited in training the action taken there.
    n : int, optional
        The factor; by default the number of states that can be revisited often enough.
    time_limit : float
        Seconds for the decision.

    Examples
    --------
    >>> rows = {"new": {"off": {"end": 1}, "go": {"a": 1}}, "a": {"stay": {"a": 1}}}
    >>> mdp = MDP(rows, discount="1/2", terminal={"end": "once"})
    >>> report = check_shutdown_avoided(mdp, "new", "off", {})
    >>> report.hypotheses[-1], report.verdict.holds
    (HOLDS: 1 state revisited more than once in discounted expectation (a), True)
    """
    _check_setting(mdp, state, action)
    for s, a in training.items():
        check_known(a, mdp.actions(s), f"action in training state {s!r}")
    revisited = _revisited(mdp, state, action)
    factor = max(len(revisited), 1) if n is None else n
    outside = [w for w in mdp.states if w not in training]
    trained = all_of(*(mdp.optimal(s, a) for s, a in training.items()))
    hypotheses = [
        clause(f"{state} is not visited in training", state not in training),
        _ends_once(mdp, state, action, training),
        _apart(mdp, state, training),
        _independent(trained, outside),
        clause(
            f"{factor} state{'s' if factor > 1 else ''} revisited more than once in discounted expectation",
            len(revisited) >= factor,
            ", ".join(revisited),
        ),
    ]
    off = mdp.value(state, action)
    rest = maximum(*(mdp.value(state, a) for a in mdp.actions(state) if a != action))
    given: list[Assumption] = [
        Exchangeable(blocks=[outside]),
        Supported(all_of(*(u(w) >= 0 for w in mdp.states))),
    ]
    given += [Supported(trained)] if training else []
    return concluded(
        "krakovna2023/2",
        hypotheses,
        Pr(rest > off) >= factor * Pr(off > rest),
        given=given,
        outcomes=mdp.outcomes,
        time_limit=time_limit,
    )


def _check_setting(mdp: MDP, state: str, action: str) -> None:
    check_numbers(mdp)
    mdp.check_action(state, action)
    if mdp.rewards != "states" or mdp.horizon is not None or mdp.discount == 0:
        raise InvalidValue(
            f"mdp = {mdp!r} has rewards on {mdp.rewards}, horizon {mdp.horizon}, discount {mdp.discount}; "
            "the theorem is about rewards on states, an infinite horizon and a discount above 0"
        )
    if len(mdp.actions(state)) == 1:
        raise InvalidValue(
            f"state = {state!r} has no action besides {action!r}; there is no choice, take another state"
        )


def _ends_once(mdp: MDP, state: str, action: str, training: Mapping[str, str]) -> Hypothesis:
    text = f"{action} leads for sure to a state outside training that ends the process and pays once"
    reached = mdp.row(state, action)
    kinds = {mdp.terminal.get(t, "goes on") for t in reached} | {"in training" for t in reached if t in training}
    return clause(text, len(reached) == 1 and kinds == {"once"}, ", ".join(reached) + ": " + ", ".join(sorted(kinds)))


def _apart(mdp: MDP, state: str, training: Mapping[str, str]) -> Hypothesis:
    met = [t for t in mdp.visits.reachable(state) if t in training]
    return clause(f"no training state is reachable from {state}", not met, ", ".join(met))


def _independent(trained: Event, outside: list[str]) -> Hypothesis:
    used = coordinates(v for c in comparisons(trained) for v in (c.left, c.right))
    met = [w for w in used if w in outside]
    return clause("rewards outside training do not matter for what is optimal in training", not met, ", ".join(met))


def _revisited(mdp: MDP, state: str, shutdown: str) -> list[str]:
    """States that a policy without shutdown reaches and revisits for sure, with a discounted visit count above 1."""
    found: dict[str, None] = {}
    for policy in (p for a in mdp.actions(state) if a != shutdown for p in mdp.visits.policies(state, a)):
        visits = numeric_visits(mdp, policy, state)
        for t in policy:
            count = (visits.get(t, 0) - (t == state)) / mdp.discount
            if count > 1 and t not in found and _always_again(mdp, policy, t):
                found[t] = None
    return [t for t in mdp.states if t in found]


def _always_again(mdp: MDP, policy: Policy, target: str) -> bool:
    """Whether the target can be reached, in one step or more, from every state that the policy visits."""
    before = {s: {t for t, _ in mdp.steps(s)[a].row} for s, a in policy.items()}
    reaching = {s for s, nexts in before.items() if target in nexts}
    while fresh := {s for s, nexts in before.items() if nexts & reaching} - reaching:
        reaching |= fresh
    return reaching == set(policy)
