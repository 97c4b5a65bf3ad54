"""Theses: linear comparisons of quantities, and the integrands they stand for.

A thesis says `E h(u) >= 0` or `> 0` for a function `h` made of indicators of events and of values: its *inequality*. An
equality is two of them. A conditional thesis, `Pr(A given B) >= c`, is `Pr(A and B) - c Pr(B) >= 0` together with the
premise `Pr(B) > 0`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, NoReturn

from decision.errors import InvalidType, InvalidValue
from decision.exact import Rational
from decision.language.events import Event, all_of
from decision.language.quantities import Quantity
from decision.language.values import Value

__all__ = ["Inequality", "Relation", "Thesis", "Weighted"]

Relation = Literal[">=", ">", "="]


@dataclass(frozen=True)
class Weighted:
    """One term of an integrand: `weight` times the indicator of `event` (if any) times `value` (if any)."""

    weight: Fraction
    event: Event | None
    value: Value | None


@dataclass(frozen=True)
class Inequality:
    """`E h RELATION 0` with `h(u) = sum of terms - constant`."""

    terms: tuple[Weighted, ...]
    constant: Fraction
    relation: Relation

    def __neg__(self) -> "Inequality":
        return Inequality(
            tuple(Weighted(-t.weight, t.event, t.value) for t in self.terms), -self.constant, self.relation
        )


@dataclass(frozen=True, eq=False, repr=False)
class Thesis:
    """A comparison of two quantities; made by ``>=``, ``>``, ``<=``, ``<`` or ``==`` on quantities.

    Attributes
    ----------
    left, right : Quantity
    relation : {">=", ">", "<=", "<", "=="}

    Examples
    --------
    >>> from decision import Pr, u
    >>> thesis = Pr(u("a") >= u("b")) == "1/2"
    >>> thesis
    Pr(u(a) >= u(b)) == 1/2
    >>> len(thesis.inequalities)
    2
    """

    left: Quantity
    right: Quantity
    relation: str

    @property
    def symbols(self) -> tuple[str, ...]:
        """Names of the sympy symbols in it, sorted."""
        from decision.language.parameters import symbols_of

        return symbols_of(self)

    def substitute(self, numbers: "Mapping[Any, Rational]") -> "Thesis":
        """The thesis with numbers in place of symbols; see `decision.language.parameters.substituted`."""
        from decision.language.parameters import substituted

        return substituted(self, numbers)

    @property
    def given(self) -> Event | None:
        """The condition shared by all conditional terms, or None."""
        conditions = {t.given for _, t in (self.left - self.right).terms}
        if len(conditions) > 1:
            raise InvalidValue(
                f"the thesis ({self!r}) mixes terms with different conditions, which is not linear in the law; "
                "condition every term on the same event"
            )
        return next(iter(conditions), None)

    @property
    def inequalities(self) -> tuple[Inequality, ...]:
        """The thesis as `E h >= 0`, `E h > 0`, or two of them."""
        difference = self.left - self.right if self.relation in (">=", ">", "==") else self.right - self.left
        relation: Relation = ">" if self.relation in (">", "<") else ">="
        first = _inequality(difference, self.given, relation)
        return (first, -first) if self.relation == "==" else (first,)

    @property
    def moment(self) -> Inequality:
        """The thesis as one moment condition, an equality staying one."""
        first = self.inequalities[0]
        return Inequality(first.terms, first.constant, "=") if self.relation == "==" else first

    def __bool__(self) -> NoReturn:
        raise InvalidType(
            f"the thesis ({self!r}) is neither true nor false until decided; call decide(thesis, given=[...])"
        )

    def __repr__(self) -> str:
        from decision.language.printing import sentence

        return sentence(self)

    def _repr_latex_(self) -> str:
        from decision.language.printing import latex

        return f"${latex(self)}$"


def _inequality(quantity: Quantity, given: Event | None, relation: Relation) -> Inequality:
    if given is None:
        return Inequality(tuple(Weighted(q, t.event, t.value) for q, t in quantity.terms), -quantity.constant, relation)
    terms = [Weighted(q, given if t.event is None else all_of(t.event, given), t.value) for q, t in quantity.terms]
    if quantity.constant:
        terms.append(Weighted(quantity.constant, given, None))
    return Inequality(tuple(terms), Fraction(0), relation)
