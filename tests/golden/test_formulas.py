"""Quantities as formulas in a symbol, and where they cross: published values, closed forms, sampled values."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
import sympy
from sympy import Rational, Symbol

from decision import (
    MDP,
    POWER,
    Bounded,
    Chance,
    Choice,
    Decision,
    Discrete,
    E,
    Evidence,
    Exchangeable,
    NoTies,
    Outcome,
    Plan,
    PowerFunction,
    Pr,
    Sophisticated,
    Status,
    Uniform,
    finite,
    iid,
    independent,
    maximum,
    measure,
    mixture,
    region,
    u,
)
from tests.golden.mdps import FIGURE_1, WAIT, graph, star

F = Fraction
G = Symbol("g", positive=True)
P = Symbol("p")
UNIFORM = iid(Uniform(0, 1))
FIGURE = graph(FIGURE_1, G)


def chance_of(action: str, law: Any = UNIFORM) -> Any:
    return measure(Pr(FIGURE.optimal("star", action)), goals=law).value


def at(formula: Any, point: Any) -> Fraction:
    value = sympy.nsimplify(formula.subs(G, point))
    return F(int(value.p), int(value.q))


FORMULAS: dict[str, tuple[Callable[[], Any], Any]] = {  # Turner et al. 2021, and integrals done by hand
    "power-nil": (lambda: POWER(FIGURE, "nil"), Rational(1, 2)),
    "power-lSW": (lambda: POWER(FIGURE, "lSW"), (4 + 3 * G) / (6 * (1 + G))),
    "power-lNW": (lambda: POWER(FIGURE, "lNW"), (3 + 4 * G) / (6 * (1 + G))),
    "power-lL": (lambda: POWER(FIGURE, "lL"), (4 + 3 * G) / (6 * (1 + G))),  # its next states are those of lSW
    "power-rSE": (lambda: POWER(FIGURE, "rSE"), Rational(2, 3)),
    "power-rNE": (lambda: POWER(FIGURE, "rNE"), Rational(2, 3)),
    "power-rR": (lambda: POWER(FIGURE, "rR"), Rational(2, 3)),
    "wait-power": (lambda: POWER(graph(WAIT, G), "start"), Rational(2, 3) + G**2 / 12),
    "wait-waits": (lambda: Pr(graph(WAIT, G).optimal("start", "wait")), Rational(1, 2) + G / 6),
    "star-power": (lambda: POWER(star(3, G), "s"), Rational(3, 4)),
    "star-best": (lambda: Pr(star(3, G).optimal("s", "end0")), Rational(1, 3)),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_formulas_in_the_discount(name: str) -> None:
    quantity, expected = FORMULAS[name]
    found = measure(quantity(), goals=UNIFORM).value
    assert sympy.simplify(sympy.sympify(found) - expected) == 0


def test_power_of_the_start_between_its_limits() -> None:
    power = measure(POWER(FIGURE, "star"), goals=UNIFORM).value
    pieces = [piece for piece, _ in power.args]
    assert pieces[0].subs(G, 0) == Rational(3, 4)
    assert pieces[-1].subs(G, 1) == Rational(517, 640)
    for point in (F(1, 10), F(1, 2), F(2, 3), F(9, 10)):
        numeric = measure(POWER(graph(FIGURE_1, point), "star"), goals=UNIFORM).value
        assert at(power, Rational(point.numerator, point.denominator)) == numeric


@pytest.mark.parametrize(
    ("action", "low", "high", "limit"),
    [  # four million sampled goals at g = .1 and g = .9: a standard error of at most .00025; and the Blackwell limits
        ("nil", 0.3337, 0.2598, Rational(113, 480)),
        ("lL", 0.3316, 0.2891, Rational(47, 160)),
        ("rR", 0.3347, 0.4510, Rational(113, 240)),
    ],
)
def test_choices_at_the_start(action: str, low: float, high: float, limit: Any) -> None:
    formula = chance_of(action)
    assert float(at(formula, Rational(1, 10))) == pytest.approx(low, abs=0.00125)
    assert float(at(formula, Rational(9, 10))) == pytest.approx(high, abs=0.00125)
    assert formula.args[-1][0].subs(G, 1) == limit
    for point in (F(11, 18), F(9, 10)):
        numeric = measure(Pr(graph(FIGURE_1, point).optimal("star", action)), goals=UNIFORM).value
        assert at(formula, Rational(point.numerator, point.denominator)) == numeric


def test_the_three_choices_sum_to_one() -> None:
    pieces = zip(*(chance_of(a).args for a in ("nil", "lL", "rR")), strict=True)
    for parts in pieces:
        assert len({condition for _, condition in parts}) == 1
        assert sympy.cancel(sum(piece for piece, _ in parts)) == 1


def test_shutdown_is_likelier_than_left_up_to_one_discount() -> None:
    found = region(Pr(FIGURE.optimal("star", "nil")) > Pr(FIGURE.optimal("star", "lL")), goals=UNIFORM)
    assert [s.status for s in found.stretches] == [Status.HOLDS, Status.FAILS]
    assert found.evidence is Evidence.AGREED
    (crossing,) = found.edges
    assert crossing.status is Status.FAILS  # equally likely there
    for point, likelier in ((F(767, 1000), True), (F(768, 1000), False)):  # by numbers alone
        mdp = graph(FIGURE_1, point)
        up, left = (
            measure(Pr(mdp.optimal("star", "nil")), goals=UNIFORM),
            measure(Pr(mdp.optimal("star", "lL")), goals=UNIFORM),
        )
        assert (up.value > left.value) is likelier
        assert crossing.place.less(point) is not likelier
    difference = chance_of("nil") - chance_of("lL")
    assert abs(sympy.N(difference.subs(G, crossing.place.expression), 40)) < 1e-30


def test_skewed_rewards_make_shutdown_the_likeliest_choice_of_the_impatient() -> None:
    up, right = (Pr(FIGURE.optimal("star", a)) for a in ("nil", "rR"))
    skewed = iid(PowerFunction(2))
    assert region(right > up, goals=UNIFORM).holds
    reversed_ = region(up > right, goals=skewed)
    assert reversed_.at("3/10") is Status.HOLDS
    assert [s.status for s in reversed_.stretches] == [Status.HOLDS, Status.FAILS]
    chances = [measure(Pr(graph(FIGURE_1, "3/10").optimal("star", a)), goals=skewed).value for a in ("nil", "lL", "rR")]
    assert sum(chances) == 1
    assert max(chances) == chances[0]


SURE = Choice({"sure": {"w": 1}, "r": {"a": P, "b": 1 - P}, "s": {"a": 1 - P, "b": P}})


def test_a_menu_whose_risky_options_coincide_at_one_half() -> None:
    formula = measure(Pr(SURE.best("r")), goals=UNIFORM).value  # by hand: triangles in the unit square
    assert [formula.subs(P, x) for x in (Rational(1, 4), Rational(1, 2), Rational(3, 4))] == [
        Rational(7, 24),
        Rational(1, 2),  # both are best or none
        Rational(7, 24),
    ]
    found = region(Pr(SURE.best("r")) >= "1/3", goals=UNIFORM)
    assert found.condition == sympy.Eq(P, Rational(1, 2))
    assert found.breakpoints == (Rational(1, 2),)


def test_thresholds() -> None:
    found = region(Pr(SURE.best("sure")) >= "4/9", goals=UNIFORM, over={P: (0, 1)})
    assert str(found.condition) == "(p >= 1/3) & (p <= 2/3)"
    q = Symbol("q")
    either = region(Pr(u("a") >= u("b")) >= q, goals=UNIFORM, over={"q": ("1/4", "3/4")})
    assert either.breakpoints == (Rational(1, 2),)
    assert [p.status for p in (*either.stretches, *either.edges)] == [Status.HOLDS, Status.FAILS, Status.HOLDS]


def test_break_points_may_be_square_roots() -> None:
    expectation = E(maximum(P * u("a"), u("b")))  # by hand: 1/2 + p^2/6 for p below 1
    found = region(expectation >= "7/12", goals=UNIFORM, over={"p": (0, 1)})
    assert found.breakpoints == (sympy.sqrt(2) / 2,)
    assert found.at("7/10") is Status.FAILS
    assert found.at("71/100") is Status.HOLDS


def test_laws_may_have_the_symbol() -> None:
    a, b = u("a"), u("b")
    skewed = mixture([(P, UNIFORM), (1 - P, iid(PowerFunction(2)))])
    assert sympy.expand(measure(E(a), goals=skewed).value - (Rational(2, 3) - P / 6)) == 0
    coins = iid(Discrete({0: 1 - P, 1: P}))
    assert sympy.expand(measure(Pr(a > b), goals=coins).value - P * (1 - P)) == 0
    stretched = independent({"a": Uniform(0, 1 + P), "b": Uniform(0, 1)})
    found = region(Pr(a >= b) >= "2/3", goals=stretched, over={"p": (0, 2)})  # 1 - 1/(2(1+p))
    assert found.breakpoints == (Rational(1, 2),)


def test_finite_laws_jump_and_ties_count() -> None:
    law = finite([("1/2", {"a": 1, "b": 0, "w": "1/4"}), ("1/2", {"a": 0, "b": 1, "w": "1/4"})])
    event = P * u("a") + (1 - P) * u("b") >= u("w")  # p >= 1/4 in the one case, p <= 3/4 in the other
    found = region(Pr(event) == 1, goals=law, over={"p": (0, 1)})
    assert str(found.condition) == "(p >= 1/4) & (p <= 3/4)"


def test_trees() -> None:
    safe = Outcome("safe")
    tree = Decision("now", {"stop": safe, "go": Chance("c", {"h": (P, Outcome("x")), "t": (1 - P, Outcome("x2"))})})
    plan = Plan(tree, rule=Sophisticated())
    assert measure(Pr(plan.best("stop")), goals=UNIFORM).value == F(1, 2)
    value = measure(E(plan.value()), goals=iid(Uniform(0, 1))).value
    assert value.subs(P, 0) == Rational(2, 3)


def test_classes() -> None:
    q = Symbol("q")
    found = region(Pr(u("a") >= u("b")) > q, given=[Exchangeable(), NoTies()], over={"q": (0, 1)})
    assert found.evidence is Evidence.CERTIFIED
    assert found.condition == sympy.And(q > 0, q < Rational(1, 2))
    assert region(E(u("a")) <= q, given=[Bounded(0, 1)], over={"q": (0, 2)}).condition == sympy.And(q >= 1, q < 2)
    risky = Choice({"sure": {"w": 1}, "r": {"a": P, "b": 1 - P}})
    assert region(Pr(risky.best("sure")) >= "1/3", given=[Exchangeable(), NoTies()]).holds
    assert region(Pr(risky.best("sure")) >= "1/2", given=[Exchangeable(), NoTies()]).fails


def test_an_mdp_with_a_symbol_in_its_transitions() -> None:
    slip = MDP(
        {"s": {"try": {"x": P, "s": 1 - P}, "y": {"y": 1}}, "x": {"x": {"x": 1}}, "y": {"y": {"y": 1}}}, discount="1/2"
    )
    law = iid(PowerFunction(2))
    formula = measure(Pr(slip.optimal("s", "try")), goals=law).value
    for point in (F(1, 5), F(1, 2), F(4, 5)):
        numeric = measure(Pr(slip.substitute({P: point}).optimal("s", "try")), goals=law).value
        assert formula.subs(P, Rational(point.numerator, point.denominator)) == Rational(numeric)
