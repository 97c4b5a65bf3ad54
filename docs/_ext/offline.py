"""A built page that would fetch anything from another machine is a warning: the site can be read offline."""

import re
from pathlib import Path

from sphinx.util import logging

FETCHED = re.compile(
    r"""<(?:script|img|iframe|source|video|audio|embed)\b[^>]*\bsrc=["']?(?:https?:)?//[^"'>\s]+"""
    r"""|<link\b[^>]*\bhref=["']?(?:https?:)?//[^"'>\s]+"""
    r"""|@import[^;]*(?:https?:)?//[^;]+|url\(["']?(?:https?:)?//[^)]+"""
)


def check(app, exception):
    if exception is not None or app.builder.format != "html":
        return
    for path in sorted(p for p in Path(app.outdir).rglob("*") if p.suffix in {".html", ".css"}):
        for found in FETCHED.findall(path.read_text(encoding="utf-8")):
            logging.getLogger(__name__).warning("%s fetches %s", path.relative_to(app.outdir), found, type="offline")


def setup(app):
    app.connect("build-finished", check, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
