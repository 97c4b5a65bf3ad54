"""Certificates in words."""

from collections.abc import Sequence
from typing import Any

from decision.language.claims import Claim

__all__ = ["explain"]


def explain(thesis: str, status: str, parts: Sequence[tuple[Claim, dict[str, Any] | None, str]]) -> str:
    """The argument of a verdict, one paragraph for each part."""
    from decision.certificates.tables import law_table

    lines = [f"{status}: {thesis}"]
    for claim, certificate, note in parts:
        if certificate is None:
            lines.append(note)
        elif certificate["kind"] == "fails":
            lines += ["A goal distribution of the class that violates it:", law_table(claim, certificate["law"])]
        else:
            lines.append(str(certificate["kind"]))
    return "\n".join(lines)
