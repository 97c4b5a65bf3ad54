"""Integrals split into simpler ones, before routes that look at the whole goal.

- *atoms*: a utility with point masses is conditioned on its value;
- *picks*: what another self picks by independent utilities of its own is conditioned on the pick;
- *factors*: parts of a conjunction, and a value, on disjoint coordinates of independent utilities are independent;
- *sums*: an expectation is the sum over the linear part and the nodes, and `max(a, b) = b + max(a - b, 0)`.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from math import prod
from typing import Any

from decision.engines.measure.integral import Answer, Integral, integral_of
from decision.engines.measure.results import combined, multiplied
from decision.engines.measure.symmetry import disjoint
from decision.goals.laws import Product
from decision.goals.marginals import Marginal, Mixture
from decision.language.events import All, AnyOf, Event, all_of
from decision.language.substitute import chosen_value, placed, placed_event, substitute_event, substitute_value
from decision.language.values import Maximum, Node, Pick, Value, affine, constant, maximum, node_value
from decision.language.walk import comparisons, coordinates, nodes

__all__ = ["Integrate", "Split", "by_atoms", "by_factors", "by_picks", "by_sums"]

Integrate = Callable[[Integral], Answer | None]
Split = Callable[[Integral, Integrate], Answer | None]

CASES = 5000
"""More cases than this are left to other routes."""


def by_atoms(integral: Integral, integrate: Integrate) -> Answer | None:
    """Condition on the value of every utility that has atoms; what is left of it is continuous."""
    law = integral.law
    if not isinstance(law, Product):
        return None
    tables = {w: cases for w in integral.coordinates if (cases := _cases(law.marginal(w))) is not None}
    if not tables or prod(map(len, tables.values())) > CASES:
        return None
    first = min(tables, key=lambda w: len(tables[w]))

    def answers() -> Iterable[tuple[Any, Answer | None]]:
        for weight, case in tables[first]:
            if isinstance(case, Marginal):
                listed = {w: law.marginal(w) for w in integral.coordinates} | {first: case}
                yield weight, integrate(integral_of(Product(None, tuple(listed.items())), *_what(integral)))
            else:
                fixed = {first: constant(case)}
                event = None if integral.event is None else placed_event(integral.event, fixed)
                value = None if integral.value is None else placed(integral.value, fixed)
                yield weight, integrate(integral_of(law, event, value, integral.digits))

    return combined(answers())


def _what(integral: Integral) -> tuple[Event | None, Value | None, int]:
    return integral.event, integral.value, integral.digits


def _cases(marginal: Marginal) -> list[tuple[Any, Fraction | Marginal]] | None:
    """Point masses and the continuous rest, with their weights; None if there is no point mass."""
    if not marginal.atoms:
        return None
    found: list[tuple[Any, Fraction | Marginal]] = [(q, x) for x, q in marginal.atoms]
    rest = list(_continuous(marginal))
    if rest:
        weight = sum((q for q, _ in rest), Fraction(0))
        found.append((weight, rest[0][1] if len(rest) == 1 else Mixture([(q / weight, m) for q, m in rest])))
    return found


def _continuous(marginal: Marginal) -> Iterable[tuple[Any, Marginal]]:
    """Parts without point masses, of mixtures in mixtures too, with their weights."""
    if not marginal.atoms:
        yield Fraction(1), marginal
    elif isinstance(marginal, Mixture):
        yield from ((q * r, part) for q, m in marginal.parts for r, part in _continuous(m))


def by_picks(integral: Integral, integrate: Integrate) -> Answer | None:
    """Condition on the option that another evaluator picks, when nothing else depends on what it picks by."""
    if not isinstance(integral.law, Product):
        return None
    everything = _values(integral)
    for node in nodes(everything):
        if isinstance(node, Pick) and _picks_alone(node, everything, integral.law):
            return combined(_picked(integral, node, integrate))
    return None


def _picked(integral: Integral, node: Pick, integrate: Integrate) -> Iterable[tuple[Any, Answer | None]]:
    for k, best in enumerate(node.by):
        chance = integrate(
            integral_of(integral.law, all_of(*(best >= v for v in node.by if v != best)), None, integral.digits)
        )
        if chance is None:
            yield Fraction(1), None
            return
        given: dict[Node, Value] = {node: chosen_value(node, [k])}
        event = None if integral.event is None else substitute_event(integral.event, given)
        value = None if integral.value is None else substitute_value(integral.value, given)
        answer = integrate(integral_of(integral.law, event, value, integral.digits))
        yield Fraction(1), None if answer is None else multiplied([chance, answer])


def _picks_alone(node: Pick, everything: Sequence[Value], law: Product) -> bool:
    """Whether the chooser's utilities occur nowhere else, and its values almost surely differ."""
    own = set(coordinates(node.by))
    if not all(v.is_linear for v in node.by) or any(law.marginal(w).atoms for w in own):
        return False
    hidden: dict[Node, Value] = {node: constant(0)}
    others = [substitute_value(v, hidden) for v in [*everything, *node.pay]]
    return len(set(node.by)) == len(node.by) and not own & set(coordinates(others))


