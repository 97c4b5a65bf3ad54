"""`measure` against published and derived values; what it does with the structure of laws and quantities; refusals."""

from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
import sympy

from decision import (
    Cauchy,
    Choice,
    Decision,
    Discrete,
    E,
    Enclosure,
    Exact,
    Exponential,
    InvalidType,
    InvalidValue,
    Laplace,
    Mixture,
    Normal,
    Outcome,
    Plan,
    PowerFunction,
    Pr,
    Resolute,
    Sophisticated,
    Stable,
    Uniform,
    UnknownName,
    empirical,
    features,
    finite,
    gaussian,
    iid,
    indifferent,
    maximum,
    measure,
    mixture,
    orbit,
    pick,
    u,
)

UNIT = iid(Uniform(0, 1))


def spread(prefix, k):
    return {f"{prefix}{i}": Fraction(1, k) for i in range(k)}


def chance(k):
    return Choice({"sure": {"w": 1}, "one": spread("c", k), "two": spread("d", k)})


# --- values known beforehand -------------------------


@pytest.mark.parametrize("n", [1, 2, 3, 6])
def test_skew_favours_the_lottery(n):
    """FACTS 2: (n / (n + 1))**n for iid Exp(1)."""
    menu = Choice({"sure": {"s": 1}, "lottery": spread("w", n)})
    assert measure(Pr(menu.best("sure")), goals=iid(Exponential(1))).value == Fraction(n, n + 1) ** n


def test_less_left_to_chance_under_uniform_utilities():
    """FACTS 5."""
    found = measure(Pr(chance(2).best("sure")), goals=UNIT)
    assert found.value == Fraction(23, 60)
    assert "independence" in found.route
    assert not found.ties


@pytest.mark.parametrize("n", [2, 5, 40])
@pytest.mark.parametrize(
    "law", [Uniform(0, 1), Normal(1, 4), Cauchy(0, 1), Stable("1/2"), PowerFunction("1/3")], ids=repr
)
def test_equal_options_are_best_equally_often(n, law):
    """FACTS 4, by symmetry, for whatever law has no atoms."""
    menu = Choice({f"o{i}": {f"v{i}": "1/3", f"w{i}": "2/3"} for i in range(n)})
    found = measure([Pr(menu.best("o0")), Pr(menu.worst("o1"))][n % 2], goals=iid(law))
    assert found.value == Fraction(1, n)
    assert found.route == f"symmetry of {n} values"


@pytest.mark.parametrize(("n", "k"), [(3, 2), (1, 9), (30, 70)])
def test_more_later_choices(n, k):
    """FACTS 10."""
    ours, theirs = (maximum(*(u(f"{p}{i}") for i in range(m))) for p, m in (("a", n), ("b", k)))
    for law in (iid(Uniform(0, 1)), iid(Normal(0, 1)), gaussian(0, outcomes=_names(n, k), correlation="1/3")):
        assert measure(Pr(ours >= theirs), goals=law).value == Fraction(n, n + k)


def _names(n, k):
    return [f"a{i}" for i in range(n)] + [f"b{i}" for i in range(k)]


@pytest.mark.parametrize("n", [1, 2, 5])
@pytest.mark.parametrize("law", [Uniform(0, 1), Normal(0, 1), Exponential(1), Cauchy(3, 2)], ids=repr)
def test_desire_preservation(n, law):
    """FACTS 13 and 14: n / (n + 1) when the changed self chooses, 1/2 when plans bind."""
    branches = {
        "keep": Decision("later", {f"x{i}": Outcome(f"k{i}") for i in range(n)}),
        "change": Decision("then", {f"x{i}": Outcome(f"c{i}") for i in range(n)}, chooser="changed"),
    }
    tree = Decision("now", branches)
    assert measure(Pr(Plan(tree, rule=Sophisticated()).best("keep")), goals=iid(law)).value == Fraction(n, n + 1)
    assert measure(Pr(Plan(tree, rule=Resolute()).best("keep")), goals=iid(law)).value == Fraction(1, 2)


