"""Assumptions about the distribution of goals: each names a class of laws and compiles to conditions of a claim.

Capitalised adjectives are classes. Invariance, support and moment assumptions are convex; `IID`, `Independent`,
`Symmetric`, ... (in `structures`) are not. Any thesis is an assumption too: a moment condition.
"""

# the public keyword `self=` names a self of the agent, so the object is `self_`
# pyright: reportSelfClsParameterName=false

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from itertools import pairwise
from typing import Any, cast

from decision.errors import InvalidValue
from decision.exact import Rational, rational, text
from decision.goals.frame import Frame
from decision.language.claims import Condition, Generator, Invariance, Support, TieFree
from decision.language.events import Event, all_of
from decision.language.values import PRESENT, affine
from decision.language.walk import comparisons, coordinates
from decision.validation import check_distinct, check_listed, check_name, check_nonempty, check_type

__all__ = [
    "Assumption",
    "Bounded",
    "Exchangeable",
    "Indifferent",
    "Invariant",
    "Monotone",
    "NoTies",
    "ReflectionSymmetric",
    "SignSymmetric",
    "Supported",
]


class Assumption:
    """A class of goal distributions; the leaves are listed in the reference."""

    def __repr__(self) -> str:
        """As it could be written, without what is left at its default."""
        given = [(f.name, getattr(self, f.name)) for f in fields(cast(Any, self))]
        listed = ", ".join(f"{name}={_written(value)}" for name, value in given if value is not None)
        return f"{type(self).__name__}({listed})"

    def names(self) -> tuple[str, ...]:
        """Coordinates the assumption mentions by name; the thesis must know them."""
        return ()

    def conditions(self, frame: Frame) -> tuple[Condition, ...]:
        """What the assumption says of the coordinates of one thesis."""
        raise TypeError(f"{type(self).__name__} is not an assumption of this package")


def _written(value: Any) -> str:
    if isinstance(value, Fraction):
        return text(value) if value.denominator == 1 else repr(text(value))
    return repr(value)


def _label(outcome: str, owner: str | None) -> str:
    return outcome if owner in (None, PRESENT) else f"{owner}:{outcome}"


def _star(block: Sequence[str]) -> list[Generator]:
    """Transpositions with the first member; they generate every permutation of the block."""
    return [Generator(((block[0], 1, w), (w, 1, block[0]))) for w in block[1:]]


def _is_permutation(written: Mapping[Any, Any]) -> bool:
    return isinstance(written, dict) and sorted(written) == sorted(written.values())


@dataclass(frozen=True, repr=False)
class Exchangeable(Assumption):
    """The law of the goal is unchanged by every permutation of outcomes, or of the outcomes inside each block.

    Parameters
    ----------
    blocks : sequence of sequences of str, optional
        Disjoint sets of outcomes; all outcomes of the thesis when left out.
    self : str, optional
        Whose goal.

    Examples
    --------
    >>> from decision import Choice, NoTies, Pr, decide
    >>> menu = Choice({"a": {"a": 1}, "b": {"b": 1}, "c": {"c": 1}})
    >>> decide(Pr(menu.best("a")) == "1/3", given=[Exchangeable(), NoTies()]).holds
    True
    """

    blocks: tuple[tuple[str, ...], ...] | None = None
    self: str | None = None

    def __init__(self_, blocks: Iterable[Iterable[str]] | None = None, *, self: str | None = None) -> None:
        example = "[['a', 'b'], ['c']]"
        rows = None if blocks is None else check_listed(blocks, "blocks", example)
        listed = None if rows is None else tuple(tuple(check_listed(b, "blocks", example)) for b in rows)
        if listed is not None:
            check_distinct((check_name(w, "outcome of blocks") for b in listed for w in b), "blocks")
        object.__setattr__(self_, "blocks", listed)
        object.__setattr__(self_, "self", self)

    def names(self) -> tuple[str, ...]:
        """The outcomes named, as coordinates."""
        return tuple(_label(w, self.self) for b in self.blocks or () for w in b)

    def conditions(self, frame: Frame) -> tuple[Condition, ...]:
        """Invariance under transpositions that generate the permutations of each block."""
        blocks = (
            [frame.block(self.self)]
            if self.blocks is None
            else [tuple(_label(w, self.self) for w in b) for b in self.blocks]
        )
        return (Invariance(tuple(g for b in blocks if b for g in _star(b))),)


