"""What every law of a goal offers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from decision.errors import UnknownName
from decision.exact import Rational
from decision.goals.marginal import Floats
from decision.language.coordinates import PRESENT, coordinate
from decision.language.events import Event
from decision.validation import check_name, check_type

if TYPE_CHECKING:
    from decision.goals.assumptions import Assumption

__all__ = ["Law", "check_coordinate"]


class Law:
    """A law of the whole goal."""

    @property
    def outcomes(self) -> tuple[str, ...] | None:
        """The coordinates it is a law of; None if it serves any."""
        return None

    @property
    def named(self) -> tuple[str, ...]:
        """Coordinates it treats in a way of their own."""
        return self.outcomes or ()

    def covers(self, coordinates: Iterable[str]) -> None:
        """Refuse coordinates that this is no law of.

        Raises
        ------
        UnknownName
            For the first such coordinate.

        Examples
        --------
        >>> from decision import finite
        >>> finite([(1, {"a": 0})]).covers(["a"])
        """
        known = self.outcomes
        if known is None:
            return
        for name in coordinates:
            if name not in known:
                owner, outcome = coordinate(name)
                whose = "" if owner == PRESENT else f" of the self {owner!r}"
                raise UnknownName(
                    f"outcome = {outcome!r}{whose} is unknown to the law {_clipped(self)}, which is about "
                    f"{', '.join(map(repr, known[:12]))}{', ...' if len(known) > 12 else ''}; "
                    "use one of these, or a law of more outcomes"
                )

    def sample(self, rng: np.random.Generator, size: int, coordinates: Sequence[str]) -> Floats:
        """Goals as rows, of the given coordinates: a float64 array of shape `(size, len(coordinates))`."""
        raise TypeError(f"{type(self).__name__} is not a law of this package")

    @property
    def symbols(self) -> tuple[str, ...]:
        """Names of the sympy symbols among its parameters, sorted."""
        return ()

    def substitute(self, numbers: Mapping[str, Rational]) -> "Law":
        """The same law with numbers in place of symbols."""
        return self

    def satisfies(self, assumption: "Assumption") -> str | None:
        """The reason why the law satisfies an assumption; None if it does not, or is not known to.

        Examples
        --------
        >>> from decision import Exchangeable, Normal, iid, independent, LogConcave
        >>> iid(Normal(0, 1)).satisfies(LogConcave())
        'a product of log-concave densities is log-concave'
        >>> independent({"a": Normal(0, 1), "b": Normal(0, 2)}).satisfies(Exchangeable()) is None
        True
        """
        from decision.goals.assumptions import Assumption
        from decision.goals.satisfies import satisfies

        check_type(assumption, Assumption, "assumption", "write an assumption such as Exchangeable()")
        return satisfies(self, assumption)

    def given(self, event: Event) -> "Law":
        """The posterior law, after learning that an event holds.

        Examples
        --------
        >>> from decision import Pr, Uniform, iid, measure, u
        >>> law = iid(Uniform(0, 1)).given(u("a") >= u("b"))
        >>> measure(Pr(u("a") >= u("c")), goals=law).value
        Fraction(2, 3)
        """
        from decision.goals.derived_laws import PosteriorLaw

        check_type(event, Event, "event", "write an event such as u('a') >= u('b')")
        return PosteriorLaw(self, event)


def _clipped(law: Law) -> str:
    text = repr(law)
    return text if len(text) <= 80 else f"{text[:77]}..."


def check_coordinate(value: Any, name: str) -> str:
    """Return a coordinate's name: an outcome, or ``"self:outcome"``.

    Examples
    --------
    >>> check_coordinate("changed:w", "outcome")
    'changed:w'
    """
    if not isinstance(value, str):
        return check_name(value, name)
    for part in coordinate(value):
        check_name(part, name)
    return value
