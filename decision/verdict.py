"""Verdicts: what was decided, on what evidence, with the certificate or the countermodel.

A verdict has three values, so `bool(verdict)` raises; ask `verdict.holds`, `verdict.fails` or `verdict.status`.
"""

import json
import os
import re
from dataclasses import dataclass
from enum import Enum, IntEnum
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

from decision.certificates.explain import explain
from decision.certificates.laws import atoms_of
from decision.errors import InvalidType
from decision.files import write_atomically
from decision.language.claims import Claim, OneLaw
from decision.language.serial import canonical, claim_to_json

__all__ = ["Countermodel", "Evidence", "Part", "Status", "Verdict"]

Json = dict[str, Any]


class Status(Enum):
    """Answer to a thesis under assumptions.

    Examples
    --------
    >>> [s.value for s in Status]
    ['HOLDS', 'FAILS', 'UNDECIDED']
    """

    HOLDS = "HOLDS"
    FAILS = "FAILS"
    UNDECIDED = "UNDECIDED"


class Evidence(IntEnum):
    """Grade of the evidence for a verdict, weakest first.

    ``CERTIFIED``: the independent checker accepted the certificate or countermodel. ``THEOREM``: a named theorem whose
    hypotheses were checked. ``AGREED``: two exact engines agree. ``SOLVER``: one solver says so. ``ESTIMATE``:
    sampling, never a verdict. ``NONE``: nothing was found.

    Examples
    --------
    >>> Evidence.CERTIFIED > Evidence.THEOREM > Evidence.SOLVER
    True
    """

    NONE = 0
    ESTIMATE = 1
    SOLVER = 2
    AGREED = 3
    THEOREM = 4
    CERTIFIED = 5


@dataclass(frozen=True)
class Countermodel:
    """A goal distribution of the class that violates the thesis.

    Attributes
    ----------
    law : dict
        As the certificate states it.
    claim : Claim
        The inequality it violates.

    Examples
    --------
    >>> from decision import Exchangeable, Pr, decide, u
    >>> verdict = decide(Pr(u("a") >= u("b")) >= "3/4", given=[Exchangeable()])
    >>> sum(weight for weight, goal in verdict.counterexample.atoms)
    Fraction(1, 1)
    """

    law: Json
    claim: Claim

    @cached_property
    def atoms(self) -> tuple[tuple[Fraction, dict[str, Fraction]], ...]:
        """`(weight, goal)` pairs with weights that sum to 1; box centres if the law is noisy; none for products."""
        return atoms_of(self.claim, self.law)

    @property
    def radius(self) -> Fraction:
        """Half-width of the uniform noise around each atom; 0 for a finite law."""
        return Fraction(self.law.get("radius", "0"))

    @property
    def marginals(self) -> dict[str, list[tuple[Fraction, Fraction, Fraction]]]:
        """For a product law the pieces `(weight, low, high)` of each outcome's law; empty otherwise."""
        return {
            w: [(Fraction(q), Fraction(a), Fraction(b)) for q, a, b in pieces]
            for w, pieces in self.law.get("marginals", {}).items()
        }

    def __repr__(self) -> str:
        from decision.certificates.tables import law_table

        return law_table(self.claim, self.law)

    def _repr_html_(self) -> str:
        from decision.certificates.tables import law_html

        return law_html(self.claim, self.law)


@dataclass(frozen=True)
class Part:
    """One inequality of a thesis with what was found for it."""

    claim: Claim
    certificate: Json | None
    status: Status
    evidence: Evidence
    note: str


