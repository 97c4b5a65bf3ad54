"""Bad trees are refused by a `DecisionError` that names the node, the value, the rule, the fix."""

import itertools
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
import sympy

from decision import (
    Chance,
    Decision,
    DecisionError,
    Exchangeable,
    InvalidType,
    InvalidValue,
    Myopic,
    Outcome,
    Plan,
    Pr,
    Resolute,
    Sophisticated,
    UnknownName,
    decide,
)
from decision.language.evaluate import evaluate

X, Y, Z = (Outcome(w) for w in "xyz")
HALF = Fraction(1, 2)
Refusal = tuple[Callable[[], Any], type[Exception], tuple[str, ...]]


def plan(tree: Any, rule: Any = None) -> Plan:
    return Plan(tree, rule=Sophisticated() if rule is None else rule)


def coin(left: Any, right: Any, name: str = "coin") -> Chance:
    return Chance(name, {"heads": ("1/2", left), "tails": ("1/2", right)})


def member(name: str, label: str = "fog", options: str = "ab", **rest: Any) -> Decision:
    return Decision(name, {o: Outcome(f"{name}{o}") for o in options}, information=label, **rest)


def two_selves() -> Decision:
    later = Decision("later", {"x": X, "y": Y}, chooser="changed")
    return Decision("now", {"keep": Z, "change": later})


# A driver who cannot tell the second exit from the first (Piccione and Rubinstein 1997).
SECOND = Decision("second exit", {"leave": Outcome("home"), "go": Outcome("motel")}, information="exit")
DRIVER = Decision("first exit", {"leave": Outcome("ditch"), "go": SECOND}, information="exit")
# Somebody who forgets what they did.
FORGETS = Decision("act", {"one": member("after one"), "two": member("after two")})
# Somebody else chooses between the chance move and the nodes that look alike.
BETWEEN = coin(Decision("other", {"on": member("A1"), "off": X}, chooser="changed"), member("A2"))
# Between an act and where it is forgotten.
HALF_WAY = Decision("act", {"one": Decision("look", {"on": member("after one"), "off": X}), "two": member("after two")})
THESIS = Pr(plan(two_selves()).best("keep")) >= "1/2"
P = sympy.Symbol("p")

