"""Random small claims: `decide` and the exhaustive procedure of `tests.oracle` must say the same."""

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import pytest

from decision import (
    Bounded,
    ContradictionError,
    E,
    Evidence,
    Exchangeable,
    Indifferent,
    InvalidType,
    NoTies,
    Pr,
    ReflectionSymmetric,
    SignSymmetric,
    Supported,
    bounds,
    check,
    decide,
    load,
    maximum,
    u,
)
from decision.goals.claims import claims
from decision.language.serial import claim_to_json
from tests.oracle import OracleRefusal, decide_by_enumeration
from tests.unit.random_claims import Case, case
from tests.unit.random_events import impossible_or_certain, strict, two_selves

MAX_CELLS = 10_000


@dataclass
class Tally:
    """What became of a number of claims."""

    compared: int = 0
    skipped: int = 0
    empty: int = 0
    undecided: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0


def oracle_says(problem: Case, max_cells: int) -> list[str]:
    """Return the oracle's verdict on each claim of the thesis."""
    thesis, given, worlds = problem
    listed = claims(thesis, given, outcomes=worlds)
    return [decide_by_enumeration(claim_to_json(c), max_cells=max_cells).verdict for c in listed]


def compare(seed: int, tally: Tally, *, made: Callable[[int], Case] = case, max_cells: int = MAX_CELLS) -> None:
    """Decide the claim of a seed both ways."""
    problem = made(seed)
    thesis, given, worlds = problem
    said = f"seed {seed}: {thesis!r} given {given!r} on {worlds}"
    try:
        expected = oracle_says(problem, max_cells)
    except OracleRefusal:
        tally.skipped += 1
        return
    if "BOUNDARY" in expected:
        tally.skipped += 1
        return
    tally.compared += 1
    start = time.monotonic()
    try:
        verdict = decide(thesis, given=given, outcomes=worlds, time_limit=20)
    except ContradictionError:
        tally.empty += 1
        if set(expected) != {"EMPTY"}:
            tally.wrong.append(f"{said}: ContradictionError, but the oracle says {expected}")
        return
    except RecursionError:
        tally.wrong.append(f"{said}: decide crashes with RecursionError, the oracle says {expected}")
        return
    finally:
        tally.slowest = max(tally.slowest, time.monotonic() - start)
    found = [part.status.value for part in verdict.parts]
    for answer, truth in zip(found, expected, strict=False):
        if answer == "UNDECIDED":
            tally.undecided.append(f"{said}: UNDECIDED ({verdict.reason}), the oracle says {expected}")
        elif answer != truth:
            tally.wrong.append(f"{said}: {found}, but the oracle says {expected}")
    if "UNDECIDED" not in found:
        assert verdict.evidence is Evidence.CERTIFIED
        assert check(verdict).accepted
        assert len(found) == len(expected) or found[-1] == "FAILS"


def run(seeds: range, **how: object) -> Tally:
    """Compare many claims, and demand that nearly all were decided, all rightly."""
    tally = Tally()
    for seed in seeds:
        compare(seed, tally, **how)  # type: ignore[arg-type]
    print(f"{tally.compared} compared, {tally.skipped} skipped, {tally.empty} empty, slowest {tally.slowest:.1f} s")
    print("\n".join(tally.undecided))
    assert not tally.wrong, "\n".join(tally.wrong)
    assert tally.compared >= 0.8 * len(seeds), tally
    assert len(tally.undecided) < 0.05 * len(seeds), "\n".join(tally.undecided)
    return tally


def with_moments(seed: int) -> Case:
    """Return a claim with moment conditions."""
    return case(seed, with_moments=True)


EVENTS = [impossible_or_certain, strict, two_selves]


@pytest.mark.parametrize("made", EVENTS, ids=lambda f: f.__name__)
def test_random_claims_about_events(made: Callable[[int], Case]) -> None:
    """Pointwise contradictions, strict claims and picks by others: none of these should stay open."""
    tally = run(range(40), made=made)
    assert not tally.undecided


@pytest.mark.slow
@pytest.mark.parametrize("made", EVENTS, ids=lambda f: f.__name__)
def test_many_random_claims_about_events(made: Callable[[int], Case]) -> None:
    run(range(1000, 1300), made=made)


