"""Assumptions that the law of the goal is unchanged by permutations and reflections."""

# the public keyword `self=` names a self of the agent, so the object is `self_`
# pyright: reportSelfClsParameterName=false

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from decision.errors import InvalidValue
from decision.goals.assumption import Assumption, Centred
from decision.goals.frame import Frame
from decision.language.claims import Condition, Generator, Invariance
from decision.language.coordinates import coordinate_name
from decision.validation import check_distinct, check_listed, check_name, check_nonempty

__all__ = ["Exchangeable", "Invariant", "ReflectionSymmetric", "SignSymmetric"]


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
        return tuple(coordinate_name(w, self.self) for b in self.blocks or () for w in b)

    def conditions(self, frame: Frame) -> tuple[Condition, ...]:
        """Invariance under transpositions that generate the permutations of each block."""
        blocks = (
            [frame.block(self.self)]
            if self.blocks is None
            else [tuple(coordinate_name(w, self.self) for w in b) for b in self.blocks]
        )
        return (Invariance(tuple(g for b in blocks if b for g in _star(b))),)


def _star(block: Sequence[str]) -> list[Generator]:
    """Transpositions with the first member; they generate every permutation of the block."""
    return [Generator(((block[0], 1, w), (w, 1, block[0]))) for w in block[1:]]


class ReflectionSymmetric(Centred):
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

    def conditions(self, frame: Frame) -> tuple[Condition, ...]:
        """Invariance under the reflection of all coordinates of the self."""
        block = frame.block(self.self)
        return (Invariance((Generator(tuple((w, -1, w) for w in block), frame.center(self.self)),)),)


class SignSymmetric(Centred):
    """The law is unchanged when any single coordinate is reflected about one common centre.

    Examples
    --------
    >>> SignSymmetric(center="1/2")
    SignSymmetric(center='1/2')
    """

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
        return tuple(dict.fromkeys(coordinate_name(w, self.self) for g in self.generators for w, _ in g))

    def conditions(self, frame: Frame) -> tuple[Condition, ...]:
        """Invariance under the generators; one that moves nothing says nothing."""
        named = [
            [(coordinate_name(w, self.self), coordinate_name(v, self.self)) for w, v in g] for g in self.generators
        ]
        moves = [tuple((w, 1, v) for w, v in g if w != v) for g in named]
        return (Invariance(tuple(Generator(m) for m in moves if m)),)


def _is_permutation(written: Mapping[Any, Any]) -> bool:
    return isinstance(written, dict) and sorted(written) == sorted(written.values())
