"""Random menus under random laws: measures agree with a million independent draws, and partitions sum to 1."""

from fractions import Fraction

import numpy as np
import pytest

from decision import (
    Beta,
    Cauchy,
    Choice,
    Discrete,
    Exponential,
    Laplace,
    Mixture,
    Normal,
    NoTies,
    PiecewiseUniform,
    PowerFunction,
    Pr,
    Stable,
    Uniform,
    features,
    finite,
    gaussian,
    iid,
    independent,
    measure,
    mixture,
    orbit,
    u,
)
from decision.engines.measure.arithmetic import ball, precision
from decision.goals.rejection import truth

DRAWS = 1_000_000
WORLDS = list("abcd")


def continuous(rng, kinds=(0, 6)):
    """One of the first kinds of law; exponential tails do not mix with polynomials when options share outcomes."""
    low = int(rng.integers(-2, 3))
    return [
        PowerFunction(int(rng.integers(1, 4))),
        Beta(int(rng.integers(1, 4)), int(rng.integers(1, 4))),
        Uniform(low, low + 2),
        PiecewiseUniform([("1/3", -3, -1), ("2/3", low, low + 3)]),
        Exponential(int(rng.integers(1, 3))),
        Laplace(low, int(rng.integers(1, 3))),
    ][int(rng.integers(*kinds))]


def bounded(rng):
    return continuous(rng, (0, 4))


def tailed(rng):
    return [Normal(0, 2), Cauchy(0, 1), Stable("1/2"), Stable("3/2", 0, 2)][int(rng.integers(4))]


def table(rng):
    values = rng.choice(5, 3, replace=False)
    return Discrete({int(values[0]): "1/2", int(values[1]): "1/3", int(values[2]): "1/6"})


def spike(rng):
    return Mixture([("1/4", Discrete({1: 1})), ("3/4", Uniform(0, 2))])


def covariance(rng):
    factor = rng.integers(-2, 3, (4, int(rng.integers(2, 5))))
    return gaussian([int(x) for x in rng.integers(-1, 2, 4)], (factor @ factor.T).tolist(), WORLDS)


def goal(rng):
    return {w: int(x) for w, x in zip(WORLDS, rng.integers(0, 5, 4), strict=True)}


LAWS = {
    "continuous": lambda rng: iid(continuous(rng)),
    "tailed": lambda rng: iid(tailed(rng)),
    "table": lambda rng: iid(table(rng)),
    "spike": lambda rng: independent({"a": spike(rng), "b": table(rng), "c": bounded(rng), "d": bounded(rng)}),
    "different and bounded": lambda rng: independent({w: bounded(rng) for w in WORLDS}),
    "different tails": lambda rng: independent({w: continuous(rng, (2, 6)) for w in WORLDS}),
    "gaussian": covariance,
    "orbit": lambda rng: orbit(goal(rng)),
    "finite": lambda rng: finite([("1/5", goal(rng)), ("1/5", goal(rng)), ("3/5", goal(rng))]),
    "mixture": lambda rng: mixture([("1/3", orbit(goal(rng))), ("2/3", iid(continuous(rng)))]),
    "features": lambda rng: features(iid(continuous(rng)), {w: {"f": int(rng.integers(-2, 3)), w: 1} for w in WORLDS}),
    "posterior": lambda rng: iid(continuous(rng)).given(u("a") >= u("b")),
}


def lottery(rng):
    reached = rng.choice(WORLDS, int(rng.integers(1, 4)), replace=False)
    parts = rng.integers(1, 5, len(reached))
    return {str(w): Fraction(int(n), int(parts.sum())) for w, n in zip(reached, parts, strict=True)}


def menu(rng):
    found = Choice({name: lottery(rng) for name in ("x", "y", "z")})
    return found if len({found.value(o) for o in found.options}) == 3 else menu(rng)


def whole(results):
    """The sum of results as a ball, at the precision of the least precise."""
    with precision(20):
        total = ball(Fraction(0))
        for found in results:
            if hasattr(found, "radius"):
                total += ball(found.lower).union(ball(found.upper))
            else:
                total += ball(found.value)
        return total


def compare(seed, name, draws):
    rng = np.random.default_rng(seed)
    law, options = LAWS[name](rng), menu(rng)
    found = [measure(Pr(options.best(o)), goals=law) for o in options.options]
    columns = dict(zip(WORLDS, law.sample(np.random.default_rng([seed, 1]), draws, WORLDS).T, strict=True))
    for o, exact in zip(options.options, found, strict=True):
        share = truth(options.best(o), columns, draws).mean()
        error = max(share * (1 - share), 1 / draws) ** 0.5 / draws**0.5
        assert abs(share - float(exact)) <= 5 * error, (law, options, o, exact, share)
    total = whole(found)
    if law.satisfies(NoTies()):
        assert total.contains(1), (law, options, found)
        assert float(total.rad()) < 1e-14
    else:
        unique = whole([measure(Pr(options.uniquely_best(o)), goals=law) for o in options.options])
        assert float(unique.mid()) <= 1 + 1e-12, (law, options)
        assert float(total.mid()) >= 1 - 1e-12, (law, options)


@pytest.mark.parametrize("name", LAWS)
def test_a_few_pairs_agree_with_samples(name):
    for seed in range(2):
        compare(seed, name, 100_000)


@pytest.mark.slow
@pytest.mark.parametrize("name", LAWS)
def test_five_hundred_pairs_agree_with_a_million_draws(name):
    for seed in range(100, 142):
        compare(seed, name, DRAWS)
