"""Goals about three outcomes as points of a triangle, each coloured by what it prefers.

A corner is the goal that wants one outcome alone; the middle of a side wants two outcomes equally; the centre is
indifferent. A goal is the same for every choice between lotteries after adding a constant and after multiplying by a
positive number, so every goal but the indifferent one is a direction from the centre, and what an option is best for is
a sector.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import sqrt

from matplotlib.lines import Line2D
from matplotlib.patches import Polygon

from decision.errors import InvalidValue
from decision.language.evaluate import evaluate_all
from decision.language.values import Value
from decision.plotting.style import COLOURS, INK, LINE, MARGIN, PAPER, Picture, blended, text_width
from decision.validation import check_distinct

__all__ = ["plot_goals"]

SIDE = 230.0
STEPS = 240
"""Goals looked at along each side of the triangle; the borders between them are then found by halving."""
HALVINGS = 20

Goal = tuple[Fraction, ...]


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
    reading = _Reading(options, tuple(outcomes))
    keys = reading.kinds()
    wide = max([SIDE, *(text_width(f"best: {k}") + 3 * LINE for k in keys)])
    side = max(text_width(w) for w in outcomes[1:])
    top = MARGIN + (2 * LINE if title else 0) + 1.5 * LINE
    height = SIDE * sqrt(3) / 2
    width = max(wide + 2 * side + 4 * MARGIN, text_width(title, 1.2, bold=True) + 2 * MARGIN)
    foot = (len(keys) + 1.5) * 1.3 * LINE
    picture = Picture(width, top + height + LINE + foot + MARGIN)
    if title:
        picture.write(MARGIN, MARGIN + LINE / 2, title, scale=1.2, weight="bold")
    corners = [(width / 2, top), (width / 2 - SIDE / 2, top + height), (width / 2 + SIDE / 2, top + height)]

    def place(goal: Goal) -> tuple[float, float]:
        weights = [float(g) for g in goal]
        return (
            sum(g * x for g, (x, _) in zip(weights, corners, strict=True)),
            sum(g * y for g, (_, y) in zip(weights, corners, strict=True)),
        )

    colours = {k: COLOURS[i % len(COLOURS)] for i, k in enumerate(keys)}
    centre = (Fraction(1, 3),) * 3
    for kind, border in reading.sectors():
        shape = Polygon([place(centre), *map(place, border)], closed=True, linewidth=0.8, edgecolor=PAPER)
        shape.set_facecolor(blended(colours[kind], 0.75))
        picture.put(shape)
    picture.put(Polygon(corners, closed=True, fill=False, edgecolor=INK, linewidth=1.2))
    picture.put(Line2D(*[[c] for c in place(centre)], marker="o", color=INK, markersize=3))
    (x0, y0), (x1, y1), (x2, y2) = corners
    picture.write(x0, y0 - 0.9 * LINE, outcomes[0], ha="center")
    picture.write(x1 - MARGIN / 2, y1, outcomes[1], ha="right")
    picture.write(x2 + MARGIN / 2, y2, outcomes[2])
    for i, kind in enumerate(keys):
        y = top + height + LINE + (i + 1) * 1.3 * LINE
        sample = Polygon([(x1, y - 4), (x1 + 14, y - 4), (x1 + 14, y + 4), (x1, y + 4)], closed=True, linewidth=0)
        sample.set_facecolor(blended(colours[kind], 0.75))
        picture.put(sample)
        picture.write(x1 + 20, y, f"best: {kind}")
    return picture


class _Reading:
    """What the goals on the border of the triangle prefer."""

    def __init__(self, options: Mapping[str, Value], outcomes: tuple[str, ...]) -> None:
        self.options = options
        self.outcomes = outcomes
        ends = [self.best(tuple(g + 1 for g in goal)) == self.best(goal) for goal in map(self.goal, range(3 * STEPS))]
        if not all(ends):
            raise InvalidValue(
                "options are worth amounts whose comparison changes when a constant is added to the goal, "
                "so a triangle cannot show them; give values of lotteries or menus"
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

    def kinds(self) -> list[str]:
        """What is best somewhere inside a sector, in the order of the options."""
        found = {kind for kind, _ in self.sectors()}
        ordered = [name for name in self.options if name in found]
        return ordered + sorted(found - set(ordered))

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
