"""Random small claims over `a`, `b`, `c`, and laws for them: many ties, points beside intervals, nested choices."""

from __future__ import annotations

from tests.certificates.building_blocks import claim, e, linear, pr, thesis, total

NUMBERS = ["-1", "-1/2", "1/2", "1", "1", "2"]
TIES = ["best", "worst", "uniform"]


def values(rng):
    """Affine values, then maxima, choices and sums of earlier ones."""
    pairs = [rng.sample("abc", 2) for _ in range(3)]
    made = [linear(rng.choice(["0", "0", "1/2"]), **{w: rng.choice(NUMBERS) for w in pair}) for pair in pairs]
    for _ in range(rng.randint(1, 4)):
        size, kind = len(made), rng.choice(["max", "pick", "sum"])
        if kind == "max":
            made.append({"max": rng.sample(range(size), rng.randint(1, 3))})
        elif kind == "pick":
            by, pay = (rng.choices(range(size), k=3) for _ in range(2))
            made.append({"pick": {"by": by, "pay": pay, "ties": rng.choice(TIES)}})
        else:
            made.append(total(*([rng.choice(NUMBERS), i] for i in rng.sample(range(size), 2)), constant="1/2"))
    return made


def events(rng, size):
    """Two comparisons, and what can be said of them."""
    made = [{rng.choice(["ge", "gt"]): rng.choices(range(size), k=2)} for _ in range(2)]
    made.append({rng.choice(["all", "any"]): rng.choices(range(2), k=rng.randint(0, 3))})
    made.append({"not": 2})
    return made


def random_claim(rng, *assumptions):
    """A thesis with every kind of term."""
    listed = values(rng)
    last = len(listed) - 1
    terms = [["1", pr(2)], ["-1", e(last)], ["2", {"e": last, "on": 3}], ["-1/2", pr(0)], ["1", e(0)]]
    return claim("abc", listed, events(rng, len(listed)), thesis(*rng.sample(terms, rng.randint(1, 3))), *assumptions)


def finite(rng):
    goals = [{w: rng.choice(["0", "1/2", "1"]) for w in "abc"} for _ in range(rng.randint(1, 3))]
    return {"atoms": [[f"1/{len(goals)}" if len(goals) > 1 else "1", goal] for goal in goals]}


def blurred(rng):
    return {**finite(rng), "radius": rng.choice(["1/4", "1"])}


def piecewise(rng):
    """Points and intervals, one or two to an outcome."""

    def pieces():
        lows = rng.choices([0, 1], k=rng.randint(1, 2))
        ends = [[str(low), str(low + rng.randint(0, 1))] for low in lows]
        return [["1" if len(ends) == 1 else "1/2", *pair] for pair in ends]

    return {"marginals": {w: pieces() for w in "abc"}, "constants": {}}
