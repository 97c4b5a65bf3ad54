"""Proofs given what other selves would choose.

When no symmetry of the class moves the goal of the one who chooses, that choice is the same for all images of a goal:
the symmetries hold *given* it. The claim is then proved for each choice apart, with weights of its own; the
certificate splits by what the chooser prefers first, and gives the weights of each region there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from decision.engines.cases import GaveUp, Violated, prove_level
from decision.engines.clock import Clock
from decision.engines.farkas import Premise
from decision.engines.forms import expand
from decision.engines.phi import Level
from decision.engines.premises import premise
from decision.engines.program import Program
from decision.engines.proofs import tie_reference
from decision.exact import text
from decision.goals.groups import Element, compose
from decision.language.rename import inequality_key
from decision.language.substitute import chosen_value, substitute
from decision.language.theses import Inequality
from decision.language.values import Node, Pick, Value
from decision.language.walk import coordinates, nodes, values

if TYPE_CHECKING:
    from decision.engines.search import Search

__all__ = ["conditioned"]

Json = dict[str, Any]
CELLS_LIMIT = 400
"""Combinations of choices that are looked at."""


@dataclass(frozen=True)
class _Cell:
    """A region in which every such choice is known, and what the thesis says there."""

    premises: tuple[Premise, ...]
    thesis: Inequality


@dataclass(frozen=True)
class _Split:
    """An inner node of the partition: a certificate node without its cases, and what hangs there."""

    head: Json
    relations: tuple[str, ...] | None
    parts: tuple["_Split | _Cell", ...]


def conditioned(search: "Search", clock: Clock, *, sparse: bool) -> tuple[list[list[int]], list[Json]] | None:
    """Premises and the one level of a proof by cases of what others choose, or None; `sparse`: a quick look only."""
    program = search.program
    picks = _fixed_picks(program)
    if not picks or program.moments:
        return None
    partition = _partition(program, picks, (), program.claim.thesis, _Budget(CELLS_LIMIT))
    if partition is None:
        return None
    levels: dict[Inequality, Level] = {}
    for cell in _cells(partition):
        if cell.thesis not in levels:
            level = _carried_over(search, levels, cell.thesis) or _level(search, cell.thesis, clock, sparse)
            if level is None:
                return None
            levels[cell.thesis] = level
    try:
        return _assembled(search, partition, levels, clock)
    except (GaveUp, Violated):
        return None


def _fixed_picks(program: Program) -> list[Pick]:
    """Picks whose chooser compares only coordinates that no symmetry moves."""
    still = {
        w
        for i, w in enumerate(program.coordinates)
        if all(g.source[i] == i and g.sign[i] > 0 for g in program.group.generators)
    }
    listed = nodes(values(program.claim.thesis))
    return [
        n
        for n in listed
        if isinstance(n, Pick) and all(v.is_linear and {w for w, _ in v.coefficients} <= still for v in n.by)
    ]


@dataclass
class _Budget:
    left: int


def _partition(
    program: Program, picks: Sequence[Pick], path: tuple[Premise, ...], thesis: Inequality, budget: _Budget
) -> _Split | _Cell | None:
    """Regions by what is picked, the first pick first."""
    budget.left -= 1
    if budget.left < 0:
        return None
    if not picks:
        return _Cell(path, thesis)
    chooser = picks[0]
    forms = [expand(program, v, 0) for v in dict.fromkeys(chooser.by)]
    pairs = [a - b for k, a in enumerate(forms) for b in forms[:k]]
    if all(tie_reference(program, f) is not None for f in pairs):
        return _by_largest(program, picks, path, thesis, budget)
    return _by_sign(program, picks, path, thesis, budget, (0,), 1)


def _by_largest(
    program: Program, picks: Sequence[Pick], path: tuple[Premise, ...], thesis: Inequality, budget: _Budget
) -> _Split | None:
    chooser = picks[0]
    compared = list(dict.fromkeys(chooser.by))
    forms = [expand(program, v, 0) for v in compared]
    parts: list[_Split | _Cell] = []
    for i, f in enumerate(forms):
        more = tuple(premise(program, f - other, ">=") for j, other in enumerate(forms) if j != i)
        chosen = [k for k, v in enumerate(chooser.by) if v == compared[i]]
        part = _partition(program, picks[1:], (*path, *more), _chosen(thesis, chooser, chosen), budget)
        if part is None:
            return None
        parts.append(part)
    return _Split({"largest": [f.written(program) for f in forms]}, None, tuple(parts))


def _by_sign(
    program: Program,
    picks: Sequence[Pick],
    path: tuple[Premise, ...],
    thesis: Inequality,
    budget: _Budget,
    best: tuple[int, ...],
    following: int,
) -> _Split | _Cell | None:
    """Compare the best options so far with the next one."""
    chooser = picks[0]
    if following == len(chooser.by):
        return _partition(program, picks[1:], path, _chosen(thesis, chooser, best), budget)
    form = expand(program, chooser.by[best[0]] - chooser.by[following], 0)
    after = {">": best, "=": (*best, following), "<": (following,)}
    if not form.linear:
        sign = ">" if form.constant > 0 else "<" if form.constant < 0 else "="
        return _by_sign(program, picks, path, thesis, budget, after[sign], following + 1)
    parts: list[_Split | _Cell] = []
    for relation, now in after.items():
        more = (*path, premise(program, form, relation))
        part = _by_sign(program, picks, more, thesis, budget, now, following + 1)
        if part is None:
            return None
        parts.append(part)
    return _Split({"split": form.written(program)}, tuple(after), tuple(parts))


def _chosen(thesis: Inequality, chooser: Pick, positions: Sequence[int]) -> Inequality:
    """The thesis where the chooser takes one of some options."""
    given: dict[Node, Value] = {chooser: chosen_value(chooser, positions)}
    return substitute(thesis, given)


def _cells(part: _Split | _Cell) -> Iterator[_Cell]:
    stack = [part]
    while stack:
        found = stack.pop()
        if isinstance(found, _Cell):
            yield found
        else:
            stack.extend(reversed(found.parts))


def _level(search: "Search", thesis: Inequality, clock: Clock, sparse: bool) -> Level | None:
    """Weights that prove what the thesis says in a cell, with the elements of the whole search."""
    inner = type(search)(Program(replace(search.program.claim, thesis=thesis)), clock=clock.within(clock.left / 2))
    found = inner.sparse_level() if sparse else inner.proof()
    if isinstance(found, list) and len(found) == 1:
        found = found[0]
    if not isinstance(found, Level) or not found.weights:
        return None
    total = sum(w for w, _ in found.weights)
    elements = inner.program.elements
    return Level(tuple((w / total, search.program.element(elements[e])) for w, e in found.weights))


def _carried_over(search: "Search", levels: dict[Inequality, Level], thesis: Inequality) -> Level | None:
    """Weights from a cell whose thesis differs by an exchange of outcomes that is a symmetry."""
    program = search.program
    wanted = inequality_key(thesis, {})
    for known, level in levels.items():
        old, new = (coordinates(values(i)) for i in (known, thesis))
        gone, come = sorted(set(old) - set(new)), sorted(set(new) - set(old))
        names = dict(zip([*gone, *come], [*come, *gone], strict=False))
        if len(gone) != len(come) or inequality_key(known, names) != wanted:
            continue
        source = tuple(program.place[names.get(w, w)] for w in program.coordinates)
        exchange = Element(source, (1,) * program.size)
        if program.group.has_swaps(exchange):
            images = ((w, compose(compose(exchange, program.elements[e]), exchange)) for w, e in level.weights)
            return Level(tuple((w, program.element(g)) for w, g in images))
    return None


def _assembled(
    search: "Search", partition: _Split | _Cell, levels: dict[Inequality, Level], clock: Clock
) -> tuple[list[list[int]], list[Json]]:
    """The tree of the whole claim: the partition, weights and the case tree of each cell below it."""
    program = search.program
    plain = Level(((Fraction(1), 0),))
    share = tuple(levels.values())
    premises: list[list[int]] = []

    def written(part: _Split | _Cell) -> Json:
        nonlocal premises
        if isinstance(part, _Cell):
            level = levels[part.thesis]
            premises, tree = prove_level(
                program,
                [level],
                strict=search.demands(level),
                points=search.points,
                clock=clock,
                share=(plain, *share),
                given=part.premises,
            )
            return {"weights": [[text(w), e] for w, e in level.weights], "tree": tree}
        cases: list[Any] = [written(p) for p in part.parts]
        if part.relations is not None:
            cases = [[r, c] for r, c in zip(part.relations, cases, strict=True)]
        return part.head | {"cases": cases}

    tree = written(partition)
    return premises, [plain.written() | {"tree": tree}]
