"""Each arrow of the implication lattice, on laws that satisfy its left side.

Finite laws are tested exactly, atom by atom, where the notions make sense for them; for densities, the log-density is
tested for concavity along random segments, and symmetries by equality of the density at moved points.
"""

import itertools
import math
import random
from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np
import pytest

from decision.goals.implications import ARROWS, closure, implies

SIZE = 3
Law = dict[tuple[Fraction, ...], Fraction]
Density = Callable[[np.ndarray], float]
CENTER = Fraction(1, 2)


# --- finite laws, exactly ---------------------------------------------------------------------------------------------


def normal_form(law: Law) -> Law:
    total = sum(law.values())
    return {point: weight / total for point, weight in law.items() if weight}


def marginal(law: Law, i: int) -> dict[Fraction, Fraction]:
    found: dict[Fraction, Fraction] = {}
    for point, weight in law.items():
        found[point[i]] = found.get(point[i], Fraction(0)) + weight
    return found


def product_law(marginals: Sequence[dict[Fraction, Fraction]]) -> Law:
    law: Law = {}
    for atoms in itertools.product(*(m.items() for m in marginals)):
        law[tuple(x for x, _ in atoms)] = math.prod((q for _, q in atoms), start=Fraction(1))
    return law


def moved(law: Law, change: Callable[[tuple[Fraction, ...]], tuple[Fraction, ...]]) -> Law:
    found: Law = {}
    for point, weight in law.items():
        found[change(point)] = found.get(change(point), Fraction(0)) + weight
    return found


def flipped(point: tuple[Fraction, ...], where: Sequence[int]) -> tuple[Fraction, ...]:
    return tuple(2 * CENTER - x if i in where else x for i, x in enumerate(point))


def exchangeable(law: Law) -> bool:
    orders = itertools.permutations(range(SIZE))
    return all(moved(law, lambda p, order=order: tuple(p[i] for i in order)) == law for order in orders)


def independent(law: Law) -> bool:
    return product_law([marginal(law, i) for i in range(SIZE)]) == law


def sign_symmetric(law: Law) -> bool:
    return all(moved(law, lambda p, i=i: flipped(p, [i])) == law for i in range(SIZE))


def reflection_symmetric(law: Law) -> bool:
    return moved(law, lambda p: flipped(p, range(SIZE))) == law


def symmetric(law: Law) -> bool:
    return all({2 * CENTER - x: q for x, q in m.items()} == m for m in (marginal(law, i) for i in range(SIZE)))


def iid(law: Law) -> bool:
    return independent(law) and all(marginal(law, i) == marginal(law, 0) for i in range(SIZE))


PROPERTIES: dict[str, Callable[[Law], bool]] = {
    "IID": iid,
    "Independent": independent,
    "Exchangeable": exchangeable,
    "SignSymmetric": sign_symmetric,
    "ReflectionSymmetric": reflection_symmetric,
    "Symmetric": symmetric,
}


def random_marginal(source: random.Random, *, mirrored: bool) -> dict[Fraction, Fraction]:
    atoms = {Fraction(source.randint(-3, 3), 2): Fraction(source.randint(1, 4)) for _ in range(source.randint(1, 3))}
    if mirrored:
        for x, q in list(atoms.items()):
            atoms[2 * CENTER - x] = atoms[x] = q
    total = sum(atoms.values())
    return {x: q / total for x, q in atoms.items()}


def averaged(law: Law, changes: Sequence[Callable[[tuple[Fraction, ...]], tuple[Fraction, ...]]]) -> Law:
    found: Law = {}
    for change in changes:
        for point, weight in moved(law, change).items():
            found[point] = found.get(point, Fraction(0)) + weight / len(changes)
    return found


def random_law(source: random.Random) -> Law:
    """Return a random law that often has some of the properties."""
    kind = source.choice(["product", "iid", "atoms"])
    mirrored = source.random() < 0.5
    if kind == "product":
        return product_law([random_marginal(source, mirrored=mirrored) for _ in range(SIZE)])
    if kind == "iid":
        return product_law([random_marginal(source, mirrored=mirrored)] * SIZE)
    points = [tuple(Fraction(source.randint(-2, 2), 2) for _ in range(SIZE)) for _ in range(source.randint(1, 3))]
    law = normal_form({p: Fraction(source.randint(1, 4)) for p in points})
    if source.random() < 0.5:
        law = averaged(law, [lambda p, o=o: tuple(p[i] for i in o) for o in itertools.permutations(range(SIZE))])
    if source.random() < 0.4:
        law = averaged(law, [lambda p: p, lambda p: flipped(p, range(SIZE))])
    if source.random() < 0.4:
        subsets = [w for k in range(SIZE + 1) for w in itertools.combinations(range(SIZE), k)]
        law = averaged(law, [lambda p, w=w: flipped(p, w) for w in subsets])
    return law


