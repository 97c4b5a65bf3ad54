"""Names of coordinates: the goal has one for each outcome and self, and the present self is not named."""

__all__ = ["PRESENT", "coordinate", "coordinate_name"]

PRESENT = "now"
"""The self whose goal is meant when none is named."""


def coordinate_name(outcome: str, owner: str | None = None) -> str:
    """Name of the coordinate that is the utility of an outcome to a self; the present one if none is named.

    Examples
    --------
    >>> coordinate_name("w"), coordinate_name("w", "changed")
    ('w', 'changed:w')
    """
    return outcome if owner in (None, PRESENT) else f"{owner}:{outcome}"


def coordinate(name: str) -> tuple[str, str]:
    """Split a coordinate's name into its self and its outcome.

    Examples
    --------
    >>> coordinate("w"), coordinate("changed:w")
    (('now', 'w'), ('changed', 'w'))
    """
    owner, colon, outcome = name.rpartition(":")
    return (owner, outcome) if colon else (PRESENT, name)
