"""Laws in words, and what a thesis evaluates to under them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import Any

from decision.certificates.laws import cells_of, orbit_size
from decision.certificates.name_words import Names
from decision.certificates.plain_words import counted, listing
from decision.exact import text
from decision.language.claims import Claim
from decision.language.events import All, AnyOf, Compare, Event, Not
from decision.language.printing import sentence
from decision.language.theses import Weighted
from decision.language.values import Maximum, Node, Value, affine
from decision.language.walk import comparisons, nodes

__all__ = ["evaluation_words", "law_words", "terms_under"]

CELLS = 3_000
WORK = 40_000
"""Cells, and cells times coefficients, beyond which no value is computed here."""

Json = dict[str, Any]
Interval = tuple[Fraction, Fraction]
Difference = tuple[Value, list[tuple[str, int]], int]
"""The two sides of a comparison subtracted; its linear part with integer coefficients."""


def law_words(claim: Claim, law: Json) -> str:
    """A law as a phrase.

    Examples
    --------
    >>> from decision.language.theses import Inequality
    >>> claim = Claim(("a", "b"), (), Inequality((), Fraction(0), ">="), ())
    >>> law_words(claim, {"atoms": [["1", {"a": "0", "b": "1/2"}]]})
    'the goal with u(a) = 0 and u(b) = 1/2, for certain'
    """
    if "normal" in law:
        pairs = [f"{q} for {v} and {w}" for v, w, q in law["normal"].get("correlated", [])]
        kind = f"normal utilities with correlation {listing(pairs)}, else independent," if pairs else ""
        return f"{kind or 'independent normal utilities'} with mean {law['normal']['center']} and variance 1"
    if "marginals" in law:
        return _product_words(claim, law)
    listed = law.get("atoms") or law["orbit"]
    size = orbit_size(claim, law, most=CELLS)
    many = f"more than {CELLS:,}" if size is None else counted(size)
    noise = f", plus independent uniform noise of at most {law['radius']} in each utility" if "radius" in law else ""
    goal = "with " + listing(
        [f"{_name(claim, w)} = {x}" for w, x in listed[0][1].items() if w in claim.outcomes], most=12
    )
    values = {listed[0][1][w] for w in claim.outcomes}
    goal = f"that gives every outcome utility {min(values)}" if len(values) == 1 < len(claim.outcomes) else goal
    if size == 1:
        return f"the goal {goal}" + (noise or ", for certain")
    if "orbit" in law and len(listed) == 1:
        return f"the goal {goal} and its images under the symmetries, {many} in all and equally likely{noise}"
    if size is not None and size == len(listed):
        return f"a law on {counted(size, 'goal')}{noise}"
    return f"{counted(len(listed), 'goal')} with all images under the symmetries, {many} in all{noise}"


def _name(claim: Claim, w: str) -> str:
    return sentence(affine({w: Fraction(1)})) if w in claim.outcomes else w


def _product_words(claim: Claim, law: Json) -> str:
    pieces = [law["marginals"][w] for w in claim.outcomes]
    same = all(p == pieces[0] for p in pieces)
    if same and len(pieces[0]) == 1:
        return f"independent utilities, each uniform between {pieces[0][0][1]} and {pieces[0][0][2]}"
    sizes = {len(p) for p in pieces}
    how = (
        f"each spread over {counted(len(pieces[0]), 'interval')}"
        if len(sizes) == 1
        else "each spread over a few intervals"
    )
    return f"independent{', identically distributed' if same else ''} utilities, {how}"


def _difference(value: Value) -> Difference:
    size = lcm(value.constant.denominator, *(q.denominator for _, q in value.coefficients))
    return value, [(w, int(q * size)) for w, q in value.coefficients], int(value.constant * size)


@dataclass(frozen=True)
class _Box:
    """Values and events on one cell, as intervals and three-valued truth; everything is multiplied by `scale`."""

    middle: Mapping[str, int]
    half: Mapping[str, int]
    scale: int
    differences: dict[int, Difference]
    done: dict[Node, Interval] = field(default_factory=dict[Node, Interval])

    def value(self, value: Value) -> Interval:
        for node in nodes([value]) if value.nodes else ():
            if node not in self.done:
                self.done[node] = self._node(node)
        return self._affine(value)

    def _affine(self, value: Value) -> Interval:
        at, spread = value.constant * self.scale, Fraction(0)
        for w, q in value.coefficients:
            at += q * self.middle[w]
            if half := self.half.get(w):
                spread += abs(q) * half
        low, high = (at - spread, at + spread) if spread else (at, at)
        for node, q in value.nodes:
            a, b = self.done[node]
            low, high = low + min(q * a, q * b), high + max(q * a, q * b)
        return low, high

    def _node(self, node: Node) -> Interval:
        if isinstance(node, Maximum):
            parts = [self._affine(v) for v in node.arguments]
            return max(a for a, _ in parts), max(b for _, b in parts)
        by = [self._affine(v) for v in node.by]
        floor = max(a for a, _ in by)
        pay = [self._affine(v) for v, (_, b) in zip(node.pay, by, strict=True) if b >= floor]
        if node.ties == "uniform" and all(a == b for a, b in by):
            return sum((a for a, _ in pay), Fraction(0)) / len(pay), sum((b for _, b in pay), Fraction(0)) / len(pay)
        if all(a == b for a, b in by):
            end = max if node.ties == "best" else min
            return end(a for a, _ in pay), end(b for _, b in pay)
        return min(a for a, _ in pay), max(b for _, b in pay)

    def holds(self, event: Event) -> bool | None:
        match event:
            case Compare(left, right, strict):
                if id(event) not in self.differences:
                    self.differences[id(event)] = _difference(left - right)
                return self._compare(self.differences[id(event)], strict)
            case Not(inner):
                truth = self.holds(inner)
                return None if truth is None else not truth
            case All(events) | AnyOf(events):
                ends = isinstance(event, AnyOf)
                unknown = False
                for e in events:
                    truth = self.holds(e)
                    if truth is ends:
                        return ends
                    unknown = unknown or truth is None
                return None if unknown else not ends
            case _:
                return None

    def _compare(self, difference: Difference, strict: bool) -> bool | None:
        value, coefficients, constant = difference
        low: Fraction | int
        high: Fraction | int
        if value.nodes:
            low, high = self.value(value)
        else:
            at = constant * self.scale + sum(q * self.middle[w] for w, q in coefficients)
            spread = sum(abs(q) * self.half[w] for w, q in coefficients if w in self.half)
            low, high = at - spread, at + spread
            if spread and (low >= 0 or high <= 0):
                return low >= 0  # a tie has probability zero
        if low > 0 or (low == 0 and not strict):
            return True
        return False if high < 0 or (high == 0 and strict) else None


def terms_under(claim: Claim, law: Json) -> list[Interval] | None:
    """Bounds on each term of the thesis, equal where the value is exact; None if that is too much work."""
    cells = cells_of(claim, law, most=CELLS)
    if cells is None or len(cells) * _size(claim.thesis.terms) > WORK:
        return None
    total = [(Fraction(0), Fraction(0)) for _ in claim.thesis.terms]
    differences: dict[int, Difference] = {}  # by identity: the events outlive this loop
    scale = lcm(*{x.denominator for _, middle, half in cells for x in (*middle.values(), *half.values())})
    for weight, middle, half in cells:
        wide = {w: int(x * scale) for w, x in half.items() if x}
        box = _Box({w: int(x * scale) for w, x in middle.items()}, wide, scale, differences)
        parts = [_term(box, t) for t in claim.thesis.terms]
        if any(y or x for x, y in parts):
            total = [(a + weight * x, b + weight * y) for (a, b), (x, y) in zip(total, parts, strict=True)]
    return total


def _term(box: _Box, term: Weighted) -> Interval:
    truth = True if term.event is None else box.holds(term.event)
    if truth is False:
        return Fraction(0), Fraction(0)
    if term.value is None:
        return Fraction(int(truth is True)), Fraction(1)
    if term.value.is_linear and truth:
        middle = sum((q * box.middle[w] for w, q in term.value.coefficients), term.value.constant * box.scale)
        return middle / box.scale, middle / box.scale
    low, high = (end / box.scale for end in box.value(term.value))
    return (low, high) if truth else (min(low, Fraction(0)), max(high, Fraction(0)))


def _size(terms: Sequence[Weighted]) -> int:
    """Number of coefficients an evaluation looks at."""
    values = [t.value for t in terms if t.value is not None]
    values += [c.left - c.right for t in terms if t.event is not None for c in comparisons(t.event)]
    inner = [v for n in nodes(values) for v in (n.arguments if isinstance(n, Maximum) else (*n.by, *n.pay))]
    return sum(len(v.coefficients) + len(v.nodes) for v in (*values, *inner))


def evaluation_words(claim: Claim, law: Json, names: Names) -> str:
    """What the terms of the thesis are under a law; empty if it is not computed here."""
    found = terms_under(claim, law)
    if found is None:
        return ""
    terms = claim.thesis.terms
    said = [_valued(names.term(t), v) for t, v in zip(terms, found, strict=True)]
    joined = " but ".join(said) if len(said) == 2 and terms[0].weight * terms[1].weight < 0 else listing(said)
    wanted = f", while the thesis asks for {names.thesis(claim.thesis)}"
    return f"Under this law {joined}{wanted}."


def _valued(name: str, value: Interval) -> str:
    low, high = value
    return f"{name} = {_number(low)}" if low == high else f"{_number(low)} <= {name} <= {_number(high)}"


def _number(q: Fraction) -> str:
    return f"{text(q)} (about {float(q):.4g})" if q.denominator > 9999 else text(q)
