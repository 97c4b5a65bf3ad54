"""Pages of the catalogue, made from its data at every build.

Before reading, a page is written for each entry, with drawings of its trees and decision processes. Where
`build/reproduce` exists (`make reproduce` writes it), its page becomes part of the site and the answers it found
stand in the tables; a build does not compute them anew, since that takes minutes.
"""

import hashlib
import json
import shutil
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from decision import Chance, Decision
from decision.catalog.load import entries, entry
from decision.catalog.processes import process_text
from decision.errors import DecisionError
from decision.language.coordinates import PRESENT
from decision.report.python import python_lines

DOCS = Path(__file__).resolve().parents[1]
FOLDER = DOCS / "catalogue" / "entries"
COMPUTED = DOCS.parent / "build" / "reproduce"
WIDEST = 1400  # points; what is wider is shown as text only


def found():
    """The answers of the last `decision reproduce`, by cell; none if there was none."""
    file = COMPUTED / "map.json"
    return {cell["cell"]: cell for cell in json.loads(file.read_text(encoding="utf-8"))} if file.is_file() else {}


def file_name(identity):
    return identity.replace("/", "-")


def named(kind, name):
    return f"The {kind}" if name in (kind, "mdp") else f"The {kind} ``{name}``"


def tree_signs(tree):
    """What the signs of a drawing mean, of those that occur in it."""
    found = tree.nodes()
    signs = ["squares are choices"]
    if any(isinstance(node, Chance) for node in found):
        signs.append("circles are chance")
    if any(isinstance(node, Decision) and node.chooser != PRESENT for node in found):
        signs.append("colours say who chooses")
    return ", ".join(signs)


def process_signs(mdp):
    signs = "circles are states, arrows are actions"
    chance = any(len(mdp.row(s, a)) > 1 for s in mdp.states for a in mdp.actions(s))
    signs += ", small dots are chance" if chance else ""
    return signs + (", double circles are terminal states" if mdp.terminal else "")


def write(path, text):
    """Write what changed, so that unchanged pages are not read again."""
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def write_pages(app):
    pages = {FOLDER / f"{file_name(e.id)}.rst": e for e in entries()}
    for path in FOLDER.glob("*.rst"):
        if path not in pages:
            path.unlink()
    for path, e in pages.items():
        write(path, f"{e.title}\n{'=' * len(e.title)}\n\n.. catalogue-entry:: {e.id}\n")


def copy_computed(app, exception):
    if exception is None and app.builder.format == "html" and (COMPUTED / "index.html").is_file():
        shutil.copytree(COMPUTED, Path(app.outdir) / "reproduce", dirs_exist_ok=True)


class CatalogueIndex(SphinxDirective):
    def run(self):
        lines = []
        for paradigm in dict.fromkeys(e.paradigm for e in entries()):
            listed = [e for e in entries() if e.paradigm == paradigm]
            lines += [f".. rubric:: {paradigm[0].upper()}{paradigm[1:]}", "", ".. toctree::", "   :maxdepth: 1", ""]
            lines += [f"   entries/{file_name(e.id)}" for e in listed] + [""]
        return self.parse_text_to_nodes("\n".join(lines))


class Map(SphinxDirective):
    """One sentence that leads to the page of `decision reproduce`, or says how to make it."""

    def run(self):
        self.env.note_dependency(str(COMPUTED / "map.json"))
        cells = found()
        paragraph = nodes.paragraph()
        if cells:
            up = "../" * self.env.docname.count("/")
            paragraph += nodes.reference("", "The convergence map", refuri=f"{up}reproduce/index.html", internal=False)
            paragraph += nodes.Text(
                f" has all {len(cells)} answers on one page, each with its argument, its claim-and-certificate file "
                "and the lines of Python that reproduce it."
            )
        else:
            paragraph += nodes.Text("This build has no convergence map: ")
            paragraph += nodes.literal("", "make reproduce")
            paragraph += nodes.Text(" computes it in some minutes, and the next ")
            paragraph += nodes.literal("", "make docs")
            paragraph += nodes.Text(" puts it here. The tables show the expected answers.")
        return [paragraph]


