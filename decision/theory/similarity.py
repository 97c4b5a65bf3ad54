"""Copies of one set of vectors in another, by involutions of the coordinates.

A permutation `phi` of coordinates acts on a vector by moving each entry to its new place. A set `Y` *contains n copies*
of a set `X` when there are involutions `phi_1, ..., phi_n` with `phi_i X = Y_i` a subset of `Y`, and `phi_i Y_j = Y_j`
for `j` other than `i` (:cite:p:`TurnerTadepalli2022`, definition A.7; for `n = 1`, :cite:p:`TurnerEtAl2021`, definition
6.1). Permutations that are not their own inverses are not enough: they need not lead back.

The search is a backtracking over exchanges of coordinates. It keeps, for every vector, the set of possible images, as
a bit mask, and gives up a branch when one is empty. It is exhaustive unless it reaches its limit, so that "none exists"
is a proof. Coordinates outside all supports are left in place, which loses nothing.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from decision.verdict import Status

__all__ = ["Involution", "Similarity", "Vector", "find_copies", "image", "shown"]

Vector = Mapping[str, Hashable]
"""Coordinate to entry, zeros left out; entries are compared, never added."""

Involution = tuple[tuple[str, str], ...]
"""The pairs of coordinates that are exchanged."""

Frozen = frozenset[tuple[str, Hashable]]

LIMIT = 200_000


@dataclass(frozen=True)
class Similarity:
    """Outcome of a search for copies.

    Attributes
    ----------
    status : Status
        HOLDS with the involutions; FAILS if the exhaustive search found none; UNDECIDED at the limit.
    involutions : tuple of Involution
    """

    status: Status
    involutions: tuple[Involution, ...] = ()


class _LimitReached(Exception):
    """The search has taken more steps than allowed."""


def shown(involution: Involution) -> str:
    """An involution in words.

    Examples
    --------
    >>> shown((("a", "x"), ("b", "y")))
    'a <-> x, b <-> y'
    """
    return ", ".join(f"{a} <-> {b}" for a, b in involution) or "identity"


def image(involution: Involution, vectors: Iterable[Vector]) -> frozenset[Frozen]:
    """The set of vectors after the exchange of coordinates.

    Examples
    --------
    >>> image((("a", "b"),), [{"a": 1, "c": 2}]) == {frozenset({("b", 1), ("c", 2)})}
    True
    """
    places = dict(involution) | {b: a for a, b in involution}
    return frozenset(frozenset((places.get(w, w), x) for w, x in v.items()) for v in vectors)


def find_copies(
    smaller: Sequence[Vector],
    larger: Sequence[Vector],
    n: int = 1,
    *,
    kept: Sequence[Sequence[Vector]] = (),
    limit: int = LIMIT,
) -> Similarity:
    """Involutions by which one set contains copies of another.

    Parameters
    ----------
    smaller, larger : sequence of Vector
    n : int
        How many copies.
    kept : sequence of sequences of Vector
        Sets that every involution has to map to themselves.
    limit : int
        Steps of the search.

    Examples
    --------
    >>> e = lambda w: {w: 1}
    >>> find_copies([e("ghost")], [e("apple"), e("cherry")], 2).involutions
    ((('apple', 'ghost'),), (('cherry', 'ghost'),))
    >>> find_copies([e("ghost")], [e("apple"), e("cherry")], 3).status.value
    'FAILS'
    """
    tasks = [(smaller, larger), *((k, k) for k in kept)]
    steps = [limit]
    images: list[frozenset[Frozen]] = []
    found: list[Involution] = []
    try:
        for involution in _involutions(tasks, steps):
            found.append(involution)
            images.append(image(involution, smaller))
            chosen = _compatible(found, images, n, steps)
            if chosen is not None:
                return Similarity(Status.HOLDS, tuple(found[i] for i in sorted(chosen)))
    except _LimitReached:
        return Similarity(Status.UNDECIDED)
    return Similarity(Status.FAILS)


def _step(steps: list[int]) -> None:
    steps[0] -= 1
    if steps[0] < 0:
        raise _LimitReached


def _compatible(
    found: Sequence[Involution], images: Sequence[frozenset[Frozen]], n: int, steps: list[int]
) -> list[int] | None:
    """The last involution with `n - 1` earlier ones such that each leaves the images under the others as they are."""

    def fit(i: int, j: int) -> bool:
        _step(steps)
        return _kept(found[i], images[j]) and _kept(found[j], images[i])

    def extend(chosen: list[int], rest: list[int]) -> list[int] | None:
        if len(chosen) == n:
            return chosen
        for place, i in enumerate(rest):
            longer = extend([*chosen, i], [j for j in rest[place + 1 :] if fit(i, j)])
            if longer is not None:
                return longer
        return None

    last = len(found) - 1
    if _kept(found[last], images[last]):  # it maps the copy to itself: as good as n times
        return [last] * n
    return extend([last], [i for i in range(last) if fit(i, last)])


def _kept(involution: Involution, vectors: frozenset[Frozen]) -> bool:
    return image(involution, map(dict, vectors)) == vectors


def _involutions(tasks: Sequence[tuple[Sequence[Vector], Sequence[Vector]]], steps: list[int]) -> Iterator[Involution]:
    """All involutions that map, for each task, the first set into the second."""
    sources = [v for first, _ in tasks for v in first]
    tables = [_table(second) for first, second in tasks for _ in first]
    everything = [(1 << len(second)) - 1 for first, second in tasks for _ in first]
    order = list(dict.fromkeys(w for first, second in tasks for v in (*first, *second) for w in v))

    def images_of(k: int, x: str, y: str) -> int:
        """Places of vectors whose entry at `y` is that of source `k` at `x`."""
        entries = tables[k].get(y, {})
        entry = sources[k].get(x)
        absent = everything[k] & ~sum(entries.values())
        return absent if entry is None else entries.get(entry, 0)

    def extend(free: Sequence[str], masks: Sequence[int], pairs: Involution) -> Iterator[Involution]:
        _step(steps)
        if not free:
            yield pairs
            return
        x = free[0]
        for y in free:
            narrowed = [m & images_of(k, x, y) & images_of(k, y, x) for k, m in enumerate(masks)]
            if all(narrowed):
                rest = [w for w in free if w not in (x, y)]
                yield from extend(rest, narrowed, pairs if x == y else (*pairs, (min(x, y), max(x, y))))

    yield from extend(order, everything, ())


def _table(vectors: Sequence[Vector]) -> dict[str, dict[Hashable, int]]:
    """For each coordinate and entry the places of the vectors that have it, as a bit mask."""
    table: dict[str, dict[Hashable, int]] = {}
    for place, vector in enumerate(vectors):
        for w, entry in vector.items():
            entries = table.setdefault(w, {})
            entries[entry] = entries.get(entry, 0) | 1 << place
    return table