def test_a_reflection_makes_two_options_equally_likely():
    """FACTS 1: any lotteries, any reflection-symmetric law without ties."""
    menu = Choice({"a": {"x": "1/3", "y": "2/3"}, "b": {"x": "1/5", "z": "4/5"}})
    laws = [
        iid(Laplace(2, 1)),
        gaussian(0, [[1, "1/2", 0], ["1/2", 2, 0], [0, 0, 3]], ["x", "y", "z"]),
        iid(Stable("1/2")),
    ]
    assert [m.value for m in measure(Pr(menu.best("a")), goals=laws)] == [Fraction(1, 2)] * 3
    assert measure(Pr(menu.best("a")), goals=iid(Exponential(1))).value != Fraction(1, 2)


def test_retargeting_counts_of_small_orbits():
    """FACTS, ghost 10, apple 5, cherry 0: B is strictly better in 4 of 6 permutations."""
    better = maximum(u("apple"), u("cherry")) > u("ghost")
    for goal, expected in (((10, 5, 0), (4, 0)), ((10, 10, 0), (1, 2)), ((10, 0, 0), (2, 0)), ((1, 1, 1), (0, 1))):
        law = orbit(dict(zip(("ghost", "apple", "cherry"), goal, strict=True)))
        found = measure(Pr(better), goals=law).value
        size = len(set(permutations(goal)))
        assert found == Fraction(expected[0], size)
        tie = measure(Pr(indifferent(maximum(u("apple"), u("cherry")), u("ghost"))), goals=law).value
        assert tie == Fraction(expected[1], size)


def test_one_hundred_disjoint_options_exactly():
    rng = np.random.default_rng(1)
    shares = [Fraction(int(x), 100) for x in rng.integers(1, 100, 100)]
    menu = Choice({f"o{i}": {f"v{i}": q, f"w{i}": 1 - q} for i, q in enumerate(shares)})
    first = [measure(Pr(menu.best(f"o{i}")), goals=UNIT).value for i in range(3)]
    twin = [i for i in range(3, 100) if shares[i] in (shares[0], 1 - shares[0])]
    assert all(isinstance(x, Fraction) and 0 < x < 1 for x in first)
    if twin:
        assert measure(Pr(menu.best(f"o{twin[0]}")), goals=UNIT).value == first[0]
    draws = np.random.default_rng(2).random((100_000, 200))
    values = draws[:, :100] * np.array([float(q) for q in shares]) + draws[:, 100:] * np.array(
        [float(1 - q) for q in shares]
    )
    share = (values.argmax(axis=1) == 0).mean()
    assert abs(share - float(first[0])) < 5 * (float(first[0]) / len(draws)) ** 0.5


# --- structure of laws and quantities -------------------------


def test_quantities_are_combined_exactly():
    better = Pr(u("a") >= u("b"))
    assert measure(2 * better - E(u("a")) / 3 + 1, goals=UNIT).value == Fraction(11, 6)
    assert measure(better - better, goals=UNIT).value == 0
    laws = measure(better, goals=[UNIT, iid(Exponential(1)), finite([(1, {"a": 0, "b": 1})])])
    assert [m.value for m in laws] == [Fraction(1, 2), Fraction(1, 2), 0]
    assert all(isinstance(m, Exact) for m in laws)


def test_conditional_quantities_and_posteriors_are_the_same_quotient():
    event, condition = u("a") >= u("b"), u("c") <= u("a")
    law = iid(Uniform(0, 1))
    direct = measure(Pr(event, given=condition), goals=law)
    assert direct.value == measure(Pr(event), goals=law.given(condition)).value == Fraction(2, 3)
    twice = law.given(condition).given(u("d") <= u("a"))
    assert measure(Pr(event), goals=twice).value == Fraction(3, 4)
    dice = iid(Discrete(dict.fromkeys(range(1, 7), "1/6")))
    assert measure(E(u("a"), given=u("a") + u("b") >= 11), goals=dice).value == Fraction(17, 3)
    with pytest.raises(InvalidValue, match="probability 0"):
        measure(Pr(event, given=u("a") > 2), goals=law)
    with pytest.raises(InvalidValue, match="probability 0"):
        measure(Pr(event), goals=law.given(indifferent(u("a"), u("c"))))


