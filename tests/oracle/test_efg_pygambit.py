"""Gambit's own reader is the oracle: every game of the catalogue in pygambit's wheel, for each of its players."""

import io
import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import pygambit
import pytest

from decision import Decision, InvalidValue, Outcome, Plan, Resolute, Sophisticated
from decision.interop.efg import EfgGame, from_efg, to_efg
from decision.interop.efg_format import parse
from decision.language.evaluate import evaluate
from decision.problems.tree import Node
from tests.oracle.random_trees import single_minded_tree
from tests.oracle.test_trees import built

CATALOGUE = Path(pygambit.__file__).parent / "catalog_data"
FILES = sorted(CATALOGUE.rglob("*.efg"))
GAMES = [(path, k) for path in FILES for k in range(len(parse(path.read_text()).players))]
IDS = [f"{path.relative_to(CATALOGUE).with_suffix('')}-{k + 1}" for path, k in GAMES]

Path_ = tuple[str, ...]


def read(path: Path, k: int) -> EfgGame:
    """Return the game for its k-th player; all others are uniformly random."""
    text = path.read_text()
    players = parse(text).players
    return from_efg(text, player=players[k], fixed={p: "uniform" for p in players if p != players[k]})


def walked(tree: Node) -> dict[Path_, tuple[Node, Fraction]]:
    """Return every node by the branches that lead to it, with its probability when choices are uniform too."""
    found: dict[Path_, tuple[Node, Fraction]] = {}
    stack: list[tuple[Path_, Node, Fraction]] = [((), tree, Fraction(1))]
    while stack:
        path, node, weight = stack.pop()
        found[path] = node, weight
        if isinstance(node, Decision):
            stack += [((*path, o), c, weight / len(node.options)) for o, c in node.branches]
        elif not isinstance(node, Outcome):
            stack += [((*path, b), c, weight * p) for b, p, c in node.branches]
    return found


def exact(number: Any) -> Fraction:
    return (
        Fraction(int(number.numerator), int(number.denominator)) if hasattr(number, "numerator") else Fraction(number)
    )


def test_the_wheel_carries_the_catalogue() -> None:
    assert len(FILES) >= 30


@pytest.mark.parametrize(("path", "k"), GAMES, ids=IDS)
def test_every_node_probability_and_payoff_is_gambits(path: Path, k: int) -> None:
    game, theirs = read(path, k), pygambit.read_efg(path)
    profile = theirs.mixed_behavior_profile(rational=True)
    ours = walked(game.tree)
    assert {tuple(h.actions): exact(p) for h, p in profile.realiz_probs} == {h: p for h, (_, p) in ours.items()}
    values = {tuple(h.actions): exact(v) for h, v in profile.history_values[list(theirs.players)[k]]}
    for history, (node, _) in ours.items():
        if isinstance(node, Outcome):
            assert game.goal[node.name] == values[history]


@pytest.mark.parametrize(("path", "k"), GAMES, ids=IDS)
def test_information_sets_are_gambits(path: Path, k: int) -> None:
    game, theirs = read(path, k), pygambit.read_efg(path)
    ours: dict[str, set[Path_]] = {}
    for history, (node, _) in walked(game.tree).items():
        if isinstance(node, Decision):
            ours.setdefault(node.label, set()).add(history)
    sets = [
        {tuple(m.actions) for m in theirs.get_members(pygambit.H.path(*first.actions))}
        for first in theirs.get_infosets(list(theirs.players)[k])
    ]
    assert sorted(map(sorted, ours.values())) == sorted(map(sorted, sets))
    below = [members for members in sets if any(a != b and b[: len(a)] == a for a in members for b in members)]
    assert len(game.absent_minded) == len(below)


