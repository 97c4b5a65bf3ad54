"""Compiled array code against exact evaluation, goal by goal, on random expressions."""

import random
from fractions import Fraction

import numpy as np
import pytest

from decision.language.evaluate import evaluate, holds
from decision.language.events import Compare
from decision.numeric.affine import DOUBLE, SINGLE, Precision
from decision.numeric.compiler import compiled
from decision.numeric.frame import Axis, Frame
from decision.numeric.settle import settled
from tests.numeric.expressions import NAMES, random_event, random_value

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
