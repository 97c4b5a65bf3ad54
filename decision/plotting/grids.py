"""Numbers on the cells of a grid: POWER, or values, of a gridworld."""

# matplotlib leaves the types of further keywords open.
# pyright: reportUnknownMemberType=false

from collections.abc import Mapping

from decision.plotting.style import INK, PAPER, SIZE, Chart
from decision.validation import check_known, check_nonempty

__all__ = ["plot_grid"]

CELL = 46.0
COLOURS = "cividis"  # made for colour-blind readers, and lightness grows with the number
WRITTEN = 150
"""Numbers are written into the cells of grids with at most so many."""


def plot_grid(
    values: Mapping[str, float], *, cells: Mapping[str, tuple[int, int]], title: str = "", label: str = ""
) -> Chart:
    """Draw numbers on a grid.

    Parameters
    ----------
    values : mapping of str to number
        By state.
    cells : mapping of str to (row, column)
        Where each state lies, from the upper left; cells without a state stay white.
    title : str, optional
    label : str, optional
        What the numbers are.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    UnknownName
        If a state with a value has no cell.
    InvalidValue
        If there is no value.

    Examples
    --------
    >>> picture = plot_grid({"a": 0.5, "b": 0.75}, cells={"a": (0, 0), "b": (0, 1)}, label="POWER")
    >>> picture.savefig("grid.svg")  # doctest: +SKIP
    """
    check_nonempty(values, "values")
    places = {s: cells[check_known(s, cells, "state in cells")] for s in values}
    rows, columns = (max(p[k] for p in places.values()) + 1 for k in (0, 1))
    missing = float("nan")
    table = [[missing] * columns for _ in range(rows)]
    for s, (i, j) in places.items():
        table[i][j] = float(values[s])
    size = max(9.0, min(CELL, 520 / max(rows, columns)))
    picture = Chart(columns * size + 90, rows * size + (40 if title else 20), title=title)
    field = picture.field
    image = field.imshow(table, cmap=COLOURS)
    field.set_axis_off()
    bar = picture.colorbar(image, ax=field, shrink=0.9)
    bar.set_label(label, fontsize=SIZE)
    bar.ax.tick_params(labelsize=0.9 * SIZE)
    bar.outline.set_visible(False)
    if len(values) <= WRITTEN:
        low, high = image.get_clim()
        for s, (i, j) in places.items():
            dark = float(values[s]) < (low + high) / 2
            field.text(
                j,
                i,
                f"{float(values[s]):.3f}",
                ha="center",
                va="center",
                fontsize=0.9 * SIZE,
                color=PAPER if dark else INK,
            )
    return picture
