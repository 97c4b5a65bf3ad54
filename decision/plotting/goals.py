"""Goals about three outcomes as points of a triangle, each coloured by what it prefers.

A corner is the goal that wants one outcome alone; the middle of a side wants two outcomes equally; the centre is
indifferent. A goal is the same for every choice between lotteries after adding a constant and after multiplying by a
positive number, so every goal but the indifferent one is a direction from the centre, and what an option is best for is
a sector.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import sqrt
from typing import Any

from matplotlib.lines import Line2D
from matplotlib.patches import Polygon

from decision.errors import InvalidValue
from decision.language.evaluate import evaluate_all
from decision.language.values import Value
from decision.plotting.style import (
    COLOURS,
    INK,
    LINE,
    MARGIN,
    PAPER,
    Picture,
    below_headline,
    blended,
    headline_width,
    text_width,
)
from decision.validation import check_distinct

__all__ = ["plot_goals"]

SIDE = 230.0
STEPS = 240
"""Goals looked at along each side of the triangle; the borders between them are then found by halving."""
HALVINGS = 20

HEIGHT = SIDE * sqrt(3) / 2
ROW = 1.3 * LINE

Goal = tuple[Fraction, ...]
Point = tuple[float, float]

CENTRE = (Fraction(1, 3),) * 3


def plot_goals(options: Mapping[str, Value], *, outcomes: Sequence[str], title: str = "") -> Picture:
    """Draw which goals prefer which option.

    Parameters
    ----------
    options : mapping of str to Value
        What each option is worth. Values must be unchanged by adding a constant to the goal, up to the same amount for
        all options, and scale with it, as those of lotteries, menus, and actions of a decision process do.
    outcomes : sequence of str
        The three corners: top, left, right.
    title : str, optional

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    InvalidValue
        If there are not three outcomes, or adding a constant changes what is preferred.

    Examples
    --------
    >>> from decision import Choice
    >>> menu = Choice({"a": {"a": 1}, "b or c": {"b": "1/2", "c": "1/2"}})
    >>> picture = plot_goals({o: menu.value(o) for o in menu.options}, outcomes=["a", "b", "c"])
    >>> picture.savefig("goals.svg")  # doctest: +SKIP
    """
    check_distinct(outcomes, "outcomes")
    if len(outcomes) != 3:
        raise InvalidValue(f"outcomes = {list(outcomes)!r} has {len(outcomes)} entries; a triangle has three corners")
    drawing = _Drawing(_Reading(options, tuple(outcomes)), title)
    drawing.draw()
    return drawing.picture


@dataclass(frozen=True)
class _Drawing:
    """What is preferred where, and its colours; lengths in points, from the left and from the top."""

    reading: "_Reading"
    title: str

    def draw(self) -> None:
        self.picture.headline(self.title)
        for kind, border in self.reading.sectors:
            self.fill([self.place(CENTRE), *map(self.place, border)], kind, edgecolor=PAPER, linewidth=0.8)
        self.picture.put(Polygon(self.corners, closed=True, fill=False, edgecolor=INK, linewidth=1.2))
        self.picture.put(Line2D(*[[c] for c in self.place(CENTRE)], marker="o", color=INK, markersize=3))
        self.name_corners()
        for k, kind in enumerate(self.reading.kinds):
            self.explain(k, kind)

    # --- where ---

    @cached_property
    def top(self) -> float:
        return below_headline(self.title) + 1.5 * LINE

    @cached_property
    def picture(self) -> Picture:
        beside = max(text_width(w) for w in self.reading.outcomes[1:])
        words = max(text_width(f"best: {kind}") + 3 * LINE for kind in self.reading.kinds)
        width = max(max(SIDE, words) + 2 * beside + 4 * MARGIN, headline_width(self.title))
        foot = (len(self.reading.kinds) + 1.5) * ROW
        return Picture(width, self.top + HEIGHT + LINE + foot + MARGIN)

    @cached_property
    def corners(self) -> list[Point]:
        middle = self.picture.get_figwidth() * 72 / 2
        base = self.top + HEIGHT
        return [(middle, self.top), (middle - SIDE / 2, base), (middle + SIDE / 2, base)]

    def place(self, goal: Goal) -> Point:
        """The point of the triangle whose weights of the corners are the utilities."""
        weighted = list(zip(map(float, goal), self.corners, strict=True))
        return sum(g * x for g, (x, _) in weighted), sum(g * y for g, (_, y) in weighted)

    # --- what ---

    def fill(self, points: Sequence[Point], kind: str, **look: Any) -> None:
        colour = COLOURS[self.reading.kinds.index(kind) % len(COLOURS)]
        shape = Polygon(points, closed=True, **look)
        shape.set_facecolor(blended(colour, 0.75))
        self.picture.put(shape)

    def name_corners(self) -> None:
        (x0, y0), (x1, y1), (x2, y2) = self.corners
        top, left, right = self.reading.outcomes
        self.picture.write(x0, y0 - 0.9 * LINE, top, ha="center")
        self.picture.write(x1 - MARGIN / 2, y1, left, ha="right")
        self.picture.write(x2 + MARGIN / 2, y2, right)

    def explain(self, k: int, kind: str) -> None:
        """A line of the legend, below the triangle."""
        x, y = self.corners[1][0], self.corners[1][1] + LINE + (k + 1) * ROW
        self.fill([(x, y - 4), (x + 14, y - 4), (x + 14, y + 4), (x, y + 4)], kind, linewidth=0)
        self.picture.write(x + 20, y, f"best: {kind}")


class _Reading:
    """What the goals on the border of the triangle prefer."""

    def __init__(self, options: Mapping[str, Value], outcomes: tuple[str, ...]) -> None:
        self.options = options
        self.outcomes = outcomes
        for goal in map(self.goal, range(3 * STEPS)):
            if self.best(tuple(2 * g + 1 for g in goal)) != self.best(goal):
                raise InvalidValue(
                    "options are worth amounts whose comparison changes when a constant is added to the goal or it is "
                    "scaled, so a triangle cannot show them; give values of lotteries or menus"
                )

    def goal(self, t: Fraction | int) -> Goal:
        """The goal at a place along the border, in steps from the first corner."""
        k, part = divmod(Fraction(t) / STEPS, 1)
        goal = [Fraction(0)] * 3
        goal[int(k) % 3], goal[(int(k) + 1) % 3] = 1 - part, part
        return tuple(goal)

    def best(self, goal: Goal) -> str:
        """The options that are best at a goal, in words."""
        at = dict(zip(self.outcomes, goal, strict=True))
        worth = dict(zip(self.options, evaluate_all(list(self.options.values()), at), strict=True))
        return ", ".join(name for name, w in worth.items() if w == max(worth.values()))

    @cached_property
    def kinds(self) -> list[str]:
        """What is best somewhere inside a sector, in the order of the options."""
        found = {kind for kind, _ in self.sectors}
        ordered = [name for name in self.options if name in found]
        return ordered + sorted(found - set(ordered))

    @cached_property
    def sectors(self) -> list[tuple[str, list[Goal]]]:
        """For each sector what is best there and the border from one end to the other, corners included."""
        middles = [Fraction(2 * k + 1, 2) for k in range(3 * STEPS)]  # ties at corners and midpoints are passed by
        kinds = [self.best(self.goal(t)) for t in middles]
        around = zip(pairwise([*middles, middles[0] + 3 * STEPS]), pairwise([*kinds, kinds[0]]), strict=True)
        cuts = [self.cut(s, t, a) for (s, t), (a, b) in around if a != b] or [Fraction(0)]
        found: list[tuple[str, list[Goal]]] = []
        for s, t in pairwise([*cuts, cuts[0] + 3 * STEPS]):
            corners = [Fraction(k * STEPS) for k in range(6) if s < k * STEPS < t]
            found.append((self.best(self.goal((s + 2 * t) / 3)), [self.goal(x) for x in (s, *corners, t)]))
        return found

    def cut(self, low: Fraction, high: Fraction, kind: str) -> Fraction:
        """The place between where another option becomes best."""
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if self.best(self.goal(middle)) == kind else (low, middle)
        return high
