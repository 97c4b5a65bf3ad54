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
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patheffects import withStroke
from matplotlib.textpath import TextPath

__all__ = ["COLOURS", "FONT", "INK", "LINE", "MARGIN", "MUTED", "PAPER", "SIZE", "Picture", "text_width"]

INK = "#000000"
MUTED = "#757575"
PAPER = "#ffffff"
COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442")
"""Blue, orange, green, purple, sky blue, vermilion, yellow."""

FONT = "DejaVu Sans"  # comes with matplotlib: a picture looks the same everywhere
SIZE = 9.0  # of letters; all lengths are in points
LINE = 1.3 * SIZE
MARGIN = 12.0


class Picture(Figure):
    """A figure measured in points from its upper left corner, one axes without frame; notebooks show it as it is."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__(figsize=(width / 72, height / 72), facecolor=PAPER)
        self._paper = self.add_axes((0, 0, 1, 1))
        self._paper.set(xlim=(0, width), ylim=(height, 0))
        self._paper.set_axis_off()

    def put(self, artist: Artist) -> None:
        """Add a line or a shape, in points."""
        self._paper.add_artist(artist)

    def write(self, x: float, y: float, words: str, *, scale: float = 1.0, **look: Any) -> None:
        """Add a line of text whose middle is at height `y`; nothing in it is read as a formula."""
        style: dict[str, Any] = {
            "fontsize": scale * SIZE,
            "fontfamily": FONT,
            "color": INK,
            "verticalalignment": "center",
        } | look
        style["path_effects"] = [withStroke(linewidth=2.5, foreground=PAPER)]  # readable where a line crosses
        self._paper.text(x, y, words, parse_math=False, **style)

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

    def _repr_png_(self) -> bytes:
        buffer = BytesIO()
        self.savefig(buffer, format="png", dpi=144)
        return buffer.getvalue()


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
