r"""Where policies end when only the average reward counts.

Propositions 6.12 and 6.13 and corollary 6.14 of :cite:t:`TurnerEtAl2021`, theorem D.11 and corollary D.12 of
:cite:t:`TurnerTadepalli2022`. Notation: `RSD(s)` recurrent state distributions that policies from `s` can end in,
`RSD_nd(s)` those that are strictly best for some goal, `e_x` the one that stays in `x` for ever; a set `D` of them is
*average optimal* if some policy that ends in `D` is.

*6.12.* If `RSD(s)` contains a copy of `RSD_nd(s')` via `phi`, then `POWER(s) >=_most POWER(s')` at discount 1; if
`RSD_nd(s) \ phi RSD_nd(s')` is not empty, the converse fails.

*6.13, D.11.* Let `D` and `D'` be subsets of `RSD(s)`. If `D` contains `n` copies of `D'`, and no vector of `D` or `D'`
shares a state with one of `RSD_nd(s)` outside both, then `D` is average optimal `>=_most` as often as `D'` by the
factor `n`. For `n = 1`: if `RSD_nd(s)` meets `D \ phi D'`, the converse fails.

*6.14, D.12.* If `k` one-cycles are left out, and `n k` others can be reached, the rest of `RSD(s)` is average optimal
`>=_most` as often as they, by the factor `n`. For `k = n = 1`: if there is a third one-cycle, the converse fails.

The conclusions are those for single goals, the degenerate distributions of the sources; that the converse of 6.12 fails
is shown by an exchangeable distribution, as explained for proposition 6.6.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from decision.language.quantities import E
from decision.problems.distributions import Visit
from decision.problems.mdp import MDP
from decision.theory.families import average_optimal, check_state_rewards, numbers
from decision.theory.reports import Hypothesis, TheoremReport, clause, copied, process_report
from decision.theory.similarity import Involution, Vector, find_copies, image
from decision.validation import check_listed, check_nonempty
from decision.verbs.most import most

__all__ = ["check_fewer_one_cycles", "check_larger_ends", "check_more_ends", "check_one_cycle"]


def check_more_ends(mdp: MDP, state: str, other: str, *, time_limit: float = 60) -> TheoremReport:
    """Proposition 6.12: a state with a copy of another's ends has at least as much POWER at discount 1, for most goals.

    Parameters
    ----------
    mdp : MDP
        With rewards on states.
    state, other : str
        The state that has more ends, and the one it is compared with.
    time_limit : float
        Seconds for each decision.
    """
    check_state_rewards(mdp)
    lesser = numbers(mdp.visits.recurrent_nondominated(other))
    found = find_copies(lesser, numbers(mdp.visits.recurrent(state)))
    more, less = (mdp.value(s, criterion="average") for s in (state, other))
    extra = _beyond(numbers(mdp.visits.recurrent_nondominated(state)), found.involutions, lesser)
    return process_report(
        "turner2021/6.12",
        [copied(f"RSD({state}) contains a copy of RSD_nd({other})", found)],
        mdp,
        (most(more, less).thesis, E(less) >= E(more)),
        found.involutions,
        extra,
        time_limit,
    )


def check_larger_ends(
    mdp: MDP, state: str, larger: Iterable[Visit], smaller: Iterable[Visit], n: int = 1, *, time_limit: float = 60
) -> TheoremReport:
    """Theorem D.11, for ``n = 1`` theorem 6.13: larger sets of ends are average optimal more often.

    Parameters
    ----------
    mdp : MDP
        With rewards on states.
    state : str
    larger, smaller : iterable of Visit
        Sets `D` and `D'` of recurrent state distributions, such as ``mdp.visits.recurrent(state, action)``.
    n : int
        How many copies of the smaller set the larger one contains.
    time_limit : float
        Seconds for each decision.

    Examples
    --------
    >>> mdp = MDP({"s": {w: {w: 1} for w in "abc"}, **{w: {"stay": {w: 1}} for w in "abc"}}, discount="1/2")
    >>> visits = mdp.visits
    >>> report = check_larger_ends(mdp, "s", visits.recurrent("s")[:2], visits.recurrent("s", "c"), 2)
    >>> report.applies, report.verdict.status.value, report.involutions
    (True, 'HOLDS', ((('a', 'c'),), (('b', 'c'),)))
    """
    check_state_rewards(mdp)
    sets = [
        check_listed(v, name, "mdp.visits.recurrent(state)") for v, name in ((larger, "larger"), (smaller, "smaller"))
    ]
    for listed, name in zip(sets, ("larger", "smaller"), strict=True):
        check_nonempty(listed, name)
    more, less = map(numbers, sets)
    found = find_copies(less, more, n)
    best = numbers(mdp.visits.recurrent_nondominated(state))
    first, second = (average_optimal(mdp, state, listed) for listed in sets)
    return process_report(
        "turner2021/6.13" if n == 1 else "turner2022/D.11",
        [
            _contained(mdp, state, [*more, *less]),
            copied(f"D contains {'a copy' if n == 1 else f'{n} copies'} of D'", found),
            _orthogonal([*more, *less], best),
        ],
        mdp,
        (most(first, second, n).thesis, most(second, first).thesis),
        found.involutions,
        n == 1 and _beyond([v for v in best if v in more], found.involutions, less),
        time_limit,
    )


def check_one_cycle(mdp: MDP, state: str, cycle: str, *, time_limit: float = 60) -> TheoremReport:
    """Corollary 6.14: average optimal policies tend not to end up in any given one-cycle.

    Parameters
    ----------
    mdp : MDP
        With rewards on states.
    state, cycle : str
        The start, and the state where one can stay for ever.
    time_limit : float
        Seconds for each decision.
    """
    return _avoided("turner2021/6.14", mdp, state, [cycle], 1, time_limit)


def check_fewer_one_cycles(
    mdp: MDP, state: str, cycles: Iterable[str], n: int = 1, *, time_limit: float = 60
) -> TheoremReport:
    """Corollary D.12: of `(n + 1) k` one-cycles, average optimal policies avoid any `k` in `n / (n + 1)` of each orbit.

    Parameters
    ----------
    mdp : MDP
        With rewards on states.
    state : str
    cycles : iterable of str
        The `k` states where one can stay for ever that are to be avoided.
    n : int
        The factor.
    time_limit : float
        Seconds for each decision.

    Examples
    --------
    >>> mdp = MDP({"s": {w: {w: 1} for w in "abc"}, **{w: {"stay": {w: 1}} for w in "abc"}}, discount="1/2")
    >>> check_fewer_one_cycles(mdp, "s", ["a"], 2).verdict.holds, check_fewer_one_cycles(mdp, "s", ["a"], 3).failing
    (True, ('3 other one-cycles are in RSD(s)',))
    """
    listed = list(dict.fromkeys(check_listed(cycles, "cycles", "['end1']")))
    check_nonempty(listed, "cycles")
    return _avoided("turner2022/D.12", mdp, state, listed, n, time_limit)


def _avoided(theorem: str, mdp: MDP, state: str, cycles: Sequence[str], n: int, time_limit: float) -> TheoremReport:
    check_state_rewards(mdp)
    every = mdp.visits.recurrent(state)
    ends = {d.weights[0][0]: d for d in every if [q for _, q in d.weights] == [Fraction(1)]}
    others = [w for w in ends if w not in cycles]
    needed = n * len(cycles)
    missing = [w for w in cycles if w not in ends]
    hypotheses = [
        clause(f"{', '.join(cycles)} in RSD({state})", not missing, f"not {', '.join(missing)}" if missing else ""),
        clause(
            f"{needed} other one-cycle{'s are' if needed > 1 else ' is'} in RSD({state})",
            len(others) >= needed,
            ", ".join(others),
        ),
    ]
    avoided = average_optimal(mdp, state, [Visit((), ((w, Fraction(1)),)) for w in cycles])
    rest = average_optimal(mdp, state, [d for d in every if d not in [ends.get(w) for w in cycles]])
    third = n == 1 and len(cycles) == 1 and len(others) > 1
    pair = most(rest, avoided, n).thesis, most(avoided, rest).thesis
    return process_report(theorem, hypotheses, mdp, pair, _exchanges(cycles, others, n), third, time_limit)


def _exchanges(cycles: Sequence[str], others: Sequence[str], n: int) -> tuple[Involution, ...]:
    """The involutions that swap the cycles with `n` disjoint lists of others."""
    k = len(cycles)
    blocks = [others[i * k : (i + 1) * k] for i in range(n)]
    return tuple(
        tuple((min(p), max(p)) for p in zip(cycles, block, strict=True)) for block in blocks if len(block) == k
    )


def _beyond(best: Sequence[Vector], involutions: Sequence[Involution], smaller: Sequence[Vector]) -> bool:
    """Whether some non-dominated end is outside the copy."""
    return bool(involutions) and not image((), best) <= image(involutions[0], smaller)


def _contained(mdp: MDP, state: str, chosen: Sequence[Vector]) -> Hypothesis:
    inside = image((), numbers(mdp.visits.recurrent(state)))
    outside = [v for v in chosen if frozenset(v.items()) not in inside]
    return clause(f"D and D' are subsets of RSD({state})", not outside, _named(outside[0]) if outside else "")


def _orthogonal(chosen: Sequence[Vector], best: Sequence[Vector]) -> Hypothesis:
    """No state is shared with a non-dominated end outside the two sets."""
    text = "D and D' share no state with other non-dominated ends"
    used = {w for v in chosen for w in v}
    for v in best:
        if v not in chosen and used & v.keys():
            return clause(text, False, f"{_named(v)} has {min(used & v.keys())}")
    return clause(text, True)


def _named(vector: Vector) -> str:
    return " + ".join(f"{x} {w}" if x != 1 else w for w, x in vector.items())
