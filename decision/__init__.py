"""Decide under which assumptions about the distribution of an agent's goals a convergence thesis holds or fails.

Names are loaded when first used, so that importing the package loads no solver; `decision.checker` runs without any
third-party package.
"""

from importlib import import_module

_HOME = {
    "Beta": "goals.bounded_marginals",
    "Bounded": "goals.supports",
    "Cauchy": "goals.marginals",
    "CertificateError": "errors",
    "Chance": "problems.tree",
    "Choice": "problems.choice",
    "Continuous": "goals.structures",
    "ContradictionError": "errors",
    "Correlated": "goals.selves",
    "Countermodel": "verdict",
    "Decision": "problems.tree",
    "DecisionError": "errors",
    "Discrete": "goals.mixed_marginals",
    "E": "language.quantities",
    "Enclosure": "measured",
    "Estimate": "numeric.estimates",
    "Evidence": "verdict",
    "Exact": "measured",
    "Exchangeable": "goals.symmetries",
    "Exponential": "goals.marginals",
    "Gaussian": "goals.structures",
    "IID": "goals.structures",
    "Independent": "goals.structures",
    "IndependentSelves": "goals.selves",
    "Indifferent": "goals.supports",
    "InvalidType": "errors",
    "InvalidValue": "errors",
    "Invariant": "goals.symmetries",
    "Laplace": "goals.marginals",
    "LogConcave": "goals.structures",
    "MDP": "problems.mdp",
    "Mixture": "goals.mixed_marginals",
    "Monotone": "goals.supports",
    "Myopic": "problems.rules",
    "NoTies": "goals.supports",
    "Normal": "goals.marginals",
    "Observe": "problems.information",
    "Outcome": "problems.tree",
    "POWER": "problems.power",
    "PackedMDP": "numeric.packed",
    "PiecewiseUniform": "goals.mixed_marginals",
    "Plan": "problems.plan",
    "PowerFunction": "goals.bounded_marginals",
    "Pr": "language.quantities",
    "ReflectionSymmetric": "goals.symmetries",
    "Region": "regions",
    "Resolute": "problems.rules",
    "SameGoals": "goals.selves",
    "Sensitivity": "verbs.sensitivity",
    "SignSymmetric": "goals.symmetries",
    "Sophisticated": "problems.rules",
    "Spherical": "goals.structures",
    "Stable": "goals.marginals",
    "Status": "verdict",
    "Supported": "goals.supports",
    "Symmetric": "goals.structures",
    "Uniform": "goals.bounded_marginals",
    "Unimodal": "goals.structures",
    "UnknownName": "errors",
    "Values": "numeric.values",
    "Verdict": "verdict",
    "bounds": "verbs.bounds",
    "check": "verbs.check",
    "decide": "verbs.decide",
    "empirical": "goals.finite_laws",
    "estimate": "verbs.estimate",
    "features": "goals.derived_laws",
    "finite": "goals.finite_laws",
    "frontier": "verbs.frontier",
    "gaussian": "goals.gaussians",
    "iid": "goals.product_laws",
    "independent": "goals.product_laws",
    "indifferent": "language.events",
    "latex": "language.printing",
    "load": "verbs.check",
    "maximum": "language.values",
    "measure": "verbs.measure",
    "minimum": "language.values",
    "mixture": "goals.derived_laws",
    "most": "verbs.most",
    "normalise": "problems.choice",
    "optimal_values": "numeric.values",
    "orbit": "goals.finite_laws",
    "orbit_counts": "engines.orbits",
    "pack": "numeric.packing",
    "pick": "language.values",
    "region": "verbs.region",
    "sensitivity": "verbs.sensitivity",
    "sweep": "verbs.sweep",
    "u": "language.values",
}

# `check` is imported by name only: `from decision import *` must not take that common name from the user's functions.
__all__ = [name for name in _HOME if name != "check"]  # pyright: ignore[reportUnsupportedDunderAll]  # see the stub


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'decision' has no attribute {name!r}")
    value = getattr(import_module(f"decision.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(_HOME)
