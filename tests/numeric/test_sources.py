"""Streams of goals: exactness, reproducibility, and laws that are refused."""

import random
import re
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest
import sympy
from scipy.special import ndtr, ndtri

from decision import (
    Choice,
    Discrete,
    InvalidType,
    InvalidValue,
    Mixture,
    Normal,
    Pr,
    Uniform,
    UnknownName,
    finite,
    iid,
    independent,
    maximum,
    orbit,
    u,
)
from decision.goals.laws import Law
from decision.language.evaluate import holds
from decision.language.events import all_of
from decision.numeric.bits import NORMAL
from decision.numeric.chunks import chunk, chunk_size, job_of, stream, way_of
from decision.numeric.source import Blocks, Way, source

LAWS = {"uniform": iid(Uniform(0, 1)), "normal": iid(Normal(0, 1))}


WAYS: tuple[Way, ...] = ("sixteen", "hashed")


def blocks(law: Law, names: str, size: int, way: Way = "sixteen", start: int = 0, key: int = 7) -> Blocks:
    found = Blocks(source(law, list(names)), size, way)
    found.draw(np.random.default_rng(1), size, start, key)
    return found


@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize("way", WAYS)
def test_numbers_refined_have_the_law_and_extend_what_was_drawn(name: str, way: Way):
    found = blocks(LAWS[name], "ab", 20_000, way, 0, 12345)
    sixteen = found.source.sixteen
    assert sixteen is not None
    drawn = found.numbers.some(None, None)
    fine = found.closer(np.arange(20_000), 0, 12345)
    shares = fine if name == "uniform" else ndtr(fine)
    known = np.isfinite(drawn)
    assert known.mean() > 0.99
    assert np.abs(fine - drawn)[known].max() <= sixteen.precision.drawn
    assert np.abs(drawn[known]).max() <= sixteen.bound
    added = shares * 2.0**16 % 1
    # of the first bits, and of those added: chi-square with 19 degrees of freedom is above 53 with probability 5e-5
    for part in (shares, added):
        counts = np.histogram(part, bins=20, range=(0, 1))[0]
        assert ((counts - 2000) ** 2 / 2000).sum() < 53


def test_normal_numbers_are_symmetric_and_finite_to_the_last_bit():
    ends = NORMAL.fine(np.array([0, 2**16 - 1, 0, 2**15]), np.array([0, 2**37 - 1, 1, 0], dtype=np.uint64))
    assert ends[0] == -ends[1] == pytest.approx(ndtri(2.0**-54))
    assert np.isfinite(ends).all()
    assert 0 < ends[3] < 1e-15


@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize("way", WAYS)
def test_refining_fewer_columns_gives_the_same_numbers(name: str, way: Way):
    found = blocks(LAWS[name], "abc", 1000, way, 512)
    some = np.array([3, 500, 999])
    assert np.array_equal(found.closer(some, 512, 7), found.closer(np.arange(1000), 512, 7)[:, some])


def test_a_shorter_block_is_drawn_like_the_beginning_of_a_longer_one():
    found = blocks(LAWS["normal"], "a", 100)
    first = found.bits.copy()
    found.draw(np.random.default_rng(1), 40, 0, 7)
    assert np.array_equal(found.bits[0], first[0, :40])


@pytest.mark.parametrize("way", WAYS)
def test_a_part_of_the_numbers_is_the_same_as_all_of_them_there(way: Way):
    numbers = blocks(LAWS["normal"], "abcde", 300, way, 600).numbers
    rows, columns = np.array([0, 3]), np.array([5, 7, 299])
    whole = numbers.some(None, None).copy()
    assert np.array_equal(numbers.some(rows, columns), whole[np.ix_(rows, columns)], equal_nan=True)
    assert np.array_equal(numbers.some(rows, None), whole[rows], equal_nan=True)
    assert np.array_equal(numbers.some(None, columns), whole[:, columns], equal_nan=True)


def test_hashed_numbers_of_other_places_and_chunks_are_not_related():
    rows = [
        blocks(LAWS["uniform"], "ab", 20_000, "hashed", start, key).numbers.some(None, None)
        for start, key in ((0, 1), (20_000, 1), (0, 2), (0, 2**63))
    ]
    correlations = np.corrcoef(np.concatenate(rows))[np.triu_indices(8, 1)]
    # five standard deviations of a correlation of 20,000 pairs
    assert np.abs(correlations).max() < 5 / 20_000**0.5


