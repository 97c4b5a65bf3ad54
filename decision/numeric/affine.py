"""Affine forms of drawn numbers and of nodes, with a bound on what rounding does to them.

Sizes and errors are pairs (slope, offset), meaning `slope * norm + offset`, where `norm` is the largest size among the
unbounded numbers drawn for a goal. For a form `c + sum_j a_j x_j + sum_n q_n y_n` with `m` terms, evaluated in any
order in arithmetic of unit roundoff `e`, coefficients rounded too (:cite:p:`Higham2002`, section 3.1):

    error <= (m + 3) e (|c| + sum_j |a_j| |x_j| + sum_n |q_n| |y_n|) + sum_j |a_j| error(x_j) + sum_n |q_n| error(y_n),

valid while `(m + 3) e` is small; the factor 1.01 below covers the terms of second order.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from decision.language.values import Node, Value
from decision.numeric.frame import Frame

__all__ = ["DOUBLE", "Form", "Precision", "Size", "form", "scaled"]

Size = NDArray[np.float64]
SAFETY = 1.01


@dataclass(frozen=True)
class Precision:
    """Of an evaluation: unit roundoff, error of the drawn numbers, and below what size integers are exact."""

    roundoff: float
    drawn: float
    whole: float


DOUBLE = Precision(roundoff=2.0**-53, drawn=0.0, whole=2.0**51)


@dataclass(frozen=True)
class Form:
    """`scale` times a value, as an affine form.

    Attributes
    ----------
    linear : tuple of (int, Fraction)
        Rows of the drawn numbers with their coefficients.
    parts : tuple of (int, Fraction)
        Slots of nodes, as they are scaled, with their coefficients.
    constant, scale : Fraction
    size, error : array of 2
    """

    linear: tuple[tuple[int, Fraction], ...]
    parts: tuple[tuple[int, Fraction], ...]
    constant: Fraction
    scale: Fraction
    size: Size
    error: Size


def form(
    value: Value,
    frame: Frame,
    slots: Mapping[Node, int],
    known: Mapping[int, Form],
    precision: Precision,
    *,
    multiple: int = 1,
) -> Form:
    """The form of a value; scaled to integers, by a multiple of `multiple`, where drawn numbers are integers.

    Parameters
    ----------
    slots : mapping of Node to int
        Where the nodes of the value are evaluated.
    known : mapping of int to Form
        Scale, size and error of each slot.
    """
    placed = [(frame.place[w], q) for w, q in value.coefficients]
    # most axes are [0, 1], and a product of rationals takes its time
    linear = tuple((j, q if (width := frame.axes[j].width) == 1 else q * width) for j, q in placed)
    constant = value.constant + sum(q * low for j, q in placed if (low := frame.axes[j].low))
    parts = tuple((slots[n], q / known[slots[n]].scale) for n, q in value.nodes)
    scale = Fraction(1)
    if frame.whole:
        numbers = [constant, *(q for _, q in linear), *(q for _, q in parts)]
        scale = Fraction(lcm(multiple, *(q.denominator for q in numbers)))
    return scaled(Form(linear, parts, constant, Fraction(1), np.zeros(2), np.zeros(2)), scale, frame, known, precision)


def scaled(one: Form, factor: Fraction, frame: Frame, known: Mapping[int, Form], precision: Precision) -> Form:
    """A multiple of a form, with its size and error."""
    linear = tuple((j, factor * q) for j, q in one.linear) if factor != 1 else one.linear
    parts = tuple((s, factor * q) for s, q in one.parts) if factor != 1 else one.parts
    constant = factor * one.constant
    slope, offset, total = 0.0, abs(float(constant)), 0.0
    for j, q in linear:
        bound, weight = frame.axes[j].bound, abs(float(q))
        total += weight
        if bound is None:
            slope += weight
        else:
            offset += weight * bound
    size, inherited = np.array([slope, offset]), np.array([0.0, total * precision.drawn])
    for s, q in parts:
        size += abs(float(q)) * known[s].size
        inherited += abs(float(q)) * known[s].error
    exact = frame.whole and size[0] == 0 and size[1] < precision.whole and not inherited.any()
    terms = len(linear) + len(parts) + 3
    error = np.zeros(2) if exact else SAFETY * (terms * precision.roundoff * size + inherited)
    return Form(linear, parts, constant, factor * one.scale, size, error)
