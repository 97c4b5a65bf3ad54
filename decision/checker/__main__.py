"""`python -m decision.checker FILE...`: a line for each file; exit 0 if all are accepted, 1 if not, 2 without files."""

import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import cast

from decision.checker.formats import plain
from decision.checker.report import Report, check_file


def line(name: str, report: Report) -> str:
    """Say what became of a file."""
    if report.accepted:
        return f"accepted  {report.grade:9}  {plain(name, 200)}: {report.sentence}"
    place = f"{report.path}: " if report.path else ""
    said = f"  [{report.sentence}]" if report.sentence else ""
    return f"REJECTED  {'-':9}  {plain(name, 200)}: {place}{plain(report.reason, 400)}{said}"


def main(names: Sequence[str]) -> int:
    """Check files and print a line for each."""
    if not names:
        print("usage: python -m decision.checker FILE...", file=sys.stderr)
        return 2
    cast(TextIOWrapper, sys.stdout).reconfigure(errors="backslashreplace")
    accepted = True
    for name in names:
        report = check_file(name)
        print(line(name, report), flush=True)
        accepted = accepted and report.accepted
    return 0 if accepted else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
