"""Value expressions: piecewise-linear functions of the goal `u`.

A value is kept in one normal form, an affine combination of coordinates of `u` and of *nodes*:

    value(u) = constant + sum_w q_w u(w) + sum_n q_n n(u)

A node is a `Maximum` of values or a `Pick`: the pay-off of what another evaluator would choose. Sums, multiples and
mixtures of values are again of this form, so simplification is only the collection of equal terms; it never changes the
function.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from decision.errors import InvalidType, InvalidValue
from decision.exact import Rational
from decision.language.content import Content
from decision.language.coordinates import PRESENT, coordinate_name
from decision.language.parametric import number, said
from decision.validation import check_name

if TYPE_CHECKING:
    from decision.language.events import Event

__all__ = [
    "Maximum",
    "Node",
    "Pick",
    "Ties",
    "Value",
    "affine",
    "constant",
    "maximum",
    "minimum",
    "node_value",
    "pick",
    "u",
    "weighted_sum",
]

Ties = Literal["best", "worst", "uniform"]

FLAT_LIMIT = 100
"""A maximum of more values than this stays one value within another maximum, so that long chains are not copied."""


@dataclass(frozen=True, eq=False)
class Value(Content):
    """A piecewise-linear function of the goal; made by `u`, `maximum`, `pick`, ``+``, ``-`` and rational multiples.

    Attributes
    ----------
    coefficients : tuple of (str, Fraction)
        Coordinates of `u` with their nonzero coefficients, sorted by name.
    nodes : tuple of (Node, Fraction)
        Maxima and picks with their nonzero coefficients, in order of first appearance.
    constant : Fraction

    Examples
    --------
    >>> v = u("a") + 2 * u("b") - "1/2"
    >>> v
    u(a) + 2 u(b) - 1/2
    >>> v == 2 * u("b") + u("a") - "1/2"
    True
    """

    coefficients: tuple[tuple[str, Fraction], ...]
    nodes: tuple[tuple["Node", Fraction], ...]
    constant: Fraction

    def said(self) -> tuple[Any, ...]:
        """Coefficients, the digests of nodes with theirs in any order, and the constant."""
        linear = [(w, *said(q)) for w, q in self.coefficients]
        nodes = sorted((n.digest, *map(str, said(q))) for n, q in self.nodes)
        return linear, nodes, said(self.constant)

    @property
    def is_linear(self) -> bool:
        """Whether no maximum or pick is left."""
        return not self.nodes

    @property
    def symbols(self) -> tuple[str, ...]:
        """Names of the sympy symbols in it, sorted."""
        from decision.language.parameters import symbols_of

        return symbols_of(self)

    def substitute(self, numbers: "Mapping[Any, Rational]") -> "Value":
        """The value with numbers in place of symbols; see `decision.language.parameters.substituted`."""
        from decision.language.parameters import substituted

        return substituted(self, numbers)

    def __add__(self, other: "Value | Rational") -> "Value":
        return weighted_sum([(Fraction(1), self), (Fraction(1), _value(other))])

    __radd__ = __add__

    def __sub__(self, other: "Value | Rational") -> "Value":
        return weighted_sum([(Fraction(1), self), (Fraction(-1), _value(other))])

    def __rsub__(self, other: "Value | Rational") -> "Value":
        return weighted_sum([(Fraction(-1), self), (Fraction(1), _value(other))])

    def __neg__(self) -> "Value":
        return weighted_sum([(Fraction(-1), self)])

    def __mul__(self, factor: Rational) -> "Value":
        if isinstance(factor, Value):
            raise InvalidType("a product of two values is not piecewise linear; multiply a value by a rational number")
        return weighted_sum([(number(factor, "factor"), self)])

    __rmul__ = __mul__

    def __truediv__(self, divisor: Rational) -> "Value":
        exact = number(divisor, "divisor")
        if exact == 0:
            raise InvalidValue(f"divisor = {divisor!r} is zero; divide by a nonzero rational")
        return weighted_sum([(1 / exact, self)])

    def __ge__(self, other: "Value | Rational") -> "Event":
        from decision.language.events import compare

        return compare(self, _value(other), strict=False)

    def __gt__(self, other: "Value | Rational") -> "Event":
        from decision.language.events import compare

        return compare(self, _value(other), strict=True)

    def __le__(self, other: "Value | Rational") -> "Event":
        from decision.language.events import compare

        return compare(_value(other), self, strict=False)

    def __lt__(self, other: "Value | Rational") -> "Event":
        from decision.language.events import compare

        return compare(_value(other), self, strict=True)

    def __repr__(self) -> str:
        from decision.language.printing import sentence

        return sentence(self)

    def _repr_latex_(self) -> str:
        from decision.language.printing import latex

        return f"${latex(self)}$"


@dataclass(frozen=True, eq=False)
class Maximum(Content):
    """The largest of several values; made by `maximum`.

    Examples
    --------
    >>> maximum(u("a"), u("b"))
    max(u(a), u(b))
    """

    arguments: tuple[Value, ...]

    def __post_init__(self) -> None:
        self.digest  # noqa: B018  # now that those of the parts are known, see `Content`

    def said(self) -> tuple[Any, ...]:
        """The digests of the arguments, in any order."""
        return "max", sorted({v.digest for v in self.arguments})


@dataclass(frozen=True, eq=False)
class Pick(Content):
    """What another evaluator's choice is worth: the `pay` at the position where `by` is largest; made by `pick`.

    Examples
    --------
    >>> pick([u("a", self="later"), u("b", self="later")], [u("a"), u("b")])
    pick(u(a); u(b) by later:u(a); later:u(b), ties best)
    """

    by: tuple[Value, ...]
    pay: tuple[Value, ...]
    ties: Ties

    def __post_init__(self) -> None:
        self.digest  # noqa: B018  # now that those of the parts are known, see `Content`

    def said(self) -> tuple[Any, ...]:
        """The digests of both rows, in their order."""
        return self.ties, [v.digest for v in self.by], [v.digest for v in self.pay]


Node = Maximum | Pick


def u(outcome: str, *, self: str = PRESENT) -> Value:
    """Utility of an outcome: one coordinate of the goal.

    Parameters
    ----------
    outcome : str
    self : str, optional
        Whose utility; the present self by default.

    Examples
    --------
    >>> u("w1") >= u("w2")
    u(w1) >= u(w2)
    >>> u("w1", self="changed")
    changed:u(w1)
    """
    check_name(outcome, "outcome")
    check_name(self, "self")
    return affine({coordinate_name(outcome, self): Fraction(1)})


def affine(coefficients: Mapping[str, Fraction], offset: Fraction = Fraction(0)) -> Value:
    """Affine value from exact coefficients by coordinate name.

    Examples
    --------
    >>> affine({"a": Fraction(1, 2), "b": Fraction(1, 2)})
    1/2 u(a) + 1/2 u(b)
    """
    return Value(tuple(sorted((w, q) for w, q in coefficients.items() if q)), (), offset)


def constant(amount: Rational) -> Value:
    """The constant value.

    Examples
    --------
    >>> constant("1/2")
    1/2
    """
    return affine({}, number(amount, "amount"))


def maximum(*values: Value | Rational) -> Value:
    """Largest of several values: what a free choice between them is worth.

    Duplicates are dropped and nested maxima flattened, but for those of more than 100 values.

    Examples
    --------
    >>> maximum(u("a"), maximum(u("b"), u("a")))
    max(u(a), u(b))
    """
    if not values:
        raise InvalidValue("values = () is empty; a maximum needs at least one value")
    arguments = list(dict.fromkeys(a for v in values for a in _arguments(_value(v))))
    return arguments[0] if len(arguments) == 1 else node_value(Maximum(tuple(arguments)))


def minimum(*values: Value | Rational) -> Value:
    """Smallest of several values.

    Examples
    --------
    >>> minimum(u("a"), u("b"))
    -max(-u(a), -u(b))
    """
    return -maximum(*(-_value(v) for v in values))


def pick(by: Iterable[Value], pay: Iterable[Value], *, ties: Ties = "best") -> Value:
    """Value, to the one who gets `pay`, of the choice another makes by `by`.

    Parameters
    ----------
    by : iterable of Value
        The chooser's value of each option.
    pay : iterable of Value
        The receiver's value of each option, same order and length.
    ties : {"best", "worst", "uniform"}
        Among options that tie for the chooser: the receiver gets the best, the worst or the mean.

    Examples
    --------
    >>> pick([u("a"), u("b")], [u("a"), u("b")]) == maximum(u("a"), u("b"))
    True
    """
    chooser, receiver = tuple(_value(v) for v in by), tuple(_value(v) for v in pay)
    if len(chooser) != len(receiver) or not chooser:
        raise InvalidValue(
            f"by has {len(chooser)} values and pay has {len(receiver)}; they must have the same positive length"
        )
    if ties not in ("best", "worst", "uniform"):
        raise InvalidValue(f"ties = {ties!r} is not a rule for ties; write 'best', 'worst' or 'uniform'")
    if len(set(receiver)) == 1:
        return receiver[0]
    if chooser == receiver:
        return maximum(*receiver)
    return node_value(Pick(chooser, receiver, ties))


def _arguments(value: Value) -> tuple[Value, ...]:
    """The values a maximum may list in place of `value`."""
    if not value.coefficients and not value.constant and len(value.nodes) == 1:
        node, q = value.nodes[0]
        if q == 1 and isinstance(node, Maximum) and len(node.arguments) <= FLAT_LIMIT:
            return node.arguments
    return (value,)


def node_value(node: Node) -> Value:
    """A node alone, as a value.

    Examples
    --------
    >>> node_value(Maximum((u("a"), u("b"))))
    max(u(a), u(b))
    """
    return Value((), ((node, Fraction(1)),), Fraction(0))


def _value(value: "Value | Rational") -> Value:
    return value if isinstance(value, Value) else constant(number(value, "value"))


def weighted_sum(terms: Iterable[tuple[Fraction, Value]]) -> Value:
    """Sum of multiples of values, equal terms collected.

    Examples
    --------
    >>> weighted_sum([(Fraction(1, 2), u("a")), (Fraction(1, 2), u("b") + 1)])
    1/2 u(a) + 1/2 u(b) + 1/2
    """
    coefficients: dict[str, Fraction] = {}
    nodes: dict[Node, Fraction] = {}
    offset = Fraction(0)
    for factor, value in terms:
        unit = factor == 1
        if value.constant:
            offset += value.constant if unit else factor * value.constant
        for w, q in value.coefficients:
            more = q if unit else factor * q
            coefficients[w] = coefficients[w] + more if w in coefficients else more
        for n, q in value.nodes:
            more = q if unit else factor * q
            nodes[n] = nodes[n] + more if n in nodes else more
    return Value(
        tuple(sorted((w, q) for w, q in coefficients.items() if q)),
        tuple((n, q) for n, q in nodes.items() if q),
        offset,
    )
