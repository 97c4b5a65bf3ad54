"""A thesis under one law of the goal: both sides are computed, and compared.

Where a file has a form for the law, the checker computes the same number itself and the verdict is certified. Other
laws are compared by closed forms or by rigorous enclosures. If an enclosure contains 0, more digits are asked for, and
then where the law can be; an equality is only ever concluded from an exact value, or from an integrand that is 0.
"""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from decision.certificates.kinds import Compared
from decision.engines.measure.arithmetic import precision, sign_of
from decision.engines.measure.dispatch import integral_of, integrate, ratio
from decision.engines.measure.integral import Answer
from decision.engines.measure.margin import margin
from decision.engines.measure.support import sign_by_support
from decision.goals.law_files import law_json
from decision.goals.laws import Law
from decision.language.claims import Claim, OneLaw
from decision.language.serial import canonical, claim_to_json, digest
from decision.language.theses import Inequality, Thesis
from decision.language.walk import coordinates, values
from decision.verdict import Evidence, Part, Status

__all__ = ["parts_under"]

DIGITS = (17, 40, 100)
"""How closely the difference of both sides is enclosed, one after the other, until its sign is clear."""


def parts_under(thesis: Thesis, law: Law, require: Evidence) -> tuple[Part, ...]:
    """What is found for each inequality of a thesis, up to one that fails.

    Raises
    ------
    InvalidValue
        If no exact route applies, or the condition of the thesis has probability 0.
    """
    _refuse_null(thesis, law)
    parts: list[Part] = []
    for inequality in thesis.inequalities:
        parts.append(_part(inequality, law, require))
        if parts[-1].status is Status.FAILS:
            break
    return tuple(parts)


def _refuse_null(thesis: Thesis, law: Law) -> None:
    if thesis.given is not None:
        ratio(None, integrate(integral_of(law, thesis.given, None, DIGITS[0])), thesis.given)


def _part(inequality: Inequality, law: Law, require: Evidence) -> Part:
    names = tuple(coordinates(values(inequality)))
    law.covers(names)
    written = law_json(law, names) if names else None
    claim = Claim(names, (), inequality, () if written is None else (OneLaw(canonical(written)),))
    found, sign = _sign(inequality, law)
    if sign is None:
        note = f"both sides agree to {DIGITS[-1]} digits, by {found.route}; equality takes an exact value"
        return Part(claim, None, Status.UNDECIDED, Evidence.SOLVER, note)
    true = sign > 0 or (sign == 0 and inequality.relation == ">=")
    certificate = _certificate(claim, found, true)
    evidence = Evidence.SOLVER if certificate is None else Evidence.CERTIFIED
    status, note = Status.HOLDS if true else Status.FAILS, "" if certificate else f"computed by {found.route}"
    if evidence < require:
        note = f"{status.value} by evidence {evidence.name}, weaker than required ({found.route})"
        return Part(claim, None, Status.UNDECIDED, evidence, note)
    return Part(claim, certificate, status, evidence, note)


def _certificate(claim: Claim, found: Answer, true: bool) -> dict[str, Any] | None:
    """The difference of both sides, if the checker comes to the same."""
    from decision.checker import check_document

    if not claim.conditions or not isinstance(found.value, Fraction):
        return None
    written = claim_to_json(claim)
    certificate = Compared(found.value, true).to_json(digest(written))
    report = check_document({"schema": "decision/1", "parts": [{"claim": written, "certificate": certificate}]})
    return certificate if report.accepted else None


def _sign(inequality: Inequality, law: Law, digits: tuple[int, ...] = DIGITS) -> tuple[Answer, int | None]:
    """The left side minus the right side, and its sign; None if it cannot be told from 0."""
    with precision(digits[0]):
        found = margin(inequality, law, digits[0])
        sign = sign_of(found.value)
    if sign is None and len(digits) > 1:
        return _sign(inequality, law, digits[1:])
    if sign is None and (sign := sign_by_support(inequality, law)) is not None:
        return replace(found, route=f"{found.route} and the support of the law"), sign
    return found, sign
