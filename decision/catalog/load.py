"""Reads the catalogue, and users' files in the same format.

A file is TOML::

    title = "..."                        # in the catalogue also paradigm, source (BibTeX key), claims (of the source)

    [menus.menu]                         # a menu: option = { outcome = probability }, exact: 1 or "1/2"
    sure = { a = 1 }
    coin = { b = "1/2", c = "1/2" }

    [mdps.mdp]                           # a decision process; optional: terminal, rewards, horizon
    discount = "9/10"
    [mdps.mdp.transitions]               # state = { action = next state, or a lottery over next states }
    start = { up = "left", down = { left = "1/2", right = "1/2" } }
    left = { stay = "left" }
    right = { stay = "right" }

    [trees]                              # decision trees, or parts of them for later ones to hang in
    later = "Decision('later', {'x': Outcome('x'), 'y': Outcome('y')}, chooser='changed')"
    tree = "Decision('now', {'stop': Outcome('z'), 'go': later})"

    [plans]                              # a tree with a rule of choice
    plan = "Plan(tree, rule=Sophisticated())"

    [values]                             # named values, where menus, processes and plans are not enough
    either = "maximum(u('a'), u('b'))"

    [[theses]]
    name = "..."
    says = "..."                         # in prose
    thesis = "Pr(menu.best('sure')) >= Pr(menu.best('coin'))"
    outcomes = ["d"]                     # optional: outcomes of the goal that the thesis does not mention

    [[theses.cells]]
    given = ["Exchangeable()", "NoTies()"]
    expect = "HOLDS"                     # HOLDS, FAILS or UNDECIDED
    grade = "THEOREM"                    # optional: the weakest evidence expected, CERTIFIED, THEOREM or SOLVER
    provenance = "..."

    [[theses.cells]]
    given = ["iid(Uniform(0, 1))"]       # one law: both sides are computed
    expect = "HOLDS"
    provenance = "..."

Notation of theses, values and assumptions: `decision.catalog.notation`.
"""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from keyword import iskeyword
from pathlib import Path
from typing import Any, cast

from decision.catalog.notation import FUNCTIONS
from decision.catalog.problem import PARADIGMS, Cell, Entry, Problem, Statement
from decision.errors import InvalidType, InvalidValue, UnknownName
from decision.validation import check_distinct
from decision.verdict import Evidence, Status

__all__ = ["entries", "entry", "read_entry", "read_file"]

DEFINITIONS = ("menus", "mdps", "trees", "plans", "values")
"""Tables that give names; a menu and a decision process are tables of their own, the others are texts."""

Table = dict[str, Any]
_KINDS = {str: "text", int: "a whole number", list: "a list", dict: "a table"}
_PROCESS = {"discount": str, "transitions": dict, "terminal": dict, "rewards": str, "horizon": int}


@cache
def entries() -> tuple[Entry, ...]:
    """Every entry of the catalogue, by paradigm, then id.

    Examples
    --------
    >>> len(entries()) >= 16
    True
    """
    found = [read_entry(text, name, complete=True) for name, text in _stored()]
    return tuple(sorted(found, key=lambda e: (PARADIGMS.index(e.paradigm), e.id)))


def entry(id: str) -> Entry:
    """The entry with this id.

    Raises
    ------
    UnknownName
        If there is none.

    Examples
    --------
    >>> entry("gallow2024/parity").paradigm
    "Gallow's critique"
    """
    known = {e.id: e for e in entries()}
    if id not in known:
        near = [k for k in known if id.strip("/") in k] or list(known)
        raise UnknownName(
            f"id = {id!r} is not in the catalogue; it has {', '.join(near[:12])}{', ...' if len(near) > 12 else ''}"
        )
    return known[id]