FINITE = [a for a in ARROWS if {*a.premises, a.conclusion} <= set(PROPERTIES)]


@pytest.mark.parametrize("arrow", FINITE, ids=lambda a: f"{'+'.join(sorted(a.premises))}-gives-{a.conclusion}")
def test_arrows_on_finite_laws(arrow: object) -> None:
    source, met = random.Random(7), 0
    for _ in range(300):
        law = random_law(source)
        if all(PROPERTIES[p](law) for p in arrow.premises):  # type: ignore[attr-defined]
            met += len(law) > 1
            assert PROPERTIES[arrow.conclusion](law), (arrow, law)  # type: ignore[attr-defined]
    assert met >= 5


def test_finite_laws_satisfy_their_closure() -> None:
    """Whatever a finite law has, it has everything the lattice derives from that."""
    source = random.Random(8)
    for _ in range(100):
        law = random_law(source)
        has = {name for name, test in PROPERTIES.items() if test(law)}
        assert closure(has) & set(PROPERTIES) <= has


NO_ARROW = [
    ({"Exchangeable"}, "IID"),
    ({"Independent"}, "Exchangeable"),
    ({"Independent"}, "Symmetric"),
    ({"ReflectionSymmetric"}, "SignSymmetric"),
    ({"Symmetric"}, "ReflectionSymmetric"),
    ({"Exchangeable", "Symmetric"}, "ReflectionSymmetric"),
    ({"SignSymmetric", "Exchangeable"}, "Independent"),
    ({"IID"}, "Symmetric"),
]


@pytest.mark.parametrize(
    ("premises", "conclusion"), NO_ARROW, ids=lambda x: x if isinstance(x, str) else "+".join(sorted(x))
)
def test_what_the_lattice_must_not_derive(premises: set[str], conclusion: str) -> None:
    """For each a finite law has the premises and lacks the conclusion."""
    assert not implies(premises, conclusion)
    source = random.Random(9)
    heads = {p: Fraction(1, 4) for p in [(1, 1, 0), (1, 0, 1), (0, 1, 1), (0, 0, 0)]}  # exchangeable, marginals 0 or 1
    lopsided = {tuple(map(Fraction, p)): q for p, q in heads.items()}
    laws = itertools.chain([lopsided], (random_law(source) for _ in range(1000)))
    assert any(all(PROPERTIES[p](law) for p in premises) and not PROPERTIES[conclusion](law) for law in laws)


# --- densities --------------------------------------------------------------------------------------------------------


def gaussian(source: np.random.Generator, *, iid: bool) -> tuple[Density, np.ndarray]:
    """Return the log-density of a random normal law, and its mean."""
    if iid:
        mean, precision = np.full(SIZE, source.normal()), np.eye(SIZE) * source.uniform(0.2, 3)
    else:
        root = source.normal(size=(SIZE, SIZE))
        mean, precision = source.normal(size=SIZE), root @ root.T + 0.1 * np.eye(SIZE)
    return lambda x: float(-(x - mean) @ precision @ (x - mean) / 2), mean


def spherical(source: np.random.Generator) -> tuple[Density, float]:
    """Return the log-density of a random spherical law (a scale mixture of normals), and its centre."""
    center, scales, weights = source.normal(), source.uniform(0.3, 3, size=3), source.dirichlet(np.ones(3))

    def log_density(x: np.ndarray) -> float:
        square = float(((x - center) ** 2).sum())
        return math.log(
            sum(w * s**-SIZE * math.exp(-square / (2 * s * s)) for w, s in zip(weights, scales, strict=True))
        )

    return log_density, center


@pytest.fixture
def source() -> np.random.Generator:
    return np.random.default_rng(5)


