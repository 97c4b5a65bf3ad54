"""Strategies of a tree and the lotteries over outcomes they induce."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from decision.errors import InvalidValue
from decision.exact import Rational
from decision.problems.tree import Chance, Decision, Node, Outcome
from decision.validation import check_known, check_lottery

__all__ = ["lottery", "strategies"]

STRATEGIES_LIMIT = 20_000


def strategies(root: Node) -> Iterator[dict[str, str]]:
    """Reduced pure strategies: an option for each information set that the strategy itself may reach.

    Examples
    --------
    >>> from decision import Decision, Outcome
    >>> list(strategies(Decision("d", {"a": Outcome("x"), "b": Outcome("y")})))
    [{'d': 'a'}, {'d': 'b'}]
    """
    count = 0
    partial: list[tuple[dict[str, str], tuple[Node, ...]]] = [({}, (root,))]
    while partial:
        strategy, open_nodes = partial.pop()
        undecided, rest = _next_decision(strategy, list(open_nodes))
        if undecided is None:
            count += 1
            if count > STRATEGIES_LIMIT:
                raise InvalidValue(
                    f"the tree has more than {STRATEGIES_LIMIT} pure strategies; list those of a smaller part with "
                    "plan.at(...)"
                )
            yield strategy
        else:
            partial.extend(
                (strategy | {undecided.label: option}, (undecided, *rest)) for option in reversed(undecided.options)
            )


def _next_decision(strategy: Mapping[str, str], stack: list[Node]) -> tuple[Decision | None, tuple[Node, ...]]:
    """Follow a strategy to the first decision it says nothing about, and what is still to be followed then."""
    stack.reverse()
    while stack:
        node = stack.pop()
        if isinstance(node, Decision) and node.policy is None:
            if node.label not in strategy:
                return node, tuple(reversed(stack))
            stack.append(node.child(strategy[node.label]))
        else:
            stack.extend(reversed(_followed(node)))
    return None, ()


def _followed(node: Node) -> list[Node]:
    if isinstance(node, Decision) and node.policy is not None:
        return [node.child(o) for o, _ in node.policy]
    return list(node.children)


def lottery(root: Node, strategy: Mapping[str, str | Mapping[str, Rational]]) -> dict[str, Fraction]:
    """Outcome to probability, each node visited once.

    Examples
    --------
    >>> from decision import Decision, Outcome
    >>> lottery(Decision("d", {"a": Outcome("x"), "b": Outcome("y")}), {"d": "b"})
    {'y': Fraction(1, 1)}
    """
    reached: dict[int, Fraction] = {id(root): Fraction(1)}
    result: dict[str, Fraction] = {}
    for node in root.nodes():
        weight = reached.get(id(node), Fraction(0))
        if not weight:
            continue
        if isinstance(node, Outcome):
            result[node.name] = result.get(node.name, Fraction(0)) + weight
        for p, child in _moves(node, strategy):
            reached[id(child)] = reached.get(id(child), Fraction(0)) + weight * p
    return result


def _moves(node: Node, strategy: Mapping[str, Any]) -> list[tuple[Fraction, Node]]:
    if isinstance(node, Outcome):
        return []
    if isinstance(node, Chance):
        return [(p, child) for _, p, child in node.branches]
    weights = dict(node.policy) if node.policy is not None else _weights(node, strategy)
    return [(p, node.child(option)) for option, p in weights.items()]


def _weights(node: Decision, strategy: Mapping[str, Any]) -> dict[str, Fraction]:
    if node.label not in strategy:
        raise InvalidValue(
            f"strategy = {dict(strategy)!r} says nothing about {node.label!r}, which it reaches; give an option there"
        )
    said = strategy[node.label]
    where = f"option of {node.label!r} in the strategy"
    if isinstance(said, str):
        return {check_known(said, node.options, where): Fraction(1)}
    for option in said:
        check_known(option, node.options, where)
    return check_lottery(said, f"strategy at {node.label!r}")
