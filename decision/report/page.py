"""The convergence map as one self-contained HTML page: no scripts, no external resources."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files

from decision.catalog.problem import Cell, Entry, Problem, Statement
from decision.catalog.processes import options_given, process_text
from decision.problems.plan import Plan
from decision.problems.tree import Node
from decision.report.answers import Answer
from decision.report.python import python_lines
from decision.report.terminal import verdict_words
from decision.verdict import Status

__all__ = ["page"]

COMMON = 3
"""Assumption sets that at least so many theses of a paradigm share have a column of their own in its map."""


def page(entries: Sequence[Entry], found: Mapping[str, Answer], checked: str, certificates: Mapping[str, str]) -> str:
    """The page.

    Parameters
    ----------
    entries : sequence of Entry
    found : mapping of str to Answer
        By id of the cell.
    checked : str
        What the independent checker said of all files, in a sentence.
    certificates : mapping of str to str
        Address of each decided cell's file, relative to the page.
    """
    statuses = Counter(a.status.value for a in found.values())
    counts = ", ".join(f"{statuses[s.value]} {s.value}" for s in Status if statuses[s.value])
    missed = [a for a in found.values() if a.missed]
    alarm = f'<p class="missed">{len(missed)} of the answers are not the expected ones.</p>' if missed else ""
    body = "".join(
        _paradigm(p, [e for e in entries if e.paradigm == p], found, certificates) for p in _paradigms(entries)
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="decision reproduce">
<title>Convergence map</title>
<style>
{files("decision.report").joinpath("page.css").read_text(encoding="utf-8")}</style>
</head>
<body>
<a class="skip" href="#details">Skip the map</a>
<header>
<h1>Convergence map</h1>
<p>Under which assumptions about the distribution of an agent’s goals does each thesis about convergent preferences
hold, and under which does it fail?</p>
<p>{len(entries)} problems, {sum(len(e.statements) for e in entries)} theses, {len(found)} cells: {counts}.
{escape(checked)}</p>
{alarm}<p class="soft"><span class="chip HOLDS">HOLDS</span> for every goal distribution that satisfies the assumptions.
<span class="chip FAILS">FAILS</span> for at least one of them, which is shown.
<em>Certified</em>: an independent program accepted a proof or a
counterexample. <em>Theorem</em>: a named theorem whose hypotheses were checked. <em>Solver</em>: an exact or enclosed
number that the independent program does not compute. Under one law both sides are shown. Follow a link, or open a cell,
for the argument. In decision trees somebody chooses at [brackets], and chance at (parentheses). Decision
processes show, for each state, its actions and where they lead.</p>
</header>
<main>
{_map(entries, found)}
<div id="details">
{body}</div>
</main>
</body>
</html>
"""


def _paradigms(entries: Sequence[Entry]) -> list[str]:
    return list(dict.fromkeys(e.paradigm for e in entries))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- the map ----------------------------------------------------------------------------------------------------------


def _map(entries: Sequence[Entry], found: Mapping[str, Answer]) -> str:
    tables = (_map_table(p, [e for e in entries if e.paradigm == p], found) for p in _paradigms(entries))
    return f"<h2>The map</h2>\n{''.join(tables)}"


def _map_table(paradigm: str, entries: Sequence[Entry], found: Mapping[str, Answer]) -> str:
    columns = _columns(entries)
    head = "".join(f'<th scope="col">{_broken(label)}</th>' for label in columns)
    rows = "".join(_map_group(e, columns, found) for e in entries)
    return f"""<h3>{escape(_capital(paradigm))}</h3>
<div class="scroll" tabindex="0" role="region" aria-label="map: {escape(paradigm)}"><table class="map">
<thead><tr><th scope="col">thesis</th>{head}<th scope="col">other assumptions</th></tr></thead>
{rows}</table></div>
"""


def _columns(entries: Sequence[Entry]) -> list[str]:
    """Assumption sets with a column of their own, the shorter ones first."""
    listed = [label for e in entries for s in e.statements for label in dict.fromkeys(c.label for c in s.cells)]
    shared = [label for label, count in Counter(listed).items() if count >= COMMON]
    return sorted(shared, key=lambda label: (label != "nothing assumed", label.count("+"), label))


def _map_group(entry: Entry, columns: Sequence[str], found: Mapping[str, Answer]) -> str:
    title = f'<a href="#{_anchor(entry.id)}">{escape(entry.title)}</a>'
    rows = "".join(_map_row(s, columns, found) for s in entry.statements)
    head = f'<th class="group" colspan="{len(columns) + 2}" scope="rowgroup">{title}</th>'
    return f"<tbody><tr>{head}</tr>\n{rows}</tbody>\n"