def test_mixtures_are_linear_and_keep_symbols():
    p = sympy.Symbol("p")
    one, other = orbit({"a": 0, "b": 1}), finite([(1, {"a": 3, "b": 4})])
    found = measure(Pr(u("a") >= u("b")), goals=mixture([(p, one), (1 - p, other)]))
    assert found.value == p / 2
    assert measure(E(u("a")), goals=iid(Normal(p, 1))).value == p
    with pytest.raises(InvalidValue, match=r"no range of its own.*region"):
        measure(Pr(u("a") >= 2 * u("b")), goals=iid(PowerFunction(p)))
    assert measure(Pr(u("a") >= 2 * u("b")), goals=iid(PowerFunction(p)).substitute({"p": 1})).value == Fraction(1, 4)


def test_features_are_substituted():
    law = features(iid(Uniform(0, 1)), {"a": {"f": 1}, "b": {"g": 1}, "c": {"f": 1}})
    assert measure(Pr(u("a") >= u("b")), goals=law).value == Fraction(1, 2)
    assert measure(Pr(u("a") > u("c")), goals=law).value == 0
    assert measure(E(maximum(u("a"), u("c"), u("b"))), goals=law).value == Fraction(2, 3)


def test_singular_normal_laws_are_reduced():
    law = gaussian([0, 1, 0], [[1, 2, 0], [2, 4, 0], [0, 0, 1]], ["a", "b", "c"])
    assert measure(Pr(u("b") >= 2 * u("a")), goals=law).value == 1
    assert measure(Pr(u("b") >= 2 * u("a") + 1), goals=law).value == 1
    assert measure(Pr(u("b") > 2 * u("a") + 1), goals=law).value == 0
    assert measure(Pr(u("b") >= u("a") + 1), goals=law).value == Fraction(1, 2)


def test_ties_count_as_the_event_says_and_are_reported():
    law = iid(Discrete({0: "1/2", 1: "1/2"}))
    weak, strict = (measure(Pr(event), goals=law) for event in (u("a") >= u("b"), u("a") > u("b")))
    assert (weak.value, strict.value) == (Fraction(3, 4), Fraction(1, 4))
    (tie,) = weak.ties
    assert {tie.left, tie.right} == {u("a"), u("b")}
    assert tie.probability == Fraction(1, 2)
    assert "u(a) = u(b) with probability 1/2" in repr(weak)
    part = mixture([("1/4", law), ("3/4", UNIT)])
    assert measure(Pr(u("a") > u("b")), goals=part).ties[0].probability == Fraction(1, 8)
    spike = iid(Mixture([("1/3", Discrete({1: 1})), ("2/3", Uniform(0, 2))]))
    found = measure(Pr(u("a") > u("b")), goals=spike)
    assert found.ties[0].probability == Fraction(1, 9)
    assert found.value == Fraction(4, 9)
    same = gaussian(0, outcomes=["a", "b"], correlation=1)
    assert measure(Pr(u("a") >= u("b")), goals=same).ties[0].probability == 1
    assert measure(Pr(u("a") >= u("b")), goals=UNIT).ties == ()


def test_picks_count_ties_by_their_rule():
    chosen = {ties: pick([u("x"), u("y")], [u("a"), u("b")], ties=ties) for ties in ("best", "worst", "uniform")}
    law = iid(Discrete({0: "1/2", 1: "1/2"}))
    found = {ties: measure(E(value), goals=law) for ties, value in chosen.items()}
    assert {t: m.value for t, m in found.items()} == {
        "best": Fraction(5, 8),
        "worst": Fraction(3, 8),
        "uniform": Fraction(1, 2),
    }
    assert found["best"].ties[0].probability == Fraction(1, 2)
    assert all(measure(E(value), goals=UNIT).value == Fraction(1, 2) for value in chosen.values())


