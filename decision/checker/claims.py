"""The claim: `E h(u) >= 0` (or `> 0`) for every law of `u` in a class, as frozen values.

Values are expanded once: sums and linear expressions become patterns over coordinates and nodes, where the nodes are
the `max` and `pick` expressions. A value is called *linear* when no node is left after collecting. The class of laws
is never computed; each assumption is only ever used through the rules of the other modules.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from decision.checker.formats import Rational
from decision.checker.forms import Affine, Pattern, affine, difference


@dataclass(frozen=True)
class Max:
    """The largest of some values."""

    args: tuple[int, ...]


@dataclass(frozen=True)
class Pick:
    """The pay-off of what is chosen by another evaluator: `pay` where `by` is largest."""

    by: tuple[int, ...]
    pay: tuple[int, ...]
    ties: str


@dataclass(frozen=True)
class Compare:
    """`left >= right`, or `left > right` if strict."""

    left: int
    right: int
    strict: bool


@dataclass(frozen=True)
class Junction:
    """`all`, `any` or `not` of earlier events."""

    word: str
    args: tuple[int, ...]


@dataclass(frozen=True)
class Term:
    """`Pr(event)`, `E(value)`, or `E(value)` on an event."""

    value: int | None
    event: int | None


@dataclass(frozen=True)
class Functional:
    """`sum q * term - constant  RELATION  0`, in expectation."""

    terms: tuple[tuple[Rational, Term], ...]
    constant: Rational
    relation: str


@dataclass(frozen=True)
class Generator:
    """A signed permutation: `w -> (sign, source, centre)`, with `(g u)(w) = u(source)` or `2*centre - u(source)`."""

    images: Mapping[str, tuple[int, str, Affine]]


@dataclass(frozen=True)
class Invariant:
    """The law is unchanged by each generator."""

    generators: tuple[Generator, ...]


@dataclass(frozen=True)
class Support:
    """The event holds almost surely."""

    event: int


@dataclass(frozen=True)
class NoTies:
    """The two linear values of each pair differ almost surely."""

    pairs: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Moment:
    """A condition on expectations."""

    functional: Functional


@dataclass(frozen=True)
class Structure:
    """A property of the joint law of some outcomes that is not convex in the law."""

    name: str
    over: tuple[str, ...]
    center: Affine | None = None
    blocks: tuple[tuple[str, ...], ...] = ()  # of independent_selves and correlated
    pairs: tuple[tuple[str, str], ...] = ()  # of correlated, as are:
    rho: Rational = 0
    centers: tuple[Affine, ...] = ()  # one for each block

    @property
    def dense(self) -> bool:
        """Whether the outcomes in `over` have a joint density."""
        if self.name == "correlated":
            return abs(self.rho) < 1
        return self.name in ("continuous", "gaussian", "log_concave")


@dataclass(frozen=True)
class OneLaw:
    """The class has one law, as `read_law` reads it."""

    written: object


Assumption = Invariant | Support | NoTies | Moment | Structure | OneLaw


@dataclass(frozen=True)
class Claim:
    """A thesis and the class of laws it is about."""

    outcomes: tuple[str, ...]
    constants: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    nodes: Mapping[int, Max | Pick]
    events: tuple[Compare | Junction, ...]
    thesis: Functional
    assumptions: tuple[Assumption, ...]
    digest: str

    @cached_property
    def structures(self) -> tuple[Structure, ...]:
        """The structural assumptions."""
        return tuple(a for a in self.assumptions if isinstance(a, Structure))

    @cached_property
    def generators(self) -> tuple[Generator, ...]:
        """The generators of all invariances, in the order of the claim."""
        return tuple(g for a in self.assumptions if isinstance(a, Invariant) for g in a.generators)

    def linear(self, i: int) -> Affine | None:
        """Value `i` as an affine form, or None where it is not linear."""
        return affine(self.patterns[i])

    def margin(self, left: int, right: int) -> Pattern:
        """Return the pattern of `left - right`."""
        return difference(self.patterns[left], self.patterns[right])

    def gap(self, left: int, right: int) -> Affine:
        """Return `left - right` for a pair without ties, whose values are linear."""
        form = affine(self.margin(left, right))
        assert form is not None  # the reader refuses other pairs
        return form
