"""What all pictures share: colours that colour-blind readers tell apart, type, and a figure that shows itself.

Pictures are made without `pyplot`, so they need no display and touch no global state. The colours are those of
:cite:p:`Wong2011`.
"""

# matplotlib leaves the types of further keywords open.
# pyright: reportUnknownMemberType=false

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patheffects import withStroke
from matplotlib.textpath import TextPath

__all__ = [
    "ANSWERS",
    "COLOURS",
    "FONT",
    "INK",
    "LINE",
    "MARGIN",
    "MUTED",
    "PAPER",
    "SIZE",
    "Chart",
    "Picture",
    "Shown",
    "below_headline",
    "blended",
    "headline_width",
    "text_width",
]

INK = "#000000"
MUTED = "#757575"
PAPER = "#ffffff"
COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442")
"""Blue, orange, green, purple, sky blue, vermilion, yellow."""

ANSWERS = {"HOLDS": "#0072b2", "FAILS": "#d55e00", "UNDECIDED": "#757575"}
"""The colour of each status; its word or shape always stands beside it."""

FONT = "DejaVu Sans"  # comes with matplotlib: a picture looks the same everywhere
SIZE = 9.0  # of letters; all lengths are in points
LINE = 1.3 * SIZE
MARGIN = 12.0


class Shown(Figure):
    """A figure that a notebook shows by itself."""

    def _repr_png_(self) -> bytes:
        buffer = BytesIO()
        self.savefig(buffer, format="png", dpi=144)
        return buffer.getvalue()


class Picture(Shown):
    """A figure measured in points from its upper left corner, one axes without frame; notebooks show it as it is."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__(figsize=(width / 72, height / 72), facecolor=PAPER)
        self._paper = self.add_axes((0, 0, 1, 1))
        self._paper.set(xlim=(0, width), ylim=(height, 0))
        self._paper.set_axis_off()

    def put(self, artist: Artist) -> None:
        """Add a line or a shape, in points."""
        self._paper.add_artist(artist)

    def write(self, x: float, y: float, words: str, *, scale: float = 1.0, plain: bool = False, **look: Any) -> None:
        """Add a line of text whose middle is at height `y`, haloed unless plain; nothing in it is read as a formula."""
        style: dict[str, Any] = {
            "fontsize": scale * SIZE,
            "fontfamily": FONT,
            "color": INK,
            "verticalalignment": "center",
        } | look
        if not plain:
            style["path_effects"] = [withStroke(linewidth=2.5, foreground=PAPER)]  # readable where a line crosses
        self._paper.text(x, y, words, parse_math=False, **style)

    def headline(self, title: str) -> None:
        """Write the title, if there is one, in the upper left corner."""
        if title:
            self.write(MARGIN, MARGIN + LINE / 2, title, scale=1.2, weight="bold")

    def explain(self, samples: Sequence[tuple[Artist, str]]) -> None:
        """Say at the foot what colours and lines mean."""
        if samples:
            self._paper.legend(
                [handle for handle, _ in samples],
                [words for _, words in samples],
                loc="lower left",
                bbox_to_anchor=(MARGIN, self.get_figheight() * 72 - MARGIN),
                bbox_transform=self._paper.transData,
                ncols=len(samples),
                frameon=False,
                borderpad=0,
                borderaxespad=0,
                prop=FontProperties(family=FONT, size=0.95 * SIZE),
            )


class Chart(Shown):
    """A figure with axes for numbers: the same type and lines as the other pictures. Lengths in points."""

    def __init__(self, width: float, height: float, *, title: str = "") -> None:
        super().__init__(figsize=(width / 72, height / 72), facecolor=PAPER, layout="constrained")
        self.field: Axes = self.add_subplot()
        self.field.spines[["top", "right"]].set_visible(False)
        self.field.tick_params(labelsize=0.9 * SIZE, labelfontfamily=FONT)
        self.field.set_title(title, **_type(1.2), fontweight="bold", loc="left", parse_math=False)

    def name_axes(self, across: str, up: str) -> None:
        """Say what is measured along each axis."""
        self.field.set_xlabel(across, **_type())
        self.field.set_ylabel(up, **_type())

    def explain(self, **where: Any) -> None:
        """Say which line is which."""
        self.field.legend(frameon=False, prop=FontProperties(family=FONT, size=0.95 * SIZE), **where)


def blended(colour: str, alpha: float) -> tuple[float, float, float]:
    """The colour as it looks on paper at this opacity: lines behind it do not show through.

    Examples
    --------
    >>> blended("#000000", 0.5)
    (0.5, 0.5, 0.5)
    """
    red, green, blue = (alpha * c + 1 - alpha for c in to_rgb(colour))
    return red, green, blue


def _type(scale: float = 1.0) -> dict[str, Any]:
    return {"fontsize": scale * SIZE, "fontfamily": FONT}


def below_headline(title: str) -> float:
    """Where the picture begins below its title.

    Examples
    --------
    >>> below_headline("") < below_headline("a title")
    True
    """
    return MARGIN + (2 * LINE if title else 0)


def headline_width(title: str) -> float:
    """Room that the title needs from margin to margin.

    Examples
    --------
    >>> headline_width("short") < headline_width("a longer title")
    True
    """
    return text_width(title, 1.2, bold=True) + 2 * MARGIN


def text_width(text: str, scale: float = 1.0, *, bold: bool = False) -> float:
    """Width of a line of text.

    Examples
    --------
    >>> text_width("w") < text_width("wider")
    True
    """
    if not text.strip():
        return 0.0
    font = FontProperties(family=FONT, weight="bold" if bold else "normal")
    path = TextPath((0, 0), text.replace("$", "S"), size=scale * SIZE, prop=font)
    return float(path.get_extents().x1)
