r"""Decision-makers: rules that choose among options by their expected utilities, not only the best.

The rules of :cite:t:`TurnerTadepalli2022`, appendix A. Each gives, for the worths of all options, the probability that
one of a set of options is chosen, `p(X)`; what the theorems need is whether `p(X)` or `p(Y)` is greater, and that is
decided exactly:

- a *maximiser* counts `p(X) = 1` if `X` has one of the best options (so two sets may tie), a *uniform maximiser* draws
  one of the best; a *minimiser* does the opposite of the first;
- *Boltzmann*: `p(X)` is proportional to the sum of `exp(worth / T)` over `X`. Two such sums of rational exponents are
  equal only if all terms cancel (Lindemann and Weierstrass), so equality is decided by counting, and otherwise
  intervals separate them;
- *best of k*: the best of `k` options drawn with replacement; *bandit*: explores at random in each trial with some
  probability, repeats the best seen otherwise, and ends with the best it has seen, that is the best of a random `k`;
- *satisficer*: one of the options worth at least a threshold, if there are any;
- *quantiliser*: an option among the best fraction `q` (the source's definition B.12, uniform base);
- *stubborn*: always the same option.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import Any, ClassVar

from decision.errors import InvalidValue
from decision.exact import Rational, rational
from decision.problems.decider import Decider, Drawing, Worths
from decision.problems.exponentials import sign_of_exponentials
from decision.validation import check_known, check_type

__all__ = [
    "AntiArgmax",
    "Argmax",
    "Bandit",
    "BestOf",
    "Boltzmann",
    "Custom",
    "Quantiliser",
    "Satisficer",
    "Stubborn",
    "UniformArgmax",
]


@dataclass(frozen=True)
class Argmax(Decider):
    """Chooses a set if it has one of the best options.

    Examples
    --------
    >>> Argmax().compare({"a": Fraction(2), "b": Fraction(1), "c": Fraction(2)}, ["a"], ["b", "c"])
    0
    """

    def compare(self, worths: Worths, first: Collection[str], second: Collection[str]) -> int:
        """Sign of `p(first) - p(second)`."""
        best = _among(worths, max(worths.values()))
        return bool(best & set(first)) - bool(best & set(second))


@dataclass(frozen=True)
class AntiArgmax(Decider):
    """Chooses a set if it has one of the worst options."""

    def compare(self, worths: Worths, first: Collection[str], second: Collection[str]) -> int:
        """Sign of `p(first) - p(second)`."""
        return Argmax().compare({o: -x for o, x in worths.items()}, first, second)


@dataclass(frozen=True)
class UniformArgmax(Drawing):
    """One of the best options, each as likely."""

    def probabilities(self, worths: Worths) -> dict[str, Fraction]:
        """Probability that each option is chosen."""
        return _uniform(worths, _among(worths, max(worths.values())))


@dataclass(frozen=True)
class Boltzmann(Decider):
    """Options as likely as `exp(worth / temperature)`.

    Parameters
    ----------
    temperature : rational
        Above 0.

    Examples
    --------
    >>> Boltzmann(1).compare({"a": Fraction(2), "b": Fraction(1), "c": Fraction(1)}, ["a"], ["b", "c"])
    1
    """

    temperature: Rational
    ordinal: ClassVar[bool] = False

    def __post_init__(self) -> None:
        _positive(self.temperature, "temperature")

    def compare(self, worths: Worths, first: Collection[str], second: Collection[str]) -> int:
        """Sign of `p(first) - p(second)`."""
        count = Counter(worths[o] for o in first)
        count.subtract(worths[o] for o in second)
        terms = {x / rational(self.temperature, "temperature"): k for x, k in count.items() if k}
        return sign_of_exponentials(terms) if terms else 0


@dataclass(frozen=True)
class BestOf(Drawing):
    """The best of `k` options drawn with replacement; ties are broken evenly.

    Parameters
    ----------
    k : int
        At least 1.

    Examples
    --------
    >>> BestOf(2).probabilities({"a": Fraction(1), "b": Fraction(0)})
    {'a': Fraction(3, 4), 'b': Fraction(1, 4)}
    """

    k: int

    def __post_init__(self) -> None:
        _count(self.k, "k")

    def probabilities(self, worths: Worths) -> dict[str, Fraction]:
        """Probability that each option is chosen."""
        return _best_of(worths, {self.k: Fraction(1)})


@dataclass(frozen=True)
class Bandit(Drawing):
    """Learns which option is best by trying, then keeps to the best it has seen.

    The first trial is at random. In each later trial it explores with some probability, an option at random, and takes
    the best it has seen otherwise; worths are seen without noise. The number of random trials is thus one plus a
    binomial number.

    Parameters
    ----------
    trials : int
        At least 1.
    exploration : rational
        From 0 to 1.

    Examples
    --------
    >>> Bandit(2, "1/2").probabilities({"a": Fraction(1), "b": Fraction(0)})
    {'a': Fraction(5, 8), 'b': Fraction(3, 8)}
    """

    trials: int
    exploration: Rational

    def __post_init__(self) -> None:
        _count(self.trials, "trials")
        _positive(self.exploration, "exploration", strict=False, top=1)

    def probabilities(self, worths: Worths) -> dict[str, Fraction]:
        """Probability that each option is chosen in the end."""
        e, later = rational(self.exploration, "exploration"), self.trials - 1
        draws = {1 + j: comb(later, j) * e**j * (1 - e) ** (later - j) for j in range(later + 1)}
        return _best_of(worths, draws)


@dataclass(frozen=True)
class Satisficer(Drawing):
    """One of the options worth at least the threshold, each as likely; none if there are none.

    Parameters
    ----------
    threshold : rational
    """

    threshold: Rational

    def __post_init__(self) -> None:
        rational(self.threshold, "threshold")

    @property
    def levels(self) -> tuple[Fraction, ...]:
        """The threshold."""
        return (rational(self.threshold, "threshold"),)

    def probabilities(self, worths: Worths) -> dict[str, Fraction]:
        """Probability that each option is chosen."""
        return _uniform(worths, {o for o, x in worths.items() if x >= self.levels[0]})


@dataclass(frozen=True)
class Quantiliser(Drawing):
    """An option from the best fraction `q` of all, under the uniform base distribution.

    Parameters
    ----------
    q : rational
        Above 0, at most 1; with 1, every option is as likely.

    Examples
    --------
    >>> Quantiliser("1/2").probabilities({"a": Fraction(2), "b": Fraction(1), "c": Fraction(0)})
    {'a': Fraction(2, 3), 'b': Fraction(1, 3), 'c': Fraction(0, 1)}
    """

    q: Rational

    def __post_init__(self) -> None:
        _positive(self.q, "q", top=1)

    def probabilities(self, worths: Worths) -> dict[str, Fraction]:
        """Probability that each option is chosen."""
        q, size = rational(self.q, "q"), len(worths)
        above = {x: Fraction(sum(y > x for y in worths.values()), size) for x in worths.values()}
        equal = {x: Fraction(k, size) for x, k in Counter(worths.values()).items()}
        taken = {x: min(equal[x], max(q - above[x], Fraction(0))) / equal[x] for x in equal}
        return {o: taken[x] / (size * q) for o, x in worths.items()}


@dataclass(frozen=True)
class Stubborn(Drawing):
    """Always the same option, whatever it is worth."""

    option: str
    by_worth: ClassVar[bool] = False

    def probabilities(self, worths: Worths) -> dict[str, Fraction]:
        """Probability that each option is chosen."""
        return _uniform(worths, {check_known(self.option, worths, "option")})


@dataclass(frozen=True)
class Custom(Drawing):
    """A rule given by a function from worths to probabilities.

    Parameters
    ----------
    choose : callable
        Takes a mapping of option to `Fraction`, returns option to rational probability; what is left out has 0.

    Examples
    --------
    >>> second = Custom(lambda worths: {sorted(worths, key=worths.get)[-2]: 1})
    >>> second.probabilities({"a": Fraction(2), "b": Fraction(1), "c": Fraction(0)})
    {'a': Fraction(0, 1), 'b': Fraction(1, 1), 'c': Fraction(0, 1)}
    """

    choose: Callable[[dict[str, Fraction]], Mapping[str, Any]]
    by_worth: ClassVar[bool] = False
    ordinal: ClassVar[bool] = False

    def probabilities(self, worths: Worths) -> dict[str, Fraction]:
        """Probability that each option is chosen."""
        given = {
            check_known(o, worths, "option returned by choose"): rational(p, f"probability of {o!r}")
            for o, p in self.choose(dict(worths)).items()
        }
        if any(p < 0 for p in given.values()) or sum(given.values()) > 1:
            raise InvalidValue(
                f"choose returned {given} for {dict(worths)}; probabilities are at least 0 and sum to at most 1, "
                "correct the function"
            )
        return {o: given.get(o, Fraction(0)) for o in worths}


def _among(worths: Worths, level: Fraction) -> set[str]:
    return {o for o, x in worths.items() if x == level}


def _uniform(worths: Worths, chosen: Collection[str]) -> dict[str, Fraction]:
    return {o: Fraction(1, len(chosen)) if o in chosen else Fraction(0) for o in worths}


def _best_of(worths: Worths, draws: Mapping[int, Fraction]) -> dict[str, Fraction]:
    """The best of `k` draws, for a lottery over `k`: the options at most as good have all draws, the worse ones not."""
    size, equal = len(worths), Counter(worths.values())
    below = {x: sum(y < x for y in worths.values()) for x in equal}
    level = {
        x: sum((p * Fraction((below[x] + m) ** k - below[x] ** k, size**k) for k, p in draws.items()), Fraction(0)) / m
        for x, m in equal.items()
    }
    return {o: level[x] for o, x in worths.items()}


def _positive(value: Rational, name: str, *, strict: bool = True, top: int | None = None) -> None:
    q = rational(value, name)
    if q < 0 or (strict and q == 0) or (top is not None and q > top):
        bounds = ("above 0" if strict else "at least 0") + (f" and at most {top}" if top is not None else "")
        raise InvalidValue(f"{name} = {value!r} is out of range; write a rational {bounds}")


def _count(value: int, name: str) -> None:
    check_type(value, int, name, "write an integer from 1")
    if value < 1:
        raise InvalidValue(f"{name} = {value!r} is out of range; write an integer from 1")
