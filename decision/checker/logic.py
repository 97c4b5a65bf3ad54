"""Three-valued truth of events (Kleene's strong logic).

Given the truth of some comparisons, an event that comes out true (false) is true (false) whatever the other comparisons
are; None means unknown. Events refer to earlier ones only, so they are evaluated in order of their indices.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from decision.checker.claims import Claim, Compare, Junction

Truth = bool | None


@dataclass(frozen=True)
class Closure:
    """Events with everything they refer to, in the order of their indices."""

    comparisons: Mapping[int, Compare]
    junctions: Mapping[int, Junction]

    @property
    def sides(self) -> list[int]:
        """The values that the comparisons are about."""
        return [i for event in self.comparisons.values() for i in (event.left, event.right)]


def closure(claim: Claim, events: Sequence[int]) -> Closure:
    """Collect what some events refer to."""
    seen: set[int] = set()
    todo = list(events)
    while todo:
        if (k := todo.pop()) not in seen:
            seen.add(k)
            event = claim.events[k]
            todo.extend(event.args if isinstance(event, Junction) else ())
    listed = [(k, claim.events[k]) for k in sorted(seen)]
    return Closure(
        {k: event for k, event in listed if isinstance(event, Compare)},
        {k: event for k, event in listed if isinstance(event, Junction)},
    )


def evaluate(scope: Closure, known: Callable[[int, Compare], Truth]) -> dict[int, Truth]:
    """Return the truth of every event in a closure, from that of its comparisons."""
    truth = {k: known(k, event) for k, event in scope.comparisons.items()}
    for k, event in scope.junctions.items():
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
