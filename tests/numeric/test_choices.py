"""What agents do first, and what they lose: exact measures of small processes, and bounds that hold goal by goal."""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from scipy.sparse import csr_array

from decision import (
    Discrete,
    InvalidType,
    InvalidValue,
    Normal,
    PackedMDP,
    Pr,
    Stable,
    Uniform,
    UnknownName,
    iid,
    measure,
    optimal_values,
    pack,
)
from decision.numeric.candidates import candidates, candidates_at
from decision.numeric.choices import average_loss, choice_share
from decision.numeric.deciders import EpsilonOptimal, policy_values
from decision.numeric.noise import noisy
from decision.numeric.shares import average_power, optimal_shares
from decision.problems.deciders import Boltzmann, Quantiliser, UniformArgmax
from tests.golden.mdps import FIGURE_1, graph, star
from tests.numeric.models import random_model, torus_model

LAW = iid(Uniform(0, 1))
MDP_1 = graph(FIGURE_1, "1/2")


def exact(left: str, right: str, discount: str, p: str = "0") -> Fraction:
    mdp = noisy(MDP_1.at_discount(discount), p)
    return measure(Pr(mdp.optimal("star", left)) - Pr(mdp.optimal("star", right)), goals=LAW).value


@pytest.mark.parametrize("discount", ["1/10", "9/10"])
@pytest.mark.parametrize(("left", "right"), [("nil", "lL"), ("rR", "nil")])
def test_differences_on_figure_1_are_the_measured_ones(left: str, right: str, discount: str):
    found = choice_share(
        pack(MDP_1), "star", left, minus=right, goals=LAW, discount=float(Fraction(discount)), samples=8000
    )
    assert found.lower <= exact(left, right, discount) <= found.upper
    assert found.upper - found.lower < 0.08


def test_one_set_of_actions_is_counted_once():
    model = pack(MDP_1)
    options: dict[str, Any] = {"goals": LAW, "discount": 0.9, "samples": 2000}
    shares = optimal_shares(model, "star", **options)
    assert choice_share(model, "star", ["nil", "lL", "rR"], **options).value == 1
    one = choice_share(model, "star", "rR", **options)
    assert one.value == shares["rR"].value
    two = choice_share(model, "star", ["nil", "lL"], **options)
    assert two.value == pytest.approx(1 - one.value)  # no ties: the law is continuous


def test_a_set_that_has_all_candidates_is_optimal_though_none_of_them_is_for_certain():
    third, more = 1 / 3, np.nextafter(1 / 3, 1)
    rows = [[0, third, 1 - third, 0], [0, more, 1 - more, 0], [0, 0, 0, 1], *np.eye(4)[1:]]
    model = PackedMDP(csr_array(np.array(rows)), np.array([0, 0, 0, 1, 2, 3]), np.array([0, 1, 2, 0, 0, 0]))
    options: dict[str, Any] = {"goals": LAW, "discount": 0.5, "samples": 1000}
    one, two = choice_share(model, 0, 0, **options), choice_share(model, 0, [0, 1], **options)
    assert one.ambiguous > 0.1
    assert two.ambiguous == 0
    assert two.value + choice_share(model, 0, 2, **options).value == 1
    assert choice_share(model, 0, 0, minus=2, **options).ambiguous == one.ambiguous


@pytest.mark.parametrize("discount", [0.0, 0.9])
@pytest.mark.parametrize("model", [random_model(40, seed=1), torus_model(5), pack(MDP_1)], ids=["r", "t", "f"])
def test_candidates_at_a_state_are_those_of_all_pairs(model: PackedMDP, discount: float):
    rewards = np.random.default_rng(0).integers(0, 3, (50, model.size))  # whole rewards: many near ties
    found = optimal_values(model, rewards, discount=discount, tolerance=1e-6)
    for place in range(model.size):
        for one, every in zip(candidates_at(found, place), candidates(found), strict=True):
            assert np.array_equal(one, every[:, model.state == place])


def test_deciders_choose_as_their_rules_say():
    model, options = pack(star(4, "1/2")), {"goals": LAW, "discount": 0.5, "samples": 500}
    fair = choice_share(model, "s", ["end0", "end1"], decider=Quantiliser(1), **options)
    assert fair.value == pytest.approx(1 / 2)
    best = choice_share(model, "s", "end0", decider=UniformArgmax(), **options)
    assert best.value == choice_share(model, "s", "end0", **options).value
    cold, hot = (choice_share(model, "s", "end0", decider=Boltzmann(t), **options) for t in ("1/10000", 10**6))
    assert cold.value == pytest.approx(best.value, abs=0.01)
    assert hot.value == pytest.approx(1 / 4, abs=1e-4)
    anything = choice_share(model, "s", "end0", minus="end1", decider=EpsilonOptimal(2), **options)
    assert anything.value == pytest.approx(0)


