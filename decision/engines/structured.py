"""Classes that are not convex.

HOLDS through the symmetries and densities that the structures imply, FAILS through a product law of the class.
"""

from collections.abc import Callable, Sequence
from functools import partial

from decision.certificates.kinds import Certificate, Fails, TheoremUse
from decision.engines.chance import check_proschan
from decision.engines.couplings import coupling, small_box
from decision.engines.gap import Gap
from decision.engines.products import product_countermodel, product_member
from decision.engines.program import Floats, Program
from decision.engines.search import Json, Search
from decision.engines.selves import SelvesSearch, speaks_of_selves

__all__ = ["StructuredSearch", "is_structured", "search_for", "theorem"]


def is_structured(program: Program) -> bool:
    """Whether the class asks for more than a density."""
    return any(s.name != "continuous" for s in program.structures)


def search_for(program: Program) -> type[Search]:
    """The search that suits the structures of a claim."""
    if not is_structured(program):
        return Search
    return SelvesSearch if speaks_of_selves(program) else StructuredSearch


def theorem(program: Program) -> TheoremUse | None:
    """A named theorem that settles the claim."""
    found = check_proschan(program.claim)
    member = product_member(program)
    if not found.applies or member is None:
        return None
    return TheoremUse("proschan-menu", tuple(program.tables.value(v) for v in found.options), member)


class StructuredSearch(Search):
    """The duality loop with laws that are products."""

    def ladder(self) -> Sequence[Callable[[], Certificate | Gap | None]]:
        """Proofs from the implied symmetries, unless a law that has them violates the claim; then product laws."""
        proofs = (partial(self.levels, 0.12), self.chambers, partial(self.levels, 0.5))
        return (*(proofs if super().countermodel() is None else (self.unlike,)), self.product)

    def unlike(self) -> Gap:
        """What is known when a law with the implied symmetries violates the claim."""
        reason = "a law with the implied symmetries violates it, but no law of the class was found that does"
        return Gap(None, reason)

    def product(self) -> Fails | None:
        """A law with the structure of the class that violates the claim."""
        law = (
            small_box(self.program, self.points)
            or coupling(self.program, self.columns, self.rng, self.clock.within(20))
            or product_countermodel(self.program, self.rng, self.clock)
        )
        return None if law is None else Fails(law)

    def countermodel_from(self, goals: Floats) -> Json | None:
        """Orbits of goals are not product laws."""
        return None

    def member(self, extra: Floats | None = None) -> Json | None:
        """A product law of the class."""
        return product_member(self.program)
