"""`frontier`: which sets of assumptions are enough for a thesis, and which are not.

Adding assumptions shrinks the class, so the sufficient sets are closed upwards. MARCO enumeration: a Boolean solver
proposes a set about which nothing is known; if it suffices it is shrunk to a minimal one, if not it is grown to a
maximal one, and everything above or below is ruled out.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Any

from decision.errors import ContradictionError, InvalidValue
from decision.goals.assumptions import Assumption
from decision.language.theses import Thesis
from decision.verbs.decide import decide
from decision.verdict import Countermodel, Verdict

__all__ = ["Contradictory", "Frontier", "Insufficient", "Sufficient", "frontier"]

Given = Assumption | Thesis
Answer = Verdict | ContradictionError


@dataclass(frozen=True)
class Sufficient:
    """A minimal set of assumptions under which the thesis holds."""

    assumptions: tuple[Given, ...]
    verdict: Verdict

    @property
    def certificate(self) -> tuple[dict[str, Any], ...]:
        """Its proof."""
        return self.verdict.certificate


@dataclass(frozen=True)
class Insufficient:
    """A maximal set of assumptions under which the thesis fails."""

    assumptions: tuple[Given, ...]
    verdict: Verdict

    @property
    def counterexample(self) -> Countermodel | None:
        """A law that satisfies all of them and violates the thesis."""
        return self.verdict.counterexample


@dataclass(frozen=True)
class Contradictory:
    """A minimal set of assumptions that no law satisfies."""

    assumptions: tuple[Given, ...]
    error: ContradictionError

    @property
    def certificate(self) -> tuple[dict[str, Any], ...]:
        """The proof, which `check(self.error)` checks; none where the assumptions exclude each other as written."""
        document = self.error.document
        return () if document is None else tuple(part["certificate"] for part in document["parts"])


@dataclass(frozen=True, repr=False)
class Frontier:
    """All minimal sufficient and maximal insufficient sets.

    Attributes
    ----------
    thesis : str
    sufficient : tuple of Sufficient
    insufficient : tuple of Insufficient
    undecided : tuple of tuples of assumptions
        Sets that could not be decided.
    contradictory : tuple of Contradictory
        Those among the sets that the search met: it does not look above sufficient sets.
    """

    thesis: str
    sufficient: tuple[Sufficient, ...]
    insufficient: tuple[Insufficient, ...]
    undecided: tuple[tuple[Given, ...], ...]
    contradictory: tuple[Contradictory, ...]

    def __repr__(self) -> str:
        def listed(title: str, sets: Iterable[Sequence[Given]]) -> list[str]:
            return [f"  {title}: {', '.join(map(repr, s)) or 'nothing'}" for s in sets]

        lines = [self.thesis]
        lines += listed("enough", (s.assumptions for s in self.sufficient))
        lines += listed("not enough", (s.assumptions for s in self.insufficient))
        lines += listed("undecided", self.undecided)
        lines += listed("contradictory", (s.assumptions for s in self.contradictory))
        return "\n".join(lines)


def frontier(
    thesis: Thesis,
    *,
    assumptions: Sequence[Given],
    outcomes: Sequence[str] = (),
    time_limit: float = 30,
    cancel: Event | None = None,
    seed: int = 0,
) -> Frontier:
    """Minimal sufficient and maximal insufficient sets among some assumptions.

    Parameters
    ----------
    thesis : Thesis
    assumptions : sequence of Assumption or Thesis
    outcomes, cancel, seed
        As in `decide`.
    time_limit : float
        Seconds for each set.

    Examples
    --------
    >>> from decision import Exchangeable, NoTies, Pr, ReflectionSymmetric, u
    >>> frontier(Pr(u("a") > u("b")) <= "1/2", assumptions=[ReflectionSymmetric(), Exchangeable(), NoTies()])
    Pr(u(a) > u(b)) <= 1/2
      enough: ReflectionSymmetric()
      enough: Exchangeable()
      not enough: NoTies()
    """
    listed = tuple(assumptions)
    for i, a in enumerate(listed):
        if any(repr(a) == repr(b) for b in listed[:i]):
            raise InvalidValue(f"assumptions has {a!r} twice; list each assumption once")

    def answer(indices: frozenset[int]) -> Answer:
        try:
            return decide(
                thesis,
                given=[listed[i] for i in sorted(indices)],
                outcomes=outcomes,
                time_limit=time_limit,
                cancel=cancel,
                seed=seed,
            )
        except ContradictionError as error:
            return error.with_traceback(None)

    search = _Marco(len(listed), answer, cancel)
    search.run()

    def named(indices: Iterable[int]) -> tuple[Given, ...]:
        return tuple(listed[i] for i in sorted(indices))

    return Frontier(
        repr(thesis),
        tuple(Sufficient(named(s), v) for s, v in search.found(search.enough) if isinstance(v, Verdict)),
        tuple(Insufficient(named(s), v) for s, v in search.found(search.short) if isinstance(v, Verdict)),
        tuple(named(s) for s in _ordered(search.undecided)),
        tuple(Contradictory(named(s), v) for s, v in search.found(search.empty) if isinstance(v, ContradictionError)),
    )


def _ordered(sets: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    return sorted(sets, key=lambda s: (len(s), sorted(s)))


class _Marco:
    """Enumeration over subsets of `range(size)`; `answer` gives a verdict, or the error for a contradictory set."""

    def __init__(self, size: int, answer: Callable[[frozenset[int]], Answer], cancel: Event | None) -> None:
        import z3

        self.everything = frozenset(range(size))
        self.ask, self.cancel = answer, cancel
        self.known: dict[frozenset[int], Answer] = {}
        self.enough: list[frozenset[int]] = []
        self.short: list[frozenset[int]] = []
        self.undecided: list[frozenset[int]] = []
        self.empty: list[frozenset[int]] = []
        self.z3: Any = z3
        self.solver: Any = z3.Solver()
        self.chosen: list[Any] = [self.z3.Bool(f"a{i}") for i in range(size)]

    def answer(self, s: frozenset[int]) -> Answer:
        if s not in self.known:
            self.known[s] = self.ask(s)
        return self.known[s]

    def found(self, sets: Iterable[frozenset[int]]) -> Iterable[tuple[frozenset[int], Answer]]:
        return ((s, self.known[s]) for s in _ordered(sets))

    def run(self) -> None:
        while not (self.cancel is not None and self.cancel.is_set()) and self.solver.check() == self.z3.sat:
            model = self.solver.model()
            self.settle(frozenset(i for i, a in enumerate(self.chosen) if self.z3.is_true(model.eval(a))))

    def settle(self, seed: frozenset[int]) -> None:
        answer = self.answer(seed)
        if isinstance(answer, ContradictionError):
            self.rule_out_above(self.shrink(seed, lambda v: isinstance(v, ContradictionError)), self.empty)
        elif answer.holds:
            self.rule_out_above(self.shrink(seed, lambda v: isinstance(v, Verdict) and v.holds), self.enough)
        elif answer.fails:
            self.rule_out_below(self.grow(seed))
        else:
            self.undecided.append(seed)
            self.solver.add(self.z3.Or([a != (i in seed) for i, a in enumerate(self.chosen)]))

    def shrink(self, s: frozenset[int], wanted: Callable[[Answer], bool]) -> frozenset[int]:
        for i in sorted(s):
            if wanted(self.answer(s - {i})):
                s -= {i}
        return s

    def grow(self, s: frozenset[int]) -> frozenset[int]:
        for i in sorted(self.everything - s):
            answer = self.answer(s | {i})
            if isinstance(answer, Verdict) and answer.fails:
                s |= {i}
        return s

    def rule_out_above(self, s: frozenset[int], into: list[frozenset[int]]) -> None:
        into.append(s)
        self.solver.add(self.z3.Or([self.z3.Not(self.chosen[i]) for i in s]))

    def rule_out_below(self, s: frozenset[int]) -> None:
        self.short.append(s)
        self.solver.add(self.z3.Or([self.chosen[i] for i in self.everything - s]))
