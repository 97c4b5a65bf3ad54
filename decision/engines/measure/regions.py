"""Polyhedral regions of goals as lists of integer rows, and what follows from them.

Boundaries do not count: under a law with a density they have probability 0, so a region and the interior of its closure
are the same. Whether a row follows from others is proposed by floats and proved by rationals (Farkas' lemma,
`decision.engines.farkas`); where no proof is found the answer is "open", which costs time and no correctness.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from decision.engines.farkas import Combination, Premise, combine
from decision.engines.farkas import row as as_floats
from decision.engines.forms import Form as SparseForm

__all__ = ["Form", "Region", "Row", "form_of", "primitive"]

Form = tuple[tuple[Fraction, ...], Fraction]
"""An affine function: slopes by coordinate, and a constant."""

Row = tuple[int, ...]
"""The same up to a positive factor: integers without a common divisor, the constant last."""


def primitive(form: Form) -> Row:
    """The row of a form.

    Examples
    --------
    >>> primitive(((Fraction(1, 2), Fraction(-1, 3)), Fraction(0)))
    (3, -2, 0)
    """
    exact = [*form[0], form[1]]
    common = lcm(*(q.denominator for q in exact))
    numbers = [int(q * common) for q in exact]
    divisor = gcd(*numbers) or 1
    return tuple(n // divisor for n in numbers)


def form_of(row: Row) -> Form:
    """A row as a form."""
    return tuple(Fraction(n) for n in row[:-1]), Fraction(row[-1])


@dataclass(frozen=True)
class Region:
    """The goals at which some rows are at least 0.

    Attributes
    ----------
    size : int
        Number of coordinates.
    given : tuple of Premise
        True throughout, by the support of the law.
    rows : tuple of Row
    """

    size: int
    given: tuple[Premise, ...] = ()
    rows: tuple[Row, ...] = ()

    @classmethod
    def within(cls, size: int, support: Sequence[Form]) -> "Region":
        """All goals of a law's support."""
        return cls(size, tuple(_premise(primitive(f)) for f in support))

    def status(self, row: Row) -> bool | None:
        """Whether a row is positive, negative, or open, in the interior of the region.

        Examples
        --------
        >>> region = Region(3, rows=((1, -1, 0, 0), (0, 1, -1, 0)))
        >>> region.status((1, 0, -1, 0)), region.status((0, 0, 0, -1)), region.status((1, 0, 0, 0))
        (True, False, None)
        """
        if not any(row[:-1]):
            return row[-1] > 0
        against = tuple(-n for n in row)
        if row in self.rows or against in self.rows:
            return row in self.rows
        premises = [*self.given, *map(_premise, self.rows)]
        return True if _follows(row, premises) else False if _follows(against, premises) else None

    def cut(self, row: Row) -> "Region":
        """The part in which a row is at least 0."""
        return Region(self.size, self.given, (*self.rows, row))

    def irredundant(self) -> "Region":
        """The same region, without rows that follow from the others."""
        kept = list(self.rows)
        for row in self.rows:
            others = [r for r in kept if r != row]
            if _follows(row, [*self.given, *map(_premise, others)]):
                kept = others
        return Region(self.size, self.given, tuple(kept))


def _sparse(row: Row) -> SparseForm:
    return SparseForm({i: Fraction(n) for i, n in enumerate(row[:-1]) if n}, Fraction(row[-1]), {})


def _premise(row: Row) -> Premise:
    form = _sparse(row)
    return Premise(form, ">=", False, as_floats(form, len(row) - 1))


def _follows(row: Row, premises: Sequence[Premise]) -> bool:
    return isinstance(combine(_sparse(row), premises, len(row) - 1), Combination)
