"""Which of some linear values is the largest, and how large, where coefficients depend on a parameter.

Values that share no coordinate are independent. With the values sorted into *components* that share none,

    Pr(a winner is the largest) = sum over winners i of the integral of  f_i(t) prod_{other components} F_c(t) dt

where `f_i` is the density of value `i` where it is the largest of its component, and `F_c` the distribution function of
the maximum of a component: polynomials between breaks, from integrals over the few coordinates of one component.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product

from decision.engines.parametric.germs import Chart, Germ
from decision.engines.parametric.iterated import Linear, Piece, Polynomial, integral, linear, substituted
from decision.goals.marginal import Piece as DensityPiece
from decision.language.values import Value

__all__ = ["Density", "contest_integral", "patches"]

Density = Mapping[str, Sequence[DensityPiece]]
"""For each coordinate the density of its utility."""

Interval = tuple[Germ, Germ]


def patches(names: Sequence[str], density: Density, chart: Chart) -> Iterable[tuple[list[Interval], Polynomial]]:
    """Boxes on which the joint density is one polynomial, and this polynomial."""
    for chosen in product(*(density[w] for w in names)):
        box = [(chart.number(p.low), chart.number(p.high)) for p in chosen]
        terms: Polynomial = {}
        for powers in product(*(range(len(p.coefficients)) for p in chosen)):
            coefficient = chart.constant(1)
            for k, p in zip(powers, chosen, strict=True):
                coefficient = coefficient * p.coefficients[k]
            if coefficient:
                terms[powers] = coefficient
        yield box, terms


def contest_integral(
    values: Sequence[Value], winners: Iterable[int], density: Density, chart: Chart, *, height: bool
) -> Germ:
    """The probability that the largest value is a winner; with `height`, the expectation of the largest there.

    Parameters
    ----------
    values : sequence of Value
        Distinct and linear.
    winners : iterable of int
    density : Density
    chart : Chart
    height : bool
    """
    parts = _components(values)
    ends = [x for v in values for x in _extremes(v, density, chart)]
    component = [_Component(tuple(values[i] for i in part), density, chart, (min(ends), max(ends))) for part in parts]
    total = chart.constant(0)
    for i in winners:
        home = next(k for k, part in enumerate(parts) if i in part)
        others = [c.below for k, c in enumerate(component) if k != home]
        place = parts[home].index(i)
        if not values[i].coefficients:
            level = chart.number(values[i].constant)
            chance = chart.constant(1)
            for steps in others:
                chance = chance * steps.at(level)
            total = total + (chance * level if height else chance)
        else:
            total = total + _summed([component[home].density_of(place), *others], chart, height=height)
    return total


def _components(values: Sequence[Value]) -> list[list[int]]:
    """Positions of values, together if they share coordinates."""
    groups: list[tuple[set[str], list[int]]] = []
    for i, v in enumerate(values):
        names, members = {w for w, _ in v.coefficients}, [i]
        apart: list[tuple[set[str], list[int]]] = []
        for known, listed in groups:
            if known & names:
                names, members = names | known, listed + members
            else:
                apart.append((known, listed))
        groups = [*apart, (names, members)]
    return [sorted(members) for _, members in groups]


def _extremes(value: Value, density: Density, chart: Chart) -> Interval:
    low = high = chart.number(value.constant)
    for w, q in value.coefficients:
        factor = chart.number(q)
        ends = chart.number(density[w][0].low), chart.number(density[w][-1].high)
        small, large = ends if factor > 0 else ends[::-1]
        low, high = low + factor * small, high + factor * large
    return low, high


@dataclass(frozen=True)
class _Steps:
    """The sum of some pieces."""

    pieces: tuple[Piece, ...]

    def at(self, level: Germ) -> Germ:
        """The value at a point that is no break, or where the function is continuous."""
        inside = [p for p in self.pieces if p.low <= level and level < p.high]
        return sum((_evaluated(p.coefficients, level) for p in inside), level * 0)


def _evaluated(coefficients: Sequence[Germ], level: Germ) -> Germ:
    total = level * 0
    for q in reversed(coefficients):
        total = total * level + q
    return total


@dataclass(frozen=True)
class _Component:
    """Values that share coordinates; the level `t` is one more variable, the last one."""

    values: tuple[Value, ...]
    density: Density
    chart: Chart
    levels: Interval

    @cached_property
    def names(self) -> list[str]:
        return list(dict.fromkeys(w for v in self.values for w, _ in v.coefficients))

    @cached_property
    def forms(self) -> list[Linear]:
        """`t` minus each value."""
        place = {w: k for k, w in enumerate(self.names)}
        number = self.chart.number
        return [
            linear(
                {**{place[w]: -number(q) for w, q in v.coefficients}, len(place): self.chart.constant(1)},
                -number(v.constant),
            )
            for v in self.values
        ]

    @cached_property
    def below(self) -> _Steps:
        """The probability that all values are at most `t`."""
        free = len(self.names)
        found: list[Piece] = []
        for box, terms in self.boxes:
            found += integral(self.forms, terms, box, range(free), free)
        return _Steps(tuple(found))

    @cached_property
    def boxes(self) -> list[tuple[list[Interval], Polynomial]]:
        level = (self.levels[0], self.levels[1] + 1)
        return [
            ([*box, level], {(*e, 0): q for e, q in terms.items()})
            for box, terms in patches(self.names, self.density, self.chart)
        ]

    def density_of(self, index: int) -> _Steps:
        """The density of one value, where it is the largest."""
        free = len(self.names)
        mine = self.forms[index]
        place, slope = next((k, q) for k, q in mine.slopes if k != free)
        found: list[Piece] = []
        for box, terms in self.boxes:
            solved = linear({k: -q / slope for k, q in mine.slopes if k != place}, -mine.constant / slope)
            low, high = (linear({}, end) for end in box[place])
            rows = [_inserted(f, place, solved) for k, f in enumerate(self.forms) if k != index]
            rows += [solved - low, high - solved]
            size = -slope if slope < 0 else slope
            scaled = {e: q / size for e, q in substituted(terms, place, solved).items()}
            found += integral(rows, scaled, box, [k for k in range(free) if k != place], free)
        return _Steps(tuple(found))


def _inserted(form: Linear, place: int, solved: Linear) -> Linear:
    """The form with another in place of a variable."""
    factor = form.slope(place)
    if not factor:
        return form
    rest = {k: q for k, q in form.slopes if k != place}
    for k, q in solved.slopes:
        rest[k] = rest[k] + factor * q if k in rest else factor * q
    return linear(rest, form.constant + factor * solved.constant)


def _summed(factors: Sequence[_Steps], chart: Chart, *, height: bool) -> Germ:
    """The integral of a product of sums of pieces, times `t` if wanted."""
    ends = sorted({x for steps in factors for p in steps.pieces for x in (p.low, p.high)})
    total = chart.constant(0)
    for low, high in pairwise(ends):
        polynomial = [chart.constant(0), chart.constant(1)] if height else [chart.constant(1)]
        for steps in factors:
            covering = [p.coefficients for p in steps.pieces if p.low <= low and high <= p.high]
            polynomial = _times(polynomial, _plus(covering, chart))
        for k, q in enumerate(polynomial):
            total = total + q * (high ** (k + 1) - low ** (k + 1)) / (k + 1)
    return total


def _plus(listed: Sequence[Sequence[Germ]], chart: Chart) -> list[Germ]:
    size = max(map(len, listed), default=0)
    return [sum((c[k] for c in listed if k < len(c)), chart.constant(0)) for k in range(size)]


def _times(left: Sequence[Germ], right: Sequence[Germ]) -> list[Germ]:
    if not left or not right:
        return []
    total = [left[0] * 0] * (len(left) + len(right) - 1)
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            total[i + j] = total[i + j] + a * b
    return total
