"""Reading and checking what an MDP is made of: transitions, discount, horizon, terminal states."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, cast

from decision.errors import InvalidType, InvalidValue
from decision.exact import rational
from decision.problems.symbols import Probability, check_total, free_symbols, probability
from decision.validation import check_known, check_name, check_nonempty, check_type

__all__ = [
    "END",
    "Kernel",
    "Rewards",
    "Step",
    "TerminalPay",
    "checked_discount",
    "checked_horizon",
    "checked_kernel",
    "checked_rewards",
    "checked_terminal",
    "paid",
    "step",
]

Rewards = Literal["states", "actions", "transitions"]
TerminalPay = Literal["once", "forever"]
Kernel = dict[str, dict[str, dict[str, Probability]]]

END = ""
"""The action, nameless to users, of a state where the process ends."""


@dataclass(frozen=True)
class Step:
    """What an action does: where it leads, and which coordinates of the goal it counts.

    Attributes
    ----------
    row : tuple of (str, probability)
        Next states of positive probability; empty where the process ends.
    pay : tuple of (str, probability)
        Coordinates of the goal that are paid when the action is taken, with their weights.
    """

    row: tuple[tuple[str, Probability], ...]
    pay: tuple[tuple[str, Probability], ...]


def step(state: str, action: str, row: Mapping[str, Probability], rewards: Rewards) -> Step:
    """The step that a row of the kernel describes, with the coordinates of the goal that it pays."""
    targets = tuple(row.items())
    if rewards == "states":
        return Step(targets, ((state, Fraction(1)),))
    if action == END:
        return Step(targets, ())
    if rewards == "actions":
        return Step(targets, ((f"{state}/{action}", Fraction(1)),))
    return Step(targets, tuple((f"{state}/{action}/{t}", p) for t, p in targets))


def paid(steps: Mapping[str, Step], rewards: Rewards) -> list[str]:
    """Coordinates of the goal that a state's steps pay: its own one, or one for each action or transition."""
    listed = [w for s in steps.values() for w, _ in s.pay]
    return listed[:1] if rewards == "states" else listed


def checked_rewards(rewards: Any) -> Rewards:
    """Refuse an unknown kind of reward."""
    if rewards not in ("states", "actions", "transitions"):
        raise InvalidValue(f"rewards = {rewards!r} is unknown; write 'states', 'actions' or 'transitions'")
    return rewards


def checked_terminal(terminal: Any) -> dict[str, TerminalPay]:
    """Read how terminal states pay."""
    if terminal is None:
        return {}
    check_type(terminal, Mapping, "terminal", "write {'state': 'once'} or {'state': 'forever'}")
    for state, pay in terminal.items():
        if pay not in ("once", "forever"):
            raise InvalidValue(f"terminal[{state!r}] = {pay!r} is unknown; write 'once' or 'forever'")
    return dict(terminal)


def checked_horizon(horizon: Any) -> int | None:
    """Read a number of steps."""
    if horizon is None:
        return None
    if isinstance(horizon, bool) or not isinstance(horizon, int) or horizon < 1:
        raise InvalidValue(f"horizon = {horizon!r} is not a number of steps; write an integer from 1, or None")
    return horizon


def checked_discount(value: Any, horizon: int | None) -> Any:
    """Read a discount: from 0 to below 1, or 1 over a finite horizon; symbols pass."""
    if free_symbols(value):
        return value
    exact = rational(value, "discount")
    if exact < 0 or exact > 1:
        raise InvalidValue(
            f"discount = {exact} is not between 0 and 1; a later reward counts at most as much, correct it"
        )
    if exact == 1 and horizon is None:
        raise InvalidValue(
            "discount = 1 gives an infinite sum of rewards no value; for the limit write a discount below 1 and "
            "criterion='blackwell' or 'average', or give a finite horizon"
        )
    return exact


def checked_kernel(transitions: Any, terminal: Mapping[str, TerminalPay]) -> Kernel:
    """Read the transitions; states, actions and row sums are named in errors."""
    advice = "write {'state': {'action': {'next state': probability}}}"
    check_type(transitions, Mapping, "transitions", advice)
    check_nonempty(transitions, "transitions")
    kernel: Kernel = {}
    known = dict.fromkeys([*(check_name(s, "state") for s in transitions), *(check_name(s, "state") for s in terminal)])
    for state, actions in cast("Mapping[str, Any]", transitions).items():
        check_type(actions, Mapping, f"state {state!r}", advice)
        if state in terminal:
            raise InvalidValue(
                f"state {state!r} is terminal and has actions; drop it from transitions or from terminal"
            )
        if not actions:
            raise InvalidValue(
                f"state {state!r} has no action; give it one (a self-loop), or say terminal={{{state!r}: 'once'}}"
            )
        kernel[state] = {_action(state, a): _row(state, a, row, known) for a, row in actions.items()}
    for state, pay in terminal.items():
        kernel[state] = {END: {}} if pay == "once" else {"stay": {state: Fraction(1)}}
    return kernel


def _action(state: str, action: Any) -> str:
    if not isinstance(action, str) or not action:
        raise InvalidType(f"action {action!r} in state {state!r} is not a name; actions are nonempty text")
    return check_name(action, f"action in state {state!r}")


def _row(state: str, action: str, row: Any, known: Mapping[str, None]) -> dict[str, Probability]:
    place = f"state {state!r}, action {action!r}"
    check_type(row, Mapping, place, "write its lottery over next states as {'state': probability}")
    check_nonempty(row, place)
    weights = [
        (check_known(t, known, f"next state of {place}"), probability(p, f"probability of {t!r} in {place}"))
        for t, p in row.items()
    ]
    check_total(weights, place)
    return {t: p for t, p in weights if p != 0}
