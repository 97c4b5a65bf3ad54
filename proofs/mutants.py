"""Random changes of claims and certificates that keep their shape, so that both checkers can read them."""

from __future__ import annotations

import copy
import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from typing import Any

WORDS = [{">=", ">", "=", "<", "<="}, {"best", "worst", "uniform"}]
RATIONALS = ["0", "1", "-1", "1/2", "-1/2", "2", "-2", "1/3", "3/2"]
PROOF = ("implied", "elements", "premises", "levels", "trees", "difference")  # what to change in a certificate
LAW = ("law", "member")
Place = tuple[Any, Any]  # a container, and a key or an index


def digest(claim: object) -> str:
    """Return the digest of a claim."""
    text = json.dumps(claim, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def places(node: Any) -> Iterator[Place]:
    """Go through everything inside a document."""
    for key in range(len(node)) if isinstance(node, list) else list(node):
        yield node, key
        if isinstance(node[key], (dict, list)):
            yield from places(node[key])


def changeable(part: dict[str, Any], keys: Sequence[str]) -> list[Place]:
    """Return the places of a part that a mutation may change: neither names nor what ties claim and certificate."""
    claim, certificate = part["claim"], part["certificate"]
    halves = [claim[key] for key in ("expressions", "events", "thesis", "assumptions")]
    halves += [certificate[key] for key in keys if isinstance(certificate.get(key), (dict, list))]
    texts = [(certificate, key) for key in keys if isinstance(certificate.get(key), str)]
    return texts + [place for half in halves for place in places(half)]


def another(value: object, rng: random.Random) -> object:
    """Return another value of the same kind, or the same where there is none."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return rng.choice([value + 1, value - 1, 0, 1, 2, 3])
    if isinstance(value, str):
        words = next((sorted(kind - {value}) for kind in WORDS if value in kind), None)
        return rng.choice(words or RATIONALS)
    return value


def change(place: Place, rng: random.Random) -> None:
    """Change one place of a document."""
    node, key = place
    action = rng.random()
    if isinstance(node, list) and action < 0.3:
        other = rng.randrange(len(node))
        if action < 0.1:
            del node[key]
        elif action < 0.2:
            node.insert(other, copy.deepcopy(node[key]))
        else:
            node[key], node[other] = node[other], node[key]
    elif isinstance(node, dict) and isinstance(node[key], str) and action < 0.3:
        other = rng.choice(list(node))  # exchange two coefficients
        node[key], node[other] = node[other], node[key]
    else:
        node[key] = another(node[key], rng)


def mutants(parts: Sequence[dict[str, Any]], seed: int, keys: Sequence[str] = PROOF) -> Iterator[dict[str, Any]]:
    """Return an endless supply of mutants, each with the digest of its own claim; no two are the same."""
    rng = random.Random(seed)
    seen = {json.dumps(part) for part in parts}
    while True:
        part = copy.deepcopy(rng.choice(parts))
        for _ in range(rng.choice([1, 1, 1, 2])):
            if found := changeable(part, keys):
                change(rng.choice(found), rng)
        part["certificate"]["claim"] = digest(part["claim"])
        if (text := json.dumps(part)) not in seen:
            seen.add(text)
            yield part
