"""Decision-makers: probabilities against direct enumeration, orbit counts of the source's example, refusals."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, permutations, product
from math import exp

import pytest

from decision import Choice, InvalidType, InvalidValue, UnknownName
from decision.language.evaluate import holds
from decision.problems.deciders import (
    AntiArgmax,
    Argmax,
    Bandit,
    BestOf,
    Boltzmann,
    Custom,
    Quantiliser,
    Satisficer,
    Stubborn,
    UniformArgmax,
)
from decision.theory.retargetable import choice_counts, retargetable
from decision.theory.retargeting import chooses_more

F = Fraction
FRUIT = Choice({w: {w: 1} for w in ("ghost", "apple", "cherry")})
B, A = ("apple", "cherry"), ("ghost",)
GOAL = {"ghost": 10, "apple": 5, "cherry": 0}


@pytest.mark.parametrize(
    ("decider", "counts"),
    [
        (Argmax(), (4, 0, 2)),
        (UniformArgmax(), (4, 0, 2)),
        (AntiArgmax(), (4, 0, 2)),
        (Boltzmann(1), (4, 0, 2)),
        (Satisficer(3), (2, 4, 0)),
        (Satisficer(7), (4, 0, 2)),
        (Satisficer(11), (0, 6, 0)),
        (Quantiliser("0.34"), (4, 0, 2)),
        (Quantiliser("1/2"), (4, 0, 2)),
        (Quantiliser(1), (6, 0, 0)),
        (BestOf(2), (4, 0, 2)),
        (BestOf(3), (4, 0, 2)),
        (Stubborn("ghost"), (0, 0, 6)),
    ],
    ids=repr,
)
def test_orbit_counts_of_the_source(decider, counts):
    """Turner & Tadepalli 2022, table 1, and by hand: (fruit more, tie, ghost more)."""
    assert choice_counts(decider, FRUIT, B, A, goal=GOAL) == counts


@pytest.mark.parametrize(
    ("values", "counts"), [((10, 10, 0), (1, 2, 0)), ((10, 0, 0), (2, 0, 1)), ((1, 1, 1), (0, 1, 0))], ids=str
)
def test_orbits_with_ties(values, counts):
    assert choice_counts(Argmax(), FRUIT, B, A, goal=dict(zip(GOAL, values, strict=True))) == counts


WORTHS = [
    {"a": F(3), "b": F(1), "c": F(1), "d": F(0)},
    {"a": F(1), "b": F(1), "c": F(1), "d": F(1)},
    {"a": F(-1), "b": F(2), "c": F(2), "d": F(1, 2)},
]


def best_of_by_enumeration(worths, k):
    total = dict.fromkeys(worths, F(0))
    for draws in product(worths, repeat=k):
        drawn = set(draws)
        best = [o for o in drawn if worths[o] == max(worths[x] for x in drawn)]
        for o in best:
            total[o] += F(1, len(best) * len(worths) ** k)
    return total


@pytest.mark.parametrize("worths", WORTHS, ids=lambda w: ",".join(map(str, w.values())))
@pytest.mark.parametrize("k", [1, 2, 3])
def test_best_of_agrees_with_all_draws(worths, k):
    assert BestOf(k).probabilities(worths) == best_of_by_enumeration(worths, k)


def bandit_by_simulation_tree(worths, trials, e):
    """Every sequence of trials with its probability, options tried one after the other."""
    states = {frozenset(): F(1)}
    for trial in range(trials):
        after = {}
        for tried, p in states.items():
            explore = F(1) if trial == 0 else e
            for o in worths:
                key = tried | {o}
                after[key] = after.get(key, F(0)) + p * explore / len(worths)
            if trial:
                after[tried] = after.get(tried, F(0)) + p * (1 - e)
        states = after
    total = dict.fromkeys(worths, F(0))
    for tried, p in states.items():
        best = [o for o in tried if worths[o] == max(worths[x] for x in tried)]
        for o in best:
            total[o] += p / len(best)
    return total


@pytest.mark.parametrize("worths", WORTHS, ids=lambda w: ",".join(map(str, w.values())))
@pytest.mark.parametrize("e", [F(0), F(1, 10), F(1)], ids=str)
def test_bandit_agrees_with_all_runs(worths, e):
    assert Bandit(3, e).probabilities(worths) == bandit_by_simulation_tree(worths, 3, e)


@pytest.mark.parametrize("worths", WORTHS, ids=lambda w: ",".join(map(str, w.values())))
@pytest.mark.parametrize("q", [F(1, 4), F(1, 3), F(2, 3), F(1)], ids=str)
def test_quantiliser_fills_the_best_fraction(worths, q):
    """Take options from the best on, equal ones evenly, until the base mass `q` is reached."""
    left, expected = q, dict.fromkeys(worths, F(0))
    for level in sorted(set(worths.values()), reverse=True):
        group = [o for o, x in worths.items() if x == level]
        mass = min(left, F(len(group), len(worths)))
        expected |= {o: mass / len(group) / q for o in group}
        left -= mass
    assert Quantiliser(q).probabilities(worths) == expected


@pytest.mark.parametrize("worths", WORTHS, ids=lambda w: ",".join(map(str, w.values())))
@pytest.mark.parametrize("temperature", ["1/3", 1, 5], ids=str)
def test_boltzmann_agrees_with_floats_away_from_ties(worths, temperature):
    weight = {o: exp(float(x) / float(F(temperature))) for o, x in worths.items()}
    for first, second in (("a", "bc"), ("ab", "cd"), ("d", "abc")):
        gap = sum(weight[o] for o in first) - sum(weight[o] for o in second)
        if abs(gap) > 1e-9:  # well above the rounding of four exponentials of size below exp(9)
            assert Boltzmann(temperature).compare(worths, first, second) == (gap > 0) - (gap < 0)


def test_boltzmann_ties_are_exact():
    worths = {"a": F(1), "b": F(1, 3), "c": F(1), "d": F(1, 3)}
    assert Boltzmann(1).compare(worths, "ab", "cd") == 0
    assert Boltzmann(1).compare(worths | {"d": F(1, 3) + F(1, 10**40)}, "ab", "cd") == -1
    assert Boltzmann("1/1000000").compare({"a": F(1), "b": F(1) - F(1, 10**3), "c": F(0)}, "a", "bc") == 1


@pytest.mark.parametrize(
    "decider",
    [Argmax(), AntiArgmax(), UniformArgmax(), BestOf(2), Bandit(2, "1/2"), Quantiliser("1/2"), Satisficer(3)],
    ids=repr,
)
def test_the_event_of_choosing_more_says_what_the_decider_does(decider):
    event = chooses_more(decider, FRUIT, B, A)
    for values in product([F(0), F(2), F(3), F(7, 2), F(10)], repeat=3):
        goal = dict(zip(FRUIT.outcomes, values, strict=True))
        assert holds(event, goal) == (decider.compare(goal, B, A) > 0)


def moved(goal, permutation):
    places = dict(permutation)
    return {places.get(w, w): x for w, x in goal.items()}


@pytest.mark.parametrize("decider", [Argmax(), AntiArgmax(), Boltzmann(1), BestOf(2), Quantiliser("1/2")], ids=repr)
def test_permutations_found_do_retarget(decider):
    found = retargetable(decider, FRUIT, B, A, 2, goal=GOAL)
    assert found.status.value == "HOLDS"
    orbit = [dict(zip(GOAL, map(F, p), strict=True)) for p in permutations([10, 5, 0])]
    goals = [g for g in orbit if decider.compare(g, B, A) < 0]
    assert len(goals) == 2
    images = [moved(g, p) for g in goals for p in found.permutations]
    assert all(decider.compare(g, B, A) > 0 for g in images)
    assert len({tuple(sorted(g.items())) for g in images}) == len(images)


def test_three_copies_are_too_many():
    found = retargetable(Argmax(), FRUIT, B, A, 3, goal=GOAL)
    assert found.status.value == "FAILS"
    assert Argmax().compare(dict(found.counterexample), B, A) < 0


def test_search_agrees_with_all_permutations():
    """Every rule that picks `a` or `b` on the six orders of three utilities, against definition 3.5 itself."""
    menu, orbit = Choice({w: {w: 1} for w in "abc"}), list(permutations([F(1), F(2), F(3)]))
    outcomes = set()
    for size in range(7):
        for chosen in map(frozenset, combinations(orbit, size)):
            rule = Custom(lambda w, chosen=chosen: {"a" if tuple(w.values()) in chosen else "b": 1})
            images = [frozenset(tuple(g[i] for i in p) for g in chosen) for p in permutations(range(3))]
            fine = {i for i in images if not i & chosen}
            for n in (1, 2):
                expected = not chosen or any(
                    all(not x & y for x, y in combinations(some, 2)) for some in combinations(fine, n)
                )
                found = retargetable(rule, menu, ["b"], ["a"], n, goal={"a": 1, "b": 2, "c": 3})
                assert (found.status.value == "HOLDS") == expected
                outcomes.add((found.status.value, found.counts[0] >= n * found.counts[2]))
    assert ("FAILS", True) in outcomes  # enough goals, but no permutation serves all of them


def test_nothing_to_retarget():
    found = retargetable(Quantiliser(1), FRUIT, B, A, 2, goal=GOAL)
    assert (found.status.value, found.permutations) == ("HOLDS", ((), ()))


def test_search_reports_its_limit():
    assert retargetable(Argmax(), FRUIT, B, A, 2, goal=GOAL, limit=3).status.value == "UNDECIDED"


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: Boltzmann(0), InvalidValue),
        (lambda: Boltzmann(0.5), InvalidType),
        (lambda: BestOf(0), InvalidValue),
        (lambda: Bandit(0, "1/2"), InvalidValue),
        (lambda: Bandit(2, "3/2"), InvalidValue),
        (lambda: Quantiliser(0), InvalidValue),
        (lambda: Quantiliser("3/2"), InvalidValue),
        (lambda: Satisficer(0.1), InvalidType),
        (lambda: Stubborn("z").probabilities({"a": F(1)}), UnknownName),
        (lambda: Custom(lambda w: {"a": 2}).probabilities({"a": F(1)}), InvalidValue),
        (lambda: Custom(lambda w: {"z": 1}).probabilities({"a": F(1)}), UnknownName),
        (lambda: chooses_more(Boltzmann(1), FRUIT, B, A), InvalidType),
        (lambda: choice_counts(Argmax(), FRUIT, ["pear"], A, goal=GOAL), UnknownName),
        (lambda: choice_counts(Argmax(), FRUIT, [], A, goal=GOAL), InvalidValue),
        (lambda: choice_counts(Argmax(), FRUIT, B, A, goal={"ghost": 1}), InvalidValue),
        (lambda: choice_counts(Argmax(), FRUIT, B, A, goal=GOAL | {f"x{i}": i for i in range(9)}), InvalidValue),
        (lambda: retargetable(Argmax(), FRUIT, B, A, 0, goal=GOAL), InvalidValue),
    ],
)
def test_refusals(make, error):
    with pytest.raises(error):
        make()
