"""One law with points: values that are equal wherever the law puts mass count once, not once for each name."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from decision.checker import check_document
from tests.certificates import semantics
from tests.certificates.building_blocks import e, linear, pr, thesis, total
from tests.certificates.one_law_documents import UNIT, one_law

POINT = [["1", "1/2", "1/2"]]
SURE_COIN = {"marginals": {"a": POINT, "b": POINT, "c": UNIT}, "constants": {}}
A, B, C = linear(a="1"), linear(b="1"), linear(c="1")


def stated(expressions, events, term, value, law=SURE_COIN):
    """The report on the statement that a term is exactly a value."""
    aim = thesis(["1", term], constant=str(value))
    return check_document(one_law(expressions, events, aim, law, "0", names=tuple("abc")))


@pytest.mark.parametrize(
    ("expressions", "events", "term", "value"),
    [
        # a = b = 1/2, and c is uniform: the mean of the largest is 1/2 * 1/2 + 3/8
        ([A, B, C, {"max": [0, 1, 2]}], [], e(3), Fraction(5, 8)),
        ([A, B, C, {"max": [2, 1, 0]}], [], e(3), Fraction(5, 8)),
        ([A, linear("1/2"), C, {"max": [0, 1, 2]}], [], e(3), Fraction(5, 8)),
        ([A, B, C, {"max": [0, 1, 2]}], [{"ge": [3, 2]}], {"e": 3, "on": 0}, Fraction(5, 8)),
        ([A, B, C, {"max": [0, 1, 2]}], [{"gt": [3, 2]}], pr(0), Fraction(1, 2)),
        # the worst and the best of what a, b and c pay where 1 is always largest
        *(
            ([A, B, C, linear("1"), {"pick": {"by": [3, 3, 3], "pay": [0, 1, 2], "ties": ties}}], [], e(4), value)
            for ties, value in (("best", Fraction(5, 8)), ("worst", Fraction(3, 8)), ("uniform", Fraction(1, 2)))
        ),
        # the chooser's a and b are alike, and she takes c half of the time
        ([A, B, C, {"pick": {"by": [0, 1, 2], "pay": [2, 2, 0], "ties": "best"}}], [], e(3), Fraction(3, 8)),
    ],
)
def test_values_that_are_equal_on_the_whole_box_count_once(expressions, events, term, value):
    assert stated(expressions, events, term, value).accepted
    assert "not the difference" in stated(expressions, events, term, value + Fraction(1, 4)).reason


CELLS = 24  # pieces of the unit interval; all values below cross at multiples of 1/12


def mean(claim, points):
    """The mean under points for `a` and `b` and a uniform `c`: the integrand is affine between crossings."""
    middles = (Fraction(2 * n + 1, 2 * CELLS) for n in range(CELLS))
    return sum(semantics.integrand(claim, claim["thesis"], {**points, "c": c}) for c in middles) / CELLS


VALUES = [A, B, C, linear(c="-1", constant="1"), linear(c="2"), linear("1/2"), linear(a="1", b="-1")]


def random_document(rng):
    """Maxima and picks of values of which many are equal, under points and one uniform utility; with its mean."""
    values, size = list(VALUES), len(VALUES)
    values.append({"max": rng.sample(range(size), rng.randint(2, 4))})
    by, pay = (rng.choices(range(size + 1), k=3) for _ in range(2))
    values.append({"pick": {"by": by, "pay": pay, "ties": rng.choice(["best", "worst"])}})
    values.append(total(["1", size], ["-1", size + 1]))
    events = [{rng.choice(["ge", "gt"]): rng.choices(range(size + 2), k=2)} for _ in range(2)]
    events.append({rng.choice(["all", "any"]): [0, 1]})
    aim = thesis(["1", {"e": size + 2, "on": 2}], ["1", pr(2)], ["1", e(size + 1)])
    points = {w: rng.choice(["0", "1/2", "1"]) for w in "ab"}
    law = {"marginals": {w: [["1", q, q]] for w, q in points.items()} | {"c": UNIT}, "constants": {}}
    found = one_law(values, events, aim, law, "0", names=tuple("abc"))
    difference = mean(found["parts"][0]["claim"], {w: Fraction(q) for w, q in points.items()})
    kind = "true" if difference >= 0 else "false"
    return one_law(values, events, aim, law, str(difference), kind, tuple("abc"))


@pytest.mark.parametrize("seed", range(10))
def test_the_difference_is_the_integral_over_the_only_utility_that_varies(seed):
    rng = random.Random(seed)
    for _ in range(20):
        written = random_document(rng)
        report = check_document(written)
        assert report.accepted, (report.reason, written)
