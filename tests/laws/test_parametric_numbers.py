"""Numbers with symbols calculate as the numbers they become, and are never taken for numbers before."""

from __future__ import annotations

import copy
import math
import pickle
import random
from fractions import Fraction

import pytest
from sympy import Symbol

from decision import InvalidType, InvalidValue
from decision.language.parametric import number, parametric

P, Q = (parametric(Symbol(s), s) for s in "pq")
AT = {"p": Fraction(1, 3), "q": Fraction(-2, 5)}


def calculated(rng, depth=4):
    """A random calculation with symbols, beside the same one with numbers."""
    if not depth:
        return rng.choice([(P, AT["p"]), (Q, AT["q"]), *((Fraction(n, 2), Fraction(n, 2)) for n in range(-3, 4))])
    (a, x), (b, y) = calculated(rng, depth - 1), calculated(rng, depth - 1)
    kind = rng.randrange(6)
    if kind == 3 and y and b:
        return a / b, x / y
    if kind == 4:
        power = rng.randint(0, 3)
        return a**power, x**power
    if kind == 5:
        return -a, -x
    return [(a + b, x + y), (a - b, x - y), (a * b, x * y), (a * 2 + b, x * 2 + y)][min(kind, 3)]


def value(made):
    return made.substitute(AT) if hasattr(made, "substitute") else made


@pytest.mark.parametrize("seed", range(40))
def test_a_calculation_with_symbols_becomes_the_one_with_numbers(seed):
    made, expected = calculated(random.Random(seed))
    assert value(made) == expected


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((1 - P) ** 2, (1 - P) * (1 - P)),
        ((P + Q) ** 3, (P + Q) * (P + Q) * (P + Q)),
        ((P * P - 1) / (P - 1), P + 1),
        (P ** -1, 1 / P),
        ((2 * P) ** -2, 1 / (4 * P * P)),
        (P / Q * Q, P),
        (+P, P),
        (P - Q, -(Q - P)),
    ],
)  # fmt: skip
def test_equal_functions_are_equal_numbers(left, right):
    """However they were made: also with one hash, and read from the text of the other."""
    assert left == right
    assert hash(left) == hash(right)
    assert len({left, right}) == 1


def test_what_cancels_is_a_number_again():
    for made, expected in [(P - P, 0), (P / P, 1), (P**0, 1), (0 * P, 0), ((1 - P) + P, 1)]:
        assert type(made) is Fraction
        assert made == expected


@pytest.mark.parametrize(
    "divide", [lambda: P / 0, lambda: P / Fraction(0), lambda: P / (Q - Q), lambda: (P - P) ** -1, lambda: 1 / (P - P)]
)
def test_nothing_is_divided_by_zero(divide):
    with pytest.raises(ZeroDivisionError):
        divide()


NUMERIC = {
    "float": float,
    "int": int,
    "complex": complex,
    "round": round,
    "abs": abs,
    "floor": math.floor,
    "ceil": math.ceil,
    "trunc": math.trunc,
    "numerator": lambda p: p.numerator,
    "denominator": lambda p: p.denominator,
    "ratio": lambda p: p.as_integer_ratio(),
    "limited": lambda p: p.limit_denominator(),
    "floor-division": lambda p: p // 2,
    "divided-into": lambda p: 2 // p,
    "remainder": lambda p: p % 2,
    "remainder-of": lambda p: 2 % p,
    "root": lambda p: p ** Fraction(1, 2),
    "exponent": lambda p: 2**p,
    "exponent-of-a-fraction": lambda p: Fraction(2, 3) ** p,
    "both": lambda p: p**p,
    "less": lambda p: p < 1,
    "greater": lambda p: p > Fraction(1, 2),
    "at-least": lambda p: p >= 0.5,
    "largest": lambda p: max(p, 1),
    "compared-from-the-left": lambda p: Fraction(1, 2) < p,
}


@pytest.mark.parametrize("name", NUMERIC)
def test_what_needs_a_number_is_refused(name):
    with pytest.raises(InvalidType, match="contains the symbol p without a value"):
        NUMERIC[name](P)


@pytest.mark.parametrize("other", [0.5, "1/2", None, 1j])
def test_only_exact_numbers_are_mixed_with_symbols(other):
    for operation in (lambda a, b: a + b, lambda a, b: b - a, lambda a, b: a * b, lambda a, b: a / b):
        with pytest.raises(TypeError):
            operation(P, other)
    assert other != P


def test_copies_are_the_same_number():
    made = number(Symbol("x", positive=True) / 3, "weight")
    for again in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert again == made
        assert again.limits == made.limits
        assert again.substitute({"x": Fraction(3)}) == 1
        with pytest.raises(InvalidValue, match="out of range"):
            again.substitute({"x": Fraction(0)})
    assert bool(made)