class CatalogueEntry(SphinxDirective):
    required_arguments = 1

    def run(self):
        self.env.note_dependency(str(COMPUTED / "map.json"))
        self.entry = entry(self.arguments[0])
        self.cells = found()
        return [*self.head(), *self.pictures(), *[self.statement(s) for s in self.entry.statements]]

    def head(self):
        e = self.entry
        role = ":cite:t:"
        cited, messages = self.parse_inline(f"{role}`{e.source}`")
        about = nodes.paragraph("", "", nodes.Text(f"{e.paradigm[0].upper()}{e.paradigm[1:]}; "), *cited, *messages)
        about += [nodes.Text("; "), nodes.literal("", e.id), nodes.Text(".")]
        return [about, nodes.paragraph("", e.claims)]

    def pictures(self):
        problem = self.entry.problem
        for name, tree in problem.planned.items():
            yield from self.picture(name, tree, str(tree), f"{named('tree', name)}: {tree_signs(tree)}.")
        for name, mdp in problem.processes.items():
            text = process_text(mdp)
            yield from self.picture(name, mdp, text, f"{named('process', name)}: {process_signs(mdp)}.")
        for name, options in problem.menus.items():
            rows = "\n".join(
                f"{option}: " + " + ".join(f"{q} {w}" if str(q) != "1" else w for w, q in lottery.items())
                for option, lottery in options.items()
            )
            yield nodes.paragraph("", "", nodes.Text("The options of "), nodes.literal("", name), nodes.Text(":"))
            yield nodes.literal_block(rows, rows, language="none")

    def picture(self, name, thing, text, caption):
        """A drawing, or the text where there is none."""
        digest = hashlib.sha256(repr((name, text)).encode()).hexdigest()[:16]
        path = DOCS / "catalogue" / "pictures" / f"{digest}.png"
        if not path.is_file():
            try:
                drawn = thing.plot()
            except DecisionError:
                drawn = None
            if drawn is None or drawn.get_figwidth() * 72 > WIDEST:
                return [nodes.literal_block(text, text, language="none")]
            path.parent.mkdir(parents=True, exist_ok=True)
            drawn.savefig(path, dpi=144)
        lines = [
            f".. figure:: /catalogue/pictures/{digest}.png",
            "   :scale: 50 %",
            f"   :alt: {caption.replace('``', '')}",
            "",
            f"   {caption}",
        ]
        return self.parse_text_to_nodes("\n".join(lines))

    def statement(self, statement):
        section = nodes.section(ids=[nodes.make_id(statement.name)])
        section += nodes.title("", statement.says)
        written = " ".join(statement.cells[0].thesis_text.split())
        section += nodes.literal_block(written, written, language="python", classes=["thesis"])
        section += self.table(statement)
        lines = python_lines(statement.cells[0])
        section += nodes.paragraph("", "The first row in Python:")
        section += nodes.literal_block(lines, lines, language="python")
        return section

    def table(self, statement):
        heads = ["assumptions", "answer", "why expected"]
        group = nodes.tgroup(cols=3)
        group += [nodes.colspec(colwidth=w) for w in (38, 22, 40)]
        group += nodes.thead("", row(*[[nodes.Text(h)] for h in heads]))
        body = nodes.tbody()
        for cell in statement.cells:
            assumed = nodes.literal("", cell.label) if cell.given else nodes.Text(cell.label)
            body += row([assumed], self.answer(cell), [nodes.Text(cell.provenance)])
        group += body
        return nodes.table("", group, classes=["answers"])

    def answer(self, cell):
        known = self.cells.get(cell.id)
        if known is None:
            return [nodes.Text(f"{cell.expect.value} (expected)")]
        words = f"{known['status']} {known['evidence'].lower()}".removesuffix(" none")
        anchor = cell.id.replace("/", ".")
        link = nodes.reference("", words, refuri=f"../../reproduce/index.html#{anchor}", internal=False)
        return [nodes.inline("", "", link, classes=[f"answer-{known['status']}"])]


def row(*cells):
    return nodes.row("", *[nodes.entry("", nodes.paragraph("", "", *c)) for c in cells])


def setup(app):
    app.connect("builder-inited", write_pages)
    app.connect("build-finished", copy_computed)
    app.add_directive("catalogue-index", CatalogueIndex)
    app.add_directive("catalogue-entry", CatalogueEntry)
    app.add_directive("convergence-map", Map)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
