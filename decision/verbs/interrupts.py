"""Ctrl-C during a long run of many calls, some of which take it as a wish to end early and answer with what they have.

`estimate` does so; in a table of many estimates such an answer would look complete.
"""

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

__all__ = ["listening"]


@contextmanager
def listening() -> Generator[threading.Event, None, None]:
    """An event that is set when Ctrl-C is pressed, whoever catches the `KeyboardInterrupt`."""
    heard, before = threading.Event(), signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield heard  # interrupts do not come here, or are ignored
        return

    def hear(number: int, frame: FrameType | None) -> object:
        heard.set()
        return before(number, frame)

    signal.signal(signal.SIGINT, hear)
    try:
        yield heard
    finally:
        signal.signal(signal.SIGINT, before)