def test_random_claims() -> None:
    run(range(60))


def test_random_claims_with_moments() -> None:
    run(range(30), made=with_moments, max_cells=2000)


@pytest.mark.slow
def test_many_random_claims() -> None:
    run(range(1000, 1500))


@pytest.mark.slow
def test_many_random_claims_with_moments() -> None:
    run(range(1000, 1200), made=with_moments)


# Empty classes: the oracle says EMPTY exactly when `decide` raises ContradictionError.

A, B, C = u("a"), u("b"), u("c")
EMPTY_CLASSES = {
    "support-never-true": [Supported((A > B) & (B > A))],
    "indifferent-yet-no-ties": [Indifferent(["a", "b"]), NoTies()],
    "strictly-better-yet-exchangeable": [Supported(A > B), Exchangeable()],
    "bounds-exclude-the-centre": [Bounded(1, 2), ReflectionSymmetric(0)],
    "moment-outside-the-bounds": [Bounded(0, 1), E(A) >= 2],
    "strict-moment-at-the-bound": [Bounded(0, 1), E(A) > 1],
    "moment-against-a-symmetry": [Exchangeable(), E(A) - E(B) >= "1/4"],
    "moment-against-a-reflection": [ReflectionSymmetric(0), E(A) > 0],
    "two-moments": [Pr(A > B) >= "2/3", Pr(B > A) > "1/3"],
    "probability-above-one": [Pr(A >= B) >= "3/2"],
    "probability-of-never": [Pr(A >= B) == 0, Pr(B >= A) == 0],
    "indifferent-yet-different-moments": [Indifferent(["a", "b"]), E(A) > E(B)],
}
NONEMPTY_CLASSES = {
    "bound-attained": [Bounded(0, 1), E(A) == 1],
    "point-bounds": [Bounded(1, 1), ReflectionSymmetric(1)],
    "tie-free-inside-a-thin-cone": [NoTies(), Supported((A >= B) & (2 * B >= 2 * A - "1/1000"))],
    "conditions-that-just-fit": [Pr(A > B) >= "2/3", Pr(B > A) >= "1/3"],
    "unbounded-mean": [E(A) > 1000],
    "mean-without-symmetry": [E(A) - E(B) >= "1/4", E(B) >= "1/4"],
}
ASKED = Pr(A >= B) >= "1/2"


@pytest.mark.parametrize("name", EMPTY_CLASSES)
def test_nothing_holds_in_an_empty_class(name: str) -> None:
    given = EMPTY_CLASSES[name]
    assert oracle_says((ASKED, given, []), MAX_CELLS) == ["EMPTY"]
    for thesis in (ASKED, Pr(A >= B) < "1/2", Pr(A > B) >= 0):
        with pytest.raises(ContradictionError, match="no goal distribution") as caught:
            decide(thesis, given=given, time_limit=20)
        report = check(caught.value)
        assert (report.accepted, report.grade, report.kinds) == (True, "CERTIFIED", ("empty",))


def test_the_proof_of_an_empty_class_is_a_file(tmp_path: Path) -> None:
    with pytest.raises(ContradictionError) as caught:
        decide(ASKED, given=[Bounded(0, 1), E(A) >= 2])
    path = caught.value.save(tmp_path / "nobody.json")
    report = check(path)
    assert report.accepted
    assert report.sentence.startswith("There is no law of a, b with")
    with pytest.raises(ContradictionError, match="There is no law") as again:
        load(path)
    assert again.value.document == caught.value.document


def test_what_contradicts_itself_needs_no_proof(tmp_path: Path) -> None:
    with pytest.raises(ContradictionError, match="two points") as caught:
        decide(ASKED, given=[ReflectionSymmetric(0), SignSymmetric(1)])
    assert caught.value.document is None
    for refused in (lambda: check(caught.value), lambda: caught.value.save(tmp_path / "none.json")):
        with pytest.raises(InvalidType, match="no document"):
            refused()


@pytest.mark.parametrize("name", NONEMPTY_CLASSES)
def test_small_classes_are_not_called_empty(name: str) -> None:
    given = NONEMPTY_CLASSES[name]
    (truth,) = oracle_says((ASKED, given, []), MAX_CELLS)
    assert decide(ASKED, given=given, time_limit=20).status.value == truth


