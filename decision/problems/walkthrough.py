"""What a plan does at one goal: which options are best at each node, and the walk through the tree, in words."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from decision.errors import InvalidValue
from decision.exact import Rational, rational
from decision.language.coordinates import PRESENT
from decision.language.evaluate import evaluate_all
from decision.language.values import Value
from decision.language.walk import coordinates
from decision.problems.tree import Decision, Node, Outcome
from decision.problems.tree_text import branch_text

if TYPE_CHECKING:
    from decision.problems.plan import Plan

__all__ = ["chosen", "explain"]

LINES_LIMIT = 400

Goal = Mapping[str, Rational]


def chosen(plan: "Plan", goal: Goal) -> dict[str, tuple[str, ...]]:
    """For each information set below the plan's node the options that are best at one goal."""
    return {label: _best(worth) for label, worth in _worths(plan, goal).items()}


def explain(plan: "Plan", goal: Goal) -> str:
    """One line for each node that is reached, with the worth of its options to the one who decides."""
    worths = _worths(plan, goal)
    lines: list[str] = []
    stack: list[tuple[Node, str, str]] = [(plan.node, "", "")]
    while stack and len(lines) < LINES_LIMIT:
        node, indent, said = stack.pop()
        lines.append(f"{indent}{said}{_said(node, worths, goal)}")
        if isinstance(node, Outcome):
            continue
        taken: Sequence[str] = [b[0] for b in node.branches]
        if isinstance(node, Decision) and node.policy is None:
            taken = _best(worths[node.label])
        stack.extend(
            (b[-1], indent + "  ", f"{branch_text(node, b[0])}: ") for b in reversed(node.branches) if b[0] in taken
        )
    return "\n".join([*lines, "..."] if stack else lines)


def _said(node: Node, worths: Mapping[str, Mapping[str, Fraction]], goal: Goal) -> str:
    if isinstance(node, Outcome):
        worth = f", worth {rational(goal[node.name], node.name) - node.cost}" if node.name in goal else ""
        return f"outcome {node.name}{worth}"
    if not isinstance(node, Decision):
        return f"{node.name}, by chance"
    worth = worths[node.label]
    best = _best(worth)
    who = "" if node.chooser == PRESENT else f"{node.chooser} "
    listed = ", ".join(f"{o} {q}" for o, q in worth.items())
    verb = "chooses" if len(best) == 1 else f"is indifferent, ties {node.ties}, between"
    unseen = ", which nobody before foresees" if node.policy is not None else ""
    return f"{node.name}: {listed}; {who}{verb} {' or '.join(best)}{unseen}"


def _best(worth: Mapping[str, Fraction]) -> tuple[str, ...]:
    top = max(worth.values())
    return tuple(o for o, q in worth.items() if q == top)


def _worths(plan: "Plan", goal: Goal) -> dict[str, dict[str, Fraction]]:
    """For each information set the value of each option to the one who decides there, at the goal."""
    listed: dict[str, dict[str, Value]] = {}
    for node in plan.node.nodes():
        if isinstance(node, Decision) and node.label not in listed:
            here = plan.at(node.name)
            listed[node.label] = {o: here.value(o) for o in node.options}
    values = [v for options in listed.values() for v in options.values()]
    numbers = iter(evaluate_all(values, _exact(goal, coordinates(values))))
    return {label: {o: next(numbers) for o in options} for label, options in listed.items()}


def _exact(goal: Any, needed: list[str]) -> dict[str, Fraction]:
    missing = [w for w in needed if w not in goal]
    if missing:
        raise InvalidValue(
            f"goal = {dict(goal)!r} gives no utility to {missing[0]!r}; give every outcome a number, and those of "
            "another self under names such as 'changed:x'"
        )
    return {w: rational(goal[w], f"utility of {w!r}") for w in needed}
