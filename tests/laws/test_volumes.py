"""Laws of exact measures: partitions, representations by other utilities, invariance, and independent samples."""

import random
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np
import pytest

from decision import (
    Beta,
    Choice,
    E,
    Exponential,
    Laplace,
    Mixture,
    PiecewiseUniform,
    PowerFunction,
    Pr,
    Uniform,
    iid,
    independent,
    maximum,
    measure,
    minimum,
    u,
)
from decision.language.substitute import placed, placed_event
from tests.oracle.lasserre import volume

F = Fraction
STEPS = PiecewiseUniform([("1/2", -1, 1), ("1/4", 2, 3), ("1/4", -3, -2)])
LAWS = [Uniform(0, 1), STEPS, PowerFunction(2), Beta(2, 2), Exponential(1), Laplace(1, 2)]


def random_menu(source: random.Random, worlds: int, options: int) -> Choice:
    """Lotteries that share worlds; some may be alike."""
    lotteries = {}
    for k in range(options):
        weights = [source.choice([0, 0, 1, 1, 2, 3]) for _ in range(worlds)]
        weights[k % worlds] += 1
        lotteries[f"o{k}"] = {f"w{i}": F(w, sum(weights)) for i, w in enumerate(weights) if w}
    return Choice(lotteries)


@pytest.mark.parametrize("seed", [*range(12), *(pytest.param(k, marks=pytest.mark.slow) for k in range(12, 100))])
def test_regions_of_a_partition_sum_to_one(seed: int) -> None:
    source = random.Random(seed)
    menu = random_menu(source, source.randint(2, 5), source.randint(2, 4))
    law = LAWS[seed % len(LAWS)]
    if all(menu.lottery(a) != menu.lottery(b) for a in menu.options for b in menu.options if a < b):
        assert sum(measure(Pr(menu.best(o)), goals=iid(law)).value for o in menu.options) == 1


@pytest.mark.parametrize("seed", [*range(2), *(pytest.param(k, marks=pytest.mark.slow) for k in range(2, 6))])
def test_the_best_value_is_the_sum_over_the_regions(seed: int) -> None:
    menu = random_menu(random.Random(seed), 4, 3)
    law = iid(LAWS[seed % len(LAWS)])
    chances = {o: measure(Pr(menu.best(o)), goals=law).value for o in menu.options}
    parts = [p * measure(E(menu.value(o), given=menu.best(o)), goals=law).value for o, p in chances.items() if p]
    assert sum(parts) == measure(E(menu.value()), goals=law).value


def drawn(menu: Choice, law, seed: int, size: int = 200_000):
    rng = np.random.default_rng(seed)
    goals = iid(law).sample(rng, size, menu.outcomes)
    lotteries = np.array([[float(menu.lottery(o).get(w, 0)) for w in menu.outcomes] for o in menu.options])
    return goals @ lotteries.T


@pytest.mark.parametrize("law", LAWS, ids=repr)
def test_independent_samples_agree_at_five_standard_errors(law) -> None:
    menu = random_menu(random.Random(repr(law)), 5, 3)
    values = drawn(menu, law, 11)
    for k, option in enumerate(menu.options):
        wins = values.argmax(axis=1) == k
        exact = float(measure(Pr(menu.best(option)), goals=iid(law)).value)
        assert abs(wins.mean() - exact) <= 5 * np.sqrt(exact * (1 - exact) / len(wins)) + 1e-12
    best = values.max(axis=1)
    assert abs(best.mean() - float(measure(E(menu.value()), goals=iid(law)).value)) <= 5 * best.std() / len(best) ** 0.5


@pytest.mark.parametrize("seed", range(3))
def test_a_laplace_utility_is_a_difference_of_two_exponential_ones(seed: int) -> None:
    menu = random_menu(random.Random(seed), 3, 3)
    split = {w: u(f"{w}+") - u(f"{w}-") for w in menu.outcomes}
    for option in menu.options:
        event = menu.best(option)
        exponential = measure(Pr(placed_event(event, split)), goals=iid(Exponential("1/2"))).value
        assert measure(Pr(event), goals=iid(Laplace(0, 2))).value == exponential


