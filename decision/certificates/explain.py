"""Verdicts as arguments a person reads, written from the certificate alone.

A certificate that a claim holds says: put certain equally likely images of a goal together, add multiples of premises,
and see in a few cases that the sum is never negative. `explain` tells which images, which premises, what is shown of
the sum, and the cases.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from decision.certificates.assumption_words import chamber_conditions, condition_words, used_conditions, walk
from decision.certificates.chamber_words import chamber_words, untied
from decision.certificates.law_words import evaluation_words, law_words
from decision.certificates.level_words import argument_words
from decision.certificates.name_words import Names, event_words
from decision.certificates.plain_words import capital, listing, paragraph
from decision.certificates.tables import law_table
from decision.language.claims import Claim, Condition, Moment, Structure, Support, TieFree
from decision.language.events import Event
from decision.language.printing import sentence

__all__ = ["explain"]

Json = dict[str, Any]
NOT_EMPTY = "The class is not empty"


def explain(thesis: str, status: str, parts: Sequence[tuple[Claim, Json | None, str]]) -> str:
    """The argument of a verdict as plain text.

    Parameters
    ----------
    thesis : str
        The thesis as a sentence.
    status : str
        HOLDS, FAILS or UNDECIDED.
    parts : sequence of (Claim, certificate or None, str)
        The inequalities the verdict rests on; the text says how far an undecided one came.

    Returns
    -------
    str
        Paragraphs of at most 100 columns where words allow; tables keep their width.

    Examples
    --------
    >>> from decision import NoTies, Pr, ReflectionSymmetric, decide, u
    >>> print(decide(Pr(u("a") > u("b")) <= "1/2", given=[ReflectionSymmetric()]).explain())
    HOLDS: Pr(u(a) > u(b)) <= 1/2
    <BLANKLINE>
    Pair each goal u with its mirror image 2c - u (c is the unknown centre)...
    """
    out = [paragraph(f"{status}: {thesis}")]
    if len(parts) > 1:
        out.append(paragraph("The thesis is made of two inequalities; each has its own argument."))
    names = Names(e for claim, certificate, _ in parts if certificate is not None for e in _events(claim))
    out += [paragraph(names.definitions)] if names.definitions else []
    for number, (claim, certificate, note) in enumerate(parts, 1):
        said = _part(claim, certificate, note, names) if certificate is not None else [_uncertified(status, note)]
        if len(parts) > 1:
            out.append(paragraph(names.thesis(claim.thesis), bullet=f"({number}) "))
        out += said
    return _joined(b for i, b in enumerate(out) if not (b.startswith(NOT_EMPTY) and b in out[i + 1 :]))


def _joined(blocks: Iterable[str]) -> str:
    """Paragraphs with a blank line between them, the items of a list without."""
    text = ""
    for block in filter(None, blocks):
        text += ("\n" if block.startswith("  ") else "\n\n") * bool(text) + block
    return text


def _events(claim: Claim) -> list[Event]:
    moments = [c.inequality for c in claim.conditions if isinstance(c, Moment)]
    return [t.event for i in (claim.thesis, *moments) for t in i.terms if t.event is not None]


def _uncertified(status: str, note: str) -> str:
    if status == "UNDECIDED":
        return paragraph(f"Undecided: {note or 'nothing was found'}.")
    return paragraph(
        f"Both sides were {note or 'computed'}. The checker cannot repeat this, so there is no certificate."
    )


def _part(claim: Claim, certificate: Json, note: str, names: Names) -> list[str]:
    tell = _TELL.get(certificate["kind"])
    if tell is None:
        return [paragraph(f"The evidence is of kind {certificate['kind']}, which is not put into words.")]
    weaker = [paragraph(f"Note: {note}.")] if note else []
    return [*weaker, *tell(claim, certificate, names)]


def _holds(claim: Claim, certificate: Json, names: Names) -> list[str]:
    used = used_conditions(claim, certificate)
    out = argument_words(claim, certificate, names)
    conditions = [claim.conditions[i] for i in used]
    left = ["with ties"] if any(isinstance(c, TieFree) for c in conditions) else []
    left += ["with ties that a density excludes"] if _density(certificate) else []
    left += ["outside the support"] if any(isinstance(c, Support) for c in conditions) else []
    if left:
        out.append(paragraph(f"Goals {listing(left, word='or')} have probability zero and are left out throughout."))
    return [*out, _used_words(claim, used, names), _member_words(claim, certificate)]


def _chambers(claim: Claim, certificate: Json, names: Names) -> list[str]:
    out = chamber_words(claim, certificate, names)
    used = chamber_conditions(claim, certificate)
    if untied(claim):
        out.append(paragraph("Goals with ties have probability zero and are left out throughout."))
    return [*out, _used_words(claim, used, names), _member_words(claim, certificate)]


def _density(certificate: Json) -> bool:
    return any(part.get("tie_free") == "continuous" for part in walk(certificate["levels"]))


def _used_words(claim: Claim, used: Sequence[int], names: Names) -> str:
    if not claim.conditions:
        return paragraph("No assumption is used: this is so for every goal distribution.")
    phrases = [condition_words(claim, c, names) for c in claim.conditions]
    taken = [p for i, p in enumerate(phrases) if i in used]
    spare = [p for i, p in enumerate(phrases) if i not in used and not _makes_sense(claim, claim.conditions[i])]
    first = f"Assumptions used: {'; '.join(taken)}." if taken else "No assumption is used."
    return paragraph(first + (f" Not needed: {'; '.join(spare)}." if spare else ""))


def _makes_sense(claim: Claim, condition: Condition) -> bool:
    """Whether a condition says only that what a conditional thesis is conditioned on can happen."""
    if not isinstance(condition, Moment) or condition.inequality.relation != ">" or condition.inequality.constant:
        return False
    events = [t.event for t in condition.inequality.terms if t.value is None]
    return len(events) == len(condition.inequality.terms) == 1 and events[0] in [t.event for t in claim.thesis.terms]


def _member_words(claim: Claim, certificate: Json) -> str:
    return paragraph(f"{NOT_EMPTY}: it contains {law_words(claim, certificate['member'])}.")


def _fails(claim: Claim, certificate: Json, names: Names) -> list[str]:
    law = certificate["law"]
    table = "\n".join("    " + line for line in law_table(claim, law, remark=False).splitlines())
    numbers = evaluation_words(claim, law, names)
    if not numbers:
        numbers = "The law has too many cells to add up here; the checker did, exactly or by bounds on the safe side, "
        numbers += f"and found that it violates {names.thesis(claim.thesis)}."
    kept = [condition_words(claim, c, names) for c in claim.conditions]
    satisfied = f"It satisfies: {'; '.join(kept)}." if kept else "Nothing is assumed, so any law will do."
    return [
        paragraph(f"This goal distribution of the class violates the thesis: {law_words(claim, law)}."),
        table,
        paragraph(numbers),
        paragraph(satisfied),
    ]


def _compared(claim: Claim, certificate: Json, names: Names) -> list[str]:
    given = listing([condition_words(claim, c, names) for c in claim.conditions])
    margin = Fraction(certificate["difference"])
    how = "both sides are equal" if not margin else f"it {'fails by' if margin < 0 else 'holds with'} {abs(margin)}"
    how += " to spare" if margin > 0 else ""
    return [
        paragraph(f"Nothing but the goal is left to chance: {given}."),
        paragraph(f"Both sides of {names.thesis(claim.thesis)} are computed exactly, cell by cell: {how}."),
    ]


def _theorem(claim: Claim, certificate: Json, names: Names) -> list[str]:
    name = certificate["theorem"]
    first = paragraph(f"The claim rests on the theorem {name}, cited and not machine-checked; its hypotheses were.")
    if name != "proschan-menu":
        return [first, _member_words(claim, certificate)]
    sides = [t.event for t in sorted(claim.thesis.terms, key=lambda t: -t.weight) if t.event is not None]
    best = [_option(e) for e in sides]
    pair = f"{best[0]} and {best[1]}" if len(best) == 2 and all(best) else "the two options"
    named = [condition_words(claim, c, names) for c in claim.conditions if isinstance(c, Structure)]
    return [
        paragraph(
            "This follows from Proschan's theorem on the peakedness of convex combinations (F. Proschan, 1965), which "
            "is cited, not machine-checked: if the weights of one average of independent, identically "
            "distributed, symmetric log-concave variables majorise those of another, the second average is the more "
            "peaked about the centre; the option with the more spread value is then best at least as often."
        ),
        paragraph(
            f"Hypotheses checked: {'; '.join(named)}; the options are averages over disjoint outcomes; and, comparing "
            f"{pair}, the weights of the first majorise those of the second."
        ),
        _member_words(claim, certificate),
    ]


def _option(event: Event) -> str:
    body = event_words(event)
    return capital(body.split(" >")[0]) if " >" in body else sentence(event)


_TELL = {
    "holds": _holds,
    "chambers": _chambers,
    "fails": _fails,
    "true": _compared,
    "false": _compared,
    "theorem": _theorem,
}
