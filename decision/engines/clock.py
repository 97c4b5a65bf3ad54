"""When a search has to stop: a deadline, or a signal from another thread."""

import time
from dataclasses import dataclass
from threading import Event

__all__ = ["Clock"]


@dataclass(frozen=True)
class Clock:
    """A deadline on `time.monotonic`, and an optional signal that ends the search early.

    Examples
    --------
    >>> Clock(time.monotonic() + 60).expired
    False
    """

    deadline: float
    cancel: Event | None = None

    @property
    def expired(self) -> bool:
        """Whether to stop now."""
        return time.monotonic() > self.deadline or (self.cancel is not None and self.cancel.is_set())

    @property
    def left(self) -> float:
        """Seconds left, 0 once expired."""
        return 0.0 if self.expired else self.deadline - time.monotonic()

    def within(self, seconds: float) -> "Clock":
        """The same clock with at most this much time."""
        return Clock(min(self.deadline, time.monotonic() + seconds), self.cancel)
