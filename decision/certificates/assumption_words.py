"""Assumptions of a claim in words, and which of them a certificate uses."""

import json
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from decision.certificates.law_words import law_words
from decision.certificates.name_words import Names, event_words
from decision.certificates.plain_words import counted, listing, value_words
from decision.certificates.symmetry_words import image_of
from decision.exact import text
from decision.language.claims import (
    Claim,
    Condition,
    Generator,
    Invariance,
    Moment,
    OneLaw,
    Structure,
    Support,
    TieFree,
)
from decision.language.events import All, Compare, Event
from decision.language.printing import sentence
from decision.language.values import Value, affine

__all__ = ["chamber_conditions", "condition_words", "support_forms", "used_conditions", "walk"]

_STRUCTURES = {
    "independent": "independence of the utilities",
    "iid": "independent, identically distributed utilities",
    "symmetric": "each single utility has a symmetric law",
    "unimodal": "each single utility has a unimodal law",
    "log_concave": "a log-concave joint density",
    "gaussian": "a jointly normal law",
    "spherical": "a spherical law",
    "continuous": "the law has a density",
}
_IMPLYING = ("iid", "independent", "symmetric", "spherical", "correlated", "independent_selves")


def condition_words(claim: Claim, condition: Condition, names: Names) -> str:
    """One assumption as a phrase.

    Examples
    --------
    >>> from decision import Exchangeable, Pr, u
    >>> from decision.goals.claims import claims
    >>> claim = claims(Pr(u("a") >= u("b")) >= "1/2", [Exchangeable()])[0]
    >>> condition_words(claim, claim.conditions[0], Names([]))
    'invariance under every permutation of a and b'
    """
    match condition:
        case Invariance(generators):
            return f"invariance under {_generators_words(claim, generators)}"
        case Support(event):
            return _almost(claim, event)
        case TieFree(pairs):
            if len(pairs) == 1:
                return f"{sentence(pairs[0][0])} and {sentence(pairs[0][1])} do not tie"
            return f"no ties ({counted(len(pairs), 'pair')} of values differ almost surely)"
        case Moment(inequality):
            return names.thesis(inequality)
        case OneLaw(written):
            return f"the law of the goal is {law_words(claim, json.loads(written))}"
        case Structure() if condition.blocks:
            return _blocks_words(claim, condition)
        case Structure(name, over, center):
            about = "" if center is None else f" about {_center_words(claim, center)}"
            part = "" if set(over) == set(claim.outcomes) else f" (of {listing(over)})"
            return _STRUCTURES[name] + about + part


def _blocks_words(claim: Claim, structure: Structure) -> str:
    parts = listing([f"({listing(block)})" for block in structure.blocks])
    if structure.correlation is None:
        return f"independence of the goals {parts} of each other"
    shared, rho = structure.correlation.shared, text(structure.correlation.rho)
    first, second = structure.blocks
    pairs = listing([f"{v} with {w}" for v, w in zip(first[:shared], second[:shared], strict=True)])
    paired = f", correlated by {rho}: {pairs}; all else independent" if shared else ", all independent"
    about = listing([_center_words(claim, c) for c in structure.correlation.centers])
    return f"normal goals {parts} of one variance with means {about}{paired}"


def _almost(claim: Claim, event: Event) -> str:
    forms = support_forms(event)
    bounded = {affine({w: Fraction(sign)}) for w in claim.outcomes for sign in (1, -1)}
    if len(forms) == len(bounded) and {f - affine({}, f.constant) for f, _ in forms} == bounded:
        ends = {sign: {f.constant for f, _ in forms if f.coefficients[0][1] == sign} for sign in (1, -1)}
        if len(ends[1]) == len(ends[-1]) == 1:
            return f"every utility lies between {text(-min(ends[1]))} and {text(min(ends[-1]))}"
    if isinstance(event, All) and len(event.events) > 6:
        return f"almost surely {sentence(event.events[0])}, ... ({counted(len(event.events), 'comparison')})"
    return f"almost surely {event_words(event)}"


def _center_words(claim: Claim, center: Fraction | str) -> str:
    return value_words(claim, affine({center: Fraction(1)})) if isinstance(center, str) else text(center)


def _generators_words(claim: Claim, generators: Sequence[Generator]) -> str:
    exchanges = [tuple(w for w, _, _ in g.moves) for g in generators if _is_exchange(g)]
    if len(exchanges) == len(generators):
        return " and ".join(f"every permutation of {listing(b)}" for b in _blocks(claim, exchanges))
    flips = [g.moves[0][0] for g in generators if len(g.moves) == 1 and g.moves[0][1] < 0]
    if len(flips) == len(generators) > 1:
        center = generators[0].center
        about = _center_words(claim, Fraction(0) if center is None else center)
        return f"mirroring any single utility about {about}"
    named = [image_of(claim, [g]).noun for g in generators[:6]]
    return listing(named) + (" and others" if len(generators) > 6 else "")


