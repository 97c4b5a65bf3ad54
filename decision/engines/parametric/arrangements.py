"""Parameters at which the possible sign patterns of linear forms may change.

Whether a claim about probabilities of events, for a class of laws given by symmetries, supports and such probabilities,
is true depends only on which sign patterns the compared forms, and their images under the symmetries, can have at one
goal: a law is a distribution over patterns. These are the covectors of an oriented matroid, which the signs of the
largest minors of the table of coefficients determine (:cite:p:`BjornerEtAl1999`). So between two neighbouring roots of
the minors, as polynomials in the parameter, the claim is true everywhere or false everywhere.
"""

# python-flint is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import comb
from typing import Any

from flint import fmpq, fmpq_mat, fmpq_poly

from decision.algebraic import Root, roots_between
from decision.engines.parametric.germs import quotient
from decision.language.claims import Claim, Generator, Invariance, Moment, Support, TieFree
from decision.language.events import Event
from decision.language.parametric import Parametric
from decision.language.theses import Thesis
from decision.language.values import Maximum, Value
from decision.language.walk import comparisons, nodes, pieces_of

__all__ = ["critical_points"]

Row = tuple[Any, ...]
"""Coefficients as polynomials in the parameter: outcomes, constants, the number 1."""

MINORS = 20_000
IMAGES = 400
FAR = 500  # roots are below 10**500 unless coefficients have hundreds of digits
ONE = "1"


def critical_points(
    theses: Sequence[Thesis], events: Sequence[Event], claims: Sequence[Claim], ends: tuple[Root, Root]
) -> list[Root] | None:
    """Points between which the claims of some theses have one truth value each; None if that is not known.

    Parameters
    ----------
    theses : sequence of Thesis
        The thesis and the theses among the assumptions, with the symbol.
    events : sequence of Event
        What the other assumptions say of the support.
    claims : sequence of Claim
        Those of the thesis at some number.
    ends : pair of Root
        The range.
    """
    kinds = Invariance | TieFree | Support | Moment
    if not all(isinstance(c, kinds) for claim in claims for c in claim.conditions):
        return None
    terms = [t for thesis in theses for side in (thesis.left, thesis.right) for _, t in side.terms]
    weights = [q for thesis in theses for side in (thesis.left, thesis.right) for q, _ in side.terms]
    constants = [side.constant for thesis in theses for side in (thesis.left, thesis.right)]
    if any(t.value is not None for t in terms) or any(isinstance(q, Parametric) for q in (*weights, *constants)):
        return None
    listed = [e for t in terms for e in (t.event, t.given) if e is not None] + list(events)
    names = [*claims[0].outcomes, *claims[0].constants, ONE]
    found: list[Row] = []
    critical: list[Any] = []
    for row in (*(_row(v, names) for e in listed for v in _forms(e)), _row_of({ONE: Fraction(1)}, names)):
        reduced, content = _primitive(row)
        critical.append(content)
        if any(not x.is_zero() for x in reduced):
            found.append(reduced)
    generators = [g for c in claims[0].conditions if isinstance(c, Invariance) for g in c.generators]
    rows = _closed(found, generators, names, critical)
    minors = None if rows is None else _minors(rows)
    if minors is None:
        return None
    return [r for r in roots_between([*critical, *minors], None, None) if ends[0] < r < ends[1]]


def _forms(event: Event) -> Iterable[Value]:
    """Differences of linear values whose signs settle the event, and the largest arguments and picks in it."""
    compared = [v for c in comparisons(event) for v in (c.left, c.right)]
    groups = [n.arguments if isinstance(n, Maximum) else n.by for n in nodes(compared)]
    for group in (*((c.left, c.right) for c in comparisons(event)), *groups):
        pieces = pieces_of(group)
        for i, one in enumerate(pieces):
            for other in pieces[:i]:
                yield from (a - b for a in one for b in other)


def _row(value: Value, names: Sequence[str]) -> Row:
    return _row_of({**dict(value.coefficients), ONE: value.constant}, names)


