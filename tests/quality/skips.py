"""Which tests may be skipped in CI."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

EXPECTED_SKIPS = Path(__file__).with_name("expected_skips.txt")


def expected_skips(text: str) -> dict[str, str]:
    """Read lines `node id or pattern  # reason`; empty lines and lines starting with `#` are comments."""
    entries = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        pattern, mark, reason = line.partition("  # ")
        if not mark or not reason.strip():
            raise ValueError(f"{line!r}: write `node id or pattern  # reason`")
        entries[pattern.strip()] = reason.strip()
    return entries


def unexpected_skips(node_ids: Iterable[str], *, text: str | None = None) -> list[str]:
    """Return the skipped tests that no line of the list (or of `text`) allows."""
    allowed = expected_skips(EXPECTED_SKIPS.read_text(encoding="utf-8") if text is None else text)
    return sorted(node for node in node_ids if not any(node == a or fnmatchcase(node, a) for a in allowed))
