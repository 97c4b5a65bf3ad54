"""Decision trees: `Outcome`, `Chance` and `Decision` nodes.

Nodes are immutable and built from the leaves up. The name of a decision or chance node identifies it: a node may hang
in several places, and is then the same situation; the name of an outcome is the world it leads to. What a tree is worth
to whom depends on a rule of choice, see `plan`.

Trees may be thousands of nodes deep, so nothing here recurses, pickles and copies included.
"""

from collections.abc import Mapping, Sequence
from dataclasses import FrozenInstanceError
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Union, cast

from decision.errors import InvalidValue
from decision.exact import Rational, rational
from decision.language.coordinates import PRESENT
from decision.language.values import Ties
from decision.problems.symbols import (
    Probability,
    check_total,
    free_symbols,
    probability,
    probability_number,
    substituted,
)
from decision.validation import check_known, check_lottery, check_name, check_nonempty, check_type

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Chance", "Decision", "Node", "Outcome"]


class _Tree:
    """What the three kinds of nodes share."""

    __slots__ = ("_hash", "children", "name")

    kind: ClassVar[str]
    name: str
    children: tuple["Node", ...]

    def __init__(self, name: str, children: tuple["Node", ...]) -> None:
        self.name = name
        self.children = children
        self._hash = hash((self.kind, self.content(), tuple(hash(c) for c in children)))

    def __setattr__(self, name: str, value: Any) -> None:
        if hasattr(self, "_hash"):  # complete
            raise FrozenInstanceError(f"cannot set {name!r}: nodes do not change; build another tree")
        super().__setattr__(name, value)

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete {name!r}: nodes do not change; build another tree")

    def content(self) -> tuple[Any, ...]:
        """Everything but the children."""
        raise TypeError(f"{type(self).__name__} is not a node of a tree")

    def nodes(self) -> "list[Node]":
        """The node and every distinct one below it, each before its children."""
        order: list[Node] = []
        seen: set[int] = set()
        stack = [(cast("Node", self), False)]
        while stack:
            node, left = stack.pop()
            if left:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack.extend((c, False) for c in node.children)
        return order[::-1]

    @property
    def symbols(self) -> tuple[str, ...]:
        """Names of the symbols in probabilities, sorted."""
        chances = (n for n in self.nodes() if isinstance(n, Chance))
        return tuple(sorted({s for n in chances for _, p, _ in n.branches for s in free_symbols(p)}))

    def substitute(self, numbers: "Mapping[Any, Rational]") -> "Node":
        """The tree with numbers in place of the symbols in its probabilities.

        Parameters
        ----------
        numbers : mapping of sympy symbol or str to rational

        Raises
        ------
        UnknownName
            For a symbol that no probability contains.

        Examples
        --------
        >>> from sympy import Symbol
        >>> p = Symbol("p")
        >>> coin = Chance("coin", {"heads": (p, Outcome("x")), "tails": (1 - p, Outcome("y"))})
        >>> coin.substitute({"p": "1/3"}).branches[1][1]
        Fraction(2, 3)
        """
        exact = {str(s): rational(q, f"value of {s}") for s, q in numbers.items()}
        nodes = self.nodes()
        for name in exact:
            check_known(name, self.symbols, "symbol")
        done: dict[int, Node] = {}
        for node in reversed(nodes):
            content = node.content()
            if isinstance(node, Chance):
                content = (node.name, tuple((b, substituted(p, exact)) for b, p, _ in node.branches))
            done[id(node)] = _made(node.kind, content, [done[id(c)] for c in node.children])
        return done[id(self)]

    def plot(self, **options: Any) -> "Figure":
        """Draw the tree with matplotlib; see `decision.plotting.trees.plot_tree` for the options."""
        from importlib import import_module

        return import_module("decision.plotting.trees").plot_tree(self, **options)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, _Tree) and _equal(self, other))

    def __reduce__(self) -> tuple[Any, ...]:
        nodes = self.nodes()[::-1]
        place = {id(node): k for k, node in enumerate(nodes)}
        return _rebuilt, ([(n.kind, n.content(), [place[id(c)] for c in n.children]) for n in nodes],)

    def __str__(self) -> str:
        from decision.problems.tree_text import drawing

        return drawing(cast("Node", self))


