"""Claims read back from their JSON; the reverse of `decision.language.serial`."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from decision.errors import CertificateError
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
from decision.language.serial import canonical
from decision.language.theses import Inequality, Weighted
from decision.language.values import Maximum, Pick, Value, affine, node_value

__all__ = ["claim_from_json"]

Json = dict[str, Any]


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
