"""The `.efg` reader and writer on files typed by hand, edge by edge."""

import time
from fractions import Fraction
from typing import Any

import pytest

from decision import Chance, Decision, InvalidType, InvalidValue, Outcome, Plan, Resolute, Sophisticated, UnknownName
from decision.interop.efg import from_efg, to_efg
from decision.interop.efg_format import parse
from decision.problems.tree import Node

F = Fraction

BET = """
EFG 2 R "A bet" { "Ann" }
"She may bet."

p "now" 1 1 "" { "bet" "not" } 0
c "coin" 1 "" { "heads" 1/3 "tails" 2/3 } 0
t "" 1 "rich" { 2.50 }
t "" 2 "poor" { -1e-1 }
t "" 3 "even" { 0 }
"""

ENTRY = """EFG 2 R "Entry" { "Entrant" "Incumbent" }
p "" 1 1 "" { "in" "out" } 0
p "" 2 1 "entered" { "fight" "share" } 0
t "" 1 "war" { -1, -1 }
t "" 2 "peace" { .5, 1 }
t "" 3 "monopoly" { 0, 2 }
"""

POKER = """EFG 2 R "Poker" { "Professor" "Student" }
c "" 1 "" { "King" 1/2 "Queen" 1/2 } 0
p "" 1 1 "" { "Bet" "Fold" } 0
p "" 2 1 "" { "Call" "Fold" } 0
t "" 1 "won" { 2 -2 }
t "" 2 "won little" { 1 -1 }
t "" 3 "folded" { -1 1 }
p "" 1 2 "" { "Bet" "Fold" } 0
p "" 2 1 0
t "" 4 "lost" { -2 2 }
t "" 2
t "" 3
"""

DRIVER = """EFG 2 R "Driver" { "Driver" }
p "first" 1 1 "crossing" { "go on" "exit" } 0
p "second" 1 1 "crossing" { "go on" "exit" } 0
t "" 1 "motel" { 1 } t "" 2 "home" { 4 } t "" 3 "lost" { 0 }
"""


# --- reading ----------------------------------------------------------------------------------------------------------


def test_a_one_player_game_is_a_tree_and_a_goal() -> None:
    game = from_efg(BET)
    coin = Chance("coin", {"heads": ("1/3", Outcome("rich")), "tails": ("2/3", Outcome("poor"))})
    assert game.tree == Decision("now", {"bet": coin, "not": Outcome("even")})
    assert game.goal == {"rich": F(5, 2), "poor": F(-1, 10), "even": 0}
    assert (game.title, game.comment, game.player, game.absent_minded) == ("A bet", "She may bet.", "Ann", ())


def test_payoffs_decide_as_a_goal() -> None:
    game = from_efg(BET)
    assert Plan(game.tree, rule=Sophisticated()).chosen(game.goal) == {"now": ("bet",)}


def test_all_white_space_is_alike() -> None:
    assert from_efg(" ".join(BET.split())).tree == from_efg(BET).tree
    assert from_efg(BET.replace(" ", "\r\n\t")).goal == from_efg(BET).goal


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("0.1", F(1, 10)), (".5", F(1, 2)), ("3.", F(3)), ("-2/6", F(-1, 3)), ("+7", F(7)), ("1e3", F(1000)),
        ("2.5E-2", F(1, 40)), ("0.333333333333333333333333", F(333333333333333333333333, 10**24)),
    ],
)  # fmt: skip
def test_numbers_are_exact(written: str, meant: Fraction) -> None:
    text = f'EFG 2 R "" {{ "A" }} t "" 1 "w" {{ {written} }}'
    assert from_efg(text).goal == {"w": meant}
    assert from_efg(to_efg(Outcome("w"), {"w": meant})).goal == {"w": meant}


