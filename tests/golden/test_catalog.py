"""The catalogue: every entry loads, and an independent decision procedure agrees with every small expectation."""

from __future__ import annotations

from itertools import permutations

import pytest

from decision import MDP
from decision.catalog.load import entries, entry, read_entry
from decision.catalog.problem import PARADIGMS
from decision.catalog.processes import process_text
from decision.errors import DecisionError
from decision.goals.claims import claims
from decision.language.serial import claim_to_json
from decision.report.answers import answer
from decision.report.page import page
from decision.report.python import python_lines
from decision.verdict import Evidence, Status
from tests.oracle import OracleRefusal, decide_by_enumeration

CELLS = [c for e in entries() for c in e.cells]


def test_the_catalogue_is_large_and_covers_every_paradigm():
    assert len(entries()) >= 16
    assert len(CELLS) >= 60
    assert {e.paradigm for e in entries()} == set(PARADIGMS)
    assert {Status.HOLDS, Status.FAILS} <= {c.expect for c in CELLS}


def test_ids_are_unique():
    assert len({c.id for c in CELLS}) == len(CELLS)


@pytest.mark.parametrize("cell", CELLS, ids=lambda c: c.id)
def test_cell_is_well_formed(cell):
    cell.check()
    assert cell.expect is not None
    assert cell.grade >= (Evidence.THEOREM if cell.law is None else Evidence.SOLVER)
    assert cell.provenance.startswith(("derived: ", "stated in source"))


@pytest.mark.parametrize("one", entries(), ids=lambda e: e.id)
def test_no_two_cells_of_a_thesis_assume_the_same(one):
    for statement in one.statements:
        labels = [c.label for c in statement.cells]
        assert len(set(labels)) == len(labels)


def by_enumeration(cell):
    """Status by the oracle, or None where the claim is too large for it or outside its class."""
    if cell.law is not None:
        return None
    verdicts = []
    for claim in claims(cell.thesis, cell.assumptions, outcomes=cell.outcomes):
        try:
            verdicts.append(decide_by_enumeration(claim_to_json(claim), max_cells=2000).verdict)
        except OracleRefusal:
            verdicts.append(None)
    if "FAILS" in verdicts:
        return Status.FAILS
    return Status.HOLDS if set(verdicts) == {"HOLDS"} else None


LARGE = "gallow2024/keep_or_change/"  # nine utilities: seconds for each cell


@pytest.mark.parametrize(
    "cell",
    [pytest.param(c, marks=pytest.mark.slow) if c.id.startswith(LARGE) else c for c in CELLS],
    ids=lambda c: c.id,
)
def test_expectation_agrees_with_enumeration(cell):
    found = by_enumeration(cell)
    assert found in (None, cell.expect)


def test_enumeration_reaches_both_answers():
    reached = {by_enumeration(c) for e in ("gallow2024/skew", "omohundro2008/acquire_nested") for c in entry(e).cells}
    assert {Status.HOLDS, Status.FAILS} <= reached


@pytest.mark.parametrize("cell", CELLS, ids=lambda c: c.id)
def test_python_lines_state_the_same_thesis_and_assumptions(cell):
    *lines, _decide, _show = python_lines(cell).splitlines()
    given = _decide.removeprefix("verdict = decide(thesis, ")
    namespace: dict[str, object] = {}
    exec("\n".join(lines), namespace)
    exec(f"arguments = dict({given}", namespace)
    assert repr(namespace["thesis"]) == repr(cell.thesis)
    assert repr(tuple(namespace["arguments"]["given"])) == repr(cell.assumptions)


@pytest.mark.parametrize(
    "cell",
    [
        "turner2021/wait/luck/1",
        "gallow2024/unforeseen_change/half/1",
        "gallow2024/skew/half/3",
        "turner2021/terminal_reward/once/1",
    ],
)
def test_python_lines_run_and_reach_the_expected_verdict(cell, capsys):
    one = next(c for c in CELLS if c.id == cell)
    exec(python_lines(one), {})
    assert capsys.readouterr().out.startswith(f"{one.expect.value}: ")


def test_sequential_entries_cover_every_paradigm():
    sequential = [e for e in entries() if e.problem.plans]
    assert len(sequential) >= 14
    assert {e.paradigm for e in sequential} == set(PARADIGMS)


