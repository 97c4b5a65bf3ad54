"""Signed permutations form groups: words multiply back, orders and orbits agree with plain closure."""

import itertools
import math
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decision import Exchangeable, Pr, ReflectionSymmetric, SignSymmetric, u
from decision.goals.claims import claims
from decision.goals.groups import Element, Group, compose, from_generator, identity, inverse
from decision.language.claims import Invariance


def act(element: Element, goal: tuple[int, ...]) -> tuple[int, ...]:
    """Apply an element to a goal, about the centre 0."""
    return tuple(s * goal[v] for v, s in zip(element.source, element.sign, strict=True))


def all_elements(group: Group) -> set[Element]:
    """Return the group by plain closure."""
    found, todo = {identity(group.size)}, [identity(group.size)]
    while todo:
        element = todo.pop()
        for g in group.generators:
            product = compose(g, element)
            if product not in found:
                found.add(product)
                todo.append(product)
    return found


@st.composite
def elements(draw: st.DrawFn, size: int) -> Element:
    signs = st.sampled_from([(1,) * size]) | st.tuples(*[st.sampled_from([1, -1])] * size)
    return Element(tuple(draw(st.permutations(range(size)))), tuple(draw(signs)))


@st.composite
def groups(draw: st.DrawFn) -> Group:
    size = draw(st.integers(1, 4))
    return Group(tuple(draw(st.lists(elements(size), max_size=3))), size)


@given(st.data(), st.integers(1, 5))
def test_composition_is_the_composition_of_actions(data: st.DataObject, size: int) -> None:
    f, g, h = (data.draw(elements(size)) for _ in range(3))
    goal = tuple(data.draw(st.lists(st.integers(-9, 9), min_size=size, max_size=size)))
    assert act(compose(f, g), goal) == act(f, act(g, goal))
    assert compose(compose(f, g), h) == compose(f, compose(g, h))
    assert compose(f, inverse(f)) == compose(inverse(f), f) == identity(size)
    assert act(inverse(f), act(f, goal)) == goal


@settings(max_examples=100)
@given(groups())
def test_orders_equal_plain_closure(group: Group) -> None:
    assert group.order == len(all_elements(group))


@settings(max_examples=60)
@given(groups())
def test_words_multiply_back(group: Group) -> None:
    for element in all_elements(group):
        word = group.word(element)
        assert all(-len(group.generators) <= letter < len(group.generators) for letter in word)
        assert group.product(word) == element


@settings(max_examples=100)
@given(groups(), st.data())
def test_orbit_of_a_colouring(group: Group, data: st.DataObject) -> None:
    """One element for each way in which the group can move the colours."""
    colours = tuple(data.draw(st.lists(st.integers(1, 2), min_size=group.size, max_size=group.size)))
    found = group.orbit(colours, 10_000)
    assert found is not None

    def image(element: Element) -> tuple[int, ...]:
        moved = [0] * group.size
        for i, (v, s) in enumerate(zip(element.source, element.sign, strict=True)):
            moved[v] = s * colours[i]
        return tuple(moved)

    everything = all_elements(group)
    assert set(found) == {image(e) for e in everything}
    for colouring, element in found.items():
        assert element in everything
        assert image(element) == colouring


def test_the_orbit_respects_its_limit() -> None:
    (claim,) = claims(Pr(u("a") > u("b")) >= 0, [Exchangeable()], outcomes=list("abcdef"))
    group = group_of(claim)
    assert group.orbit(range(1, 7), 719) is None
    assert len(group.orbit(range(1, 7), 720) or ()) == 720


def group_of(claim: object) -> Group:
    """Return the group of a claim's invariances."""
    names = claim.outcomes  # type: ignore[attr-defined]
    listed = [g for c in claim.conditions if isinstance(c, Invariance) for g in c.generators]  # type: ignore[attr-defined]
    return Group(tuple(from_generator(g, names) for g in listed), len(names))


@pytest.mark.parametrize("size", [2, 3, 5, 12, 20])
def test_orders_of_named_groups(size: int) -> None:
    """12 outcomes do not mean listing 12! elements."""
    names = [f"w{i}" for i in range(size)]
    thesis = Pr(u("w0") > u("w1")) >= 0
    half = size // 2
    cases = [
        ([], 1),
        ([Exchangeable()], math.factorial(size)),
        ([ReflectionSymmetric()], 2),
        ([SignSymmetric()], 2**size),
        ([Exchangeable(), SignSymmetric(0)], 2**size * math.factorial(size)),
        ([Exchangeable(), ReflectionSymmetric(0)], 2 * math.factorial(size)),
        (
            [Exchangeable(blocks=[names[:half], names[half:]])],
            math.factorial(half) * math.factorial(size - half),
        ),
    ]
    for given_, order in cases:
        (claim,) = claims(thesis, given_, outcomes=names)
        assert group_of(claim).order == order


@pytest.mark.parametrize("size", [3, 6, 10])
def test_words_in_large_groups(size: int) -> None:
    names = [f"w{i}" for i in range(size)]
    (claim,) = claims(Pr(u("w0") > u("w1")) >= 0, [Exchangeable(), SignSymmetric(0)], outcomes=names)
    group, source = group_of(claim), random.Random(size)
    for _ in range(40):
        order, signs = list(range(size)), tuple(source.choice([1, -1]) for _ in range(size))
        source.shuffle(order)
        element = Element(tuple(order), signs)
        assert group.product(group.word(element)) == element


@pytest.mark.parametrize("size", [3, 4])
def test_generators_of_a_claim_act_as_the_format_says(size: int) -> None:
    """`(g u)(w) = u(v)` or `2 c - u(v)`: the orbit of a goal under a claim's generators."""
    names = [f"w{i}" for i in range(size)]
    (claim,) = claims(Pr(u("w0") > u("w1")) >= 0, [Exchangeable(), ReflectionSymmetric("1/2")], outcomes=names)
    goal = {w: Fraction(i * i) for i, w in enumerate(names)}
    seen, todo = {tuple(goal.values())}, [goal]
    while todo:
        point = todo.pop()
        for c in claim.conditions:
            assert isinstance(c, Invariance)
            for g in c.generators:
                moved = dict(point)
                for w, sign, v in g.moves:
                    assert sign > 0 or g.center == Fraction(1, 2)
                    moved[w] = point[v] if sign > 0 else 1 - point[v]
                if tuple(moved.values()) not in seen:
                    seen.add(tuple(moved.values()))
                    todo.append(moved)
    permutations = set(itertools.permutations(goal.values()))
    assert seen == permutations | {tuple(1 - x for x in p) for p in permutations}
