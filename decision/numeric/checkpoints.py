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

__all__ = ["document", "read", "write"]

SCHEMA = "decision/estimate/2"


def write(path: str | os.PathLike[str], job: Job, confidence: Fraction, running: Running) -> None:
    """Write the state; floats are written so that they read back unchanged."""
    written = {"schema": SCHEMA, "job": job.key, "confidence": text(confidence), "state": running.to_json()}
    write_atomically(path, json.dumps(written, sort_keys=True) + "\n")


def read(path: str | os.PathLike[str], job: Job, confidence: Fraction) -> Running:
    """The state in a file; the beginning if there is no file.

    Raises
    ------
    InvalidValue
        If the file is not a checkpoint, or is one of another quantity, law, seed or confidence; if its folder does not
        exist.
    """
    found = document(path, SCHEMA, "a checkpoint")
    if found is None:
        return Running.fresh(job)
    if found["job"] != job.key or found["confidence"] != text(confidence):
        raise InvalidValue(
            f"checkpoint = {str(path)!r} belongs to another quantity, law, seed or confidence; "
            "give the same arguments as before, or another file"
        )
    return Running.from_json(job, found["state"])


def document(path: str | os.PathLike[str], schema: str, kind: str) -> dict[str, Any] | None:
    """What a checkpoint file of some kind has; None if there is no file.

    Raises
    ------
    InvalidValue
        If it cannot be read or has another schema; if its folder does not exist.
    """
    check_path(path, "checkpoint")
    if not Path(path).exists():
        return None
    name = f"checkpoint = {str(path)!r}"
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise InvalidValue(f"{name} cannot be read ({error}); delete it to begin anew") from error
    if not isinstance(found, dict) or cast("dict[str, Any]", found).get("schema") != schema:
        raise InvalidValue(f"{name} is not {kind} of this version; name another file")
    return cast("dict[str, Any]", found)
