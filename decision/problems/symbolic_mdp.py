"""MDPs with symbols: what policies bring, as values that have the symbols too.

At a symbolic discount the non-dominated policies are the same for all discounts between 0 and 1 (see `visits`), so only
their visits depend on it. Where probabilities have symbols, what is non-dominated may change with them, and all
policies are kept.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from decision.language.parametric import Limit, parametric
from decision.language.values import Value, maximum
from decision.problems.symbols import free_symbols

if TYPE_CHECKING:
    from decision.language.events import Event
    from decision.problems.distributions import Visit
    from decision.problems.mdp import MDP

__all__ = ["limits", "number_of", "symbolic_optimal", "symbolic_visits_of"]

Weights = dict[str, Fraction]


def limits(mdp: "MDP") -> list[Limit]:
    """Probabilities are not negative; the discount lies between 0 and 1, ends included only over a finite horizon."""
    rows = (p for s in mdp.states for step in mdp.steps(s).values() for _, p in step.row)
    found: list[Limit] = [(p, False) for p in dict.fromkeys(p for p in rows if free_symbols(p))]
    if free_symbols(mdp.discount):
        strict = mdp.horizon is None
        found += [(mdp.discount, strict), (1 - mdp.discount, strict)]
    return found


def number_of(mdp: "MDP", amount: Any) -> Fraction:
    """A probability, a discount or a sum of visits as a number of the language."""
    return parametric(amount, "weight", limits(mdp)) if free_symbols(amount) else Fraction(str(amount))


def symbolic_visits_of(mdp: "MDP", state: str, action: str | None = None) -> list[Weights]:
    """Visit distributions, among them all that some goal prefers, whatever the symbols stand for."""
    family = mdp.visits.all if mdp.at_discount(0).symbols else mdp.visits.nondominated
    listed: tuple[Visit, ...] = family(state, action)
    return [{w: number_of(mdp, x) for w, x in visit.weights} for visit in listed]


def symbolic_optimal(mdp: "MDP", state: str, action: str, shown: Callable[[Weights], Value]) -> "Event":
    """Some policy that takes the action is at least as good as all others."""
    own = list(dict.fromkeys(shown(f) for f in symbolic_visits_of(mdp, state, action)))
    rivals = [v for f in symbolic_visits_of(mdp, state) if (v := shown(f)) not in own]
    return maximum(*own) >= maximum(*(rivals or own[:1]))
