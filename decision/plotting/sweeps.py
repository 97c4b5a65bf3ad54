"""Sweeps as pictures: a curve with its intervals over one parameter, a heat map or a phase diagram over two.

A phase diagram shows on which side of a threshold each cell lies. A cell whose interval contains the threshold is
hatched and has no colour: nothing is shown as decided that is not.
"""

# matplotlib leaves the types of further keywords open.
# pyright: reportUnknownMemberType=false

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from decision.errors import InvalidValue
from decision.exact import Rational, rational
from decision.plotting.style import COLOURS, FONT, INK, MUTED, PAPER, SIZE, Shown
from decision.sweeps import Row, Side, Sweep

__all__ = ["plot_sweep"]

WRITTEN = 100
"""Numbers are written into the cells of maps with at most so many."""
TICKS = 12
"""Most labels along an axis."""
HATCH = "////"


def plot_sweep(
    sweep: Sweep, *, title: str | None = None, label: str = "value", threshold: Rational | None = None
) -> Shown:
    """Draw a sweep over one or two parameters.

    Parameters
    ----------
    sweep : Sweep
    title : str, optional
    label : str, optional
        Name of the values.
    threshold : rational, optional
        Makes a heat map a phase diagram: cells above and below the threshold in two colours with a line between them,
        cells whose interval contains it hatched. In a curve it is a line, and undecided points are hollow.

    Returns
    -------
    matplotlib.figure.Figure
        Save it with ``savefig``; a notebook shows it.

    Raises
    ------
    InvalidValue
        If the sweep has more than two parameters.

    Examples
    --------
    >>> from decision import Pr, Uniform, iid, sweep, u
    >>> found = sweep(lambda p: Pr(u("a") >= p), goals=iid(Uniform(0, 1)), over={"p": ["1/4", "1/2", "3/4"]})
    >>> plot_sweep(found, threshold="1/2").savefig("sweep.svg")  # doctest: +SKIP
    """
    if len(sweep.parameters) > 2:
        raise InvalidValue(
            f"sweep has the parameters {', '.join(sweep.parameters)}; at most two can be drawn, fix the others"
        )
    limit = None if threshold is None else rational(threshold, "threshold")
    figure = Shown(figsize=(5.5, 3.8 if limit is None else 4.2), facecolor=PAPER, layout="constrained")
    axes = figure.add_subplot()
    if len(sweep.parameters) == 1:
        _curve(axes, sweep, label, limit)
    else:
        _map(figure, axes, sweep, label, limit)
    if title:
        axes.set_title(title)
    return figure


def _curve(axes: Any, sweep: Sweep, label: str, threshold: Fraction | None) -> None:
    names = [row.label[0] for row in sweep.rows]
    places = [as_number(x) for x in names]
    if None in places:
        places = list(range(len(names)))
        axes.set_xticks(places, [str(x) for x in names], rotation=20, ha="right")
    values = np.array([float(row.answer) for row in sweep.rows])
    ends = np.array([row.interval for row in sweep.rows])
    axes.errorbar(places, values, yerr=np.abs(ends.T - values), color=COLOURS[0], marker="o", capsize=3, linewidth=1.2)
    if threshold is not None:
        axes.axhline(float(threshold), color=MUTED, linestyle="--", linewidth=1)
        open_ = [row.side(threshold) is Side.UNDECIDED for row in sweep.rows]
        hollow = [(x, y) for x, y, undecided in zip(places, values, open_, strict=True) if undecided]
        if hollow:
            axes.plot(*zip(*hollow, strict=True), "o", color=COLOURS[0], markerfacecolor=PAPER, zorder=3)
    axes.set(xlabel=sweep.parameters[0], ylabel=label)


