"""`check`: hand a verdict, or a file, to the independent checker."""

import os
from typing import TYPE_CHECKING

from decision.errors import CertificateError, ContradictionError, InvalidType
from decision.verdict import Evidence, Part, Status, Verdict

if TYPE_CHECKING:
    from decision.checker import Report

__all__ = ["check", "load"]


def check(verdict: "Verdict | ContradictionError | str | os.PathLike[str]") -> "Report":
    """Run the standard-library checker on a verdict, on the proof in an error, or on a claim-and-certificate file.

    Parameters
    ----------
    verdict : Verdict, ContradictionError or path

    Returns
    -------
    Report
        ``.accepted``, ``.grade``, ``.reason``.

    Examples
    --------
    >>> from decision import Pr, decide, maximum, u
    >>> verdict = decide(Pr(maximum(u("a"), u("b")) >= u("a")) == 1, given=[])
    >>> check(verdict).accepted
    True
    """
    from decision.checker import check_document, check_file

    if isinstance(verdict, Verdict):
        if verdict.status is Status.UNDECIDED:
            raise InvalidType(
                "verdict = UNDECIDED has no certificate to check; "
                "decide it first, with a larger time_limit or other assumptions"
            )
        if not verdict.certificate:
            raise InvalidType(f"verdict = {verdict!r} has no certificate to check: {verdict.reason}")
        return check_document(verdict.document())
    if isinstance(verdict, ContradictionError):
        if verdict.document is None:
            raise InvalidType(f"verdict = {verdict} has no document to check; its message is all there is to say")
        return check_document(verdict.document)
    return check_file(os.fspath(verdict))


def load(path: str | os.PathLike[str]) -> Verdict:
    """Read a claim-and-certificate file back as a verdict, after the checker accepted it.

    Raises
    ------
    CertificateError
        If the checker rejects the file.
    ContradictionError
        If the file proves that no goal distribution satisfies the assumptions.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> from decision import Pr, decide, u
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "claim.json"
    >>> _ = decide(Pr(u("a") >= u("b")) >= 0, given=[]).save(path)
    >>> load(path).holds
    True
    """
    import json

    from decision.language.reading import claim_from_json

    report = check(path)
    if not report.accepted:
        raise CertificateError(
            f"path = {os.fspath(path)!r} is not accepted by the checker: {report.reason}; "
            "write it anew with verdict.save()"
        )
    with open(path, encoding="utf-8") as handle:
        document = json.load(handle)
    written = document["parts"]
    if "empty" in report.kinds:
        raise ContradictionError(f"path = {os.fspath(path)!r} is no verdict: {report.sentence}", document)
    grade = Evidence[str(report.grade)]
    parts = tuple(
        Part(
            claim_from_json(p["claim"]),
            p["certificate"],
            Status.FAILS if p["certificate"]["kind"] in ("fails", "false") else Status.HOLDS,
            grade,
            "",
        )
        for p in written
    )
    return Verdict(report.sentence, ("what the file states",), parts)
