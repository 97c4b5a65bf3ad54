"""Types of the names that `decision` loads when first used: the table in `__init__.py`, spelled out."""

from decision.engines.orbits import orbit_counts as orbit_counts
from decision.errors import CertificateError as CertificateError
from decision.errors import ContradictionError as ContradictionError
from decision.errors import DecisionError as DecisionError
from decision.errors import InvalidType as InvalidType
from decision.errors import InvalidValue as InvalidValue
from decision.errors import UnknownName as UnknownName
from decision.goals.bounded_marginals import Beta as Beta
from decision.goals.bounded_marginals import PowerFunction as PowerFunction
from decision.goals.bounded_marginals import Uniform as Uniform
from decision.goals.derived_laws import features as features
from decision.goals.derived_laws import mixture as mixture
from decision.goals.finite_laws import empirical as empirical
from decision.goals.finite_laws import finite as finite
from decision.goals.finite_laws import orbit as orbit
from decision.goals.gaussians import gaussian as gaussian
from decision.goals.marginals import Cauchy as Cauchy
from decision.goals.marginals import Exponential as Exponential
from decision.goals.marginals import Laplace as Laplace
from decision.goals.marginals import Normal as Normal
from decision.goals.marginals import Stable as Stable
from decision.goals.mixed_marginals import Discrete as Discrete
from decision.goals.mixed_marginals import Mixture as Mixture
from decision.goals.mixed_marginals import PiecewiseUniform as PiecewiseUniform
from decision.goals.product_laws import iid as iid
from decision.goals.product_laws import independent as independent
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
from decision.goals.supports import Bounded as Bounded
from decision.goals.supports import Indifferent as Indifferent
from decision.goals.supports import Monotone as Monotone
from decision.goals.supports import NoTies as NoTies
from decision.goals.supports import Supported as Supported
from decision.goals.symmetries import Exchangeable as Exchangeable
from decision.goals.symmetries import Invariant as Invariant
from decision.goals.symmetries import ReflectionSymmetric as ReflectionSymmetric
from decision.goals.symmetries import SignSymmetric as SignSymmetric
from decision.language.events import indifferent as indifferent
from decision.language.printing import latex as latex
from decision.language.quantities import E as E
from decision.language.quantities import Pr as Pr
from decision.language.values import maximum as maximum
from decision.language.values import minimum as minimum
from decision.language.values import pick as pick
from decision.language.values import u as u
from decision.measured import Enclosure as Enclosure
from decision.measured import Exact as Exact
from decision.numeric.estimates import Estimate as Estimate
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
from decision.regions import Region as Region
from decision.verbs.bounds import bounds as bounds
from decision.verbs.check import check as check
from decision.verbs.check import load as load
from decision.verbs.decide import decide as decide
from decision.verbs.estimate import estimate as estimate
from decision.verbs.frontier import frontier as frontier
from decision.verbs.measure import measure as measure
from decision.verbs.most import most as most
from decision.verbs.region import region as region
from decision.verbs.sensitivity import Sensitivity as Sensitivity
from decision.verbs.sensitivity import sensitivity as sensitivity
from decision.verbs.sweep import sweep as sweep
from decision.verdict import Countermodel as Countermodel
from decision.verdict import Evidence as Evidence
from decision.verdict import Status as Status
from decision.verdict import Verdict as Verdict

__all__ = [
    "Beta",
    "Bounded",
    "Cauchy",
    "CertificateError",
    "Chance",
    "Choice",
    "Continuous",
    "ContradictionError",
    "Correlated",
    "Countermodel",
    "Decision",
    "DecisionError",
    "Discrete",
    "E",
    "Enclosure",
    "Estimate",
    "Evidence",
    "Exact",
    "Exchangeable",
    "Exponential",
    "Gaussian",
    "IID",
    "Independent",
    "IndependentSelves",
    "Indifferent",
    "InvalidType",
    "InvalidValue",
    "Invariant",
    "Laplace",
    "LogConcave",
    "MDP",
    "Mixture",
    "Monotone",
    "Myopic",
    "NoTies",
    "Normal",
    "Observe",
    "Outcome",
    "POWER",
    "PackedMDP",
    "PiecewiseUniform",
    "Plan",
    "PowerFunction",
    "Pr",
    "ReflectionSymmetric",
    "Region",
    "Resolute",
    "SameGoals",
    "Sensitivity",
    "SignSymmetric",
    "Sophisticated",
    "Spherical",
    "Stable",
    "Status",
    "Supported",
    "Symmetric",
    "Uniform",
    "Unimodal",
    "UnknownName",
    "Values",
    "Verdict",
    "bounds",
    "decide",
    "empirical",
    "estimate",
    "features",
    "finite",
    "frontier",
    "gaussian",
    "iid",
    "independent",
    "indifferent",
    "latex",
    "load",
    "maximum",
    "measure",
    "minimum",
    "mixture",
    "most",
    "normalise",
    "optimal_values",
    "orbit",
    "orbit_counts",
    "pack",
    "pick",
    "region",
    "sensitivity",
    "sweep",
    "u",
]
