"""What the checker answers: a report, for a file or a document, never a traceback.

A document is accepted when each of its parts is: the claim is read first, the certificate has to carry the digest of
that very claim, and the rules of its kind have to be satisfied. The grade is the weakest of the parts'.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from decision.checker.chambers import check_chambers
from decision.checker.claims import Claim
from decision.checker.formats import (
    MAX_BYTES,
    MAX_NESTING,
    SCHEMA,
    Place,
    Rejection,
    choice,
    deep_recursion,
    fields,
    items,
    mapping,
    read_json,
)
from decision.checker.levels import check_holds, check_nothing
from decision.checker.measured import check_false, check_true
from decision.checker.membership import check_fails
from decision.checker.reading import read_claim
from decision.checker.sentences import sentence
from decision.checker.theorems import check_theorem

CERTIFIED = "CERTIFIED"
THEOREM = "THEOREM"


@dataclass(frozen=True)
class Report:
    """The answer of the checker.

    Parameters
    ----------
    accepted : bool
        Whether every part is proved.
    grade : str or None
        "CERTIFIED", or "THEOREM" where a part cites a theorem; None if rejected.
    reason : str
        Why it was rejected; "" if accepted.
    path : str
        The first bad node, such as ``parts[0].certificate.levels[0].tree``; "" for the whole document.
    sentence : str
        What is claimed, as far as it could be read.
    kinds : tuple of str
        The kind of each part that could be read: "holds", "chambers", "fails", "theorem", "empty", "true" or "false".
    digests : tuple of str
        The digest of each claim that could be read.
    """

    accepted: bool
    grade: str | None
    reason: str
    path: str
    sentence: str
    kinds: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()


class _Progress:
    """What has been read when a check ends, well or not."""

    def __init__(self) -> None:
        self.sentences: list[str] = []
        self.kinds: list[str] = []
        self.digests: list[str] = []

    def report(self, reason: str = "", path: str = "") -> Report:
        grade = None if reason else THEOREM if "theorem" in self.kinds else CERTIFIED
        text = " AND ".join(self.sentences)
        return Report(not reason, grade, reason, path, text, tuple(self.kinds), tuple(self.digests))


def check_file(path: str | PathLike[str]) -> Report:
    """Check a file of claims and certificates.

    Parameters
    ----------
    path : str or path-like
        A file in the format of ``docs/reference/certificate-format.md``.

    Returns
    -------
    Report
        A missing or unreadable file is rejected with a reason.

    Examples
    --------
    >>> check_file("no-such-file.json").reason
    'the file cannot be read: No such file or directory'
    """
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        return _Progress().report(f"the file cannot be read: {getattr(error, 'strerror', None) or error}")
    return check_document(data)


def check_document(document: object) -> Report:
    """Check a document: its bytes or text, or the object that the JSON stands for.

    Examples
    --------
    >>> check_document({"schema": "decision/2", "parts": []}).path
    'schema'
    """
    progress = _Progress()
    try:
        _check_parts(read_json(_encoded(document), Place()), progress)
    except Rejection as rejection:
        return progress.report(rejection.reason, str(rejection.place))
    except Exception as error:  # whatever goes wrong in here, the file has not been shown to be right
        return progress.report(f"the checker failed: {type(error).__name__}: {str(error)[:200]}")
    return progress.report()


def _encoded(document: object) -> bytes:
    """Return a document as bytes: objects take the same way as files, so that the same limits hold."""
    if isinstance(document, bytes):
        return document
    try:
        with deep_recursion(MAX_NESTING):
            text = document if isinstance(document, str) else json.dumps(document)
        return text.encode("utf-8")
    except (TypeError, ValueError, RecursionError) as error:
        return Place().reject(f"this is no JSON document: {type(error).__name__}")


def _check_parts(document: object, progress: _Progress) -> None:
    at = Place()
    body = fields(document, at, ("schema", "parts"))
    choice(body["schema"], at["schema"], (SCHEMA,))
    parts = items(body["parts"], at["parts"])
    if len(parts) not in (1, 2):
        at["parts"].reject("one or two parts are expected")
    for n, part in enumerate(parts):
        _check_part(part, at["parts"][n], progress)


KINDS: dict[str, Callable[[Claim, object, Place], None]] = {
    "holds": check_holds,
    "chambers": check_chambers,
    "empty": check_nothing,
    "theorem": check_theorem,
    "true": check_true,
    "false": check_false,
    "fails": lambda claim, value, at: check_fails(claim, fields(value, at, ("kind", "claim", "law"))["law"], at["law"]),
}


def _check_part(value: object, at: Place, progress: _Progress) -> None:
    part = fields(value, at, ("claim", "certificate"))
    claim = read_claim(part["claim"], at["claim"])
    progress.digests.append(claim.digest)
    at = at["certificate"]
    certificate = mapping(part["certificate"], at)
    kind = choice(certificate.get("kind"), at["kind"], KINDS)
    progress.kinds.append(kind)
    progress.sentences.append(sentence(claim, kind))
    choice(certificate.get("claim"), at["claim"], (claim.digest,))
    KINDS[kind](claim, certificate, at)