@dataclass(frozen=True, repr=False)
class ReflectionSymmetric(Assumption):
    """The law is unchanged when the whole goal is reflected about a centre: `u -> 2c - u`.

    Parameters
    ----------
    center : rational, optional
        The centre `c`; about *some* constant when left out.
    self : str, optional

    Examples
    --------
    >>> from decision import NoTies, Pr, decide, u
    >>> decide(Pr(u("a") >= u("b")) == "1/2", given=[ReflectionSymmetric(), NoTies()]).holds
    True
    """

    center: Fraction | None = None
    self: str | None = None

    def __init__(self_, center: Rational | None = None, *, self: str | None = None) -> None:
        object.__setattr__(self_, "center", None if center is None else rational(center, "center"))
        object.__setattr__(self_, "self", self)

    def conditions(self, frame: Frame) -> tuple[Condition, ...]:
        """Invariance under the reflection of all coordinates of the self."""
        block = frame.block(self.self)
        return (Invariance((Generator(tuple((w, -1, w) for w in block), frame.center(self.self)),)),)


@dataclass(frozen=True, repr=False)
class SignSymmetric(Assumption):
    """The law is unchanged when any single coordinate is reflected about one common centre.

    Examples
    --------
    >>> SignSymmetric(center="1/2")
    SignSymmetric(center='1/2')
    """

    center: Fraction | None = None
    self: str | None = None

    def __init__(self_, center: Rational | None = None, *, self: str | None = None) -> None:
        object.__setattr__(self_, "center", None if center is None else rational(center, "center"))
        object.__setattr__(self_, "self", self)

    def conditions(self, frame: Frame) -> tuple[Condition, ...]:
        """Invariance under the flip of each coordinate of the self."""
        center = frame.center(self.self)
        return (Invariance(tuple(Generator(((w, -1, w),), center) for w in frame.block(self.self))),)


@dataclass(frozen=True, repr=False)
class Invariant(Assumption):
    """The law is unchanged by given permutations of outcomes.

    Parameters
    ----------
    generators : sequence of mapping of str to str
        Each maps an outcome to the one whose utility it takes over: `(g u)(w) = u(g[w])`. Outcomes left out stay; the
        targets are a permutation of the keys.
    self : str, optional

    Examples
    --------
    >>> Invariant([{"w1": "w2", "w2": "w1"}]).names()
    ('w1', 'w2')
    """

    generators: tuple[tuple[tuple[str, str], ...], ...]
    self: str | None = None

    def __init__(self_, generators: Sequence[dict[str, str]], *, self: str | None = None) -> None:
        check_nonempty(generators, "generators")
        for g in check_listed(generators, "generators", "[{'a': 'b', 'b': 'a'}]"):
            for w in [*g, *g.values()] if hasattr(g, "values") else []:
                check_name(w, "outcome of generators")
        for g in generators:
            if not _is_permutation(g):
                raise InvalidValue(
                    f"generators has {g!r}, which is not a permutation: "
                    "the outcomes it maps to must be those it maps from; write {'a': 'b', 'b': 'a'}"
                )
        object.__setattr__(self_, "generators", tuple(tuple(sorted(g.items())) for g in generators))
        object.__setattr__(self_, "self", self)

    def __repr__(self) -> str:
        owner = "" if self.self is None else f", self={self.self!r}"
        return f"Invariant(generators={[dict(g) for g in self.generators]}{owner})"

    def names(self) -> tuple[str, ...]:
        """The outcomes named, as coordinates."""
        return tuple(dict.fromkeys(_label(w, self.self) for g in self.generators for w, _ in g))

    def conditions(self, frame: Frame) -> tuple[Condition, ...]:
        """Invariance under the generators; one that moves nothing says nothing."""
        moved = [
            tuple((_label(w, self.self), 1, _label(v, self.self)) for w, v in g if w != v) for g in self.generators
        ]
        return (Invariance(tuple(Generator(m) for m in moved if m)),)


@dataclass(frozen=True, repr=False)
class NoTies(Assumption):
    """Values that the thesis compares do not tie by accident.

    Any two linear pieces of the two sides of a comparison that are different functions of the goal differ almost
    surely. Comparisons inside a `pick` are included; ties between options the thesis does not compare stay possible.
    Every law with a density satisfies this.

    Examples
    --------
    >>> from decision import Pr, decide, indifferent, u
    >>> decide(Pr(indifferent(u("a"), u("b"))) == 0, given=[NoTies()]).holds
    True
    """

    def conditions(self, frame: Frame) -> tuple[Condition, ...]:
        """No ties between the compared values."""
        return (TieFree(frame.compared),)


