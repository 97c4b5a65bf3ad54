"""Laws of the whole goal: what they cover, how they are sampled, and input that is refused."""

import re
from fractions import Fraction

import numpy as np
import pytest
import sympy

from decision import (
    Discrete,
    Exponential,
    InvalidType,
    InvalidValue,
    Normal,
    Uniform,
    UnknownName,
    empirical,
    features,
    finite,
    gaussian,
    iid,
    independent,
    mixture,
    orbit,
    u,
)
from decision.goals.elimination import eliminated

DRAWS = 40_000
COIN = [("1/4", {"a": 1, "b": 0}), ("3/4", {"a": 0, "b": 2})]

LAWS = {
    "iid": iid(Uniform(0, 1)),
    "independent": independent({"a": Uniform(0, 2), "b": Normal(1, 2)}),
    "gaussian": gaussian([1, 0], [[2, -1], [-1, 3]], ["a", "b"]),
    "equicorrelated": gaussian(2, outcomes=["a", "b"], correlation="-1/3", variance=4),
    "singular": gaussian(0, [[1, 2], [2, 4]], ["a", "b"]),
    "factor": gaussian(0, factors={"a": [1, 2], "b": [0, 1]}, specific={"a": 1, "b": "1/2"}),
    "finite": finite(COIN),
    "orbit": orbit({"a": 0, "b": 1, "c": 5}),
    "empirical": empirical([[1, 2], [3, 5], [3, 3]], ["a", "b"]),
    "features": features(
        independent({"f": Uniform(0, 1), "g": Exponential(2)}), {"a": {"f": 1}, "b": {"f": 1, "g": -2}}
    ),
    "mixture": mixture([("1/3", finite(COIN)), ("2/3", iid(Normal(0, 1)))]),
}

MOMENTS = {  # mean and covariance matrix of (a, b), by hand
    "iid": ([Fraction(1, 2), Fraction(1, 2)], [[Fraction(1, 12), 0], [0, Fraction(1, 12)]]),
    "independent": ([1, 1], [[Fraction(1, 3), 0], [0, 4]]),
    "gaussian": ([1, 0], [[2, -1], [-1, 3]]),
    "equicorrelated": ([2, 2], [[4, Fraction(-4, 3)], [Fraction(-4, 3), 4]]),
    "singular": ([0, 0], [[1, 2], [2, 4]]),
    "factor": ([0, 0], [[6, 2], [2, Fraction(3, 2)]]),
    "finite": (
        [Fraction(1, 4), Fraction(3, 2)],
        [[Fraction(3, 16), Fraction(-3, 8)], [Fraction(-3, 8), Fraction(3, 4)]],
    ),
    "orbit": ([2, 2], [[Fraction(14, 3), Fraction(-7, 3)], [Fraction(-7, 3), Fraction(14, 3)]]),
    "empirical": (
        [Fraction(7, 3), Fraction(10, 3)],
        [[Fraction(8, 9), Fraction(8, 9)], [Fraction(8, 9), Fraction(14, 9)]],
    ),
    "features": (
        [Fraction(1, 2), Fraction(-1, 2)],
        [[Fraction(1, 12), Fraction(1, 12)], [Fraction(1, 12), Fraction(13, 12)]],
    ),
    "mixture": (
        [Fraction(1, 12), Fraction(1, 2)],
        [[Fraction(107, 144), Fraction(-1, 24)], [Fraction(-1, 24), Fraction(17, 12)]],
    ),
}


@pytest.mark.parametrize("name", LAWS)
def test_samples_have_the_mean_and_covariance_of_the_law(name):
    sample = LAWS[name].sample(np.random.default_rng(3), DRAWS, ["a", "b"])
    assert sample.shape == (DRAWS, 2)
    assert sample.dtype == np.float64
    mean, cov = (np.array(x, dtype=float) for x in MOMENTS[name])
    products = (sample - mean)[:, :, None] * (sample - mean)[:, None, :]
    for found, expected in ((sample, mean), (products, cov)):
        error = found.std(axis=0) / DRAWS**0.5
        assert (abs(found.mean(axis=0) - expected) <= 5 * error + 1e-9).all()


@pytest.mark.parametrize("name", LAWS)
def test_columns_follow_the_coordinates_asked_for_and_seeds_repeat(name):
    both = LAWS[name].sample(np.random.default_rng(4), DRAWS, ["b", "a"]).mean(axis=0)
    assert np.allclose(both, [float(x) for x in reversed(MOMENTS[name][0])], atol=0.1)
    first, again = (LAWS[name].sample(np.random.default_rng(5), 9, ["a"]) for _ in range(2))
    assert (first == again).all()


