"""Verdicts about sequential choice: what follows from theorems and from constructions in the tests."""

import itertools
import random
import time
from fractions import Fraction
from typing import Any

import pytest

from decision import (
    IID,
    Chance,
    Continuous,
    Decision,
    Exchangeable,
    Myopic,
    NoTies,
    Observe,
    Outcome,
    Plan,
    Pr,
    ReflectionSymmetric,
    Resolute,
    Sophisticated,
    indifferent,
)
from decision.language.evaluate import evaluate
from decision.language.evaluate import holds as contains
from tests.golden.verdicts import fails, holds
from tests.oracle.random_trees import single_minded_tree
from tests.oracle.test_trees import built
from tests.oracle.trees import histories

F = Fraction
NOW = Exchangeable(self="now")


def later(name: str, worlds: list[str], **rest: Any) -> Decision:
    return Decision(name, {w: Outcome(w) for w in worlds}, **rest)


def fresh(prefix: str, size: int) -> list[str]:
    return [f"{prefix}{k}" for k in range(size)]


# --- keeping or changing one's desires --------------------------------------------------------------------------------


def keep_or_change(kept: list[str], changed: list[str], **rest: Any) -> Decision:
    branches = {"keep": later("kept", kept), "change": later("changed", changed, chooser="changed", **rest)}
    return Decision("now", branches)


@pytest.mark.parametrize("n", [1, 2, 3, 4, pytest.param(5, marks=pytest.mark.slow)])
def test_keeping_desires_that_will_choose(n: int) -> None:
    plan = Plan(keep_or_change(fresh("k", n), fresh("c", n)), rule=Sophisticated())
    holds(Pr(plan.best("keep")) == F(n, n + 1), NOW, NoTies())


@pytest.mark.parametrize("n", range(1, 6))
def test_desires_do_not_matter_to_who_is_resolute(n: int) -> None:
    plan = Plan(keep_or_change(fresh("k", n), fresh("c", n)), rule=Resolute())
    holds(Pr(plan.best("keep")) == "1/2", Exchangeable(), NoTies())


@pytest.mark.parametrize("n", [2, 3])
def test_a_later_choice_that_is_not_foreseen(n: int) -> None:
    """A pick at random is a lottery of n, and keeping is worth the best of n."""
    plan = Plan(keep_or_change(fresh("k", n), fresh("c", n), policy="uniform"), rule=Sophisticated())
    holds(Pr(plan.best("keep")) >= "1/2", ReflectionSymmetric(), NoTies())
    fails(Pr(plan.best("keep")) == "1/2", ReflectionSymmetric(), NoTies())


@pytest.mark.parametrize("ties", ["best", "worst", "uniform"])
@pytest.mark.parametrize("n", [2, 3])
def test_keeping_desires_with_the_same_worlds(n: int, ties: Any) -> None:
    plan = Plan(keep_or_change(fresh("w", n), fresh("w", n), ties=ties), rule=Sophisticated())
    holds(Pr(plan.best("keep")) == 1)
    fails(Pr(plan.uniquely_best("keep")) == 0)
    holds(Pr(plan.uniquely_best("keep")) > 0, NOW, NoTies())
    holds(Pr(plan.uniquely_best("keep")) == F(n - 1, n), NOW, NoTies())


def test_for_which_goals_keeping_is_strictly_better() -> None:
    """Those by which no option that the changed self likes best is best now."""
    plan = Plan(keep_or_change(fresh("w", 2), fresh("w", 2)), rule=Sophisticated())
    for a, b, c, d in itertools.product(range(2), repeat=4):
        goal = {"w0": F(a), "w1": F(b), "changed:w0": F(c), "changed:w1": F(d)}
        now, changed = ({k for k in (0, 1) if pair[k] == max(pair)} for pair in ((a, b), (c, d)))
        assert contains(plan.uniquely_best("keep"), goal) is not (now & changed)


# --- dying or living --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", range(1, 7))
def test_living_with_free_choices(n: int) -> None:
    tree = Decision("now", {"die": Outcome("dead"), "live": later("life", fresh("w", n))})
    for rule in (Sophisticated(), Resolute(), Myopic()):
        holds(Pr(Plan(tree, rule=rule).best("live")) == F(n, n + 1), Exchangeable(), NoTies())


