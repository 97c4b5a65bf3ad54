"""A claim made ready for search: its symmetry group, its tables, and array evaluation at many goals at once.

Everything here is floating point and only *proposes*; certificates are rational and are checked elsewhere. A difference
below `TIE` relative to the goal's size counts as a tie, so goals with few distinct values are evaluated as they are
meant.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from decision.engines.implied import implied_generators
from decision.goals.frame import compared_pairs
from decision.goals.groups import Element, Group, Word, from_generator, identity
from decision.language.claims import Claim, Generator, Invariance, Moment, Structure, Support, TieFree
from decision.language.events import All, AnyOf, Compare, Event, Not
from decision.language.rename import event_key
from decision.language.serial import ClaimTables, digest, tabulate
from decision.language.theses import Inequality
from decision.language.values import Maximum, Node, Pick, Value
from decision.language.walk import nodes

__all__ = ["Floats", "Program", "Truths"]

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]

TIE = 1e-9


@dataclass
class Program:
    """A claim with what engines look up in it again and again.

    Attributes
    ----------
    claim : Claim
    tables : ClaimTables
        Where expressions and events stand in the claim file.
    json : dict
        The claim file.
    elements : list of Element
        Group elements the certificate will list, in order; the first is the identity.
    """

    claim: Claim
    elements: list[Element] = field(default_factory=list[Element])

    def __post_init__(self) -> None:
        self.json, self.tables = tabulate(self.claim)
        self._indices = {g: k for k, g in enumerate(self.elements)}
        self.element(identity(self.size))

    json: dict[str, Any] = field(init=False)
    tables: ClaimTables = field(init=False)
    _indices: dict[Element, int] = field(init=False)

    @property
    def size(self) -> int:
        """Number of coordinates, constants included."""
        return len(self.coordinates)

    @cached_property
    def coordinates(self) -> tuple[str, ...]:
        """Outcomes, then constants."""
        return self.claim.outcomes + self.claim.constants

    @cached_property
    def place(self) -> dict[str, int]:
        """Position of each coordinate."""
        return {w: i for i, w in enumerate(self.coordinates)}

    @cached_property
    def implied(self) -> tuple[Generator, ...]:
        """Generators that the claim's structures imply."""
        return implied_generators(self.claim)

    @cached_property
    def generators(self) -> tuple[Generator, ...]:
        """Stated, then implied generators: the letters of words."""
        stated = tuple(g for c in self.claim.conditions if isinstance(c, Invariance) for g in c.generators)
        return stated + self.implied

    @cached_property
    def group(self) -> Group:
        """The symmetry group of every law in the class."""
        return Group(tuple(from_generator(g, self.coordinates) for g in self.generators), self.size)

    @cached_property
    def centers(self) -> tuple[Fraction | int | None, ...]:
        """For each coordinate the centre of its reflections: a number, the position of a constant, or None."""
        found: list[Fraction | int | None] = [None] * self.size
        for g in self.generators:
            for w, sign, v in g.moves:
                center = g.center_of(w)
                if sign < 0 and center is not None:
                    known = self.place[center] if isinstance(center, str) else center
                    found[self.place[w]] = found[self.place[v]] = known
        # a coordinate that is permuted with a flipped one is flipped by a product of generators
        changed = True
        while changed:
            changed = False
            for g in self.generators:
                for w, _, v in g.moves:
                    a, b = self.place[w], self.place[v]
                    if (found[a] is None) != (found[b] is None):
                        found[a] = found[b] = found[a] if found[b] is None else found[b]
                        changed = True
        return tuple(found)

    @cached_property
    def moments(self) -> tuple[tuple[int, Inequality], ...]:
        """Moment conditions with their position among the assumptions."""
        return tuple((a, c.inequality) for a, c in enumerate(self.claim.conditions) if isinstance(c, Moment))

    @cached_property
    def supports(self) -> tuple[tuple[int, Event], ...]:
        """Support conditions with their position among the assumptions."""
        return tuple((a, c.event) for a, c in enumerate(self.claim.conditions) if isinstance(c, Support))

    @cached_property
    def ties(self) -> tuple[tuple[int, int, Value], ...]:
        """Tie-free pairs as `(assumption, pair, difference)`."""
        return tuple(
            (a, n, p - q)
            for a, c in enumerate(self.claim.conditions)
            if isinstance(c, TieFree)
            for n, (p, q) in enumerate(c.pairs)
        )

    @cached_property
    def distinct(self) -> tuple[Value, ...]:
        """Differences that almost surely do not vanish: named pairs; under a density, all that the thesis compares."""
        pairs = compared_pairs([self.claim.thesis]) if self.continuous else ()
        return (*(d for _, _, d in self.ties), *(p - q for p, q in pairs))

    @cached_property
    def support_elements(self) -> tuple[int, ...]:
        """Elements at which the support is always looked at: the identity, and generators that do not preserve it."""
        keys = [event_key(event, {}) for _, event in self.supports]
        found = [0]
        for generator, g in zip(self.generators, self.group.generators, strict=True):
            names = {w: v for w, _, v in generator.moves}
            flips = any(sign < 0 for _, sign, _ in generator.moves)
            if self.supports and (flips or [event_key(event, names) for _, event in self.supports] != keys):
                found.append(self.element(g))
        return tuple(found[:24])

    @cached_property
    def structures(self) -> tuple[Structure, ...]:
        """Structural conditions."""
        return tuple(c for c in self.claim.conditions if isinstance(c, Structure))

    @cached_property
    def continuous(self) -> bool:
        """Whether every law of the class has a joint density of all outcomes."""
        return any(s.dense and set(s.over) >= set(self.claim.outcomes) for s in self.structures)

    @property
    def digest(self) -> str:
        """Digest of the claim file."""
        return digest(self.json)

    def element(self, g: Element) -> int:
        """Index of a group element in the certificate's list, listed now if it is new."""
        if g not in self._indices:
            self._indices[g] = len(self.elements)
            self.elements.append(g)
        return self._indices[g]

    def words(self) -> list[Word]:
        """The listed elements as words over the generators."""
        return [self.group.word(g) for g in self.elements]

    def image(self, g: Element, position: int) -> tuple[int, int, Fraction | int | None]:
        """`(source, sign, centre)` of a coordinate under an element."""
        return g.source[position], g.sign[position], self.centers[position]

    def transform(self, goals: Floats, g: Element) -> Floats:
        """The goals `g u`, for goals in the rows of an (N, size) array."""
        moved = goals[:, list(g.source)]
        for i, s in enumerate(g.sign):
            if s < 0:
                c = self.centers[i]
                moved[:, i] = (2 * goals[:, c] if isinstance(c, int) else 2 * float(c or 0)) - moved[:, i]
        return moved


