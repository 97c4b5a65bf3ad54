"""Pictures of trees: what is drawn, that no texts meet, and what cannot be drawn is refused."""

import subprocess
import sys
from itertools import combinations, pairwise
from typing import Any

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Bbox
from sympy import Symbol

from decision import Chance, Decision, InvalidValue, Myopic, Outcome, Resolute
from decision.plotting.layout import places
from decision.plotting.style import COLOURS, Picture, text_width
from decision.problems.tree import Node
from tests.oracle.random_trees import random_tree
from tests.oracle.test_trees import built
from tests.quality.repository import ROOT

BLUE, ORANGE = COLOURS[:2]


def later(name: str, *worlds: str, **rest: Any) -> Decision:
    return Decision(name, {w: Outcome(w) for w in worlds}, **rest)


def keep_or_change() -> Decision:
    return Decision(
        "now", {"keep": later("kept", "k0", "k1"), "change": later("changed", "c0", "c1", chooser="changed")}
    )


def coins(information: str) -> Chance:
    return Chance(
        "coin", {b: ("1/3", later(f"at {b}", f"{b}x", "y", information=information)) for b in ("1", "2", "3")}
    )


def crossed() -> Chance:
    def member(k: int) -> Decision:
        return later(f"at {k}", f"x{k}", f"y{k}", information=("odd", "even")[k % 2])

    ends = {f"end {k}": ("1/8", Outcome(f"an end with a long name, {k}")) for k in range(4)}
    return Chance("coin", {b: p for k in range(4) for b, p in ((f"{k}", ("1/8", member(k))), list(ends.items())[k])})


def driver() -> Decision:
    second = Decision("second", {"exit": Outcome("four"), "go on": Outcome("one")}, information="crossing")
    return Decision("first", {"exit": Outcome("zero"), "go on": second}, information="crossing")


def texts(picture: Picture) -> list[str]:
    return [t.get_text() for t in picture.axes[0].texts if t.get_text()]


def lines(picture: Picture) -> list[Line2D]:
    return list(picture.axes[0].lines)


def shapes(picture: Picture, kind: type[Any]) -> list[Any]:
    return [p for p in picture.axes[0].patches if isinstance(p, kind)]


def thick(picture: Picture) -> list[str]:
    """Return the colours of the thick branches."""
    return [to_hex(line.get_color()) for line in lines(picture) if line.get_linewidth() > 2]


def meetings(picture: Picture) -> list[tuple[str, str]]:
    """Return the pairs of texts, or of a text and a branch, that overlap by more than a pixel."""
    renderer = FigureCanvasAgg(picture).get_renderer()
    drawn = [t for t in picture.axes[0].texts if t.get_text()]
    boxes = [(t.get_text(), _shrunk(t.get_window_extent(renderer))) for t in drawn]
    found = [(a, b) for (a, box), (b, other) in combinations(boxes, 2) if box.overlaps(other)]
    for line in lines(picture):
        path = Path(line.get_transform().transform(line.get_xydata()))
        found += [(a, "a branch") for a, box in boxes if path.intersects_bbox(box, filled=False)]
    for dashes in shapes(picture, PathPatch):
        curve = dashes.get_transform().transform_path(dashes.get_path())
        if curve.vertices[0][0] == curve.vertices[-1][0]:  # in one column
            path = Path(curve.to_polygons(closed_only=False)[0])
            found += [(a, "dashes") for a, box in boxes if path.intersects_bbox(box, filled=False)]
    whole = picture.bbox
    return found + [(a, "the edge") for a, box in boxes if not (whole.x0 <= box.x0 and box.x1 <= whole.x1)]


def _shrunk(box: Bbox) -> Bbox:
    return Bbox.from_extents(box.x0 + 1, box.y0 + 2, box.x1 - 1, box.y1 - 2)


# --- what is drawn ----------------------------------------------------------------------------------------------------


def test_squares_choose_circles_are_chance_and_every_name_is_there() -> None:
    coin = Chance("coin", {"heads": ("1/3", Outcome("b")), "tails": ("2/3", Outcome("c"))})
    tree = Decision("now", {"sure": Outcome("a"), "bet": coin})
    picture = tree.plot(title="A bet")
    assert len(shapes(picture, Rectangle)) == 1
    assert len(shapes(picture, Circle)) == 1 + 3
    assert sorted(texts(picture)) == sorted(
        ["A bet", "now", "coin", "sure", "bet", "heads (1/3)", "tails (2/3)", *"abc"]
    )


