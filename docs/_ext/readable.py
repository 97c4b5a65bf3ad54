"""A built page that shows markup instead of what it means is a warning, and so is a picture without words.

What is looked for: backticks, roles, dollars and TeX commands in running text; images without a text in their place, or
with a file name as one; figures without a caption; pictures of an example without a line that says what to see.
"""

import re
from html.parser import HTMLParser
from pathlib import Path

RAW = re.compile(r"`|\$\S[^$]*\$|\\[a-zA-Z(\[]|:cite\b|\{cite\b")
VERBATIM = {"code", "pre", "script", "style", "math", "template", "kbd"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    """What a page says outside code and formulas, its images, and its figures."""

    def __init__(self, text):
        super().__init__()
        self.stack, self.words = [], []
        self.images, self.figures, self.pictures = [], [], 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.stack.append(tag)
        if "main" not in self.stack:
            return
        if tag == "figure":
            self.figures.append("")
        if tag == "img":
            found = dict(attrs)
            self.images.append((found.get("src", ""), found.get("alt")))
            self.pictures += "sphx-glr-single-img" in (found.get("class") or "")

    def handle_endtag(self, tag):
        while tag in self.stack and self.stack.pop() != tag:
            pass

    def handle_data(self, data):
        if "main" in self.stack and not VERBATIM & set(self.stack):
            self.words.append(data)
            if "figcaption" in self.stack:
                self.figures[-1] += data.strip()


def faults(text):
    """What is wrong with the HTML of a page, a line each."""
    page = Page(text)
    for words in page.words:
        if RAW.search(words):
            yield f"shows markup: {' '.join(words.split())[:80]!r}"
    for source, alt in page.images:
        if alt is None or alt.endswith((".png", ".svg")):
            yield f"image without words: {source}"
    yield from ["figure without caption" for caption in page.figures if not caption]
    seen = "".join(page.words).count("What to see:")
    if seen < page.pictures:
        yield f"{page.pictures} pictures, and {seen} times what to see"


def check(app, exception):
    from sphinx.util import logging  # the tests look for faults without it

    if exception is not None or app.builder.format != "html":
        return
    out = Path(app.outdir)
    for path in sorted(out.rglob("*.html")):
        if path.relative_to(out).parts[0] not in {"_static", "reproduce"}:
            for fault in faults(path.read_text(encoding="utf-8")):
                logging.getLogger(__name__).warning("%s %s", path.relative_to(out), fault, type="readable")


def setup(app):
    app.connect("build-finished", check, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
