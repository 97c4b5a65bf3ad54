"""One law instead of a class: both sides of the thesis are computed exactly.

The law is one that certificates exhibit: weighted goals, or independent outcomes with piecewise uniform marginals. On
each of its boxes (points, where it is finite) the integrand is evaluated like a program. Where the program asks for
the sign of a form that changes its sign in the region, or for the largest of several forms, the region is cut; what
is left in the end are regions in which the integrand is affine. Cuts have probability zero, since a form that is not
constant on a box is continuously distributed there. Volumes are exact, so what follows is an equality, not a bound.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from decision.checker.boxes import Box, needed_values
from decision.checker.claims import Claim, Compare, OneLaw, Pick, Term
from decision.checker.formats import Place, Rational, fields, rational
from decision.checker.forms import CONSTANT, Affine, Pattern, add, constant, difference, scaled
from decision.checker.laws import Law, Normal, read_law
from decision.checker.logic import closure
from decision.checker.polytopes import TooLarge, Volumes
from decision.checker.signs import boxes

MAX_FACES = 20_000
MAX_REGIONS = 20_000


class Undecided(Exception):
    """Forms of which each may be nonnegative: the region is the union of where the forms of one case all are."""

    def __init__(self, cases: Sequence[Sequence[Affine]]) -> None:
        super().__init__("a region has to be cut")
        self.cases = cases


@dataclass(frozen=True)
class Region:
    """The part of a box where some forms are nonnegative."""

    claim: Claim
    box: Box
    rows: tuple[Affine, ...]

    def sign(self, form: Affine) -> int:
        """Return the sign of a form, almost surely in the region."""
        around = self.box.range(form)
        if around.low >= 0 or around.high <= 0:
            return (around.high > 0) - (around.low < 0)
        if form in self.rows:
            return 1
        opposite = scaled(form, -1)
        if opposite in self.rows:
            return -1
        raise Undecided([[form], [opposite]])

    def value(self, pattern: Pattern) -> Affine:
        """Return the affine form that a value is in the region."""
        result: Affine = {}
        for key, q in pattern.items():
            add(result, {key: 1} if isinstance(key, str) else self.node(key), q)
        return result

    def node(self, i: int) -> Affine:
        """Return the affine form that a node is in the region."""
        node = self.claim.nodes[i]
        if not isinstance(node, Pick):
            return self.largest([self.value(self.claim.patterns[k]) for k in node.args])
        by = [self.value(self.claim.patterns[k]) for k in node.by]
        best = self.largest(by)
        paid = [
            self.value(self.claim.patterns[k])
            for form, k in zip(by, node.pay, strict=True)
            if form == best or self.sign(difference(form, best)) == 0
        ]
        if node.ties == "best":
            return self.largest(paid)
        if node.ties == "worst":
            return scaled(self.largest([scaled(form, -1) for form in paid]), -1)
        total: Affine = {}
        for form in paid:
            add(total, form, Fraction(1, len(paid)))
        return total

    def largest(self, forms: Sequence[Affine]) -> Affine:
        """Return the form that is largest in the region; of forms that are equal on the box the first one counts."""
        distinct: list[Affine] = []
        for form in forms:
            if not any(self.equal(form, other) for other in distinct):
                distinct.append(form)
        cases = [[difference(form, other) for other in distinct if other is not form] for form in distinct]
        for form, margins in zip(distinct, cases, strict=True):
            if all(margin in self.rows or self.box.range(margin).low >= 0 for margin in margins):
                return form
        raise Undecided(cases)

    def equal(self, form: Affine, other: Affine) -> bool:
        """Whether two forms are the same number everywhere on the box; regions for both would cover it twice."""
        around = self.box.range(difference(form, other))
        return around.low == around.high == 0

    def true(self, k: int) -> bool:
        """Whether an event holds almost surely in the region; else it almost surely does not."""
        event = self.claim.events[k]
        if isinstance(event, Compare):
            margin = self.value(self.claim.margin(event.left, event.right))
            return self.sign(margin) >= int(event.strict)
        if event.word == "not":
            return not self.true(event.args[0])
        return (all if event.word == "all" else any)(self.true(i) for i in event.args)

    def volume(self, volumes: Volumes) -> Rational:
        """Return the share of the box."""
        names, rows = self.unit(self.rows)
        return volumes.volume(len(names), rows)

    def integral(self, value: Affine, volumes: Volumes) -> Rational:
        """Return the integral of an affine form over the region, as a share of the box.

        A coordinate that bounds no row is replaced by its mean. The rest is the volume under the graph, which is a
        polytope with one more dimension.
        """
        names, rows = self.unit(self.rows)
        free = {name: q for name, q in value.items() if name in self.box.spread and name not in names}
        bound = {name: q for name, q in value.items() if name not in free}
        add(bound, {CONSTANT: self.box.mean(free) * Fraction(1, self.box.center[CONSTANT])})
        around = self.box.range(bound)
        height = around.high - around.low
        level = around.low * volumes.volume(len(names), rows)
        if height:
            _, graph = self.unit((*self.rows, bound))
            under = [*graph[-1][:-1], -height, graph[-1][-1] - around.low]
            above = [[*row[:-1], 0, row[-1]] for row in rows]
            level += height * volumes.volume(len(names) + 1, [*above, under])
        return level * Fraction(1, self.box.center[CONSTANT])

    def unit(self, forms: Sequence[Affine]) -> tuple[list[str], list[list[Rational]]]:
        """Return the coordinates in forms that vary, and the forms with these stretched to the unit interval."""
        spread = self.box.spread
        names = sorted({name for form in forms for name in form if name in spread})
        widths = [[form.get(name, 0) * spread[name] for name in names] for form in forms]
        starts = [self.box.mean(form) - sum(row) for form, row in zip(forms, widths, strict=True)]
        return names, [[*(2 * w for w in row), start] for row, start in zip(widths, starts, strict=True)]


def check_true(claim: Claim, value: object, at: Place) -> None:
    """Check that the thesis holds under the law that the claim is about."""
    if not satisfied(claim, check_difference(claim, value, at)):
        at.reject("the thesis does not hold under the law")


def check_false(claim: Claim, value: object, at: Place) -> None:
    """Check that the thesis fails under the law that the claim is about."""
    if satisfied(claim, check_difference(claim, value, at)):
        at.reject("the thesis holds under the law")


def satisfied(claim: Claim, difference: Rational) -> bool:
    """Whether the thesis holds if this is by how much its left side exceeds its right side."""
    return difference > 0 or (difference == 0 and claim.thesis.relation == ">=")


def check_difference(claim: Claim, value: object, at: Place) -> Rational:
    """Compute by how much the left side of the thesis exceeds the right side; the certificate has to say the same."""
    stated = fields(value, at, ("kind", "claim", "difference"))["difference"]
    if len(claim.assumptions) != 1 or not isinstance(claim.assumptions[0], OneLaw):
        at.reject("the claim is not about one law")
    law = read_law(claim, claim.assumptions[0].written, at)
    if isinstance(law, Normal):
        at.reject("probabilities under a normal law are not computed")
    volumes, difference = Volumes(MAX_FACES), -claim.thesis.constant
    try:
        for q, term in claim.thesis.terms:
            difference += q * expectation(claim, law, term, volumes, at)
    except TooLarge:
        at.reject("the regions have too many faces to be computed")
    if rational(stated, at["difference"]) != difference:
        at["difference"].reject("this is not the difference of both sides")
    return difference


def expectation(claim: Claim, law: Law, term: Term, volumes: Volumes, at: Place) -> Rational:
    """Return the probability or the expectation that a term stands for."""
    used = [] if term.value is None else [term.value]
    used += closure(claim, [] if term.event is None else [term.event]).sides
    names = {key for i in needed_values(claim, used) for key in claim.patterns[i] if isinstance(key, str)}
    total, mass = Fraction(0), 0
    for weight, box in boxes(law, names, at):
        mass += weight
        total += weight * on_box(claim, box, term, volumes)
    return total * Fraction(1, mass)


def on_box(claim: Claim, box: Box, term: Term, volumes: Volumes) -> Rational:
    """Return the expectation on a box, cut into regions in which the term is affine."""
    total: Rational = 0
    todo: list[tuple[Affine, ...]] = [()]
    for _ in range(MAX_REGIONS):
        if not todo:
            return total
        region = Region(claim, box, todo.pop())
        if not region.volume(volumes):
            continue
        try:
            if term.event is None or region.true(term.event):
                value = constant(1) if term.value is None else region.value(claim.patterns[term.value])
                total += region.integral(value, volumes)
        except Undecided as cut:
            todo += [(*region.rows, *case) for case in cut.cases]
    raise TooLarge
