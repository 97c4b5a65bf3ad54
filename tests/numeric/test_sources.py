"""Streams of goals: exactness, reproducibility, and laws that are refused."""

import re
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest
import sympy

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
from decision.numeric.chunks import chunk, chunk_size, job_of, stream
from decision.numeric.source import source


def test_uniform_numbers_refined_are_uniform_and_extend_what_was_drawn():
    found = source(iid(Uniform(0, 1)), ["a", "b"])
    drawn = found.draw(np.random.default_rng(1), 20_000, single=True)
    fine = found.refined(drawn, np.arange(20_000), 0, 12345)
    added = (fine - drawn) * 2.0**16
    assert added.min() >= 0
    assert added.max() < 1
    counts = np.histogram(added, bins=20, range=(0, 1))[0]
    # chi-square with 19 degrees of freedom is above 53 with probability 5e-5
    assert ((counts - 2000) ** 2 / 2000).sum() < 53


def test_refining_fewer_columns_gives_the_same_numbers():
    found = source(iid(Uniform(0, 1)), ["a", "b", "c"])
    drawn = found.draw(np.random.default_rng(1), 1000, single=True)
    all_ = found.refined(drawn, np.arange(1000), 512, 7)
    some = np.array([3, 500, 999])
    assert np.array_equal(found.refined(drawn, some, 512, 7), all_[:, some])


def test_counts_are_those_of_exact_evaluation_of_the_same_stream():
    # the first event cannot be decided in single precision at any goal
    big = 10**8
    event = (maximum(big * u("a") + u("b"), big * u("a") + u("c")) >= big * u("a") + "1/2") | (u("b") > 2 * u("a"))
    job = job_of(Pr(event), iid(Uniform(0, 1)), 3)
    rng, key = stream(job, 0)
    drawn = job.source.draw(rng, chunk_size(job, 0), single=True)
    fine = job.source.refined(drawn, np.arange(drawn.shape[1]), 0, key)
    exact = sum(holds(event, job.source.frame.goal(column.tolist())) for column in fine.T)
    assert chunk(job, 0).sums[0][:2] == (1024, exact)


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
