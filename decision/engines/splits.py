"""Where to split a region of a case tree: by the sign of a linear form, or by which of several forms is largest.

Candidates are the comparisons that are open at the sample goals of the region; the best is the one after which the
worst bound on `Phi` is best. When the sample shows none, `open_form` asks linear programming which comparison the
premises leave open; since there are finitely many, a tree that goes on splitting comes to an end.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from decision.engines.farkas import Combination, Premise, combine, combine_strictly
from decision.engines.forms import Form, expand, moved
from decision.engines.leaves import Settled
from decision.engines.phi import Phi, PhiTerm
from decision.engines.program import Program
from decision.engines.proofs import Sample, tie_reference
from decision.language.events import Compare, Event
from decision.language.substitute import chosen_value, substitute_value
from decision.language.values import Maximum, Node, Pick, Value
from decision.language.walk import comparisons, nodes, pieces

__all__ = ["Splits"]

Indices = NDArray[np.intp]
Score = tuple[float, float, float]

SCORED = 300
"""Sample goals looked at when splits are compared."""

NEWEST = 40
"""Of these the latest: they were found where a proof failed."""

CANDIDATES = 60
"""Splits compared at a node."""


@dataclass(frozen=True)
class Splits:
    """Splits that could help to bound some `Phi`, the last of `phis`, or to prove an earlier one positive.

    Attributes
    ----------
    program : Program
    phis : sequence of Phi
    open_supports : sequence of (assumption, event, element)
        Supports that linear premises do not express.
    sample : Sample
    """

    program: Program
    phis: Sequence[Phi]
    open_supports: Sequence[tuple[int, Event, int]]
    sample: Sample

    def best(self, inside: Indices) -> list[Form] | None:
        """One form to split by its sign, or several to split by the largest; None if the sample shows none."""
        step = max(1, len(inside) // SCORED)
        shown = np.union1d(inside[::step], inside[-NEWEST:])
        found = max(self._candidates(Settled(self.sample, shown), shown), key=lambda c: c[0], default=None)
        return None if found is None else found[1]

    def open_form(self, premises: Sequence[Premise], inside: Indices) -> Form | None:
        """A comparison whose sign the premises do not settle."""
        seen: set[Any] = set()
        for f in self._compared(inside):
            if f.key() not in seen and not _settled(self.program, f, premises):
                return f
            seen.add(f.key())
        return self._tied(inside)

    def never_zero(self) -> Iterator[Form]:
        """Tie-free differences at the elements in use."""
        elements = sorted({*self.program.support_elements, *(t.e for p in self.phis for t in p.terms)})
        return (moved(self.program, d, e) for e in elements for d in self.program.distinct)

    def _tied(self, inside: Indices) -> Form | None:
        """A difference that cannot vanish, but does at every sample goal of the region: either sign is impossible."""
        return next((f for f in self.never_zero() if (np.abs(self.sample.form(f)[inside]) < 1e-9).all()), None)

    def _compared(self, inside: Indices) -> Iterator[Form]:
        for event, e in self._events():
            known = self._settled_picks(_sides(event), e, inside)
            for c in comparisons(event):
                yield from self._piece_forms(c, e, known)
        yield from self._value_forms(inside)

    def _events(self) -> list[tuple[Event, int]]:
        """Events of `Phi` or of the support."""
        events = [(t.event, t.e) for p in self.phis for t in p.terms if t.event is not None]
        return list(dict.fromkeys([*events, *((event, e) for _, event, e in self.open_supports)]))

    def _candidates(self, settled: Settled, shown: Indices) -> Iterator[tuple[Score, list[Form]]]:
        """Splits with their scores: by the largest value an open event compares, by the sign of a difference."""
        several: dict[Any, list[Form]] = {}
        single: dict[Any, list[Form]] = {}
        for event, e in self._events():
            if settled.status(event, e) is not None:
                continue
            known = self._settled_picks(_sides(event), e, shown)
            for compared in _connected([(c.left, c.right) for c in comparisons(event)]):
                largest = self._largest_forms(compared, e, known)
                if len(largest) > 2:
                    key = frozenset((tuple(sorted(f.linear.items())), f.constant) for f in largest)
                    several.setdefault(key, largest)
            for c in comparisons(event):
                if settled.status(c, e) is None:
                    for f in self._piece_forms(c, e, known):
                        single.setdefault(f.key(), [f])
        for f in self.chooser_forms():
            single.setdefault(f.key(), [f])
        listed = [*list(several.values())[:6], *list(single.values())[:CANDIDATES]]
        scored = [(score, forms) for forms in listed if (score := self._score(forms, shown)) is not None]
        if not scored:
            last = [[f] for f in self._value_forms(shown)]
            scored = [(score, forms) for forms in last if (score := self._score(forms, shown)) is not None]
        yield from scored

    def _settled_picks(self, compared: Sequence[Value], e: int, shown: Indices) -> dict[Node, Value]:
        """Picks in some values whose chooser likes the same options best at all goals shown, with what they pay."""
        found: dict[Node, Value] = {}
        for node in nodes(compared):
            if isinstance(node, Pick) and len(shown):
                by = np.array([self.sample.at(e).value(v)[shown] for v in node.by])
                best = by >= by.max(axis=0) - 1e-9 * (1 + np.abs(by).max())
                if (best == best[:, :1]).all():
                    found[node] = chosen_value(node, np.flatnonzero(best[:, 0]).tolist())
        return found

    def _piece_forms(self, c: Compare, e: int, known: Mapping[Node, Value]) -> Iterable[Form]:
        left, right = (pieces(substitute_value(v, known)) for v in (c.left, c.right))
        return (f for p in left for q in right if (f := expand(self.program, p - q, e)).linear)

    def _largest_forms(self, compared: Iterable[Value], e: int, known: Mapping[Node, Value]) -> list[Form]:
        """All linear values among some that are compared, or nothing if some are not linear."""
        sides = dict.fromkeys(v for side in compared for v in _arguments(substitute_value(side, known)))
        return _undominated([expand(self.program, v, e) for v in sides]) if all(v.is_linear for v in sides) else []

    def chooser_forms(self) -> Iterator[Form]:
        """Differences of what the chooser of a pick compares."""
        for node, e in self._nodes():
            if isinstance(node, Pick):
                yield from self._differences(node.by, e, {})

    def _value_forms(self, shown: Indices) -> Iterator[Form]:
        """Differences of what any node chooses between."""
        for node, e in self._nodes():
            compared = [node.arguments] if isinstance(node, Maximum) else [node.by, node.pay]
            for values in compared:
                yield from self._differences(values, e, self._settled_picks(values, e, shown))

    def _nodes(self) -> list[tuple[Node, int]]:
        roots = [(v, t.e) for p in self.phis for t in p.terms for v in _values(t)]
        return list(dict.fromkeys((n, e) for v, e in roots for n in nodes([v])))

    def _differences(self, values: Sequence[Value], e: int, known: Mapping[Node, Value]) -> Iterator[Form]:
        listed = [pieces(substitute_value(v, known)) for v in values]
        for i, some in enumerate(listed):
            for others in listed[:i]:
                yield from (f for p in some for q in others if (f := expand(self.program, p - q, e)).linear)

    def _score(self, forms: Sequence[Form], shown: Indices) -> Score | None:
        """Worst and mean bound on the parts, and their balance; None if nothing is split."""
        values = np.array([self.sample.form(f)[shown] for f in forms])
        if len(forms) == 1:
            parts = [shown[values[0] > 1e-9], shown[values[0] < -1e-9], shown[np.abs(values[0]) <= 1e-9]]
        else:
            near = values >= values.max(axis=0) - 1e-9 * (1 + np.abs(values).max())
            parts = [shown[n] for n in near]
        filled = [p for p in parts if len(p)]
        if len(filled) < 2 or max(len(p) for p in filled) == len(shown):
            return None  # nothing is split off
        lows = [
            max(
                Settled(self.sample, p).lower(f) - (1e-6 if k < len(self.phis) - 1 else 0)
                for k, f in enumerate(self.phis)
            )
            for p in filled
        ]
        capped = [min(low, 0.0) for low in lows]
        return min(capped), float(np.mean(capped)), -max(len(p) for p in filled) / len(shown)


def _settled(program: Program, form: Form, premises: Sequence[Premise]) -> bool:
    """Whether the premises make a form positive, negative or zero."""
    tie_free = tie_reference(program, form) is not None
    above = combine_strictly(form, premises, program.size, tie_free=tie_free)
    below = combine_strictly(-form, premises, program.size, tie_free=tie_free)
    if isinstance(above, Combination) or isinstance(below, Combination):
        return True
    return all(isinstance(combine(f, premises, program.size), Combination) for f in (form, -form))


def _connected(pairs: Iterable[tuple[Value, Value]]) -> list[list[Value]]:
    """Values in groups: two of a pair are in one group."""
    groups: list[list[Value]] = []
    for left, right in pairs:
        touched = [g for g in groups if left in g or right in g]
        merged = dict.fromkeys([v for g in touched for v in g] + [left, right])
        groups = [g for g in groups if g not in touched] + [list(merged)]
    return groups


def _undominated(forms: Sequence[Form]) -> list[Form]:
    """Forms without those that are another one less a constant, which are never alone the largest."""
    highest: dict[Any, Form] = {}
    for f in forms:
        key = tuple(sorted(f.linear.items()))
        if key not in highest or f.constant > highest[key].constant:
            highest[key] = f
    return list(highest.values())


def _arguments(value: Value) -> tuple[Value, ...]:
    if (
        not value.coefficients
        and not value.constant
        and len(value.nodes) == 1
        and isinstance(value.nodes[0][0], Maximum)
        and value.nodes[0][1] == 1
    ):
        return value.nodes[0][0].arguments
    return (value,)


def _sides(event: Event) -> list[Value]:
    return [side for c in comparisons(event) for side in (c.left, c.right)]


def _values(term: PhiTerm) -> Iterator[Value]:
    """The values a term takes the expectation of or compares."""
    if term.value is not None:
        yield term.value
    if term.event is not None:
        yield from _sides(term.event)
