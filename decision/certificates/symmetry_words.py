"""Images of a goal under the symmetries of its law, in words.

An element of a certificate is a word over generators; here it becomes the affine form of each coordinate of `g u`,
which is then recognised: the goal itself, a mirror image, an exchange, a rotation, or in general cycles and flips.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import factorial
from typing import Any

from decision.certificates.plain_words import counted, listing, value_words
from decision.exact import text
from decision.language.claims import Claim, Generator, Invariance
from decision.language.values import Value, affine

__all__ = ["Image", "gathered", "image_of", "images_of", "labels", "moved", "weights_words"]


@dataclass(frozen=True)
class Image:
    """What a symmetry does: `(g u)(w)` as a linear value of `u`, for every outcome `w`."""

    claim: Claim = field(compare=False, repr=False)
    forms: tuple[Value, ...]

    @property
    def moves(self) -> list[tuple[str, int, str]]:
        """`(w, sign, source)` for every outcome."""
        signed = [(w, [(v, q) for v, q in f.coefficients if v in self.claim.outcomes]) for w, f in self._pairs()]
        return [(w, 1 if parts[0][1] > 0 else -1, parts[0][0]) for w, parts in signed]

    def _pairs(self) -> list[tuple[str, Value]]:
        return list(zip(self.claim.outcomes, self.forms, strict=True))

    @property
    def is_identity(self) -> bool:
        """Whether every goal is its own image."""
        return all(sign > 0 and w == v for w, sign, v in self.moves) and not any(f.constant for f in self.forms)

    def after(self, other: "Image") -> "Image":
        """The image, under this symmetry, of what the other one gives."""
        return Image(self.claim, tuple(moved(other, f) for f in self.forms))

    @property
    def mirror(self) -> str:
        """`2c - u` if the whole goal is reflected about one centre, else empty."""
        offsets = {affine(dict(f.coefficients) | {w: Fraction(0)}, f.constant) for w, f in self._pairs()}
        if any(sign > 0 or w != v for w, sign, v in self.moves) or len(offsets) != 1:
            return ""
        offset = value_words(self.claim, next(iter(offsets)))
        return "-u" if offset == "0" else f"{offset.replace('2 c', '2c')} - u"

    @property
    def flips(self) -> str:
        """The outcomes whose utility comes mirrored."""
        return listing([w for w, sign, _ in self.moves if sign < 0])

    @property
    def cycles(self) -> list[tuple[str, ...]]:
        """Cycles of the permutation: in `(a b c)`, a takes the utility of b, b of c, c of a."""
        source = {w: v for w, _, v in self.moves}
        found: list[tuple[str, ...]] = []
        seen: set[str] = set()
        for w in source:
            cycle: list[str] = []
            while w not in seen:
                seen.add(w)
                cycle.append(w)
                w = source[w]
            if len(cycle) > 1:
                found.append(tuple(cycle))
        return found

    @property
    def name(self) -> str:
        """The symmetry in words.

        Examples
        --------
        >>> claim = Claim(("a", "b"), (), None, ())
        >>> image_of(claim, [Generator((("a", 1, "b"), ("b", 1, "a")))]).name
        'exchange a and b'
        """
        if self.is_identity:
            return "u itself"
        if self.mirror:
            return f"mirror image {self.mirror}"
        cycles = self.cycles
        words: list[str] = []
        if cycles and all(len(c) == 2 for c in cycles):
            words.append("exchange " + listing([f"{a} and {b}" for a, b in cycles], word="and also"))
        elif cycles:
            words.append("rotate " + "".join(f"({' '.join(c)})" for c in cycles))
        if self.flips:
            words.append(f"mirror {self.flips}")
        return ", then ".join(words)

    @property
    def noun(self) -> str:
        """The symmetry as a thing."""
        verbs = {
            "mirror image": "the mirror image",
            "exchange": "the exchange of",
            "rotate": "the rotation",
            "mirror": "the mirroring of",
        }
        parts = self.name.split(", then ")
        nouns = [next((n + p.removeprefix(v) for v, n in verbs.items() if p.startswith(v)), p) for p in parts]
        return ", then ".join(nouns)


def moved(image: Image, value: Value) -> Value:
    """A linear value at the image of a goal.

    Examples
    --------
    >>> from decision import u
    >>> swap = image_of(Claim(("a", "b"), (), None, ()), [Generator((("a", 1, "b"), ("b", 1, "a")))])
    >>> moved(swap, 2 * u("a") + u("b"))
    u(a) + 2 u(b)
    """
    at = dict(zip(image.claim.outcomes, image.forms, strict=True))
    parts = [at[w] * q if w in at else affine({w: q}) for w, q in value.coefficients]
    return sum(parts, affine({}, value.constant))


def image_of(claim: Claim, word: Sequence[Generator]) -> Image:
    """The image under generators, the first applied last.

    Examples
    --------
    >>> image_of(Claim(("a",), (), None, ()), [Generator((("a", -1, "a"),), Fraction(1))]).name
    'mirror image 2 - u'
    """
    at: dict[str, Value] = {w: affine({w: Fraction(1)}) for w in claim.outcomes}
    for generator in reversed(word):
        twice = _twice(generator)
        at |= {w: at[v] if sign > 0 else twice - at[v] for w, sign, v in generator.moves}
    return Image(claim, tuple(at[w] for w in claim.outcomes))


def _twice(generator: Generator) -> Value:
    if isinstance(generator.center, str):
        return affine({generator.center: Fraction(2)})
    return affine({}, 2 * (generator.center or Fraction(0)))


def _inverse(generator: Generator) -> Generator:
    return Generator(tuple((v, sign, w) for w, sign, v in generator.moves), generator.center)


def images_of(claim: Claim, certificate: Mapping[str, Any]) -> tuple[Image, ...]:
    """The elements of a certificate as images."""
    generators = [g for c in claim.conditions if isinstance(c, Invariance) for g in c.generators]
    generators += [_read(claim, g) for g in certificate["implied"]]
    words = ([generators[k] if k >= 0 else _inverse(generators[-1 - k]) for k in w] for w in certificate["elements"])
    return tuple(image_of(claim, w) for w in words)


def _read(claim: Claim, written: Mapping[str, Any]) -> Generator:
    moves = tuple((w, 1 if to[0] == "+" else -1, to[1]) for w, to in written.items())
    centers = [to[2] for to in written.values() if to[0] == "-"]
    center = (centers[0] if centers[0] in claim.constants else Fraction(centers[0])) if centers else None
    return Generator(moves, center)


Weights = Sequence[tuple[Fraction, Image]]


def gathered(weights: Iterable[tuple[str, int]], images: Sequence[Image]) -> list[tuple[Fraction, Image]]:
    """Weights of the distinct images, scaled to sum to 1; the goal itself comes first."""
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
    said = _all(weights, images)
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
