"""What a search returns when it finds neither proof nor countermodel."""

from dataclasses import dataclass

__all__ = ["Gap"]


@dataclass(frozen=True)
class Gap:
    """Neither proof nor countermodel: an estimate of the least value of `E h`, and why the search stopped."""

    value: float | None
    reason: str
