"""Claims as canonical JSON (format: docs/reference/certificate-format.md); `decision.language.reading` reads them back.

Each distinct expression and event is listed once, parts before wholes.
"""

import hashlib
import json
from fractions import Fraction
from typing import Any

from decision.exact import text
from decision.language.claims import (
    Center,
    Claim,
    Condition,
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
from decision.language.values import Maximum, Node, Value, affine
from decision.language.walk import nodes

__all__ = ["ClaimTables", "canonical", "claim_to_json", "digest", "generator_json", "tabulate"]

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
