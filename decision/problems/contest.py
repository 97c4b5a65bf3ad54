"""Which policies matter when the actions of a state compete.

An action is optimal for a goal iff one of its policies reaches the maximum over all policies from the state. Some
vertex of their convex hull reaches the maximum, so an action has to be compared with the vertices alone. A policy that
is a convex combination of vertices reaches it only where all of them do: if one of them belongs to a policy of the same
action, it can be left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from decision.problems.families import Hull

__all__ = ["Contest", "contest"]

T = TypeVar("T")


@dataclass(frozen=True)
class Contest(Generic[T]):
    """For each action its policies that matter, and the vertices that it does not have itself, by action."""

    own: Mapping[str, tuple[T, ...]]
    rivals: Mapping[str, tuple[tuple[T, ...], ...]]


def contest(members: Sequence[T], owners: Mapping[str, Sequence[int]], hull: Hull) -> Contest[T]:
    """Sort out members by the actions that own them.

    Parameters
    ----------
    members : sequence
        Distinct policies, or what they bring.
    owners : mapping of action to places in `members`
    hull : Hull
        Of the members.
    """
    own = {a: tuple(members[i] for i in listed if _matters(i, listed, hull)) for a, listed in owners.items()}
    rivals = {
        a: tuple(
            tuple(members[i] for i in others if i in hull.vertices and i not in listed)
            for b, others in owners.items()
            if b != a
        )
        for a, listed in owners.items()
    }
    return Contest(own, {a: tuple(r for r in found if r) for a, found in rivals.items()})


def _matters(index: int, listed: Sequence[int], hull: Hull) -> bool:
    return index in hull.vertices or not set(hull.inside[index]) & set(listed)
