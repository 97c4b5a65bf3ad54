"""Affine forms of coordinates and of nodes at group elements: what the proofs of a certificate speak about.

A form is a value `V` at an element `g`, `V(g u)`, written out: coordinates have been replaced by their images, while a
maximum or pick stays as the pair (index of the node in the claim file, index of the element). Order of the nodes in a
proof is the order of these pairs, largest first.
"""

from dataclasses import dataclass
from fractions import Fraction

from decision.engines.program import Program
from decision.exact import text
from decision.goals.groups import Element
from decision.language.values import Node, Value

__all__ = ["Form", "expand", "moved"]

ZERO = Fraction(0)


@dataclass(frozen=True)
class Form:
    """`constant + sum of coordinates + sum of nodes`, by position and by `(node index, element index)`."""

    linear: dict[int, Fraction]
    constant: Fraction
    nodes: dict[tuple[int, int], tuple[Node, Fraction]]

    @property
    def is_linear(self) -> bool:
        """Whether no node is left."""
        return not self.nodes

    def __add__(self, other: "Form") -> "Form":
        linear, inner = dict(self.linear), dict(self.nodes)
        for i, q in other.linear.items():
            linear[i] = linear.get(i, ZERO) + q
        for k, (n, q) in other.nodes.items():
            inner[k] = (n, (inner[k][1] if k in inner else ZERO) + q)
        return Form(
            {i: q for i, q in linear.items() if q},
            self.constant + other.constant,
            {k: v for k, v in inner.items() if v[1]},
        )

    def __mul__(self, factor: Fraction) -> "Form":
        if not factor:
            return Form({}, ZERO, {})
        return Form(
            {i: q * factor for i, q in self.linear.items()},
            self.constant * factor,
            {k: (n, q * factor) for k, (n, q) in self.nodes.items()},
        )

    def __neg__(self) -> "Form":
        return self * Fraction(-1)

    def __sub__(self, other: "Form") -> "Form":
        return self + -other

    def top(self) -> tuple[int, int]:
        """The node a proof must treat next."""
        return max(self.nodes)

    def without(self, key: tuple[int, int]) -> "Form":
        """The form with one node left out."""
        return Form(self.linear, self.constant, {k: v for k, v in self.nodes.items() if k != key})

    def key(self) -> tuple[tuple[tuple[int, Fraction], ...], Fraction]:
        """A linear form up to a positive or negative factor: equal keys, proportional forms."""
        ordered = sorted(self.linear.items())
        scale = ordered[0][1] if ordered else (self.constant or Fraction(1))
        return tuple((i, q / scale) for i, q in ordered), self.constant / scale

    def written(self, program: Program) -> dict[str, object]:
        """The linear form as certificates write it."""
        return {
            "linear": {program.coordinates[i]: text(q) for i, q in sorted(self.linear.items())},
            "constant": text(self.constant),
        }


def expand(program: Program, value: Value, e: int) -> Form:
    """`V(g u)` for the element with index `e`."""
    linear: dict[int, Fraction] = {}
    offset = value.constant
    g = program.elements[e]
    for w, q in value.coefficients:
        offset += _add_image(linear, program, g, program.place[w], q)
    indices = ((program.tables.node(n), q) for n, q in value.nodes)
    inner = {(k, e): (program.tables.listed(k), q) for k, q in indices}
    return Form({i: q for i, q in linear.items() if q}, offset, inner)


def _add_image(linear: dict[int, Fraction], program: Program, g: Element, position: int, q: Fraction) -> Fraction:
    """Add `q (g u)[position]` to a form; what it contributes to the constant is returned."""
    source, sign, center = program.image(g, position)
    linear[source] = linear.get(source, ZERO) + sign * q
    if sign > 0 or center is None:
        return ZERO
    if isinstance(center, int):
        linear[center] = linear.get(center, ZERO) + 2 * q
        return ZERO
    return 2 * q * center


def moved(program: Program, value: Value, e: int) -> Form:
    """Expand a value that must be linear."""
    form = expand(program, value, e)
    if not form.is_linear:
        raise ValueError("a linear value was expected")
    return form
