"""What a check of a theorem returns: every hypothesis with its witness, the conclusion as a thesis, and its verdict.

A theorem is never taken on trust here. When all hypotheses hold, its conclusion is decided like any other thesis, so
that the independent checker sees a certificate; when one fails, the report names it and claims nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from decision.goals.assumptions import Assumption, Exchangeable
from decision.language.theses import Thesis
from decision.problems.mdp import MDP
from decision.theory.ledger import LedgerEntry, ledger_entry
from decision.theory.similarity import Involution, Similarity, shown
from decision.verbs.decide import decide
from decision.verdict import Status, Verdict

__all__ = ["Clauses", "Hypothesis", "TheoremReport", "clause", "concluded", "copied", "process_report"]


@dataclass(frozen=True)
class Hypothesis:
    """One clause of a theorem.

    Attributes
    ----------
    clause : str
        What has to be true.
    status : Status
        UNDECIDED only where a search reached its limit.
    witness : str
        What shows it: an involution, a state that is reached although it must not be, a goal.
    """

    clause: str
    status: Status
    witness: str = ""

    def __repr__(self) -> str:
        return f"{self.status.value}: {self.clause}" + (f" ({self.witness})" if self.witness else "")


class Clauses:
    """What the reports on theorems share: hypotheses, and whether all of them hold."""

    theorem: str
    hypotheses: tuple[Hypothesis, ...]

    @property
    def entry(self) -> LedgerEntry:
        """The theorem's entry in the ledger: its wording, its source, and how far it is proved."""
        return ledger_entry(self.theorem)

    @property
    def applies(self) -> bool:
        """Whether every hypothesis is known to hold."""
        return not self.failing

    @property
    def failing(self) -> tuple[str, ...]:
        """The clauses that fail, or that are undecided."""
        return tuple(h.clause for h in self.hypotheses if h.status is not Status.HOLDS)


@dataclass(frozen=True, eq=False, repr=False)
class TheoremReport(Clauses):
    """A theorem held against one example.

    Attributes
    ----------
    theorem : str
        Its entry in ``proofs/index.toml``.
    hypotheses : tuple of Hypothesis
    thesis : Thesis
        The conclusion, whether or not the theorem gives it.
    given : tuple of Assumption or Thesis
        The class of goal distributions it speaks about.
    involutions : tuple of Involution
        The symmetries that were found.
    verdict : Verdict or None
        The conclusion as decided; None unless all hypotheses hold.
    converse : Verdict or None
        The opposite comparison as decided, where the theorem says that it fails.
    """

    theorem: str
    hypotheses: tuple[Hypothesis, ...]
    thesis: Thesis
    given: tuple[Assumption | Thesis, ...] = ()
    involutions: tuple[Involution, ...] = ()
    verdict: Verdict | None = None
    converse: Verdict | None = None

    def __repr__(self) -> str:
        head = f"{self.theorem}: " + ("applies" if self.applies else "does not apply")
        lines = [head, f"  {self.entry.proof}", *(f"  {h!r}" for h in self.hypotheses), f"  thesis: {self.thesis!r}"]
        if self.verdict is not None:
            lines.append(f"  {self.verdict.status.value} ({self.verdict.evidence.name})")
        if self.converse is not None:
            lines.append(f"  converse {self.converse.status.value} ({self.converse.evidence.name})")
        return "\n".join(lines)


def clause(text: str, holds: bool, witness: str = "") -> Hypothesis:
    """A hypothesis whose truth is known.

    Examples
    --------
    >>> clause("rewards are on states", True)
    HOLDS: rewards are on states
    """
    return Hypothesis(text, Status.HOLDS if holds else Status.FAILS, witness)


def copied(text: str, found: Similarity) -> Hypothesis:
    """The hypothesis that some set contains copies of another."""
    if found.status is Status.HOLDS:
        return Hypothesis(text, Status.HOLDS, "; ".join(map(shown, found.involutions)))
    ended = "none exists" if found.status is Status.FAILS else "the search reached its limit"
    return Hypothesis(text, found.status, ended)


def concluded(
    theorem: str,
    hypotheses: Sequence[Hypothesis],
    thesis: Thesis,
    *,
    given: Sequence[Assumption | Thesis] = (),
    outcomes: Iterable[str] = (),
    involutions: Sequence[Involution] = (),
    converse: Thesis | None = None,
    time_limit: float = 60,
) -> TheoremReport:
    """The report; conclusion and converse are decided if all hypotheses hold."""
    verdicts: list[Verdict | None] = [None, None]
    if all(h.status is Status.HOLDS for h in hypotheses):
        verdicts = [
            None if t is None else decide(t, given=given, outcomes=tuple(outcomes), time_limit=time_limit)
            for t in (thesis, converse)
        ]
    return TheoremReport(theorem, tuple(hypotheses), thesis, tuple(given), tuple(involutions), *verdicts)


def process_report(
    theorem: str,
    hypotheses: Sequence[Hypothesis],
    mdp: MDP,
    pair: tuple[Thesis, Thesis],
    involutions: Sequence[Involution],
    extra: bool,
    time_limit: float,
) -> TheoremReport:
    """The report of a theorem about most goals of a decision process: `pair` is what follows, and its converse.

    The converse is decided only with an `extra` policy outside the copy, where it has to fail.
    """
    conclusion, converse = pair
    return concluded(
        theorem,
        hypotheses,
        conclusion,
        given=[Exchangeable()],
        outcomes=mdp.outcomes,
        involutions=involutions,
        converse=converse if extra else None,
        time_limit=time_limit,
    )
