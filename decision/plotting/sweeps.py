"""Sweeps as pictures: a curve with its intervals over one parameter, a heat map over two."""

# matplotlib leaves the types of further keywords open.
# pyright: reportUnknownMemberType=false

from typing import Any

import numpy as np

from decision.errors import InvalidValue
from decision.plotting.style import COLOURS, INK, PAPER, Shown
from decision.verbs.sweep import Sweep, as_number

__all__ = ["plot_sweep"]


def plot_sweep(sweep: Sweep, *, title: str | None = None, label: str = "value") -> Shown:
    """Draw a sweep over one or two parameters.

    Parameters
    ----------
    sweep : Sweep
    title : str, optional
    label : str, optional
        Name of the values.

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
    >>> plot_sweep(found).savefig("sweep.svg")  # doctest: +SKIP
    """
    if len(sweep.parameters) > 2:
        raise InvalidValue(
            f"sweep has the parameters {', '.join(sweep.parameters)}; at most two can be drawn, fix the others"
        )
    figure = Shown(figsize=(5.5, 3.8), facecolor=PAPER, layout="constrained")
    axes = figure.add_subplot()
    if len(sweep.parameters) == 1:
        _curve(axes, sweep, label)
    else:
        _map(figure, axes, sweep, label)
    if title:
        axes.set_title(title)
    return figure


def _curve(axes: Any, sweep: Sweep, label: str) -> None:
    names = [row.label[0] for row in sweep.rows]
    places = [as_number(x) for x in names]
    if None in places:
        places = list(range(len(names)))
        axes.set_xticks(places, [str(x) for x in names], rotation=20, ha="right")
    values = np.array([float(row.answer) for row in sweep.rows])
    ends = np.array([row.interval for row in sweep.rows])
    axes.errorbar(places, values, yerr=np.abs(ends.T - values), color=COLOURS[0], marker="o", capsize=3, linewidth=1.2)
    axes.set(xlabel=sweep.parameters[0], ylabel=label)


def _map(figure: Shown, axes: Any, sweep: Sweep, label: str) -> None:
    down, across = (list(dict.fromkeys(row.label[k] for row in sweep.rows)) for k in (0, 1))
    table = np.array([float(row.answer) for row in sweep.rows]).reshape(len(down), len(across))
    image = axes.imshow(table, cmap="cividis", aspect="auto", origin="lower")
    axes.set_xticks(range(len(across)), [str(x) for x in across])
    axes.set_yticks(range(len(down)), [str(x) for x in down])
    axes.set(xlabel=sweep.parameters[1], ylabel=sweep.parameters[0])
    if table.size <= 100:
        dark = (table.min() + table.max()) / 2
        for (i, j), value in np.ndenumerate(table):
            axes.text(j, i, f"{value:.3g}", ha="center", va="center", color=PAPER if value < dark else INK)
    figure.colorbar(image, label=label)