REFUSALS: dict[str, Refusal] = {
    "name-below-itself": (
        lambda: plan(Decision("again", {"on": Decision("again", {"on": X, "off": Y}), "off": Y})),
        InvalidValue,
        ("'again'", "name"),
    ),
    "chance-name-below-itself": (
        lambda: plan(Chance("again", {"on": (1, Chance("again", {"on": (1, X)}))})),
        InvalidValue,
        ("'again'", "name"),
    ),
    "name-with-two-contents": (
        lambda: plan(coin(Decision("d", {"a": X, "b": Y}), Decision("d", {"a": X, "b": Z}))),
        InvalidValue,
        ("'d'", "name", "rename"),
    ),
    "name-with-two-choosers": (
        lambda: plan(coin(Decision("d", {"a": X, "b": Y}), Decision("d", {"a": X, "b": Y}, chooser="changed"))),
        InvalidValue,
        ("'d'", "name", "rename"),
    ),
    "name-of-a-chance-and-a-decision-node": (
        lambda: plan(Decision("d", {"a": coin(X, Y, name="e"), "b": Decision("e", {"a": X, "b": Y})})),
        InvalidValue,
        ("'e'", "name", "rename"),
    ),
    "chance-that-misses-a-billionth": (
        lambda: Chance("c", {"a": ("1/2", X), "b": ("499999999/1000000000", Y)}),
        InvalidValue,
        ("'c'", "999999999/1000000000", "not 1", "normalise()"),
    ),
    "float-probability": (
        lambda: Chance("c", {"a": (0.5, X), "b": (0.5, Y)}),
        InvalidType,
        ("'a'", "'c'", "0.5", "float", "write '1/2'"),
    ),
    "negative-probability": (
        lambda: Chance("c", {"a": ("3/2", X), "b": ("-1/2", Y)}),
        InvalidValue,
        ("'b'", "'c'", "-1/2", "negative"),
    ),
    "probability-that-is-no-number": (
        lambda: Chance("c", {"a": ("half", X), "b": ("1/2", Y)}),
        InvalidValue,
        ("'a'", "'c'", "'half'", "rational", "write"),
    ),
    "branch-without-a-probability": (
        lambda: Chance("c", {"a": X, "b": ("1/2", Y)}),  # type: ignore[dict-item]
        InvalidValue,
        ("'a'", "'c'", "Outcome('x')", "pair", "write"),
    ),
    "no-branches": (lambda: Chance("c", {}), InvalidValue, ("'c'", "empty", "give")),
    "no-options": (lambda: Decision("d", {}), InvalidValue, ("'d'", "empty", "give")),
    "child-that-is-text": (
        lambda: Decision("d", {"a": "x"}),  # type: ignore[dict-item]
        InvalidType,
        ("'a'", "'d'", "'x'", "Outcome"),
    ),
    "child-of-chance-that-is-text": (
        lambda: Chance("c", {"a": (1, "x")}),
        InvalidType,
        ("'a'", "'c'", "'x'", "Outcome"),
    ),
    "list-of-options": (lambda: Decision("d", [X, Y]), InvalidType, ("'d'", "write")),  # type: ignore[arg-type]
    "float-cost": (lambda: Outcome("w", cost=0.1), InvalidType, ("cost", "0.1", "float", "write '1/10'")),  # type: ignore[arg-type]
    "outcome-with-a-colon": (lambda: Outcome("changed:w"), InvalidValue, ("'changed:w'", "':'", "rename")),
    "empty-node-name": (lambda: Decision("", {"a": X}), InvalidValue, ("''", "nonempty", "rename")),
    "name-that-is-no-text": (lambda: Chance(3, {"a": (1, X)}), InvalidType, ("3", "'3'")),  # type: ignore[arg-type]
    "option-that-is-no-text": (lambda: Decision("d", {1: X}), InvalidType, ("1", "'1'")),  # type: ignore[dict-item]
    "empty-chooser": (lambda: Decision("d", {"a": X}, chooser=""), InvalidValue, ("chooser", "''", "rename")),
    "unknown-tie-rule": (
        lambda: Decision("d", {"a": X, "b": Y}, ties="random"),  # type: ignore[arg-type]
        InvalidValue,
        ("ties", "'random'", "'best'", "'worst'", "'uniform'"),
    ),
    "policy-that-misses-a-billionth": (
        lambda: Decision("d", {"a": X, "b": Y}, policy={"a": "1/2", "b": "499999999/1000000000"}),
        InvalidValue,
        ("policy", "'d'", "999999999/1000000000", "not 1"),
    ),
    "policy-with-an-unknown-option": (
        lambda: Decision("d", {"a": X, "b": Y}, policy={"a": "1/2", "c": "1/2"}),
        UnknownName,
        ("policy", "'d'", "'c'", "'a', 'b'"),
    ),
    "policy-by-an-unknown-word": (
        lambda: Decision("d", {"a": X, "b": Y}, policy="random"),  # type: ignore[arg-type]
        DecisionError,
        ("policy", "'d'", "'random'", "uniform"),
    ),
    "policy-of-floats": (
        lambda: Decision("d", {"a": X, "b": Y}, policy={"a": 0.5, "b": 0.5}),  # type: ignore[dict-item]
        InvalidType,
        ("'d'", "0.5", "float", "'1/2'"),
    ),
    "negative-policy": (
        lambda: Decision("d", {"a": X, "b": Y}, policy={"a": 2, "b": -1}),
        InvalidValue,
        ("'b'", "'d'", "-1", "negative"),
    ),
    "symbols-that-do-not-sum-to-one": (
        lambda: Chance("c", {"a": (P, X), "b": (P, Y)}),
        InvalidValue,
        ("'c'", "2*p", "not 1"),
    ),
    "symbol-left": (
        lambda: decide(Pr(plan(Chance("c", {"a": (P, X), "b": (1 - P, Y)})).value() > 0) >= 0),
        DecisionError,
        ("thesis", "symbols p", "substitute"),
    ),
    "substituted-symbol-out-of-range": (
        lambda: Chance("c", {"a": (P, X), "b": (1 - P, Y)}).substitute({"p": "3/2"}),
        InvalidValue,
        ("'c'", "-1/2", "negative"),
    ),
    "float-for-a-symbol": (
        lambda: Chance("c", {"a": (P, X), "b": (1 - P, Y)}).substitute({"p": 0.5}),
        InvalidType,
        ("p", "0.5", "float", "'1/2'"),
    ),
    "unknown-symbol": (
        lambda: Chance("c", {"a": (P, X), "b": (1 - P, Y)}).substitute({"q": "1/2"}),
        UnknownName,
        ("'q'", "'p'"),
    ),
    "information-set-with-other-options": (
        lambda: plan(coin(member("A1"), member("A2", options="ac"))),
        InvalidValue,
        ("'fog'", "'A1'", "'A2'", "options"),
    ),
    "information-set-with-options-in-another-number": (
        lambda: plan(coin(member("A1"), member("A2", options="abc")), Resolute()),
        InvalidValue,
        ("'fog'", "'A1'", "'A2'", "options"),
    ),
    "information-set-with-two-choosers": (
        lambda: plan(coin(member("A1"), member("A2", chooser="changed"))),
        InvalidValue,
        ("'fog'", "'A1'", "'A2'", "chooser"),
    ),
    "information-set-with-two-tie-rules": (
        lambda: plan(coin(member("A1"), member("A2", ties="worst"))),
        InvalidValue,
        ("'fog'", "'A1'", "'A2'", "ties"),
    ),
    "information-set-with-two-policies": (
        lambda: plan(coin(member("A1"), member("A2", policy="uniform"))),
        InvalidValue,
        ("'fog'", "'A1'", "'A2'", "policy"),
    ),
    "member-at-two-histories": (
        lambda: plan(Chance("c", {"a": ("1/3", member("A1")), "b": ("1/3", member("A1")), "d": ("1/3", member("A2"))})),
        InvalidValue,
        ("'A1'", "2 places", "information set", "one history"),
    ),
    "absent-minded-sophisticated": (lambda: plan(DRIVER), InvalidValue, ("'first exit'", "'second exit'", "Resolute")),
    "absent-minded-myopic": (
        lambda: plan(DRIVER, Myopic()),
        InvalidValue,
        ("'first exit'", "'second exit'", "Resolute"),
    ),
    "absent-minded-behavioural": (
        lambda: plan(DRIVER, Resolute(strategies="behavioural")),
        InvalidValue,
        ("'first exit'", "'second exit'", "mixed"),
    ),
    "forgotten-act-sophisticated": (
        lambda: plan(FORGETS),
        InvalidValue,
        ("'after one'", "'after two'", "recall", "Resolute"),
    ),
    "forgotten-act-myopic": (lambda: plan(FORGETS, Myopic()), InvalidValue, ("'after one'", "'after two'", "Resolute")),
    "another-self-in-between": (lambda: plan(BETWEEN), InvalidValue, ("'A1'", "'A2'", "'other'", "'changed'")),
    "half-way-to-what-was-forgotten": (
        lambda: plan(HALF_WAY, Resolute()).at("look").value(),
        InvalidValue,
        ("'look'", "'fog'", "'after one'", "'after two'", "before"),
    ),
    "at-what-was-forgotten": (
        lambda: plan(FORGETS, Resolute()).at("after one"),
        InvalidValue,
        ("'after one'", "'fog'", "before"),
    ),
    "unknown-strategies": (
        lambda: Resolute(strategies="pure"),  # type: ignore[arg-type]
        InvalidValue,
        ("strategies", "'pure'", "'mixed'", "'behavioural'"),
    ),
    "plan-over-an-outcome": (lambda: plan(X).best("x"), DecisionError, ("option", "'x'", "nobody chooses", "plan.at")),
    "options-of-a-chance-node": (
        lambda: plan(coin(X, Y)).best("heads"),
        DecisionError,
        ("option", "'heads'", "'coin'", "nobody chooses", "plan.at"),
    ),
    "plan-over-text": (lambda: plan("x"), InvalidType, ("tree", "'x'", "Outcome")),
    "rule-that-is-a-class": (lambda: plan(X, Resolute), InvalidType, ("rule", "Resolute", "Resolute()")),
    "rule-that-is-text": (lambda: plan(X, "resolute"), InvalidType, ("rule", "'resolute'", "Resolute()")),
    "unknown-option": (lambda: plan(two_selves()).best("kep"), UnknownName, ("option", "'kep'", "'keep', 'change'")),
    "unknown-option-of-value": (lambda: plan(two_selves()).value("k"), UnknownName, ("option", "'k'", "'keep'")),
    "unknown-option-of-payoff": (lambda: plan(two_selves()).payoff("k"), UnknownName, ("option", "'k'", "'keep'")),
    "unknown-option-of-prefers": (lambda: plan(two_selves()).prefers("keep", "k"), UnknownName, ("'k'", "'keep'")),
    "unknown-child": (lambda: two_selves().child("k"), UnknownName, ("option", "'k'", "'keep', 'change'")),
    "unknown-node": (lambda: plan(two_selves()).at("latr"), UnknownName, ("node", "'latr'", "'later'")),
    "self-with-a-colon": (lambda: plan(two_selves()).value(self="a:b"), InvalidValue, ("self", "'a:b'", "':'")),
    "strategy-without-a-node": (lambda: plan(two_selves()).lottery({"now": "change"}), DecisionError, ("'later'",)),
    "strategy-with-an-unknown-option": (
        lambda: plan(two_selves()).lottery({"now": "chnge"}),
        UnknownName,
        ("'chnge'", "'keep', 'change'"),
    ),
    "strategy-that-sums-to-two": (
        lambda: plan(two_selves()).lottery({"now": {"keep": 1, "change": 1}, "later": "x"}),
        InvalidValue,
        ("'now'", "2", "not 1"),
    ),
    "strategy-for-an-unknown-node": (
        lambda: plan(two_selves()).lottery({"now": "keep", "latr": "x"}),
        UnknownName,
        ("'latr'", "'later'"),
    ),
    "goal-without-an-outcome": (
        lambda: plan(Decision("d", {"a": X, "b": Y})).chosen({"x": 1}),
        DecisionError,
        ("goal", "'y'"),
    ),
    "goal-of-floats": (
        lambda: plan(Decision("d", {"a": X, "b": Y})).chosen({"x": 0.5, "y": 1}),  # type: ignore[dict-item]
        InvalidType,
        ("'x'", "0.5", "float", "'1/2'"),
    ),
    "too-many-strategies": (
        lambda: list(plan(many(15), Resolute()).strategies()),
        InvalidValue,
        ("more than 20000", "strategies", "plan.at"),
    ),
    "assumption-about-nobody": (
        lambda: decide(THESIS, given=[Exchangeable(self="third")]),
        InvalidValue,
        ("self", "'third'", "now", "changed"),
    ),
    "assumption-without-a-self": (
        lambda: decide(THESIS, given=[Exchangeable()]),
        InvalidValue,
        ("self", "now, changed", "self='now'"),
    ),
}


