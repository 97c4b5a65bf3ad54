"""A claim as one line that a reader can compare with what was asked.

Long parts are abbreviated (`v7`, `event 3`): the sentence is a help for the eye, the digest is what identifies the
claim.
"""

import json
from collections.abc import Mapping, Sequence

from decision.checker.claims import (
    Assumption,
    Claim,
    Compare,
    Functional,
    Generator,
    Invariant,
    Max,
    Moment,
    NoTies,
    OneLaw,
    Structure,
    Support,
)
from decision.checker.formats import Rational, plain
from decision.checker.forms import CONSTANT

LONGEST_PART = 120
LONGEST_LIST = 6
LONGEST_SENTENCE = 1_200
OPENINGS = {
    "holds": "For every law of {names}{given}: {thesis}",
    "chambers": "For every law of {names}{given}: {thesis}",
    "theorem": "For every law of {names}{given}: {thesis}",
    "empty": "There is no law of {names}{given}",
    "true": "Under the law of {names}{given}: {thesis}",
    "false": "Not under the law of {names}{given}: {thesis}",
    "fails": "Not for every law of {names}{given}: {thesis}",
}


def sentence(claim: Claim, kind: str) -> str:
    """Say what a certificate of a kind shows of a claim."""
    writer = _Writer(claim)
    given = listing([writer.assumption(a) for a in claim.assumptions], "; ")
    names = listing([plain(name) for name in claim.outcomes + claim.constants], ", ")
    text = OPENINGS[kind].format(
        names=names, given=f" with {given}" if given else "", thesis=writer.functional(claim.thesis)
    )
    return plain(text, LONGEST_SENTENCE)


def listing(parts: Sequence[str], separator: str) -> str:
    """Join parts, leaving out the middle of a long list."""
    if len(parts) > LONGEST_LIST:
        parts = [*parts[: LONGEST_LIST - 1], f"... ({len(parts) - LONGEST_LIST} more)", parts[-1]]
    return separator.join(parts)


def short(text: str, name: str) -> str:
    """Return a text, or the name it is abbreviated to."""
    return text if len(text) <= LONGEST_PART else name


def combination(parts: Sequence[tuple[Rational, str]]) -> str:
    """Write a linear combination; the text "" stands for 1."""
    if not parts:
        return "0"
    written = "".join(_summand(q, text) for q, text in parts)
    return written.removeprefix(" + ") if written.startswith(" + ") else "-" + written.removeprefix(" - ")


def _summand(q: Rational, text: str) -> str:
    size = plain(str(abs(q)))
    body = size if not text else text if size == "1" else f"{size} {text}"
    return f" {'-' if q < 0 else '+'} {body}"


class _Writer:
    """Writes values and events bottom up, so that shared parts are written once and lengths stay bounded."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.values: list[str] = []
        for i in range(len(claim.patterns)):
            self.values.append(short(self.value(i), f"v{i}"))
        self.events: list[str] = []
        for k in range(len(claim.events)):
            self.events.append(short(self.event(k), f"event {k}"))

    def value(self, i: int) -> str:
        node = self.claim.nodes.get(i)
        if node is None:
            return self.form(self.claim.patterns[i])
        if isinstance(node, Max):
            return f"max({listing([self.values[k] for k in node.args], ', ')})"
        chosen = listing(
            [f"{self.values[p]} if {self.values[b]}" for b, p in zip(node.by, node.pay, strict=True)], ", "
        )
        return f"pick({chosen} is largest; ties {node.ties})"

    def form(self, pattern: Mapping[str | int, Rational] | Mapping[str, Rational]) -> str:
        terms = [
            (q, plain(key) if isinstance(key, str) else self.values[key])
            for key, q in pattern.items()
            if key != CONSTANT
        ]
        return listed_combination([*terms, *([(pattern[CONSTANT], "")] if CONSTANT in pattern else [])])

    def event(self, k: int) -> str:
        event = self.claim.events[k]
        if isinstance(event, Compare):
            return f"{self.values[event.left]} {'>' if event.strict else '>='} {self.values[event.right]}"
        args = [self.events[i] for i in event.args]
        if event.word == "not":
            return f"not ({args[0]})"
        if not args:
            return "always" if event.word == "all" else "never"
        return args[0] if len(args) == 1 else f"({listing(args, ' and ' if event.word == 'all' else ' or ')})"

    def functional(self, functional: Functional) -> str:
        terms: list[tuple[Rational, str]] = []
        for q, term in functional.terms:
            if term.value is None:
                terms.append((q, f"Pr({self.events[term.event or 0]})"))
            else:
                on = "" if term.event is None else f"; {self.events[term.event]}"
                terms.append((q, f"E({self.values[term.value]}{on})"))
        return f"{listed_combination(terms)} {functional.relation} {plain(str(functional.constant))}"

    def assumption(self, assumption: Assumption) -> str:
        if isinstance(assumption, Invariant):
            return f"invariance under {listing([generator(g) for g in assumption.generators], ', ') or 'nothing'}"
        if isinstance(assumption, Support):
            return f"{self.events[assumption.event]} surely"
        if isinstance(assumption, NoTies):
            pairs = [f"{self.values[i]} ~ {self.values[j]}" for i, j in assumption.pairs]
            return f"no ties {listing(pairs, ', ')}"
        if isinstance(assumption, Moment):
            return self.functional(assumption.functional)
        if isinstance(assumption, OneLaw):
            return f"the law {short(json.dumps(assumption.written), 'of the file')}"
        return self.structure(assumption)

    def structure(self, structure: Structure) -> str:
        if structure.blocks:
            blocks = [f"({listing([plain(name) for name in block], ', ')})" for block in structure.blocks]
            about = [self.form(center) for center in structure.centers]
            pairs = f" by {plain(str(structure.rho))} in {len(structure.pairs)} pairs about {listing(about, ', ')}"
            return f"{structure.name}({listing(blocks, ', ')}){pairs if about else ''}"
        center = "" if structure.center is None else f" about {self.form(structure.center)}"
        return f"{structure.name}({listing([plain(name) for name in structure.over], ', ')}){center}"


def listed_combination(terms: Sequence[tuple[Rational, str]]) -> str:
    """Write a combination, leaving out the middle of a long one."""
    kept = terms if len(terms) <= LONGEST_LIST else terms[:LONGEST_LIST]
    return combination(kept) + ("" if len(kept) == len(terms) else f" + ... ({len(terms) - len(kept)} more)")


def generator(g: Generator) -> str:
    """Write a generator by what each moved outcome becomes."""
    moves: list[str] = []
    for target, (sign, source, center) in g.images.items():
        twice = combination([(2 * q, plain(name)) for name, q in center.items()])
        moves.append(f"{plain(target)} -> {plain(source) if sign > 0 else f'{twice} - {plain(source)}'}")
    return "{" + listing(moves, ", ") + "}"
