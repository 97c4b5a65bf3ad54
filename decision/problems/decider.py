"""What every rule of choice offers: which of two sets of options is more likely to be chosen."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import ClassVar

__all__ = ["Decider", "Drawing", "Worths"]

Worths = Mapping[str, Fraction]
"""Option to expected utility."""


class Decider(ABC):
    """A rule of choice among options of known worth."""

    by_worth: ClassVar[bool] = True
    """Whether options of equal worth are treated alike."""
    ordinal: ClassVar[bool] = True
    """Whether only the order of the worths, and of the worths and `levels`, matters."""

    @property
    def levels(self) -> tuple[Fraction, ...]:
        """Numbers that worths are compared with."""
        return ()

    @abstractmethod
    def compare(self, worths: Worths, first: Collection[str], second: Collection[str]) -> int:
        """Sign of `p(first) - p(second)`.

        Parameters
        ----------
        worths : mapping of str to Fraction
            Worth of every option.
        first, second : collection of str
            Sets of options.
        """


class Drawing(Decider):
    """A rule with rational probabilities for single options."""

    @abstractmethod
    def probabilities(self, worths: Worths) -> dict[str, Fraction]:
        """Probability that each option is chosen."""

    def compare(self, worths: Worths, first: Collection[str], second: Collection[str]) -> int:
        """Sign of `p(first) - p(second)`."""
        p = self.probabilities(worths)
        more = sum((p[o] for o in first), Fraction(0)) - sum((p[o] for o in second), Fraction(0))
        return (more > 0) - (more < 0)