@dataclass(frozen=True, eq=False, repr=False)
class Verdict:
    """Whether a thesis holds for every goal distribution of a class, and why.

    Attributes
    ----------
    thesis : str
        As a sentence.
    given : tuple of str
        The assumptions, as written.
    parts : tuple of Part
        One for each inequality; an equality has two.

    Examples
    --------
    >>> from decision import NoTies, Pr, ReflectionSymmetric, decide, u
    >>> decide(Pr(u("a") >= u("b")) == "1/2", given=[ReflectionSymmetric(), NoTies()])
    HOLDS (CERTIFIED): Pr(u(a) >= u(b)) == 1/2
      given ReflectionSymmetric(), NoTies()
    """

    thesis: str
    given: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def status(self) -> Status:
        """HOLDS if every part does, FAILS if some part does."""
        found = {p.status for p in self.parts}
        return (
            Status.FAILS if Status.FAILS in found else Status.UNDECIDED if Status.UNDECIDED in found else Status.HOLDS
        )

    @property
    def holds(self) -> bool:
        """Whether the thesis is proved."""
        return self.status is Status.HOLDS

    @property
    def fails(self) -> bool:
        """Whether the thesis is refuted."""
        return self.status is Status.FAILS

    @property
    def deciding(self) -> tuple[Part, ...]:
        """The parts the status rests on: a failing one, or all."""
        failing = tuple(p for p in self.parts if p.status is Status.FAILS)
        return failing[:1] or self.parts

    @property
    def evidence(self) -> Evidence:
        """Grade of the weakest deciding part."""
        return min(p.evidence for p in self.deciding)

    @property
    def certificate(self) -> tuple[Json, ...]:
        """Certificates of the deciding parts, as JSON objects."""
        return tuple(p.certificate for p in self.deciding if p.certificate is not None)

    @property
    def counterexample(self) -> Countermodel | None:
        """The law that refutes the thesis, if it fails."""
        part = self.deciding[0]
        if not self.fails or part.certificate is None:
            return None
        law = next((json.loads(c.written) for c in part.claim.conditions if isinstance(c, OneLaw)), None)
        return Countermodel(law or part.certificate["law"], part.claim)

    @property
    def reason(self) -> str:
        """For an undecided thesis, how far the search came."""
        return "; ".join(p.note for p in self.parts if p.note)

    def document(self) -> Json:
        """The claim and certificate file as a JSON object."""
        listed = [(claim_to_json(p.claim), p.certificate) for p in self.deciding if p.certificate is not None]
        return {"schema": "decision/1", "parts": [{"claim": c, "certificate": k} for c, k in listed]}

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write claim and certificate to a file that `check` and ``python -m decision.checker`` accept.

        Raises
        ------
        InvalidType
            If the verdict has no certificate: it is undecided, or computed in a way the checker does not know.
        """
        if self.status is Status.UNDECIDED:
            raise InvalidType(
                f"verdict = UNDECIDED has no certificate to save ({self.reason}); "
                "raise time_limit or change the assumptions"
            )
        if not self.certificate:
            raise InvalidType(
                f"verdict = {self.status.value} ({self.evidence.name}) has no certificate to save: "
                f"{self.reason}; only claims with a certificate make a file"
            )
        return write_atomically(path, canonical(self.document()) + "\n")

    def explain(self) -> str:
        """The argument in words, read off the certificate."""
        return explain(self.thesis, self.status.value, [(p.claim, p.certificate, p.note) for p in self.deciding])

    def __bool__(self) -> NoReturn:
        raise InvalidType(
            f"the verdict ({self.status.value}) has three values and no truth value; "
            "ask verdict.holds, verdict.fails or verdict.status"
        )

    @property
    def _grade(self) -> str:
        return f" ({self.evidence.name})" if self.evidence else ""

    def __repr__(self) -> str:
        given = f"given {', '.join(self.given)}" if self.given else "for every goal distribution"
        return f"{self.status.value}{self._grade}: {self.thesis}\n  {given}" + (
            f"\n  {self.reason}" if self.status is Status.UNDECIDED else ""
        )

    def _repr_html_(self) -> str:
        from html import escape

        head = f"<p><strong>{self.status.value}</strong>{self._grade}: {escape(self.thesis)}</p>"
        flowing = re.sub(r"(?<=\S)\n(?=[^\s(])", " ", self.explain())  # paragraphs wrap where the page ends
        return f'{head}<pre style="white-space: pre-wrap">{escape(flowing)}</pre>'
