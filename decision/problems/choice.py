"""One-shot choice: a menu of options, each a lottery over outcomes.

The value of an option is its expected utility, `p·u`. An option is *best* when its value is at least that of every
option (ties count), *uniquely best* when it is greater than that of every other option.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, cast

from decision.errors import InvalidType
from decision.exact import Rational, rational
from decision.language.events import Event, all_of
from decision.language.parametric import Parametric
from decision.language.values import Value, affine, maximum
from decision.problems.symbols import lottery as symbolic_lottery
from decision.validation import check_distinct, check_known, check_lottery, check_name, check_nonempty, check_type

__all__ = ["Choice", "normalise"]


class Choice:
    """A menu of options.

    Parameters
    ----------
    options : mapping of str to mapping of str to rational, or list of pairs
        For each option its lottery: outcome to probability. Probabilities are exact, at least 0, and sum to 1. They
        may have sympy symbols, and then values and events have them too. Options may share outcomes, and two options
        may be the same lottery, under different names.

    Raises
    ------
    InvalidValue, InvalidType
        For an empty menu, a lottery that does not sum to 1, a negative or inexact probability, a repeated name.

    Examples
    --------
    >>> menu = Choice({"sure": {"w1": 1}, "coin": {"w2": "1/2", "w3": "1/2"}})
    >>> menu.options, menu.outcomes
    (('sure', 'coin'), ('w1', 'w2', 'w3'))
    >>> menu.best("sure")
    u(w1) >= 1/2 u(w2) + 1/2 u(w3)
    >>> Choice([("sure", {"w1": 1}), ("coin", {"w2": "1/2", "w3": "1/2"})]) == menu
    True
    >>> Choice([("sure", {"w1": 1}), ("sure", {"w2": 1})])
    Traceback (most recent call last):
    ...
    decision.errors.InvalidValue: options has 'sure' twice; names must differ, rename or drop one
    """

    __slots__ = ("_lotteries",)

    def __init__(
        self, options: Mapping[str, Mapping[str, Rational]] | Sequence[tuple[str, Mapping[str, Rational]]]
    ) -> None:
        pairs = _pairs(options)
        check_distinct((check_name(name, "option") for name, _ in pairs), "options")
        self._lotteries = {name: _lottery(name, lottery) for name, lottery in pairs}

    @property
    def options(self) -> tuple[str, ...]:
        """Names of the options, in the order given."""
        return tuple(self._lotteries)

    @property
    def symbols(self) -> tuple[str, ...]:
        """Names of the symbols in probabilities, sorted."""
        return self.value().symbols

    def substitute(self, numbers: Mapping[Any, Rational]) -> "Choice":
        """The menu with numbers in place of symbols.

        Parameters
        ----------
        numbers : mapping of sympy symbol or str to rational

        Examples
        --------
        >>> from sympy import Symbol
        >>> p = Symbol("p")
        >>> Choice({"sure": {"w1": 1}, "coin": {"w2": p, "w3": 1 - p}}).substitute({"p": "1/3"}).best("sure")
        u(w1) >= 1/3 u(w2) + 2/3 u(w3)
        """
        exact = {check_known(str(s), self.symbols, "symbol"): rational(q, f"value of {s}") for s, q in numbers.items()}
        return Choice(
            {
                o: {w: q.substitute(exact) if isinstance(q, Parametric) else q for w, q in lottery.items()}
                for o, lottery in self._lotteries.items()
            }
        )

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Outcomes some option reaches with positive probability, in order of first appearance."""
        return tuple(dict.fromkeys(w for lottery in self._lotteries.values() for w in lottery))

    def lottery(self, option: str) -> dict[str, Fraction]:
        """Outcome to probability, zeros left out."""
        return dict(self._lotteries[check_known(option, self._lotteries, "option")])

    def value(self, option: str | None = None) -> Value:
        """Value of an option, or of the whole menu (the best option) when none is named."""
        if option is None:
            return maximum(*(self.value(o) for o in self._lotteries))
        return affine(self.lottery(option))

    def best(self, option: str) -> Event:
        """The option is at least as good as every option."""
        return all_of(*(self.value(option) >= self.value(o) for o in self._others(option)))

    def uniquely_best(self, option: str) -> Event:
        """The option is better than every other option."""
        return all_of(*(self.value(option) > self.value(o) for o in self._others(option)))

    def worst(self, option: str) -> Event:
        """Every option is at least as good as this one."""
        return all_of(*(self.value(o) >= self.value(option) for o in self._others(option)))

    def uniquely_worst(self, option: str) -> Event:
        """Every other option is better than this one."""
        return all_of(*(self.value(o) > self.value(option) for o in self._others(option)))

    def prefers(self, first: str, second: str) -> Event:
        """The first option is better than the second."""
        return self.value(first) > self.value(second)

    def _others(self, option: str) -> list[str]:
        check_known(option, self._lotteries, "option")
        return [o for o in self._lotteries if o != option]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Choice) and list(self._lotteries.items()) == list(other._lotteries.items())

    def __hash__(self) -> int:
        return hash(tuple((o, tuple(p.items())) for o, p in self._lotteries.items()))

    def __repr__(self) -> str:
        return f"Choice({ {o: {w: str(q) for w, q in p.items()} for o, p in self._lotteries.items()} })"


def normalise(weights: Mapping[str, Rational]) -> dict[str, Fraction]:
    """Rescale nonnegative weights to sum to 1: the only place where probabilities are repaired, and only when asked.

    Examples
    --------
    >>> normalise({"a": 1, "b": 2})
    {'a': Fraction(1, 3), 'b': Fraction(2, 3)}
    """
    check_nonempty(weights, "weights")
    exact = {w: rational(q, f"weight of {w!r}") for w, q in weights.items()}
    total = sum(exact.values())
    return check_lottery({w: q / total if total else q for w, q in exact.items()}, "weights")


def _pairs(options: Any) -> list[tuple[Any, Any]]:
    """Names and lotteries, from a mapping or a list of pairs."""
    advice = "write a dictionary such as {'sure': {'w1': 1}}, or a list of pairs"
    check_type(options, Mapping | list | tuple, "options", advice)
    check_nonempty(options, "options")
    if isinstance(options, Mapping):
        return list(cast(Mapping[Any, Any], options).items())
    for entry in options:
        if not isinstance(entry, list | tuple) or len(cast(Sequence[Any], entry)) != 2:
            raise InvalidType(
                f"options has {entry!r}, which is not a pair of a name and a lottery; write ('sure', {{'w1': 1}})"
            )
    return [(name, lottery) for name, lottery in options]


def _lottery(name: str, lottery: Mapping[str, Rational]) -> dict[str, Fraction]:
    check_type(lottery, Mapping, f"option {name!r}", "write its lottery as {'outcome': probability}")
    return symbolic_lottery(lottery, f"option {name!r}")