class Outcome(_Tree):
    """The end of a history.

    Parameters
    ----------
    name : str
        The world reached; it is worth `u(name)` to a self with goal `u`.
    cost : rational, optional
        Subtracted from the utility for every self, in units of utility.

    Examples
    --------
    >>> Outcome("rich", cost="1/10")
    Outcome('rich', cost='1/10')
    """

    __slots__ = ("cost",)
    kind = "outcome"

    def __init__(self, name: str, *, cost: Rational = 0) -> None:
        self.cost = rational(cost, f"cost of {name!r}")
        super().__init__(check_name(name, "outcome"), ())

    def content(self) -> tuple[Any, ...]:
        """Name and cost."""
        return self.name, self.cost

    def __repr__(self) -> str:
        return f"Outcome({self.name!r}, cost='{self.cost}')" if self.cost else f"Outcome({self.name!r})"


class Chance(_Tree):
    """A node where nature moves.

    Parameters
    ----------
    name : str
    branches : mapping of str to (probability, node)
        Probabilities are exact and sum to 1. They may be sympy expressions whose sum simplifies to 1; values and
        events of plans then have their symbols. Branches of probability 0 are left out.

    Raises
    ------
    InvalidValue, InvalidType
        For probabilities that are negative, inexact or do not sum to 1, or a branch that is not a pair.

    Examples
    --------
    >>> coin = Chance("coin", {"heads": ("1/2", Outcome("h")), "tails": ("1/2", Outcome("t"))})
    >>> coin
    Chance('coin', heads 1/2, tails 1/2)
    >>> Chance("coin", {"heads": ("1/2", Outcome("h")), "tails": ("1/3", Outcome("t"))})
    Traceback (most recent call last):
    ...
    decision.errors.InvalidValue: probabilities of chance node 'coin' sum to 5/6, not 1; correct them or rescale
    them yourself with normalise()
    """

    __slots__ = ("branches",)
    kind = "chance"
    branches: tuple[tuple[str, Probability, "Node"], ...]

    def __init__(self, name: str, branches: "Mapping[str, tuple[Any, Node]]") -> None:
        check_name(name, "name of a chance node")
        where = f"chance node {name!r}"
        check_type(branches, Mapping, where, "write {'heads': ('1/2', Outcome('h')), ...}")
        check_nonempty(branches, where)
        read = [(check_name(b, f"branch of {where}"), *_weighted(pair, b, where)) for b, pair in branches.items()]
        check_total([(b, p) for b, p, _ in read], where)
        self.branches = tuple((b, p, node) for b, p, node in read if p != 0)
        super().__init__(name, tuple(node for _, _, node in self.branches))

    @property
    def weights(self) -> tuple[tuple[str, Fraction], ...]:
        """Branches and their probabilities as numbers of the language."""
        where = f"in chance node {self.name!r}"
        return tuple((b, probability_number(p, f"probability of {b!r} {where}")) for b, p, _ in self.branches)

    def content(self) -> tuple[Any, ...]:
        """Name, and branches with their probabilities."""
        return self.name, tuple((b, p) for b, p, _ in self.branches)

    def __repr__(self) -> str:
        return f"Chance({self.name!r}, {', '.join(f'{b} {p}' for b, p, _ in self.branches)})"


