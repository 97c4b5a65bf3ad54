"""Which assumptions a law satisfies, with the reason.

An assumption is compiled, as for a claim, to conditions on coordinates: those of the law, or a few representatives for
a law that serves any. Each condition is then checked exactly by what the kind of law is known to be. None means that
the law does not satisfy it, or is not known to.
"""

from collections.abc import Sequence
from typing import Any

from decision.errors import InvalidValue
from decision.goals.assumptions import Assumption
from decision.goals.frame import Frame
from decision.goals.law import Law
from decision.goals.parameters import Parameter
from decision.language.claims import Condition, Generator, Invariance, Structure, Support, TieFree
from decision.language.coordinates import PRESENT, coordinate, coordinate_name
from decision.language.theses import Inequality

__all__ = ["Checks", "satisfies", "symmetries"]

REPRESENTATIVES = ("w1", "w2", "w3")
"""Outcomes that stand for all, of a law that treats all alike."""

Reason = str | None


class Checks:
    """What is known of one kind of law; each method gives a reason, or None."""

    def __init__(self, law: Any) -> None:
        self.law = law

    def center(self, names: Sequence[str]) -> Parameter | None:
        """The only number the law of some coordinates can be symmetric about; None if there is none."""
        return None

    def invariant(self, generator: Generator) -> Reason:
        """Whether a signed permutation leaves the law unchanged."""
        return None

    def supported(self, condition: Support) -> Reason:
        """Whether an event holds almost surely."""
        return None

    def tie_free(self, condition: TieFree) -> Reason:
        """Whether compared values differ almost surely."""
        if self.continuous(()):
            return "a law with a density gives no mass to a hyperplane"
        return None

    def continuous(self, names: Sequence[str]) -> Reason:
        """Whether the law of some coordinates, or of all, has a density."""
        return None

    def structure(self, condition: Structure) -> Reason:
        """Whether a property stated by name holds."""
        return self.continuous(condition.over) if condition.name == "continuous" else None

    def reason(self, condition: Condition) -> Reason:
        """Whether a condition holds."""
        match condition:
            case Invariance(generators):
                return _all([self.invariant(g) for g in generators])
            case Support():
                return self.supported(condition)
            case TieFree():
                return self.tie_free(condition)
            case Structure():
                return self.structure(condition)
            case _:
                return None


def satisfies(law: Law, assumption: Assumption, inequalities: tuple[Inequality, ...] = ()) -> Reason:
    """The reason why a law satisfies an assumption; None if it does not, or is not known to.

    Examples
    --------
    >>> from decision import IID, NoTies, Uniform, iid
    >>> satisfies(iid(Uniform(0, 1)), IID())
    'all utilities have the law Uniform(0, 1), independently'
    """
    from decision.goals.known_laws import checks_of

    checks = checks_of(law)
    names = _coordinates(law, assumption)
    law.covers(assumption.names())
    try:
        frame = Frame(names, _centers(checks, names, assumption), inequalities)
        conditions = assumption.conditions(frame)
    except InvalidValue:  # the assumption speaks of a self that the law does not have, or of none where there are many
        return None
    if not conditions or not any(_says_something(c) for c in conditions):
        return _when_silent(checks, assumption, names)
    return _all([checks.reason(c) for c in conditions])


def symmetries(law: Law, assumption: Assumption, coordinates: Sequence[str]) -> tuple[Generator, ...]:
    """Signed permutations of coordinates that an assumption speaks of, all of which leave the law unchanged.

    Raises
    ------
    InvalidValue
        If the assumption is not an invariance, or the law is not known to have it.

    Examples
    --------
    >>> from decision import ReflectionSymmetric, Uniform, iid
    >>> symmetries(iid(Uniform(0, 1)), ReflectionSymmetric(), ["a"])
    (Generator(moves=(('a', -1, 'a'),), center=Fraction(1, 2), others=()),)
    """
    from decision.goals.known_laws import checks_of

    checks = checks_of(law)
    law.covers([*coordinates, *assumption.names()])
    names = law.outcomes or tuple(dict.fromkeys([*coordinates, *law.named, *assumption.names()]))
    conditions = assumption.conditions(Frame(names, _centers(checks, names, assumption), ()))
    found: list[Generator] = []
    for condition in conditions:
        if not isinstance(condition, Invariance):
            raise InvalidValue(
                f"{assumption!r} is not an invariance; write one such as Exchangeable() or ReflectionSymmetric()"
            )
        if checks.reason(condition) is None:
            raise InvalidValue(f"{law!r} is not known to satisfy {assumption!r}; name an invariance that the law has")
        found += condition.generators
    return tuple(found)


def _says_something(condition: Condition) -> bool:
    return getattr(condition, "generators", True) != () and getattr(condition, "pairs", True) != ()


def _when_silent(checks: Checks, assumption: Assumption, names: Sequence[str]) -> Reason:
    """`NoTies` without a thesis speaks of every comparison, which a density settles; else nothing is claimed."""
    if type(assumption).__name__ != "NoTies":
        return "it says nothing about these outcomes"
    return checks.tie_free(TieFree(()))


def _coordinates(law: Law, assumption: Assumption) -> tuple[str, ...]:
    if law.outcomes is not None:
        return law.outcomes
    named = [*assumption.names(), *law.named]
    owners = dict.fromkeys([*(coordinate(w)[0] for w in named), *_owners(assumption)])
    stand_ins = [coordinate_name(w, owner) for owner in owners or [PRESENT] for w in REPRESENTATIVES]
    return tuple(dict.fromkeys([*named, *stand_ins]))


def _owners(assumption: Any) -> list[str]:
    """The selves an assumption speaks of."""
    named = [getattr(assumption, name, None) for name in ("self", "first", "second")]
    return [owner for owner in (*named, *getattr(assumption, "selves", ())) if owner is not None]


def _centers(checks: Checks, names: Sequence[str], assumption: Any) -> dict[str, Any]:
    """The centre stated, or else the only one possible, of every self, for an assumption that speaks of centres."""
    found: dict[str, Any] = {}
    if not hasattr(assumption, "center") and not hasattr(assumption, "first"):
        return found
    for owner in dict.fromkeys([*(coordinate(w)[0] for w in names), *_owners(assumption)]):
        block = [w for w in names if coordinate(w)[0] == owner]
        stated = getattr(assumption, "center", None)
        found[owner] = checks.center(block) if stated is None else stated
    return found


def _all(reasons: Sequence[Reason]) -> Reason:
    """The reasons, each once; None if one is missing."""
    listed = [r for r in reasons if r is not None]
    return "; ".join(dict.fromkeys(listed)) if len(listed) == len(reasons) else None