@pytest.mark.parametrize("one", [e for e in entries() if e.problem.plans], ids=lambda e: e.id)
def test_trees_are_small_and_all_of_them_are_used(one):
    problem = one.problem
    assert all(len(tree.nodes()) <= 40 for tree in problem.planned.values())
    assert {id(p.tree) for n in problem.plans if (p := problem.scope[n])} == {id(t) for t in problem.planned.values()}
    text = "\n".join(python_lines(c) for c in one.cells)
    assert [n for n in problem.texts if f"\n{n} = " not in text] == []


PROCESSES = [e for e in entries() if e.problem.mdps]


def test_decision_processes_are_in_every_paradigm_of_optimal_policies():
    assert len(PROCESSES) >= 16
    assert {e.paradigm for e in PROCESSES} >= {
        "power-seeking",
        "practical behaviour",
        "goal preservation and alignment",
        "harnessing convergence",
    }
    criteria = {word for e in PROCESSES for c in e.cells for word in ("blackwell", "average") if word in c.thesis_text}
    assert criteria == {"blackwell", "average"}


@pytest.mark.parametrize("one", PROCESSES, ids=lambda e: e.id)
def test_decision_processes_are_small_and_all_of_them_are_used(one):
    texts = "\n".join(python_lines(c) for c in one.cells)
    for name, mdp in one.problem.processes.items():
        assert len(mdp.states) <= 16
        assert f"\n{name} = MDP(" in texts
        assert len(process_text(mdp).splitlines()) == len(mdp.states)


def test_the_page_shows_processes_a_state_a_line():
    one = entry("turner2021/terminal_reward")
    shown = page([one], {c.id: answer(c) for c in one.cells}, "", {})
    assert "<figcaption>once: discount 9/10</figcaption>" in shown
    assert "start  quit → off;  work → job\njob    stay → job\noff    ends, paid once</pre>" in shown


def best_actions(mdp, goal, discount):
    """Optimal actions in every state, by exact policy iteration: nothing is shared with the events of the claims."""
    return mdp.at_discount(discount).solve(goal).actions


def test_the_frozen_lake_is_that_of_gymnasium():
    import gymnasium

    env = gymnasium.make("FrozenLake-v1", is_slippery=False)
    actions = ["left", "down", "right", "up"]
    theirs = MDP.from_gymnasium(env, discount="9/10", terminal="forever", actions=actions)
    ours = entry("turner2022/frozen_lake").problem.processes["mdp"]
    assert ours.terminal == theirs.terminal
    assert {s: set(ours.actions(s)) for s in ours.states} == {s: set(theirs.actions(s)) for s in theirs.states}
    assert all(ours.row(s, a) == theirs.row(s, a) for s in ours.states for a in ours.actions(s))


RELABELLED = [  # goal of nil, lL, lNW, lSW, rR, rNE, rSE; discounts; places where up, left and right are optimal
    ((0, 0, 1, 1, 1, 1, 1), ("1/10", "9/10", "999/1000"), (15, 10, 14)),
    ((1, 0, 0, 0, 0, 0, 0), ("1/10", "9/10", "999/1000"), (1, 3, 3)),
    ((0, *(-(10 ** (5 * k)) for k in range(6))), ("9/10",), (2436, 1008, 1596)),
]


@pytest.mark.parametrize(("rewards", "discounts", "counts"), RELABELLED)
def test_counts_that_the_case_study_is_argued_by(rewards, discounts, counts):
    mdp = entry("turner2021/right_up").problem.processes["mdp"]
    states = [s for s in mdp.states if s != "star"]
    for discount in discounts:
        found = [0, 0, 0]
        for row in set(permutations(rewards)):
            actions = best_actions(mdp, {"star": 0, **dict(zip(states, row, strict=True))}, discount)["star"]
            found = [n + (a in actions) for n, a in zip(found, ("up", "left", "right"), strict=True)]
        assert tuple(found) == counts


