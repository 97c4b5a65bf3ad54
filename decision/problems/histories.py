"""What a tree says about histories: one node for each name, and which information sets lie below which nodes.

Backward induction is defined for settled sets only (see `decision.problems.information_sets`), and
`Histories.check_recall` refuses the others. A resolute planner needs no beliefs, since whole strategies are compared.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from decision.errors import InvalidValue
from decision.problems.information_sets import InformationSet, Step, forgets, information_set
from decision.problems.tree import Chance, Decision, Node, Outcome

__all__ = ["Histories", "histories"]


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
            problem = forgets(found) if found.foreseen else None
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
    return Histories(root, nodes, {label: information_set(label, found, above) for label, found in shared.items()})


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


def _listed(members: Sequence[Node]) -> str:
    return ", ".join(repr(m.name) for m in members)
