"""A probability as a parameter of the goal distribution moves, against the value without bias."""

# matplotlib leaves the types of further keywords open.
# pyright: reportUnknownMemberType=false

from collections.abc import Mapping
from fractions import Fraction
from typing import SupportsFloat

from decision.exact import Rational, rational
from decision.plotting.style import COLOURS, INK, Chart
from decision.validation import check_nonempty

__all__ = ["plot_curve"]


def plot_curve(
    points: Mapping[Rational, SupportsFloat],
    *,
    fair: Rational,
    across: str,
    up: str,
    title: str = "",
) -> Chart:
    """Draw how a probability depends on a parameter, and where it crosses the value without bias.

    Parameters
    ----------
    points : mapping of rational to number
        Parameter to probability.
    fair : rational
        The value without bias; drawn as a line.
    across, up : str
        What is measured along the axes.
    title : str, optional

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    InvalidValue
        If there is no point.

    Examples
    --------
    >>> picture = plot_curve({"1/2": 0.31, 1: 0.333, 2: 0.366}, fair="1/3", across="tail index", up="probability")
    >>> picture.savefig("curve.svg")  # doctest: +SKIP
    """
    check_nonempty(points, "points")
    level = float(rational(fair, "fair"))
    found = sorted((rational(x, "parameter"), float(y)) for x, y in points.items())
    picture = Chart(380, 250, title=title)
    picture.name_axes(across, up)
    xs, ys = [float(x) for x, _ in found], [y for _, y in found]
    picture.field.axhline(level, color=INK, linewidth=0.9, linestyle=(0, (4, 2.5)), label=f"no bias: {Fraction(fair)}")
    picture.field.plot(xs, ys, color=COLOURS[0], linewidth=1.6, marker="o", markersize=4)
    picture.field.fill_between(
        xs,
        ys,
        level,
        where=[y >= level for y in ys],
        color=COLOURS[0],
        alpha=0.15,
        interpolate=True,
        linewidth=0,
        label="favoured",
    )
    picture.field.fill_between(
        xs,
        ys,
        level,
        where=[y <= level for y in ys],
        color=COLOURS[5],
        alpha=0.2,
        interpolate=True,
        linewidth=0,
        label="disfavoured",
    )
    picture.explain(loc="best")
    return picture
