"""Countermodels as small tables, in text and HTML."""

import textwrap
from collections.abc import Sequence
from fractions import Fraction
from html import escape
from typing import Any

from decision.certificates.laws import atoms_of, orbit_size
from decision.exact import text
from decision.language.claims import Claim

__all__ = ["law_html", "law_table"]

SHOWN = 12
COUNTED = 4_000
WIDTH = 100


def _rows(claim: Claim, law: dict[str, Any]) -> tuple[list[str], list[list[str]], str]:
    """Header, rows and a closing remark."""
    if "marginals" in law:
        return _product_rows(claim, law)
    if "normal" in law:
        pairs = [f"{q} for {v} and {w}" for v, w, q in law["normal"].get("correlated", [])]
        remark = "the utilities are independent and normal"
        remark = f"the utilities are normal with correlation {', '.join(pairs)}, else independent" if pairs else remark
        return ["mean", "variance"], [[law["normal"]["center"], "1"]], remark
    names = [*claim.outcomes, *claim.constants]
    if "orbit" in law:
        rows = [[q, *(goal[w] for w in names)] for q, goal in law["orbit"]]
        count = orbit_size(claim, law, most=COUNTED)
        many = f"more than {COUNTED:,}" if count is None else f"{count:,}"
        stands = f"each goal stands for its images under the symmetries, {many} goals in all"
        remark = "a finite law" if count == len(rows) else stands
    else:
        atoms = atoms_of(claim, law)
        rows = [[text(q), *(text(goal[w]) for w in names)] for q, goal in atoms]
        remark = "a finite law"
    if "radius" in law:
        remark += f"; plus independent uniform noise of at most {law['radius']} in each utility"
    return ["weight", *names], rows, remark


def _product_rows(claim: Claim, law: dict[str, Any]) -> tuple[list[str], list[list[str]], str]:
    pieces = law["marginals"]
    same = len({str(pieces[w]) for w in claim.outcomes}) == 1
    shown = claim.outcomes[:1] if same else claim.outcomes
    rows = [
        [*([] if same else [w]), q, _interval(Fraction(low), Fraction(high))]
        for w in shown
        for q, low, high in pieces[w]
    ]
    remark = "the utilities are independent and uniform on each interval" + (", all with this law" if same else "")
    return [*([] if same else ["outcome"]), "weight", "utility"], rows, remark


def _interval(low: Fraction, high: Fraction) -> str:
    """`[low, high]`, or its middle and half-width where that is shorter."""
    if low == high:
        return text(low)
    ends = f"[{text(low)}, {text(high)}]"
    middle = f"{text((low + high) / 2)} ± {text((high - low) / 2)}"
    return min(ends, middle, key=len)


def law_table(claim: Claim, law: dict[str, Any], *, remark: bool = True) -> str:
    """A law as lines of text.

    Parameters
    ----------
    claim : Claim
        Names the outcomes.
    law : dict
        As the certificate states it.
    remark : bool
        Whether a line below says how to read the table.

    Examples
    --------
    >>> from decision import Exchangeable, Pr, u
    >>> from decision.goals.claims import claims
    >>> claim = claims(Pr(u("a") >= u("b")) >= "3/4", [Exchangeable()])[0]
    >>> print(law_table(claim, {"orbit": [["1", {"a": "-1/2", "b": "1"}]]}))
    weight     a  b
         1  -1/2  1
    (each goal stands for its images under the symmetries, 2 goals in all)
    """
    header, rows, below = _rows(claim, law)
    shown = [header, *rows[:SHOWN]]
    widths = [max(len(r[i]) for r in shown) for i in range(len(header))]
    lines = ["  ".join(x.rjust(n) for x, n in zip(r, widths, strict=True)) for r in shown]
    more = [f"... {len(rows) - SHOWN} more"] if len(rows) > SHOWN else []
    return "\n".join([*lines, *more, *(textwrap.wrap(f"({below})", WIDTH) if remark else [])])


def law_html(claim: Claim, law: dict[str, Any]) -> str:
    """A law as an HTML table.

    Examples
    --------
    >>> from decision.language.theses import Inequality
    >>> claim = Claim(("a",), (), Inequality((), Fraction(0), ">="), ())
    >>> "<td>1/2</td>" in law_html(claim, {"atoms": [["1", {"a": "1/2"}]]})
    True
    """
    header, rows, remark = _rows(claim, law)

    def line(tag: str, cells: Sequence[str]) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(c)}</{tag}>" for c in cells) + "</tr>"

    body = "".join(line("td", r) for r in rows[:SHOWN])
    more = f"<p>... {len(rows) - SHOWN} more</p>" if len(rows) > SHOWN else ""
    return f"<table><thead>{line('th', header)}</thead><tbody>{body}</tbody></table>{more}<p>{escape(remark)}</p>"
