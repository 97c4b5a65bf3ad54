"""What a tree says about histories: one node for each name, and information sets with where their members lie.

A *member* of an information set is a decision node; the chooser cannot tell members apart. What the chooser believes is
found here. When the same choices (if any) lead to all members, chance alone says where in the set one is: such a set is
*settled*, and each member has its probability given that the set is reached. Otherwise that depends on how earlier
choices are made:

- *absent-mindedness*: a member lies below a member;
- *imperfect recall*: different choices of the chooser's own lead to the members;
- members are reached through different choices of another self. Then the belief would have to come from what the other
  chooses, and that again from what is chosen here: a game, which may have no pure equilibrium, or several.

Backward induction is defined for settled sets only, and `Histories.check_recall` refuses the others. A resolute planner
needs no beliefs, since whole strategies are compared.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import zip_longest

from decision.errors import InvalidValue
from decision.problems.tree import Chance, Decision, Node, Outcome

__all__ = ["Histories", "InformationSet", "histories"]

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


@dataclass(frozen=True)
class Histories:
    """The checked structure of a tree.

    Attributes
    ----------
    nodes : dict of str to node
        Decision and chance nodes by name.
    sets : dict of str to InformationSet
        The information sets that have several members.
    """

    root: Node
    nodes: dict[str, Decision | Chance]
    sets: dict[str, InformationSet]

    @cached_property
    def bits(self) -> dict[str, int]:
        """A bit for each information set."""
        return {label: 1 << k for k, label in enumerate(self.sets)}

    @cached_property
    def masks(self) -> dict[str, int]:
        """For each node the bits of the information sets that have a member there or below."""
        return self._below({m.name: self.bits[s.label] for s in self.sets.values() for m in s.members})

    @cached_property
    def _member_bits(self) -> dict[str, int]:
        members = (m.name for s in self.sets.values() for m in s.members)
        return {name: 1 << k for k, name in enumerate(members)}

    @cached_property
    def _members_below(self) -> dict[str, int]:
        """For each node the bits of the members of information sets there or below."""
        return self._below(self._member_bits)

    def _below(self, bits: Mapping[str, int]) -> dict[str, int]:
        found: dict[str, int] = {}
        for node in reversed(self.nodes.values()):
            mask = bits.get(node.name, 0)
            for child in node.children:
                mask |= 0 if isinstance(child, Outcome) else found[child.name]
            found[node.name] = mask
        return found

    @cached_property
    def choosers(self) -> dict[str, frozenset[str]]:
        """For each node the selves that choose there or below, where the choice is foreseen."""
        found: dict[str, frozenset[str]] = {}
        for node in reversed(self.nodes.values()):
            here = {node.chooser} if isinstance(node, Decision) and node.policy is None else set[str]()
            below = {frozenset(here)} | {found[c.name] for c in node.children if not isinstance(c, Outcome)}
            found[node.name] = next(iter(below)) if len(below) == 1 else frozenset[str]().union(*below)
        return found

    @cached_property
    def shared(self) -> frozenset[str]:
        """Nodes that hang in several places."""
        return frozenset(name for name, places in _parents(self.nodes.values()).items() if len(places) > 1)

    @property
    def absent_minded(self) -> tuple[InformationSet, ...]:
        """Information sets with a member below a member."""
        return tuple(s for s in self.sets.values() if s.foreseen and s.absent_minded)

    def cut(self, start: Sequence[Node]) -> frozenset[str]:
        """Information sets with members below some nodes and others elsewhere.

        Whoever chooses there does not know that one of these nodes was reached, and decides for all members.

        Raises
        ------
        InvalidValue
            If it depends on choices, and not only on chance, which member is reached.
        """
        found = self._cut(start)
        for label in found:
            for inner in (label, *self._cut(self.sets[label].members)):
                if not self.sets[inner].settled:
                    raise InvalidValue(
                        f"what follows {_listed(start)} depends on the information set {inner!r} with nodes "
                        f"{_listed(self.sets[inner].members)}, some of which lie elsewhere, and on the choices that "
                        "lead to them; ask at a node before all of them"
                    )
        return frozenset(found)

    def _cut(self, start: Sequence[Node]) -> list[str]:
        names = [n.name for n in start if not isinstance(n, Outcome)]
        met = reached = 0
        for name in names if self.sets else ():
            met |= self.masks[name]
            reached |= self._members_below[name]
        below = [s for s in self.sets.values() if s.foreseen and met & self.bits[s.label]]
        return [s.label for s in below if any(not reached & self._member_bits[m.name] for m in s.members)]

    def check_recall(self, rule: str) -> None:
        """Refuse a tree that backward induction cannot solve, naming the nodes.

        Raises
        ------
        InvalidValue
            For absent-mindedness, imperfect recall, or an information set whose members another self chooses between.
        """
        for found in self.sets.values():
            problem = _forgets(found) if found.foreseen else None
            if problem:
                raise InvalidValue(
                    f"information set {found.label!r} with nodes {_listed(found.members)} {problem}; {rule} needs to "
                    "know what was chosen before: give these nodes different information, give the earlier choice a "
                    "policy, or plan with Resolute()"
                )


def histories(root: Node) -> Histories:
    """Check a tree and find its information sets.

    Raises
    ------
    InvalidValue
        For a name that stands for two different nodes, a node below itself, an information set whose members differ in
        options or chooser, or a member that hangs in two places.

    Examples
    --------
    >>> blind = {b: Decision(f"at {b}", {"x": Outcome(f"{b}x"), "y": Outcome("y")}, information="I") for b in "ht"}
    >>> coin = Chance("coin", {b: ("1/2", d) for b, d in blind.items()})
    >>> histories(coin).sets["I"].weights
    (Fraction(1, 2), Fraction(1, 2))
    """
    nodes = _by_name(root)
    members: dict[str, list[Decision]] = {}
    for node in nodes.values():
        if isinstance(node, Decision):
            members.setdefault(node.label, []).append(node)
    shared = {label: found for label, found in members.items() if len(found) > 1}
    above = _parents(nodes.values()) if shared else {}
    return Histories(root, nodes, {label: _information_set(label, found, above) for label, found in shared.items()})


def _by_name(root: Node) -> dict[str, Decision | Chance]:
    """One node for each name, each before those below it."""
    named: dict[str, Decision | Chance] = {}
    for node in root.nodes():
        if not isinstance(node, Outcome):
            known = named.setdefault(node.name, node)
            if known is not node and not _same(known, node):
                raise _clash(known, node)
    order: dict[str, Decision | Chance] = {}
    stack = [] if isinstance(root, Outcome) else [(named[root.name], False)]
    while stack:
        node, left = stack.pop()
        if left:
            order[node.name] = node
        elif node.name not in order:
            stack.append((node, True))
            stack.extend((named[c.name], False) for c in node.children if not isinstance(c, Outcome))
    return dict(reversed(order.items()))


def _same(first: Node, second: Node) -> bool:
    """Equality given that names identify nodes: the contents and the names below agree."""
    children = zip(first.children, second.children, strict=False)
    return (
        first.kind == second.kind
        and first.content() == second.content()
        and len(first.children) == len(second.children)
        and all(a.kind == b.kind and (a.name == b.name if a.kind != "outcome" else a == b) for a, b in children)
    )


def _clash(first: Node, second: Node) -> InvalidValue:
    for upper, lower in ((first, second), (second, first)):
        if any(n is lower for n in upper.nodes()):
            return InvalidValue(
                f"node {upper.name!r} occurs below itself; a tree has no cycles: give the later node another name, or "
                "unroll what repeats"
            )
    return InvalidValue(
        f"name {first.name!r} stands for two different nodes, {first!r} and {second!r}; a name identifies a node: "
        "rename one"
    )


def _parents(nodes: Iterable[Decision | Chance]) -> dict[str, list[Step]]:
    above: dict[str, list[Step]] = {}
    for node in nodes:
        for branch in node.branches:
            if not isinstance(branch[-1], Outcome):
                above.setdefault(branch[-1].name, []).append((node, branch[0]))
    return above


def _information_set(label: str, members: list[Decision], above: dict[str, list[Step]]) -> InformationSet:
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


def _forgets(found: InformationSet) -> str | None:
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


def _listed(members: Sequence[Node]) -> str:
    return ", ".join(repr(m.name) for m in members)
