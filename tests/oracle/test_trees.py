"""Plans against a naive evaluator: every value, event and choice at random goals, in random trees."""

import itertools
import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest

from decision import Chance, Decision, InvalidValue, Myopic, Outcome, Plan, Resolute, Sophisticated
from decision.language.evaluate import evaluate, holds
from decision.language.events import Event
from decision.language.values import Value

from .random_trees import SELVES, forgetful_tree, random_goals, random_tree
from .trees import (
    NOW,
    Goal,
    Solution,
    Tree,
    count_strategies,
    decisions,
    expected,
    forgetful,
    histories,
    induced,
    lotteries,
    pure_strategies,
    resolute,
    weighted_sets,
)

RULES: dict[str, Any] = {"sophisticated": Sophisticated(), "resolute": Resolute(), "myopic": Myopic()}
GOALS = 20
CHUNK = 25
FAST = 1  # chunks that `make test` runs; the others are marked slow
MOST_STRATEGIES = 3_000

Check = tuple[str, Value | Event, Callable[[Solution], Any]]  # what, by the package, by the naive evaluator


def built(tree: Tree) -> Any:
    """The tree made of the package's nodes."""
    if "world" in tree:
        return Outcome(tree["world"], cost=tree["cost"])
    if "chance" in tree:
        return Chance(tree["name"], {b: (q, built(child)) for b, (q, child) in tree["chance"].items()})
    return Decision(
        tree["name"],
        {o: built(child) for o, child in tree["options"].items()},
        chooser=tree["chooser"],
        information=None if tree["label"] == tree["name"] else tree["label"],
        ties=tree["ties"],
        policy=tree["policy"],
    )


def written(goal: Goal) -> dict[str, Fraction]:
    return {w if owner == NOW else f"{owner}:{w}": q for (owner, w), q in goal.items()}


def value_checks(plan: Any, node: Tree, tree: Tree | None) -> Iterator[Check]:
    """Values at a position that is not in a proper information set; in a tree, those that do not depend on how ties are
    broken half-way to an information set.
    """
    yield "value()", plan.value(), lambda x: x.anticipated(node, x.judge(node))
    yield "payoff()", plan.payoff(), lambda x: x.payoff(node, x.judge(node))
    for s in SELVES:
        yield f"payoff(self={s})", plan.payoff(self=s), lambda x, s=s: x.payoff(node, s)
        yield f"value(self={s})", plan.value(self=s), lambda x, s=s: x.anticipated(node, s)
    for o, child in node.get("options", {}).items():
        if tree is not None and not is_whole([child], tree):
            continue  # a random pick that the next chooser does not see
        yield f"value({o})", plan.value(o), lambda x, c=child: x.anticipated(c, x.judge(node))
        for s in SELVES:
            yield f"payoff({o}, self={s})", plan.payoff(o, self=s), lambda x, c=child, s=s: x.payoff(c, s)


def set_checks(plan: Any, label: str) -> Iterator[Check]:
    """Values at an information set, given that it is reached."""
    for s in SELVES:
        yield f"payoff(self={s})", plan.payoff(self=s), lambda x, s=s: x.reached(label, s)
        yield f"value(self={s})", plan.value(self=s), lambda x, s=s: x.reached(label, s, ideal=x.rule == "myopic")
        for o in plan.options:
            yield f"payoff({o}, self={s})", plan.payoff(o, self=s), lambda x, s=s, o=o: x.reached(label, s, option=o)


def event_checks(plan: Any, label: str) -> Iterator[Check]:
    """Comparisons at a decision node or information set."""
    for o, p in zip(plan.options, [*plan.options[1:], plan.options[0]], strict=True):
        yield f"best({o})", plan.best(o), lambda x, o=o: o in x.best(label)
        yield f"uniquely_best({o})", plan.uniquely_best(o), lambda x, o=o: x.best(label) == {o}
        yield f"worst({o})", plan.worst(o), lambda x, o=o: o in x.worst(label)
        yield f"uniquely_worst({o})", plan.uniquely_worst(o), lambda x, o=o: x.worst(label) == {o}
        yield f"prefers({o}, {p})", plan.prefers(o, p), lambda x, o=o, p=p: x.compared(label)[o] > x.compared(label)[p]


