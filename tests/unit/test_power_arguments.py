"""POWER is asked of the processes it is defined for, in its two forms and two criteria."""

from __future__ import annotations

from fractions import Fraction

import pytest

from decision import MDP, POWER, InvalidValue, Uniform, iid, measure

WAYS = {"start": {"left": {"l": 1}, "right": {"r": 1}}, "l": {"stay": {"l": 1}}, "r": {"stay": {"r": 1}}}


def fork(**options):
    return MDP(WAYS, discount="1/2", **options)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: POWER(fork(rewards="transitions"), "start"), "rewards on transitions"),
        (lambda: POWER(fork(horizon=3), "start"), "the horizon 3"),
        (lambda: POWER(fork(), "start", form="now"), "write 'state' or 'next'"),
        (lambda: POWER(fork(), "start", criterion="total"), "write 'discounted' or 'average'"),
    ],
)
def test_what_power_is_not_defined_for(call, message):
    with pytest.raises(InvalidValue, match=message):
        call()


def test_a_choice_of_two_fixed_points_is_worth_the_better_one():
    """`n/(n+1)` with n = 2, whatever the discount."""
    assert measure(POWER(fork(), "start"), goals=iid(Uniform(0, 1))).value == Fraction(2, 3)
