"""Whether a law belongs to the class of a claim: every assumption is verified, none is taken on trust.

Invariance is compared atom by atom (uniform noise on a box is unchanged by signed permutations), holds by
construction for orbits, and for independent outcomes says that the marginal of each target is that of its source,
mirrored by a flip. Structures are read off marginals and independence, by sufficient conditions: a law that satisfies
an assumption without showing it in this way is refused.
"""

from itertools import combinations, pairwise

from decision.checker.claims import Claim, Generator, Invariant, Moment, NoTies, OneLaw, Structure, Support
from decision.checker.formats import Place, Rational
from decision.checker.laws import Law, Mixture, Normal, Pieces, compile_generator, moved, number, read_law
from decision.checker.measure import Measure, measure


def check_member(claim: Claim, value: object, at: Place) -> None:
    """Check that a law is in the class."""
    law = read_law(claim, value, at)
    if isinstance(law, Normal):
        check_normal(claim, law, at)
    else:
        check_class(claim, law, at)


def check_fails(claim: Claim, value: object, at: Place) -> None:
    """Check that a law is in the class, and that the thesis is false under it."""
    law = read_law(claim, value, at)
    if isinstance(law, Normal):
        at.reject("a normal law may be a member, but no countermodel")
    upper = check_class(claim, law, at).expectation(claim.thesis).high
    if upper > 0 or (upper == 0 and claim.thesis.relation == ">="):
        at.reject("the law is not shown to violate the thesis")


def check_class(claim: Claim, law: Law, at: Place) -> Measure:
    """Check every assumption, and return what the thesis can be measured with."""
    functionals = [claim.thesis, *(a.functional for a in claim.assumptions if isinstance(a, Moment))]
    events = [term.event for f in functionals for _, term in f.terms if term.event is not None]
    events += [a.event for a in claim.assumptions if isinstance(a, Support)]
    pairs = [pair for a in claim.assumptions if isinstance(a, NoTies) for pair in a.pairs]
    measured = measure(claim, law, events, pairs, at)
    if measured.ties():
        at.reject("two values that should differ almost surely tie with positive probability")
    for n, assumption in enumerate(claim.assumptions):
        if isinstance(assumption, Invariant):
            kept = all(unchanged(law, generator) for generator in assumption.generators)
        elif isinstance(assumption, Support):
            kept = measured.certain(assumption.event)
        elif isinstance(assumption, Moment):
            kept = moment_holds(measured, assumption)
        else:
            kept = not isinstance(assumption, OneLaw) and (
                isinstance(assumption, NoTies) or has_structure(law, assumption)
            )
        if not kept:
            at.reject(f"the law is not shown to satisfy assumption {n} ({describe(assumption)})")
    return measured


def describe(assumption: object) -> str:
    """Return the word for an assumption."""
    return assumption.name if isinstance(assumption, Structure) else type(assumption).__name__.lower()


def moment_holds(measured: Measure, moment: Moment) -> bool:
    """Whether a moment condition holds for sure."""
    bounds = measured.expectation(moment.functional)
    if moment.functional.relation == "=":
        return bounds.low == bounds.high == 0
    return bounds.low > 0 or (bounds.low == 0 and moment.functional.relation == ">=")


# --- invariance -------------------------------------------------------------------------------------------------------


def unchanged(law: Law, generator: Generator) -> bool:
    """Whether the law is unchanged by a generator."""
    if isinstance(law, Mixture):
        if law.invariant:
            return True
        move = compile_generator(generator, law.names, law.constants, law.scale)
        return all(law.atoms.get(moved(move, goal)) == weight for goal, weight in law.atoms.items())
    for target, (sign, source, center) in generator.images.items():
        image = law.marginal(source)
        if sign < 0:
            image = mirrored(image, law.scale * number(center, law.constants))
        if image != law.marginal(target):
            return False
    return True


def mirrored(pieces: Pieces, center: Rational) -> Pieces:
    """Return a marginal reflected about a (scaled) centre."""
    return {(2 * center - middle, spread): weight for (middle, spread), weight in pieces.items()}


# --- structures -------------------------------------------------------------------------------------------------------


