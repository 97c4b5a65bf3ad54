"""Claims as data, and the affine piece of each value near a point."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from typing import Any

from .vectors import Vector, combine, dot, minus

MAX_PIECES = 3000


class OracleRefusal(ValueError):
    """The claim is outside what the oracle can decide."""


@dataclass(frozen=True)
class Functional:
    """An integrand `sum q*term - constant` together with the relation of its expectation to zero."""

    terms: tuple[tuple[Fraction, dict[str, int]], ...]
    constant: Fraction
    relation: str


def read_functional(data: dict[str, Any]) -> Functional:
    """Read a thesis or a moment."""
    terms = tuple((Fraction(q), dict(term)) for q, term in data["terms"])
    return Functional(terms, Fraction(data["constant"]), data["relation"])


class Model:
    """A claim without structures: coordinates, values, events, assumptions."""

    def __init__(self, claim: dict[str, Any]) -> None:
        self.outcomes: list[str] = list(claim["outcomes"])
        self.constants: list[str] = list(claim["constants"])
        self.coordinates = self.outcomes + self.constants
        self.place = {name: k for k, name in enumerate(self.coordinates)}
        self.size = len(self.coordinates) + 1
        self.expressions: list[dict[str, Any]] = claim["expressions"]
        self.events: list[dict[str, Any]] = claim["events"]
        self.thesis = read_functional(claim["thesis"])
        self.generators: list[dict[str, list[str]]] = []
        self.supports: list[int] = []
        self.moments: list[Functional] = []
        self.tie_pairs: list[tuple[int, int]] = []
        for assumption in claim["assumptions"]:
            self._assume(assumption)
        self.linears = {k: self._linear(e) for k, e in enumerate(self.expressions) if "linear" in e}
        self.known_pieces: dict[int, set[Vector]] = {}
        self.unit: Vector = (Fraction(0),) * (self.size - 1) + (Fraction(1),)

    def _assume(self, assumption: dict[str, Any]) -> None:
        match assumption:
            case {"invariant": generators}:
                self.generators.extend(generators)
            case {"support": event}:
                self.supports.append(event)
            case {"no_ties": pairs}:
                self.tie_pairs.extend((i, j) for i, j in pairs)
            case {"moment": moment}:
                self.moments.append(read_functional(moment))
            case _:
                raise OracleRefusal(f"assumption {assumption!r} is not supported")

    # Values and events at a point (a homogeneous vector whose last entry is positive).

    def _linear(self, expression: dict[str, Any]) -> Vector:
        entries = [Fraction(0)] * self.size
        for name, q in expression["linear"].items():
            entries[self.place[name]] = Fraction(q)
        entries[-1] = Fraction(expression["constant"])
        return tuple(entries)

    def value(self, index: int, point: Vector) -> Vector:
        """Return an affine form that agrees with expression `index` at the point (and on its cell)."""
        match self.expressions[index]:
            case {"linear": _}:
                return self.linears[index]
            case {"sum": terms, "constant": constant}:
                parts = [(Fraction(q), self.value(i, point)) for q, i in terms]
                return combine([*parts, (Fraction(constant), self.unit)], self.size)
            case {"max": arguments}:
                return max((self.value(i, point) for i in arguments), key=lambda v: dot(v, point))
            case {"pick": pick}:
                return self._pick(pick, point)
        raise OracleRefusal(f"unknown expression {self.expressions[index]!r}")

    def _pick(self, pick: dict[str, Any], point: Vector) -> Vector:
        scores = [dot(self.value(i, point), point) for i in pick["by"]]
        top = max(scores)
        pays = [self.value(j, point) for j, score in zip(pick["pay"], scores, strict=True) if score == top]
        match pick["ties"]:
            case "best":
                return max(pays, key=lambda v: dot(v, point))
            case "worst":
                return min(pays, key=lambda v: dot(v, point))
            case "uniform":
                return combine([(Fraction(1, len(pays)), pay) for pay in pays], self.size)
        raise OracleRefusal(f"unknown ties {pick['ties']!r}")

    def truth(self, index: int, point: Vector) -> bool:
        """Return whether event `index` is true at the point."""
        match self.events[index]:
            case {"ge": [i, j]}:
                return dot(minus(self.value(i, point), self.value(j, point)), point) >= 0
            case {"gt": [i, j]}:
                return dot(minus(self.value(i, point), self.value(j, point)), point) > 0
            case {"all": parts}:
                return all(self.truth(k, point) for k in parts)
            case {"any": parts}:
                return any(self.truth(k, point) for k in parts)
            case {"not": k}:
                return not self.truth(k, point)
        raise OracleRefusal(f"unknown event {self.events[index]!r}")

    def piece(self, functional: Functional, point: Vector) -> Vector:
        """Return an affine form that agrees with the integrand at the point (and on its cell)."""
        parts = [(-functional.constant, self.unit)]
        parts += [(q, self._term(term, point)) for q, term in functional.terms]
        return combine(parts, self.size)

    def _term(self, term: dict[str, int], point: Vector) -> Vector:
        event = term.get("pr", term.get("on"))
        if event is not None and not self.truth(event, point):
            return (Fraction(0),) * self.size
        return self.value(term["e"], point) if "e" in term else self.unit

    # The forms whose signs decide all of the above.

    def pieces(self, index: int) -> set[Vector]:
        """Return affine forms one of which expression `index` equals at each point."""
        if index not in self.known_pieces:
            self.known_pieces[index] = self._pieces(index)
        return self.known_pieces[index]

    def _pieces(self, index: int) -> set[Vector]:
        match self.expressions[index]:
            case {"linear": _}:
                found = {self.linears[index]}
            case {"sum": terms, "constant": constant}:
                found = self._sums([(Fraction(q), self.pieces(i)) for q, i in terms], Fraction(constant))
            case {"max": arguments}:
                found = set[Vector]().union(*(self.pieces(i) for i in arguments))
            case {"pick": {"pay": pays, "ties": "uniform"}}:
                found = self._means([self.pieces(j) for j in pays])
            case {"pick": {"pay": pays}}:
                found = set[Vector]().union(*(self.pieces(j) for j in pays))
            case unknown:
                raise OracleRefusal(f"unknown expression {unknown!r}")
        if len(found) > MAX_PIECES:
            raise OracleRefusal("too many affine pieces")
        return found

    def _sums(self, terms: list[tuple[Fraction, set[Vector]]], constant: Fraction) -> set[Vector]:
        start = combine([(constant, self.unit)], self.size)
        found = {start}
        for q, options in terms:
            found = {combine([(1, total), (q, v)], self.size) for total, v in product(found, options)}
            if len(found) > MAX_PIECES:
                raise OracleRefusal("too many affine pieces")
        return found

    def _means(self, pays: list[set[Vector]]) -> set[Vector]:
        found: set[Vector] = set()
        for count in range(1, len(pays) + 1):
            for chosen in combinations(pays, count):
                found |= self._sums([(Fraction(1, count), options) for options in chosen], Fraction(0))
        return found

    def _between(self, left: int, right: int) -> Iterator[Vector]:
        for a, b in product(self.pieces(left), self.pieces(right)):
            yield minus(a, b)

    def value_forms(self, index: int) -> Iterator[Vector]:
        """Yield the forms whose signs fix the affine piece of expression `index`."""
        match self.expressions[index]:
            case {"sum": terms}:
                children, compared = [i for _, i in terms], []
            case {"max": arguments}:
                children, compared = arguments, [arguments]
            case {"pick": {"by": by, "pay": pay, "ties": ties}}:
                children, compared = [*by, *pay], [by] if ties == "uniform" else [by, pay]
            case _:
                return
        for i in set(children):
            yield from self.value_forms(i)
        for group in compared:
            for i, j in combinations(sorted(set(group)), 2):
                yield from self._between(i, j)

    def event_forms(self, index: int) -> Iterator[Vector]:
        """Yield the forms whose signs fix the truth of event `index`."""
        match self.events[index]:
            case {"ge": [i, j]} | {"gt": [i, j]}:
                yield from self.value_forms(i)
                yield from self.value_forms(j)
                yield from self._between(i, j)
            case {"all": parts} | {"any": parts}:
                for k in parts:
                    yield from self.event_forms(k)
            case {"not": k}:
                yield from self.event_forms(k)

    def functional_forms(self, functionals: Iterable[Functional]) -> Iterator[Vector]:
        """Yield the forms whose signs fix the affine piece of each integrand."""
        for functional in functionals:
            for _, term in functional.terms:
                if "e" in term:
                    yield from self.value_forms(term["e"])
                for key in ("pr", "on"):
                    if key in term:
                        yield from self.event_forms(term[key])

    def tie_forms(self) -> Iterator[Vector]:
        """Yield the forms that are nonzero almost surely."""
        for i, j in self.tie_pairs:
            left, right = self.pieces(i), self.pieces(j)
            if len(left) != 1 or len(right) != 1:
                raise OracleRefusal("no_ties needs linear values")
            yield minus(*left, *right)
