"""Claims as canonical JSON, both ways (format: docs/reference/certificate-format.md).

Writing lists each distinct expression and event once, parts before wholes; reading rebuilds the same claim.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from decision.errors import CertificateError
from decision.exact import text
from decision.language.claims import (
    Center,
    Claim,
    Condition,
    Correlation,
    Generator,
    Invariance,
    Moment,
    OneLaw,
    Structure,
    Support,
    TieFree,
)
from decision.language.events import All, AnyOf, Compare, Event, Not
from decision.language.theses import Inequality, Weighted
from decision.language.values import Maximum, Node, Pick, Value, affine, node_value
from decision.language.walk import nodes

__all__ = ["ClaimTables", "canonical", "claim_from_json", "claim_to_json", "digest", "generator_json", "tabulate"]

Json = dict[str, Any]


def canonical(thing: Any) -> str:
    """Canonical JSON text: sorted keys, no spaces, ASCII.

    Examples
    --------
    >>> canonical({"b": [1], "a": "1/2"})
    '{"a":"1/2","b":[1]}'
    """
    return json.dumps(thing, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def digest(claim: Json) -> str:
    """SHA-256 of a claim's canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(claim).encode("ascii")).hexdigest()


class ClaimTables:
    """Where each expression and event of a claim stands in its file; certificates refer to these indices."""

    def __init__(self) -> None:
        self.expressions: list[Json] = []
        self.events: list[Json] = []
        self._values: dict[Value, int] = {}
        self._nodes: dict[Node, int] = {}
        self._listed: dict[int, Node] = {}
        self._events: dict[Event, int] = {}

    def value(self, value: Value) -> int:
        """Index of a value, listed now if it is new."""
        if value not in self._values:
            fresh = any(n not in self._nodes for n, _ in value.nodes)
            for node in nodes([value]) if fresh else ():
                if node not in self._nodes:
                    self._nodes[node] = self._append(self._node_json(node))
                    self._listed[self._nodes[node]] = node
            self._values[value] = self._place(value)
        return self._values[value]

    def node(self, node: Node) -> int:
        """Index of a maximum or pick that is already listed."""
        return self._nodes[node]

    def listed(self, index: int) -> Node:
        """The node with an index, its arguments in the order of the file (equal nodes may have another)."""
        return self._listed[index]

    def event(self, event: Event) -> int:
        """Index of an event, listed now if it is new."""
        if event not in self._events:
            written = self._event_json(event)
            self.events.append(written)
            self._events[event] = len(self.events) - 1
        return self._events[event]

    def _append(self, written: Json) -> int:
        self.expressions.append(written)
        return len(self.expressions) - 1

    def _place(self, value: Value) -> int:
        linear = {"linear": {w: text(q) for w, q in value.coefficients}, "constant": text(value.constant)}
        if not value.nodes:
            return self._append(linear)
        parts = [(q, self._nodes[n]) for n, q in value.nodes]
        if len(parts) == 1 and parts[0][0] == 1 and not value.coefficients and not value.constant:
            return parts[0][1]
        if value.coefficients:
            parts.append((Fraction(1), self.value(affine(dict(value.coefficients)))))
        return self._append({"sum": [[text(q), i] for q, i in parts], "constant": text(value.constant)})

    def _node_json(self, node: Node) -> Json:
        if isinstance(node, Maximum):
            return {"max": [self.value(v) for v in node.arguments]}
        return {
            "pick": {
                "by": [self.value(v) for v in node.by],
                "pay": [self.value(v) for v in node.pay],
                "ties": node.ties,
            }
        }

    def _event_json(self, event: Event) -> Json:
        match event:
            case Compare(left, right, strict):
                return {"gt" if strict else "ge": [self.value(left), self.value(right)]}
            case All(events):
                return {"all": [self.event(e) for e in events]}
            case AnyOf(events):
                return {"any": [self.event(e) for e in events]}
            case Not(inner):
                return {"not": self.event(inner)}
            case _:
                raise TypeError(f"unknown event {type(event).__name__}")


def tabulate(claim: Claim) -> tuple[Json, ClaimTables]:
    """A claim as JSON, with the tables that say where its expressions stand."""
    tables = ClaimTables()
    thesis = _inequality_json(claim.thesis, tables)
    assumptions = [_condition_json(c, tables) for c in claim.conditions]
    written = {
        "outcomes": list(claim.outcomes),
        "constants": list(claim.constants),
        "expressions": tables.expressions,
        "events": tables.events,
        "thesis": thesis,
        "assumptions": assumptions,
    }
    return written, tables


def claim_to_json(claim: Claim) -> Json:
    """A claim as a JSON object."""
    return tabulate(claim)[0]


def _inequality_json(inequality: Inequality, tables: ClaimTables) -> Json:
    terms = [[text(t.weight), _term_json(t, tables)] for t in inequality.terms]
    return {"terms": terms, "constant": text(inequality.constant), "relation": inequality.relation}


def _term_json(term: Weighted, tables: ClaimTables) -> Json:
    on = None if term.event is None else tables.event(term.event)
    if term.value is None:
        return {"pr": on}
    return {"e": tables.value(term.value)} | ({} if on is None else {"on": on})


def _center_json(center: Center | None) -> str | None:
    return text(center) if isinstance(center, Fraction) else center


def generator_json(generator: Generator) -> Json:
    """A generator as the file writes it: for every coordinate that moves, `["+", v]` or `["-", v, centre]`."""
    return {
        w: ["+", v] if sign > 0 else ["-", v, _center_json(generator.center_of(w))] for w, sign, v in generator.moves
    }


