"""Where things are, and which files belong to the project."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "decision"


@cache
def project_files() -> tuple[Path, ...]:
    """Files of the project: what git tracks or would track (an unpacked archive has no .git: then everything)."""
    if not (ROOT / ".git").exists():
        return tuple(p for p in sorted(ROOT.rglob("*")) if p.is_file() and ".venv" not in p.parts)
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return tuple(p for name in sorted(set(listing.split("\0"))) if name and (p := ROOT / name).is_file())


def text_of(path: Path) -> str | None:
    """Return the text of a file, or None where it is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def relative(path: Path) -> str:
    """Name a file the way a reader of the repository would."""
    return path.relative_to(ROOT).as_posix()
