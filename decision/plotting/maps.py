"""Convergence maps: a row for each thesis, a column for each set of assumptions, the answer where they meet."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from matplotlib.patches import FancyBboxPatch

from decision.plotting.style import ANSWERS, LINE, MARGIN, PAPER, Picture, below_headline, headline_width, text_width
from decision.validation import check_nonempty
from decision.verdict import Status, Verdict

__all__ = ["plot_map"]

CELL = 2 * LINE
GAP = 6.0

Span = tuple[float, float]


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
    drawing = _Drawing(answers, title)
    drawing.draw()
    return drawing.picture


@dataclass(frozen=True)
class _Drawing:
    """The answers with all that decides where they stand; lengths in points, from the left and from the top."""

    answers: Mapping[str, Mapping[str, Verdict | Status]]
    title: str

    def draw(self) -> None:
        self.picture.headline(self.title)
        for name, (x, width) in self.columns.items():
            _lines(self.picture, x + width / 2, self.top - GAP, name, upwards=True, ha="center")
        for name, (y, height) in self.rows.items():
            _lines(self.picture, MARGIN, y + height / 2, name)
            for column, (x, width) in self.columns.items():
                if column in self.answers[name]:
                    _cell(self.picture, (x, y, width, height), self.answers[name][column])

    @cached_property
    def names(self) -> list[str]:
        """Of the columns."""
        return list(dict.fromkeys(c for row in self.answers.values() for c in row))

    @cached_property
    def columns(self) -> dict[str, Span]:
        """Where each column begins, and its width."""
        least = text_width("UNDECIDED", bold=True) + 2 * GAP
        return _spans(MARGIN + max(map(_width, self.answers)) + 2 * GAP, {c: max(_width(c), least) for c in self.names})

    @cached_property
    def rows(self) -> dict[str, Span]:
        """Where each row begins, and its height."""
        return _spans(self.top, {name: max(CELL, _height(name) + GAP) for name in self.answers})

    @cached_property
    def top(self) -> float:
        """Where the rows begin: below the title and the names of the columns."""
        return below_headline(self.title) + max(map(_height, self.names), default=0.0) + GAP

    @cached_property
    def picture(self) -> Picture:
        right, bottom = (max((a + b for a, b in s.values()), default=0.0) for s in (self.columns, self.rows))
        return Picture(max(right + GAP + MARGIN, headline_width(self.title)), bottom + GAP + MARGIN)


def _spans(start: float, sizes: Mapping[str, float]) -> dict[str, Span]:
    """One after the other, with gaps."""
    found: dict[str, Span] = {}
    for name, size in sizes.items():
        found[name] = (start, size)
        start += size + GAP
    return found


def _height(name: str) -> float:
    return (name.count("\n") + 1) * LINE


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