def test_spherical_laws_are_sign_symmetric_and_exchangeable(source: np.random.Generator) -> None:
    assert implies({"Spherical"}, "SignSymmetric")
    assert implies({"Spherical"}, "Exchangeable")
    for _ in range(100):
        density, center = spherical(source)
        x = source.normal(size=SIZE) * 2
        for order in itertools.permutations(range(SIZE)):
            assert density(x[list(order)]) == pytest.approx(density(x), abs=1e-9)  # rounding
        for i in range(SIZE):
            mirrored = x.copy()
            mirrored[i] = 2 * center - x[i]
            assert density(mirrored) == pytest.approx(density(x), abs=1e-9)  # rounding


def test_iid_gaussian_laws_are_spherical(source: np.random.Generator) -> None:
    assert implies({"Gaussian", "IID"}, "Spherical")
    assert not implies({"Gaussian"}, "Spherical")
    for _ in range(100):
        density, mean = gaussian(source, iid=True)
        turn, _ = np.linalg.qr(source.normal(size=(SIZE, SIZE)))
        x = source.normal(size=SIZE)
        assert density(mean + turn @ (x - mean)) == pytest.approx(density(x), abs=1e-9)  # rounding


def test_gaussian_densities_are_log_concave(source: np.random.Generator) -> None:
    assert implies({"Gaussian"}, "LogConcave")
    for _ in range(200):
        density, _ = gaussian(source, iid=False)
        x, y, t = source.normal(size=SIZE) * 3, source.normal(size=SIZE) * 3, source.uniform()
        assert density(t * x + (1 - t) * y) >= t * density(x) + (1 - t) * density(y) - 1e-9  # rounding


def test_marginals_of_log_concave_laws_are_unimodal(source: np.random.Generator) -> None:
    """Uniform laws on random polytopes: the width in one coordinate rises, then falls."""
    assert implies({"LogConcave"}, "Unimodal")
    grid = np.linspace(-1, 1, 41)
    for _ in range(40):
        normals, offsets = source.normal(size=(4, 2)), source.uniform(0.2, 1, size=4)
        inside = [[bool((normals @ np.array([x, y]) <= offsets).all()) for y in grid] for x in grid]
        widths = np.array([sum(row) for row in inside])
        top = int(widths.argmax())
        # one cell of the grid is the resolution of a width
        assert all(np.diff(widths[: top + 1]) >= -1)
        assert all(np.diff(widths[top:]) <= 1)


def test_densities_have_no_ties(source: np.random.Generator) -> None:
    assert implies({"Continuous"}, "NoTies")
    assert implies({"LogConcave"}, "NoTies")
    draws, form = source.normal(size=(100_000, SIZE)), np.array([1.0, -0.5, -0.5])
    assert not np.any(draws @ form == 0)


def test_unimodal_laws_may_have_ties() -> None:
    assert not implies({"Unimodal", "IID", "Symmetric"}, "NoTies")


def test_other_arrows_are_covered() -> None:
    """A new arrow has to be given a test here."""
    by_density = {
        ("Spherical", "SignSymmetric"),
        ("Spherical", "Exchangeable"),
        ("Gaussian & IID", "Spherical"),
        ("Gaussian", "LogConcave"),
        ("LogConcave", "Unimodal"),
        ("LogConcave", "Continuous"),
        ("Continuous", "NoTies"),
    }
    rest = {(" & ".join(sorted(a.premises)), a.conclusion) for a in ARROWS if a not in FINITE}
    assert rest == by_density


def test_the_lattice_has_no_cycles() -> None:
    """No single assumption implies another and is implied by it; every arrow says something new, for a reason."""
    names = {n for a in ARROWS for n in (*a.premises, a.conclusion)}
    for a, b in itertools.combinations(sorted(names), 2):
        assert not (implies({a}, b) and implies({b}, a)), (a, b)
    for arrow in ARROWS:
        assert arrow.conclusion not in arrow.premises
        assert len(arrow.reason) > 10
    assert len({(a.premises, a.conclusion) for a in ARROWS}) == len(ARROWS)


def test_closure_is_a_closure() -> None:
    names = sorted({n for a in ARROWS for n in (*a.premises, a.conclusion)})
    for size in (0, 1, 2):
        for chosen in itertools.combinations(names, size):
            found = closure(chosen)
            assert set(chosen) <= found
            assert closure(found) == found
            assert all(found <= closure({*chosen, extra}) for extra in names)
