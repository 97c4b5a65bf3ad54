"""Random expressions with everything the language has: maxima, picks under each rule for ties, Boolean events."""

import random
from fractions import Fraction

from decision import maximum, pick, u
from decision.language.events import Event
from decision.language.values import Value

NAMES = tuple("abcdef")


def random_value(source: random.Random, depth: int = 2) -> Value:
    total = sum((_coefficient(source) * u(source.choice(NAMES)) for _ in range(3)), 0 * u("a"))
    total += Fraction(source.randint(-2, 2), 3)
    if not depth:
        return total
    parts = [[random_value(source, depth - 1) for _ in range(3)] for _ in range(2)]
    kind = source.random()
    if kind < 0.4:
        return total + Fraction(source.randint(-2, 3), 2) * maximum(*parts[0])
    if kind < 0.7:
        return total + pick(*parts, ties=source.choice(["best", "worst", "uniform"]))
    return total


def random_event(source: random.Random, depth: int = 2) -> Event:
    kind = source.random()
    if not depth or kind < 0.4:
        left, right = random_value(source), random_value(source)
        if source.random() < 0.3:  # a tie by construction
            left = maximum(left, right)
        return left >= right if source.random() < 0.5 else left > right
    if kind < 0.9:
        first, second = random_event(source, depth - 1), random_event(source, depth - 1)
        return first & second if kind < 0.65 else first | second
    return ~random_event(source, depth - 1)


def _coefficient(source: random.Random) -> Fraction:
    return Fraction(source.randint(-3, 3), source.choice([1, 2, 3]))