def _is_exchange(generator: Generator) -> bool:
    return len(generator.moves) == 2 and all(sign > 0 and w != v for w, sign, v in generator.moves)


def _blocks(claim: Claim, exchanges: Iterable[tuple[str, ...]]) -> list[list[str]]:
    """Connected sets of outcomes under exchanges."""
    blocks: list[set[str]] = []
    for pair in exchanges:
        touched = [b for b in blocks if b & set(pair)]
        blocks = [b for b in blocks if b not in touched] + [set(pair).union(*touched)]
    return [sorted(b, key=claim.outcomes.index) for b in blocks]


def support_forms(event: Event) -> list[tuple[Value, str]]:
    """The linear conjuncts of a support event, left to right: premises as `(form, relation)`."""
    if isinstance(event, All):
        return [f for e in event.events for f in support_forms(e)]
    if isinstance(event, Compare) and event.left.is_linear and event.right.is_linear:
        return [(event.left - event.right, ">" if event.strict else ">=")]
    return []


def walk(thing: Any) -> Iterable[dict[str, Any]]:
    """Every JSON object inside another, without recursion.

    Examples
    --------
    >>> [sorted(d) for d in walk({"a": [{"b": 1}]})]
    [['a'], ['b']]
    """
    stack = [thing]
    while stack:
        top = stack.pop()
        if isinstance(top, dict):
            yield top  # pyright: ignore[reportUnknownVariableType]
            stack.extend(reversed(top.values()))  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType]
        elif isinstance(top, list):
            stack.extend(reversed(top))  # pyright: ignore[reportUnknownArgumentType]


def used_conditions(claim: Claim, certificate: Mapping[str, Any]) -> list[int]:
    """Positions of the assumptions that a proof relies on."""
    used = _symmetries_used(claim, certificate)
    owners = [a for a, _ in certificate["premises"] for _ in _conjuncts(claim, a)]
    for level in certificate["levels"]:
        used.update(a for _, a, _ in level["multipliers"])
        for part in walk(level["tree"]):
            numbers = [*_listed(part, "farkas"), *_listed(part, "empty")]
            used.update(owners[p] for p, _ in numbers if p < len(owners))
            used.update(_listed(part, "unsupported")[:1])
            used.update(_listed(part, "tie_free")[:1])
            if part.get("tie_free") == "continuous":
                used.update(i for i, c in enumerate(claim.conditions) if isinstance(c, Structure) and c.dense)
    return sorted(used)


def chamber_conditions(claim: Claim, certificate: Mapping[str, Any]) -> list[int]:
    """Positions of the assumptions that a proof by chambers relies on: symmetries, and what excludes ties."""
    implying = _IMPLYING if certificate["implied"] else ()
    return [
        i
        for i, c in enumerate(claim.conditions)
        if isinstance(c, TieFree)
        or (isinstance(c, Invariance) and any(map(_is_exchange, c.generators)))
        or (isinstance(c, Structure) and (c.dense or c.name in implying))
    ]


def _listed(part: Mapping[str, Any], key: str) -> list[Any]:
    """A list of the certificate by its key; in the coefficients of a value the same word may be an outcome."""
    found = part.get(key)
    return found if isinstance(found, list) else []  # pyright: ignore[reportUnknownVariableType]


def _conjuncts(claim: Claim, a: int) -> list[tuple[Value, str]]:
    condition = claim.conditions[a]
    return support_forms(condition.event) if isinstance(condition, Support) else []


def _symmetries_used(claim: Claim, certificate: Mapping[str, Any]) -> set[int]:
    owners = [i for i, c in enumerate(claim.conditions) if isinstance(c, Invariance) for _ in c.generators]
    needed: set[int] = {e for level in certificate["levels"] for _, e in level["weights"]}
    needed |= {e for level in certificate["levels"] for _, _, e in level["multipliers"]}
    needed |= {e for level in certificate["levels"] for p in walk(level["tree"]) for _, e in _listed(p, "weights")}
    words: list[list[int]] = certificate["elements"]
    letters = {k if k >= 0 else -1 - k for e in needed for k in words[e]}
    used = {owners[k] for k in letters if k < len(owners)}
    if any(k >= len(owners) for k in letters):
        used |= {i for i, c in enumerate(claim.conditions) if isinstance(c, Structure) and c.name in _IMPLYING}
    return used
