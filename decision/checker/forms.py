"""Affine forms: finite sums of rational multiples of keys, and a constant.

A form is a dictionary from keys to nonzero rationals. The key of the constant is the empty string, which is the name
of no coordinate, so that all arithmetic treats it like any other key. Other keys are names of coordinates (strings)
and *nodes*: values that are not affine (a `max` or a `pick`), written as an expression index, or as the pair of it
and the index of a group element. Zero coefficients are never stored, hence two forms are the same function of their
keys exactly when the dictionaries are equal.
"""

from collections.abc import Mapping
from typing import TypeVar

from decision.checker.formats import Rational

CONSTANT = ""

K = TypeVar("K")
Node = tuple[int, int]
Pattern = dict[str | int, Rational]  # a value before a group element is chosen; nodes are expression indices
Form = dict[str | Node, Rational]  # a value at a group element
Affine = dict[str, Rational]  # no nodes


def add(total: dict[K, Rational], form: Mapping[K, Rational], factor: Rational = 1) -> None:
    """Add a multiple of a form to a total, in place."""
    for key, q in form.items():
        if value := total.get(key, 0) + factor * q:
            total[key] = value
        else:
            total.pop(key, None)


def difference(left: Mapping[K, Rational], right: Mapping[K, Rational]) -> dict[K, Rational]:
    """Return `left - right`."""
    result = dict(left)
    add(result, right, -1)
    return result


def scaled(form: Mapping[K, Rational], factor: Rational) -> dict[K, Rational]:
    """Return a multiple of a form."""
    return {key: factor * q for key, q in form.items()} if factor else {}


def constant(value: Rational) -> Affine:
    """Return the form that is a number."""
    return {CONSTANT: value} if value else {}


def proportional(left: Form, right: Form) -> bool:
    """Whether one form is a nonzero multiple of the other, and neither is zero."""
    if not left or left.keys() != right.keys():
        return False
    key = next(iter(left))
    p, q = left[key], right[key]
    return all(left[k] * q == right[k] * p for k in left)


def affine(
    form: Mapping[str, Rational] | Mapping[str | int, Rational] | Mapping[str | Node, Rational],
) -> Affine | None:
    """Return the form itself if no node occurs in it, else None."""
    result = {key: q for key, q in form.items() if isinstance(key, str)}
    return result if len(result) == len(form) else None
