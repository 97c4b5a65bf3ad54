"""Linearity of expectation: a linear value has the value of the means."""

from fractions import Fraction

from decision.engines.measure.integral import Answer, Integral
from decision.goals.laws import EmpiricalLaw, FiniteLaw, GaussianLaw, Law, OrbitLaw, Product
from decision.goals.parameters import Parameter
from decision.language.values import Value

__all__ = ["linearity", "means"]


def linearity(integral: Integral) -> Answer | None:
    """The expectation of a linear value from the means of utilities; None if one does not exist."""
    value = integral.value
    if integral.event is not None or value is None or not value.is_linear:
        return None
    found = means(integral.law, value)
    if found is None or None in found.values():
        return None
    return Answer(sum((q * found[w] for w, q in value.coefficients), value.constant), "linearity of expectation")


def means(law: Law, value: Value) -> dict[str, Parameter] | None:
    """The mean of every utility in a linear value, None where it does not exist; None for a law of another kind."""
    names = [w for w, _ in value.coefficients]
    match law:
        case Product():
            return {w: law.marginal(w).mean for w in names}
        case GaussianLaw():
            return dict(zip(names, law.moments(names)[0], strict=True))
        case OrbitLaw(_, levels):
            return dict.fromkeys(names, sum(levels, Fraction(0)) / len(levels))
        case FiniteLaw() | EmpiricalLaw():
            return {w: sum((q * goal[w] for q, goal in law.atoms), Fraction(0)) for w in names}
        case _:
            return None
