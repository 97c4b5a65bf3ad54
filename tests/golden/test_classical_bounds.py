"""Sharp bounds under partial knowledge against classical inequalities, each end with its evidence."""

from fractions import Fraction
from functools import reduce

import pytest

from decision import Bounded, E, Pr, Supported, bounds, check, maximum, minimum, u

x, y, z = u("x"), u("y"), u("z")


def sharp(quantity, given, lower, upper, **rest):
    """The ends are these, both are attained, and the checker accepts the evidence for both."""
    found = bounds(quantity, given=given, **rest)
    assert (found.lower, found.upper) == (lower, upper)
    assert found.lower_attained is True
    assert found.upper_attained is True
    for end, attained in (found.lower_verdicts, found.upper_verdicts):
        assert end.holds
        assert check(end).accepted
        assert attained.fails
        assert check(attained).accepted


@pytest.mark.parametrize(
    ("mean", "level", "top"),
    [
        (Fraction(1), Fraction(3), Fraction(10)),
        (Fraction(2, 7), Fraction(1, 2), Fraction(1)),
        (Fraction(4), Fraction(3), Fraction(5)),
    ],
)
def test_markov(mean, level, top):
    """`Pr(x >= a) <= min(1, m / a)` for `0 <= x <= top`, and the mean left for `x < a` bounds it below."""
    lower = max(Fraction(0), (mean - level) / (top - level))
    found = bounds(Pr(x >= level), given=[Bounded(0, top), E(x) == mean])
    assert found.upper == min(Fraction(1), mean / level)
    assert found.lower == lower
    assert all(check(v).accepted for v in (found.lower_verdicts[0], found.upper_verdicts[0]))


@pytest.mark.parametrize(("variance", "distance"), [(Fraction(1), 1), (Fraction(2), 2), (Fraction(3, 2), 1)])
def test_one_sided_chebyshev_on_a_grid(variance, distance):
    """Cantelli: `Pr(x - Ex >= t) <= v / (v + t^2)`; on the integers up to 3 the square is piecewise linear.

    The bound of all laws is reached at `t` and `-v/t`; where that is not on the grid the grid's own bound is smaller.
    """
    grid = [(x >= k) & (x <= k) for k in range(-3, 4)]
    square = maximum(*((2 * k + 1) * x - k * (k + 1) for k in range(-3, 3)))
    found = bounds(
        Pr(x >= distance),
        given=[Supported(reduce(lambda a, b: a | b, grid)), E(x) == 0, E(square) == variance],
    )
    cantelli = variance / (variance + distance**2)
    on_grid = (variance / distance).denominator == 1
    assert found.upper == cantelli if on_grid else found.upper < cantelli
    assert all(check(v).accepted for v in found.upper_verdicts)


@pytest.mark.parametrize(("p", "q"), [(Fraction(3, 5), Fraction(7, 10)), (Fraction(1, 5), Fraction(1, 3))])
def test_frechet(p, q):
    """`max(0, p + q - 1) <= Pr(A and B) <= min(p, q)`."""
    a, b = x >= 1, y >= 1
    sharp(Pr(a & b), [Pr(a) == p, Pr(b) == q], max(Fraction(0), p + q - 1), min(p, q))


def test_union_bound():
    """`max(p_i) <= Pr(some A_i) <= sum p_i`."""
    events, chances = (x >= 1, y >= 1, z >= 1), (Fraction(1, 10), Fraction(1, 5), Fraction(1, 4))
    given = [Pr(a) == p for a, p in zip(events, chances, strict=True)]
    sharp(Pr(events[0] | events[1] | events[2]), given, Fraction(1, 4), sum(chances))


def test_known_pairwise_orders():
    """Two likely orders make the third likely: `Pr(x >= z) >= p + q - 1`."""
    given = [Pr(x >= y) >= "4/5", Pr(y >= z) >= "9/10"]
    sharp(Pr(x >= z), given, Fraction(7, 10), Fraction(1), outcomes=["y"])


@pytest.mark.parametrize("rho", [Fraction(-1, 2), Fraction(0), Fraction(1, 2)])
def test_correlation_at_most_rho(rho):
    """Two fair signs with correlation at most rho: `xy = 1 - |x - y|`, and both are 1 with at most `(1 + rho)/4`."""
    signs = Supported(reduce(lambda a, b: a & b, [((v >= 1) & (v <= 1)) | ((v >= -1) & (v <= -1)) for v in (x, y)]))
    product = 1 - maximum(x, y) + minimum(x, y)
    both = (x >= 1) & (y >= 1)
    sharp(Pr(both), [signs, E(x) == 0, E(y) == 0, E(product) <= rho], Fraction(0), (1 + rho) / 4)
