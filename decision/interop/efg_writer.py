"""Trees written as `.efg` files."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import count

from decision.errors import InvalidType, InvalidValue
from decision.exact import Rational, rational
from decision.interop.efg_format import quoted
from decision.interop.efg_names import distinct
from decision.language.coordinates import PRESENT
from decision.problems.histories import histories
from decision.problems.symbols import free_symbols
from decision.problems.tree import Chance, Decision, Node, Outcome
from decision.problems.tree_text import node_text
from decision.validation import check_type

__all__ = ["to_efg"]

NODES_LIMIT = 100_000


def to_efg(tree: Node, goal: Mapping[str, Rational], *, title: str = "", player: str = "agent") -> str:
    """The text of a file with one player, whose payoffs are the utilities less the costs.

    Parameters
    ----------
    tree : node
        A choice with a policy is written as a chance move; a node that hangs in several places, once for each.
    goal : mapping of str to rational
        Utility of each outcome.
    title, player : str, optional

    Raises
    ------
    InvalidValue
        If another self than the present one chooses for reasons of its own, the goal lacks an outcome, or the tree has
        more than 100,000 nodes when written out.

    Examples
    --------
    >>> from decision import Chance, Decision, Outcome
    >>> bet = Chance("coin", {"heads": ("0.5", Outcome("rich")), "tails": ("1/2", Outcome("poor"))})
    >>> print(to_efg(Decision("now", {"bet": bet, "not": Outcome("even")}), {"rich": 3, "poor": -1, "even": 0}))
    EFG 2 R "" { "agent" }
    p "now" 1 1 "" { "bet" "not" } 0
    c "coin" 1 "" { "heads" 1/2 "tails" 1/2 } 0
    t "" 1 "rich" { 3 }
    t "" 2 "poor" { -1 }
    t "" 3 "even" { 0 }
    """
    check_type(tree, Node, "tree", "write a tree of Decision, Chance and Outcome nodes")
    sets = histories(tree).sets
    nodes = _unfolded(tree, {label: found.members[0].options for label, found in sets.items()})
    names = iter(distinct([node.name for node, _ in nodes if not isinstance(node, Outcome)]))
    chances, choices = count(1), count(1)
    numbers: dict[str, int] = {}
    outcomes: dict[tuple[str, Fraction], int] = {}
    lines = [f"EFG 2 R {quoted(title, 'title')} {{ {quoted(player, 'player')} }}"]
    for node, actions in nodes:
        if isinstance(node, Outcome):
            number = outcomes.setdefault((node.name, node.cost), len(outcomes) + 1)
            lines.append(f't "" {number} {quoted(node_text(node), "outcome")} {{ {_worth(node, goal)} }}')
        elif isinstance(node, Decision) and node.policy is None:
            known = numbers.get(node.label) if node.label in sets else None
            number = numbers[node.label] = known or next(choices)
            name, label = quoted(next(names), "node"), quoted(node.information or "", "information")
            lines.append(f"p {name} 1 {number} {label} {{ {actions} }} 0")
        else:
            lines.append(f'c {quoted(next(names), "node")} {next(chances)} "" {{ {actions} }} 0')
    return "\n".join([*lines, ""])


def _unfolded(tree: Node, order: Mapping[str, tuple[str, ...]]) -> list[tuple[Node, str]]:
    """All nodes as often as they hang somewhere, each before what follows it, with the text of its actions."""
    found: list[tuple[Node, str]] = []
    stack: list[Node] = [tree]
    while stack:
        node = stack.pop()
        branches: list[tuple[str, Node]] = []
        if isinstance(node, Decision) and node.policy is None:
            _check_present(node)
            branches = [(quoted(o, "option"), node.child(o)) for o in order.get(node.label, node.options)]
        elif not isinstance(node, Outcome):
            branches = [(f"{quoted(b, 'branch')} {p}", child) for b, p, child in _weighted(node) if p]
        found.append((node, " ".join(text for text, _ in branches)))
        stack += [child for _, child in reversed(branches)]
        if len(found) + len(stack) > NODES_LIMIT:
            raise InvalidValue(
                f"tree = {tree!r} has more than {NODES_LIMIT} nodes when those that hang in several places are written "
                "once for each place; write a part of it"
            )
    return found


def _weighted(node: Chance | Decision) -> list[tuple[str, Fraction, Node]]:
    if isinstance(node, Chance):
        _check_numbers(node)
        return list(node.branches)
    policy = dict(node.policy or ())
    return [(o, policy.get(o, Fraction(0)), child) for o, child in node.branches]


def _check_numbers(node: Chance) -> None:
    for branch, p, _ in node.branches:
        for symbol in free_symbols(p):
            raise InvalidType(
                f"probability of {branch!r} in chance node {node.name!r} = {p} contains the symbol {symbol}, and an "
                f".efg file holds numbers; give it one: tree.substitute({{{symbol!r}: '1/2'}})"
            )


def _check_present(node: Decision) -> None:
    if node.chooser != PRESENT:
        raise InvalidValue(
            f"chooser = {node.chooser!r} at {node.name!r}: an .efg file holds the choices of one self, the present "
            "one; give the node a policy"
        )


def _worth(outcome: Outcome, goal: Mapping[str, Rational]) -> Fraction:
    if outcome.name not in goal:
        raise InvalidValue(f"goal = {dict(goal)!r} gives no utility to {outcome.name!r}; give every outcome a number")
    return rational(goal[outcome.name], f"utility of {outcome.name!r}") - outcome.cost