def _condition_json(condition: Condition, tables: ClaimTables) -> Json:
    match condition:
        case Invariance(generators):
            return {"invariant": [generator_json(g) for g in generators]}
        case Support(event):
            return {"support": tables.event(event)}
        case TieFree(pairs):
            return {"no_ties": [[tables.value(a), tables.value(b)] for a, b in pairs]}
        case Moment(inequality):
            return {"moment": _inequality_json(inequality, tables)}
        case OneLaw(written):
            return {"law": json.loads(written)}
        case Structure():
            return _structure_json(condition)


def _structure_json(structure: Structure) -> Json:
    written: Json = {"structure": structure.name}
    if not structure.blocks:
        centered = {} if structure.center is None else {"center": _center_json(structure.center)}
        return written | {"over": list(structure.over)} | centered
    written["blocks"] = [list(block) for block in structure.blocks]
    if structure.correlation is None:
        return written
    shared, rho, centers = structure.correlation.shared, structure.correlation.rho, structure.correlation.centers
    return written | {"shared": shared, "rho": text(rho), "centers": [_center_json(c) for c in centers]}


def claim_from_json(written: Mapping[str, Any]) -> Claim:
    """Rebuild a claim from its JSON object.

    Raises
    ------
    CertificateError
        If the object does not have the form of a claim.
    """
    try:
        return _Reader(written).claim()
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise CertificateError(
            f"claim = an object that is not a claim ({type(error).__name__}: {error}); write one with verdict.save()"
        ) from error


class _Reader:
    def __init__(self, written: Mapping[str, Any]) -> None:
        self.written = written
        self.values: list[Value] = []
        self.events: list[Event] = []

    def claim(self) -> Claim:
        for expression in self.written["expressions"]:
            self.values.append(self.value(expression))
        for event in self.written["events"]:
            self.events.append(self.event(event))
        conditions = tuple(self.condition(a) for a in self.written["assumptions"])
        return Claim(
            tuple(self.written["outcomes"]),
            tuple(self.written["constants"]),
            self.inequality(self.written["thesis"]),
            conditions,
        )

    def value(self, written: Json) -> Value:
        match written:
            case {"linear": dict(), "constant": offset}:
                return affine({w: Fraction(q) for w, q in written["linear"].items()}, Fraction(offset))
            case {"sum": parts, "constant": offset}:
                return sum((Fraction(q) * self.value_at(i) for q, i in parts), affine({}, Fraction(offset)))
            case {"max": arguments}:
                return node_value(Maximum(self.at(arguments)))
            case {"pick": {"by": by, "pay": pay, "ties": ties}}:
                return node_value(Pick(self.at(by), self.at(pay), ties))
            case _:
                raise ValueError(f"unknown expression {written}")

    def at(self, indices: Iterable[int]) -> tuple[Value, ...]:
        return tuple(self.value_at(i) for i in indices)

    def value_at(self, i: int) -> Value:
        return self.values[i]

    def event_at(self, k: int) -> Event:
        return self.events[k]

    def event(self, written: Json) -> Event:
        match written:
            case {"ge": [i, j]}:
                return Compare(self.value_at(i), self.value_at(j), False)
            case {"gt": [i, j]}:
                return Compare(self.value_at(i), self.value_at(j), True)
            case {"all": parts}:
                return All(tuple(self.event_at(k) for k in parts))
            case {"any": parts}:
                return AnyOf(tuple(self.event_at(k) for k in parts))
            case {"not": k}:
                return Not(self.event_at(k))
            case _:
                raise ValueError(f"unknown event {written}")

    def inequality(self, written: Json) -> Inequality:
        terms = tuple(self.term(Fraction(q), t) for q, t in written["terms"])
        return Inequality(terms, Fraction(written["constant"]), written["relation"])

    def term(self, weight: Fraction, written: Json) -> Weighted:
        if "pr" in written:
            return Weighted(weight, self.event_at(written["pr"]), None)
        on = self.event_at(written["on"]) if "on" in written else None
        return Weighted(weight, on, self.value_at(written["e"]))

    def center(self, written: str) -> Center:
        return written if written in self.written["constants"] else Fraction(written)

    def generator(self, written: Mapping[str, Any]) -> Generator:
        moves = tuple((w, 1 if to[0] == "+" else -1, to[1]) for w, to in written.items())
        centers = {w: self.center(to[2]) for w, to in written.items() if to[0] == "-"}
        first = next(iter(centers.values()), None)
        return Generator(moves, first, tuple((w, c) for w, c in centers.items() if c != first))

    def correlation(self, written: Json) -> Correlation | None:
        if "rho" not in written:
            return None
        first, second = (self.center(c) for c in written["centers"])
        return Correlation(written["shared"], Fraction(written["rho"]), (first, second))

    def condition(self, written: Json) -> Condition:
        match written:
            case {"invariant": generators}:
                return Invariance(tuple(self.generator(g) for g in generators))
            case {"support": k}:
                return Support(self.event_at(k))
            case {"no_ties": pairs}:
                return TieFree(tuple((self.value_at(i), self.value_at(j)) for i, j in pairs))
            case {"moment": inequality}:
                return Moment(self.inequality(inequality))
            case {"law": law}:
                return OneLaw(canonical(law))
            case {"structure": name, "over": over}:
                return Structure(name, tuple(over), self.center(written["center"]) if "center" in written else None)
            case {"structure": name, "blocks": blocks}:
                listed = tuple(tuple(b) for b in blocks)
                over = tuple(w for b in listed for w in b)
                return Structure(name, over, blocks=listed, correlation=self.correlation(written))
            case _:
                raise ValueError(f"unknown assumption {written}")
