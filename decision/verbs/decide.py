"""`decide`: whether a thesis holds for every goal distribution of a class.

The ladder: compile the thesis to one claim or two; if a named theorem settles a claim, use it; otherwise run the
duality loop, with product laws as countermodels where the class asks for independence. The checker has the last word:
an answer it refuses is no answer.
"""

import time
from collections.abc import Iterable, Sequence
from threading import Event

from decision.certificates.kinds import Certificate, Fails
from decision.engines.clock import Clock
from decision.engines.emptiness import emptiness
from decision.engines.gap import Gap
from decision.engines.program import Program
from decision.engines.structured import is_structured, search_for, theorem
from decision.errors import ContradictionError, InvalidType
from decision.goals.assumptions import Assumption
from decision.goals.claims import claims
from decision.goals.laws import Law
from decision.language.claims import Claim
from decision.language.theses import Thesis
from decision.validation import check_listed, check_type
from decision.verbs.under_law import parts_under
from decision.verdict import Evidence, Part, Status, Verdict

__all__ = ["decide", "decide_claim"]


def decide(
    thesis: Thesis,
    *,
    given: Iterable[Assumption | Thesis | Law] = (),
    outcomes: Sequence[str] = (),
    require: Evidence | None = None,
    time_limit: float = 60,
    cancel: Event | None = None,
    seed: int = 0,
) -> Verdict:
    """Decide whether a thesis holds for every goal distribution that satisfies some assumptions.

    Parameters
    ----------
    thesis : Thesis
        A comparison of quantities, such as ``Pr(menu.best("a")) >= "1/2"``.
    given : iterable of Assumption or Thesis, or one Law
        The class; a thesis among them is a moment condition. Under one law both sides are computed.
    outcomes : sequence of str
        Outcomes of the goal beyond those the thesis mentions.
    require : Evidence, optional
        Weaker evidence comes back as UNDECIDED, with what was found. By default THEOREM; under one law SOLVER, which an
        exact computation has that the checker cannot repeat.
    time_limit : float
        Seconds for each inequality of the thesis.
    cancel : threading.Event, optional
        Set it from another thread to stop early, with UNDECIDED.
    seed : int
        Of the sampling that guides the search; no verdict rests on it.

    Returns
    -------
    Verdict

    Raises
    ------
    ContradictionError
        If no goal distribution satisfies the assumptions.

    Examples
    --------
    >>> from decision import Choice, Exchangeable, NoTies, Pr
    >>> live = Choice({"a": {"a": 1}, "b": {"b": 1}, "c": {"c": 1}})
    >>> die = Choice({"dead": {"dead": 1}})
    >>> decide(Pr(live.value() >= die.value()) == "3/4", given=[Exchangeable(), NoTies()]).holds
    True
    >>> from decision import Uniform, iid
    >>> decide(Pr(live.value() >= die.value()) >= "3/4", given=[iid(Uniform(0, 1))])
    HOLDS (CERTIFIED): Pr(max(u(a), u(b), u(c)) >= u(dead)) >= 3/4
      given iid(Uniform(0, 1))
    """
    assumptions = tuple(check_listed(given, "given", "[Exchangeable(), NoTies()]"))
    if any(isinstance(a, Law) for a in assumptions):
        law = _only_law(thesis, assumptions)
        return Verdict(repr(thesis), (repr(law),), parts_under(thesis, law, require or Evidence.SOLVER))
    parts: list[Part] = []
    for claim in claims(thesis, assumptions, outcomes=outcomes):
        parts.append(
            decide_claim(
                claim,
                require=require or Evidence.THEOREM,
                clock=Clock(time.monotonic() + time_limit, cancel),
                seed=seed,
            )
        )
        if parts[-1].status is Status.FAILS:
            break
    return Verdict(repr(thesis), tuple(repr(a) for a in assumptions), tuple(parts))


def _only_law(thesis: Thesis, given: Sequence[object]) -> Law:
    check_type(thesis, Thesis, "thesis", "compare two quantities, such as Pr(menu.best('a')) >= '1/2'")
    first, *others = given
    if others or not isinstance(first, Law):
        raise InvalidType(
            f"given = {list(given)!r} has a law beside other entries; one law leaves nothing to assume: give it alone, "
            "and ask law.satisfies(assumption) for what it satisfies"
        )
    return first


def decide_claim(claim: Claim, *, require: Evidence, clock: Clock, seed: int) -> Part:
    """Decide one claim; see `decide`."""
    program = Program(claim)
    found = theorem(program) if is_structured(program) else None
    if found is None:
        search = search_for(program)(program, clock=clock, seed=seed)
        result = search.run()
        if isinstance(result, Gap):
            _refuse_empty(Program(claim), clock, seed)
            return Part(claim, None, Status.UNDECIDED, Evidence.NONE, _note(result))
        found = result
    return _checked(program, found, require)


def _checked(program: Program, found: Certificate, require: Evidence) -> Part:
    """What the checker says of a certificate."""
    from decision.checker import check_document

    certificate = found.to_json(program.digest)
    report = check_document({"schema": "decision/1", "parts": [{"claim": program.json, "certificate": certificate}]})
    if not report.accepted:
        return Part(
            program.claim,
            None,
            Status.UNDECIDED,
            Evidence.SOLVER,
            f"the checker refused what the engine found: {report.reason}",
        )
    evidence = Evidence[str(report.grade)]
    status = Status.FAILS if isinstance(found, Fails) else Status.HOLDS
    if evidence < require:
        return Part(
            program.claim,
            certificate,
            Status.UNDECIDED,
            evidence,
            f"{status.value} by evidence {evidence.name}, weaker than required",
        )
    return Part(program.claim, certificate, status, evidence, "")


def _refuse_empty(program: Program, clock: Clock, seed: int) -> None:
    """Raise if the assumptions contradict each other, with the proof if the checker accepts it."""
    from decision.checker import check_document

    found = emptiness(program, clock=clock.within(10), seed=seed)
    if found is None:
        return
    document = {
        "schema": "decision/1",
        "parts": [{"claim": program.json, "certificate": found.to_json(program.digest)}],
    }
    if check_document(document).accepted:
        raise ContradictionError(
            "given = contradictory assumptions: no goal distribution satisfies all of them, "
            "so no thesis can be said to hold or fail; drop or weaken one",
            document,
        )


def _note(gap: Gap) -> str:
    value = (
        "" if gap.value is None else f"; on the goals seen, the left side exceeds the right by {gap.value:.4g} at worst"
    )
    return gap.reason + value