def test_picks_that_share_utilities_with_the_rest_are_not_conditioned_on_alone():
    value = pick([u("x"), u("y")], [u("a") + u("x"), u("b") + u("y")])
    law = iid(Discrete({0: "1/2", 1: "1/2"}))
    assert measure(E(value), goals=law).value == Fraction(5, 4) + Fraction(1, 8)


def test_empirical_laws_count_rows():
    law = empirical([[0.5, 0.25], [0.1, 0.1], [0.0, 1.0]], ["a", "b"])
    assert measure(Pr(u("a") >= u("b")), goals=law).value == Fraction(2, 3)
    assert measure(E(u("a")), goals=law).value == (Fraction(1, 2) + Fraction(0.1)) / 3


# --- refusals -------------------------


def test_what_cannot_be_measured_is_refused():
    with pytest.raises(InvalidValue, match=r"does not exist.*too heavy"):
        measure(E(u("a")), goals=iid(Cauchy(0, 1)))
    with pytest.raises(UnknownName, match="'z'"):
        measure(Pr(u("a") >= u("z")), goals=orbit({"a": 1, "b": 2}))
    with pytest.raises(InvalidType, match="quantity"):
        measure(u("a") >= u("b"), goals=UNIT)
    with pytest.raises(InvalidType, match="goals"):
        measure(Pr(u("a") >= u("b")), goals="uniform")
    with pytest.raises(InvalidType, match="goals"):
        measure(Pr(u("a") >= u("b")), goals=[UNIT, Uniform(0, 1)])


def test_what_has_no_route_points_to_estimate():
    menu = Choice({"a": {"x": "1/2", "y": "1/2"}, "b": {"y": "1/3", "z": "2/3"}, "c": {"x": "1/5", "z": "4/5"}})
    law = iid(Mixture([("1/2", Cauchy(0, 1)), ("1/2", Uniform(0, 1))]))
    with pytest.raises(InvalidValue, match=r"no exact route.*estimate\("):
        measure(Pr(menu.best("a")), goals=law)


def test_enclosures_keep_their_radius_when_terms_are_scaled_or_conditions_are_rare():
    chain = Pr((u("a") >= u("b") + 1) & (u("b") >= u("c") + 1))
    rare = Pr(u("a") >= u("e"), given=(u("a") >= u("c") + 9) & (u("b") >= u("d") + 1))
    for quantity in (chain, 10**9 * chain, rare):
        found = measure(quantity, goals=iid(Normal(0, 1)))
        assert isinstance(found, Enclosure)
        assert found.radius <= Fraction(1, 10**16)
        finer = found.refine(30)
        assert finer.radius <= Fraction(1, 10**30)
        assert abs(finer.midpoint - found.midpoint) <= finer.radius + found.radius


def test_results_print_and_convert():
    found = measure(Pr(u("a") >= u("b")), goals=UNIT)
    assert repr(found) == "1/2 (exact, by symmetry of 2 values)"
    assert float(found) == 0.5
    ball = Enclosure(Fraction(1, 3), Fraction(1, 10**6), "quadrature")
    assert (ball.lower, ball.upper) == (Fraction(1, 3) - Fraction(1, 10**6), Fraction(1, 3) + Fraction(1, 10**6))
    assert repr(ball) == "0.33333333 +/- 1.0e-6 (enclosed, by quadrature)"
    assert ball.refine(5) is ball
    for digits, error in ((0, InvalidValue), (3.5, InvalidType), (30, InvalidType)):
        with pytest.raises(error):
            ball.refine(digits)
    assert repr(Enclosure(Fraction(-5, 4), Fraction(1, 100), "x")).startswith("-1.2500 +/- 1.0e-2")
