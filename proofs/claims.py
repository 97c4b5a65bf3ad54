"""Claims as Coq terms of `proofs/coq/Claims.v`.

Only the shape of the file is looked at here: names become numbers, lists stay lists. Everything else is left for the
verified checker to accept or to refuse.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from proofs.shapes import (
    RATIONAL,
    Malformed,
    NotCovered,
    fields,
    index,
    indices,
    items,
    only_key,
    pairs,
    rational,
    terms,
    word,
)

RELATIONS = {">=": "RGe", ">": "RGt", "=": "REq"}
TIES = {"best": "Best", "worst": "Worst", "uniform": "Uniform"}
SHAPES = ("unimodal", "log_concave", "gaussian", "continuous")
PLAIN = {"independent": "Independent", "iid": "Identical"} | dict.fromkeys(SHAPES, "Shape")
CENTERED = {"symmetric": "Symmetric", "spherical": "Spherical"}


class Names:
    """The numbers of the coordinates of a claim: outcomes first, then constants."""

    def __init__(self, claim: Mapping[str, Any]) -> None:
        outcomes, constants = items(claim["outcomes"]), items(claim["constants"])
        listed = [*outcomes, *constants]
        if not all(isinstance(name, str) and name for name in listed) or len(set(listed)) < len(listed):
            raise Malformed("distinct names are expected")
        if any(RATIONAL.fullmatch(name) for name in constants):
            raise Malformed("a constant is named like a rational")
        self.constants = constants
        self.numbers = {name: n for n, name in enumerate(listed)}

    def coordinate(self, name: object) -> str:
        """Return the number of a coordinate."""
        if not isinstance(name, str) or name not in self.numbers:
            raise Malformed(f"{name!r} is no coordinate")
        return str(self.numbers[name])

    def form(self, value: object) -> tuple[str, str]:
        """Return the coefficients and the constant of an affine form."""
        body = fields(value, ("linear", "constant"))
        linear = body["linear"]
        if not isinstance(linear, dict):
            raise Malformed("an object is expected")
        listed = terms(f"({self.coordinate(name)},{rational(q)})" for name, q in linear.items())
        return listed, rational(body["constant"])

    def expression(self, value: object) -> str:
        """Return an expression."""
        if isinstance(value, dict) and "linear" in value:
            return "Linear {} {}".format(*self.form(value))
        if isinstance(value, dict) and "sum" in value:
            body = fields(value, ("sum", "constant"))
            return f"Sum {pairs(body['sum'], rational, index)} {rational(body['constant'])}"
        if only_key(value) == "max":
            return f"Max {indices(fields(value, ('max',))['max'])}"
        body = fields(fields(value, ("pick",))["pick"], ("by", "pay", "ties"))
        return f"Pick {indices(body['by'])} {indices(body['pay'])} {word(body['ties'], TIES)}"

    def generator(self, value: object) -> str:
        """Return a signed permutation."""
        if not isinstance(value, dict):
            raise Malformed("an object is expected")
        images: list[str] = []
        for target, image in value.items():
            flipped = items(image)[:1] == ["-"]
            sign, source, *center = items(image, 3 if flipped else 2)
            if sign not in ("+", "-"):
                raise Malformed("a sign is expected")
            middle = self.center(center[0]) if flipped else "(Number (0#1))"
            truth = "true" if flipped else "false"
            images.append(f"Build_image {self.coordinate(target)} {truth} {self.coordinate(source)} {middle}")
        return terms(images)

    def center(self, value: object) -> str:
        """Return the centre of a reflection."""
        if isinstance(value, str) and value in self.constants:
            return f"(Coordinate {self.coordinate(value)})"
        return f"(Number {rational(value)})"

    def assumption(self, value: object) -> str:
        """Return an assumption."""
        if isinstance(value, dict) and "structure" in value:
            return f"Structure ({self.structure(value)})"
        key = only_key(value)
        body = fields(value, (key,))[key]
        if key == "invariant":
            return f"Invariant {terms(map(self.generator, items(body)))}"
        if key == "support":
            return f"Support {index(body)}"
        if key == "no_ties":
            return f"NoTies {pairs(body, index, index)}"
        if key == "moment":
            return f"Moment ({functional(body)})"
        if key == "law":
            return f"OneLaw {self.law(body)}"
        raise Malformed("this is no assumption")

    def outcomes(self, value: object) -> str:
        """Return a list of outcomes."""
        return terms(map(self.coordinate, items(value)))

    def structure(self, value: Mapping[str, Any]) -> str:
        """Return a structure."""
        name = value["structure"]
        if name == "independent_selves":
            body = fields(value, ("structure", "blocks"))
            return f"Selves {terms(map(self.outcomes, items(body['blocks'])))}"
        if name == "correlated":
            body = fields(value, ("structure", "blocks", "shared", "rho", "centers"))
            first, second = map(self.outcomes, items(body["blocks"], 2))
            centers = " ".join(map(self.center, items(body["centers"], 2)))
            return f"Correlated {first} {second} {index(body['shared'])} {rational(body['rho'])} {centers}"
        if isinstance(name, str) and name in CENTERED:
            body = fields(value, ("structure", "over", "center"))
            return f"{CENTERED[name]} {self.outcomes(body['over'])} {self.center(body['center'])}"
        return f"{word(name, PLAIN)} {self.outcomes(fields(value, ('structure', 'over'))['over'])}"

    def law(self, value: object) -> str:
        """Return the only law of a class, which has to be given by its atoms."""
        if not isinstance(value, dict) or value.keys() != {"atoms"}:
            raise NotCovered("claims about a law that is not given by atoms")
        return terms(f"({rational(q)},{terms(map(rational, goal))})" for q, goal in self.atoms(value["atoms"]))

    def atoms(self, value: object) -> Iterator[tuple[object, tuple[object, ...]]]:
        """Go through the atoms of a law: weights, and the values of goals in the order of the claim."""
        for q, goal in (items(atom, 2) for atom in items(value)):
            if not isinstance(goal, dict) or goal.keys() != self.numbers.keys():
                raise Malformed("a goal lists all coordinates")
            yield q, tuple(goal[name] for name in self.numbers)


def event(value: object) -> str:
    """Return an event."""
    key = only_key(value)
    body = fields(value, (key,))[key]
    if key in ("ge", "gt"):
        left, right = map(index, items(body, 2))
        return f"{'AtLeast' if key == 'ge' else 'Above'} {left} {right}"
    if key in ("all", "any"):
        return f"{key.title()} {indices(body)}"
    if key == "not":
        return f"Not {index(body)}"
    raise Malformed("this is no event")


def term(value: object) -> str:
    """Return a term of a thesis or a moment."""
    if isinstance(value, dict) and "pr" in value:
        return f"(Prob {index(fields(value, ('pr',))['pr'])})"
    body = fields(value, ("e",), ("on",))
    if "on" in body:
        return f"(MeanOn {index(body['e'])} {index(body['on'])})"
    return f"(Mean {index(body['e'])})"


def functional(value: object) -> str:
    """Return a thesis or a moment."""
    body = fields(value, ("terms", "constant", "relation"))
    listed = pairs(body["terms"], rational, term)
    return f"Build_functional {listed} {rational(body['constant'])} {word(body['relation'], RELATIONS)}"


def claim_term(claim: object) -> tuple[str, Names]:
    """Return a claim as a Coq term, and the numbers of its coordinates."""
    body = fields(claim, ("outcomes", "constants", "expressions", "events", "thesis", "assumptions"))
    names = Names(body)
    parts = [
        str(len(body["outcomes"])),
        str(len(body["constants"])),
        terms(map(names.expression, items(body["expressions"]))),
        terms(map(event, items(body["events"]))),
        f"({functional(body['thesis'])})",
        terms(map(names.assumption, items(body["assumptions"]))),
    ]
    return "Build_claim " + " ".join(parts), names
