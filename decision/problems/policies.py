"""Stationary deterministic policies, each cut to the states it can reach.

Two policies that differ only where they never come are one. Actions that do the same count once.
"""

from collections.abc import Hashable, Iterator, Mapping
from typing import TYPE_CHECKING

from decision.errors import InvalidType, InvalidValue

if TYPE_CHECKING:
    from decision.problems.mdp import MDP

__all__ = ["LIMIT", "Policy", "check_numbers", "distinct_actions", "policies", "reachable"]

Policy = Mapping[str, str]
"""State to action, on the states the policy reaches."""

LIMIT = 100_000


def distinct_actions(mdp: "MDP", state: str) -> tuple[str, ...]:
    """Actions of a state that do different things, the first of each kind."""
    kinds: dict[Hashable, str] = {}
    for action, step in mdp.steps(state).items():
        kinds.setdefault((frozenset(step.row), frozenset(step.pay)), action)
    return tuple(kinds.values())


def reachable(mdp: "MDP", start: str, fixed: Policy | None = None) -> tuple[str, ...]:
    """States that some policy reaches, breadth first, `start` included; `fixed` states take one action.

    Examples
    --------
    >>> from decision import MDP
    >>> loop = {"stay": {"b": 1}}
    >>> reachable(MDP({"a": {"go": {"b": 1}}, "b": loop, "c": {"go": {"a": 1}}}, discount="1/2"), "a")
    ('a', 'b')
    """
    fixed = fixed or {}
    seen = {start: None}
    queue = [start]
    for state in queue:
        for action, step in mdp.steps(state).items():
            if fixed.get(state, action) != action:
                continue
            for target, _ in step.row:
                if target not in seen:
                    seen[target] = None
                    queue.append(target)
    return tuple(seen)


def policies(mdp: "MDP", start: str, fixed: Policy | None = None) -> Iterator[dict[str, str]]:
    """Every policy from a state, cut to what it reaches.

    Raises
    ------
    InvalidValue
        After 100,000 policies.

    Examples
    --------
    >>> from decision import MDP
    >>> mdp = MDP({"s": {"a": {"a": 1}, "wait": {"s": 1}}, "a": {"stay": {"a": 1}}}, discount="1/2")
    >>> list(policies(mdp, "s"))
    [{'s': 'a', 'a': 'stay'}, {'s': 'wait'}]
    """
    fixed = fixed or {}
    count = 0
    stack: list[tuple[dict[str, str], tuple[str, ...]]] = [({}, (start,))]
    while stack:
        decided, waiting = stack.pop()
        if not waiting:
            count += 1
            if count > LIMIT:
                raise InvalidValue(
                    f"state = {start!r} is the start of more than {LIMIT} policies, too many to list; "
                    "ask for the non-dominated ones at a rational discount"
                )
            yield decided
            continue
        state, rest = waiting[0], waiting[1:]
        actions = (fixed[state],) if state in fixed else distinct_actions(mdp, state)
        for action in reversed(actions):
            taken = {**decided, state: action}
            fresh = (t for t, _ in mdp.steps(state)[action].row if t not in taken and t not in rest)
            stack.append((taken, rest + tuple(dict.fromkeys(fresh))))


def check_numbers(mdp: "MDP") -> None:
    """Refuse an MDP that has symbols."""
    if mdp.symbols:
        raise InvalidType(
            f"the MDP has the symbols {', '.join(mdp.symbols)}; a claim needs numbers: "
            "substitute them with mdp.substitute({...})"
        )
