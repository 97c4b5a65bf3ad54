"""Which images of a goal are put together, and with what weights, in words."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import factorial

from decision.certificates.plain_words import counted, listing
from decision.certificates.symmetry_words import Image
from decision.exact import text

__all__ = ["gathered", "labels", "weights_words"]

Weights = Sequence[tuple[Fraction, Image]]


def gathered(weights: Iterable[tuple[str, int]], images: Sequence[Image]) -> list[tuple[Fraction, Image]]:
    """Weights of the distinct images, scaled to sum to 1; the goal itself comes first.

    Examples
    --------
    >>> from decision.language.claims import Claim
    >>> from decision.language.theses import Inequality
    >>> u = Image(Claim((), (), Inequality((), Fraction(0), ">="), ()), ())
    >>> [text(q) for q, _ in gathered([("1", 0), ("3", 0)], [u])]
    ['1']
    """
    total: dict[Image, Fraction] = {}
    for q, e in weights:
        total[images[e]] = total.get(images[e], Fraction(0)) + Fraction(q)
    mass = sum(total.values(), Fraction(0))
    return sorted(((q / mass, g) for g, q in total.items()), key=lambda w: not w[1].is_identity)


def labels(weights: Weights) -> list[str]:
    """What the images are called in the cases that follow."""
    if len(weights) == 1:
        return ["u" if weights[0][1].is_identity else "its image"]
    if len(weights) == 2 and weights[0][1].is_identity:
        return ["u", "its mirror image" if weights[1][1].mirror else "its image"]
    return [f"image {i + 1}" for i in range(len(weights))]


def weights_words(weights: Weights) -> str:
    """Which images of a goal are put together, and why that is allowed."""
    images = [g for _, g in weights]
    if len(weights) == 1:
        if images[0].is_identity:
            return ""
        return f"Look at the image of each goal ({images[0].name}); it has the same law as the goal."
    said = _all(weights, images) if weights else ""
    turned = next((c for g in images for c in g.cycles if len(c) > 2), None) if "rotate" in said else None
    if turned is None:
        return said
    steps = listing([f"{a} takes the utility of {b}" for a, b in zip(turned, turned[1:] + turned[:1], strict=True)])
    return f"{said} (In ({' '.join(turned)}), {steps}.)"


def _all(weights: Weights, images: Sequence[Image]) -> str:
    equal = len({q for q, _ in weights}) == 1
    if not equal:
        said = "; ".join(f"({i + 1}) {g.name}, weight {text(q)}" for i, (q, g) in enumerate(weights[:24]))
        more = f"; and {len(weights) - 24} more" if len(weights) > 24 else ""
        many = counted(len(weights), "image")
        return f"Average over these {many} of each goal u with weights, each image having the law of u: {said}{more}."
    if len(weights) == 2 and images[0].is_identity:
        return _pair(images[1])
    return _several(images)


def _pair(image: Image) -> str:
    kind = "mirror image" if image.mirror else "image"
    if image.mirror:
        unknown = " (c is the unknown centre)" if "c" in image.mirror else ""
        opening = f"Pair each goal u with its mirror image {image.mirror}{unknown}."
    else:
        opening = f"Pair each goal u with its image under one symmetry: {image.name}."
    return f"{opening} The law is unchanged by this, so a goal and its {kind} are equally likely."


def _several(images: Sequence[Image]) -> str:
    many = counted(len(images))
    equal = f"the {many} images of a goal are equally likely"
    numbers = "; ".join(f"({i + 1}) {g.name}" for i, g in enumerate(images[:24]))
    more = f"; and {len(images) - 24} more" if len(images) > 24 else ""
    turn = _rotation(images)
    if turn is not None:
        cycles = "".join(f"({' '.join(c)})" for c in turn.cycles)
        return f"Rotate the outcomes {cycles}: {equal}, being {numbers}{more}."
    points = sorted({w for g in images for c in g.cycles for w in c}, key=images[0].claim.outcomes.index)
    if not any(g.flips for g in images) and len(images) == factorial(len(points)):
        return f"Permute {listing(points)} in all {many} ways: {equal}, being {numbers}{more}."
    return f"Take {many} images of each goal u: {numbers}{more}. All have the law of u, so {equal}."


def _rotation(images: Sequence[Image]) -> Image | None:
    """An image without flips whose powers are exactly these images."""
    wanted = set(images)
    tried = images[1:25] if len(images) <= 60 else ()
    for g in tried:
        powers, power = {images[0]}, g
        while power not in powers and power in wanted:
            powers.add(power)
            power = power.after(g)
        if powers == wanted and images[0].is_identity and not g.flips:
            return g
    return None
