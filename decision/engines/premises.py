"""Premises of a region: the form of each with its relation to zero, and those that the support gives everywhere."""

from collections.abc import Sequence
from typing import Any

from decision.engines.conjuncts import conjuncts
from decision.engines.farkas import Premise, Relation, row
from decision.engines.forms import Form, expand
from decision.engines.program import Program
from decision.engines.proofs import tie_reference
from decision.language.events import All, Compare, Event

__all__ = ["open_supports", "premise", "support_premises"]

TURNED: dict[str, Relation] = {"<=": ">=", "<": ">", ">=": ">=", ">": ">", "=": "="}


def premise(program: Program, form: Form, relation: str) -> Premise:
    """A premise as the certificate stores it: turned so that it reads `>=`, `>` or `=`."""
    turned = -form if relation.startswith("<") else form
    kept = TURNED[relation]
    return Premise(turned, kept, kept == ">=" and tie_reference(program, turned) is not None, row(turned, program.size))


def support_premises(program: Program, elements: Sequence[int]) -> tuple[list[list[int]], tuple[Premise, ...]]:
    """Linear conjuncts of every support at every element the level uses, each form once."""
    listed: list[list[int]] = []
    found: list[Premise] = []
    seen: set[Any] = set()
    for a, event in program.supports:
        for e in elements:
            fresh = [
                premise(program, expand(program, c.left - c.right, e), ">" if c.strict else ">=")
                for c in conjuncts(event)
                if c.left.is_linear and c.right.is_linear
            ]
            keys = {(tuple(sorted(p.form.linear.items())), p.form.constant, p.relation) for p in fresh}
            if keys - seen:
                seen |= keys
                listed.append([a, e])
                found += fresh
    return listed, tuple(found)


def open_supports(program: Program, listed: Sequence[Sequence[int]]) -> list[tuple[int, Event, int]]:
    """Supports that linear premises do not express: the search may still show them false."""
    events = dict(program.supports)
    return [(a, events[a], e) for a, e in _listed_or_identity(program, listed) if not _is_linear(events[a])]


def _listed_or_identity(program: Program, listed: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Each support at the elements where it is a premise, and at the identity in any case."""
    return list(dict.fromkeys([*((a, e) for a, e in listed), *((a, 0) for a, _ in program.supports)]))


def _is_linear(event: Event) -> bool:
    if isinstance(event, All):
        return all(_is_linear(e) for e in event.events)
    return isinstance(event, Compare) and event.left.is_linear and event.right.is_linear
