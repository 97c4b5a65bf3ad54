"""The frontier of a thesis as a lattice: all subsets of the assumptions, each with its answer.

Fewer assumptions stand below more. What holds below holds above; what fails above fails below. The rings mark the
frontier: the smallest sets that are enough and the largest that are not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from matplotlib.lines import Line2D
from matplotlib.patches import Circle

from decision.errors import InvalidValue
from decision.plotting.style import (
    ANSWERS,
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
from decision.verbs.frontier import Frontier, Given

__all__ = ["plot_frontier"]

LIMIT = 5
RADIUS = 15.0
STEP = 2.7 * RADIUS
RISE = 3.6 * RADIUS
RING = 2.2

LOOKS = {
    "enough": (ANSWERS["HOLDS"], ANSWERS["HOLDS"]),
    "not enough": (PAPER, ANSWERS["FAILS"]),
    "undecided": (ANSWERS["UNDECIDED"], ANSWERS["UNDECIDED"]),
    "no such goals": (PAPER, MUTED),
}
"""Fill and edge: what holds is filled, what fails is hollow."""

Subset = frozenset[int]


def plot_frontier(found: Frontier, *, assumptions: Sequence[Given] | Mapping[str, Given], title: str = "") -> Picture:
    """Draw the lattice of assumptions with the answer for each subset.

    Parameters
    ----------
    found : Frontier
    assumptions : sequence of Assumption or Thesis, or mapping from words to them
        Those that were given to `frontier`; at most 5. The picture letters them A, B, ... in this order.
    title : str, optional

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    InvalidValue
        If there are more than 5 assumptions.

    Examples
    --------
    >>> from decision import Exchangeable, NoTies, Pr, frontier, u
    >>> given = [Exchangeable(), NoTies()]
    >>> picture = plot_frontier(frontier(Pr(u("a") > u("b")) == "1/2", assumptions=given), assumptions=given)
    >>> picture.savefig("frontier.svg")  # doctest: +SKIP
    """
    if len(assumptions) > LIMIT:
        raise InvalidValue(
            f"assumptions has {len(assumptions)} entries, and a lattice of more than {LIMIT} cannot be read; "
            "print(found) lists the sets"
        )
    named = assumptions if isinstance(assumptions, Mapping) else {repr(a): a for a in assumptions}
    drawing = _Drawing(tuple(named), _Answers(found, list(named.values())), title)
    drawing.draw()
    return drawing.picture


@dataclass(frozen=True)
class _Drawing:
    """Words for the assumptions, and the answers; lengths in points, from the left and from the top."""

    words: tuple[str, ...]
    answers: "_Answers"
    title: str

    def draw(self) -> None:
        self.picture.headline(self.title)
        for s, place in self.places.items():
            for k in s:
                self.line(place, self.places[s - {k}])
        for s, place in self.places.items():
            self.node(s, place)
        for k, words in enumerate(self.words):
            self.picture.write(self.wide + 2 * MARGIN, self.top + (k + 1) * LINE, f"{_letter(k)}   {words}")
        self.picture.explain([(_sample(key), key) for key in self.keys])

    # --- where ---

    @cached_property
    def levels(self) -> list[list[Subset]]:
        """Subsets by size, the largest first."""
        everything = range(len(self.words))
        return [[frozenset(s) for s in combinations(everything, k)] for k in range(len(self.words), -1, -1)]

    @cached_property
    def places(self) -> dict[Subset, tuple[float, float]]:
        middle = MARGIN + self.wide / 2
        return {
            s: (middle + (j - (len(level) - 1) / 2) * STEP, self.top + (i + 0.5) * RISE)
            for i, level in enumerate(self.levels)
            for j, s in enumerate(level)
        }

    @property
    def wide(self) -> float:
        """Width of the lattice."""
        return max(map(len, self.levels)) * STEP

    @property
    def top(self) -> float:
        return below_headline(self.title)

    @cached_property
    def keys(self) -> list[str]:
        """The answers that occur."""
        return list(dict.fromkeys(self.answers.key(s) for level in self.levels for s in level))

    @cached_property
    def picture(self) -> Picture:
        beside = max((text_width(f"{_letter(k)}   {words}") for k, words in enumerate(self.words)), default=0.0)
        foot = sum(text_width(key) + 3 * LINE for key in self.keys)
        width = max(self.wide + 3 * MARGIN + beside, foot + 2 * MARGIN, headline_width(self.title))
        return Picture(width, self.top + len(self.levels) * RISE + 2 * LINE)

    # --- what ---

    def line(self, upper: tuple[float, float], lower: tuple[float, float]) -> None:
        self.picture.put(Line2D([upper[0], lower[0]], [upper[1], lower[1]], color=MUTED, linewidth=0.6, zorder=1))

    def node(self, s: Subset, place: tuple[float, float]) -> None:
        fill, edge = LOOKS[self.answers.key(s)]
        self.picture.put(Circle(place, RADIUS, facecolor=fill, edgecolor=edge, linewidth=1.2, zorder=2))
        if s in self.answers.rings:
            self.picture.put(Circle(place, RADIUS + 3.5, fill=False, edgecolor=INK, linewidth=RING, zorder=2))
        words = "".join(map(_letter, sorted(s))) or "none"
        ink = edge if fill == PAPER else PAPER
        self.picture.write(*place, words, ha="center", color=ink, plain=True, zorder=3)


class _Answers:
    """What is known of each subset."""

    def __init__(self, found: Frontier, given: Sequence[Given]) -> None:
        place = {a: k for k, a in enumerate(given)}
        self.enough = [frozenset(place[a] for a in s.assumptions) for s in found.sufficient]
        self.short = [frozenset(place[a] for a in s.assumptions) for s in found.insufficient]
        self.empty = [frozenset(place[a] for a in s.assumptions) for s in found.contradictory]
        self.rings = {*self.enough, *self.short}

    def key(self, s: Subset) -> str:
        if any(e <= s for e in self.empty):
            return "no such goals"
        if any(e <= s for e in self.enough):
            return "enough"
        return "not enough" if any(s <= e for e in self.short) else "undecided"


def _sample(key: str) -> Line2D:
    fill, edge = LOOKS[key]
    return Line2D([], [], marker="o", linestyle="", markerfacecolor=fill, markeredgecolor=edge)


def _letter(k: int) -> str:
    return chr(ord("A") + k)
