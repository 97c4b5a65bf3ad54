"""Streams of goals: exactness, reproducibility, and laws that are refused."""

import re
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest
import sympy
from scipy.special import ndtr, ndtri

from decision import (
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
from decision.numeric.bits import NORMAL
from decision.numeric.chunks import chunk, chunk_size, job_of, stream
from decision.numeric.source import Blocks, source

LAWS = {"uniform": iid(Uniform(0, 1)), "normal": iid(Normal(0, 1))}


def blocks(law: Law, names: str, size: int) -> Blocks:
    found = Blocks(source(law, list(names)), size, sixteen=True)
    found.draw(np.random.default_rng(1), size)
    return found


@pytest.mark.parametrize("name", LAWS)
def test_numbers_refined_have_the_law_and_extend_what_was_drawn(name: str):
    found = blocks(LAWS[name], "ab", 20_000)
    assert found.sixteen is not None
    drawn = found.numbers.some(None, None)
    fine = found.closer(np.arange(20_000), 0, 12345)
    shares = fine if name == "uniform" else ndtr(fine)
    known = np.isfinite(drawn)
    assert known.mean() > 0.99
    assert np.abs(fine - drawn)[known].max() <= found.sixteen.precision.drawn
    assert np.abs(drawn[known]).max() <= found.sixteen.bound
    added = shares * 2.0**16 - found.bits
    assert added.min() >= -1e-9
    assert added.max() < 1 + 1e-9
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
def test_refining_fewer_columns_gives_the_same_numbers(name: str):
    found = blocks(LAWS[name], "abc", 1000)
    some = np.array([3, 500, 999])
    assert np.array_equal(found.closer(some, 512, 7), found.closer(np.arange(1000), 512, 7)[:, some])


def test_a_shorter_block_is_drawn_like_the_beginning_of_a_longer_one():
    found = blocks(LAWS["normal"], "a", 100)
    first = found.bits.copy()
    found.draw(np.random.default_rng(1), 40)
    assert np.array_equal(found.bits[0], first[0, :40])


@pytest.mark.parametrize("law", [iid(Uniform(0, 1)), iid(Normal("1/3", 2))], ids=repr)
def test_counts_are_those_of_exact_evaluation_of_the_same_stream(law: Law):
    # the first event cannot be decided in single precision at any goal
    big = 10**8
    event = (maximum(big * u("a") + u("b"), big * u("a") + u("c")) >= big * u("a") + "1/2") | (u("b") > 2 * u("a"))
    job = job_of(Pr(event), law, 3)
    rng, key = stream(job, 0)
    block = Blocks(job.source, chunk_size(job, 0), sixteen=True)
    block.draw(rng, chunk_size(job, 0))
    fine = block.closer(np.arange(chunk_size(job, 0)), 0, key)
    exact = sum(holds(event, job.source.frame.goal(column.tolist())) for column in fine.T)
    assert chunk(job, 0).sums[0][:2] == (1024, exact)


def test_many_normal_utilities_are_drawn_in_double_precision():
    few, many = (job_of(Pr(maximum(*(u(f"w{k}") for k in range(n))) >= 1), LAWS["normal"], 0) for n in (64, 65))
    assert (few.single, many.single) == (True, False)


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
