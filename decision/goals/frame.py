"""What assumptions need to know of a thesis: its coordinates, the centre of each self, and the values it compares."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from decision.errors import InvalidValue
from decision.language.claims import Center
from decision.language.coordinates import PRESENT, coordinate
from decision.language.theses import Inequality
from decision.language.values import Pick, Value
from decision.language.walk import comparisons, nodes, pieces_of, values

__all__ = ["Frame", "compared_pairs"]


@dataclass(frozen=True)
class Frame:
    """Coordinates of a thesis and what is common to all its assumptions.

    Attributes
    ----------
    outcomes : tuple of str
        Coordinates of the goal, of all selves.
    centers : mapping of str to Center
        For each self the centre of its symmetries: a number, or the name of a constant.
    inequalities : tuple of Inequality
        What the thesis says.
    """

    outcomes: tuple[str, ...]
    centers: Mapping[str, Center]
    inequalities: tuple[Inequality, ...]

    @cached_property
    def compared(self) -> tuple[tuple[Value, Value], ...]:
        """The pairs of linear values `NoTies` speaks of."""
        return compared_pairs(self.inequalities)

    def block(self, owner: str | None) -> tuple[str, ...]:
        """Coordinates of one self; of the only one when none is named."""
        selves = list(dict.fromkeys(coordinate(w)[0] for w in self.outcomes))
        if owner is None:
            if len(selves) > 1:
                raise InvalidValue(
                    f"self is not given, but the thesis speaks of the goals of {', '.join(selves)}; "
                    f"say whose, for example self={selves[0]!r}"
                )
            return self.outcomes
        if owner not in selves:
            raise InvalidValue(
                f"self = {owner!r} is not in the thesis, which speaks of the goals of {', '.join(selves) or 'nobody'}; "
                "name one of those"
            )
        return tuple(w for w in self.outcomes if coordinate(w)[0] == owner)

    def center(self, owner: str | None) -> Center:
        """Centre of the symmetries of one self."""
        return self.centers[owner_name(owner)]


def owner_name(owner: str | None) -> str:
    """The self meant by an optional name."""
    return PRESENT if owner is None else owner


def compared_pairs(inequalities: Iterable[Inequality]) -> tuple[tuple[Value, Value], ...]:
    """Linear pieces on the two sides of each comparison that differ by more than a constant, each pair once."""
    found: dict[Value, tuple[Value, Value]] = {}
    sides = list(_sides(list(inequalities)))
    lefts, rights = (pieces_of([pair[k] for pair in sides]) for k in (0, 1))
    for left, right in zip(lefts, rights, strict=True):
        for p in left:
            for q in right:
                difference = p - q
                if difference.coefficients and -difference not in found:
                    found.setdefault(difference, (p, q))
    return tuple(found.values())


def _sides(inequalities: list[Inequality]) -> Iterable[tuple[Value, Value]]:
    for inequality in inequalities:
        for term in inequality.terms:
            if term.event is not None:
                yield from ((c.left, c.right) for c in comparisons(term.event))
    for node in nodes(v for i in inequalities for v in values(i)):
        if isinstance(node, Pick):
            yield from ((a, b) for k, a in enumerate(node.by) for b in node.by[:k])
