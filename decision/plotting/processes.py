"""Decision processes as pictures: circles are states, arrows are actions.

An arrow that ends at a dot is an action whose result is left to chance; thin arrows lead on from the dot with their
probabilities. For a goal, each state shows its reward, and optimal actions are drawn thick, ties included.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import atan2, cos, hypot, sin
from typing import Any

from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Ellipse, FancyArrowPatch

from decision.errors import InvalidValue
from decision.exact import Rational, rational
from decision.plotting.graphs import placed
from decision.plotting.style import (
    COLOURS,
    INK,
    LINE,
    MARGIN,
    MUTED,
    PAPER,
    Picture,
    below_headline,
    headline_width,
    text_width,
)
from decision.problems.mdp import MDP
from decision.validation import check_known

__all__ = ["plot_mdp"]

LIMIT = 60
RADIUS = 15.0
THICK, THIN = 2.6, 0.8
FADED = 0.45
BEND = 0.18
LOOP = 1.2 * RADIUS

HEAD: dict[str, Any] = {"arrowstyle": "-|>", "mutation_scale": 9, "shrinkA": 0, "shrinkB": 1, "zorder": 2}

Place = tuple[float, float]


def plot_mdp(
    mdp: MDP,
    *,
    goal: Mapping[str, Rational] | None = None,
    positions: Mapping[str, tuple[float, float]] | None = None,
    title: str = "",
) -> Picture:
    """Draw a decision process.

    Parameters
    ----------
    mdp : MDP
    goal : mapping of str to rational, optional
        Reward of each outcome. Actions that are optimal for it, at the discount of the process, are drawn thick.
    positions : mapping of str to (column, row), optional
        Where the states stand; otherwise by the number of steps from the first state.
    title : str, optional

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    InvalidValue
        If there are more than 60 states, or a goal lacks an outcome.
    UnknownName
        If `positions` lack a state.

    Examples
    --------
    >>> from decision import MDP
    >>> mdp = MDP({"s": {"wait": {"s": 1}, "go": {"a": 1}}, "a": {"stay": {"a": 1}}}, discount="1/2")
    >>> picture = plot_mdp(mdp, goal={"s": 0, "a": 1})
    >>> picture.savefig("process.svg")  # doctest: +SKIP
    """
    if len(mdp.states) > LIMIT:
        raise InvalidValue(
            f"mdp has {len(mdp.states)} states, and a picture of more than {LIMIT} could not be read; "
            "draw a part of it, or plot_grid for values on a grid"
        )
    drawing = _Drawing(mdp, goal, positions, title)
    drawing.draw()
    return drawing.picture


@dataclass(frozen=True)
class _Drawing:
    mdp: MDP
    goal: Mapping[str, Rational] | None
    positions: Mapping[str, Place] | None
    title: str

    @cached_property
    def wide(self) -> float:
        """Half the width of the widest state."""
        return max(RADIUS, *(text_width(s) / 2 + 7 for s in self.mdp.states))

    @cached_property
    def places(self) -> dict[str, Place]:
        across, down = 2 * self.wide + 62.0, 2 * RADIUS + 46.0
        if self.positions is None:
            raw = placed(self.mdp, across, down)
        else:
            listed = {s: self.positions[check_known(s, self.positions, "state in positions")] for s in self.mdp.states}
            raw = {s: (x * across, y * down) for s, (x, y) in listed.items()}
        left, top = min(x for x, _ in raw.values()), min(y for _, y in raw.values())
        edge = MARGIN + self.wide
        above = below_headline(self.title) + LOOP + RADIUS
        return {s: (x - left + edge, y - top + above) for s, (x, y) in raw.items()}

    @cached_property
    def last(self) -> float:
        """Where the last column stands."""
        return max(x for x, _ in self.places.values())

    @cached_property
    def picture(self) -> Picture:
        right = self.last + self.wide + LOOP + MARGIN
        bottom = max(y for _, y in self.places.values()) + RADIUS + MARGIN
        needed = headline_width(self.title)
        foot = text_width("optimal at this goal, discount 99/100") + 6 * LINE if self.goal is not None else 0.0
        return Picture(max(right, needed, foot), bottom + (2 * LINE if self.goal is not None else 0))

    @cached_property
    def optimal(self) -> Mapping[str, tuple[str, ...]]:
        return {} if self.goal is None else self.mdp.solve(self.goal).actions

    def draw(self) -> None:
        self.picture.headline(self.title)
        for state in self.mdp.states:
            for action in self.mdp.actions(state):
                self.action(state, action)
        for state in self.mdp.states:
            self.state(state)
        if self.goal is not None:
            sample = Line2D([], [], color=COLOURS[0], linewidth=THICK)
            self.picture.explain([(sample, f"optimal at this goal, discount {self.mdp.discount}")])

    @cached_property
    def shapes(self) -> dict[str, Ellipse]:
        """The outline of each state, as wide as its name needs."""
        wide = {s: 2 * max(RADIUS, text_width(s) / 2 + 7) for s in self.places}
        return {
            s: Ellipse(place, wide[s], 2 * RADIUS, facecolor=PAPER, edgecolor=INK, linewidth=1.3, zorder=3)
            for s, place in self.places.items()
        }

    def state(self, state: str) -> None:
        x, y = self.places[state]
        self.picture.put(self.shapes[state])
        if state in self.mdp.terminal:
            wide = self.shapes[state].width
            self.picture.put(Ellipse((x, y), wide - 5, 2 * RADIUS - 5, fill=False, edgecolor=INK, zorder=3))
        paid = None if self.goal is None else self.goal.get(state)
        self.picture.write(x, y - (0.4 * LINE if paid is not None else 0), state, ha="center", zorder=4, plain=True)
        if paid is not None:
            reward = str(rational(paid, f"goal[{state!r}]"))
            self.picture.write(x, y + 0.5 * LINE, reward, ha="center", weight="bold", zorder=4, plain=True)

    def action(self, state: str, action: str) -> None:
        row = self.mdp.row(state, action)
        chosen = action in self.optimal.get(state, ())
        fade = 1.0 if chosen or self.goal is None else FADED
        colour, width = (COLOURS[0], THICK) if chosen else (INK, THIN)
        look: dict[str, Any] = {"color": colour, "linewidth": width, "alpha": fade}
        targets = list(row)
        if targets == [state]:
            self.loop(state, look)
        elif len(targets) == 1:
            self.arrow(self.places[state], targets[0], look, leaves=self.shapes[state])
        else:
            self.chance(state, action, row, look)

    def chance(self, state: str, action: str, row: Mapping[str, object], look: dict[str, Any]) -> None:
        """An arrow to a dot, and from there to what may follow."""
        x, y = self.places[state]
        others = [self.places[t] for t in row if t != state] or [(x + 1, y)]
        mx, my = (sum(p[k] for p in others) / len(others) for k in (0, 1))
        far = hypot(mx - x, my - y) or 1.0
        turn = 0.25 * (self.mdp.actions(state).index(action) - (len(self.mdp.actions(state)) - 1) / 2)
        angle = atan2(my - y, mx - x) + turn
        reach = min(0.5 * far, 2.6 * RADIUS)
        dot = (x + reach * cos(angle), y + reach * sin(angle))
        self.picture.put(Line2D([x, dot[0]], [y, dot[1]], zorder=1, **look))
        self.picture.put(Circle(dot, 2.5, facecolor=look["color"], edgecolor=look["color"], zorder=3))
        for target, p in row.items():
            self.arrow(dot, target, {**look, "linewidth": THIN})
            tx, ty = self.places[target]
            self.picture.write(
                dot[0] + 0.5 * (tx - dot[0]),
                dot[1] + 0.5 * (ty - dot[1]),
                str(p),
                ha="center",
                scale=0.85,
                color=MUTED,
                zorder=4,
            )

    def arrow(self, start: Place, target: str, look: dict[str, Any], *, leaves: Ellipse | None = None) -> None:
        self.picture.put(
            FancyArrowPatch(
                start,
                self.places[target],
                patchA=leaves,
                patchB=self.shapes[target],
                connectionstyle=f"arc3,rad={BEND}",
                **HEAD,
                **look,
            )
        )

    def loop(self, state: str, look: dict[str, Any]) -> None:
        """An arrow from a state to itself: above it, or right of it where nothing follows."""
        x, y = self.places[state]
        near, far = 0.35 * RADIUS, 0.93 * RADIUS
        if x == self.last:
            far = self.shapes[state].width / 2 * far / RADIUS
            start, end = (x + far, y - near), (x + far, y + near)
        else:
            start, end = (x - near, y - far), (x + near, y - far)
        self.picture.put(FancyArrowPatch(start, end, connectionstyle="arc3,rad=-1.9", **HEAD, **look))