@pytest.mark.parametrize(
    ("law", "copies", "of"),
    [
        (PowerFunction(2), 2, lambda x: maximum(*x)),
        pytest.param(PowerFunction(3), 3, lambda x: maximum(*x), marks=pytest.mark.slow),
        (Beta(1, 2), 2, lambda x: minimum(*x)),
    ],
    ids=["larger-of-two", "largest-of-three", "smaller-of-two"],
)
def test_order_statistics_of_uniform_utilities(law, copies, of) -> None:
    """Polynomial densities against volumes of many more coordinates."""
    event, value = 2 * u("a") >= u("b") + u("c"), maximum(2 * u("a"), u("b") + "1/4")
    split = {w: of([u(f"{w}{k}") for k in range(copies)]) for w in ("a", "b", "c")}
    assert (
        measure(Pr(event), goals=iid(law)).value
        == measure(Pr(placed_event(event, split)), goals=iid(Uniform(0, 1))).value
    )
    assert measure(E(value), goals=iid(law)).value == measure(E(placed(value, split)), goals=iid(Uniform(0, 1))).value


@pytest.mark.parametrize("seed", range(2))
def test_probabilities_do_not_change_under_positive_affine_maps(seed: int) -> None:
    source = random.Random(seed)
    menu = random_menu(source, 4, 3)
    scale, shift = F(source.randint(1, 9), 4), F(source.randint(-9, 9), 2)
    for plain, moved in (
        (Uniform(0, 1), Uniform(shift, shift + scale)),
        (Laplace(0, 1), Laplace(shift, scale)),
    ):
        first, second = ([measure(Pr(menu.best(o)), goals=iid(m)).value for o in menu.options] for m in (plain, moved))
        assert first == second


def test_utilities_of_different_kinds() -> None:
    """`a` uniform on [0, 1], `b` exponential: P(a >= b) is 1 minus the mean of exp(-b) ... = exp(-1)."""
    law = independent({"a": Uniform(0, 1), "b": Exponential(1), "c": Laplace(0, 1)})
    answer = measure(Pr((u("a") >= u("b")) & (u("a") + u("c") >= u("b") + u("c"))), goals=law)
    assert str(answer.value) == "exp(-1)"


def test_cells_are_evidence_that_another_program_can_recompute() -> None:
    menu = Choice({"x": {"a": "1/2", "b": "1/2"}, "y": {"a": "1/3", "c": "2/3"}, "z": {"b": "2/3", "c": "1/3"}})
    answer = measure(Pr(menu.best("x") | menu.best("y")), goals=iid(Uniform(0, 1)))
    names, recomputed = answer.certificate["coordinates"], F(0)
    for cell in answer.certificate["cells"]:
        rows = [(tuple(-F(r["linear"].get(w, 0)) for w in names), F(r["constant"])) for r in cell["rows"]]
        box = [(tuple(F(s * (i == j)) for j in range(3)), F(s > 0)) for i in range(3) for s in (1, -1)]
        found = volume([*box, *rows])
        assert found == F(cell["integral"])
        recomputed += found
    assert answer.value == (1 - recomputed if answer.certificate["complement"] else recomputed)
    assert answer.certificate["agreed"] == "PyNormaliz SignedDec"


def test_a_mixture_of_tails_is_the_mean_over_its_parts() -> None:
    """Heavy tails by mixing: the mixture of every coordinate by hand, against an independent sampler too."""
    parts = [("9/10", Laplace(0, 1)), ("1/10", Laplace(0, 10))]
    event = 2 * u("a") >= u("b") + u("c")
    by_hand = F(0)
    for choice in product(parts, repeat=3):
        law = independent(dict(zip(("a", "b", "c"), (m for _, m in choice), strict=True)))
        by_hand += prod(F(q) for q, _ in choice) * measure(Pr(event & (u("a") >= u("c"))), goals=law).value
    assert measure(Pr(event & (u("a") >= u("c"))), goals=iid(Mixture(parts))).value == by_hand
