"""From a tree and a rule to value expressions: what each node is worth to each self.

The value of a *bag* (situations that may obtain, each with a weight) to a self `t` is found from the leaves up:

    outcome      u_t(w) - cost
    chance       sum_b p_b value(child_b)
    decision     pick(by = what the chooser compares, pay = what the options are worth to t)

An information set is decided for all its members, in the bag or not: an option is compared by the sum over them. `pick`
is the maximum when the chooser compares exactly what `t` gets. What is compared depends on the rule, its `Mode`:

    foreseen     the option's value to the chooser, in the same mode        (sophisticated)
    planned      its value to the planner, in the same mode                  (resolute)
    naive        its value to the chooser, were the chooser the planner      (myopic)

Each bag is compiled once for each self and mode, and independent parts of a plan are maximised apart, so the work is
linear in the tree. Only information sets that a planner has to decide jointly are enumerated (imperfect recall).
"""

from collections.abc import Generator, Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple

from decision.errors import InvalidValue
from decision.language.values import Value, pick, u, weighted_sum
from decision.problems.histories import Histories
from decision.problems.tree import Chance, Decision, Node, Outcome

__all__ = ["Bag", "Induction", "Mode", "Request", "View", "foreseen", "naive", "planned"]

JOINT_LIMIT = 20_000
"""Combinations of choices that are tried when information sets have to be decided jointly."""


@dataclass(frozen=True)
class Mode:
    """How later choices are thought to be made; `planner` is the self that decides them all, for `planned`."""

    kind: Literal["foreseen", "planned", "naive"]
    planner: str = ""


foreseen = Mode("foreseen")
naive = Mode("naive")


def planned(planner: str) -> Mode:
    """The mode in which one self decides at every node."""
    return Mode("planned", planner)


@dataclass(frozen=True)
class View:
    """Whose value, and in which mode."""

    owner: str
    mode: Mode

    def of(self, chooser: str) -> "View":
        """What a chooser compares options by."""
        if self.mode.kind == "foreseen":
            return View(chooser, foreseen)
        planner = chooser if self.mode.kind == "naive" else self.mode.planner
        return View(planner, planned(planner))


Bag = tuple[tuple[Fraction, Node], ...]
Group = list[tuple[Fraction, Decision]]
"""Members of one information set with their weights."""
Fixed = tuple[tuple[str, str], ...]

ONE = Fraction(1)


class Request(NamedTuple):
    """A value that is asked for.

    Attributes
    ----------
    bag, view : Bag, View
    fixed : tuple of (label, option)
        What was chosen at information sets that are met again.
    cut : frozenset of str
        Information sets that have members outside the bag; they are decided for all members, see `Histories.cut`.
    """

    bag: Bag
    view: View
    fixed: Fixed = ()
    cut: frozenset[str] = frozenset()


Steps = Generator[Request, Value, Value]


