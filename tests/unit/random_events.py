"""Seeded random claims about events: contradictory or certain ones, strict claims, picks of another self."""

import random
from typing import Any

from decision import (
    Exchangeable,
    Invariant,
    NoTies,
    Pr,
    ReflectionSymmetric,
    SignSymmetric,
    maximum,
    minimum,
    pick,
    u,
)
from tests.unit.random_claims import Case

TIES = ("best", "worst", "uniform")
PRICES = ("0", "0", "0", "1/2", "-1", "1/10")


def value(source: random.Random, atoms: list[Any], by: list[Any]) -> Any:
    """Return an atom, the best or the worst of some at a price, a mixture, or what someone picks."""
    some = source.sample(atoms, min(len(atoms), source.choice([2, 2, 3])))
    price = source.choice(PRICES)
    match source.choice(["atom", "atom", "max", "max", "min", "mixture", "pick"]):
        case "atom":
            return some[0] + price
        case "max":
            return maximum(*(v + source.choice(PRICES) for v in some))
        case "min":
            return minimum(*some) + price
        case "mixture":
            return (some[0] + some[1]) / 2
        case _:
            return pick(source.sample(by, len(some)), some, ties=source.choice(TIES))


def comparison(source: random.Random, values: list[Any]) -> Any:
    """Return a comparison of two of the values, or of one with another at a price."""
    left, right = source.sample(values, 2)
    return source.choice([left >= right, left > right, left >= right + source.choice(PRICES), left > right])


def conjunction(source: random.Random, values: list[Any], parts: int) -> Any:
    """Return a conjunction of comparisons."""
    event = comparison(source, values)
    for _ in range(parts - 1):
        event = event & comparison(source, values)
    return event


def impossible_or_certain(seed: int) -> Case:
    """Return a claim that an event has probability 0 or 1 for every goal distribution."""
    source = random.Random(f"pointwise {seed}")
    worlds = list("abcd")[: source.choice([2, 3, 3, 4])]
    atoms = [u(w) for w in worlds]
    values = [value(source, atoms, atoms) for _ in range(source.choice([2, 3, 3]))]
    event = conjunction(source, values, source.choice([2, 2, 3]))
    return (Pr(event) == 0 if source.random() < 0.6 else Pr(~event) == 1), [], worlds


def strict(seed: int) -> Case:
    """Return a strict claim about the probability of an event, by symmetries without ties."""
    source = random.Random(f"strict {seed}")
    worlds = list("abcd")[: source.choice([2, 3, 3, 4, 4])]
    atoms = [u(w) for w in worlds]
    simple = source.random() < 0.6
    values = atoms if simple else [value(source, atoms, atoms) for _ in range(3)]
    event = conjunction(source, values, source.choice([1, 2, 2, 3]))
    cycle = Invariant([dict(zip(worlds, [*worlds[1:], worlds[0]], strict=True))])
    reflections = [ReflectionSymmetric(), ReflectionSymmetric(0), SignSymmetric(0)]
    symmetry = source.choice([Exchangeable(), Exchangeable(), *reflections, cycle])
    bound = source.choice(["0", "0", "0", "1/24", "1/6", "1/4"])
    thesis = Pr(event) > bound if source.random() < 0.8 else Pr(event) < 1
    return thesis, [symmetry, NoTies()], worlds


def two_selves(seed: int) -> Case:
    """Return a claim about what a changed self picks for the present one."""
    source = random.Random(f"selves {seed}")
    names = list("abc")[: source.choice([2, 2, 3])]
    now, changed = [u(w) for w in names], [u(w, self="changed") for w in names]
    ties = source.choice(TIES)
    paid = pick(changed, now, ties=ties)
    other = source.choice([now[0], maximum(*now), minimum(*now), sum(now[1:], now[0]) / len(now)])
    event = source.choice([paid >= other, paid > other, other > paid, (paid >= other) & (now[0] >= now[1])])
    symmetric: list[Any] = [Exchangeable(self="now"), ReflectionSymmetric(0, self="now"), Exchangeable(self="changed")]
    given = source.choice([[], symmetric[:1], symmetric[:1], symmetric[1:2], symmetric[::2]])
    given = given + ([NoTies()] if source.random() < 0.7 else [])
    thesis = source.choice(
        [Pr(event) == 0, Pr(event) == 1, Pr(event) > 0, Pr(event) >= "1/2", Pr(event) <= "1/2", Pr(event) > "1/3"]
    )
    return thesis, given, [*names, *(f"changed:{w}" for w in names)]
