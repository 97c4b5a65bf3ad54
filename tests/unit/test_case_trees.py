"""Case trees where ties are possible: closed regions still have to tell a tie from strict preference."""

import pytest

from decision import E, Exchangeable, NoTies, Pr, check, decide, maximum, u


def values(prefix, count):
    return maximum(*(u(f"{prefix}{i}") for i in range(count)))


@pytest.mark.parametrize("given", [[Exchangeable()], [Exchangeable(), NoTies()]], ids=["ties-possible", "no-ties"])
@pytest.mark.parametrize(("more", "fewer"), [(2, 1), (3, 1), (3, 2)])
def test_more_options_are_at_least_as_often_best(more, fewer, given):
    a, b = values("a", more), values("b", fewer)
    verdict = decide(Pr(a >= b) >= Pr(b >= a), given=given, time_limit=20)
    assert verdict.holds
    assert check(verdict).accepted


def test_strict_moment_decides_a_strict_thesis():
    verdict = decide(Pr(u("a") > u("b")) > 0, given=[E(u("a")) > E(u("b"))])
    assert verdict.holds
    assert check(verdict).accepted


def test_chain_of_expectations():
    a, b, c = u("a"), u("b"), u("c")
    given = [E(a - c) > 0, E(c - b) >= 0]
    assert decide(E(a) > E(b), given=given, outcomes=["c"]).holds
    assert decide(E(a) == E(b), given=[E(a - c) == 0, E(c - b) == 0], outcomes=["c"]).holds