RULES = [Boltzmann("1/5"), EpsilonOptimal("1/10"), Quantiliser("1/2"), UniformArgmax()]


@pytest.mark.parametrize("rule", RULES, ids=repr)
def test_losses_are_differences_of_values(rule: Any, monkeypatch: pytest.MonkeyPatch):
    model, discount, drawn = random_model(30, seed=2), 0.9, list[Any]()

    def seen(model: PackedMDP, rewards: Any, **options: Any) -> Any:
        drawn.append(rewards)
        return optimal_values(model, rewards, **options)

    monkeypatch.setattr("decision.numeric.goal_samples.optimal_values", seen)
    found = average_loss(model, 3, rule, goals=LAW, discount=discount, samples=64)
    rewards = np.concatenate(drawn)
    assert found.samples == len(rewards) == 64
    assert found.lower <= found.value <= found.upper
    best = optimal_values(model, rewards, discount=discount, tolerance=1e-8).values[:, 3]
    own = policy_values(model, rewards, rule, discount=discount, tolerance=1e-8).values[:, 3]
    assert found.value == pytest.approx((1 - discount) * (best - own).mean(), abs=1e-6)


def test_random_choice_loses_the_known_amount():
    # at a star of n ends the best is worth n / (n + 1) on average, a random one 1 / 2
    found = average_loss(pack(star(3, "1/2")), "s", Quantiliser(1), goals=LAW, discount=0.5, samples=4000)
    assert found.lower <= 0.5 * (3 / 4 - 1 / 2) <= found.upper
    assert found.upper - found.lower < 0.03


def test_maximisers_lose_nothing():
    found = average_loss(pack(MDP_1), "star", UniformArgmax(), goals=LAW, discount=0.9, samples=200)
    assert abs(found.value) < 1e-5
    assert found.lower <= 0


def test_results_do_not_depend_on_threads():
    for call in (
        lambda n: choice_share(pack(MDP_1), "star", "nil", minus="lL", goals=LAW, discount=0.9, threads=n),
        lambda n: average_power(pack(MDP_1), "star", goals=LAW, discount=0.9, threads=n),
        lambda n: average_loss(pack(MDP_1), "star", Boltzmann(1), goals=LAW, discount=0.9, samples=200, threads=n),
    ):
        assert call(1) == call(3)


def test_rewards_that_are_all_the_same_have_a_scale():
    found = average_power(pack(MDP_1), "star", goals=iid(Discrete({3: 1})), discount=0.5, samples=100)
    assert found.value == pytest.approx(3)


def test_heavy_tails_are_no_obstacle_to_choices():
    found = choice_share(pack(star(3, "1/2")), "s", "end0", goals=iid(Stable("1/2")), discount=0.5, samples=2000)
    assert found.lower <= 1 / 3 <= found.upper


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda m: choice_share(MDP_1, "star", "nil", goals=LAW, discount=0.5), InvalidType, "pack(mdp)"),
        (lambda m: choice_share(m, "star", "up", goals=LAW, discount=0.5), UnknownName, "'nil', 'lL', 'rR'"),
        (lambda m: choice_share(m, "star", [], goals=LAW, discount=0.5), InvalidValue, "actions = [] is empty"),
        (lambda m: choice_share(m, "star", "nil", minus="nil", goals=LAW, discount=0.5), InvalidValue, "minus"),
        (lambda m: choice_share(m, "star", 3.5, goals=LAW, discount=0.5), InvalidType, "actions = 3.5"),
        (lambda m: choice_share(m, "star", "nil", decider="best", goals=LAW, discount=0.5), InvalidType, "decider"),
        (lambda m: choice_share(m, "star", "nil", goals=LAW, discount=0.5, samples=0), InvalidValue, "samples"),
        (lambda m: choice_share(m, "star", "nil", goals=LAW, discount=0.5, samples=True), InvalidType, "samples"),
        (lambda m: average_loss(m, "star", Boltzmann(1), goals=iid(Normal(0, 1)), discount=0.5), InvalidValue, "bound"),
        (lambda m: average_loss(m, "star", None, goals=LAW, discount=0.5), InvalidType, "decider"),
    ],
    ids=["not-packed", "action", "none", "both", "not-a-name", "rule", "samples", "truth", "unbounded", "no-rule"],
)
def test_input_that_is_refused(call: Callable[[Any], Any], error: Any, words: str):
    with pytest.raises(error, match=re.escape(words)):
        call(pack(MDP_1))