def test_a_conditional_claim_that_needs_a_case_tree() -> None:
    """Given that a beats b, a beats c with chance 2/3 without ties; ties only help."""
    thesis, given = Pr(A >= C, given=A >= B) >= "1/2", [Exchangeable()]
    assert oracle_says((thesis, given, []), MAX_CELLS) == ["HOLDS"]
    assert decide(thesis, given=given, time_limit=20).holds


def test_a_condition_of_probability_zero_is_a_contradiction() -> None:
    for given in ([Supported(B >= A)], [Indifferent(["a", "b"])]):
        with pytest.raises(ContradictionError):
            decide(Pr(A >= C, given=A > B) >= 0, given=given, time_limit=20)


# `bounds` against closed forms.

F = Fraction
LEVELS = [F(1, 10), F(1, 4), F(1, 3), F(1, 2), F(3, 4)]


@pytest.mark.parametrize("mean", LEVELS, ids=str)
def test_markov(mean: Fraction) -> None:
    """On [0, 1] with mean m, Pr(u >= t) is at most m/t, and at least 0 or (m - t)/(1 - t), approached only."""
    t = F(1, 2)
    found = bounds(Pr(t <= A), given=[Bounded(0, 1), E(A) == mean])
    assert (found.upper, found.upper_attained) == (min(mean / t, F(1)), True)
    assert found.lower == max((mean - t) / (1 - t), F(0))
    assert found.lower_attained is (mean < t)


@pytest.mark.parametrize("mean", LEVELS, ids=str)
def test_cantelli_for_the_mean_absolute_deviation(mean: Fraction) -> None:
    """If E u = 0 and E|u| <= m, then Pr(u >= 1) <= m/2 (a one-sided Chebyshev bound); attained for m/2 < 1."""
    spread = E(maximum(A, 0)) + E(maximum(-A, 0))
    found = bounds(Pr(A >= 1), given=[Bounded(-10, 10), E(A) == 0, spread <= mean])
    assert (found.upper, found.upper_attained) == (mean / 2, True)
    assert (found.lower, found.lower_attained) == (0, True)


@pytest.mark.parametrize(("p", "q"), list(itertools.combinations(LEVELS, 2)), ids=str)
def test_frechet(p: Fraction, q: Fraction) -> None:
    """With Pr(X) = p and Pr(Y) = q: max(0, p+q-1) <= Pr(X and Y) <= min(p, q), both attained."""
    x, y = A > 0, B > 0
    given = [Pr(x) == p, Pr(y) == q]
    both = bounds(Pr(x & y), given=given)
    assert (both.lower, both.upper) == (max(F(0), p + q - 1), min(p, q))
    assert both.lower_attained
    assert both.upper_attained


def test_union_bound() -> None:
    events = [A > 0, B > 0, C > 0]
    given = [Pr(e) <= "1/4" for e in events]
    found = bounds(Pr(events[0] | events[1] | events[2]), given=given)
    assert (found.lower, found.lower_attained, found.upper, found.upper_attained) == (0, True, F(3, 4), True)


def test_bonferroni() -> None:
    events = [A > 0, B > 0, C > 0]
    found = bounds(Pr(events[0] & events[1] & events[2]), given=[Pr(e) >= "9/10" for e in events])
    assert (found.lower, found.lower_attained, found.upper, found.upper_attained) == (F(7, 10), True, F(1), True)


def test_reflection_leaves_a_strict_win_at_most_half() -> None:
    found = bounds(Pr(A > B), given=[ReflectionSymmetric()])
    assert (found.lower, found.lower_attained, found.upper, found.upper_attained) == (F(0), True, F(1, 2), True)


def test_exchangeable_maximum() -> None:
    """With E u(a) = 0 on [-1, 1] and exchangeability, 0 <= E max(u(a), u(b)) <= 1, both attained."""
    found = bounds(E(maximum(A, B)), given=[Exchangeable(), Bounded(-1, 1), E(A) == 0])
    assert (found.lower, found.lower_attained, found.upper, found.upper_attained) == (F(0), True, F(1), True)


def test_unbounded_quantity_has_no_bound() -> None:
    found = bounds(E(A), given=[E(B) == 0], outcomes=["b"], time_limit=10)
    assert found.lower is None
    assert found.upper is None
