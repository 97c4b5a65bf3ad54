"""Simplification and storage never change what an expression means; equal expressions mean the same."""

import json
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from decision import (
    IID,
    Bounded,
    E,
    Exchangeable,
    Indifferent,
    Invariant,
    LogConcave,
    Monotone,
    NoTies,
    Pr,
    ReflectionSymmetric,
    SignSymmetric,
    Spherical,
    Supported,
    Symmetric,
    indifferent,
    maximum,
    minimum,
    pick,
    u,
)
from decision.checker import check_document
from decision.goals.claims import claims
from decision.language.evaluate import evaluate, holds, integrand
from decision.language.reading import claim_from_json
from decision.language.serial import canonical, claim_to_json, digest
from decision.language.walk import pieces
from tests.laws.expressions import (
    NAMES,
    Goal,
    Tree,
    build,
    build_event,
    event_trees,
    goals,
    occurs,
    small_trees,
    value_trees,
    worth,
)

MORE = settings(max_examples=100)


@MORE
@given(value_trees, st.lists(goals, min_size=1, max_size=4))
def test_a_value_means_what_was_written(tree: Tree, points: list[Goal]) -> None:
    value = build(tree)
    for goal in points:
        assert evaluate(value, goal) == worth(tree, goal)


@MORE
@given(event_trees, st.lists(goals, min_size=1, max_size=4))
def test_an_event_means_what_was_written(tree: Tree, points: list[Goal]) -> None:
    event = build_event(tree)
    for goal in points:
        assert holds(event, goal) is occurs(tree, goal)
        assert holds(~event, goal) is not occurs(tree, goal)


@MORE
@given(small_trees, goals)
def test_a_value_is_one_of_its_linear_pieces(tree: Tree, goal: Goal) -> None:
    """Except for a uniform pick at a tie, which is a mean of pieces."""
    if "uniform" not in repr(tree):
        assert worth(tree, goal) in {evaluate(p, goal) for p in pieces(build(tree))}
    assert all(p.is_linear for p in pieces(build(tree)))


@MORE
@given(small_trees, small_trees, goals)
def test_equal_values_are_equal_functions(first: Tree, second: Tree, goal: Goal) -> None:
    x, y = build(first), build(second)
    if x == y:
        assert hash(x) == hash(y)
        assert worth(first, goal) == worth(second, goal)


@MORE
@given(small_trees, small_trees, small_trees, st.fractions(-2, 2, max_denominator=4))
def test_laws_of_sums(first: Tree, second: Tree, third: Tree, q: Fraction) -> None:
    x, y, z = map(build, (first, second, third))
    for left, right in [
        (x + y, y + x),
        ((x + y) + z, x + (y + z)),
        (x - y, -(y - x)),
        (q * (x + y), q * x + q * y),
        (x - x, 0 * y),
        (x + 0, x),
        (2 * x, x + x),
        (x / 2 + x / 2, x),
    ]:
        assert left == right
        assert hash(left) == hash(right)


@MORE
@given(st.permutations([0, 1, 2]), st.tuples(small_trees, small_trees, small_trees))
def test_the_order_of_a_maximum_does_not_count(order: list[int], trees: tuple[Tree, ...]) -> None:
    values = [build(t) for t in trees]
    shuffled = [values[i] for i in order]
    for combine in (maximum, minimum):
        assert combine(*values) == combine(*shuffled)
        assert hash(combine(*values)) == hash(combine(*shuffled))
        assert combine(*values, values[0]) == combine(*values)
        assert combine(combine(*values[:2]), values[2]) == combine(*values)


@MORE
@given(event_trees, event_trees)
def test_structural_equality_of_events(first: Tree, second: Tree) -> None:
    x, y = build_event(first), build_event(second)
    assert x == build_event(first)
    assert hash(x) == hash(build_event(first))
    assert isinstance(x == y, bool)
    assert len({x, build_event(first)}) == 1
    assert x & x == x
    assert x | x == x


@given(st.sampled_from(["best", "worst", "uniform"]), goals)
def test_ties_of_a_pick(ties: str, goal: Goal) -> None:
    same = pick([u("a") * 0, u("a") * 0], [u("a"), u("b")], ties=ties)
    expected = {"best": max, "worst": min, "uniform": lambda x, y: (x + y) / 2}[ties](goal["a"], goal["b"])
    assert evaluate(same, goal) == expected


