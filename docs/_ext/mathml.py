"""Formulas as MathML, which browsers show by themselves: the site needs no script from elsewhere to be read."""

import re

from docutils.nodes import SkipNode
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.util import logging

SPELLED = [  # what docutils does not read, as it would
    (re.compile(r"\\iff\b"), r"\\Longleftrightarrow"),
    (re.compile(r"\\setminus\b"), r"\\smallsetminus"),  # the sign that fonts have
    (re.compile(r"\\[td]?frac\s*(\d)\s*(\d)"), r"\\frac{\1}{\2}"),
    (re.compile(r"\\[td]frac\b"), r"\\frac"),
]


def converted(node, *, as_block):
    text = node.astext()
    for pattern, instead in SPELLED:
        text = pattern.sub(instead, text)
    try:
        return tex2mathml(text, as_block=as_block)
    except MathError as error:
        logging.getLogger(__name__).warning("formula %r: %s", text, error, location=node, type="mathml")
        return f"<code>{text}</code>"


def visit_inline(self, node):
    self.body.append(converted(node, as_block=False))
    raise SkipNode


def visit_displayed(self, node):
    self.body.append(self.starttag(node, "div", CLASS="math"))
    self.body.append(converted(node, as_block=True))
    self.body.append("</div>\n")
    raise SkipNode


def setup(app):
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_displayed, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
