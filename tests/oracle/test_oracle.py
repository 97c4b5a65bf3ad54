"""The oracle against facts known by hand, and against direct evaluation on random goals."""

import random
from fractions import Fraction
from itertools import permutations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from . import OracleRefusal, Outcome, decide_by_enumeration

Claim = dict[str, Any]
WORLDS = ["w1", "w2", "w3", "w4"]


def linear(constant: str = "0", **weights: str) -> dict[str, Any]:
    """Return a linear expression."""
    return {"linear": weights, "constant": constant}


def thesis(terms: list[list[Any]], constant: str = "0", relation: str = ">=") -> dict[str, Any]:
    """Return a thesis or a moment."""
    return {"terms": terms, "constant": constant, "relation": relation}


def claim(
    worlds: int, expressions: list[Any], events: list[Any], aim: dict[str, Any], *given: Any, constants: Any = ()
) -> Claim:
    """Return a claim over the first worlds."""
    parts = {"expressions": expressions, "events": events, "thesis": aim, "assumptions": list(given)}
    return {"outcomes": WORLDS[:worlds], "constants": list(constants), **parts}


def verdict(problem: Claim) -> str:
    """Return the verdict, after checking that both ways of enumeration agree."""
    answer = decide_by_enumeration(problem)
    assert decide_by_enumeration(problem, symmetric=False).verdict == answer.verdict
    return answer.verdict


def exchangeable(worlds: int) -> dict[str, Any]:
    """Return invariance under all permutations."""
    names = WORLDS[:worlds]
    cycle = {name: ["+", names[(k + 1) % worlds]] for k, name in enumerate(names)}
    return {"invariant": [{"w1": ["+", "w2"], "w2": ["+", "w1"]}, cycle]}


def reflection(worlds: int, center: str) -> dict[str, Any]:
    """Return invariance under the joint reflection about a centre."""
    return {"invariant": [{name: ["-", name, center] for name in WORLDS[:worlds]}]}


def at_most(aim: list[list[Any]], bound: str) -> dict[str, Any]:
    """Return the thesis that a combination is at most a bound."""
    flipped = [[str(-Fraction(q)), term] for q, term in aim]
    return thesis(flipped, str(-Fraction(bound)))


SURE = [linear(w1="1"), linear(w2="1"), linear(w3="1"), linear(w4="1")]
COIN = [linear(w1="1"), linear(w2="1/2", w3="1/2")]
ORDER = [{"ge": [0, 1]}, {"ge": [1, 0]}, {"gt": [0, 1]}, {"gt": [1, 0]}]
TIE_FREE = {"no_ties": [[0, 1]]}


@pytest.mark.parametrize("worlds", [3, 4])
@pytest.mark.parametrize(("center", "constants"), [("0", ()), ("1/3", ()), ("center", ("center",))])
def test_parity_under_reflection(worlds: int, center: str, constants: tuple[str, ...]) -> None:
    """A reflection swaps `A > B` and `B > A`; ties alone keep the chance of `A > B` under a half."""
    options = COIN if worlds == 3 else [linear(w1="1/2", w2="1/2"), linear(w3="1/3", w4="2/3")]

    def asks(aim: dict[str, Any], *more: Any) -> str:
        return verdict(claim(worlds, options, ORDER, aim, reflection(worlds, center), *more, constants=constants))

    assert asks(thesis([["1", {"pr": 2}], ["-1", {"pr": 3}]])) == "HOLDS"
    assert asks(thesis([["1", {"pr": 3}], ["-1", {"pr": 2}]])) == "HOLDS"
    assert asks(thesis([["1", {"pr": 0}]], "1/2")) == "HOLDS"
    assert asks(thesis([["1", {"pr": 2}]], "1/2")) == "FAILS"
    assert asks(thesis([["1", {"pr": 2}]], "1/2"), TIE_FREE) == "HOLDS"
    assert asks(thesis([["1", {"pr": 2}]], "1/2", ">"), TIE_FREE) == "FAILS"
    assert asks(thesis([["1", {"pr": 2}]], "0", ">"), TIE_FREE) == "HOLDS"


