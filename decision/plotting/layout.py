"""Where the nodes of a tree go: the root at the left, a column for each depth, a row for each end.

A node stands halfway between its first and its last child. What hangs below different nodes fills different rows, so
no lines cross and no texts meet. A node that hangs in several places is unfolded at the first of them only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from decision.errors import InvalidValue
from decision.problems.tree import Node, Outcome

__all__ = ["Place", "neighbours", "places"]


@dataclass
class Place:
    """One of the places where a node hangs.

    Attributes
    ----------
    node : node
    branch : str
        Name of the branch that leads here; empty at the root.
    parent : Place or None
    repeated : bool
        Whether the node is unfolded at another place.
    children : list of Place
    row, last : float
        Counted from the top: of the node, and of the lowest end that can be reached from here.
    """

    node: Node
    branch: str = ""
    parent: "Place | None" = None
    repeated: bool = False
    children: "list[Place]" = field(default_factory=list["Place"], repr=False)
    row: float = 0.0
    last: float = 0.0
    depth: int = 0


def places(root: Node, limit: int) -> list[Place]:
    """All places, each before its children, with their rows.

    Parameters
    ----------
    root : node
    limit : int
        Largest number of places.

    Raises
    ------
    InvalidValue
        If there are more.

    Examples
    --------
    >>> from decision import Decision, Outcome
    >>> tree = Decision("now", {"stop": Outcome("s"), "go": Decision("later", {"x": Outcome("x"), "y": Outcome("y")})})
    >>> [(p.node.name, p.depth, p.row) for p in places(tree, 10)]
    [('now', 0, 0.75), ('s', 1, 0.0), ('later', 1, 1.5), ('x', 2, 1.0), ('y', 2, 2.0)]
    """
    found: list[Place] = []
    seen: dict[str, Node] = {}
    stack = [Place(root)]
    while stack:
        place = stack.pop()
        found.append(place)
        if len(found) > limit:
            raise InvalidValue(
                f"tree = {root!r} has more than {limit} nodes to draw, and a picture of it could not be read; "
                "print(tree) shows it as text, or draw a part of it"
            )
        _unfold(place, seen)
        stack.extend(reversed(place.children))
    _set_rows(found)
    return found


def _unfold(place: Place, seen: dict[str, Node]) -> None:
    node = place.node
    if isinstance(node, Outcome):
        return
    place.repeated = node.name in seen and seen[node.name] == node
    if not place.repeated:
        seen[node.name] = node
        place.children = [Place(b[-1], b[0], place, depth=place.depth + 1) for b in node.branches]


def _set_rows(found: Sequence[Place]) -> None:
    ends = [p for p in found if not p.children]
    for row, place in enumerate(ends):
        place.row = place.last = float(row)
    for place in reversed(found):
        if place.children:
            place.row = (place.children[0].row + place.children[-1].row) / 2
            place.last = place.children[-1].last


def neighbours(found: Sequence[Place]) -> list[tuple[Place, Place]]:
    """The pairs of places that are next to each other in a column, upper one first."""
    columns: dict[int, list[Place]] = {}
    for place in found:
        columns.setdefault(place.depth, []).append(place)
    return [pair for column in columns.values() for pair in pairwise(column)]
