"""Trees and plans are values: they compare, hash, pickle and copy by what they say, and never change."""

import copy
import os
import pickle
import subprocess
import sys
from fractions import Fraction
from typing import Any

import pytest
import sympy

from decision import Chance, Decision, Myopic, Outcome, Plan, Resolute, Sophisticated, maximum, u
from decision.language.values import FLAT_LIMIT
from tests.quality.repository import ROOT

X, Y, Z = (Outcome(w) for w in "xyz")
P = sympy.Symbol("p")


def two_selves() -> Decision:
    later = Decision("later", {"x": X, "y": Y}, chooser="changed")
    return Decision("now", {"keep": Z, "change": later})


def plan(tree: Any, rule: Any = None) -> Plan:
    return Plan(tree, rule=Sophisticated() if rule is None else rule)


def test_symbols_are_replaced() -> None:
    tree = Chance("c", {"a": (P, X), "b": (1 - P, Y)})
    assert tree.substitute({"p": "1/3"}) == tree.substitute({P: Fraction(1, 3)})
    assert tree.substitute({"p": "1/3"}) == Chance("c", {"a": ("1/3", X), "b": ("2/3", Y)})


def test_trees_are_values() -> None:
    first, second = two_selves(), two_selves()
    assert first == second
    assert hash(first) == hash(second)
    assert pickle.loads(pickle.dumps(first)) == first
    assert first != Decision("now", {"keep": Z, "change": X})
    assert first != Decision("now", dict(first.branches), ties="worst")
    assert Outcome("x") != Outcome("x", cost=1)
    assert Chance("c", {"a": ("1/2", X), "b": ("1/2", Y)}) != Chance("c", {"a": ("1/3", X), "b": ("2/3", Y)})
    with pytest.raises(AttributeError):
        first.name = "then"
    with pytest.raises(AttributeError):
        del first.name


def test_later_changes_of_what_a_node_was_built_from_do_not_reach_it() -> None:
    """So there are no cycles: a node cannot be put below itself."""
    branches: dict[str, Any] = {"a": X}
    node = Decision("d", branches)
    branches["b"] = node
    assert node.options == ("a",)
    assert node == Decision("d", {"a": X})


@pytest.mark.parametrize("rule", [Sophisticated(), Resolute(), Myopic()], ids=repr)
def test_plans_are_values(rule: Any) -> None:
    found = plan(two_selves(), rule)
    for one in (found, found.at("later")):
        for again in (pickle.loads(pickle.dumps(one)), copy.deepcopy(one)):
            assert again == one
            assert hash(again) == hash(one)
            assert again.payoff() == one.payoff()


def test_pickles_survive_other_processes() -> None:
    """Text hashes differently there, and what was stored must not."""
    things = (plan(two_selves()).payoff(), two_selves(), plan(two_selves()).best("keep"))
    check = (
        "import pickle, sys; from tests.unit.test_tree_values import plan, two_selves; "
        "new = (plan(two_selves()).payoff(), two_selves(), plan(two_selves()).best('keep')); "
        "old = pickle.load(sys.stdin.buffer); assert old == new and {*old} == {*new}"
    )
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", check], input=pickle.dumps(things), env=environment, cwd=ROOT, check=True)


def test_only_small_maxima_are_flattened() -> None:
    """Both forms are the same function; a long chain would otherwise be copied at each level."""
    many = [u(f"w{k}") for k in range(FLAT_LIMIT)]
    assert maximum(u("x"), maximum(*many)) == maximum(u("x"), *many)
    nested = maximum(u("x"), maximum(u("y"), *many))
    assert nested != maximum(u("x"), u("y"), *many)
    assert len(nested.nodes) == 1
    assert maximum(nested, u("x")) == nested