def test_parity_needs_equal_constants() -> None:
    """A bonus on one option breaks the symmetry."""
    options = [linear("1", w1="1"), linear(w2="1/2", w3="1/2")]
    aims = [[["1", {"pr": 0}], ["-1", {"pr": 1}]], [["-1", {"pr": 0}], ["1", {"pr": 1}]]]
    answers = [verdict(claim(3, options, ORDER, thesis(aim), reflection(3, "0"))) for aim in aims]
    assert answers == ["HOLDS", "FAILS"]


def test_three_sure_options() -> None:
    """Each of three exchangeable outcomes is best with chance 1/3, or more if there are ties."""
    events = [{"ge": [0, 1]}, {"ge": [0, 2]}, {"all": [0, 1]}]
    ties = {"no_ties": [[0, 1], [0, 2], [1, 2]]}
    best = [["1", {"pr": 2}]]
    for aim, plain, tie_free in [(thesis(best, "1/3"), "HOLDS", "HOLDS"), (at_most(best, "1/3"), "FAILS", "HOLDS")]:
        assert verdict(claim(3, SURE[:3], events, aim, exchangeable(3))) == plain
        assert verdict(claim(3, SURE[:3], events, aim, exchangeable(3), ties)) == tie_free


@pytest.mark.parametrize(("n", "k"), [(1, 1), (2, 1), (2, 2), (3, 1)])
def test_more_options(n: int, k: int) -> None:
    """The better of two menus of n and k exchangeable outcomes is the first with chance n/(n+k)."""
    size = n + k
    menus = [*SURE[:size], {"max": list(range(n))}, {"max": list(range(n, size))}]
    events = [{"ge": [size, size + 1]}]
    ties = {"no_ties": [[i, j] for i in range(size) for j in range(i)]}
    share = [["1", {"pr": 0}]]
    bound = str(Fraction(n, size))
    assert verdict(claim(size, menus, events, thesis(share, bound), exchangeable(size))) == "HOLDS"
    assert verdict(claim(size, menus, events, at_most(share, bound), exchangeable(size))) == "FAILS"
    assert verdict(claim(size, menus, events, at_most(share, bound), exchangeable(size), ties)) == "HOLDS"
    assert verdict(claim(size, menus, events, thesis(share, bound, ">"), exchangeable(size), ties)) == "FAILS"


def test_sure_against_coin() -> None:
    """Exchangeability alone makes neither a sure thing nor a coin more often best; a third each is sure."""
    for aim in ([["1", {"pr": 0}], ["-1", {"pr": 1}]], [["-1", {"pr": 0}], ["1", {"pr": 1}]]):
        assert verdict(claim(3, COIN, ORDER, thesis(aim), exchangeable(3))) == "FAILS"
        assert verdict(claim(3, COIN, ORDER, thesis(aim), exchangeable(3), TIE_FREE)) == "FAILS"
    assert verdict(claim(3, COIN, ORDER, thesis([["1", {"pr": 0}]], "1/3"), exchangeable(3))) == "HOLDS"
    assert verdict(claim(3, COIN, ORDER, thesis([["1", {"pr": 0}]], "1/3", ">"), exchangeable(3), TIE_FREE)) == "FAILS"


def test_pointwise() -> None:
    """With no assumption a claim is about every single goal."""
    menu = [*SURE[:2], {"max": [0, 1]}, linear("1", w1="1")]
    gain = [["1", {"e": 2}], ["-1/2", {"e": 0}], ["-1/2", {"e": 1}]]
    events = [{"ge": [2, 0]}, {"gt": [3, 0]}, {"ge": [0, 1]}, {"not": 2}, {"gt": [1, 0]}]
    assert verdict(claim(2, menu, events, thesis([["1", {"pr": 0}]], "1"))) == "HOLDS"
    assert verdict(claim(2, menu, events, thesis([["1", {"pr": 1}]], "1"))) == "HOLDS"
    assert verdict(claim(2, menu, events, thesis([["1", {"pr": 2}]], "1/2"))) == "FAILS"
    assert verdict(claim(2, menu, events, thesis([["1", {"pr": 3}], ["-1", {"pr": 4}]]))) == "HOLDS"
    assert verdict(claim(2, menu, events, thesis(gain))) == "HOLDS"
    assert verdict(claim(2, menu, events, thesis(gain, relation=">"))) == "FAILS"
    assert verdict(claim(2, menu, events, thesis(gain, relation=">"), TIE_FREE)) == "HOLDS"
    assert verdict(claim(2, menu, events, thesis(gain, "1/100"), TIE_FREE)) == "FAILS"
    assert verdict(claim(2, menu, events, thesis([["1", {"e": 3}], ["-1", {"e": 0}]], "1"))) == "HOLDS"


