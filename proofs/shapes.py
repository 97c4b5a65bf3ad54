"""The shape of documents, read strictly, and Coq terms for what stands at their leaves.

Whatever has another shape than `docs/reference/certificate-format.md` describes is `Malformed`; what the verified
checker has no words for is `NotCovered`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

RATIONAL = re.compile(r"(0|-?[1-9][0-9]*)(?:/([1-9][0-9]*))?")


class Malformed(ValueError):
    """The document is not of the format."""


class NotCovered(ValueError):
    """The document uses what the verified checker does not know; says what."""


def terms(items: Iterable[str]) -> str:
    """Return a Coq list."""
    return "[" + ";".join(items) + "]"


def rational(text: object) -> str:
    """Return a rational as a Coq term."""
    match = RATIONAL.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise Malformed(f"{text!r} is no rational")
    return f"({match[1]}#{match[2] or 1})"


def index(value: object) -> str:
    """Return an index as a natural number."""
    if type(value) is not int or not 0 <= value < 5000:
        raise Malformed(f"{value!r} is no index")
    return str(value)


def fields(value: object, required: Sequence[str], optional: Sequence[str] = ()) -> Mapping[str, Any]:
    """Return an object that has the required keys and no others but optional ones."""
    if not isinstance(value, dict) or not set(required) <= value.keys() <= {*required, *optional}:
        raise Malformed(f"an object with keys {', '.join(required)} is expected")
    return value


def items(value: object, length: int | None = None) -> list[Any]:
    """Return a list, of a given length if one is given."""
    if not isinstance(value, list) or (length is not None and len(value) != length):
        raise Malformed("a list is expected" if length is None else f"a list of {length} is expected")
    return value


def word(value: object, table: Mapping[str, str]) -> str:
    """Return the Coq name of one of a few words."""
    if not isinstance(value, str) or value not in table:
        raise Malformed(f"one of {', '.join(table)} is expected")
    return table[value]


def only_key(value: object) -> str:
    """Return the key of an object with one key."""
    if not isinstance(value, dict) or len(value) != 1:
        raise Malformed("an object with one key is expected")
    return next(iter(value))


def pairs(value: object, first: Callable[[Any], str], second: Callable[[Any], str]) -> str:
    """Return a list of pairs."""
    return terms(f"({first(a)},{second(b)})" for a, b in (items(pair, 2) for pair in items(value)))


def indices(value: object) -> str:
    """Return a list of indices."""
    return terms(map(index, items(value)))
