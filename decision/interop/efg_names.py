"""Names for a tree that is read from a file, where names may be missing or the same for different things."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import count

from decision.interop.efg_format import CHANCE, EfgFile, Key

__all__ = ["Labels", "clean", "distinct", "labels_of", "renamed"]


@dataclass(frozen=True)
class Labels:
    """Names in the tree: of nodes, information sets (None where the node's own name says it) and actions."""

    nodes: dict[int, str]
    sets: dict[Key, str]
    actions: dict[Key, list[str]]
    information: dict[Key, str | None]


def labels_of(file: EfgFile, players: Sequence[str]) -> Labels:
    """The names that a file gives, or makes necessary, for its players' names."""
    keys = list(file.sets)
    named = _either([file.sets[key].name for key in keys], [_set_name(key, players) for key in keys])
    sets = dict(zip(keys, named, strict=True))
    moves = [(k, node.label, node.set.key) for k, node in enumerate(file.nodes) if node.set]
    nodes = _either([label for _, label, _ in moves], [sets[key] for _, _, key in moves])
    own = {key: name for (_, _, key), name in zip(moves, nodes, strict=True)}
    members = Counter(key for _, _, key in moves)
    said = [key for key in keys if members[key] > 1 or (file.sets[key].name and sets[key] != own[key])]
    return Labels(
        {k: name for (k, _, _), name in zip(moves, nodes, strict=True)},
        sets,
        {key: renamed(s.actions) for key, s in file.sets.items()},
        dict.fromkeys(keys) | dict(zip(said, distinct([sets[key] for key in said], set(nodes)), strict=True)),
    )


def _set_name(key: Key, players: Sequence[str]) -> str:
    player, number = key
    return f"chance {number}" if player == CHANCE else f"{players[player - 1]}, set {number}"


def _either(given: Sequence[str], otherwise: Sequence[str]) -> list[str]:
    """The names that were given, and others where there are none; all different."""
    kept = iter(distinct([clean(name) for name in given if name]))
    named = [next(kept) if name else "" for name in given]
    made = iter(distinct([other for name, other in zip(named, otherwise, strict=True) if not name], set(named)))
    return [name or next(made) for name in named]


def renamed(names: Sequence[str]) -> list[str]:
    """Names of players or actions; empty ones and those that occur twice are numbered as Gambit does."""
    return distinct([clean(name) for name in names], {""}, "{}_{}")


def clean(name: str) -> str:
    """A name without the colons that separate a self from an outcome."""
    return name.replace(":", ".")


def distinct(names: Sequence[str], taken: Collection[str] = (), form: str = "{} ({})") -> list[str]:
    """Names made different: those that occur twice, or are taken, get a number.

    Examples
    --------
    >>> distinct(["a", "b", "a", "c"], {"c"})
    ['a (1)', 'b', 'a (2)', 'c (1)']
    """
    often, used = Counter(names), {*names, *taken}
    numbers = {name: count(1) for name in often}
    found: list[str] = []
    for name in names:
        new = name
        while (often[name] > 1 or name in taken) and new in used:
            new = form.format(name, next(numbers[name]))
        used.add(new)
        found.append(new)
    return found
