"""Strict reading of JSON: every file either is what the format page describes, or is refused with a place and a reason.

Nothing here knows any mathematics. Numbers are exact: an index is a JSON integer, a rational is a canonical string,
read as `int` when integral and as `Fraction` otherwise (mixing the two is exact as long as nobody divides). Floats,
duplicate keys, unknown keys, booleans in place of integers, and anything over the stated limits are refused.
"""

import json
import re
import sys
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from fractions import Fraction
from functools import lru_cache
from math import gcd
from typing import NoReturn, cast

MAX_BYTES = 64 << 20
MAX_NESTING = 5_000
MAX_DIGITS = 2_000
SCHEMA = "decision/1"

Rational = int | Fraction
Items = list[object]
Fields = dict[str, object]

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_NOT_BRACKET = re.compile(r"[^\[\]{}]+")
_RATIONAL = re.compile(r"(0|-?[1-9][0-9]*)(?:/([1-9][0-9]*))?")


class Rejection(Exception):
    """What is wrong, and where."""

    def __init__(self, place: "Place", reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


class Place:
    """A place in a document; `at["tree"][0]` prints as `tree[0]`, and costs nothing until it is printed."""

    __slots__ = ("_key", "_parent")

    def __init__(self, parent: "Place | None" = None, key: str | int = "") -> None:
        self._parent = parent
        self._key = key

    def __getitem__(self, key: str | int) -> "Place":
        return Place(self, key)

    def __str__(self) -> str:
        keys: list[str] = []
        place = self
        while place._parent is not None:
            keys.append(f"[{place._key}]" if isinstance(place._key, int) else f".{plain(place._key)}")
            place = place._parent
        return "".join(reversed(keys)).lstrip(".")

    def reject(self, reason: str) -> NoReturn:
        """Refuse what stands here."""
        raise Rejection(self, reason)


def plain(text: str, limit: int = 60) -> str:
    """Text that stays on one line and is not too long."""
    short = text if len(text) <= limit else text[: limit - 3] + "..."
    return short if short.isprintable() else short.encode("unicode_escape", "backslashreplace").decode("ascii")


# --- text to JSON -----------------------------------------------------------------------------------------------------


def read_json(data: bytes, at: Place) -> object:
    """Parse a document, refusing what JSON or Python would let pass silently."""
    if len(data) > MAX_BYTES:
        at.reject(f"the file has more than {MAX_BYTES} bytes")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        at.reject("the file is not UTF-8 text")
    depth = _nesting(text)
    if depth > MAX_NESTING:
        at.reject(f"the file is nested more than {MAX_NESTING} deep")
    try:
        with deep_recursion(depth):
            return json.loads(
                text, object_pairs_hook=_object, parse_float=_no_float, parse_constant=_no_float, parse_int=_integer
            )
    except RecursionError:
        at.reject("the file is nested too deep for this Python")
    except ValueError as error:
        at.reject(f"not the JSON of this format: {error}")


@contextmanager
def deep_recursion(depth: int) -> Generator[None, None, None]:
    """Let the C code of `json` nest this deep (its frames are small)."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(before + 2 * depth)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _nesting(text: str) -> int:
    depth = deepest = 0
    for bracket in _NOT_BRACKET.sub("", _STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _no_float(text: str) -> NoReturn:
    raise ValueError(f"{plain(text)} is a float")


def _integer(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise ValueError(f"an integer has more than {MAX_DIGITS} digits")
    if text == "-0":
        raise ValueError("-0 is not a canonical integer")
    return int(text)


def _object(pairs: list[tuple[str, object]]) -> Fields:
    result = dict(pairs)
    if len(result) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))
        raise ValueError(f"the key {plain(twice)!r} occurs twice")
    return result


# --- JSON to values ---------------------------------------------------------------------------------------------------


def mapping(value: object, at: Place) -> Fields:
    """Read an object with free keys."""
    if not isinstance(value, dict):
        at.reject("an object is expected")
    return cast(Fields, value)


def fields(value: object, at: Place, required: Iterable[str], optional: Iterable[str] = ()) -> Fields:
    """Read an object that has all required keys, and no others but optional ones."""
    result = mapping(value, at)
    needed = set(required)
    if missing := needed - result.keys():
        at.reject(f"the key {min(missing)!r} is missing")
    if unknown := result.keys() - needed - set(optional):
        at.reject(f"the key {plain(min(unknown))!r} is unknown here")
    return result


def items(value: object, at: Place, length: int | None = None) -> Items:
    """Read a list, of a given length if one is given."""
    if not isinstance(value, list):
        at.reject("a list is expected")
    result = cast(Items, value)
    if length is not None and len(result) != length:
        at.reject(f"a list of {length} is expected, not of {len(result)}")
    return result


def string(value: object, at: Place) -> str:
    """Read a nonempty string."""
    if not isinstance(value, str) or not value:
        at.reject("a nonempty string is expected")
    return value


def choice(value: object, at: Place, allowed: Iterable[str]) -> str:
    """Read one of a few words."""
    listed = tuple(allowed)
    if not isinstance(value, str) or value not in listed:
        at.reject(f"one of {', '.join(listed)} is expected")
    return value


def integer(value: object, at: Place) -> int:
    """Read an integer; `true` is none."""
    if type(value) is not int:
        at.reject("an integer is expected")
    return value


def index(value: object, at: Place, size: int) -> int:
    """Read an index below `size`."""
    number = integer(value, at)
    if not 0 <= number < size:
        at.reject(
            f"the index {plain(str(number))} is outside 0..{size - 1}" if size else "there is nothing to refer to"
        )
    return number


def distinct(values: Iterable[object], at: Place) -> None:
    """Refuse a list that names something twice."""
    listed = list(values)
    if len(set(listed)) < len(listed):
        at.reject("something is listed twice")


@lru_cache(maxsize=1 << 14)
def parse_rational(text: str) -> Rational | None:
    """Return the value of a canonical rational, or None where the text is none."""
    match = _RATIONAL.fullmatch(text)
    if match is None or max(map(len, text.split("/"))) > MAX_DIGITS:
        return None
    above, below = int(match[1]), int(match[2] or 1)
    if match[2] is None:
        return above
    return Fraction(above, below) if below > 1 and gcd(above, below) == 1 else None


def rational(value: object, at: Place) -> Rational:
    """Read a rational in canonical form."""
    result = parse_rational(value) if isinstance(value, str) else None
    if result is None:
        at.reject('a rational in lowest terms is expected, such as "3", "-2" or "1/3"')
    return result


def nonzero(value: object, at: Place) -> Rational:
    """Read a rational that is not zero."""
    return rational(value, at) or at.reject("the rational is zero")


def positive(value: object, at: Place) -> Rational:
    """Read a rational above zero."""
    result = rational(value, at)
    return result if result > 0 else at.reject("the rational is not positive")
