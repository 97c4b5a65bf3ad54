"""What a data file says, as frozen data: entry, statement (a thesis), cell (a thesis under one set of assumptions).

Texts are kept as written; menus, trees, theses and assumptions are built when first asked for. A mistake in a text
raises an error that names
the file and the field.
"""

from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from decision.catalog.expressions import parse_assumption, parse_plan, parse_thesis, parse_tree, parse_value
from decision.catalog.notation import Named, Scope
from decision.catalog.processes import process
from decision.errors import ContradictionError, DecisionError, InvalidValue
from decision.goals.assumptions import Assumption
from decision.goals.laws import Law
from decision.language.theses import Thesis
from decision.problems.choice import Choice
from decision.problems.mdp import MDP
from decision.problems.plan import Plan
from decision.problems.tree import Node
from decision.verdict import Evidence, Status

__all__ = ["PARADIGMS", "Cell", "Entry", "Problem", "Statement", "located"]

PARADIGMS = (
    "resource acquisition and self-preservation",
    "power-seeking",
    "Gallow's critique",
    "practical behaviour",
    "goal preservation and alignment",
    "harnessing convergence",
)
"""The groups of the convergence map, in its order."""


def located(error: DecisionError, where: str) -> DecisionError:
    """The same error with the file and field in front of its message.

    Examples
    --------
    >>> located(InvalidValue("p = 2 is too large"), "my.toml: menus.menu")
    InvalidValue('my.toml: menus.menu: p = 2 is too large')
    """
    return type(error)(f"{where}: {error}")


@dataclass(frozen=True)
class Problem:
    """Menus, decision processes, trees, plans and named values of one file.

    Attributes
    ----------
    file : str
        For messages.
    menus : dict
        Menu name to option name to lottery, as written.
    values, trees, plans : dict
        Name to expression. Trees are read after menus, then plans, then values; each may use what comes before it.
    mdps : dict
        Name to the fields of a decision process, as written.

    Examples
    --------
    >>> Problem("my.toml", {"menu": {"a": {"w": 1}}}, {"twice": "2 * menu.value('a')"}).scope["twice"]
    2 u(w)
    """

    file: str
    menus: dict[str, dict[str, dict[str, Any]]] = field(hash=False)
    values: dict[str, str] = field(hash=False)
    trees: dict[str, str] = field(hash=False, default_factory=dict[str, str])
    plans: dict[str, str] = field(hash=False, default_factory=dict[str, str])
    mdps: dict[str, dict[str, Any]] = field(hash=False, default_factory=dict[str, dict[str, Any]])

    @property
    def texts(self) -> dict[str, str]:
        """What is written as expressions, in the order it is read."""
        return {**self.trees, **self.plans, **self.values}

    @cached_property
    def scope(self) -> Scope:
        """Menus, decision processes, trees, plans and values by name."""
        found: dict[str, Named] = {}
        for name, options in self.menus.items():
            found[name] = self.built(f"menus.{name}", partial(Choice, options))
        for name, fields in self.mdps.items():
            found[name] = self.built(f"mdps.{name}", partial(process, fields))
        readers = (
            ("trees", self.trees, parse_tree),
            ("plans", self.plans, parse_plan),
            ("values", self.values, parse_value),
        )
        for where, texts, read in readers:
            for name, text in texts.items():
                found[name] = self.built(f"{where}.{name}", partial(read, text, found))
        return found

    @property
    def processes(self) -> dict[str, MDP]:
        """The decision processes by name."""
        return {name: mdp for name in self.mdps if isinstance(mdp := self.scope[name], MDP)}

    @property
    def planned(self) -> dict[str, Node]:
        """The trees that plans are about, by name or, where they have none, by the name of the first such plan."""
        names = {self.scope[name]: name for name in self.trees}
        plans = [(name, self.scope[name]) for name in self.plans]
        found = {p.tree: names.get(p.tree, name) for name, p in reversed(plans) if isinstance(p, Plan)}
        return {name: tree for tree, name in reversed(found.items())}

    def built(self, where: str, build: Any) -> Any:
        """What `build` returns; its errors name the file and the field."""
        try:
            return build()
        except DecisionError as error:
            raise located(error, f"{self.file}: {where}") from None


@dataclass(frozen=True)
class Cell:
    """A thesis under one set of assumptions, and the expected answer.

    Attributes
    ----------
    id : str
        ``author-year/name/statement/number``.
    thesis_text, given, outcomes
        As written; `outcomes` are those the thesis does not mention.
    expect : Status or None
        None in a user's file that expects nothing.
    grade : Evidence
        The weakest evidence that meets the expectation.
    provenance : str
        Where the expected answer comes from: the source, a table of known values, or one line of argument.
    """

    problem: Problem
    where: str
    id: str
    thesis_text: str
    given: tuple[str, ...]
    outcomes: tuple[str, ...]
    expect: Status | None
    grade: Evidence
    provenance: str

    @cached_property
    def thesis(self) -> Thesis:
        """The thesis, built."""
        return self.problem.built(
            f"{self.where.rpartition('.cells')[0]}.thesis", lambda: parse_thesis(self.thesis_text, self.problem.scope)
        )

    @cached_property
    def assumptions(self) -> tuple[Assumption | Thesis | Law, ...]:
        """The assumptions, or the law, built."""
        return tuple(
            self.problem.built(f"{self.where}.given[{k}]", lambda text=text: parse_assumption(text, self.problem.scope))
            for k, text in enumerate(self.given)
        )

    @property
    def label(self) -> str:
        """The assumptions in a few words."""
        return " + ".join(text.removesuffix("()") for text in self.given) or "nothing assumed"

    @property
    def law(self) -> Law | None:
        """The law of the goal, if the cell is about one."""
        return next((a for a in self.assumptions if isinstance(a, Law)), None)

    def check(self) -> None:
        """Build and compile everything, without deciding; raises on bad data."""
        from decision.goals.claims import claims

        thesis, given = self.thesis, [a for a in self.assumptions if not isinstance(a, Law)]
        try:
            self.problem.built(self.where, lambda: claims(thesis, given, outcomes=self.outcomes))
        except ContradictionError as error:
            raise InvalidValue(str(error)) from None


@dataclass(frozen=True)
class Statement:
    """One thesis of an entry with its cells.

    Attributes
    ----------
    name : str
        Unique in the entry.
    says : str
        The thesis in a sentence of prose.
    """

    name: str
    says: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Entry:
    """A problem from the literature with theses about it.

    Attributes
    ----------
    id : str
        ``author-year/name``, from the path.
    title, paradigm, source, claims : str
        `source` is a BibTeX key; `claims` is what the source says, in our words.
    """

    id: str
    title: str
    paradigm: str
    source: str
    claims: str
    problem: Problem
    statements: tuple[Statement, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All cells, in the order of the file."""
        return tuple(c for s in self.statements for c in s.cells)