@pytest.mark.parametrize(("path", "k"), GAMES, ids=IDS)
def test_a_uniform_strategy_is_worth_what_gambit_says(path: Path, k: int) -> None:
    game, theirs = read(path, k), pygambit.read_efg(path)
    sets = {n.label: n.options for n in game.tree.nodes() if isinstance(n, Decision)}
    uniform = {label: {o: Fraction(1, len(options)) for o in options} for label, options in sets.items()}
    lottery = Plan(game.tree, rule=Resolute()).lottery(uniform)
    payoffs = dict(theirs.mixed_behavior_profile(rational=True).payoffs)
    assert sum(p * game.goal[w] for w, p in lottery.items()) == exact(payoffs[list(theirs.players)[k]])


@pytest.mark.parametrize(("path", "k"), GAMES, ids=IDS)
def test_what_we_write_gambit_and_we_read_as_before(path: Path, k: int) -> None:
    game = read(path, k)
    text = to_efg(game.tree, game.goal, title=game.title, player=game.player)
    again = from_efg(text)
    assert (again.tree, again.goal, again.title, again.player) == (game.tree, game.goal, game.title, game.player)
    theirs = pygambit.read_efg(io.StringIO(text)).mixed_behavior_profile(rational=True)
    ours = {history: weight for history, (_, weight) in walked(game.tree).items()}
    assert {tuple(h.actions): exact(p) for h, p in theirs.realiz_probs} == ours


@pytest.mark.parametrize("path", FILES, ids=[str(p.relative_to(CATALOGUE).with_suffix("")) for p in FILES])
def test_two_players_who_choose_are_refused(path: Path) -> None:
    text = path.read_text()
    if len(parse(text).players) == 1:
        assert from_efg(text).tree == read(path, 0).tree
    else:
        with pytest.raises(InvalidValue, match=r"\(line \d+\); a tree has one agent"):
            from_efg(text)


def test_the_absent_minded_driver_is_recognised() -> None:
    game = from_efg((CATALOGUE / "journals/geb/gilboa1997/fig1.efg").read_text())
    assert game.absent_minded == (("Player 1, set 1 (1)", "Player 1, set 1 (2)"),)
    with pytest.raises(InvalidValue, match="absent-minded"):
        Plan(game.tree, rule=Sophisticated())
    plan = Plan(game.tree, rule=Resolute(strategies="mixed"))
    third = plan.lottery({"Player 1, set 1": {"B": "2/3", "E": "1/3"}})  # the optimum, worth 4/3
    assert sum(p * game.goal[w] for w, p in third.items()) == Fraction(4, 3)


@pytest.mark.parametrize("seed", range(40))
def test_gambit_reads_our_trees_as_we_mean_them(seed: int) -> None:
    tree = built(single_minded_tree(seed))
    goal = {n.name: Fraction(random.Random(seed).randint(-9, 9), 7) for n in tree.nodes() if isinstance(n, Outcome)}
    theirs = pygambit.read_efg(io.StringIO(to_efg(tree, goal)))
    profile = theirs.mixed_behavior_profile(rational=True)
    assert exact(dict(profile.payoffs)["agent"]) == _uniform(tree, goal)


def _uniform(tree: Node, goal: dict[str, Fraction]) -> Fraction:
    """Return what a tree is worth when every choice without a policy is uniformly random."""
    if isinstance(tree, Outcome):
        return goal[tree.name] - tree.cost
    if not isinstance(tree, Decision):
        return sum((p * _uniform(c, goal) for _, p, c in tree.branches), Fraction(0))
    policy = dict(tree.policy) if tree.policy else {o: Fraction(1, len(tree.options)) for o in tree.options}
    return sum((p * _uniform(tree.child(o), goal) for o, p in policy.items()), Fraction(0))


@pytest.mark.parametrize("seed", range(40))
def test_what_is_written_is_worth_as_much_when_read(seed: int) -> None:
    tree = built(single_minded_tree(seed))
    source = random.Random(f"goal {seed}")
    goal = {n.name: Fraction(source.randint(-9, 9), 7) for n in tree.nodes() if isinstance(n, Outcome)}
    game = from_efg(to_efg(tree, goal))
    for rule in (Resolute(), Sophisticated()):
        before, after = Plan(tree, rule=rule).value(), Plan(game.tree, rule=rule).value()
        assert evaluate(before, goal) == evaluate(after, game.goal)
