"""Checkpoint files: the state of a long run, written whole or not at all, from which it goes on as if never stopped."""

import json
import os
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

from decision.errors import InvalidValue
from decision.exact import text
from decision.files import write_atomically
from decision.numeric.chunks import Job
from decision.numeric.estimates import Running
from decision.validation import check_path

__all__ = ["read", "write"]

SCHEMA = "decision/estimate/2"


def write(path: str | os.PathLike[str], job: Job, confidence: Fraction, running: Running) -> None:
    """Write the state; floats are written so that they read back unchanged."""
    document = {"schema": SCHEMA, "job": job.key, "confidence": text(confidence), "state": running.to_json()}
    write_atomically(path, json.dumps(document, sort_keys=True) + "\n")


def read(path: str | os.PathLike[str], job: Job, confidence: Fraction) -> Running:
    """The state in a file; the beginning if there is no file.

    Raises
    ------
    InvalidValue
        If the file is not a checkpoint, or is one of another quantity, law, seed or confidence; if its folder does not
        exist.
    """
    check_path(path, "checkpoint")
    if not Path(path).exists():
        return Running.fresh(job)
    found = _document(path)
    if found["job"] != job.key or found["confidence"] != text(confidence):
        raise InvalidValue(
            f"checkpoint = {str(path)!r} belongs to another quantity, law, seed or confidence; "
            "give the same arguments as before, or another file"
        )
    return Running.from_json(job, found["state"])


def _document(path: str | os.PathLike[str]) -> dict[str, Any]:
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise InvalidValue(f"checkpoint = {str(path)!r} cannot be read ({error}); delete it to begin anew") from error
    if not isinstance(found, dict) or cast("dict[str, Any]", found).get("schema") != SCHEMA:
        raise InvalidValue(f"checkpoint = {str(path)!r} is not a checkpoint of this version; name another file")
    return cast("dict[str, Any]", found)