class Decision(_Tree):
    """A node where a self of the agent chooses.

    Parameters
    ----------
    name : str
    branches : mapping of str to node
        Option to what follows it.
    chooser : str, optional
        The self that chooses here, by its own goal.
    information : str, optional
        Label of the information set. The chooser cannot tell nodes of one label apart, so they have the same options.
    ties : {"best", "worst", "uniform"}
        When the chooser is indifferent between options, another self that has to live with the choice gets the best,
        the worst or the mean of them by its own goal.
    policy : "uniform" or mapping of str to rational, optional
        How likely each option is in the eyes of everybody before this node, in place of the chooser's reasons: the
        choice is not foreseen. Options left out have probability 0.

    Examples
    --------
    >>> later = Decision("later", {"x": Outcome("x"), "y": Outcome("y")}, chooser="changed")
    >>> later
    Decision('later', x or y, chooser='changed')
    >>> later.child("y")
    Outcome('y')
    >>> Decision("later", {"x": Outcome("x"), "y": Outcome("y")}, policy="uniform").policy
    (('x', Fraction(1, 2)), ('y', Fraction(1, 2)))
    """

    __slots__ = ("branches", "chooser", "information", "options", "policy", "ties")
    kind = "decision"
    options: tuple[str, ...]
    branches: tuple[tuple[str, "Node"], ...]
    policy: tuple[tuple[str, Fraction], ...] | None

    def __init__(
        self,
        name: str,
        branches: "Mapping[str, Node]",
        *,
        chooser: str = PRESENT,
        information: str | None = None,
        ties: Ties = "best",
        policy: Mapping[str, Rational] | Literal["uniform"] | None = None,
    ) -> None:
        check_name(name, "name of a decision node")
        where = f"decision node {name!r}"
        check_type(branches, Mapping, where, "write {'left': Outcome('l'), ...}")
        check_nonempty(branches, where)
        self.branches = tuple(
            (check_name(o, f"option of {where}"), _node(c, f"{where}: {o!r}")) for o, c in branches.items()
        )
        self.options = tuple(branches)
        self.chooser = check_name(chooser, f"chooser of {where}")
        self.information = None if information is None else check_name(information, f"information of {where}")
        if ties not in ("best", "worst", "uniform"):
            raise InvalidValue(f"ties = {ties!r} at {where} is not a rule for ties; write 'best', 'worst' or 'uniform'")
        self.ties: Ties = ties
        self.policy = None if policy is None else _policy(policy, self.options, where)
        super().__init__(name, tuple(node for _, node in self.branches))

    @property
    def label(self) -> str:
        """What the chooser knows when choosing: the information set, or the node itself."""
        return self.name if self.information is None else self.information

    def child(self, option: str) -> "Node":
        """The node an option leads to."""
        check_known(option, self.options, f"option of decision node {self.name!r}")
        return self.children[self.options.index(option)]

    def content(self) -> tuple[Any, ...]:
        """Name, options, and what is said of the chooser."""
        return self.name, self.options, self.chooser, self.information, self.ties, self.policy

    def __repr__(self) -> str:
        said = {
            "chooser": None if self.chooser == PRESENT else self.chooser,
            "information": self.information,
            "ties": None if self.ties == "best" else self.ties,
            "policy": None if self.policy is None else {o: str(p) for o, p in self.policy},
        }
        further = "".join(f", {k}={v!r}" for k, v in said.items() if v is not None)
        return f"Decision({self.name!r}, {' or '.join(self.options)}{further})"


Node = Union[Outcome, Chance, Decision]  # noqa: UP007  # forward references above


def _made(kind: str, content: tuple[Any, ...], children: Sequence[Node]) -> Node:
    """The node of a kind with a content and children."""
    if kind == "outcome":
        return Outcome(content[0], cost=content[1])
    if kind == "chance":
        name, weights = content
        return Chance(name, {b: (p, child) for (b, p), child in zip(weights, children, strict=True)})
    name, options, chooser, information, ties, policy = content
    return Decision(
        name,
        dict(zip(options, children, strict=True)),
        chooser=chooser,
        information=information,
        ties=ties,
        policy=None if policy is None else dict(policy),
    )


def _rebuilt(rows: Sequence[tuple[str, tuple[Any, ...], Sequence[int]]]) -> Node:
    """The tree whose nodes are listed, children before what leads to them."""
    made: list[Node] = []
    for kind, content, below in rows:
        made.append(_made(kind, content, [made[k] for k in below]))
    return made[-1]


def _node(value: Any, where: str) -> Node:
    check_type(value, _Tree, where, "it leads to a node: write Outcome(...), Chance(...) or Decision(...)")
    return value


def _weighted(pair: Any, branch: str, where: str) -> tuple[Probability, Node]:
    if not isinstance(pair, tuple | list) or len(cast("tuple[Any, ...]", pair)) != 2:
        raise InvalidValue(
            f"branch {branch!r} of {where} = {pair!r} is not a pair of a probability and a node; "
            "write ('1/2', Outcome('x'))"
        )
    weight, node = cast("tuple[Any, Any]", pair)
    return probability(weight, f"probability of {branch!r} in {where}"), _node(node, f"{where}: {branch!r}")


def _policy(policy: Any, options: tuple[str, ...], where: str) -> tuple[tuple[str, Fraction], ...]:
    if policy == "uniform":
        return tuple((o, Fraction(1, len(options))) for o in options)
    check_type(policy, Mapping, f"policy of {where}", "write 'uniform' or {'left': '1/2', 'right': '1/2'}")
    for option in policy:
        check_known(option, options, f"option in the policy of {where}")
    weights = check_lottery(policy, f"policy of {where}")
    return tuple((o, weights[o]) for o in options if o in weights)


def _equal(first: _Tree, second: _Tree) -> bool:
    """Structural equality without recursion; pairs compared once."""
    stack, seen = [(first, second)], set[tuple[int, int]]()
    while stack:
        a, b = stack.pop()
        if a is b or (id(a), id(b)) in seen:
            continue
        if hash(a) != hash(b) or type(a) is not type(b) or a.content() != b.content():
            return False
        if len(a.children) != len(b.children):
            return False
        seen.add((id(a), id(b)))
        stack.extend(zip(a.children, b.children, strict=True))
    return True
