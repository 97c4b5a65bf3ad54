"""Less left to chance: Proschan's peakedness theorem applied to menus.

Proschan :cite:p:`Proschan1965`: for independent variables with one symmetric log-concave density, a weighted sum with
weights `a` is less peaked about the centre than one with weights `b` when `a` majorises `b`. For options on disjoint
outcomes it follows that the option whose lottery majorises another's is best at least as often, whatever the other
options are: with `G` the probability that all other options stay below a level, `G(a) + G(-a)` grows with `a >= 0`, so
`E[sign(|A|-|B|) ...]` is increasing in `|A|`, and `|A|` is stochastically larger than `|B|`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from decision.language.claims import Claim, Structure
from decision.language.events import All, Compare, Event
from decision.language.values import Value

__all__ = ["ProschanMenu", "check_proschan"]


@dataclass(frozen=True)
class ProschanMenu:
    """The hypotheses hold; `options` lists the values, the favoured one first and the one it is compared with second.

    `failed` names the clause that fails, and is empty if none does.
    """

    options: tuple[Value, ...]
    failed: str

    @property
    def applies(self) -> bool:
        """Whether every hypothesis holds."""
        return not self.failed


def check_proschan(claim: Claim) -> ProschanMenu:
    """Check the hypotheses of the menu form of Proschan's theorem on a claim.

    Examples
    --------
    >>> from decision import IID, Choice, LogConcave, Pr, Symmetric
    >>> from decision.goals.claims import claims
    >>> menu = Choice({"sure": {"a": 1}, "x": {"b": "1/2", "c": "1/2"}, "y": {"d": "1/2", "e": "1/2"}})
    >>> thesis = Pr(menu.best("sure")) >= Pr(menu.best("x"))
    >>> check_proschan(claims(thesis, [IID(), Symmetric(), LogConcave()])[0]).applies
    True
    >>> check_proschan(claims(thesis, [IID(), Symmetric()])[0]).failed
    'the utilities have a log-concave density'
    """
    for failed, holds in (
        ("the utilities are independent and identically distributed", _covers(claim, "iid")),
        ("the utilities are symmetric", _covers(claim, "symmetric")),
        ("the utilities have a log-concave density", _covers(claim, "log_concave")),
    ):
        if not holds:
            return ProschanMenu((), failed)
    options = _options(claim)
    if options is None:
        return ProschanMenu((), "the thesis compares the probabilities that two options of one menu are best")
    if not all(_is_lottery(v) for v in options) or not _disjoint(options):
        return ProschanMenu((), "the options are lotteries over disjoint outcomes")
    if not majorises(_weights(options[0]), _weights(options[1])):
        return ProschanMenu((), "the first option's lottery majorises the second's")
    return ProschanMenu(options, "")


def majorises(first: Sequence[Fraction], second: Sequence[Fraction]) -> bool:
    """Whether every partial sum of the sorted weights is at least the other's.

    Examples
    --------
    >>> majorises([Fraction(1)], [Fraction(1, 2), Fraction(1, 2)])
    True
    """
    size = max(len(first), len(second))
    a, b = (sorted(w, reverse=True) + [Fraction(0)] * (size - len(w)) for w in (first, second))
    return sum(a) == sum(b) and all(sum(a[:k]) >= sum(b[:k]) for k in range(1, size))


def _covers(claim: Claim, name: str) -> bool:
    return any(
        isinstance(c, Structure) and c.name == name and set(c.over) == set(claim.outcomes) for c in claim.conditions
    )


def _options(claim: Claim) -> tuple[Value, ...] | None:
    """The menu behind `Pr(A best) - Pr(B best) >= 0`."""
    terms = claim.thesis.terms
    if (
        claim.thesis.relation != ">="
        or claim.thesis.constant > 0
        or sorted(t.weight for t in terms) != [-1, 1]
        or any(t.value for t in terms)
    ):
        return None
    positive, negative = sorted(terms, key=lambda t: -t.weight)
    first, second = _best(positive.event), _best(negative.event)
    if first is None or second is None or first[2] != second[2]:
        return None
    a, b = first[0], second[0]
    others = set(first[1]) - {b}
    if b not in first[1] or a not in second[1] or others != set(second[1]) - {a}:
        return None
    return (a, b, *(v for v in first[1] if v in others))


def _best(event: Event | None) -> tuple[Value, tuple[Value, ...], bool] | None:
    """An event that compares one value with each of a list: `(value, list, strict)`."""
    compared = event.events if isinstance(event, All) else (event,)
    listed = [c for c in compared if isinstance(c, Compare)]
    if (
        not listed
        or len(listed) != len(compared)
        or len({c.left for c in listed}) > 1
        or len({c.strict for c in listed}) > 1
    ):
        return None
    return listed[0].left, tuple(c.right for c in listed), listed[0].strict


def _weights(value: Value) -> list[Fraction]:
    return [q for _, q in value.coefficients]


def _is_lottery(value: Value) -> bool:
    return value.is_linear and not value.constant and all(q > 0 for q in _weights(value)) and sum(_weights(value)) == 1


def _disjoint(options: Sequence[Value]) -> bool:
    seen = [w for v in options for w, _ in v.coefficients]
    return len(seen) == len(set(seen))
