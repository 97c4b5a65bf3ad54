"""Symmetries that follow from structural assumptions: the rules of `decision.goals.implications` as generators."""

from decision.language.claims import Claim, Generator, Structure

__all__ = ["implied_generators"]


def implied_generators(claim: Claim) -> tuple[Generator, ...]:
    """Generators licensed by the claim's structures.

    Permutations of iid coordinates, flips of independent symmetric ones, both for spherical laws.
    """
    structures = [c for c in claim.conditions if isinstance(c, Structure)]
    # where a structure leaves coordinates out, nothing is known of how those depend on the others
    whole = [s for s in structures if set(s.over) == set(claim.outcomes)]
    found: list[Generator] = []
    for s in whole:
        if s.name in ("iid", "spherical"):
            found += [Generator(((s.over[0], 1, w), (w, 1, s.over[0]))) for w in s.over[1:]]
        if s.name == "spherical":
            found += [Generator(((w, -1, w),), s.center) for w in s.over]
        if s.name in ("iid", "independent"):
            mirrored = [t for t in structures if t.name == "symmetric"]
            found += [Generator(((w, -1, w),), t.center) for t in mirrored for w in s.over if w in t.over]
    return tuple(dict.fromkeys(found))