GOOD = """
title = "t"
paradigm = "power-seeking"
source = "Good1967"
claims = "c"
[menus.menu]
a = {{ w = 1 }}
b = {{ x = {p}, y = "1/2" }}
[mdps.walk]
discount = {discount}
{process}
[mdps.walk.transitions]
start = {{ up = "left", down = {down} }}
left = {{ stay = "left" }}
right = {{ stay = "right" }}
[trees]
late = "{late}"
tree = "Decision('now', {{'stop': Outcome('z'), 'go': late}})"
[plans]
plan = "{plan}"
[values]
twice = "{value}"
[[theses]]
name = "half"
says = "s"
thesis = "{thesis}"
[[theses.cells]]
given = ["{given}"]
expect = "{expect}"
provenance = "derived: p"
{more}
"""
FINE = {
    "p": '"1/2"',
    "discount": '"9/10"',
    "process": 'rewards = "states"',
    "down": '{ left = "1/2", right = "1/2" }',
    "late": "Chance('coin', {'x': ('1/2', Outcome('x')), 'y': ('1/2', Outcome('y'))})",
    "plan": "Plan(tree, rule=Sophisticated())",
    "value": "2 * menu.value('a')",
    "thesis": "Pr(menu.best('a')) >= '1/2'",
    "given": "NoTies()",
    "expect": "HOLDS",
    "more": "",
}


def checked(**changes):
    for cell in read_entry(GOOD.format(**FINE | changes), "auth2000/file.toml", complete=True).cells:
        cell.check()


