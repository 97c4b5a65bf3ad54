"""The case tree of a certificate in words: the splits, and what each case settles.

Small trees are spelled out case by case; of large ones the first splits and the counts are told.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from decision.certificates.assumption_words import walk
from decision.certificates.plain_words import (
    capital,
    counted,
    form_of,
    inequality_words,
    listing,
    paragraph,
    value_words,
)
from decision.language.claims import Claim
from decision.language.events import Event
from decision.language.values import Value, affine

__all__ = ["Region", "Scene", "case_words", "weighed_regions"]

Json = Mapping[str, Any]
SPELLED = 6
PLAIN = "the inequality is plain"
_LEAVES = {
    "empty": "are impossible, their conditions contradicting each other",
    "unsupported": "lie outside the support",
    "excluded": "were excluded by an earlier step",
}


@dataclass(frozen=True)
class Scene:
    """What the cases of one step are about.

    Attributes
    ----------
    claim : Claim
    written : dict
        The events of the claim's file.
    shown : sequence of (Event, str, int, list of (set of int, str))
        For each event of the sum: the event, its name, its index in the file, and where it matters, named.
    premises : sequence of str
        The premises from the support, in words.
    """

    claim: Claim
    written: Sequence[Json]
    shown: Sequence[tuple[Event, str, int, Sequence[tuple[frozenset[int], str]]]]
    premises: Sequence[str]


@dataclass(frozen=True)
class _Split:
    """A split in words: one name for each case, and the premises each case adds."""

    opening: str
    cases: tuple[str, ...]
    premises: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Region:
    """A part of the tree with weights of its own: the split it belongs to and what bounds it, in words."""

    opening: str
    condition: str
    premises: tuple[str, ...]
    weights: Sequence[tuple[str, int]]
    tree: Json


def weighed_regions(claim: Claim, tree: Json) -> Iterator[Region]:
    """The regions of a tree that have weights of their own, from the left."""
    stack: list[tuple[Json, tuple[tuple[_Split, int], ...]]] = [(tree, ())]
    while stack:
        node, path = stack.pop()
        if "weights" in node:
            opening = path[0][0].opening if path else ""
            condition = " and ".join(s.cases[i] for s, i in path)
            premises = tuple(p for s, i in path for p in s.premises[i])
            yield Region(opening, condition, premises, node["weights"], node["tree"])
        elif children := _children(node):
            split = _split(claim, node)
            stack += [(c, (*path, (split, i))) for i, c in reversed(list(enumerate(children)))]


def case_words(scene: Scene, tree: Json) -> list[str]:
    """The case tree as paragraphs."""
    leaves = _leaves(tree, SPELLED + 1)
    if leaves is None:
        return _summary(scene, tree)
    if len(leaves) == 1 and not leaves[0][0]:
        settled = _settled(scene, [], leaves[0][1])
        if settled == PLAIN:
            chosen = any("choose" in part for part in walk(leaves[0][1]))
            return [paragraph("No cases are needed: a maximum is at least each of its arguments.")] if chosen else []
        return [paragraph(f"No cases are needed: {settled}.")]
    out = [paragraph(capital(_opening(scene, tree)) + ".")]
    for path, leaf in leaves:
        splits = [(_split(scene.claim, node), i) for node, i in path]
        conditions = " and ".join(s.cases[i] for s, i in splits)
        premises = [p for s, i in splits for p in s.premises[i]]
        out.append(paragraph(f"If {conditions}: {_settled(scene, premises, leaf)}.", bullet="  - "))
    return out


def _opening(scene: Scene, tree: Json) -> str:
    split = _split(scene.claim, tree)
    return split.opening


def _children(tree: Json) -> list[Json]:
    return [c[1] for c in tree["cases"]] if "split" in tree else list(tree.get("cases", []))


def _leaves(tree: Json, most: int) -> list[tuple[list[tuple[Json, int]], Json]] | None:
    """Leaves with the way to them, or None if there are `most` or more."""
    found: list[tuple[list[tuple[Json, int]], Json]] = []
    stack: list[tuple[list[tuple[Json, int]], Json]] = [([], tree)]
    while stack:
        path, node = stack.pop()
        children = _children(node)
        stack += [([*path, (node, i)], child) for i, child in reversed(list(enumerate(children)))]
        if not children:
            found.append((path, node))
        if len(found) + len(stack) >= most:
            return None
    return found


def _split(claim: Claim, node: Json) -> _Split:
    if "split" in node:
        form = form_of(node["split"])
        cases = tuple(inequality_words(claim, form, "=" if rel == "=" else rel) for rel, _ in node["cases"])
        return _Split(f"either {listing(cases, word='or')}", cases, tuple((c,) for c in cases))
    forms = [form_of(f) for f in node["largest"]]
    premises = tuple(
        tuple(inequality_words(claim, f - g) for j, g in enumerate(forms) if j != i) for i, f in enumerate(forms)
    )
    shown, word = _common(claim, forms)
    values = [value_words(claim, f) for f in shown]
    return _Split(
        f"one of {listing(values, most=7)} is the {word}: {counted(len(values), 'case')}",
        tuple(f"{v} is {word}" for v in values),
        premises,
    )


def _common(claim: Claim, forms: Sequence[Value]) -> tuple[list[Value], str]:
    """Forms without what they share, turned round if all are negative."""
    shared = {
        c: q for c, q in forms[0].coefficients if c in claim.constants and all((c, q) in f.coefficients for f in forms)
    }
    same = forms[0].constant if len({f.constant for f in forms}) == 1 else Fraction(0)
    bare = [f - affine(shared, same) for f in forms]
    if all(f.coefficients and all(q < 0 for _, q in f.coefficients) and f.constant <= 0 for f in bare):
        return [-f for f in bare], "smallest"
    return bare, "largest"


def _settled(scene: Scene, path: Sequence[str], leaf: Json) -> str:
    """What a case settles."""
    if "empty" in leaf:
        return "impossible, since the conditions contradict each other"
    if "unsupported" in leaf:
        return "no goal of the support is of this kind"
    if "excluded" in leaf:
        return f"the sum of step {leaf['excluded'] + 1} is positive, which has probability zero"
    known = {(k, e): truth for k, e, truth, _ in leaf["facts"]}
    said = [s for _, name, k, places in scene.shown for s in _event_words(scene, name, k, places, known)]
    numbers = sorted({p for p, _ in _farkas(leaf["bound"])})
    premises = [*scene.premises, *path]
    used = list(dict.fromkeys(premises[p] for p in numbers if p < len(premises)))
    if used:
        said.append(f"the inequality that is left follows from {listing(used, most=5)}")
    elif not said:
        said.append(PLAIN)
    return "; ".join(said)


def _farkas(proof: Any) -> list[tuple[int, str]]:
    """Multipliers of all linear steps in a proof."""
    out: list[tuple[int, str]] = []
    stack: list[Any] = [proof]
    while stack:
        top = stack.pop()
        out += top.get("farkas", [])
        stack += [*top.get("each", []), *top.get("because", [])]
        stack += [top["then"]] if "then" in top else []
    return out


def _event_words(
    scene: Scene,
    name: str,
    k: int,
    places: Sequence[tuple[frozenset[int], str]],
    known: Mapping[tuple[int, int], bool],
) -> Iterator[str]:
    truths: dict[bool, list[str]] = {True: [], False: []}
    for elements, label in places:
        values = {_truth(scene.written, k, e, known) for e in elements} - {None}
        for value in values:
            truths[bool(value)].append(label)
    for value, verb in ((True, "holds"), (False, "fails")):
        if truths[value]:
            yield f"{name} {verb}{_at(truths[value], len(places))}"


def _at(found: Sequence[str], total: int) -> str:
    if total == 1:
        return "" if found[0] == "u" else f" at {found[0]}"
    if len(found) == total:
        return " at both" if total == 2 else f" at all {counted(total)} images"
    if found[0].startswith("image "):
        numbers = [f.removeprefix("image ") for f in found]
        return f" at image{'s' if len(found) > 1 else ''} {listing(numbers, most=12)}"
    return f" at {listing(found)}"


def _truth(written: Sequence[Json], k: int, e: int, known: Mapping[tuple[int, int], bool]) -> bool | None:
    """Three-valued truth of an event of the file from the settled comparisons."""
    event = written[k]
    if "not" in event:
        inner = _truth(written, event["not"], e, known)
        return None if inner is None else not inner
    if "all" in event or "any" in event:
        ends = "any" in event
        parts = [_truth(written, i, e, known) for i in event["any" if ends else "all"]]
        return ends if ends in parts else None if None in parts else not ends
    return known.get((k, e))


def _summary(scene: Scene, tree: Json) -> list[str]:
    counts: Counter[str] = Counter()
    splits = depth = 0
    stack = [(tree, 0)]
    while stack:
        node, level = stack.pop()
        children = _children(node)
        depth = max(depth, level)
        splits += bool(children)
        stack += [(c, level + 1) for c in children]
        if not children:
            counts[next((k for k in _LEAVES if k in node), "settled")] += 1
    total = sum(counts.values())
    first = [_opening(scene, tree)]
    if splits > 1:
        second = next((c for c in _children(tree) if _children(c)), None)
        first += [_opening(scene, second)] if second is not None else []
    said = capital("; then ".join(first)) + (", and so on." if splits > 2 else ".")
    body = f"{said} This makes {counted(total, 'case')}"
    body += f", at most {counted(depth, 'split')} deep." if splits > 1 else "."
    other = [f"{counted(counts[k])} {words}" for k, words in _LEAVES.items() if counts[k]]
    rest = f"{'In each case' if not other else 'In the others'} enough comparisons are settled to show the inequality."
    return [paragraph(f"{body} {capital(listing(other)) + '. ' if other else ''}{rest}")]
