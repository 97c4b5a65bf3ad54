"""An exhaustive decision procedure for small claims, independent of the package: the oracle of the tests.

It reads claims only (see docs/reference/certificate-format.md), shares no code with `decision`, and decides by listing
every realisable cell of signs of every comparison at every group element, in exact arithmetic.
"""

from .claims import OracleRefusal
from .decide import Outcome, decide_by_enumeration

__all__ = ["OracleRefusal", "Outcome", "decide_by_enumeration"]