def _row_of(coefficients: dict[str, Fraction], names: Sequence[str]) -> Row:
    """Coefficients over a common denominator, which is left out but for its roots being poles of the form."""
    parts = [_quotient(coefficients.get(w, Fraction(0))) for w in names]
    common = fmpq_poly([1])
    for _, bottom in parts:
        common = common * bottom / common.gcd(bottom)
    return tuple(top * (common / bottom) for top, bottom in parts)


def _quotient(value: Fraction) -> tuple[Any, Any]:
    if isinstance(value, Parametric):
        return quotient(value)
    return fmpq_poly([fmpq(value.numerator, value.denominator)]), fmpq_poly([1])


def _primitive(row: Row) -> tuple[Row, Any]:
    """The row without its common factor, its first coefficient monic, and the factor."""
    common = fmpq_poly([0])
    for x in row:
        common = common.gcd(x)
    if common.is_zero():
        return row, fmpq_poly([1])
    reduced = [x / common for x in row]
    lead = next(x for x in reduced if not x.is_zero()).leading_coefficient()
    return tuple(x / lead for x in reduced), common


def _closed(
    start: Iterable[Row], generators: Sequence[Generator], names: Sequence[str], critical: list[Any]
) -> list[Row] | None:
    """All images of rows; None if they are too many."""
    place = {w: k for k, w in enumerate(names)}
    known = {str(r): r for r in start}
    waiting = list(known.values())
    while waiting:
        row = waiting.pop()
        for generator in generators:
            image, content = _primitive(_moved(row, generator, place))
            critical.append(content)
            if str(image) not in known:
                known[str(image)] = image
                waiting.append(image)
        if len(known) > IMAGES:
            return None
    return list(known.values())


def _moved(row: Row, generator: Generator, place: dict[str, int]) -> Row:
    """The form at the moved goal: `u(v)` or `2 center - u(v)` in place of `u(w)`."""
    new = list(row)
    moved = [w for w, _, _ in generator.moves]
    for w in moved:
        new[place[w]] = new[place[w]] * 0
    for w, sign, target in generator.moves:
        q = row[place[w]]
        new[place[target]] = new[place[target]] + sign * q
        if sign < 0:
            center = generator.center_of(target)
            if isinstance(center, str):
                new[place[center]] = new[place[center]] + 2 * q
            elif center is not None:
                new[place[ONE]] = new[place[ONE]] + 2 * q * fmpq(center.numerator, center.denominator)
    return tuple(new)


def _minors(rows: Sequence[Row]) -> list[Any] | None:
    """The largest minors that are not 0, on columns that carry the rank; None if they are too many."""
    columns = _independent([list(column) for column in zip(*rows, strict=True)])
    if comb(len(rows), len(columns)) > MINORS:
        return None
    level: dict[tuple[int, ...], Any] = {(): fmpq_poly([1])}
    for column in columns:
        deeper: dict[tuple[int, ...], Any] = {}
        for chosen, minor in level.items():
            for i in range(len(rows)):
                entry = rows[i][column]
                if i in chosen or entry.is_zero():
                    continue
                position = sum(1 for k in chosen if k < i)
                key = (*chosen[:position], i, *chosen[position:])
                term = entry * minor * (-1) ** (len(chosen) - position)
                deeper[key] = deeper[key] + term if key in deeper else term
        level = {key: x for key, x in deeper.items() if not x.is_zero()}
    return list(level.values())


def _independent(columns: Sequence[Sequence[Any]]) -> list[int]:
    """Positions of columns that span the others, for almost all parameters: at a number beyond all roots of minors."""
    point = fmpq(10) ** FAR
    chosen: list[int] = []
    for k in range(len(columns)):
        table = fmpq_mat([[x(point) for x in columns[j]] for j in (*chosen, k)])
        if table.rank() == len(chosen) + 1:
            chosen.append(k)
    return chosen
