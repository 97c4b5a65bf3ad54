"""How far a law may be changed: against linear programs over the reweighted goals, and by trying both sides."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from decision import (
    Bounded,
    E,
    Exchangeable,
    InvalidType,
    InvalidValue,
    Normal,
    Pr,
    Uniform,
    decide,
    finite,
    iid,
    sensitivity,
    u,
)
from decision.language.evaluate import integrand

A, B, C = u("a"), u("b"), u("c")

small = st.integers(0, 3).map(Fraction)
goals = st.fixed_dictionaries({"a": small, "b": small, "c": small})
laws = st.lists(st.tuples(st.integers(1, 5), goals), min_size=2, max_size=6).map(
    lambda rows: finite([(Fraction(q, sum(r[0] for r in rows)), goal) for q, goal in rows])
)
theses = st.sampled_from([Pr(A >= B) >= "1/2", Pr(A > B) - Pr(B > C) >= "-1/4", Pr((A >= B) & (B >= C)) <= "2/3"])


@settings(max_examples=40, deadline=None)
@given(laws, theses)
def test_a_tilt_is_the_linear_program_over_weights(law, thesis):
    """The least mean of `h` over weights within factors `1 - t` and `1 + t` is 0 at the largest `t`."""
    found = sensitivity(thesis, law)
    h = np.array([float(integrand(thesis.inequalities[0], goal)) for _, goal in law.atoms])
    p = np.array([float(q) for q, _ in law.atoms])
    if found.largest is None:
        assert p @ h < 0
        return
    t = float(found.largest.value)
    bounds = list(zip((1 - t) * p, (1 + t) * p, strict=True))
    least = linprog(h, A_eq=np.ones((1, len(h))), b_eq=[1], bounds=bounds).fun
    assert least >= -1e-9
    assert t == 1 or abs(least) < 1e-9


@settings(max_examples=30, deadline=None)
@given(laws, laws, theses)
def test_a_share_of_another_law_just_fits(law, other, thesis):
    found = sensitivity(thesis, law, towards=other)
    if found.largest is None:
        assert decide(thesis, given=[law]).fails
        return
    t = found.largest.value

    def contaminated(share):
        atoms = [((1 - share) * q, goal) for q, goal in law.atoms] + [(share * q, goal) for q, goal in other.atoms]
        return decide(thesis, given=[finite(atoms)])

    assert contaminated(t).holds
    assert t == 1 or contaminated(t + Fraction(1, 1000) * (1 - t)).fails


def test_the_worst_of_several_laws_and_of_a_class():
    law = finite([("1/3", {"a": 2, "b": 1}), ("2/3", {"a": 0, "b": 1})])
    bad = finite([(1, {"a": 1, "b": 0})])
    several = sensitivity(Pr(A < B) >= "1/2", law, towards=[law, bad])
    assert several.largest.value == Fraction(1, 4)
    assert several.worst == repr(bad)
    assert sensitivity(Pr(A < B) >= "1/2", law, towards=[Exchangeable()]).largest.value == Fraction(1, 4)
    assert sensitivity(E(A) >= "1/2", law, towards=[Bounded(0, 1)]).largest.value == Fraction(1, 4)
    assert sensitivity(Pr(A < B) >= "1/2", law, towards=law).largest.value == 1


def test_what_is_refused():
    law = iid(Uniform(0, 1))
    with pytest.raises(InvalidValue, match="equality"):
        sensitivity(Pr(A < B) == "1/2", law)
    with pytest.raises(InvalidValue, match="conditional"):
        sensitivity(Pr(A < B, given=A < C) >= "1/2", law)
    with pytest.raises(InvalidValue, match="contaminate instead"):
        sensitivity(E(A) >= "1/2", finite([(1, {"a": 1})]))
    with pytest.raises(InvalidType, match="mixes"):
        sensitivity(E(A) >= "1/2", finite([(1, {"a": 1})]), towards=[law, Bounded(0, 1)])
    with pytest.raises(InvalidValue, match="empty"):
        sensitivity(E(A) >= "1/2", finite([(1, {"a": 1})]), towards=[])


def test_what_cannot_be_told_apart_is_not_said_to_fail():
    """Both sides are the same number by symmetry, but each is only enclosed."""
    thesis = Pr((A >= B + 1) & (A >= C + 1)) >= Pr((B >= A + 1) & (B >= C + 1))
    with pytest.raises(InvalidValue, match="sides agree"):
        sensitivity(thesis, iid(Normal(0, 1)))