def test_posterior_samples_satisfy_the_condition_and_have_its_mean():
    law = iid(Uniform(0, 1)).given((u("a") >= u("b")) | (u("c") > 2))
    sample = law.sample(np.random.default_rng(6), DRAWS, ["b", "a"])
    assert (sample[:, 1] >= sample[:, 0]).all()
    assert np.allclose(sample.mean(axis=0), [1 / 3, 2 / 3], atol=0.01)
    with pytest.raises(InvalidValue, match="rejection"):
        iid(Discrete({0: 1})).given(u("a") > 1).sample(np.random.default_rng(0), 1, ["a"])


def test_posterior_of_a_pick_is_sampled_by_the_rule_for_ties():
    from decision import pick

    chosen = pick([u("x"), u("x")], [u("a"), u("b")], ties="worst")
    law = orbit({"a": 0, "b": 1, "x": 2}).given(chosen >= 1)
    assert (law.sample(np.random.default_rng(0), 50, ["a", "b"]) >= 1).all()


def test_rounding_makes_no_ties_and_breaks_none():
    """The values tie exactly in a quarter of the cases, and their floats do not."""
    law = iid(Discrete({"1/10": "1/2", "3/10": "1/2"}))
    tied = (u("a") + 2 * u("a") >= "9/10") & (3 * u("a") + u("b") - u("b") <= "9/10")
    sample = law.given(tied).sample(np.random.default_rng(0), 200, ["a"])
    assert (sample == 0.3).all()


def test_laws_refuse_outcomes_they_do_not_know():
    for name in ("independent", "gaussian", "finite", "orbit", "empirical", "features", "mixture"):
        with pytest.raises(UnknownName, match="outcome = 'z' is unknown"):
            LAWS[name].covers(["a", "z"])
        with pytest.raises(UnknownName):
            LAWS[name].sample(np.random.default_rng(0), 2, ["z"])
    LAWS["iid"].covers(["z", "changed:z"])
    with pytest.raises(UnknownName, match="'a' of the self 'changed'"):
        LAWS["finite"].covers(["changed:a"])