def read_file(path: str | Path) -> Entry:
    """Read a user's file; source, paradigm and expectations may be left out.

    Raises
    ------
    DecisionError
        If it cannot be read, naming the file and the field.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise InvalidValue(
            f"path = {str(path)!r} cannot be read: {error.strerror or error}; name an existing TOML file"
        ) from None
    except UnicodeDecodeError:
        raise InvalidValue(f"path = {str(path)!r} is not UTF-8 text; name a TOML file") from None
    return read_entry(text, str(path), complete=False)


def read_entry(text: str, name: str, *, complete: bool) -> Entry:
    r"""Read the text of a data file.

    Parameters
    ----------
    text : str
    name : str
        The file's name; without ``.toml`` it is the entry's id.
    complete : bool
        Whether source, paradigm, claims, expectations and provenance are required, as in the catalogue.

    Examples
    --------
    >>> text = "[[theses]]\nthesis = \"Pr(u('a') >= u('b')) >= 0\""
    >>> one = read_entry(text, "one.toml", complete=False)
    >>> one.cells[0].thesis
    Pr(u(a) >= u(b)) >= 0
    """
    try:
        top = _Fields(name, "", tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise InvalidValue(f"{name}: not a TOML file: {error}; see `decision decide --help` for the format") from None
    except RecursionError:
        raise InvalidValue(f"{name}: nested too deeply; see `decision decide --help` for the format") from None
    top.only("title", "paradigm", "source", "claims", *DEFINITIONS, "theses")
    defined = {kind: top.get(kind, dict, {}) for kind in DEFINITIONS}
    for kind, table in defined.items():
        for key, given in table.items():
            _definition(name, kind, key, given)
    check_distinct([key for table in defined.values() for key in table], f"{name}: {', '.join(DEFINITIONS)}")
    problem = Problem(name, **defined)
    identity = name.removesuffix(".toml")
    required: Any = () if complete else ("",)
    return Entry(
        identity,
        top.get("title", str, *required) or identity,
        top.one_of("paradigm", PARADIGMS) if complete else top.get("paradigm", str, ""),
        top.get("source", str, *required),
        top.get("claims", str, *required),
        problem,
        tuple(_statements(top, problem, identity, complete)),
    )


def _statements(top: "_Fields", problem: Problem, identity: str, complete: bool) -> Iterable[Statement]:
    seen: list[str] = []
    for k, table in enumerate(top.tables("theses")):
        table.only("name", "says", "thesis", "outcomes", "cells")
        label = table.get("name", str, *(() if complete else (f"thesis-{k + 1}",)))
        _name(problem.file, f"{table.where}.name", label.replace("-", "_"))
        seen.append(label)
        listed = table.tables("cells", optional=not complete) or [_Fields(problem.file, f"{table.where}.cells[0]", {})]
        text, outcomes = table.get("thesis", str), table.texts("outcomes")
        cells = tuple(
            _cell(c, problem, f"{identity}/{label}/{i + 1}", text, outcomes, complete) for i, c in enumerate(listed)
        )
        yield Statement(label, table.get("says", str, *(() if complete else (text,))), cells)
    check_distinct(seen, f"{problem.file}: names of theses")


def _cell(
    table: "_Fields", problem: Problem, identity: str, text: str, outcomes: tuple[str, ...], complete: bool
) -> Cell:
    table.only("given", "expect", "grade", "provenance")
    expect = Status[table.one_of("expect", [s.name for s in Status])] if complete or "expect" in table.data else None
    grade = Evidence[table.one_of("grade", ["CERTIFIED", "THEOREM", "SOLVER"], "CERTIFIED" if complete else "THEOREM")]
    provenance = table.get("provenance", str, *(() if complete else ("",)))
    return Cell(problem, table.where, identity, text, table.texts("given"), outcomes, expect, grade, provenance)


class _Fields:
    """A table of the file, read field by field."""

    def __init__(self, file: str, where: str, data: Table) -> None:
        self.file, self.where, self.data = file, where, data

    def at(self, key: str) -> str:
        return f"{self.file}: {self.where + '.' if self.where else ''}{key}"

    def only(self, *known: str) -> None:
        for key in self.data:
            if key not in known:
                raise UnknownName(f"{self.at(key)}: unknown field; this table may have {', '.join(known)}")

    def get(self, key: str, kind: type, *default: Any) -> Any:
        if key not in self.data:
            if default:
                return default[0]
            raise InvalidValue(f"{self.at(key)}: missing; every entry needs it, add {_KINDS[kind]}")
        if not isinstance(self.data[key], kind):
            raise InvalidType(
                f"{self.at(key)} = {self.data[key]!r} has type {type(self.data[key]).__name__}; it must be "
                f"{_KINDS[kind]}"
            )
        if kind is str and not self.data[key].strip():
            raise InvalidValue(f"{self.at(key)}: empty text; fill it in or drop it")
        return self.data[key]

    def one_of(self, key: str, choices: Iterable[str], *default: str) -> str:
        value = self.get(key, str, *default)
        if value not in choices:
            raise InvalidValue(
                f"{self.at(key)} = {value!r} is unknown; write one of {', '.join(repr(c) for c in choices)}"
            )
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        listed = self.get(key, list, [])
        for item in listed:
            if not isinstance(item, str):
                raise InvalidType(
                    f"{self.at(key)} has {item!r} of type {type(item).__name__}; it must be a list of texts"
                )
        return tuple(listed)

    def tables(self, key: str, *, optional: bool = False) -> list["_Fields"]:
        listed: list[Any] = self.get(key, list, *([[]] if optional else []))
        if not listed and not optional:
            raise InvalidValue(
                f"{self.at(key)}: empty; write at least one "
                f"[[{self.where.partition('[')[0] + '.' if self.where else ''}{key}]]"
            )
        for item in listed:
            if not isinstance(item, dict):
                raise InvalidType(f"{self.at(key)} has {item!r} of type {type(item).__name__}; write [[{key}]] tables")
        prefix = f"{self.where}." if self.where else ""
        return [_Fields(self.file, f"{prefix}{key}[{k}]", cast(Table, item)) for k, item in enumerate(listed)]


def _definition(file: str, kind: str, key: str, given: Any) -> None:
    """Refuse a name that Python or the notation uses, and what is not written as its kind is."""
    _name(file, kind, key)
    if key in FUNCTIONS or iskeyword(key):
        raise InvalidValue(f"{file}: {kind}: {key!r} is a word of the notation; give it another name")
    if not isinstance(given, dict if kind in ("menus", "mdps") else str):
        raise InvalidType(
            f"{file}: {key} = {given!r} has type {type(given).__name__}; a menu is a table [menus.{key}], a decision "
            f"process a table [mdps.{key}], a tree, plan or value is text under [trees], [plans] or [values]"
        )
    if kind == "mdps":
        _process(_Fields(file, f"mdps.{key}", cast(Table, given)))


def _process(table: "_Fields") -> None:
    """Refuse unknown, missing and mistyped fields of a decision process; what they say is for `MDP` to judge."""
    table.only(*_PROCESS)
    for key, kind in _PROCESS.items():
        table.get(key, kind, *(() if key in ("discount", "transitions") else (kind(),)))


def _name(file: str, where: str, name: str) -> None:
    if not name.isidentifier():
        raise InvalidValue(
            f"{file}: {where}: {name!r} is not usable as a name; write letters, digits and underscores, "
            "not starting with a digit"
        )


def _stored() -> list[tuple[str, str]]:
    """Names and texts of the catalogue's files."""
    folders = [f for f in files("decision.catalog").iterdir() if f.is_dir()]
    found = [(f"{f.name}/{t.name}", t) for f in folders for t in f.iterdir() if t.name.endswith(".toml")]
    return sorted((name, t.read_text(encoding="utf-8")) for name, t in found)
