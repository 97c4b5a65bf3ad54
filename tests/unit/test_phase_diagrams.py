"""Phase diagrams: sides are those of exact measures, and nothing undecided is shown as decided."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from sympy import Symbol, sqrt

from decision import (
    Enclosure,
    Estimate,
    Exact,
    InvalidType,
    Pr,
    Stable,
    Uniform,
    gaussian,
    iid,
    pack,
    region,
    sweep,
)
from decision.numeric.choices import choice_share
from decision.numeric.noise import noisy
from decision.plotting.sweeps import HATCH
from decision.sweeps import Row, Side, Sweep
from tests.golden.mdps import FIGURE_1, WAIT, graph, star

LAW = iid(Uniform(0, 1))
MDP_1 = graph(FIGURE_1, "1/2")
MODEL = pack(MDP_1)


def guess(lower: float, upper: float) -> Estimate:
    return Estimate((lower + upper) / 2, lower, upper, 100, 0, Fraction(99, 100), 0.0, 0.0)


@pytest.mark.parametrize(
    ("answer", "side"),
    [
        (Exact(Fraction(1, 3), "x"), Side.EQUAL),
        (Exact(Fraction(1, 3) + Fraction(1, 10**30), "x"), Side.ABOVE),
        (Exact(sqrt(2) / 5, "x"), Side.BELOW),
        (Enclosure(Fraction(1, 3), Fraction(1, 10**9), "x"), Side.UNDECIDED),
        (Enclosure(Fraction(1, 2), Fraction(1, 10**9), "x"), Side.ABOVE),
        (guess(0.2, 0.3), Side.BELOW),
        (guess(0.3, 0.4), Side.UNDECIDED),
        (guess(1 / 3, 1 / 3), Side.BELOW),  # the float is less than a third
    ],
)
def test_sides_of_a_third(answer: Any, side: Side):
    assert Row((), answer).side("1/3") is side


def test_a_threshold_is_exact():
    with pytest.raises(InvalidType, match="threshold"):
        Row((), guess(0.2, 0.3)).side(0.25)


def measured(p: Any, g: Any) -> Any:
    mdp = noisy(MDP_1.at_discount(g), p)
    return Pr(mdp.optimal("star", "nil")) - Pr(mdp.optimal("star", "lL"))


def estimated(p: str, g: str) -> Estimate:
    model, discount = noisy(MODEL, float(Fraction(p))), float(Fraction(g))
    return choice_share(model, "star", "nil", minus="lL", goals=LAW, discount=discount, samples=8000)


def test_figure_1_changes_sides_where_region_says():
    g = Symbol("g")
    mdp = MDP_1.at_discount(g)
    found = region(Pr(mdp.optimal("star", "nil")) >= Pr(mdp.optimal("star", "lL")), goals=LAW)
    (edge,) = found.edges
    low, high = (Fraction(x, 10**6) for x in (767179, 767180))
    assert low < float(edge.place) < high
    table = sweep(lambda g: measured("0", g), goals=LAW, over={"g": ["1/10", low, high, "9/10"]})
    assert [row.side(0) for row in table.rows] == [Side.ABOVE, Side.ABOVE, Side.BELOW, Side.BELOW]


def test_what_samples_decide_is_what_is_measured():
    over = {"p": ["0", "1/5", "2/5"], "g": ["1/2", "19/20"]}
    exact, guessed = sweep(measured, goals=LAW, over=over), sweep(estimated, over=over)
    assert all(isinstance(row.answer, Exact | Enclosure) for row in exact.rows)
    decided = 0
    for known, row in zip(exact.rows, guessed.rows, strict=True):
        assert row.interval[0] <= float(known.answer) <= row.interval[1]
        if row.side(0) is not Side.UNDECIDED:
            decided += 1
            assert row.side(0) is known.side(0)
    assert 0 < decided < len(exact.rows)
    assert {row.side(0) for row in exact.rows} == {Side.ABOVE, Side.BELOW}


def test_noise_has_an_exact_boundary_too():
    noises = ["0", "1/3", "9/10", "1"]
    mdp, model = graph(WAIT, "9/10"), pack(graph(WAIT, "9/10"))
    exact = sweep(lambda p: Pr(noisy(mdp, p).optimal("start", "wait")), goals=LAW, over={"p": noises})
    # at 1 all actions are the same, so each is optimal
    assert [row.side("3/5") for row in exact.rows] == [Side.ABOVE, Side.EQUAL, Side.BELOW, Side.ABOVE]

    def sampled(p: str) -> Estimate:
        noise = float(Fraction(p))
        return choice_share(noisy(model, noise), "start", "wait", goals=LAW, discount=0.9, samples=8000)

    guessed = sweep(sampled, over={"p": noises})
    assert [row.side("3/5") for row in guessed.rows] == [Side.ABOVE, Side.UNDECIDED, Side.BELOW, Side.ABOVE]
    for known, row in zip(exact.rows, guessed.rows, strict=True):
        assert row.interval[0] <= float(known.answer) <= row.interval[1]


def test_without_noise_a_row_is_that_of_the_plain_process():
    def plain(g: float) -> Estimate:
        return choice_share(MODEL, "star", "nil", minus="lL", goals=LAW, discount=g, samples=500)

    grid = [0.3, 0.6, 0.9]
    with_noise = sweep(
        lambda p, g: choice_share(noisy(MODEL, p), "star", "nil", minus="lL", goals=LAW, discount=g, samples=500),
        over={"p": [0.0], "g": grid},
    )
    assert with_noise.answers == sweep(plain, over={"g": grid}).answers


def test_neighbours_see_the_same_goals():
    model = pack(graph(WAIT, "1/2"))
    table = sweep(
        lambda g: choice_share(model, "start", "wait", goals=LAW, discount=g, samples=1000),
        over={"g": [0.5, 0.52, 0.54, 0.56]},
    )
    values = np.array([float(row.answer) for row in table.rows])
    width = max(row.interval[1] - row.interval[0] for row in table.rows)
    steps = np.diff(values)
    # Pr(wait) = 1/2 + g/6, so each step is 1/300; of independent samples it would scatter by a fifth of the width
    assert np.abs(steps - 1 / 300).max() < width / 8


GRID = Sweep(
    ("p", "g"),
    (("low", "high"), (0.25, 0.5, 0.75)),
    (guess(0.6, 0.8), guess(0.4, 0.55), Exact(Fraction(1, 2), "x"), guess(0.1, 0.2), guess(0.2, 0.3), None),
)


def test_undecided_cells_are_hatched_and_have_no_colour():
    axes = GRID.plot(threshold="1/2").axes[0]
    shown = np.ma.filled(axes.images[0].get_array(), np.nan)
    assert np.isnan(shown).tolist() == [[False, True, False], [False, False, True]]
    (hatched,) = axes.patches
    assert hatched.get_hatch() == HATCH
    assert hatched.get_xy() == (0.5, -0.5)
    low, high = axes.images[0].get_clim()
    assert (low + high) / 2 == pytest.approx(0.5)


def test_lines_are_where_the_answer_changes():
    axes = GRID.plot(threshold="1/2").axes[0]
    lines = {tuple(map(tuple, segment)) for segment in axes.collections[0].get_segments()}
    upright = {((0.5, -0.5), (0.5, 0.5)), ((1.5, -0.5), (1.5, 0.5)), ((1.5, 0.5), (1.5, 1.5))}
    level = {((j - 0.5, 0.5), (j + 0.5, 0.5)) for j in range(3)}
    assert lines == upright | level


def test_the_legend_says_what_signs_mean():
    figure = GRID.plot(threshold="1/2")
    words = [text.get_text() for text in figure.legends[0].get_texts()]
    assert len(words) == 3
    assert "undecided: the interval contains 1/2" in words
    assert "not computed" in words
    assert not sweep(measured, goals=LAW, over={"p": ["0"], "g": ["1/2", "3/5"]}).plot().legends


def test_interrupted_maps_and_curves_are_drawn():
    plain = GRID.plot().axes[0]
    assert np.isnan(np.ma.filled(plain.images[0].get_array(), np.nan)).sum() == 1
    curve = Sweep(("g",), ((0.25, 0.5, 0.75),), (guess(0.1, 0.2), guess(0.4, 0.6), None)).plot(threshold="1/2")
    hollow = [line for line in curve.axes[0].lines if line.get_markerfacecolor() == "#ffffff"]
    assert [list(line.get_xdata()) for line in hollow] == [[0.5]]


def test_long_axes_have_few_labels():
    values = tuple(k / 40 for k in range(40))
    table = Sweep(("p", "g"), (values, values), tuple(guess(0.1, 0.2) for _ in range(1600)))
    axes = table.plot(threshold="1/2").axes[0]
    assert 8 <= len(axes.get_xticks()) <= 14
    assert not axes.texts


def test_correlation_and_tails_change_nothing_where_they_cannot():
    def correlated(rho: str, g: float) -> Estimate:
        law = gaussian(0, outcomes=MODEL.states, correlation=rho)
        return choice_share(MODEL, "star", "rR", goals=law, discount=g, samples=4000)

    # a common part of all rewards is a constant, and without an end constants change no choice
    table = sweep(correlated, over={"rho": ["0", "1/2", "9/10"], "g": [0.5, 0.9]})
    for plain, row in zip(2 * table.rows[:2], table.rows[2:], strict=True):
        assert row.interval[0] <= plain.interval[1]
        assert plain.interval[0] <= row.interval[1]

    # exchangeable ends are alike, however heavy the tails
    ends = pack(star(3, "1/2"))
    tails = sweep(
        lambda alpha: choice_share(ends, "s", "end1", goals=iid(Stable(alpha)), discount=0.5, samples=4000),
        over={"alpha": ["1/2", 1, "3/2", 2]},
    )
    for row in tails.rows:
        assert row.interval[0] <= 1 / 3 <= row.interval[1]
        assert row.side("1/5") is Side.ABOVE
