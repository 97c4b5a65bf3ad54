"""What claims and certificates written by hand are made of: the forms of the format, as plain dictionaries."""

from __future__ import annotations

import copy
import hashlib
import json

NO_PROOF = {"farkas": []}


def linear(constant="0", **coefficients):
    return {"linear": coefficients, "constant": constant}


def total(*terms, constant="0"):
    return {"sum": [list(term) for term in terms], "constant": constant}


def thesis(*terms, constant="0", relation=">="):
    return {"terms": [list(term) for term in terms], "constant": constant, "relation": relation}


def pr(event):
    return {"pr": event}


def e(value):
    return {"e": value}


def premise(*used):
    """The goal is a combination of premises (each with multiplier 1, or as given)."""
    return {"farkas": [list(use) if isinstance(use, tuple) else [use, "1"] for use in used]}


def untied(number, pair=(1, 0, 0)):
    """A premise `P >= 0` made strict by a tie-free form."""
    return {**premise(number), "tie_free": list(pair)}


def choose(i, then=NO_PROOF):
    return {"choose": i, "then": then}


def leaf(*facts, bound=NO_PROOF, **extra):
    return {"facts": [list(fact) for fact in facts], "bound": bound, **extra}


def split(form, *cases):
    return {"split": form, "cases": [list(case) for case in cases]}


def claim(outcomes, expressions, events, thesis, *assumptions, constants=()):
    return {
        "outcomes": list(outcomes),
        "constants": list(constants),
        "expressions": expressions,
        "events": events,
        "thesis": thesis,
        "assumptions": list(assumptions),
    }


def digest(claim):
    text = json.dumps(claim, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def level(weights, tree, multipliers=()):
    return {"weights": weights, "multipliers": list(multipliers), "tree": tree}


def holds(member, *levels, elements=((),), premises=(), implied=()):
    return {
        "kind": "holds",
        "implied": list(implied),
        "elements": [list(word) for word in elements],
        "premises": [list(p) for p in premises],
        "levels": list(levels),
        "member": member,
    }


def fails(law):
    return {"kind": "fails", "law": law}


def empty(*levels, elements=((),), premises=()):
    """Levels without weights."""
    certificate = holds(None, *levels, elements=elements, premises=premises)
    return {key: value for key, value in certificate.items() if key != "member"} | {"kind": "empty"}


def weightless(tree, *multipliers):
    return {"multipliers": [list(m) for m in multipliers], "tree": tree}


def document(*parts):
    """A file; pairs of claim and certificate, whose digests are filled in."""
    joined = [{"claim": c, "certificate": {**certificate, "claim": digest(c)}} for c, certificate in parts]
    return copy.deepcopy({"schema": "decision/1", "parts": joined})


def signed(document):
    """The same with digests recomputed."""
    for part in document["parts"]:
        part["certificate"]["claim"] = digest(part["claim"])
    return document


def atom(**goal):
    return {"atoms": [["1", goal]]}


def each(names, value):
    """The same value for each name."""
    return {name: copy.deepcopy(value) for name in names}


def swap(first, second):
    return {first: ["+", second], second: ["+", first]}
