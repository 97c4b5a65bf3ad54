"""Regions of a parameter as pictures: what the thesis compares as a curve, and where it holds as a band below.

Under one law the curve is left side minus right side of the thesis; for a class of laws there is only the band, with
the numbers at which a verdict was found.
"""

# matplotlib leaves the types of further keywords open
# pyright: reportUnknownMemberType=false

from fractions import Fraction
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from decision.plotting.style import ANSWERS, COLOURS, FONT, INK, MUTED, PAPER, SIZE, Shown
from decision.regions import Region
from decision.verdict import Status

__all__ = ["plot_region"]

FACES = {status: ANSWERS[status.value] for status in Status}
WORDS = {Status.HOLDS: "holds", Status.FAILS: "fails", Status.UNDECIDED: "undecided"}
POINTS = 60
"""Points of the curve on each stretch."""


def plot_region(region: Region, *, title: str | None = None) -> Figure:
    """Draw where a thesis holds.

    Parameters
    ----------
    region : Region
    title : str, optional
        The thesis, if it is short enough, by default.

    Returns
    -------
    matplotlib.figure.Figure
        Save it with ``savefig``; a notebook shows it.

    Examples
    --------
    >>> from sympy import Symbol
    >>> from decision import Exchangeable, Pr, region, u
    >>> found = region(Pr(u("a") >= u("b")) >= Symbol("q"), given=[Exchangeable()], over={"q": (0, 1)})
    >>> len(found.plot().axes)
    1
    """
    with_curve = region.curve is not None
    figure = Shown(figsize=(6.4, 3.6 if with_curve else 1.7), facecolor=PAPER, layout="constrained")
    if with_curve:
        grid = figure.add_gridspec(2, 1, height_ratios=(8, 1))
        above = figure.add_subplot(grid[0])
        band = figure.add_subplot(grid[1], sharex=above)
        _draw_curve(above, region)
        above.tick_params(labelbottom=False)
    else:
        above = band = figure.add_subplot()
    _draw_band(band, region)
    words = region.thesis if title is None and len(region.thesis) <= 90 else title or ""
    above.set_title(words, fontsize=SIZE, fontfamily=FONT, color=INK, parse_math=False)
    shown = [s for s in Status if any(part.status is s for part in (*region.stretches, *region.edges))]
    figure.legend(
        handles=[Patch(color=FACES[s], label=WORDS[s]) for s in shown],
        loc="outside lower center",
        ncols=len(shown),
        frameon=False,
        fontsize=SIZE,
    )
    return figure


def _draw_curve(axes: Axes, region: Region) -> None:
    """Left side minus right side, each stretch on its own, so that jumps show."""
    assert region.curve is not None
    for stretch in region.stretches:
        low, high = Fraction(float(stretch.low)), Fraction(float(stretch.high))
        inside = [Fraction(1, 1000), *(Fraction(k, POINTS) for k in range(1, POINTS)), Fraction(999, 1000)]
        points = [low + (high - low) * part for part in inside]
        axes.plot(list(map(float, points)), [float(region.curve(x)) for x in points], color=COLOURS[0])
    for edge in region.edges:
        if edge.check is not None and edge.check.difference is not None:
            axes.plot(float(edge.place), float(edge.check.difference), "o", color=COLOURS[0], markersize=4)
    axes.axhline(0, color=MUTED, linewidth=0.8)
    axes.set_ylabel("left side - right side", fontsize=SIZE, fontfamily=FONT)


def _draw_band(axes: Axes, region: Region) -> None:
    """A colour for each stretch, a mark at each point between two."""
    ends = [region.range[0], *(e.place for e in region.edges), region.range[1]]
    for (low, high), stretch in zip(pairwise(map(float, ends)), region.stretches, strict=True):
        axes.axvspan(low, high, color=FACES[stretch.status], linewidth=0)
    for edge in region.edges:
        axes.plot(float(edge.place), 0.5, "o", color=FACES[edge.status], markeredgecolor=INK, markersize=6)
    axes.set(ylim=(0, 1), yticks=[], xlim=(float(ends[0]), float(ends[-1])))
    axes.set_xlabel(region.name, fontsize=SIZE, fontfamily=FONT)