def test_decimal_probabilities_are_exact() -> None:
    text = 'EFG 2 D "" { "A" } c "" 1 "" { "a" 0.1 "b" .2 "c" 7/10 } 0 t "" 0 t "" 0 t "" 0'
    tree = from_efg(text).tree
    assert isinstance(tree, Chance)
    assert [p for _, p, _ in tree.branches] == [F(1, 10), F(1, 5), F(7, 10)]
    assert '"a" 1/10 "b" 1/5 "c" 7/10' in to_efg(tree, {"no outcome": 0})


def test_a_fixed_player_is_nature() -> None:
    game = from_efg(ENTRY, fixed={"Incumbent": {"entered": {"fight": "1/3", "share": "2/3"}}})
    entered = Chance("entered", {"fight": ("1/3", Outcome("war")), "share": ("2/3", Outcome("peace"))})
    assert game.tree == Decision("Entrant, set 1", {"in": entered, "out": Outcome("monopoly")})
    assert game.goal == {"war": -1, "peace": F(1, 2), "monopoly": 0}


def test_an_information_set_may_be_named_by_its_number() -> None:
    by_name = from_efg(POKER, fixed={"Student": {"Student, set 1": "uniform"}})
    assert from_efg(POKER, fixed={"Student": {1: "uniform"}}).tree == by_name.tree
    assert from_efg(POKER, fixed={"Student": "uniform"}).tree == by_name.tree


def test_what_a_fixed_player_never_does_is_left_out() -> None:
    game = from_efg(ENTRY, fixed={"Incumbent": {"entered": {"share": 1}}})
    assert game.goal == {"peace": F(1, 2), "monopoly": 0}


def test_every_player_can_be_the_agent() -> None:
    professor = from_efg(POKER, player="Professor", fixed={"Student": "uniform"})
    student = from_efg(POKER, player="Student", fixed={"Professor": "uniform"})
    assert student.goal == {w: -q for w, q in professor.goal.items()}
    assert {n.information for n in student.tree.nodes() if isinstance(n, Decision)} == {"Student, set 1"}
    assert {n.information for n in professor.tree.nodes() if isinstance(n, Decision)} == {None}


def test_a_player_who_only_receives_may_be_the_agent() -> None:
    text = ENTRY.replace('p "" 2 1', 'p "" 1 2')
    game = from_efg(text, player="Incumbent", fixed={"Entrant": "uniform"})
    assert game.goal == {"war": -1, "peace": 1, "monopoly": 2}
    assert not any(isinstance(n, Decision) for n in game.tree.nodes())
    assert from_efg(text).player == "Entrant"
    with pytest.raises(InvalidValue, match="nobody chooses among 'A', 'B' who is not fixed"):
        from_efg('EFG 2 R "" { "A" "B" } t "" 1 "w" { 1 2 }')
    assert from_efg('EFG 2 R "" { "A" "B" } t "" 1 "w" { 1 2 }', player="B").goal == {"w": 2}


def test_an_absent_minded_player_is_recognised_and_the_nodes_named() -> None:
    game = from_efg(DRIVER)
    assert game.absent_minded == (("first", "second"),)
    assert str(game).endswith("absent-minded at first, second")
    with pytest.raises(InvalidValue, match="absent-minded"):
        Plan(game.tree, rule=Sophisticated())
    assert Plan(game.tree, rule=Resolute()).lottery({"crossing": {"go on": "2/3", "exit": "1/3"}}) == {
        "motel": F(4, 9),
        "home": F(2, 9),
        "lost": F(1, 3),
    }


def test_payoffs_on_the_way_add_up_to_a_world_of_their_own() -> None:
    text = """EFG 2 R "" { "A" }
    p "" 1 1 "" { "work" "rest" } 1 "salary" { 10 }
    p "" 1 2 "" { "save" "spend" } 2 "tired" { -3 }
    t "" 0
    t "" 3 "fun" { 1/2 }
    t "" 0"""
    game = from_efg(text)
    assert game.goal == {"salary + tired": 7, "salary + tired + fun": F(15, 2), "salary": 10}


def test_ends_with_one_outcome_are_one_world() -> None:
    worlds = [n for n in from_efg(POKER, fixed={"Student": "uniform"}).tree.nodes() if isinstance(n, Outcome)]
    assert sum(n.name == "folded" for n in worlds) == 2


