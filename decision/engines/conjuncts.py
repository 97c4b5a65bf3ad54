"""Comparisons that an event implies."""

from collections.abc import Iterator

from decision.language.events import All, Compare, Event

__all__ = ["conjuncts"]


def conjuncts(event: Event) -> Iterator[Compare]:
    """Comparisons that hold whenever the event does: a left-to-right walk through nested conjunctions."""
    if isinstance(event, Compare):
        yield event
    elif isinstance(event, All):
        for inner in event.events:
            yield from conjuncts(inner)
