"""Readable sentences and LaTeX for everything in the language."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from decision.exact import text
from decision.language.coordinates import PRESENT, coordinate
from decision.language.events import All, AnyOf, Compare, Event, Not
from decision.language.parametric import Parametric
from decision.language.quantities import Quantity, Term
from decision.language.theses import Thesis
from decision.language.values import Maximum, Node, Value
from decision.language.walk import nodes

__all__ = ["latex", "sentence"]

NODE_LIMIT = 2_000
"""A maximum or pick that takes more characters than this is written with dots in place of its parts."""


def sentence(thing: Any) -> str:
    """The expression as one line of plain text; a part of more than 2,000 characters is written `max(...)`.

    Examples
    --------
    >>> from decision import Pr, u
    >>> sentence(Pr(u("a") >= u("b"), given=u("a") > 0) >= "1/2")
    'Pr(u(a) >= u(b) given u(a) > 0) >= 1/2'
    """
    return _Writer(plain=True).write(thing)


def latex(thing: Any) -> str:
    r"""The expression as LaTeX, without dollar signs.

    Examples
    --------
    >>> from decision import Pr, u
    >>> print(latex(Pr(u("a") >= u("b")) >= "1/2"))
    \Pr\left(u(\mathrm{a}) \ge u(\mathrm{b})\right) \ge \frac{1}{2}
    """
    return _Writer(plain=False).write(thing)


_LATEX = {x: "\\" + x for x in "%&$#_{}"} | {
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "\\": r"\textbackslash{}",
}


class _Writer:
    """One grammar, two alphabets."""

    def __init__(self, *, plain: bool) -> None:
        self.plain = plain
        self.known: dict[Node, str] = {}

    def write(self, thing: Any) -> str:
        match thing:
            case Value():
                return self.value(thing)
            case Event():
                return self.event(thing)
            case Quantity():
                return self.quantity(thing)
            case Thesis(left, right, relation):
                return f"{self.quantity(left)} {self.sign(relation)} {self.quantity(right)}"
            case _:
                raise TypeError(f"{type(thing).__name__} is not part of the language")

    def value(self, value: Value) -> str:
        for node in nodes([value]):
            if node not in self.known:
                text = self.node(node, self.row)
                self.known[node] = text if len(text) <= NODE_LIMIT else self.node(node, self.dots)
        return self.affine(value)

    def affine(self, value: Value) -> str:
        terms = [(q, self.coordinate(w)) for w, q in value.coefficients]
        return self.total([*terms, *((q, self.known[n]) for n, q in value.nodes)], value.constant)

    def row(self, values: Iterable[Value], mark: str) -> str:
        return mark.join(self.affine(v) for v in values)

    def dots(self, *_: Any) -> str:
        return "..." if self.plain else r"\dots"

    def coordinate(self, name: str) -> str:
        owner, outcome = coordinate(name)
        if self.plain:
            return f"u({outcome})" if owner == PRESENT else f"{owner}:u({outcome})"
        escaped, owner = "".join(_LATEX.get(x, x) for x in outcome), "".join(_LATEX.get(x, x) for x in owner)
        return rf"u(\mathrm{{{escaped}}})" if owner == PRESENT else rf"u_{{\mathrm{{{owner}}}}}(\mathrm{{{escaped}}})"

    def node(self, node: Node, row: Callable[[tuple[Value, ...], str], str]) -> str:
        if isinstance(node, Maximum):
            inner = row(node.arguments, ", ")
            return f"max({inner})" if self.plain else rf"\max\left({inner}\right)"
        pay, by = row(node.pay, "; "), row(node.by, "; ")
        return (
            f"pick({pay} by {by}, ties {node.ties})"
            if self.plain
            else rf"\mathrm{{pick}}_{{\mathrm{{{node.ties}}}}}\left({pay} \mid {by}\right)"
        )

    def event(self, event: Event) -> str:
        match event:
            case Compare(left, right, strict):
                return f"{self.value(left)} {self.sign('>' if strict else '>=')} {self.value(right)}"
            case All(events):
                return self.joined(events, "and" if self.plain else r"\wedge", "always" if self.plain else r"\top")
            case AnyOf(events):
                return self.joined(events, "or" if self.plain else r"\vee", "never" if self.plain else r"\bot")
            case Not(inner):
                return f"not ({self.event(inner)})" if self.plain else rf"\neg\left({self.event(inner)}\right)"
            case _:
                raise TypeError(f"{type(event).__name__} is not an event")

    def joined(self, events: Iterable[Event], word: str, empty: str) -> str:
        parts = [f"({self.event(e)})" if isinstance(e, All | AnyOf) else self.event(e) for e in events]
        return f" {word} ".join(parts) or empty

    def quantity(self, quantity: Quantity) -> str:
        return self.total([(q, self.term(t)) for q, t in quantity.terms], quantity.constant)

    def term(self, term: Term) -> str:
        bar = " given " if self.plain else r" \mid "
        given = "" if term.given is None else bar + self.event(term.given)
        inner = (
            self.event(term.event)
            if term.event is not None
            else self.value(term.value)
            if term.value is not None
            else ""
        )
        name = ("Pr" if self.plain else r"\Pr") if term.event is not None else "E"
        return f"{name}({inner}{given})" if self.plain else rf"{name}\left({inner}{given}\right)"

    def sign(self, relation: str) -> str:
        return relation if self.plain else {">=": r"\ge", "<=": r"\le", "==": "="}.get(relation, relation)

    def number(self, q: Fraction) -> str:
        if isinstance(q, Parametric):
            return self.symbolic(q)
        if self.plain or q.denominator == 1:
            return text(q)
        return rf"\frac{{{q.numerator}}}{{{q.denominator}}}"

    def symbolic(self, q: Parametric) -> str:
        if not self.plain:
            import sympy

            written: Any = sympy.latex
            body = written(q.expression)
            return body if q.expression.is_Symbol else rf"\left({body}\right)"
        return str(q) if q.expression.is_Symbol else f"({q})"

    def total(self, terms: list[tuple[Fraction, str]], constant: Fraction) -> str:
        out = ""
        for q, body in terms:
            sign, size = _signed(q)
            out += sign + ("" if size == 1 else f"{self.number(size)} ") + body
        if constant or not terms:
            sign, size = _signed(constant)
            out += sign + self.number(size)
        return out[3:] if out.startswith(" + ") else "-" + out[3:]


def _signed(q: Fraction) -> tuple[str, Fraction]:
    """A sign to write in front, and what follows it."""
    if isinstance(q, Parametric):
        flipped = q.expression.could_extract_minus_sign() and (-q).expression.is_Symbol
        return (" - ", -q) if flipped else (" + ", q)
    return (" - ", -q) if q < 0 else (" + ", q)