def _values(integral: Integral) -> list[Value]:
    sides = [] if integral.event is None else [v for c in comparisons(integral.event) for v in (c.left, c.right)]
    return sides if integral.value is None else [*sides, integral.value]


def by_factors(integral: Integral, integrate: Integrate) -> Answer | None:
    """The product over groups of conjuncts, and the value, that share no utility."""
    if not isinstance(integral.law, Product) or integral.event is None:
        return None
    if isinstance(integral.event, AnyOf) and integral.value is None:
        neither = integral_of(integral.law, ~integral.event, None, integral.digits)
        negated = _factored(neither, [~e for e in integral.event.events], integrate)
        return None if negated is None else combined([(Fraction(-1), negated)], Fraction(1))
    parts = integral.event.events if isinstance(integral.event, All) else (integral.event,)
    return _factored(integral, parts, integrate)


def _factored(integral: Integral, parts: Sequence[Event], integrate: Integrate) -> Answer | None:
    groups: list[tuple[set[str], list[Event], Value | None]] = []
    if integral.value is not None:
        groups.append((set(coordinates([integral.value])), [], integral.value))
    for part in parts:
        names = set(coordinates(v for c in comparisons(part) for v in (c.left, c.right)))
        touching = [g for g in groups if g[0] & names]
        groups = [g for g in groups if not g[0] & names]
        value = next((g[2] for g in touching if g[2] is not None), None)
        groups.append((names.union(*(g[0] for g in touching)), [e for g in touching for e in g[1]] + [part], value))
    if len(groups) < 2:
        return None
    answers: list[Answer] = []
    for _, events, value in groups:
        answer = integrate(integral_of(integral.law, all_of(*events) if events else None, value, integral.digits))
        if answer is None:
            return None
        answers.append(answer)
    return multiplied(answers)


def by_sums(integral: Integral, integrate: Integrate) -> Answer | None:
    """The linear part, and each node, of an expectation."""
    value = integral.value
    if integral.event is not None or value is None or value.is_linear:
        return None
    linear = affine(dict(value.coefficients), value.constant)
    if value == node_value(value.nodes[0][0]):
        shifted = _shifted(value.nodes[0][0])
        if shifted is None:
            return None
        parts = [(Fraction(1), v) for v in shifted]
    else:
        parts = [(Fraction(1), linear), *((q, node_value(n)) for n, q in value.nodes)]
    return combined((q, integrate(integral_of(integral.law, None, v, integral.digits))) for q, v in parts)


def _shifted(node: Node) -> tuple[Value, Value] | None:
    """`max(a, b)` of overlapping linear values as `b` and `max(a - b, 0)`."""
    if not isinstance(node, Maximum) or len(node.arguments) != 2:
        return None
    one, other = node.arguments
    if not (one.is_linear and other.is_linear) or disjoint(node.arguments):
        return None
    return other, maximum(one - other, 0)
