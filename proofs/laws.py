"""Finite laws as Coq terms of `proofs/coq/Countermodels.v`: a list of weights and goals.

Orbits are written out here. That is a search, not a step of the argument: the verified checker looks at the atoms
alone. A law with noise is not finite; where one is a member or a countermodel, so is the uniform law on the orbit of
some goal near its centre, and that goal is looked for with `decision.checker`.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from decision.checker import check_document
from decision.checker.formats import Place, Rejection
from decision.checker.laws import Mixture, read_law
from decision.checker.membership import check_member
from decision.checker.reading import read_claim
from proofs.claims import Names
from proofs.mutants import digest
from proofs.shapes import Malformed, NotCovered, rational, terms

MOST_ATOMS = 120
TRIES = 12
MOST_OUTCOMES = 7  # of laws with noise: orbits of goals without ties are large

Law = dict[str, Any]
Part = dict[str, Any]


def law_of(part: Part) -> Law:
    """Return the law that a part exhibits."""
    certificate = part["certificate"]
    return certificate["law"] if certificate["kind"] == "fails" else certificate["member"]


def with_law(part: Part, law: Law) -> Part:
    """Return the same part with another law."""
    key = "law" if part["certificate"]["kind"] == "fails" else "member"
    return {"claim": part["claim"], "certificate": {**part["certificate"], key: law}}


def python_answer_on_law(part: Part) -> bool:
    """Whether `decision.checker` accepts the law: as a member of the class, and as a countermodel where it is one."""
    if part["certificate"]["kind"] == "fails":
        return check_document({"schema": "decision/1", "parts": [part]}).accepted
    try:
        check_member(read_claim(part["claim"], Place()), law_of(part), Place())
    except Rejection:
        return False
    return True


def law_term(part: Part) -> str:
    """Return the law of a part, which has to be finite."""
    law = law_of(part)
    if not isinstance(law, dict):
        raise Malformed("a law is expected")
    if "atoms" in law and law.keys() == {"atoms"}:
        return collected(atoms(law["atoms"], Names(part["claim"])))
    if "orbit" in law and law.keys() == {"orbit"}:
        return collected(orbits(part["claim"], law))
    raise NotCovered("laws with noise" if "radius" in law else "product and normal laws")


def collected(listed: Iterable[tuple[Fraction, tuple[str, ...]]]) -> str:
    """Return atoms as a Coq term, one for each goal."""
    total: Counter[tuple[str, ...]] = Counter()
    for q, goal in listed:
        total[goal] += q  # type: ignore[assignment]
    if len(total) > MOST_ATOMS:
        raise NotCovered(f"finite laws with more than {MOST_ATOMS} goals")
    return terms(f"({rational(str(q))},{terms(map(rational, goal))})" for goal, q in total.items())


def atoms(value: object, names: Names) -> Iterator[tuple[Fraction, tuple[str, ...]]]:
    """Read the atoms of a law."""
    for q, goal in names.atoms(value):
        texts = [q, *goal]
        for text in texts:
            rational(text)
        yield Fraction(str(q)), tuple(map(str, goal))


def orbits(claim: object, law: Law) -> Iterator[tuple[Fraction, tuple[str, ...]]]:
    """Write out the orbits of a law."""
    try:
        mixture = read_law(read_claim(claim, Place()), law, Place())
    except Rejection as rejection:
        raise Malformed(rejection.reason) from rejection
    if not isinstance(mixture, Mixture):
        raise Malformed("an orbit is expected")
    total = sum(mixture.atoms.values())
    for goal, q in mixture.atoms.items():
        yield Fraction(q, total), tuple(str(Fraction(x, mixture.scale)) for x in goal)


# --- near laws with noise ---------------------------------------------------------------------------------------------


def without_noise(part: Part) -> Part | None:
    """Return the part with a finite law near its own, that `decision.checker` accepts too; None if none is found."""
    law = law_of(part)
    if "radius" not in law or "orbit" not in law or len(part["claim"]["outcomes"]) > MOST_OUTCOMES:
        return None
    rng = random.Random(digest(part["claim"]))
    radius, outcomes = Fraction(law["radius"]), part["claim"]["outcomes"]
    for attempt in range(TRIES):
        steps = 1 + attempt // 3  # few different shifts make small orbits
        shifted = [[q, shift(goal, outcomes, radius, steps, rng)] for q, goal in law["orbit"]]
        near = with_law(part, {"orbit": shifted})
        if small(near) and python_answer_on_law(near):
            return near
    return None


def small(part: Part) -> bool:
    """Whether the orbits of a law are small enough to be written out."""
    goals = [goal for _, goal in law_of(part)["orbit"]]
    try:
        return all(sum(1 for _ in orbits(part["claim"], {"orbit": [["1", goal]]})) <= MOST_ATOMS for goal in goals)
    except Malformed:
        return False


def shift(
    goal: dict[str, str], outcomes: list[str], radius: Fraction, steps: int, rng: random.Random
) -> dict[str, str]:
    """Return a goal nearby, with a few different shifts."""
    shifts = {w: radius * rng.randint(-steps, steps) / (steps + 1) for w in outcomes}
    return {w: str(Fraction(x) + shifts.get(w, 0)) for w, x in goal.items()}
