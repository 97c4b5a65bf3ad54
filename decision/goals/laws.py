"""Goal distributions: one law of the whole goal, to measure, sample or decide under.

Lower case makes a law: `iid`, `independent`, `gaussian`, `finite`, `orbit`, `empirical`, `features`, `mixture`, and
`law.given(event)`. A law of the form `iid` serves whatever outcomes a question mentions, of every self; the others know
their outcomes and refuse questions about others. All may be imported from here.
"""

from decision.goals.derived_laws import FeatureLaw, MixtureLaw, PosteriorLaw, features, mixture
from decision.goals.finite_laws import EmpiricalLaw, FiniteLaw, OrbitLaw, empirical, finite, orbit
from decision.goals.gaussians import GaussianLaw, gaussian
from decision.goals.law import Law
from decision.goals.product_laws import Product, iid, independent

__all__ = [
    "EmpiricalLaw",
    "FeatureLaw",
    "FiniteLaw",
    "GaussianLaw",
    "Law",
    "MixtureLaw",
    "OrbitLaw",
    "PosteriorLaw",
    "Product",
    "empirical",
    "features",
    "finite",
    "gaussian",
    "iid",
    "independent",
    "mixture",
    "orbit",
]
