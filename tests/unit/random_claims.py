"""Seeded random theses and assumptions on few outcomes, for comparison with the oracle."""

import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from decision import (
    Bounded,
    Choice,
    E,
    Exchangeable,
    Indifferent,
    Invariant,
    Monotone,
    NoTies,
    Pr,
    ReflectionSymmetric,
    SignSymmetric,
    Supported,
    maximum,
    minimum,
    pick,
    u,
)

Case = tuple[Any, list[Any], list[str]]  # thesis, assumptions, outcomes
CENTERS = (None, None, 0, "1/2")
RELATIONS = (">=", "<=", ">", "<", "==")


def lottery(source: random.Random, worlds: Sequence[str]) -> dict[str, Fraction]:
    """Return a lottery with small denominators; often a sure outcome."""
    if source.random() < 0.4:
        return {source.choice(worlds): Fraction(1)}
    weights = [source.choice([0, 0, 1, 1, 2]) for _ in worlds]
    weights[source.randrange(len(worlds))] += 1
    return {w: Fraction(q, sum(weights)) for w, q in zip(worlds, weights, strict=True) if q}


def compared(left: Any, relation: str, right: Any) -> Any:
    """Return the thesis that compares two quantities."""
    match relation:
        case ">=":
            return left >= right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case "<":
            return left < right
        case _:
            return left == right


def assumptions(source: random.Random, worlds: list[str], *, most: int = 3) -> list[Any]:
    """Return some assumptions about the worlds, with one centre of symmetry in all of them."""
    center = source.choice(CENTERS)
    swapped = source.sample(worlds, 2)
    turned = source.sample(worlds, min(3, len(worlds)))
    cycle = dict(zip(turned, [*turned[1:], turned[0]], strict=True))
    a, b = source.sample(worlds, 2)
    pool = [
        Exchangeable(),
        Exchangeable(blocks=[swapped]),
        ReflectionSymmetric(center),
        ReflectionSymmetric(center),
        SignSymmetric(center),
        Invariant([cycle]),
        NoTies(),
        NoTies(),
        NoTies(),
        source.choice([Bounded(-1, 1), Bounded(0, 1)]),
        Monotone([(a, b)]),
        Supported(
            source.choice([u(a) >= u(b), u(a) + u(b) >= 1, u(a) >= "1/2", maximum(u(a), u(b)) >= 0, ~(u(a) > 0)])
        ),
        Indifferent([a, b]),
    ]
    chosen: dict[type, Any] = {}
    for assumption in source.sample(pool, source.choice([0, 1, 1, 2, 2, most])):
        chosen.setdefault(type(assumption), assumption)
    return list(chosen.values())


def menu(source: random.Random, worlds: list[str]) -> Any:
    """Return a menu of two or three options."""
    return Choice({f"o{k}": lottery(source, worlds) for k in range(source.choice([2, 2, 3]))})


def thesis(source: random.Random, worlds: list[str]) -> Any:
    """Return a random thesis about the worlds."""
    options = menu(source, worlds)
    first, second = options.options[:2]
    relation = source.choice(RELATIONS)
    part = Fraction(source.choice(["0", "1/4", "1/3", "1/2", "1/2", "2/3", "3/4", "1"]))
    a, b = (u(w) for w in source.sample(worlds, 2))
    v, w = options.value(first), options.value(second)
    ties = source.choice(["best", "worst", "uniform"])
    chosen = pick([v, w], [a, b], ties=ties)
    match source.choice(
        ["best", "bound", "unique", "value", "values", "pick", "pick-event", "given", "union", "worst"]
    ):
        case "best":
            return compared(Pr(options.best(first)), relation, Pr(options.best(second)))
        case "bound":
            return compared(Pr(options.best(first)), relation, part)
        case "unique":
            return compared(Pr(options.uniquely_best(first)), source.choice(["<=", "<", relation]), part)
        case "value":
            return compared(
                E(options.value()), source.choice([">=", ">", relation]), E(source.choice([v, w, (v + w) / 2]))
            )
        case "values":
            return compared(
                E(maximum(v, a) - minimum(w, b)), source.choice([">=", ">"]), source.choice([0, 0, "1/2", "-1"])
            )
        case "pick":
            return compared(E(chosen), relation, E(source.choice([(a + b) / 2, maximum(a, b), minimum(a, b), a])))
        case "pick-event":
            return compared(Pr(chosen >= source.choice([a, (a + b) / 2, minimum(a, b)])), relation, part)
        case "given":
            condition = source.choice([a >= b, a > b, v > w, (v >= w) | (a > b), a >= 0])
            return compared(Pr(options.best(first), given=condition), relation, part)
        case "union":
            return compared(Pr((v >= w) | (a > b)), relation, Pr(v >= w) + part * Pr(a > b))
        case _:
            return compared(
                Pr(options.worst(first)), relation, Pr(options.uniquely_best(first)) + (part - Fraction(1, 2))
            )


def moments(source: random.Random, worlds: list[str]) -> list[Any]:
    """Return one or two moment conditions."""
    a, b = (u(w) for w in source.sample(worlds, 2))
    pool = [
        E(a) == E(b),
        E(a) - E(b) >= "1/4",
        Pr(a >= b) >= "2/3",
        Pr(a > b) == "1/4",
        E(a) >= "1/2",
        Pr(a >= "1/2") > "1/2",
        E(maximum(a, b)) <= E(b) + "1/8",
        Pr(a >= b) >= Pr(b > a),
        Pr(a > 0, given=b > 0) >= "1/2",
        E(a) > 1,
    ]
    return source.sample(pool, source.choice([1, 1, 2]))


def case(seed: int, *, with_moments: bool = False) -> Case:
    """Return the random claim of a seed."""
    source = random.Random(seed)
    worlds = list("abcd")[: source.choice([2, 3] if with_moments else [2, 3, 3, 4])]
    asked = thesis(source, worlds)
    given = assumptions(source, worlds, most=2 if with_moments else 3)
    return asked, given + (moments(source, worlds) if with_moments else []), worlds
