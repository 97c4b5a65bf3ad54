"""Assumptions about the distribution of goals: each names a class of laws and compiles to conditions of a claim.

Capitalised adjectives are classes. Those of invariance (`symmetries`) and support (`supports`), of which all may be
imported from here, are convex; `IID`, `Independent`, `Symmetric`, ... (`structures`) are not; `selves` relates the
goals of several selves. Any thesis is an assumption too: a moment condition.
"""

from decision.goals.assumption import Assumption
from decision.goals.supports import Bounded, Indifferent, Monotone, NoTies, Supported
from decision.goals.symmetries import Exchangeable, Invariant, ReflectionSymmetric, SignSymmetric

__all__ = [
    "Assumption",
    "Bounded",
    "Exchangeable",
    "Indifferent",
    "Invariant",
    "Monotone",
    "NoTies",
    "ReflectionSymmetric",
    "SignSymmetric",
    "Supported",
]
