"""Free information never hurts: :cite:t:`Good1967`.

An agent chooses an act under uncertainty about the state, or first sees a signal, updates by Bayes' rule, and then
chooses. If after every signal each act is still available and brings in each state what it would have brought without
the signal, and the signal's joint probabilities have the prior as their marginal, then seeing the signal first is at
least as good, for every goal and not only on average: a plan may ignore the signal.
"""

from collections.abc import Mapping
from fractions import Fraction

from decision.exact import Rational, rational
from decision.language.quantities import Pr
from decision.problems.information import Observe, acts
from decision.problems.plan import Plan
from decision.problems.rules import Sophisticated
from decision.theory.reports import Hypothesis, TheoremReport, clause, concluded
from decision.validation import check_known, check_lottery

__all__ = ["check_free_information"]

Table = Mapping[str, Mapping[str, str]]


def check_free_information(
    prior: Mapping[str, Rational],
    table: Table,
    signal: Mapping[str, Mapping[str, Rational]],
    *,
    after: Mapping[str, Table] | None = None,
    time_limit: float = 60,
) -> TheoremReport:
    """Good's theorem: to look first is at least as good as to choose at once, for every goal, if looking is free.

    Parameters
    ----------
    prior : mapping of str to rational
        Lottery over states.
    table : mapping of str to mapping of str to str
        Act to state to outcome, without the signal.
    signal : mapping of str to mapping of str to rational
        For each signal the states with their joint probabilities.
    after : mapping of str to table, optional
        The acts available after each signal, and what they bring; by default those of `table`.
    time_limit : float
        Seconds for the decision.

    Examples
    --------
    >>> table = {"umbrella": {"rain": "dry", "sun": "laden"}, "none": {"rain": "wet", "sun": "free"}}
    >>> clouds = {"clouds": {"rain": "1/4", "sun": "1/4"}, "blue": {"sun": "1/2"}}
    >>> check_free_information({"rain": "1/4", "sun": "3/4"}, table, clouds).verdict.holds
    True
    """
    weights = check_lottery(prior, "prior")
    later = dict.fromkeys(signal, table) if after is None else after
    for s in signal:
        check_known(s, later, "signal in after")
    informed = Observe(signal, lambda s, given: acts(later[s], given, name=f"after {s}"))
    blind = acts(table, weights, name="at once")
    first, second = (Plan(t, rule=Sophisticated()).value() for t in (informed, blind))
    hypotheses = [_coherent(weights, signal), _available(table, later), _free(table, later)]
    return concluded("good1967/free", hypotheses, Pr(first >= second) == 1, time_limit=time_limit)


def _coherent(prior: Mapping[str, Fraction], signal: Mapping[str, Mapping[str, Rational]]) -> Hypothesis:
    totals = dict.fromkeys(prior, Fraction(0))
    for row in signal.values():
        for state, q in row.items():
            totals[state] = totals.get(state, Fraction(0)) + rational(q, "joint probability")
    wrong = [s for s, q in totals.items() if q != prior.get(s, Fraction(0))]
    witness = f"{wrong[0]} has {totals[wrong[0]]}, not {prior.get(wrong[0], Fraction(0))}" if wrong else ""
    return clause("the signal's probabilities have the prior as their marginal", not wrong, witness)


def _available(table: Table, later: Mapping[str, Table]) -> Hypothesis:
    missing = [f"{act} after {s}" for s, acts_then in later.items() for act in table if act not in acts_then]
    return clause("every act is still available after every signal", not missing, ", ".join(missing))


def _free(table: Table, later: Mapping[str, Table]) -> Hypothesis:
    changed = [
        f"{act} in {state} after {s}: {acts_then[act].get(state)}, not {outcome}"
        for s, acts_then in later.items()
        for act, row in table.items()
        if act in acts_then
        for state, outcome in row.items()
        if acts_then[act].get(state) != outcome
    ]
    return clause("acts bring the same with and without the signal", not changed, ", ".join(changed))
