"""The file in which a sweep keeps the estimates it has, so that an interrupted one goes on.

An estimate is found by the text of its label. One of a quantity under a law is kept with a key that says of which; what
a function answered has none, so one such cell is computed again when a sweep is resumed, and must come out the same.
Exact answers are not kept: they are computed again.
"""

import json
import os
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import Any

from decision.errors import InvalidValue
from decision.files import write_atomically
from decision.numeric.checkpoints import document
from decision.numeric.estimates import Estimate

__all__ = ["Kept", "Store", "text_of"]

SCHEMA = "decision/sweep/1"
SAVE_EVERY = 5.0


@dataclass(frozen=True)
class Kept:
    """An estimate, and the key of what was estimated; None for what a function answered."""

    estimate: Estimate
    key: str | None


@dataclass
class Store:
    """Estimates in memory, and the file in which they are kept, if there is one.

    Attributes
    ----------
    path : path or None
    parameters : tuple of str
    kept : dict of text to Kept
    """

    path: str | os.PathLike[str] | None
    parameters: tuple[str, ...]
    kept: dict[str, Kept] = field(default_factory=dict[str, Kept])
    saved: float = field(default_factory=time.monotonic)

    def load(self) -> None:
        """Read the file, if there is one.

        Raises
        ------
        InvalidValue
            If it is not such a checkpoint, or is one of a sweep over other parameters; if its folder does not exist.
        """
        if self.path is None:
            return
        found = document(self.path, SCHEMA, "a sweep's")
        if found is None:
            return
        try:
            parameters, cells = list[str](found["parameters"]), dict[str, Any](found["cells"])
            kept = {text: Kept(_estimate(cell["estimate"]), cell["key"]) for text, cell in cells.items()}
        except (LookupError, TypeError, ValueError) as error:
            raise InvalidValue(
                f"checkpoint = {str(self.path)!r} is damaged ({error!r}); delete it to begin anew"
            ) from error
        if parameters != list(self.parameters):
            self.refuse(f"it is over {', '.join(parameters)}")
        self.kept = kept

    def refuse(self, why: str) -> None:
        """Refuse a file of another sweep."""
        raise InvalidValue(
            f"checkpoint = {str(self.path)!r} belongs to another sweep: {why}; "
            "give the same arguments as before, or another file"
        )

    def keep(self, label: Iterable[Any], kept: Kept) -> None:
        """Take in an estimate, and save now and then."""
        self.kept[text_of(label)] = kept
        if time.monotonic() - self.saved > SAVE_EVERY:
            self.save()

    def save(self) -> None:
        """Write all estimates, whole or not at all; floats are written so that they read back unchanged."""
        if self.path is None or not self.kept:
            return
        cells = {text: {"key": kept.key, "estimate": _written(kept.estimate)} for text, kept in self.kept.items()}
        written = {"schema": SCHEMA, "parameters": self.parameters, "cells": cells}
        write_atomically(self.path, json.dumps(written, sort_keys=True) + "\n")
        self.saved = time.monotonic()


def text_of(label: Iterable[Any]) -> str:
    """A label as text."""
    return ", ".join(map(repr, label))


def _written(estimate: Estimate) -> dict[str, Any]:
    return asdict(estimate) | {"confidence": str(estimate.confidence)}


def _estimate(written: dict[str, Any]) -> Estimate:
    fields: dict[str, Any] = {**written, "confidence": Fraction(written["confidence"])}
    return Estimate(**fields)