def test_symbols_of_laws_are_found_and_replaced():
    p, m, r = sympy.symbols("p m r")
    law = mixture([(p, iid(Normal(m, 1))), (1 - p, orbit({"a": 0}))])
    assert law.symbols == ("m", "p")
    assert law.substitute({"p": "1/3", "m": 2}) == mixture([("1/3", iid(Normal(2, 1))), ("2/3", orbit({"a": 0}))])
    assert law.substitute({"p": 1, "m": 0}).parts == ((Fraction(1), iid(Normal(0, 1))),)
    law = gaussian(0, outcomes=["a", "b", "c"], correlation=r)
    assert law.symbols == ("r",)
    assert law.substitute({"r": "1/2"}) == gaussian(0, outcomes=["a", "b", "c"], correlation="1/2")
    with pytest.raises(InvalidValue, match="positive semidefinite"):
        law.substitute({"r": "-2/3"})
    assert independent({"a": Normal(m, 1)}).substitute({"m": 1}) == independent({"a": Normal(1, 1)})
    assert iid(Normal(m, 1)).given(u("a") > 0).substitute({"m": 1}).symbols == ()
    assert features(iid(Normal(0, 1)), {"a": {"f": m}}).substitute({"m": 3}).utilities == {"a": 3 * u("f")}


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: iid("uniform"), InvalidType, "marginal = 'uniform'"),
        (lambda: independent({}), InvalidValue, "marginals = {} is empty"),
        (lambda: independent({"a": 3}), InvalidType, "law of 'a' = 3"),
        (lambda: finite([("1/2", {"a": 1})]), InvalidValue, "sum to 1/2, not 1"),
        (
            lambda: finite([("1/2", {"a": 1}), ("1/2", {"b": 1})]),
            InvalidValue,
            "'[ab]' has a utility in some goals only",
        ),
        (lambda: finite([(1, {"a": 0.5})]), InvalidType, "utility of 'a' = 0.5 is a float"),
        (lambda: finite([({"a": 1}, 1)]), InvalidType, "each entry is a pair"),
        (lambda: finite("ab"), InvalidType, "atoms = 'ab'"),
        (lambda: orbit({}), InvalidValue, "goal = {} is empty"),
        (lambda: empirical([[1, float("nan")]], ["a", "b"]), InvalidValue, "not finite numbers"),
        (lambda: empirical([[1, 2]], ["a"]), InvalidValue, r"shape \(1, 2\)"),
        (lambda: empirical([], ["a"]), InvalidValue, "shape"),
        (lambda: empirical([["x"]], ["a"]), InvalidType, "no array of numbers"),
        (lambda: empirical([[1, 2]], ["a", "a"]), InvalidValue, "'a' twice"),
        (lambda: features(iid(Normal(0, 1)), {"a": 1}), InvalidType, "features of 'a' = 1"),
        (lambda: features(orbit({"f": 1}), {"a": {"g": 1}}), UnknownName, "'g'"),
        (lambda: mixture([("2/3", iid(Normal(0, 1)))]), InvalidValue, "sum to 2/3, not 1"),
        (lambda: mixture([("1/2", orbit({"a": 1})), ("1/2", orbit({"b": 1}))]), InvalidValue, "no outcome in common"),
        (lambda: iid(Normal(0, 1)).given("a"), InvalidType, "event = 'a'"),
        (lambda: gaussian(0, [[1, 2], [2, 1]], ["a", "b"]), InvalidValue, "v' cov v = -3 < 0.*eigenvalue is about -1"),
        (lambda: gaussian(0, [[0, 1], [1, 5]], ["a", "b"]), InvalidValue, "v' cov v = -1 < 0"),
        (lambda: gaussian(0, [[1, 2], [1, 1]], ["a", "b"]), InvalidValue, "not symmetric"),
        (lambda: gaussian(0, [[1, 0]], ["a", "b"]), InvalidValue, "square"),
        (lambda: gaussian([1], [[1, 0], [0, 1]], ["a", "b"]), InvalidValue, "mean has 1 entries for 2"),
        (lambda: gaussian({"a": 1}, [[1]], ["a"]), InvalidType, "mean"),
        (lambda: gaussian(0, [[1]], ["a"], correlation=0), InvalidValue, "exactly one"),
        (lambda: gaussian(0, outcomes=["a"]), InvalidValue, "exactly one"),
        (lambda: gaussian(0, outcomes=["a", "b"], correlation="3/2"), InvalidValue, "at least -1 and at most 1"),
        (
            lambda: gaussian(0, outcomes=["a", "b", "c"], correlation="-2/3"),
            InvalidValue,
            "least eigenvalue is about -0.333",
        ),
        (lambda: gaussian(0, outcomes=["a", "b"], correlation=0, variance=-1), InvalidValue, "variance = -1"),
        (lambda: gaussian(0, factors={"a": [1], "b": [1, 2]}), InvalidValue, "different lengths"),
        (lambda: gaussian(0, factors={"a": [1]}, specific=-1), InvalidValue, "specific variance of 'a' = -1"),
        (lambda: gaussian(0, factors={"a": [1]}, specific={"b": 1}), InvalidValue, "specific names b"),
        (lambda: gaussian(0, factors=[[1]]), InvalidType, "factors"),
    ],
)
def test_bad_laws_are_refused(make, error, message):
    with pytest.raises(error, match=re.compile(message, re.DOTALL)):
        make()


def test_elimination_agrees_with_eigenvalues():
    rng = np.random.default_rng(7)
    signs = set()
    for _ in range(300):
        size = int(rng.integers(1, 5))
        factor = rng.integers(-2, 3, (size, int(rng.integers(1, size + 1))))
        matrix = factor @ factor.T - np.diag(rng.integers(0, 2, size)) * int(rng.integers(0, 2))
        exact = [[Fraction(int(x)) for x in row] for row in matrix]
        found = eliminated(exact)
        least = np.linalg.eigvalsh(matrix.astype(float))[0]
        if found.negative is None:
            assert least > -1e-9
            assert len(found.null) == size - np.linalg.matrix_rank(matrix)
            for vector in found.null.values():
                assert all(sum(x * exact[i][j] for j, x in vector.items()) == 0 for i in range(size))
        else:
            v = found.negative
            assert sum(v[i] * exact[i][j] * v[j] for i in v for j in v) < 0
            assert least < 0
        signs.add(found.negative is None)
    assert signs == {True, False}


@pytest.mark.parametrize("name", [n for n in LAWS if n not in ("empirical", "factor")])
def test_repr_rebuilds(name):
    assert eval(repr(LAWS[name])) == LAWS[name]


def test_a_large_covariance_is_not_written_out():
    names = [f"w{i}" for i in range(13)]
    law = gaussian([0] * 13, [[int(i == j) + 1 for j in range(13)] for i in range(13)], names)
    assert len(repr(law)) < 120
    assert "13 means" in repr(law)
