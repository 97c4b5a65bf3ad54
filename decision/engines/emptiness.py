"""Proofs that a class has no member: the levels that prove `0 > 0` for it."""

from decision.certificates.kinds import Empty
from decision.engines.clock import Clock
from decision.engines.gap import Gap
from decision.engines.program import Program
from decision.engines.search import Search, absurd
from decision.language.serial import generator_json

__all__ = ["emptiness"]


def emptiness(program: Program, *, clock: Clock, seed: int) -> Empty | None:
    """A proof that the class of a claim is empty, or None if none was found."""
    search = Search(absurd(program), clock=clock, seed=seed)
    levels = search.proof()
    found = search.trees_of(levels) if isinstance(levels, list) else None
    if found is None or isinstance(found, Gap):
        return None
    premises, written = found
    return Empty(
        tuple(generator_json(g) for g in search.program.implied),
        tuple(search.program.words()),
        tuple((a, e) for a, e in premises),
        tuple({"multipliers": level["multipliers"], "tree": level["tree"]} for level in written),
    )
