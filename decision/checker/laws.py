"""Laws that a certificate exhibits: mixtures of goals or boxes, products of piecewise uniform marginals, iid normals.

A mixture gives each of finitely many goals a weight, and may add independent uniform noise on `[-radius, radius]` to
every outcome (never to a constant). An orbit is written out here, as the mixture that is uniform on it. All numbers
are scaled to integers by one positive factor, which changes no comparison. Both kinds are read through four things
only: the mean, the marginal of each outcome as a bag of uniform pieces, whether the outcomes are independent, and the
boxes they are made of.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import lcm, prod

from decision.checker.claims import Claim, Generator
from decision.checker.formats import (
    Fields,
    Place,
    Rational,
    choice,
    distinct,
    fields,
    items,
    mapping,
    nonzero,
    positive,
    rational,
)
from decision.checker.forms import CONSTANT, Affine

MAX_ORBIT = 200_000

Goal = tuple[int, ...]
Piece = tuple[Rational, Rational]  # centre and half-width of a uniform piece; half-width 0 is a point
Pieces = Mapping[Piece, int]  # with weights
Move = list[tuple[int, int, int]]  # (sign, source, shift) of each coordinate


@dataclass(frozen=True)
class Mixture:
    """Weighted goals, each with noise of half-width `radius` in every outcome; scaled."""

    outcomes: tuple[str, ...]
    names: tuple[str, ...]  # outcomes, then constants
    scale: int
    atoms: Mapping[Goal, int]
    radius: int
    invariant: bool  # by construction

    @cached_property
    def mean(self) -> Mapping[str, Rational]:
        """The mean of every coordinate (not scaled)."""
        total = self.scale * sum(self.atoms.values())
        sums = (sum(q * goal[n] for goal, q in self.atoms.items()) for n in range(len(self.names)))
        return {name: Fraction(value, total) for name, value in zip(self.names, sums, strict=True)}

    @cached_property
    def constants(self) -> Mapping[str, Rational]:
        """The constants (not scaled), which are the same in every goal."""
        return {name: self.mean[name] for name in self.names[len(self.outcomes) :]}

    @property
    def independent(self) -> bool:
        """Whether the outcomes are seen to be independent."""
        return len(self.atoms) == 1

    def marginal(self, outcome: str) -> Pieces:
        """Return the law of one outcome."""
        n = self.names.index(outcome)
        result: Counter[Piece] = Counter()
        for goal, q in self.atoms.items():
            result[goal[n], self.radius] += q
        return dict(result)

    def separates(self, blocks: Iterable[Iterable[str]]) -> bool:
        """Whether some blocks of outcomes are independent of each other: each goal weighs what its parts do."""
        places = [[self.names.index(name) for name in block] for block in blocks]
        joint: Counter[tuple[Goal, ...]] = Counter()
        for goal, q in self.atoms.items():
            joint[tuple([tuple([goal[n] for n in block]) for block in places])] += q
        sides = [Counter[Goal]() for _ in places]
        for parts, q in joint.items():
            for side, part in zip(sides, parts, strict=True):
                side[part] += q
        total = sum(joint.values()) ** (len(places) - 1)
        # both sides sum to one, so that nothing is left for combinations that do not occur
        return all(
            q * total == prod(side[part] for side, part in zip(sides, parts, strict=True)) for parts, q in joint.items()
        )

    def diffuse(self, form: Affine) -> bool:
        """Whether the law of an affine form is seen to have no atoms."""
        return self.radius > 0 and not set(self.outcomes).isdisjoint(form)


@dataclass(frozen=True)
class Product:
    """Independent outcomes, each a weighted bag of uniform pieces; scaled."""

    scale: int
    pieces: Mapping[str, Pieces]
    constants: Mapping[str, Rational]  # not scaled

    @cached_property
    def mean(self) -> Mapping[str, Rational]:
        """The mean of every coordinate (not scaled)."""
        result = dict(self.constants)
        for name, pieces in self.pieces.items():
            moment = sum(q * center for (center, _), q in pieces.items())
            result[name] = moment * Fraction(1, self.scale * sum(pieces.values()))
        return result

    @property
    def independent(self) -> bool:
        """Whether the outcomes are seen to be independent."""
        return True

    def marginal(self, outcome: str) -> Pieces:
        """Return the law of one outcome."""
        return self.pieces[outcome]

    def separates(self, blocks: Iterable[Iterable[str]]) -> bool:
        """Whether some blocks of outcomes are independent of each other."""
        return True

    def diffuse(self, form: Affine) -> bool:
        """Whether the law of an affine form is seen to have no atoms."""
        return any(all(spread > 0 for _, spread in self.pieces[name]) for name in form if name in self.pieces)


@dataclass(frozen=True)
class Normal:
    """Jointly normal outcomes with one mean and variance 1, independent but for some correlated pairs."""

    center: Rational
    constants: Mapping[str, Rational]
    covariances: Mapping[tuple[str, str], Rational]  # those that are not 0, in both orders

    def separates(self, first: Iterable[str], second: Iterable[str]) -> bool:
        """Whether no outcome of one list is correlated with another one of the other list."""
        return self.covariances.keys().isdisjoint(product(first, tuple(second)))

    def dense(self, over: Iterable[str]) -> bool:
        """Whether some outcomes have a joint density."""
        names = set(over)
        return all(abs(q) < 1 for pair, q in self.covariances.items() if names.issuperset(pair))


Law = Mixture | Product


# --- reading ----------------------------------------------------------------------------------------------------------


def read_law(claim: Claim, value: object, at: Place) -> Law | Normal:
    """Read a law over the coordinates of a claim."""
    body = mapping(value, at)
    if "atoms" in body:
        return read_mixture(claim, fields(value, at, ("atoms",), ("radius",)), "atoms", at)
    if "orbit" in body:
        return read_mixture(claim, fields(value, at, ("orbit",), ("radius",)), "orbit", at)
    if "marginals" in body:
        return read_product(claim, fields(value, at, ("marginals", "constants")), at)
    return read_normal(claim, fields(value, at, ("normal", "constants")), at)


def read_normal(claim: Claim, body: Fields, at: Place) -> Normal:
    """Read a normal law."""
    constants = read_goal(claim.constants, body["constants"], at["constants"])
    at = at["normal"]
    inner = fields(body["normal"], at, ("center",), ("correlated",))
    covariances: dict[tuple[str, str], Rational] = {}
    here, seen = at["correlated"], list[str]()
    for n, triple in enumerate(items(inner.get("correlated", []), here)):
        v, w, q = items(triple, here[n], 3)
        first, second = choice(v, here[n][0], claim.outcomes), choice(w, here[n][1], claim.outcomes)
        rho = nonzero(q, here[n][2])
        if abs(rho) > 1:
            here[n][2].reject("a correlation lies between -1 and 1")
        covariances[first, second] = covariances[second, first] = rho
        seen += [first, second]
    distinct(seen, here)
    return Normal(rational(inner["center"], at["center"]), constants, covariances)


def read_goal(names: Iterable[str], value: object, at: Place) -> dict[str, Rational]:
    """Read a number for each of some names."""
    listed = tuple(names)
    body = fields(value, at, listed)
    return {name: rational(body[name], at[name]) for name in listed}


def whole(weights: list[Rational], at: Place) -> list[int]:
    """Return weights that sum to 1 as integers in the same proportions."""
    if sum(weights) != 1:
        at.reject("the weights do not sum to 1")
    common = denominator(weights)
    return [int(common * q) for q in weights]


def denominator(values: Iterable[Rational]) -> int:
    """Return the least common denominator."""
    return lcm(*(value.denominator for value in values))


def read_mixture(claim: Claim, body: Fields, kind: str, at: Place) -> Mixture:
    """Read a finite law, an orbit, or either with noise."""
    names = claim.outcomes + claim.constants
    weights: list[Rational] = []
    goals: list[dict[str, Rational]] = []
    for n, pair in enumerate(items(body[kind], at[kind])):
        q, goal = items(pair, at[kind][n], 2)
        weights.append(positive(q, at[kind][n][0]))
        goals.append(read_goal(names, goal, at[kind][n][1]))
    counts = whole(weights, at[kind])
    if any(goal[c] != goals[0][c] for goal in goals for c in claim.constants):
        at[kind].reject("a constant has different values in different goals")
    radius = positive(body["radius"], at["radius"]) if "radius" in body else 0
    shifts = [2 * q for g in claim.generators for _, _, c in g.images.values() for q in c.values()]
    scale = denominator([radius, *shifts, *(value for goal in goals for value in goal.values())])
    points = [tuple(int(scale * goal[name]) for name in names) for goal in goals]
    atoms: Counter[Goal] = Counter()
    if kind == "atoms":
        for point, q in zip(points, counts, strict=True):
            atoms[point] += q
    else:
        moves = [compile_generator(g, names, goals[0], scale) for g in claim.generators]
        orbits = [orbit(moves, point, at[kind][n]) for n, point in enumerate(points)]
        common = lcm(*map(len, orbits))
        for members, q in zip(orbits, counts, strict=True):
            for point in members:
                atoms[point] += q * (common // len(members))
    return Mixture(claim.outcomes, names, scale, atoms, int(scale * radius), kind == "orbit")


def compile_generator(generator: Generator, names: tuple[str, ...], goal: Mapping[str, Rational], scale: int) -> Move:
    """Return a generator as a map of goals with the constants of `goal`, scaled so that every shift is whole."""
    position = {name: n for n, name in enumerate(names)}
    images = (generator.images.get(name, (1, name, {})) for name in names)
    return [(sign, position[source], int(2 * scale * number(center, goal))) for sign, source, center in images]


def number(center: Affine, constants: Mapping[str, Rational]) -> Rational:
    """Return the value of a centre: a rational, or a constant."""
    return sum(q if name == CONSTANT else q * constants[name] for name, q in center.items())


def moved(move: Move, goal: Goal) -> Goal:
    """Apply a compiled generator."""
    return tuple([sign * goal[n] + shift for sign, n, shift in move])


def orbit(moves: list[Move], start: Goal, at: Place) -> set[Goal]:
    """Return all goals that generators reach from one (each is injective, so a finite closed set is an orbit)."""
    seen = {start}
    todo = [start]
    while todo:
        goal = todo.pop()
        for move in moves:
            image = moved(move, goal)
            if image not in seen:
                seen.add(image)
                todo.append(image)
        if len(seen) > MAX_ORBIT:
            at.reject(f"the orbit has more than {MAX_ORBIT} goals")
    return seen


def read_product(claim: Claim, body: Fields, at: Place) -> Product:
    """Read independent marginals."""
    constants = read_goal(claim.constants, body["constants"], at["constants"])
    at = at["marginals"]
    bags = fields(body["marginals"], at, claim.outcomes)
    read = {name: read_pieces(bags[name], at[name]) for name in claim.outcomes}
    ends = [end for _, pieces in read.values() for piece in pieces for end in piece]
    scale = 2 * denominator([*constants.values(), *ends])
    result: dict[str, Pieces] = {}
    for name, (weights, pieces) in read.items():
        bag: Counter[Piece] = Counter()
        for q, (low, high) in zip(weights, pieces, strict=True):
            bag[int(scale * (low + high)) // 2, int(scale * (high - low)) // 2] += q
        result[name] = dict(bag)
    return Product(scale, result, constants)


def read_pieces(value: object, at: Place) -> tuple[list[int], list[tuple[Rational, Rational]]]:
    """Read the weights and the ends of uniform pieces."""
    weights: list[Rational] = []
    ends: list[tuple[Rational, Rational]] = []
    for n, piece in enumerate(items(value, at)):
        q, low, high = items(piece, at[n], 3)
        weights.append(positive(q, at[n][0]))
        ends.append((rational(low, at[n][1]), rational(high, at[n][2])))
        if ends[-1][0] > ends[-1][1]:
            at[n].reject("a piece ends before it begins")
    return whole(weights, at), ends
