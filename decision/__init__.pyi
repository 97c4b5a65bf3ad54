"""Types of the names that `decision` loads when first used: the table in `__init__.py`, spelled out."""

from decision.engines.orbits import orbit_counts as orbit_counts
from decision.errors import CertificateError as CertificateError
from decision.errors import ContradictionError as ContradictionError
from decision.errors import DecisionError as DecisionError
from decision.errors import InvalidType as InvalidType
from decision.errors import InvalidValue as InvalidValue
from decision.errors import UnknownName as UnknownName
from decision.goals.assumptions import Bounded as Bounded
from decision.goals.assumptions import Exchangeable as Exchangeable
from decision.goals.assumptions import Indifferent as Indifferent
from decision.goals.assumptions import Invariant as Invariant
from decision.goals.assumptions import Monotone as Monotone
from decision.goals.assumptions import NoTies as NoTies
from decision.goals.assumptions import ReflectionSymmetric as ReflectionSymmetric
from decision.goals.assumptions import SignSymmetric as SignSymmetric
from decision.goals.assumptions import Supported as Supported
from decision.goals.selves import Correlated as Correlated
from decision.goals.selves import IndependentSelves as IndependentSelves
from decision.goals.selves import SameGoals as SameGoals
from decision.goals.structures import IID as IID
from decision.goals.structures import Continuous as Continuous
from decision.goals.structures import Gaussian as Gaussian
from decision.goals.structures import Independent as Independent
from decision.goals.structures import LogConcave as LogConcave
from decision.goals.structures import Spherical as Spherical
from decision.goals.structures import Symmetric as Symmetric
from decision.goals.structures import Unimodal as Unimodal
from decision.language.events import indifferent as indifferent
from decision.language.printing import latex as latex
from decision.language.quantities import E as E
from decision.language.quantities import Pr as Pr
from decision.language.values import maximum as maximum
from decision.language.values import minimum as minimum
from decision.language.values import pick as pick
from decision.language.values import u as u
from decision.numeric.packed import PackedMDP as PackedMDP
from decision.numeric.packing import pack as pack
from decision.numeric.values import Values as Values
from decision.numeric.values import optimal_values as optimal_values
from decision.problems.choice import Choice as Choice
from decision.problems.choice import normalise as normalise
from decision.problems.information import Observe as Observe
from decision.problems.mdp import MDP as MDP
from decision.problems.plan import Plan as Plan
from decision.problems.power import POWER as POWER
from decision.problems.rules import Myopic as Myopic
from decision.problems.rules import Resolute as Resolute
from decision.problems.rules import Sophisticated as Sophisticated
from decision.problems.tree import Chance as Chance
from decision.problems.tree import Decision as Decision
from decision.problems.tree import Outcome as Outcome
from decision.verbs.bounds import bounds as bounds
from decision.verbs.check import check as check
from decision.verbs.check import load as load
from decision.verbs.decide import decide as decide
from decision.verbs.frontier import frontier as frontier
from decision.verbs.most import most as most
from decision.verdict import Countermodel as Countermodel
from decision.verdict import Evidence as Evidence
from decision.verdict import Status as Status
from decision.verdict import Verdict as Verdict

__all__ = [
    "Bounded",
    "CertificateError",
    "Chance",
    "Choice",
    "Continuous",
    "ContradictionError",
    "Correlated",
    "Countermodel",
    "Decision",
    "DecisionError",
    "E",
    "Evidence",
    "Exchangeable",
    "Gaussian",
    "IID",
    "Independent",
    "IndependentSelves",
    "Indifferent",
    "InvalidType",
    "InvalidValue",
    "Invariant",
    "LogConcave",
    "MDP",
    "Monotone",
    "Myopic",
    "NoTies",
    "Observe",
    "Outcome",
    "POWER",
    "PackedMDP",
    "Plan",
    "Pr",
    "ReflectionSymmetric",
    "Resolute",
    "SameGoals",
    "SignSymmetric",
    "Sophisticated",
    "Spherical",
    "Status",
    "Supported",
    "Symmetric",
    "Unimodal",
    "UnknownName",
    "Values",
    "Verdict",
    "bounds",
    "decide",
    "frontier",
    "indifferent",
    "latex",
    "load",
    "maximum",
    "minimum",
    "most",
    "normalise",
    "optimal_values",
    "orbit_counts",
    "pack",
    "pick",
    "u",
]