def test_each_self_has_a_colour_and_the_legend_names_it() -> None:
    picture = keep_or_change().plot()
    assert [to_hex(s.get_facecolor()) for s in shapes(picture, Rectangle)] == [BLUE, BLUE, ORANGE]
    legend = picture.axes[0].get_legend()
    assert legend is not None
    assert [t.get_text() for t in legend.get_texts()] == ["now chooses", "changed chooses"]
    assert "by changed" in texts(picture)


def test_what_is_chosen_at_a_goal_is_thick_and_the_rest_fades() -> None:
    goal = {"k0": 3, "k1": 1, "c0": 0, "c1": 5, "changed:c0": 2, "changed:c1": "1/2"}
    picture = keep_or_change().plot(goal=goal)
    assert thick(picture) == [BLUE, BLUE, ORANGE]
    faded = [t.get_text() for t in picture.axes[0].texts if t.get_text() and (t.get_alpha() or 1) < 1]
    assert {"k1", "change", "changed", "c0", "c1"} < set(faded)
    assert {"now", "keep", "kept", "k0"}.isdisjoint(faded)
    assert "c0:  now 0, changed 2" in texts(picture)
    assert "k0:  now 3" in texts(picture)


def test_the_rule_decides_what_is_chosen() -> None:
    goal = {"k0": 3, "k1": 1, "c0": 0, "c1": 5, "changed:c0": 2, "changed:c1": "1/2"}
    picture = keep_or_change().plot(goal=goal, rule=Resolute())
    assert thick(picture) == [BLUE, BLUE, ORANGE]
    faded = [t.get_text() for t in picture.axes[0].texts if t.get_text() and (t.get_alpha() or 1) < 1]
    assert {"keep", "kept", "k0", "c0"} < set(faded)
    assert {"change", "c1"}.isdisjoint(faded)
    legend = keep_or_change().plot(goal=goal, rule=Myopic()).axes[0].get_legend()
    assert legend is not None
    assert legend.get_texts()[-1].get_text() == "chosen (Myopic)"


def test_ties_are_all_thick() -> None:
    assert thick(later("now", "a", "b", "c").plot(goal={"a": 1, "b": 1, "c": 0})) == [BLUE, BLUE]


def test_costs_are_taken_off_what_an_outcome_is_worth() -> None:
    tree = Decision("now", {"a": Outcome("a", cost="1/2"), "b": Outcome("b")})
    assert {"a - 1/2:  1/2", "b:  0"} < set(texts(tree.plot(goal={"a": 1, "b": 0})))


def test_an_unforeseen_choice_is_hollow_and_never_thick() -> None:
    tree = Decision("now", {"a": Outcome("a"), "b": later("then", "x", "y", policy={"x": 1})})
    picture = tree.plot(goal={"a": 0, "x": 1, "y": 2})
    assert [to_hex(s.get_facecolor()) for s in shapes(picture, Rectangle)] == [BLUE, "#ffffff"]
    assert thick(picture) == [BLUE]
    assert {"x (1)", "y (0)", "not foreseen"} < set(texts(picture))


@pytest.mark.parametrize(
    ("tree", "size"), [(coins("I"), 2), (driver(), 1), (keep_or_change(), 0)], ids=["coins", "driver", "none"]
)
def test_members_of_an_information_set_are_joined_by_dashes(tree: Node, size: int) -> None:
    dashed = shapes(tree.plot(), PathPatch)
    assert len(dashed) == size
    assert all(d.get_linestyle() not in ("-", "solid") for d in dashed)


def test_a_node_in_several_places_is_unfolded_once() -> None:
    shared = later("tomorrow", "x", "y")
    tree = Decision("today", {"a": shared, "b": Decision("r", {"u": shared, "v": Outcome("v")})})
    picture = tree.plot(goal={"x": 1, "y": 2, "v": 1})
    assert texts(picture).count("tomorrow") == 2
    assert texts(picture).count("x:  1") == 1
    assert texts(picture).count("as above") == 1


def test_what_is_reached_elsewhere_does_not_fade() -> None:
    shared = later("tomorrow", "x", "y")
    first = Chance("coin", {"heads": ("1/2", shared), "tails": ("1/2", Outcome("low"))})
    picture = Decision("today", {"a": first, "b": shared}).plot(goal={"x": 1, "y": 2, "low": -9})
    faded = [t.get_text() for t in picture.axes[0].texts if t.get_text() and (t.get_alpha() or 1) < 1]
    assert "y:  2" not in faded
    assert "low:  -9" in faded