def has_structure(law: Law, structure: Structure) -> bool:
    """Whether a law is seen to have a structure."""
    marginals = [law.marginal(name) for name in structure.over]
    name = structure.name
    if name == "independent":
        return law.independent
    if name == "iid":
        return law.independent and all(m == marginals[0] for m in marginals)
    if name == "symmetric" and structure.center is not None:
        center = law.scale * number(structure.center, law.constants)
        return all(mirrored(m, center) == m for m in marginals)
    if name == "independent_selves":
        return law.separates(structure.blocks)
    if name == "unimodal":
        return all(map(unimodal, marginals))
    if name == "log_concave":
        return law.independent and all(len(m) == 1 and nondegenerate(m) for m in marginals)
    return name == "continuous" and all(map(nondegenerate, marginals))


def nondegenerate(pieces: Pieces) -> bool:
    """Whether no piece is a point."""
    return all(spread > 0 for _, spread in pieces)


def unimodal(pieces: Pieces) -> bool:
    """Whether the pieces are intervals side by side, whose densities rise and then fall."""
    if not nondegenerate(pieces):
        return False
    ordered = sorted((middle - spread, middle + spread, weight) for (middle, spread), weight in pieces.items())
    if any(end != start for (_, end, _), (start, _, _) in pairwise(ordered)):
        return False
    # the sign of each change of density, multiplied out
    changes = [q * (b - a) - p * (d - c) for (a, b, p), (c, d, q) in pairwise(ordered)]
    falling = next((n for n, change in enumerate(changes) if change < 0), len(changes))
    return all(change <= 0 for change in changes[falling:])


# --- normal laws ------------------------------------------------------------------------------------------------------


def check_normal(claim: Claim, law: Normal, at: Place) -> None:
    """Check that normal outcomes satisfy every assumption; conditions on events and moments are refused."""
    for n, assumption in enumerate(claim.assumptions):
        if isinstance(assumption, Invariant):
            kept = all(normal_unchanged(law, generator) for generator in assumption.generators)
        elif isinstance(assumption, NoTies):
            kept = all(differ(claim, law, i, j) for i, j in assumption.pairs)
        elif isinstance(assumption, Structure):
            kept = normal_structure(law, assumption)
        else:
            kept = False
        if not kept:
            at.reject(f"the normal law is not shown to satisfy assumption {n} ({describe(assumption)})")


def normal_unchanged(law: Normal, generator: Generator) -> bool:
    """Whether a generator keeps the means and the covariances."""
    images = generator.images
    if any(sign < 0 and number(center, law.constants) != law.center for sign, _, center in images.values()):
        return False
    moved = {source: (sign, target) for target, (sign, source, _) in images.items()}
    covariances: dict[tuple[str, str], Rational] = {}
    for (v, w), q in law.covariances.items():
        (p, a), (r, b) = moved.get(v, (1, v)), moved.get(w, (1, w))
        covariances[a, b] = p * r * q
    return covariances == law.covariances


def normal_structure(law: Normal, structure: Structure) -> bool:
    """Whether a normal law has a structure."""
    centers = [c for c in (structure.center, *structure.centers) if c is not None]
    if any(number(center, law.constants) != law.center for center in centers):
        return False
    over, name = structure.over, structure.name
    if name == "correlated":
        pairs = structure.pairs if structure.rho else ()
        within = {pair: q for pair, q in law.covariances.items() if set(pair) <= set(over)}
        return within == {pair: structure.rho for v, w in pairs for pair in ((v, w), (w, v))}
    if name == "independent_selves":
        return all(law.separates(a, b) for a, b in combinations(structure.blocks, 2))
    if name in ("independent", "iid", "spherical"):
        return law.separates(over, over)
    return name in ("symmetric", "unimodal") or law.dense(over)


def differ(claim: Claim, law: Normal, i: int, j: int) -> bool:
    """Whether two linear values differ almost surely: their difference varies, or is a number that is not 0."""
    form = claim.gap(i, j)
    part = {name: q for name, q in form.items() if name in claim.outcomes}
    variance = sum(q * q for q in part.values())
    variance += sum(part.get(v, 0) * part.get(w, 0) * q for (v, w), q in law.covariances.items())
    mean = sum(part.values()) * law.center + number({n: q for n, q in form.items() if n not in part}, law.constants)
    return variance > 0 or mean != 0
