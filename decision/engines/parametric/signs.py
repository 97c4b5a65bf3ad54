"""Where a function of the parameter changes its sign, and its sign there and between."""

# python-flint is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from fractions import Fraction

from decision.algebraic import Root, ordered, roots_between
from decision.engines.parametric.families import Cell, Family

__all__ = ["places", "sign", "sign_at"]


def places(found: Family) -> list[Root]:
    """The only points at which the sign may change: ends of cells, roots inside them, and points with own values."""
    listed = [c.high for c in found.cells[:-1]] + [r for r, _ in found.points]
    for cell in found.cells:
        listed += [r for r in roots_between([cell.top], None, None) if cell.low < r < cell.high]
    return ordered(listed)


def sign_at(found: Family, place: Root) -> int | None:
    """The sign at an algebraic number inside the range; None if the value there is unknown."""
    for point, value in found.points:
        if not point < place and not place < point:
            return None if value is None else sign(value)
    cell = next(c for c in found.cells if not c.high < place)
    return _sign_of(cell, place)


def _sign_of(cell: Cell, place: Root) -> int:
    return place.sign_of(cell.top) * place.sign_of(cell.bottom)


def sign(value: Fraction) -> int:
    """-1, 0 or 1."""
    return (value > 0) - (value < 0)
