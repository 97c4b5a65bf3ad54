"""The ledger of statements, as reports and pages read it: what is claimed, how far it is proved, and what shows it.

The file is ``proofs/index.toml``; the package carries it under the name ``decision/theory/index.toml``.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from decision.errors import UnknownName

__all__ = ["LedgerEntry", "ledger", "ledger_entry"]


@dataclass(frozen=True)
class LedgerEntry:
    """A statement of the ledger.

    Attributes
    ----------
    id : str
    statement : str
        In words.
    latex : str
        As a formula.
    status : str
        "coq", "certificate", "checked hypotheses, cited proof", "refuted" or "open".
    python : str
        The object that states or checks it.
    tests : tuple of str
    assumptions : tuple of str
        What the statement assumes of the goal distribution.
    source : str
        Key in ``docs/references.bib``; empty where the statement is derived here.
    number : str
        The number in the source, where known.
    confirmed : bool
        Whether the wording was compared with the source's text.
    certificate : str
        A cell of the catalogue whose file is in ``proofs/certificates``; empty if there is none.
    coq : str
        The theorem in ``proofs/coq``; empty if there is none.
    """

    id: str
    statement: str
    latex: str
    status: str
    python: str
    tests: tuple[str, ...]
    assumptions: tuple[str, ...]
    source: str = ""
    number: str = ""
    confirmed: bool = False
    certificate: str = ""
    coq: str = ""

    @property
    def proof(self) -> str:
        """Where the statement's proof is, in words.

        Examples
        --------
        >>> ledger_entry("good1967/free").proof
        'proved in Coq: Information.free_information_never_hurts'
        >>> ledger_entry("turner2021/6.6").proof
        'proof cited: TurnerEtAl2021, proposition 6.6'
        """
        if self.status == "coq":
            return f"proved in Coq: {self.coq}"
        if self.status == "certificate":
            return f"certificate: {self.certificate}"
        if self.source and self.status != "open":
            return f"proof cited: {self.source}" + (f", {self.number}" if self.number else "")
        return self.status


@cache
def ledger() -> dict[str, LedgerEntry]:
    """Return all entries by id, in the order of the file: refuted and open ones first.

    Examples
    --------
    >>> ledger()["parity"].status
    'coq'
    """
    text = files("decision.theory").joinpath("index.toml").read_text(encoding="utf-8")
    listed: list[dict[str, Any]] = tomllib.loads(text)["theorem"]
    return {entry["id"]: _read(entry) for entry in listed}


def _read(entry: dict[str, Any]) -> LedgerEntry:
    lists: dict[str, Any] = {key: tuple(entry[key]) for key in ("tests", "assumptions")}
    return LedgerEntry(**{**entry, **lists})


def ledger_entry(identity: str) -> LedgerEntry:
    """Return one entry.

    Parameters
    ----------
    identity : str

    Raises
    ------
    UnknownName
        If the ledger has no such entry.

    Examples
    --------
    >>> ledger_entry("less-left-to-chance/iid-symmetric").status
    'refuted'
    """
    if identity not in ledger():
        raise UnknownName(f"the ledger has no entry {identity!r}; `ledger()` lists them")
    return ledger()[identity]
