"""From a thesis and its assumptions to claims: the compilation everything trusts, so it is short."""

from collections.abc import Iterable, Sequence
from typing import Any

from decision.errors import ContradictionError, InvalidType, InvalidValue
from decision.goals.assumptions import Assumption, ReflectionSymmetric, SignSymmetric
from decision.goals.frame import Frame, owner_name
from decision.goals.implications import implies
from decision.goals.selves import Correlated
from decision.goals.structures import Spherical, Symmetric
from decision.language.claims import Center, Claim, Condition, Moment, Support
from decision.language.coordinates import coordinate_name
from decision.language.events import Event
from decision.language.parameters import check_numbers
from decision.language.theses import Inequality, Thesis, Weighted
from decision.language.walk import coordinates, values
from decision.validation import check_known, check_listed, check_name, check_type

__all__ = ["claims"]


def claims(thesis: Thesis, given: Iterable[Assumption | Thesis], *, outcomes: Sequence[str] = ()) -> tuple[Claim, ...]:
    """The claims a thesis makes under some assumptions: one, or two for an equality.

    Parameters
    ----------
    thesis : Thesis
    given : iterable of Assumption or Thesis
        A thesis among them is a moment condition.
    outcomes : sequence of str, optional
        Further outcomes of the goal, beyond those the thesis mentions.

    Raises
    ------
    UnknownName
        If an assumption names an outcome that neither the thesis nor `outcomes` knows.

    Examples
    --------
    >>> from decision import Pr, u
    >>> len(claims(Pr(u("a") >= u("b")) == "1/2", []))
    2
    """
    check_type(thesis, Thesis, "thesis", "compare two quantities, such as Pr(menu.best('a')) >= '1/2'")
    check_numbers(thesis, "thesis")
    assumptions = tuple(_checked(a) for a in check_listed(given, "given", "[Exchangeable(), NoTies()]"))
    further = [
        check_name(w.rpartition(":")[2] if isinstance(w, str) else w, "outcome in outcomes") and w
        for w in check_listed(outcomes, "outcomes", "['w1', 'w2']")
    ]
    known = tuple(dict.fromkeys([*_mentioned(thesis), *further]))
    if not known:
        raise InvalidValue(f"thesis = ({thesis!r}) mentions no outcome; name some with outcomes=['w1', ...]")
    for assumption in assumptions:
        for name in _mentioned(assumption) if isinstance(assumption, Thesis) else assumption.names():
            check_known(name, known, f"outcome in {assumption!r}")
    assumptions += _spelled_out(assumptions)
    centers, constants = _centers(assumptions, known)
    frame = Frame(known, centers, tuple(thesis.inequalities))
    conditions = tuple(c for a in assumptions for c in _conditions(a, frame))
    conditions += tuple(c for t in (thesis, *assumptions) if isinstance(t, Thesis) for c in _premise(t.given))
    distinct = tuple(dict.fromkeys(conditions))
    return tuple(Claim(known, constants, inequality, distinct) for inequality in thesis.inequalities)


def _checked(assumption: Any) -> Assumption | Thesis:
    if isinstance(assumption, Event):
        raise InvalidType(
            f"given has the event ({assumption!r}); write Supported(event) if it holds almost surely, or Pr(event) >= p"
        )
    if not isinstance(assumption, Assumption | Thesis):
        raise InvalidType(
            f"given has {assumption!r} of type {type(assumption).__name__}; "
            "it takes assumptions such as Exchangeable() and theses"
        )
    if isinstance(assumption, Thesis):
        check_numbers(assumption, "given")
    return assumption


def _mentioned(thesis: Thesis) -> list[str]:
    return coordinates(v for i in thesis.inequalities for v in values(i))


def _spelled_out(assumptions: Sequence[Assumption | Thesis]) -> tuple[Assumption, ...]:
    """Symmetry that the named structures imply, so that claims show its centre."""
    names = {type(a).__name__ for a in assumptions}
    needed = "Symmetric" not in names and implies(names & {"Gaussian", "IID"}, "Symmetric")
    return (Symmetric(),) if needed else ()


def _centers(
    assumptions: Sequence[Assumption | Thesis], known: tuple[str, ...]
) -> tuple[dict[str, Center], tuple[str, ...]]:
    """One centre for each self: a law has at most one centre of symmetry, so all its symmetries share it."""
    centers: dict[str, Center] = {}
    constants: list[str] = []
    centred = [
        (owner_name(a.self), a.center)
        for a in assumptions
        if isinstance(a, ReflectionSymmetric | SignSymmetric | Symmetric | Spherical)
    ]
    centred += [(owner, None) for a in assumptions if isinstance(a, Correlated) for owner in (a.first, a.second)]
    for owner, stated in sorted(centred, key=lambda pair: pair[1] is None):
        if owner not in centers:
            centers[owner] = _fresh(owner, known) if stated is None else stated
            if stated is None:
                constants.append(str(centers[owner]))
        elif stated is not None and stated != centers[owner]:
            raise ContradictionError(
                f"center = {stated} and center = {centers[owner]} are both assumed of {owner!r}: "
                "no goal distribution is symmetric about two points; drop one"
            )
    return centers, tuple(constants)


def _fresh(owner: str, known: tuple[str, ...]) -> str:
    name = coordinate_name("center", owner)
    while name in known:
        name += "'"
    return name


def _conditions(assumption: Assumption | Thesis, frame: Frame) -> tuple[Condition, ...]:
    if isinstance(assumption, Thesis):
        return (Moment(assumption.moment),)
    found = tuple(c for c in assumption.conditions(frame) if not _vacuous(c))
    for condition in found:
        if isinstance(condition, Support):
            check_numbers(condition.event, "given")
    return found


def _vacuous(condition: Condition) -> bool:
    return getattr(condition, "generators", None) == () or getattr(condition, "pairs", None) == ()


def _premise(given: Event | None) -> tuple[Condition, ...]:
    """A conditional thesis needs a condition of positive probability."""
    if given is None:
        return ()
    from fractions import Fraction

    return (Moment(Inequality((Weighted(Fraction(1), given, None),), Fraction(0), ">")),)