def _map(figure: Shown, axes: Any, sweep: Sweep, label: str, threshold: Fraction | None) -> None:
    down, across = sweep.axes
    shape = len(down), len(across)
    rows = np.empty(shape, dtype=object)
    for place, name, answer in zip(np.ndindex(shape), product(*sweep.axes), sweep.answers, strict=True):
        rows[place] = None if answer is None else Row(name, answer)
    kinds = np.array([[_kind(row, threshold) for row in line] for line in rows])
    table = np.array([[np.nan if row is None else float(row.answer) for row in line] for line in rows])
    shown = np.where(np.isin(kinds, [UNDECIDED, MISSING]), np.nan, table)
    image = axes.imshow(shown, aspect="auto", origin="lower", **_colours(table, threshold))
    axes.set_facecolor(PAPER)
    _ticks(axes.set_xticks, across)
    _ticks(axes.set_yticks, down)
    axes.set(xlabel=sweep.parameters[1], ylabel=sweep.parameters[0])
    if table.size <= WRITTEN:
        _write(axes, image, shown)
    figure.colorbar(image, label=label)
    if threshold is not None:
        _outline(axes, kinds)
    _explain(figure, kinds, threshold)


ABOVE, BELOW, EQUAL, UNDECIDED, MISSING, PLAIN = range(6)
_KINDS = {Side.ABOVE: ABOVE, Side.BELOW: BELOW, Side.EQUAL: EQUAL, Side.UNDECIDED: UNDECIDED}


def _kind(row: Row | None, threshold: Fraction | None) -> int:
    if row is None:
        return MISSING
    return PLAIN if threshold is None else _KINDS[row.side(threshold)]


def _colours(table: Any, threshold: Fraction | None) -> dict[str, Any]:
    """Without a threshold lightness grows with the value; with one, the two sides have colours of their own."""
    if threshold is None:
        return {"cmap": "cividis"}
    middle = float(threshold)
    reach = float(np.nanmax(np.abs(table - middle))) or 1.0
    return {"cmap": "PuOr_r", "vmin": middle - reach, "vmax": middle + reach}


def _ticks(put: Any, values: tuple[Any, ...]) -> None:
    step = -(-len(values) // TICKS)
    places = range(0, len(values), step)
    put(places, [_short(values[k]) for k in places])


def _short(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _write(axes: Any, image: Any, shown: Any) -> None:
    digits = 3 if shown.shape[1] <= 6 else 2
    for (i, j), value in np.ndenumerate(shown):
        if not np.isnan(value):
            red, green, blue, _ = image.cmap(image.norm(value))
            dark = 0.3 * red + 0.6 * green + 0.1 * blue < 0.5
            axes.text(
                j, i, f"{value:.{digits}g}", ha="center", va="center", color=PAPER if dark else INK, fontsize=SIZE
            )


def _outline(axes: Any, kinds: Any) -> None:
    """Hatches, and lines wherever the answer changes."""
    for i, j in np.argwhere(kinds == UNDECIDED).tolist():
        axes.add_patch(Rectangle((j - 0.5, i - 0.5), 1, 1, facecolor="none", edgecolor=MUTED, hatch=HATCH, linewidth=0))
    upright = [[(j + 0.5, i - 0.5), (j + 0.5, i + 0.5)] for i, j in np.argwhere(kinds[:, 1:] != kinds[:, :-1]).tolist()]
    level = [[(j - 0.5, i + 0.5), (j + 0.5, i + 0.5)] for i, j in np.argwhere(kinds[1:] != kinds[:-1]).tolist()]
    axes.add_collection(LineCollection(upright + level, colors=INK, linewidths=1.5, capstyle="round"))


def _explain(figure: Shown, kinds: Any, threshold: Fraction | None) -> None:
    signs: list[tuple[Any, str]] = []
    if threshold is not None and len(np.unique(kinds)) > 1:
        signs.append((Line2D([], [], color=INK, linewidth=1.5), f"where the answer to “above {threshold}?” changes"))
    if (kinds == UNDECIDED).any():
        signs.append(
            (Patch(hatch=HATCH, edgecolor=MUTED, facecolor=PAPER), f"undecided: the interval contains {threshold}")
        )
    if (kinds == MISSING).any():
        signs.append((Patch(edgecolor=MUTED, facecolor=PAPER), "not computed"))
    if signs:
        handles, words = zip(*signs, strict=True)
        figure.legend(
            handles, words, loc="outside lower center", ncols=1, frameon=False, prop={"family": FONT, "size": SIZE}
        )


def as_number(value: Any) -> float | None:
    """A parameter as a number to draw; None if it is a name.

    Examples
    --------
    >>> as_number("1/2"), as_number("iid")
    (0.5, None)
    """
    try:
        return float(Fraction(value)) if isinstance(value, str | int | float | Fraction) else float(value)
    except (TypeError, ValueError):
        return None