def test_expectation_on_an_event() -> None:
    """`E(w1 on w1 >= 1)` is at least the chance of `w1 >= 1`; nothing of the kind holds on `w1 <= 1`."""
    values = [linear(w1="1"), linear("1")]
    aims = [[["1", {"e": 0, "on": k}], ["-1", {"pr": k}]] for k in (0, 1)]
    assert [verdict(claim(1, values, ORDER, thesis(aim))) for aim in aims] == ["HOLDS", "FAILS"]


@pytest.mark.parametrize(
    ("ties", "at_least", "at_most_it"),
    [("best", "HOLDS", "FAILS"), ("uniform", "HOLDS", "HOLDS"), ("worst", "FAILS", "HOLDS")],
)
def test_pick(ties: str, at_least: str, at_most_it: str) -> None:
    """With the pay-offs exchangeable, a choice by others pays the mean, except for what a tie gives."""
    values = [*SURE, {"pick": {"by": [0, 1], "pay": [2, 3], "ties": ties}}]
    swap = {"invariant": [{"w3": ["+", "w4"], "w4": ["+", "w3"]}]}
    up = [["2", {"e": 4}], ["-1", {"e": 2}], ["-1", {"e": 3}]]
    down = [[str(-Fraction(q)), term] for q, term in up]
    assert verdict(claim(4, values, [], thesis(up), swap)) == at_least
    assert verdict(claim(4, values, [], thesis(down), swap)) == at_most_it
    assert verdict(claim(4, values, [], thesis(up), swap, TIE_FREE)) == "HOLDS"
    assert verdict(claim(4, values, [], thesis(down), swap, TIE_FREE)) == "HOLDS"
    assert verdict(claim(4, values, [], thesis(up))) == "FAILS"


@pytest.mark.parametrize(("ties", "answer"), [("best", "HOLDS"), ("uniform", "FAILS"), ("worst", "FAILS")])
def test_pick_compared(ties: str, answer: str) -> None:
    """At a tie, `pick >= max of the pay-offs` is true for `best` only."""
    values = [*SURE, {"pick": {"by": [0, 1], "pay": [2, 3], "ties": ties}}, {"max": [2, 3]}]
    problem = claim(
        4, values, [*ORDER, {"all": [0, 1]}, {"ge": [4, 5]}], thesis([["1", {"pr": 5}]], "1"), {"support": 4}
    )
    assert verdict(problem) == answer


def test_empty_classes() -> None:
    """Contradictory supports, ties that must and must not be, and a support no orbit can keep."""
    aim = thesis([["1", {"pr": 0}]], "1/2")
    events = [*ORDER, {"all": [0, 1]}]
    empty = [
        [{"support": 2}, {"support": 3}],
        [{"support": 4}, TIE_FREE],
        [{"support": 2}, exchangeable(2)],
        [{"no_ties": [[0, 0]]}],
    ]
    for assumptions in empty:
        assert verdict(claim(2, SURE[:2], events, aim, *assumptions)) == "EMPTY"
    assert verdict(claim(2, SURE[:2], events, aim, {"support": 0})) == "HOLDS"


def test_moments() -> None:
    """Markov's inequality, with the cases that are sharp only in the limit."""
    values = [linear(w1="1"), linear("2"), linear("0"), linear(w1="-1")]
    events = [{"ge": [0, 2]}, {"ge": [0, 1]}, {"gt": [0, 1]}, {"gt": [2, 0]}]
    mean_one = {"moment": thesis([["1", {"e": 0}]], "1", "=")}

    def asks(aim: dict[str, Any], *given: Any) -> str:
        return verdict(claim(1, values, events, aim, *given))

    assert asks(at_most([["1", {"pr": 1}]], "1/2"), {"support": 0}, mean_one) == "HOLDS"
    assert asks(thesis([["-1", {"pr": 1}]], "-1/2", ">"), {"support": 0}, mean_one) == "FAILS"
    assert asks(thesis([["-1", {"pr": 2}]], "-1/2", ">"), {"support": 0}, mean_one) == "HOLDS"
    assert asks(at_most([["1", {"pr": 2}]], "49/100"), {"support": 0}, mean_one) == "FAILS"
    assert asks(at_most([["1", {"pr": 1}]], "99/100"), mean_one) == "FAILS"
    assert asks(thesis([["1", {"e": 0}]]), {"support": 3}, mean_one) == "EMPTY"
    assert asks(thesis([["1", {"e": 0}]]), {"support": 3}, {"moment": thesis([["1", {"e": 0}]])}) == "EMPTY"
    assert asks(thesis([["1", {"e": 0}]], "2"), {"support": 0}, mean_one) == "FAILS"


