"""Write the certificates that the ledger names: one file for each cell of the catalogue, in `proofs/certificates/`.

Run as ``python -m proofs.certify`` after a change of the ledger or of the catalogue.
"""

from __future__ import annotations

import shutil
import sys
import tomllib

from decision.catalog.load import entries
from decision.report.answers import answer
from proofs.prove import ROOT

LEDGER = ROOT / "proofs" / "index.toml"
FOLDER = ROOT / "proofs" / "certificates"


def main() -> int:
    """Decide each cell that the ledger names, and write its claim and certificate."""
    ledger = tomllib.loads(LEDGER.read_text(encoding="utf-8"))["theorem"]
    cells = {cell.id: cell for entry in entries() for cell in entry.cells}
    shutil.rmtree(FOLDER, ignore_errors=True)
    for name in [entry["certificate"] for entry in ledger if "certificate" in entry]:
        found = answer(cells[name])
        if not found.document:
            sys.exit(f"{name}: {found.status.value}, without a certificate")
        target = FOLDER / f"{name}.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(found.document, encoding="utf-8")
        print(f"{found.status.value}  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
