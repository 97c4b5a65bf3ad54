"""Symbols in expressions: which there are, and what the expression says once they have values."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, TypeVar, cast

from decision.errors import InvalidType
from decision.exact import rational
from decision.language.events import All, AnyOf, Compare, Event, Not, all_of, any_of, compare
from decision.language.parametric import Limit, Parametric
from decision.language.quantities import Quantity, Term
from decision.language.theses import Thesis
from decision.language.values import Maximum, Node, Value, maximum, pick, weighted_sum
from decision.language.walk import comparisons, nodes
from decision.validation import check_known

__all__ = ["check_numbers", "limits_of", "substituted", "symbols_of"]

T = TypeVar("T", Value, Event, Quantity, Thesis)


def symbols_of(*things: Any) -> tuple[str, ...]:
    """Names of the symbols in values, events, quantities and theses, sorted.

    Examples
    --------
    >>> from sympy import Symbol
    >>> from decision import Pr, u
    >>> symbols_of(Pr(u("a") >= Symbol("p") * u("b")) >= Symbol("q"))
    ('p', 'q')
    """
    return tuple(sorted({s.name for q in _parametric(things) for s in q.free_symbols}))


def limits_of(*things: Any) -> frozenset[Limit]:
    """Where all symbols in some expressions mean something."""
    return frozenset(limit for q in _parametric(things) for limit in q.limits)


def check_numbers(thing: Any, name: str) -> None:
    """Refuse what has symbols.

    Examples
    --------
    >>> from decision import u
    >>> check_numbers(u("a") >= u("b"), "event")
    """
    names = symbols_of(thing)
    if names:
        raise InvalidType(
            f"{name} = ({thing!r}) has the symbols {', '.join(names)}; "
            f"substitute numbers with .substitute({{{names[0]!r}: '1/2'}}), or use region for all of them at once"
        )


def substituted(thing: T, numbers: Mapping[Any, Any]) -> T:
    """The expression with numbers in place of symbols; symbols without a number stay.

    Parameters
    ----------
    thing : Value, Event, Quantity or Thesis
    numbers : mapping of sympy symbol or str to rational

    Raises
    ------
    UnknownName
        For a symbol that the expression does not have.
    InvalidValue
        For a number at which a probability or a discount leaves its range.

    Examples
    --------
    >>> from sympy import Symbol
    >>> from decision import u
    >>> p = Symbol("p")
    >>> substituted(u("a") >= p * u("b") + (1 - p) * u("c"), {"p": "1/3"})
    u(a) >= 1/3 u(b) + 2/3 u(c)
    """
    known = symbols_of(thing)
    exact = {check_known(str(s), known, "symbol"): rational(q, f"value of {s}") for s, q in numbers.items()}
    return cast("T", _Put(exact).thing(thing))


def _parametric(things: Iterable[Any]) -> Iterator[Parametric]:
    return (q for q in _numbers(things) if isinstance(q, Parametric))


def _numbers(things: Iterable[Any]) -> Iterator[Fraction]:
    roots: list[Value] = []
    for thing in things:
        yield from _outer(thing, roots)
    found = nodes(roots)
    inner = (v for n in found for v in (n.arguments if isinstance(n, Maximum) else n.by + n.pay))
    for value in (*roots, *inner):
        yield value.constant
        yield from (q for _, q in value.coefficients)
        yield from (q for _, q in value.nodes)


def _outer(thing: Any, roots: list[Value]) -> Iterator[Fraction]:
    """Numbers outside values, which are listed."""
    match thing:
        case None:
            return
        case Value():
            roots.append(thing)
        case Event():
            roots.extend(v for c in comparisons(thing) for v in (c.left, c.right))
        case Quantity(terms, constant):
            yield constant
            for q, term in terms:
                yield q
                for part in (term.event, term.value, term.given):
                    yield from _outer(part, roots)
        case Thesis(left, right):
            yield from _outer(left, roots)
            yield from _outer(right, roots)
        case _:
            raise TypeError(f"{type(thing).__name__} is not part of the language")


class _Put:
    """Rebuilds expressions, each node once."""

    def __init__(self, numbers: Mapping[str, Fraction]) -> None:
        self.numbers = numbers
        self.done: dict[Node, Value] = {}

    def number(self, q: Fraction) -> Fraction:
        return q.substitute(self.numbers) if isinstance(q, Parametric) else q

    def thing(self, thing: Any) -> Any:
        match thing:
            case Value():
                return self.value(thing)
            case Event():
                return self.event(thing)
            case Quantity():
                return self.quantity(thing)
            case Thesis(left, right, relation):
                return Thesis(self.quantity(left), self.quantity(right), relation)
            case _:
                raise TypeError(f"{type(thing).__name__} is not part of the language")

    def value(self, value: Value) -> Value:
        for node in nodes([value]):
            if node not in self.done:
                self.done[node] = self.node(node)
        return self.affine(value)

    def node(self, node: Node) -> Value:
        if isinstance(node, Maximum):
            return maximum(*(self.affine(v) for v in node.arguments))
        return pick([self.affine(v) for v in node.by], [self.affine(v) for v in node.pay], ties=node.ties)

    def affine(self, value: Value) -> Value:
        linear = tuple((w, x) for w, q in value.coefficients if (x := self.number(q)))
        parts = [(self.number(q), self.done[n]) for n, q in value.nodes]
        return weighted_sum([(Fraction(1), Value(linear, (), self.number(value.constant))), *parts])

    def event(self, event: Event) -> Event:
        match event:
            case Compare(left, right, strict):
                return compare(self.value(left), self.value(right), strict=strict)
            case All(events):
                return all_of(*(self.event(e) for e in events))
            case AnyOf(events):
                return any_of(*(self.event(e) for e in events))
            case Not(inner):
                return ~self.event(inner)
            case _:
                raise TypeError(f"unknown event {type(event).__name__}")

    def quantity(self, quantity: Quantity) -> Quantity:
        total = Quantity((), self.number(quantity.constant))
        for q, term in quantity.terms:
            total = total + Quantity(((self.number(q), self.term(term)),), Fraction(0))
        return total

    def term(self, term: Term) -> Term:
        return Term(
            None if term.event is None else self.event(term.event),
            None if term.value is None else self.value(term.value),
            None if term.given is None else self.event(term.given),
        )
