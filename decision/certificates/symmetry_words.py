"""Images of a goal under the symmetries of its law, in words.

An element of a certificate is a word over generators; here it becomes the affine form of each coordinate of `g u`,
which is then recognised: the goal itself, a mirror image, an exchange, a rotation, or in general cycles and flips.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from decision.certificates.plain_words import listing, value_words
from decision.language.claims import Center, Claim, Generator, Invariance
from decision.language.values import Value, affine

__all__ = ["Image", "image_of", "images_of", "moved", "read_generator"]


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
        at |= {w: at[v] if sign > 0 else _twice(generator.center_of(w)) - at[v] for w, sign, v in generator.moves}
    return Image(claim, tuple(at[w] for w in claim.outcomes))


def _twice(center: Center | None) -> Value:
    return affine({center: Fraction(2)}) if isinstance(center, str) else affine({}, 2 * (center or Fraction(0)))


def _inverse(generator: Generator) -> Generator:
    source = {w: v for w, _, v in generator.moves}
    others = tuple((source[w], c) for w, c in generator.others)
    return Generator(tuple((v, sign, w) for w, sign, v in generator.moves), generator.center, others)


def images_of(claim: Claim, certificate: Mapping[str, Any]) -> tuple[Image, ...]:
    """The elements of a certificate as images."""
    generators = [g for c in claim.conditions if isinstance(c, Invariance) for g in c.generators]
    generators += [read_generator(claim, g) for g in certificate["implied"]]
    words: list[list[int]] = certificate["elements"]
    return tuple(image_of(claim, [_letter(generators, k) for k in w]) for w in words)


def _letter(generators: Sequence[Generator], k: int) -> Generator:
    return generators[k] if k >= 0 else _inverse(generators[-1 - k])


def read_generator(claim: Claim, written: Mapping[str, Any]) -> Generator:
    """A generator as a certificate writes it.

    Examples
    --------
    >>> read_generator(Claim(("a",), (), None, ()), {"a": ["-", "a", "1/2"]}).center
    Fraction(1, 2)
    """
    moves = tuple((w, 1 if to[0] == "+" else -1, to[1]) for w, to in written.items())
    named = {w: to[2] for w, to in written.items() if to[0] == "-"}
    centers: dict[str, Center] = {w: c if c in claim.constants else Fraction(c) for w, c in named.items()}
    first = next(iter(centers.values()), None)
    return Generator(moves, first, tuple((w, c) for w, c in centers.items() if c != first))
