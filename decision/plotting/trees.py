"""Decision trees as pictures: squares choose, circles are chance, dots are outcomes.

A branch carries its name, with its probability if it has one; a node's name stands below the branch that leads to it.
Each self has a colour. For a goal, what is chosen is drawn thick, and what is not reached fades.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from matplotlib.artist import Artist
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Patch, PathPatch, Rectangle
from matplotlib.path import Path

from decision.exact import Rational, rational
from decision.language.coordinates import PRESENT, coordinate_name
from decision.plotting.layout import Place, neighbours, places
from decision.plotting.style import (
    COLOURS,
    INK,
    LINE,
    MARGIN,
    MUTED,
    PAPER,
    Picture,
    below_headline,
    blended,
    headline_width,
    text_width,
)
from decision.problems.plan import Plan
from decision.problems.rules import Rule, Sophisticated
from decision.problems.tree import Decision, Node, Outcome
from decision.problems.tree_text import branch_text, node_text

__all__ = ["plot_tree"]

PLACES_LIMIT = 150
THICK = 2.6
RADIUS = 6.0
FAN = 24.0  # where branches spread, right of a node
GAP = 5.0
DASHES = (0, (4, 2.5))
DOTS = (0, (2, 1.5))
FADED = 0.4

Goal = Mapping[str, Rational]


def plot_tree(tree: Node, *, goal: Goal | None = None, rule: Rule | None = None, title: str | None = None) -> Picture:
    """Draw a tree.

    Parameters
    ----------
    tree : node
        A node that hangs in several places is drawn in full at the first of them. Symbolic probabilities are drawn
        as they are.
    goal : mapping of str to rational, optional
        Utility of each outcome; those of another self are named ``"self:outcome"``. What is chosen at this goal is
        drawn thick, ties included.
    rule : Sophisticated, Resolute or Myopic, optional
        How choices are made; `Sophisticated` if not given.
    title : str, optional

    Returns
    -------
    matplotlib.figure.Figure
        Save it with ``savefig``; a notebook shows it.

    Raises
    ------
    InvalidValue
        If there are more than 150 nodes, a goal lacks an outcome, or the rule cannot solve the tree.

    Examples
    --------
    >>> from decision import Decision, Outcome
    >>> tree = Decision("now", {"stop": Outcome("s"), "go": Outcome("g")})
    >>> picture = plot_tree(tree, goal={"s": 1, "g": 2})
    >>> picture.savefig("tree.svg")  # doctest: +SKIP
    """
    found = places(tree, PLACES_LIMIT)
    by = Sophisticated() if rule is None else rule
    chosen = {} if goal is None else Plan(tree, rule=by).chosen(goal)
    drawing = _Drawing(found, chosen, goal, title or "", type(by).__name__)
    drawing.draw()
    return drawing.picture


@dataclass(frozen=True)
class _Drawing:
    """Places with all that decides how they look; lengths in points, from the left and from the top."""

    found: Sequence[Place]
    chosen: Mapping[str, tuple[str, ...]]
    goal: Goal | None
    title: str
    rule: str

    def draw(self) -> None:
        self.picture.headline(self.title)
        for place in self.found:
            self.branch(place)
            self.node(place)
        for members in self.sets:
            for first, second in pairwise(members):
                self.dashes(first, second)
        self.picture.explain(self.legend)

    # --- where ---

    @cached_property
    def columns(self) -> list[float]:
        """For each depth how far right its nodes stand: as far as the texts on the branches to them need."""
        wide: dict[int, float] = {}
        for place in self.found:
            needed = max(
                [text_width(_label(place)), *(text_width(w, bold=k == 0) for k, w in enumerate(_said(place.node)))]
            )
            wide[place.depth] = max(wide.get(place.depth, 0.0), needed)
        x = MARGIN + wide[0] + 1.4 * GAP + RADIUS
        columns = [x]
        for depth in range(1, len(wide)):
            x += RADIUS + FAN + wide[depth] + 3 * GAP + RADIUS
            columns.append(x)
        return columns

    @cached_property
    def pitch(self) -> float:
        """Distance of rows: as much as the texts of neighbours need."""
        needed = [(_below(a) + _above(b)) / (b.row - a.row) for a, b in neighbours(self.found)]
        needed += [(_below(p) + 0.6 * LINE) / (p.last + 1 - p.row) for p in self.found]  # an end in a column before
        return max([1.7 * LINE, *needed])

    @cached_property
    def size(self) -> tuple[float, float]:
        right = max(self.x(p) + RADIUS + GAP + text_width(self.ending(p)) for p in self.found)
        foot = sum(6 * GAP + text_width(words) for _, words in self.legend)
        bottom = max(self.y(p) + _below(p) for p in self.found)
        below = [b for members in self.sets for a, b in pairwise(members) if _is_below(b, a)]
        bottom = max([bottom, *(self.y(p) + 0.8 * self.detour for p in below)])
        width = max(right + MARGIN, foot + 2 * MARGIN, headline_width(self.title))
        return width, bottom + MARGIN + (2 * LINE if self.legend else 0)

    @cached_property
    def picture(self) -> Picture:
        return Picture(*self.size)

    def x(self, place: Place) -> float:
        return self.columns[place.depth]

    def y(self, place: Place) -> float:
        return below_headline(self.title) + LINE + place.row * self.pitch

    # --- how ---

    @cached_property
    def colours(self) -> dict[str, str]:
        selves = dict.fromkeys(p.node.chooser for p in self.found if isinstance(p.node, Decision))
        ordered = sorted(selves, key=lambda s: s != PRESENT)
        return {s: COLOURS[k % len(COLOURS)] for k, s in enumerate(ordered)}

    def colour(self, node: Node) -> str:
        return self.colours[node.chooser] if isinstance(node, Decision) else INK

    @cached_property
    def reached(self) -> set[int]:
        """The places that the chosen options lead to; all of them without a goal."""
        unfolded = {p.node.name: p for p in self.found if p.children}
        reached = set[int]()
        stack = [self.found[0]]
        while stack:
            place = stack.pop()
            if id(place) not in reached:
                reached.add(id(place))
                stack += [unfolded[place.node.name]] if place.repeated else []
                stack += [c for c in place.children if self.goal is None or self.taken(place.node, c.branch)]
        return reached

    def taken(self, node: Node, branch: str) -> bool:
        """Whether a branch may be followed once its node is reached."""
        if not isinstance(node, Decision):
            return True
        return branch in (self.chosen.get(node.label, ()) if node.policy is None else dict(node.policy))

    def alpha(self, place: Place) -> float:
        return 1.0 if id(place) in self.reached else FADED

    @cached_property
    def sets(self) -> list[list[Place]]:
        """The places of each information set that has several."""
        found: dict[str, list[Place]] = {}
        for place in self.found:
            if isinstance(place.node, Decision) and place.node.information and not place.repeated:
                found.setdefault(place.node.information, []).append(place)
        return [members for members in found.values() if len(members) > 1]

    @cached_property
    def detour(self) -> float:
        """How far below the lower of two nodes of a history the line that joins them runs."""
        return 2 * max(_below(p) for members in self.sets for p in members)

    @cached_property
    def legend(self) -> list[tuple[Artist, str]]:
        """What colours and lines mean, where they mean something."""
        entries: list[tuple[Artist, str]] = []
        if len(self.colours) > 1:
            entries += [(_sample(c, marker="s", linestyle=""), f"{s} chooses") for s, c in self.colours.items()]
        if any(p.node.policy is not None for p in self.found if isinstance(p.node, Decision)):
            hollow = _sample(INK, marker="s", linestyle="", markerfacecolor=PAPER)
            entries.append((hollow, "not foreseen"))
        if self.goal is not None and self.colours:
            own = COLOURS[0] if len(self.colours) == 1 else INK
            entries.append((_sample(own, linewidth=THICK), f"chosen ({self.rule})"))
        if self.sets:
            entries.append((_sample(INK, linestyle=DASHES), "cannot be told apart"))
        if any(p.repeated for p in self.found):
            dotted = Patch(edgecolor=INK, facecolor=PAPER, linestyle=DOTS)
            entries.append((dotted, "goes on as above"))
        return entries

    def ending(self, place: Place) -> str:
        """The text to the right of a node: an outcome, with what it is worth at the goal."""
        node = place.node
        if place.repeated:
            return "as above"
        if not isinstance(node, Outcome):
            return ""
        if self.goal is None:
            return node_text(node)
        worth = [(s, self.goal.get(coordinate_name(node.name, s))) for s in self.colours or [PRESENT]]
        said = [(s, rational(q, node.name) - node.cost) for s, q in worth if q is not None]
        return f"{node_text(node)}:  " + ", ".join(f"{s} {q}" if len(worth) > 1 else str(q) for s, q in said)

    # --- what ---

    def branch(self, place: Place) -> None:
        """The line that leads to a place, its name above it, what is said of the node below it."""
        x, y, up = self.x(place) - _radius(place), self.y(place), place.parent
        for k, words in enumerate(_said(place.node)):
            where = y + (k + 0.65) * LINE if up else y + k * LINE
            look = {"weight": "bold"} if k == 0 else {"color": MUTED}
            self.picture.write(x - 1.4 * GAP, where, words, ha="right", alpha=self.alpha(place), **look)
        if up is None:
            return
        bend = self.x(up) + RADIUS + FAN
        chosen = self.goal is not None and _decides(up.node) and self.taken(up.node, place.branch)
        look: dict[str, Any]
        look = {"color": self.colour(up.node), "linewidth": THICK} if chosen else {"color": INK, "linewidth": 0.8}
        line = Line2D([self.x(up), bend, x], [self.y(up), y, y], alpha=self.alpha(place), zorder=1, **look)
        self.picture.put(line)
        self.picture.write(bend + GAP / 2, y - 0.6 * LINE, _label(place), alpha=self.alpha(place))

    def node(self, place: Place) -> None:
        """The shape of a place, and what stands to the right of it."""
        x, y, node = self.x(place), self.y(place), place.node
        edge = blended(self.colour(node), self.alpha(place))
        look: dict[str, Any] = {"linewidth": 1.3, "edgecolor": edge, "facecolor": PAPER, "zorder": 3}
        if place.repeated:
            look["linestyle"] = DOTS
        elif isinstance(node, Outcome) or _decides(node):
            look["facecolor"] = edge
        square = isinstance(node, Decision)
        r = _radius(place)
        shape = Rectangle((x - r, y - r), 2 * r, 2 * r, **look) if square else Circle((x, y), r, **look)
        self.picture.put(shape)
        self.picture.write(x + r + GAP, y, self.ending(place), alpha=self.alpha(place))

    def dashes(self, first: Place, second: Place) -> None:
        """The line between two members of an information set; it goes around the nodes and texts between them."""
        (x, y), (x2, y2) = ((self.x(p), self.y(p)) for p in (first, second))
        if _is_below(second, first):
            low = y2 + self.detour
            bends = [(x, low), (x2 + FAN / 2, low)]
        elif first.depth != second.depth:
            bends = [(x, (y + y2) / 2), (x2, (y + y2) / 2)]
        else:
            between = any(p.depth == first.depth and first.row < p.row < second.row for p in self.found)
            aside = x - 2 * RADIUS if between else x  # the curve goes three quarters of the way there
            bends = [(aside, y), (aside, y2)]
        path = Path([(x, y), *bends, (x2, y2)], [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
        look: dict[str, Any] = {"linestyle": DASHES, "linewidth": 1.3, "edgecolor": self.colour(first.node)}
        self.picture.put(PathPatch(path, facecolor="none", zorder=2, **look))


def _sample(colour: str, **look: Any) -> Line2D:
    return Line2D([], [], color=colour, **look)


def _is_below(place: Place, upper: Place) -> bool:
    above = place.parent
    while above is not None and above is not upper:
        above = above.parent
    return above is upper


def _radius(place: Place) -> float:
    return RADIUS / 3 if isinstance(place.node, Outcome) else RADIUS


def _decides(node: Node) -> bool:
    """Whether reasons, and not a policy, decide here."""
    return isinstance(node, Decision) and node.policy is None


def _said(node: Node) -> list[str]:
    """The name of a node, and on a second line what else is said of it."""
    if isinstance(node, Outcome):
        return []
    further = node_text(node)[len(node.name) + 3 :]
    return [node.name, *([further] if further else [])]


def _label(place: Place) -> str:
    return branch_text(place.parent.node, place.branch) if place.parent else ""


def _above(place: Place) -> float:
    """Room that a place needs above its line: the name of its branch."""
    return max(RADIUS, 1.1 * LINE if place.parent else 0.0) + 2


def _below(place: Place) -> float:
    return max(RADIUS, (len(_said(place.node)) + 0.15) * LINE) + 2