# --- claims as JSON ---------------------------------------------------------------------------------------------------

ASSUMPTIONS: list[Any] = [
    Exchangeable(),
    Exchangeable(blocks=[["a", "b"], ["c", "d"]]),
    ReflectionSymmetric(),
    ReflectionSymmetric("1/3"),
    SignSymmetric(),
    Invariant([{"a": "b", "b": "c", "c": "a"}]),
    NoTies(),
    Bounded(-1, "1/2"),
    Monotone([("a", "b")]),
    Indifferent(["c", "d"]),
    Supported((u("a") >= u("b")) | ~(maximum(u("c"), u("d")) > 0)),
    IID(),
    LogConcave(),
    Symmetric(),
    Spherical(),
    E(u("a")) == E(u("b")),
    Pr(u("a") > u("b"), given=u("c") > 0) >= "1/4",
]


@st.composite
def theses(draw: st.DrawFn) -> Any:
    event, other, value = draw(event_trees), draw(event_trees), draw(small_trees)
    left = Pr(build_event(event))
    right = draw(
        st.sampled_from([Pr(build_event(other)), E(build(value)), Pr(build_event(other)) * 0 + Fraction(1, 2)])
    )
    condition = draw(st.none() | event_trees)
    if condition is not None:
        left = Pr(build_event(event), given=build_event(condition))
        right = Fraction(1, 3)
    return draw(st.sampled_from([left >= right, left > right, left <= right, left < right, left == right]))


@settings(max_examples=80)
@given(theses(), st.sets(st.integers(0, len(ASSUMPTIONS) - 1), max_size=4), st.lists(goals, min_size=1, max_size=3))
def test_claims_survive_json(thesis: Any, chosen: set[int], points: list[Goal]) -> None:
    given_ = [ASSUMPTIONS[i] for i in sorted(chosen)]
    if {i for i in chosen if i in (2, 4, 13, 14)} and 3 in chosen:
        given_ = [a for a in given_ if a is not ASSUMPTIONS[3]]
    for claim in claims(thesis, given_, outcomes=NAMES):
        written = claim_to_json(claim)
        text = canonical(written)
        assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        again = claim_from_json(json.loads(text))
        assert canonical(claim_to_json(again)) == text
        assert digest(claim_to_json(again)) == digest(written)
        for goal in points:
            assert integrand(again.thesis, goal) == integrand(claim.thesis, goal)


@settings(max_examples=60)
@given(theses())
def test_the_checker_reads_every_claim(thesis: Any) -> None:
    """A claim the package writes is never refused as such: what is missing here is its proof."""
    for claim in claims(thesis, [], outcomes=NAMES):
        written = claim_to_json(claim)
        certificate = {"kind": "fails", "claim": digest(written), "law": {}}
        report = check_document({"schema": "decision/1", "parts": [{"claim": written, "certificate": certificate}]})
        assert not report.accepted
        assert report.path.startswith("parts[0].certificate.law"), report


@MORE
@given(event_trees, goals)
def test_probability_is_the_indicator(tree: Tree, goal: Goal) -> None:
    thesis = Pr(build_event(tree)) >= "1/3"
    (claim,) = claims(thesis, [], outcomes=NAMES)
    assert integrand(claim.thesis, goal) == occurs(tree, goal) - Fraction(1, 3)


@MORE
@given(event_trees, event_trees, small_trees, goals)
def test_conditional_theses_are_linear_in_the_law(tree: Tree, on: Tree, value: Tree, goal: Goal) -> None:
    condition = build_event(on)
    (first,) = claims(Pr(build_event(tree), given=condition) <= "1/3", [], outcomes=NAMES)
    assert integrand(first.thesis, goal) == occurs(on, goal) * (Fraction(1, 3) - occurs(tree, goal))
    (second,) = claims(E(build(value), given=condition) > "1/3", [], outcomes=NAMES)
    assert integrand(second.thesis, goal) == occurs(on, goal) * (worth(value, goal) - Fraction(1, 3))


@given(small_trees, small_trees, goals)
def test_indifference_is_equality_of_values(first: Tree, second: Tree, goal: Goal) -> None:
    assert holds(indifferent(build(first), build(second)), goal) is (worth(first, goal) == worth(second, goal))
