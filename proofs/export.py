"""Claims and certificates as Coq terms of `proofs/coq/Claims.v` and `Checker.v`.

Only the shape of the file is looked at here: names become numbers, lists stay lists. Whatever has another shape than
`docs/reference/certificate-format.md` describes is `Malformed`; what the verified checker has no words for is
`NotCovered`. Everything else is left for it to accept or to refuse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

RATIONAL = re.compile(r"(0|-?[1-9][0-9]*)(?:/([1-9][0-9]*))?")
ORDERS = {">": "OGt", ">=": "OGe", "=": "OEq", "<=": "OLe", "<": "OLt"}
RELATIONS = {">=": "RGe", ">": "RGt", "=": "REq"}
TIES = {"best": "Best", "worst": "Worst", "uniform": "Uniform"}


class Malformed(ValueError):
    """The document is not of the format."""


class NotCovered(ValueError):
    """The document uses what the verified checker does not know; says what."""


def terms(items: Iterable[str]) -> str:
    """Return a Coq list."""
    return "[" + ";".join(items) + "]"


def rational(text: object) -> str:
    """Return a rational as a Coq term."""
    match = RATIONAL.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise Malformed(f"{text!r} is no rational")
    return f"({match[1]}#{match[2] or 1})"


def index(value: object) -> str:
    """Return an index as a natural number."""
    if type(value) is not int or not 0 <= value < 5000:
        raise Malformed(f"{value!r} is no index")
    return str(value)


def fields(value: object, required: Sequence[str], optional: Sequence[str] = ()) -> Mapping[str, Any]:
    """Return an object that has the required keys and no others but optional ones."""
    if not isinstance(value, dict) or not set(required) <= value.keys() <= {*required, *optional}:
        raise Malformed(f"an object with keys {', '.join(required)} is expected")
    return value


def items(value: object, length: int | None = None) -> list[Any]:
    """Return a list, of a given length if one is given."""
    if not isinstance(value, list) or (length is not None and len(value) != length):
        raise Malformed("a list is expected" if length is None else f"a list of {length} is expected")
    return value


def word(value: object, table: Mapping[str, str]) -> str:
    """Return the Coq name of one of a few words."""
    if not isinstance(value, str) or value not in table:
        raise Malformed(f"one of {', '.join(table)} is expected")
    return table[value]


def only_key(value: object) -> str:
    """Return the key of an object with one key."""
    if not isinstance(value, dict) or len(value) != 1:
        raise Malformed("an object with one key is expected")
    return next(iter(value))


def pairs(value: object, first: Callable[[Any], str], second: Callable[[Any], str]) -> str:
    """Return a list of pairs."""
    return terms(f"({first(a)},{second(b)})" for a, b in (items(pair, 2) for pair in items(value)))


def indices(value: object) -> str:
    """Return a list of indices."""
    return terms(map(index, items(value)))


# --- claims -----------------------------------------------------------------------------------------------------------


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
            return "Structure"
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
        raise Malformed("this is no assumption")


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


# --- certificates -----------------------------------------------------------------------------------------------------


def letter(value: object) -> str:
    """Return a letter: a generator, or the inverse of one."""
    if type(value) is not int or not -5000 < value < 5000:
        raise Malformed(f"{value!r} is no letter")
    return f"(false,{value})" if value >= 0 else f"(true,{-1 - value})"


def tie(body: Mapping[str, Any]) -> str:
    """Return the reference to a pair without ties, where there is one."""
    if "tie_free" not in body:
        return "None"
    if body["tie_free"] == "continuous":
        raise NotCovered("joint densities")
    return "(Some ({},{},{}))".format(*map(index, items(body["tie_free"], 3)))


def proof(value: object) -> str:
    """Return a proof of an inequality."""
    if not isinstance(value, dict):
        raise Malformed("a proof is expected")
    if "farkas" in value:
        body = fields(value, ("farkas",), ("tie_free",))
        return f"(Farkas {pairs(body['farkas'], index, rational)} {tie(body)})"
    if "choose" in value:
        body = fields(value, ("choose", "then"))
        return f"(Choose {index(body['choose'])} {proof(body['then'])})"
    if "each" in value:
        return f"(Each {terms(map(proof, items(fields(value, ('each',))['each'])))})"
    body = fields(value, ("argmax", "because", "then"))
    return f"(Argmax {indices(body['argmax'])} {terms(map(proof, items(body['because'])))} {proof(body['then'])})"


def fact(value: object) -> str:
    """Return the truth of a comparison at an element, with its proof."""
    k, e, truth, shown = items(value, 4)
    if not isinstance(truth, bool):
        raise Malformed("true or false is expected")
    return f"({index(k)},{index(e)},{str(truth).lower()},{proof(shown)})"


def tree(value: object, names: Names) -> str:
    """Return a case tree."""
    if not isinstance(value, dict):
        raise Malformed("a tree is expected")
    if "split" in value:
        body = fields(value, ("split", "cases"))
        cases = pairs(body["cases"], lambda order: word(order, ORDERS), lambda part: tree(part, names))
        return "(Split ({},{}) {})".format(*names.form(body["split"]), cases)
    if "largest" in value:
        body = fields(value, ("largest", "cases"))
        forms = terms("({},{})".format(*names.form(form)) for form in items(body["largest"]))
        return f"(Largest {forms} {terms(tree(part, names) for part in items(body['cases']))})"
    if "weights" in value:
        body = fields(value, ("weights", "tree"))
        return f"(Reweigh {pairs(body['weights'], rational, index)} {tree(body['tree'], names)})"
    if "empty" in value:
        body = fields(value, ("empty",), ("tie_free",))
        return f"(Empty {pairs(body['empty'], index, rational)} {tie(body)})"
    if "unsupported" in value:
        body = fields(value, ("unsupported", "facts"))
        a, e = map(index, items(body["unsupported"], 2))
        return f"(Unsupported {a} {e} {terms(map(fact, items(body['facts'])))})"
    body = fields(value, ("facts", "bound"), ("excluded",))
    excluded = f"(Some {index(body['excluded'])})" if "excluded" in body else "None"
    return f"(Leaf {terms(map(fact, items(body['facts'])))} {proof(body['bound'])} {excluded})"


def level(value: object, names: Names) -> str:
    """Return a level."""
    body = fields(value, ("weights", "multipliers", "tree"))
    multipliers = terms(
        f"({rational(q)},{index(a)},{index(e)})" for q, a, e in (items(m, 3) for m in items(body["multipliers"]))
    )
    return f"Build_level {pairs(body['weights'], rational, index)} {multipliers} {tree(body['tree'], names)}"


def holds_term(certificate: object, names: Names) -> str:
    """Return a certificate of kind `holds` as a Coq term; its member is left out."""
    keys = ("kind", "claim", "implied", "elements", "premises", "levels", "member")
    body = fields(certificate, keys)
    if items(body["implied"]):
        raise NotCovered("generators implied by structures")
    words = terms(terms(map(letter, items(element))) for element in items(body["elements"]))
    levels = terms(level(part, names) for part in items(body["levels"]))
    return f"Build_certificate {words} {pairs(body['premises'], index, index)} {levels}"
