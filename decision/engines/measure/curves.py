"""Distribution functions and densities of values, on balls of complex arithmetic.

A value is a weighted sum of independent utilities. Sums of normal utilities, or mixtures of them, are mixtures of
normal laws; sums of Cauchy utilities are Cauchy; piecewise polynomial and exponential densities have exact piecewise
distribution functions (`transforms`); a single utility may also be a mixture of any of these.
"""

# python-flint is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import acb, arb

from decision.engines.measure.components import Component, summed
from decision.engines.measure.piecewise import Piecewise, Ring, derivative
from decision.engines.measure.quadrature import Integrand, normal_cdf
from decision.engines.measure.reals import ball
from decision.engines.measure.transforms import cdf, transform_of
from decision.goals.laws import Product
from decision.goals.marginals import Cauchy, Mixture
from decision.language.values import Value

__all__ = ["Curve", "curve_of"]


@dataclass(frozen=True)
class Piece:
    """Distribution function and density where both are analytic."""

    cdf: Integrand
    density: Integrand


class Curve:
    """The law of a value: analytic between its breaks."""

    breaks: tuple[Fraction, ...] = ()

    def on(self, point: Fraction) -> Piece:
        """The functions from a point up to the next break."""
        raise TypeError(f"{type(self).__name__} is not a curve of this module")

    def at(self, point: Fraction) -> Any:
        """The distribution function at a point."""
        return self.on(point).cdf(acb(ball(point)), False).real

    def reach(self, missing: Any) -> tuple[Fraction, Fraction]:
        """Two points beyond either of which there is a probability of at most `missing`."""
        low, high = Fraction(-1), Fraction(1)
        while not self.at(low) <= missing:
            low *= 2
        while not 1 - self.at(high) <= missing:
            high *= 2
        return low, high


class NormalCurve(Curve):
    """A mixture of normal laws."""

    def __init__(self, components: Sequence[Component]) -> None:
        self.terms = [(ball(c.weight), ball(c.mean), ball(c.variance).sqrt()) for c in components]

    def on(self, point: Fraction) -> Piece:
        """Entire functions."""
        scale = 1 / (2 * arb.pi()).sqrt()
        return Piece(
            lambda z, _: sum((w * normal_cdf((z - m) / s) for w, m, s in self.terms), acb(0)),
            lambda z, _: scale * sum((w / s * (-(((z - m) / s) ** 2) / 2).exp() for w, m, s in self.terms), acb(0)),
        )


class CauchyCurve(Curve):
    """A Cauchy law."""

    def __init__(self, center: Fraction, scale: Fraction) -> None:
        self.center, self.scale = ball(center), ball(scale)

    def on(self, point: Fraction) -> Piece:
        """The arctangent, with its branch cut on the imaginary axis."""
        return Piece(self._cdf, lambda z, _: 1 / (arb.pi() * self.scale * (1 + ((z - self.center) / self.scale) ** 2)))

    def _cdf(self, z: Any, analytic: bool) -> Any:
        x = (z - self.center) / self.scale
        if analytic and x.real.contains(0) and not abs(x.imag) < 1:
            return acb("nan")
        return arb(1) / 2 + x.atan() / arb.pi()


class PiecewiseCurve(Curve):
    """Polynomials times exponentials between breaks."""

    def __init__(self, function: Piecewise) -> None:
        self.function, self.breaks = function, function.breaks

    def on(self, point: Fraction) -> Piece:
        """The piece that begins there."""
        ring = self.function.on(point)
        return Piece(_evaluated(ring), _evaluated(derivative(ring)))


def _evaluated(ring: Ring) -> Integrand:
    terms = [(ball(rate), ball(shift), [arb(c) for c in p.coeffs()][::-1]) for (rate, shift), p in ring.items()]

    def function(z: Any, _: bool) -> Any:
        total = acb(0)
        for rate, shift, coefficients in terms:
            value = acb(0)
            for c in coefficients:
                value = value * z + c
            total += value * (rate * z + shift).exp()
        return total

    return function


class MixedCurve(Curve):
    """A mixture of other curves."""

    def __init__(self, parts: Sequence[tuple[Fraction, Curve]]) -> None:
        self.parts = [(ball(weight), curve) for weight, curve in parts]
        self.breaks = tuple(sorted({b for _, curve in parts for b in curve.breaks}))

    def on(self, point: Fraction) -> Piece:
        """Weighted sums of those of the parts."""
        pieces = [(weight, curve.on(point)) for weight, curve in self.parts]
        return Piece(
            lambda z, analytic: sum((w * p.cdf(z, analytic) for w, p in pieces), acb(0)),
            lambda z, analytic: sum((w * p.density(z, analytic) for w, p in pieces), acb(0)),
        )


def curve_of(law: Product, value: Value) -> Curve | None:
    """The law of a linear value that is not constant; None if it is of no form known here."""
    found = [(q, law.marginal(w)) for w, q in value.coefficients]
    normal = summed(found, value.constant)
    if normal is not None:
        return NormalCurve(normal)
    cauchy = [(q, m) for q, m in found if isinstance(m, Cauchy)]
    if len(cauchy) == len(found):
        center = sum((q * m.middle for q, m in cauchy), value.constant)
        return CauchyCurve(center, sum((abs(q) * m.scale for q, m in cauchy), Fraction(0)))
    transform = transform_of(law, value)
    if transform is not None:
        return PiecewiseCurve(cdf(transform))
    if len(found) > 1 or not isinstance(found[0][1], Mixture):
        return None
    ((w, _),) = value.coefficients
    parts = [(p, curve_of(Product(None, ((w, m),)), value)) for p, m in found[0][1].parts]
    known = [(p, curve) for p, curve in parts if curve is not None]
    return MixedCurve(known) if len(known) == len(parts) else None
