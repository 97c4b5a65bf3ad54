"""Proofs by chambers in words: what is averaged, how the goals of one order are cut up, and the tightest counts."""

from collections.abc import Mapping, Sequence
from typing import Any

from decision.certificates.chamber_counts import Counts, Relabelled, tightest
from decision.certificates.name_words import Names
from decision.certificates.plain_words import counted, listing, paragraph
from decision.exact import text
from decision.language.claims import Claim, Structure, TieFree

__all__ = ["chamber_words", "untied"]


def chamber_words(claim: Claim, certificate: Mapping[str, Any], names: Names) -> list[str]:
    """The argument of a proof by chambers as paragraphs.

    Examples
    --------
    >>> from decision import Exchangeable, Pr, u
    >>> from decision.goals.claims import claims
    >>> claim = claims(Pr(u("a") >= u("b")) >= "1/2", [Exchangeable()])[0]
    >>> print(chamber_words(claim, {"implied": [], "trees": [[0]]}, Names([]))[0])
    Average the thesis over both relabellings of a goal, which are equally likely. The average is the
    same for every order of the goal, so assume u(a) >= u(b).
    """
    relabelled = Relabelled(claim, certificate)
    tight, complete = tightest(relabelled, certificate)
    example = "For example, inside" if complete else "For example, inside one of the first,"
    cut = _cut(certificate["trees"], open_only=untied(claim), shifts=relabelled.shifts)
    parts = [
        _averaged(relabelled),
        f"{cut} in each, {_shown(claim, names)}.",
        f"{example} the cone spanned by {_rays(relabelled, tight)}, {_counts(relabelled, tight, names)}.",
        f"Taking expectations gives {names.thesis(claim.thesis)}.",
    ]
    return [paragraph(part) for part in parts]


def untied(claim: Claim) -> bool:
    """Whether some ties are excluded, by name or by a density."""
    return any(isinstance(c, TieFree) or (isinstance(c, Structure) and c.dense) for c in claim.conditions)


def _averaged(relabelled: Relabelled) -> str:
    blocks = [b for b in relabelled.blocks if len(b) > 1]
    if not blocks:
        return "Look at every goal by itself."
    orders = listing([" >= ".join(f"u({w})" for w in _few(b)) for b in blocks])
    inside = f" (permutations inside {listing([f'({listing(b)})' for b in blocks])})" if len(blocks) > 1 else ""
    return (
        f"Average the thesis over {_relabellings(relabelled)} of a goal{inside}, which are equally likely. "
        f"The average is the same for every order of the goal, so assume {orders}."
    )


def _few(block: Sequence[str]) -> Sequence[str]:
    return block if len(block) <= 8 else [*block[:3], "...", block[-1]]


def _relabellings(relabelled: Relabelled) -> str:
    count = len(relabelled.columns)
    if count < relabelled.orders:
        return f"the {counted(count, 'relabelling')} that differ in what is compared"
    return "both relabellings" if count == 2 else f"all {counted(count, 'relabelling')}"


def _cut(trees: Sequence[Sequence[Any]], *, open_only: bool, shifts: bool) -> str:
    chambers, cones = len(trees), sum(step == 0 for tree in trees for step in tree)
    goals = "The goals of this order" + (", up to a common number added to the utilities," if shifts else "")
    first = f"{goals} form a cone"
    if chambers > 1:
        first = f"{goals} form {counted(chambers, 'cone')}, by the signs of the least utilities"
    cut = f"; {'it is' if chambers == 1 else 'they are'} cut into {counted(cones, 'cone')}" if cones > chambers else ""
    where = "inside which" if open_only else "inside and on the faces of which"
    return f"{first}{cut}, {where} the comparisons that matter are settled (what is open counts at its worst):"


def _shown(claim: Claim, names: Names) -> str:
    thesis = claim.thesis
    if [t.weight for t in thesis.terms] in ([1, -1], [-1, 1]) and not thesis.constant:
        more, less = (
            names.event(t.event) for t in sorted(thesis.terms, key=lambda t: -t.weight) if t.event is not None
        )
        return f"{more} holds in {'at least as many' if thesis.relation == '>=' else 'more'} relabellings as {less}"
    return f"on average {names.pointwise(thesis.terms, thesis.constant, thesis.relation)}"


def _rays(relabelled: Relabelled, tight: Counts) -> str:
    order = ", ".join(f"u({w})" if w else "1" for w in relabelled.names)
    return f"({order}) = {listing([f'({_numbers(r)})' for r in tight.cone], most=12)}"


def _numbers(ray: Sequence[int]) -> str:
    return ", ".join(map(str, ray))


def _counts(relabelled: Relabelled, tight: Counts, names: Names) -> str:
    said = [
        f"{names.event(t.event)} holds in at {'least' if t.weight > 0 else 'most'} {n:,}"
        for t, n in zip(relabelled.terms, tight.numbers, strict=True)
        if t.event is not None
    ]
    over = f"{text(tight.slack)} more on average than" if tight.slack else "just what"
    return (
        f"{listing(said, most=12)} of the {counted(len(relabelled.columns))} relabellings: {over} the thesis asks for"
    )
