"""Taking resources from regions one does not care about: theorems 1 to 3 of :cite:t:`BensonTilsenSoares2016`.

A *cheap lunch* in a region is a sequence of actions there, feasible with the resources at hand, each of which preserves
resources; it is *compatible* with a strategy if it can replace what that does in the region. See `Universe` for the
model.

*1.* If the goal is indifferent to the region, and some optimal strategy has a compatible cheap lunch there, then some
optimal strategy takes a non-null action there. Here for all goals at once: every feasible strategy that is null in the
region has a compatible cheap lunch that is not.

*2.* Suppose a strategy takes a cheap lunch in the region, and outside the region is worth more than every strategy that
is null there. If the goal is indifferent to the region, then every optimal strategy takes a non-null action there.

*3.* The same without indifference, if it is worth more by more than the largest difference that the goal makes between
two states of the region.

The statements follow the source's own summary and a published walkthrough; that one strategy is worth more than others
is a condition on goals, and appears among the assumptions of the conclusion.
"""

from collections.abc import Iterable, Sequence
from itertools import permutations

from decision.errors import InvalidValue
from decision.goals.assumptions import Assumption, Indifferent, Supported
from decision.language.events import all_of
from decision.language.quantities import Pr
from decision.language.theses import Thesis
from decision.language.values import Value, maximum, u
from decision.theory.reports import Hypothesis, TheoremReport, clause, concluded
from decision.theory.universe import Run, Universe

__all__ = ["check_cheap_lunch", "check_defection", "check_needed_lunch"]


def check_cheap_lunch(universe: Universe, region: str, *, time_limit: float = 60) -> TheoremReport:
    """Theorem 1: with a cheap lunch always at hand, some optimal strategy takes resources from the region.

    Parameters
    ----------
    universe : Universe
    region : str
        To which the goal is indifferent.
    time_limit : float
        Seconds for the decision.
    """
    resting, taking = _split(universe, region)
    hungry = [run for run in resting if not _has_lunch(universe, region, run)]
    text = f"every strategy that is null in {region} has a compatible cheap lunch there"
    hypotheses = [clause(text, not hungry, _said(hungry[0]) if hungry else "")]
    thesis = Pr(_best(universe, taking) >= _best(universe, resting)) == 1
    return _report("bensontilsen2016/1", hypotheses, universe, thesis, [_indifferent(universe, region)], time_limit)


def check_needed_lunch(
    universe: Universe, region: str, strategy: Sequence[Sequence[str]], *, time_limit: float = 60
) -> TheoremReport:
    """Theorem 2: if a strategy with a cheap lunch is worth more, every optimal strategy takes from the region.

    Parameters
    ----------
    universe : Universe
    region : str
        To which the goal is indifferent.
    strategy : sequence of sequences of str
        In each step the action in every region: the primary strategy together with the lunch.
    time_limit : float
        Seconds for the decision.
    """
    return _taken("bensontilsen2016/2", universe, region, strategy, indifferent=True, time_limit=time_limit)


def check_defection(
    universe: Universe, region: str, strategy: Sequence[Sequence[str]], *, time_limit: float = 60
) -> TheoremReport:
    """Theorem 3: the same if the goal cares about the region less than about what the lunch makes possible.

    Parameters
    ----------
    universe, region, strategy, time_limit
        As in `check_needed_lunch`; the goal need not be indifferent to the region.
    """
    return _taken("bensontilsen2016/3", universe, region, strategy, indifferent=False, time_limit=time_limit)


def _taken(
    theorem: str,
    universe: Universe,
    region: str,
    strategy: Sequence[Sequence[str]],
    *,
    indifferent: bool,
    time_limit: float,
) -> TheoremReport:
    resting, taking = _split(universe, region)
    run, feasible = universe.follow(strategy)
    place = list(universe.regions).index(region)
    there = [acts[place] for acts in run.acts]
    hypotheses = [
        clause("the strategy with the lunch is feasible", feasible),
        clause(f"its actions in {region} preserve resources", all(act.preserves for act in there)),
        clause(f"its actions in {region} are not all null", not all(act.null for act in there)),
    ]
    worth = universe.value(run, without=region)
    rests = [universe.value(r, without=region) for r in resting]
    margins = _differences(universe, region) if not indifferent else []
    gains = [worth > rest for rest in rests] + [worth - rest > d for rest in rests for d in margins]
    given: list[Assumption] = [Supported(all_of(*gains))]
    given += [_indifferent(universe, region)] if indifferent else []
    thesis = Pr(_best(universe, taking) > _best(universe, resting)) == 1
    return _report(theorem, hypotheses, universe, thesis, given, time_limit)


def _report(
    theorem: str,
    hypotheses: Sequence[Hypothesis],
    universe: Universe,
    thesis: Thesis,
    given: Sequence[Assumption],
    time_limit: float,
) -> TheoremReport:
    return concluded(theorem, hypotheses, thesis, given=given, outcomes=universe.outcomes, time_limit=time_limit)


def _split(universe: Universe, region: str) -> tuple[list[Run], list[Run]]:
    """Feasible strategies that are null in a region, and those that are not."""
    universe.coordinates(region)  # refuses an unknown region
    place = list(universe.regions).index(region)
    resting, taking = list[Run](), list[Run]()
    for run in universe.runs():
        (resting if all(acts[place].null for acts in run.acts) else taking).append(run)
    for found, kind in ((resting, "null"), (taking, "non-null")):
        if not found:
            raise InvalidValue(f"region = {region!r} has no feasible strategy with {kind} actions; nothing to compare")
    return resting, taking


def _has_lunch(universe: Universe, region: str, run: Run) -> bool:
    """Whether other actions in the region, resource-preserving and not all null, fit the rest of the run."""
    place = list(universe.regions).index(region)
    return any(
        _agrees(run, other, place)
        and all(acts[place].preserves for acts in other.acts)
        and not all(acts[place].null for acts in other.acts)
        for other in universe.runs()
    )


def _agrees(run: Run, other: Run, place: int) -> bool:
    """Whether two runs take the same actions outside a region."""
    return all(
        a[:place] == b[:place] and a[place + 1 :] == b[place + 1 :] for a, b in zip(run.steps, other.steps, strict=True)
    )


def _best(universe: Universe, runs: Iterable[Run]) -> Value:
    return maximum(*dict.fromkeys(universe.value(run) for run in runs))


def _indifferent(universe: Universe, region: str) -> Assumption:
    return Indifferent(list(universe.coordinates(region)))


def _differences(universe: Universe, region: str) -> list[Value]:
    return [u(a) - u(b) for a, b in permutations(universe.coordinates(region), 2)]


def _said(run: Run) -> str:
    return "; ".join(", ".join(step) for step in run.steps) + " has none"