def test_a_good_file_is_read():
    checked()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"p": "0.5"}, r"menus\.menu: probability of 'x' .* is a float"),
        ({"p": '"1/3"'}, r"menus\.menu: .* sum to 5/6"),
        ({"discount": "0.9"}, r"mdps\.walk\.discount = 0\.9 has type float; it must be text"),
        ({"discount": '"11/10"'}, r"mdps\.walk: discount = 11/10 is not between 0 and 1"),
        ({"down": '{ left = "1/2" }'}, r"mdps\.walk: .*state 'start', action 'down' sum to 1/2"),
        ({"down": '"lft"'}, r"mdps\.walk: next state of state 'start', action 'down' = 'lft' is unknown"),
        ({"down": "3"}, r"mdps\.walk: state 'start', action 'down'"),
        ({"down": "{ left = 0.5, right = 0.5 }"}, r"mdps\.walk: .* is a float"),
        ({"process": 'reward = "states"'}, r"mdps\.walk\.reward: unknown field; .*discount, transitions, terminal"),
        ({"process": 'rewards = "goals"'}, r"mdps\.walk: rewards = 'goals' is unknown"),
        ({"process": 'horizon = "3"'}, r"mdps\.walk\.horizon = '3' has type str; it must be a whole number"),
        ({"process": 'terminal = { left = "once" }'}, r"mdps\.walk: state 'left' is terminal and has actions"),
        (
            {"thesis": "Pr(walk.optimal('start', 'stay')) >= '1/2'"},
            r"thesis: action in state 'start' = 'stay' is unknown",
        ),
        (
            {"thesis": "Pr(walk.best('start')) >= '1/2'"},
            r"thesis: .* a decision process has optimal, value, at_discount",
        ),
        (
            {"thesis": "Pr(walk.optimal('start', 'up', criterion='bias')) >= 0"},
            r"thesis: criterion = 'bias' is unknown",
        ),
        ({"late": "Outcome('x', price=1)"}, r"trees\.late: .* is not a valid call: .*'price'"),
        ({"late": "Outcome('x', cost=0.5)"}, r"trees\.late: cost of 'x' .* is a float"),
        ({"late": "u('x')"}, r"trees\.late: .* is not a tree"),
        ({"late": "Chance('coin', {'x': ('1/2', Outcome('x'))})"}, r"trees\.late: .* sum to 1/2"),
        ({"late": "Decision('late', {'x': 'x'})"}, r"trees\.late: .*write Outcome"),
        ({"late": "tree"}, r"trees\.late: the name 'tree' is unknown"),
        ({"late": "Decision('now', {'x': Outcome('x')})"}, r"plans\.plan: .*'now'"),
        ({"plan": "tree"}, r"plans\.plan: .* is not a plan"),
        ({"plan": "Plan(tree)"}, r"plans\.plan: .*missing .*'rule'"),
        ({"plan": "Plan(tree, rule=Resolute(strategies='pure'))"}, r"plans\.plan: strategies = 'pure' is unknown"),
        ({"plan": "Plan(tree, rule=Resolute()).at('later')"}, r"plans\.plan: name of a node = 'later' is unknown"),
        ({"thesis": "Pr(plan.best('wait')) >= '1/2'"}, r"thesis: .*'wait' is unknown"),
        ({"thesis": "Pr(plan.at('coin').best('x')) >= '1/2'"}, r"thesis: option = 'x': nobody chooses"),
        ({"thesis": "Pr(plan.lottery({})) >= '1/2'"}, r"thesis: 'plan\.lottery' is unknown; a plan has best"),
        ({"thesis": "Pr(tree.best('stop')) >= '1/2'"}, r"thesis: 'tree\.best' cannot be called"),
        ({"thesis": "Pr(pln.best('stop')) >= '1/2'"}, r"thesis: 'pln\.best' cannot be called"),
        ({"value": "menu.valu('a')"}, r"values\.twice: 'menu\.valu' is unknown"),
        ({"value": "Pr(u('w') > 0)"}, r"values\.twice: .* is not a value"),
        ({"thesis": "Pr(menu.best('c')) >= '1/2'"}, r"theses\[0\]\.thesis: option = 'c' is unknown"),
        ({"thesis": "menu.best('a')"}, r"theses\[0\]\.thesis: .* is not a thesis"),
        ({"thesis": "Pr(menu.best('a')) >= 0.5"}, r"theses\[0\]\.thesis: .* is a float"),
        ({"thesis": "__import__('os').getcwd()"}, r"theses\[0\]\.thesis: .*cannot be called"),
        ({"thesis": "menu.__class__"}, r"theses\[0\]\.thesis: .* is not part of the notation"),
        ({"thesis": "Pr(u('w') >= u('x') >= u('y')) >= 0"}, r"is not one comparison"),
        ({"thesis": "Pr(u('w') == u('x')) >= 0"}, r"write indifferent"),
        ({"thesis": "'a' * 9999999999"}, r"is not allowed"),
        ({"thesis": "(" * 5000}, r"theses\[0\]\.thesis"),
        ({"thesis": "Pr("}, r"is not an expression"),
        ({"given": "Exchangable()"}, r"cells\[0\]\.given\[0\]: 'Exchangable' cannot be called"),
        ({"given": "Exchangeable(3)"}, r"given\[0\]: blocks = 3 .* not a list"),
        ({"given": "u('w')"}, r"given\[0\]: .* is not an assumption"),
        ({"given": "Monotone([('v', 'w')])"}, r"cells\[0\]: .*'v' is unknown"),
        ({"expect": "TRUE"}, r"cells\[0\]\.expect = 'TRUE' is unknown"),
        ({"more": 'grad = "THEOREM"'}, r"cells\[0\]\.grad: unknown field"),
        ({"more": 'grade = "AGREED"'}, r"cells\[0\]\.grade = 'AGREED' is unknown"),
        ({"more": "= 1"}, r"not a TOML file"),
    ],
    ids=lambda x: str(x)[:40],
)
def test_a_bad_file_is_refused_by_file_and_field(changes, said):
    with pytest.raises(DecisionError, match=said) as error:
        checked(**changes)
    assert str(error.value).startswith("auth2000/file.toml: ")


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ("[trees]\nDecision = \"Outcome('x')\"", r"trees: 'Decision' is a word of the notation"),
        ("[trees]\nclass = \"Outcome('x')\"", r"trees: 'class' is a word of the notation"),
        ('[mdps]\nx = "MDP({})"', r"x = 'MDP\(\{\}\)' has type str; .* a table \[mdps\.x\]"),
        ("[mdps.x]\ntransitions = {}", r"mdps\.x\.discount: missing"),
        ("[trees]\nx = { y = 1 }", r"x = \{'y': 1\} has type dict; .* text under \[trees\]"),
        ("[plans]\nx = \"u('w')\"\n[trees]\nx = \"Outcome('x')\"", r"menus, mdps, trees, plans, values"),
        ("[tree]\nx = \"Outcome('x')\"", r"tree: unknown field; this table may have .*trees, plans"),
    ],
    ids=lambda x: str(x)[:20],
)
def test_a_bad_definition_is_refused(extra, said):
    with pytest.raises(DecisionError, match=said):
        read_entry(f"{extra}\n[[theses]]\nthesis = \"Pr(u('a') >= u('b')) >= 0\"", "f.toml", complete=False)


@pytest.mark.parametrize("field", ["title", "paradigm", "source", "claims"])
def test_a_catalogue_file_needs_every_field(field):
    text = "\n".join(line for line in GOOD.format(**FINE).splitlines() if not line.startswith(f"{field} ="))
    with pytest.raises(DecisionError, match=rf"^f\.toml: {field}: missing"):
        read_entry(text, "f.toml", complete=True)


def test_an_unknown_id_lists_near_ones():
    with pytest.raises(DecisionError, match="gallow2024/parity"):
        entry("parity")