def test_missing_and_equal_names_are_made_different() -> None:
    text = """EFG 2 R "" { "" "" }
    c "" 1 "" { "" 1/2 "x:y" 1/4 "x:y" 1/4 } 0
    p "a" 1 1 "" { "l" "l" } 0 t "" 1 "" { 1 0 } t "" 2 "w" { 2 0 }
    p "" 1 2 "" { "l" } 0 t "" 3 "w" { 3 0 }
    p "" 1 2 0 t "" 0"""
    game = from_efg(text)
    assert game.player == "_1"
    assert isinstance(game.tree, Chance)
    assert [(b, c.name) for b, _, c in game.tree.branches] == [
        ("_1", "a"), ("x.y_1", "_1, set 2 (1)"), ("x.y_2", "_1, set 2 (2)"),
    ]  # fmt: skip
    assert game.goal == {"outcome 1": 1, "w (1)": 2, "w (2)": 3, "no outcome": 0}
    second = game.tree.branches[1][2]
    assert isinstance(second, Decision)
    assert second.information == "_1, set 2"


def test_quotation_marks_and_other_signs_in_names() -> None:
    text = 'EFG 2 R "the \\"game\\"\n of $x^2$" { "A {1}, \\alpha" } t "" 1 "w } 0" { 1 }'
    game = from_efg(text)
    assert (game.title, game.player) == ('the "game"\n of $x^2$', "A {1}, \\alpha")
    assert game.goal == {"w } 0": 1}


def test_a_deep_game_needs_no_recursion() -> None:
    size = 5000
    nodes = "\n".join(f'p "" 1 {k} "" {{ "stop" "go" }} 0\nt "" 1 "s" {{ 0 }}' for k in range(1, size + 1))
    text = f'EFG 2 R "" {{ "A" }}\n{nodes}\nt "" 2 "end" {{ 1 }}'
    start = time.perf_counter()
    game = from_efg(text)
    again = from_efg(to_efg(game.tree, game.goal))
    assert again.tree == game.tree
    assert time.perf_counter() - start < 10  # a second on a quiet machine; quadratic reading would take minutes
    assert len(game.tree.nodes()) > size


def test_a_deep_absent_minded_game_is_recognised() -> None:
    nodes = "".join('p "" 1 1 "" { "stop" "go" } 0 t "" 1 "s" { 0 } ' for _ in range(300))
    game = from_efg(f'EFG 2 R "" {{ "A" }} {nodes} t "" 1')
    assert [len(names) for names in game.absent_minded] == [300]


# --- refused ----------------------------------------------------------------------------------------------------------