def _map_row(statement: Statement, columns: Sequence[str], found: Mapping[str, Answer]) -> str:
    cells = {c.label: c for c in statement.cells}
    shared = "".join(
        f'<td data-given="{escape(label)}">{_link(cells[label], found)}</td>' if label in cells else "<td></td>"
        for label in columns
    )
    others = "".join(
        f"<li>{_broken(c.label)} {_link(c, found)}</li>" for c in statement.cells if c.label not in columns
    )
    other = f'<td data-given=""><ul class="other">{others}</ul></td>' if others else "<td></td>"
    return f'<tr><th scope="row">{escape(statement.says)}</th>{shared}{other}</tr>\n'


def _broken(label: str) -> str:
    """A label whose longest words may break before their second capital."""
    return re.sub(r"\b([A-Z][a-z]{7,})(?=[A-Z])", r"\1<wbr>", escape(label))


def _link(cell: Cell, found: Mapping[str, Answer]) -> str:
    return f'<a class="chip {found[cell.id].status.value}" href="#{_anchor(cell.id)}">{_words(found[cell.id])}</a>'


def _words(found: Answer) -> str:
    return escape(verdict_words(found).replace(" certified", ""))


def _anchor(identity: str) -> str:
    return identity.replace("/", ".")


# --- details ----------------------------------------------------------------------------------------------------------


def _paradigm(name: str, entries: Sequence[Entry], found: Mapping[str, Answer], certificates: Mapping[str, str]) -> str:
    return f"<h2>{escape(_capital(name))}</h2>\n" + "".join(_entry(e, found, certificates) for e in entries)


def _entry(entry: Entry, found: Mapping[str, Answer], certificates: Mapping[str, str]) -> str:
    statements = "".join(_statement(s, found, certificates) for s in entry.statements)
    return f"""<section>
<h3 id="{_anchor(entry.id)}">{escape(entry.title)} <span class="soft">[{escape(entry.id)}]</span></h3>
<p>{escape(entry.claims)} <span class="soft">Source: {escape(entry.source)}.</span></p>
{_processes(entry)}{_trees(entry)}{statements}</section>
"""


def _processes(entry: Entry) -> str:
    """The decision processes the theses are about, a state a line."""
    fields = entry.problem.mdps
    return "".join(
        f"""<figure><figcaption>{escape(f"{name}: {_conditions(options_given(fields[name]))}")}</figcaption>
<pre class="scroll tree" tabindex="0" aria-label="decision process {escape(name)}">{escape(text)}</pre></figure>
"""
        for name, text in ((name, process_text(mdp)) for name, mdp in entry.problem.processes.items())
    )


def _conditions(options: Mapping[str, object]) -> str:
    """What is said of a process besides its states."""
    return ", ".join(f"{key} {given}" for key, given in options.items() if key != "terminal")


def _trees(entry: Entry) -> str:
    """The decision trees the theses are about, as text, with the plans made in them."""
    return "".join(
        f"""<figure><figcaption>{escape(_caption(entry.problem, tree))}</figcaption>
<pre class="scroll tree" tabindex="0" aria-label="decision tree {escape(name)}">{escape(str(tree))}</pre></figure>
"""
        for name, tree in entry.problem.planned.items()
    )


def _caption(problem: Problem, tree: Node) -> str:
    """How the plans in a tree are written."""
    plans = [name for name in problem.plans if isinstance(p := problem.scope[name], Plan) and p.tree == tree]
    return ", ".join(f"{name} = {problem.plans[name]}" for name in plans)


def _statement(statement: Statement, found: Mapping[str, Answer], certificates: Mapping[str, str]) -> str:
    sentence = found[statement.cells[0].id].sentence
    cells = "".join(_cell(c, found[c.id], certificates.get(c.id, "")) for c in statement.cells)
    written = " ".join(statement.cells[0].thesis_text.split())
    problem = statement.cells[0].problem
    formal = [written, sentence] if problem.plans or problem.mdps else [sentence]
    lines = "".join(f"<p><code>{escape(line)}</code></p>\n" for line in formal)
    return f"<h4>{escape(statement.says)}</h4>\n{lines}{cells}"


def _cell(cell: Cell, found: Answer, certificate: str) -> str:
    missed = f' <span class="missed">{escape(found.missed)}</span>' if found.missed else ""
    saved = f'<a href="{escape(certificate)}">claim and certificate</a>' if certificate else "none"
    expected = f"{cell.expect.value if cell.expect else 'nothing'}: {cell.provenance}"
    table = (
        f'<div class="scroll numbers" tabindex="0" role="region" aria-label="counterexample">{found.countermodel}</div>'
        if found.countermodel
        else ""
    )
    return f"""<details class="cell">
<summary><span class="chip {found.status.value}">{escape(verdict_words(found))}</span><span
class="given">{escape(cell.label)}</span>{missed}</summary>
<div id="{_anchor(cell.id)}">
<pre>{escape(found.explanation)}</pre>
{table}<dl><dt>Expected</dt><dd>{escape(expected)}</dd><dt>File</dt><dd>{saved}</dd></dl>
<p class="soft">In Python:</p>
<pre class="scroll" tabindex="0">{escape(python_lines(cell))}</pre>
</div>
</details>
"""
