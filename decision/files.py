"""Writing files."""

import os
import tempfile
from pathlib import Path
from typing import Any

__all__ = ["write_atomically"]


def write_atomically(path: str | os.PathLike[str], text: str) -> Path:
    """Write a file whole or not at all."""
    target = Path(path)
    with _beside(target) as handle:
        handle.write(text)
    os.replace(handle.name, target)
    return target


def _beside(target: Path) -> Any:
    return tempfile.NamedTemporaryFile(
        "w", dir=target.parent, prefix=f".{target.name}.", delete=False, encoding="utf-8"
    )
