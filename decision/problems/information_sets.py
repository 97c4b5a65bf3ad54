"""Information sets: decision nodes their chooser cannot tell apart, and what the chooser believes there.

A *member* of an information set is a decision node. When the same choices (if any) lead to all members, chance alone
says where in the set one is: such a set is *settled*, and each member has its probability given that the set is
reached. Otherwise that depends on how earlier choices are made:

- *absent-mindedness*: a member lies below a member;
- *imperfect recall*: different choices of the chooser's own lead to the members;
- members are reached through different choices of another self. Then the belief would have to come from what the other
  chooses, and that again from what is chosen here: a game, which may have no pure equilibrium, or several.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import zip_longest

from decision.errors import InvalidValue
from decision.problems.tree import Chance, Decision, Node

__all__ = ["InformationSet", "Step", "forgets", "information_set"]

Step = tuple[Node, str]
"""A node on a path and the branch taken there."""


@dataclass(frozen=True)
class InformationSet:
    """Several decision nodes their chooser cannot tell apart.

    Attributes
    ----------
    label : str
    members : tuple of Decision
    paths : tuple of tuple of (node, branch)
        For each member the way from the members' last common node, that node included.
    """

    label: str
    members: tuple[Decision, ...]
    paths: tuple[tuple[Step, ...], ...]

    @property
    def foreseen(self) -> bool:
        """Whether the chooser's reasons decide here, and not a policy."""
        return self.members[0].policy is None

    @cached_property
    def weights(self) -> tuple[Fraction, ...]:
        """For each member the probability of the chance moves on its path."""
        return tuple(_chance(path) for path in self.paths)

    @cached_property
    def bag(self) -> tuple[tuple[Fraction, Decision], ...]:
        """The members with their probabilities given that one of them is reached, for a settled set."""
        total = sum(self.weights)
        return tuple((w / total, m) for w, m in zip(self.weights, self.members, strict=True))

    @cached_property
    def settled(self) -> bool:
        """Whether chance alone says where in the set one is: the same choices, if any, lead to all members."""
        if self.absent_minded or not sum(self.weights):
            return False
        return len({self.choices(k) for k in range(len(self.members))}) == 1

    @cached_property
    def absent_minded(self) -> bool:
        """Whether a member lies below another one."""
        names = {m.name for m in self.members}
        return any(node.name in names for path in self.paths for node, _ in path)

    def choices(self, k: int) -> tuple[tuple[str, str, str], ...]:
        """Chooser, label and option at each foreseen decision on the way to the k-th member."""
        return tuple((n.chooser, n.label, o) for n, o in self.paths[k] if isinstance(n, Decision) and n.policy is None)


def information_set(label: str, members: list[Decision], above: dict[str, list[Step]]) -> InformationSet:
    """The set of some nodes, which have to be alike, given the steps that lead to each node of the tree."""
    _check_alike(label, members)
    paths = [_path(m, above) for m in members]
    common = 0
    while all(len(p) > common + 1 and p[common + 1][0] is paths[0][common + 1][0] for p in paths):
        common += 1
    return InformationSet(label, tuple(members), tuple(tuple(p[common:]) for p in paths))


def _check_alike(label: str, members: list[Decision]) -> None:
    first = members[0]
    for other in members[1:]:
        if other.information is None or first.information is None:
            raise InvalidValue(
                f"information = {label!r} is also the name of a node outside this information set; rename one"
            )
        for what in ("options", "chooser", "ties", "policy"):
            a, b = getattr(first, what), getattr(other, what)
            if (sorted(a) != sorted(b)) if what == "options" else a != b:
                raise InvalidValue(
                    f"information set {label!r} has different {what} at {first.name!r} and {other.name!r}: {a!r} and "
                    f"{b!r}; nodes that cannot be told apart have the same, so make them equal or drop the label"
                )


def _path(member: Node, above: dict[str, list[Step]]) -> list[Step]:
    """The way from the root to a member, which has to be the only one."""
    path: list[Step] = []
    name = member.name
    while name in above:
        if len(above[name]) > 1:
            raise InvalidValue(
                f"node {name!r} hangs in {len(above[name])} places and leads to {member.name!r}, a node of an "
                "information set; such a node has one history: give each place its own node, with the same label"
            )
        path.append(above[name][0])
        name = above[name][0][0].name
    return path[::-1]


def forgets(found: InformationSet) -> str | None:
    """Why backward induction cannot solve an information set, or None."""
    if found.absent_minded:
        return "is absent-minded: one of them comes after another"
    owner, first = found.members[0].chooser, found.choices(0)
    for k in range(1, len(found.members)):
        for pair in zip_longest(first, found.choices(k)):
            parted = [step for step in pair if step is not None and pair[0] != pair[1]]
            for chooser, label, _ in sorted(parted, key=lambda step: step[0] != owner):
                if chooser == owner:
                    return f"has imperfect recall: {owner!r} forgets an own earlier choice, at {label!r}"
                return f"is reached by choices of another self, {chooser!r} at {label!r}, that {owner!r} cannot see"
    return None


def _chance(path: Sequence[Step]) -> Fraction:
    weight = Fraction(1)
    for node, branch in path:
        if isinstance(node, Chance):
            weight *= dict(node.weights)[branch]
        elif isinstance(node, Decision) and node.policy is not None:
            weight *= dict(node.policy).get(branch, Fraction(0))
    return weight
