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
from decision.language.events import Event, all_of
from decision.language.values import PRESENT, Value
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

    def __init__(self_, tree: Node, *, rule: Rule) -> None:  # noqa: N805  # see `value`
        check_type(tree, Node, "tree", "write a tree of Decision, Chance and Outcome nodes")
        check_type(rule, Rule, "rule", "write Sophisticated(), Resolute() or Myopic()")
        found = histories(tree)
        _check_rule(found, rule)
        self_._place(tree, rule, tree, found, Induction(found))

    def _place(self_, *parts: Any) -> "Plan":  # noqa: N805
        for name, part in zip(("tree", "rule", "node", "_histories", "_induction"), parts, strict=True):
            object.__setattr__(self_, name, part)
        return self_

    def at(self_, name: str) -> "Plan":  # noqa: N805
        """The same plan at another decision or chance node.

        At a node that its chooser cannot tell from others, values are those given that one of them is reached.
        """
        node = self_._histories.nodes[check_known(name, self_._histories.nodes, "name of a node")]
        moved = object.__new__(Plan)._place(self_.tree, self_.rule, node, self_._histories, self_._induction)
        moved._situation  # noqa: B018  # refuse now what has no value
        return moved

    @property
    def options(self_) -> tuple[str, ...]:  # noqa: N805
        """Options at this node; none unless somebody chooses here."""
        return self_.node.options if isinstance(self_.node, Decision) else ()

    @property
    def chooser(self_) -> str:  # noqa: N805
        """The self that chooses here by the tree; the present self where nobody does."""
        return self_.node.chooser if isinstance(self_.node, Decision) else PRESENT

    def value(self_, option: str | None = None, *, self: str | None = None) -> Value:  # noqa: N805
        """What a self expects of an option, or of the node when none is named.

        Parameters
        ----------
        option : str, optional
        self : str, optional
            Whose value; by default of the one whose comparison decides here.
        """
        owner = self_._compares.self if self is None else check_name(self, "self")
        return self_._worth(option, View(owner, planned(owner) if self_._mode is naive else self_._mode))

    def payoff(self_, option: str | None = None, *, self: str | None = None) -> Value:  # noqa: N805
        """What an option, or the node, will really be worth to a self, given how all later choices are made."""
        owner = self_._compares.self if self is None else check_name(self, "self")
        return self_._worth(option, View(owner, self_._mode))

    def best(self_, option: str) -> Event:  # noqa: N805
        """The option is at least as good, to the one who decides here, as every option."""
        return all_of(*(self_._by(option) >= self_._by(o) for o in self_._others(option)))

    def uniquely_best(self_, option: str) -> Event:  # noqa: N805
        """The option is better than every other one."""
        return all_of(*(self_._by(option) > self_._by(o) for o in self_._others(option)))

    def worst(self_, option: str) -> Event:  # noqa: N805
        """Every option is at least as good as this one."""
        return all_of(*(self_._by(o) >= self_._by(option) for o in self_._others(option)))

    def uniquely_worst(self_, option: str) -> Event:  # noqa: N805
        """Every other option is better than this one."""
        return all_of(*(self_._by(o) > self_._by(option) for o in self_._others(option)))

    def prefers(self_, first: str, second: str) -> Event:  # noqa: N805
        """The first option is better than the second."""
        return self_._by(first) > self_._by(second)

    def strategies(self_) -> Iterator[dict[str, str]]:  # noqa: N805
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
        return strategies(self_.node)

    def lottery(self_, strategy: Mapping[str, str | Mapping[str, Rational]]) -> dict[str, Fraction]:  # noqa: N805
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
        labels = [n.label for n in self_._histories.nodes.values() if isinstance(n, Decision) and n.policy is None]
        for label in strategy:
            check_known(label, labels, "information set in the strategy")
        return lottery(self_.node, strategy)

    def chosen(self_, goal: Mapping[str, Rational]) -> dict[str, tuple[str, ...]]:  # noqa: N805
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

        return chosen(self_, goal)

    def explain(self_, goal: Mapping[str, Rational]) -> str:  # noqa: N805
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

        return explain(self_, goal)

    @property
    def _mode(self_) -> Mode:  # noqa: N805
        if isinstance(self_.rule, Sophisticated):
            return foreseen
        if isinstance(self_.rule, Myopic):
            return naive
        return planned(self_.tree.chooser if isinstance(self_.tree, Decision) else PRESENT)

    @property
    def _compares(self_) -> View:  # noqa: N805
        """What options are compared by at this node."""
        return View(self_.chooser, self_._mode).of(self_.chooser)

    @property
    def _situation(self_) -> Bag:  # noqa: N805
        """This node; where its chooser cannot tell it from others, all of them with their probabilities."""
        tree = self_._histories
        found = tree.sets.get(self_.node.label) if isinstance(self_.node, Decision) else None
        if found is None or self_.node is tree.root:  # the root is where everything starts, alike or not
            return ((Fraction(1), self_.node),)
        if not found.settled:
            raise InvalidValue(
                f"name of a node = {self_.node.name!r} is in the information set {found.label!r}, whose nodes have no "
                "probabilities of their own: these depend on earlier choices; ask at a node before them"
            )
        return found.bag

    def _worth(self_, option: str | None, view: View) -> Value:  # noqa: N805
        bag, fixed, node = self_._situation, (), self_.node
        start = [n for _, n in bag]
        if option is not None:
            node = self_._check(option)
            bag = tuple((w, n.child(option)) for w, n in bag if isinstance(n, Decision))
            if node.policy is not None:
                start = [n for _, n in bag]
            elif node.label in self_._histories.sets:
                fixed = ((node.label, option),)
        return self_._induction.value(Request(bag, view, fixed, self_._histories.cut(start)))

    def _by(self_, option: str) -> Value:  # noqa: N805
        return self_._worth(option, self_._compares)

    def _others(self_, option: str) -> list[str]:  # noqa: N805
        self_._check(option)
        return [o for o in self_.options if o != option]

    def _check(self_, option: str) -> Decision:  # noqa: N805
        if not isinstance(self_.node, Decision):
            raise InvalidType(
                f"option = {option!r}: nobody chooses at {self_.node!r}; name a decision node with plan.at(...)"
            )
        check_known(option, self_.options, f"option of decision node {self_.node.name!r}")
        return self_.node


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
