"""`bounds`: the exact range of a quantity over a class of goal distributions, with certificates for both ends."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from threading import Event
from typing import Any

from decision.engines.clock import Clock
from decision.engines.infimum import infimum
from decision.errors import InvalidType
from decision.goals.assumptions import Assumption
from decision.goals.claims import claims
from decision.language.quantities import Quantity
from decision.language.theses import Thesis
from decision.verbs.decide import decide
from decision.verdict import Verdict

__all__ = ["Bounds", "bounds"]

TOLERANCES = (Fraction(1, 10), Fraction(1, 100), Fraction(1, 1000))
"""How close laws come to an end that none attains."""


@dataclass(frozen=True, repr=False)
class Bounds:
    """The range of a quantity.

    Attributes
    ----------
    quantity : str
    lower, upper : Fraction or None
        Infimum and supremum; None if unbounded or not found within the time limit.
    lower_attained, upper_attained : bool or None
        Whether some law of the class reaches the end; None if undecided.
    lower_verdicts, upper_verdicts : tuple of Verdict
        Their evidence: the inequality at the end; then either the failing strict inequality, whose countermodel attains
        the end, or the strict inequality and, for each of three tolerances, a law that comes this close.
    """

    quantity: str
    lower: Fraction | None
    upper: Fraction | None
    lower_attained: bool | None
    upper_attained: bool | None
    lower_verdicts: tuple[Verdict, ...]
    upper_verdicts: tuple[Verdict, ...]

    def __repr__(self) -> str:
        def end(value: Fraction | None, attained: bool | None) -> str:
            word = {True: "attained", False: "not attained", None: "attained or not: undecided"}[attained]
            return "not found" if value is None else f"{value} ({word})"

        lower, upper = end(self.lower, self.lower_attained), end(self.upper, self.upper_attained)
        return f"{self.quantity}: lower {lower}, upper {upper}"


def bounds(
    quantity: Any,
    *,
    given: Iterable[Assumption | Thesis] = (),
    outcomes: Sequence[str] = (),
    time_limit: float = 60,
    cancel: Event | None = None,
    seed: int = 0,
) -> Bounds:
    """Exact infimum and supremum of a quantity over a class of goal distributions.

    Parameters
    ----------
    quantity : Quantity
    given, outcomes, time_limit, cancel, seed
        As in `decide`; the time limit is for each step.

    Examples
    --------
    >>> from decision import Bounded, E, Pr, u
    >>> bounds(Pr(u("a") >= u("b")), given=[Bounded(0, 1), E(u("a")) - E(u("b")) >= "1/4"])
    Pr(u(a) >= u(b)): lower 1/4 (not attained), upper 1 (attained)
    """
    if not isinstance(quantity, Quantity):
        raise InvalidType(
            f"quantity = {quantity!r} has type {type(quantity).__name__}; write a quantity such as Pr(event)"
        )
    side = _Side(tuple(given), tuple(outcomes), time_limit, cancel, seed)
    lower, lower_attained, below = side.least(quantity, 1)
    upper, upper_attained, above = side.least(-quantity, -1)
    return Bounds(
        repr(quantity), lower, None if upper is None else -upper, lower_attained, upper_attained, below, above
    )


@dataclass(frozen=True)
class _Side:
    given: tuple[Assumption | Thesis, ...]
    outcomes: tuple[str, ...]
    time_limit: float
    cancel: Event | None
    seed: int

    def least(self, quantity: Quantity, sign: int) -> tuple[Fraction | None, bool | None, tuple[Verdict, ...]]:
        """The infimum, whether it is attained, and the evidence; theses are written about `sign * quantity`."""
        claim = claims(quantity >= 0, self.given, outcomes=self.outcomes)[0]
        value = infimum(claim, clock=Clock(time.monotonic() + self.time_limit, self.cancel), seed=self.seed)
        if value is None:
            return None, None, ()
        shown = sign * quantity
        end = self.decide(shown >= value if sign > 0 else shown <= -value)
        if not end.holds:
            return None, None, (end,)
        strict = self.decide(shown > value if sign > 0 else shown < -value)
        if not strict.holds:
            return value, True if strict.fails else None, (end, strict)
        near = [self.decide(shown >= value + t if sign > 0 else shown <= -value - t) for t in TOLERANCES]
        return value, False, (end, strict, *near)

    def decide(self, thesis: Thesis) -> Verdict:
        return decide(
            thesis,
            given=self.given,
            outcomes=self.outcomes,
            time_limit=self.time_limit,
            cancel=self.cancel,
            seed=self.seed,
        )