class Evaluation:
    """Values and events at many goals, each node evaluated once.

    With `noise`, a comparison that ties counts as open: `truth` returns the pair (surely true, possibly true).
    """

    def __init__(self, program: Program, goals: Floats, *, noise: bool = False) -> None:
        self.place, self.goals, self.noise = program.place, goals, noise
        self.tolerance = TIE * (1 + np.abs(goals).max(axis=1, initial=0))
        self.open_picks = False  # whether noise would decide what some chooser picks
        self._nodes: dict[Node, Floats] = {}
        self._events: dict[Event, tuple[Truths, Truths]] = {}

    def value(self, value: Value) -> Floats:
        for node in nodes([value]):
            if node not in self._nodes:
                self._nodes[node] = self._node(node)
        return self._affine(value)

    def _affine(self, value: Value) -> Floats:
        slopes = np.zeros(self.goals.shape[1])
        for w, q in value.coefficients:
            slopes[self.place[w]] = float(q)
        total = self.goals @ slopes + float(value.constant)
        for n, q in value.nodes:
            total += float(q) * self._nodes[n]
        return total

    def _node(self, node: Node) -> Floats:
        if isinstance(node, Maximum):
            return np.max([self._affine(v) for v in node.arguments], axis=0)
        by, pay = (np.array([self._affine(v) for v in part]) for part in (node.by, node.pay))
        chosen = by >= by.max(axis=0) - self.tolerance
        self.open_picks |= self.noise and bool(((pay != pay[0]).any(axis=0) & (chosen.sum(axis=0) > 1)).any())
        return _among(pay, chosen, node)

    def truth(self, event: Event) -> tuple[Truths, Truths]:
        """Where the event is surely and where it is possibly true."""
        if event not in self._events:
            self._events[event] = self._truth(event)
        return self._events[event]

    def _truth(self, event: Event) -> tuple[Truths, Truths]:
        match event:
            case Compare(left, right, strict):
                gap = self.value(left) - self.value(right)
                above, below = gap > self.tolerance, gap < -self.tolerance
                if self.noise:
                    return above, ~below
                result = above if strict else ~below
                return result, result
            case All(events):
                parts = [self.truth(e) for e in events]
                return _fold(np.logical_and, parts, len(self.goals), True)
            case AnyOf(events):
                parts = [self.truth(e) for e in events]
                return _fold(np.logical_or, parts, len(self.goals), False)
            case Not(inner):
                sure, possible = self.truth(inner)
                return ~possible, ~sure
            case _:
                raise TypeError(f"unknown event {type(event).__name__}")

    def integrand(self, inequality: Inequality, *, upper: bool = True) -> Floats:
        """`h(u)`; where ties are open, its upper (or lower) bound."""
        total = np.full(len(self.goals), -float(inequality.constant))
        for term in inequality.terms:
            size = np.ones(len(self.goals)) if term.value is None else self.value(term.value)
            weighted = float(term.weight) * size
            if term.event is None:
                total += weighted
            else:
                sure, possible = self.truth(term.event)
                bound = np.maximum(weighted, 0) if upper else np.minimum(weighted, 0)
                total += np.where(sure, weighted, np.where(possible, bound, 0))
        return total


def _fold(rule: Any, parts: Sequence[tuple[Truths, Truths]], count: int, empty: bool) -> tuple[Truths, Truths]:
    start = np.full(count, empty)
    sure, possible = start, start
    for s, p in parts:
        sure, possible = rule(sure, s), rule(possible, p)
    return sure, possible


def _among(pay: Floats, chosen: Truths, node: Pick) -> Floats:
    if node.ties == "uniform":
        return (pay * chosen).sum(axis=0) / chosen.sum(axis=0)
    worst = node.ties == "worst"
    masked = np.where(chosen, pay, np.inf if worst else -np.inf)
    return masked.min(axis=0) if worst else masked.max(axis=0)