def checks_of(plan: Any, tree: Tree, source: random.Random) -> Iterator[Check]:
    """What is compared in one tree: everything at the root, and at some inner positions."""
    yield from value_checks(plan, tree, tree)
    if tree.get("policy", 0) is None:
        yield from event_checks(plan, tree["label"])
    for node in source.sample(inner := whole_positions(tree), min(2, len(inner))):
        at, proper = plan.at(node["name"]), len(decisions(tree).get(node.get("label", ""), ())) > 1
        yield from renamed(node, set_checks(at, node["label"]) if proper else value_checks(at, node, tree))
        if node.get("policy", 0) is None:
            yield from renamed(node, event_checks(at, node["label"]))


def renamed(node: Tree, checks: Iterator[Check]) -> Iterator[Check]:
    return ((f"at({node['name']}).{what}", ours, naive) for what, ours, naive in checks)


def whole_positions(tree: Tree) -> list[Tree]:
    """Nodes below the root after which no information set goes on that has members elsewhere."""
    sets = decisions(tree)
    found = {node["name"]: node for node, path in histories(tree) if path and "name" in node}
    own = {name: [m for m, _ in sets.get(node.get("label", ""), [])] for name, node in found.items()}
    return [node for name, node in found.items() if is_whole(own[name] or [node], tree)]


def is_whole(nodes: list[Tree], tree: Tree) -> bool:
    """Whether every information set met from these nodes on is met nowhere else."""
    below = {n["name"]: n["label"] for top in nodes for n, _ in histories(top) if "options" in n}
    return below == {n["name"]: n["label"] for n, _ in histories(tree) if n.get("label") in below.values()}


def compare(seed: int) -> None:
    tree = random_tree(seed)
    sets = weighted_sets(tree)
    goals = [(goal, written(goal)) for goal in random_goals(seed, tree, GOALS)]
    free = [label for label, members in sets.items() if members[0][1]["policy"] is None]
    for name, rule in RULES.items():
        plan = Plan(built(tree), rule=rule)
        checks = list(checks_of(plan, tree, random.Random(f"nodes {seed}")))
        for k, (goal, named) in enumerate(goals):
            solution = Solution(tree, name, goal, sets)
            found: dict[Value | Event, Any] = {}
            for what, ours, naive in checks:
                if ours not in found:
                    found[ours] = holds(ours, named) if isinstance(ours, Event) else evaluate(ours, named)
                assert found[ours] == naive(solution), f"tree {seed}, {name}, {what} at {named} of\n{plan.tree}"
            if k < 5:
                chosen = plan.chosen(named)
                assert {label: set(chosen[label]) for label in free} == {label: solution.best(label) for label in free}


