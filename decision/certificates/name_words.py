"""Events and theses in words, with letters for what is long."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from decision.certificates.plain_words import listing, weighted_sum
from decision.exact import text
from decision.language.events import All, Compare, Event
from decision.language.printing import sentence
from decision.language.theses import Inequality, Weighted

__all__ = ["Names", "event_words"]

SHORT = 44
"""Comparisons up to this length are written out."""


def event_words(event: Event) -> str:
    """An event in words: one value compared with several others is said in one breath.

    Examples
    --------
    >>> from decision import u
    >>> event_words((u("a") > u("b")) & (u("a") > u("c")))
    'u(a) > each of u(b) and u(c)'
    """
    if isinstance(event, All) and len(event.events) > 1:
        parts = [e for e in event.events if isinstance(e, Compare)]
        same = len(parts) == len(event.events) and len({p.strict for p in parts}) == 1
        if same and len({p.left for p in parts}) == 1:
            return f"{_relation(parts[0], '>')} each of {listing([sentence(p.right) for p in parts])}"
        if same and len({p.right for p in parts}) == 1:
            return f"{_relation(parts[0], '<')} each of {listing([sentence(p.left) for p in parts])}"
    return sentence(event)


def _relation(part: Compare, sign: str) -> str:
    value = part.left if sign == ">" else part.right
    return f"{sentence(value)} {sign}{'' if part.strict else '='}"


class Names:
    """Letters for the long events of a claim.

    Examples
    --------
    >>> from decision import Pr, u
    >>> from decision.goals.claims import claims
    >>> claim = claims(Pr((u("a") > u("b")) & (u("a") > u("c"))) <= "1/2", [])[0]
    >>> names = Names([t.event for t in claim.thesis.terms if t.event is not None])
    >>> names.thesis(claim.thesis), names.definitions
    ('Pr(A) <= 1/2', 'Write A for the event that u(a) > each of u(b) and u(c).')
    """

    def __init__(self, events: Iterable[Event]) -> None:
        listed = list(dict.fromkeys(events))
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        long = [e for e in listed if len(sentence(e)) > SHORT or not isinstance(e, Compare)]
        self._letters = {e: letters[i] if i < 26 else f"A{i}" for i, e in enumerate(long)}

    @property
    def definitions(self) -> str:
        """What the letters stand for, as a sentence; empty if there are none."""
        said = [f"{name} for the event that {event_words(e)}" for e, name in self._letters.items()]
        return f"Write {listing(said, most=6)}." if said else ""

    def event(self, event: Event) -> str:
        """The letter of an event, or the event itself."""
        return self._letters.get(event) or sentence(event)

    def term(self, term: Weighted) -> str:
        """A probability or an expectation, without its coefficient."""
        if term.value is None:
            return "1" if term.event is None else f"Pr({self.event(term.event)})"
        on = "" if term.event is None else f" on {self.event(term.event)}"
        return f"E({sentence(term.value)}{on})"

    def integrand(self, term: Weighted) -> str:
        """What a term is the expectation of; `[A]` is 1 where `A` holds and 0 elsewhere."""
        on = "" if term.event is None else f"[{self.event(term.event)}]"
        if term.value is None:
            return on or "1"
        body = sentence(term.value)
        return f"{on}({body})" if on or len(term.value.coefficients) + len(term.value.nodes) > 1 else body

    def thesis(self, inequality: Inequality) -> str:
        """The inequality, negative terms on the right."""
        return _balanced([(t.weight, self.term(t)) for t in inequality.terms], inequality.constant, inequality.relation)

    def pointwise(self, terms: Sequence[Weighted], constant: Fraction, relation: str) -> str:
        """The same for the functions under the expectation."""
        return _balanced([(t.weight, self.integrand(t)) for t in terms], constant, relation)


def _balanced(terms: Sequence[tuple[Fraction, str]], constant: Fraction, relation: str) -> str:
    left = [(q, body) for q, body in terms if q > 0]
    right = [(-q, body) for q, body in terms if q < 0]
    if not left and right:
        unit = right[0][0] if len(right) == 1 else Fraction(1)
        turned = relation.translate(str.maketrans("<>", "><"))
        return f"{weighted_sum([(q / unit, b) for q, b in right])} {turned} {text(-constant / unit)}"
    unit = left[0][0] if len(left) == 1 and not right else Fraction(1)
    return f"{weighted_sum([(q / unit, b) for q, b in left])} {relation} {weighted_sum(right, constant / unit)}"
