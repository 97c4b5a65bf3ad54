"""Rules of sequential choice: how somebody chooses now who will choose again, perhaps with other goals.

The three coincide when all choosers share one goal and nobody forgets; McClennen (1990) and Hammond (1976) name them.
"""

from dataclasses import dataclass
from typing import Literal

from decision.errors import InvalidValue

__all__ = ["Myopic", "Resolute", "Rule", "Sophisticated"]


@dataclass(frozen=True)
class Sophisticated:
    """Backward induction: choose what is best given how every later node will be decided by its chooser."""


@dataclass(frozen=True)
class Myopic:
    """Choose as if one's own present goal would decide at every later node too; later choosers do the same in turn."""


@dataclass(frozen=True)
class Resolute:
    """The first chooser plans for all later nodes, whoever stands there, and the plan is carried out.

    Parameters
    ----------
    strategies : {"mixed", "behavioural"}
        What is planned with: a lottery over pure strategies, or an independent lottery at every information set. A pure
        strategy is best among the mixed ones, and among the behavioural ones unless the tree is absent-minded: there
        the value of a behavioural strategy is a polynomial in its probabilities, and planning with them is refused.

    Examples
    --------
    >>> Resolute()
    Resolute(strategies='mixed')
    """

    strategies: Literal["mixed", "behavioural"] = "mixed"

    def __post_init__(self) -> None:
        if self.strategies not in ("mixed", "behavioural"):
            raise InvalidValue(
                f"strategies = {self.strategies!r} is unknown; write 'mixed' (a lottery over pure strategies) or "
                "'behavioural' (a lottery at each information set)"
            )


Rule = Sophisticated | Resolute | Myopic