HEAD = 'EFG 2 R "" { "A" "B" }\n'
END = 't "" 1 "w" { 1 0 }\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: found the end of the file; expected here: a file starts with EFG 2 R"),
        ("NFG 1 R", "line 1: found NFG 1 R; a file starts with EFG 2 R"),
        ('EFG 2 R "x', "line 1: found a quotation mark that nothing closes"),
        (HEAD, "line 2: found the end of the file; nodes are missing, 1 or more: the file seems to be cut short"),
        (HEAD + 'p "" 1 1 "" { "l" "r" } 0\n' + END, "line 4: .*; nodes are missing, 1 or more"),
        (HEAD + 'p "" 1 1 "" { "l" ', "line 2: found the end of the file; expected here: name of an action"),
        (HEAD + 'p "" 3 1 "" { "l" } 0\n' + END, "line 2: found player 3; the file has 2 players"),
        (HEAD + 'p "" 0 1 "" { "l" } 0\n' + END, "line 2: found player 0"),
        (HEAD + 'p "" 1 1 "" { } 0\n', "line 2: found no action"),
        (HEAD + 'p "" 1 1 0\n', "line 2: found 0; information set 1 is new"),
        (HEAD + 'p "" 1 1 "" { "l" } 0\np "" 1 1 "" { "r" } 0\n' + END, "line 3: found information set 1 with other"),
        (HEAD + 'c "" 1 "" { "h" 1/2 "t" 1/3 } 0\n' + END, "line 2: found probabilities 1/2, 1/3 with sum 5/6"),
        (HEAD + 'c "" 1 "" { "h" 0.1 "t" 0.899999999 } 0\n' + END, "line 2: found probabilities .* sum 999999999/"),
        (HEAD + 'c "" 1 "" { "h" 3/2 "t" -1/2 } 0\n' + END, "line 2: found probabilities 3/2, -1/2 with sum 1"),
        (HEAD + 'c "" 1 "" { "h" "t" } 0\n' + END, 'line 2: found "t"; expected here: probability'),
        (HEAD + 'c "" 1 "" { "h" 1/0 } 0\n' + END, "line 2: found 1/0"),
        (HEAD + 't "" 1 "w" { 1 }\n', "line 2: found 1 payoffs; there is one for each of 2 players"),
        (HEAD + 't "" 1\n', "line 2: found outcome 1; it is new"),
        (HEAD + 't "" 0 "w" { 1 0 }\n', "line 2: found outcome 0 with payoffs"),
        (HEAD + 't "" -1 "w" { 1 0 }\n', "line 2: found -1; the number of the outcome is a whole number"),
        (HEAD + 'p "" 1 1 "" { "l" "r" } 0\n' + END + 't "" 1 "w" { 2 0 }', "line 4: found outcome 1 with other"),
        (HEAD + END + "\n\n" + END, "line 5: found t; the last action has its node already"),
        (HEAD + 'x "" 1', "line 2: found x; a node is of kind c, p or t"),
        (HEAD + 't "" 1 "w" { 1e9999999 0 }', "line 2: found 1e9999999; expected here: payoff"),
        (HEAD + f't "" 1 "w" {{ {"9" * 5000} 0 }}', "line 2: .* finite number of at most 4300 digits"),
        ('EFG 2 R "" { } t "" 1 "w" { }', "line 1: found t; the list of players before it is empty"),
        (HEAD.replace('"B"', "B") + END, "line 1: found B; expected here: name of a player"),
    ],
)  # fmt: skip
def test_what_is_not_a_game_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(InvalidValue, match=message):
        from_efg(text)


@pytest.mark.parametrize("size", range(0, len(POKER) - 2, 7))
def test_a_file_cut_short_anywhere_is_refused(size: int) -> None:
    with pytest.raises(InvalidValue, match=r"line \d+"):
        parse(POKER[:size])


