"""Certificates as Coq terms of `proofs/coq/Checker.v`; the shape only is looked at, as in `proofs.claims`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofs.claims import Names, claim_term
from proofs.shapes import Malformed, NotCovered, fields, index, indices, items, pairs, rational, terms, word

DENSE = ("continuous", "gaussian", "log_concave", "correlated")
ORDERS = {">": "OGt", ">=": "OGe", "=": "OEq", "<=": "OLe", "<": "OLt"}


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
    implied = terms(map(names.generator, items(body["implied"])))
    words = terms(terms(map(letter, items(element))) for element in items(body["elements"]))
    levels = terms(level(part, names) for part in items(body["levels"]))
    return f"Build_certificate {implied} {words} {pairs(body['premises'], index, index)} {levels}"


def integer(value: object) -> str:
    """Return an integer."""
    if type(value) is not int:
        raise Malformed(f"{value!r} is no integer")
    return f"({value})%Z"


def step(value: object) -> str:
    """Return what is done with a cone."""
    if type(value) is int and value == 0:
        return "Close"
    i, j, a, b = items(value, 4)
    return f"Cut {index(i)} {index(j)} {integer(a)} {integer(b)}"


def chambers_term(certificate: Mapping[str, Any], names: Names) -> str:
    """Return a certificate of kind `chambers`; its member is left out."""
    body = fields(certificate, ("kind", "claim", "implied", "trees", "member"))
    implied = terms(map(names.generator, items(body["implied"])))
    return f"Build_chambers {implied} {terms(terms(map(step, items(tree))) for tree in items(body['trees']))}"


def computation_term(certificate: Mapping[str, Any], _: Names) -> str:
    """Return what a certificate of kind `true` or `false` states."""
    return rational(fields(certificate, ("kind", "claim", "difference"))["difference"])


QUESTIONS = {
    "holds": ("check", holds_term),
    "chambers": ("check_chambers", chambers_term),
    "true": ("check_true", computation_term),
    "false": ("check_false", computation_term),
}


def question_term(part: Mapping[str, Any]) -> str:
    """Return what the verified checker is asked about a claim with its certificate, the member aside, as a Coq term."""
    claim, certificate = part["claim"], part["certificate"]
    if certificate["kind"] not in QUESTIONS:
        raise NotCovered(f"certificates of kind {certificate['kind']!r}")
    if certificate["kind"] == "chambers" and dense(claim):
        raise NotCovered("joint densities")
    name, certificate_term = QUESTIONS[certificate["kind"]]
    written, names = claim_term(claim)
    return f"{name} ({written}) ({certificate_term(certificate, names)})"


def dense(claim: Mapping[str, Any]) -> bool:
    """Whether some structure of a claim may give outcomes a joint density."""
    return any(a.get("structure") in DENSE for a in claim["assumptions"] if isinstance(a, dict))