def many(nodes: int) -> Chance:
    """A tree with two to the `nodes` strategies."""
    later = [Decision(f"d{k}", {"a": Outcome(f"a{k}"), "b": Outcome(f"b{k}")}) for k in range(nodes)]
    return Chance("c", {f"n{k}": (Fraction(1, nodes), d) for k, d in enumerate(later)})


@pytest.mark.parametrize("case", REFUSALS)
def test_bad_trees_are_refused(case: str) -> None:
    action, kind, words = REFUSALS[case]
    with pytest.raises(kind) as caught:
        action()
    assert isinstance(caught.value, DecisionError)
    assert type(caught.value) is not DecisionError
    message = str(caught.value)
    assert not [w for w in words if w not in message], message


@pytest.mark.parametrize("rule", [Sophisticated(), Resolute(), Myopic()], ids=repr)
def test_information_sets_of_one_node_are_nothing_special(rule: Any) -> None:
    assert plan(coin(member("A1"), X), rule).payoff() == plan(coin(member("A1", label="sun"), X), rule).payoff()


def test_the_absent_minded_driver() -> None:
    """Going on at both exits or leaving at both: the best of the two, since the exits cannot be told apart."""
    found = plan(DRIVER, Resolute())
    for ditch, home, motel in itertools.product(range(3), repeat=3):
        goal = {"ditch": Fraction(ditch), "home": Fraction(home), "motel": Fraction(motel)}
        assert evaluate(found.payoff(), goal) == max(ditch, motel)
        assert evaluate(found.value("go"), goal) == motel
    assert found.lottery({"exit": {"leave": "1/3", "go": "2/3"}}) == {
        "ditch": Fraction(1, 3),
        "home": Fraction(2, 9),
        "motel": Fraction(4, 9),
    }


def test_shared_subtrees_are_allowed() -> None:
    later = Decision("later", {"x": X, "y": Y}, chooser="changed")
    same = Decision("later", {"x": Outcome("x"), "y": Outcome("y")}, chooser="changed")
    assert plan(coin(later, same)).payoff() == plan(later).payoff(self="now")