class Induction:
    """Values of the nodes of one tree, each found once."""

    def __init__(self, tree: Histories) -> None:
        self._tree = tree
        self._known: dict[Hashable, Value] = {}
        self._joint = 0

    def value(self, request: Request) -> Value:
        """The value asked for; sub-requests wait on a list, not on the interpreter's stack."""
        waiting = [(self._key(request), self._steps(request))]
        answer: Value | None = None
        while waiting:
            key, steps = waiting[-1]
            try:
                wanted = next(steps) if answer is None else steps.send(answer)
            except StopIteration as stop:
                waiting.pop()
                answer = self._known[key] = stop.value
            else:
                key = self._key(wanted)
                answer = self._known.get(key)
                if answer is None:
                    waiting.append((key, self._steps(wanted)))
        assert answer is not None
        return answer

    def _key(self, request: Request) -> Hashable:
        """Modes agree where one self makes all choices, so that such parts are compiled once."""
        bag, view, fixed, cut = request
        node = bag[0][1]
        if len(bag) == 1 and not isinstance(node, Outcome) and not self._tree.masks[node.name]:
            return node.name, self._narrowed(view, self._tree.choosers[node.name])
        return tuple((w, n if isinstance(n, Outcome) else n.name) for w, n in bag), view, fixed, cut

    def _narrowed(self, view: View, choosers: frozenset[str]) -> View:
        if view.mode.kind == "planned" or len(choosers) != 1:
            return view
        return View(view.owner, planned(*choosers))

    def _steps(self, request: Request) -> Steps:
        """One level: outcomes and chance moves are summed, decisions handed to `_decided`."""
        bag, view, fixed, cut = request
        asked = bag[0][1] if len(bag) == 1 else None
        terms: list[tuple[Fraction, Value]] = []
        groups: dict[str, Group] = {}
        follow = dict(fixed)
        stack = list(reversed(bag))
        while stack:
            weight, node = stack.pop()
            if isinstance(node, Outcome):
                terms.append((weight, self._outcome(node, view.owner)))
            elif node is not asked and self._apart(node):
                terms.append((weight, (yield Request(((ONE, node),), view))))
            elif isinstance(node, Decision) and node.policy is None:
                if node.label in follow:
                    stack.append((weight, node.child(follow[node.label])))
                else:
                    groups.setdefault(node.label, []).append((weight, node))
            else:
                stack.extend((weight * p, child) for p, child in reversed(_moves(node)))
        for part in self._parts(groups):
            weight = sum((w for group in part for w, _ in group), Fraction(0))
            if weight:
                terms.append((weight, (yield from self._decided(part, weight, view, fixed, cut))))
        return terms[0][1] if len(terms) == 1 and terms[0][0] == 1 else weighted_sum(terms)

    def _apart(self, node: Decision | Chance) -> bool:
        """Whether a node has a value of its own to ask for; moves of chance that lead to one another are one sum."""
        if self._tree.masks[node.name]:
            return False
        return node.name in self._tree.shared or (isinstance(node, Decision) and node.policy is None)

    def _outcome(self, node: Outcome, owner: str) -> Value:
        key = (node.name, owner)
        if key not in self._known:
            self._known[key] = u(node.name, self=owner)
        return self._known[key] - node.cost if node.cost else self._known[key]

    def _parts(self, groups: Mapping[str, Group]) -> list[list[Group]]:
        """Groups that share a later information set belong together; the others are decided apart."""
        parts: list[tuple[int, list[Group]]] = []
        for group in groups.values():
            mask, joined = self._mask(node for _, node in group), [group]
            apart: list[tuple[int, list[Group]]] = []
            for other, members in parts:
                if other & mask:
                    mask, joined = mask | other, members + joined
                else:
                    apart.append((other, members))
            parts = [*apart, (mask, joined)]
        return [joined for _, joined in parts]

    def _mask(self, nodes: Iterable[Node]) -> int:
        mask = 0
        for node in nodes:
            mask |= 0 if isinstance(node, Outcome) else self._tree.masks[node.name]
        return mask

    def _decided(self, part: list[Group], weight: Fraction, view: View, fixed: Fixed, cut: frozenset[str]) -> Steps:
        """Value, for one unit of weight, of the first information set of a part, whatever is decided at the others."""
        if weight != 1:
            part = [[(w / weight, node) for w, node in group] for group in part]
        first, rest = part[0], tuple(pair for group in part[1:] for pair in group)
        node = first[0][1]
        judged = self._tree.sets[node.label].bag if node.label in cut else ()
        choosers = (self._tree.choosers[d.name] for _, d in (*first, *rest, *judged))
        view = self._narrowed(view, frozenset[str]().union(*choosers))
        compares = view.of(node.chooser)
        by: list[Value] = []
        pay: list[Value] = []
        for option in node.options:
            later = (*((w, n.child(option)) for w, n in first), *rest)
            further = self._fixed(node.label, option, later, fixed)
            if judged:
                by.append((yield Request(tuple((w, m.child(option)) for w, m in judged), compares, further)))
                pay.append((yield Request(later, view, further, cut)))
            else:
                by.append((yield Request(later, compares, further, cut)))
                pay.append(by[-1] if compares == view else (yield Request(later, view, further, cut)))
        if rest:
            self._count(len(by))
        return pick(by, pay, ties=node.ties)

    def _fixed(self, label: str, option: str, later: Bag, fixed: Fixed) -> Fixed:
        """The choices made so far that matter below."""
        made = (*fixed, (label, option)) if label in self._tree.bits else fixed
        mask = self._mask(node for _, node in later) if made else 0
        return tuple((name, o) for name, o in made if self._tree.bits[name] & mask)

    def _count(self, options: int) -> None:
        self._joint += options
        if self._joint > JOINT_LIMIT:
            raise InvalidValue(
                f"the tree has more than {JOINT_LIMIT} combinations of choices at information sets that have to be "
                "decided jointly (imperfect recall); give the chooser more information, or plan a smaller part"
            )


def _moves(node: Node) -> list[tuple[Fraction, Node]]:
    """Probabilities and children of a chance node or of a choice that is not foreseen."""
    if isinstance(node, Chance):
        return [(p, child) for (_, p), child in zip(node.weights, node.children, strict=True)]
    assert isinstance(node, Decision)
    assert node.policy is not None
    return [(p, node.child(option)) for option, p in node.policy]
