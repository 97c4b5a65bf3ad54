"""What golden verdicts have in common: they are certified, and the checker accepts them."""

from __future__ import annotations

from typing import Any

from decision import Evidence, check, decide


def holds(thesis: Any, *given: Any, outcomes: tuple[str, ...] = (), grade: Evidence = Evidence.CERTIFIED) -> None:
    verdict = decide(thesis, given=given, outcomes=outcomes)
    assert verdict.holds, verdict
    assert verdict.evidence is grade
    assert check(verdict).accepted


def fails(thesis: Any, *given: Any) -> None:
    verdict = decide(thesis, given=given)
    assert verdict.fails, verdict
    assert verdict.evidence is Evidence.CERTIFIED
    assert check(verdict).accepted
    assert verdict.counterexample is not None
