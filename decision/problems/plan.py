"""`Plan`: a decision tree under a rule of choice, compiled to value expressions and events.

At a node where a self chooses, an option is *best* when the chooser's value of it is at least that of every option.
`value` is what a self expects of an option; `payoff` is what the option will really bring: they differ only for a
`Myopic` chooser, who expects later selves to choose as the present one would.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from decision.errors import InvalidType, InvalidValue
from decision.exact import Rational
from decision.language.coordinates import PRESENT
from decision.language.events import Event, all_of
from decision.language.values import Value
from decision.problems.histories import Histories, histories
from decision.problems.induction import Bag, Induction, Mode, Request, View, foreseen, naive, planned
from decision.problems.rules import Myopic, Resolute, Rule, Sophisticated
from decision.problems.strategies import lottery, strategies
from decision.problems.tree import Decision, Node
from decision.validation import check_known, check_name, check_type

__all__ = ["Plan"]


@dataclass(frozen=True, init=False)
class Plan:
    """A decision tree whose choices follow a rule, seen from one of its nodes.

    Parameters
    ----------
    tree : Outcome, Chance or Decision
    rule : Sophisticated, Resolute or Myopic

    Raises
    ------
    InvalidValue
        For a name that stands for two nodes, an information set with different options, or a tree the rule cannot solve
        (backward induction needs perfect recall); the nodes are named.

    Examples
    --------
    >>> from decision import Decision, Outcome, Sophisticated
    >>> later = Decision("later", {"x": Outcome("x"), "y": Outcome("y")}, chooser="changed")
    >>> plan = Plan(Decision("now", {"stop": Outcome("stop"), "go on": later}), rule=Sophisticated())
    >>> plan.best("stop")
    u(stop) >= pick(u(x); u(y) by changed:u(x); changed:u(y), ties best)
    >>> plan.at("later").best("x")
    changed:u(x) >= changed:u(y)
    """

    tree: Node
    rule: Rule
    node: Node
    _histories: Histories = field(repr=False, compare=False)
    _induction: Induction = field(repr=False, compare=False)

    def __init__(self, tree: Node, *, rule: Rule) -> None:
        check_type(tree, Node, "tree", "write a tree of Decision, Chance and Outcome nodes")
        check_type(rule, Rule, "rule", "write Sophisticated(), Resolute() or Myopic()")
        found = histories(tree)
        _check_rule(found, rule)
        self._place(tree, rule, tree, found, Induction(found))

    def _place(self, *parts: Any) -> "Plan":
        for name, part in zip(("tree", "rule", "node", "_histories", "_induction"), parts, strict=True):
            object.__setattr__(self, name, part)
        return self

    def at(self, name: str) -> "Plan":
        """The same plan at another decision or chance node.

        At a node that its chooser cannot tell from others, values are those given that one of them is reached. Half-way
        to an information set they are those given that the node is reached; the chooser there does not know that, and
        decides for all nodes of the set as always. Ties there are broken for the one whose value is asked for, here.

        Raises
        ------
        UnknownName
            For a name that no decision or chance node has.
        InvalidValue
            For a node whose value depends on what the plan chooses elsewhere (imperfect recall).
        """
        node = self._histories.nodes[check_known(name, self._histories.nodes, "name of a node")]
        moved = object.__new__(Plan)._place(self.tree, self.rule, node, self._histories, self._induction)
        moved._situation  # noqa: B018  # refuse now what has no value
        return moved

    def __reduce__(self) -> tuple[Any, ...]:
        return _planned, (self.tree, self.rule, None if self.node is self.tree else self.node.name)

    @property
    def symbols(self) -> tuple[str, ...]:
        """Names of the symbols in probabilities, sorted."""
        return self.tree.symbols

    def substitute(self, numbers: Mapping[Any, Rational]) -> "Plan":
        """The plan with numbers in place of symbols."""
        return _planned(self.tree.substitute(numbers), self.rule, None if self.node is self.tree else self.node.name)

    @property
    def options(self) -> tuple[str, ...]:
        """Options at this node; none unless somebody chooses here."""
        return self.node.options if isinstance(self.node, Decision) else ()

    @property
    def chooser(self) -> str:
        """The self that chooses here by the tree; the present self where nobody does."""
        return self.node.chooser if isinstance(self.node, Decision) else PRESENT

    def value(_self, option: str | None = None, *, self: str | None = None) -> Value:  # noqa: N805
        """What a self expects of an option, or of the node when none is named.

        Parameters
        ----------
        option : str, optional
        self : str, optional
            Whose value; by default of the one whose comparison decides here.
        """
        owner = _self._compares.owner if self is None else check_name(self, "self")
        return _self._worth(option, View(owner, planned(owner) if _self._mode is naive else _self._mode))

    def payoff(_self, option: str | None = None, *, self: str | None = None) -> Value:  # noqa: N805
        """What an option, or the node, will really be worth to a self, given how all later choices are made."""
        owner = _self._compares.owner if self is None else check_name(self, "self")
        return _self._worth(option, View(owner, _self._mode))

    def best(self, option: str) -> Event:
        """The option is at least as good, to the one who decides here, as every option."""
        return all_of(*(self._by(option) >= self._by(o) for o in self._others(option)))

    def uniquely_best(self, option: str) -> Event:
        """The option is better than every other one."""
        return all_of(*(self._by(option) > self._by(o) for o in self._others(option)))

    def worst(self, option: str) -> Event:
        """Every option is at least as good as this one."""
        return all_of(*(self._by(o) >= self._by(option) for o in self._others(option)))

    def uniquely_worst(self, option: str) -> Event:
        """Every other option is better than this one."""
        return all_of(*(self._by(o) > self._by(option) for o in self._others(option)))

    def prefers(self, first: str, second: str) -> Event:
        """The first option is better than the second."""
        return self._by(first) > self._by(second)

    def strategies(self) -> Iterator[dict[str, str]]:
        """The pure strategies considered from here: an option for every information set that may be reached.

        Raises
        ------
        InvalidValue
            If there are more than 20,000.

        Examples
        --------
        >>> from decision import Decision, Outcome, Resolute
        >>> later = Decision("later", {"x": Outcome("x"), "y": Outcome("y")})
        >>> list(Plan(Decision("now", {"stop": Outcome("s"), "go": later}), rule=Resolute()).strategies())
        [{'now': 'stop'}, {'now': 'go', 'later': 'x'}, {'now': 'go', 'later': 'y'}]
        """
        return strategies(self.node)

    def lottery(self, strategy: Mapping[str, str | Mapping[str, Rational]]) -> dict[str, Fraction]:
        """Outcome to probability when a strategy is carried out from here.

        Parameters
        ----------
        strategy : mapping of str to str or mapping
            For each information set an option, or the probabilities of options (a behavioural strategy: a new,
            independent draw at each node).

        Examples
        --------
        >>> from decision import Decision, Outcome, Resolute
        >>> plan = Plan(Decision("now", {"a": Outcome("a"), "b": Outcome("b")}), rule=Resolute())
        >>> plan.lottery({"now": {"a": "1/3", "b": "2/3"}})
        {'a': Fraction(1, 3), 'b': Fraction(2, 3)}
        """
        labels = [n.label for n in self._histories.nodes.values() if isinstance(n, Decision) and n.policy is None]
        for label in strategy:
            check_known(label, labels, "information set in the strategy")
        return lottery(self.node, strategy)

    def chosen(self, goal: Mapping[str, Rational]) -> dict[str, tuple[str, ...]]:
        """For every information set the options that are best at one goal.

        Parameters
        ----------
        goal : mapping of str to rational
            Utility of each outcome; those of another self are named ``"self:outcome"``.

        Examples
        --------
        >>> from decision import Decision, Outcome, Resolute
        >>> plan = Plan(Decision("now", {"a": Outcome("a"), "b": Outcome("b")}), rule=Resolute())
        >>> plan.chosen({"a": 1, "b": 2})
        {'now': ('b',)}
        """
        from decision.problems.walkthrough import chosen

        return chosen(self, goal)

    def explain(self, goal: Mapping[str, Rational]) -> str:
        """What is chosen at each node, and why, for one goal; a step a line.

        Examples
        --------
        >>> from decision import Decision, Outcome, Resolute
        >>> plan = Plan(Decision("now", {"a": Outcome("a"), "b": Outcome("b")}), rule=Resolute())
        >>> print(plan.explain({"a": 1, "b": 2}))
        now: a 1, b 2; chooses b
          b: outcome b, worth 2
        """
        from decision.problems.walkthrough import explain

        return explain(self, goal)

    @property
    def _mode(self) -> Mode:
        if isinstance(self.rule, Sophisticated):
            return foreseen
        if isinstance(self.rule, Myopic):
            return naive
        return planned(self.tree.chooser if isinstance(self.tree, Decision) else PRESENT)

    @property
    def _compares(self) -> View:
        """What options are compared by at this node."""
        return View(self.chooser, self._mode).of(self.chooser)

    @property
    def _situation(self) -> Bag:
        """The node; where its chooser cannot tell it from others, all of them with their probabilities."""
        tree = self._histories
        found = tree.sets.get(self.node.label) if isinstance(self.node, Decision) else None
        if found is None or self.node is tree.root:  # the root is where everything starts, alike or not
            return ((Fraction(1), self.node),)
        if not found.settled:
            raise InvalidValue(
                f"name of a node = {self.node.name!r} is in the information set {found.label!r}, whose nodes have no "
                "probabilities of their own: these depend on earlier choices; ask at a node before them"
            )
        return found.bag

    def _worth(self, option: str | None, view: View) -> Value:
        bag, fixed, node = self._situation, (), self.node
        start = [n for _, n in bag]
        if option is not None:
            node = self._check(option)
            bag = tuple((w, n.child(option)) for w, n in bag if isinstance(n, Decision))
            if node.policy is not None:
                start = [n for _, n in bag]
            elif node.label in self._histories.sets:
                fixed = ((node.label, option),)
        return self._induction.value(Request(bag, view, fixed, self._histories.cut(start)))

    def _by(self, option: str) -> Value:
        return self._worth(option, self._compares)

    def _others(self, option: str) -> list[str]:
        self._check(option)
        return [o for o in self.options if o != option]

    def _check(self, option: str) -> Decision:
        if not isinstance(self.node, Decision):
            raise InvalidType(
                f"option = {option!r}: nobody chooses at {self.node!r}; name a decision node with plan.at(...)"
            )
        check_known(option, self.options, f"option of decision node {self.node.name!r}")
        return self.node


def _planned(tree: Node, rule: Rule, name: str | None) -> Plan:
    whole = Plan(tree, rule=rule)
    return whole if name is None else whole.at(name)


def _check_rule(tree: Histories, rule: Rule) -> None:
    if isinstance(rule, Resolute):
        if rule.strategies == "behavioural" and tree.absent_minded:
            names = ", ".join(repr(m.name) for s in tree.absent_minded for m in s.members)
            raise InvalidValue(
                f"strategies = 'behavioural' in an absent-minded tree (nodes {names}): values are polynomials in the "
                "probabilities; write Resolute(strategies='mixed'), or lottery({...}) for one behavioural strategy"
            )
    else:
        tree.check_recall(type(rule).__name__)