@pytest.mark.parametrize("n", range(1, 7))
def test_living_left_to_chance(n: int) -> None:
    weights = [F(k + 1, n * (n + 1) // 2) for k in range(n)]
    life = Chance("life", {w: (q, Outcome(w)) for w, q in zip(fresh("w", n), weights, strict=True)})
    plan = Plan(Decision("now", {"die": Outcome("dead"), "live": life}), rule=Sophisticated())
    holds(Pr(plan.best("live")) == "1/2", ReflectionSymmetric(), NoTies())
    unforeseen = later("life", fresh("w", n), policy=dict(zip(fresh("w", n), weights, strict=True)))
    same = Plan(Decision("now", {"die": Outcome("dead"), "live": unforeseen}), rule=Sophisticated())
    assert same.best("live") == plan.best("live")


def lotteries_of_life(k: int, m: int) -> Plan:
    def lottery(o: int) -> Chance:
        return Chance(f"life {o}", {f"w{o}{j}": (F(1, m), Outcome(f"w{o}{j}")) for j in range(m)})

    life = Decision("life", {f"option {o}": lottery(o) for o in range(k)})
    return Plan(Decision("now", {"die": Outcome("dead"), "live": life}), rule=Sophisticated())


@pytest.mark.parametrize(("k", "m"), list(itertools.product(range(1, 7), range(1, 5))))
def test_dying_is_best_for_at_most_half(k: int, m: int) -> None:
    holds(Pr(lotteries_of_life(k, m).best("die")) <= "1/2", ReflectionSymmetric(), NoTies())


@pytest.mark.parametrize("k", range(1, 7))
def test_dying_against_sure_lives(k: int) -> None:
    holds(Pr(lotteries_of_life(k, 1).best("die")) == F(1, k + 1), Exchangeable(), NoTies())


def test_dying_against_lotteries_of_lives() -> None:
    """One lottery: symmetry is needed and enough. (For more, what is needed is a question for `frontier`.)"""
    thesis = Pr(lotteries_of_life(1, 2).best("die")) >= "1/2"
    holds(thesis, ReflectionSymmetric(), NoTies())
    fails(thesis, Exchangeable(), NoTies())
    fails(Pr(lotteries_of_life(2, 2).best("die")) >= "1/3", ReflectionSymmetric(), NoTies())
    fails(Pr(lotteries_of_life(2, 2).best("die")) >= "1/3", Exchangeable(), NoTies())


# --- rules ------------------------------------------------------------------------------------------------------------


def chunks(total: int, fast: int, size: int = 25) -> list[Any]:
    """First seeds of chunks; those from `fast` on are slow."""
    return [pytest.param(k, marks=() if k < fast else pytest.mark.slow) for k in range(0, total, size)]


def test_rules_compile_to_the_same_without_change_of_goals() -> None:
    """Not only equal functions: the same expressions, at every node, so that no engine has to prove anything."""
    for seed in range(200):
        tree = built(single_minded_tree(seed))
        plans = [Plan(tree, rule=rule) for rule in (Sophisticated(), Resolute(), Myopic())]
        for name in ["", *dict.fromkeys(node.name for node in tree.nodes() if node.kind != "outcome")]:
            at = [p.at(name) if name else p for p in plans]
            assert len({p.payoff() for p in at} | {p.value() for p in at}) == 1, (seed, name)
            for o in at[0].options:
                assert len({p.value(o) for p in at}) == len({p.payoff(o) for p in at}) == 1, (seed, name, o)
                assert len({p.best(o) for p in at}) == len({p.uniquely_best(o) for p in at}) == 1, (seed, name, o)


@pytest.mark.parametrize("first", chunks(200, 1, size=5))
def test_rules_coincide_without_change_of_goals(first: int) -> None:
    for seed in range(first, first + 5):
        naive = single_minded_tree(seed)
        outcomes = tuple(sorted({node["world"] for node, _ in histories(naive) if "world" in node}))
        plans = [Plan(built(naive), rule=rule) for rule in (Sophisticated(), Resolute(), Myopic())]
        for one, other in itertools.pairwise(plans):
            holds(Pr(indifferent(one.payoff(), other.payoff())) == 1, outcomes=outcomes)
            for o in one.options:
                holds(Pr(indifferent(one.value(o), other.value(o))) == 1, outcomes=outcomes)


@pytest.mark.parametrize(
    "worlds",
    [{"x": 0, "y": "1/2"}, {"x": 0, "x ": "4/5"}, {"x": 0, "x ": -1}],
    ids=["two-worlds", "one-world-at-two-prices", "one-world-with-a-bonus"],
)
def test_choices_coincide_without_change_of_goals(worlds: dict[str, Any]) -> None:
    """The same as the values of options, asked of the choice itself."""
    costly = Decision("then", {w: Outcome(w.strip(), cost=q) for w, q in worlds.items()})
    tree = Decision("now", {"stop": Outcome("z", cost="1/10"), "go": costly})
    plans = [Plan(tree, rule=rule) for rule in (Sophisticated(), Resolute(), Myopic())]
    for one, other in itertools.permutations(plans, 2):
        for o in one.options:
            holds(Pr(one.best(o) & ~other.best(o)) == 0)


def test_rules_part_when_desires_change() -> None:
    """Stop or go on; then the changed self goes on or not; then it is the present one again."""
    last = later("last", ["x", "y"], chooser="now")
    tree = Decision(
        "now", {"stop": Outcome("z"), "go": Decision("then", {"on": last, "off": Outcome("v")}, chooser="s")}
    )
    plans = [Plan(tree, rule=rule) for rule in (Sophisticated(), Resolute(), Myopic())]
    for one, other in itertools.combinations(plans, 2):
        thesis = Pr(one.best("go") & ~other.best("go")) + Pr(other.best("go") & ~one.best("go")) == 0
        if {type(one.rule), type(other.rule)} == {Resolute, Myopic}:
            holds(thesis)  # who is naive expects to be able to carry the plan out
            fails(Pr(indifferent(one.payoff(), other.payoff())) == 1)
        else:
            fails(thesis)


# --- information ------------------------------------------------------------------------------------------------------


def random_joint(source: random.Random) -> dict[str, dict[str, Fraction]]:
    signals, states = source.randint(2, 3), source.randint(2, 3)
    parts = [[source.randint(0, 4) for _ in range(states)] for _ in range(signals)]
    parts = [[*row[:-1], row[-1] + 1] for row in parts]
    total = sum(map(sum, parts))
    return {f"s{k}": {f"t{j}": F(q, total) for j, q in enumerate(row) if q} for k, row in enumerate(parts)}


def informed_and_blind(joint: dict[str, dict[str, Fraction]], acts: int, chooser: str) -> Plan:
    """Decide now, or after the signal, perhaps by other desires; the worlds are pairs of act and state."""
    states = sorted({t for row in joint.values() for t in row})
    prior = {t: sum((row.get(t, F(0)) for row in joint.values()), F(0)) for t in states}

    def choice(name: str, lottery: dict[str, Fraction], who: str) -> Decision:
        def act(a: int) -> Chance:
            return Chance(f"{name}, a{a}", {t: (q, Outcome(f"a{a}{t}")) for t, q in lottery.items()})

        return Decision(name, {f"a{a}": act(a) for a in range(acts)}, chooser=who)

    learn = Observe(joint, lambda signal, posterior: choice(f"after {signal}", posterior, chooser))
    return Plan(Decision("now", {"learn": learn, "blind": choice("blind", prior, "now")}), rule=Sophisticated())


@pytest.mark.parametrize("first", chunks(100, 50))
def test_free_information_never_hurts(first: int) -> None:
    """Good (1967)."""
    for seed in range(first, first + 25):
        source = random.Random(f"joint {seed}")
        plan = informed_and_blind(random_joint(source), source.randint(2, 3), "now")
        worlds = {node.name for node in plan.tree.nodes() if node.kind == "outcome"}
        holds(Pr(plan.best("learn")) == 1, outcomes=tuple(sorted(worlds)))


def test_free_information_by_a_table() -> None:
    joint = random_joint(random.Random("joint 0"))
    table = {f"a{a}": {t: f"a{a}{t}" for t in ("t0", "t1", "t2")} for a in range(2)}
    states = {t for row in joint.values() for t in row}
    told = Observe(joint, {a: {t: w for t, w in row.items() if t in states} for a, row in table.items()})
    assert {node.name for node in told.nodes() if node.kind == "decision"} == {f"signal={s}" for s in joint}
    by_function = informed_and_blind(joint, 2, "now").value("learn")
    worlds = [f"a{a}{t}" for a in range(2) for t in sorted(states)]
    for numbers in itertools.product(range(-1, 2), repeat=len(worlds)):
        goal = dict(zip(worlds, map(F, numbers), strict=True))
        assert evaluate(Plan(told, rule=Sophisticated()).value(), goal) == evaluate(by_function, goal)


def test_free_information_for_other_desires_may_hurt() -> None:
    joint = {"left": {"t0": F(1, 2)}, "right": {"t1": F(1, 2)}}
    fails(Pr(informed_and_blind(joint, 2, "changed").best("learn")) == 1)
    fails(Pr(informed_and_blind(joint, 2, "changed").best("learn")) >= "1/2", NoTies())


# --- a perfect predictor ----------------------------------------------------------------------------------------------


def test_binding_oneself_before_a_perfect_predictor() -> None:
    """Two boxes dominate, and beforehand one box is better: of 24 orders of the four worlds, one says so."""
    seen = Chance("prediction", {s: ("1/2", later(s, [f"one {s}", f"two {s}"])) for s in ("full", "empty")})
    facing = Plan(seen, rule=Sophisticated())
    hidden = Chance(
        "prediction",
        {
            s: ("1/2", Decision(f"act, {s}", {a: Outcome(f"{a} {s}") for a in ("one", "two")}, information="act"))
            for s in ("full", "empty")
        },
    )
    causal = Plan(hidden, rule=Sophisticated()).at("act, full")
    bind = Plan(Decision("bind", {"one": Outcome("one full"), "two": Outcome("two empty")}), rule=Sophisticated())
    dominates = facing.at("full").uniquely_best("two full") & facing.at("empty").uniquely_best("two empty")
    regret = dominates & bind.uniquely_best("one")
    holds(Pr(regret) == "1/24", Exchangeable(), NoTies())
    holds(Pr(regret) == "1/24", IID(), Continuous())
    holds(Pr(dominates & ~causal.uniquely_best("two")) == 0)
    holds(Pr(regret) > 0, Exchangeable(), NoTies())
    fails(Pr(regret) > 0)


# --- the off switch ---------------------------------------------------------------------------------------------------


def test_a_certain_robot_never_strictly_prefers_to_wait() -> None:
    """Hadfield-Menell et al. (2017): whatever a fallible human does, the robot could do the best itself."""
    human = Decision("human", {"allow": Outcome("act"), "switch off": Outcome("off")}, chooser="human", ties="worst")
    rash = Decision("rash", {"allow": Outcome("act"), "switch off": Outcome("off")}, policy="uniform")
    for then in (human, rash, Chance("mood", {"calm": ("2/3", human), "rash": ("1/3", rash)})):
        tree = Decision("robot", {"act": Outcome("act"), "disable": Outcome("off"), "wait": then})
        plan = Plan(tree, rule=Sophisticated())
        holds(Pr(plan.uniquely_best("wait")) == 0)
        holds(Pr(plan.best("act") | plan.best("disable")) == 1)


def test_an_uncertain_robot_may_strictly_prefer_to_wait() -> None:
    """The human sees whether the act is good, and wants what the robot wants, with a slip once in ten times."""

    def human(state: str) -> Chance:
        ends = {"allow": Outcome(state), "switch off": Outcome("off")}
        slip = Decision(f"slip, {state}", ends, policy="uniform")
        return Chance(f"human, {state}", {"sees": ("9/10", Decision(f"sees, {state}", ends)), "slips": ("1/10", slip)})

    act = Chance("blind", {s: ("1/2", Outcome(s)) for s in ("good", "bad")})
    wait = Chance("seen", {s: ("1/2", human(s)) for s in ("good", "bad")})
    plan = Plan(Decision("robot", {"act": act, "disable": Outcome("off"), "wait": wait}), rule=Sophisticated())
    fails(Pr(plan.uniquely_best("wait")) == 0)
    fails(Pr(plan.best("wait")) == 1)


# --- size -------------------------------------------------------------------------------------------------------------


def bushy(size: int) -> Decision:
    """About `size` nodes, three children each, two selves and chance moves."""
    counter = itertools.count()

    def grown(depth: int) -> Any:
        k = next(counter)
        if depth == 0:
            return Outcome(f"w{k % 50}")
        children = [grown(depth - 1) for _ in range(3)]
        if depth % 3 == 0:
            return Chance(f"c{k}", {f"b{j}": (F(1, 3), child) for j, child in enumerate(children)})
        return Decision(f"d{k}", {f"o{j}": c for j, c in enumerate(children)}, chooser="now" if k % 2 else "changed")

    depth = next(d for d in itertools.count(1) if 3 ** (d + 1) // 2 >= size)
    return grown(depth)


@pytest.mark.parametrize("rule", [Sophisticated(), Resolute(), Myopic()], ids=lambda r: type(r).__name__.lower())
def test_ten_thousand_nodes_compile_in_two_seconds(rule: Any) -> None:
    tree = bushy(9_000)
    assert 9_000 <= sum(1 for _ in tree.nodes()) <= 11_000
    begin = time.process_time()
    plan = Plan(tree, rule=rule)
    plan.best(plan.options[0])
    plan.payoff(self="now")
    assert time.process_time() - begin < 2  # the bound asked for