def test_moments_with_symmetry() -> None:
    """Under a reflection about an unknown centre, few ties leave at least 3/8 to `w1 > w2`."""
    given = [reflection(2, "c"), {"moment": at_most([["1", {"pr": 4}]], "1/4")}]
    events = [*ORDER, {"all": [0, 1]}]
    for bound, answer in [("3/8", "HOLDS"), ("2/5", "FAILS")]:
        aim = thesis([["1", {"pr": 2}]], bound)
        assert verdict(claim(2, SURE[:2], events, aim, *given, constants=["c"])) == answer


def test_refusals() -> None:
    """Structures, infinite groups and too many cells are refused."""
    aim = thesis([["1", {"e": 0}]])
    far = {"invariant": [{"w1": ["-", "w1", "0"]}, {"w1": ["-", "w1", "1"]}]}
    for assumption in ({"structure": "iid", "over": ["w1"]}, far):
        with pytest.raises(OracleRefusal):
            decide_by_enumeration(claim(1, SURE[:1], [], aim, assumption))
    with pytest.raises(OracleRefusal):
        decide_by_enumeration(claim(2, SURE[:2], ORDER, thesis([["1", {"pr": 0}]])), max_cells=2)


# Random claims against a second evaluation that knows nothing of cells.


def plain_value(problem: Claim, index: int, goal: dict[str, Fraction]) -> Fraction:
    """Evaluate an expression at a goal."""
    match problem["expressions"][index]:
        case {"linear": weights, "constant": constant}:
            return sum((Fraction(q) * goal[w] for w, q in weights.items()), Fraction(constant))
        case {"sum": terms, "constant": constant}:
            return sum((Fraction(q) * plain_value(problem, i, goal) for q, i in terms), Fraction(constant))
        case {"max": arguments}:
            return max(plain_value(problem, i, goal) for i in arguments)
        case {"pick": {"by": by, "pay": pay, "ties": ties}}:
            scores = [plain_value(problem, i, goal) for i in by]
            pays = [plain_value(problem, j, goal) for j, s in zip(pay, scores, strict=True) if s == max(scores)]
            return {"best": max(pays), "worst": min(pays), "uniform": sum(pays) / Fraction(len(pays))}[ties]
    raise AssertionError(index)


def plain_truth(problem: Claim, index: int, goal: dict[str, Fraction]) -> bool:
    """Evaluate an event at a goal."""
    ((kind, body),) = problem["events"][index].items()
    if kind in ("ge", "gt"):
        gap = plain_value(problem, body[0], goal) - plain_value(problem, body[1], goal)
        return gap > 0 or (kind == "ge" and gap == 0)
    if kind == "not":
        return not plain_truth(problem, body, goal)
    return {"all": all, "any": any}[kind](plain_truth(problem, k, goal) for k in body)


def plain_integrand(problem: Claim, goal: dict[str, Fraction]) -> Fraction:
    """Evaluate the integrand of the thesis at a goal."""
    total = -Fraction(problem["thesis"]["constant"])
    for q, term in problem["thesis"]["terms"]:
        event = term.get("pr", term.get("on"))
        if event is None or plain_truth(problem, event, goal):
            total += Fraction(q) * (plain_value(problem, term["e"], goal) if "e" in term else 1)
    return total


def orbit(kind: str, goal: dict[str, Fraction]) -> list[dict[str, Fraction]]:
    """Return the orbit of a goal, with repetitions."""
    names, numbers = list(goal), list(goal.values())
    if kind == "permutations":
        return [dict(zip(names, order, strict=True)) for order in permutations(numbers)]
    flips = product((1, -1), repeat=len(names))
    return [dict(zip(names, map(Fraction.__mul__, numbers, map(Fraction, signs)), strict=True)) for signs in flips]


