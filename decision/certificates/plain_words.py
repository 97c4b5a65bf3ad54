"""Small words: numbers, lists, linear inequalities, theses and events as a person writes them."""

import textwrap
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from decision.exact import text
from decision.language.claims import Claim
from decision.language.events import All, Compare, Event
from decision.language.printing import sentence
from decision.language.theses import Inequality, Weighted
from decision.language.values import Value, affine

__all__ = [
    "WIDTH",
    "Names",
    "capital",
    "counted",
    "event_words",
    "form_of",
    "inequality_words",
    "listing",
    "paragraph",
    "scaled",
    "value_words",
    "weighted_sum",
]

WIDTH = 100
SHORT = 44
_NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()


def paragraph(body: str, *, indent: str = "", bullet: str = "") -> str:
    """Text wrapped to the width of a page.

    Examples
    --------
    >>> paragraph("a b", bullet="- ")
    '- a b'
    """
    hanging = indent + " " * len(bullet)
    return textwrap.fill(
        body,
        WIDTH,
        initial_indent=indent + bullet,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def capital(body: str) -> str:
    """The text with a capital first letter, unless it starts with a formula.

    Examples
    --------
    >>> capital("either"), capital("u(a) >= 0")
    ('Either', 'u(a) >= 0')
    """
    return body if body[1:2] == "(" else body[:1].upper() + body[1:]


def counted(number: int, noun: str = "", plural: str = "") -> str:
    """A number in words, with its noun.

    Examples
    --------
    >>> counted(3, "case"), counted(1, "case"), counted(24)
    ('three cases', 'one case', '24')
    """
    size = _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"
    return f"{size} {noun if number == 1 else plural or noun + 's'}" if noun else size


def listing(parts: Sequence[str], *, word: str = "and", most: int = 8) -> str:
    """Items joined by commas; the middle of a long list is left out.

    Examples
    --------
    >>> listing(["a", "b", "c"])
    'a, b and c'
    >>> listing([str(i) for i in range(20)], most=4)
    '0, 1, 2, ..., 19'
    """
    if len(parts) > most:
        return ", ".join([*parts[: most - 1], "...", parts[-1]])
    return f" {word} ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def scaled(factor: Fraction, body: str) -> str:
    """A multiple of something, 1 unwritten.

    Examples
    --------
    >>> scaled(Fraction(1, 2), "u(a)"), scaled(Fraction(1), "u(a)")
    ('1/2 u(a)', 'u(a)')
    """
    return body if factor == 1 else f"{text(factor)} {body}"


def weighted_sum(terms: Iterable[tuple[Fraction, str]], constant: Fraction = Fraction(0)) -> str:
    """A linear combination; 0 if it is empty.

    Examples
    --------
    >>> weighted_sum([(Fraction(-1), "x"), (Fraction(2), "y")], Fraction(-1, 2))
    '-x + 2 y - 1/2'
    """
    listed = [(q, scaled(abs(q), body)) for q, body in terms]
    if constant or not listed:
        listed.append((constant, text(abs(constant))))
    out = "".join((" - " if q < 0 else " + ") + body for q, body in listed)
    return out[3:] if out.startswith(" + ") else "-" + out[3:]


def symbol(claim: Claim, constant: str) -> str:
    """How a constant is written: `c` if it is the only one, else by its name."""
    return "c" if len(claim.constants) == 1 else constant


def value_words(claim: Claim, value: Value) -> str:
    """A value as text, constants written as bare letters.

    Examples
    --------
    >>> from decision.language.theses import Inequality
    >>> claim = Claim(("a",), ("center",), Inequality((), Fraction(0), ">="), ())
    >>> value_words(claim, affine({"center": Fraction(2), "a": Fraction(-1)}))
    '2 c - u(a)'
    """
    inner = dict(value.coefficients)
    fixed = [(inner.pop(c), symbol(claim, c)) for c in claim.constants if c in inner]
    if not fixed:
        return sentence(value)
    coordinates = [(q, sentence(affine({w: Fraction(1)}))) for w, q in inner.items()]
    nodes = [(q, sentence(Value((), ((n, Fraction(1)),), Fraction(0)))) for n, q in value.nodes]
    return weighted_sum([*fixed, *coordinates, *nodes], value.constant)


def form_of(written: dict[str, Any]) -> Value:
    """A form of a certificate as a value.

    Examples
    --------
    >>> form_of({"linear": {"a": "1/2"}, "constant": "-1"})
    1/2 u(a) - 1
    """
    return affine({w: Fraction(q) for w, q in written["linear"].items()}, Fraction(written["constant"]))


def sides(form: Value) -> tuple[Value, Value]:
    """A form as a difference of two values with nonnegative coefficients."""
    left = affine({w: q for w, q in form.coefficients if q > 0}, max(form.constant, Fraction(0)))
    return left, left - form


def inequality_words(claim: Claim, form: Value, relation: str = ">=") -> str:
    """`form RELATION 0` with everything on its positive side.

    Examples
    --------
    >>> from decision import u
    >>> claim = Claim(("a", "b"), (), Inequality((), Fraction(0), ">="), ())
    >>> inequality_words(claim, u("a") - 2 * u("b") + 1), inequality_words(claim, 1 - u("a"))
    ('u(a) + 1 >= 2 u(b)', 'u(a) <= 1')
    """
    left, right = sides(form)
    if left.coefficients or not right.coefficients:
        return f"{value_words(claim, left)} {relation} {value_words(claim, right)}"
    turned = relation.translate(str.maketrans("<>", "><"))
    return f"{value_words(claim, right)} {turned} {value_words(claim, left)}"


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
