"""The frontier of a thesis as a lattice: all subsets of the assumptions, each with its answer.

Fewer assumptions stand below more. What holds below holds above; what fails above fails below. The rings mark the
frontier: the smallest sets that are enough and the largest that are not.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations

from matplotlib.lines import Line2D
from matplotlib.patches import Circle

from decision.errors import InvalidValue
from decision.plotting.style import ANSWERS, INK, LINE, MARGIN, MUTED, PAPER, Picture, text_width
from decision.verbs.frontier import Frontier, Given

__all__ = ["plot_frontier"]

LIMIT = 5
RADIUS = 15.0
STEP = 2.7 * RADIUS
RISE = 3.6 * RADIUS
RING = 2.2

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
    given = list(named.values())
    levels = [[frozenset(s) for s in combinations(range(len(given)), k)] for k in range(len(given), -1, -1)]
    answers = _Answers(found, given)
    legend = [f"{_letter(k)}   {words}" for k, words in enumerate(named)]
    lattice = max(map(len, levels)) * STEP
    top = MARGIN + (2 * LINE if title else 0)
    width = lattice + 3 * MARGIN + max(map(text_width, legend), default=0.0)
    keys = [(answers.key(s), *answers.look(s)) for level in levels for s in level]
    explained = {words: (fill, edge) for words, fill, edge in keys}
    foot = sum(text_width(words) + 3 * LINE for words in explained)
    height = top + len(levels) * RISE + 2 * LINE
    picture = Picture(max(width, foot + 2 * MARGIN, text_width(title, 1.2, bold=True) + 2 * MARGIN), height)
    if title:
        picture.write(MARGIN, MARGIN + LINE / 2, title, scale=1.2, weight="bold")
    place = {
        s: (MARGIN + lattice / 2 + (j - (len(level) - 1) / 2) * STEP, top + (i + 0.5) * RISE)
        for i, level in enumerate(levels)
        for j, s in enumerate(level)
    }
    for s, (x, y) in place.items():
        for k in s:
            below = place[s - {k}]
            picture.put(Line2D([x, below[0]], [y, below[1]], color=MUTED, linewidth=0.6, zorder=1))
    for s, (x, y) in place.items():
        fill, edge = answers.look(s)
        picture.put(Circle((x, y), RADIUS, facecolor=fill, edgecolor=edge, linewidth=1.2, zorder=2))
        if s in answers.rings:
            picture.put(Circle((x, y), RADIUS + 3.5, fill=False, edgecolor=INK, linewidth=RING, zorder=2))
        words = "".join(map(_letter, sorted(s))) or "none"
        picture.write(x, y, words, ha="center", color=edge if fill == PAPER else PAPER, plain=True, zorder=3)
    for k, words in enumerate(legend):
        picture.write(lattice + 2 * MARGIN, top + (k + 1) * LINE, words)
    samples = [
        (Line2D([], [], marker="o", linestyle="", markerfacecolor=f, markeredgecolor=e), words)
        for words, (f, e) in explained.items()
    ]
    picture.explain(samples)
    return picture


class _Answers:
    """What is known of each subset."""

    def __init__(self, found: Frontier, given: Sequence[Given]) -> None:
        place = {a: k for k, a in enumerate(given)}
        self.enough = [frozenset(place[a] for a in s.assumptions) for s in found.sufficient]
        self.short = [frozenset(place[a] for a in s.assumptions) for s in found.insufficient]
        self.empty = [frozenset(place[a] for a in s) for s in found.contradictory]
        self.rings = {*self.enough, *self.short}

    def key(self, s: Subset) -> str:
        if any(e <= s for e in self.empty):
            return "no such goals"
        if any(e <= s for e in self.enough):
            return "enough"
        return "not enough" if any(s <= e for e in self.short) else "undecided"

    def look(self, s: Subset) -> tuple[str, str]:
        """Fill and edge: what holds is filled, what fails is hollow."""
        return {
            "enough": (ANSWERS["HOLDS"], ANSWERS["HOLDS"]),
            "not enough": (PAPER, ANSWERS["FAILS"]),
            "undecided": (ANSWERS["UNDECIDED"], ANSWERS["UNDECIDED"]),
            "no such goals": (PAPER, MUTED),
        }[self.key(s)]


def _letter(k: int) -> str:
    return chr(ord("A") + k)
