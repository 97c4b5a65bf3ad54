"""From a tree and a rule to value expressions: what each node is worth to each self.

The value of a *bag* (situations that may obtain, each with a weight) to a self `t` is found from the leaves up:

    outcome      u_t(w) - cost
    chance       sum_b p_b value(child_b)
    decision     pick(by = what the chooser compares, pay = what the options are worth to t)

An information set is decided for the whole bag: an option is compared by the sum over the members. `pick` is the maximum
when the chooser compares exactly what `t` gets. What the chooser compares depends on the rule, its `Mode`:

    foreseen     the option's value to the chooser, in the same mode        (sophisticated)
    planned      its value to the planner, in the same mode                  (resolute)
    naive        its value to the chooser, were the chooser the planner      (myopic)

Each node is compiled once for each self and mode, and independent parts of a plan are maximised apart, so the work is
linear in the tree. Only information sets that a planner has to decide jointly are enumerated (imperfect recall).
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from decision.errors import InvalidValue
from decision.language.values import Value, constant, maximum, pick, u
from decision.problems.histories import Histories
from decision.problems.tree import Chance, Decision, Node, Outcome

__all__ = ["Induction", "Mode", "View", "foreseen", "naive", "planned"]

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

    self: str
    mode: Mode

    def of(self_, chooser: str) -> "View":  # noqa: N805  # `self` is whose value
        """What a chooser compares options by."""
        if self_.mode.kind == "foreseen":
            return View(chooser, foreseen)
        planner = chooser if self_.mode.kind == "naive" else self_.mode.planner
        return View(planner, planned(planner))


Bag = tuple[tuple[Fraction, Node], ...]
Fixed = tuple[tuple[str, str], ...]
Request = tuple[Bag, View, Fixed]
Steps = Generator[Request, Value, Value]


class Induction:
    """Values of the nodes of one tree, each found once."""

    def __init__(self, tree: Histories) -> None:
        self._tree = tree
        self._known: dict[tuple[str, View], Value] = {}
        self._joint = 0

    def value(self, bag: Bag, view: View) -> Value:
        """Value of a bag; sub-requests wait on a list, not on the interpreter's stack."""
        waiting: list[tuple[Request, Steps]] = [self._started((bag, view, ()))]
        answer: Value | None = None
        while waiting:
            request, steps = waiting[-1]
            try:
                wanted = steps.send(answer) if answer is not None else next(steps)
            except StopIteration as stop:
                waiting.pop()
                answer = stop.value
                self._store(request, stop.value)
            else:
                answer = self._stored(wanted)
                if answer is None:
                    waiting.append(self._started(wanted))
        assert answer is not None
        return answer

    def _started(self, request: Request) -> tuple[Request, Steps]:
        return request, self._steps(*request)

    def _store(self, request: Request, value: Value) -> None:
        key = self._key(request)
        if key is not None:
            self._known[key] = value

    def _stored(self, request: Request) -> Value | None:
        key = self._key(request)
        return None if key is None else self._known.get(key)

    def _key(self, request: Request) -> tuple[str, View] | None:
        """Name and view, when the request is about one node that shares no information set with others."""
        (bag, view, _) = request
        if len(bag) != 1 or isinstance(bag[0][1], Outcome) or self._mask(bag[0][1]):
            return None
        return bag[0][1].name, self._simplest(view, bag[0][1])

    def _simplest(self, view: View, node: Node) -> View:
        """Modes agree where one self makes all choices, so that such parts are compiled once."""
        if isinstance(node, Outcome) or view.mode.kind == "planned":
            return view
        choosers = self._tree.choosers[node.name]
        return View(view.self, planned(next(iter(choosers)))) if len(choosers) == 1 else view

    def _mask(self, node: Node) -> int:
        return 0 if isinstance(node, Outcome) else self._tree.masks[node.name]

    def _steps(self, bag: Bag, view: View, fixed: Fixed) -> Steps:
        """One level: outcomes and chance moves are summed, decisions handed to `_decided`."""
        terms: list[Value] = []
        groups: dict[str, list[tuple[Fraction, Decision]]] = {}
        follow = dict(fixed)
        stack = list(reversed(bag))
        while stack:
            weight, node = stack.pop()
            apart = len(bag) > 1 or bag[0][1] is not node
            if isinstance(node, Outcome):
                terms.append(weight * (u(node.name, self=view.self) - node.cost))
            elif apart and not self._mask(node):
                terms.append(weight * (yield ((Fraction(1), node),), view, ()))
            elif isinstance(node, Decision) and node.policy is None:
                if node.label in follow:
                    stack.append((weight, node.child(follow[node.label])))
                else:
                    groups.setdefault(node.label, []).append((weight, node))
            else:
                stack.extend((weight * p, child) for p, child in reversed(_moves(node)))
        for part in self._parts(groups):
            terms.append((yield from self._decided(part, self._narrowed(view, part), fixed)))
        return sum(terms[1:], terms[0]) if terms else constant(0)

    def _narrowed(self, view: View, part: list[list[tuple[Fraction, Decision]]]) -> View:
        choosers = frozenset[str]().union(*(self._tree.choosers[d.name] for group in part for _, d in group))
        if view.mode.kind == "planned" or len(choosers) != 1:
            return view
        return View(view.self, planned(next(iter(choosers))))

    def _parts(
        self, groups: Mapping[str, list[tuple[Fraction, Decision]]]
    ) -> list[list[list[tuple[Fraction, Decision]]]]:
        """Groups that share a later information set belong together; the others are decided apart."""
        parts: list[tuple[int, list[list[tuple[Fraction, Decision]]]]] = []
        for group in groups.values():
            mask, joined = 0, [group]
            for _, node in group:
                mask |= self._mask(node)
            apart: list[tuple[int, list[list[tuple[Fraction, Decision]]]]] = []
            for other, members in parts:
                if other & mask:
                    mask, joined = mask | other, members + joined
                else:
                    apart.append((other, members))
            parts = [*apart, (mask, joined)]
        return [joined for _, joined in parts]

    def _decided(self, part: list[list[tuple[Fraction, Decision]]], view: View, fixed: Fixed) -> Steps:
        """Value of the first information set of a part, whatever is decided at the others."""
        first, rest = part[0], [pair for group in part[1:] for pair in group]
        chooser, ties = first[0][1].chooser, first[0][1].ties
        total = sum((w for group in part for w, _ in group), Fraction(0))
        if total == 0:
            return constant(0)
        compares = view.of(chooser)
        if compares == view and len(part) == 1 and len(first) == 1 and not self._mask(first[0][1]):
            return total * (yield from self._maximum(first[0][1], view))
        by: list[Value] = []
        pay: list[Value] = []
        for option in first[0][1].options:
            later = tuple((w / total, node.child(option)) for w, node in first) + tuple((w / total, d) for w, d in rest)
            further = self._fixed(first[0][1].label, option, later, fixed)
            by.append((yield later, compares, further))
            pay.append(by[-1] if compares == view else (yield later, view, further))
        if rest:
            self._count(len(by))
        return total * pick(by, pay, ties=ties)

    def _maximum(self, node: Decision, view: View) -> Steps:
        """Nested choices of the one who gets the value are one maximum."""
        found: list[Value] = []
        seen: set[str] = set()
        stack: list[Node] = [node]
        while stack:
            below = stack.pop()
            if isinstance(below, Decision) and (below is node or self._continues(below, view)):
                if below.name not in seen:
                    seen.add(below.name)
                    stack.extend(reversed(below.children))
            else:
                found.append((yield ((Fraction(1), below),), view, ()))
        return maximum(*found)

    def _continues(self, node: Decision, view: View) -> bool:
        inner = self._narrowed(view, [[(Fraction(1), node)]])
        return node.policy is None and not self._mask(node) and inner == view and view.of(node.chooser) == view

    def _fixed(self, label: str, option: str, later: Bag, fixed: Fixed) -> Fixed:
        """The choices made so far that matter below."""
        mask = 0
        for _, node in later:
            mask |= self._mask(node)
        place = {name: 1 << k for k, name in enumerate(self._tree.sets)}
        return tuple((name, o) for name, o in (*fixed, (label, option)) if place.get(name, 0) & mask)

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
        return [(p, child) for _, p, child in node.branches]
    assert isinstance(node, Decision) and node.policy is not None
    return [(p, node.child(option)) for option, p in node.policy]