@dataclass(frozen=True, repr=False)
class Supported(Assumption):
    """The event holds almost surely.

    Examples
    --------
    >>> from decision import u
    >>> Supported(u("rich") >= u("poor"))
    Supported(event=u(rich) >= u(poor))
    """

    event: Event

    def __post_init__(self) -> None:
        check_type(self.event, Event, "event", "write an event such as u('a') >= u('b')")

    def names(self) -> tuple[str, ...]:
        """The outcomes named, as coordinates."""
        return tuple(coordinates(v for c in comparisons(self.event) for v in (c.left, c.right)))

    def conditions(self, frame: Frame) -> tuple[Condition, ...]:
        """The event as support."""
        return (Support(self.event),)


@dataclass(frozen=True, repr=False)
class Bounded(Assumption):
    """Every utility lies between two numbers almost surely.

    Examples
    --------
    >>> Bounded(0, 1)
    Bounded(low=0, high=1)
    """

    low: Fraction
    high: Fraction
    self: str | None = None

    def __init__(self_, low: Rational, high: Rational, *, self: str | None = None) -> None:
        bottom, top = rational(low, "low"), rational(high, "high")
        if bottom > top:
            raise InvalidValue(f"low = {bottom} is greater than high = {top}; give the smaller bound first")
        object.__setattr__(self_, "low", bottom)
        object.__setattr__(self_, "high", top)
        object.__setattr__(self_, "self", self)

    def conditions(self, frame: Frame) -> tuple[Condition, ...]:
        """Both bounds on each coordinate of the self, as support."""
        block = [affine({w: Fraction(1)}) for w in frame.block(self.self)]
        return (Support(all_of(*(e for v in block for e in (v >= self.low, v <= self.high)))),)


@dataclass(frozen=True, repr=False)
class Indifferent(Assumption):
    """The outcomes have the same utility almost surely.

    Examples
    --------
    >>> Indifferent(["w1", "w2"]).outcomes
    ('w1', 'w2')
    """

    outcomes: tuple[str, ...]
    self: str | None = None

    def __init__(self_, outcomes: Iterable[str], *, self: str | None = None) -> None:
        listed = tuple(check_name(w, "outcome") for w in check_listed(outcomes, "outcomes", "['a', 'b']"))
        check_distinct(listed, "outcomes")
        if len(listed) < 2:
            raise InvalidValue(f"outcomes = {listed!r} has fewer than two entries; indifference needs two outcomes")
        object.__setattr__(self_, "outcomes", listed)
        object.__setattr__(self_, "self", self)

    def names(self) -> tuple[str, ...]:
        """The outcomes named, as coordinates."""
        return tuple(_label(w, self.self) for w in self.outcomes)

    def conditions(self, frame: Frame) -> tuple[Condition, ...]:
        """Equality of neighbours in the list, as support."""
        listed = [affine({w: Fraction(1)}) for w in self.names()]
        return (Support(all_of(*(e for a, b in pairwise(listed) for e in (a >= b, b >= a)))),)


@dataclass(frozen=True, repr=False)
class Monotone(Assumption):
    """In every pair the first outcome is at least as good as the second: more resources are never worse.

    Examples
    --------
    >>> Monotone([("rich", "poor")]).pairs
    (('rich', 'poor'),)
    """

    pairs: tuple[tuple[str, str], ...]
    self: str | None = None

    def __init__(self_, pairs: Iterable[tuple[str, str]], *, self: str | None = None) -> None:
        listed = tuple(_pair(p) for p in check_listed(pairs, "pairs", "[('rich', 'poor')]"))
        check_nonempty(listed, "pairs")
        object.__setattr__(self_, "pairs", listed)
        object.__setattr__(self_, "self", self)

    def names(self) -> tuple[str, ...]:
        """The outcomes named, as coordinates."""
        return tuple(dict.fromkeys(_label(w, self.self) for pair in self.pairs for w in pair))

    def conditions(self, frame: Frame) -> tuple[Condition, ...]:
        """The comparison of each pair, as support."""
        values = [
            (affine({_label(a, self.self): Fraction(1)}), affine({_label(b, self.self): Fraction(1)}))
            for a, b in self.pairs
        ]
        return (Support(all_of(*(a >= b for a, b in values))),)


def _pair(pair: Any) -> tuple[str, str]:
    names = check_listed(pair, "pairs", "[('rich', 'poor')]")
    if len(names) != 2:
        raise InvalidValue(f"pairs has {pair!r}, which does not name two outcomes; write for example ('rich', 'poor')")
    return check_name(names[0], "outcome"), check_name(names[1], "outcome")
