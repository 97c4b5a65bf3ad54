"""Values and comparisons on a box: independent coordinates, each uniform on an interval or a point.

An affine form with centre value `m` and half-width `s = sum |a_w| r_w` takes values in `[m - s, m + s]` and has mean
`m`. If `s > 0` it is continuously distributed, so that a lower bound 0 makes it positive, and an upper bound 0
negative, almost surely. A value that is not affine is resolved where the box decides it: `max` to an argument that is
at least all others on the whole box, `pick` through the positions that are certainly best. Otherwise it is enclosed
in a range, and for ranges only strict bounds decide strict comparisons.

Boxes are homogeneous: the centre of the constant 1 is the scale, so that everything is scaled alike.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from decision.checker.claims import Claim, Compare, Max, Pick
from decision.checker.formats import Rational
from decision.checker.forms import Affine, Pattern, add, difference, scaled
from decision.checker.logic import Truth


@dataclass(frozen=True, slots=True)
class Range:
    """A value that is somewhere between two numbers."""

    low: Rational
    high: Rational


Value = Affine | Range
Resolved = dict[int, Value]


def exactly(value: Rational) -> Range:
    """Return the range that is one number."""
    return Range(value, value)


@dataclass(frozen=True, slots=True)
class Box:
    """Centres and positive half-widths of coordinates."""

    center: Mapping[str, Rational]
    spread: Mapping[str, Rational]

    def mean(self, form: Affine) -> Rational:
        """Return the mean of an affine form."""
        return sum(q * self.center[name] for name, q in form.items())

    def value(self, form: Affine) -> Value:
        """Return an affine form, or its number where the box is a point."""
        return form if self.spread else exactly(self.mean(form))

    def range(self, value: Value) -> Range:
        """Return the least and the largest value."""
        if isinstance(value, Range):
            return value
        m = self.mean(value)
        s = sum(abs(q) * self.spread.get(name, 0) for name, q in value.items())
        return Range(m - s, m + s)

    def expectation(self, value: Value) -> Range:
        """Return bounds for the mean."""
        return value if isinstance(value, Range) else exactly(self.mean(value))

    def margin(self, left: Value, right: Value) -> tuple[Range, bool]:
        """Return the range of `left - right`, and whether it is affine."""
        if not isinstance(left, Range) and not isinstance(right, Range):
            return self.range(difference(left, right)), True
        low, high = self.range(left), self.range(right)
        return Range(low.low - high.high, low.high - high.low), False

    def compare(self, left: Value, right: Value, strict: bool) -> Truth:
        """Whether `left >= right` (`>` if strict) almost surely, or almost surely not."""
        margin, smooth = self.margin(left, right)
        if smooth and margin.low < margin.high:
            return True if margin.low >= 0 else False if margin.high <= 0 else None
        if strict:
            return True if margin.low > 0 else False if margin.high <= 0 else None
        return True if margin.low >= 0 else False if margin.high < 0 else None

    def nearly_largest(self, values: Sequence[Value]) -> Value:
        """Return a value with the largest midpoint: the only one that may be at least all others everywhere."""
        return max(values, key=lambda value: (r := self.range(value)).low + r.high)

    def largest(self, values: Sequence[Value]) -> Value:
        """Return the largest of some values."""
        best = self.nearly_largest(values)
        if all(value is best or self.compare(best, value, strict=False) for value in values):
            return best
        ranges = [self.range(value) for value in values]
        return Range(max(r.low for r in ranges), max(r.high for r in ranges))

    def picked(self, by: Sequence[Value], pay: Sequence[Value], ties: str) -> Value:
        """Return the pay-off where `by` is largest."""
        best = self.nearly_largest(by)
        certain = all(self.compare(best, value, strict=False) for value in by)
        attains = [self.compare(value, best, strict=False) for value in by]
        paid = [value for value, truth in zip(pay, attains, strict=True) if truth is not False]
        if not certain or None in attains:
            ranges = [self.range(value) for value in paid]
            return Range(min(r.low for r in ranges), max(r.high for r in ranges))
        if ties == "best":
            return self.largest(paid)
        if ties == "worst":
            return self.multiple(self.largest([self.multiple(value, -1) for value in paid]), -1)
        return self.total([(value, Fraction(1, len(paid))) for value in paid])

    def multiple(self, value: Value, q: Rational) -> Value:
        """Return a multiple of a value."""
        if not isinstance(value, Range):
            return scaled(value, q)
        return Range(*sorted((q * value.low, q * value.high)))

    def total(self, parts: Sequence[tuple[Value, Rational]]) -> Value:
        """Return a combination of values."""
        form: Affine = {}
        low = high = 0
        exact = True
        for value, q in parts:
            if isinstance(value, Range):
                part = self.multiple(value, q)
                low, high, exact = low + self.range(part).low, high + self.range(part).high, False
            else:
                add(form, value, q)
        if exact:
            return self.value(form)
        outer = self.range(form)
        return Range(low + outer.low, high + outer.high)


def needed_values(claim: Claim, values: Iterable[int]) -> set[int]:
    """Return some values with all that their nodes depend on."""
    seen: set[int] = set()
    todo = list(values)
    while todo:
        if (i := todo.pop()) not in seen:
            seen.add(i)
            todo.extend(k for node in claim.patterns[i] if isinstance(node, int) for k in arguments(claim.nodes[node]))
    return seen


def needed_nodes(claim: Claim, values: Iterable[int]) -> list[int]:
    """Return the nodes that some values depend on, increasing."""
    return sorted({node for i in needed_values(claim, values) for node in claim.patterns[i] if isinstance(node, int)})


def arguments(node: Max | Pick) -> tuple[int, ...]:
    """Return the values that a node depends on."""
    return node.args if isinstance(node, Max) else node.by + node.pay


def resolve(claim: Claim, nodes: Sequence[int], box: Box) -> Resolved:
    """Return the value of each node on a box; the nodes are closed under dependence and increasing."""
    result: Resolved = {}
    for i in nodes:
        node = claim.nodes[i]
        if isinstance(node, Max):
            result[i] = box.largest([value_on(claim.patterns[k], result, box) for k in node.args])
        else:
            by = [value_on(claim.patterns[k], result, box) for k in node.by]
            pay = [value_on(claim.patterns[k], result, box) for k in node.pay]
            result[i] = box.picked(by, pay, node.ties)
    return result


def value_on(pattern: Pattern, resolved: Resolved, box: Box) -> Value:
    """Return what a pattern is on a box."""
    form: Affine = {}
    parts: list[tuple[Value, Rational]] = []
    for key, q in pattern.items():
        if isinstance(key, str):
            form[key] = q
        else:
            parts.append((resolved[key], q))
    return box.total([*parts, (form, 1)]) if parts else box.value(form)


@dataclass(frozen=True)
class Scene:
    """A claim on a box, with its nodes resolved."""

    claim: Claim
    box: Box
    resolved: Resolved

    def value(self, i: int) -> Value:
        """Return value `i`."""
        return value_on(self.claim.patterns[i], self.resolved, self.box)

    def truth(self, _: int, event: Compare) -> Truth:
        """Return the truth of a comparison."""
        return self.box.compare(self.value(event.left), self.value(event.right), event.strict)
