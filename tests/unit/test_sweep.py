"""Sweeps over laws and parameters: exact where possible, estimated elsewhere, drawn."""

from fractions import Fraction
from typing import Any

import pytest

from decision import (
    MDP,
    Cauchy,
    Choice,
    Estimate,
    Exact,
    InvalidType,
    InvalidValue,
    Normal,
    Pr,
    Stable,
    Uniform,
    empirical,
    gaussian,
    iid,
    pack,
    sweep,
    u,
)
from decision.numeric.shares import average_power

MENU = Choice({"sure": {"a": 1}, "coin": {"b": "1/2", "c": "1/2"}, "coin2": {"d": "1/2", "e": "1/2"}})
BEST = Pr(MENU.best("sure"))
WAIT = {
    "start": {"candy": {"candy": 1}, "wait": {"wait": 1}},
    "wait": {"choc": {"choc": 1}, "hug": {"hug": 1}},
    **{s: {"stay": {s: 1}} for s in ("candy", "choc", "hug")},
}


def test_laws_are_rows_and_exact_values_are_kept():
    found = sweep(BEST, laws={"uniform": iid(Uniform(0, 1)), "cauchy": iid(Cauchy(0, 1))})
    assert [row.label for row in found.rows] == [("uniform",), ("cauchy",)]
    assert [row.answer.value for row in found.rows] == [Fraction(23, 60), Fraction(1, 3)]
    assert "uniform" in repr(found)
    assert "23/60" in repr(found)


def test_a_discount_is_swept_through_the_problem():
    mdp = MDP(WAIT, discount="1/2")
    found = sweep(
        lambda g: Pr(mdp.at_discount(g).optimal("start", "wait")), goals=iid(Uniform(0, 1)), over={"g": ["1/4", "1/2"]}
    )
    assert [row.answer.value for row in found.rows] == [Fraction(13, 24), Fraction(7, 12)]


def test_points_without_an_exact_route_are_estimated():
    found = sweep(
        BEST,
        goals=lambda alpha: iid(Stable(alpha)),
        over={"alpha": ["1/2"]},
        exact=False,
        samples=20_000,
        progress=False,
    )
    answer = found.rows[0].answer
    assert isinstance(answer, Estimate)
    # simulated, good to .0005
    assert answer.lower - 0.0005 <= 0.316 <= answer.upper + 0.0005


def test_answers_of_large_processes_are_taken_as_they_are():
    model = pack(MDP(WAIT, discount="1/2"))
    found = sweep(
        lambda g: average_power(model, "start", goals=iid(Uniform(0, 1)), discount=g, samples=500),
        over={"g": [0.25, 0.5]},
    )
    for row in found.rows:
        assert row.answer.lower <= 2 / 3 + row.label[0] ** 2 / 12 <= row.answer.upper


def correlated(rho: Any, sd: Any) -> Any:
    variance = Fraction(sd) ** 2
    return gaussian(0, outcomes=["a", "b"], correlation=rho, variance=variance)


def test_two_parameters_make_a_grid_and_a_heat_map():
    over = {"rho": ["0", "1/2"], "sd": [1, 2, 3]}
    found = sweep(Pr(u("a") >= u("b")), goals=correlated, over=over)
    assert [row.label for row in found.rows] == [(r, s) for r in over["rho"] for s in over["sd"]]
    assert all(isinstance(row.answer, Exact) and row.answer.value == Fraction(1, 2) for row in found.rows)
    figure = found.plot(title="two", label="Pr")
    assert figure.axes[0].get_xlabel() == "sd"
    assert figure.axes[0].images[0].get_array().shape == (2, 3)
    assert "<table>" in found._repr_html_()


def test_one_parameter_is_a_curve_at_its_numbers():
    found = sweep(lambda p: Pr(u("a") >= p), goals=iid(Uniform(0, 1)), over={"p": ["1/4", "1/2", "1"]})
    line = found.plot().axes[0].lines[0]
    assert list(line.get_xdata()) == [0.25, 0.5, 1]
    assert list(line.get_ydata()) == [0.75, 0.5, 0]


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"goals": iid(Normal(0, 1))}, InvalidValue, "over"),
        ({"laws": []}, InvalidValue, "law"),
        ({"laws": iid(Normal(0, 1))}, InvalidType, "laws"),
        ({"laws": [iid(Normal(0, 1))], "goals": iid(Normal(0, 1))}, InvalidValue, "beside laws"),
        ({"goals": lambda beta: iid(Normal(0, beta)), "over": {"sd": [1]}}, InvalidType, "'beta'"),
        ({"goals": iid(Normal(0, 1)), "over": {"sd": []}}, InvalidValue, "over"),
        ({"goals": lambda sd: sd, "over": {"sd": [1]}}, InvalidType, "goals"),
        ({"laws": [iid(Normal(0, 1))], "over": {"law": [1]}}, InvalidValue, "over has 'law'"),
        ({"goals": iid(Normal(0, 1)), "over": ["sd"]}, InvalidType, "over = "),
    ],
    ids=[
        "nothing-varies",
        "no-law",
        "law-not-listed",
        "laws-and-goals",
        "unknown-parameter",
        "no-values",
        "not-a-law",
        "two-laws",
        "no-names",
    ],
)
def test_input_that_is_refused(arguments: dict[str, Any], error: type[Exception], words: str):
    with pytest.raises(error, match=words):
        sweep(BEST, **arguments)


def test_three_parameters_cannot_be_drawn():
    found = sweep(lambda a, b, c: Pr(u("a") >= 0), goals=iid(Uniform(0, 1)), over={"a": [1], "b": [1], "c": [1]})
    with pytest.raises(InvalidValue, match="at most two"):
        found.plot()


def test_laws_that_print_alike_keep_a_row_each():
    laws = [empirical([[1.0, 0.0]], ["a", "b"]), empirical([[0.0, 1.0]], ["a", "b"])]
    found = sweep(Pr(u("a") >= u("b")), laws=laws)
    assert [row.answer.value for row in found.rows] == [1, 0]