def test_wide_menus_are_hashed_and_counted_like_exact_evaluation():
    source_ = random.Random(0)
    worlds = [f"w{k}" for k in range(400)]
    menu = Choice({f"o{k}": dict.fromkeys(source_.sample(worlds, 2), "1/2") for k in range(150)})
    for law, ahead in zip(LAWS.values(), ("1/3", 1), strict=True):
        first, *others = (menu.value(o) for o in menu.options)
        job = job_of(Pr(all_of(*(first + ahead >= v for v in others))), law, 0)
        assert way_of(job) == "hashed"
        _, key = stream(job, 0)
        block = Blocks(job.source, 300, "hashed")
        block.draw(np.random.default_rng(0), 300, 0, key)
        goals = block.closer(np.arange(300), 0, key)
        exact = sum(holds(job.parts.events[0], job.source.frame.goal(g.tolist())) for g in goals.T)
        assert chunk(job, 0, 300).sums[0][:2] == (300, exact)
        assert 10 < exact < 290


@pytest.mark.parametrize("law", [iid(Uniform(0, 1)), iid(Normal("1/3", 2))], ids=repr)
def test_counts_are_those_of_exact_evaluation_of_the_same_stream(law: Law):
    # the first event cannot be decided in single precision at any goal
    big = 10**8
    event = (maximum(big * u("a") + u("b"), big * u("a") + u("c")) >= big * u("a") + "1/2") | (u("b") > 2 * u("a"))
    job = job_of(Pr(event), law, 3)
    rng, key = stream(job, 0)
    block = Blocks(job.source, chunk_size(job, 0), way_of(job))
    block.draw(rng, chunk_size(job, 0), 0, key)
    fine = block.closer(np.arange(chunk_size(job, 0)), 0, key)
    exact = sum(holds(event, job.source.frame.goal(column.tolist())) for column in fine.T)
    assert chunk(job, 0).sums[0][:2] == (1024, exact)


def test_goals_with_many_normal_utilities_are_drawn_in_double_precision():
    few, many = (job_of(Pr(maximum(*(u(f"w{k}") for k in range(n))) >= 1), LAWS["normal"], 0) for n in (128, 129))
    assert (way_of(few), way_of(many)) == ("sixteen", "plain")


@pytest.mark.parametrize(
    "law",
    [iid(Discrete({0: "1/3", "1/3": "1/3", "2/3": "1/3"})), finite([("1/2", {"a": "1/3", "b": "2/3"})] * 2)],
    ids=["discrete", "finite"],
)
def test_values_that_floats_round_tie_as_they_should(law: Law):
    job = job_of(Pr((2 * u("a") >= u("b")) & (u("b") >= 2 * u("a"))), law, 0)
    count, total, _ = chunk(job, 0).sums[0]
    truth = 1 if law.outcomes else 2 / 9
    assert abs(total / count - truth) < 4 * (truth * (1 - truth) / count) ** 0.5 + 1e-12


def test_point_masses_of_a_mixture_keep_their_rational_value():
    law = iid(Mixture([("1/2", Discrete({"1/3": 1})), ("1/2", Uniform(0, 1))]))
    count, total, _ = chunk(job_of(Pr((3 * u("a") >= 1) & (3 * u("a") <= 1)), law, 0), 0).sums[0]
    assert abs(total / count - 0.5) < 4 * 0.5 / count**0.5


@dataclass(frozen=True)
class Silent(Law):
    """A law without a way to draw from it."""


@pytest.mark.parametrize(
    ("law", "error", "words"),
    [
        (Silent(), InvalidType, "cannot be sampled"),
        (iid(Normal(0, sympy.Symbol("s", positive=True))), InvalidType, "substitute"),
        (independent({"a": Uniform(0, 1)}), UnknownName, "'b'"),
        (orbit({"a": 1, "b": Fraction(10**20 + 1, 10**20), "c": "1/3"}), InvalidValue, "cannot tell apart"),
    ],
    ids=["no-sampler", "symbol", "unknown-outcome", "equal-floats"],
)
def test_laws_that_cannot_be_sampled_are_refused(law: Law, error: type[Exception], words: str):
    with pytest.raises(error, match=re.escape(words)):
        job_of(Pr(u("a") >= u("b")), law, 0)
