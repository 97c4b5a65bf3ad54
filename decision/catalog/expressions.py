"""Expressions in data files, read as what is wanted: a thesis, an assumption, a value, a tree, a plan."""

from decision.catalog.notation import Scope, parse
from decision.errors import InvalidType
from decision.goals.assumptions import Assumption
from decision.goals.laws import Law
from decision.language.theses import Thesis
from decision.language.values import Value
from decision.problems.plan import Plan
from decision.problems.tree import Node

__all__ = ["parse_assumption", "parse_plan", "parse_thesis", "parse_tree", "parse_value"]


def parse_thesis(text: str, scope: Scope) -> Thesis:
    """Read a comparison of quantities.

    Examples
    --------
    >>> parse_thesis("Pr(u('a') >= u('b')) >= '1/2'", {})
    Pr(u(a) >= u(b)) >= 1/2
    """
    found = parse(text, scope)
    if not isinstance(found, Thesis):
        raise InvalidType(f"{text!r} is not a thesis; compare two quantities, such as Pr(menu.best('a')) >= '1/2'")
    return found


def parse_assumption(text: str, scope: Scope) -> Assumption | Thesis | Law:
    """Read an assumption, a thesis used as one, or a law of the goal.

    Examples
    --------
    >>> parse_assumption("Monotone([('rich', 'poor')])", {})
    Monotone(pairs=(('rich', 'poor'),))
    """
    found = parse(text, scope)
    if not isinstance(found, Assumption | Thesis | Law):
        raise InvalidType(f"{text!r} is not an assumption; write one such as Exchangeable(), a thesis or a law")
    return found


def parse_value(text: str, scope: Scope) -> Value:
    """Read a value expression.

    Examples
    --------
    >>> parse_value("maximum(u('a'), '1/2' * u('b'))", {})
    max(u(a), 1/2 u(b))
    """
    found = parse(text, scope)
    if not isinstance(found, Value):
        raise InvalidType(f"{text!r} is not a value; write one such as maximum(u('a'), u('b'))")
    return found


def parse_tree(text: str, scope: Scope) -> Node:
    """Read a node of a decision tree; those below it may be named before.

    Examples
    --------
    >>> from decision import Outcome
    >>> parse_tree("Decision('now', {'a': Outcome('a'), 'b': late})", {"late": Outcome("c", cost=1)}).child("b")
    Outcome('c', cost='1')
    """
    found = parse(text, scope)
    if not isinstance(found, Node):
        raise InvalidType(f"{text!r} is not a tree; write one such as Decision('now', {{'a': Outcome('a')}})")
    return found


def parse_plan(text: str, scope: Scope) -> Plan:
    """Read a plan: a tree with a rule of choice, or a plan at another node.

    Examples
    --------
    >>> parse_plan("Plan(Decision('now', {'a': Outcome('a')}), rule=Resolute())", {}).options
    ('a',)
    """
    found = parse(text, scope)
    if not isinstance(found, Plan):
        raise InvalidType(f"{text!r} is not a plan; write one such as Plan(tree, rule=Sophisticated())")
    return found
