"""Pictures of maps, lattices, goals, processes, grids and curves: what they show, and what they refuse."""

from fractions import Fraction

import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch, Polygon

from decision import (
    MDP,
    Choice,
    Exchangeable,
    Gaussian,
    InvalidValue,
    NoTies,
    Pr,
    ReflectionSymmetric,
    SignSymmetric,
    Spherical,
    Status,
    UnknownName,
    decide,
    frontier,
    maximum,
    u,
)
from decision.plotting import plot_curve, plot_frontier, plot_goals, plot_grid, plot_map, plot_mdp
from decision.plotting.style import ANSWERS, COLOURS, blended
from tests.golden.mdps import FIGURE_1, graph


def texts(picture):
    return [t.get_text() for t in picture.axes[0].texts if t.get_text()]


def shapes(picture, kind):
    return [p for p in picture.axes[0].patches if type(p) is kind]


def area(shape):
    (*points, _), total = shape.get_xy(), 0.0
    for (x, y), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True):
        total += (x * y2 - x2 * y) / 2
    return abs(total)


def test_map_has_a_cell_for_each_answer_in_its_colour():
    thesis = Pr(u("a") >= u("b")) >= "1/2"
    answers = {"first": {"x": decide(thesis), "y": Status.HOLDS}, "second": {"y": Status.UNDECIDED}}
    picture = plot_map(answers, title="map")
    cells = shapes(picture, FancyBboxPatch)
    assert [to_hex(c.get_facecolor()) for c in cells] == [ANSWERS[s] for s in ("FAILS", "HOLDS", "UNDECIDED")]
    assert {"map", "first", "second", "x", "y", "FAILS", "HOLDS", "UNDECIDED"} == set(texts(picture))
    assert picture._repr_png_().startswith(b"\x89PNG")


def test_map_without_theses_is_refused():
    with pytest.raises(InvalidValue, match="answers"):
        plot_map({})


def test_lattice_colours_each_subset_as_deciding_it_would():
    thesis = Pr(u("a") > u("b")) == "1/2"
    given = [NoTies(), Exchangeable(), ReflectionSymmetric()]
    picture = plot_frontier(frontier(thesis, assumptions=given), assumptions=given)
    nodes = [c for c in shapes(picture, Circle) if c.get_fill()]
    names = texts(picture)[: len(nodes)]
    for name, node in zip(names, nodes, strict=True):
        subset = [given["ABC".index(c)] for c in name.replace("none", "")]
        holds = decide(thesis, given=subset).holds
        assert (to_hex(node.get_facecolor()) == ANSWERS["HOLDS"]) == holds
    assert len([c for c in shapes(picture, Circle) if not c.get_fill()]) == 4  # A, AB, AC, BC


def test_lattice_of_six_assumptions_is_refused():
    given = [NoTies(), Exchangeable(), ReflectionSymmetric(), SignSymmetric(), Spherical(), Gaussian()]
    found = frontier(Pr(u("a") >= u("b")) >= 0, assumptions=given)
    with pytest.raises(InvalidValue, match="more than 5"):
        plot_frontier(found, assumptions=given)


def test_sectors_have_the_areas_of_the_geometry():
    options = {"a": u("a"), "b or c": maximum(u("b"), u("c"))}
    picture = plot_goals(options, outcomes=["a", "b", "c"])
    filled = [(to_hex(p.get_facecolor()), area(p)) for p in shapes(picture, Polygon) if p.get_fill()]
    first, second = (max(a for c, a in filled if c == to_hex(blended(colour, 0.75))) for colour in COLOURS[:2])
    assert first / second == pytest.approx(1 / 2, rel=1e-3)


def test_triangle_needs_three_outcomes_and_no_zero_point():
    with pytest.raises(InvalidValue, match="three corners"):
        plot_goals({"a": u("a")}, outcomes=["a", "b"])
    with pytest.raises(InvalidValue, match="constant"):
        plot_goals({"a": u("a"), "two b": 2 * u("b")}, outcomes=["a", "b", "c"])


def test_option_that_is_never_best_has_no_sector():
    menu = Choice({"a": {"a": 1}, "b": {"b": 1}, "mix": {"a": "1/2", "b": "1/2"}})
    picture = plot_goals({o: menu.value(o) for o in menu.options}, outcomes=["a", "b", "c"])
    assert "best: mix" not in texts(picture)


def test_process_draws_optimal_actions_thick():
    mdp = graph(FIGURE_1, "1/2")
    goal = {s: Fraction(k) for k, s in enumerate(mdp.states)}
    picture = plot_mdp(mdp, goal=goal)
    arrows = shapes(picture, FancyArrowPatch)
    thick = [a for a in arrows if a.get_linewidth() > 2]
    assert len(arrows) == sum(len(mdp.actions(s)) for s in mdp.states)
    assert len(thick) == sum(len(actions) for actions in mdp.solve(goal).actions.values())
    assert set(mdp.states) <= set(texts(picture))


def test_process_shows_chance_and_ends():
    mdp = MDP(
        {"s": {"try": {"a": "1/3", "off": "2/3"}}, "a": {"stay": {"a": 1}}}, discount="1/2", terminal={"off": "once"}
    )
    assert {"1/3", "2/3", "off"} <= set(texts(mdp.plot(title="try")))


def test_positions_have_to_name_every_state():
    with pytest.raises(UnknownName, match="positions"):
        plot_mdp(graph({"a": ["b"], "b": ["b"]}, "1/2"), positions={"a": (0, 0)})


def test_large_process_is_refused():
    states = [f"s{i}" for i in range(61)]
    with pytest.raises(InvalidValue, match="61 states"):
        plot_mdp(graph(dict.fromkeys(states, states[:1]), "1/2"))


def test_grid_writes_each_number_at_its_place():
    picture = plot_grid({"a": 0.5, "b": 0.75}, cells={"a": (0, 1), "b": (1, 0), "c": (2, 2)}, title="grid")
    written = {t.get_text(): t.get_position() for t in picture.field.texts}
    assert written == {"0.500": (1, 0), "0.750": (0, 1)}
    with pytest.raises(UnknownName, match="cells"):
        plot_grid({"z": 1}, cells={})


def test_curve_shows_points_in_order_and_the_fair_value():
    picture = plot_curve({1: Fraction(1, 3), "1/2": 0.3, 2: 0.37}, fair="1/3", across="x", up="y")
    fair, line = picture.field.get_lines()
    assert list(line.get_xdata()) == [0.5, 1, 2]
    assert set(fair.get_ydata()) == {1 / 3}
    with pytest.raises(InvalidValue, match="points"):
        plot_curve({}, fair="1/3", across="x", up="y")
