"""`make coverage`: branch coverage of `decision/` by package, the gaps with their reasons, and two thresholds."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.quality.repository import ROOT

DATA = ROOT / "build" / "coverage" / "coverage.json"
GAPS = Path(__file__).with_name("coverage_gaps.txt")
LEAST, LEAST_OF_THE_CHECKER = 95.0, 100.0
CHECKER = "decision/checker"


@dataclass(frozen=True)
class Tally:
    """Statements and branches, and how many of them some test reached."""

    statements: int = 0
    reached: int = 0
    branches: int = 0
    taken: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.statements + other.statements,
            self.reached + other.reached,
            self.branches + other.branches,
            self.taken + other.taken,
        )

    @property
    def share(self) -> float:
        """The per cent of statements and branches together that were reached, as coverage.py counts them."""
        return 100 * (self.reached + self.taken) / max(1, self.statements + self.branches)


def per_cent(part: int, whole: int) -> str:
    return f"{100 * part / max(1, whole):7.2f} %"


def package_of(module: str) -> str:
    """`decision/engines/measure/cells.py` belongs to `decision/engines`; files at the top to `decision`."""
    parts = module.split("/")
    return "/".join(parts[:2]) if len(parts) > 2 else parts[0]


def tally(summary: Mapping[str, int]) -> Tally:
    return Tally(
        summary["num_statements"], summary["covered_lines"], summary["num_branches"], summary["covered_branches"]
    )


def by_package(files: Mapping[str, Mapping[str, Mapping[str, int]]]) -> dict[str, Tally]:
    """Add up the modules of each package."""
    result: dict[str, Tally] = {}
    for module, found in files.items():
        package = package_of(module)
        result[package] = result.get(package, Tally()) + tally(found["summary"])
    return dict(sorted(result.items()))


def reasons(text: str) -> dict[str, str]:
    """Read lines `module  # reason`."""
    lines = (line.partition("  # ") for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return {module.strip(): reason.strip() for module, _, reason in lines}


def short_of(packages: Mapping[str, Tally]) -> list[str]:
    """Name the thresholds that are missed."""
    total = sum(packages.values(), Tally())
    wanted = [("decision", total, LEAST), (CHECKER, packages.get(CHECKER, Tally()), LEAST_OF_THE_CHECKER)]
    return [
        f"{name}: {found.share:.2f} %, at least {least:g} % wanted"
        for name, found, least in wanted
        if found.share < least
    ]


def main() -> int:
    """Print the table and the gaps; 1 if a threshold is missed."""
    files = json.loads(DATA.read_text())["files"]
    packages = by_package(files)
    print(f"{'package':24} {'statements':>10} {'reached':>9} {'branches':>9} {'taken':>9} {'together':>9}")
    for name, found in [*packages.items(), ("all", sum(packages.values(), Tally()))]:
        reached, taken = per_cent(found.reached, found.statements), per_cent(found.taken, found.branches)
        print(f"{name:24} {found.statements:10,} {reached} {found.branches:9,} {taken} {found.share:7.2f} %")
    why = reasons(GAPS.read_text(encoding="utf-8"))
    for module, found in sorted(files.items()):
        if gaps := [*found["missing_lines"], *(f"{a}->{b}" for a, b in found["missing_branches"])]:
            print(f"{module}: {', '.join(map(str, gaps))}{'  # ' + why[module] if module in why else ''}")
    missed = short_of(packages)
    print("\n".join(missed), file=sys.stderr, end="\n" * bool(missed))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
