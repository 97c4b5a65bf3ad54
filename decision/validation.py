"""Checks of user input: an error names the argument, shows the value, states the rule and says the fix."""

import os
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from itertools import islice
from pathlib import Path
from types import UnionType
from typing import Any, cast

from decision.errors import InvalidType, InvalidValue, UnknownName
from decision.exact import rational

__all__ = [
    "check_confidence",
    "check_count",
    "check_distinct",
    "check_listed",
    "check_known",
    "check_lottery",
    "check_name",
    "check_nonempty",
    "check_path",
    "check_type",
]


def check_name(value: Any, name: str) -> str:
    """Return `value` if it is usable as an outcome, option or self name.

    Examples
    --------
    >>> check_name("w1", "outcome")
    'w1'
    """
    if not isinstance(value, str):
        raise InvalidType(f"{name} = {value!r} has type {type(value).__name__}; names are text, write {str(value)!r}")
    if not value or ":" in value:
        raise InvalidValue(
            f"{name} = {value!r} is not a name: it must be nonempty text without ':' "
            "(which separates a self from an outcome); rename it"
        )
    return value


def check_type(value: object, kind: type[Any] | UnionType, name: str, advice: str) -> None:
    """Refuse a value of the wrong type; `advice` says what to write.

    Examples
    --------
    >>> check_type({"w1": 1}, Mapping, "lottery", "write {'outcome': probability}")
    """
    if not isinstance(value, kind):
        raise InvalidType(f"{name} = {value!r} has type {type(value).__name__}; {advice}")


def check_count(value: Any, name: str, least: int) -> int:
    """Return a whole number of at least `least`.

    Examples
    --------
    >>> check_count(3, "samples", 1)
    3
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidType(f"{name} = {value!r} is not a whole number; write for example {max(least, 1)}")
    if value < least:
        raise InvalidValue(f"{name} = {value} is below {least}; write a whole number of at least {least}")
    return value


def check_confidence(value: Any) -> Fraction:
    """Return a confidence as an exact number, strictly between 0 and 1.

    Examples
    --------
    >>> check_confidence("0.99")
    Fraction(99, 100)
    """
    exact = rational(value, "confidence")
    if not 0 < exact < 1:
        raise InvalidValue(f"confidence = {value!r} must lie strictly between 0 and 1; write for example '0.99'")
    return exact


def check_path(path: Any, name: str) -> None:
    """Refuse a path at which no file could be written, before there is something to lose.

    Examples
    --------
    >>> check_path("table.json", "checkpoint")
    """
    if not isinstance(path, str | os.PathLike):
        raise InvalidType(f"{name} = {path!r} has type {type(path).__name__}; write the path of a file")
    file = Path(cast("str", path))
    folder = file.parent
    if not folder.is_dir():
        raise InvalidValue(f"{name} = {str(file)!r} is in {str(folder)!r}, which is no folder; make it first")


def check_nonempty(value: Any, name: str) -> None:
    """Refuse an empty collection.

    Examples
    --------
    >>> check_nonempty([1], "options")
    """
    if len(value) == 0:
        raise InvalidValue(f"{name} = {value!r} is empty; give at least one entry")


def check_listed(value: Any, name: str, example: str) -> list[Any]:
    """Return the entries of a list; text is refused, since it would be read letter by letter.

    Examples
    --------
    >>> check_listed(("a", "b"), "outcomes", "['a', 'b']")
    ['a', 'b']
    """
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise InvalidType(
            f"{name} = {value!r} has type {type(value).__name__}, not a list; write for example {example}"
        )
    return list(cast("Iterable[Any]", value))


def check_distinct(values: Iterable[str], name: str) -> None:
    """Refuse repeated names.

    Examples
    --------
    >>> check_distinct(["a", "b"], "options")
    """
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise InvalidValue(f"{name} has {value!r} twice; names must differ, rename or drop one")
        seen.add(value)


def check_known(value: str, known: Iterable[str], name: str) -> str:
    """Return `value` if it is one of `known`.

    Examples
    --------
    >>> check_known("a", ["a", "b"], "option")
    'a'
    """
    options = known if isinstance(known, Collection) else list(known)
    if value not in options:
        shown = ", ".join(repr(k) for k in islice(options, 12)) + (", ..." if len(options) > 12 else "")
        raise UnknownName(f"{name} = {value!r} is unknown; it must be one of {shown}")
    return value


def check_lottery(weights: Mapping[Any, Any], name: str) -> dict[str, Fraction]:
    """Read a lottery: outcome names to probabilities that are at least 0 and sum to exactly 1.

    Zero probabilities are dropped. Nothing is rescaled: see `normalise`.

    Examples
    --------
    >>> check_lottery({"a": "1/3", "b": "2/3"}, "coin")
    {'a': Fraction(1, 3), 'b': Fraction(2, 3)}
    """
    check_nonempty(weights, name)
    lottery = {
        check_name(w, f"outcome of {name}"): rational(p, f"probability of {w!r} in {name}") for w, p in weights.items()
    }
    for outcome, p in lottery.items():
        if p < 0:
            raise InvalidValue(
                f"probability of {outcome!r} in {name} = {p} is negative; probabilities are at least 0, correct it"
            )
    total = sum(lottery.values())
    if total != 1:
        raise InvalidValue(
            f"probabilities of {name} sum to {total}, not 1; correct them or rescale them yourself with normalise()"
        )
    return {w: p for w, p in lottery.items() if p}
