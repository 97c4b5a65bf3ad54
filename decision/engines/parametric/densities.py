"""Densities of marginals as piecewise polynomials whose coefficients may have symbols."""

from decision.goals.bounded_marginals import Uniform
from decision.goals.marginal import Marginal, Piece, overlay
from decision.goals.marginals import Mixture
from decision.goals.mixed_marginals import PiecewiseUniform
from decision.language.parametric import number

__all__ = ["density_pieces"]


def density_pieces(marginal: Marginal) -> tuple[Piece, ...] | None:
    """The density of a marginal; None if it is no piecewise polynomial, or its exponents or breaks have symbols.

    Examples
    --------
    >>> from sympy import Symbol
    >>> from decision import PowerFunction, Mixture
    >>> p = Symbol("p")
    >>> (piece,) = density_pieces(Mixture([(p, Uniform(0, 1)), (1 - p, PowerFunction(2))]))
    >>> piece.coefficients
    (Parametric(p), Parametric(2 - 2*p))
    """
    if not marginal.symbols:
        return marginal.pieces
    match marginal:
        case Uniform(low, high):
            ends = number(low, "low"), number(high, "high")
            return (Piece(*ends, (1 / (ends[1] - ends[0]),)),)
        case PiecewiseUniform(parts):
            return overlay([(number(q, "weight"), Piece(a, b, (1 / (b - a),))) for q, a, b in parts])
        case Mixture(parts):
            listed = [(number(q, "weight"), density_pieces(part)) for q, part in parts]
            if any(pieces is None or part.symbols for (_, pieces), (_, part) in zip(listed, parts, strict=True)):
                return None
            return overlay([(q, piece) for q, pieces in listed for piece in pieces or ()])
        case _:
            return None
