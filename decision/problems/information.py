"""Information before a choice: a chance node over signals, and after each signal the choice with updated probabilities.

The joint distribution of signals and states is given; each signal is followed by a tree in which the states have
their probabilities given that signal (Bayes' rule). Whether outcomes say what was known is the modeller's choice: the
same outcomes after every signal, or outcomes of their own for each.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from decision.errors import InvalidValue
from decision.exact import Rational, rational
from decision.problems.tree import Chance, Decision, Node, Outcome
from decision.validation import check_known, check_name, check_nonempty, check_type

__all__ = ["Observe", "acts"]

Lottery = Mapping[str, Fraction]
Table = Mapping[str, Mapping[str, str | Node]]


def Observe(
    signal: Mapping[str, Mapping[str, Rational]],
    then: Table | Callable[[str, dict[str, Fraction]], Node],
    *,
    name: str = "signal",
) -> Chance:
    """A signal is observed, then something is done.

    Parameters
    ----------
    signal : mapping of str to mapping of str to rational
        For each signal the states with their joint probabilities; all together sum to 1. The same rows for all signals
        mean a signal that says nothing.
    then : mapping or function
        A decision table, act to state to outcome (or node), or a function of the signal and of the lottery over states
        given that signal, which returns a node.
    name : str, optional
        Of the chance node; the decision nodes are called ``"name=signal"``.

    Returns
    -------
    Chance

    Raises
    ------
    InvalidValue
        If the joint probabilities are negative or do not sum to 1.

    Examples
    --------
    >>> from decision import E, Plan, Sophisticated, decide
    >>> table = {"umbrella": {"rain": "dry", "sun": "laden"}, "none": {"rain": "wet", "sun": "free"}}
    >>> told = Observe({"clouds": {"rain": "1/4", "sun": "1/4"}, "blue": {"sun": "1/2"}}, table)
    >>> told.branches[0][2].child("umbrella")
    Chance('umbrella, signal=clouds', rain 1/2, sun 1/2)
    >>> blind = Observe({"nothing": {"rain": "1/4", "sun": "3/4"}}, table, name="prior")
    >>> knowing, guessing = (Plan(t, rule=Sophisticated()).value() for t in (told, blind))
    >>> decide(E(knowing - guessing) >= 0).holds
    True
    """
    joint = _joint(signal)
    branches: dict[str, tuple[Fraction, Node]] = {}
    for s, row in joint.items():
        total = sum(row.values(), Fraction(0))
        if total:
            given = {state: q / total for state, q in row.items()}
            branches[s] = (total, then(s, given) if callable(then) else acts(then, given, name=f"{name}={s}"))
    return Chance(name, branches)


def acts(table: Table, lottery: Lottery, *, name: str, chooser: str = "now") -> Decision:
    """A choice between acts under uncertainty about the state.

    Parameters
    ----------
    table : mapping of str to mapping of str to str or node
        Act to state to outcome.
    lottery : mapping of str to rational
        Probability of each state.
    name, chooser : str
        Of the decision node.

    Examples
    --------
    >>> acts({"bet": {"red": "win", "black": "lose"}, "pass": {"red": "even", "black": "even"}},
    ...      {"red": Fraction(1, 3), "black": Fraction(2, 3)}, name="game")
    Decision('game', bet or pass)
    """
    check_type(table, Mapping, "table", "write {'act': {'state': 'outcome'}}")
    check_nonempty(table, "table")
    return Decision(name, {act: _act(act, row, lottery, name) for act, row in table.items()}, chooser=chooser)


def _act(act: str, row: Any, lottery: Lottery, name: str) -> Node:
    check_type(row, Mapping, f"act {act!r} of the table", "write {'state': 'outcome'}")
    branches: dict[str, tuple[Fraction, Node]] = {}
    for state, q in lottery.items():
        check_known(state, row, f"state in act {act!r} of the table")
        result = row[state]
        branches[state] = (q, Outcome(result) if isinstance(result, str) else result)
    return Chance(f"{act}, {name}", branches)


def _joint(signal: Any) -> dict[str, dict[str, Fraction]]:
    check_type(signal, Mapping, "signal", "write {'signal': {'state': joint probability}}")
    check_nonempty(signal, "signal")
    joint: dict[str, dict[str, Fraction]] = {}
    for s, row in signal.items():
        check_type(row, Mapping, f"signal {s!r}", "write {'state': joint probability}")
        joint[check_name(s, "signal")] = {
            check_name(state, f"state of signal {s!r}"): rational(q, f"probability of {s!r} and {state!r}")
            for state, q in row.items()
        }
    entries = [(s, state, q) for s, row in joint.items() for state, q in row.items()]
    for s, state, q in entries:
        if q < 0:
            raise InvalidValue(
                f"probability of {s!r} and {state!r} = {q} is negative; probabilities are at least 0, correct it"
            )
    total = sum(q for _, _, q in entries)
    if total != 1:
        raise InvalidValue(
            f"probabilities of signals and states sum to {total}, not 1; give joint probabilities, not those given a "
            "signal"
        )
    return {s: {state: q for state, q in row.items() if q} for s, row in joint.items()}