def group(kind: str, worlds: int) -> dict[str, Any]:
    """Return the assumption that goes with `orbit`."""
    if kind == "permutations":
        return exchangeable(worlds)
    return {"invariant": [{name: ["-", name, "0"]} for name in WORLDS[:worlds]]}


def random_claim(source: random.Random, kind: str, worlds: int) -> Claim:
    """Return a claim with three options, a maximum, a pick and a sum."""
    weights = [[source.choice([0, 0, 1, 1, 2, -1]) for _ in range(worlds)] for _ in range(3)]
    values: list[Any] = [
        linear(source.choice("001"), **{w: str(q) for w, q in zip(WORLDS, row, strict=False) if q}) for row in weights
    ]
    values.append({"max": source.sample(range(3), 2)})
    ties = source.choice(["best", "worst", "uniform"])
    values.append({"pick": {"by": source.sample(range(3), 2), "pay": source.sample(range(4), 2), "ties": ties}})
    values.append({"sum": [["1/2", 3], ["-1", source.choice([0, 4])]], "constant": "0"})
    events: list[Any] = [{source.choice(["ge", "gt"]): source.sample(range(6), 2)} for _ in range(3)]
    events += [{"all": [0, 1]}, {"not": 2}, {"any": [3, 4]}]
    terms: list[Any] = [[source.choice(["1", "2", "-1"]), {"pr": k}] for k in source.sample(range(6), 2)]
    if source.random() < 0.3:
        terms.append([source.choice(["1", "-1"]), source.choice([{"e": 3}, {"e": 4, "on": 0}])])
    aim = thesis(terms, source.choice(["0", "-1/4", "1/2", "-1", "-1/2"]), source.choice([">=", ">"]))
    more = [{"support": source.randrange(6)}] if source.random() < 0.3 else []
    more += [{"no_ties": [[0, 1], [1, 2]]}] if source.random() < 0.5 else []
    return claim(worlds, values, events, aim, group(kind, worlds), *more)


def admitted(problem: Claim, points: list[dict[str, Fraction]]) -> bool:
    """Return whether all orbit points satisfy the supports and have no ties."""
    for assumption in problem["assumptions"]:
        for point in points:
            if "support" in assumption and not plain_truth(problem, assumption["support"], point):
                return False
            pairs = assumption.get("no_ties", [])
            if any(plain_value(problem, i, point) == plain_value(problem, j, point) for i, j in pairs):
                return False
    return True


def violated(problem: Claim, points: list[dict[str, Fraction]]) -> bool:
    """Return whether the uniform law on the orbit violates the thesis."""
    total = sum(plain_integrand(problem, point) for point in points)
    return total < 0 or (total == 0 and problem["thesis"]["relation"] == ">")


def check_against_goals(problem: Claim, kind: str, worlds: int, source: random.Random, answer: Outcome) -> None:
    """Check the witness of a failure, or look for one by chance."""
    if answer.witness is not None:
        points = orbit(kind, answer.witness)
        assert admitted(problem, points)
        assert violated(problem, points)
        return
    assert answer.verdict in ("HOLDS", "EMPTY")
    for _ in range(40):
        scale = source.choice([1, 2, 3, 40])
        goal = {w: Fraction(source.randint(-2 * scale, 2 * scale), source.choice([1, scale])) for w in WORLDS[:worlds]}
        points = orbit(kind, goal)
        if admitted(problem, points):
            assert answer.verdict == "HOLDS"
            assert not violated(problem, points)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**6), kind=st.sampled_from(["permutations", "flips"]), worlds=st.sampled_from([2, 3]))
def test_random_claims(seed: int, kind: str, worlds: int) -> None:
    """The answer agrees with evaluation, and does not depend on looking at a fundamental domain only."""
    source = random.Random(seed)
    problem = random_claim(source, kind, worlds)
    answer = decide_by_enumeration(problem)
    check_against_goals(problem, kind, worlds, source, answer)
    if worlds == 2:
        assert decide_by_enumeration(problem, symmetric=False).verdict == answer.verdict
    with_moment = {**problem, "assumptions": [*problem["assumptions"], {"moment": thesis([["1", {"pr": 0}]], "-1")}]}
    assert decide_by_enumeration(with_moment).verdict == answer.verdict
