"""Expressions in data files: the notation of the package, read without running code.

A text such as ``Pr(menu.best('sure')) >= '1/2'`` is parsed by `ast` and evaluated node by node against a list
of allowed names:

    expression := number | 'text' | NAME | FUNCTION(arguments) | e.METHOD(arguments) | [..] | (..) | {..: ..}
                | e + e | e - e | e * e | e / e | -e | e & e | e | e | ~e | e >= e | e > e | e <= e | e < e | e == e

Functions are those of the language, the assumptions and laws, and the nodes, plans and rules of sequential choice;
menus, decision processes and plans have methods; names are given by the same file. What can be written here can be
pasted into Python after ``from decision import *`` and means the same.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any, cast

from decision.errors import DecisionError, InvalidType, InvalidValue, UnknownName
from decision.goals import assumptions, laws, marginals, selves, structures
from decision.language.events import Event, indifferent
from decision.language.quantities import E, Pr, Quantity
from decision.language.values import Value, maximum, minimum, pick, u
from decision.problems.choice import Choice
from decision.problems.information import Observe
from decision.problems.mdp import MDP
from decision.problems.plan import Plan
from decision.problems.power import POWER
from decision.problems.rules import Myopic, Resolute, Sophisticated
from decision.problems.tree import Chance, Decision, Node, Outcome

__all__ = ["FUNCTIONS", "Named", "Scope", "parse"]


Named = Choice | MDP | Node | Plan | Value


Scope = Mapping[str, Named]
"""Menus, decision processes, trees, plans and values by the name the file gives them."""


LONGEST = 20_000
"""Characters of one expression: more is a mistake, or an attack on the parser."""


FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{f.__name__: f for f in (u, maximum, minimum, pick, indifferent, Pr, E, POWER)},
    **{f.__name__: f for f in (Outcome, Chance, Decision, Observe, Plan, Sophisticated, Resolute, Myopic)},
    **{name: getattr(m, name) for m in (assumptions, structures, selves) for name in m.__all__ if name != "Assumption"},
    **{name: getattr(marginals, name) for name in marginals.__all__ if name not in ("Marginal", "Piece")},
    **{f.__name__: f for f in (laws.iid, laws.independent, laws.gaussian, laws.finite, laws.orbit, laws.features)},
}


CHOICES = ("best", "uniquely_best", "worst", "uniquely_worst", "prefers", "value")


METHODS: dict[type, tuple[str, ...]] = {
    Choice: CHOICES,
    Plan: (*CHOICES, "payoff", "at"),
    MDP: ("optimal", "value", "at_discount"),
}


KINDS: dict[type, str] = {Choice: "menu", Plan: "plan", MDP: "decision process"}
"""What is called by its methods, in the words of messages."""


ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: lambda a, b: a / b,
}


LOGIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.BitAnd: lambda a, b: a & b,
    ast.BitOr: lambda a, b: a | b,
}


RELATIONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.GtE: operator.ge,
    ast.Gt: operator.gt,
    ast.LtE: operator.le,
    ast.Lt: operator.lt,
    ast.Eq: operator.eq,
}


def parse(text: str, scope: Scope) -> Any:
    """Read any expression of the notation.

    Raises
    ------
    InvalidValue, InvalidType, UnknownName
        If the text does not belong to the notation or names something the file does not define.

    Examples
    --------
    >>> parse("~(u('a') > u('b'))", {})
    u(b) >= u(a)
    """
    if len(text) > LONGEST:
        raise InvalidValue(
            f"the expression {text[:40]!r}... has {len(text)} characters; it may have {LONGEST}: name its "
            "parts under [values]"
        )
    try:
        return _Reader(scope).read(ast.parse(text.strip(), mode="eval").body)
    except SyntaxError as error:
        raise InvalidValue(
            f"{text[:80]!r} is not an expression: {error.msg}; write for example Pr(menu.best('a')) >= '1/2'"
        ) from None
    except (RecursionError, MemoryError, ValueError) as error:
        if isinstance(error, DecisionError):
            raise
        raise InvalidValue(
            f"{text[:40]!r}... cannot be read: it is nested too deeply or has a number or character that "
            "is not allowed; simplify it"
        ) from None


class _Reader:
    """Evaluates the nodes the notation allows, and no others."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def read(self, node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=int() | str() | float() as value):
                return value
            case ast.Name(id=name):
                return self.named(name)
            case ast.List() | ast.Tuple():
                return (
                    [self.read(e) for e in node.elts]
                    if isinstance(node, ast.List)
                    else tuple(self.read(e) for e in node.elts)
                )
            case ast.Dict(keys=keys, values=values) if None not in keys:
                return {self.read(cast(ast.expr, k)): self.read(v) for k, v in zip(keys, values, strict=True)}
            case ast.Call():
                return self.call(node)
            case ast.BinOp():
                return self.combine(node)
            case ast.UnaryOp(op=ast.USub() | ast.Invert(), operand=operand):
                return self.unary(node, self.read(operand))
            case ast.Compare():
                return self.compare(node)
            case ast.BoolOp():
                raise InvalidValue(f"{ast.unparse(node)!r} uses 'and' or 'or'; combine events with & and |")
            case _:
                raise InvalidValue(
                    f"{ast.unparse(node)!r} is not part of the notation of data files; use names, calls, "
                    "comparisons and + - * / & | ~"
                )

    def named(self, name: str) -> Named:
        if name not in self.scope:
            hint = (
                f"; call it: {name}(...)"
                if name in FUNCTIONS
                else f"; the file defines {', '.join(self.scope) or 'nothing before this'}"
            )
            raise UnknownName(f"the name {name!r} is unknown{hint}")
        return self.scope[name]

    def call(self, node: ast.Call) -> Any:
        function = self.function(node.func)
        if any(k.arg is None for k in node.keywords):
            raise InvalidValue(f"{ast.unparse(node)!r} uses **; write the arguments out")
        arguments = [a for e in node.args for a in self.argument(e)]
        named = {cast(str, k.arg): self.read(k.value) for k in node.keywords}
        try:
            return function(*arguments, **named)
        except DecisionError:
            raise
        except (TypeError, AttributeError, ValueError) as error:
            raise InvalidType(
                f"{ast.unparse(node)!r} is not a valid call: {error}; see the reference of {ast.unparse(node.func)}"
            ) from None

    def argument(self, node: ast.expr) -> list[Any]:
        if isinstance(node, ast.Starred):
            raise InvalidValue(f"{ast.unparse(node)!r} uses *; write the arguments out")
        return [self.read(node)]

    def function(self, node: ast.expr) -> Callable[..., Any]:
        match node:
            case ast.Name(id=name) if name in FUNCTIONS:
                return FUNCTIONS[name]
            case ast.Attribute(value=ast.Name(id=owner)) if owner not in self.scope:
                raise self.refused(node)
            case ast.Attribute(value=ast.Name() | ast.Call() as owner, attr=method):
                return self.method(node, self.read(owner), method)
            case _:
                raise self.refused(node)

    def method(self, node: ast.expr, owner: object, name: str) -> Callable[..., Any]:
        methods = METHODS.get(type(owner))
        if methods is None:
            raise self.refused(node)
        if name not in methods:
            raise UnknownName(f"{ast.unparse(node)!r} is unknown; a {KINDS[type(owner)]} has {', '.join(methods)}")
        return getattr(owner, name)

    def refused(self, node: ast.expr) -> UnknownName:
        owners = [n for n, v in self.scope.items() if type(v) in METHODS]
        return UnknownName(
            f"{ast.unparse(node)!r} cannot be called; call one of {', '.join(FUNCTIONS)}, or a "
            f"method of a menu, a decision process or a plan ({', '.join(owners) or 'none defined'})"
        )

    def combine(self, node: ast.BinOp) -> Any:
        left, right = self.read(node.left), self.read(node.right)
        arithmetic, logic = ARITHMETIC.get(type(node.op)), LOGIC.get(type(node.op))
        if arithmetic is not None and any(isinstance(x, Value | Quantity) for x in (left, right)):
            return self.apply(node, lambda: arithmetic(left, right))
        if logic is not None and isinstance(left, Event) and isinstance(right, Event):
            return logic(left, right)
        raise InvalidValue(
            f"{ast.unparse(node)!r} is not allowed: + - * / combine values or quantities (write a plain "
            "number as one, '3/4'), & and | combine events"
        )

    def unary(self, node: ast.UnaryOp, operand: Any) -> Any:
        if isinstance(node.op, ast.Invert) and isinstance(operand, Event):
            return ~operand
        if isinstance(node.op, ast.USub) and isinstance(operand, int | Value | Quantity):
            return -operand
        raise InvalidValue(f"{ast.unparse(node)!r} is not allowed: - takes a number, a value or a quantity, ~ an event")

    def compare(self, node: ast.Compare) -> Any:
        relation = RELATIONS.get(type(node.ops[0]))
        if len(node.ops) > 1 or relation is None:
            raise InvalidValue(
                f"{ast.unparse(node)!r} is not one comparison; use one of >= > <= < == and join comparisons with &"
            )
        left, right = self.read(node.left), self.read(node.comparators[0])
        quantities = any(isinstance(x, Quantity) for x in (left, right))
        if not quantities and not any(isinstance(x, Value) for x in (left, right)):
            raise InvalidValue(
                f"{ast.unparse(node)!r} compares neither values nor quantities; write for example u('a') >= u('b')"
            )
        if not quantities and isinstance(node.ops[0], ast.Eq):
            raise InvalidValue(
                f"{ast.unparse(node)!r} compares values by ==; write indifferent(..., ...) for the event "
                "that they are equal"
            )
        return self.apply(node, lambda: relation(left, right))

    def apply(self, node: ast.expr, compute: Callable[[], Any]) -> Any:
        try:
            return compute()
        except DecisionError:
            raise
        except TypeError as error:
            raise InvalidType(f"{ast.unparse(node)!r} is not allowed: {error}") from None