def chunks() -> list[Any]:
    marks = [() if k < FAST else (pytest.mark.slow,) for k in range(1000 // CHUNK)]
    return [pytest.param(k * CHUNK, id=f"trees-{k * CHUNK}", marks=m) for k, m in enumerate(marks)]


@pytest.mark.parametrize("first", chunks())
def test_every_rule_against_the_naive_evaluator(first: int) -> None:
    for seed in range(first, first + CHUNK):
        compare(seed)


def test_backward_induction_of_the_oracle_against_all_strategies() -> None:
    """Two naive evaluators, one of values and one of strategies, agree where both are defined."""
    for seed in range(150):
        tree = random_tree(seed)
        if count_strategies(tree) > 500:
            continue
        choices = lotteries(tree)
        for goal in random_goals(seed, tree, 4):
            solution = Solution(tree, "resolute", goal)
            value, by_option = resolute(choices, goal, solution.planner)
            assert solution.payoff(tree, solution.planner) == value
            assert not by_option or by_option == solution.compared(tree["label"])
            assert all(solution.ideal(tree, s) == resolute(choices, goal, s)[0] for s in SELVES)


def test_the_random_trees_cover_what_they_should() -> None:
    trees = [random_tree(seed) for seed in range(200)]
    nodes = [[node for node, _ in histories(tree)] for tree in trees]
    assert sum(any(len(m) > 1 for m in decisions(tree).values()) for tree in trees) > 80
    assert sum(len({n["name"] for n in ns if "name" in n}) < sum("name" in n for n in ns) for ns in nodes) > 8
    for key, all_values in {"ties": {"best", "worst", "uniform"}, "chooser": set(SELVES)}.items():
        assert {n[key] for ns in nodes for n in ns if "options" in n} == all_values
    assert any(n["policy"] for ns in nodes for n in ns if "options" in n)
    assert not any(forgetful(tree) for tree in trees)
    assert sum(bool(forgetful(forgetful_tree(seed))) for seed in range(200)) > 60


@pytest.mark.parametrize("first", [0, *(pytest.param(k, marks=pytest.mark.slow) for k in range(100, 1000, 100))])
def test_half_way_to_an_information_set(first: int) -> None:
    """Whoever does not see where the tree has got to decides for all nodes of the set: without ties, one option."""
    compared = 0
    for seed in range(first, first + 100):
        tree = random_tree(seed)
        sets, whole = weighted_sets(tree), [node["name"] for node in whole_positions(tree)]
        inner = [n for n, path in histories(tree) if path and "name" in n and n["name"] not in whole]
        source = random.Random(f"half-way {seed}")
        worlds = sorted({n["world"] for n, _ in histories(tree) if "world" in n})
        goals = [{(s, w): Fraction(source.randint(-(10**6), 10**6)) for s in SELVES for w in worlds} for _ in range(4)]
        for name, node in itertools.product(RULES, inner):
            at = Plan(built(tree), rule=RULES[name]).at(node["name"])
            proper = len(sets.get(node.get("label", ""), ())) > 1
            checks = list(set_checks(at, node["label"]) if proper else value_checks(at, node, None))
            for goal in goals:
                solution = Solution(tree, name, goal, sets)
                if any(len(solution.best(label)) > 1 for label, members in sets.items() if len(members) > 1):
                    continue
                for what, ours, naive in checks:
                    assert isinstance(ours, Value)
                    value = evaluate(ours, written(goal))
                    assert value == naive(solution), f"tree {seed}, {name}, at({node['name']}).{what} of\n{at.tree}"
                    compared += 1
    assert compared > 1_000


HIDDEN = {
    "pick": lambda left, right: Decision("first", {"left": left, "right": right}, policy="uniform"),
    "chance": lambda left, right: Chance(
        "coin", {"heads": ("1/2", Chance("first", {"left": (1, left)})), "tails": ("1/2", right)}
    ),
}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("before", HIDDEN)
def test_what_a_later_chooser_does_not_see(rule: str, before: str) -> None:
    """Half-way to an information set its chooser still decides by sums over all members."""
    ends = [Outcome(w) for w in ("x", "y", "z", "w")]
    left = Decision("A1", {"a": ends[0], "b": ends[1]}, information="A", chooser="changed")
    right = Decision("A2", {"a": ends[2], "b": ends[3]}, information="A", chooser="changed")
    plan = Plan(HIDDEN[before](left, right), rule=RULES[rule])
    goal = {"x": 3, "y": 4, "z": 5, "w": 0} | {"changed:x": 0, "changed:y": 1, "changed:z": 5, "changed:w": 0}
    exact = {w: Fraction(q) for w, q in goal.items()}
    assert evaluate(plan.payoff(self="now"), exact) == 4  # whoever decides takes a, though b is better after left
    found = plan.payoff("left", self="now") if before == "pick" else plan.at("first").payoff(self="now")
    assert evaluate(found, exact) == 3


# --- imperfect recall -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", range(0, 300, 75))
def test_imperfect_recall(first: int) -> None:
    """Whatever was forgotten, resolute plans are worth the best strategy; the other rules refuse and name nodes."""
    for seed in range(first, first + 75):
        tree = forgetful_tree(seed)
        lost = forgetful(tree)
        for name in ("sophisticated", "myopic"):
            if lost:
                with pytest.raises(InvalidValue) as error:
                    Plan(built(tree), rule=RULES[name])
                named = [n["name"] for label in lost for n, _ in decisions(tree)[label]]
                assert any(name in str(error.value) for name in named), (seed, str(error.value))
            else:
                compare_payoffs(seed, tree, name)
        if count_strategies(tree) <= MOST_STRATEGIES:
            compare_with_all_strategies(seed, tree)


def compare_payoffs(seed: int, tree: Tree, rule: str) -> None:
    """Also where another self chose before, if the same choice leads to all members of an information set."""
    plan = Plan(built(tree), rule=RULES[rule])
    payoffs = {s: plan.payoff(self=s) for s in SELVES}
    for goal in random_goals(seed, tree, 5):
        solution = Solution(tree, rule, goal)
        for s in SELVES:
            assert evaluate(payoffs[s], written(goal)) == solution.payoff(tree, s), f"tree {seed}, {rule}\n{plan.tree}"


def compare_with_all_strategies(seed: int, tree: Tree) -> None:
    plan, choices = Plan(built(tree), rule=Resolute()), lotteries(tree)
    planner = str(tree.get("chooser", NOW))
    whole = plan.payoff(self=planner)
    free = "options" in tree and tree["policy"] is None
    options = {o: (plan.value(o), plan.best(o)) for o in plan.options} if free else {}
    for goal in random_goals(seed, tree, GOALS):
        value, by_option = resolute(choices, goal, planner)
        named = written(goal)
        assert evaluate(whole, named) == value, f"tree {seed} at {named}\n{plan.tree}"
        for o, (worth, best) in options.items():
            assert evaluate(worth, named) == by_option[o], f"tree {seed}, {o} at {named}\n{plan.tree}"
            assert holds(best, named) is (by_option[o] == value), f"tree {seed}, best({o}) at {named}\n{plan.tree}"


# --- strategies and lotteries -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("maker", [random_tree, forgetful_tree])
def test_strategies_bring_about_all_lotteries(maker: Callable[[int], Tree]) -> None:
    for seed in range(120):
        tree = maker(seed)
        if count_strategies(tree) > 500:
            continue
        plan = Plan(built(tree), rule=Resolute())
        labels = {label for label, members in decisions(tree).items() if members[0][0]["policy"] is None}
        strategies = list(plan.strategies())
        assert len({tuple(sorted(s.items())) for s in strategies}) == len(strategies)
        assert all(set(s) <= labels for s in strategies)
        ours = {tuple(sorted(plan.lottery(s).items())) for s in strategies}
        naive = {tuple(sorted(induced(tree, s)[0].items())) for s in pure_strategies(tree)}
        assert {tuple((w, q) for w, q in lottery if q) for lottery in ours} == naive


def test_strategies_are_reduced() -> None:
    """What a strategy itself rules out is not part of it."""
    later = {o: {"world": o, "cost": Fraction(0)} for o in ("x", "y")}
    inner = {"name": "later", "options": later, "chooser": NOW, "label": "later", "ties": "best", "policy": None}
    stop = {"world": "z", "cost": Fraction(0)}
    tree = {**inner, "name": "root", "label": "root", "options": {"stop": stop, "go": inner}}
    found = [dict(s) for s in Plan(built(tree), rule=Resolute()).strategies()]
    assert found == [{"root": "stop"}, {"root": "go", "later": "x"}, {"root": "go", "later": "y"}]


def test_randomised_strategies() -> None:
    for seed in range(60):
        tree = random_tree(seed)
        labels = {label: m[0][0] for label, m in decisions(tree).items() if m[0][0]["policy"] is None}
        if not labels or count_strategies(tree) > 500:
            continue
        weights = {
            label: {o: Fraction(1, len(node["options"])) for o in node["options"]} for label, node in labels.items()
        }
        for goal in random_goals(seed, tree, 2):
            mean = sum(expected((induced(tree, s)[0], Fraction(0)), goal, NOW) for s in pure_strategies(tree))
            ours = Plan(built(tree), rule=Resolute()).lottery(weights)
            assert sum(q * goal[NOW, w] for w, q in ours.items()) * count_strategies(tree) == mean
