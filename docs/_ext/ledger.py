"""Directives that show the ledger of theorems, `proofs/index.toml`, in the pages.

.. theorem:: turner2021/6.6        one entry: statement, formula, source, status, and what checks it
.. ledger::                        a table of all entries, by status
"""

import tomllib
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

INDEX = Path(__file__).resolve().parents[2] / "proofs" / "index.toml"
WORDS = {
    "object": "Python",
    "python": "Python",
    "certificate": "certificate",
    "test": "test",
    "tests": "tests",
    "coq": "Coq",
    "assumptions": "assumptions used",
}
ORDER = ("refuted", "open", "coq", "certificate")  # what is not shown stands before what is


def theorems():
    return {entry["id"]: entry for entry in tomllib.loads(INDEX.read_text(encoding="utf-8"))["theorem"]}


def place(status):
    return (ORDER.index(status) if status in ORDER else len(ORDER), status)


def label(identity):
    return "theorem-" + "".join(c if c.isalnum() else "-" for c in identity)


def listed(given):
    return [given] if isinstance(given, str) else [str(g) for g in given]


def worded(text):
    """The nodes of a statement: what stands between backticks is code."""
    parts = text.split("`")
    return [nodes.literal("", part) if k % 2 else nodes.Text(part) for k, part in enumerate(parts) if part]


class Ledgered(SphinxDirective):
    """What both directives share."""

    def entries(self):
        self.env.note_dependency(str(INDEX))
        return theorems()

    def cite(self, key):
        """A citation; the role is written as the page's language has it."""
        rst = str(self.env.doc2path(self.env.docname)).endswith(".rst")
        role = ":cite:t:" if rst else "{cite:t}"
        parsed, messages = self.parse_inline(f"{role}`{key}`")
        return [*parsed, *messages]

    def box(self, entry):
        box = nodes.admonition(classes=["theorem", f"status-{entry['status'].partition(',')[0].replace(' ', '-')}"])
        box += nodes.title("", f"{entry['id']}: {entry['status']}")
        box += nodes.paragraph("", "", *worded(entry["statement"]))
        if entry.get("latex"):
            box += nodes.math_block(entry["latex"], entry["latex"], nowrap=False, number=None)
        box += self.fields(entry)
        return box

    def fields(self, entry):
        """A line for each thing the entry names."""
        lines = []
        if entry.get("source"):
            number = f", {entry['number']}" if entry.get("number") else ""
            lines.append(("source", [*self.cite(entry["source"]), nodes.Text(number)]))
        for key, word in WORDS.items():
            if entry.get(key):
                parts = [self.named(key, name) for name in listed(entry[key])]
                lines.append((word, [x for p in parts for x in (nodes.Text(", "), p)][1:]))
        return [
            nodes.paragraph("", "", nodes.strong("", word), nodes.Text(": "), *content, classes=["entry-line"])
            for word, content in lines
        ]

    def named(self, key, name):
        """A name; that of a certificate leads to its entry of the catalogue."""
        if key == "assumptions":
            return nodes.Text(name)
        literal = nodes.literal("", name)
        entry = "-".join(name.split("/")[:2])
        if key != "certificate" or not (INDEX.parents[1] / "docs" / "catalogue" / "entries" / f"{entry}.rst").is_file():
            return literal
        up = "../" * self.env.docname.count("/")
        return nodes.reference("", "", literal, refuri=f"{up}catalogue/entries/{entry}.html", internal=True)


class Theorem(Ledgered):
    required_arguments = 1

    def run(self):
        known = self.entries()
        if self.arguments[0] not in known:
            raise self.error(f"{self.arguments[0]!r} is not in {INDEX.name}")
        return [self.box(known[self.arguments[0]])]


class Ledger(Ledgered):
    def run(self):
        known = self.entries()
        statuses = sorted({e["status"] for e in known.values()}, key=place)
        return [self.section(status, [e for e in known.values() if e["status"] == status]) for status in statuses]

    def section(self, status, entries):
        anchor, title = nodes.make_id(f"status {status}"), f"{status[0].upper()}{status[1:]} ({len(entries)})"
        self.env.domains["std"].note_hyperlink_target(anchor, self.env.docname, anchor, title)
        section = nodes.section("", nodes.title("", title), ids=[anchor])
        for entry in entries:
            box = self.box(entry)
            box["ids"].append(label(entry["id"]))
            section += box
        return section


def setup(app):
    app.add_directive("theorem", Theorem)
    app.add_directive("ledger", Ledger)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
