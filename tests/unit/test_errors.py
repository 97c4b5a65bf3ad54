"""Bad input is refused by a `DecisionError` that names the argument, shows the value, states the rule, says the fix."""

from collections.abc import Callable
from typing import Any

import pytest
import sympy

from decision import (
    IID,
    Bounded,
    CertificateError,
    Choice,
    ContradictionError,
    DecisionError,
    E,
    Exchangeable,
    Indifferent,
    InvalidType,
    InvalidValue,
    Invariant,
    Monotone,
    NoTies,
    Pr,
    ReflectionSymmetric,
    SignSymmetric,
    Supported,
    UnknownName,
    bounds,
    decide,
    frontier,
    indifferent,
    load,
    maximum,
    normalise,
    orbit_counts,
    pick,
    u,
)

A, B, C = (u(w) for w in "abc")
MENU = Choice({"sure": {"w": 1}, "coin": {"x": "1/2", "y": "1/2"}})
HALF = Pr(A >= B) >= "1/2"
Refusal = tuple[Callable[[], Any], type[Exception], tuple[str, ...]]

# What is done; the error; words of the message: argument, value, rule, fix.
REFUSALS: dict[str, Refusal] = {
    "float-probability": (
        lambda: Choice({"a": {"w": 0.5, "v": 0.5}}),
        InvalidType,
        ("probability of 'w' in option 'a'", "0.5", "float", "write '1/2'"),
    ),
    "row-that-misses-a-millionth": (
        lambda: Choice({"a": {"w": "1/2", "v": "499999/1000000"}}),
        InvalidValue,
        ("option 'a'", "999999/1000000", "not 1", "normalise()"),
    ),
    "negative-probability": (
        lambda: Choice({"a": {"w": "3/2", "v": "-1/2"}}),
        InvalidValue,
        ("probability of 'v' in option 'a'", "-1/2", "negative", "correct"),
    ),
    "rounded-third": (
        lambda: Choice({"a": {"w": "0.333333", "v": "0.333333", "x": "0.333333"}}),
        InvalidValue,
        ("option 'a'", "999999/1000000", "not 1"),
    ),
    "text-that-is-no-number": (
        lambda: Choice({"a": {"w": "one"}}),
        InvalidValue,
        ("probability of 'w' in option 'a'", "'one'", "rational", "write"),
    ),
    "zero-denominator": (lambda: Choice({"a": {"w": "1/0"}}), InvalidValue, ("'1/0'", "rational")),
    "not-a-number": (lambda: Choice({"a": {"w": float("nan")}}), InvalidType, ("nan", "float")),
    "truth-value": (lambda: Choice({"a": {"w": True}}), InvalidType, ("True", "write")),
    "unknown-option": (lambda: MENU.best("soin"), UnknownName, ("option", "'soin'", "'sure', 'coin'")),
    "unknown-option-of-value": (lambda: MENU.value("x"), UnknownName, ("option", "'x'", "'sure', 'coin'")),
    "unknown-option-in-prefers": (lambda: MENU.prefers("sure", "z"), UnknownName, ("option", "'z'", "'sure', 'coin'")),
    "outcome-the-thesis-lacks": (
        lambda: decide(HALF, given=[Exchangeable(blocks=[["a", "zzz"]])]),
        UnknownName,
        ("'zzz'", "Exchangeable", "'a', 'b'"),
    ),
    "outcome-of-a-support": (
        lambda: decide(HALF, given=[Supported(C >= A)]),
        UnknownName,
        ("'c'", "Supported", "'a', 'b'"),
    ),
    "outcome-of-a-moment": (lambda: decide(HALF, given=[E(C) == 0]), UnknownName, ("'c'", "'a', 'b'")),
    "outcome-of-monotone": (lambda: decide(HALF, given=[Monotone([("a", "q")])]), UnknownName, ("'q'", "Monotone")),
    "outcome-of-indifferent": (
        lambda: decide(HALF, given=[Indifferent(["a", "q"])]),
        UnknownName,
        ("'q'", "Indifferent"),
    ),
    "outcome-of-invariant": (
        lambda: decide(HALF, given=[Invariant([{"a": "q", "q": "a"}])]),
        UnknownName,
        ("'q'", "Invariant"),
    ),
    "duplicate-option": (
        lambda: Choice([("a", {"w": 1}), ("b", {"v": 1}), ("a", {"x": 1})]),  # type: ignore[arg-type]
        InvalidValue,
        ("options", "'a'", "twice", "rename"),
    ),
    "empty-menu": (lambda: Choice({}), InvalidValue, ("options", "{}", "empty", "give")),
    "empty-lottery": (lambda: Choice({"a": {}}), InvalidValue, ("option 'a'", "empty", "give")),
    "outcome-that-is-no-text": (lambda: Choice({"a": {3: 1}}), InvalidType, ("outcome of option 'a'", "3", "'3'")),  # type: ignore[dict-item]
    "empty-name": (lambda: u(""), InvalidValue, ("outcome", "''", "nonempty", "rename")),
    "name-with-a-colon": (lambda: u("later:w"), InvalidValue, ("outcome", "'later:w'", "':'", "rename")),
    "two-centres": (
        lambda: decide(HALF, given=[ReflectionSymmetric(0), SignSymmetric(1)]),
        ContradictionError,
        ("center", "1", "0", "no goal distribution", "drop"),
    ),
    "contradictory-assumptions": (
        lambda: decide(HALF, given=[Bounded(0, 1), Pr(A > 2) >= "1/2"]),
        ContradictionError,
        ("given", "no goal distribution", "drop"),
    ),
    "symbols-that-do-not-sum-to-one": (
        lambda: Choice({"a": {"w": sympy.Symbol("p"), "v": "1/2"}}),
        InvalidValue,
        ("option 'a'", "p + 1/2", "not 1"),
    ),
    "symbol-in-a-thesis": (lambda: decide(Pr(A >= B) >= sympy.Symbol("q")), InvalidType, ("q", "symbol", "substitute")),
    "symbol-in-a-support": (
        lambda: decide(Pr(A >= B) >= 0, given=[Supported(A - sympy.Symbol("q") * B >= 0)]),
        InvalidType,
        ("given", "q", "symbol", "substitute"),
    ),
    "root-of-a-symbol": (
        lambda: sympy.sqrt(sympy.Symbol("q")) * A,
        InvalidType,
        ("sqrt(q)", "quotient of polynomials"),
    ),
    "irrational": (lambda: Pr(A >= B) >= sympy.sqrt(2), InvalidType, ("sqrt(2)", "rational", "write")),
    "chained-comparison": (lambda: A >= B >= C, InvalidType, ("u(a) >= u(b)", "truth value", "(a >= b) & (b >= c)")),
    "and-of-events": (lambda: (A >= B) and (B >= C), InvalidType, ("u(a) >= u(b)", "truth value", "&")),
    "not-event": (lambda: not (A >= B), InvalidType, ("u(a) >= u(b)", "truth value", "~")),
    "bool-of-a-thesis": (lambda: bool(HALF), InvalidType, ("Pr(u(a) >= u(b)) >= 1/2", "decide(")),
    "chained-thesis": (lambda: 0 <= Pr(A >= B) <= "1/2", InvalidType, ("thesis", "decide(")),
    "bool-of-a-verdict": (
        lambda: bool(decide(Pr(A >= B) >= 0)),
        InvalidType,
        ("verdict", "HOLDS", "truth value", "verdict.holds"),
    ),
    "product-of-values": (lambda: A * B, InvalidType, ("product", "piecewise linear", "rational")),
    "product-of-quantities": (lambda: Pr(A > B) * Pr(B > C), InvalidType, ("product", "linear", "rational")),
    "value-divided-by-zero": (lambda: A / 0, InvalidValue, ("divisor", "0", "zero")),
    "quantity-divided-by-zero": (lambda: Pr(A > B) / 0, InvalidValue, ("divisor", "0", "zero")),
    "float-factor": (lambda: 0.5 * A, InvalidType, ("factor", "0.5", "float", "'1/2'")),
    "float-bound": (lambda: Pr(A >= B) >= 0.5, InvalidType, ("0.5", "float", "'1/2'")),
    "comparison-with-a-float": (lambda: A >= 0.25, InvalidType, ("0.25", "float", "'1/4'")),
    "empty-maximum": (lambda: maximum(), InvalidValue, ("values", "empty", "at least one")),
    "pick-of-different-lengths": (lambda: pick([A], [B, C]), InvalidValue, ("by", "1", "pay", "2", "same")),
    "unknown-tie-rule": (lambda: pick([A, B], [B, A], ties="first"), InvalidValue, ("ties", "'first'", "'best'")),  # type: ignore[arg-type]
    "probability-of-a-value": (lambda: Pr(A), InvalidType, ("event", "u(a)", "Value", "write")),  # type: ignore[arg-type]
    "expectation-of-an-event": (lambda: E(A > B), InvalidType, ("value", "u(a) > u(b)", "E takes a value")),  # type: ignore[arg-type]
    "condition-that-is-no-event": (lambda: Pr(A > B, given=A), InvalidType, ("given", "u(a)", "event")),  # type: ignore[arg-type]
    "event-and-truth-value": (lambda: (A > B) & True, InvalidType, ("event", "True", "comparison")),  # type: ignore[operator]
    "event-as-a-thesis": (lambda: decide(A > B), InvalidType, ("thesis", "u(a) > u(b)", "Pr(")),  # type: ignore[arg-type]
    "quantity-as-a-thesis": (lambda: decide(Pr(A > B)), InvalidType, ("thesis", "Pr(u(a) > u(b))", "compare")),  # type: ignore[arg-type]
    "event-as-an-assumption": (
        lambda: decide(HALF, given=[A > B]),
        InvalidType,
        ("given", "u(a) > u(b)", "Supported("),
    ),  # type: ignore[list-item]
    "class-as-an-assumption": (lambda: decide(HALF, given=[IID]), InvalidType, ("given", "IID", "assumptions such as")),  # type: ignore[list-item]
    "assumption-that-is-not-listed": (lambda: decide(HALF, given=IID()), InvalidType, ("given", "IID(", "list")),  # type: ignore[arg-type]
    "mixed-conditions": (
        lambda: decide(Pr(A > B, given=A > C) >= Pr(A > B)),
        InvalidValue,
        ("thesis", "given u(a) > u(c)", "different conditions", "same event"),
    ),
    "bounds-upside-down": (lambda: Bounded(1, 0), InvalidValue, ("low", "1", "high", "0", "smaller")),
    "overlapping-blocks": (
        lambda: Exchangeable(blocks=[["a", "b"], ["b", "c"]]),
        InvalidValue,
        ("blocks", "'b'", "twice"),
    ),
    "blocks-that-are-text": (lambda: Exchangeable(blocks=["ab"]), InvalidType, ("blocks", "'ab'", "write")),  # type: ignore[list-item]
    "blocks-that-are-no-list": (lambda: Exchangeable(blocks=5), InvalidType, ("blocks", "5", "write")),  # type: ignore[arg-type]
    "not-a-permutation": (
        lambda: Invariant([{"a": "b"}]),
        InvalidValue,
        ("generators", "{'a': 'b'}", "permutation", "write"),
    ),
    "permutation-of-numbers": (lambda: Invariant([{"a": 1, 1: "a"}]), InvalidType, ("generators", "1", "write")),  # type: ignore[dict-item]
    "one-indifferent-outcome": (lambda: Indifferent(["a"]), InvalidValue, ("outcomes", "'a'", "two")),
    "indifferent-text": (lambda: Indifferent("ab"), InvalidType, ("outcomes", "'ab'", "write")),
    "half-a-pair": (lambda: Monotone([("a",)]), InvalidValue, ("pairs", "('a',)", "two", "write")),  # type: ignore[list-item]
    "no-pairs": (lambda: Monotone([]), InvalidValue, ("pairs", "empty", "give")),
    "support-that-is-no-event": (lambda: Supported(A), InvalidType, ("event", "u(a)", "write")),  # type: ignore[arg-type]
    "unknown-self": (
        lambda: decide(HALF, given=[Exchangeable(self="later")]),
        InvalidValue,
        ("self", "'later'", "now", "name one"),
    ),
    "whose-goal": (
        lambda: decide(Pr(u("a", self="later") <= A) >= 0, given=[Bounded(0, 1)]),
        InvalidValue,
        ("self", "now, later", "self='now'"),
    ),
    "outcomes-that-are-text": (lambda: decide(HALF, outcomes="cd"), InvalidType, ("outcomes", "'cd'", "write")),
    "outcomes-that-are-numbers": (lambda: decide(HALF, outcomes=[3]), InvalidType, ("outcome", "3", "write")),  # type: ignore[list-item]
    "thesis-without-outcomes": (lambda: decide(Pr(A >= A) >= 1), InvalidValue, ("outcomes", "thesis")),
    "bounds-of-a-thesis": (lambda: bounds(HALF), InvalidType, ("quantity", "Pr(u(a) >= u(b)) >= 1/2", "write")),  # type: ignore[arg-type]
    "assumption-listed-twice": (
        lambda: frontier(HALF, assumptions=[NoTies(), NoTies()]),
        InvalidValue,
        ("assumptions", "NoTies()", "twice", "once"),
    ),
    "indifferent-numbers": (lambda: indifferent(3, 3), InvalidType, ("3", "value", "write")),  # type: ignore[arg-type]
    "goal-that-lacks-an-outcome": (lambda: orbit_counts(A, B, goal={"a": 1}), InvalidValue, ("goal", "'b'", "add")),
    "weights-that-vanish": (lambda: normalise({"a": 0}), InvalidValue, ("weights", "0")),
    "negative-weight": (lambda: normalise({"a": -1, "b": 2}), InvalidValue, ("'a'", "-1", "negative")),
    "missing-file": (
        lambda: load("/nonexistent/claim.json"),
        CertificateError,
        ("path", "nonexistent", "No such file"),
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_refusals(name: str) -> None:
    act, kind, words = REFUSALS[name]
    with pytest.raises(DecisionError) as error:
        act()
    assert isinstance(error.value, kind)
    said = str(error.value)
    assert [w for w in words if w not in said] == [], said


BUILTINS = [
    (InvalidValue, ValueError),
    (InvalidType, TypeError),
    (UnknownName, LookupError),
    (ContradictionError, ValueError),
    (CertificateError, ValueError),
]


@pytest.mark.parametrize(("leaf", "builtin"), BUILTINS)
def test_each_error_is_also_a_builtin(leaf: type[Exception], builtin: type[Exception]) -> None:
    assert issubclass(leaf, DecisionError)
    assert issubclass(leaf, builtin)


def test_exact_numbers_that_are_accepted() -> None:
    menu = Choice({"a": {"w": sympy.Rational(1, 3), "v": "0.5", "x": "1/6"}, "b": {"w": 1}, "c": {"w": "1."}})
    assert sum(menu.lottery("a").values()) == 1
    assert menu.value("b") == menu.value("c")