def test_a_second_player_who_chooses_has_to_be_fixed() -> None:
    with pytest.raises(InvalidValue, match=r"'Student' \(line 4\); a tree has one agent.*fixed=\{'Student'"):
        from_efg(POKER)
    with pytest.raises(InvalidValue, match=r"besides 'Student': 'Professor' \(line 3\)"):
        from_efg(POKER, player="Student")


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"player": "Dean"}, UnknownName, "player = 'Dean' is unknown; it must be one of 'Professor', 'Student'"),
        ({"fixed": {"Dean": "uniform"}}, UnknownName, "player in fixed = 'Dean' is unknown"),
        ({"fixed": {"Student": "uniform", "Professor": "uniform"}}, InvalidValue, "nobody chooses among 'Professor'"),
        ({"player": "Student", "fixed": {"Student": "uniform"}}, InvalidValue, "'Student' is fixed too"),
        ({"fixed": {"Student": {2: "uniform"}}}, UnknownName, "information set of 'Student' = '2' is unknown"),
        ({"fixed": {"Student": {}}}, InvalidValue, "says nothing of 'Student, set 1'"),
        ({"fixed": {"Student": {1: {"Raise": 1}}}}, UnknownName, "action of 'Student' at 'Student, set 1' = 'Raise'"),
        ({"fixed": {"Student": {1: {"Call": "1/2"}}}}, InvalidValue, "sum to 1/2, not 1"),
        ({"fixed": {"Student": {1: {"Call": 0.5, "Fold": 0.5}}}}, InvalidType, "is a float"),
        ({"fixed": {"Student": {1: "Call"}}}, InvalidType, "write 'uniform' or"),
        ({"fixed": {"Student": 1}}, InvalidType, "strategy of 'Student' = 1"),
        ({"fixed": ["Student"]}, InvalidType, "fixed = \\['Student'\\]"),
    ],
    ids=lambda x: "" if isinstance(x, dict | type) else x[:40],
)
def test_wrong_strategies_are_refused(options: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        from_efg(POKER, **options)


def test_the_text_is_wanted_not_the_path() -> None:
    with pytest.raises(InvalidType, match="read_text"):
        from_efg(b"EFG")  # type: ignore[arg-type]


# --- writing ----------------------------------------------------------------------------------------------------------


def two(name: str, *worlds: str, **rest: Any) -> Decision:
    return Decision(name, {w: Outcome(w) for w in worlds}, **rest)


def test_an_unforeseen_choice_is_written_as_chance() -> None:
    tree = Decision("now", {"a": two("then", "x", "y", policy={"y": 1}, chooser="changed"), "b": Outcome("b")})
    text = to_efg(tree, {"y": 1, "b": 2})
    assert 'c "then" 1 "" { "y" 1 } 0' in text
    assert from_efg(text).goal == {"y": 1, "b": 2}


def test_costs_are_part_of_what_is_paid() -> None:
    tree = Decision("now", {"a": Outcome("w", cost="1/2"), "b": Outcome("w"), "c": Outcome("w", cost=-1)})
    assert from_efg(to_efg(tree, {"w": 1})).goal == {"w - 1/2": F(1, 2), "w": 1, "w + 1": 2}


def test_members_of_a_set_list_their_options_alike() -> None:
    left = Decision("l", {"x": Outcome("lx"), "y": Outcome("ly")}, information="I")
    right = Decision("r", {"y": Outcome("ry"), "x": Outcome("rx")}, information="I")
    text = to_efg(Chance("coin", {"a": ("1/2", left), "b": ("1/2", right)}), dict.fromkeys(["lx", "ly", "rx", "ry"], 0))
    assert text.count('1 1 "I" { "x" "y" } 0') == 2
    assert text.index('"rx"') < text.index('"ry"')


def test_a_node_in_several_places_is_written_for_each() -> None:
    shared = two("later", "x", "y")
    text = to_efg(Decision("now", {"a": shared, "b": shared}), {"x": 1, "y": 2})
    assert ('p "later (1)" 1 2 ""' in text, 'p "later (2)" 1 3 ""' in text) == (True, True)


def growing(depth: int) -> Node:
    node: Node = Outcome("w")
    for k in range(depth):
        node = Decision(f"d{k}", {"a": node, "b": node})
    return node


@pytest.mark.parametrize(
    ("tree", "error", "message"),
    [
        (two("now", "a", "b", chooser="changed"), InvalidValue, "chooser = 'changed' at 'now'.*give the node a policy"),
        (two("now", "a", "c"), InvalidValue, "gives no utility to 'c'"),
        (two("now", "a\\", "b"), InvalidValue, "has a backslash"),
        (growing(30), InvalidValue, "more than 100000 nodes"),
        ("tree", InvalidType, "write a tree"),
    ],
    ids=["other-self", "no-utility", "backslash", "too-large", "no-tree"],
)
def test_what_a_file_cannot_hold_is_refused(tree: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        to_efg(tree, {"a": 1, "b": 2, "w": 0, "a\\": 0})


def test_a_symbolic_probability_is_refused() -> None:
    from sympy import Symbol

    p = Symbol("p")
    tree = Chance("coin", {"a": (p, Outcome("a")), "b": (1 - p, Outcome("b"))})
    with pytest.raises(InvalidType, match=r"tree\.substitute"):
        to_efg(tree, {"a": 1, "b": 0})
