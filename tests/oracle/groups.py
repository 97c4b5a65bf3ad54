"""The finite group that the `invariant` generators make."""

import json
from fractions import Fraction
from functools import lru_cache

from .claims import Model, OracleRefusal
from .vectors import Vector

MAX_ORDER = 2000
Row = tuple[int, int, tuple[Fraction, ...]]  # sign, source outcome, shift over (constants, 1)
Element = tuple[Row, ...]


def _rows(generator: dict[str, list[str]], outcomes: list[str], constants: list[str]) -> Element:
    rows: list[Row] = []
    for target, name in enumerate(outcomes):
        shift = [Fraction(0)] * (len(constants) + 1)
        sign, source = 1, target
        if name in generator:
            mark, origin, *center = generator[name]
            sign, source = (1 if mark == "+" else -1), outcomes.index(origin)
            if center and center[0] in constants:
                shift[constants.index(center[0])] = Fraction(2)
            elif center:
                shift[-1] = 2 * Fraction(center[0])
        rows.append((sign, source, tuple(shift)))
    if sorted(source for _, source, _ in rows) != list(range(len(outcomes))):
        raise OracleRefusal(f"generator {generator!r} is not a signed permutation")
    return tuple(rows)


def _after(second: Element, first: Element) -> Element:
    rows: list[Row] = []
    for sign, source, shift in second:
        inner_sign, inner_source, inner_shift = first[source]
        moved = tuple(a + sign * b for a, b in zip(shift, inner_shift, strict=True))
        rows.append((sign * inner_sign, inner_source, moved))
    return tuple(rows)


@lru_cache(maxsize=256)
def _closure(generators: str, outcomes: tuple[str, ...], constants: tuple[str, ...]) -> tuple[Element, ...]:
    moves = [_rows(generator, list(outcomes), list(constants)) for generator in json.loads(generators)]
    found = {_rows({}, list(outcomes), list(constants)): None}
    queue = list(found)
    for element in queue:
        for move in moves:
            new = _after(move, element)
            if new not in found:
                found[new] = None
                queue.append(new)
        if len(found) > MAX_ORDER:
            raise OracleRefusal(f"the group has more than {MAX_ORDER} elements")
    return tuple(found)


def closure(model: Model) -> tuple[Element, ...]:
    """Return all elements, the identity first."""
    text = json.dumps(model.generators, sort_keys=True)
    return _closure(text, tuple(model.outcomes), tuple(model.constants))


def pull_back(form: Vector, element: Element) -> Vector:
    """Return the form `x -> form(g x)`."""
    count = len(element)
    entries = [Fraction(0)] * count + list(form[count:])
    for factor, (sign, source, shift) in zip(form, element, strict=False):
        if factor:
            entries[source] += sign * factor
            for place, amount in enumerate(shift, start=count):
                if amount:
                    entries[place] += factor * amount
    return tuple(entries)


def act(element: Element, point: Vector) -> Vector:
    """Return `g x`."""
    rest = point[len(element) :]
    moved = [
        sign * point[source] + sum(a * b for a, b in zip(shift, rest, strict=True)) for sign, source, shift in element
    ]
    return (*moved, *rest)
