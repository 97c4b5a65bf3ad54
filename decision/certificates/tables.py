"""Countermodels as small tables, in text and HTML."""

from collections.abc import Sequence
from html import escape
from typing import Any

from decision.certificates.laws import atoms_of
from decision.language.claims import Claim

__all__ = ["law_html", "law_table"]

SHOWN = 12


def _rows(claim: Claim, law: dict[str, Any]) -> tuple[list[str], list[list[str]], str]:
    """Header, rows and a closing remark."""
    names = [*claim.outcomes, *claim.constants]
    if "marginals" in law:
        rows = [[w, str(q), str(low), str(high)] for w in claim.outcomes[:1] for q, low, high in law["marginals"][w]]
        same = len({str(p) for p in law["marginals"].values()}) == 1
        remark = "the utilities are independent" + (", each with this law" if same else f"; the law of {claim.outcomes[0]} is shown")
        return ["outcome", "weight", "low", "high"], rows, remark
    if "orbit" in law:
        rows = [[q, *(goal[w] for w in names)] for q, goal in law["orbit"]]
        count = len(atoms_of(claim, law))
        remark = f"each goal stands for its images under the symmetries, {count} goals in all" if count > len(rows) else "a finite law"
    else:
        atoms = atoms_of(claim, law)
        rows = [[str(q), *(str(goal[w]) for w in names)] for q, goal in atoms]
        remark = "a finite law"
    if "radius" in law:
        remark += f"; plus independent uniform noise of at most {law['radius']} in each utility"
    return ["weight", *names], rows, remark


def law_table(claim: Claim, law: dict[str, Any]) -> str:
    """A law as lines of text."""
    header, rows, remark = _rows(claim, law)
    shown = [header, *rows[:SHOWN]]
    widths = [max(len(r[i]) for r in shown) for i in range(len(header))]
    lines = ["  ".join(x.rjust(n) for x, n in zip(r, widths, strict=True)) for r in shown]
    more = [f"... {len(rows) - SHOWN} more"] if len(rows) > SHOWN else []
    return "\n".join([*lines, *more, f"({remark})"])


def law_html(claim: Claim, law: dict[str, Any]) -> str:
    """A law as an HTML table."""
    header, rows, remark = _rows(claim, law)

    def line(tag: str, cells: Sequence[str]) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(c)}</{tag}>" for c in cells) + "</tr>"

    body = "".join(line("td", r) for r in rows[:SHOWN])
    return f"<table><thead>{line('th', header)}</thead><tbody>{body}</tbody></table><p>{escape(remark)}</p>"
