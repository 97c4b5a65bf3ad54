"""`measure`: the exact value of a quantity under one goal distribution."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any, overload

from decision.engines.measure.arithmetic import enclosure, precision, simplest
from decision.engines.measure.dispatch import integrate
from decision.engines.measure.expectations import means
from decision.engines.measure.integral import Answer, integral_of
from decision.engines.measure.results import combined, ratio
from decision.engines.measure.ties import ties
from decision.engines.parametric.coincidences import conditions
from decision.engines.parametric.formulas import family, symbol_named
from decision.engines.parametric.symbolic import Unsuited
from decision.errors import InvalidValue
from decision.goals.laws import Law
from decision.language.events import TRUE
from decision.language.quantities import Quantity, Term
from decision.language.values import Value, affine
from decision.language.walk import coordinates
from decision.measured import Enclosure, Exact, Tie
from decision.validation import check_type

__all__ = ["measure"]

DIGITS = 16
"""An enclosure has a radius of at most `10**-DIGITS` if its route can reach it."""

RARE = 40, 400
"""How many more digits are tried, one after the other, if a condition cannot be told from an impossible one."""

SURE = ((Fraction(0), Term(TRUE, None, None)),)
"""In place of no terms: the law has to exist for a number, too."""


@overload
def measure(quantity: Any, *, goals: Law) -> Exact | Enclosure: ...
@overload
def measure(quantity: Any, *, goals: list[Law]) -> list[Exact | Enclosure]: ...
def measure(quantity: Any, *, goals: Law | list[Law]) -> Exact | Enclosure | list[Exact | Enclosure]:
    """The value of a probability or expectation under a law of the goal: exact, or provably enclosed.

    Nothing is sampled. The simplest route that applies is taken, and named in the answer.

    Parameters
    ----------
    quantity : Quantity
        A rational combination of `Pr` and `E`, conditional ones too.
    goals : Law or list of Law
        Whose goals.

    Returns
    -------
    Exact or Enclosure
        Or a list of them, in the order of the laws. With one symbol (a probability, a discount, a weight of the law)
        the value is a sympy expression, `Piecewise` if one formula does not serve the symbol's range.

    Raises
    ------
    InvalidValue
        If no exact route applies: `estimate` samples instead. Also if a condition has probability 0, or an expectation
        does not exist.

    Examples
    --------
    >>> from decision import Choice, Pr, Uniform, iid, measure
    >>> menu = Choice({"sure": {"a": 1}, "coin": {"b": "1/2", "c": "1/2"}, "coin2": {"d": "1/2", "e": "1/2"}})
    >>> measure(Pr(menu.best("sure")), goals=iid(Uniform(0, 1))).value
    Fraction(23, 60)
    >>> from sympy import Symbol
    >>> p = Symbol("p")
    >>> menu = Choice({"sure": {"a": 1}, "mix": {"a": p, "b": 1 - p}, "other": {"c": 1}})
    >>> measure(Pr(menu.best("mix")), goals=iid(Uniform(0, 1))).value
    -(p - 2)/6
    """
    check_type(quantity, Quantity, "quantity", "write a quantity such as Pr(event) or E(value)")
    if isinstance(goals, list | tuple):
        return [measure(quantity, goals=law) for law in goals]
    check_type(goals, Law, "goals", "write a law such as iid(Uniform(0, 1)), or a list of laws")
    symbolic = quantity.symbols or any(event.symbols for event in conditions(goals))
    return _in_a_symbol(quantity, goals) if symbolic else _measured(quantity, goals, DIGITS)


def _in_a_symbol(quantity: Quantity, law: Law) -> Exact:
    """The quantity as a formula in its one symbol."""
    try:
        found = family(quantity, law)
    except Unsuited as reason:
        raise InvalidValue(
            f"quantity = {quantity!r} has no exact formula in {', '.join({*quantity.symbols, *law.symbols})} under "
            f"{law!r}: {reason}; substitute numbers and measure again"
        ) from reason
    expression = simplest(found.expression(symbol_named(found.name, quantity, law)))
    size = len(found.cells)
    return Exact(expression, f"iterated integrals on {size} cell{'s' if size > 1 else ''} of {found.name}", found.json)


def _measured(quantity: Quantity, law: Law, digits: int) -> Exact | Enclosure:
    answer = _answer(quantity, law, digits)
    if isinstance(answer, Term):
        if law.symbols:
            return _in_a_symbol(quantity, law)
        raise _refusal(law, quantity, answer)
    more = 0
    for tried in () if _is_finite(answer) else RARE:
        more, answer = tried, _finer(answer, quantity, law, digits + tried)
        if _is_finite(answer):
            break
    if not _is_finite(answer):
        raise InvalidValue(
            f"quantity = {quantity!r} is conditional on what has a probability below 10**-{RARE[-1]}, or 0, under "
            f"{law!r}; give an event of larger probability"
        )
    lost = _digits_lost(answer, digits)
    if lost:
        answer = _finer(answer, quantity, law, digits + more + lost)
    compared = [(part, term.value) for _, term in quantity.terms for part in (term.event, term.given)]
    return _result(answer, ties(law, compared, digits), lambda more: _measured(quantity, law, more))


def _answer(quantity: Quantity, law: Law, digits: int) -> Answer | Term:
    """The value of the quantity, or the first term that no route serves."""
    with precision(digits + 5):
        listed: list[tuple[Fraction, Answer]] = []
        for q, term in quantity.terms or SURE:
            answer = _term(term, law, digits + 1)
            if answer is None:
                return term
            listed.append((q, answer))
        total = combined(listed, quantity.constant)
        assert total is not None
        return total


def _finer(answer: Answer, quantity: Quantity, law: Law, digits: int) -> Answer:
    again = _answer(quantity, law, digits)
    return again if isinstance(again, Answer) else answer


def _is_finite(answer: Answer) -> bool:
    """Whether a ball has a radius: it has none after division by one that contains 0."""
    return not hasattr(answer.value, "mid") or answer.value.is_finite()


def _digits_lost(answer: Answer, digits: int) -> int:
    """By how many digits a ball is too wide: weights, and a small condition below a fraction, widen it."""
    if not hasattr(answer.value, "mid"):
        return 0
    excess = enclosure(answer.value)[1] * 10**digits
    return 0 if excess <= 1 else len(str(int(excess))) + 1


def _term(term: Term, law: Law, digits: int) -> Answer | None:
    event = term.event if term.given is None else term.given if term.event is None else term.event & term.given
    integral = integral_of(law, event, term.value, digits)
    law.covers(integral.coordinates)
    answer = integrate(integral)
    if term.given is not None and answer is not None:
        answer = ratio(answer, integrate(integral_of(law, term.given, None, digits)), term.given)
    return answer


def _refusal(law: Law, quantity: Quantity, term: Term) -> Exception:
    value = term.value
    found = means(law, value) if value is not None and value.is_linear and term.given is None else None
    for name, mean in (found or {}).items():
        if mean is None:
            return InvalidValue(
                f"quantity = {quantity!r} does not exist: under {law!r} the utility of {name!r} has tails too heavy "
                "for a mean; ask for a probability, or choose a law that has one"
            )
    heavy = [] if value is None else [w for w, mean in (means(law, _linear(value)) or {}).items() if mean is None]
    if heavy:
        return InvalidValue(
            f"quantity = {quantity!r} has no exact route under {law!r}: the utility of {heavy[0]!r} has tails too "
            "heavy for a mean, so the expectation may not exist; ask for a probability, or choose a law that has means"
        )
    return InvalidValue(
        f"quantity = {quantity!r} has no exact route under {law!r}; estimate(quantity, goals=law) samples it, "
        "with an interval"
    )


def _linear(value: Value) -> Value:
    """The sum of all coordinates of a value."""
    return affine(dict.fromkeys(coordinates([value]), Fraction(1)))


def _result(answer: Answer, found: tuple[Tie, ...], again: Callable[[int], Exact | Enclosure]) -> Exact | Enclosure:
    if not hasattr(answer.value, "mid"):
        return Exact(answer.value, answer.route, answer.cells, found)
    midpoint, radius = enclosure(answer.value)

    def refined(digits: int) -> Enclosure:
        better = again(digits)
        assert isinstance(better, Enclosure)
        return better

    return Enclosure(midpoint, radius, answer.route, found, refined)
