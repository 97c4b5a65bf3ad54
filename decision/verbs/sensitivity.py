"""`sensitivity`: how far a law may be changed before a thesis fails.

A thesis is `E h >= 0`, and `E h` is linear in the law. *Contaminate* the law `mu` by a share `t` of another law `nu`:
`(1 - t) E_mu h + t E_nu h`; the worst `nu` among several, or in a class, has the smallest `E_nu h`. *Tilt* it: reweight
goals by factors between `1 - t` and `1 + t`; the worst tilt favours the goals below the median of `h` and lowers the
mean by `t E|h - median|` (the optimum of a linear program). Either way the largest `t` is a quotient.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from decision.engines.measure.arithmetic import Number, ball, divide, enclosure, multiply, plus, precision, sign_of
from decision.engines.measure.dispatch import integral_of, integrate
from decision.engines.measure.margin import margin
from decision.errors import InvalidType, InvalidValue
from decision.goals.assumptions import Assumption
from decision.goals.laws import Law
from decision.language.events import Event, all_of
from decision.language.theses import Inequality, Thesis
from decision.measured import Enclosure, Exact
from decision.validation import check_listed, check_type
from decision.verbs.bounds import bounds

__all__ = ["Sensitivity", "sensitivity"]

DIGITS = 17


@dataclass(frozen=True, repr=False)
class Sensitivity:
    """How far a law may be changed before a thesis fails.

    Attributes
    ----------
    thesis, law, change : str
        As sentences; `change` says what is done to the law.
    margin : Exact or Enclosure
        By how much the thesis holds under the law itself.
    largest : Exact, Enclosure or None
        The largest `t` in [0, 1] for which the thesis survives every such change; 1 if it survives any; None if it
        fails under the law itself. A strict thesis survives every smaller `t`; at this one both sides may be equal.
    worst : str
        The change that hurts most.
    """

    thesis: str
    law: str
    change: str
    margin: Exact | Enclosure
    largest: Exact | Enclosure | None
    worst: str

    def __repr__(self) -> str:
        if self.largest is None:
            return f"{self.thesis}\n  fails already under {self.law}, by {self.margin}"
        return (
            f"{self.thesis}\n  under {self.law} holds by {self.margin}\n"
            f"  {self.change}: survives up to t = {self.largest}; the worst is {self.worst}"
        )


def sensitivity(
    thesis: Thesis, law: Law, *, towards: Law | Iterable[Law] | Iterable[Assumption] | None = None
) -> Sensitivity:
    """The largest change of a law for which a thesis still holds.

    Parameters
    ----------
    thesis : Thesis
        An inequality.
    law : Law
    towards : Law, list of laws, or list of assumptions; optional
        What the law is contaminated with: a share `t` of the goals is drawn from another law, the worst one of a list,
        or the worst one that satisfies the assumptions. Without it the law is tilted: each goal is made more or less
        likely by a factor between `1 - t` and `1 + t`.

    Returns
    -------
    Sensitivity

    Raises
    ------
    InvalidValue
        If the thesis is an equality or conditional (any change breaks the one, the other is not linear in the law), if
        a tilt is asked for and the thesis compares expectations, if no exact route applies, or if both sides are
        enclosed and cannot be told apart.

    Examples
    --------
    >>> from decision import Choice, Exponential, Pr, Uniform, iid
    >>> menu = Choice({"sure": {"a": 1}, "coin": {"b": "1/2", "c": "1/2"}, "coin2": {"d": "1/2", "e": "1/2"}})
    >>> found = sensitivity(Pr(menu.best("sure")) >= "1/3", iid(Uniform(0, 1)))
    >>> found.margin.value, found.largest.value
    (Fraction(1, 20), Fraction(3, 23))
    """
    inequality = _inequality(thesis)
    check_type(law, Law, "law", "write a law such as iid(Uniform(0, 1))")
    with precision(DIGITS):
        own = margin(inequality, law, DIGITS)
        sign = sign_of(own.value)
        if sign is None:
            raise InvalidValue(
                f"thesis = ({thesis!r}): its sides agree under {law!r} to {DIGITS} digits, so whether it holds is not "
                "known; change the bound, however little"
            )
        shown = _shown(own.value, own.route)
        fails = sign < 0 or (sign == 0 and inequality.relation == ">")
        if fails:
            return Sensitivity(repr(thesis), repr(law), "", shown, None, "")
        if towards is None:
            spread = _spread(inequality, law)
            share = _quotient(own.value, spread)
            change, worst = "reweighted by factors from 1 - t to 1 + t", "to favour the goals that count against it"
        else:
            change = "contaminated by a share t"
            lowest, worst = _lowest(thesis, inequality, towards)
            share = _quotient(own.value, plus(own.value, multiply(Fraction(-1), lowest)))
        return Sensitivity(repr(thesis), repr(law), change, shown, _shown(share, own.route), worst)


def _inequality(thesis: Thesis) -> Inequality:
    check_type(thesis, Thesis, "thesis", "compare two quantities, such as Pr(menu.best('a')) >= '1/2'")
    if thesis.relation == "==" or thesis.given is not None:
        odd = (
            "an equality, which any change breaks"
            if thesis.relation == "=="
            else "conditional, so not linear in the law"
        )
        raise InvalidValue(f"thesis = ({thesis!r}) is {odd}; write an inequality between unconditional quantities")
    return thesis.inequalities[0]


def _quotient(above: Number, below: Number) -> Number:
    """`above / below` where `above >= 0`, at most 1."""
    over = plus(above, multiply(Fraction(-1), below))
    sign = sign_of(over)
    return Fraction(1) if sign is not None and sign >= 0 else divide(above, below)


def _shown(value: Number, route: str) -> Exact | Enclosure:
    return Enclosure(*enclosure(value), route) if hasattr(value, "mid") else Exact(value, route)


# --- contamination ----------------------------------------------------------------------------------------------------


def _lowest(thesis: Thesis, inequality: Inequality, towards: Any) -> tuple[Number, str]:
    """The smallest `E h` among the laws, and where it is."""
    listed: list[Any] = (
        [towards] if isinstance(towards, Law) else check_listed(towards, "towards", "[iid(Normal(0, 1))]")
    )
    if not listed:
        raise InvalidValue("towards = [] is empty; give a law, several laws, or assumptions")
    if all(isinstance(law, Law) for law in listed):
        found = [(margin(inequality, law, DIGITS).value, repr(law)) for law in listed]
        least = _least(value for value, _ in found)
        return least, next(n for v, n in found if sign_of(plus(v, multiply(Fraction(-1), least))) in (0, None))
    if any(isinstance(law, Law) for law in listed):
        raise InvalidType(f"towards = {listed!r} mixes laws and assumptions; give laws, or the assumptions of a class")
    sign = 1 if thesis.relation in (">=", ">") else -1
    least = bounds(sign * (thesis.left - thesis.right), given=listed).lower
    if least is None:
        raise InvalidValue(f"towards = {listed!r}: no exact infimum was found over this class; name a law instead")
    return least, f"some law with {', '.join(map(repr, listed))}"


# --- tilts ------------------------------------------------------------------------------------------------------------


def _spread(inequality: Inequality, law: Law) -> Number:
    """`E|h - median|`, for an `h` that is a sum of weighted indicators."""
    if any(t.value is not None or t.event is None for t in inequality.terms):
        raise InvalidValue(
            "thesis compares expectations, whose integrand takes a continuum of values; a tilt needs one about "
            "probabilities: contaminate instead, by towards=law"
        )
    mass: dict[Fraction, Number] = {}
    for truths in product((True, False), repeat=len(inequality.terms)):
        height = sum((t.weight for t, true in zip(inequality.terms, truths, strict=True) if true), Fraction(0))
        share = _probability([_as_said(t.event, true) for t, true in zip(inequality.terms, truths, strict=True)], law)
        mass[height] = plus(mass.get(height, Fraction(0)), share)
    deviations = [_sum(multiply(abs(h - c), share) for h, share in mass.items()) for c in mass]
    return _least(deviations)  # the mean deviation is least about a median


def _as_said(event: Event | None, true: bool) -> Event:
    assert event is not None
    return event if true else ~event


def _probability(events: list[Event], law: Law) -> Number:
    answer = integrate(integral_of(law, all_of(*events), None, DIGITS))
    if answer is None:
        raise InvalidValue(f"law = {law!r}: no exact route to the joint probability of the events of the thesis")
    return answer.value


def _least(numbers: Iterable[Number]) -> Number:
    """The smallest of some numbers; a ball around it where they cannot be told apart."""
    first, *others = numbers
    for other in others:
        sign = sign_of(plus(other, multiply(Fraction(-1), first)))
        first = ball(first).min(ball(other)) if sign is None else other if sign < 0 else first
    return first


def _sum(numbers: Iterable[Number]) -> Number:
    """The sum of numbers of any kind."""
    total: Number = Fraction(0)
    for number in numbers:
        total = plus(total, number)
    return total
