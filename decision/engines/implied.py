"""Symmetries that follow from structural assumptions: the rules of `decision.goals.implications` as generators."""

from collections.abc import Mapping
from math import factorial, prod

from decision.language.claims import Center, Claim, Correlation, Generator, Structure

__all__ = ["implied_generators"]

LISTED = 50_000
"""Elements of a group that the search may list."""


def implied_generators(claim: Claim) -> tuple[Generator, ...]:
    """Generators licensed by the claim's structures.

    Permutations of iid coordinates, flips of independent symmetric ones, both for spherical laws; for correlated
    selves, both for pairs as wholes, and for whatever has no partner.
    """
    structures = [c for c in claim.conditions if isinstance(c, Structure)]
    # where a structure leaves coordinates out, nothing is known of how those depend on the others, unless it is stated
    everything = set(claim.outcomes)
    divided = [s for s in structures if s.name == "independent_selves" and set(s.over) == everything]
    regions = [everything, *(set(block) for s in divided for block in s.blocks)]
    whole = [s for s in structures if set(s.over) in regions]
    found: list[Generator] = []
    for s in whole:
        if s.name in ("iid", "spherical"):
            found += [Generator(((s.over[0], 1, w), (w, 1, s.over[0]))) for w in s.over[1:]]
        if s.name == "spherical":
            found += [Generator(((w, -1, w),), s.center) for w in s.over]
        if s.name in ("iid", "independent"):
            mirrored = [t for t in structures if t.name == "symmetric"]
            found += [Generator(((w, -1, w),), t.center) for t in mirrored for w in s.over if w in t.over]
        if s.correlation is not None:
            found += _correlated(s.blocks[0], s.blocks[1], s.correlation)
    return tuple(dict.fromkeys(found))


def _correlated(first: tuple[str, ...], second: tuple[str, ...], correlation: Correlation) -> list[Generator]:
    """Exchanges and flips that keep the means and the covariances.

    Units that are alike (pairs, what has no partner) are exchanged; each is flipped alone while the group is small
    enough to be listed, else all are flipped together.
    """
    n = correlation.shared if correlation.rho else 0  # uncorrelated pairs fall apart
    about = dict.fromkeys(first, correlation.centers[0]) | dict.fromkeys(second, correlation.centers[1])
    kinds: list[list[tuple[str, ...]]] = [
        list(zip(first[:n], second[:n], strict=True)),
        [(w,) for w in first[n:]],
        [(w,) for w in second[n:]],
    ]
    swaps = [_exchange(kind[0], unit) for kind in kinds for unit in kind[1:]]
    if prod(factorial(len(kind)) * 2 ** len(kind) for kind in kinds) > LISTED:
        return [*swaps, _flip(first + second, about)]
    return swaps + [_flip(unit, about) for kind in kinds for unit in kind]


def _exchange(unit: tuple[str, ...], other: tuple[str, ...]) -> Generator:
    pairs = zip(unit, other, strict=True)
    return Generator(tuple(move for v, w in pairs for move in ((v, 1, w), (w, 1, v))))


def _flip(unit: tuple[str, ...], about: Mapping[str, Center]) -> Generator:
    center = about[unit[0]]
    others = tuple((w, about[w]) for w in unit if about[w] != center)
    return Generator(tuple((w, -1, w) for w in unit), center, others)
