"""Compiled array code against exact evaluation, goal by goal, on random expressions."""

import random
from fractions import Fraction

import numpy as np
import pytest

from decision.language.evaluate import evaluate, holds
from decision.language.events import Compare, all_of, any_of
from decision.language.values import Value, affine, u
from decision.numeric.affine import DOUBLE, Precision
from decision.numeric.bits import UNIFORM
from decision.numeric.compiler import compiled
from decision.numeric.frame import Axis, Frame
from decision.numeric.settle import settled
from tests.numeric.expressions import NAMES, random_event, random_value

SINGLE = UNIFORM.precision
GOALS = 10
EXPRESSIONS = 10

KINDS = ("unit", "coarse", "whole", "heavy")


def frame_and_goals(kind: str, rng: np.random.Generator) -> tuple[Frame, np.ndarray]:
    """Numbers in [0, 1); the same on a grid, so that values tie; integers; numbers of any size."""
    shape = (len(NAMES), GOALS)
    if kind == "whole":
        axes = tuple(Axis(width=Fraction(1, 6), bound=6.0) for _ in NAMES)
        return Frame(NAMES, axes, whole=True), rng.integers(-6, 6, shape).astype(float)
    if kind == "heavy":
        return Frame(NAMES, tuple(Axis() for _ in NAMES)), rng.standard_cauchy(shape)
    goals = rng.random(shape, dtype=np.float32).astype(float)
    return Frame(NAMES, tuple(Axis(Fraction(-1), Fraction(2), 1.0) for _ in NAMES)), (
        np.floor(goals * 4) / 4 if kind == "coarse" else goals
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("precision", [DOUBLE, SINGLE], ids=["double", "single"])
def test_margins_decide_as_exact_evaluation_does(kind: str, precision: Precision):
    if kind == "heavy" and precision is SINGLE:
        precision = Precision(SINGLE.roundoff, 0.0, SINGLE.whole)
    source, rng = random.Random(5), np.random.default_rng(5)
    decided = 0
    for _ in range(EXPRESSIONS):
        events = [random_event(source) for _ in range(2)]
        frame, goals = frame_and_goals(kind, rng)
        if kind == "heavy" and precision is not DOUBLE:
            goals = goals.astype(np.float32).astype(float)  # what single precision holds exactly
        block = compiled(events, [], frame, precision)(goals.astype(np.float32 if precision is not DOUBLE else float))
        for k in range(GOALS):
            goal = frame.goal(goals[:, k].tolist())
            for event, margin in zip(events, block.margins, strict=True):
                if abs(margin[k]) > 1 and not (block.open is not None and block.open[k]):
                    decided += 1
                    assert (margin[k] > 0) == holds(event, goal), f"{event} at {goal}"
    share = decided / (EXPRESSIONS * 2 * GOALS)
    assert share == 1 if kind == "whole" and precision is DOUBLE else share > 0.5


@pytest.mark.parametrize("fold", ["all", "any"])
@pytest.mark.parametrize("options", [48, 130])
@pytest.mark.parametrize("dense", [True, False], ids=["dense", "sparse"])
def test_many_comparisons_are_decided_by_the_first_that_decide(
    fold: str, options: int, dense: bool, monkeypatch: pytest.MonkeyPatch
):
    names, rng = tuple(f"w{k}" for k in range(60)), np.random.default_rng(options)
    size, ahead = (60, Fraction(1, 10)) if dense else (2, Fraction(2, 5))

    def lottery() -> Value:
        chosen, weights = rng.choice(60, size, replace=False).tolist(), rng.integers(1, 9, size).tolist()
        return affine({names[j]: Fraction(q, sum(weights)) for j, q in zip(chosen, weights, strict=True)})

    best, others = lottery() + ahead, [lottery() for _ in range(options)]
    event = all_of(*(best >= v for v in others)) if fold == "all" else any_of(*(v > best for v in others))
    frame = Frame(names, tuple(Axis(bound=1.0) for _ in names))
    goals = rng.random((60, 400))
    few = compiled([event & (u("w0") < 2)], [], frame)
    assert len(few.ladders) == 1
    monkeypatch.setattr("decision.numeric.program.MANY", 10**6)
    all_at_once = compiled([event & (u("w0") < 2)], [], frame)
    assert not all_at_once.ladders
    (found,), (known,) = few(goals).margins, all_at_once(goals).margins
    assert np.array_equal(np.abs(found) > 1, np.abs(known) > 1)
    assert np.array_equal(found > 0, known > 0)
    assert 0 < (known > 0).mean() < 1


@pytest.mark.parametrize("fold", ["all", "any"])
def test_what_is_not_known_stays_open_unless_another_comparison_decides(fold: str):
    sides = [(u(f"w{k}"), u(f"v{k}")) for k in range(60)]
    event = all_of(*(a >= b for a, b in sides)) if fold == "all" else any_of(*(b > a for a, b in sides))
    names = tuple(sorted(w for a, b in sides for v in (a, b) for w, _ in v.coefficients))
    frame = Frame(names, tuple(Axis(bound=1.0) for _ in names))
    goals = np.array([[1.0 if w[0] == "w" else 0.0] * 5 for w in names])
    goals[frame.place["w3"], [1, 2, 4]] = np.nan
    goals[frame.place["v50"], [2, 3]] = 2.0
    goals[frame.place["w2"], 4] = -1.0
    (margins,) = compiled([event], [], frame)(goals).margins
    held = [bool(m > 1) if abs(m) > 1 else None for m in margins.tolist()]
    assert held == ([True, None, False, False, False] if fold == "all" else [False, None, True, True, True])


@pytest.mark.parametrize("kind", KINDS)
def test_values_are_within_their_error_bound(kind: str):
    source, rng = random.Random(6), np.random.default_rng(6)
    for _ in range(EXPRESSIONS):
        value = random_value(source)
        frame, goals = frame_and_goals(kind, rng)
        block = compiled([], [value], frame)(goals)
        for k in range(GOALS):
            exact = evaluate(value, frame.goal(goals[:, k].tolist()))
            if not (block.open is not None and block.open[k]):
                assert (
                    abs(Fraction(float(block.values[0][k])) - exact) <= Fraction(block.errors[0]) + abs(exact) / 2**52
                )


def test_settling_a_comparison_keeps_the_event():
    source = random.Random(7)
    changed = 0
    for _ in range(60):
        event = random_event(source, 0)
        if not isinstance(event, Compare):
            continue
        simple = settled(event)
        changed += simple != event
        for _ in range(6):
            goal = {w: Fraction(source.randint(-2, 2)) for w in NAMES}
            assert holds(event, goal) == holds(simple, goal), f"{event} at {goal}"
    assert changed > 5
