"""Small words: numbers, lists, values and linear inequalities as a person writes them."""

import textwrap
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from decision.exact import text
from decision.language.claims import Claim
from decision.language.printing import sentence
from decision.language.values import Value, affine

__all__ = [
    "WIDTH",
    "capital",
    "counted",
    "form_of",
    "inequality_words",
    "listing",
    "paragraph",
    "scaled",
    "value_words",
    "weighted_sum",
]

WIDTH = 100
_NUMBERS = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]


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
    if len(listed) == 1 and listed[0][0] == 1 and not constant and listed[0][1].startswith("("):
        return listed[0][1][1:-1]
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
    >>> from decision.language.theses import Inequality
    >>> claim = Claim(("a", "b"), (), Inequality((), Fraction(0), ">="), ())
    >>> inequality_words(claim, u("a") - 2 * u("b") + 1), inequality_words(claim, 1 - u("a"))
    ('u(a) + 1 >= 2 u(b)', 'u(a) <= 1')
    """
    left, right = sides(form)
    if left.coefficients or not right.coefficients:
        return f"{value_words(claim, left)} {relation} {value_words(claim, right)}"
    turned = relation.translate(str.maketrans("<>", "><"))
    return f"{value_words(claim, right)} {turned} {value_words(claim, left)}"
