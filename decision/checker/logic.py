"""Three-valued truth of events (Kleene's strong logic).

Given the truth of some comparisons, an event that comes out true (false) is true (false) whatever the other comparisons
are; None means unknown. Events refer to earlier ones only, so they are evaluated in order of their indices.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from decision.checker.claims import Claim, Compare, Junction

Truth = bool | None


@dataclass(frozen=True)
class Closure:
    """An event with everything it refers to."""

    comparisons: tuple[int, ...]
    junctions: tuple[int, ...]  # increasing


def closure(claim: Claim, events: Sequence[int]) -> Closure:
    """Collect what some events refer to."""
    seen: set[int] = set()
    todo = list(events)
    while todo:
        if (k := todo.pop()) not in seen:
            seen.add(k)
            event = claim.events[k]
            todo.extend(event.args if isinstance(event, Junction) else ())
    comparisons = tuple(k for k in sorted(seen) if isinstance(claim.events[k], Compare))
    return Closure(comparisons, tuple(sorted(seen.difference(comparisons))))


def evaluate(claim: Claim, scope: Closure, known: Callable[[int], Truth]) -> dict[int, Truth]:
    """Return the truth of every event in a closure, from that of its comparisons."""
    truth: dict[int, Truth] = {k: known(k) for k in scope.comparisons}
    for k in scope.junctions:
        event = claim.events[k]
        if isinstance(event, Junction):
            truth[k] = junction(event.word, [truth[i] for i in event.args])
    return truth


def junction(word: str, args: Sequence[Truth]) -> Truth:
    """Return the truth of `all`, `any` or `not`.

    >>> junction("all", [True, None]), junction("all", [None, False]), junction("any", []), junction("not", [None])
    (None, False, False, None)
    """
    if word == "not":
        return None if args[0] is None else not args[0]
    decisive = word == "any"
    if decisive in args:
        return decisive
    return None if None in args else not decisive
