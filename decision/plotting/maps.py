"""Convergence maps: a row for each thesis, a column for each set of assumptions, the answer where they meet."""

from collections.abc import Mapping

from matplotlib.patches import FancyBboxPatch

from decision.plotting.style import ANSWERS, LINE, MARGIN, PAPER, Picture, text_width
from decision.validation import check_nonempty
from decision.verdict import Status, Verdict

__all__ = ["plot_map"]

CELL = 2 * LINE
GAP = 6.0


def plot_map(answers: Mapping[str, Mapping[str, Verdict | Status]], *, title: str = "") -> Picture:
    """Draw the answers to theses under sets of assumptions.

    Parameters
    ----------
    answers : mapping of str to mapping of str to Verdict or Status
        For each thesis the answer under each set of assumptions, in words; where one is missing, the cell stays
        empty. Line breaks in the names are kept.
    title : str, optional

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    InvalidValue
        If there is no thesis.

    Examples
    --------
    >>> from decision import Exchangeable, NoTies, Pr, decide, u
    >>> thesis = Pr(u("a") >= u("b")) >= "1/2"
    >>> picture = plot_map({"a is no worse": {"no ties": decide(thesis, given=[NoTies()]),
    ...                                       "exchangeable": decide(thesis, given=[Exchangeable()])}})
    >>> picture.savefig("map.svg")  # doctest: +SKIP
    """
    check_nonempty(answers, "answers")
    columns = list(dict.fromkeys(c for row in answers.values() for c in row))
    first = max(_width(name) for name in answers)
    wide = [max(_width(c), text_width("UNDECIDED", bold=True) + 2 * GAP) for c in columns]
    top = MARGIN + (2 * LINE if title else 0)
    head = max((c.count("\n") + 1 for c in columns), default=0) * LINE + GAP
    heights = [max(CELL, (name.count("\n") + 1) * LINE + GAP) for name in answers]
    left = MARGIN + first + 2 * GAP
    width = max(left + sum(wide) + len(wide) * GAP, text_width(title, 1.2, bold=True) + MARGIN) + MARGIN
    picture = Picture(width, top + head + sum(heights) + len(heights) * GAP + MARGIN)
    if title:
        picture.write(MARGIN, MARGIN + LINE / 2, title, scale=1.2, weight="bold")
    places = [left + sum(wide[:k]) + k * GAP for k in range(len(columns))]
    for name, x, w in zip(columns, places, wide, strict=True):
        _lines(picture, x + w / 2, top + head - GAP, name, upwards=True, ha="center")
    y = top + head
    for (name, row), height in zip(answers.items(), heights, strict=True):
        _lines(picture, MARGIN, y + height / 2, name)
        for column, x, w in zip(columns, places, wide, strict=True):
            if column in row:
                _cell(picture, (x, y, w, height), row[column])
        y += height + GAP
    return picture


def _width(name: str) -> float:
    return max(text_width(line) for line in name.split("\n"))


def _lines(picture: Picture, x: float, y: float, name: str, *, upwards: bool = False, ha: str = "left") -> None:
    """Lines of text centred about `y`, or ending there."""
    lines = name.split("\n")
    start = y - (len(lines) - 0.5) * LINE if upwards else y - (len(lines) - 1) * LINE / 2
    for k, line in enumerate(lines):
        picture.write(x, start + k * LINE, line, ha=ha)


def _cell(picture: Picture, box: tuple[float, float, float, float], answer: Verdict | Status) -> None:
    status = answer.status if isinstance(answer, Verdict) else answer
    x, y, w, h = box
    shape = FancyBboxPatch((x + 2, y + 2), w - 4, h - 4, boxstyle="round,pad=2", linewidth=0)
    shape.set_facecolor(ANSWERS[status.value])
    picture.put(shape)
    picture.write(x + w / 2, y + h / 2, status.value, ha="center", color=PAPER, weight="bold", plain=True)