def test_symbols_formulas_and_dollars_are_drawn_as_they_are() -> None:
    p = Symbol("p")
    tree = Chance("$coin$", {"_{x": (p, Outcome("5 $")), "1": (1 - p, Outcome("\\alpha"))})
    picture = tree.plot()
    picture._repr_png_()
    assert {"$coin$", "_{x (p)", "1 (1 - p)", "5 $", "\\alpha"} <= set(texts(picture))


def test_a_single_outcome_is_a_picture() -> None:
    assert texts(Outcome("x").plot(goal={"x": "1/2"})) == ["x:  1/2"]


# --- readable ---------------------------------------------------------------------------------------------------------


def forty() -> Decision:
    def toss(i: int) -> Chance:
        heads = later(f"h{i}", f"w{i}", "a longer name of a world", chooser=("now", "changed")[i % 2])
        tails = Decision(f"t{i}", {"stop": Outcome(f"z{i}"), "again": Outcome(f"y{i}", cost="1/10")})
        return Chance(f"toss {i}", {"heads": ("1/3", heads), "tails": ("2/3", tails)})

    return Decision("start", {f"option {i}": toss(i) for i in range(5)})


@pytest.mark.parametrize(
    "tree",
    [keep_or_change(), coins("what was tossed"), crossed(), driver(), forty()],
    ids=["keep", "coins", "crossed", "driver", "forty"],
)
def test_no_texts_meet(tree: Node) -> None:
    assert meetings(tree.plot(title="Title")) == []


@pytest.mark.parametrize("seed", [*range(12), 42])
def test_no_texts_meet_in_random_trees(seed: int) -> None:
    tree = built(random_tree(seed))
    worlds = {n.name for n in tree.nodes() if isinstance(n, Outcome)}
    goal = {f"{s}{w}": "-22/7" for w in worlds for s in ("", "changed:", "third:")}
    assert meetings(tree.plot()) == []
    assert meetings(tree.plot(goal=goal)) == []


def test_rows_of_different_subtrees_are_disjoint() -> None:
    found = places(forty(), 100)
    for place in found:
        intervals = [_rows(c) for c in place.children]
        assert all(a[1] < b[0] for a, b in pairwise(intervals))
        if place.children:
            assert _rows(place)[0] <= place.row <= _rows(place)[1]


def _rows(place: Any) -> tuple[float, float]:
    spans = [_rows(c) for c in place.children] or [(place.row, place.row)]
    return min(s[0] for s in spans), max(s[1] for s in spans)


def test_bold_text_is_wider() -> None:
    assert text_width(" ") == 0
    assert text_width("name") < text_width("name", bold=True) < text_width("name", 2.0)


# --- refused ----------------------------------------------------------------------------------------------------------


def test_a_large_tree_is_refused_with_the_way_out() -> None:
    wide = Decision("now", {f"o{k}": Outcome(f"w{k}") for k in range(150)})
    with pytest.raises(InvalidValue, match=r"more than 150 nodes.*print\(tree\)"):
        wide.plot()
    assert len(wide.child("o0").plot().axes) == 1


def test_a_deep_tree_is_refused_without_recursion() -> None:
    tree: Node = Outcome("end")
    for k in range(5000):
        tree = Decision(f"d{k}", {"stop": Outcome("s"), "go": tree})
    with pytest.raises(InvalidValue, match="more than 150 nodes"):
        tree.plot()


def test_a_goal_without_an_outcome_is_refused() -> None:
    with pytest.raises(InvalidValue, match="gives no utility to 'b'"):
        later("now", "a", "b").plot(goal={"a": 1})


def test_a_rule_that_cannot_solve_the_tree_is_refused() -> None:
    with pytest.raises(InvalidValue, match="absent-minded"):
        driver().plot(goal={"zero": 0, "four": 4, "one": 1})


def test_drawing_does_not_load_pyplot() -> None:
    code = (
        "from decision import Outcome, Decision\nimport sys\n"
        "tree = Decision('d', {'a': Outcome('a')})\nassert 'matplotlib' not in sys.modules\n"
        "tree.plot()\nassert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=ROOT, check=True)
